/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is told, and where: on the desktop to who looks elsewhere, in the window to who looks at it. A
 * notification server of ours on the session bus. */
#include "config.h"

#include "hsp-account.h"
#include "hsp-application.h"
#include "hsp-order-book.h"
#include "hsp-order-private.h"
#include "hsp-preferences.h"
#include "hsp-sandbox.h"
#include "hsp-service.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-number-private.h"
#include "hsp-sms-project.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "hsp-window.h"
#include "notification-server.h"

#include <locale.h>
#include <string.h>

#define CODE "482913"

static HspApplication *app;
/* the shop takes a link once while its order is open */
static guint n_links;

typedef struct
{
  HspWindow  *window;           /* weak */
  HspAccount *account;          /* (owned) */
  GSettings  *settings;         /* (unowned) */
  NotificationServer server;
} Fixture;

/* Everything that was sent before this has arrived: the bus keeps the order, and what comes now is it. */
static void
server_expect (Fixture *fixture,
               guint    n_sent)
{
  g_autoptr(GNotification) last = g_notification_new ("the last");

  g_application_send_notification (G_APPLICATION (app), "last", last);
  hsp_test_wait (g_strcmp0 (fixture->server.title, "the last") == 0 || fixture->server.n_sent > n_sent + 1);
  g_assert_cmpuint (fixture->server.n_sent, ==, n_sent + 1);
}

/* --- the window --- */

static void
open_window (Fixture *fixture)
{
  g_application_activate (G_APPLICATION (app));
  fixture->window = HSP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (app)));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* Without a window manager a window that is shown has the focus, so to look away is to close it. */
static void
look_at_window (Fixture *fixture)
{
  open_window (fixture);
  hsp_test_wait (gtk_window_is_active (GTK_WINDOW (fixture->window)));
}

static void
look_away (Fixture *fixture)
{
  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  hsp_test_wait (fixture->window == NULL);
}

/* Whether a label in the tree, so a toast too, says so. */
static gboolean
find_text (GtkWidget  *widget,
           const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (find_text (child, text))
        return TRUE;
    }
  return FALSE;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  notification_server_start (&fixture->server);
  open_window (fixture);
  g_action_group_activate_action (G_ACTION_GROUP (app), "enter-sandbox", NULL);
  fixture->account = g_object_ref (hsp_session_get_account (hsp_application_get_session (app)));
  fixture->settings = hsp_session_get_settings (hsp_application_get_session (app));
  hsp_test_wait (hsp_order_book_get_ready (hsp_account_get_order_book (fixture->account)));
  hsp_test_wait (hsp_catalogue_get_n_services (hsp_account_get_catalogue (fixture->account)) > 0);
  look_away (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  const char * const keys[] = { "notify-orders", "notify-codes", "notify-low-balance", "low-balance",
                                "show-code-in-notification" };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (fixture->settings, keys[i]);
  hsp_test_wait (!hsp_account_get_spending (fixture->account));
  g_clear_object (&fixture->account);
  g_action_group_activate_action (G_ACTION_GROUP (app), "leave-sandbox", NULL);
  hsp_test_wait (hsp_session_get_account (hsp_application_get_session (app)) == NULL);
  look_away (fixture);
  notification_server_stop (&fixture->server);
}

/* --- orders --- */

/* (transfer full): one that can be bought, cheaply */
static HspService *
find_service (Fixture *fixture)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (fixture->account);

  hsp_test_wait (!hsp_catalogue_get_refreshing (catalogue));
  for (guint i = 0; i < hsp_catalogue_get_n_services (catalogue); i++)
    {
      HspService *service = hsp_catalogue_get_service (catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      if (value->kind == HSP_KIND_SMM && hsp_service_get_stock (service) != 0
          && hsp_service_estimate (service, value->min) < HSP_MONEY_UNIT)
        return service;
      g_object_unref (service);
    }
  g_assert_not_reached ();
}

