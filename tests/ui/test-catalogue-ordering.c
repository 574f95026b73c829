/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue page, from the form of a service to what became of the purchase. */
#include "config.h"

#include <locale.h>

#include "catalogue-page.h"
#include "hsp-account.h"
#include "hsp-ask.h"
#include "hsp-order-book.h"
#include "hsp-order-form.h"
#include "hsp-service-text.h"
#include "hsp-wallet.h"

static gpointer
form_part (Fixture    *fixture,
           const char *name)
{
  return part (detail_part (fixture, "form"), HSP_TYPE_ORDER_FORM, name);
}

static gboolean
is_idle (Fixture *fixture)
{
  return gtk_widget_get_sensitive (detail_part (fixture, "place_button"));
}

static void
test_field_errors (Fixture       *fixture,
                   gconstpointer  user_data)
{
  HspService *service = choose (fixture, "");
  const HspServiceValue *value = hsp_service_get_value (service);
  gpointer spin = form_part (fixture, "quantity_spin");
  gpointer row = form_part (fixture, "quantity_row");
  gpointer button = detail_part (fixture, "place_button");
  g_autofree char *least = hsp_number_to_text (value->min);
  g_autofree char *most = hsp_number_to_text (value->max);
  g_autofree char *at_least = g_strdup_printf ("At least %s", least);
  g_autofree char *at_most = g_strdup_printf ("At most %s", most);
  g_autofree char *too_many = g_strdup_printf ("%" G_GINT64_FORMAT, value->max + 1);
  guint n_requests = hsp_sandbox_count (fixture->shop, "services");

  if (value->kind == HSP_KIND_SMM)
    {
      click (button);
      g_assert_cmpstr (get_text (form_part (fixture, "link_error")), ==, "Enter a link");
      g_assert_true (is_shown (form_part (fixture, "link_error")));
      g_assert_true (gtk_widget_has_css_class (form_part (fixture, "link_row"), "error"));
    }
  type (form_part (fixture, "link_row"), LINK);
  g_assert_false (is_shown (form_part (fixture, "link_error")));

  type (spin, "1");
  click (button);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, at_least);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (get_text (detail_part (fixture, "total_label")), ==, "–");

  type (spin, too_many);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, at_most);

  type (spin, "12 boxes");
  /* as when the focus leaves: a spin button would put a number of its own there */
  gtk_spin_button_update (spin);
  g_assert_cmpstr (gtk_editable_get_text (spin), ==, "12 boxes");
  click (button);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Enter a whole number");

  g_assert_null (find_dialog ());
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "services"), ==, n_requests);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);
}

static void
test_total (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  gint64 min = hsp_service_get_value (service)->min;
  HspMoney total = hsp_service_estimate (service, min * 3);
  HspMoney balance = hsp_wallet_get_balance (hsp_account_get_wallet (fixture->account));
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT, min * 3);
  g_autofree char *amount = hsp_money_to_text (total, "USD");
  g_autofree char *total_text = g_strdup_printf ("≈ %s", amount);
  g_autofree char *rest = hsp_money_to_text (balance - total, "USD");
  g_autofree char *after = g_strdup_printf ("Balance after ≈ %s", rest);

  type (form_part (fixture, "quantity_spin"), quantity);
  g_assert_cmpstr (get_text (detail_part (fixture, "total_label")), ==, total_text);
  g_assert_cmpstr (get_text (detail_part (fixture, "after_label")), ==, after);

  /* the buttons of the field step within the limits */
  g_assert_cmpfloat (gtk_spin_button_get_value (form_part (fixture, "quantity_spin")), ==, min * 3);
  gtk_spin_button_spin (form_part (fixture, "quantity_spin"), GTK_SPIN_HOME, 0);
  g_assert_cmpint (g_ascii_strtoll (gtk_editable_get_text (form_part (fixture, "quantity_spin")),
                                    NULL, 10),
                   ==, min);
}

static void
test_stock (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspService *service = choose (fixture, NULL);

  hsp_test_wait (hsp_service_get_stock_checked_at (service) > 0);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "inventory"), ==, 1);
  hsp_test_wait (g_str_has_prefix (get_text (facts_part (fixture, "checked_label")), "checked "));
}

