/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <libsoup/soup.h>
#include <locale.h>
#include <string.h>
#include <utime.h>

#include "account-helper.h"
#include "hsp-journal.h"
#include "hsp-order-private.h"
#include "hsp-sms-number-private.h"
#include "hsp-spending.h"
#include "test-sql.h"

/* The server of libsoup 3.2 leaves a socket and an address behind when the other end of a connection
 * made for one POST goes, as in the tests of the client. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:g_socket_accept\nleak:soup_server_listen_local\n";
}

#define LINK "https://example.com/p/1"
/* With this seed of the sandbox the second order ends partial, the third canceled. */
#define SEED 1241

static void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop->options.seed = SEED;
  shop_start (shop);
}

static void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  shop_end (shop);
}

static gint64
get_quantity (HspService *service)
{
  return MAX (hsp_service_get_value (service)->min, 100);
}

/* Runs @sql on the file of the journal, as another program would. */
static void
run_sql (Shop       *shop,
         const char *sql)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "journal.db", NULL);

  test_run_sql (path, sql);
}

/* Nothing can be placed, as if the disk had filled up after the request had left. */
#define BLOCK "CREATE TRIGGER block BEFORE UPDATE ON purchase WHEN new.outcome = 2" \
              " BEGIN SELECT raise (ABORT, 'full'); END"
#define UNBLOCK "DROP TRIGGER block"

static HspOrder *
place_one (Shop *shop)
{
  HspService *service = shop_find_service (shop, FALSE);

  return shop_place (shop, service, get_quantity (service), LINK);
}

static gboolean
unblock_cb (gpointer user_data)
{
  run_sql (user_data, UNBLOCK);
  return G_SOURCE_REMOVE;
}

/* The outcome is written as soon as it can be. */
static void
test_written_later (Shop          *shop,
                    gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;

  shop_open (shop);
  run_sql (shop, BLOCK);
  g_timeout_add (600, unblock_cb, shop);
  order = place_one (shop);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_nonnull (hsp_order_get_row (order)->order);

  g_clear_object (&order);
  shop_reopen (shop);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 1);
}

/* The number of the last thing that was bought. */
static char *
find_last_number (Shop *shop)
{
  g_autoptr(HspOrder) order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  const char *reason = hsp_order_get_row (order)->reason;
  const char *digits = reason + strcspn (reason, "0123456789");

  char *numbers = g_strndup (digits, strspn (digits, "0123456789, "));

  while (!g_ascii_isdigit (numbers[strlen (numbers) - 1]))
    numbers[strlen (numbers) - 1] = '\0';
  return numbers;
}

/* Nothing that becomes of it can be written: only of what was placed is it said that it was. */
static void
test_other_never_written (Shop          *shop,
                          gconstpointer  data)
{
  static const HspFault faults[] = { HSP_FAULT_ERROR_OBJECT, HSP_FAULT_RESET_AFTER };

  shop_open (shop);
  run_sql (shop, "CREATE TRIGGER block BEFORE UPDATE ON purchase WHEN new.outcome >= 2"
                 " BEGIN SELECT raise (ABORT, 'full'); END");
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      g_autoptr(HspOrder) order = NULL;

      hsp_sandbox_push_fault (shop->sandbox, "add", faults[i]);
      order = place_one (shop);
      g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
      g_assert_null (hsp_order_get_unwritten (order));
      g_assert_nonnull (hsp_order_get_row (order)->reason);
    }
  run_sql (shop, UNBLOCK);
}

