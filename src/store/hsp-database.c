/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

#include "config.h"

#include "hsp-database-private.h"

#include "hsp-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/statvfs.h>

typedef struct
{
  HspDatabaseFunc  func;                /* (nullable) */
  GTask           *task;                /* (owned) (nullable): the last job may have none */
  gboolean         last;
} Job;

typedef struct
{
  GTask  *task;                         /* (owned) */
  GError *error;                        /* (owned) (nullable) */
} Answer;

static void
job_free (Job *job)
{
  g_clear_object (&job->task);
  g_free (job);
}

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_clear_object (&answer->task);
  g_clear_error (&answer->error);
  g_free (answer);
}

gboolean
hsp_database_is_full (int failure)
{
  return failure == ENOSPC || failure == EDQUOT || failure == EFBIG;
}

/* SQLite tells of some writes only that they failed, and the system's reason is gone by then. */
static gboolean
has_no_room (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  struct statvfs info;

  return statvfs (folder, &info) == 0 && info.f_bavail * info.f_frsize < HSP_DATABASE_RESERVE_SIZE;
}

static const char *
describe_failure (HspDatabase *self,
                  int          code)
{
  switch (code & 0xff)
    {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return _("The file that keeps your purchases is damaged");

    case SQLITE_FULL:
      return _("The disk is full");

    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return _("The file that keeps your purchases cannot be written");

    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return _("Another program is using the file that keeps your purchases");

    case SQLITE_IOERR:
      if (has_no_room (self->path))
        return _("The disk is full");
      return _("The disk did not read or write the file that keeps your purchases");

    default:
      return _("The file that keeps your purchases cannot be used");
    }
}

/* SQLite's own words name tables and columns, never what is in them. */
gboolean
hsp_database_fail (HspDatabase  *self,
                   int           code,
                   GError      **error)
{
  g_debug ("SQLite: %d, %s", code, self->handle ? sqlite3_errmsg (self->handle) : "");
  self->failure = code;
  g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
               /* Translators: a sentence, then its cause in the words of the system */
               _("%s (%s)."), describe_failure (self, code), sqlite3_errstr (code));
  return FALSE;
}

gboolean
hsp_database_fail_file (HspDatabase  *self,
                        int           failure,
                        GError      **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  self->failure = SQLITE_CANTOPEN;
  if (hsp_database_is_full (failure))
    g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
                 _("%s (%s)."), _("The disk is full"), g_strerror (failure));
  else
    g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
                 _("The file that keeps your purchases cannot be made in “%s” (%s)."),
                 folder, g_strerror (failure));
  return FALSE;
}

gboolean
hsp_database_is_damaged (HspDatabase *self)
{
  return (self->failure & 0xff) == SQLITE_CORRUPT || (self->failure & 0xff) == SQLITE_NOTADB;
}

static gboolean
answer_cb (gpointer user_data)
{
  Answer *answer = user_data;

  if (answer->error != NULL)
    g_task_return_error (answer->task, g_steal_pointer (&answer->error));
  else
    g_task_return_boolean (answer->task, TRUE);

  return G_SOURCE_REMOVE;
}

/* The last reference to the task, and through it to whoever asked, must go on the thread that
 * asked: an owner finalised on this thread would wait for itself to end. */
static void
send_answer (GTask  *task,
             GError *error)
{
  g_autoptr(GMainContext) context = g_main_context_ref (g_task_get_context (task));
  g_autoptr(GSource) source = g_idle_source_new ();
  Answer *answer = g_new0 (Answer, 1);

  answer->task = task;
  answer->error = error;
  g_source_set_priority (source, g_task_get_priority (task));
  g_source_set_callback (source, answer_cb, answer, answer_free);
  g_source_set_static_name (source, "[hsp] journal answer");
  g_source_attach (source, context);
}

/* Tells other programs of what was written meanwhile: once, and after whoever waits for it. */
static void
ring (HspDatabase *self)
{
  if (self->written)
    hsp_owner_ring (self->owner);
  self->written = FALSE;
}

static void
run_job (HspDatabase *self,
         Job         *job)
{
  GError *error = NULL;

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &error))
    {
      if (!job->func (self, g_task_get_task_data (job->task), &error))
        g_assert (error != NULL);
    }
  send_answer (g_steal_pointer (&job->task), error);
  ring (self);
}

/* Whatever the last words meet, the file is closed and those who wait are told. */
static void
run_last_job (HspDatabase *self,
              Job         *job)
{
  g_autoptr(GError) error = NULL;

  if (job->func != NULL && self->handle != NULL && !job->func (self, NULL, &error))
    g_debug ("Closing: %s", error->message);
  ring (self);

  hsp_database_close_handle (self);
  g_clear_pointer (&self->owner, hsp_owner_free);
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_broadcast (&self->ended_cond);
  g_mutex_unlock (&self->lock);
  if (job->task != NULL)
    send_answer (g_steal_pointer (&job->task), NULL);
}