/* What is chosen and typed stays, whatever happens to the list. */
static void
test_survival (Fixture       *fixture,
               gconstpointer  user_data)
{
  GtkAdjustment *adjustment;
  HspSlot *slot;
  g_autoptr(HspService) service = dup_shown (fixture, 120);
  const char *id = hsp_service_get_id (service);
  double place_before;

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), 120);
  type (form_part (fixture, "link_row"), LINK);
  gtk_widget_activate_action (browser_part (fixture, "list_view"), "list.scroll-to-item", "u", 120);
  adjustment = gtk_scrolled_window_get_vadjustment (browser_part (fixture, "scroller"));
  hsp_test_wait (gtk_adjustment_get_value (adjustment) > 0);
  place_before = gtk_adjustment_get_value (adjustment);

  hsp_catalogue_refresh (fixture->catalogue);
  hsp_test_wait (shop_page_is_known (fixture));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, place_before);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (get_rows (fixture))),
                    ==, 120);

  search (fixture, "no such thing at all");
  g_assert_cmpuint (count_shown (fixture), ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (form_part (fixture, "link_row")), ==, LINK);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (page_part (fixture, "detail_stack")), ==,
                   "service");
  search (fixture, "");
  /* other words are a decision: they begin at the top */
  hsp_test_wait (gtk_adjustment_get_value (adjustment) == 0);
  count_shown (fixture);
  slot = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (get_rows (fixture)));
  g_assert_nonnull (slot);
  g_assert_cmpstr (hsp_service_get_id (hsp_slot_get_item (slot)), ==, id);
  g_assert_cmpstr (gtk_editable_get_text (form_part (fixture, "link_row")), ==, LINK);
}

static void
test_placed_once (Fixture       *fixture,
                  gconstpointer  user_data)
{
  gpointer button;
  GListModel *book;

  choose (fixture, LINK);
  button = detail_part (fixture, "place_button");
  click (button);
  click (button);
  g_assert_false (is_idle (fixture));
  g_assert_cmpstr (get_text (detail_part (fixture, "place_label")), ==, "Checking…");
  hsp_test_wait (find_dialog () != NULL);
  g_assert_cmpstr (get_text (dialog_part ("link_label")), ==, LINK);
  answer ("Place Order");
  g_assert_cmpstr (get_text (detail_part (fixture, "place_label")), ==, "Placing Order…");
  g_assert_false (gtk_widget_get_sensitive (detail_part (fixture, "form")));
  click (button);
  click (button);

  hsp_test_wait (is_idle (fixture));
  g_assert_nonnull (find_label (fixture->page, "Order "));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
  book = G_LIST_MODEL (hsp_account_get_order_book (fixture->account));
  g_assert_cmpuint (g_list_model_get_n_items (book), ==, 1);
  g_assert_cmpstr (gtk_editable_get_text (form_part (fixture, "link_row")), ==, LINK);

  /* the same again is asked about in other words, and Enter does not buy it */
  place (fixture);
  g_assert_nonnull (find_label (find_dialog (), "You already have an order for this link"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (find_dialog ())),
                   ==,
                   "cancel");
  answer ("Cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

static void
test_unconfirmed (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->account);
  g_autoptr(HspOrder) order = NULL;

  hsp_sandbox_push_fault (fixture->shop, "add", HSP_FAULT_RESET_AFTER);
  choose (fixture, LINK);
  place (fixture);
  answer ("Place Order");
  hsp_test_wait (fixture->shown_order != 0);
  hsp_test_wait (is_idle (fixture));

  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  g_assert_cmpint (hsp_order_get_row (order)->id, ==, fixture->shown_order);
  g_assert_true (is_shown (detail_part (fixture, "notice")));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

static void
test_rejected (Fixture       *fixture,
               gconstpointer  user_data)
{
  hsp_sandbox_push_fault (fixture->shop, "add", HSP_FAULT_HTTP_400);
  choose (fixture, LINK);
  place (fixture);
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  g_assert_true (is_shown (detail_part (fixture, "notice")));
  g_assert_cmpstr (get_text (detail_part (fixture, "notice_title")), ==,
                   "The shop did not accept this order.");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);

  place (fixture);
  g_assert_false (is_shown (detail_part (fixture, "notice")));
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 2);
}

