/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Favourites, services that were looked at, and watches, in the file. */
#include "config.h"

#include "hsp-error.h"
#include "journal-fixture.h"

static void
set_favourite (HspJournal *journal,
               const char *service,
               const char *name,
               gint64      time)
{
  HspMarkRow row = { (char *) service, (char *) name, time };

  assert_write (journal, hsp_journal_set_favourite_async, &row);
}

static void
note_seen (HspJournal *journal,
           const char *service,
           gint64      time)
{
  HspMarkRow row = { (char *) service, (char *) "name", time };

  assert_write (journal, hsp_journal_note_seen_async, &row);
}

/* "a b c": the services of @rows, of either kind, which both begin with them. */
static void
assert_services (GPtrArray  *rows,
                 const char *expected)
{
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "", *(char **) rows->pdata[i]);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_favourites (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(HspJournalMarks) marks = NULL;
  const HspMarkRow *row;

  set_favourite (fixture->journal, "1", "one", 1700000000);
  set_favourite (fixture->journal, "3", NASTY, 1700000002);
  set_favourite (fixture->journal, "2", "two", 1700000001);
  set_favourite (fixture->journal, "4", "of the same second, but later", 1700000002);
  /* the name follows the shop, the place stays */
  set_favourite (fixture->journal, "1", "renamed", 1800000000);
  reopen (fixture);
  marks = load_marks (fixture->journal);
  assert_services (marks->favourites, "4 3 2 1");
  row = marks->favourites->pdata[1];
  g_assert_cmpstr (row->name, ==, NASTY);
  row = marks->favourites->pdata[3];
  g_assert_cmpstr (row->name, ==, "renamed");
  g_assert_cmpint (row->time, ==, 1700000000);

  assert_write (fixture->journal, hsp_journal_unset_favourite_async, "3");
  assert_write (fixture->journal, hsp_journal_unset_favourite_async, "was never one");
  g_clear_pointer (&marks, hsp_journal_marks_free);
  marks = load_marks (fixture->journal);
  assert_services (marks->favourites, "4 2 1");
  g_assert_cmpuint (marks->seen->len + marks->watches->len, ==, 0);
}

static void
test_seen (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspJournalMarks) marks = NULL;

  note_seen (fixture->journal, "1", 1700000000);
  note_seen (fixture->journal, "2", 1700000000);
  note_seen (fixture->journal, "3", 1700000000);
  note_seen (fixture->journal, "1", 1700000000);
  marks = load_marks (fixture->journal);
  assert_services (marks->seen, "1 3 2");

  /* the clock was set back */
  note_seen (fixture->journal, "2", 1600000000);
  g_clear_pointer (&marks, hsp_journal_marks_free);
  marks = load_marks (fixture->journal);
  assert_services (marks->seen, "2 1 3");
}