/* @job: (transfer full). Returns: whether it was the last */
static gboolean
do_job (HspDatabase *self,
        Job         *job)
{
  const gboolean last = job->last;

  if (last)
    run_last_job (self, job);
  else
    run_job (self, job);
  job_free (job);
  return last;
}

static gpointer
work (gpointer user_data)
{
  HspDatabase *self = user_data;

  self->worker = g_thread_self ();
  while (!do_job (self, g_async_queue_pop (self->jobs)))
    ;
  hsp_database_unref (self);
  return NULL;
}

/** hsp_database_rescue_free: @rescue: (transfer full) (nullable) */
void
hsp_database_rescue_free (HspDatabaseRescue *rescue)
{
  if (rescue == NULL)
    return;

  g_clear_pointer (&rescue->n_rows, g_hash_table_unref);
  g_free (rescue->path);
  g_free (rescue);
}

/**
 * hsp_database_new:
 * @path: the file
 * @kind: (transfer none): what it consists of; static
 *
 * No I/O. To be opened once. Returns: (transfer full)
 */
HspDatabase *
hsp_database_new (const char            *path,
                  const HspDatabaseKind *kind)
{
  HspDatabase *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (HspDatabase, 1);
  g_atomic_ref_count_init (&self->refs);
  self->path = g_strdup (path);
  self->kind = kind;
  self->jobs = g_async_queue_new_full ((GDestroyNotify) job_free);
  g_mutex_init (&self->lock);
  g_cond_init (&self->ended_cond);
  return self;
}

/** hsp_database_unref: @self: (transfer full): stopped before; the thread holds one till it ends */
void
hsp_database_unref (HspDatabase *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->refs))
    return;
  g_async_queue_unref (self->jobs);
  hsp_database_rescue_free (self->rescue);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->ended_cond);
  g_free (self->path);
  g_free (self);
}

/** hsp_database_start: makes the thread; it waits for work without waking. Main thread. */
void
hsp_database_start (HspDatabase *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->started);

  self->started = TRUE;
  g_atomic_ref_count_inc (&self->refs);
  g_thread_unref (g_thread_new ("hsp-journal", work, self));
}

/**
 * hsp_database_start_here:
 *
 * In place of hsp_database_start(): this thread becomes the one of the database, and what is queued
 * is done before hsp_database_queue() returns; its answer comes as from a thread. For who would only
 * wait for one, where little is to be done. Main thread.
 */
void
hsp_database_start_here (HspDatabase *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (!self->started);

  self->started = TRUE;
  self->here = TRUE;
  self->worker = g_thread_self ();
}

/* @job: (transfer full) */
static void
give_job (HspDatabase *self,
          Job         *job)
{
  if (self->here)
    do_job (self, job);
  else
    g_async_queue_push (self->jobs, job);
}

/**
 * hsp_database_queue:
 * @func: runs on the thread of the database, with the data of @task
 * @task: (transfer full): returns TRUE, or the error of @func, on its own context
 *
 * Between hsp_database_start() and hsp_database_stop() only. Main thread.
 */
void
hsp_database_queue (HspDatabase     *self,
                    HspDatabaseFunc  func,
                    GTask           *task)
{
  Job *job = NULL;

  g_return_if_fail (self != NULL && self->started);
  g_return_if_fail (func != NULL && G_IS_TASK (task));

  job = g_new0 (Job, 1);
  job->func = func;
  job->task = task;
  give_job (self, job);
}

/**
 * hsp_database_stop:
 * @last: (nullable): runs after everything queued, if the file is open; without data
 * @task: (nullable) (transfer full): returns TRUE on its own context when the file is closed
 *
 * The thread does what is queued, closes the file and ends; nobody waits for it here. Once. Main
 * thread.
 */
void
hsp_database_stop (HspDatabase     *self,
                   HspDatabaseFunc  last,
                   GTask           *task)
{
  Job *job = NULL;

  g_return_if_fail (self != NULL && self->started);

  job = g_new0 (Job, 1);
  job->func = last;
  job->task = task;
  job->last = TRUE;
  give_job (self, job);
}

/**
 * hsp_database_wait:
 *
 * After hsp_database_stop(), blocks until the file is closed. Main thread.
 *
 * Returns: FALSE when @seconds went by first; the thread then goes on by itself
 */
gboolean
hsp_database_wait (HspDatabase *self,
                   guint        seconds)
{
  gint64 end = g_get_monotonic_time () + seconds * G_TIME_SPAN_SECOND;
  gboolean ended = FALSE;

  g_return_val_if_fail (self != NULL && self->started, TRUE);

  g_mutex_lock (&self->lock);
  while (!self->ended && g_cond_wait_until (&self->ended_cond, &self->lock, end))
    ;
  ended = self->ended;
  g_mutex_unlock (&self->lock);
  return ended;
}

