/* SPDX-License-Identifier: GPL-3.0-or-later */
/* for unshare() */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-error.h"
#include "journal-fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#define N_PURCHASES 60
#define PAGE 4096

/* Purchases of each outcome, numbers and readings of the balance, on some dozen pages. */
static void
fill (HspJournal *journal)
{
  for (guint i = 0; i < N_PURCHASES; i++)
    {
      g_autoptr(HspNumberRow) number = NULL;
      g_autofree char *order = g_strdup_printf ("%u", 5000 + i);
      HspBalanceRow balance = { 1700000000 + i, i * 1000 + 1, (char *) "USD" };
      HspMarkRow mark = { order, (char *) NASTY, 1700000000 + i };
      g_autoptr(HspWatchRow) watch = make_watch (order);
      gint64 id = begin (journal);

      assert_write (journal, hsp_journal_mark_sent_async, id);
      if (i % 3 == 0)
        assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, order, NULL, NULL);
      else if (i % 3 == 1)
        assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_UNCONFIRMED,
                      NULL, NULL, "no answer");
      else
        assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_REJECTED,
                      NULL, NULL, "no");
      number = make_number (order);
      assert_write (journal, hsp_journal_update_number_async, number);
      assert_write (journal, hsp_journal_add_balance_async, &balance);
      assert_write (journal, hsp_journal_set_favourite_async, &mark);
      assert_write (journal, hsp_journal_note_seen_async, &mark);
      assert_write (journal, hsp_journal_set_watch_async, watch);
    }
}

static GBytes *
make_good (Fixture *fixture)
{
  fill (fixture->journal);
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  return read_bytes (fixture->path);
}

static void
put_bytes (const char    *path,
           gconstpointer  data,
           gsize          size)
{
  g_assert_true (g_file_set_contents (path, data, (gssize) size, NULL));
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (const char *p = text; (p = strchr (p, '\n')) != NULL; p++)
    n++;
  return n;
}

/* Every line of @part is one of @whole. */
static guint
assert_part (const char *part,
             const char *whole)
{
  g_autoptr(GHashTable) lines = g_hash_table_new (g_str_hash, g_str_equal);
  g_auto(GStrv) there = g_strsplit (whole, "\n", -1);
  g_auto(GStrv) here = g_strsplit (part, "\n", -1);

  for (guint i = 0; there[i] != NULL; i++)
    g_hash_table_add (lines, there[i]);
  for (guint i = 0; here[i] != NULL; i++)
    {
      if (!g_hash_table_contains (lines, here[i]))
        g_error ("made up: %s", here[i]);
    }
  return count_lines (part);
}

static void
remove_all (Fixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  hsp_test_remove_tree (folder);
  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
}

/* Opens what is damaged. Returns: (transfer full): what was recovered; @aside: where the old one
 * is */
