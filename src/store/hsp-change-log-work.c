/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-changes"

#include "config.h"

#include "hsp-change-log-private.h"

#include "hsp-clock.h"
#include "hsp-error.h"

#include <glib/gi18n-lib.h>

/* "HSPC" */
#define APPLICATION_ID 0x48535043

#define DAY G_GINT64_CONSTANT (86400)

/* Figures are NULL when unknown, times Unix seconds. Numbers of changes are never used again, so that
 * one tells what is newer, whatever the clock does. A visit is how far the changes were looked at. */
static const char * const schema[] = {
  "CREATE TABLE change ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  time INTEGER NOT NULL,"
  "  service TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  kind INTEGER NOT NULL,"
  "  old_figure INTEGER,"
  "  new_figure INTEGER,"
  "  CHECK (kind BETWEEN 0 AND 5)"
  ") STRICT;"
  "CREATE INDEX change_service ON change (service);"
  "CREATE TABLE visit ("
  "  one INTEGER PRIMARY KEY NOT NULL,"
  "  newest INTEGER NOT NULL,"
  "  time INTEGER NOT NULL,"
  "  CHECK (one = 1)"
  ") STRICT;",
};

const HspDatabaseKind hsp_change_log_kind = {
  .application_id = APPLICATION_ID,
  .steps = schema,
  .n_steps = G_N_ELEMENTS (schema),
  .disposable = TRUE,
};

/* The file may not have been opened: calls are queued behind that. */
static gboolean
check_open (HspDatabase  *database,
            GError      **error)
{
  if (hsp_database_is_open (database))
    return TRUE;
  g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                       _("The changes of the catalogue are not kept."));
  return FALSE;
}

static gboolean
prune (HspDatabase  *database,
       gpointer      data,
       GError      **error)
{
  g_autoptr(HspStatement) old = NULL;
  g_autoptr(HspStatement) many = NULL;

  old = hsp_database_prepare (database, "DELETE FROM change WHERE time < :oldest", error);
  if (old == NULL)
    return FALSE;
  hsp_statement_bind_number (old, ":oldest", hsp_get_now () - HSP_CHANGE_DAYS * DAY);
  if (!hsp_statement_run (old, error))
    return FALSE;

  many = hsp_database_prepare (database,
                               "DELETE FROM change WHERE id <="
                               " (SELECT id FROM change ORDER BY id DESC LIMIT 1 OFFSET :most)",
                               error);
  if (many == NULL)
    return FALSE;
  hsp_statement_bind_number (many, ":most", HSP_CHANGE_ROWS);
  return hsp_statement_run (many, error);
}

gboolean
hsp_change_log_work_open (HspDatabase  *database,
                          gpointer      data,
                          GError      **error)
{
  return hsp_database_open (database, error) && hsp_database_transact (database, prune, NULL, error);
}

/* Another program that had the same reading before may have told of the same change already. */
static gboolean
insert_rows (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  const HspChangeRequest *request = data;
  g_autoptr(HspStatement) insert = NULL;

  insert = hsp_database_prepare (database,
                                 "INSERT INTO change (time, service, name, kind, old_figure,"
                                 " new_figure)"
                                 " SELECT :time, :service, :name, :kind, :before, :after"
                                 " WHERE NOT EXISTS (SELECT 1 FROM change WHERE service = :service"
                                 " AND time >= :since AND kind = :kind AND old_figure IS :before"
                                 " AND new_figure IS :after)", error);
  if (insert == NULL)
    return FALSE;
  for (guint i = 0; i < request->rows->len; i++)
    {
      const HspChangeRecord *row = g_ptr_array_index (request->rows, i);

      hsp_statement_bind_number (insert, ":time", row->time);
      hsp_statement_bind_text (insert, ":service", row->service);
      hsp_statement_bind_text (insert, ":name", row->name);
      hsp_statement_bind_number (insert, ":kind", row->kind);
      hsp_statement_bind_known (insert, ":before", row->before, HSP_UNKNOWN);
      hsp_statement_bind_known (insert, ":after", row->after, HSP_UNKNOWN);
      hsp_statement_bind_number (insert, ":since", request->since);
      if (!hsp_statement_run (insert, error))
        return FALSE;
      hsp_statement_reset (insert);
    }
  return prune (database, NULL, error);
}

gboolean
hsp_change_log_work_append (HspDatabase  *database,
                            gpointer      data,
                            GError      **error)
{
  return check_open (database, error) && hsp_database_transact (database, insert_rows, data, error);
}

/* The table of the last run may not have been read through yet. */
static gboolean
compare (HspDatabase       *database,
         HspChangeRequest  *request,
         GError           **error)
{
  guint n_left_out = 0;

  if (!hsp_service_table_is_verified (request->before)
      && !hsp_service_table_verify (request->before, NULL, error))
    return FALSE;
  request->since = hsp_service_table_get_time (request->before);
  request->rows = hsp_service_changes_between (request->before, request->after, HSP_MAX_CHANGES,
                                               &n_left_out);
  if (n_left_out > 0)
    g_debug ("%u changes of %u are not kept", n_left_out, n_left_out + request->rows->len);
  if (request->rows->len == 0)
    return TRUE;
  return hsp_database_transact (database, insert_rows, request, error);
}

