/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The whole history as one document, so that a person can change machines. */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-parts.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "hsp-error.h"

/* Bytes of a file that is read in no time. */
#define MOST_AT_ONCE   (1024 * 1024)

/* No history of a person's is larger; it is held in memory as a whole. */
#define MOST_MEGABYTES 256

typedef struct
{
  char             *path;      /* (owned) (nullable) */
  GBytes           *document;  /* (owned) (nullable) */
  HspJournalImport  counts;
} HistoryData;

static void
history_data_free (HistoryData *data)
{
  g_free (data->path);
  g_clear_pointer (&data->document, g_bytes_unref);
  g_free (data);
}

/* (transfer full) */
static GTask *
make_task (HspAccount          *self,
           const char          *path,
           gpointer             tag,
           GCancellable        *cancellable,
           GAsyncReadyCallback  callback,
           gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  HistoryData *data = g_new0 (HistoryData, 1);

  data->path = g_strdup (path);
  g_task_set_source_tag (task, tag);
  g_task_set_task_data (task, data, (GDestroyNotify) history_data_free);
  /* what was written or imported is not undone by a cancel that came late */
  g_task_set_check_cancellable (task, FALSE);
  return task;
}

/* Export */

static void
export_saved_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HistoryData *data = g_task_get_task_data (task);
  GError *error = NULL;

  if (hsp_journal_save_export_finish (result, &error))
    g_task_return_pointer (task, g_bytes_ref (data->document), (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static void
export_made_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  HistoryData *data = g_task_get_task_data (task);
  GError *error = NULL;

  data->document = hsp_journal_export_finish (HSP_JOURNAL (object), result, &error);
  if (data->document == NULL)
    g_task_return_error (task, error);
  else if (data->path == NULL)
    g_task_return_pointer (task, g_bytes_ref (data->document), (GDestroyNotify) g_bytes_unref);
  else
    hsp_journal_save_export_async (data->path, data->document, cancellable, export_saved_cb,
                                   g_steal_pointer (&task));
}

/**
 * hsp_account_export_async:
 * @path: (nullable): the file to write, which is replaced when the whole document is on the disk and
 *   is readable by nobody else; NULL: the document is only given back
 *
 * Makes a document of everything the journal knows: codes, numbers and notes too, the key and goods
 * not. Errors: HSP_ERROR_STORE, G_IO_ERROR_CANCELLED. Main thread.
 */
void
hsp_account_export_async (HspAccount          *self,
                          const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));

  hsp_journal_export_async (self->journal, cancellable, export_made_cb,
                            make_task (self, path, hsp_account_export_async, cancellable, callback,
                                       user_data));
}

/**
 * hsp_account_export_finish:
 *
 * Returns: (transfer full) (nullable): the document
 */
GBytes *
hsp_account_export_finish (HspAccount    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Import */

static void
read_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  const char *path = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  GStatBuf info;

  if (g_stat (path, &info) == 0 && (guint64) info.st_size > (guint64) MOST_MEGABYTES * 1024 * 1024)
    g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_USAGE,
                             _("This file is too large for a history: %d MB is the most."),
                             MOST_MEGABYTES);
  else if (!g_file_get_contents (path, &text, &length, &error))
    g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_USAGE,
                             _("The file cannot be read: %s"), error->message);
  else
    g_task_return_pointer (task, g_bytes_new_take (g_steal_pointer (&text), length),
                           (GDestroyNotify) g_bytes_unref);
}

/* Of a document that is read sooner than a thread is made. */
static gboolean
is_short (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 && S_ISREG (info.st_mode) && info.st_size <= MOST_AT_ONCE;
}

static void
import_loaded_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(GError) error = NULL;

  contents = hsp_journal_load_finish (HSP_JOURNAL (object), result, &error);
  if (contents != NULL)
    hsp_account_take_contents (g_task_get_source_object (task), contents);
  else
    g_debug ("What was imported is shown at the next start: %s", error->message);
  g_task_return_boolean (task, TRUE);
}

static void
import_done_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HistoryData *data = g_task_get_task_data (task);
  HspAccount *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!hsp_journal_import_finish (HSP_JOURNAL (object), result, &data->counts, &error))
    g_task_return_error (task, error);
  else if (self->deaf)
    g_task_return_boolean (task, TRUE);
  else
    hsp_journal_load_async (HSP_JOURNAL (object), NULL, import_loaded_cb, g_steal_pointer (&task));
}

static void
import_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspAccount *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  g_autoptr(GBytes) document = NULL;
  GError *error = NULL;

  document = g_task_propagate_pointer (G_TASK (result), &error);
  if (document == NULL)
    g_task_return_error (task, error);
  else
    hsp_journal_import_async (self->journal, document, cancellable, import_done_cb,
                              g_steal_pointer (&task));
}

/**
 * hsp_account_import_async:
 * @path: a file that hsp_account_export_async() has written, on any machine
 *
 * Adds what the journal lacks, all of it or nothing, and shows it before it finishes. What is there
 * already stays once. Errors: HSP_ERROR_USAGE with a sentence when the file cannot be read or is not
 * right, HSP_ERROR_STORE, G_IO_ERROR_CANCELLED; nothing was imported then. Main thread.
 */
void
hsp_account_import_async (HspAccount          *self,
                          const char          *path,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) reading = NULL;

  g_return_if_fail (HSP_IS_ACCOUNT (self));
  g_return_if_fail (path != NULL);

  /* without a source, whose last reference would go where the worker ends */
  reading = g_task_new (NULL, cancellable, import_read_cb,
                        make_task (self, path, hsp_account_import_async, cancellable, callback,
                                   user_data));
  g_task_set_source_tag (reading, hsp_account_import_async);
  g_task_set_task_data (reading, g_strdup (path), g_free);
  if (self->deaf && is_short (path))
    read_in_thread (reading, NULL, (gpointer) path, cancellable);
  else
    g_task_run_in_thread (reading, read_in_thread);
}

/**
 * hsp_account_import_finish:
 * @counts: (out) (optional): what it did
 *
 * Returns: whether it was imported
 */
gboolean
hsp_account_import_finish (HspAccount        *self,
                           GAsyncResult      *result,
                           HspJournalImport  *counts,
                           GError           **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return FALSE;
  if (counts != NULL)
    *counts = ((HistoryData *) g_task_get_task_data (G_TASK (result)))->counts;
  return TRUE;
}
