/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "hsp-error.h"
#include "journal-fixture.h"

HspJournal *
open_journal (const char  *path,
              GError     **error)
{
  g_autoptr(HspJournal) journal = hsp_journal_new (path);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  if (!hsp_journal_open_finish (journal, result, error))
    return NULL;
  return g_steal_pointer (&journal);
}

HspJournal *
open_good_journal (const char *path)
{
  g_autoptr(GError) error = NULL;
  HspJournal *journal = open_journal (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (journal);
  return journal;
}

void
assert_not_opened (const char *path,
                   const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HspJournal) journal = open_journal (path, &error);

  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_null (journal);
  g_assert_true (g_str_has_suffix (error->message, "."));
  if (expected != NULL)
    g_assert_nonnull (strstr (error->message, expected));
}

void
reopen (Fixture *fixture)
{
  hsp_journal_close (fixture->journal);
  g_assert_finalize_object (fixture->journal);
  fixture->journal = open_good_journal (fixture->path);
}

void
set_up_closed (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("hsp-journal-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "account", "journal.db", NULL);
}

void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  set_up_closed (fixture, user_data);
  fixture->journal = open_good_journal (fixture->path);
}

void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  if (fixture->journal != NULL)
    g_assert_finalize_object (fixture->journal);
  hsp_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

HspPurchaseRow *
make_purchase (HspPurchaseKind kind)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();

  row->kind = kind;
  row->item = g_strdup ("23501");
  row->name = g_strdup (NASTY);
  row->category = g_strdup ("Instagram");
  row->quantity = 1000;
  row->link = g_strdup ("https://example.com/?a=1&b='\"");
  row->estimate = 500000;
  row->currency = g_strdup ("USD");
  row->balance_before = 100 * HSP_MONEY_UNIT;
  row->balance_before_at = 1700000000;
  return row;
}

/* (element-type HspNumberRow) */
GPtrArray *
new_numbers (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
}

HspNumberRow *
make_number (const char *order)
{
  HspNumberRow *row = hsp_number_row_new ();

  row->order = g_strdup (order);
  row->phone = g_strdup ("+84900000001");
  row->country = g_strdup ("vn");
  row->project = g_strdup ("65f0");
  row->project_name = g_strdup ("Example");
  row->status = g_strdup ("active");
  row->currency = g_strdup ("USD");
  row->created = 1700000100;
  return row;
}

gint64
begin_row (HspJournal           *journal,
           const HspPurchaseRow *row)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id = 0;

  hsp_journal_begin_async (journal, row, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  id = hsp_journal_begin_finish (journal, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (id, >, 0);
  return id;
}

gint64
begin (HspJournal *journal)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);

  return begin_row (journal, row);
}

/* Ends a call that returns nothing: its error, or NULL. */
GError *
finish_write (HspJournal    *journal,
              GAsyncResult **result)
{
  GError *error = NULL;

  hsp_test_wait (*result != NULL);
  g_assert_cmpint (hsp_journal_write_finish (journal, *result, &error), ==, error == NULL);
  g_clear_object (result);
  return error;
}

HspJournalContents *
load (HspJournal *journal)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspJournalContents *contents = NULL;

  hsp_journal_load_async (journal, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  contents = hsp_journal_load_finish (journal, result, &error);
  g_assert_no_error (error);
  return contents;
}

HspJournalMarks *
load_marks (HspJournal *journal)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspJournalMarks *marks = NULL;

  hsp_journal_load_marks_async (journal, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  marks = hsp_journal_load_marks_finish (journal, result, &error);
  g_assert_no_error (error);
  return marks;
}

HspWatchRow *
make_watch (const char *service)
{
  HspWatchRow *row = hsp_watch_row_new ();

  row->service = g_strdup (service);
  row->name = g_strdup (NASTY);
  row->since = 1700000000;
  row->rate = 1500000;
  row->stock = 0;
  row->checked = 1700000001;
  return row;
}

