/* SPDX-License-Identifier: GPL-3.0-or-later */
/* for memmem() */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-error.h"
#include "hsp-journal-private.h"
#include "journal-fixture.h"

#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

static void
load_dump (const char *path,
           const char *name)
{
  g_autofree char *dump = g_build_filename (TEST_DATA, name, NULL);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *sql = NULL;
  g_autoptr(GError) error = NULL;
  sqlite3 *handle = NULL;

  g_file_get_contents (dump, &sql, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  handle = open_raw (path);
  g_assert_true (execute (handle, sql));
  /* some were taken out */
  g_assert_true (execute (handle, "UPDATE sqlite_sequence SET seq = 40 WHERE name = 'purchase'"));
  sqlite3_close (handle);
}

/* What the dumps of all versions have. */
static void
assert_purchases (Fixture *fixture)
{
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(HspPurchaseRow) placed = NULL;
  g_autoptr(HspNumberRow) number = NULL;

  contents = load (fixture->journal);
  g_assert_cmpuint (contents->purchases->len, ==, 8);
  g_assert_cmpuint (contents->numbers->len, ==, 2);
  g_assert_cmpuint (contents->balances->len, ==, 2);
  placed = find (fixture->journal, 1);
  g_assert_cmpstr (placed->name, ==, "Tăng người theo dõi 🎉 <b>&");
  g_assert_cmpint (placed->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_cmpstr (placed->status, ==, "In progress");
  g_assert_cmpint (placed->charge, ==, 450000);
  assert_history (fixture->journal, 1, "0 10=100000000 1 2=771204 9=450000 8=700 7=In progress");
  assert_history (fixture->journal, 2, "0 1 3=Insufficient balance");
  assert_history (fixture->journal, 3, "0 4=Offline");
  assert_history (fixture->journal, 4, "0 1 5=No answer");
  assert_history (fixture->journal, 5, "0 1 5=No answer 6");
  assert_history (fixture->journal, 6, "0 1 2=12345, 12346");
  assert_history (fixture->journal, 7, "0 4=The program ended before anything was sent.");
  assert_history (fixture->journal, 8, "0 1 5=The program ended before the shop’s answer was kept.");
  assert_outcome (fixture->journal, 2, HSP_OUTCOME_REJECTED);
  assert_outcome (fixture->journal, 3, HSP_OUTCOME_NOT_SENT);
  assert_outcome (fixture->journal, 4, HSP_OUTCOME_UNCONFIRMED);
  assert_outcome (fixture->journal, 5, HSP_OUTCOME_NOT_PLACED);
  assert_outcome (fixture->journal, 6, HSP_OUTCOME_PLACED);
  assert_outcome (fixture->journal, 7, HSP_OUTCOME_NOT_SENT);
  assert_outcome (fixture->journal, 8, HSP_OUTCOME_UNCONFIRMED);
  number = find_number (fixture->journal, "12345");
  g_assert_cmpint (number->purchase, ==, 6);
  g_assert_cmpstr (number->code, ==, "730461");
  g_assert_cmpint (begin (fixture->journal), ==, 41);
  assert_history (fixture->journal, 41, "0 10=100000000");
}

static gint64
read_number (const char *path,
             const char *sql)
{
  sqlite3 *handle = open_raw (path);
  sqlite3_stmt *statement = NULL;
  gint64 number = 0;

  g_assert_cmpint (sqlite3_prepare_v2 (handle, sql, -1, &statement, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_step (statement), ==, SQLITE_ROW);
  number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  sqlite3_close (handle);
  return number;
}

static gint64
read_version (const char *path)
{
  return read_number (path, "PRAGMA user_version");
}

static void
test_version_1 (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".backup-1", NULL);
  g_autoptr(HspJournalMarks) marks = NULL;
  HspMarkRow mark = { (char *) "5", (char *) NASTY, 1700000000 };

  load_dump (fixture->path, "journal-1.sql");
  fixture->journal = open_good_journal (fixture->path);
  assert_purchases (fixture);
  g_assert_cmpint (read_version (fixture->path), ==, 4);
  g_assert_cmpint (read_version (backup), ==, 1);

  marks = load_marks (fixture->journal);
  g_assert_cmpuint (marks->favourites->len + marks->seen->len + marks->watches->len, ==, 0);
  assert_write (fixture->journal, hsp_journal_set_favourite_async, &mark);
}

static void
test_version_2 (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".backup-2", NULL);
  g_autoptr(HspJournalMarks) marks = NULL;
  const HspMarkRow *mark;
  const HspWatchRow *watch;

  load_dump (fixture->path, "journal-2.sql");
  fixture->journal = open_good_journal (fixture->path);
  assert_purchases (fixture);
  g_assert_cmpint (read_version (fixture->path), ==, 4);
  g_assert_cmpint (read_version (backup), ==, 2);

  marks = load_marks (fixture->journal);
  g_assert_cmpuint (marks->favourites->len, ==, 2);
  mark = g_ptr_array_index (marks->favourites, 1);
  g_assert_cmpstr (mark->service, ==, "23501");
  g_assert_cmpstr (mark->name, ==, "Tăng người theo dõi 🎉 <b>&");
  g_assert_cmpint (mark->time, ==, 1700000100);
  g_assert_cmpuint (marks->seen->len, ==, 2);
  mark = g_ptr_array_index (marks->seen, 0);
  g_assert_cmpstr (mark->service, ==, "77");
  g_assert_cmpuint (marks->watches->len, ==, 2);
  watch = g_ptr_array_index (marks->watches, 0);
  g_assert_cmpint (watch->rate, ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (watch->stock, ==, -1);
  g_assert_cmpint (watch->notified_stock, ==, -1);
  watch = g_ptr_array_index (marks->watches, 1);
  g_assert_cmpint (watch->rate, ==, 500000);
  g_assert_cmpint (watch->stock, ==, 0);
  g_assert_cmpint (watch->checked, ==, 1700000720);
  g_assert_cmpint (watch->notified_rate, ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (watch->notified_stock, ==, 42);
}

static void
test_version_3 (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".backup-3", NULL);

  load_dump (fixture->path, "journal-3.sql");
  fixture->journal = open_good_journal (fixture->path);
  assert_purchases (fixture);
  g_assert_cmpint (read_version (fixture->path), ==, 4);
  g_assert_cmpint (read_version (backup), ==, 3);
  g_assert_cmpint (read_number (fixture->path, "SELECT charge FROM forgotten WHERE id = 5"), ==, 500000);
}

static void
test_version_4 (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *backup = g_strconcat (fixture->path, ".backup-4", NULL);

  load_dump (fixture->path, "journal-4.sql");
  fixture->journal = open_good_journal (fixture->path);
  assert_purchases (fixture);
  g_assert_false (g_file_test (backup, G_FILE_TEST_EXISTS));
}

#define PAGE 4096

/* Pages that SQLite has written to the WAL since it began: behind them are zeros, or nothing. */
static guint
count_written_pages (Fixture *fixture)
{
  const gsize header = 32, frame = 24 + PAGE;
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autoptr(GBytes) bytes = read_bytes (wal);
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (bytes, &size);
  guint n = 0;

  while (header + (n + 1) * frame <= size &&
         memcmp (data + header + n * frame, "\0\0\0", 4) != 0)
    n++;
  return n;
}

/* A person waits until they are on the disk: the purchase, its number and its events, and a further page
 * where one of them is full. */
static void
test_pages (Fixture       *fixture,
            gconstpointer  user_data)
{
  guint n_three = 0, n_before = 0;

  begin (fixture->journal);
  n_before = count_written_pages (fixture);
  for (guint i = 0; i < 40; i++)
    {
      guint n = 0;

      begin (fixture->journal);
      n = count_written_pages (fixture);
      g_assert_cmpuint (n - n_before, >=, 3);
      n_three += n - n_before == 3;
      n_before = n;
    }
  g_assert_cmpuint (n_three, >=, 30);
}

static gboolean
open_database (HspDatabase  *database,
               gpointer      data,
               GError      **error)
{
  return hsp_database_open (database, error);
}

static void
migrate_to (const char             *path,
            const HspDatabaseKind  *kind,
            GError                **error)
{
  g_autoptr(HspDatabase) database = hsp_database_new (path, kind);
  GAsyncResult *result = NULL, *stopped = NULL;

  hsp_database_start (database);
  hsp_database_queue (database, open_database,
                      g_task_new (NULL, NULL, hsp_test_store_result, &result));
  hsp_database_stop (database, NULL, g_task_new (NULL, NULL, hsp_test_store_result, &stopped));
  hsp_test_wait (result != NULL && stopped != NULL);
  g_task_propagate_boolean (G_TASK (result), error);
  g_clear_object (&result);
  g_clear_object (&stopped);
}

static gboolean
note_thread (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  *(GThread **) data = g_thread_self ();
  return hsp_database_open (database, error);
}

/* Work of the calling thread is done when it is queued, and answered as work of another is. */
static void
test_here (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspDatabase) database = hsp_database_new (fixture->path, &hsp_journal_kind);
  GAsyncResult *result = NULL, *stopped = NULL;
  g_autoptr(GError) error = NULL;
  GThread *thread = NULL;
  GTask *task = g_task_new (NULL, NULL, hsp_test_store_result, &result);

  hsp_database_start_here (database);
  g_task_set_task_data (task, &thread, NULL);
  hsp_database_queue (database, note_thread, task);
  g_assert_true (thread == g_thread_self ());
  g_assert_null (result);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));

  hsp_database_stop (database, NULL, g_task_new (NULL, NULL, hsp_test_store_result, &stopped));
  g_assert_true (hsp_database_wait (database, 0));
  hsp_test_wait (result != NULL && stopped != NULL);
  g_assert_true (g_task_propagate_boolean (G_TASK (result), &error));
  g_assert_no_error (error);
  g_clear_object (&result);
  g_clear_object (&stopped);
}

