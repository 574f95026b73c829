/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shell in process, against a real sandbox shop: welcome, sandbox, views, and what the window
 * leaves behind. Keyring: none. */
#include "config.h"

#include "hsp-account.h"
#include "hsp-application.h"
#include "hsp-catalogue.h"
#include "hsp-key-form.h"
#include "hsp-marks.h"
#include "hsp-order-book.h"
#include "hsp-orders-page.h"
#include "hsp-page.h"
#include "hsp-sandbox.h"
#include "hsp-service.h"
#include "hsp-service-detail.h"
#include "hsp-sms-page.h"
#include "hsp-strip.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "hsp-window.h"
#include "notification-server.h"

#include <locale.h>

#define GOOD_KEY "good-key"

static HspApplication *app;
static HspSandbox *shop;

typedef struct
{
  HspWindow *window;    /* weak */
} Fixture;

static const char *const view_names[] = { "catalogue", "orders", "sms", "wallet" };

/* The first widget of @type in the tree that is visible, @skip others before it. */
static GtkWidget *
find_nth (GtkWidget *widget,
          GType      type,
          guint     *skip)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*skip)-- == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, type, skip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find (gpointer widget,
      GType    type)
{
  guint skip = 0;
  GtkWidget *found = find_nth (GTK_WIDGET (widget), type, &skip);

  g_assert_nonnull (found);
  return found;
}

/* Whether a label in the tree says so. */
static gboolean
find_text (GtkWidget  *widget,
           const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (find_text (child, text))
        return TRUE;
    }
  return FALSE;
}

static gpointer
part (gpointer    widget,
      GType       type,
      const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (object);
  return object;
}

static HspSession *
session (void)
{
  return hsp_application_get_session (app);
}

static void
activate (const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (app), action, NULL);
}

static const char *
strip_text (Fixture *fixture)
{
  HspStrip *strip = part (fixture->window, HSP_TYPE_WINDOW, "strip");
  GtkRevealer *revealer = part (strip, HSP_TYPE_STRIP, "revealer");

  return gtk_revealer_get_reveal_child (revealer)
         ? gtk_label_get_label (part (strip, HSP_TYPE_STRIP, "label")) : NULL;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_application_activate (G_APPLICATION (app));
  fixture->window =
    HSP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (app)));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* Every test ends as it began, without an account; and no window may outlive its end. */
static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  activate ("leave-sandbox");
  if (hsp_session_get_account (session ()) != NULL)
    activate ("forget");
  hsp_test_wait (hsp_session_get_account (session ()) == NULL);

  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  hsp_test_wait (fixture->window == NULL);
}

static void
type_key (HspKeyForm *form,
          const char *key)
{
  gtk_editable_set_text (part (form, HSP_TYPE_KEY_FORM, "row"), key);
}

static void
click_connect (HspKeyForm *form)
{
  g_signal_emit_by_name (part (form, HSP_TYPE_KEY_FORM, "button"), "clicked");
}

static gboolean
is_checking (HspKeyForm *form)
{
  gboolean checking;

  g_object_get (form, "checking", &checking, NULL);
  return checking;
}

static void
test_welcome (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  GtkWidget *button = part (form, HSP_TYPE_KEY_FORM, "button");
  GtkLabel *line = part (form, HSP_TYPE_KEY_FORM, "line");

  g_assert_null (hsp_window_get_view (fixture->window));
  g_assert_false (gtk_widget_get_sensitive (button));
  type_key (form, "   ");
  g_assert_false (gtk_widget_get_sensitive (button));
  type_key (form, " key ");
  g_assert_true (gtk_widget_get_sensitive (button));

  /* there is none in this test, which the form finds out by itself */
  hsp_test_wait (strstr (gtk_label_get_label (line), "No keyring here") != NULL);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  GtkWidget *row = part (form, HSP_TYPE_KEY_FORM, "row");
  GtkWidget *line = part (form, HSP_TYPE_KEY_FORM, "line");
  g_autoptr(GVariant) accounts = NULL;

  type_key (form, "wrong-key");
  click_connect (form);
  g_assert_true (is_checking (form));
  g_assert_false (gtk_widget_get_sensitive (row));
  hsp_test_wait (!is_checking (form));

  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (line)), ==,
                   "The shop did not accept this key. Nothing was stored.");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_has_css_class (line, "gone"));
  g_assert_true (gtk_widget_get_sensitive (row));
  g_assert_null (hsp_session_get_account (session ()));
  accounts = g_settings_get_value (hsp_session_get_settings (session ()), "accounts");
  g_assert_cmpuint (g_variant_n_children (accounts), ==, 0);

  /* what was said was said of the key before */
  type_key (form, "wrong-key2");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_false (gtk_widget_has_css_class (line, "gone"));
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));

  hsp_sandbox_push_fault (shop, "balance", HSP_FAULT_SLOW);
  type_key (form, GOOD_KEY);
  click_connect (form);
  gtk_widget_activate_action (GTK_WIDGET (form), "key-form.cancel", NULL);
  hsp_test_wait (!is_checking (form));

  g_assert_null (hsp_session_get_account (session ()));
  g_assert_cmpstr (gtk_editable_get_text (part (form, HSP_TYPE_KEY_FORM, "row")), ==, GOOD_KEY);
}

