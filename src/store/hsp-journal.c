/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-owner.h"

#include <glib/gi18n-lib.h>

/* "HSPJ" */
#define APPLICATION_ID 0x4853504a

/* Amounts are millionths and NULL when unknown, times Unix seconds and 0 when unknown. Kinds,
 * outcomes and events are stored by the numbers of their enums. A version that was ever shipped is
 * never changed: add a step, and a dump of the old version to the tests. */
static const char * const schema[] = {
  "CREATE TABLE purchase ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  kind INTEGER NOT NULL,"
  "  outcome INTEGER NOT NULL,"
  "  shop_order TEXT,"
  "  item TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  category TEXT,"
  "  quantity INTEGER NOT NULL,"
  "  link TEXT,"
  "  country TEXT,"
  "  phone TEXT,"
  "  estimate INTEGER,"
  "  currency TEXT NOT NULL,"
  "  balance_before INTEGER,"
  "  balance_before_at INTEGER NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  sent INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL,"
  "  reason TEXT,"
  "  status TEXT,"
  "  charge INTEGER,"
  "  start_count INTEGER,"
  "  remains INTEGER,"
  "  checked INTEGER NOT NULL,"
  "  note TEXT,"
  "  owner TEXT,"
  "  CHECK (kind BETWEEN 0 AND 1),"
  "  CHECK (outcome BETWEEN 0 AND 6),"
  "  CHECK (kind <> 0 OR outcome <> 2 OR shop_order IS NOT NULL)"
  ") STRICT;"
  "CREATE INDEX purchase_shop_order ON purchase (shop_order);"
  "CREATE INDEX purchase_under_way ON purchase (id) WHERE outcome IN (0, 1);"
  "CREATE TABLE event ("
  "  id INTEGER PRIMARY KEY,"
  "  purchase INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,"
  "  time INTEGER NOT NULL,"
  "  kind INTEGER NOT NULL,"
  "  text TEXT,"
  "  number INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX event_purchase ON event (purchase);"
  "CREATE TABLE number ("
  "  shop_order TEXT PRIMARY KEY NOT NULL,"
  "  purchase INTEGER REFERENCES purchase (id) ON DELETE SET NULL,"
  "  phone TEXT NOT NULL,"
  "  country TEXT NOT NULL,"
  "  project TEXT NOT NULL,"
  "  project_name TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  code TEXT,"
  "  text TEXT,"
  "  charge INTEGER,"
  "  currency TEXT NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  expires INTEGER NOT NULL,"
  "  code_at INTEGER NOT NULL,"
  "  copied INTEGER NOT NULL,"
  "  checked INTEGER NOT NULL,"
  "  removed INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX number_purchase ON number (purchase);"
  "CREATE TABLE balance ("
  "  id INTEGER PRIMARY KEY,"
  "  time INTEGER NOT NULL,"
  "  balance INTEGER NOT NULL,"
  "  currency TEXT NOT NULL"
  ") STRICT;",
};

typedef enum
{
  STATE_CLOSED,
  STATE_OPENING,
  STATE_OPEN,
} State;

struct _HspJournal
{
  GObject      parent_instance;

  HspDatabase *database;        /* (owned) */
  char        *owner;           /* (owned) (nullable) our mark on rows under way, while open */
  State        state;
  GTask       *opening;         /* (unowned) (nullable) tells this opening from one that was closed */
};

G_DEFINE_FINAL_TYPE (HspJournal, hsp_journal, G_TYPE_OBJECT)

static void
request_free (gpointer data)
{
  HspJournalRequest *request = data;

  g_clear_pointer (&request->purchase, hsp_purchase_row_free);
  g_clear_pointer (&request->number, hsp_number_row_free);
  g_clear_pointer (&request->numbers, g_ptr_array_unref);
  g_clear_pointer (&request->contents, hsp_journal_contents_free);
  g_clear_pointer (&request->events, g_ptr_array_unref);
  g_free (request->currency);
  g_free (request->order);
  g_free (request->reason);
  g_free (request->owner);
  g_free (request);
}

static HspJournalRequest *
request_new (HspDatabaseFunc func)
{
  HspJournalRequest *request = g_new0 (HspJournalRequest, 1);

  request->func = func;
  return request;
}

/* @error: (transfer full). Returns: (transfer full): with what became of the purchase */
static GError *
complete_error (const HspJournalRequest *request,
                GError                  *error)
{
  g_autoptr(GError) failure = error;

  return hsp_error_new (failure->code,
                        request->before_wire ? HSP_DELIVERY_NONE : HSP_DELIVERY_UNKNOWN,
                        NULL, failure->message);
}

static gboolean
run_request (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  HspJournalRequest *request = data;
  GError *failure = NULL;

  if (hsp_database_transact (database, request->func, request, &failure))
    return TRUE;
  g_propagate_error (error, complete_error (request, failure));
  return FALSE;
}

