/* SPDX-License-Identifier: GPL-3.0-or-later */
/* for memmem() */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-database.h"
#include "hsp-error.h"
#include "hsp-journal.h"
#include "hsp-test.h"
#include "hsp-values.h"

#include <signal.h>
#include <sqlite3.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define NASTY "Tăng tương tác 🎉 <b>&amp;</b> '); DROP TABLE purchase; --"

typedef struct
{
  char       *folder;
  char       *path;
  HspJournal *journal;
} Fixture;

static HspJournal *
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

static HspJournal *
open_good_journal (const char *path)
{
  g_autoptr(GError) error = NULL;
  HspJournal *journal = open_journal (path, &error);

  g_assert_no_error (error);
  g_assert_nonnull (journal);
  return journal;
}

static void
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

static void
reopen (Fixture *fixture)
{
  hsp_journal_close (fixture->journal);
  g_assert_finalize_object (fixture->journal);
  fixture->journal = open_good_journal (fixture->path);
}

static void
set_up_closed (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("hsp-journal-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "account", "journal.db", NULL);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  set_up_closed (fixture, user_data);
  fixture->journal = open_good_journal (fixture->path);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  if (fixture->journal != NULL)
    g_assert_finalize_object (fixture->journal);
  hsp_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static HspPurchaseRow *
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

static HspNumberRow *
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

static gint64
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

static gint64
begin (HspJournal *journal)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);

  return begin_row (journal, row);
}

/* Ends a call that returns nothing: its error, or NULL. */
static GError *
finish_write (HspJournal    *journal,
              GAsyncResult **result)
{
  GError *error = NULL;

  hsp_test_wait (*result != NULL);
  g_assert_cmpint (hsp_journal_write_finish (journal, *result, &error), ==, error == NULL);
  g_clear_object (result);
  return error;
}

#define assert_write(journal, call, ...)                                        \
  G_STMT_START {                                                                \
    GAsyncResult *result__ = NULL;                                              \
    g_autoptr(GError) error__ = NULL;                                           \
    call (journal, __VA_ARGS__, hsp_test_store_result, &result__);              \
    error__ = finish_write (journal, &result__);                                \
    g_assert_no_error (error__);                                                \
  } G_STMT_END

#define assert_refused(journal, call, ...)                                      \
  G_STMT_START {                                                                \
    GAsyncResult *result__ = NULL;                                              \
    g_autoptr(GError) error__ = NULL;                                           \
    call (journal, __VA_ARGS__, hsp_test_store_result, &result__);              \
    error__ = finish_write (journal, &result__);                                \
    g_assert_error (error__, HSP_ERROR, HSP_ERROR_STORE);                       \
  } G_STMT_END

static HspJournalContents *
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

static HspPurchaseRow *
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

static HspNumberRow *
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

static void
assert_outcome (HspJournal *journal,
                gint64      id,
                HspOutcome  outcome)
{
  g_autoptr(HspPurchaseRow) row = find (journal, id);

  g_assert_nonnull (row);
  g_assert_cmpint (row->outcome, ==, outcome);
}

/* The kinds of the history from old to new, as "0 10 1". */
static char *
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

static void
assert_history (HspJournal *journal,
                gint64      id,
                const char *expected)
{
  g_autofree char *history = read_history (journal, id);

  g_assert_cmpstr (history, ==, expected);
}

static gboolean
execute (sqlite3    *handle,
         const char *sql)
{
  return sqlite3_exec (handle, sql, NULL, NULL, NULL) == SQLITE_OK;
}

static sqlite3 *
open_raw (const char *path)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  return handle;
}

static GBytes *
read_bytes (const char *path)
{
  g_autoptr(GError) error = NULL;
  char *data = NULL;
  gsize size = 0;

  g_file_get_contents (path, &data, &size, &error);
  g_assert_no_error (error);
  return g_bytes_new_take (data, size);
}

