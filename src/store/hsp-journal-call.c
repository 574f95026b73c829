/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

#include "hsp-clock.h"

/** hsp_journal_load_async: reads what the program shows. Main thread. */
void
hsp_journal_load_async (HspJournal          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_load);
  request->only_reads = TRUE;
  hsp_journal_queue (self, request, hsp_journal_load_async, cancellable, callback, user_data);
}

/** hsp_journal_load_finish: Returns: (transfer full) (nullable). Errors: HSP_ERROR_STORE. */
HspJournalContents *
hsp_journal_load_finish (HspJournal    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  HspJournalRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->contents);
}

/**
 * hsp_journal_begin_async:
 * @row: (transfer none): what is to be bought
 *
 * Commits a new row as written, and makes sure of the room for its outcome; the balance before goes
 * into its history. Not cancellable. Main thread.
 */
void
hsp_journal_begin_async (HspJournal           *self,
                         const HspPurchaseRow *row,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL);

  request = hsp_journal_request_new (hsp_journal_work_begin);
  request->before_wire = TRUE;
  request->purchase = hsp_purchase_row_copy (row);
  request->reserve = TRUE;
  hsp_journal_queue (self, request, hsp_journal_begin_async, NULL, callback, user_data);
}

static gint64
propagate_id (HspJournal    *self,
              GAsyncResult  *result,
              GError       **error)
{
  HspJournalRequest *request = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return 0;
  request = g_task_get_task_data (G_TASK (result));
  return request->id;
}

/**
 * hsp_journal_begin_checked_async:
 * @since: Unix seconds: @check looks at what was bought since
 * @check: on the journal's thread, before the row is written; nobody else writes in between
 * @data: (transfer full): for @check
 *
 * As hsp_journal_begin_async(). Errors: those of @check, with nothing written. Main thread.
 */
void
hsp_journal_begin_checked_async (HspJournal           *self,
                                 const HspPurchaseRow *row,
                                 gint64                since,
                                 HspJournalCheckFunc   check,
                                 gpointer              data,
                                 GDestroyNotify        data_free,
                                 GAsyncReadyCallback   callback,
                                 gpointer              user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && check != NULL);

  request = hsp_journal_request_new (hsp_journal_work_begin);
  request->before_wire = TRUE;
  request->purchase = hsp_purchase_row_copy (row);
  request->reserve = TRUE;
  request->since = since;
  request->check = check;
  request->check_data = data;
  request->check_free = data_free;
  hsp_journal_queue (self, request, hsp_journal_begin_checked_async, NULL, callback, user_data);
}

/** hsp_journal_begin_finish: Returns: the id, 0 with HSP_ERROR_STORE: then nothing may be sent */
gint64
hsp_journal_begin_finish (HspJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return propagate_id (self, result, error);
}

/**
 * hsp_journal_mark_sent_async:
 *
 * Commits that the request is about to leave. When it fails, nothing may be sent. Ends with
 * hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_mark_sent_async (HspJournal          *self,
                             gint64               id,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_mark_sent);
  request->before_wire = TRUE;
  request->id = id;
  hsp_journal_queue (self, request, hsp_journal_mark_sent_async, NULL, callback, user_data);
}

static GPtrArray *
copy_numbers (GPtrArray *numbers)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);

  for (guint i = 0; i < numbers->len; i++)
    g_ptr_array_add (copy, hsp_number_row_copy (g_ptr_array_index (numbers, i)));
  return copy;
}

/**
 * hsp_journal_settle_async:
 * @outcome: placed, rejected, not sent, unconfirmed or not placed
 * @order: (nullable): the shop's number; required for a placed order
 * @numbers: (nullable) (element-type HspNumberRow): inserted in the same transaction
 * @reason: (nullable): for the person
 *
 * Placed, rejected and not sent are final. Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_settle_async (HspJournal          *self,
                          gint64               id,
                          HspOutcome           outcome,
                          const char          *order,
                          GPtrArray           *numbers,
                          const char          *reason,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (outcome != HSP_OUTCOME_WRITTEN && outcome != HSP_OUTCOME_SENT);

  request = hsp_journal_request_new (hsp_journal_work_settle);
  request->id = id;
  request->outcome = outcome;
  request->order = g_strdup (order);
  request->numbers = numbers != NULL ? copy_numbers (numbers) : NULL;
  request->reason = g_strdup (reason);
  hsp_journal_queue (self, request, hsp_journal_settle_async, NULL, callback, user_data);
}

/**
 * hsp_journal_settle_adopted_async:
 * @order: the shop's number
 * @adopted: the row that was added by it
 *
 * In one transaction. Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_settle_adopted_async (HspJournal          *self,
                                  gint64               id,
                                  const char          *order,
                                  gint64               adopted,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (order != NULL);

  request = hsp_journal_request_new (hsp_journal_work_settle_adopted);
  request->id = id;
  request->order = g_strdup (order);
  request->adopted = adopted;
  hsp_journal_queue (self, request, hsp_journal_settle_adopted_async, NULL, callback, user_data);
}

/**
 * hsp_journal_unsettle_async:
 *
 * The purchase is unconfirmed again; its number and what was read by it are taken off, and its history
 * says so. Main thread.
 */
