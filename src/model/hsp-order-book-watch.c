/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-shop.h"

/* Watching */

static void
status_written_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* What the shop says can be asked again; it is shown all the same */
  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    g_debug ("A status was not written: %s", error->message);
}

/* A person may have taken the number back while the shop was asked for it, or have named another. */
static gboolean
has_number (HspOrder   *order,
            const char *number)
{
  return g_strcmp0 (hsp_order_get_row (order)->order, number) == 0;
}

/* As the journal has it: what says nothing new changes nothing. */
static gboolean
is_changed (const HspPurchaseRow *before,
            const HspPurchaseRow *row)
{
  return g_strcmp0 (before->status, row->status) != 0 || before->charge != row->charge
         || before->start_count != row->start_count || before->remains != row->remains;
}

void
hsp_order_book_take_status (HspOrderBook         *self,
                            HspOrder             *order,
                            const char           *number,
                            const HspOrderStatus *status)
{
  HspPurchaseRow *row;
  const HspMoney charge_before = hsp_order_get_row (order)->charge;
  const HspState state_before = hsp_order_get_state (order);

  if (!has_number (order, number))
    return;
  row = hsp_purchase_row_copy (hsp_order_get_row (order));
  g_free (row->status);
  row->status = g_strdup (status->status);
  if (status->charge != HSP_MONEY_UNKNOWN)
    row->charge = status->charge;
  if (*status->currency != '\0')
    {
      g_free (row->currency);
      row->currency = g_strdup (status->currency);
    }
  if (status->start_count != HSP_UNKNOWN)
    row->start_count = status->start_count;
  if (status->remains != HSP_UNKNOWN)
    row->remains = status->remains;
  row->checked = hsp_get_now ();
  if (is_changed (hsp_order_get_row (order), row))
    row->updated = row->checked;

  if (self->ready)
    hsp_journal_update_async (self->journal, row, status_written_cb, NULL);
  hsp_order_set_row (order, row);
  hsp_order_set_check_error (order, NULL);
  hsp_order_book_order_changed (self, order);
  if (self->ready
      && (hsp_order_get_state (order) != state_before
          || (charge_before != HSP_MONEY_UNKNOWN && row->charge != charge_before)))
    hsp_wallet_refresh (self->wallet);
}

static void
take_check_error (HspOrderBook *self,
                  HspOrder     *order,
                  const char   *number,
                  const GError *error)
{
  if (!has_number (order, number))
    return;
  hsp_order_set_check_error (order, error);
  g_signal_emit_by_name (self, "order-changed", order);
}

typedef struct
{
  HspOrderBook *self;    /* not a reference: see the callback */
  HspOrder     *order;   /* (owned) */
  char         *number;  /* (owned) */
} Question;

static Question *
question_new (HspOrderBook *self,
              HspOrder     *order)
{
  Question *question = g_new0 (Question, 1);

  question->self = self;
  question->order = g_object_ref (order);
  question->number = g_strdup (hsp_order_get_row (order)->order);
  return question;
}

static void
question_free (Question *question)
{
  g_object_unref (question->order);
  g_free (question->number);
  g_free (question);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Question, question_free)

static void
poll_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Question) question = user_data;
  HspOrderBook *self = question->self;
  g_autoptr(HspOrderStatus) status = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_hash_table_remove (self->polled, question->order);
  id = g_strdup_printf ("%" G_GINT64_FORMAT, hsp_order_get_row (question->order)->id);
  if (g_ptr_array_find (self->orders, question->order, NULL))
    {
      if (status != NULL)
        hsp_order_book_take_status (self, question->order, question->number, status);
      else
        take_check_error (self, question->order, question->number, error);
    }
  hsp_watcher_done (self->watcher, HSP_WATCH_ORDER, id, status != NULL);
}

/* Joins the question under way, whose answer ends the watcher's turn, too. */
static void
poll_order (HspOrderBook *self,
            HspOrder     *order)
{
  Question *question;

  if (!g_hash_table_add (self->polled, g_object_ref (order)))
    return;

  question = question_new (self, order);
  hsp_shop_status_async (self->client, question->number, self->cancellable, poll_read_cb, question);
}

void
hsp_order_book_watch_cb (HspWatcher   *watcher,
                         HspWatchKind  kind,
                         const char   *id,
                         gpointer      user_data)
{
  HspOrderBook *self = user_data;
  HspOrder *order = hsp_order_book_lookup (self, g_ascii_strtoll (id, NULL, 10));

  if (order != NULL)
    poll_order (self, order);
  else
    hsp_watcher_remove (watcher, kind, id);
}

/* Asking, for a person who waits */

static gboolean
check_has_number (HspOrder *order,
                  GTask    *task)
{
  if (hsp_order_get_row (order)->order != NULL)
    return TRUE;
  g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_USAGE, "%s",
                           _("The shop gave no number for this order."));
  return FALSE;
}

static void
check_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspOrderStatus) status = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;

  status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  hsp_order_set_busy (question->order, FALSE);
  if (status != NULL)
    {
      hsp_order_book_take_status (self, question->order, question->number, status);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_check_error (self, question->order, question->number, error);
  g_task_return_error (task, error);
}

/**
 * hsp_order_book_check_async:
 *
 * Asks the status now, because a person wants to know. Errors are of HSP_ERROR, or
 * G_IO_ERROR_CANCELLED.
 */
void
hsp_order_book_check_async (HspOrderBook        *self,
                            HspOrder            *order,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Question *question;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_check_async);
  question = question_new (self, order);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  if (!check_has_number (order, task))
    return;
  hsp_order_set_busy (order, TRUE);
  hsp_shop_status_async (self->client, question->number, cancellable, check_read_cb,
                         g_steal_pointer (&task));
}

gboolean
hsp_order_book_check_finish (HspOrderBook  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_order_book_check_all:
 *
 * Asks the status of all open orders; their turns of being watched are not changed.
 */
void
hsp_order_book_check_all (HspOrderBook *self)
{
  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  for (guint i = 0; self->ready && i < self->orders->len; i++)
    {
      HspOrder *order = self->orders->pdata[i];

      if (hsp_order_get_state (order) == HSP_STATE_OPEN && hsp_order_get_row (order)->order != NULL)
        poll_order (self, order);
    }
}

static void
goods_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspOrderStatus) status = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;
  GStrv goods;

  status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  goods = g_steal_pointer (&status->accounts);
  hsp_order_book_take_status (self, question->order, question->number, status);
  g_task_return_pointer (task, goods != NULL ? goods : g_new0 (char *, 1),
                         (GDestroyNotify) g_strfreev);
}

/**
 * hsp_order_book_fetch_goods_async:
 *
 * Asks for the delivered goods: `accounts` of `status`, says the API notes. They are confidential
 * and handed on only, kept nowhere.
 */
void
hsp_order_book_fetch_goods_async (HspOrderBook        *self,
                                  HspOrder            *order,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Question *question;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_fetch_goods_async);
  question = question_new (self, order);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  if (!check_has_number (order, task))
    return;
  hsp_shop_status_async (self->client, question->number, cancellable, goods_read_cb,
                         g_steal_pointer (&task));
}

/**
 * hsp_order_book_fetch_goods_finish:
 *
 * Returns: (transfer full) (nullable): one item a line, empty when there are none
 */
GStrv
hsp_order_book_fetch_goods_finish (HspOrderBook  *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
