/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SMS page, and numbers that are bought: never twice, and never for more than was seen. */
#include "config.h"

#include <locale.h>

#include "hsp-account.h"
#include "hsp-country.h"
#include "hsp-sms-buy.h"
#include "sms-page.h"

static void
set_up_poor (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50, .balance = 10000 };

  set_up_with (fixture, &options);
  open_window (fixture);
  hsp_test_wait (hsp_sms_desk_get_projects_state (fixture->desk) == HSP_LOAD_READY);
}

/* Two clicks of a double click are one decision. */
static void
test_one_purchase (Fixture       *fixture,
                   gconstpointer  user_data)
{
  GtkWidget *button = get_shop_child (fixture, "get_button");

  choose (fixture, 0);
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);
}

static void
test_unconfirmed (Fixture       *fixture,
                  gconstpointer  user_data)
{
  hsp_sandbox_push_fault (fixture->shop, "add_sms", HSP_FAULT_RESET_AFTER);
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);
  g_assert_nonnull (strstr (get_sentence (fixture), "may have sold this or not"));
  g_assert_true (gtk_widget_get_visible (get_shop_child (fixture, "orders_button")));
  gtk_widget_activate (get_shop_child (fixture, "orders_button"));
  hsp_test_wait (fixture->shown_page != NULL);
  g_assert_cmpstr (fixture->shown_page, ==, "orders");
}

/* The same while one waits for its code, or may: asked first, and Enter buys nothing. */
static void
test_same_asks (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  GtkWidget *button = get_shop_child (fixture, "get_button");

  buy_first (fixture);
  hsp_test_wait (is_ready (fixture));
  press (button);
  hsp_test_wait (find_dialog () != NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (find_dialog ()), ==, "Get Another Number?");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "waits for its code"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (find_dialog ()), ==, "cancel");
  answer ("cancel");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);

  /* a person who does not want to be warned is not, but of what may be lost */
  limits.unwarned = TRUE;
  hsp_account_set_limits (fixture->account, &limits);
  hsp_sandbox_push_fault (fixture->shop, "add_sms", HSP_FAULT_RESET_AFTER);
  press (button);
  hsp_test_wait (is_ready (fixture));
  g_assert_null (find_dialog ());
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 2);
  press (button);
  hsp_test_wait (find_dialog () != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "is not known"));
  answer ("get");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 3);
}

static void
test_ask_above (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;

  limits.ask_above = 1;
  hsp_account_set_limits (fixture->account, &limits);
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (find_dialog () != NULL);
  g_assert_cmpstr (adw_message_dialog_get_default_response (find_dialog ()), ==, "cancel");
  answer ("cancel");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 0);
  press (get_shop_child (fixture, "get_button"));
  answer ("spend");
  hsp_test_wait (get_card (fixture, 0) != NULL);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);
}

/* Phone, code and text go; what it cost stays. One that still waits is left alone. */
static void
test_forgotten (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSmsNumber *number;
  const HspNumberRow *row;
  HspMoney charge;

  buy_first (fixture);
  number = hsp_sms_card_get_number (get_card (fixture, 0));
  hsp_sms_desk_forget_before (fixture->desk, G_MAXINT64);
  g_assert_cmpstr (hsp_sms_number_get_row (number)->phone, !=, "");

  receive_code (fixture, get_card (fixture, 0));
  charge = hsp_sms_number_get_row (number)->charge;
  hsp_sms_desk_forget_before (fixture->desk, hsp_sms_number_get_row (number)->created);
  g_assert_nonnull (hsp_sms_number_get_row (number)->code);
  hsp_sms_desk_forget_before (fixture->desk, G_MAXINT64);
  row = hsp_sms_number_get_row (number);
  g_assert_cmpstr (row->phone, ==, "");
  g_assert_null (row->code);
  g_assert_null (row->text);
  g_assert_cmpint (row->charge, ==, charge);
  g_assert_cmpuint (hsp_sms_desk_get_n_uncopied (fixture->desk), ==, 0);
  hsp_test_wait (get_card (fixture, 0) == NULL);
}

static void
test_rejected (Fixture       *fixture,
               gconstpointer  user_data)
{
  hsp_sandbox_push_fault (fixture->shop, "add_sms", HSP_FAULT_HTTP_400);
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (is_ready (fixture));
  g_assert_nonnull (strstr (get_sentence (fixture), "Nothing was bought."));
  g_assert_nonnull (strchr (get_sentence (fixture), '\n'));
  g_assert_false (gtk_widget_get_visible (get_shop_child (fixture, "orders_button")));
  g_assert_null (get_card (fixture, 0));

  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (get_card (fixture, 0) != NULL);
  g_assert_cmpstr (get_sentence (fixture), ==, "");
}

static void
test_too_little_money (Fixture       *fixture,
                       gconstpointer  user_data)
{
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_list (fixture)), 0);
  g_assert_false (is_ready (fixture));
  g_assert_true (g_str_has_prefix (get_sentence (fixture),
                                   "Your balance is 0.01\u00a0USD, this costs "));
}