void
hsp_journal_unsettle_async (HspJournal          *self,
                            gint64               id,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_unsettle);
  request->id = id;
  hsp_journal_queue (self, request, hsp_journal_unsettle_async, NULL, callback, user_data);
}

/**
 * hsp_journal_unsettle_finish:
 * @restored: (out) (transfer full) (nullable): an order that had been added by its number
 *
 * Errors: HSP_ERROR_USAGE: a person did not settle it; HSP_ERROR_STORE.
 *
 * Returns: (transfer full) (nullable): the purchase as it is now
 */
HspPurchaseRow *
hsp_journal_unsettle_finish (HspJournal      *self,
                             GAsyncResult    *result,
                             HspPurchaseRow **restored,
                             GError         **error)
{
  HspJournalRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (restored != NULL, NULL);

  *restored = NULL;
  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  *restored = g_steal_pointer (&request->restored);
  return g_steal_pointer (&request->purchase);
}

/**
 * hsp_journal_adopt_async:
 * @row: (transfer none): with order and what is known of it; created is now where it is 0
 *
 * Adds an order placed elsewhere. Main thread.
 */
void
hsp_journal_adopt_async (HspJournal           *self,
                         const HspPurchaseRow *row,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->order != NULL);

  request = hsp_journal_request_new (hsp_journal_work_adopt);
  request->purchase = hsp_purchase_row_copy (row);
  hsp_journal_queue (self, request, hsp_journal_adopt_async, NULL, callback, user_data);
}

/** hsp_journal_adopt_finish: Returns: the id, 0 with HSP_ERROR_STORE, also when it is there */
gint64
hsp_journal_adopt_finish (HspJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return propagate_id (self, result, error);
}

/**
 * hsp_journal_update_async:
 * @row: (transfer none): by its id
 *
 * What is unknown in @row keeps what the journal has; the note is not of this call. Ends with
 * hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_update_async (HspJournal           *self,
                          const HspPurchaseRow *row,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL);

  request = hsp_journal_request_new (hsp_journal_work_update);
  request->purchase = hsp_purchase_row_copy (row);
  hsp_journal_queue (self, request, hsp_journal_update_async, NULL, callback, user_data);
}

/**
 * hsp_journal_set_note_async:
 * @note: (nullable): NULL takes the note away
 *
 * By itself: a status that was asked before the person wrote does not bring the old note back. Ends
 * with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_set_note_async (HspJournal          *self,
                            gint64               id,
                            const char          *note,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_set_note);
  request->id = id;
  request->note = g_strdup (note);
  hsp_journal_queue (self, request, hsp_journal_set_note_async, NULL, callback, user_data);
}

/**
 * hsp_journal_update_number_async:
 * @row: (transfer none): by its order number
 *
 * A number that is not there yet is added. Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_update_number_async (HspJournal          *self,
                                 const HspNumberRow  *row,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->order != NULL);

  request = hsp_journal_request_new (hsp_journal_work_update_number);
  request->number = hsp_number_row_copy (row);
  hsp_journal_queue (self, request, hsp_journal_update_number_async, NULL, callback, user_data);
}

/**
 * hsp_journal_forget_number_async:
 * @order: the shop's number of an SMS number
 *
 * Takes phone, code and text out of it; what it cost stays. Ends with hsp_journal_write_finish(). Main
 * thread.
 */