/** hsp_database_get_bell_path: what a HspBell listens to, once open. Returns: (transfer full) */
char *
hsp_database_get_bell_path (HspDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return g_strconcat (self->path, ".lock", NULL);
}

/** hsp_database_is_open: whether hsp_database_open() has opened it. Thread of the database. */
gboolean
hsp_database_is_open (HspDatabase *self)
{
  hsp_database_assert_worker (self);

  return self->handle != NULL;
}

/** hsp_database_take_rescue: Thread of the database. Returns: (transfer full) (nullable) */
HspDatabaseRescue *
hsp_database_take_rescue (HspDatabase *self)
{
  hsp_database_assert_worker (self);

  return g_steal_pointer (&self->rescue);
}

/** hsp_database_execute: without values. Thread of the database. Errors: HSP_ERROR_STORE. */
gboolean
hsp_database_execute (HspDatabase  *self,
                      const char   *sql,
                      GError      **error)
{
  int code = SQLITE_OK;

  hsp_database_assert_worker (self);

  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  return code == SQLITE_OK || hsp_database_fail (self, code, error);
}

gboolean
hsp_database_read_number (HspDatabase  *self,
                          const char   *sql,
                          gint64       *number,
                          GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (self, sql, error);
  gboolean has_row = FALSE;

  if (statement == NULL || !hsp_statement_next (statement, &has_row, error))
    return FALSE;
  *number = has_row ? hsp_statement_get_number (statement, 0) : 0;
  return TRUE;
}

/* What is run with every purchase need not be read anew each time. */
static gboolean
run_kept (HspDatabase  *self,
          const char   *sql,
          GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (self, sql, error);

  return statement != NULL && hsp_statement_run (statement, error);
}

/* Some failures have rolled back by themselves. */
void
hsp_database_roll_back (HspDatabase *self)
{
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/**
 * hsp_database_transact:
 * @func: all of it happens, or nothing
 *
 * Waits for the write of another program first, so that nothing is read that it is about to change;
 * the others are told when the job has been answered. Thread of the database. Errors: those of @func, HSP_ERROR_STORE.
 */
gboolean
hsp_database_transact (HspDatabase      *self,
                       HspDatabaseFunc   func,
                       gpointer          data,
                       GError          **error)
{
  hsp_database_assert_worker (self);

  if (!run_kept (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (func (self, data, error) && run_kept (self, "COMMIT", error))
    {
      self->written = TRUE;
      return TRUE;
    }

  hsp_database_roll_back (self);
  return FALSE;
}

/**
 * hsp_database_read:
 * @func: only reads, and sees all of it as of one moment
 *
 * Neither waits for a program that writes nor makes one wait. Thread of the database. Errors: those
 * of @func, HSP_ERROR_STORE.
 */
gboolean
hsp_database_read (HspDatabase      *self,
                   HspDatabaseFunc   func,
                   gpointer          data,
                   GError          **error)
{
  gboolean done = FALSE;

  hsp_database_assert_worker (self);

  if (!hsp_database_execute (self, "BEGIN", error))
    return FALSE;
  done = func (self, data, error);
  hsp_database_roll_back (self);
  return done;
}

/** hsp_database_get_last_id: of the row inserted last. Thread of the database. */
gint64
hsp_database_get_last_id (HspDatabase *self)
{
  hsp_database_assert_worker (self);

  return sqlite3_last_insert_rowid (self->handle);
}

/** hsp_database_get_n_changes: rows that the last statement wrote. Thread of the database. */
gint64
hsp_database_get_n_changes (HspDatabase *self)
{
  hsp_database_assert_worker (self);

  return sqlite3_changes64 (self->handle);
}

/**
 * hsp_database_check_changed:
 * @changed: (out): whether another connection has written since the last call
 *
 * Thread of the database. Errors: HSP_ERROR_STORE.
 */
gboolean
hsp_database_check_changed (HspDatabase  *self,
                            gboolean     *changed,
                            GError      **error)
{
  gint64 version = 0;

  hsp_database_assert_worker (self);

  if (!hsp_database_read_number (self, "PRAGMA data_version", &version, error))
    return FALSE;
  *changed = version != self->data_version;
  self->data_version = version;
  return TRUE;
}

/** hsp_database_get_owner: our mark. Thread of the database. Returns: (transfer none) */
const char *
hsp_database_get_owner (HspDatabase *self)
{
  hsp_database_assert_worker (self);

  return hsp_owner_get_mark (self->owner);
}

/** hsp_database_is_owner_alive: @owner: (nullable): a mark. Thread of the database. */
gboolean
hsp_database_is_owner_alive (HspDatabase *self,
                             const char  *owner)
{
  hsp_database_assert_worker (self);

  return hsp_owner_is_alive (self->owner, owner);
}
