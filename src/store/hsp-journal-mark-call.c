/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

/** hsp_journal_load_marks_async: reads what a person has marked in the catalogue. Main thread. */
void
hsp_journal_load_marks_async (HspJournal          *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = hsp_journal_request_new (hsp_journal_work_load_marks);
  request->only_reads = TRUE;
  hsp_journal_queue (self, request, hsp_journal_load_marks_async, cancellable, callback,
                     user_data);
}

/** hsp_journal_load_marks_finish: Returns: (transfer full) (nullable). Errors: HSP_ERROR_STORE. */
HspJournalMarks *
hsp_journal_load_marks_finish (HspJournal    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  HspJournalRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->marks);
}

static void
queue_mark (HspJournal          *self,
            HspDatabaseFunc      func,
            const HspMarkRow    *row,
            gpointer             source_tag,
            GAsyncReadyCallback  callback,
            gpointer             user_data)
{
  HspJournalRequest *request = hsp_journal_request_new (func);

  request->mark = hsp_mark_row_copy (row);
  hsp_journal_queue (self, request, source_tag, NULL, callback, user_data);
}

static void
queue_service (HspJournal          *self,
               HspDatabaseFunc      func,
               const char          *service,
               gpointer             source_tag,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  HspJournalRequest *request = hsp_journal_request_new (func);

  request->service = g_strdup (service);
  hsp_journal_queue (self, request, source_tag, NULL, callback, user_data);
}

static void
queue_watch (HspJournal          *self,
             HspDatabaseFunc      func,
             const HspWatchRow   *row,
             gpointer             source_tag,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  HspJournalRequest *request = hsp_journal_request_new (func);

  request->watch = hsp_watch_row_copy (row);
  hsp_journal_queue (self, request, source_tag, NULL, callback, user_data);
}

/**
 * hsp_journal_set_favourite_async:
 * @row: (transfer none): one that is there keeps its time
 *
 * Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_set_favourite_async (HspJournal          *self,
                                 const HspMarkRow    *row,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->service != NULL);

  queue_mark (self, hsp_journal_work_set_favourite, row, hsp_journal_set_favourite_async, callback,
              user_data);
}

/**
 * hsp_journal_unset_favourite_async:
 *
 * One that is not there is none afterwards too. Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_unset_favourite_async (HspJournal          *self,
                                   const char          *service,
                                   GAsyncReadyCallback  callback,
                                   gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (service != NULL);

  queue_service (self, hsp_journal_work_unset_favourite, service,
                 hsp_journal_unset_favourite_async, callback, user_data);
}

/**
 * hsp_journal_note_seen_async:
 * @row: (transfer none)
 *
 * Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_note_seen_async (HspJournal          *self,
                             const HspMarkRow    *row,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->service != NULL);

  queue_mark (self, hsp_journal_work_note_seen, row, hsp_journal_note_seen_async, callback,
              user_data);
}

/**
 * hsp_journal_set_watch_async:
 * @row: (transfer none): takes the place of one of the same service
 *
 * How many there may be is the caller's. Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_set_watch_async (HspJournal          *self,
                             const HspWatchRow   *row,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->service != NULL);

  queue_watch (self, hsp_journal_work_set_watch, row, hsp_journal_set_watch_async, callback,
               user_data);
}

/** hsp_journal_unset_watch_async: Ends with hsp_journal_write_finish(). Main thread. */
void
hsp_journal_unset_watch_async (HspJournal          *self,
                               const char          *service,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (service != NULL);

  queue_service (self, hsp_journal_work_unset_watch, service, hsp_journal_unset_watch_async,
                 callback, user_data);
}

/**
 * hsp_journal_update_watch_async:
 * @row: (transfer none): by its service and since
 *
 * One that another program has ended or begun anew is not touched. Ends with
 * hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_update_watch_async (HspJournal          *self,
                                const HspWatchRow   *row,
                                GAsyncReadyCallback  callback,
                                gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->service != NULL);

  queue_watch (self, hsp_journal_work_update_watch, row, hsp_journal_update_watch_async, callback,
               user_data);
}