static char *
recover (Fixture  *fixture,
         char    **aside)
{
  const HspJournalRecovery *recovery = NULL;
  g_autofree char *scratch = g_strconcat (fixture->path, ".scratch", NULL);
  g_autofree char *making = g_strconcat (fixture->path, ".rescuing", NULL);
  g_autofree char *rescued = g_strconcat (fixture->path, ".rescued", NULL);
  char *text = NULL;

  fixture->journal = open_good_journal (fixture->path);
  recovery = hsp_journal_get_recovery (fixture->journal);
  g_assert_nonnull (recovery);
  text = dump (fixture->path);
  g_assert_cmpuint (recovery->n_purchases + recovery->n_events + recovery->n_numbers
                    + recovery->n_balances + recovery->n_marks, ==, count_lines (text));
  if (aside != NULL)
    *aside = g_strdup (recovery->path);
  g_assert_false (g_file_test (scratch, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (making, G_FILE_TEST_EXISTS));
  g_assert_false (g_file_test (rescued, G_FILE_TEST_EXISTS));

  begin (fixture->journal);
  reopen (fixture);
  g_assert_null (hsp_journal_get_recovery (fixture->journal));
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  return text;
}

/* Each page in turn is overwritten: the old file is kept as it was, what is on the other pages is
 * there, and nothing is made up. */
static void
test_pages (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(GBytes) good = make_good (fixture);
  g_autofree char *whole = dump (fixture->path);
  g_autofree guint8 *data = NULL;
  const guint n_whole = count_lines (whole);
  guint n_total = 0, n_pages = 0;
  gsize size = 0;

  data = g_memdup2 (g_bytes_get_data (good, &size), g_bytes_get_size (good));
  g_assert_cmpuint (size, >, 10 * PAGE);
  for (gsize page = 0; page < size; page += PAGE)
    {
      g_autoptr(GBytes) bad = NULL;
      g_autofree char *aside = NULL;
      g_autofree char *text = NULL;
      struct stat info;

      remove_all (fixture);
      memset (data + page, page == 0 ? 0 : 0xa5, PAGE);
      bad = g_bytes_new (data, size);
      put_bytes (fixture->path, data, size);
      text = recover (fixture, &aside);
      n_total += assert_part (text, whole);
      n_pages++;
      assert_bytes (aside, bad);
      g_assert_cmpint (stat (fixture->path, &info), ==, 0);
      g_assert_cmpint (info.st_mode & 0777, ==, 0600);
      memcpy (data + page, (const guint8 *) g_bytes_get_data (good, NULL) + page, PAGE);
    }
  g_test_message ("%u of %u rows, over %u pages", n_total, n_whole * n_pages, n_pages);
  /* a page is lost each time, and three of them hold what leads to the others */
  g_assert_cmpuint (n_total, >, n_whole * n_pages * 3 / 4);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autoptr(GBytes) good = make_good (fixture);
  g_autofree char *whole = dump (fixture->path);
  gsize size = g_bytes_get_size (good);

  for (gsize length = 100; length < size; length += PAGE)
    {
      g_autofree char *text = NULL;

      remove_all (fixture);
      put_bytes (fixture->path, g_bytes_get_data (good, NULL), length);
      text = recover (fixture, NULL);
      assert_part (text, whole);
    }
}

/* While nothing was moved from it yet, the WAL alone has everything. */
static void
test_only_wal (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *aside = NULL;
  g_autofree char *aside_wal = NULL;
  g_autofree char *whole = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gsize size = 0;

  for (guint i = 0; i < 20; i++)
    assert_write (fixture->journal, hsp_journal_settle_async, begin (fixture->journal),
                  HSP_OUTCOME_PLACED, "7", NULL, NULL);
  whole = dump (fixture->path);
  bytes = read_bytes (wal);
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  remove_all (fixture);
  put_bytes (wal, g_bytes_get_data (bytes, &size), g_bytes_get_size (bytes));

  text = recover (fixture, &aside);
  g_assert_true (g_str_equal (text, whole));
  aside_wal = g_strconcat (aside, "-wal", NULL);
  assert_bytes (aside_wal, bytes);
}

/* Of a page that is damaged in the file, a newer one may be in the WAL: that one counts. */
static void
test_file_and_wal (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  g_autofree char *text = NULL;
  g_autofree guint8 *data = NULL;
  g_autoptr(GBytes) file = NULL;
  g_autoptr(GBytes) log = NULL;
  gint64 last = 0;
  gsize size = 0;

  fill (fixture->journal);
  reopen (fixture);
  last = begin (fixture->journal);
  assert_write (fixture->journal, hsp_journal_settle_async, last,
                HSP_OUTCOME_PLACED, "777", NULL, NULL);
  file = read_bytes (fixture->path);
  log = read_bytes (wal);
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  remove_all (fixture);
  data = g_memdup2 (g_bytes_get_data (file, &size), g_bytes_get_size (file));
  memset (data + 8 * PAGE, 0xa5, PAGE);
  put_bytes (fixture->path, data, size);
  put_bytes (wal, g_bytes_get_data (log, NULL), g_bytes_get_size (log));

  text = recover (fixture, NULL);
  g_assert_nonnull (strstr (text, "|777|"));
}

/* Stopped when the new file counted, but had not its place yet. */
static void
test_stopped (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GBytes) good = make_good (fixture);
  g_autofree char *whole = dump (fixture->path);
  g_autofree char *text = NULL;
  g_autofree char *rescued = g_strconcat (fixture->path, ".rescued", NULL);
  g_autofree char *making = g_strconcat (fixture->path, ".rescuing", NULL);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);

  put_bytes (rescued, g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  put_bytes (making, "left", 4);
  put_bytes (wal, g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  put_bytes (fixture->path, g_bytes_get_data (good, NULL), PAGE + 1);
  fixture->journal = open_good_journal (fixture->path);
  text = dump (fixture->path);
  g_assert_true (g_str_equal (text, whole));
  g_assert_false (g_file_test (rescued, G_FILE_TEST_EXISTS));
}

/* Found damaged while another program works with it: nothing is moved under its hands. */
static void
test_shared (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(HspJournal) other = NULL;
  g_autoptr(GBytes) before = NULL;
  int fd = -1;
  char rubbish[PAGE];

  fill (fixture->journal);
  reopen (fixture);
  other = g_steal_pointer (&fixture->journal);
  memset (rubbish, 0xa5, sizeof rubbish);
  fd = open (fixture->path, O_WRONLY);
  g_assert_cmpint (pwrite (fd, rubbish, PAGE, 5 * PAGE), ==, PAGE);
  close (fd);
  before = read_bytes (fixture->path);
  assert_not_opened (fixture->path, "another window");
  assert_bytes (fixture->path, before);

  hsp_journal_close (other);
  fixture->journal = open_good_journal (fixture->path);
  g_assert_nonnull (hsp_journal_get_recovery (fixture->journal));
}

/* Several programs find it damaged at once: one recovers it, all go on. */
static void
test_race (Fixture       *fixture,
           gconstpointer  user_data)
{
  HspJournal *journals[3] = { NULL, };
  GAsyncResult *results[3] = { NULL, };
  g_autoptr(GBytes) good = make_good (fixture);
  g_autofree char *data = g_memdup2 (g_bytes_get_data (good, NULL), g_bytes_get_size (good));
  guint n_recoveries = 0;

  memset (data + 5 * PAGE, 0xa5, PAGE);
  put_bytes (fixture->path, data, g_bytes_get_size (good));
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
      n_recoveries += hsp_journal_get_recovery (journals[i]) != NULL;
    }
  g_assert_cmpuint (n_recoveries, ==, 1);
  begin (journals[2]);
  for (guint i = 0; i < G_N_ELEMENTS (journals); i++)
    g_assert_finalize_object (journals[i]);
}

