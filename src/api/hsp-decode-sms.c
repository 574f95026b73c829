/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-decode"

#include "config.h"

#include "hsp-decode.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-decode-parts.h"
#include "hsp-iso.h"
#include "hsp-json.h"
#include "hsp-reply.h"

/* The name of a country for showing: as the shop writes it, or capitalised where it is all lower
 * case ("sms_projects" in "Where the live service differs"). (transfer full) */
static char *
capitalise_country (const char *name)
{
  static const char * const small[] = { "and", "of", "the", "da", "de", NULL };
  g_autofree char *lower = g_utf8_strdown (name, -1);
  g_auto(GStrv) words = NULL;

  if (!g_str_equal (lower, name))
    return g_strdup (name);
  /* "usa", "uk", "uae" */
  if (strlen (name) <= 3 && hsp_iso_find_by_name (name) != NULL)
    return g_utf8_strup (name, -1);

  words = g_strsplit (name, " ", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autoptr(GString) word = g_string_new (NULL);
      gboolean first = TRUE;

      if (i > 0 && g_strv_contains (small, words[i]))
        continue;
      for (const char *p = words[i]; *p != '\0'; p = g_utf8_next_char (p))
        {
          gunichar c = g_utf8_get_char (p);

          g_string_append_unichar (word, first ? g_unichar_totitle (c) : c);
          first = c == '-' || c == '(' || c == '.';
        }
      g_free (words[i]);
      words[i] = g_string_free (g_steal_pointer (&word), FALSE);
    }

  return g_strjoinv (" ", words);
}

/* What `country` parameters take, from an ISO code or, where the shop gives a dialling code, from
 * the name. (transfer none) (nullable) */
static const char *
resolve_country (const char *code,
                 const char *name)
{
  const char *found;

  if (code != NULL && strlen (code) == 2 && g_ascii_isalpha (code[0]) && g_ascii_isalpha (code[1]))
    {
      g_autofree char *lower = g_ascii_strdown (code, -1);

      return g_intern_string (lower);
    }

  found = hsp_iso_find_by_name (name);
  if (found == NULL)
    found = hsp_iso_find_by_dial_code (code);

  return found;
}

/* "+93" of "+93", "93", "+1 684"; NULL of anything else. (transfer full) (nullable) */
static char *
tidy_dial_code (const char *code)
{
  GString *dial = g_string_new ("+");

  for (const char *p = code; *p != '\0'; p++)
    {
      if (g_ascii_isdigit (*p))
        g_string_append_c (dial, *p);
      else if (strchr ("+- ()", *p) == NULL)
        {
          g_string_free (dial, TRUE);
          return NULL;
        }
    }

  return g_string_free (dial, dial->len == 1);
}

static gpointer
decode_country (JsonNode *row)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autofree char *code = NULL;
  g_autofree char *name = NULL;
  g_autofree char *dial_code = NULL;
  const char *country;
  HspCountryValue *value;

  if (object == NULL)
    return NULL;
  code = hsp_decode_dup_text (object, "country_code");
  name = hsp_decode_dup_text (object, "country_name");
  if (code == NULL || name == NULL)
    return NULL;

  dial_code = tidy_dial_code (code);
  country = resolve_country (dial_code != NULL ? dial_code : code, name);
  if (country == NULL)
    return NULL;

  value = g_new0 (HspCountryValue, 1);
  value->code = g_strdup (country);
  value->name = capitalise_country (name);
  value->dial_code = dial_code != NULL ? g_steal_pointer (&dial_code)
                                       : g_strdup (hsp_iso_get_dial_code (country));

  return value;
}

/**
 * hsp_decode_sms_countries:
 * @body: the body of a 2xx answer to `sms_countries`
 * @error: return location, %HSP_ERROR
 *
 * A dialling code in `country_code` is turned into the ISO code by the country's name.
 *
 * Returns: (transfer full) (nullable) (element-type HspCountryValue): rows
 */
HspRows *
hsp_decode_sms_countries (GBytes  *body,
                          GError **error)
{
  static const char * const names[] = { "countries", "data", NULL };

  return hsp_decode_list (body, names, decode_country,
                          (GDestroyNotify) hsp_country_value_free, error);
}