static void
assert_bytes (const char *path,
              GBytes     *before)
{
  g_autoptr(GBytes) after = read_bytes (path);

  g_assert_true (g_bytes_equal (before, after));
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(HspPurchaseRow) draft = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(HspPurchaseRow) row = NULL;
  gint64 id = 0;

  draft->id = 77;
  draft->outcome = HSP_OUTCOME_PLACED;
  id = begin_row (fixture->journal, draft);
  reopen (fixture);

  row = find (fixture->journal, id);
  g_assert_cmpint (row->kind, ==, HSP_PURCHASE_ORDER);
  g_assert_cmpint (row->outcome, ==, HSP_OUTCOME_NOT_SENT);
  g_assert_null (row->order);
  g_assert_cmpstr (row->item, ==, draft->item);
  g_assert_cmpstr (row->name, ==, NASTY);
  g_assert_cmpstr (row->category, ==, draft->category);
  g_assert_cmpint (row->quantity, ==, 1000);
  g_assert_cmpstr (row->link, ==, draft->link);
  g_assert_null (row->country);
  g_assert_null (row->phone);
  g_assert_cmpint (row->estimate, ==, 500000);
  g_assert_cmpstr (row->currency, ==, "USD");
  g_assert_cmpint (row->balance_before, ==, 100 * HSP_MONEY_UNIT);
  g_assert_cmpint (row->balance_before_at, ==, 1700000000);
  g_assert_cmpint (row->created, >, 1700000000);
  g_assert_cmpint (row->sent, ==, 0);
  g_assert_null (row->status);
  g_assert_cmpint (row->charge, ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (row->start_count, ==, HSP_UNKNOWN);
  g_assert_cmpint (row->remains, ==, HSP_UNKNOWN);
  g_assert_cmpint (row->checked, ==, 0);
  g_assert_null (row->note);
}

static void
test_modes (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  struct stat info;

  begin (fixture->journal);
  g_assert_cmpint (stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (stat (wal, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  hsp_journal_close (fixture->journal);
  g_assert_cmpint (g_chmod (fixture->path, 0644), ==, 0);
  reopen (fixture);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_outcomes (Fixture       *fixture,
               gconstpointer  user_data)
{
  HspJournal *journal = fixture->journal;
  gint64 placed = begin (journal), rejected = begin (journal), not_sent = begin (journal);
  gint64 unconfirmed = begin (journal), found = begin (journal), lost = begin (journal);
  g_autoptr(HspPurchaseRow) row = NULL;
  g_autoptr(HspPurchaseRow) reason = NULL;

  assert_write (journal, hsp_journal_mark_sent_async, placed);
  assert_outcome (journal, placed, HSP_OUTCOME_SENT);
  assert_write (journal, hsp_journal_settle_async, placed, HSP_OUTCOME_PLACED,
                "771204", NULL, NULL);
  assert_write (journal, hsp_journal_mark_sent_async, rejected);
  assert_write (journal, hsp_journal_settle_async, rejected, HSP_OUTCOME_REJECTED,
                NULL, NULL, NASTY);
  assert_write (journal, hsp_journal_settle_async, not_sent, HSP_OUTCOME_NOT_SENT,
                NULL, NULL, "offline");
  assert_write (journal, hsp_journal_mark_sent_async, unconfirmed);
  assert_write (journal, hsp_journal_settle_async, unconfirmed, HSP_OUTCOME_UNCONFIRMED,
                NULL, NULL, "time");
  assert_write (journal, hsp_journal_mark_sent_async, found);
  assert_write (journal, hsp_journal_settle_async, found, HSP_OUTCOME_UNCONFIRMED,
                NULL, NULL, "time");
  assert_write (journal, hsp_journal_settle_async, found, HSP_OUTCOME_PLACED, "9", NULL, NULL);
  assert_write (journal, hsp_journal_mark_sent_async, lost);
  assert_write (journal, hsp_journal_settle_async, lost, HSP_OUTCOME_UNCONFIRMED,
                NULL, NULL, "time");
  assert_write (journal, hsp_journal_settle_async, lost, HSP_OUTCOME_NOT_PLACED, NULL, NULL, NULL);

  reopen (fixture);
  journal = fixture->journal;
  assert_outcome (journal, placed, HSP_OUTCOME_PLACED);
  assert_outcome (journal, rejected, HSP_OUTCOME_REJECTED);
  assert_outcome (journal, not_sent, HSP_OUTCOME_NOT_SENT);
  assert_outcome (journal, unconfirmed, HSP_OUTCOME_UNCONFIRMED);
  assert_outcome (journal, found, HSP_OUTCOME_PLACED);
  assert_outcome (journal, lost, HSP_OUTCOME_NOT_PLACED);

  row = find (journal, placed);
  g_assert_cmpstr (row->order, ==, "771204");
  g_assert_cmpint (row->sent, >, 0);
  g_assert_null (row->reason);
  reason = find (journal, rejected);
  g_assert_cmpstr (reason->reason, ==, NASTY);
  assert_history (journal, placed, "0 10=100000000 1 2=771204");
  assert_history (journal, rejected, "0 10=100000000 1 3=" NASTY);
  assert_history (journal, not_sent, "0 10=100000000 4=offline");
  assert_history (journal, found, "0 10=100000000 1 5=time 2=9");
  assert_history (journal, lost, "0 10=100000000 1 5=time 6");
}

static void
test_refusals (Fixture       *fixture,
               gconstpointer  user_data)
{
  HspJournal *journal = fixture->journal;
  gint64 id = begin (journal);

  assert_refused (journal, hsp_journal_forget_async, id);
  assert_refused (journal, hsp_journal_mark_sent_async, id + 1);
  assert_refused (journal, hsp_journal_settle_async, id + 1, HSP_OUTCOME_PLACED, "1", NULL, NULL);
  assert_write (journal, hsp_journal_mark_sent_async, id);
  assert_refused (journal, hsp_journal_mark_sent_async, id);
  assert_refused (journal, hsp_journal_forget_async, id);

  /* a placed order without its number would be lost: refused as a whole */
  assert_refused (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, NULL, NULL, NULL);
  assert_outcome (journal, id, HSP_OUTCOME_SENT);
  assert_history (journal, id, "0 10=100000000 1");

  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, "5", NULL, NULL);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, "5", NULL, NULL);
  assert_refused (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, "6", NULL, NULL);
  assert_refused (journal, hsp_journal_settle_async, id, HSP_OUTCOME_UNCONFIRMED, NULL, NULL, NULL);
  assert_refused (journal, hsp_journal_mark_sent_async, id);
  assert_outcome (journal, id, HSP_OUTCOME_PLACED);
  assert_history (journal, id, "0 10=100000000 1 2=5");

  assert_write (journal, hsp_journal_forget_async, id);
  assert_refused (journal, hsp_journal_forget_async, id);
  assert_history (journal, id, "");
}

static void
test_update (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspJournal *journal = fixture->journal;
  gint64 id = begin (journal);
  g_autoptr(HspPurchaseRow) row = NULL;
  g_autoptr(HspPurchaseRow) kept = NULL;

  assert_write (journal, hsp_journal_mark_sent_async, id);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, "5", NULL, NULL);
  row = find (journal, id);
  row->status = g_strdup ("In progress");
  row->charge = 450000;
  row->start_count = 10;
  row->remains = 700;
  row->checked = 1700000500;
  row->note = g_strdup ("ghi chú");
  assert_write (journal, hsp_journal_update_async, row);
  assert_write (journal, hsp_journal_update_async, row);
  assert_history (journal, id, "0 10=100000000 1 2=5 9=450000 8=700 7=In progress");

  /* what a later answer leaves out is not forgotten; the note is */
  g_clear_pointer (&row->status, g_free);
  g_clear_pointer (&row->note, g_free);
  row->charge = HSP_MONEY_UNKNOWN;
  row->start_count = row->remains = HSP_UNKNOWN;
  row->checked = 1700000600;
  assert_write (journal, hsp_journal_update_async, row);
  reopen (fixture);
  kept = find (fixture->journal, id);
  g_assert_cmpstr (kept->status, ==, "In progress");
  g_assert_cmpint (kept->charge, ==, 450000);
  g_assert_cmpint (kept->start_count, ==, 10);
  g_assert_cmpint (kept->remains, ==, 700);
  g_assert_cmpint (kept->checked, ==, 1700000600);
  g_assert_null (kept->note);
  g_assert_cmpint (kept->outcome, ==, HSP_OUTCOME_PLACED);

  row->id += 1;
  assert_refused (fixture->journal, hsp_journal_update_async, row);
}

static gint64
buy_numbers (HspJournal *journal,
             const char *first,
             const char *second)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_SMS);
  g_autoptr(GPtrArray) numbers = NULL;
  gint64 id = begin_row (journal, row);

  numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  g_ptr_array_add (numbers, make_number (first));
  g_ptr_array_add (numbers, make_number (second));
  assert_write (journal, hsp_journal_mark_sent_async, id);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, NULL, numbers, NULL);
  return id;
}

