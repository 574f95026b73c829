/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

#include "config.h"

#include "hsp-database.h"

#include "hsp-error.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sqlite3.h>
#include <sys/stat.h>

/* How long another program's write is waited for. */
#define BUSY_LIMIT_MS 5000
#define BUSY_STEP_MS 20

/* SQLite takes what is shorter than a header for an empty file, and would write over it. */
#define MIN_SIZE 512

struct _HspDatabase
{
  char               *path;             /* (owned) */
  guint32             application_id;
  const char * const *steps;
  guint               n_steps;

  /* main thread */
  GThread            *thread;           /* (owned) (nullable) */
  GAsyncQueue        *jobs;             /* (owned) (element-type Job) */

  /* the database's thread */
  GThread            *worker;           /* (unowned) what g_thread_self() is there */
  sqlite3            *handle;           /* (owned) (nullable) */
};

struct _HspStatement
{
  HspDatabase  *database;               /* (unowned) */
  sqlite3_stmt *handle;                 /* (owned) */
  int           failure;                /* of a binding, reported by the next step */
};

typedef struct
{
  HspDatabaseFunc  func;                /* (nullable) */
  GTask           *task;                /* (owned) (nullable): the last job has none */
  gpointer         data;                /* (unowned) of the last job */
  gboolean         last;
} Job;

typedef struct
{
  GTask  *task;                         /* (owned) */
  GError *error;                        /* (owned) (nullable) */
} Answer;

#define assert_worker(self) g_assert ((self)->worker == g_thread_self ())

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

static const char *
describe_failure (int code)
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
      return _("The disk did not read or write the file that keeps your purchases");

    default:
      return _("The file that keeps your purchases cannot be used");
    }
}

/* SQLite's own words name tables and columns, never what is in them. */
static void
set_error (HspDatabase  *self,
           int           code,
           GError      **error)
{
  g_debug ("SQLite: %d, %s", code, self->handle ? sqlite3_errmsg (self->handle) : "");
  g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
               /* Translators: a sentence, then its cause in the words of the system */
               _("%s (%s)."), describe_failure (code), sqlite3_errstr (code));
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

/* The last reference to the task, and through it to whoever asked, must go on the thread that asked:
 * an owner finalised on this thread would wait for itself to end. */
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

static void
run_job (HspDatabase *self,
         Job         *job)
{
  GError *error = NULL;

  if (job->task == NULL)
    {
      if (job->func != NULL && self->handle != NULL && !job->func (self, job->data, &error))
        {
          g_debug ("Closing: %s", error->message);
          g_clear_error (&error);
        }
      return;
    }

  if (!g_cancellable_set_error_if_cancelled (g_task_get_cancellable (job->task), &error))
    {
      if (!job->func (self, g_task_get_task_data (job->task), &error))
        g_assert (error != NULL);
    }
  send_answer (g_steal_pointer (&job->task), error);
}

static gpointer
work (gpointer user_data)
{
  HspDatabase *self = user_data;
  gboolean last = FALSE;

  self->worker = g_thread_self ();
  while (!last)
    {
      Job *job = g_async_queue_pop (self->jobs);

      last = job->last;
      run_job (self, job);
      job_free (job);
    }
  g_clear_pointer (&self->handle, sqlite3_close);
  return NULL;
}

/**
 * hsp_database_new:
 * @path: the file
 * @application_id: marks the file as ours
 * @steps: (array length=n_steps): the schema, one SQL text for each version
 * @n_steps: the version that this program writes
 *
 * No I/O. Returns: (transfer full)
 */
HspDatabase *
hsp_database_new (const char         *path,
                  guint32             application_id,
                  const char * const *steps,
                  guint               n_steps)
{
  HspDatabase *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_new0 (HspDatabase, 1);
  self->path = g_strdup (path);
  self->application_id = application_id;
  self->steps = steps;
  self->n_steps = n_steps;
  self->jobs = g_async_queue_new ();
  return self;
}

/** hsp_database_free: @self: (transfer full): stopped first where it was not */
void
hsp_database_free (HspDatabase *self)
{
  g_return_if_fail (self != NULL);

  hsp_database_stop (self, NULL, NULL);
  g_async_queue_unref (self->jobs);
  g_free (self->path);
  g_free (self);
}

/** hsp_database_get_path: Returns: (transfer none) */
const char *
hsp_database_get_path (HspDatabase *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->path;
}