static void
test_no_shop (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  g_autofree char *endpoint = g_strdup (hsp_session_get_endpoint (session ()));

  /* nobody listens on the port of TCPMUX */
  hsp_session_set_endpoint (session (), "http://127.0.0.1:1/api/v2");
  type_key (form, GOOD_KEY);
  click_connect (form);
  hsp_test_wait (!is_checking (form));
  g_assert_cmpstr (gtk_label_get_label (part (form, HSP_TYPE_KEY_FORM, "line")), ==,
                   "No connection. The key was not checked and not stored.");
  g_assert_null (hsp_session_get_account (session ()));

  hsp_session_set_endpoint (session (), endpoint);
}

static void
test_connect (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  GtkLabel *balance;

  type_key (form, "  " GOOD_KEY " ");
  click_connect (form);
  hsp_test_wait (hsp_session_get_account (session ()) != NULL);

  g_assert_cmpstr (hsp_window_get_view (fixture->window), ==, "catalogue");
  g_assert_cmpstr (gtk_editable_get_text (part (form, HSP_TYPE_KEY_FORM, "row")), ==, "");
  g_assert_cmpstr (strip_text (fixture), ==, "The key is kept until the program ends.");
  balance = part (fixture->window, HSP_TYPE_WINDOW, "balance_label");
  hsp_test_wait (g_str_equal (gtk_label_get_label (balance), "100.00\302\240USD"));
  gtk_test_accessible_assert_property (part (fixture->window, HSP_TYPE_WINDOW, "balance_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Balance 100.00\302\240USD, open the wallet");
}

/* Forgotten and connected again, it is the same account: what was bought comes back into sight. */
static void
test_connect_again (Fixture       *fixture,
                    gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  g_autofree char *id = NULL;

  for (int i = 0; i < 2; i++)
    {
      type_key (form, GOOD_KEY);
      click_connect (form);
      hsp_test_wait (hsp_session_get_account (session ()) != NULL);
      if (i == 0)
        id = g_strdup (hsp_account_get_id (hsp_session_get_account (session ())));
      else
        g_assert_cmpstr (hsp_account_get_id (hsp_session_get_account (session ())), ==, id);
      activate ("forget");
      hsp_test_wait (hsp_session_get_account (session ()) == NULL);
      g_assert_null (hsp_window_get_view (fixture->window));
    }
}

static void
test_sandbox (Fixture       *fixture,
              gconstpointer  user_data)
{
  activate ("enter-sandbox");
  g_assert_true (hsp_account_is_sandbox (hsp_session_get_account (session ())));
  g_assert_cmpstr (strip_text (fixture), ==,
                   "Sandbox: a pretend shop on this computer. No account, no money.");
  for (guint i = 0; i < G_N_ELEMENTS (view_names); i++)
    {
      hsp_window_show_view (fixture->window, view_names[i]);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      g_assert_cmpstr (hsp_window_get_view (fixture->window), ==, view_names[i]);
      find (fixture->window, HSP_TYPE_PAGE);
    }

  activate ("leave-sandbox");
  g_assert_null (hsp_session_get_account (session ()));
  g_assert_null (hsp_window_get_view (fixture->window));
}

static int
measure_width (Fixture *fixture)
{
  int minimum;

  gtk_widget_measure (GTK_WIDGET (fixture->window), GTK_ORIENTATION_HORIZONTAL, -1,
                      &minimum, NULL, NULL, NULL);
  return minimum;
}

static void
test_fits_360 (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_assert_cmpint (measure_width (fixture), <=, 360);

  activate ("enter-sandbox");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  for (guint i = 0; i < G_N_ELEMENTS (view_names); i++)
    {
      hsp_window_show_view (fixture->window, view_names[i]);
      hsp_test_wait (hsp_window_get_narrow (fixture->window));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      g_assert_cmpint (measure_width (fixture), <=, 360);
    }

  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 720);
  hsp_test_wait (!hsp_window_get_narrow (fixture->window));
}

