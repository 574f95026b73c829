/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-decode"

#include "config.h"

#include "hsp-decode.h"

#include <glib/gi18n-lib.h>

#include "hsp-decode-parts.h"
#include "hsp-json.h"
#include "hsp-reply.h"

static gpointer
decode_category (JsonNode *row)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autofree char *name = NULL;
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  JsonArray *array;
  HspCategoryValue *value;

  if (object == NULL || (name = hsp_decode_dup_text (object, "category")) == NULL)
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

  return hsp_decode_list (body, names, decode_category,
                          (GDestroyNotify) hsp_category_value_free, error);
}

/* A service from one row, or NULL and why it is dropped (translated; NULL: it is none at all).
 * HspServiceReader reads rows by the same rules. (transfer full) (nullable) */
static HspServiceValue *
decode_service (JsonNode    *row,
                const char **reason)
{
  JsonObject *object = hsp_json_to_object (row);
  g_autoptr(HspServiceValue) value = hsp_service_value_new ();
  g_autofree char *description = NULL;

  *reason = NULL;
  if (object == NULL)
    return NULL;

  value->id = hsp_decode_dup_id (object, "service");
  value->name = hsp_decode_dup_text (object, "name");
  value->rate = hsp_json_get_money (object, "rate");
  *reason = hsp_decode_find_lack (value);
  if (*reason != NULL)
    return NULL;

  value->type = hsp_decode_intern_text (object, "type");
  value->category = hsp_decode_intern_text (object, "category");
  value->subcategory = hsp_decode_intern_text (object, "subcategory");
  description = g_strdup (hsp_json_get_text (object, "description"));
  if (description != NULL && hsp_decode_description (description, strlen (description)) != NULL)
    value->description = g_steal_pointer (&description);
  value->min = hsp_json_get_count (object, "min");
  value->max = hsp_json_get_count (object, "max");
  value->stock = hsp_json_get_count (object, "stock");
  value->kind = hsp_decode_kind (hsp_json_get_text (object, "entityType"));
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
        g_ptr_array_add (page->services, value);
      else
        hsp_decode_skip_row (page, i + 1, reason);
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
  HspServicesPage *page;

  if (root == NULL)
    return NULL;
  array = hsp_decode_find_list (root, names);
  if (array == NULL)
    return hsp_decode_fail_unreadable (error, _("The shop’s answer has no list in it."));

  page = hsp_decode_new_page ();
  if (hsp_json_to_object (root) != NULL)
    hsp_decode_read_counts (page, hsp_json_to_object (root));
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
  JsonObject *object = hsp_decode_parse_object (body, &root, error);
  HspInventory *inventory;
  gint64 stock;

  if (object == NULL)
    return NULL;

  stock = hsp_json_get_count (object, "stock");
  if (stock == HSP_UNKNOWN && !json_object_has_member (object, "available"))
    return hsp_decode_fail_unreadable (error, _("The shop’s answer does not say how much is in stock."));

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
  char *order = object != NULL ? hsp_decode_dup_id (object, "order") : NULL;

  if (root == NULL || order != NULL)
    return order;
  if (!hsp_reply_check_node (root, error))
    return NULL;

  return hsp_decode_fail_unreadable (error, _("The shop’s answer has no order number in it."));
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
  JsonObject *object = hsp_decode_parse_object (body, &root, error);
  g_autofree char *text = NULL;
  HspOrderStatus *status;

  if (object == NULL)
    return NULL;
  text = hsp_decode_dup_text (object, "status");
  if (text == NULL)
    return hsp_decode_fail_unreadable (error, _("The shop’s answer has no status in it."));

  status = g_new0 (HspOrderStatus, 1);
  status->status = g_steal_pointer (&text);
  status->charge = hsp_json_get_money (object, "charge");
  status->currency = hsp_decode_intern_text (object, "currency");
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
  JsonObject *object = hsp_decode_parse_object (body, &root, error);
  HspBalance *balance;
  HspMoney amount;

  if (object == NULL)
    return NULL;
  amount = hsp_json_get_money (object, "balance");
  if (amount == HSP_MONEY_UNKNOWN)
    return hsp_decode_fail_unreadable (error, _("The shop’s answer has no balance in it."));

  balance = g_new0 (HspBalance, 1);
  balance->balance = amount;
  balance->currency = hsp_decode_intern_text (object, "currency");

  return balance;
}
