/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-changes"

#include "config.h"

#include "hsp-change-log-private.h"

#include "hsp-bell.h"
#include "hsp-error.h"

#include <glib/gi18n-lib.h>

/* Seconds: nothing is lost that would be missed. */
#define CLOSE_LIMIT 5

struct _HspChangeLog
{
  GObject      parent_instance;

  char        *path;        /* (owned) */
  HspDatabase *database;    /* (owned) (nullable) while not closed */
  HspBell     *bell;        /* (owned) (nullable) while open */
  gboolean     looking;     /* a look is under way… */
  gboolean     look_again;  /* …and there was a ring since it began */
};

enum
{
  CHANGED_ELSEWHERE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspChangeLog, hsp_change_log, G_TYPE_OBJECT)

/** hsp_change_marks_free: @marks: (transfer full) */
void
hsp_change_marks_free (HspChangeMarks *marks)
{
  g_hash_table_unref (marks->kinds);
  g_string_chunk_free (marks->services);
  g_free (marks);
}

static void
request_free (gpointer data)
{
  HspChangeRequest *request = data;

  g_clear_pointer (&request->before, hsp_service_table_unref);
  g_clear_pointer (&request->after, hsp_service_table_unref);
  g_clear_pointer (&request->rows, g_ptr_array_unref);
  g_clear_pointer (&request->marks, hsp_change_marks_free);
  g_free (request);
}

/* @request: (transfer full) */
static void
queue (HspChangeLog        *self,
       HspDatabaseFunc      func,
       HspChangeRequest    *request,
       gpointer             source_tag,
       GCancellable        *cancellable,
       GAsyncReadyCallback  callback,
       gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_task_data (task, request, request_free);
  if (self->database == NULL)
    g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_STORE, "%s",
                             _("The changes of the catalogue are not kept."));
  else
    hsp_database_queue (self->database, func, g_steal_pointer (&task));
}

/* Other programs */

static void look (HspChangeLog *self);

static void
look_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  HspChangeLog *self = HSP_CHANGE_LOG (object);
  const HspChangeRequest *request = g_task_get_task_data (G_TASK (result));
  const gboolean looked = g_task_propagate_boolean (G_TASK (result), NULL);

  if (self->bell == NULL)
    return;
  self->looking = FALSE;
  if (self->look_again)
    look (self);
  if (looked && request->changed)
    g_signal_emit (self, signals[CHANGED_ELSEWHERE], 0);
}

static void
look (HspChangeLog *self)
{
  self->look_again = self->looking;
  if (self->looking)
    return;
  self->looking = TRUE;
  queue (self, hsp_change_log_work_look, g_new0 (HspChangeRequest, 1), look, NULL, look_cb, NULL);
}

static void
on_bell_cb (gboolean ended,
            gpointer user_data)
{
  look (user_data);
}

/* Opening and closing */

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  HspChangeLog *self = HSP_CHANGE_LOG (object);
  g_autoptr(GTask) task = user_data;
  g_autofree char *path = NULL;
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->database != NULL)
    {
      path = hsp_database_get_bell_path (self->database);
      self->bell = hsp_bell_new (path, on_bell_cb, self);
    }
  g_task_return_boolean (task, TRUE);
}

static void
hsp_change_log_finalize (GObject *object)
{
  HspChangeLog *self = HSP_CHANGE_LOG (object);

  hsp_change_log_close (self);
  g_free (self->path);

  G_OBJECT_CLASS (hsp_change_log_parent_class)->finalize (object);
}

static void
hsp_change_log_class_init (HspChangeLogClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_change_log_finalize;

  /* Another program has written: read again. */
  signals[CHANGED_ELSEWHERE] = g_signal_new ("changed-elsewhere", HSP_TYPE_CHANGE_LOG,
                                             G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE,
                                             0);
}

static void
hsp_change_log_init (HspChangeLog *self)
{
}

/** hsp_change_log_new: @path: the file. No I/O. Returns: (transfer full) */
HspChangeLog *
hsp_change_log_new (const char *path)
{
  HspChangeLog *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (HSP_TYPE_CHANGE_LOG, NULL);
  self->path = g_strdup (path);
  return self;
}

/**
 * hsp_change_log_open_async:
 *
 * Opens the file, a new one where it is missing or damaged, and forgets what is too old. Calls may
 * follow at once: they are done after it. Once. Ends with hsp_change_log_finish(). Main thread.
 */
void
hsp_change_log_open_async (HspChangeLog        *self,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  GTask *task = NULL;

  g_return_if_fail (HSP_IS_CHANGE_LOG (self));
  g_return_if_fail (self->database == NULL);

  self->database = hsp_database_new (self->path, &hsp_change_log_kind);
  hsp_database_start (self->database);
  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_change_log_open_async);
  queue (self, hsp_change_log_work_open, g_new0 (HspChangeRequest, 1), hsp_change_log_open_async,
         NULL, open_cb, task);
}