static gpointer
decode_sms_project (JsonNode *row)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autoptr(HspSmsProjectValue) value = g_new0 (HspSmsProjectValue, 1);
  g_autofree char *code = NULL;
  g_autofree char *title = NULL;
  const char *country;

  if (object == NULL)
    return NULL;
  value->id = hsp_decode_dup_id (object, "project_id");
  value->name = hsp_decode_dup_text (object, "name");
  value->price = hsp_json_get_money (object, "price");
  if (value->id == NULL || value->name == NULL ||
      value->price == HSP_MONEY_UNKNOWN || value->price < 0)
    return NULL;

  code = hsp_decode_dup_text (object, "country_id");
  title = hsp_decode_dup_text (object, "country_title");
  country = resolve_country (code, title);
  value->country = g_strdup (country != NULL ? country : "");
  if (title == NULL)
    title = g_strdup (hsp_iso_get_name (country));
  value->country_name = title != NULL ? capitalise_country (title) : g_strdup ("");

  return g_steal_pointer (&value);
}

/**
 * hsp_decode_sms_projects:
 * @body: the body of a 2xx answer to `sms_projects`
 * @error: return location, %HSP_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HspSmsProjectValue): rows
 */
HspRows *
hsp_decode_sms_projects (GBytes  *body,
                         GError **error)
{
  static const char * const names[] = { "projects", "data", NULL };

  return hsp_decode_list (body, names, decode_sms_project,
                          (GDestroyNotify) hsp_sms_project_value_free, error);
}

static gpointer
decode_sms_order (JsonNode *row)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autofree char *order = NULL;
  HspSmsOrderValue *value;

  if (object == NULL || (order = hsp_decode_dup_id (object, "order")) == NULL)
    return NULL;

  /* paid for, so whatever else is missing the number must not be lost */
  value = g_new0 (HspSmsOrderValue, 1);
  value->order = g_steal_pointer (&order);
  value->phone = hsp_decode_dup_text_or_empty (object, "phone");
  value->country = hsp_decode_dup_text_or_empty (object, "country");
  value->status = hsp_decode_dup_text_or_empty (object, "status");

  return value;
}

/**
 * hsp_decode_add_sms:
 * @body: the body of a 2xx answer to `add_sms`
 * @error: return location, %HSP_ERROR
 *
 * One readable order number means that numbers were rented, whatever else the answer holds.
 *
 * Returns: (transfer full) (nullable) (element-type HspSmsOrderValue): at least one row
 */
HspRows *
hsp_decode_add_sms (GBytes  *body,
                    GError **error)
{
  static const char * const names[] = { "orders", "data", NULL };
  g_autoptr(JsonNode) root = hsp_json_parse (body, error);
  g_autoptr(HspRows) rows = NULL;
  JsonArray *array;

  if (root == NULL)
    return NULL;

  array = hsp_decode_find_list (root, names);
  if (array != NULL)
    rows = hsp_decode_rows (array, decode_sms_order, (GDestroyNotify) hsp_sms_order_value_free);
  if (rows != NULL && rows->rows->len > 0)
    return g_steal_pointer (&rows);
  if (!hsp_reply_check_node (root, error))
    return NULL;

  return hsp_decode_fail_unreadable (error, _("The shop’s answer has no order number in it."));
}

static HspSmsStatus *
decode_sms (GBytes  *body,
            GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object = hsp_decode_parse_object (body, &root, error);
  g_autoptr(HspSmsStatus) status = NULL;

  if (object == NULL)
    return NULL;

  status = g_new0 (HspSmsStatus, 1);
  status->status = hsp_decode_dup_text (object, "status");
  status->code = hsp_decode_dup_text (object, "code");
  if (status->status == NULL && status->code == NULL)
    return hsp_decode_fail_unreadable (error, _("The shop’s answer has no status in it."));
  if (status->status == NULL)
    status->status = g_strdup ("completed");
  status->phone = hsp_decode_dup_text (object, "phone");
  status->text = hsp_decode_dup_text (object, "sms_content");
  status->charge = hsp_json_get_money (object, "charge");
  status->currency = hsp_decode_intern_text (object, "currency");
  status->expires_at = hsp_json_get_time (object, "expires_at");

  return g_steal_pointer (&status);
}

/**
 * hsp_decode_sms_code:
 * @body: the body of a 2xx answer to `sms_code`
 * @error: return location, %HSP_ERROR
 *
 * Returns: (transfer full) (nullable): the status; its code is %NULL while waiting
 */
HspSmsStatus *
hsp_decode_sms_code (GBytes  *body,
                     GError **error)
{
  return decode_sms (body, error);
}

/**
 * hsp_decode_sms_status:
 * @body: the body of a 2xx answer to `sms_status`
 * @error: return location, %HSP_ERROR
 *
 * Returns: (transfer full) (nullable): the status; its code is %NULL while waiting
 */
HspSmsStatus *
hsp_decode_sms_status (GBytes  *body,
                       GError **error)
{
  return decode_sms (body, error);
}