/* It can never be written: the row is unconfirmed, as it is on disk, and says the number. */
static void
test_never_written (Shop          *shop,
                    gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autofree char *number = NULL;
  g_autoptr(GError) error = NULL;

  shop_open (shop);
  run_sql (shop, BLOCK);
  order = place_one (shop);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_null (hsp_order_get_row (order)->order);
  number = find_last_number (shop);
  g_assert_cmpuint (strlen (number), >=, 6);
  g_assert_cmpstr (hsp_order_get_unwritten (order), ==, number);

  run_sql (shop, UNBLOCK);
  shop_settle_placed (shop, order, number, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_null (hsp_order_get_unwritten (order));
  shop_settle_down (shop);
  g_clear_object (&order);
  shop_reopen (shop);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
}

static HspSmsProject *
get_project (Shop *shop)
{
  return g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
}

static GPtrArray *
get_numbers (Shop          *shop,
             HspSmsProject *project,
             guint          quantity,
             const char    *phone,
             HspOutcome    *outcome,
             GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GPtrArray *numbers;

  hsp_sms_desk_get_async (shop->desk, project, quantity, phone, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (shop->desk, result, outcome, NULL, error);
  shop_settle_down (shop);
  return numbers;
}

/* Numbers that are known and not written down are used at once, and settled with their own orders:
 * all of them, or those that a person has found. */
static void
test_numbers_never_written (Shop          *shop,
                            gconstpointer  data)
{
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) other = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  HspOutcome outcome;

  shop_open (shop);
  shop_load (shop);
  project = get_project (shop);
  run_sql (shop, BLOCK);
  numbers = get_numbers (shop, project, 3, NULL, &outcome, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  g_assert_cmpuint (numbers->len, ==, 3);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 3);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_true (hsp_order_book_find_same_numbers (shop->book, hsp_sms_project_get_id (project),
                                                   hsp_sms_project_get_country (project)) == order);
  g_assert_null (hsp_order_book_find_same_numbers (shop->book, hsp_sms_project_get_id (project),
                                                   "xx"));
  g_assert_null (hsp_order_book_find_same_numbers (shop->book, "other", NULL));
  text = find_last_number (shop);
  run_sql (shop, UNBLOCK);

  g_assert_false (shop_settle_placed (shop, order, " , ", &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (shop_settle_placed (shop, order, "1 2 3 4", &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_false (shop_settle_placed (shop, order, "1", &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_ORDER_NOT_FOUND);
  g_clear_error (&error);
  shop_settle_placed (shop, order, text, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 3);
  shop_settle_down (shop);

  /* a number of that purchase is not one of the next */
  g_clear_pointer (&numbers, g_ptr_array_unref);
  hsp_sandbox_push_fault (shop->sandbox, "add_sms", HSP_FAULT_HTTP_500);
  numbers = get_numbers (shop, project, 2, NULL, &outcome, NULL);
  g_assert_cmpint (outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  other = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_strdelimit (text, ",", '\0');
  g_assert_false (shop_settle_placed (shop, other, text, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);

  g_clear_pointer (&numbers, g_ptr_array_unref);
  g_clear_object (&order);
  g_clear_object (&other);
  shop_reopen (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 3);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 1);
}

/* Added by its number first, settled then: one order, not two and not none. */
static void
test_settle_adopted (Shop          *shop,
                     gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) adopted = NULL;
  g_autofree char *number = NULL;
  g_autoptr(GError) error = NULL;

  shop_open (shop);
  run_sql (shop, BLOCK);
  order = place_one (shop);
  number = find_last_number (shop);
  run_sql (shop, UNBLOCK);
  hsp_order_book_adopt_async (shop->book, number, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  adopted = hsp_order_book_adopt_finish (shop->book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 2);

  shop_settle_placed (shop, order, number, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 1);
  shop_settle_down (shop);
  g_clear_object (&order);
  g_clear_object (&adopted);
  shop_reopen (shop);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_cmpstr (hsp_order_get_row (order)->link, ==, LINK);
}

/* The order of events decides, not the second: all of this is over in less than one. */
static void
test_evidence_in_a_second (Shop          *shop,
                           gconstpointer  data)
{
  g_autoptr(HspOrder) first = NULL;
  g_autoptr(HspOrder) second = NULL;
  HspEvidence evidence;

  shop_open (shop);
  first = place_one (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_AFTER);
  hsp_sandbox_push_fault (shop->sandbox, "balance", HSP_FAULT_ERROR_OBJECT);
  second = place_one (shop);
  g_assert_cmpint (hsp_order_get_row (second)->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  /* the balance that is known was read between the two */
  hsp_order_book_get_evidence (shop->book, second, &evidence);
  g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_UNKNOWN);
  hsp_wallet_refresh (shop->wallet);
  shop_settle_down (shop);
  hsp_order_book_get_evidence (shop->book, second, &evidence);
  g_assert_cmpuint (evidence.n_others, ==, 0);
  g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_PROBABLY_PLACED);
}

/* Two that are unconfirmed, one of them placed: nobody can say which. */
static void
test_evidence_of_two (Shop          *shop,
                      gconstpointer  data)
{
  g_autoptr(HspOrder) first = NULL;
  g_autoptr(HspOrder) second = NULL;
  HspEvidence evidence;

  shop_open (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_AFTER);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_BEFORE);
  hsp_sandbox_push_fault (shop->sandbox, "balance", HSP_FAULT_ERROR_OBJECT);
  first = place_one (shop);
  second = place_one (shop);
  for (guint i = 0; i < 2; i++)
    {
      hsp_order_book_get_evidence (shop->book, i == 0 ? first : second, &evidence);
      g_assert_cmpint (evidence.verdict, ==, HSP_VERDICT_UNCLEAR);
    }
}

static GError *
get_place_error (Shop       *shop,
                 HspService *service,
                 gint64      quantity)
{
  g_autoptr(GAsyncResult) result = NULL;
  GError *error = NULL;

  hsp_order_book_place_async (shop->book, service, quantity, LINK, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_null (hsp_order_book_place_finish (shop->book, result, &error));
  g_assert_nonnull (error);
  return error;
}

static void
test_limits (Shop          *shop,
             gconstpointer  data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  g_autoptr(HspOrder) placed = NULL;
  g_autoptr(HspOrder) unconfirmed = NULL;
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(GError) error = NULL;
  HspService *service;
  HspMoney price;

  shop_open (shop);
  shop_load (shop);
  service = shop_find_service (shop, FALSE);
  price = hsp_service_estimate (service, get_quantity (service));

  limits.max_total = price - 1;
  hsp_account_set_limits (shop->account, &limits);
  error = get_place_error (shop, service, get_quantity (service));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_LIMIT);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
  g_clear_error (&error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 0);

  /* placed and unconfirmed count, rejected does not */
  limits.max_total = price;
  limits.daily = 2 * price;
  hsp_account_set_limits (shop->account, &limits);
  placed = place_one (shop);
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_HTTP_400);
  g_object_unref (place_one (shop));
  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_BEFORE);
  unconfirmed = place_one (shop);
  g_assert_cmpint (hsp_order_get_row (unconfirmed)->outcome, ==, HSP_OUTCOME_UNCONFIRMED);
  error = get_place_error (shop, service, get_quantity (service));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_LIMIT);
  g_clear_error (&error);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 3);

  /* numbers and orders together */
  project = get_project (shop);
  numbers = get_numbers (shop, project, 1, NULL, NULL, &error);
  g_assert_null (numbers);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_LIMIT);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add_sms"), ==, 0);
  limits.max_total = HSP_MONEY_UNKNOWN;
  limits.daily = 2 * price + hsp_sms_project_get_price (project);
  hsp_account_set_limits (shop->account, &limits);
  g_clear_error (&error);
  numbers = get_numbers (shop, project, 1, NULL, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&numbers, g_ptr_array_unref);
  numbers = get_numbers (shop, project, 1, NULL, NULL, &error);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_LIMIT);
}

