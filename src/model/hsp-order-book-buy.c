/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-purchase.h"
#include "hsp-service.h"
#include "hsp-wallet-private.h"

static void
change_spending (HspOrderBook *self,
                 int           change)
{
  const gboolean before = self->n_spending > 0;

  self->n_spending += change;
  if ((self->n_spending > 0) != before)
    g_object_notify (G_OBJECT (self), "spending");
}

static void
place_bought_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspPurchaseResult) purchase = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  HspBuying *spans;
  GError *error = NULL;
  HspOrder *order;

  purchase = hsp_purchase_finish (result, &error);
  if (purchase == NULL)
    {
      change_spending (self, -1);
      g_task_return_error (task, error);
      return;
    }
  spans = g_task_get_task_data (task);
  spans->purchase.ended = hsp_wallet_tick (self->wallet);
  order = hsp_order_book_insert_row (self, hsp_purchase_row_copy (purchase->row), spans->purchase,
                                     spans->before);
  hsp_order_set_unwritten (order, purchase->unwritten);
  change_spending (self, -1);
  if (purchase->row->outcome != HSP_OUTCOME_NOT_SENT && self->ready)
    hsp_wallet_refresh (self->wallet);
  g_task_return_pointer (task, g_object_ref (order), g_object_unref);
}

static HspPurchaseRow *
make_draft (HspOrderBook *self,
            HspService   *service,
            gint64        quantity,
            const char   *link)
{
  const HspServiceValue *value = hsp_service_get_value (service);
  HspPurchaseRow *draft = hsp_purchase_row_new ();
  g_autofree char *stripped = g_strstrip (g_strdup (link != NULL ? link : ""));

  draft->kind = HSP_PURCHASE_ORDER;
  draft->item = g_strdup (value->id);
  draft->name = g_strdup (value->name);
  draft->category = *value->category != '\0' ? g_strdup (value->category) : NULL;
  draft->quantity = quantity;
  draft->link = *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
  draft->estimate = hsp_service_estimate (service, quantity);
  g_free (draft->currency);
  draft->currency = g_strdup (hsp_wallet_get_currency (self->wallet));
  draft->balance_before = hsp_wallet_get_balance (self->wallet);
  draft->balance_before_at = hsp_wallet_get_read_at (self->wallet);
  return draft;
}

/* The same checks as in the form, for whoever has none. (transfer full) (nullable) */
static GError *
check_purchase (HspOrderBook *self,
                HspService   *service,
                gint64        quantity,
                const char   *link)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, quantity);
  g_autofree char *reason = NULL;

  if (!self->ready)
    return hsp_order_book_make_closed_error (self);
  reason = hsp_service_check_quantity (service, text, NULL);
  if (reason == NULL)
    reason = hsp_service_check_link (service, link);
  if (reason == NULL)
    return NULL;
  return hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, reason);
}

/**
 * hsp_order_book_place_async:
 * @link: (nullable): required for SMM services, says the API notes
 *
 * Buys: limits, journal row, wire, outcome. Not cancellable. Main thread.
 */
void
hsp_order_book_place_async (HspOrderBook        *self,
                            HspService          *service,
                            gint64               quantity,
                            const char          *link,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(HspPurchaseRow) draft = NULL;
  GError *error;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_place_async);
  g_task_set_check_cancellable (task, FALSE);

  error = check_purchase (self, service, quantity, link);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  draft = make_draft (self, service, quantity, link);
  g_task_set_task_data (task, hsp_wallet_begin_buying (self->wallet), g_free);
  change_spending (self, 1);
  hsp_purchase_async (self->journal, self->client, self->spending, draft, place_bought_cb,
                      g_steal_pointer (&task));
}

/**
 * hsp_order_book_place_finish:
 *
 * Returns: (transfer full) (nullable): the order, whose row says the outcome; %NULL with
 *   HSP_ERROR_STORE, HSP_ERROR_LIMIT or HSP_ERROR_USAGE when nothing was sent
 */
HspOrder *
hsp_order_book_place_finish (HspOrderBook  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The same again */

/**
 * hsp_order_book_find_same:
 * @link: (nullable): as it was typed
 *
 * Returns: (transfer none) (nullable): an open or unconfirmed order of the same service and link
 */
HspOrder *
hsp_order_book_find_same (HspOrderBook *self,
                          const char   *service,
                          const char   *link)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), NULL);
  g_return_val_if_fail (service != NULL, NULL);

  stripped = g_strstrip (g_strdup (link != NULL ? link : ""));
  for (guint i = 0; i < self->orders->len; i++)
    {
      HspOrder *order = self->orders->pdata[i];
      const HspPurchaseRow *row = hsp_order_get_row (order);
      const HspState state = hsp_order_get_state (order);

      if ((state == HSP_STATE_OPEN || state == HSP_STATE_UNCONFIRMED)
          && row->kind == HSP_PURCHASE_ORDER && g_strcmp0 (row->item, service) == 0
          && g_str_equal (row->link != NULL ? row->link : "", stripped))
        return order;
    }
  return NULL;
}

/**
 * hsp_order_book_find_same_numbers:
 * @country: (nullable): ISO code; a project has another id in every country, so it may be left out
 *
 * Returns: (transfer none) (nullable): an unconfirmed purchase of numbers for the same project
 */
HspOrder *
hsp_order_book_find_same_numbers (HspOrderBook *self,
                                  const char   *project,
                                  const char   *country)
{
  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), NULL);
  g_return_val_if_fail (project != NULL, NULL);

  for (guint i = 0; i < self->orders->len; i++)
    {
      const HspPurchaseRow *row = hsp_order_get_row (self->orders->pdata[i]);

      if (row->kind == HSP_PURCHASE_SMS && row->outcome == HSP_OUTCOME_UNCONFIRMED
          && g_strcmp0 (row->item, project) == 0
          && (country == NULL || *country == '\0' || row->country == NULL
              || g_ascii_strcasecmp (row->country, country) == 0))
        return self->orders->pdata[i];
    }
  return NULL;
}
