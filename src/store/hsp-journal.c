/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

#include "hsp-bell.h"
#include "hsp-error.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

/* Seconds; longer than another program's write is waited for. */
#define CLOSE_LIMIT 10

/* Bytes of a file that is read and written in some milliseconds: some thousand purchases. */
#define MOST_AT_ONCE (4 * 1024 * 1024)

typedef enum
{
  STATE_CLOSED,
  STATE_OPENING,
  STATE_OPEN,
} State;

struct _HspJournal
{
  GObject             parent_instance;

  char               *path;     /* (owned) */
  HspDatabase        *database; /* (owned) (nullable) while not closed */
  State               state;
  GTask              *opening;  /* (unowned) (nullable) tells this opening from a closed one */
  HspJournalRecovery *recovery; /* (owned) (nullable) */

  /* other programs, while open */
  gboolean            deaf;
  HspBell            *bell;     /* (owned) (nullable) */
  gboolean            looking;  /* a look is under way… */
  gboolean            look_again; /* …and there was a ring since it began */
  gboolean            ended;    /* …of a program that ended */
  guint               late_look; /* the source, 0 when there is none */
};

enum
{
  CHANGED_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

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
  g_clear_pointer (&request->mark, hsp_mark_row_free);
  g_clear_pointer (&request->watch, hsp_watch_row_free);
  g_clear_pointer (&request->marks, hsp_journal_marks_free);
  g_free (request->service);
  g_clear_pointer (&request->restored, hsp_purchase_row_free);
  if (request->check_free != NULL)
    request->check_free (request->check_data);
  g_free (request->currency);
  g_free (request->order);
  g_free (request->reason);
  g_free (request->note);
  g_clear_object (&request->cancellable);
  g_clear_pointer (&request->document, g_bytes_unref);
  hsp_database_rescue_free (request->rescue);
  g_free (request);
}

HspJournalRequest *
hsp_journal_request_new (HspDatabaseFunc func)
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
run_reserved (HspDatabase  *database,
              gpointer      data,
              GError      **error)
{
  HspJournalRequest *request = data;

  return hsp_database_reserve (database, error) && request->func (database, request, error);
}

static gboolean
run_request (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  HspJournalRequest *request = data;
  GError *failure = NULL;

  if (request->only_reads)
    {
      if (hsp_database_read (database, request->func, request, &failure))
        return TRUE;
    }
  else if (hsp_database_transact (database, request->reserve ? run_reserved : request->func, request,
                                  &failure))
    return TRUE;

  g_propagate_error (error, failure->domain == HSP_ERROR ? complete_error (request, failure)
                                                         : failure);
  return FALSE;
}

/* What is written must be known to the caller, so a cancel after the commit does not hide it. */
void
hsp_journal_queue (HspJournal          *self,
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

/* Other programs */

#define LATE_LOOK_MS 500

static void look (HspJournal *self);

static gboolean
late_look_cb (gpointer user_data)
{
  HspJournal *self = user_data;

  self->late_look = 0;
  self->ended = TRUE;
  look (self);
  return G_SOURCE_REMOVE;
}

typedef struct
{
  GWeakRef     journal;
  HspDatabase *database;        /* (unowned): only compared */
} Looker;

static void
looker_free (Looker *looker)
{
  g_weak_ref_clear (&looker->journal);
  g_free (looker);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Looker, looker_free)

static void
look_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(Looker) looker = user_data;
  g_autoptr(HspJournal) self = g_weak_ref_get (&looker->journal);
  const HspJournalLook *answer = g_task_get_task_data (G_TASK (result));
  g_autoptr(GError) error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    g_debug ("Looking for changes: %s", error->message);
  /* gone or closed meanwhile, or even opened again */
  if (self == NULL || self->database != looker->database)
    return;

  self->looking = FALSE;
  /* a program that ends closes its files before the kernel lets go of its locks */
  if (answer->ended && answer->n_others > 0 && self->late_look == 0)
    self->late_look = g_timeout_add (LATE_LOOK_MS, late_look_cb, self);
  if (self->look_again)
    look (self);
  if (error == NULL && answer->changed)
    g_signal_emit (self, signals[CHANGED_ELSEWHERE], 0);
}

