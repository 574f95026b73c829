/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Two programs at one journal: what the other one wrote is seen, and what is shown stays. */
#include "config.h"

#include <locale.h>
#include <utime.h>

#include "hsp-order-private.h"
#include "hsp-sms-number-private.h"
#include "spending-shop.h"

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

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/two-programs/" name, Shop, NULL, set_up, func, tear_down)
  ADD ("two-programs", test_two_programs);
  ADD ("undone-elsewhere", test_undone_elsewhere);
  ADD ("said-again", test_said_again);
  ADD ("many-orders", test_many_orders);
  g_test_add_func ("/two-programs/newer", test_newer);
  ADD ("many-numbers", test_many_numbers);
#undef ADD
  return g_test_run ();
}