HspPurchaseRow *
find (HspJournal *journal,
      gint64      id)
{
  g_autoptr(HspJournalContents) contents = load (journal);

  for (guint i = 0; i < contents->purchases->len; i++)
    {
      HspPurchaseRow *row = g_ptr_array_index (contents->purchases, i);

      if (row->id == id)
        return hsp_purchase_row_copy (row);
    }
  return NULL;
}

HspNumberRow *
find_number (HspJournal *journal,
             const char *order)
{
  g_autoptr(HspJournalContents) contents = load (journal);

  for (guint i = 0; i < contents->numbers->len; i++)
    {
      HspNumberRow *row = g_ptr_array_index (contents->numbers, i);

      if (g_str_equal (row->order, order))
        return hsp_number_row_copy (row);
    }
  return NULL;
}

void
assert_outcome (HspJournal *journal,
                gint64      id,
                HspOutcome  outcome)
{
  g_autoptr(HspPurchaseRow) row = find (journal, id);

  /* the compiler knows that an error does not come back, of an assertion it does not */
  if (row == NULL)
    g_error ("There is no purchase %" G_GINT64_FORMAT, id);
  g_assert_cmpint (row->outcome, ==, outcome);
}

/* The kinds of the history from old to new, as "0 10 1". */
char *
read_history (HspJournal *journal,
              gint64      id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  hsp_journal_events_async (journal, id, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  events = hsp_journal_events_finish (journal, result, &error);
  g_assert_no_error (error);
  for (guint i = events->len; i > 0; i--)
    {
      const HspEventRow *event = g_ptr_array_index (events, i - 1);

      g_assert_cmpint (event->purchase, ==, id);
      g_assert_cmpint (event->time, >, 1700000000);
      g_string_append_printf (text, "%s%d", text->len > 0 ? " " : "", event->kind);
      if (event->text != NULL)
        g_string_append_printf (text, "=%s", event->text);
      else if (event->number != 0)
        g_string_append_printf (text, "=%" G_GINT64_FORMAT, event->number);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
assert_history (HspJournal *journal,
                gint64      id,
                const char *expected)
{
  g_autofree char *history = read_history (journal, id);

  g_assert_cmpstr (history, ==, expected);
}

gboolean
execute (sqlite3    *handle,
         const char *sql)
{
  return sqlite3_exec (handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

sqlite3 *
open_raw (const char *path)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  return handle;
}

GBytes *
read_bytes (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

void
assert_bytes (const char *path,
              GBytes     *before)
{
  g_autoptr(GBytes) after = read_bytes (path);

  g_assert_true (g_bytes_equal (before, after));
}

static void
dump_rows (sqlite3    *handle,
           const char *sql,
           GString    *text)
{
  sqlite3_stmt *statement = NULL;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  while (sqlite3_step (statement) == SQLITE_ROW)
    {
      for (int i = 0; i < sqlite3_column_count (statement); i++)
        {
          const char *value = (const char *) sqlite3_column_text (statement, i);

          if (!g_str_equal (sqlite3_column_name (statement, i), "owner"))
            g_string_append_printf (text, "|%s", value != NULL ? value : "NULL");
        }
      g_string_append_c (text, '\n');
    }
  sqlite3_finalize (statement);
}

/* All that is in the file but who has it in hand, as text. */
char *
dump (const char *path)
{
  static const char * const sql[] = {
    "SELECT 'purchase', * FROM purchase ORDER BY id",
    "SELECT 'event', purchase, time, kind, text, number FROM event ORDER BY purchase, id",
    "SELECT 'number', * FROM number ORDER BY shop_order",
    "SELECT 'balance', time, balance, currency FROM balance ORDER BY time, id",
    "SELECT 'favourite', * FROM favourite ORDER BY added, service",
    "SELECT 'seen', * FROM seen ORDER BY time, service",
    "SELECT 'watch', * FROM watch ORDER BY since, service",
  };
  g_autoptr(GString) text = g_string_new (NULL);
  sqlite3 *handle = open_raw (path);

  for (guint i = 0; i < G_N_ELEMENTS (sql); i++)
    dump_rows (handle, sql[i], text);
  sqlite3_close (handle);
  return g_string_free (g_steal_pointer (&text), FALSE);
}