/** hsp_database_start: makes the thread; it waits for work without waking. Main thread. */
void
hsp_database_start (HspDatabase *self)
{
  g_return_if_fail (self != NULL);
  g_return_if_fail (self->thread == NULL);

  self->thread = g_thread_new ("hsp-journal", work, self);
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

  g_return_if_fail (self != NULL && self->thread != NULL);
  g_return_if_fail (func != NULL && G_IS_TASK (task));

  job = g_new0 (Job, 1);
  job->func = func;
  job->task = task;
  g_async_queue_push (self->jobs, job);
}

/**
 * hsp_database_stop:
 * @last: (nullable): runs after everything queued, if the file is open
 *
 * Waits for what is queued, closes the file and ends the thread. Main thread.
 */
void
hsp_database_stop (HspDatabase     *self,
                   HspDatabaseFunc  last,
                   gpointer         data)
{
  Job *job = NULL;

  g_return_if_fail (self != NULL);

  if (self->thread == NULL)
    return;

  job = g_new0 (Job, 1);
  job->func = last;
  job->data = data;
  job->last = TRUE;
  g_async_queue_push (self->jobs, job);
  g_thread_join (g_steal_pointer (&self->thread));
}

/* Made before SQLite opens it, since SQLite would make it readable by others; its -wal and -shm follow
 * the mode of the file. Never opened here: closing a descriptor of the file would drop the locks that
 * another connection of this process holds on it. */
static gboolean
prepare_file (HspDatabase  *self,
              GError      **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);
  struct stat info;
  int failure = 0;

  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      (mknod (self->path, S_IFREG | 0600, 0) != 0 && errno != EEXIST))
    failure = errno;
  else if (stat (self->path, &info) != 0)
    failure = errno;
  else if (!S_ISREG (info.st_mode))
    failure = EINVAL;
  else if ((info.st_mode & 0077) != 0 && chmod (self->path, 0600) != 0)
    failure = errno;

  if (failure == 0 && info.st_size > 0 && info.st_size < MIN_SIZE)
    {
      set_error (self, SQLITE_NOTADB, error);
      return FALSE;
    }
  if (failure == 0)
    return TRUE;

  g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
               _("The file that keeps your purchases cannot be made in “%s” (%s)."),
               folder, g_strerror (failure));
  return FALSE;
}