/**
 * hsp_change_log_close:
 *
 * Waits a while for what is queued; then it goes on in the thread. Safe in any state. Main thread.
 */
void
hsp_change_log_close (HspChangeLog *self)
{
  g_autoptr(HspDatabase) database = NULL;

  g_return_if_fail (HSP_IS_CHANGE_LOG (self));

  g_clear_pointer (&self->bell, hsp_bell_free);
  database = g_steal_pointer (&self->database);
  if (database == NULL)
    return;
  hsp_database_stop (database, NULL, NULL);
  if (!hsp_database_wait (database, CLOSE_LIMIT))
    g_debug ("The changes are closed behind us.");
}

/* Calls */

/**
 * hsp_change_log_compare_async:
 * @before: (transfer none): all that the shop offered; need not be verified
 * @after: (transfer none): verified, all that it offers now
 *
 * Finds what differs, and writes it, on the thread of the database. Ends with
 * hsp_change_log_finish(). Main thread.
 */
void
hsp_change_log_compare_async (HspChangeLog        *self,
                              HspServiceTable     *before,
                              HspServiceTable     *after,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  HspChangeRequest *request = NULL;

  g_return_if_fail (HSP_IS_CHANGE_LOG (self));
  g_return_if_fail (before != NULL && after != NULL);

  request = g_new0 (HspChangeRequest, 1);
  request->before = hsp_service_table_ref (before);
  request->after = hsp_service_table_ref (after);
  queue (self, hsp_change_log_work_compare, request, hsp_change_log_compare_async, NULL, callback,
         user_data);
}

/**
 * hsp_change_log_append_async:
 * @rows: (transfer none) (element-type HspChangeRecord): not changed any more
 * @since: when what they are compared with was read: what another program has written of the same
 *   change after it is not written twice
 *
 * Ends with hsp_change_log_finish(). Main thread.
 */
void
hsp_change_log_append_async (HspChangeLog        *self,
                             GPtrArray           *rows,
                             gint64               since,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  HspChangeRequest *request = NULL;

  g_return_if_fail (HSP_IS_CHANGE_LOG (self));
  g_return_if_fail (rows != NULL);

  request = g_new0 (HspChangeRequest, 1);
  request->rows = g_ptr_array_ref (rows);
  request->since = since;
  queue (self, hsp_change_log_work_append, request, hsp_change_log_append_async, NULL, callback,
         user_data);
}

/**
 * hsp_change_log_note_visit_async:
 * @newest: what has been looked at, with all before it
 *
 * Ends with hsp_change_log_finish(). Main thread.
 */
void
hsp_change_log_note_visit_async (HspChangeLog        *self,
                                 gint64               newest,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  HspChangeRequest *request = NULL;

  g_return_if_fail (HSP_IS_CHANGE_LOG (self));

  request = g_new0 (HspChangeRequest, 1);
  request->newer_than = newest;
  queue (self, hsp_change_log_work_note_visit, request, hsp_change_log_note_visit_async, NULL,
         callback, user_data);
}

/** hsp_change_log_finish: Errors: HSP_ERROR_STORE */
gboolean
hsp_change_log_finish (HspChangeLog  *self,
                       GAsyncResult  *result,
                       GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_change_log_read_async:
 * @newer_than: 0: down to the oldest
 * @older_than: %G_MAXINT64: from the newest on
 * @kind: an HspChangeKind, or -1 for all
 *
 * Reads the newest HSP_CHANGE_PAGE between the two. Main thread.
 */
void
hsp_change_log_read_async (HspChangeLog        *self,
                           gint64               newer_than,
                           gint64               older_than,
                           int                  kind,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  HspChangeRequest *request = NULL;

  g_return_if_fail (HSP_IS_CHANGE_LOG (self));

  request = g_new0 (HspChangeRequest, 1);
  request->newer_than = newer_than;
  request->older_than = older_than;
  request->kind = kind;
  queue (self, hsp_change_log_work_read, request, hsp_change_log_read_async, cancellable, callback,
         user_data);
}

/**
 * hsp_change_log_read_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspChangeRecord): newest first. Errors:
 *   HSP_ERROR_STORE, G_IO_ERROR_CANCELLED
 */
GPtrArray *
hsp_change_log_read_finish (HspChangeLog  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  HspChangeRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->rows);
}

/** hsp_change_log_load_marks_async: reads what has changed since the last visit. Main thread. */
void
hsp_change_log_load_marks_async (HspChangeLog        *self,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_return_if_fail (HSP_IS_CHANGE_LOG (self));

  queue (self, hsp_change_log_work_load_marks, g_new0 (HspChangeRequest, 1),
         hsp_change_log_load_marks_async, cancellable, callback, user_data);
}

/**
 * hsp_change_log_load_marks_finish:
 *
 * Returns: (transfer full) (nullable). Errors: HSP_ERROR_STORE, G_IO_ERROR_CANCELLED.
 */
HspChangeMarks *
hsp_change_log_load_marks_finish (HspChangeLog  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  HspChangeRequest *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->marks);
}