/* An order that is open. (transfer full) */
static HspOrder *
place (Fixture *fixture)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->account);
  g_autoptr(HspService) service = find_service (fixture);
  g_autoptr(HspOrder) order = NULL;
  g_autofree char *link = g_strdup_printf ("https://example.com/%u", n_links++);
  const guint n_before = g_list_model_get_n_items (G_LIST_MODEL (book));

  hsp_order_book_place_async (book, service, hsp_service_get_value (service)->min, link, NULL, NULL);
  hsp_test_wait (!hsp_account_get_spending (fixture->account)
                 && g_list_model_get_n_items (G_LIST_MODEL (book)) == n_before + 1);
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_OPEN);
  return g_steal_pointer (&order);
}

/* As an answer to a question for it says. */
static void
finish (Fixture    *fixture,
        HspOrder   *order,
        const char *status)
{
  HspPurchaseRow *row = hsp_purchase_row_copy (hsp_order_get_row (order));

  g_free (row->status);
  row->status = g_strdup (status);
  hsp_order_set_row (order, row);
  g_signal_emit_by_name (hsp_account_get_order_book (fixture->account), "order-changed", order);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(HspOrder) order = place (fixture);

  /* on its way is no news */
  finish (fixture, order, "In progress");
  finish (fixture, order, "Completed");
  hsp_test_wait (fixture->server.n_sent == 1);
  g_assert_true (g_str_has_suffix (fixture->server.title, ": Completed"));
  /* nor what was told already */
  finish (fixture, order, "Completed");
  server_expect (fixture, 1);
}

static void
test_order_off (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(HspOrder) order = place (fixture);

  g_settings_set_boolean (fixture->settings, "notify-orders", FALSE);
  finish (fixture, order, "Completed");
  server_expect (fixture, 0);
}

/* Who looks at the window sees it there. */
static void
test_order_active (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(HspOrder) order = place (fixture);

  look_at_window (fixture);
  finish (fixture, order, "Completed");
  server_expect (fixture, 0);
}

/* --- codes --- */

