/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-decode"

#include "config.h"

#include "hsp-decode-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-error.h"
#include "hsp-json.h"
#include "hsp-reply.h"

/* bytes; an id goes into requests and files, an interned text stays for good */
#define MAX_ID 128
#define MAX_INTERNED 256
#define MAX_DESCRIPTION (64 * 1024)
/* reasons kept of dropped rows */
#define MAX_REASONS 100

gpointer
hsp_decode_fail_unreadable (GError    **error,
                            const char *message)
{
  g_propagate_error (error, hsp_error_new (HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN,
                                           NULL, message));

  return NULL;
}

/* A copy without the space around it. (transfer full) (nullable): NULL when nothing is left */
char *
hsp_decode_dup_text (JsonObject *object,
                     const char *member)
{
  const char *text = hsp_json_get_text (object, member);
  g_autofree char *copy = NULL;

  if (text == NULL)
    return NULL;
  copy = g_strstrip (g_strdup (text));

  return *copy != '\0' ? g_steal_pointer (&copy) : NULL;
}

/* (transfer full): "" when it is absent */
char *
hsp_decode_dup_text_or_empty (JsonObject *object,
                              const char *member)
{
  char *text = hsp_decode_dup_text (object, member);

  return text != NULL ? text : g_strdup ("");
}

/* Whether a text without space around it can be a number of the shop's. */
gboolean
hsp_decode_is_id (const char *text)
{
  if (text == NULL || strlen (text) > MAX_ID || !g_ascii_isalnum (*text) || g_str_equal (text, "0"))
    return FALSE;
  for (const char *p = text; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return FALSE;
    }

  return TRUE;
}

/* A number of the shop's, written as a number or as a text. (transfer full) (nullable) */
char *
hsp_decode_dup_id (JsonObject *object,
                   const char *member)
{
  g_autofree char *id = hsp_decode_dup_text (object, member);

  return hsp_decode_is_id (id) ? g_steal_pointer (&id) : NULL;
}

/* @text: without space around it; a long one is cut. (transfer none) */
const char *
hsp_decode_intern (char *text)
{
  if (strlen (text) > MAX_INTERNED)
    {
      char *end = g_utf8_find_prev_char (text, text + MAX_INTERNED + 1);

      *end = '\0';
    }

  return g_intern_string (text);
}

/* (transfer none): "" when it is absent */
const char *
hsp_decode_intern_text (JsonObject *object,
                        const char *member)
{
  g_autofree char *text = hsp_decode_dup_text_or_empty (object, member);

  return hsp_decode_intern (text);
}

/* @text: (nullable): a long one is cut. It is made readable when somebody reads it: that is one of a hundred
 * thousand. (transfer none) (nullable): NULL when it is empty */
char *
hsp_decode_description (char  *text,
                        gsize  length)
{
  if (text == NULL || length == 0)
    return NULL;
  if (length > MAX_DESCRIPTION)
    *g_utf8_find_prev_char (text, text + MAX_DESCRIPTION + 1) = '\0';

  return text;
}

/* What `entityType` says. @text: (nullable) */
HspKind
hsp_decode_kind (const char *text)
{
  if (text == NULL)
    return HSP_KIND_UNKNOWN;
  /* as every row has it, and in whatever case */
  if (g_str_equal (text, "smm") || g_ascii_strcasecmp (text, "smm") == 0)
    return HSP_KIND_SMM;
  if (g_str_equal (text, "product") || g_ascii_strcasecmp (text, "product") == 0)
    return HSP_KIND_PRODUCT;

  return HSP_KIND_UNKNOWN;
}

/* Why a row without these is no service (translated); NULL when it is one. (transfer none) (nullable) */
const char *
hsp_decode_find_lack (const HspServiceValue *value)
{
  if (value->id == NULL)
    return _("the service number is missing");
  if (value->name == NULL)
    return _("the name is missing");
  if (value->rate == HSP_MONEY_UNKNOWN || value->rate < 0)
    return _("the price is missing");

  return NULL;
}

/* A page without services and without counts. (transfer full) */
HspServicesPage *
hsp_decode_new_page (void)
{
  HspServicesPage *page = g_new0 (HspServicesPage, 1);

  page->services = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
  page->skipped = g_ptr_array_new_with_free_func (g_free);
  page->total = page->page = page->limit = page->total_pages = HSP_UNKNOWN;

  return page;
}

/* The counts of a page, which stand beside its list. */
void
hsp_decode_read_counts (HspServicesPage *page,
                        JsonObject      *object)
{
  page->total = hsp_json_get_count (object, "total");
  page->page = hsp_json_get_count (object, "page");
  page->limit = hsp_json_get_count (object, "limit");
  page->total_pages = hsp_json_get_count (object, "total_pages");
}

/* Counts a row that is left out. @row: from 1. @reason: (nullable): NULL: not a service at all */
void
hsp_decode_skip_row (HspServicesPage *page,
                     guint            row,
                     const char      *reason)
{
  page->n_skipped++;
  if (page->skipped->len < MAX_REASONS)
    /* Translators: why a row of the shop's list was left out: "Row 12: the name is missing" */
    g_ptr_array_add (page->skipped, g_strdup_printf (_("Row %u: %s"), row,
                                                     reason != NULL ? reason : _("not a service")));
}

/* The list of an answer: the answer itself, or under one of its names. (transfer none) (nullable) */
JsonArray *
hsp_decode_find_list (JsonNode           *root,
                      const char * const *names)
{
  JsonObject *object = hsp_json_to_object (root);

  if (object == NULL)
    return hsp_json_to_array (root);

  for (guint i = 0; names[i] != NULL; i++)
    {
      JsonArray *array = hsp_json_get_array (object, names[i]);

      if (array != NULL)
        return array;
    }

  return NULL;
}

/* Decodes the rows of a list; one that cannot be read is counted and never drops the rest. */
HspRows *
hsp_decode_rows (JsonArray     *array,
                 HspDecodeRow   decode,
                 GDestroyNotify value_free)
{
  HspRows *rows = g_new0 (HspRows, 1);
  guint length = json_array_get_length (array);

  rows->rows = g_ptr_array_new_full (length, value_free);
  for (guint i = 0; i < length; i++)
    {
      gpointer value = decode (json_array_get_element (array, i));

      if (value != NULL)
        g_ptr_array_add (rows->rows, value);
      else
        rows->n_skipped++;
    }

  return rows;
}

/* An answer that is a list of rows. */
HspRows *
hsp_decode_list (GBytes             *body,
                 const char * const *names,
                 HspDecodeRow        decode,
                 GDestroyNotify      value_free,
                 GError            **error)
{
  g_autoptr(JsonNode) root = hsp_reply_parse (body, error);
  JsonArray *array;

  if (root == NULL)
    return NULL;
  array = hsp_decode_find_list (root, names);
  if (array == NULL)
    return hsp_decode_fail_unreadable (error, _("The shop’s answer has no list in it."));

  return hsp_decode_rows (array, decode, value_free);
}

/* An answer that is an object; @root keeps it alive. */
JsonObject *
hsp_decode_parse_object (GBytes    *body,
                         JsonNode **root,
                         GError   **error)
{
  JsonObject *object;

  *root = hsp_reply_parse (body, error);
  if (*root == NULL)
    return NULL;
  object = hsp_json_to_object (*root);
  if (object == NULL)
    return hsp_decode_fail_unreadable (error, _("The shop’s answer is not what was expected."));

  return object;
}