static void
test_seen_limit (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(HspJournalMarks) marks = NULL;
  sqlite3 *handle = NULL;
  sqlite3_stmt *statement = NULL;
  const HspMarkRow *row;

  for (guint i = 0; i < HSP_MAX_SEEN + 7; i++)
    {
      g_autofree char *service = g_strdup_printf ("%u", i);

      note_seen (fixture->journal, service, 1700000000 + i / 10);
    }
  marks = load_marks (fixture->journal);
  g_assert_cmpuint (marks->seen->len, ==, HSP_MAX_SEEN);
  row = marks->seen->pdata[0];
  g_assert_cmpstr (row->service, ==, "206");
  row = marks->seen->pdata[HSP_MAX_SEEN - 1];
  g_assert_cmpstr (row->service, ==, "7");

  /* in the file too, not only in what is read of it */
  handle = open_raw (fixture->path);
  g_assert_cmpint (sqlite3_prepare_v2 (handle, "SELECT count (*) FROM seen", -1, &statement, NULL),
                   ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  g_assert_cmpint (sqlite3_column_int (statement, 0), ==, HSP_MAX_SEEN);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
}

static void
assert_watch (HspJournal        *journal,
              const HspWatchRow *expected)
{
  g_autoptr(HspJournalMarks) marks = load_marks (journal);
  const HspWatchRow *row = NULL;

  g_assert_cmpuint (marks->watches->len, ==, 1);
  row = marks->watches->pdata[0];
  g_assert_cmpstr (row->service, ==, expected->service);
  g_assert_cmpstr (row->name, ==, expected->name);
  g_assert_cmpint (row->since, ==, expected->since);
  g_assert_cmpint (row->rate, ==, expected->rate);
  g_assert_cmpint (row->stock, ==, expected->stock);
  g_assert_cmpint (row->checked, ==, expected->checked);
  g_assert_cmpint (row->notified_rate, ==, expected->notified_rate);
  g_assert_cmpint (row->notified_stock, ==, expected->notified_stock);
}

static void
test_watches (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(HspWatchRow) watch = make_watch ("23501");
  g_autoptr(HspWatchRow) state = NULL;
  g_autoptr(HspWatchRow) other = make_watch ("23501");
  g_autoptr(HspJournalMarks) marks = NULL;

  assert_write (fixture->journal, hsp_journal_set_watch_async, watch);
  assert_watch (fixture->journal, watch);

  state = hsp_watch_row_copy (watch);
  state->rate = HSP_MONEY_UNKNOWN;
  state->stock = -1;
  state->checked += 600;
  state->notified_rate = 1;
  state->notified_stock = 42;
  assert_write (fixture->journal, hsp_journal_update_watch_async, state);
  assert_watch (fixture->journal, state);

  /* ended and begun anew by another program: what was known of the one before is not of this one */
  other->since++;
  assert_write (fixture->journal, hsp_journal_set_watch_async, other);
  assert_watch (fixture->journal, other);
  assert_write (fixture->journal, hsp_journal_update_watch_async, state);
  assert_watch (fixture->journal, other);

  assert_write (fixture->journal, hsp_journal_unset_watch_async, "23501");
  assert_write (fixture->journal, hsp_journal_update_watch_async, other);
  marks = load_marks (fixture->journal);
  g_assert_cmpuint (marks->watches->len, ==, 0);
}

/* More than are watched come with an import only. */
static void
test_watch_limit (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(HspJournalMarks) marks = NULL;

  for (guint i = 0; i < HSP_MAX_WATCHES + 3; i++)
    {
      g_autofree char *service = g_strdup_printf ("%u", i);
      g_autoptr(HspWatchRow) watch = make_watch (service);

      watch->since += i;
      assert_write (fixture->journal, hsp_journal_set_watch_async, watch);
    }
  marks = load_marks (fixture->journal);
  g_assert_cmpuint (marks->watches->len, ==, HSP_MAX_WATCHES);
  g_assert_cmpstr (((HspWatchRow *) marks->watches->pdata[0])->service, ==, "52");
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(HspWatchRow) watch = make_watch ("1");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspMarkRow row = { (char *) "1", (char *) "", 1 };

  hsp_journal_close (fixture->journal);
  assert_refused (fixture->journal, hsp_journal_set_favourite_async, &row);
  assert_refused (fixture->journal, hsp_journal_unset_favourite_async, "1");
  assert_refused (fixture->journal, hsp_journal_note_seen_async, &row);
  assert_refused (fixture->journal, hsp_journal_set_watch_async, watch);
  assert_refused (fixture->journal, hsp_journal_unset_watch_async, "1");
  assert_refused (fixture->journal, hsp_journal_update_watch_async, watch);
  hsp_journal_load_marks_async (fixture->journal, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_null (hsp_journal_load_marks_finish (fixture->journal, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
}

static void
count_cb (HspJournal *journal,
          guint      *n)
{
  *n += 1;
}

static void
test_elsewhere (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(HspJournal) other = open_good_journal (fixture->path);
  g_autoptr(HspJournalMarks) marks = NULL;
  guint n_changes = 0;

  g_signal_connect (fixture->journal, "changed-elsewhere", G_CALLBACK (count_cb), &n_changes);
  set_favourite (other, "1", "one", 1700000000);
  hsp_test_wait (n_changes > 0);
  marks = load_marks (fixture->journal);
  assert_services (marks->favourites, "1");
}

#define ADD(path, test) \
  g_test_add ("/journal-marks/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("favourites", test_favourites);
  ADD ("seen", test_seen);
  ADD ("seen-limit", test_seen_limit);
  ADD ("watches", test_watches);
  ADD ("watch-limit", test_watch_limit);
  ADD ("closed", test_closed);
  ADD ("elsewhere", test_elsewhere);

  return g_test_run ();
}