/* What is written must be known to the caller, so a cancel after the commit does not hide it. */
static void
queue_request (HspJournal          *self,
               HspJournalRequest   *request,
               gpointer             source_tag,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, cancellable != NULL);
  g_task_set_task_data (task, request, request_free);
  if (self->state != STATE_OPEN)
    {
      GError *error = g_error_new_literal (HSP_ERROR, HSP_ERROR_STORE,
                                           _("The file that keeps your purchases is not open."));

      g_task_return_error (task, complete_error (request, error));
      return;
    }
  hsp_database_queue (self->database, run_request, g_steal_pointer (&task));
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  HspJournal *self = HSP_JOURNAL (object);
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  gboolean opened = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->opening != task)
    {
      g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_STORE, "%s",
                               _("The file that keeps your purchases was closed."));
      return;
    }
  self->opening = NULL;
  if (!opened)
    {
      hsp_journal_close (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->state = STATE_OPEN;
  g_task_return_boolean (task, TRUE);
}

static void
hsp_journal_finalize (GObject *object)
{
  HspJournal *self = HSP_JOURNAL (object);

  hsp_journal_close (self);
  g_clear_pointer (&self->database, hsp_database_free);

  G_OBJECT_CLASS (hsp_journal_parent_class)->finalize (object);
}

static void
hsp_journal_class_init (HspJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hsp_journal_finalize;
}

static void
hsp_journal_init (HspJournal *self)
{
}

/** hsp_journal_new: @path: the file. No I/O. Returns: (transfer full) */
HspJournal *
hsp_journal_new (const char *path)
{
  HspJournal *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (HSP_TYPE_JOURNAL, NULL);
  self->database = hsp_database_new (path, APPLICATION_ID, schema, G_N_ELEMENTS (schema));
  return self;
}

/** hsp_journal_get_path: Returns: (transfer none) */
const char *
hsp_journal_get_path (HspJournal *self)
{
  g_return_val_if_fail (HSP_IS_JOURNAL (self), NULL);

  return hsp_database_get_path (self->database);
}

/**
 * hsp_journal_open_async:
 *
 * Opens and migrates, and settles what a program that is gone left under way: sent becomes
 * unconfirmed, written becomes not sent ("Sending money actions" in the API notes). Rows of a program
 * that still runs are left to it. After a failure it may be opened again. Main thread.
 */
void
hsp_journal_open_async (HspJournal          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) step = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_journal_open_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->state != STATE_CLOSED)
    {
      g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_STORE, "%s",
                               _("The file that keeps your purchases is open already."));
      return;
    }

  self->state = STATE_OPENING;
  self->opening = task;
  self->owner = hsp_owner_new_mark ();
  hsp_database_start (self->database);

  step = g_task_new (self, cancellable, open_cb, g_steal_pointer (&task));
  g_task_set_source_tag (step, hsp_journal_open_async);
  g_task_set_check_cancellable (step, FALSE);
  hsp_database_queue (self->database, hsp_journal_work_open, g_steal_pointer (&step));
}

/** hsp_journal_open_finish: Errors: HSP_ERROR_STORE, G_IO_ERROR_CANCELLED when it was not opened */
gboolean
hsp_journal_open_finish (HspJournal    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_journal_close:
 *
 * Waits for what is queued, closes the file and ends the thread. Calls whose callbacks have not run
 * yet still get their answers. What is still under way becomes unconfirmed or not sent when the file
 * is opened next. Safe in any state. Main thread.
 */
void
hsp_journal_close (HspJournal *self)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));

  if (self->state == STATE_CLOSED)
    return;

  self->state = STATE_CLOSED;
  self->opening = NULL;
  hsp_database_stop (self->database, hsp_journal_work_release, self->owner);
  g_clear_pointer (&self->owner, g_free);
}

/** hsp_journal_load_async: reads everything that the program shows. Main thread. */
void
hsp_journal_load_async (HspJournal          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));

  queue_request (self, request_new (hsp_journal_work_load), hsp_journal_load_async,
                 cancellable, callback, user_data);
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
 * Commits a new row as written; the balance before goes into its history. Not cancellable. Main thread.
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

  request = request_new (hsp_journal_work_begin);
  request->before_wire = TRUE;
  request->purchase = hsp_purchase_row_copy (row);
  request->owner = g_strdup (self->owner);
  queue_request (self, request, hsp_journal_begin_async, NULL, callback, user_data);
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

  request = request_new (hsp_journal_work_mark_sent);
  request->before_wire = TRUE;
  request->id = id;
  queue_request (self, request, hsp_journal_mark_sent_async, NULL, callback, user_data);
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

  request = request_new (hsp_journal_work_settle);
  request->id = id;
  request->outcome = outcome;
  request->order = g_strdup (order);
  request->numbers = numbers != NULL ? copy_numbers (numbers) : NULL;
  request->reason = g_strdup (reason);
  queue_request (self, request, hsp_journal_settle_async, NULL, callback, user_data);
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

  request = request_new (hsp_journal_work_adopt);
  request->purchase = hsp_purchase_row_copy (row);
  queue_request (self, request, hsp_journal_adopt_async, NULL, callback, user_data);
}

/** hsp_journal_adopt_finish: Returns: the id, 0 with HSP_ERROR_STORE, also when it is there already */
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
 * What is unknown in @row keeps what the journal has, but for the note. Ends with
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

  request = request_new (hsp_journal_work_update);
  request->purchase = hsp_purchase_row_copy (row);
  queue_request (self, request, hsp_journal_update_async, NULL, callback, user_data);
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

  request = request_new (hsp_journal_work_update_number);
  request->number = hsp_number_row_copy (row);
  queue_request (self, request, hsp_journal_update_number_async, NULL, callback, user_data);
}

/**
 * hsp_journal_forget_async:
 *
 * Takes a purchase and its history out; its SMS numbers stay. One that is being sent is refused. Ends
 * with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_forget_async (HspJournal          *self,
                          gint64               id,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  HspJournalRequest *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = request_new (hsp_journal_work_forget);
  request->id = id;
  queue_request (self, request, hsp_journal_forget_async, NULL, callback, user_data);
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

  request = request_new (hsp_journal_work_add_balance);
  request->time = row->time > 0 ? row->time : hsp_get_now ();
  request->balance = row->balance;
  request->currency = g_strdup (row->currency);
  queue_request (self, request, hsp_journal_add_balance_async, NULL, callback, user_data);
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

  request = request_new (hsp_journal_work_read_events);
  request->id = id;
  queue_request (self, request, hsp_journal_events_async, cancellable, callback, user_data);
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