/* One at a time: what rings while the thread is busy is one look afterwards. It does not hold the
 * journal, which may go while it is under way. */
static void
look (HspJournal *self)
{
  HspJournalLook *request = NULL;
  Looker *looker = NULL;
  GTask *task = NULL;

  self->look_again = self->looking;
  if (self->looking)
    return;

  self->looking = TRUE;
  request = g_new0 (HspJournalLook, 1);
  request->ended = self->ended;
  self->ended = FALSE;
  looker = g_new0 (Looker, 1);
  g_weak_ref_init (&looker->journal, self);
  looker->database = self->database;
  task = g_task_new (NULL, NULL, look_cb, looker);
  g_task_set_source_tag (task, look);
  g_task_set_task_data (task, request, g_free);
  hsp_database_queue (self->database, hsp_journal_work_look, task);
}

static void
on_bell_cb (gboolean ended,
            gpointer user_data)
{
  HspJournal *self = user_data;

  self->ended = self->ended || ended;
  look (self);
}

static void
listen (HspJournal *self)
{
  g_autofree char *path = hsp_database_get_bell_path (self->database);

  self->bell = hsp_bell_new (path, on_bell_cb, self);
  /* what was written between opening and this */
  look (self);
}

static void
stop_listening (HspJournal *self)
{
  g_clear_pointer (&self->bell, hsp_bell_free);
  g_clear_handle_id (&self->late_look, g_source_remove);
  self->looking = FALSE;
  self->look_again = FALSE;
  self->ended = FALSE;
}

/* Opening and closing */

static void
recovery_free (HspJournalRecovery *recovery)
{
  g_free (recovery->path);
  g_free (recovery);
}

static guint
get_n_rows (HspDatabaseRescue *rescue,
            const char        *table)
{
  return GPOINTER_TO_UINT (g_hash_table_lookup (rescue->n_rows, table));
}

/* (nullable) */
static HspJournalRecovery *
make_recovery (HspDatabaseRescue *rescue)
{
  HspJournalRecovery *recovery = NULL;

  if (rescue == NULL)
    return NULL;
  recovery = g_new0 (HspJournalRecovery, 1);
  recovery->path = g_strdup (rescue->path);
  recovery->n_purchases = get_n_rows (rescue, "purchase");
  recovery->n_events = get_n_rows (rescue, "event");
  recovery->n_numbers = get_n_rows (rescue, "number");
  recovery->n_balances = get_n_rows (rescue, "balance");
  recovery->n_marks = get_n_rows (rescue, "favourite") + get_n_rows (rescue, "seen") +
                      get_n_rows (rescue, "watch");
  return recovery;
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  HspJournal *self = HSP_JOURNAL (object);
  HspJournalRequest *request = g_task_get_task_data (G_TASK (result));
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
  self->recovery = make_recovery (request->rescue);
  if (!self->deaf)
    listen (self);
  g_task_return_boolean (task, TRUE);
}

static void
hsp_journal_finalize (GObject *object)
{
  HspJournal *self = HSP_JOURNAL (object);

  hsp_journal_close (self);
  g_free (self->path);

  G_OBJECT_CLASS (hsp_journal_parent_class)->finalize (object);
}

static void
hsp_journal_class_init (HspJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hsp_journal_finalize;

  /**
   * HspJournal::changed-elsewhere:
   *
   * Another program has written, or has ended and left a purchase under way: load again.
   */
  signals[CHANGED_ELSEWHERE] =
    g_signal_new ("changed-elsewhere", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0,
                  NULL, NULL, NULL, G_TYPE_NONE, 0);
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
  self->path = g_strdup (path);
  return self;
}