/* Nothing that is not of ours in any part: left as it is. */
static void
test_foreign_pages (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *text = g_strnfill (8 * PAGE, '\r');
  g_autoptr(GBytes) before = g_bytes_new (text, 8 * PAGE);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  put_bytes (fixture->path, text, 8 * PAGE);
  assert_not_opened (fixture->path, "of another kind");
  assert_bytes (fixture->path, before);
}

/* --- a disk that is full --- */

/* Returns: whether it was refused, as what does not fit on the disk is */
static gboolean
is_begin_refused (HspJournal *journal,
                  const char *expected)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_journal_begin_async (journal, row, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  if (hsp_journal_begin_finish (journal, result, &error) > 0)
    return FALSE;
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_nonnull (strstr (error->message, expected));
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
  return TRUE;
}

/* Files may not be longer: the room is not got; or where it was, the purchase is not written. */
static void
test_limit (Fixture       *fixture,
            gconstpointer  user_data)
{
  static const rlim_t sizes[] = { 100 * 1024, PAGE };
  struct rlimit before, limit;

  /* the WAL begins anew */
  reopen (fixture);
  signal (SIGXFSZ, SIG_IGN);
  g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      limit = before;
      limit.rlim_cur = sizes[i];
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &limit), ==, 0);
      /* what SQLite makes of it is not the same in every version */
      g_assert_true (is_begin_refused (fixture->journal, "disk"));
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      begin (fixture->journal);
    }
}

static void
find_wal (Fixture     *fixture,
          struct stat *info)
{
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);

  g_assert_cmpint (stat (wal, info), ==, 0);
}

/* Whether the file system gives room behind the end of a file at all. */
static gboolean
gives_room (Fixture *fixture)
{
  g_autofree char *path = g_build_filename (fixture->folder, "room", NULL);
  int fd = open (path, O_WRONLY | O_CREAT, 0600);
  int result;

  g_assert_cmpint (fd, >=, 0);
  result = fallocate (fd, FALLOC_FL_KEEP_SIZE, 0, PAGE);
  close (fd);
  return result == 0;
}

/* A purchase gets room for itself, for its outcome and for some that follow it: those do not wait for the
 * file system. When it is used up there is more; and another program finds what one has got. */
