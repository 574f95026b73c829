/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-error.h"
#include "hsp-values.h"
#include "journal-fixture.h"

#include <string.h>
#include <sys/stat.h>

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

  /* nor what another program has made unconfirmed again meanwhile */
  id = begin (journal);
  assert_write (journal, hsp_journal_mark_sent_async, id);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_UNCONFIRMED, NULL, NULL, "time");
  assert_refused (journal, hsp_journal_forget_async, id);
  assert_outcome (journal, id, HSP_OUTCOME_UNCONFIRMED);
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
  assert_write (journal, hsp_journal_update_async, row);
  assert_write (journal, hsp_journal_update_async, row);
  assert_history (journal, id, "0 10=100000000 1 2=5 9=450000 8=700 7=In progress");

  /* what a later answer leaves out is not forgotten, nor what was noted while it was asked */
  assert_write (journal, hsp_journal_set_note_async, id, "ghi chú");
  g_clear_pointer (&row->status, g_free);
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
  g_assert_cmpstr (kept->note, ==, "ghi chú");
  g_assert_cmpint (kept->outcome, ==, HSP_OUTCOME_PLACED);

  assert_write (fixture->journal, hsp_journal_set_note_async, id, NULL);
  g_clear_pointer (&kept, hsp_purchase_row_free);
  kept = find (fixture->journal, id);
  g_assert_null (kept->note);
  assert_refused (fixture->journal, hsp_journal_set_note_async, id + 1, "ghi chú");

  row->id += 1;
  assert_refused (fixture->journal, hsp_journal_update_async, row);
}

static void
unsettle (HspJournal *journal,
          gint64      id)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspPurchaseRow) row = NULL;
  g_autoptr(HspPurchaseRow) restored = NULL;
  g_autoptr(GError) error = NULL;

  hsp_journal_unsettle_async (journal, id, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  row = hsp_journal_unsettle_finish (journal, result, &restored, &error);
  g_assert_no_error (error);
  g_assert_null (restored);
}

/* The order of a purchase can be taken back, and another be named, while the shop is asked for it. */
static void
test_update_of_another (Fixture       *fixture,
                        gconstpointer  user_data)
{
  HspJournal *journal = fixture->journal;
  gint64 id = begin (journal);
  g_autoptr(HspPurchaseRow) row = NULL;
  g_autoptr(HspPurchaseRow) taken_back = NULL;
  g_autoptr(HspPurchaseRow) settled_anew = NULL;

  assert_write (journal, hsp_journal_mark_sent_async, id);
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_UNCONFIRMED, NULL, NULL, "time");
  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, "5", NULL, NULL);
  row = find (journal, id);
  row->status = g_strdup ("Completed");
  row->charge = 450000;
  row->remains = 0;

  unsettle (journal, id);
  assert_write (journal, hsp_journal_update_async, row);
  taken_back = find (journal, id);
  g_assert_cmpint (taken_back->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_null (taken_back->status);
  g_assert_cmpint (taken_back->charge, ==, HSP_MONEY_UNKNOWN);

  assert_write (journal, hsp_journal_settle_async, id, HSP_OUTCOME_PLACED, "6", NULL, NULL);
  assert_write (journal, hsp_journal_update_async, row);
  settled_anew = find (journal, id);
  g_assert_cmpstr (settled_anew->order, ==, "6");
  g_assert_null (settled_anew->status);
  g_assert_cmpint (settled_anew->remains, ==, HSP_UNKNOWN);
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
  row->code = g_strdup ("730461");
  row->text = g_strdup ("Your code is 730461");
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
  g_assert_cmpstr (kept->code, ==, "730461");
  g_assert_cmpstr (kept->text, ==, "Your code is 730461");
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

/* Neither an answer that was under way nor an older copy brings back what was forgotten. */
static void
test_forgotten_number (Fixture       *fixture,
                       gconstpointer  user_data)
{
  HspJournal *journal = fixture->journal;
  g_autoptr(HspNumberRow) row = NULL;
  g_autoptr(HspNumberRow) kept = NULL;

  buy_numbers (journal, "12345", "12346");
  row = find_number (journal, "12345");
  assert_write (journal, hsp_journal_forget_number_async, row->order);
  row->code = g_strdup ("730461");
  row->text = g_strdup ("Your code is 730461");
  assert_write (journal, hsp_journal_update_number_async, row);
  kept = find_number (journal, "12345");
  g_assert_cmpstr (kept->phone, ==, "");
  g_assert_null (kept->code);
  g_assert_null (kept->text);
  g_assert_true (kept->removed);

  /* rented once more it is another number */
  g_clear_pointer (&kept, hsp_number_row_free);
  buy_numbers (journal, "12345", "12347");
  kept = find_number (journal, "12345");
  g_assert_cmpstr (kept->phone, !=, "");
  g_assert_false (kept->removed);
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

/* What was asked before closing is done, and answered after; nobody holds the object but the
 * calls. */
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

/* Marks that nobody holds, and some that were never one. */
static void
test_owner_gone (Fixture       *fixture,
                 gconstpointer  user_data)
{
  static const char * const marks[] = {
    "lock:4611686018427387000", "lock:0", "lock:-1", "lock:x", "lock:9223372036854775807", "lock:",
    "", "x", "3f1f0c3e-0000-4000-8000-000000000000:1:1:9d3c1a9e-0000-4000-8000-000000000000",
  };
  sqlite3 *handle = open_raw (fixture->path);

  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    {
      gint64 id = begin (fixture->journal);
      g_autofree char *sql = g_strdup_printf ("UPDATE purchase SET owner = '%s' WHERE id = %d",
                                              marks[i], (int) id);

      assert_write (fixture->journal, hsp_journal_mark_sent_async, id);
      g_assert_true (execute (handle, sql));
    }
  sqlite3_close (handle);
  reopen (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (marks); i++)
    assert_outcome (fixture->journal, i + 1, HSP_OUTCOME_UNCONFIRMED);
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
  ADD ("update-of-another", set_up, test_update_of_another);
  ADD ("numbers", set_up, test_numbers);
  ADD ("forgotten-number", set_up, test_forgotten_number);
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
  ADD ("owner-gone", set_up, test_owner_gone);

  return g_test_run ();
}
