/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Settling what is unconfirmed: what fits, what does not, and taking it back. */
#include "config.h"

#include <locale.h>

#include "account-helper.h"
#include "hsp-journal.h"
#include "hsp-shop.h"

#define LINK "https://example.com/p/1"

static void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop->options.dialect = GPOINTER_TO_INT (data);
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

/* Buys @times as much past the model, and tells its number. (transfer full) */
static char *
add_elsewhere (Shop  *shop,
               guint  times)
{
  HspService *service = shop_find_service (shop, FALSE);
  /* the shop takes no second order of the same link while one is open */
  g_autofree char *link = g_strdup_printf (LINK "/%u", times);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  char *number;

  hsp_shop_add_async (hsp_account_get_client (shop->account), hsp_service_get_id (service),
                      times * get_quantity (service), link, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  number = hsp_shop_add_finish (hsp_account_get_client (shop->account), result, &error);
  g_assert_no_error (error);
  return number;
}

/* (transfer full) */
static HspOrder *
place_unconfirmed (Shop *shop)
{
  HspService *service = shop_find_service (shop, FALSE);
  HspOrder *order;

  hsp_sandbox_push_fault (shop->sandbox, "add", HSP_FAULT_RESET_BEFORE);
  order = shop_place (shop, service, get_quantity (service), LINK);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  return order;
}

static gboolean
settle_not_placed (Shop      *shop,
                   HspOrder  *order,
                   GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_settle_not_placed_async (shop->book, order, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_order_book_settle_finish (shop->book, result, error);
}

static gboolean
settle_anyway (Shop        *shop,
               HspOrder    *order,
               const char  *number,
               GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_settle_anyway_async (shop->book, order, number, NULL, hsp_test_store_result,
                                      &result);
  hsp_test_wait (result != NULL);
  return hsp_order_book_settle_finish (shop->book, result, error);
}

/* (transfer full) (nullable) */
static HspOrder *
undo (Shop    *shop,
      gint64   journal,
      GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  HspOrder *order;

  hsp_order_book_undo_async (shop->book, journal, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  order = hsp_order_book_undo_finish (shop->book, result, error);
  shop_settle_down (shop);
  return order;
}

static guint
count_orders (Shop *shop)
{
  return g_list_model_get_n_items (G_LIST_MODEL (shop->book));
}

static guint
count_numbers (Shop *shop)
{
  return g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk));
}

/* The history says that it was taken back. */
static void
check_undone (Shop     *shop,
              HspOrder *order)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) events = NULL;
  const HspEventRow *event;

  hsp_order_book_events_async (shop->book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  events = hsp_order_book_events_finish (shop->book, result, NULL);
  event = events->pdata[0];
  g_assert_cmpint (event->kind, ==, HSP_EVENT_UNCONFIRMED);
  g_assert_cmpint (event->number, ==, HSP_EVENT_UNDONE);
}

static void
test_undo_not_placed (Shop          *shop,
                      gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) undone = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *reason = NULL;
  gint64 journal;

  shop_open (shop);
  order = place_unconfirmed (shop);
  journal = hsp_order_get_row (order)->id;
  reason = g_strdup (hsp_order_get_row (order)->reason);
  g_assert_nonnull (reason);

  /* what nobody has settled cannot be taken back */
  g_assert_null (undo (shop, journal, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);

  g_assert_true (settle_not_placed (shop, order, &error));
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 0);
  undone = undo (shop, journal, &error);
  g_assert_no_error (error);
  g_assert_true (undone == order);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  g_assert_cmpstr (hsp_order_get_row (order)->reason, ==, reason);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 1);
  check_undone (shop, order);

  g_clear_object (&order);
  g_clear_object (&undone);
  shop_reopen (shop);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 1);
}