static void
assert_over_limit (Shop       *shop,
                   HspService *service,
                   const char *sentence)
{
  g_autoptr(GError) error = get_place_error (shop, service, get_quantity (service));

  g_assert_error (error, HSP_ERROR, HSP_ERROR_LIMIT);
  g_assert_nonnull (strstr (error->message, sentence));
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 1);
}

/* What was paid today was paid, whatever is still known of it. */
static void
test_limit_counts_all (Shop          *shop,
                       gconstpointer  data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  HspService *service;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  limits.daily = hsp_service_estimate (service, get_quantity (service));
  hsp_account_set_limits (shop->account, &limits);
  order = place_one (shop);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  assert_over_limit (shop, service, "Today you have spent");

  /* without the time of it, and without the price */
  run_sql (shop, "UPDATE purchase SET created = 0");
  assert_over_limit (shop, service, "Today you have spent");
  run_sql (shop, "UPDATE purchase SET sent = 0");
  assert_over_limit (shop, service, "Today you have spent");
  run_sql (shop, "UPDATE purchase SET created = updated, charge = NULL");
  assert_over_limit (shop, service, "Today you have spent");
  run_sql (shop, "CREATE TABLE kept AS SELECT estimate FROM purchase; UPDATE purchase SET estimate = NULL");
  assert_over_limit (shop, service, "It is not known yet what something cost");
  run_sql (shop, "UPDATE purchase SET estimate = (SELECT estimate FROM kept); DROP TABLE kept");

  /* taken out of the journal */
  hsp_order_book_forget_async (shop->book, order, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_order_book_forget_finish (shop->book, result, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 0);
  assert_over_limit (shop, service, "Today you have spent");

  /* of an earlier day */
  run_sql (shop, "UPDATE forgotten SET created = created - 200000");
  g_clear_object (&order);
  order = place_one (shop);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
}

/* Numbers of which one tells no charge. */
static void
test_sum_of_numbers (void)
{
  g_autoptr(GPtrArray) purchases = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);
  g_autoptr(GPtrArray) numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  HspPurchaseRow *purchase = hsp_purchase_row_new ();

  purchase->id = 1;
  purchase->kind = HSP_PURCHASE_SMS;
  purchase->outcome = HSP_OUTCOME_PLACED;
  purchase->item = g_strdup ("5");
  purchase->created = 1000;
  purchase->estimate = 70;
  g_ptr_array_add (purchases, purchase);
  for (guint i = 0; i < 2; i++)
    {
      HspNumberRow *number = hsp_number_row_new ();

      number->purchase = 1;
      number->order = g_strdup_printf ("%u", i);
      number->status = g_strdup ("");
      number->charge = i == 0 ? 30 : HSP_MONEY_UNKNOWN;
      g_ptr_array_add (numbers, number);
    }
  /* without a quantity nobody knows the part of one */
  g_assert_cmpint (hsp_spending_sum (purchases, numbers, 1000), ==, 70);
  purchase->estimate = HSP_MONEY_UNKNOWN;
  g_assert_cmpint (hsp_spending_sum (purchases, numbers, 1000), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_spending_sum (purchases, numbers, 1001), ==, 0);
}

