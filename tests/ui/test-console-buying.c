/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-fixture.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "hsp-ask.h"
#include "hsp-test.h"

static void
fill_in_purchase (Fixture *fixture)
{
  HspService *service = shop_window_find_service (&fixture->shop, HSP_KIND_SMM);
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT,
                                               hsp_service_get_value (service)->min);

  choose (fixture, "add");
  fill (fixture, "service", hsp_service_get_id (service));
  fill (fixture, "quantity", quantity);
  fill (fixture, "link", SHOP_LINK);
}

/* Money is asked about, and goes through the journal. */
static void
test_money (Fixture       *fixture,
            gconstpointer  data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->shop.account);
  g_autoptr(HspOrder) order = NULL;
  g_autofree char *shown = NULL;

  fill_in_purchase (fixture);
  press_send (fixture);
  respond (fixture, "cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 0);

  press_send (fixture);
  respond (fixture, "send");
  hsp_test_wait (g_list_model_get_n_items (hsp_console_get_requests (fixture->console)) == 1);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  shown = get_shown (fixture);
  g_assert_nonnull (strstr (shown, hsp_order_get_row (order)->order));
  hsp_test_wait (!hsp_account_get_spending (fixture->shop.account));
}

/* Over the amount that was set a yes is not enough. */
static void
test_ask_above (Fixture       *fixture,
                gconstpointer  data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  static const char * const answers[] = { "cancel", HSP_ASK_AGAIN_RESPONSE };

  limits.ask_above = 1;
  hsp_account_set_limits (fixture->shop.account, &limits);
  fill_in_purchase (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      GtkWindow *first;

      press_send (fixture);
      hsp_test_wait (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
      first = find_window (ADW_TYPE_MESSAGE_DIALOG);
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (first), "send");
      gtk_window_destroy (first);
      g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 0);
      respond (fixture, answers[i]);
    }
  hsp_test_wait (g_list_model_get_n_items (hsp_console_get_requests (fixture->console)) == 1);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 1);
  hsp_test_wait (!hsp_account_get_spending (fixture->shop.account));
}

/* The window that is left waits for what it buys, says so, and closes by itself. */
static void
test_close_while_buying (Fixture       *fixture,
                         gconstpointer  data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->shop.account);
  GtkWindow *window = fixture->window;
  g_autoptr(HspOrder) order = NULL;

  gtk_window_close (GTK_WINDOW (fixture->shop.window));
  hsp_test_wait (find_window (HSP_TYPE_WINDOW) == NULL);
  fill_in_purchase (fixture);
  hsp_sandbox_push_fault (fixture->shop.shop, "add", HSP_FAULT_SLOW);
  press_send (fixture);
  respond (fixture, "send");
  hsp_test_wait (hsp_sandbox_count (fixture->shop.shop, "add") == 1);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window)));
  hsp_test_wait (shop_window_shows (window, _("A purchase is being sent. The window closes when "
                                              "there is an answer.")));
  g_assert_true (hsp_account_get_spending (fixture->shop.account));
  hsp_test_wait (window == NULL);
  fixture->window = NULL;
  g_assert_false (hsp_account_get_spending (fixture->shop.account));
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);

  g_application_activate (G_APPLICATION (fixture->shop.app));
  fixture->shop.window = HSP_WINDOW (find_window (HSP_TYPE_WINDOW));
}

static gboolean
quit_cb (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_REMOVE;
}

/* Told to end, the program says in every window what it waits for. */
static void
test_quit_while_buying (Fixture       *fixture,
                        gconstpointer  data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->shop.account);
  const char *words = _("A purchase is being sent. The program ends when there is an answer.");
  g_autoptr(HspOrder) order = NULL;

  fill_in_purchase (fixture);
  hsp_sandbox_push_fault (fixture->shop.shop, "add", HSP_FAULT_SLOW);
  press_send (fixture);
  respond (fixture, "send");
  hsp_test_wait (hsp_sandbox_count (fixture->shop.shop, "add") == 1);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->shop.app), "quit", NULL);
  hsp_test_wait (shop_window_shows (fixture->window, words));
  hsp_test_wait (shop_window_shows (fixture->shop.window, words));

  /* and ended by somebody who does not ask, it still waits */
  g_object_ref (book);
  g_idle_add (quit_cb, fixture->shop.app);
  g_application_run (G_APPLICATION (fixture->shop.app), 0, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_object_unref (book);
}

/* What is left when the program has ended. */
static void
tear_down_quit (Fixture       *fixture,
                gconstpointer  data)
{
  g_assert_finalize_object (fixture->shop.app);
  hsp_sandbox_stop (fixture->shop.shop);
  g_assert_finalize_object (fixture->shop.shop);
  hsp_test_remove_tree (fixture->shop.dir);
  g_free (fixture->shop.dir);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("APP_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  add ("/console-buying/money", test_money);
  add ("/console-buying/ask-above", test_ask_above);
  add ("/console-buying/close-while-buying", test_close_while_buying);
  g_test_add ("/console-buying/quit-while-buying", Fixture, NULL, set_up, test_quit_while_buying,
              tear_down_quit);
  return g_test_run ();
}