/* What the shop itself has said is not a person's to take back. */
static void
test_undo_of_the_shop (Shop          *shop,
                       gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  HspService *service;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  order = shop_place (shop, service, get_quantity (service), LINK);
  g_assert_null (undo (shop, hsp_order_get_row (order)->id, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
}

/* Settled as an order that was added by its number before: taken back, both are there again. */
static void
test_undo_adopted (Shop          *shop,
                   gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) adopted = NULL;
  g_autoptr(HspOrder) undone = NULL;
  g_autoptr(HspOrder) restored = NULL;
  g_autofree char *number = NULL;
  g_autoptr(GError) error = NULL;
  gint64 created;

  shop_open (shop);
  order = place_unconfirmed (shop);
  number = add_elsewhere (shop, 1);
  hsp_order_book_adopt_async (shop->book, number, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  adopted = hsp_order_book_adopt_finish (shop->book, result, &error);
  g_assert_no_error (error);
  created = hsp_order_get_row (adopted)->created;
  shop_settle_placed (shop, order, number, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_orders (shop), ==, 1);

  undone = undo (shop, hsp_order_get_row (order)->id, &error);
  g_assert_no_error (error);
  g_assert_null (hsp_order_get_row (order)->order);
  g_assert_cmpint (hsp_order_get_row (order)->charge, ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpuint (count_orders (shop), ==, 2);

  g_clear_object (&order);
  g_clear_object (&undone);
  g_clear_object (&adopted);
  g_clear_object (&result);
  shop_settle_down (shop);
  shop_reopen (shop);
  g_assert_cmpuint (count_orders (shop), ==, 2);
  restored = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpstr (hsp_order_get_row (restored)->order, ==, number);
  g_assert_cmpstr (hsp_order_get_row (restored)->item, ==, "");
  g_assert_cmpint (hsp_order_get_row (restored)->created, ==, created);
}

static void
check_row (HspOrder   *order,
           HspOutcome  outcome)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);

  g_assert_cmpint (row->outcome, ==, outcome);
  g_assert_null (row->order);
  g_assert_null (row->status);
  g_assert_cmpint (row->charge, ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (row->remains, ==, HSP_UNKNOWN);
}

/* The shop is asked about the order that was named, and answers when that has been taken back. */
static void
test_answer_after_undo (Shop          *shop,
                        gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autoptr(GError) error = NULL;
  gint64 journal;

  shop_open (shop);
  order = place_unconfirmed (shop);
  journal = hsp_order_get_row (order)->id;
  first = add_elsewhere (shop, 1);
  second = add_elsewhere (shop, 2);
  g_assert_true (shop_settle_placed (shop, order, first, &error));
  g_assert_no_error (error);

  hsp_sandbox_push_fault (shop->sandbox, "status", HSP_FAULT_SLOW);
  hsp_order_book_check_async (shop->book, order, NULL, hsp_test_store_result, &result);
  g_object_unref (undo (shop, journal, &error));
  g_assert_no_error (error);
  g_assert_null (result);
  check_row (order, HSP_OUTCOME_UNCONFIRMED);
  hsp_test_wait (result != NULL);
  check_row (order, HSP_OUTCOME_UNCONFIRMED);
  g_clear_object (&result);

  /* nor of another order that was named since */
  hsp_order_book_settle_anyway_async (shop->book, order, first, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_order_book_settle_finish (shop->book, result, &error));
  g_clear_object (&result);
  hsp_sandbox_push_fault (shop->sandbox, "status", HSP_FAULT_SLOW);
  hsp_order_book_check_async (shop->book, order, NULL, hsp_test_store_result, &result);
  g_object_unref (undo (shop, journal, &error));
  g_assert_true (settle_anyway (shop, order, second, &error));
  hsp_test_wait (result != NULL);
  g_assert_cmpstr (hsp_order_get_row (order)->order, ==, second);
  g_assert_cmpint (hsp_order_get_row (order)->charge, ==, 2 * hsp_order_get_row (order)->estimate);

  g_object_unref (undo (shop, journal, &error));
  g_assert_true (settle_not_placed (shop, order, &error));
  g_clear_object (&order);
  shop_reopen (shop);
  check_row (hsp_order_book_lookup (shop->book, journal), HSP_OUTCOME_NOT_PLACED);
}

/* An order that costs another sum is not taken for the purchase unseen. */
static void
test_mismatch (Shop          *shop,
               gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autofree char *other = NULL;
  g_autofree char *same = NULL;
  g_autofree char *estimate = NULL;
  g_autofree char *charge = NULL;
  g_autoptr(GError) error = NULL;
  HspMoney expected;

  shop_open (shop);
  order = place_unconfirmed (shop);
  other = add_elsewhere (shop, 2);
  same = add_elsewhere (shop, 1);
  expected = hsp_order_get_row (order)->estimate;
  estimate = hsp_money_to_text (expected, hsp_order_get_row (order)->currency);
  charge = hsp_money_to_text (2 * expected, hsp_order_get_row (order)->currency);

  g_assert_false (shop_settle_placed (shop, order, other, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_MISMATCH);
  g_assert_nonnull (strstr (error->message, estimate));
  g_assert_nonnull (strstr (error->message, charge));
  g_assert_nonnull (strstr (error->message, other));
  g_clear_error (&error);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);

  g_assert_true (settle_anyway (shop, order, other, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (hsp_order_get_row (order)->order, ==, other);
  g_object_unref (undo (shop, hsp_order_get_row (order)->id, NULL));
  g_assert_true (shop_settle_placed (shop, order, same, &error));
  g_assert_no_error (error);
  g_assert_cmpstr (hsp_order_get_row (order)->order, ==, same);
}

/* Numbers */

/* Buys past the model. (transfer full): the numbers of the orders, with commas */
static char *
get_elsewhere (Shop          *shop,
               HspSmsProject *project,
               guint          quantity)
{
  HspClient *client = hsp_account_get_client (shop->account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  hsp_shop_add_sms_async (client, hsp_sms_project_get_id (project), quantity,
                          hsp_sms_project_get_country (project), NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  rows = hsp_shop_add_sms_finish (client, result, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < rows->rows->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? ", " : "",
                            ((HspSmsOrderValue *) rows->rows->pdata[i])->order);
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Its journal number. */
static gint64
buy_numbers (Shop          *shop,
             HspSmsProject *project,
             guint          quantity,
             HspFault       fault,
             HspOutcome     expected)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(GError) error = NULL;
  HspOutcome outcome = HSP_OUTCOME_WRITTEN;
  gint64 journal;

  hsp_sandbox_push_fault (shop->sandbox, "add_sms", fault);
  hsp_sms_desk_get_async (shop->desk, project, quantity, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  journal = hsp_sms_desk_get_purchase (shop->desk, result);
  numbers = hsp_sms_desk_get_finish (shop->desk, result, &outcome, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, expected);
  g_assert_cmpint (journal, >, 0);
  shop_settle_down (shop);
  return journal;
}

/* Rejected, and settled as not placed: both are in the list, and stay in it. */
static void
test_numbers_not_placed (Shop          *shop,
                         gconstpointer  data)
{
  g_autoptr(HspSmsProject) project = NULL;
  gint64 rejected, lost;
  HspOrder *order;

  shop_open (shop);
  shop_load (shop);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
  rejected = buy_numbers (shop, project, 1, HSP_FAULT_HTTP_400, HSP_OUTCOME_REJECTED);
  order = hsp_order_book_lookup (shop->book, rejected);
  g_assert_nonnull (order);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_REJECTED);
  lost = buy_numbers (shop, project, 1, HSP_FAULT_RESET_BEFORE, HSP_OUTCOME_UNCONFIRMED);
  order = hsp_order_book_lookup (shop->book, lost);
  g_assert_true (settle_not_placed (shop, order, NULL));
  g_assert_cmpuint (count_orders (shop), ==, 2);

  g_clear_object (&project);
  shop_reopen (shop);
  g_assert_cmpuint (count_orders (shop), ==, 2);
  g_assert_cmpint (hsp_order_get_row (hsp_order_book_lookup (shop->book, lost))->outcome, ==,
                   HSP_OUTCOME_NOT_PLACED);
}

/* Several at once: they must fit, come to the desk, and go when it is taken back, for another program too. */
static void
test_undo_numbers (Shop          *shop,
                   gconstpointer  data)
{
  Shop other = *shop;
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) undone = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *texts = NULL;
  gint64 journal;

  shop_open (shop);
  shop_load (shop);
  shop_make_account (&other);
  shop_open (&other);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
  journal = buy_numbers (shop, project, 3, HSP_FAULT_RESET_BEFORE, HSP_OUTCOME_UNCONFIRMED);
  order = g_object_ref (hsp_order_book_lookup (shop->book, journal));
  texts = get_elsewhere (shop, project, 3);
  shop_settle_placed (shop, order, texts, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_numbers (shop), ==, 3);
  g_assert_cmpuint (count_orders (shop), ==, 0);
  hsp_test_wait (count_numbers (&other) == 3);
  shop_settle_down (shop);

  g_clear_object (&order);
  undone = undo (shop, journal, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_order_get_state (undone), ==, HSP_STATE_UNCONFIRMED);
  g_assert_cmpuint (count_numbers (shop), ==, 0);
  g_assert_cmpuint (count_orders (shop), ==, 1);
  hsp_test_wait (count_numbers (&other) == 0 && count_orders (&other) == 1);
  shop_settle_down (&other);
  shop_drop_account (&other);

  g_clear_object (&undone);
  shop_reopen (shop);
  g_assert_cmpuint (count_numbers (shop), ==, 0);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, 1);
}

/* A number that has its code by then is kept, as one that belongs to no purchase. */
static void
test_undo_keeps_codes (Shop          *shop,
                       gconstpointer  data)
{
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) undone = NULL;
  g_autoptr(HspSmsNumber) number = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  gint64 journal;

  shop_open (shop);
  shop_load (shop);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
  journal = buy_numbers (shop, project, 1, HSP_FAULT_RESET_BEFORE, HSP_OUTCOME_UNCONFIRMED);
  order = g_object_ref (hsp_order_book_lookup (shop->book, journal));
  text = get_elsewhere (shop, project, 1);
  shop_settle_placed (shop, order, text, &error);
  g_assert_no_error (error);
  number = g_list_model_get_item (hsp_sms_desk_get_numbers (shop->desk), 0);
  hsp_sandbox_advance (shop->sandbox, 60);
  hsp_test_wait (hsp_sms_number_get_row (number)->code != NULL);
  shop_settle_down (shop);

  undone = undo (shop, journal, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (count_numbers (shop), ==, 1);
  g_assert_cmpint (hsp_sms_number_get_row (number)->purchase, ==, 0);
  g_clear_object (&order);
  g_clear_object (&undone);
  g_clear_object (&number);
  shop_reopen (shop);
  number = g_list_model_get_item (hsp_sms_desk_get_numbers (shop->desk), 0);
  g_assert_nonnull (hsp_sms_number_get_row (number)->code);
  g_assert_cmpint (hsp_sms_number_get_row (number)->purchase, ==, 0);
}

/* Two programs whose limit has room for one purchase. */
static void
test_limit_of_two (Shop          *shop,
                   gconstpointer  data)
{
  Shop other = *shop;
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  g_autoptr(GAsyncResult) first = NULL;
  g_autoptr(GAsyncResult) second = NULL;
  g_autoptr(HspOrder) mine = NULL;
  g_autoptr(HspOrder) theirs = NULL;
  HspService *service;

  shop_open (shop);
  shop_make_account (&other);
  shop_open (&other);
  service = shop_find_service (shop, FALSE);
  limits.daily = hsp_service_estimate (service, get_quantity (service));
  hsp_account_set_limits (shop->account, &limits);
  hsp_account_set_limits (other.account, &limits);
  hsp_order_book_place_async (shop->book, service, get_quantity (service), LINK,
                              hsp_test_store_result, &first);
  hsp_order_book_place_async (other.book, shop_find_service (&other, FALSE), get_quantity (service),
                              LINK "2", hsp_test_store_result, &second);
  hsp_test_wait (first != NULL && second != NULL);
  mine = hsp_order_book_place_finish (shop->book, first, NULL);
  theirs = hsp_order_book_place_finish (other.book, second, NULL);
  g_assert_true ((mine != NULL) != (theirs != NULL));
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 1);

  g_clear_object (&first);
  g_clear_object (&second);
  g_clear_object (&mine);
  g_clear_object (&theirs);
  shop_settle_down (shop);
  shop_settle_down (&other);
  shop_drop_account (&other);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, dialect, func) \
  g_test_add ("/settling/" name, Shop, GINT_TO_POINTER (dialect), set_up, func, tear_down)
  ADD ("undo-not-placed", HSP_DIALECT_DOCUMENTED, test_undo_not_placed);
  ADD ("undo-of-the-shop", HSP_DIALECT_DOCUMENTED, test_undo_of_the_shop);
  ADD ("undo-adopted", HSP_DIALECT_DOCUMENTED, test_undo_adopted);
  ADD ("answer-after-undo", HSP_DIALECT_DOCUMENTED, test_answer_after_undo);
  ADD ("mismatch/documented", HSP_DIALECT_DOCUMENTED, test_mismatch);
  ADD ("mismatch/live", HSP_DIALECT_LIVE, test_mismatch);
  ADD ("mismatch/old", HSP_DIALECT_OLD, test_mismatch);
  ADD ("numbers-not-placed", HSP_DIALECT_DOCUMENTED, test_numbers_not_placed);
  ADD ("undo-numbers/documented", HSP_DIALECT_DOCUMENTED, test_undo_numbers);
  ADD ("undo-numbers/live", HSP_DIALECT_LIVE, test_undo_numbers);
  ADD ("undo-numbers/old", HSP_DIALECT_OLD, test_undo_numbers);
  ADD ("undo-keeps-codes", HSP_DIALECT_DOCUMENTED, test_undo_keeps_codes);
  ADD ("limit-of-two", HSP_DIALECT_DOCUMENTED, test_limit_of_two);
#undef ADD
  return g_test_run ();
}