/* Two at the same moment: the second one knows of the first. */
static void
test_limit_at_once (Shop          *shop,
                    gconstpointer  data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  HspService *service;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  limits.daily = hsp_service_estimate (service, get_quantity (service));
  hsp_account_set_limits (shop->account, &limits);
  hsp_order_book_place_async (shop->book, service, get_quantity (service), LINK,
                              hsp_test_store_result, &first);
  hsp_order_book_place_async (shop->book, service, get_quantity (service), LINK "2",
                              hsp_test_store_result, &second);
  hsp_test_wait (first != NULL && second != NULL);
  order = hsp_order_book_place_finish (shop->book, first, NULL);
  g_assert_nonnull (order);
  g_assert_null (hsp_order_book_place_finish (shop->book, second, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_LIMIT);
  shop_settle_down (shop);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 1);
}

static GPtrArray *
read_events (Shop     *shop,
             HspOrder *order)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_events_async (shop->book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_order_book_events_finish (shop->book, result, NULL);
}

/* One order completed, one partial, one canceled: what was said, charged, and what came back. */
static void
test_receipts (Shop          *shop,
               gconstpointer  data)
{
  HspOrder *orders[3];
  HspService *service;
  HspMoney price;
  HspReceipt receipt;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  price = hsp_service_estimate (service, get_quantity (service));
  g_assert_cmpint (hsp_service_get_rate_unit (service), ==, HSP_RATE_UNKNOWN);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *link = g_strdup_printf ("%s%u", LINK, i);

      orders[i] = shop_place (shop, service, get_quantity (service), link);
      g_assert_true (shop_check (shop, orders[i], NULL));
      hsp_order_get_receipt (orders[i], NULL, &receipt);
      g_assert_cmpint (receipt.verdict, ==, HSP_RECEIPT_SAME);
      g_assert_cmpint (receipt.refund_expected, ==, HSP_MONEY_UNKNOWN);
    }
  hsp_sandbox_advance (shop->sandbox, 120);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autoptr(GPtrArray) events = NULL;
      HspMoney expected;

      g_assert_true (shop_check (shop, orders[i], NULL));
      events = read_events (shop, orders[i]);
      hsp_order_get_receipt (orders[i], events, &receipt);
      g_assert_cmpint (receipt.charge, ==, price);
      g_assert_cmpint (receipt.verdict, ==, HSP_RECEIPT_SAME);
      expected = i == 0 ? HSP_MONEY_UNKNOWN
                 : hsp_money_times (price, hsp_order_get_row (orders[i])->remains,
                                    get_quantity (service));
      g_assert_cmpint (receipt.refund_expected, ==, expected);
      g_assert_cmpint (receipt.refund_said, ==, expected);
      if (i == 2)
        g_assert_cmpint (receipt.refund_said, ==, price);
      g_object_unref (orders[i]);
    }
  /* the first charge has shown what the rate is the price of */
  g_assert_cmpint (hsp_service_get_rate_unit (service), ==, HSP_RATE_PER_1000);
  g_assert_cmpint (hsp_catalogue_get_rate_unit (shop->catalogue, HSP_KIND_PRODUCT), ==,
                   HSP_RATE_UNKNOWN);
  shop_reopen (shop);
  g_assert_cmpint (hsp_service_get_rate_unit (shop_find_service (shop, FALSE)), ==,
                   HSP_RATE_PER_1000);
}