static void
test_not_sent (Fixture       *fixture,
               gconstpointer  user_data)
{
  choose (fixture, LINK);
  place (fixture);
  hsp_sandbox_stop (fixture->shop);
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  g_assert_cmpstr (get_text (detail_part (fixture, "notice_title")), ==,
                   "Nothing was sent. You can send it again.");
  g_assert_cmpint (fixture->shown_order, ==, 0);
}

static void
test_too_dear (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspService) service = NULL;
  HspMoney balance = hsp_wallet_get_balance (hsp_account_get_wallet (fixture->account));
  g_autofree char *quantity = NULL;

  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue) && service == NULL; i++)
    {
      g_autoptr(HspService) candidate = hsp_catalogue_get_service (fixture->catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (candidate);

      if (value->stock >= value->max && hsp_service_estimate (candidate, value->max) > balance)
        service = g_object_ref (candidate);
    }
  g_assert_nonnull (service);
  quantity = g_strdup_printf ("%" G_GINT64_FORMAT, hsp_service_get_value (service)->max);
  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), hsp_service_get_id (service),
                                   quantity, LINK);
  g_assert_nonnull (strstr (get_text (detail_part (fixture, "after_label")),
                            "short of your balance"));
  place (fixture);
  g_assert_true (is_shown (dialog_part ("short_label")));
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (find_dialog ()),
                                                           HSP_CONFIRM_RESPONSE_ORDER));
  answer ("Cancel");
}

static void
test_sold_out (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspService) service = NULL;

  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue) && service == NULL; i++)
    {
      g_autoptr(HspService) candidate = hsp_catalogue_get_service (fixture->catalogue, i);

      if (hsp_service_get_stock (candidate) == 0)
        service = g_object_ref (candidate);
    }
  g_assert_nonnull (service);

  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), hsp_service_get_id (service),
                                   NULL, LINK);
  place (fixture);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ())), ==,
                   "Not Enough Left");
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  hsp_test_wait (find_dialog () == NULL);
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);
}

/* A price that moved between the form and the click stops there. */
static void
test_price_changed (Fixture       *fixture,
                    gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  g_autofree char *id = g_strdup (hsp_service_get_id (service));
  HspMoney rate = hsp_service_get_value (service)->rate + 10000;
  HspMoney total = hsp_money_times (rate, hsp_service_get_value (service)->min * 2, 1000);
  g_autofree char *amount = hsp_money_to_text (total, "USD");
  g_autofree char *label = g_strdup_printf ("Order for ≈ %s", amount);
  AdwMessageDialog *dialog;

  g_assert_true (hsp_sandbox_set_rate (fixture->shop, id, rate));
  place (fixture);
  dialog = ADW_MESSAGE_DIALOG (find_dialog ());
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "The Price Has Changed");
  g_assert_cmpstr (adw_message_dialog_get_response_label (dialog, "order"), ==, label);
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  g_assert_cmpint (adw_message_dialog_get_response_appearance (dialog, "order"), ==,
                   ADW_RESPONSE_DEFAULT);
  g_assert_true (is_shown (dialog_part ("old_price_label")));
  answer ("Cancel");
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);

  /* the form shows what the shop asks now, which is asked about like any other price */
  place (fixture);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ())), ==,
                   "Place This Order?");
  answer ("Place Order");
  hsp_test_wait (hsp_sandbox_count (fixture->shop, "add") == 1 && is_idle (fixture));
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->shop), ==, total);
}

static void
set_limits (Fixture  *fixture,
            HspMoney  ask_above,
            gboolean  unasked)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;

  limits.ask_above = ask_above;
  limits.unasked = unasked;
  hsp_account_set_limits (fixture->account, &limits);
}

/* The first question is answered with a yes; then there is another. */
static AdwMessageDialog *
reach_second_question (Fixture *fixture)
{
  GtkWidget *first;

  place (fixture);
  first = find_dialog ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (first), HSP_CONFIRM_RESPONSE_ORDER);
  gtk_window_destroy (GTK_WINDOW (first));
  hsp_test_wait (find_dialog () != NULL);
  return ADW_MESSAGE_DIALOG (find_dialog ());
}