static void
test_numbers (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspJournal *journal = fixture->journal;
  gint64 id = buy_numbers (journal, "12345", "12346");
  g_autoptr(HspNumberRow) row = find_number (journal, "12345");
  g_autoptr(HspNumberRow) old = hsp_number_row_copy (row);
  g_autoptr(HspNumberRow) kept = NULL;
  g_autoptr(HspNumberRow) orphan = NULL;

  assert_history (journal, id, "0 10=100000000 1 2=12345, 12346");
  g_assert_cmpint (row->purchase, ==, id);
  g_assert_cmpint (row->charge, ==, HSP_MONEY_UNKNOWN);
  row->code = g_strdup ("123456");
  row->text = g_strdup ("Your code is 123456");
  row->code_at = 1700000700;
  row->copied = 1700000701;
  row->charge = 500000;
  row->expires = 1700001000;
  row->created = 5;
  assert_write (journal, hsp_journal_update_number_async, row);

  /* from a program that had not seen the code */
  old->removed = TRUE;
  assert_write (journal, hsp_journal_update_number_async, old);
  reopen (fixture);
  kept = find_number (fixture->journal, "12345");
  g_assert_cmpstr (kept->code, ==, "123456");
  g_assert_cmpstr (kept->text, ==, "Your code is 123456");
  g_assert_cmpint (kept->code_at, ==, 1700000700);
  g_assert_cmpint (kept->copied, ==, 1700000701);
  g_assert_cmpint (kept->charge, ==, 500000);
  g_assert_cmpint (kept->created, ==, 1700000100);
  g_assert_true (kept->removed);

  assert_write (fixture->journal, hsp_journal_forget_async, id);
  assert_write (fixture->journal, hsp_journal_update_number_async, kept);
  orphan = find_number (fixture->journal, "12345");
  g_assert_cmpint (orphan->purchase, ==, 0);
}