static void
wait_for_next_second (void)
{
  const gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  hsp_test_wait (g_get_real_time () / G_USEC_PER_SEC > now);
}

/* The balance was read before the end of an order and after it: what came back is seen. */
static void
test_refund_seen (Shop          *shop,
                  gconstpointer  data)
{
  g_autoptr(HspOrder) first = NULL;
  g_autoptr(HspOrder) partial = NULL;
  g_autoptr(GPtrArray) open_events = NULL;
  g_autoptr(GPtrArray) events = NULL;
  HspService *service;
  HspReceipt receipt;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  first = shop_place (shop, service, get_quantity (service), LINK "1");
  partial = shop_place (shop, service, get_quantity (service), LINK "2");
  wait_for_next_second ();
  hsp_wallet_refresh (shop->wallet);
  shop_settle_down (shop);
  wait_for_next_second ();
  hsp_sandbox_advance (shop->sandbox, 20);
  g_assert_true (shop_check (shop, partial, NULL));
  open_events = read_events (shop, partial);
  g_assert_cmpint (hsp_order_book_find_refund (shop->book, partial, open_events), ==,
                   HSP_MONEY_UNKNOWN);
  wait_for_next_second ();
  hsp_sandbox_advance (shop->sandbox, 120);
  g_assert_true (shop_check (shop, partial, NULL));
  g_assert_cmpint (hsp_order_get_state (partial), ==, HSP_STATE_PARTIAL);
  events = read_events (shop, partial);
  hsp_order_get_receipt (partial, events, &receipt);
  g_assert_cmpint (receipt.refund_expected, >, 0);
  g_assert_cmpint (hsp_order_book_find_refund (shop->book, partial, events), ==,
                   receipt.refund_expected);
}

/* Another program at the same journal: what it did is seen, and what is shown stays. */
static void
test_two_programs (Shop          *shop,
                   gconstpointer  data)
{
  Shop other = *shop;
  g_autoptr(HspOrder) mine = NULL;
  g_autoptr(HspOrder) theirs = NULL;
  g_autoptr(HspOrder) seen = NULL;
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  GListModel *model = G_LIST_MODEL (shop->book);
  HspService *service;

  shop_open (shop);
  shop_make_account (&other);
  shop_open (&other);
  shop_load (&other);
  mine = place_one (shop);
  service = shop_find_service (&other, FALSE);
  theirs = shop_place (&other, service, get_quantity (service), LINK "2");
  hsp_test_wait (g_list_model_get_n_items (model) == 2);
  hsp_test_wait (g_list_model_get_n_items (G_LIST_MODEL (other.book)) == 2);
  seen = g_list_model_get_item (model, 0);
  g_assert_cmpstr (hsp_order_get_row (seen)->order, ==, hsp_order_get_row (theirs)->order);
  g_clear_object (&seen);
  seen = g_list_model_get_item (model, 1);
  g_assert_true (seen == mine);

  project = get_project (&other);
  numbers = get_numbers (&other, project, 2, NULL, NULL, NULL);
  hsp_test_wait (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)) == 2);
  hsp_sms_desk_remove (other.desk, numbers->pdata[0]);
  hsp_test_wait (hsp_sms_number_get_row (hsp_sms_desk_lookup (shop->desk,
                   hsp_sms_number_get_row (numbers->pdata[0])->order))->removed);

  g_clear_pointer (&numbers, g_ptr_array_unref);
  g_clear_object (&theirs);
  shop_settle_down (&other);
  shop_settle_down (shop);
  shop_drop_account (&other);
}

/* As after a commit of another program. */
static void
ring (Shop *shop)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "journal.db.lock", NULL);

  g_assert_cmpint (utime (path, NULL), ==, 0);
}