/* A window that was narrow when it was closed opens narrow, not wider. */
static void
test_opens_narrow (Fixture       *fixture,
                   gconstpointer  user_data)
{
  GSettings *settings = hsp_session_get_settings (session ());
  int width;

  activate ("enter-sandbox");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 640);
  hsp_test_wait (hsp_window_get_narrow (fixture->window));
  width = gtk_widget_get_width (GTK_WIDGET (fixture->window));
  hsp_window_show_view (fixture->window, "orders");
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  hsp_test_wait (fixture->window == NULL);
  g_assert_cmpint (g_settings_get_int (settings, "window-width"), ==, 400);

  set_up (fixture, NULL);
  g_assert_true (hsp_window_get_narrow (fixture->window));
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (fixture->window)), ==, width);
  g_assert_cmpstr (hsp_window_get_view (fixture->window), ==, "orders");

  g_settings_reset (settings, "view");
  hsp_window_show_view (fixture->window, "catalogue");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 720);
  hsp_test_wait (!hsp_window_get_narrow (fixture->window));
}

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
  for (guint i = 1; i < G_N_ELEMENTS (view_names); i++)
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

/* Narrow, the SMS page keeps Refresh in the menu only. */
static void
test_refresh_narrow (Fixture       *fixture,
                     gconstpointer  user_data)
{
  GtkWidget *button = part (fixture->window, HSP_TYPE_WINDOW, "refresh_button");

  activate ("enter-sandbox");
  hsp_window_show_view (fixture->window, "sms");
  g_assert_true (gtk_widget_get_visible (button));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 360, 640);
  hsp_test_wait (hsp_window_get_narrow (fixture->window));
  g_assert_false (gtk_widget_get_visible (button));
  hsp_window_show_view (fixture->window, "wallet");
  g_assert_true (gtk_widget_get_visible (button));
  /* a line of the statement leads to its number */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-number", "s", "1");
  g_assert_cmpstr (hsp_window_get_view (fixture->window), ==, "sms");
  g_assert_true (hsp_page_get_can_go_back (HSP_PAGE (find (fixture->window, HSP_TYPE_SMS_PAGE))));

  hsp_window_show_view (fixture->window, "catalogue");
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 720);
  hsp_test_wait (!hsp_window_get_narrow (fixture->window));
}

static void
on_clipboard_read_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
}

static void
test_copy (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autofree char *text = NULL;

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.copy", "(ss)",
                              "+84 901 <234>", "Copied <b>&");
  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (GTK_WIDGET (fixture->window)), NULL,
                                 on_clipboard_read_cb, &text);
  hsp_test_wait (text != NULL);
  g_assert_cmpstr (text, ==, "+84 901 <234>");
}

static void
test_search (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspPage *page;
  GAction *search = g_action_map_lookup_action (G_ACTION_MAP (fixture->window), "search");
  GAction *back = g_action_map_lookup_action (G_ACTION_MAP (fixture->window), "back");

  g_assert_false (g_action_get_enabled (search));
  activate ("enter-sandbox");
  hsp_window_show_view (fixture->window, "orders");
  page = HSP_PAGE (find (part (fixture->window, HSP_TYPE_WINDOW, "views"), HSP_TYPE_ORDERS_PAGE));
  g_assert_true (g_action_get_enabled (search));
  g_assert_false (g_action_get_enabled (back));

  g_action_activate (search, NULL);
  g_assert_true (hsp_page_get_search_mode (page));
  g_assert_true (g_action_get_enabled (back));
  g_action_activate (back, NULL);
  g_assert_false (hsp_page_get_search_mode (page));
  g_assert_false (g_action_get_enabled (back));

  hsp_window_show_view (fixture->window, "wallet");
  g_assert_false (g_action_get_enabled (search));
}