/* What is large goes here: it would hold the main thread for milliseconds. */
gboolean
hsp_change_log_work_compare (HspDatabase  *database,
                             gpointer      data,
                             GError      **error)
{
  HspChangeRequest *request = data;
  const gboolean done = check_open (database, error) && compare (database, request, error);

  g_clear_pointer (&request->rows, g_ptr_array_unref);
  g_clear_pointer (&request->before, hsp_service_table_unref);
  g_clear_pointer (&request->after, hsp_service_table_unref);
  return done;
}

/* Reading */

static HspChangeRecord *
read_row (HspStatement *statement)
{
  HspChangeRecord *row = g_new0 (HspChangeRecord, 1);

  row->id = hsp_statement_get_number (statement, 0);
  row->time = hsp_statement_get_number (statement, 1);
  row->service = hsp_statement_dup_text (statement, 2);
  row->name = hsp_statement_dup_text (statement, 3);
  row->kind = (HspChangeKind) hsp_statement_get_number (statement, 4);
  row->before = hsp_statement_get_known (statement, 5, HSP_UNKNOWN);
  row->after = hsp_statement_get_known (statement, 6, HSP_UNKNOWN);
  return row;
}

static gboolean
read_rows (HspDatabase  *database,
           gpointer      data,
           GError      **error)
{
  HspChangeRequest *request = data;
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
                                    "SELECT id, time, service, name, kind, old_figure, new_figure"
                                    " FROM change WHERE id > :newer AND id < :older"
                                    " AND (:kind < 0 OR kind = :kind)"
                                    " ORDER BY id DESC LIMIT " G_STRINGIFY (HSP_CHANGE_PAGE), error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":newer", request->newer_than);
  hsp_statement_bind_number (statement, ":older", request->older_than);
  hsp_statement_bind_number (statement, ":kind", request->kind);
  request->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_change_record_free);
  while (hsp_statement_next (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      g_ptr_array_add (request->rows, read_row (statement));
    }
  return FALSE;
}

gboolean
hsp_change_log_work_read (HspDatabase  *database,
                          gpointer      data,
                          GError      **error)
{
  return check_open (database, error) && hsp_database_read (database, read_rows, data, error);
}

static gboolean
read_visit (HspDatabase     *database,
            HspChangeMarks  *marks,
            gint64          *visited,
            GError         **error)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
                                    "SELECT (SELECT max (id) FROM change), newest, time"
                                    " FROM (SELECT 1) LEFT JOIN visit", error);
  if (statement == NULL || !hsp_statement_next (statement, &has_row, error))
    return FALSE;
  marks->newest = hsp_statement_get_number (statement, 0);
  *visited = hsp_statement_get_number (statement, 1);
  marks->visited_at = hsp_statement_get_number (statement, 2);
  return TRUE;
}

static void
add_mark (HspChangeMarks *marks,
          HspStatement   *statement)
{
  g_autofree char *service = hsp_statement_dup_text (statement, 0);
  gpointer key = NULL;

  if (!g_hash_table_lookup_extended (marks->kinds, service, &key, NULL))
    key = g_string_chunk_insert (marks->services, service);
  g_hash_table_insert (marks->kinds, key,
                       GINT_TO_POINTER ((int) hsp_statement_get_number (statement, 1)));
  marks->n_changes++;
}

static gboolean
read_marks (HspDatabase  *database,
            gpointer      data,
            GError      **error)
{
  HspChangeRequest *request = data;
  g_autoptr(HspStatement) statement = NULL;
  gint64 visited = 0;
  gboolean has_row = FALSE;

  request->marks = g_new0 (HspChangeMarks, 1);
  request->marks->kinds = g_hash_table_new (g_str_hash, g_str_equal);
  request->marks->services = g_string_chunk_new (4096);
  if (!read_visit (database, request->marks, &visited, error))
    return FALSE;
  statement = hsp_database_prepare (database,
                                    "SELECT service, kind FROM change WHERE id > :visited"
                                    " ORDER BY id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":visited", visited);
  while (hsp_statement_next (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      add_mark (request->marks, statement);
    }
  return FALSE;
}

gboolean
hsp_change_log_work_load_marks (HspDatabase  *database,
                                gpointer      data,
                                GError      **error)
{
  return check_open (database, error) && hsp_database_read (database, read_marks, data, error);
}

static gboolean
write_visit (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  const HspChangeRequest *request = data;
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "INSERT INTO visit (one, newest, time) VALUES (1, :newest, :time)"
                                    " ON CONFLICT (one) DO UPDATE SET"
                                    " newest = max (newest, excluded.newest), time = excluded.time",
                                    error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":newest", request->newer_than);
  hsp_statement_bind_number (statement, ":time", hsp_get_now ());
  return hsp_statement_run (statement, error);
}

gboolean
hsp_change_log_work_note_visit (HspDatabase  *database,
                                gpointer      data,
                                GError      **error)
{
  return check_open (database, error) && hsp_database_transact (database, write_visit, data, error);
}

gboolean
hsp_change_log_work_look (HspDatabase  *database,
                          gpointer      data,
                          GError      **error)
{
  HspChangeRequest *request = data;

  return check_open (database, error)
         && hsp_database_check_changed (database, &request->changed, error);
}