/* (transfer full) */
static HspSmsNumber *
rent (Fixture *fixture)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (fixture->account);
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(GError) error = NULL;
  HspOutcome outcome;

  hsp_sms_desk_load (desk);
  hsp_test_wait (g_list_model_get_n_items (hsp_sms_desk_get_projects (desk)) > 0);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (desk), 0);
  hsp_sms_desk_get_async (desk, project, 1, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (desk, result, &outcome, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (numbers->len, ==, 1);
  return g_object_ref (numbers->pdata[0]);
}

static void
receive (Fixture      *fixture,
         HspSmsNumber *number)
{
  HspNumberRow *row = hsp_number_row_copy (hsp_sms_number_get_row (number));

  g_free (row->code);
  row->code = g_strdup (CODE);
  hsp_sms_number_set_row (number, row);
  g_signal_emit_by_name (hsp_account_get_sms_desk (fixture->account), "code-received", number);
}

/* Told once, without the code, with a button for it; taken back when it was copied from anywhere. */
static void
test_code (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(HspSmsNumber) number = rent (fixture);

  receive (fixture, number);
  hsp_test_wait (fixture->server.n_sent == 1);
  g_assert_true (g_str_has_prefix (fixture->server.title, "A code has arrived for "));
  g_assert_null (strstr (fixture->server.title, CODE));
  g_assert_cmpstr (fixture->server.body, ==, "It is kept on the SMS page.");
  g_assert_true (g_strv_contains ((const char * const *) fixture->server.actions, "Copy Code"));
  /* once, and GLib knows its number by then */
  server_expect (fixture, 1);
  g_assert_cmpuint (fixture->server.n_closed, ==, 0);

  hsp_sms_desk_mark_copied (hsp_account_get_sms_desk (fixture->account), number);
  hsp_test_wait (fixture->server.n_closed == 1);
  g_assert_cmpuint (fixture->server.last_closed, ==, 1);
}

/* The code itself only where a person wants it there. */
static void
test_code_shown (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autoptr(HspSmsNumber) number = rent (fixture);

  g_settings_set_boolean (fixture->settings, "show-code-in-notification", TRUE);
  receive (fixture, number);
  hsp_test_wait (fixture->server.n_sent == 1);
  g_assert_true (g_str_has_prefix (fixture->server.title, CODE " for "));
}

static void
test_code_off (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(HspSmsNumber) number = rent (fixture);

  g_settings_set_boolean (fixture->settings, "notify-codes", FALSE);
  receive (fixture, number);
  server_expect (fixture, 0);
}

static void
test_code_active (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(HspSmsNumber) number = rent (fixture);

  look_at_window (fixture);
  receive (fixture, number);
  hsp_test_wait (find_text (GTK_WIDGET (fixture->window), "A code has arrived"));
  server_expect (fixture, 0);
}

/* --- the balance --- */

/* So that the balance of now is above it and that after the next order is not. */
static void
set_limit (Fixture *fixture)
{
  HspWallet *wallet = hsp_account_get_wallet (fixture->account);

  hsp_test_wait (hsp_wallet_get_read_at (wallet) != 0 && !hsp_wallet_get_refreshing (wallet));
  hsp_preferences_set_money (fixture->settings, "low-balance", hsp_wallet_get_balance (wallet));
}

static void
spend (Fixture *fixture)
{
  HspWallet *wallet = hsp_account_get_wallet (fixture->account);
  const HspMoney before = hsp_wallet_get_balance (wallet);
  g_autoptr(HspOrder) order = place (fixture);

  hsp_wallet_refresh (wallet);
  hsp_test_wait (hsp_wallet_get_balance (wallet) < before);
}

static void
test_low (Fixture       *fixture,
          gconstpointer  data)
{
  set_limit (fixture);
  spend (fixture);
  hsp_test_wait (fixture->server.n_sent == 1);
  g_assert_true (g_str_has_prefix (fixture->server.title, "Your balance is low: "));
  /* that it still is, is no news */
  spend (fixture);
  server_expect (fixture, 1);
}

static void
test_low_off (Fixture       *fixture,
              gconstpointer  data)
{
  g_settings_set_boolean (fixture->settings, "notify-low-balance", FALSE);
  set_limit (fixture);
  spend (fixture);
  server_expect (fixture, 0);
}

static void
test_low_active (Fixture       *fixture,
                 gconstpointer  data)
{
  look_at_window (fixture);
  set_limit (fixture);
  spend (fixture);
  hsp_test_wait (find_text (GTK_WIDGET (fixture->window), "Your balance is low: "));
  server_expect (fixture, 0);
}

static gboolean
quit_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (app), "quit", NULL);
  return G_SOURCE_REMOVE;
}

int
main (int    argc,
      char **argv)
{
  HspSessionOptions options = { 0 };
  g_autofree char *data_dir = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  data_dir = g_dir_make_tmp ("hsp-notifier-XXXXXX", NULL);
  options.data_dir = data_dir;
  app = hsp_application_new ();
  g_application_set_flags (G_APPLICATION (app), G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  hsp_application_set_options (app, &options, FALSE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  g_application_hold (G_APPLICATION (app));

#define ADD(name, func) g_test_add ("/notifier/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("order", test_order);
  ADD ("order-off", test_order_off);
  ADD ("order-active", test_order_active);
  ADD ("code", test_code);
  ADD ("code-shown", test_code_shown);
  ADD ("code-off", test_code_off);
  ADD ("code-active", test_code_active);
  ADD ("low-balance", test_low);
  ADD ("low-balance-off", test_low_off);
  ADD ("low-balance-active", test_low_active);
#undef ADD
  status = g_test_run ();

  /* ends the session, whose journal must be closed before its folder goes */
  g_idle_add (quit_cb, NULL);
  g_application_run (G_APPLICATION (app), 0, NULL);
  g_assert_finalize_object (app);
  hsp_test_remove_tree (data_dir);
  return status;
}
