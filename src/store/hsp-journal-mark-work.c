/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

#include "hsp-clock.h"
#include "hsp-values.h"

#define MAX_FAVOURITES "5000"

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static gint64
or_now (gint64 time)
{
  return time > 0 ? time : hsp_get_now ();
}

static void
bind_mark (HspStatement     *statement,
           const HspMarkRow *row)
{
  hsp_statement_bind_text (statement, ":service", row->service);
  hsp_statement_bind_text (statement, ":name", or_empty (row->name));
  hsp_statement_bind_number (statement, ":time", or_now (row->time));
}

/* All but the name. */
static void
bind_watch (HspStatement      *statement,
            const HspWatchRow *row)
{
  hsp_statement_bind_text (statement, ":service", row->service);
  hsp_statement_bind_number (statement, ":since", or_now (row->since));
  hsp_statement_bind_known (statement, ":rate", row->rate, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_known (statement, ":stock", row->stock, HSP_UNKNOWN);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_known (statement, ":notified_rate", row->notified_rate, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_known (statement, ":notified_stock", row->notified_stock, HSP_UNKNOWN);
}

gboolean
hsp_journal_insert_favourite (HspDatabase       *database,
                              const HspMarkRow  *row,
                              gboolean          *added,
                              GError           **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "INSERT INTO favourite (service, name, added)"
                                    " VALUES (:service, :name, :time)"
                                    " ON CONFLICT (service) DO NOTHING RETURNING service", error);
  if (statement == NULL)
    return FALSE;
  bind_mark (statement, row);
  return hsp_statement_next (statement, added, error);
}

gboolean
hsp_journal_insert_watch (HspDatabase        *database,
                          const HspWatchRow  *row,
                          gboolean           *added,
                          GError            **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "INSERT INTO watch (" HSP_WATCH_COLUMNS ")"
                                    " VALUES (:service, :name, :since, :rate, :stock, :checked,"
                                    " :notified_rate, :notified_stock)"
                                    " ON CONFLICT (service) DO NOTHING RETURNING service", error);
  if (statement == NULL)
    return FALSE;
  bind_watch (statement, row);
  hsp_statement_bind_text (statement, ":name", or_empty (row->name));
  return hsp_statement_next (statement, added, error);
}

gboolean
hsp_journal_work_load_marks (HspDatabase  *database,
                             gpointer      data,
                             GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspJournalMarks) marks = g_new0 (HspJournalMarks, 1);

  marks->favourites = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_mark_row_free);
  marks->seen = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_mark_row_free);
  marks->watches = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_watch_row_free);

  if (!hsp_journal_read_rows (database,
                              "SELECT service, name, added FROM favourite"
                              " ORDER BY added DESC, rowid DESC LIMIT " MAX_FAVOURITES,
                              (HspJournalReadFunc) hsp_journal_read_mark, marks->favourites,
                              error) ||
      !hsp_journal_read_rows (database,
                              "SELECT service, name, time FROM seen"
                              " ORDER BY time DESC, rowid DESC"
                              " LIMIT " G_STRINGIFY (HSP_MAX_SEEN),
                              (HspJournalReadFunc) hsp_journal_read_mark, marks->seen, error) ||
      !hsp_journal_read_rows (database,
                              "SELECT " HSP_WATCH_COLUMNS " FROM watch"
                              " ORDER BY since DESC, rowid DESC"
                              " LIMIT " G_STRINGIFY (HSP_MAX_WATCHES),
                              (HspJournalReadFunc) hsp_journal_read_watch, marks->watches, error))
    return FALSE;

  request->marks = g_steal_pointer (&marks);
  return TRUE;
}

gboolean
hsp_journal_work_set_favourite (HspDatabase  *database,
                                gpointer      data,
                                GError      **error)
{
  const HspJournalRequest *request = data;
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "INSERT INTO favourite (service, name, added)"
                                    " VALUES (:service, :name, :time)"
                                    " ON CONFLICT (service) DO UPDATE SET name = excluded.name",
                                    error);
  if (statement == NULL)
    return FALSE;
  bind_mark (statement, request->mark);
  return hsp_statement_run (statement, error);
}

static gboolean
delete_service (HspDatabase  *database,
                const char   *sql,
                const char   *service,
                GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_text (statement, ":service", service);
  return hsp_statement_run (statement, error);
}

gboolean
hsp_journal_work_unset_favourite (HspDatabase  *database,
                                  gpointer      data,
                                  GError      **error)
{
  const HspJournalRequest *request = data;

  return delete_service (database, "DELETE FROM favourite WHERE service = :service",
                         request->service, error);
}

/* A new row each time, so that of one second the later is the newer; and a clock that was set back
 * does not make what is looked at now the oldest. */
gboolean
hsp_journal_work_note_seen (HspDatabase  *database,
                            gpointer      data,
                            GError      **error)
{
  const HspJournalRequest *request = data;
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "INSERT OR REPLACE INTO seen (service, name, time) VALUES"
                                    " (:service, :name,"
                                    " max (:time, coalesce ((SELECT max (time) FROM seen), 0)))",
                                    error);
  if (statement == NULL)
    return FALSE;
  bind_mark (statement, request->mark);
  return hsp_statement_run (statement, error) &&
         hsp_database_execute (database,
                               "DELETE FROM seen WHERE service NOT IN"
                               " (SELECT service FROM seen ORDER BY time DESC, rowid DESC"
                               " LIMIT " G_STRINGIFY (HSP_MAX_SEEN) ")", error);
}

gboolean
hsp_journal_work_set_watch (HspDatabase  *database,
                            gpointer      data,
                            GError      **error)
{
  const HspJournalRequest *request = data;
  gboolean added = FALSE;

  return delete_service (database, "DELETE FROM watch WHERE service = :service",
                         request->watch->service, error) &&
         hsp_journal_insert_watch (database, request->watch, &added, error);
}

gboolean
hsp_journal_work_unset_watch (HspDatabase  *database,
                              gpointer      data,
                              GError      **error)
{
  const HspJournalRequest *request = data;

  return delete_service (database, "DELETE FROM watch WHERE service = :service", request->service,
                         error);
}

gboolean
hsp_journal_work_update_watch (HspDatabase  *database,
                               gpointer      data,
                               GError      **error)
{
  const HspJournalRequest *request = data;
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "UPDATE watch SET rate = :rate, stock = :stock,"
                                    " checked = max (checked, :checked),"
                                    " notified_rate = :notified_rate,"
                                    " notified_stock = :notified_stock"
                                    " WHERE service = :service AND since = :since", error);
  if (statement == NULL)
    return FALSE;
  bind_watch (statement, request->watch);
  return hsp_statement_run (statement, error);
}
