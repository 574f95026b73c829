/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-decode"

#include "config.h"

#include "hsp-decode.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-error.h"
#include "hsp-iso.h"
#include "hsp-json.h"
#include "hsp-reply.h"

/* reasons kept of dropped rows */
#define MAX_REASONS 100
/* bytes; an id goes into requests and files, an interned text stays for good */
#define MAX_ID 128
#define MAX_INTERNED 256
#define MAX_DESCRIPTION 16384

static gpointer
fail_unreadable (GError     **error,
                 const char  *message)
{
  g_propagate_error (error, hsp_error_new (HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN,
                                           NULL, message));

  return NULL;
}

/* A copy without the space around it. (transfer full) (nullable): NULL when nothing is left */
static char *
dup_text (JsonObject *object,
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
static char *
dup_text_or_empty (JsonObject *object,
                   const char *member)
{
  char *text = dup_text (object, member);

  return text != NULL ? text : g_strdup ("");
}

/* A number of the shop's, written as a number or as a text. (transfer full) (nullable) */
static char *
dup_id (JsonObject *object,
        const char *member)
{
  g_autofree char *id = dup_text (object, member);

  if (id == NULL || strlen (id) > MAX_ID || !g_ascii_isalnum (*id) || g_str_equal (id, "0"))
    return NULL;
  for (const char *p = id; *p != '\0'; p++)
    {
      if (!g_ascii_isgraph (*p))
        return NULL;
    }

  return g_steal_pointer (&id);
}

/* (transfer none): "" when it is absent */
static const char *
intern_text (JsonObject *object,
             const char *member)
{
  g_autofree char *text = dup_text_or_empty (object, member);

  if (strlen (text) > MAX_INTERNED)
    {
      char *end = g_utf8_find_prev_char (text, text + MAX_INTERNED + 1);

      *end = '\0';
    }

  return g_intern_string (text);
}

/* The list of an answer: the answer itself, or under one of its names. (transfer none) (nullable) */
static JsonArray *
find_list (JsonNode           *root,
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

/* A value from one row, or NULL when the row cannot be read. */
typedef gpointer (*DecodeRow) (JsonNode *row);

/* Decodes the rows of a list; one that cannot be read is counted and never drops the rest. */
static HspRows *
decode_rows (JsonArray      *array,
             DecodeRow       decode,
             GDestroyNotify  value_free)
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
static HspRows *
decode_list (GBytes              *body,
             const char * const  *names,
             DecodeRow            decode,
             GDestroyNotify       value_free,
             GError             **error)
{
  g_autoptr(JsonNode) root = hsp_reply_parse (body, error);
  JsonArray *array;

  if (root == NULL)
    return NULL;
  array = find_list (root, names);
  if (array == NULL)
    return fail_unreadable (error, _("The shop’s answer has no list in it."));

  return decode_rows (array, decode, value_free);
}

/* An answer that is an object; @root keeps it alive. */
static JsonObject *
parse_object (GBytes    *body,
              JsonNode **root,
              GError   **error)
{
  JsonObject *object;

  *root = hsp_reply_parse (body, error);
  if (*root == NULL)
    return NULL;
  object = hsp_json_to_object (*root);
  if (object == NULL)
    return fail_unreadable (error, _("The shop’s answer is not what was expected."));

  return object;
}

static gpointer
decode_category (JsonNode *row)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autofree char *name = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;
  HspCategoryValue *value;

  if (object == NULL || (name = dup_text (object, "category")) == NULL)
    return NULL;

  array = hsp_json_get_array (object, "subcategories");
  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = hsp_json_to_text (json_array_get_element (array, i));

      if (text != NULL && *text != '\0')
        g_strv_builder_add (builder, text);
    }

  value = g_new0 (HspCategoryValue, 1);
  value->name = g_steal_pointer (&name);
  value->subcategories = g_strv_builder_end (builder);

  return value;
}

/**
 * hsp_decode_categories:
 * @body: the body of a 2xx answer to `categories`
 * @error: return location, %HSP_ERROR
 *
 * Returns: (transfer full) (nullable) (element-type HspCategoryValue): rows
 */