/* All of a settlement or nothing: the second number cannot be written. */
static void
test_one_transaction (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_SMS);
  g_autoptr(GPtrArray) numbers = NULL;
  gint64 id = begin_row (fixture->journal, row);

  numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  g_ptr_array_add (numbers, make_number ("1"));
  g_ptr_array_add (numbers, make_number (NULL));
  assert_write (fixture->journal, hsp_journal_mark_sent_async, id);
  assert_refused (fixture->journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED,
                NULL, numbers, NULL);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_SENT);
  assert_history (fixture->journal, id, "0 10=100000000 1");
  g_assert_null (find_number (fixture->journal, "1"));
  begin (fixture->journal);
}

static void
test_number_by_hand (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(HspNumberRow) row = make_number ("99");
  g_autoptr(HspNumberRow) kept = NULL;

  assert_write (fixture->journal, hsp_journal_update_number_async, row);
  kept = find_number (fixture->journal, "99");
  g_assert_cmpint (kept->purchase, ==, 0);
  g_assert_cmpstr (kept->phone, ==, "+84900000001");
}

static void
test_adopt (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspJournal *journal = fixture->journal;
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(HspPurchaseRow) kept = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) again = NULL;
  g_autoptr(GError) error = NULL;
  gint64 id = 0;

  row->order = g_strdup ("4711");
  row->status = g_strdup ("Pending");
  row->charge = 3;
  hsp_journal_adopt_async (journal, row, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  id = hsp_journal_adopt_finish (journal, result, &error);
  g_assert_no_error (error);
  kept = find (journal, id);
  g_assert_cmpint (kept->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_cmpstr (kept->order, ==, "4711");
  assert_history (journal, id, "2=4711 9=3 7=Pending");

  hsp_journal_adopt_async (journal, row, hsp_test_store_result, &again);
  hsp_test_wait (again != NULL);
  g_assert_cmpint (hsp_journal_adopt_finish (journal, again, &error), ==, 0);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
}

static void
add_balance (HspJournal *journal,
             gint64      time,
             HspMoney    balance,
             const char *currency)
{
  HspBalanceRow row = { time, balance, (char *) currency };

  assert_write (journal, hsp_journal_add_balance_async, &row);
}

static void
test_balances (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspJournalContents) contents = NULL;
  const HspBalanceRow *row = NULL;

  add_balance (fixture->journal, 100, 5, "USD");
  add_balance (fixture->journal, 200, 5, "USD");
  add_balance (fixture->journal, 300, 4, "USD");
  add_balance (fixture->journal, 400, 5, "USD");
  add_balance (fixture->journal, 500, 5, "EUR");
  reopen (fixture);
  contents = load (fixture->journal);
  g_assert_cmpuint (contents->balances->len, ==, 4);
  row = g_ptr_array_index (contents->balances, 0);
  g_assert_cmpint (row->time, ==, 200);
  g_assert_cmpint (row->balance, ==, 5);
  row = g_ptr_array_index (contents->balances, 3);
  g_assert_cmpint (row->time, ==, 500);
  g_assert_cmpstr (row->currency, ==, "EUR");
}

