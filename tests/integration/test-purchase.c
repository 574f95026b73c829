/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "account-helper.h"
#include "hsp-journal.h"

#define LINK "https://example.com/p/1"

static void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop_start (shop);
}

static void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  shop_end (shop);
}

static HspOrder *
place_one (Shop *shop)
{
  HspService *service = shop_find_service (shop, FALSE);

  return shop_place (shop, service, MAX (hsp_service_get_value (service)->min, 100), LINK);
}

/* Each fault on its own: sent once, and the outcome of "Sending money actions" in the API notes. */
static void
test_fault (Shop          *shop,
            gconstpointer  data)
{
  static const struct
  {
    HspFault   fault;
    HspOutcome outcome;
  } cases[] = {
    { HSP_FAULT_RESET_BEFORE, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_RESET_AFTER, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_TRUNCATE, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_NOT_JSON, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_HTML, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_EMPTY, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_HTTP_400, HSP_OUTCOME_REJECTED },
    { HSP_FAULT_HTTP_500, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_HTTP_502, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_HTTP_429, HSP_OUTCOME_REJECTED },
    { HSP_FAULT_RATE_TEXT, HSP_OUTCOME_REJECTED },
    { HSP_FAULT_SLOW, HSP_OUTCOME_PLACED },
    { HSP_FAULT_REDIRECT, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_BAD_UTF8, HSP_OUTCOME_PLACED },
    { HSP_FAULT_TOO_DEEP, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_TOO_LONG, HSP_OUTCOME_UNCONFIRMED },
    { HSP_FAULT_ERROR_OBJECT, HSP_OUTCOME_REJECTED },
  };
  guint n_unconfirmed = 0;

  shop_open (shop);
  shop_load (shop);
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(HspOrder) order = NULL;
      const guint n_before = hsp_sandbox_count (shop->sandbox, "add");
      const HspPurchaseRow *row;

      g_test_message ("%s", hsp_fault_to_name (cases[i].fault));
      hsp_sandbox_push_fault (shop->sandbox, "add", cases[i].fault);
      order = place_one (shop);
      row = hsp_order_get_row (order);
      g_assert_cmpint (row->outcome, ==, cases[i].outcome);
      g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, n_before + 1);
      g_assert_true ((row->order != NULL) == (cases[i].outcome == HSP_OUTCOME_PLACED));
      g_assert_true ((row->reason != NULL) == (cases[i].outcome != HSP_OUTCOME_PLACED));
      n_unconfirmed += cases[i].outcome == HSP_OUTCOME_UNCONFIRMED;
      g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, n_unconfirmed);
    }

  /* what the journal keeps is the same */
  shop_reopen (shop);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==,
                    G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (G_LIST_MODEL (shop->book),
                                                         G_N_ELEMENTS (cases) - i - 1);

      g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, cases[i].outcome);
    }
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, n_unconfirmed);
}

/* Both close the connection under the request: the shop may have read it. */
static void
test_refused_connection (Shop          *shop,
                         gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;

  shop_open (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_REFUSE);
  order = place_one (shop);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), <=, 1);
  g_assert_cmpint (hsp_sandbox_get_charged (shop->sandbox), ==, 0);
}

/* Acted on, and never answered: the shop goes away in the end. */
static void
test_hang (Shop          *shop,
           gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  HspService *service;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_HANG);
  hsp_order_book_place_async (shop->book, service, MAX (hsp_service_get_value (service)->min, 100),
                              LINK, hsp_test_store_result, &result);
  hsp_test_wait (hsp_sandbox_get_charged (shop->sandbox) > 0);
  g_assert_null (result);
  g_assert_true (hsp_account_get_spending (shop->account));
  hsp_sandbox_stop (shop->sandbox);
  hsp_test_wait (result != NULL);
  order = hsp_order_book_place_finish (shop->book, result, NULL);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_false (hsp_account_get_spending (shop->account));
}