HspRows *
hsp_decode_categories (GBytes  *body,
                       GError **error)
{
  static const char * const names[] = { "categories", "data", NULL };

  return decode_list (body, names, decode_category,
                      (GDestroyNotify) hsp_category_value_free, error);
}

static HspKind
read_kind (JsonObject *object)
{
  const char *text = hsp_json_get_text (object, "entityType");

  if (text == NULL)
    return HSP_KIND_UNKNOWN;
  if (g_ascii_strcasecmp (text, "smm") == 0)
    return HSP_KIND_SMM;
  if (g_ascii_strcasecmp (text, "product") == 0)
    return HSP_KIND_PRODUCT;

  return HSP_KIND_UNKNOWN;
}

/* A service from one row, or NULL and why it is dropped (translated). (transfer full) (nullable) */
static HspServiceValue *
decode_service (JsonNode    *row,
                const char **reason)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autoptr(HspServiceValue) value = hsp_service_value_new ();
  const char *description;

  *reason = object == NULL ? _("not a service") : NULL;
  if (object == NULL)
    return NULL;

  value->id = dup_id (object, "service");
  value->name = dup_text (object, "name");
  value->rate = hsp_json_get_money (object, "rate");
  if (value->id == NULL)
    *reason = _("the service number is missing");
  else if (value->name == NULL)
    *reason = _("the name is missing");
  else if (value->rate == HSP_MONEY_UNKNOWN || value->rate < 0)
    *reason = _("the price is missing");
  if (*reason != NULL)
    return NULL;

  value->type = intern_text (object, "type");
  value->category = intern_text (object, "category");
  value->subcategory = intern_text (object, "subcategory");
  description = hsp_json_get_text (object, "description");
  if (description != NULL)
    value->description = hsp_decode_html (description);
  value->min = hsp_json_get_count (object, "min");
  value->max = hsp_json_get_count (object, "max");
  value->stock = hsp_json_get_count (object, "stock");
  value->kind = read_kind (object);
  value->refill = hsp_json_get_flag (object, "refill", FALSE);
  value->cancel = hsp_json_get_flag (object, "cancel", FALSE);

  return g_steal_pointer (&value);
}

static void
read_services (HspServicesPage *page,
               JsonArray       *array)
{
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      const char *reason = NULL;
      HspServiceValue *value = decode_service (json_array_get_element (array, i), &reason);

      if (value != NULL)
        {
          g_ptr_array_add (page->services, value);
          continue;
        }

      page->n_skipped++;
      if (page->skipped->len < MAX_REASONS)
        /* Translators: why a row of the shop's list was left out: "Row 12: the name is missing" */
        g_ptr_array_add (page->skipped, g_strdup_printf (_("Row %u: %s"), i + 1, reason));
    }
}

/**
 * hsp_decode_services:
 * @body: the body of a 2xx answer to `services`
 * @error: return location, %HSP_ERROR
 *
 * Reads the documented object, the older page's bare array, and a list under `products` or `data`.
 *
 * Returns: (transfer full) (nullable): the page; without pagination its counts are unknown
 */
HspServicesPage *
hsp_decode_services (GBytes  *body,
                     GError **error)
{
  static const char * const names[] = { "services", "products", "data", NULL };
  g_autoptr(JsonNode) root = hsp_reply_parse (body, error);
  JsonArray *array;
  JsonObject *object;
  HspServicesPage *page;

  if (root == NULL)
    return NULL;
  array = find_list (root, names);
  if (array == NULL)
    return fail_unreadable (error, _("The shop’s answer has no list in it."));

  page = g_new0 (HspServicesPage, 1);
  page->services = g_ptr_array_new_full (json_array_get_length (array),
                                         (GDestroyNotify) hsp_service_value_unref);
  page->skipped = g_ptr_array_new_with_free_func (g_free);
  page->total = page->page = page->limit = page->total_pages = HSP_UNKNOWN;

  object = hsp_json_to_object (root);
  if (object != NULL)
    {
      page->total = hsp_json_get_count (object, "total");
      page->page = hsp_json_get_count (object, "page");
      page->limit = hsp_json_get_count (object, "limit");
      page->total_pages = hsp_json_get_count (object, "total_pages");
    }
  read_services (page, array);

  return page;
}