/* Another program took a settling back, and the shop was asked for the number before that was seen. */
static void
test_undone_elsewhere (Shop          *shop,
                       gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;

  shop_open (shop);
  order = place_one (shop);
  shop_settle_down (shop);
  run_sql (shop, "UPDATE purchase SET outcome = 5, shop_order = NULL, checked = 0");
  shop_check (shop, order, &error);
  g_assert_no_error (error);

  ring (shop);
  hsp_test_wait (hsp_order_get_row (order)->outcome == HSP_OUTCOME_UNCONFIRMED);
  g_assert_null (hsp_order_get_row (order)->order);
}

static void
count_change_cb (GListModel *model,
                 guint       position,
                 guint       removed,
                 guint       added,
                 gpointer    user_data)
{
  *(guint *) user_data += 1;
}

/* Another program imported a history: however much it is, the list changes once. */
static void
test_many_numbers (Shop          *shop,
                   gconstpointer  data)
{
  GListModel *numbers;
  HspSmsNumber *number;
  guint n_changes = 0;

  shop_open (shop);
  numbers = hsp_sms_desk_get_numbers (shop->desk);
  g_signal_connect (numbers, "items-changed", G_CALLBACK (count_change_cb), &n_changes);
  run_sql (shop,
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
    " INSERT INTO purchase (id, kind, outcome, item, name, quantity, estimate, currency, balance_before_at,"
    " created, sent, updated, checked)"
    " SELECT i, 1, 2, '5', 'x', 1, 1000 + i, 'USD', 0, 1700000000 + i, 0, 1700000000 + i, 0 FROM n;"
    "INSERT INTO number (shop_order, purchase, phone, country, project, project_name, status, currency,"
    " created, expires, code_at, copied, checked, removed)"
    " SELECT id, id, '1', '', '', '', 'Canceled', 'USD', created, 0, 0, 0, 0, 0 FROM purchase");
  ring (shop);
  hsp_test_wait (g_list_model_get_n_items (numbers) == 2000);
  g_assert_cmpuint (n_changes, ==, 1);
  number = hsp_sms_desk_lookup (shop->desk, "7");
  g_assert_cmpint (hsp_sms_number_get_price (number), ==, 1007);
  g_object_unref (number = g_list_model_get_item (numbers, 0));
  g_assert_cmpstr (hsp_sms_number_get_row (number)->order, ==, "2000");

  run_sql (shop, "DELETE FROM number WHERE purchase BETWEEN 2 AND 1999");
  ring (shop);
  hsp_test_wait (g_list_model_get_n_items (numbers) == 2);
}

#define INSERT_ORDERS(from, to) \
  "WITH RECURSIVE n (i) AS (SELECT " #from " UNION ALL SELECT i + 1 FROM n WHERE i < " #to ")" \
  " INSERT INTO purchase (id, kind, outcome, shop_order, item, name, quantity, currency, balance_before_at," \
  " created, sent, updated, status, checked) SELECT i, 0, 2, 900000 + i, '5', 'x', 1, 'USD', 0," \
  " 1700000000 + i, 0, 1700000000 + i, iif (i = 1, 'Pending', 'Completed'), 0 FROM n"

/* More than are read at once, one of the oldest open: what was not read again is not gone, and what was
 * taken out is. */
static void
test_many_orders (Shop          *shop,
                  gconstpointer  data)
{
  GListModel *orders;

  shop_open (shop);
  run_sql (shop, INSERT_ORDERS (1, 5100));
  shop_reopen (shop);
  orders = G_LIST_MODEL (shop->book);
  g_assert_cmpuint (g_list_model_get_n_items (orders), ==, 5001);
  run_sql (shop, INSERT_ORDERS (5101, 5110));
  ring (shop);
  hsp_test_wait (hsp_order_book_lookup (shop->book, 5110) != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (orders), ==, 5011);
  g_assert_nonnull (hsp_order_book_lookup (shop->book, 101));

  run_sql (shop, "DELETE FROM purchase WHERE id = 5000");
  ring (shop);
  hsp_test_wait (hsp_order_book_lookup (shop->book, 5000) == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (orders), ==, 5010);
}