/* Nobody listens: not a byte left, and it may be sent again. */
static void
test_not_sent (Shop          *shop,
               gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  const HspPurchaseRow *row;
  guint n_before;

  shop_open (shop);
  n_before = hsp_sandbox_count (shop->sandbox, NULL);
  hsp_sandbox_stop (shop->sandbox);
  order = place_one (shop);
  row = hsp_order_get_row (order);
  g_assert_cmpint (row->outcome, ==, HSP_OUTCOME_NOT_SENT);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_REJECTED);
  g_assert_nonnull (row->reason);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 0);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, NULL), ==, n_before);
  g_assert_null (hsp_order_book_find_same (shop->book, row->item, LINK));
}

static void
test_refused_before (Shop          *shop,
                     gconstpointer  data)
{
  g_autoptr(GAsyncResult) closed = NULL;
  g_autoptr(GAsyncResult) few = NULL;
  g_autoptr(GAsyncResult) many = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspService) service = NULL;
  HspServiceValue *value = hsp_service_value_new ();

  g_free (value->id);
  value->id = g_strdup ("1");
  g_free (value->name);
  value->name = g_strdup ("One");
  value->rate = HSP_MONEY_UNIT;
  value->min = 10;
  value->max = 20;
  service = hsp_service_new (value);

  /* the journal is not open */
  hsp_account_set_key (shop->account, SHOP_KEY);
  hsp_order_book_place_async (shop->book, service, 10, LINK, hsp_test_store_result, &closed);
  hsp_test_wait (closed != NULL);
  g_assert_null (hsp_order_book_place_finish (shop->book, closed, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_clear_error (&error);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, NULL), ==, 0);

  shop_open (shop);
  hsp_order_book_place_async (shop->book, service, 9, LINK, hsp_test_store_result, &few);
  hsp_test_wait (few != NULL);
  g_assert_null (hsp_order_book_place_finish (shop->book, few, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);
  hsp_order_book_place_async (shop->book, service, 21, LINK, hsp_test_store_result, &many);
  hsp_test_wait (many != NULL);
  g_assert_null (hsp_order_book_place_finish (shop->book, many, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 0);
}

/* The file cannot be made: everything but buying goes on. */
static void
test_journal_failed (Shop          *shop,
                     gconstpointer  data)
{
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) placed = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *in_the_way = g_build_filename (shop->dir, "data", NULL);

  g_assert_true (g_file_set_contents (in_the_way, "", 0, NULL));
  hsp_account_set_key (shop->account, SHOP_KEY);
  hsp_account_open_async (shop->account, NULL, hsp_test_store_result, &opened);
  hsp_test_wait (opened != NULL);
  g_assert_false (hsp_account_open_finish (shop->account, opened, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_error (hsp_account_get_journal_error (shop->account), HSP_ERROR, HSP_ERROR_STORE);
  g_clear_error (&error);
  shop_settle_down (shop);
  g_assert_cmpint (hsp_catalogue_get_state (shop->catalogue), ==, HSP_LOAD_READY);
  g_assert_cmpint (hsp_wallet_get_balance (shop->wallet), ==, 100 * HSP_MONEY_UNIT);

  hsp_order_book_place_async (shop->book, shop_find_service (shop, FALSE), 100, LINK,
                              hsp_test_store_result, &placed);
  hsp_test_wait (placed != NULL);
  g_assert_null (hsp_order_book_place_finish (shop->book, placed, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  /* and says why */
  g_assert_true (g_str_has_suffix (error->message,
                                   hsp_account_get_journal_error (shop->account)->message));
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 0);

  /* "Try Again" */
  g_assert_cmpint (g_unlink (in_the_way), ==, 0);
  shop_open (shop);
  g_assert_null (hsp_account_get_journal_error (shop->account));
}

static gboolean
settle_not_placed (Shop        *shop,
                   HspOrder    *order,
                   GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_settle_not_placed_async (shop->book, order, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_order_book_settle_finish (shop->book, result, error);
}

/* Looks through the numbers that the shop may have given, as a person would in the history. */
static void
find_and_settle (Shop     *shop,
                 HspOrder *order)
{
  for (guint number = 771201; number < 771230; number++)
    {
      g_autofree char *text = g_strdup_printf ("%u", number);
      g_autoptr(GError) error = NULL;

      if (shop_settle_placed (shop, order, text, &error))
        return;
      g_assert_error (error, HSP_ERROR, HSP_ERROR_ORDER_NOT_FOUND);
      g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
    }
  g_assert_not_reached ();
}

static void
test_settle_placed (Shop          *shop,
                    gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) other = NULL;
  g_autoptr(GError) error = NULL;
  const HspPurchaseRow *row;
  HspEvidence evidence;

  shop_open (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_AFTER);
  order = place_one (shop);
  row = hsp_order_get_row (order);
  g_assert_cmpint (row->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_true (hsp_order_book_find_same (shop->book, row->item, LINK) == order);
  hsp_order_book_get_evidence (shop->book, order, &evidence);
  g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_PROBABLY_PLACED);
  g_assert_cmpint (evidence.before, ==, 100 * HSP_MONEY_UNIT);
  g_assert_cmpint (evidence.difference, ==, -row->estimate);

  g_assert_false (shop_settle_placed (shop, order, " ", &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  find_and_settle (shop, order);
  row = hsp_order_get_row (order);
  g_assert_cmpint (row->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_nonnull (row->order);
  g_assert_null (row->reason);
  g_assert_cmpstr (hsp_order_get_state_text (order), ==, "Pending");
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 0);

  g_clear_error (&error);
  g_assert_false (settle_not_placed (shop, order, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  shop_settle_down (shop);

  g_clear_object (&order);
  shop_reopen (shop);
  other = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpint (hsp_order_get_row (other)->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 1);
}

static void
test_settle_not_placed (Shop          *shop,
                        gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspEvidence evidence;

  shop_open (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_BEFORE);
  order = place_one (shop);
  hsp_order_book_get_evidence (shop->book, order, &evidence);
  g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_PROBABLY_NOT);
  g_assert_cmpint (evidence.difference, ==, 0);

  /* what is not settled cannot be forgotten */
  hsp_order_book_forget_async (shop->book, order, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_order_book_forget_finish (shop->book, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);

  g_assert_true (settle_not_placed (shop, order, NULL));
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_REJECTED);
  g_assert_cmpstr (hsp_order_get_state_text (order), ==, "Not placed");
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 0);
}

/* The balance could not be read since: nothing is said. */
static void
test_no_evidence (Shop          *shop,
                  gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  HspEvidence evidence;

  shop_open (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_AFTER);
  hsp_sandbox_push_fault (shop->sandbox, "balance", HSP_FAULT_ERROR_OBJECT);
  /* so that the reading at start is not of the same second */
  hsp_test_wait (g_get_real_time () / G_TIME_SPAN_SECOND > hsp_wallet_get_read_at (shop->wallet));
  order = place_one (shop);
  hsp_order_book_get_evidence (shop->book, order, &evidence);
  g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_UNKNOWN);
  g_assert_cmpint (evidence.now, ==, HSP_MONEY_UNKNOWN);
}

/* A balance that was asked for before the purchase and came after it: nothing is said. */
static void
test_late_evidence (Shop          *shop,
                    gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  HspEvidence evidence;
  gint64 asked_at;

  shop_open (shop);
  shop_settle_down (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_BEFORE);
  hsp_sandbox_push_fault (shop->sandbox, "balance", HSP_FAULT_SLOW);
  hsp_sandbox_push_fault (shop->sandbox, "balance", HSP_FAULT_ERROR_OBJECT);
  asked_at = g_get_real_time () / G_TIME_SPAN_SECOND;
  hsp_wallet_refresh (shop->wallet);
  hsp_test_wait (g_get_real_time () / G_TIME_SPAN_SECOND > asked_at);
  order = place_one (shop);
  hsp_test_wait (!hsp_wallet_get_refreshing (shop->wallet));
  g_assert_cmpint (hsp_wallet_get_read_at (shop->wallet), >=, hsp_order_get_row (order)->updated);
  hsp_order_book_get_evidence (shop->book, order, &evidence);
  g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_UNKNOWN);
}

/* Numbers of an unconfirmed purchase: in the order book until it is settled, then at the desk. */
static void
test_sms_unconfirmed (Shop          *shop,
                      gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspSmsNumber) number = NULL;
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *reason = NULL;
  HspOutcome outcome = HSP_OUTCOME_WRITTEN;

  shop_open (shop);
  shop_load (shop);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
  hsp_sandbox_push_fault (shop->sandbox, "add_sms", HSP_FAULT_HTTP_500);
  hsp_sms_desk_get_async (shop->desk, project, 1, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (shop->desk, result, &outcome, &reason, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_cmpuint (numbers->len, ==, 0);
  g_assert_nonnull (reason);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add_sms"), ==, 1);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 1);
  shop_settle_down (shop);

  shop_reopen (shop);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->kind, ==, HSP_PURCHASE_SMS);
  find_and_settle (shop, order);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 0);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 1);
  number = g_list_model_get_item (hsp_sms_desk_get_numbers (shop->desk), 0);
  g_assert_cmpstr (hsp_sms_number_get_row (number)->project_name, ==,
                   hsp_sms_project_get_name (project));
  shop_settle_down (shop);
  g_clear_object (&number);
  shop_reopen (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 1);
}

/* Leaves a purchase as a program that ends between sending and the answer does. Returns its id. */
static gint64
leave_as_sent (Shop     *shop,
               HspMoney  balance_before)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "journal.db", NULL);
  g_autoptr(HspJournal) journal = hsp_journal_new (path);
  g_autoptr(HspPurchaseRow) row = hsp_purchase_row_new ();
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) begun = NULL;
  g_autoptr(GAsyncResult) marked = NULL;
  gint64 id;

  row->balance_before = balance_before;
  row->balance_before_at = g_get_real_time () / G_TIME_SPAN_SECOND;
  row->item = g_strdup ("23501");
  row->name = g_strdup ("Instagram Followers");
  row->quantity = 100;
  row->link = g_strdup (LINK);
  row->estimate = HSP_MONEY_UNIT;
  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &opened);
  hsp_test_wait (opened != NULL);
  g_assert_true (hsp_journal_open_finish (journal, opened, NULL));
  hsp_journal_begin_async (journal, row, hsp_test_store_result, &begun);
  hsp_test_wait (begun != NULL);
  id = hsp_journal_begin_finish (journal, begun, NULL);
  g_assert_cmpint (id, >, 0);
  hsp_journal_mark_sent_async (journal, id, hsp_test_store_result, &marked);
  hsp_test_wait (marked != NULL);
  g_assert_true (hsp_journal_write_finish (journal, marked, NULL));
  hsp_journal_close (journal);
  return id;
}

