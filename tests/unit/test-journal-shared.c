/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several programs on one journal: journal-helper is the other one. */
#include "config.h"

#include "hsp-error.h"
#include "journal-fixture.h"

#include <signal.h>
#include <string.h>

typedef struct
{
  GSubprocess      *process;
  GDataInputStream *output;
} Helper;

static void
start_helper (Helper     *helper,
              const char *path,
              const char *task)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "journal-helper", NULL);
  g_autoptr(GError) error = NULL;

  helper->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                      program, path, task, NULL);
  g_assert_no_error (error);
  helper->output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (helper->process));
}

static gint64
read_helper (Helper *helper)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *line = NULL;

  line = g_data_input_stream_read_line (helper->output, NULL, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (line);
  return g_ascii_strtoll (line, NULL, 10);
}

static void
clear_helper (Helper *helper)
{
  g_clear_object (&helper->output);
  g_clear_object (&helper->process);
}

static void
kill_helper (Helper *helper)
{
  g_subprocess_send_signal (helper->process, SIGKILL);
  g_subprocess_wait (helper->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (helper->process));
  clear_helper (helper);
}

static void
count_cb (HspJournal *journal,
          guint      *n)
{
  *n += 1;
}

/* Everything that is on its way has arrived: a ring, the look it leads to, the answer. */
static void
settle_down (HspJournal *journal)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr(HspJournalContents) contents = NULL;

      while (g_main_context_iteration (NULL, FALSE))
        ;
      contents = load (journal);
    }
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Seen while it happens, and how it ends, by a program that is open all the time. */
static void
test_seen (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspPurchaseRow) row = NULL;
  Helper helper = { NULL, };
  guint n_changes = 0;
  gint64 id = 0, start = 0;

  settle_down (fixture->journal);
  g_signal_connect (fixture->journal, "changed-elsewhere", G_CALLBACK (count_cb), &n_changes);
  start_helper (&helper, fixture->path, "sent");
  id = read_helper (&helper);
  start = g_get_monotonic_time ();
  hsp_test_wait (n_changes > 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_SENT);
  settle_down (fixture->journal);

  n_changes = 0;
  kill_helper (&helper);
  start = g_get_monotonic_time ();
  hsp_test_wait (n_changes > 0);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_UNCONFIRMED);
  row = find (fixture->journal, id);
  g_assert_nonnull (row->reason);
}

/* Who reads once and ends is not told, and reads what is there. */
static void
test_deaf (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspJournal) deaf = hsp_journal_new (fixture->path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  Helper helper = { NULL, };
  guint n_changes = 0, n_told = 0;
  gint64 id = 0;

  hsp_journal_set_deaf (deaf, TRUE);
  hsp_journal_open_async (deaf, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_journal_open_finish (deaf, result, &error));
  g_assert_no_error (error);
  g_signal_connect (deaf, "changed-elsewhere", G_CALLBACK (count_cb), &n_told);
  settle_down (fixture->journal);
  g_signal_connect (fixture->journal, "changed-elsewhere", G_CALLBACK (count_cb), &n_changes);

  start_helper (&helper, fixture->path, "sent");
  id = read_helper (&helper);
  hsp_test_wait (n_changes > 0);
  settle_down (deaf);
  assert_outcome (deaf, id, HSP_OUTCOME_SENT);
  g_assert_cmpuint (n_told, ==, 0);
  kill_helper (&helper);
  hsp_journal_close (deaf);
}

static void
test_killed (Fixture       *fixture,
             gconstpointer  user_data)
{
  Helper helper = { NULL, };
  gint64 sent = 0, written = 0;

  start_helper (&helper, fixture->path, "sent");
  sent = read_helper (&helper);
  kill_helper (&helper);
  start_helper (&helper, fixture->path, "written");
  written = read_helper (&helper);
  kill_helper (&helper);

  fixture->journal = open_good_journal (fixture->path);
  assert_outcome (fixture->journal, sent, HSP_OUTCOME_UNCONFIRMED);
  assert_outcome (fixture->journal, written, HSP_OUTCOME_NOT_SENT);
}