/* A row of the journal and one that is shown: which is the later one? */
static void
test_newer (void)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();
  g_autoptr(HspPurchaseRow) journal = NULL;
  g_autoptr(HspOrder) order = NULL;

  row->id = 1;
  row->outcome = HSP_OUTCOME_PLACED;
  row->order = g_strdup ("5");
  row->updated = 1000;
  order = hsp_order_new (row);
  journal = hsp_purchase_row_copy (row);
  g_assert_true (hsp_order_is_newer (order, journal));

  /* asked at 1020, and something new was said; taken back by another program at 1010 */
  row = hsp_purchase_row_copy (row);
  row->status = g_strdup ("Completed");
  row->checked = row->updated = 1020;
  hsp_order_set_row (order, row);
  g_assert_true (hsp_order_is_newer (order, journal));
  journal->outcome = HSP_OUTCOME_UNCONFIRMED;
  g_clear_pointer (&journal->order, g_free);
  journal->updated = 1010;
  g_assert_false (hsp_order_is_newer (order, journal));

  /* settled here at 1030, and the journal was read before that */
  row = hsp_purchase_row_copy (journal);
  row->outcome = HSP_OUTCOME_NOT_PLACED;
  row->updated = 1030;
  hsp_order_set_row (order, row);
  g_assert_true (hsp_order_is_newer (order, journal));
}

/* What the shop says again is no change: of the row here as of that in the journal. */
static void
test_said_again (Shop          *shop,
                 gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;

  shop_open (shop);
  order = place_one (shop);
  while (hsp_order_get_state (order) == HSP_STATE_OPEN)
    {
      shop_check (shop, order, &error);
      g_assert_no_error (error);
    }
  shop_settle_down (shop);
  run_sql (shop, "UPDATE purchase SET updated = 1700000000");
  shop_reopen (shop);
  g_clear_object (&order);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  shop_check (shop, order, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_order_get_row (order)->checked, >, 1700000000);
  g_assert_cmpint (hsp_order_get_row (order)->updated, ==, 1700000000);
}

/* A shop that says what it is told, by action. */
typedef struct
{
  SoupServer *server;
  const char *add_sms;
  const char *sms_code;
  const char *projects;
  guint       countries;    /* asked so often */
  guint       n_projects;
  SoupServerMessage *held;  /* (nullable) the countries, not answered */
} Said;

static void
on_said_request_cb (SoupServer        *server,
                    SoupServerMessage *message,
                    const char        *path,
                    GHashTable        *query,
                    gpointer           user_data)
{
  Said *said = user_data;
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  g_autofree char *form = g_strndup (body->data, body->length);
  const char *answer = "{\"error\":\"Invalid action\"}";

  if (strstr (form, "action=add_sms") != NULL)
    answer = said->add_sms;
  else if (strstr (form, "action=sms_code") != NULL || strstr (form, "action=sms_status") != NULL)
    answer = said->sms_code;
  else if (strstr (form, "action=balance") != NULL)
    answer = "{\"balance\":100,\"currency\":\"USD\"}";
  else if (strstr (form, "action=sms_projects") != NULL)
    {
      answer = said->projects;
      said->n_projects++;
    }
  else if (strstr (form, "action=sms_countries") != NULL)
    {
      said->countries++;
      said->held = message;
      soup_server_message_pause (message);
      return;
    }
  soup_server_message_set_status (message, 200, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC, answer,
                                    strlen (answer));
}

