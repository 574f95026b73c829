/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

#include "hsp-error.h"
#include "hsp-values.h"

#include <glib/gi18n-lib.h>

/* What the program shows of the past is bounded; the file keeps it all. */
#define N_ROWS   5000
#define MAX_ROWS G_STRINGIFY (N_ROWS)
#define MAX_BALANCES "10000"
#define MAX_EVENTS "1000"

/* Statuses that do not change any more, of the shop's and its family's. */
#define FINAL_STATUSES "('completed', 'partial', 'canceled', 'cancelled', 'refunded')"

static char *
take_or_empty (char *text)
{
  return text != NULL ? text : g_strdup ("");
}

HspPurchaseRow *
hsp_journal_read_purchase (HspStatement *statement)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();
  int column = 0;

  row->id = hsp_statement_get_number (statement, column++);
  row->kind = hsp_statement_get_number (statement, column++);
  row->outcome = hsp_statement_get_number (statement, column++);
  row->order = hsp_statement_dup_text (statement, column++);
  row->item = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->name = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->category = hsp_statement_dup_text (statement, column++);
  row->quantity = hsp_statement_get_number (statement, column++);
  row->link = hsp_statement_dup_text (statement, column++);
  row->country = hsp_statement_dup_text (statement, column++);
  row->phone = hsp_statement_dup_text (statement, column++);
  row->estimate = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->currency = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->balance_before = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->balance_before_at = hsp_statement_get_number (statement, column++);
  row->created = hsp_statement_get_number (statement, column++);
  row->sent = hsp_statement_get_number (statement, column++);
  row->updated = hsp_statement_get_number (statement, column++);
  row->reason = hsp_statement_dup_text (statement, column++);
  row->status = hsp_statement_dup_text (statement, column++);
  row->charge = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->start_count = hsp_statement_get_known (statement, column++, HSP_UNKNOWN);
  row->remains = hsp_statement_get_known (statement, column++, HSP_UNKNOWN);
  row->checked = hsp_statement_get_number (statement, column++);
  row->note = hsp_statement_dup_text (statement, column++);
  return row;
}

HspNumberRow *
hsp_journal_read_number (HspStatement *statement)
{
  HspNumberRow *row = hsp_number_row_new ();
  int column = 0;

  row->order = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->purchase = hsp_statement_get_number (statement, column++);
  row->phone = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->country = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->project = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->project_name = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->status = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->code = hsp_statement_dup_text (statement, column++);
  row->text = hsp_statement_dup_text (statement, column++);
  row->charge = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->currency = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->created = hsp_statement_get_number (statement, column++);
  row->expires = hsp_statement_get_number (statement, column++);
  row->code_at = hsp_statement_get_number (statement, column++);
  row->copied = hsp_statement_get_number (statement, column++);
  row->checked = hsp_statement_get_number (statement, column++);
  row->removed = hsp_statement_get_number (statement, column++) != 0;
  return row;
}

HspBalanceRow *
hsp_journal_read_balance (HspStatement *statement)
{
  HspBalanceRow *row = g_new0 (HspBalanceRow, 1);

  row->time = hsp_statement_get_number (statement, 0);
  row->balance = hsp_statement_get_number (statement, 1);
  row->currency = take_or_empty (hsp_statement_dup_text (statement, 2));
  return row;
}

HspEventRow *
hsp_journal_read_event (HspStatement *statement)
{
  HspEventRow *row = g_new0 (HspEventRow, 1);

  row->purchase = hsp_statement_get_number (statement, 0);
  row->time = hsp_statement_get_number (statement, 1);
  row->kind = hsp_statement_get_number (statement, 2);
  row->text = hsp_statement_dup_text (statement, 3);
  row->number = hsp_statement_get_number (statement, 4);
  return row;
}

/* (transfer full) (nullable): NULL with an error, also when there is no such row */
HspPurchaseRow *
hsp_journal_find_purchase (HspDatabase  *database,
               gint64        id,
               GError      **error)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
                                    "SELECT " HSP_PURCHASE_COLUMNS " FROM purchase WHERE id = :id",
                                    error);
  if (statement == NULL)
    return NULL;
  hsp_statement_bind_number (statement, ":id", id);
  if (!hsp_statement_next (statement, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("This purchase is no longer kept on this computer."));
      return NULL;
    }
  return hsp_journal_read_purchase (statement);
}