static void
test_room (Fixture       *fixture,
           gconstpointer  user_data)
{
  const goffset reserve = 256 * 1024;
  g_autoptr(HspJournal) other = NULL;
  struct stat first, next;
  guint n_grown = 0;

  begin (fixture->journal);
  find_wal (fixture, &first);
  g_assert_cmpint (first.st_size, >=, reserve);
  begin (fixture->journal);
  find_wal (fixture, &next);
  g_assert_cmpint (next.st_size, ==, first.st_size);
  g_assert_cmpint (next.st_blocks, ==, first.st_blocks);

  other = open_good_journal (fixture->path);
  begin (other);
  find_wal (fixture, &next);
  g_assert_cmpint (next.st_size, ==, first.st_size);

  if (!gives_room (fixture))
    {
      g_test_skip ("NOT CHECKED: the file system gives no room behind the end of a file (set TMPDIR)");
      return;
    }
  g_assert_cmpint (next.st_blocks * 512, >=, next.st_size + reserve);
  for (guint i = 0; i < 100; i++)
    {
      goffset before = next.st_size;

      begin (fixture->journal);
      find_wal (fixture, &next);
      g_assert_cmpint (next.st_blocks * 512, >=, next.st_size + reserve / 2);
      n_grown += next.st_size != before;
    }
  g_assert_cmpuint (n_grown, >=, 2);
  /* once for a purchase that came to the end, and once for the zeros behind it */
  g_assert_cmpuint (n_grown, <=, 12);
}

static void
fill_disk (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "filler", NULL);
  char block[512] = { 1, };
  int fd = open (path, O_WRONLY | O_CREAT | O_APPEND, 0600);

  g_assert_cmpint (fd, >=, 0);
  while (write (fd, block, sizeof block) > 0)
    ;
  g_assert_cmpint (errno, ==, ENOSPC);
  close (fd);
}

/* A disk that fills up before: once the room that is left for purchases is used up they are refused, and the
 * outcome of the last one is written; and one that fills up between sending and the answer: then the
 * outcome is still written, since the room for it was got before. */
static void
test_full (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *filler = g_build_filename (folder, "filler", NULL);
  g_autoptr(GPtrArray) numbers = new_numbers ();
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_SMS);
  gint64 id = 0, last = 0;
  guint n_begun = 0;

  g_assert_cmpint (g_mkdir (folder, 0700), ==, 0);
  /* in a view of its own, so that the disk goes with this program whatever happens */
  if (unshare (CLONE_NEWNS) != 0 || mount ("none", "/", NULL, MS_REC | MS_PRIVATE, NULL) != 0 ||
      mount ("hsp", folder, "tmpfs", 0, "size=2m,mode=0700") != 0)
    {
      g_test_skip ("needs to mount a small disk");
      return;
    }
  fixture->journal = open_good_journal (fixture->path);
  last = begin (fixture->journal);
  fill_disk (folder);
  while (n_begun < 500 && !is_begin_refused (fixture->journal, "disk is full"))
    n_begun++;
  g_assert_cmpuint (n_begun, <, 500);
  g_assert_true (is_begin_refused (fixture->journal, "disk is full"));
  assert_write (fixture->journal, hsp_journal_mark_sent_async, last + n_begun);
  assert_write (fixture->journal, hsp_journal_settle_async, last + n_begun, HSP_OUTCOME_UNCONFIRMED,
                NULL, NULL, "no answer");

  g_assert_cmpint (g_unlink (filler), ==, 0);
  id = begin_row (fixture->journal, row);
  assert_write (fixture->journal, hsp_journal_mark_sent_async, id);
  fill_disk (folder);
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *order = g_strdup_printf ("%u", 100 + i);

      g_ptr_array_add (numbers, make_number (order));
    }
  assert_write (fixture->journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED,
                NULL, numbers, NULL);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_PLACED);
  g_assert_cmpint (g_unlink (filler), ==, 0);
  reopen (fixture);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_PLACED);

  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  fill_disk (folder);
  assert_not_opened (fixture->path, "disk is full");
  g_assert_cmpint (umount (folder), ==, 0);
}

#define ADD(path, set_up, test) \
  g_test_add ("/journal-damage/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("pages", set_up, test_pages);
  ADD ("cut", set_up, test_cut);
  ADD ("only-wal", set_up, test_only_wal);
  ADD ("file-and-wal", set_up, test_file_and_wal);
  ADD ("stopped", set_up, test_stopped);
  ADD ("shared", set_up, test_shared);
  ADD ("race", set_up, test_race);
  ADD ("foreign-pages", set_up_closed, test_foreign_pages);
  ADD ("limit", set_up, test_limit);
  ADD ("room", set_up, test_room);
  ADD ("full", set_up_closed, test_full);

  return g_test_run ();
}
