/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-document.h"
#include "hsp-journal-private.h"

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-file.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  HspDatabase  *database;       /* (unowned) */
  GString      *text;           /* (owned) */
  HspStatement *events;         /* (owned) (nullable) those of one purchase */
} Export;

static void
export_clear (Export *export)
{
  g_clear_pointer (&export->events, hsp_statement_free);
  if (export->text != NULL)
    g_string_free (export->text, TRUE);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Export, export_clear)

static gboolean
add_events (Export  *export,
            gint64   purchase,
            GError **error)
{
  gboolean has_row = TRUE;

  g_string_append (export->text, ",\"events\":[");
  hsp_statement_reset (export->events);
  hsp_statement_bind_number (export->events, ":id", purchase);
  for (gboolean first = TRUE; has_row; first = FALSE)
    {
      HspEventRow *row = NULL;

      if (!hsp_statement_next (export->events, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      row = hsp_journal_read_event (export->events);
      g_string_append (export->text, first ? "{" : ",{");
      hsp_document_write_row (export->text, HSP_DOCUMENT_EVENT, row);
      g_string_append_c (export->text, '}');
      hsp_event_row_free (row);
    }
  g_string_append_c (export->text, ']');
  return TRUE;
}

/* One list of the document. */
typedef struct
{
  const char         *name;
  const char         *sql;
  HspJournalReadFunc  read;
  GDestroyNotify      free;
  HspDocumentRow      kind;
  gboolean            has_events;
} List;

static const List lists[] = {
  { "purchases", "SELECT " HSP_PURCHASE_COLUMNS " FROM purchase ORDER BY created, id",
    (HspJournalReadFunc) hsp_journal_read_purchase, (GDestroyNotify) hsp_purchase_row_free,
    HSP_DOCUMENT_PURCHASE, TRUE },
  { "numbers", "SELECT " HSP_NUMBER_COLUMNS " FROM number ORDER BY created, rowid",
    (HspJournalReadFunc) hsp_journal_read_number, (GDestroyNotify) hsp_number_row_free,
    HSP_DOCUMENT_NUMBER, FALSE },
  { "balances", "SELECT time, balance, currency FROM balance ORDER BY time, id",
    (HspJournalReadFunc) hsp_journal_read_balance, (GDestroyNotify) hsp_balance_row_free,
    HSP_DOCUMENT_BALANCE, FALSE },
  { "favourites", "SELECT service, name, added FROM favourite ORDER BY added, rowid",
    (HspJournalReadFunc) hsp_journal_read_mark, (GDestroyNotify) hsp_mark_row_free,
    HSP_DOCUMENT_FAVOURITE, FALSE },
  { "watches", "SELECT " HSP_WATCH_COLUMNS " FROM watch ORDER BY since, rowid",
    (HspJournalReadFunc) hsp_journal_read_watch, (GDestroyNotify) hsp_watch_row_free,
    HSP_DOCUMENT_WATCH, FALSE },
};

static gboolean
export_row (Export       *export,
            const List   *list,
            HspStatement *statement,
            GError      **error)
{
  gpointer row = list->read (statement);
  gboolean done = TRUE;

  g_string_append_c (export->text, '{');
  hsp_document_write_row (export->text, list->kind, row);
  if (list->has_events)
    done = add_events (export, ((HspPurchaseRow *) row)->id, error);
  g_string_append_c (export->text, '}');
  list->free (row);
  return done;
}

/* A row on each line. */
static gboolean
export_list (Export      *export,
             const List  *list,
             GError     **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (export->database, list->sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  g_string_append_printf (export->text, ",\n\"%s\":[", list->name);
  for (gboolean first = TRUE; has_row; first = FALSE)
    {
      if (!hsp_statement_next (statement, &has_row, error))
        return FALSE;
      if (!has_row)
        break;
      g_string_append (export->text, first ? "\n" : ",\n");
      if (!export_row (export, list, statement, error))
        return FALSE;
    }
  g_string_append (export->text, "]");
  return TRUE;
}

gboolean
hsp_journal_work_export (HspDatabase  *database,
                         gpointer      data,
                         GError      **error)
{
  HspJournalRequest *request = data;
  g_auto(Export) export = { .database = database };

  export.text = g_string_new (NULL);
  export.events = hsp_database_prepare (database,
                                        "SELECT purchase, time, kind, text, number FROM event"
                                        " WHERE purchase = :id AND kind BETWEEN 0 AND 10"
                                        " ORDER BY id", error);
  if (export.events == NULL)
    return FALSE;

  g_string_append_printf (export.text,
                          "{\"format\":\"%s\",\"version\":%d,\"exported\":%" G_GINT64_FORMAT,
                          HSP_DOCUMENT_FORMAT, HSP_DOCUMENT_VERSION, hsp_get_now ());
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      if (!export_list (&export, &lists[i], error))
        return FALSE;
    }
  g_string_append (export.text, "}\n");
  request->document = g_string_free_to_bytes (g_steal_pointer (&export.text));
  return TRUE;
}

typedef struct
{
  char   *path;         /* (owned) */
  GBytes *document;     /* (owned) */
} Save;

static void
save_free (Save *save)
{
  g_free (save->path);
  g_bytes_unref (save->document);
  g_free (save);
}

static void
save_in_thread (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  Save *save = data;
  int failure = hsp_file_write (save->path, save->document);

  if (failure == 0)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_STORE,
                             _("The history could not be saved (%s)."), g_strerror (failure));
}

/**
 * hsp_journal_save_export_async:
 * @path: the file, which is replaced when the whole document is on the disk, and 0600
 * @document: (transfer none): of hsp_journal_export_finish()
 *
 * Main thread.
 */
void
hsp_journal_save_export_async (const char          *path,
                               GBytes              *document,
                               GCancellable        *cancellable,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Save *save = NULL;

  g_return_if_fail (path != NULL && document != NULL);

  save = g_new0 (Save, 1);
  save->path = g_strdup (path);
  save->document = g_bytes_ref (document);
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_journal_save_export_async);
  g_task_set_task_data (task, save, (GDestroyNotify) save_free);
  g_task_run_in_thread (task, save_in_thread);
}

/** hsp_journal_save_export_finish: Errors: HSP_ERROR_STORE: what was there before is still there */
gboolean
hsp_journal_save_export_finish (GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