static GtkWindow *
find_dialog (Fixture *fixture)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    if (gtk_window_get_transient_for (l->data) == GTK_WINDOW (fixture->window))
      return l->data;

  g_assert_not_reached ();
}

static gboolean
is_in_sight (GtkWidget  *widget,
             const char *text)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_mapped (widget) &&
      g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (is_in_sight (child, text))
        return TRUE;
    }
  return FALSE;
}

/* (transfer none) (nullable) */
static GtkWidget *
find_row (GtkWidget  *widget,
          const char *title)
{
  if (ADW_IS_ACTION_ROW (widget) &&
      g_strcmp0 (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), title) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_row (child, title);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A screen reader tells the keys with the words. */
static void
test_shortcuts (Fixture       *fixture,
                gconstpointer  user_data)
{
  GtkWindow *dialog;

  activate ("enter-sandbox");
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "win.show-help-overlay", NULL);
  dialog = find_dialog (fixture);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_test_accessible_assert_property (find_row (GTK_WIDGET (dialog), "Refresh"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "F5, Ctrl+R");
  gtk_test_accessible_assert_property (find_row (GTK_WIDGET (dialog), "Preferences"),
                                       GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, "Ctrl+,");
  gtk_window_destroy (dialog);
  hsp_test_wait (dialog == NULL);
}

static void
test_dialogs (Fixture       *fixture,
              gconstpointer  user_data)
{
  const char *names[] = { "app.preferences", "app.about", "win.show-help-overlay" };

  g_assert_false (g_action_group_get_action_enabled (G_ACTION_GROUP (app), "preferences"));
  activate ("enter-sandbox");
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GtkWindow *dialog;

      gtk_widget_activate_action (GTK_WIDGET (fixture->window), names[i], NULL);
      dialog = find_dialog (fixture);
      g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (dialog));
      if (GTK_IS_SHORTCUTS_WINDOW (dialog))
        g_assert_true (is_in_sight (GTK_WIDGET (dialog), "Keyboard Shortcuts"));
      gtk_window_destroy (dialog);
      hsp_test_wait (dialog == NULL);
    }
}

