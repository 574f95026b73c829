/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window does around a purchase, in process, against a real sandbox shop. Keyring: none. */
#include "config.h"

#include "window-fixture.h"

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-order-book.h"
#include "hsp-service.h"
#include "hsp-wallet.h"

/* Buys the first service of the catalogue. */
static void
start_buying (Fixture *fixture)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  HspAccount *account;
  g_autoptr(HspService) service = NULL;

  type_key (form, GOOD_KEY);
  click_connect (form);
  hsp_test_wait (hsp_session_get_account (session ()) != NULL);
  account = hsp_session_get_account (session ());
  hsp_test_wait (hsp_order_book_get_ready (hsp_account_get_order_book (account)));
  hsp_test_wait (hsp_catalogue_get_n_services (hsp_account_get_catalogue (account)) > 0);

  service = hsp_catalogue_get_service (hsp_account_get_catalogue (account), 0);
  hsp_order_book_place_async (hsp_account_get_order_book (account), service,
                              hsp_service_get_value (service)->min, "https://example.com/a",
                              NULL, NULL);
  g_assert_true (hsp_account_get_spending (account));
}

/* The window stays until the shop has answered, and then closes by itself. */
static void
test_close_while_buying (Fixture       *fixture,
                         gconstpointer  user_data)
{
  guint n_sent = hsp_sandbox_count (shop, "add");

  hsp_sandbox_push_fault (shop, "add", HSP_FAULT_SLOW);
  start_buying (fixture);
  gtk_window_close (GTK_WINDOW (fixture->window));
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  g_assert_true (hsp_account_get_spending (hsp_session_get_account (session ())));

  hsp_test_wait (fixture->window == NULL);
  g_assert_false (hsp_account_get_spending (hsp_session_get_account (session ())));
  g_assert_cmpuint (hsp_sandbox_count (shop, "add"), ==, n_sent + 1);
}

/* More urgent than what the strip says of the key; its button leads to the order. */
static void
test_unconfirmed (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspOrderBook *book;

  hsp_sandbox_push_fault (shop, "add", HSP_FAULT_RESET_AFTER);
  start_buying (fixture);
  book = hsp_account_get_order_book (hsp_session_get_account (session ()));
  hsp_test_wait (hsp_order_book_get_n_unconfirmed (book) == 1);
  g_assert_cmpstr (strip_text (fixture), ==, "1 purchase is unconfirmed");

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.review", NULL);
  g_assert_cmpstr (hsp_window_get_view (fixture->window), ==, "orders");
}

/* Without a clear answer it stays, and shows what has become of the purchase. */
static void
test_close_unconfirmed (Fixture       *fixture,
                        gconstpointer  user_data)
{
  HspOrderBook *book;
  guint n_before;

  hsp_sandbox_push_fault (shop, "add", HSP_FAULT_RESET_AFTER);
  start_buying (fixture);
  book = hsp_account_get_order_book (hsp_session_get_account (session ()));
  n_before = hsp_order_book_get_n_unconfirmed (book);
  gtk_window_close (GTK_WINDOW (fixture->window));
  hsp_test_wait (!hsp_account_get_spending (hsp_session_get_account (session ())));
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (book), ==, n_before + 1);
  g_assert_nonnull (fixture->window);
  g_assert_cmpstr (hsp_window_get_view (fixture->window), ==, "orders");
}

/* A balance below what was set is marked, whichever of the two has moved. */
static void
test_low_balance (Fixture       *fixture,
                  gconstpointer  user_data)
{
  GSettings *settings = hsp_session_get_settings (session ());
  GtkWidget *button = part (fixture->window, HSP_TYPE_WINDOW, "balance_button");

  g_settings_set_string (settings, "low-balance", "1");
  start_buying (fixture);
  hsp_test_wait (!hsp_account_get_spending (hsp_session_get_account (session ())));
  g_assert_false (gtk_widget_has_css_class (button, "low"));
  g_settings_set_string (settings, "low-balance", "100");
  hsp_test_wait (gtk_widget_has_css_class (button, "low"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Your balance is low");

  g_settings_reset (settings, "low-balance");
  g_assert_false (gtk_widget_has_css_class (button, "low"));
  g_assert_cmpstr (gtk_widget_get_tooltip_text (button), ==, "Open the wallet");
}

static void
wait_for_quiet (void)
{
  HspAccount *account = hsp_session_get_account (session ());

  hsp_test_wait (!hsp_account_get_spending (account) &&
                 !hsp_wallet_get_refreshing (hsp_account_get_wallet (account)) &&
                 !hsp_catalogue_get_refreshing (hsp_account_get_catalogue (account)));
}

/* The orders that are asked about. */
static guint
count_open (void)
{
  GListModel *orders =
    G_LIST_MODEL (hsp_account_get_order_book (hsp_session_get_account (session ())));
  guint n_open = 0;

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (orders, i);

      n_open += hsp_order_get_state (order) == HSP_STATE_OPEN;
    }
  return n_open;
}

/* F5 asks everything once, whatever page is shown. */
static void
test_refresh_once (Fixture       *fixture,
                   gconstpointer  user_data)
{
  start_buying (fixture);
  wait_for_quiet ();
  for (guint i = 1; i < N_VIEWS; i++)
    {
      guint n_balance, n_status;

      hsp_window_show_view (fixture->window, view_names[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      n_balance = hsp_sandbox_count (shop, "balance");
      n_status = hsp_sandbox_count (shop, "status");
      gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.refresh", NULL);
      wait_for_quiet ();
      hsp_test_wait (hsp_sandbox_count (shop, "status") >= n_status + count_open ());
      g_assert_cmpuint (hsp_sandbox_count (shop, "balance"), ==, n_balance + 1);
      g_assert_cmpuint (hsp_sandbox_count (shop, "status"), ==, n_status + count_open ());
    }
}

static void
add_tests (void)
{
  add_test ("/window-buying/close-while-buying", test_close_while_buying);
  add_test ("/window-buying/unconfirmed", test_unconfirmed);
  add_test ("/window-buying/close-unconfirmed", test_close_unconfirmed);
  add_test ("/window-buying/low-balance", test_low_balance);
  add_test ("/window-buying/refresh-once", test_refresh_once);
}

int
main (int    argc,
      char **argv)
{
  return run_tests (argc, argv, add_tests);
}
