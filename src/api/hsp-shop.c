/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-shop"

#include "config.h"

#include "hsp-shop.h"

#include "hsp-client.h"
#include "hsp-decode.h"
#include "hsp-shop-parts.h"

/* Parameters by name; the names are the table's. (transfer full) */
static GHashTable *
params_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);
}

static void
set_text (GHashTable *params,
          const char *name,
          const char *value)
{
  if (value != NULL && *value != '\0')
    g_hash_table_insert (params, (gpointer) name, g_strdup (value));
}

static void
set_number (GHashTable *params,
            const char *name,
            gint64      value)
{
  g_hash_table_insert (params, (gpointer) name, g_strdup_printf ("%" G_GINT64_FORMAT, value));
}

/**
 * hsp_shop_categories_async:
 * @client: the client
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The categories and their subcategories. Main thread.
 */
void
hsp_shop_categories_async (HspClient           *client,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  hsp_client_call_async (client, HSP_ACTION_CATEGORIES, NULL,
                         (HspDecodeFunc) hsp_decode_categories, (GDestroyNotify) hsp_rows_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_categories_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HspCategoryValue): rows
 */
HspRows *
hsp_shop_categories_finish (HspClient     *client,
                            GAsyncResult  *result,
                            GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

GHashTable *
hsp_shop_create_params (const HspServicesQuery *query)
{
  GHashTable *params = params_new ();

  if (query == NULL)
    return params;
  if (query->page > 0)
    set_number (params, "page", query->page);
  if (query->limit > 0)
    set_number (params, "limit", query->limit);
  set_text (params, "category", query->category);
  set_text (params, "subcategory", query->subcategory);
  return params;
}

/**
 * hsp_shop_services_async:
 * @client: the client
 * @query: (nullable): which, %NULL for all
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The services, all or a page of them. @query is only read during the call. Main thread.
 */
void
hsp_shop_services_async (HspClient              *client,
                         const HspServicesQuery *query,
                         GCancellable           *cancellable,
                         GAsyncReadyCallback     callback,
                         gpointer                user_data)
{
  g_autoptr(GHashTable) params = hsp_shop_create_params (query);

  hsp_client_call_async (client, HSP_ACTION_SERVICES, params,
                         (HspDecodeFunc) hsp_decode_services, (GDestroyNotify) hsp_services_page_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_services_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): a page
 */
HspServicesPage *
hsp_shop_services_finish (HspClient     *client,
                          GAsyncResult  *result,
                          GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_inventory_async:
 * @client: the client
 * @service: the service's number
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * What is left of a service. Main thread.
 */
void
hsp_shop_inventory_async (HspClient           *client,
                          const char          *service,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GHashTable) params = params_new ();

  set_text (params, "service", service);
  hsp_client_call_async (client, HSP_ACTION_INVENTORY, params,
                         (HspDecodeFunc) hsp_decode_inventory, g_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_inventory_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the stock; free with g_free()
 */
HspInventory *
hsp_shop_inventory_finish (HspClient     *client,
                           GAsyncResult  *result,
                           GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_add_async:
 * @client: the client
 * @service: the service's number
 * @quantity: how many
 * @link: (nullable): where to; may be %NULL for products
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Places an order. Spends money: sent once at most, and not cancellable once begun. What became
 * of it when it fails is in hsp_error_get_delivery(). Main thread.
 */
void
hsp_shop_add_async (HspClient           *client,
                    const char          *service,
                    gint64               quantity,
                    const char          *link,
                    GAsyncReadyCallback  callback,
                    gpointer             user_data)
{
  g_autoptr(GHashTable) params = params_new ();

  set_text (params, "service", service);
  set_number (params, "quantity", quantity);
  set_text (params, "link", link);
  hsp_client_call_async (client, HSP_ACTION_ADD, params,
                         (HspDecodeFunc) hsp_decode_add, g_free,
                         NULL, callback, user_data);
}

/**
 * hsp_shop_add_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the order's number
 */
char *
hsp_shop_add_finish (HspClient     *client,
                     GAsyncResult  *result,
                     GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_status_async:
 * @client: the client
 * @order: the order's number
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * How far an order is. Main thread.
 */
void
hsp_shop_status_async (HspClient           *client,
                       const char          *order,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GHashTable) params = params_new ();

  set_text (params, "order", order);
  hsp_client_call_async (client, HSP_ACTION_STATUS, params,
                         (HspDecodeFunc) hsp_decode_status, (GDestroyNotify) hsp_order_status_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_status_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the status
 */
HspOrderStatus *
hsp_shop_status_finish (HspClient     *client,
                        GAsyncResult  *result,
                        GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_balance_async:
 * @client: the client
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The balance of the account. Main thread.
 */
void
hsp_shop_balance_async (HspClient           *client,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  hsp_client_call_async (client, HSP_ACTION_BALANCE, NULL,
                         (HspDecodeFunc) hsp_decode_balance, g_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_balance_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the balance; free with g_free()
 */
HspBalance *
hsp_shop_balance_finish (HspClient     *client,
                         GAsyncResult  *result,
                         GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_sms_projects_async:
 * @client: the client
 * @country: (nullable): ISO code
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * What numbers can be rented for, in all countries or in one. Main thread.
 */
void
hsp_shop_sms_projects_async (HspClient           *client,
                             const char          *country,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GHashTable) params = params_new ();

  set_text (params, "country", country);
  hsp_client_call_async (client, HSP_ACTION_SMS_PROJECTS, params,
                         (HspDecodeFunc) hsp_decode_sms_projects, (GDestroyNotify) hsp_rows_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_sms_projects_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HspSmsProjectValue): rows
 */
HspRows *
hsp_shop_sms_projects_finish (HspClient     *client,
                              GAsyncResult  *result,
                              GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_sms_countries_async:
 * @client: the client
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The countries that have numbers. Main thread.
 */
void
hsp_shop_sms_countries_async (HspClient           *client,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  hsp_client_call_async (client, HSP_ACTION_SMS_COUNTRIES, NULL,
                         (HspDecodeFunc) hsp_decode_sms_countries, (GDestroyNotify) hsp_rows_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_sms_countries_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HspCountryValue): rows
 */
HspRows *
hsp_shop_sms_countries_finish (HspClient     *client,
                               GAsyncResult  *result,
                               GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_add_sms_async:
 * @client: the client
 * @project: the project's number
 * @quantity: how many
 * @country: (nullable): ISO code
 * @phone: (nullable): a number to use again
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * Rents numbers. Spends money: sent once at most, and not cancellable once begun. What became of
 * it when it fails is in hsp_error_get_delivery(). Main thread.
 */
void
hsp_shop_add_sms_async (HspClient           *client,
                        const char          *project,
                        gint64               quantity,
                        const char          *country,
                        const char          *phone,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GHashTable) params = params_new ();

  set_text (params, "project_id", project);
  set_number (params, "quantity", quantity);
  set_text (params, "country", country);
  set_text (params, "phone", phone);
  hsp_client_call_async (client, HSP_ACTION_ADD_SMS, params,
                         (HspDecodeFunc) hsp_decode_add_sms, (GDestroyNotify) hsp_rows_free,
                         NULL, callback, user_data);
}

/**
 * hsp_shop_add_sms_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable) (element-type HspSmsOrderValue): rows
 */
HspRows *
hsp_shop_add_sms_finish (HspClient     *client,
                         GAsyncResult  *result,
                         GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_sms_code_async:
 * @client: the client
 * @order: the order's number
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The code that a number has received, if it has. Main thread.
 */
void
hsp_shop_sms_code_async (HspClient           *client,
                         const char          *order,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GHashTable) params = params_new ();

  set_text (params, "order", order);
  hsp_client_call_async (client, HSP_ACTION_SMS_CODE, params,
                         (HspDecodeFunc) hsp_decode_sms_code, (GDestroyNotify) hsp_sms_status_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_sms_code_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the status
 */
HspSmsStatus *
hsp_shop_sms_code_finish (HspClient     *client,
                          GAsyncResult  *result,
                          GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}

/**
 * hsp_shop_sms_status_async:
 * @client: the client
 * @order: the order's number
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * All about a rented number. Main thread.
 */
void
hsp_shop_sms_status_async (HspClient           *client,
                           const char          *order,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GHashTable) params = params_new ();

  set_text (params, "order", order);
  hsp_client_call_async (client, HSP_ACTION_SMS_STATUS, params,
                         (HspDecodeFunc) hsp_decode_sms_status, (GDestroyNotify) hsp_sms_status_free,
                         cancellable, callback, user_data);
}

/**
 * hsp_shop_sms_status_finish:
 * @client: the client
 * @result: what the callback got
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the status
 */
HspSmsStatus *
hsp_shop_sms_status_finish (HspClient     *client,
                            GAsyncResult  *result,
                            GError       **error)
{
  return hsp_client_call_finish (client, result, error);
}