static HspSmsProject *
get_offer (Fixture *fixture)
{
  return g_list_model_get_item (hsp_sms_desk_get_projects (fixture->desk), 0);
}

/* An offer with a price that the shop no longer asks. */
static HspSmsProject *
create_stale (HspSmsProject *offer)
{
  return hsp_sms_project_new (hsp_sms_project_get_id (offer), hsp_sms_project_get_name (offer),
                              hsp_sms_project_get_price (offer) - 10000,
                              hsp_sms_project_get_country (offer),
                              hsp_sms_project_get_country_name (offer));
}

static void
store_buy_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  int *bought = user_data;
  g_autofree char *sentence = NULL;

  *bought = (int) hsp_sms_buy_finish (result, &sentence);
}

static void
test_price_moved (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(HspSmsProject) offer = get_offer (fixture);
  g_autoptr(HspSmsProject) stale = create_stale (offer);
  int bought = -1;

  hsp_sms_buy_async (fixture->page, fixture->account, stale, 1, NULL, store_buy_cb, &bought);
  answer ("cancel");
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_STOPPED);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 0);

  bought = -1;
  hsp_sms_buy_async (fixture->page, fixture->account, stale, 1, NULL, store_buy_cb, &bought);
  hsp_test_wait (find_dialog () != NULL);
  g_assert_true (g_str_has_prefix (adw_message_dialog_get_heading (find_dialog ()),
                                   "The price is now "));
  g_assert_cmpstr (adw_message_dialog_get_default_response (find_dialog ()), ==, "cancel");
  answer ("get");
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_BOUGHT);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->shop), ==,
                   hsp_sms_project_get_price (offer));
}

/* A window that closes on the question is an answer, too: nothing is bought, nothing stays. */
static void
test_dialog_destroyed (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(HspSmsProject) offer = get_offer (fixture);
  g_autoptr(HspSmsProject) stale = create_stale (offer);
  int bought = -1;

  hsp_sms_buy_async (fixture->page, fixture->account, stale, 1, NULL, store_buy_cb, &bought);
  hsp_test_wait (find_dialog () != NULL);
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_STOPPED);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 0);
}

/* The window closes while the price is read: what nobody would see is not bought. */
static void
test_closed_while_asking (Fixture       *fixture,
                          gconstpointer  user_data)
{
  g_autoptr(HspSmsProject) offer = get_offer (fixture);
  g_autoptr(GtkWidget) page = g_object_ref (fixture->page);
  int bought = -1;

  hsp_sms_buy_async (page, fixture->account, offer, 1, NULL, store_buy_cb, &bought);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->toasts), NULL);
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_STOPPED);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 0);
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->toasts), page);
}

static void
test_use_again (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSmsCard *card;
  g_autofree char *full = NULL;
  g_autofree char *needle = NULL;
  g_autoptr(GPtrArray) requests = NULL;
  gboolean reused = FALSE;

  buy_first (fixture);
  card = get_card (fixture, 0);
  receive_code (fixture, card);
  press (get_card_child (card, "copy_code_button"));
  hsp_test_wait (gtk_widget_get_visible (get_card_child (card, "use_again_button")));
  full = hsp_phone_full (hsp_sms_number_get_row (hsp_sms_card_get_number (card))->phone,
                         hsp_sms_number_get_row (hsp_sms_card_get_number (card))->country);

  press (get_card_child (card, "use_again_button"));
  g_assert_false (gtk_widget_get_sensitive (get_card_child (card, "use_again_button")));
  answer ("cancel");
  hsp_test_wait (gtk_widget_get_sensitive (get_card_child (card, "use_again_button")));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);

  press (get_card_child (card, "use_again_button"));
  answer ("get");
  hsp_test_wait (get_card (fixture, 1) != NULL);
  requests = hsp_sandbox_get_requests (fixture->shop);
  needle = g_strdup_printf ("phone=%%2B%s", full + 1);
  for (guint i = 0; i < requests->len; i++)
    {
      HspSandboxRequest *request = g_ptr_array_index (requests, i);

      reused |= g_str_equal (request->action, "add_sms") &&
                strstr (request->params, needle) != NULL;
    }
  g_assert_true (reused);
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

#define ADD(path, setup, func) g_test_add (path, Fixture, NULL, setup, func, tear_down)
  ADD ("/sms/one-purchase", set_up, test_one_purchase);
  ADD ("/sms/unconfirmed", set_up, test_unconfirmed);
  ADD ("/sms/same-asks", set_up, test_same_asks);
  ADD ("/sms/ask-above", set_up, test_ask_above);
  ADD ("/sms/forgotten", set_up, test_forgotten);
  ADD ("/sms/rejected", set_up, test_rejected);
  ADD ("/sms/too-little-money", set_up_poor, test_too_little_money);
  ADD ("/sms/price-moved", set_up, test_price_moved);
  ADD ("/sms/dialog-destroyed", set_up, test_dialog_destroyed);
  ADD ("/sms/closed-while-asking", set_up, test_closed_while_asking);
  ADD ("/sms/use-again", set_up, test_use_again);
#undef ADD

  return g_test_run ();
}