static void
test_order_of_rows (Fixture       *fixture,
                    gconstpointer  user_data)
{
  gint64 first = begin (fixture->journal), second = begin (fixture->journal);
  g_autoptr(HspJournalContents) contents = NULL;
  const HspPurchaseRow *row = NULL;

  contents = load (fixture->journal);
  row = g_ptr_array_index (contents->purchases, 0);
  g_assert_cmpint (row->id, ==, second);
  row = g_ptr_array_index (contents->purchases, 1);
  g_assert_cmpint (row->id, ==, first);
}

static void
test_left_behind (Fixture       *fixture,
                  gconstpointer  user_data)
{
  gint64 written = begin (fixture->journal), sent = begin (fixture->journal);
  g_autoptr(HspPurchaseRow) row = NULL;
  g_autofree char *history = NULL;

  assert_write (fixture->journal, hsp_journal_mark_sent_async, sent);
  reopen (fixture);
  assert_outcome (fixture->journal, written, HSP_OUTCOME_NOT_SENT);
  row = find (fixture->journal, sent);
  g_assert_cmpint (row->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_nonnull (row->reason);
  history = read_history (fixture->journal, sent);
  g_assert_true (g_str_has_prefix (history, "0 10=100000000 1 5="));
}

/* Failures before the wire say so, so that nobody takes the purchase for unconfirmed. */
static void
test_delivery (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(GAsyncResult) begun = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) mark_error = NULL;
  g_autoptr(GError) settle_error = NULL;
  GAsyncResult *result = NULL;

  hsp_journal_mark_sent_async (fixture->journal, 1, hsp_test_store_result, &result);
  mark_error = finish_write (fixture->journal, &result);
  g_assert_cmpint (hsp_error_get_delivery (mark_error), ==, HSP_DELIVERY_NONE);
  hsp_journal_settle_async (fixture->journal, 1, HSP_OUTCOME_PLACED, "1", NULL, NULL,
                            hsp_test_store_result, &result);
  settle_error = finish_write (fixture->journal, &result);
  g_assert_cmpint (hsp_error_get_delivery (settle_error), ==, HSP_DELIVERY_UNKNOWN);

  hsp_journal_close (fixture->journal);
  hsp_journal_begin_async (fixture->journal, row, hsp_test_store_result, &begun);
  hsp_test_wait (begun != NULL);
  g_assert_cmpint (hsp_journal_begin_finish (fixture->journal, begun, &error), ==, 0);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
}