static void
start_said (Shop *shop,
            Said *said)
{
  GSList *uris;

  said->server = soup_server_new (NULL, NULL);
  soup_server_add_handler (said->server, NULL, on_said_request_cb, said, NULL);
  g_assert_true (soup_server_listen_local (said->server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY, NULL));
  uris = soup_server_get_uris (said->server);
  shop_drop_account (shop);
  g_free (shop->endpoint);
  shop->endpoint = g_strdup_printf ("http://127.0.0.1:%d/api/v2", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  shop_make_account (shop);
}

static void
end_said (Shop *shop,
          Said *said)
{
  shop_drop_account (shop);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  soup_server_disconnect (said->server);
  g_object_unref (said->server);
}

#define SAID_PROJECTS "[{\"project_id\":\"p1\",\"name\":\"One\",\"price\":\"0.5\",\"country_id\":\"us\"," \
                      "\"country_title\":\"United States\"}]"
#define SAID_NUMBER "{\"orders\":[{\"order\":7,\"phone\":\"+12025550123\",\"country\":\"us\",\"status\":\"active\"}]}"

/* A number that is used again comes with the order it had: it is shown as rented anew. */
static void
test_same_number_again (Shop          *shop,
                        gconstpointer  data)
{
  Said said = {
    .add_sms = SAID_NUMBER,
    .sms_code = "{\"status\":\"completed\",\"code\":\"1111\",\"charge\":\"0.5\"}",
    .projects = SAID_PROJECTS,
  };
  g_autoptr(HspSmsProject) project = hsp_sms_project_new ("p1", "One", HSP_MONEY_UNIT / 2, "us",
                                                          "United States");
  g_autoptr(GPtrArray) first = NULL;
  g_autoptr(GPtrArray) again = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  HspSmsNumber *number;

  start_said (shop, &said);
  shop_open (shop);
  first = get_numbers (shop, project, 1, NULL, NULL, NULL);
  g_assert_cmpuint (first->len, ==, 1);
  hsp_sms_desk_check_async (shop->desk, first->pdata[0], NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_cmpstr (hsp_sms_number_get_row (first->pdata[0])->code, ==, "1111");
  hsp_sms_desk_mark_copied (shop->desk, first->pdata[0]);
  hsp_sms_desk_remove (shop->desk, first->pdata[0]);

  said.sms_code = "{\"status\":\"waiting\"}";
  again = get_numbers (shop, project, 1, "+12025550123", NULL, NULL);
  g_assert_cmpuint (again->len, ==, 1);
  number = again->pdata[0];
  g_assert_cmpint (hsp_sms_number_get_state (number), ==, HSP_NUMBER_WAITING);
  g_assert_null (hsp_sms_number_get_row (number)->code);
  g_assert_true (hsp_sms_number_is_active (number));
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 1);

  g_clear_pointer (&first, g_ptr_array_unref);
  g_clear_pointer (&again, g_ptr_array_unref);
  shop_settle_down (shop);
  shop_reopen (shop);
  number = hsp_sms_desk_lookup (shop->desk, "7");
  g_assert_cmpint (hsp_sms_number_get_state (number), ==, HSP_NUMBER_WAITING);
  said.sms_code = "{\"status\":\"completed\",\"code\":\"2222\",\"charge\":\"0.5\"}";
  g_clear_object (&result);
  hsp_sms_desk_check_async (shop->desk, number, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_cmpstr (hsp_sms_number_get_row (number)->code, ==, "2222");
  g_clear_object (&result);
  end_said (shop, &said);
}

/* Try Again asks for what failed, also while something else is still being waited for. */
static void
test_load_again (Shop          *shop,
                 gconstpointer  data)
{
  Said said = { .projects = "{\"error\":\"Not now\"}" };

  start_said (shop, &said);
  shop_open (shop);
  hsp_sms_desk_load (shop->desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (shop->desk) == HSP_LOAD_FAILED);
  hsp_test_wait (said.held != NULL);

  said.projects = SAID_PROJECTS;
  hsp_sms_desk_load (shop->desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (shop->desk) == HSP_LOAD_READY);
  g_assert_cmpuint (said.countries, ==, 1);
  g_assert_cmpuint (said.n_projects, ==, 2);
  soup_server_message_unpause (said.held);
  end_said (shop, &said);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/spending/" name, Shop, NULL, set_up, func, tear_down)
  ADD ("written-later", test_written_later);
  ADD ("never-written", test_never_written);
  ADD ("other-never-written", test_other_never_written);
  ADD ("numbers-never-written", test_numbers_never_written);
  ADD ("settle-adopted", test_settle_adopted);
  ADD ("evidence-in-a-second", test_evidence_in_a_second);
  ADD ("evidence-of-two", test_evidence_of_two);
  ADD ("limits", test_limits);
  ADD ("limit-at-once", test_limit_at_once);
  ADD ("limit-counts-all", test_limit_counts_all);
  g_test_add_func ("/spending/sum-of-numbers", test_sum_of_numbers);
  ADD ("receipts", test_receipts);
  ADD ("refund-seen", test_refund_seen);
  ADD ("two-programs", test_two_programs);
  ADD ("undone-elsewhere", test_undone_elsewhere);
  ADD ("said-again", test_said_again);
  ADD ("many-orders", test_many_orders);
  g_test_add_func ("/spending/newer", test_newer);
  ADD ("many-numbers", test_many_numbers);
  ADD ("same-number-again", test_same_number_again);
  ADD ("load-again", test_load_again);
#undef ADD
  return g_test_run ();
}