/**
 * hsp_decode_inventory:
 * @body: the body of a 2xx answer to `inventory`
 * @error: return location, %HSP_ERROR
 *
 * Returns: (transfer full) (nullable): the stock; free with g_free()
 */
HspInventory *
hsp_decode_inventory (GBytes  *body,
                      GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object = parse_object (body, &root, error);
  HspInventory *inventory;
  gint64 stock;

  if (object == NULL)
    return NULL;

  stock = hsp_json_get_count (object, "stock");
  if (stock == HSP_UNKNOWN && !json_object_has_member (object, "available"))
    return fail_unreadable (error, _("The shop’s answer does not say how much is in stock."));

  inventory = g_new0 (HspInventory, 1);
  inventory->stock = stock;
  inventory->available = hsp_json_get_flag (object, "available", stock > 0);

  return inventory;
}

/**
 * hsp_decode_add:
 * @body: the body of a 2xx answer to `add`
 * @error: return location, %HSP_ERROR
 *
 * An order number means that the order was placed, whatever else the answer holds.
 *
 * Returns: (transfer full) (nullable): the order's number
 */
char *
hsp_decode_add (GBytes  *body,
                GError **error)
{
  g_autoptr(JsonNode) root = hsp_json_parse (body, error);
  JsonObject *object = hsp_json_to_object (root);
  char *order = object != NULL ? dup_id (object, "order") : NULL;

  if (root == NULL || order != NULL)
    return order;
  if (!hsp_reply_check_node (root, error))
    return NULL;

  return fail_unreadable (error, _("The shop’s answer has no order number in it."));
}

/* (transfer full) (nullable): NULL when there are none */
static char **
read_accounts (JsonObject *object)
{
  JsonArray *array = hsp_json_get_array (object, "accounts");
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  guint n = 0;

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = hsp_json_to_text (json_array_get_element (array, i));

      if (text != NULL)
        {
          g_strv_builder_add (builder, text);
          n++;
        }
    }

  return n > 0 ? g_strv_builder_end (builder) : NULL;
}

/**
 * hsp_decode_status:
 * @body: the body of a 2xx answer to `status`
 * @error: return location, %HSP_ERROR
 *
 * Returns: (transfer full) (nullable): the status, as it came
 */
HspOrderStatus *
hsp_decode_status (GBytes  *body,
                   GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object = parse_object (body, &root, error);
  g_autofree char *text = NULL;
  HspOrderStatus *status;

  if (object == NULL)
    return NULL;
  text = dup_text (object, "status");
  if (text == NULL)
    return fail_unreadable (error, _("The shop’s answer has no status in it."));

  status = g_new0 (HspOrderStatus, 1);
  status->status = g_steal_pointer (&text);
  status->charge = hsp_json_get_money (object, "charge");
  status->currency = intern_text (object, "currency");
  status->start_count = hsp_json_get_count (object, "start_count");
  status->remains = hsp_json_get_count (object, "remains");
  status->accounts = read_accounts (object);

  return status;
}

/**
 * hsp_decode_balance:
 * @body: the body of a 2xx answer to `balance`
 * @error: return location, %HSP_ERROR
 *
 * Returns: (transfer full) (nullable): the balance; free with g_free()
 */
HspBalance *
hsp_decode_balance (GBytes  *body,
                    GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object = parse_object (body, &root, error);
  HspBalance *balance;
  HspMoney amount;

  if (object == NULL)
    return NULL;
  amount = hsp_json_get_money (object, "balance");
  if (amount == HSP_MONEY_UNKNOWN)
    return fail_unreadable (error, _("The shop’s answer has no balance in it."));

  balance = g_new0 (HspBalance, 1);
  balance->balance = amount;
  balance->currency = intern_text (object, "currency");

  return balance;
}

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
  code = dup_text (object, "country_code");
  name = dup_text (object, "country_name");
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

  return decode_list (body, names, decode_country,
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
  value->id = dup_id (object, "project_id");
  value->name = dup_text (object, "name");
  value->price = hsp_json_get_money (object, "price");
  if (value->id == NULL || value->name == NULL ||
      value->price == HSP_MONEY_UNKNOWN || value->price < 0)
    return NULL;

  code = dup_text (object, "country_id");
  title = dup_text (object, "country_title");
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

  return decode_list (body, names, decode_sms_project,
                      (GDestroyNotify) hsp_sms_project_value_free, error);
}