HspMarkRow *
hsp_journal_read_mark (HspStatement *statement)
{
  HspMarkRow *row = g_new0 (HspMarkRow, 1);

  row->service = take_or_empty (hsp_statement_dup_text (statement, 0));
  row->name = take_or_empty (hsp_statement_dup_text (statement, 1));
  row->time = hsp_statement_get_number (statement, 2);
  return row;
}

HspWatchRow *
hsp_journal_read_watch (HspStatement *statement)
{
  HspWatchRow *row = hsp_watch_row_new ();
  int column = 0;

  row->service = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->name = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->since = hsp_statement_get_number (statement, column++);
  row->rate = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->stock = hsp_statement_get_known (statement, column++, HSP_UNKNOWN);
  row->checked = hsp_statement_get_number (statement, column++);
  row->notified_rate = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->notified_stock = hsp_statement_get_known (statement, column++, HSP_UNKNOWN);
  return row;
}

gboolean
hsp_journal_read_rows (HspDatabase         *database,
                       const char          *sql,
                       HspJournalReadFunc   read,
                       GPtrArray           *rows,
                       GError             **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (database, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      if (!hsp_statement_next (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (rows, read (statement));
    }
  return TRUE;
}

/* How many rows of @table there are beyond those in @rows. */
static gboolean
count_left_out (HspDatabase  *database,
                const char   *table,
                GPtrArray    *rows,
                guint        *n_left_out,
                GError      **error)
{
  g_autofree char *sql = NULL;
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  *n_left_out = 0;
  if (rows->len < N_ROWS)
    return TRUE;
  sql = g_strdup_printf ("SELECT count (*) FROM %s", table);
  statement = hsp_database_prepare (database, sql, error);
  if (statement == NULL || !hsp_statement_next (statement, &has_row, error))
    return FALSE;
  *n_left_out = has_row ? (guint) (hsp_statement_get_number (statement, 0) - rows->len) : 0;
  return TRUE;
}

/* @rows: the newest. Of those of the last one's second there may be more. @created: where in a row */
static gint64
get_after (GPtrArray *rows,
           glong      created)
{
  if (rows->len < N_ROWS)
    return G_MININT64;
  return G_STRUCT_MEMBER (gint64, rows->pdata[rows->len - 1], created);
}

/* The newest, and of the older ones, which most people have none of, those that are not over. */
static gboolean
load_purchases (HspDatabase         *database,
                HspJournalContents  *contents,
                GError             **error)
{
  const HspJournalReadFunc read = (HspJournalReadFunc) hsp_journal_read_purchase;

  if (!hsp_journal_read_rows (database,
                              "SELECT " HSP_PURCHASE_COLUMNS " FROM purchase"
                              " ORDER BY created DESC, id DESC LIMIT " MAX_ROWS,
                              read, contents->purchases, error))
    return FALSE;
  contents->purchases_after = get_after (contents->purchases,
                                         G_STRUCT_OFFSET (HspPurchaseRow, created));
  if (contents->purchases->len == N_ROWS &&
      !hsp_journal_read_rows (database,
                              "SELECT " HSP_PURCHASE_COLUMNS " FROM purchase"
                              " WHERE (outcome IN (0, 1, 5) OR (kind = 0 AND outcome = 2"
                              " AND coalesce (lower (trim (status)), '') NOT IN " FINAL_STATUSES "))"
                              " AND id NOT IN (SELECT id FROM purchase"
                              " ORDER BY created DESC, id DESC LIMIT " MAX_ROWS ")"
                              " ORDER BY created DESC, id DESC LIMIT " MAX_ROWS,
                              read, contents->purchases, error))
    return FALSE;
  return count_left_out (database, "purchase", contents->purchases,
                         &contents->n_purchases_left_out, error);
}

/* The newest were read; the oldest of them comes first. */
static void
turn_round (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len / 2; i++)
    {
      gpointer row = rows->pdata[i];

      rows->pdata[i] = rows->pdata[rows->len - 1 - i];
      rows->pdata[rows->len - 1 - i] = row;
    }
}

gboolean
hsp_journal_work_load (HspDatabase  *database,
                       gpointer      data,
                       GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspJournalContents) contents = g_new0 (HspJournalContents, 1);

  contents->purchases = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);
  contents->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  contents->balances = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_balance_row_free);

  if (!load_purchases (database, contents, error) ||
      !hsp_journal_read_rows (database,
                              "SELECT " HSP_NUMBER_COLUMNS " FROM number"
                              " ORDER BY created DESC, rowid DESC LIMIT " MAX_ROWS,
                              (HspJournalReadFunc) hsp_journal_read_number, contents->numbers,
                              error) ||
      !count_left_out (database, "number", contents->numbers,
                       &contents->n_numbers_left_out, error) ||
      !hsp_journal_read_rows (database,
                              "SELECT time, balance, currency FROM balance"
                              " ORDER BY time DESC, id DESC LIMIT " MAX_BALANCES,
                              (HspJournalReadFunc) hsp_journal_read_balance, contents->balances,
                              error))
    return FALSE;

  contents->numbers_after = get_after (contents->numbers, G_STRUCT_OFFSET (HspNumberRow, created));
  turn_round (contents->balances);
  request->contents = g_steal_pointer (&contents);
  return TRUE;
}