static void
migrate (const char         *path,
         const char * const *steps,
         guint               n_steps,
         GError            **error)
{
  const HspDatabaseKind kind = { 1, steps, n_steps };

  migrate_to (path, &kind, error);
}

#define EVENT_ROOT "SELECT rootpage FROM sqlite_schema WHERE name = 'event'"

/* In a file that was migrated, the tables of later versions begin elsewhere than in a new one. Without
 * the page that says where, they are not read at a guess. */
static void
test_lost_page (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *purchases = NULL;
  g_autofree char *recovered = NULL;
  g_autoptr(HspWatchRow) watch = make_watch ("5");
  g_autoptr(GBytes) good = NULL;
  g_autofree guint8 *data = NULL;
  const HspJournalRecovery *recovery;
  HspDatabaseKind first = hsp_journal_kind;
  g_autoptr(GError) error = NULL;
  gint64 root = 0;
  sqlite3 *handle;

  first.n_steps = 1;
  migrate_to (fixture->path, &first, &error);
  g_assert_no_error (error);
  handle = open_raw (fixture->path);
  /* more events than a page holds, and before the step that moves them, pages that were given back */
  g_assert_true (execute (handle,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
    " INSERT INTO purchase (kind, outcome, shop_order, item, name, quantity, currency, balance_before_at,"
    " created, sent, updated, checked, note)"
    " SELECT 0, 2, i, '1', 'name', 5, 'USD', 0, 1700000000 + i, 1, 1, 0, hex (zeroblob (i)) FROM n;"
    "INSERT INTO event (purchase, time, kind, text, number)"
    " SELECT purchase.id, 1700000000 + value, value, 'text', 0 FROM json_each ('[7, 0, 1, 2, 9]'), purchase"
    " ORDER BY key, purchase.id;"
    "DELETE FROM event WHERE purchase % 3 = 0 OR purchase > 600;"
    "DELETE FROM purchase WHERE id % 3 = 0 OR id > 600;"
    "UPDATE purchase SET note = NULL"));
  g_assert_cmpint (read_number (fixture->path, "PRAGMA freelist_count"), >, 20);
  root = read_number (fixture->path, EVENT_ROOT);
  g_assert_true (execute (handle,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200)"
    " INSERT INTO number (shop_order, purchase, phone, country, project, project_name, status,"
    " currency, created, expires, code_at, copied, checked, removed)"
    " SELECT i, NULL, '8490000' || i, '', '', '', '', '', 1700000000 + i, 0, 0, 0, 0, 0 FROM n"));
  sqlite3_close (handle);

  fixture->journal = open_good_journal (fixture->path);
  g_assert_cmpint (read_number (fixture->path, EVENT_ROOT), ==, root);
  begin (fixture->journal);
  reopen (fixture);
  purchases = dump (fixture->path);
  for (guint i = 0; i < 100; i++)
    {
      g_autofree char *service = g_strdup_printf ("%u", i);
      HspMarkRow mark = { service, (char *) NASTY, 1700000000 + i };

      assert_write (fixture->journal, hsp_journal_set_favourite_async, &mark);
      assert_write (fixture->journal, hsp_journal_note_seen_async, &mark);
    }
  assert_write (fixture->journal, hsp_journal_set_watch_async, watch);
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));

  good = read_bytes (fixture->path);
  data = g_memdup2 (g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  memset (data, 0, PAGE);
  g_assert_true (g_file_set_contents (fixture->path, (const char *) data,
                                      (gssize) g_bytes_get_size (good), NULL));
  fixture->journal = open_good_journal (fixture->path);
  recovery = hsp_journal_get_recovery (fixture->journal);
  g_assert_nonnull (recovery);
  g_assert_cmpuint (recovery->n_marks, ==, 0);
  recovered = dump (fixture->path);
  g_assert_cmpstr (recovered, ==, purchases);
}