static gpointer
decode_sms_order (JsonNode *row)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autofree char *order = NULL;
  HspSmsOrderValue *value;

  if (object == NULL || (order = dup_id (object, "order")) == NULL)
    return NULL;

  /* paid for, so whatever else is missing the number must not be lost */
  value = g_new0 (HspSmsOrderValue, 1);
  value->order = g_steal_pointer (&order);
  value->phone = dup_text_or_empty (object, "phone");
  value->country = dup_text_or_empty (object, "country");
  value->status = dup_text_or_empty (object, "status");

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

  array = find_list (root, names);
  if (array != NULL)
    rows = decode_rows (array, decode_sms_order, (GDestroyNotify) hsp_sms_order_value_free);
  if (rows != NULL && rows->rows->len > 0)
    return g_steal_pointer (&rows);
  if (!hsp_reply_check_node (root, error))
    return NULL;

  return fail_unreadable (error, _("The shop’s answer has no order number in it."));
}

static HspSmsStatus *
decode_sms (GBytes  *body,
            GError **error)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object = parse_object (body, &root, error);
  g_autoptr(HspSmsStatus) status = NULL;

  if (object == NULL)
    return NULL;

  status = g_new0 (HspSmsStatus, 1);
  status->status = dup_text (object, "status");
  status->code = dup_text (object, "code");
  if (status->status == NULL && status->code == NULL)
    return fail_unreadable (error, _("The shop’s answer has no status in it."));
  if (status->status == NULL)
    status->status = g_strdup ("completed");
  status->phone = dup_text (object, "phone");
  status->text = dup_text (object, "sms_content");
  status->charge = hsp_json_get_money (object, "charge");
  status->currency = intern_text (object, "currency");
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

/* Plain text being made: spaces run together, lines kept apart by at most one empty one. */
typedef struct
{
  GString *text;      /* (owned) */
  guint    newlines;  /* to come before the next visible character */
  gboolean space;     /* likewise */
} Plain;

static void
add_visible (Plain    *plain,
             gunichar  c)
{
  if (plain->text->len > 0)
    {
      for (guint i = 0; i < MIN (plain->newlines, 2); i++)
        g_string_append_c (plain->text, '\n');
      if (plain->newlines == 0 && plain->space)
        g_string_append_c (plain->text, ' ');
    }
  plain->newlines = 0;
  plain->space = FALSE;
  g_string_append_unichar (plain->text, c);
}

static void
add_character (Plain    *plain,
               gunichar  c)
{
  if (g_unichar_isspace (c))
    plain->space = TRUE;
  else if (!g_unichar_iscntrl (c))
    add_visible (plain, c);
}

/* Whether the tag at @p ("<br/>", "</p>") is of this name. */
static gboolean
tag_is (const char *p,
        const char *name)
{
  gsize length = strlen (name);

  p += p[1] == '/' ? 2 : 1;

  return g_ascii_strncasecmp (p, name, length) == 0 && !g_ascii_isalnum (p[length]);
}