static void
test_closed (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(HspJournal) journal = hsp_journal_new (fixture->path);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) again = NULL;
  g_autoptr(GError) error = NULL;

  hsp_journal_close (journal);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
  assert_refused (journal, hsp_journal_mark_sent_async, 1);

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &opened);
  assert_refused (journal, hsp_journal_forget_async, 1);
  hsp_test_wait (opened != NULL);
  g_assert_true (hsp_journal_open_finish (journal, opened, &error));
  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &again);
  hsp_test_wait (again != NULL);
  g_assert_false (hsp_journal_open_finish (journal, again, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);

  hsp_journal_close (journal);
  hsp_journal_close (journal);
  assert_refused (journal, hsp_journal_mark_sent_async, 1);
}

static void
test_close_while_opening (Fixture       *fixture,
                          gconstpointer  user_data)
{
  HspJournal *journal = hsp_journal_new (fixture->path);
  GAsyncResult *opened = NULL, *reopened = NULL;
  g_autoptr(GError) error = NULL;

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &opened);
  hsp_journal_close (journal);
  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &reopened);
  hsp_test_wait (opened != NULL && reopened != NULL);
  g_assert_false (hsp_journal_open_finish (journal, opened, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_true (hsp_journal_open_finish (journal, reopened, NULL));
  begin (journal);
  g_clear_object (&opened);
  g_clear_object (&reopened);
  g_assert_finalize_object (journal);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(HspJournal) journal = hsp_journal_new (fixture->path);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) again = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  hsp_journal_open_async (journal, cancellable, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_journal_open_finish (journal, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &again);
  hsp_test_wait (again != NULL);
  g_assert_true (hsp_journal_open_finish (journal, again, NULL));
}

/* What was asked before closing is done, and answered after; nobody holds the object but the calls. */
static void
test_close_with_work (Fixture       *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  g_autoptr(GError) error = NULL;
  GAsyncResult *results[20] = { NULL, };
  HspJournal *journal = g_object_ref (fixture->journal);
  gint64 id = 0;

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    hsp_journal_begin_async (fixture->journal, row, hsp_test_store_result, &results[i]);
  hsp_journal_close (fixture->journal);
  g_clear_object (&fixture->journal);

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      hsp_test_wait (results[i] != NULL);
      id = hsp_journal_begin_finish (journal, results[i], &error);
      g_assert_no_error (error);
      g_assert_cmpint (id, ==, i + 1);
      g_clear_object (&results[i]);
    }
  g_assert_finalize_object (journal);
  fixture->journal = open_good_journal (fixture->path);
  assert_outcome (fixture->journal, 20, HSP_OUTCOME_NOT_SENT);
}