static void
start_application (const char *data_dir)
{
  HspSessionOptions options = { 0 };

  options.data_dir = data_dir;
  options.endpoint = hsp_sandbox_get_endpoint (shop);
  app = hsp_application_new ();
  /* as a service, it opens no window of its own accord */
  g_application_set_flags (G_APPLICATION (app),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  hsp_application_set_options (app, &options, FALSE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  g_application_hold (G_APPLICATION (app));
}

static gboolean
quit_cb (gpointer user_data)
{
  activate ("quit");
  return G_SOURCE_REMOVE;
}

static gboolean
is_service_shown (Fixture    *fixture,
                  const char *name)
{
  guint skip = 0;
  GtkWidget *detail = NULL;

  if (fixture->window == NULL
      || g_strcmp0 (hsp_window_get_view (fixture->window), "catalogue") != 0)
    return FALSE;
  detail = find_nth (GTK_WIDGET (fixture->window), HSP_TYPE_SERVICE_DETAIL, &skip);
  return detail != NULL && gtk_widget_get_mapped (detail)
         && find_text (detail, name);
}

/* (transfer none) One whose whole name goes into a title. */
static HspService *
find_short (HspCatalogue *catalogue)
{
  for (guint i = 1; i < hsp_catalogue_get_n_services (catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (catalogue, i);

      if (strlen (hsp_service_get_name (service)) < 100)
        {
          g_test_queue_unref (g_object_ref (service));
          return service;
        }
    }
  g_assert_not_reached ();
}

/* A watched service is in stock again while no window is there: told by its name, which is no
 * markup, and a click opens it. */
static void
test_arrival (Fixture       *fixture,
              gconstpointer  user_data)
{
  NotificationServer server = { NULL, };
  HspAccount *account;
  HspService *service;
  g_autofree char *id = NULL;
  g_autofree char *name = NULL;
  g_autofree char *title = NULL;

  notification_server_start (&server);
  activate ("enter-sandbox");
  account = hsp_session_get_account (session ());
  hsp_test_wait (hsp_catalogue_get_n_services (hsp_account_get_catalogue (account)) > 0);
  service = find_short (hsp_account_get_catalogue (account));
  id = g_strdup (hsp_service_get_id (service));
  name = g_strdup (hsp_service_get_name (service));
  hsp_window_show_view (fixture->window, "wallet");
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  hsp_test_wait (fixture->window == NULL);

  g_signal_emit_by_name (hsp_account_get_marks (account), "arrived", id, "<b>R&D</b>",
                         (guint) HSP_ARRIVAL_CHEAPER);
  hsp_test_wait (server.n_sent == 1);
  g_assert_cmpstr (server.title, ==, "Cheaper now: <b>R&D</b>");
  g_assert_cmpstr (server.body, ==, "You asked to be told.");
  g_signal_emit_by_name (hsp_account_get_marks (account), "arrived", id, name,
                         (guint) HSP_ARRIVAL_IN_STOCK);
  hsp_test_wait (server.n_sent == 2);
  title = g_strconcat ("Back in stock: ", name, NULL);
  g_assert_cmpstr (server.title, ==, title);

  notification_server_click (&server);
  hsp_test_wait (gtk_application_get_windows (GTK_APPLICATION (app)) != NULL);
  fixture->window = HSP_WINDOW (gtk_application_get_windows (GTK_APPLICATION (app))->data);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  hsp_test_wait (is_service_shown (fixture, name));
  notification_server_stop (&server);
}

/* Asked for before there is an account, as when a notification starts the program. */
static void
test_show_service (Fixture       *fixture,
                   gconstpointer  user_data)
{
  HspCatalogue *catalogue;
  HspService *service;

  activate ("enter-sandbox");
  catalogue = hsp_account_get_catalogue (hsp_session_get_account (session ()));
  hsp_test_wait (hsp_catalogue_get_n_services (catalogue) > 0);
  service = hsp_catalogue_get_service (catalogue, 3);
  activate ("leave-sandbox");

  g_action_group_activate_action (G_ACTION_GROUP (app), "show-service",
                                  g_variant_new_string (hsp_service_get_id (service)));
  g_assert_null (hsp_window_get_view (fixture->window));
  activate ("enter-sandbox");
  hsp_test_wait (is_service_shown (fixture, hsp_service_get_name (service)));
  g_object_unref (service);
}

static void
start_shop (void)
{
  HspSandboxOptions options = { 0 };
  g_autoptr(GError) error = NULL;

  options.key = GOOD_KEY;
  options.n_services = 200;
  shop = hsp_sandbox_new (&options);
  hsp_sandbox_start (shop, &error);
  g_assert_no_error (error);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *data_dir = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  data_dir = g_dir_make_tmp ("hsp-window-XXXXXX", NULL);
  start_shop ();
  start_application (data_dir);

#define ADD(name, func) g_test_add ("/window/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("welcome", test_welcome);
  ADD ("refused", test_refused);
  ADD ("cancelled", test_cancelled);
  ADD ("no-shop", test_no_shop);
  ADD ("connect", test_connect);
  ADD ("connect-again", test_connect_again);
  ADD ("sandbox", test_sandbox);
  ADD ("fits-360", test_fits_360);
  ADD ("opens-narrow", test_opens_narrow);
  ADD ("close-while-buying", test_close_while_buying);
  ADD ("unconfirmed", test_unconfirmed);
  ADD ("close-unconfirmed", test_close_unconfirmed);
  ADD ("low-balance", test_low_balance);
  ADD ("refresh-once", test_refresh_once);
  ADD ("refresh-narrow", test_refresh_narrow);
  ADD ("copy", test_copy);
  ADD ("search", test_search);
  ADD ("dialogs", test_dialogs);
  ADD ("shortcuts", test_shortcuts);
  ADD ("show-service", test_show_service);
  ADD ("arrival", test_arrival);
#undef ADD
  status = g_test_run ();

  /* ends the session, whose journal must be closed before its folder goes */
  g_idle_add (quit_cb, NULL);
  g_application_run (G_APPLICATION (app), 0, NULL);
  g_assert_finalize_object (app);
  hsp_sandbox_stop (shop);
  g_assert_finalize_object (shop);
  hsp_test_remove_tree (data_dir);
  return status;
}