void
hsp_journal_forget_number_async (HspJournal          *self,
                                 const char          *order,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (order != NULL);

  request = hsp_journal_request_new (hsp_journal_work_forget_number);
  request->number = hsp_number_row_new ();
  request->number->order = g_strdup (order);
  hsp_journal_queue (self, request, hsp_journal_forget_number_async, NULL, callback, user_data);
}

/**
 * hsp_journal_forget_async:
 *
 * Takes a purchase and its history out; its SMS numbers stay. One that is being sent is refused.
 * Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_forget_async (HspJournal          *self,
                          gint64               id,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_forget);
  request->id = id;
  hsp_journal_queue (self, request, hsp_journal_forget_async, NULL, callback, user_data);
}

/**
 * hsp_journal_add_balance_async:
 * @row: (transfer none): a known balance
 *
 * Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_add_balance_async (HspJournal          *self,
                               const HspBalanceRow *row,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->balance != HSP_MONEY_UNKNOWN);

  request = hsp_journal_request_new (hsp_journal_work_add_balance);
  request->time = row->time > 0 ? row->time : hsp_get_now ();
  request->balance = row->balance;
  request->currency = g_strdup (row->currency);
  hsp_journal_queue (self, request, hsp_journal_add_balance_async, NULL, callback, user_data);
}

/** hsp_journal_write_finish: Errors: HSP_ERROR_STORE: nothing of the call was written */
gboolean
hsp_journal_write_finish (HspJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/** hsp_journal_events_async: @id: of a purchase. Main thread. */
void
hsp_journal_events_async (HspJournal          *self,
                          gint64               id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_read_events);
  request->only_reads = TRUE;
  request->id = id;
  hsp_journal_queue (self, request, hsp_journal_events_async, cancellable, callback, user_data);
}

/**
 * hsp_journal_events_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspEventRow): newest first
 */
GPtrArray *
hsp_journal_events_finish (HspJournal    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  HspJournalRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->events);
}

/** hsp_journal_export_async: the whole history, as of one moment. Main thread. */
void
hsp_journal_export_async (HspJournal          *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_export);
  request->only_reads = TRUE;
  hsp_journal_queue (self, request, hsp_journal_export_async, cancellable, callback, user_data);
}

/** hsp_journal_export_finish: Returns: (transfer full) (nullable). Errors: HSP_ERROR_STORE. */
GBytes *
hsp_journal_export_finish (HspJournal    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  HspJournalRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->document);
}

/**
 * hsp_journal_import_async:
 * @document: (transfer none): JSON of hsp_journal_export_finish(), of any origin
 * @cancellable: (nullable): cancelled before it is done, nothing is imported
 *
 * In one transaction. A purchase is the same when its order number is, or when what was bought when
 * is. Of the same one the journal's row stays, unless the document knows more of it. What was under
 * way there is unconfirmed here. Main thread.
 */
void
hsp_journal_import_async (HspJournal          *self,
                          GBytes              *document,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (document != NULL);

  request = hsp_journal_request_new (hsp_journal_work_import);
  request->before_wire = TRUE;
  request->document = g_bytes_ref (document);
  request->cancellable = cancellable != NULL ? g_object_ref (cancellable) : NULL;
  /* not of the task, where a cancel after the commit would hide it */
  hsp_journal_queue (self, request, hsp_journal_import_async, NULL, callback, user_data);
}

/**
 * hsp_journal_import_finish:
 * @counts: (out) (optional): what it did
 *
 * Errors: HSP_ERROR_USAGE: the document is not right; HSP_ERROR_STORE; G_IO_ERROR_CANCELLED. After
 * any of them nothing was imported.
 */
gboolean
hsp_journal_import_finish (HspJournal        *self,
                           GAsyncResult      *result,
                           HspJournalImport  *counts,
                           GError           **error)
{
  HspJournalRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  request = g_task_get_task_data (G_TASK (result));
  if (counts != NULL)
    *counts = request->import;
  return TRUE;
}
