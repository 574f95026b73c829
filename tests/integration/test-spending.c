/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is spent: outcomes that cannot be written, evidence, limits, receipts. */
#include "config.h"

#include <locale.h>

#include "spending-shop.h"

/* Nothing can be placed, as if the disk had filled up after the request had left. */
#define BLOCK "CREATE TRIGGER block BEFORE UPDATE ON purchase WHEN new.outcome = 2" \
              " BEGIN SELECT raise (ABORT, 'full'); END"
#define UNBLOCK "DROP TRIGGER block"

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
#undef ADD
  return g_test_run ();
}