/* Without the time of the purchase, as of some import, by the last one that is known. */
#define WHEN "CASE WHEN created > 0 THEN created WHEN sent > 0 THEN sent ELSE updated END"

/* As much as its cost needs. */
static HspPurchaseRow *
read_forgotten (HspStatement *statement)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();
  int column = 0;

  row->kind = HSP_PURCHASE_ORDER;
  row->outcome = HSP_OUTCOME_PLACED;
  row->id = hsp_statement_get_number (statement, column++);
  row->quantity = hsp_statement_get_number (statement, column++);
  row->estimate = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->currency = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->created = hsp_statement_get_number (statement, column++);
  row->status = hsp_statement_dup_text (statement, column++);
  row->charge = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  /* bought here, whatever it was */
  row->item = g_strdup ("0");
  row->name = g_strdup ("");
  return row;
}

/* Fills @rows with all that @sql gives for ":since". */
static gboolean
read_rows_since (HspDatabase  *database,
                 const char   *sql,
                 gint64        since,
                 HspJournalReadFunc  read,
                 GPtrArray    *rows,
                 GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (database, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":since", since);
  while (has_row)
    {
      if (!hsp_statement_next (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (rows, read (statement));
    }
  return TRUE;
}

HspJournalContents *
hsp_journal_read_since (HspDatabase  *database,
                        gint64        since,
                        GError      **error)
{
  g_autoptr(HspJournalContents) contents = g_new0 (HspJournalContents, 1);

  contents->purchases = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);
  contents->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  if (!read_rows_since (database,
                        "SELECT " HSP_PURCHASE_COLUMNS " FROM purchase WHERE " WHEN " >= :since",
                        since, (HspJournalReadFunc) hsp_journal_read_purchase, contents->purchases, error) ||
      !read_rows_since (database,
                        "SELECT id, quantity, estimate, currency, created, status, charge"
                        " FROM forgotten WHERE created >= :since",
                        since, (HspJournalReadFunc) read_forgotten, contents->purchases, error) ||
      !read_rows_since (database,
                        "SELECT " HSP_NUMBER_COLUMNS " FROM number WHERE purchase IN"
                        " (SELECT id FROM purchase WHERE " WHEN " >= :since)",
                        since, (HspJournalReadFunc) hsp_journal_read_number, contents->numbers, error))
    return NULL;
  return g_steal_pointer (&contents);
}

gboolean
hsp_journal_work_read_events (HspDatabase  *database,
                              gpointer      data,
                              GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = TRUE;

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_event_row_free);
  statement = hsp_database_prepare (database,
                                    "SELECT purchase, time, kind, text, number FROM event"
                                    " WHERE purchase = :id ORDER BY id DESC LIMIT " MAX_EVENTS,
                                    error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":id", request->id);
  while (has_row)
    {
      if (!hsp_statement_next (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (events, hsp_journal_read_event (statement));
    }
  request->events = g_steal_pointer (&events);
  return TRUE;
}