static void
test_alive (Fixture       *fixture,
            gconstpointer  user_data)
{
  Helper helper = { NULL, };
  gint64 sent = 0;

  start_helper (&helper, fixture->path, "sent");
  sent = read_helper (&helper);
  fixture->journal = open_good_journal (fixture->path);
  assert_outcome (fixture->journal, sent, HSP_OUTCOME_SENT);
  kill_helper (&helper);
  reopen (fixture);
  assert_outcome (fixture->journal, sent, HSP_OUTCOME_UNCONFIRMED);
}

static void
test_killed_while_writing (Fixture       *fixture,
                           gconstpointer  user_data)
{
  Helper helper = { NULL, };
  gint64 last = 0;

  start_helper (&helper, fixture->path, "many");
  for (guint i = 0; i < 50; i++)
    last = read_helper (&helper);
  kill_helper (&helper);

  fixture->journal = open_good_journal (fixture->path);
  for (gint64 id = 1; id <= last; id++)
    assert_outcome (fixture->journal, id, HSP_OUTCOME_UNCONFIRMED);
}

/* A purchase under way here is left alone by one that ends elsewhere, and by one that starts. */
static void
test_ours_stay (Fixture       *fixture,
                gconstpointer  user_data)
{
  Helper first = { NULL, }, second = { NULL, };
  gint64 ours = begin (fixture->journal), theirs = 0;
  guint n_changes = 0;

  assert_write (fixture->journal, hsp_journal_mark_sent_async, ours);
  g_signal_connect (fixture->journal, "changed-elsewhere", G_CALLBACK (count_cb), &n_changes);
  start_helper (&first, fixture->path, "sent");
  theirs = read_helper (&first);
  start_helper (&second, fixture->path, "written");
  read_helper (&second);
  kill_helper (&second);
  settle_down (fixture->journal);
  assert_outcome (fixture->journal, ours, HSP_OUTCOME_SENT);
  assert_outcome (fixture->journal, theirs, HSP_OUTCOME_SENT);

  n_changes = 0;
  kill_helper (&first);
  hsp_test_wait (n_changes > 0);
  assert_outcome (fixture->journal, theirs, HSP_OUTCOME_UNCONFIRMED);
  assert_outcome (fixture->journal, ours, HSP_OUTCOME_SENT);
  assert_write (fixture->journal, hsp_journal_settle_async, ours,
                HSP_OUTCOME_PLACED, "1", NULL, NULL);
}

/* Our own writing is no news. */
static void
test_own (Fixture       *fixture,
          gconstpointer  user_data)
{
  guint n_changes = 0;

  settle_down (fixture->journal);
  g_signal_connect (fixture->journal, "changed-elsewhere", G_CALLBACK (count_cb), &n_changes);
  for (guint i = 0; i < 20; i++)
    begin (fixture->journal);
  settle_down (fixture->journal);
  g_assert_cmpuint (n_changes, ==, 0);
}

/* All at once: nobody is locked out, no row is lost. */
static void
test_many (Fixture       *fixture,
           gconstpointer  user_data)
{
  Helper helpers[3] = { { NULL, }, };
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(GHashTable) ids = g_hash_table_new (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (helpers); i++)
    start_helper (&helpers[i], fixture->path, "150");
  for (guint i = 0; i < 150; i++)
    g_hash_table_add (ids, GSIZE_TO_POINTER ((gsize) begin_row (fixture->journal, row)));
  for (guint i = 0; i < G_N_ELEMENTS (helpers); i++)
    {
      for (guint j = 0; j < 150; j++)
        g_hash_table_add (ids, GSIZE_TO_POINTER ((gsize) read_helper (&helpers[i])));
      g_assert_true (g_subprocess_wait_check (helpers[i].process, NULL, NULL));
      clear_helper (&helpers[i]);
    }
  g_assert_cmpuint (g_hash_table_size (ids), ==, 600);
  contents = load (fixture->journal);
  g_assert_cmpuint (contents->purchases->len, ==, 600);
  for (guint i = 0; i < contents->purchases->len; i++)
    {
      const HspPurchaseRow *kept = g_ptr_array_index (contents->purchases, i);

      g_assert_true (g_hash_table_contains (ids, GSIZE_TO_POINTER ((gsize) kept->id)));
    }
}

