/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-order-private.h"

typedef struct
{
  HspOrder *order;  /* (owned) */
  char     *note;   /* (owned) (nullable) */
} NoteData;

static void
note_data_free (NoteData *data)
{
  g_object_unref (data->order);
  g_free (data->note);
  g_free (data);
}

static void
note_written_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NoteData *data = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The row may have moved on while this was written */
  row = hsp_purchase_row_copy (hsp_order_get_row (data->order));
  g_free (row->note);
  row->note = g_steal_pointer (&data->note);
  hsp_order_set_row (data->order, row);
  hsp_order_book_order_changed (self, data->order);
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_order_book_set_note_async:
 * @note: (nullable): the person's own words; empty takes the note away
 */
void
hsp_order_book_set_note_async (HspOrderBook        *self,
                               HspOrder            *order,
                               const char          *note,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  NoteData *data;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_set_note_async);
  data = g_new0 (NoteData, 1);
  data->order = g_object_ref (order);
  data->note = note != NULL && *note != '\0' ? g_strdup (note) : NULL;
  g_task_set_task_data (task, data, (GDestroyNotify) note_data_free);
  hsp_journal_set_note_async (self->journal, hsp_order_get_row (order)->id, data->note,
                              note_written_cb, g_steal_pointer (&task));
}

gboolean
hsp_order_book_set_note_finish (HspOrderBook  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forget_written_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  hsp_order_book_remove_order (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_order_book_forget_async:
 *
 * Takes an order out of the journal. One that is unconfirmed has to be settled first:
 * HSP_ERROR_USAGE.
 */
void
hsp_order_book_forget_async (HspOrderBook        *self,
                             HspOrder            *order,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_forget_async);
  g_task_set_task_data (task, g_object_ref (order), g_object_unref);
  if (hsp_order_get_state (order) == HSP_STATE_UNCONFIRMED)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("Say first what became of this purchase.")));
      return;
    }
  hsp_journal_forget_async (self->journal, hsp_order_get_row (order)->id, forget_written_cb,
                            g_steal_pointer (&task));
}

gboolean
hsp_order_book_forget_finish (HspOrderBook  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
events_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *events = hsp_journal_events_finish (HSP_JOURNAL (object), result, &error);

  if (events != NULL)
    g_task_return_pointer (task, events, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hsp_order_book_events_async:
 *
 * Reads the history of one order from the journal.
 */
void
hsp_order_book_events_async (HspOrderBook        *self,
                             HspOrder            *order,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_events_async);
  hsp_journal_events_async (self->journal, hsp_order_get_row (order)->id, cancellable,
                            events_read_cb, g_steal_pointer (&task));
}

/**
 * hsp_order_book_events_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspEventRow): newest first
 */
GPtrArray *
hsp_order_book_events_finish (HspOrderBook  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
