/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Taking back what a person said of an unconfirmed purchase. */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include "hsp-order-private.h"

/* @row: (transfer full). Returns: (transfer none) */
static HspOrder *
show_row (HspOrderBook   *self,
          HspPurchaseRow *row)
{
  HspOrder *order = hsp_order_book_lookup (self, row->id);

  if (order == NULL)
    return hsp_order_book_insert_row (self, row, (HspSpan) { 0 }, (HspSpan) { 0 });
  hsp_order_set_row (order, row);
  hsp_order_book_order_changed (self, order);
  return order;
}

static void
undo_written_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  HspPurchaseRow *restored = NULL;
  HspPurchaseRow *row;
  GError *error = NULL;
  HspOrder *order;

  row = hsp_journal_unsettle_finish (HSP_JOURNAL (object), result, &restored, &error);
  if (row == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  order = g_object_ref (show_row (self, row));
  if (restored != NULL)
    show_row (self, restored);
  if (hsp_order_get_row (order)->kind == HSP_PURCHASE_SMS)
    g_signal_emit_by_name (self, "numbers-released", order);
  if (self->ready && hsp_client_has_key (self->client))
    hsp_wallet_refresh (self->wallet);
  g_task_return_pointer (task, order, g_object_unref);
}

/**
 * hsp_order_book_undo_async:
 * @journal_id: of a purchase that a person has settled, as placed or as not placed
 *
 * It is unconfirmed again, without the number it was given. An order that had been added by that number
 * is on its own again, and SMS numbers that came with it go, but for those that have a code. Errors:
 * HSP_ERROR_USAGE when there is nothing to undo, HSP_ERROR_STORE. Main thread.
 */
void
hsp_order_book_undo_async (HspOrderBook        *self,
                           gint64               journal_id,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_undo_async);
  hsp_journal_unsettle_async (self->journal, journal_id, undo_written_cb, g_steal_pointer (&task));
}

/** hsp_order_book_undo_finish: Returns: (transfer full) (nullable): the purchase, unconfirmed */
HspOrder *
hsp_order_book_undo_finish (HspOrderBook  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