/** hsp_journal_get_path: Returns: (transfer none) */
const char *
hsp_journal_get_path (HspJournal *self)
{
  g_return_val_if_fail (HSP_IS_JOURNAL (self), NULL);

  return self->path;
}

/**
 * hsp_journal_set_deaf:
 * @deaf: whether what other programs write from now on is of no interest
 *
 * Before it is opened. For who reads once and ends: the kernel takes some milliseconds to let go of
 * a watched file. A small one is then worked on by the calling thread.
 */
void
hsp_journal_set_deaf (HspJournal *self,
                      gboolean    deaf)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (self->state == STATE_CLOSED);

  self->deaf = deaf;
}

static gboolean
is_short (const char *path)
{
  struct stat info;

  return stat (path, &info) != 0 || info.st_size <= MOST_AT_ONCE;
}

/* Who only waits for the answer needs no second thread to wait for; what takes long keeps one, so that
 * the program can say meanwhile that it is at work. */
static void
start_database (HspJournal *self)
{
  g_autofree char *log = g_strconcat (self->path, "-wal", NULL);

  self->database = hsp_database_new (self->path, &hsp_journal_kind);
  if (self->deaf && is_short (self->path) && is_short (log))
    hsp_database_start_here (self->database);
  else
    hsp_database_start (self->database);
}

/**
 * hsp_journal_open_async:
 *
 * Opens and migrates, and settles what a program that is gone left under way: sent becomes
 * unconfirmed, written becomes not sent ("Sending money actions" in the API notes). Rows of a
 * program that still runs are left to it. What is damaged is recovered. After a failure it may be
 * opened again. Main thread.
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
  start_database (self);

  step = g_task_new (self, cancellable, open_cb, g_steal_pointer (&task));
  g_task_set_source_tag (step, hsp_journal_open_async);
  g_task_set_check_cancellable (step, FALSE);
  g_task_set_task_data (step, hsp_journal_request_new (hsp_journal_work_open), request_free);
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
 * hsp_journal_get_recovery:
 *
 * Returns: (transfer none) (nullable): what was recovered when it was opened, until it is closed;
 *   NULL when nothing was wrong
 */
const HspJournalRecovery *
hsp_journal_get_recovery (HspJournal *self)
{
  g_return_val_if_fail (HSP_IS_JOURNAL (self), NULL);

  return self->recovery;
}

/* @task: (nullable) (transfer full): told when the file is closed. Returns: (transfer full) */
static HspDatabase *
begin_closing (HspJournal *self,
               GTask      *task)
{
  self->state = STATE_CLOSED;
  self->opening = NULL;
  stop_listening (self);
  g_clear_pointer (&self->recovery, recovery_free);
  hsp_database_stop (self->database, NULL, task);
  return g_steal_pointer (&self->database);
}

/**
 * hsp_journal_close:
 *
 * Waits for what is queued, but not longer than CLOSE_LIMIT: what then is not done yet goes on in
 * the thread, and if the program ends first, is as after a power cut. Calls whose callbacks have not
 * run yet still get their answers. What is still under way becomes unconfirmed or not sent when the
 * file is opened next. Safe in any state. Main thread.
 */
void
hsp_journal_close (HspJournal *self)
{
  g_autoptr(HspDatabase) database = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  if (self->state == STATE_CLOSED)
    return;

  database = begin_closing (self, NULL);
  if (!hsp_database_wait (database, CLOSE_LIMIT))
    g_debug ("The journal is closed behind us.");
}

/**
 * hsp_journal_close_async:
 *
 * As hsp_journal_close() without waiting; the object may be opened again at once. Ends with
 * hsp_journal_write_finish(), and does not fail. Main thread.
 */
void
hsp_journal_close_async (HspJournal          *self,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(HspDatabase) database = NULL;
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_journal_close_async);
  if (self->state == STATE_CLOSED)
    g_task_return_boolean (task, TRUE);
  else
    database = begin_closing (self, g_steal_pointer (&task));
}