/* The step that fails leaves nothing, the ones before it stay. */
static void
test_failed_step (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const char * const good[] = {
    "CREATE TABLE one (id INTEGER)",
    "ALTER TABLE one ADD COLUMN text TEXT; INSERT INTO one VALUES (1, 'kept')",
    "CREATE TABLE three (id INTEGER)",
  };
  const char *bad[] = { good[0], good[1], "CREATE TABLE left_over (id INTEGER); NONSENSE" };
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) second_error = NULL;
  sqlite3 *handle = NULL;

  migrate (fixture->path, good, 1, &error);
  g_assert_no_error (error);
  migrate (fixture->path, bad, 3, &error);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  handle = open_raw (fixture->path);
  g_assert_true (execute (handle, "SELECT text FROM one"));
  g_assert_false (execute (handle, "SELECT * FROM left_over"));
  sqlite3_close (handle);

  migrate (fixture->path, good, 2, &second_error);
  g_assert_no_error (second_error);
  migrate (fixture->path, good, 3, &second_error);
  g_assert_no_error (second_error);
}

/* Each migration leaves a copy of what was there before, but the oldest ones go. */
static void
test_backups (Fixture       *fixture,
              gconstpointer  user_data)
{
  const char *steps[9] = { "CREATE TABLE one (id INTEGER); INSERT INTO one VALUES (7)" };
  struct stat info;

  for (guint i = 1; i < G_N_ELEMENTS (steps); i++)
    steps[i] = "INSERT INTO one VALUES (8)";
  for (guint i = 1; i <= G_N_ELEMENTS (steps); i++)
    {
      g_autoptr(GError) error = NULL;

      migrate (fixture->path, steps, i, &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i <= G_N_ELEMENTS (steps); i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.backup-%u", fixture->path, i);

      /* none of before it was there, none of now */
      g_assert_cmpint (g_file_test (path, G_FILE_TEST_EXISTS), ==, i >= 4 && i <= 8);
      if (i < 4 || i > 8)
        continue;
      g_assert_cmpint (read_version (path), ==, i);
      g_assert_cmpint (stat (path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
    }
}

/* Several steps at once need one copy; without a copy nothing is migrated. */
static void
test_no_backup (Fixture       *fixture,
                gconstpointer  user_data)
{
  static const char * const steps[] = {
    "CREATE TABLE one (id INTEGER)", "CREATE TABLE two (id INTEGER)", "CREATE TABLE three (id INTEGER)",
  };
  g_autofree char *first = g_strconcat (fixture->path, ".backup-1", NULL);
  g_autofree char *second = g_strconcat (fixture->path, ".backup-2", NULL);
  g_autofree char *blocker = g_strconcat (first, ".new", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) failure = NULL;

  migrate (fixture->path, steps, 1, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_mkdir (blocker, 0700), ==, 0);
  migrate (fixture->path, steps, 3, &failure);
  g_assert_error (failure, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_cmpint (read_version (fixture->path), ==, 1);

  g_assert_cmpint (g_rmdir (blocker), ==, 0);
  migrate (fixture->path, steps, 3, &error);
  g_assert_no_error (error);
  g_assert_cmpint (read_version (fixture->path), ==, 3);
  g_assert_cmpint (read_version (first), ==, 1);
  g_assert_false (g_file_test (second, G_FILE_TEST_EXISTS));
}

static void
test_newer (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(GBytes) before = NULL;
  sqlite3 *handle = NULL;

  begin (fixture->journal);
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  handle = open_raw (fixture->path);
  g_assert_true (execute (handle, "PRAGMA user_version = 1000"));
  sqlite3_close (handle);
  before = read_bytes (fixture->path);
  assert_not_opened (fixture->path, "newer version");
  assert_bytes (fixture->path, before);
}

static void
test_foreign (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GBytes) before = NULL;
  sqlite3 *handle = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  handle = open_raw (fixture->path);
  g_assert_true (execute (handle, "CREATE TABLE purchase (id INTEGER)"));
  sqlite3_close (handle);
  before = read_bytes (fixture->path);
  assert_not_opened (fixture->path, "another program");
  assert_bytes (fixture->path, before);
}

static void
test_not_a_database (Fixture       *fixture,
                     gconstpointer  user_data)
{
  static const gsize sizes[] = { 1, 99, 100, 511, 5000 };
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *text = g_strnfill (5000, 'x');

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(GBytes) before = g_bytes_new (text, sizes[i]);

      g_assert_true (g_file_set_contents (fixture->path, text, sizes[i], NULL));
      assert_not_opened (fixture->path, "damaged");
      assert_bytes (fixture->path, before);
    }
}

/* Root may write anywhere, so somebody else tries. */
static void
test_read_only (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  gboolean root = geteuid () == 0;

  g_assert_cmpint (g_mkdir (folder, 0755), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  if (root)
    g_assert_cmpint (seteuid (65534), ==, 0);
  assert_not_opened (fixture->path, folder);
  if (root)
    {
      g_assert_cmpint (seteuid (0), ==, 0);
      /* or the leak check at the end may not look */
      prctl (PR_SET_DUMPABLE, 1);
    }
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
}

static void
test_read_only_file (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GBytes) before = NULL;
  gboolean root = geteuid () == 0;

  begin (fixture->journal);
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  before = read_bytes (fixture->path);
  g_assert_cmpint (g_chmod (fixture->path, 0444), ==, 0);
  g_assert_cmpint (g_chmod (folder, 0555), ==, 0);
  g_assert_cmpint (g_chmod (fixture->folder, 0755), ==, 0);
  if (root)
    {
      g_assert_cmpint (seteuid (65534), ==, 0);
      assert_not_opened (fixture->path, NULL);
      g_assert_cmpint (seteuid (0), ==, 0);
      prctl (PR_SET_DUMPABLE, 1);
    }
  assert_bytes (fixture->path, before);
  g_assert_cmpint (g_chmod (folder, 0755), ==, 0);
}

static void
test_no_folder (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "journal.db", NULL);

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  assert_not_opened (below, file);
  assert_not_opened (fixture->folder, NULL);
}

/* Another program holds the file for longer than we wait: a sentence, and the main loop goes on. */
static gboolean
count_cb (gpointer user_data)
{
  *(guint *) user_data += 1;
  return G_SOURCE_CONTINUE;
}

static void
test_busy (Fixture       *fixture,
           gconstpointer  user_data)
{
  sqlite3 *handle = open_raw (fixture->path);
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  gint64 start = g_get_monotonic_time ();
  guint n_ticks = 0;
  guint tick = 0;

  g_assert_true (execute (handle, "BEGIN IMMEDIATE"));
  tick = g_timeout_add (10, count_cb, &n_ticks);
  hsp_journal_begin_async (fixture->journal, row, hsp_test_store_result, &result);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  hsp_test_wait (result != NULL);
  g_source_remove (tick);
  g_assert_cmpint (hsp_journal_begin_finish (fixture->journal, result, &error), ==, 0);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, "Another program"));
  g_assert_cmpuint (n_ticks, >, 100);

  g_assert_true (execute (handle, "ROLLBACK"));
  sqlite3_close (handle);
  begin (fixture->journal);
}