static void
test_two_at_once (Fixture       *fixture,
                  gconstpointer  user_data)
{
  gint64 sent = begin (fixture->journal), written = begin (fixture->journal);
  g_autoptr(HspJournal) other = NULL;
  g_autoptr(HspPurchaseRow) row = make_purchase (HSP_PURCHASE_ORDER);
  GAsyncResult *results[40] = { NULL, };
  g_autoptr(HspJournalContents) contents = NULL;

  assert_write (fixture->journal, hsp_journal_mark_sent_async, sent);
  other = open_good_journal (fixture->path);
  assert_outcome (other, sent, HSP_OUTCOME_SENT);
  assert_outcome (other, written, HSP_OUTCOME_WRITTEN);

  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    hsp_journal_begin_async (i % 2 ? other : fixture->journal, row,
                             hsp_test_store_result, &results[i]);
  for (guint i = 0; i < G_N_ELEMENTS (results); i++)
    {
      hsp_test_wait (results[i] != NULL);
      g_assert_cmpint (hsp_journal_begin_finish (i % 2 ? other : fixture->journal,
                                                 results[i], NULL), >, 0);
      g_clear_object (&results[i]);
    }

  assert_write (fixture->journal, hsp_journal_settle_async, sent, HSP_OUTCOME_PLACED,
                "8", NULL, NULL);
  assert_outcome (other, sent, HSP_OUTCOME_PLACED);
  contents = load (other);
  g_assert_cmpuint (contents->purchases->len, ==, 42);
}

typedef struct
{
  GSubprocess      *process;
  GDataInputStream *output;
} Helper;