/* Over the amount there is a second question, which Enter does not answer with a yes. */
static void
test_ask_above (Fixture       *fixture,
                gconstpointer  user_data)
{
  AdwMessageDialog *dialog;

  choose (fixture, LINK);
  set_limits (fixture, 1, FALSE);
  dialog = reach_second_question (fixture);
  g_assert_true (g_str_has_prefix (adw_message_dialog_get_heading (dialog), "Spend "));
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  answer ("Cancel");
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);

  dialog = reach_second_question (fixture);
  adw_message_dialog_response (dialog, HSP_ASK_AGAIN_RESPONSE);
  gtk_window_destroy (GTK_WINDOW (dialog));
  hsp_test_wait (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

/* Not asked, but for what is over the amount, for the same again, and for another price. */
static void
test_unasked (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  HspMoney total = hsp_service_estimate (service, hsp_service_get_value (service)->min * 2);

  set_limits (fixture, total - 1, TRUE);
  place (fixture);
  answer ("Cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);

  set_limits (fixture, HSP_MONEY_UNKNOWN, TRUE);
  click (detail_part (fixture, "place_button"));
  hsp_test_wait (is_idle (fixture));
  g_assert_null (find_dialog ());
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);

  place (fixture);
  g_assert_nonnull (find_label (find_dialog (), "You already have an order for this link"));
  answer ("Cancel");
  type (form_part (fixture, "link_row"), LINK "/2");
  g_assert_true (hsp_sandbox_set_rate (fixture->shop, hsp_service_get_id (service),
                                       hsp_service_get_value (service)->rate + 10000));
  place (fixture);
  g_assert_nonnull (find_label (find_dialog (), "The Price Has Changed"));
  answer ("Cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

static void
finish_order (Fixture *fixture)
{
  GListModel *book = G_LIST_MODEL (hsp_account_get_order_book (fixture->account));
  g_autoptr(HspOrder) order = g_list_model_get_item (book, 0);

  for (guint i = 0; i < 60 && hsp_order_get_state (order) != HSP_STATE_COMPLETED; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      hsp_sandbox_advance (fixture->shop, 60);
      hsp_order_book_check_async (HSP_ORDER_BOOK (book), order, NULL, hsp_test_store_result, &result);
      hsp_test_wait (result != NULL);
      hsp_order_book_check_finish (HSP_ORDER_BOOK (book), result, NULL);
    }
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_COMPLETED);
}

/* "≈" until a charge has shown it; then in every place at once. */
static void
test_unit_learnt (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  g_autofree char *text = hsp_service_text_sentence (service, "USD", FALSE);

  g_assert_nonnull (strstr (text, "≈ "));
  g_assert_true (g_str_has_prefix (get_text (facts_part (fixture, "price_label")), "≈ "));
  g_assert_true (g_str_has_prefix (get_text (detail_part (fixture, "total_label")), "≈ "));
  place (fixture);
  g_assert_true (g_str_has_prefix (get_text (dialog_part ("price_label")), "≈ "));
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  finish_order (fixture);

  hsp_test_wait (!g_str_has_prefix (get_text (facts_part (fixture, "price_label")), "≈ "));
  g_assert_false (g_str_has_prefix (get_text (detail_part (fixture, "total_label")), "≈ "));
  g_free (text);
  text = hsp_service_text_sentence (service, "USD", FALSE);
  g_assert_null (strstr (text, "≈ "));
  g_assert_nonnull (strstr (text, " per 1,000."));
  place (fixture);
  g_assert_false (g_str_has_prefix (get_text (dialog_part ("price_label")), "≈ "));
  answer ("Cancel");
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  add ("/catalogue/field-errors", test_field_errors);
  add ("/catalogue/total", test_total);
  add ("/catalogue/stock", test_stock);
  add ("/catalogue/survival", test_survival);
  add ("/catalogue/placed-once", test_placed_once);
  add ("/catalogue/unconfirmed", test_unconfirmed);
  add ("/catalogue/rejected", test_rejected);
  add ("/catalogue/not-sent", test_not_sent);
  add ("/catalogue/too-dear", test_too_dear);
  add ("/catalogue/sold-out", test_sold_out);
  add ("/catalogue/price-changed", test_price_changed);
  add ("/catalogue/ask-above", test_ask_above);
  add ("/catalogue/unasked", test_unasked);
  add ("/catalogue/unit-learnt", test_unit_learnt);

  return g_test_run ();
}