/* Steps over the tag at @p, for what it means in plain text. (transfer none) */
static const char *
read_tag (Plain      *plain,
          const char *p)
{
  static const char * const breaks[] = { "br", "div", "tr", "li", NULL };
  static const char * const paragraphs[] = { "p", "ul", "ol", "h1", "h2", "h3", "h4", "table", NULL };
  static const char * const unseen[] = { "script", "style", NULL };
  const char *end;

  if (g_str_has_prefix (p, "<!--"))
    {
      end = strstr (p, "-->");
      return end != NULL ? end + 3 : p + strlen (p);
    }

  for (guint i = 0; breaks[i] != NULL; i++)
    {
      if (tag_is (p, breaks[i]))
        plain->newlines = tag_is (p, "br") ? plain->newlines + 1 : MAX (plain->newlines, 1);
    }
  for (guint i = 0; paragraphs[i] != NULL; i++)
    {
      if (tag_is (p, paragraphs[i]))
        plain->newlines = 2;
    }

  end = strchr (p, '>');
  end = end != NULL ? end + 1 : p + strlen (p);
  for (guint i = 0; p[1] != '/' && unseen[i] != NULL; i++)
    {
      g_autofree char *closing = g_strconcat ("</", unseen[i], NULL);

      if (!tag_is (p, unseen[i]))
        continue;
      while (*end != '\0' && g_ascii_strncasecmp (end, closing, strlen (closing)) != 0)
        end++;
      return end;
    }
  if (p[1] != '/' && tag_is (p, "li"))
    {
      add_visible (plain, 0x2022);
      plain->space = TRUE;
    }

  return end;
}

/* The character that the entity at @p stands for, or 0; @length is of its text. */
static gunichar
read_entity (const char *p,
             gsize      *length)
{
  static const struct
  {
    const char *name;
    gunichar    c;
  } named[] = {
    { "amp;", '&' }, { "lt;", '<' }, { "gt;", '>' }, { "quot;", '"' }, { "apos;", '\'' },
    { "nbsp;", ' ' }, { "ndash;", 0x2013 }, { "mdash;", 0x2014 }, { "hellip;", 0x2026 },
    { "bull;", 0x2022 }, { "lsquo;", 0x2018 }, { "rsquo;", 0x2019 }, { "ldquo;", 0x201C },
    { "rdquo;", 0x201D }, { "times;", 0x00D7 }, { "euro;", 0x20AC }, { "copy;", 0x00A9 },
  };
  char *end = NULL;
  guint64 value;

  if (p[1] == '#')
    {
      gboolean hex = p[2] == 'x' || p[2] == 'X';
      const char *digits = p + (hex ? 3 : 2);

      if (!g_ascii_isxdigit (*digits))
        return 0;
      value = g_ascii_strtoull (digits, &end, hex ? 16 : 10);
      if (end == digits || *end != ';' || value > 0x10FFFF || !g_unichar_validate (value))
        return 0;
      *length = end + 1 - p;
      return value;
    }

  for (guint i = 0; i < G_N_ELEMENTS (named); i++)
    {
      if (g_str_has_prefix (p + 1, named[i].name))
        {
          *length = strlen (named[i].name) + 1;
          return named[i].c;
        }
    }

  return 0;
}

/**
 * hsp_decode_html:
 * @html: a description of the shop's, HTML or plain
 *
 * For reading only: tags go, those that break lines break them, entities become characters. What
 * comes out is plain text and never parsed again.
 *
 * Returns: (transfer full) (nullable): plain text, bounded; %NULL when nothing is left
 */
char *
hsp_decode_html (const char *html)
{
  Plain plain = { .text = g_string_new (NULL) };
  const char *p = html;

  while (*p != '\0' && plain.text->len < MAX_DESCRIPTION)
    {
      gsize length = 0;
      gunichar c;

      if (*p == '<' && (g_ascii_isalpha (p[1]) || p[1] == '!' ||
                        (p[1] == '/' && g_ascii_isalpha (p[2]))))
        {
          p = read_tag (&plain, p);
          continue;
        }
      if (*p == '&' && (c = read_entity (p, &length)) != 0)
        {
          add_character (&plain, c);
          p += length;
          continue;
        }

      /* a description without tags keeps its lines */
      if (*p == '\n')
        plain.newlines++;
      add_character (&plain, g_utf8_get_char (p));
      p = g_utf8_next_char (p);
    }

  if (plain.text->len == 0)
    {
      g_string_free (plain.text, TRUE);
      return NULL;
    }

  return g_string_free (plain.text, FALSE);
}