static void
start_helper (Helper     *helper,
              const char *path,
              const char *stage)
{
  g_autofree char *program = g_test_build_filename (G_TEST_BUILT, "journal-helper", NULL);
  g_autoptr(GError) error = NULL;

  helper->process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                      program, path, stage, NULL);
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
kill_helper (Helper *helper)
{
  g_subprocess_send_signal (helper->process, SIGKILL);
  g_subprocess_wait (helper->process, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (helper->process));
  g_clear_object (&helper->output);
  g_clear_object (&helper->process);
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

/* A row of a process number that another process has now, and of a computer that was started again. */
static void
test_owner_reused (Fixture       *fixture,
                   gconstpointer  user_data)
{
  gint64 id = begin (fixture->journal), other = begin (fixture->journal);
  g_autofree char *sql = NULL;
  sqlite3 *handle = open_raw (fixture->path);

  assert_write (fixture->journal, hsp_journal_mark_sent_async, id);
  assert_write (fixture->journal, hsp_journal_mark_sent_async, other);
  sql = g_strdup_printf ("UPDATE purchase SET owner = replace (owner, ':%d:', ':1:') WHERE id = %d;"
                         "UPDATE purchase SET owner = 'x' || owner WHERE id = %d",
                         (int) getpid (), (int) id, (int) other);
  g_assert_true (execute (handle, sql));
  sqlite3_close (handle);
  reopen (fixture);
  assert_outcome (fixture->journal, id, HSP_OUTCOME_UNCONFIRMED);
  assert_outcome (fixture->journal, other, HSP_OUTCOME_UNCONFIRMED);
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
  sqlite3_close (handle);
}

static void
test_version_1 (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(HspPurchaseRow) placed = NULL;
  g_autoptr(HspNumberRow) number = NULL;

  load_dump (fixture->path, "journal-1.sql");
  fixture->journal = open_good_journal (fixture->path);
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
  assert_outcome (fixture->journal, 2, HSP_OUTCOME_REJECTED);
  assert_outcome (fixture->journal, 3, HSP_OUTCOME_NOT_SENT);
  assert_outcome (fixture->journal, 4, HSP_OUTCOME_UNCONFIRMED);
  assert_outcome (fixture->journal, 5, HSP_OUTCOME_NOT_PLACED);
  assert_outcome (fixture->journal, 6, HSP_OUTCOME_PLACED);
  assert_outcome (fixture->journal, 7, HSP_OUTCOME_NOT_SENT);
  assert_outcome (fixture->journal, 8, HSP_OUTCOME_UNCONFIRMED);
  number = find_number (fixture->journal, "12345");
  g_assert_cmpint (number->purchase, ==, 6);
  g_assert_cmpstr (number->code, ==, "123456");
  g_assert_cmpint (begin (fixture->journal), ==, 9);
}

static gboolean
open_database (HspDatabase  *database,
               gpointer      data,
               GError      **error)
{
  return hsp_database_open (database, error);
}

static void
migrate (const char         *path,
         const char * const *steps,
         guint               n_steps,
         GError            **error)
{
  g_autoptr(HspDatabase) database = hsp_database_new (path, 1, steps, n_steps);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_database_start (database);
  hsp_database_queue (database, open_database,
                      g_task_new (NULL, NULL, hsp_test_store_result, &result));
  hsp_test_wait (result != NULL);
  g_task_propagate_boolean (G_TASK (result), error);
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

/* Every page but the first in turn, and cut files. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GBytes) good = NULL;
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  for (guint i = 0; i < 30; i++)
    begin (fixture->journal);
  g_assert_finalize_object (g_steal_pointer (&fixture->journal));
  good = read_bytes (fixture->path);
  data = g_memdup2 (g_bytes_get_data (good, &size), g_bytes_get_size (good));
  g_assert_cmpuint (size, >, 5 * 4096);

  for (gsize page = 4096; page < size; page += 4096)
    {
      g_autoptr(GBytes) bad = NULL;

      memset (data + page, 0xa5, 4096);
      bad = g_bytes_new (data, size);
      g_assert_true (g_file_set_contents (fixture->path, (const char *) data, size, NULL));
      assert_not_opened (fixture->path, "damaged");
      assert_bytes (fixture->path, bad);
      memcpy (data + page, (const guint8 *) g_bytes_get_data (good, NULL) + page, 4096);

      g_assert_true (g_file_set_contents (fixture->path, (const char *) data, page + 100, NULL));
      assert_not_opened (fixture->path, NULL);
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
  g_test_add ("/journal/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", set_up, test_round_trip);
  ADD ("modes", set_up, test_modes);
  ADD ("outcomes", set_up, test_outcomes);
  ADD ("refusals", set_up, test_refusals);
  ADD ("update", set_up, test_update);
  ADD ("numbers", set_up, test_numbers);
  ADD ("one-transaction", set_up, test_one_transaction);
  ADD ("number-by-hand", set_up, test_number_by_hand);
  ADD ("adopt", set_up, test_adopt);
  ADD ("balances", set_up, test_balances);
  ADD ("order-of-rows", set_up, test_order_of_rows);
  ADD ("left-behind", set_up, test_left_behind);
  ADD ("delivery", set_up, test_delivery);
  ADD ("closed", set_up_closed, test_closed);
  ADD ("close-while-opening", set_up_closed, test_close_while_opening);
  ADD ("cancelled", set_up_closed, test_cancelled);
  ADD ("close-with-work", set_up, test_close_with_work);
  ADD ("two-at-once", set_up, test_two_at_once);
  ADD ("killed", set_up_closed, test_killed);
  ADD ("killed-while-writing", set_up_closed, test_killed_while_writing);
  ADD ("alive", set_up_closed, test_alive);
  ADD ("owner-reused", set_up, test_owner_reused);
  ADD ("version-1", set_up_closed, test_version_1);
  ADD ("failed-step", set_up_closed, test_failed_step);
  ADD ("newer", set_up, test_newer);
  ADD ("foreign", set_up_closed, test_foreign);
  ADD ("not-a-database", set_up_closed, test_not_a_database);
  ADD ("damaged", set_up, test_damaged);
  ADD ("read-only", set_up_closed, test_read_only);
  ADD ("read-only-file", set_up, test_read_only_file);
  ADD ("no-folder", set_up_closed, test_no_folder);
  ADD ("busy", set_up, test_busy);
  ADD ("race", set_up_closed, test_race);
  ADD ("secure-delete", set_up, test_secure_delete);

  return g_test_run ();
}