static void
test_left_as_sent (Shop          *shop,
                   gconstpointer  data)
{
  const gint64 id = leave_as_sent (shop, HSP_MONEY_UNKNOWN);
  g_autoptr(HspOrder) order = NULL;

  shop_open (shop);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->id, ==, id);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 0);
}

/* Money was paid in meanwhile: that the balance did not fall says nothing of the purchase. */
static void
test_balance_rose (Shop          *shop,
                   gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  HspEvidence evidence;

  leave_as_sent (shop, HSP_MONEY_UNIT);
  shop_open (shop);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  do
    {
      hsp_wallet_refresh (shop->wallet);
      hsp_test_wait (!hsp_wallet_get_refreshing (shop->wallet));
      hsp_order_book_get_evidence (shop->book, order, &evidence);
    }
  while (evidence.now == HSP_MONEY_UNKNOWN);
  g_assert_cmpint (evidence.difference, ==, 99 * HSP_MONEY_UNIT);
  g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_UNCLEAR);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/purchase/" name, Shop, NULL, set_up, func, tear_down)
  ADD ("faults", test_fault);
  ADD ("refused-connection", test_refused_connection);
  ADD ("hang", test_hang);
  ADD ("not-sent", test_not_sent);
  ADD ("refused-before", test_refused_before);
  ADD ("journal-failed", test_journal_failed);
  ADD ("settle-placed", test_settle_placed);
  ADD ("settle-not-placed", test_settle_not_placed);
  ADD ("no-evidence", test_no_evidence);
  ADD ("late-evidence", test_late_evidence);
  ADD ("sms-unconfirmed", test_sms_unconfirmed);
  ADD ("left-as-sent", test_left_as_sent);
  ADD ("balance-rose", test_balance_rose);
#undef ADD
  return g_test_run ();
}
