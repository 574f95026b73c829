/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-inquiry.h"

#include "hsp-client.h"
#include "hsp-clock.h"
#include "hsp-order-book-parts.h"
#include "hsp-order-private.h"
#include "hsp-shop.h"

/**
 * hsp_inquiry_categories_async:
 *
 * Asks `categories`.
 */
void
hsp_inquiry_categories_async (HspAccount          *account,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_return_if_fail (HSP_IS_ACCOUNT (account));

  hsp_shop_categories_async (hsp_account_get_client (account), cancellable, callback, user_data);
}

/**
 * hsp_inquiry_categories_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspCategoryValue): rows
 */
HspRows *
hsp_inquiry_categories_finish (HspAccount    *account,
                               GAsyncResult  *result,
                               GError       **error)
{
  return hsp_shop_categories_finish (hsp_account_get_client (account), result, error);
}

/**
 * hsp_inquiry_inventory_async:
 * @service: the service's number
 *
 * Asks `inventory`.
 */
void
hsp_inquiry_inventory_async (HspAccount          *account,
                             const char          *service,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (service != NULL);

  hsp_shop_inventory_async (hsp_account_get_client (account), service, cancellable, callback,
                            user_data);
}

/**
 * hsp_inquiry_inventory_finish:
 *
 * Returns: (transfer full) (nullable): freed with g_free()
 */
HspInventory *
hsp_inquiry_inventory_finish (HspAccount    *account,
                              GAsyncResult  *result,
                              GError       **error)
{
  return hsp_shop_inventory_finish (hsp_account_get_client (account), result, error);
}

/**
 * hsp_inquiry_countries_async:
 *
 * Asks `sms_countries`.
 */
void
hsp_inquiry_countries_async (HspAccount          *account,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (HSP_IS_ACCOUNT (account));

  hsp_shop_sms_countries_async (hsp_account_get_client (account), cancellable, callback, user_data);
}

/**
 * hsp_inquiry_countries_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspCountryValue): rows
 */
HspRows *
hsp_inquiry_countries_finish (HspAccount    *account,
                              GAsyncResult  *result,
                              GError       **error)
{
  return hsp_shop_sms_countries_finish (hsp_account_get_client (account), result, error);
}

/**
 * hsp_inquiry_projects_async:
 * @country: (nullable): ISO code; %NULL for all countries
 *
 * Asks `sms_projects`.
 */
void
hsp_inquiry_projects_async (HspAccount          *account,
                            const char          *country,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_return_if_fail (HSP_IS_ACCOUNT (account));

  hsp_shop_sms_projects_async (hsp_account_get_client (account), country, cancellable, callback,
                               user_data);
}

/**
 * hsp_inquiry_projects_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspSmsProjectValue): rows
 */
HspRows *
hsp_inquiry_projects_finish (HspAccount    *account,
                             GAsyncResult  *result,
                             GError       **error)
{
  return hsp_shop_sms_projects_finish (hsp_account_get_client (account), result, error);
}

/* Orders */

/* An order that no journal knows. (transfer full) */
static HspOrder *
make_order (const char           *number,
            const HspOrderStatus *status)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();

  row->kind = HSP_PURCHASE_ORDER;
  row->outcome = HSP_OUTCOME_PLACED;
  row->order = g_strdup (number);
  row->status = g_strdup (status->status);
  row->charge = status->charge;
  g_free (row->currency);
  row->currency = g_strdup (status->currency);
  row->start_count = status->start_count;
  row->remains = status->remains;
  row->checked = hsp_get_now ();
  return hsp_order_new (row);
}

static void
order_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspOrderStatus) status = NULL;
  GError *error = NULL;

  status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (status != NULL)
    g_task_return_pointer (task, make_order (g_task_get_task_data (task), status), g_object_unref);
  else
    g_task_return_error (task, error);
}

static void
order_checked_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (hsp_order_book_check_finish (HSP_ORDER_BOOK (object), result, &error))
    g_task_return_pointer (task, g_object_ref (g_task_get_task_data (task)), g_object_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hsp_inquiry_order_async:
 * @number: the shop's number of an order
 *
 * Asks `status`; what the journal knows of the order is brought up to date.
 */
void
hsp_inquiry_order_async (HspAccount          *account,
                         const char          *number,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  GTask *task;
  HspOrderBook *book;
  HspOrder *order;

  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (number != NULL);

  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_inquiry_order_async);
  book = hsp_account_get_order_book (account);
  order = hsp_order_book_find_by_number (book, number);
  if (order != NULL)
    {
      g_task_set_task_data (task, g_object_ref (order), g_object_unref);
      hsp_order_book_check_async (book, order, cancellable, order_checked_cb, task);
      return;
    }
  g_task_set_task_data (task, g_strdup (number), g_free);
  hsp_shop_status_async (hsp_account_get_client (account), number, cancellable, order_read_cb,
                         task);
}

/**
 * hsp_inquiry_order_finish:
 *
 * Returns: (transfer full) (nullable): the order; its journal number is 0 when it is not in it
 */
HspOrder *
hsp_inquiry_order_finish (HspAccount    *account,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