static gboolean
read_number (HspDatabase  *self,
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

/* Some failures have rolled back by themselves. */
static void
roll_back (HspDatabase *self)
{
  if (!sqlite3_get_autocommit (self->handle))
    sqlite3_exec (self->handle, "ROLLBACK", NULL, NULL, NULL);
}

/* Before anything is written: a file of another program, or of a newer version of this one, is left
 * exactly as it is. */
static gboolean
check_file (HspDatabase  *self,
            GError      **error)
{
  gint64 id = 0, version = 0, n_tables = 0;
  gboolean read = FALSE;

  /* as of one moment: another program may be making the file right now */
  if (!hsp_database_execute (self, "BEGIN", error))
    return FALSE;
  read = read_number (self, "PRAGMA application_id", &id, error) &&
         read_number (self, "PRAGMA user_version", &version, error) &&
         read_number (self, "SELECT count (*) FROM sqlite_schema", &n_tables, error);
  roll_back (self);
  if (!read)
    return FALSE;

  if ((id != 0 || n_tables != 0 || version != 0) && id != (gint64) self->application_id)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("The file that should keep your purchases belongs to another program."));
      return FALSE;
    }
  if (version < 0 || version > (gint64) self->n_steps)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("The file that keeps your purchases was written by a newer version of "
                             "this program. Update the program to use it."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_damage (HspDatabase  *self,
              GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (self, "PRAGMA quick_check (1)", error);
  g_autofree char *verdict = NULL;
  gboolean has_row = FALSE;

  if (statement == NULL || !hsp_statement_next (statement, &has_row, error))
    return FALSE;
  verdict = has_row ? hsp_statement_dup_text (statement, 0) : NULL;
  if (g_strcmp0 (verdict, "ok") == 0)
    return TRUE;

  set_error (self, SQLITE_CORRUPT, error);
  return FALSE;
}

/* Going over to WAL needs the file alone for a moment and does not use the busy handler. A file
 * system without shared memory stays with the rollback journal, which is as durable. */
static gboolean
set_wal (HspDatabase  *self,
         GError      **error)
{
  gint64 end = g_get_monotonic_time () + BUSY_LIMIT_MS * G_TIME_SPAN_MILLISECOND;
  int code = SQLITE_OK;

  do
    {
      code = sqlite3_exec (self->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
      if ((code & 0xff) != SQLITE_BUSY)
        break;
      g_usleep (BUSY_STEP_MS * G_TIME_SPAN_MILLISECOND);
    }
  while (g_get_monotonic_time () < end);

  if (code == SQLITE_OK)
    return TRUE;
  set_error (self, code, error);
  return FALSE;
}

typedef struct
{
  guint version;
} Migration;

/* The version is read again inside the transaction: another program may have been faster. */
static gboolean
migrate_step (HspDatabase  *self,
              gpointer      data,
              GError      **error)
{
  Migration *migration = data;
  g_autofree char *stamp = NULL;
  gint64 version = 0;

  if (!read_number (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > (gint64) migration->version)
    return TRUE;

  stamp = g_strdup_printf ("PRAGMA application_id = %u; PRAGMA user_version = %u",
                           self->application_id, migration->version + 1);
  return hsp_database_execute (self, self->steps[migration->version], error) &&
         hsp_database_execute (self, stamp, error);
}

static gboolean
migrate (HspDatabase  *self,
         GError      **error)
{
  gint64 version = 0;

  if (!read_number (self, "PRAGMA user_version", &version, error))
    return FALSE;

  for (guint i = MAX (version, 0); i < self->n_steps; i++)
    {
      Migration migration = { i };

      if (!hsp_database_transact (self, migrate_step, &migration, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_handle (HspDatabase  *self,
             GError      **error)
{
  int code = SQLITE_OK;

  code = sqlite3_open_v2 (self->path, &self->handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                          NULL);
  if (code != SQLITE_OK)
    {
      set_error (self, code, error);
      return FALSE;
    }

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, BUSY_LIMIT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);

  if (sqlite3_db_readonly (self->handle, "main") == 1)
    {
      set_error (self, SQLITE_READONLY, error);
      return FALSE;
    }
  return TRUE;
}

/**
 * hsp_database_open:
 *
 * Makes the folder (0700) and the file (0600) where they are missing, opens the file and brings its
 * schema up to date. A file that is damaged, foreign or newer is not changed. Foreign keys are
 * switched on last, so that a migration may rebuild a table.
 *
 * Thread of the database. Errors: HSP_ERROR_STORE.
 */
gboolean
hsp_database_open (HspDatabase  *self,
                   GError      **error)
{
  assert_worker (self);

  g_return_val_if_fail (self->handle == NULL, FALSE);

  if (prepare_file (self, error) &&
      open_handle (self, error) &&
      check_file (self, error) &&
      check_damage (self, error) &&
      set_wal (self, error) &&
      hsp_database_execute (self,
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA temp_store = MEMORY;"
                            "PRAGMA cell_size_check = ON", error) &&
      migrate (self, error) &&
      hsp_database_execute (self, "PRAGMA foreign_keys = ON", error))
    return TRUE;

  g_clear_pointer (&self->handle, sqlite3_close);
  return FALSE;
}

/** hsp_database_execute: for SQL without values. Thread of the database. Errors: HSP_ERROR_STORE. */
gboolean
hsp_database_execute (HspDatabase  *self,
                      const char   *sql,
                      GError      **error)
{
  int code = SQLITE_OK;

  assert_worker (self);

  code = sqlite3_exec (self->handle, sql, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    return TRUE;
  set_error (self, code, error);
  return FALSE;
}

/**
 * hsp_database_transact:
 * @func: all of it happens, or nothing
 *
 * Thread of the database. Errors: those of @func, HSP_ERROR_STORE.
 */
gboolean
hsp_database_transact (HspDatabase      *self,
                       HspDatabaseFunc   func,
                       gpointer          data,
                       GError          **error)
{
  assert_worker (self);

  if (!hsp_database_execute (self, "BEGIN IMMEDIATE", error))
    return FALSE;
  if (func (self, data, error) && hsp_database_execute (self, "COMMIT", error))
    return TRUE;

  roll_back (self);
  return FALSE;
}

/** hsp_database_get_last_id: of the row inserted last. Thread of the database. */
gint64
hsp_database_get_last_id (HspDatabase *self)
{
  assert_worker (self);

  return sqlite3_last_insert_rowid (self->handle);
}

/**
 * hsp_database_prepare:
 * @sql: one statement; values are bound by name
 *
 * Thread of the database. Returns: (transfer full) (nullable): NULL with HSP_ERROR_STORE
 */
HspStatement *
hsp_database_prepare (HspDatabase  *self,
                      const char   *sql,
                      GError      **error)
{
  g_autoptr(HspStatement) statement = NULL;
  int code = SQLITE_OK;

  assert_worker (self);

  statement = g_new0 (HspStatement, 1);
  statement->database = self;
  code = sqlite3_prepare_v2 (self->handle, sql, -1, &statement->handle, NULL);
  if (code == SQLITE_OK)
    return g_steal_pointer (&statement);
  set_error (self, code, error);
  return NULL;
}

/** hsp_statement_free: @statement: (transfer full). Thread of the database. */
void
hsp_statement_free (HspStatement *statement)
{
  g_return_if_fail (statement != NULL);

  assert_worker (statement->database);
  sqlite3_finalize (statement->handle);
  g_free (statement);
}

static int
find_place (HspStatement *statement,
            const char   *name)
{
  int place = sqlite3_bind_parameter_index (statement->handle, name);

  assert_worker (statement->database);
  g_assert (place > 0);
  return place;
}

static void
keep_failure (HspStatement *statement,
              int           code)
{
  if (statement->failure == SQLITE_OK)
    statement->failure = code;
}

/** hsp_statement_bind_number: a failure is reported by the next step. Thread of the database. */
void
hsp_statement_bind_number (HspStatement *statement,
                           const char   *name,
                           gint64        number)
{
  int place = find_place (statement, name);

  keep_failure (statement, sqlite3_bind_int64 (statement->handle, place, number));
}

/** hsp_statement_bind_known: as a number, but @unknown is written as NULL. Thread of the database. */
void
hsp_statement_bind_known (HspStatement *statement,
                          const char   *name,
                          gint64        number,
                          gint64        unknown)
{
  int place = find_place (statement, name);

  keep_failure (statement, number == unknown
                           ? sqlite3_bind_null (statement->handle, place)
                           : sqlite3_bind_int64 (statement->handle, place, number));
}

/** hsp_statement_bind_text: @text: (nullable) (transfer none): copied. Thread of the database. */
void
hsp_statement_bind_text (HspStatement *statement,
                         const char   *name,
                         const char   *text)
{
  int place = find_place (statement, name);

  keep_failure (statement, sqlite3_bind_text (statement->handle, place, text, -1, SQLITE_TRANSIENT));
}

/**
 * hsp_statement_next:
 * @has_row: (out): whether there is a row to read
 *
 * Thread of the database. Errors: HSP_ERROR_STORE.
 */
gboolean
hsp_statement_next (HspStatement  *statement,
                    gboolean      *has_row,
                    GError       **error)
{
  int code = statement->failure;

  assert_worker (statement->database);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement->handle);
  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  set_error (statement->database, code, error);
  return FALSE;
}

/** hsp_statement_run: for a statement without rows. Thread of the database. */
gboolean
hsp_statement_run (HspStatement  *statement,
                   GError       **error)
{
  gboolean has_row = FALSE;

  return hsp_statement_next (statement, &has_row, error);
}

/** hsp_statement_get_number: 0 for NULL. Thread of the database. */
gint64
hsp_statement_get_number (HspStatement *statement,
                          int           column)
{
  assert_worker (statement->database);

  return sqlite3_column_int64 (statement->handle, column);
}

/** hsp_statement_get_known: @unknown for NULL. Thread of the database. */
gint64
hsp_statement_get_known (HspStatement *statement,
                         int           column,
                         gint64        unknown)
{
  assert_worker (statement->database);

  if (sqlite3_column_type (statement->handle, column) == SQLITE_NULL)
    return unknown;
  return sqlite3_column_int64 (statement->handle, column);
}

/**
 * hsp_statement_dup_text:
 *
 * Thread of the database. Returns: (transfer full) (nullable): valid UTF-8 whatever is in the file
 */
char *
hsp_statement_dup_text (HspStatement *statement,
                        int           column)
{
  const char *text = NULL;

  assert_worker (statement->database);

  text = (const char *) sqlite3_column_text (statement->handle, column);
  return text == NULL ? NULL : g_utf8_make_valid (text, -1);
}
