/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The shell in process, against a real sandbox shop: views, dialogs, and what the window
 * leaves behind. Keyring: none. */
#include "config.h"

#include "window-fixture.h"

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-marks.h"
#include "hsp-orders-page.h"
#include "hsp-page.h"
#include "hsp-service.h"
#include "hsp-service-detail.h"
#include "hsp-sms-page.h"
#include "notification-server.h"

static void
test_sandbox (Fixture       *fixture,
              gconstpointer  user_data)
{
  activate ("enter-sandbox");
  g_assert_true (hsp_account_is_sandbox (hsp_session_get_account (session ())));
  g_assert_cmpstr (strip_text (fixture), ==,
                   "Sandbox: a pretend shop on this computer. No account, no money.");
  for (guint i = 0; i < N_VIEWS; i++)
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
  for (guint i = 0; i < N_VIEWS; i++)
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

/* Whether a label in the tree that is on the screen says so. */
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
         && is_in_sight (detail, name);
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
add_tests (void)
{
  add_test ("/window/sandbox", test_sandbox);
  add_test ("/window/fits-360", test_fits_360);
  add_test ("/window/opens-narrow", test_opens_narrow);
  add_test ("/window/refresh-narrow", test_refresh_narrow);
  add_test ("/window/copy", test_copy);
  add_test ("/window/search", test_search);
  add_test ("/window/dialogs", test_dialogs);
  add_test ("/window/shortcuts", test_shortcuts);
  add_test ("/window/show-service", test_show_service);
  add_test ("/window/arrival", test_arrival);
}

int
main (int    argc,
      char **argv)
{
  return run_tests (argc, argv, add_tests);
}