/* Gone or closed while a look is under way. */
static void
test_closed (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(HspJournal) other = open_good_journal (fixture->path);
  guint n_changes = 0;

  settle_down (fixture->journal);
  g_signal_connect (fixture->journal, "changed-elsewhere", G_CALLBACK (count_cb), &n_changes);
  begin (other);
  hsp_test_wait (n_changes > 0);
  for (guint i = 0; i < 20; i++)
    {
      begin (other);
      g_main_context_iteration (NULL, FALSE);
      reopen (fixture);
    }
  hsp_journal_close (fixture->journal);
  begin (other);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Another program writes for a long time: reading goes on, and closing does not wait for it here.
 * */
static void
test_long_write (Fixture       *fixture,
                 gconstpointer  user_data)
{
  sqlite3 *handle = open_raw (fixture->path);
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(HspJournal) other = NULL;
  GAsyncResult *begun = NULL, *closed = NULL;
  gint64 start = 0;

  begin (fixture->journal);
  g_assert_true (execute (handle, "BEGIN IMMEDIATE"));
  start = g_get_monotonic_time ();
  contents = load (fixture->journal);
  g_assert_cmpuint (contents->purchases->len, ==, 1);
  assert_history (fixture->journal, 1, "0 10=100000000");
  other = open_good_journal (fixture->path);
  hsp_journal_close (other);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_TIME_SPAN_SECOND);

  start = g_get_monotonic_time ();
  hsp_journal_begin_async (fixture->journal, row, hsp_test_store_result, &begun);
  hsp_journal_close_async (fixture->journal, hsp_test_store_result, &closed);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  assert_refused (fixture->journal, hsp_journal_mark_sent_async, 1);
  g_assert_null (closed);
  g_assert_true (execute (handle, "ROLLBACK"));
  hsp_test_wait (begun != NULL && closed != NULL);
  g_assert_cmpint (hsp_journal_begin_finish (fixture->journal, begun, NULL), ==, 2);
  g_assert_true (hsp_journal_write_finish (fixture->journal, closed, NULL));
  g_clear_object (&begun);
  g_clear_object (&closed);
  sqlite3_close (handle);
}

/* However much there is to do, closing has an end; what was asked is done behind it. */
static void
test_bounded_close (Fixture       *fixture,
                    gconstpointer  user_data)
{
  sqlite3 *handle = open_raw (fixture->path);
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  GAsyncResult *results[4] = { NULL, };
  gint64 start = 0;

  g_assert_true (execute (handle, "BEGIN IMMEDIATE"));
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    hsp_journal_begin_async (fixture->journal, row, hsp_test_store_result, &results[i]);
  start = g_get_monotonic_time ();
  hsp_journal_close (fixture->journal);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 12 * G_TIME_SPAN_SECOND);
  g_assert_true (execute (handle, "ROLLBACK"));
  sqlite3_close (handle);

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    hsp_test_wait (results[i] != NULL);
  g_assert_cmpint (hsp_journal_begin_finish (fixture->journal, results[3], NULL), >, 0);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    g_clear_object (&results[i]);
}

#define ADD(path, set_up, test) \
  g_test_add ("/journal-shared/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("seen", set_up, test_seen);
  ADD ("deaf", set_up, test_deaf);
  ADD ("killed", set_up_closed, test_killed);
  ADD ("alive", set_up_closed, test_alive);
  ADD ("killed-while-writing", set_up_closed, test_killed_while_writing);
  ADD ("ours-stay", set_up, test_ours_stay);
  ADD ("own", set_up, test_own);
  ADD ("many", set_up, test_many);
  ADD ("closed", set_up, test_closed);
  ADD ("long-write", set_up, test_long_write);
  ADD ("bounded-close", set_up, test_bounded_close);

  return g_test_run ();
}