/* Two programs that make the file at the same moment. */
static void
test_race (Fixture       *fixture,
           gconstpointer  user_data)
{
  HspJournal *journals[4] = { NULL, };
  GAsyncResult *results[4] = { NULL, };

  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      journals[i] = hsp_journal_new (fixture->path);
      hsp_journal_open_async (journals[i], NULL, hsp_test_store_result, &results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    {
      g_autoptr(GError) error = NULL;

      hsp_test_wait (results[i] != NULL);
      hsp_journal_open_finish (journals[i], results[i], &error);
      g_assert_no_error (error);
      g_clear_object (&results[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    g_assert_finalize_object (journals[i]);
}

static gboolean
holds (GBytes     *bytes,
       const char *text)
{
  return memmem (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes),
                 text, strlen (text)) != NULL;
}

/* What was deleted is not to be found in the file any more. */
static void
test_secure_delete (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(GBytes) bytes = NULL;
  gint64 id = 0;

  g_free (row->link);
  row->link = g_strdup ("https://example.com/findmeplease");
  id = begin_row (fixture->journal, row);
  assert_write (fixture->journal, hsp_journal_settle_async, id, HSP_OUTCOME_NOT_SENT,
                NULL, NULL, NULL);
  reopen (fixture);
  bytes = read_bytes (fixture->path);
  g_assert_true (holds (bytes, "findmeplease"));
  g_clear_pointer (&bytes, g_bytes_unref);

  assert_write (fixture->journal, hsp_journal_forget_async, id);
  reopen (fixture);
  bytes = read_bytes (fixture->path);
  g_assert_false (holds (bytes, "findmeplease"));
}

#define ADD(path, set_up, test) \
  g_test_add ("/journal-file/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("version-1", set_up_closed, test_version_1);
  ADD ("version-2", set_up_closed, test_version_2);
  ADD ("version-3", set_up_closed, test_version_3);
  ADD ("version-4", set_up_closed, test_version_4);
  ADD ("pages", set_up, test_pages);
  ADD ("lost-page", set_up_closed, test_lost_page);
  ADD ("failed-step", set_up_closed, test_failed_step);
  ADD ("backups", set_up_closed, test_backups);
  ADD ("no-backup", set_up_closed, test_no_backup);
  ADD ("newer", set_up, test_newer);
  ADD ("foreign", set_up_closed, test_foreign);
  ADD ("not-a-database", set_up_closed, test_not_a_database);
  ADD ("read-only", set_up_closed, test_read_only);
  ADD ("read-only-file", set_up, test_read_only_file);
  ADD ("no-folder", set_up_closed, test_no_folder);
  ADD ("busy", set_up, test_busy);
  ADD ("here", set_up_closed, test_here);
  ADD ("race", set_up_closed, test_race);
  ADD ("secure-delete", set_up, test_secure_delete);

  return g_test_run ();
}
