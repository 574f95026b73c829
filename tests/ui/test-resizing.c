/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A window that is made narrower and wider while something is open: panes are put beside each other and
 * behind each other while the window is laid out. What a pane then wants changed elsewhere must wait for
 * the layout to end: GTK leaves out of the frame what has lost its place meanwhile, and warns, which
 * ends a test. */
#include "config.h"

#include <locale.h>

#include "hsp-catalogue.h"
#include "hsp-category-sidebar.h"
#include "hsp-changes-entry.h"
#include "hsp-changes-view.h"
#include "hsp-changes.h"
#include "hsp-console-window.h"
#include "hsp-sms-page.h"
#include "hsp-test.h"
#include "hsp-wallet-page.h"
#include "shop-window.h"

/* from three panes to one and back, through all that there is between them */
static const int widths[] = { 1000, 900, 800, 720, 640, 600, 560, 480, 380, 520, 580, 660, 760, 860, 960, 1100 };

/* without a compositor the window has a border of its own */
#define BORDER 10

static void
resize_window (GtkWindow *window,
               int        width)
{
  gtk_window_set_default_size (window, width, 640);
  hsp_test_wait (ABS (width - gtk_widget_get_width (GTK_WIDGET (window))) <= BORDER);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window));
}

static void
resize_window_through (GtkWindow *window)
{
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    resize_window (window, widths[i]);
}

static void
resize (ShopWindow *self,
        int         width)
{
  resize_window (GTK_WINDOW (self->window), width);
}

static void
resize_through (ShopWindow *self)
{
  resize_window_through (GTK_WINDOW (self->window));
}

static void
show (ShopWindow *self,
      const char *view)
{
  hsp_window_show_view (self->window, view);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

/* @name: of a button of the page that is shown */
static void
click (ShopWindow *self,
       GType       type,
       const char *name)
{
  g_signal_emit_by_name (gtk_widget_get_template_child (GTK_WIDGET (shop_window_get_page (self)), type, name),
                         "clicked");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

static void
test_service (ShopWindow    *self,
              gconstpointer  user_data)
{
  HspService *service = shop_window_find_service (self, HSP_KIND_SMM);

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-service", "(sss)",
                              hsp_service_get_id (service), "1000", SHOP_LINK);
  resize_through (self);
  resize (self, 700);
  g_assert_true (hsp_page_get_can_go_back (shop_window_get_page (self)));
  g_assert_nonnull (hsp_page_get_title (shop_window_get_page (self)));
  resize (self, 1100);
  g_assert_false (hsp_page_get_can_go_back (shop_window_get_page (self)));
}

/* What has changed is looked at as soon as it is shown, and the sidebar says so: here it is shown because
 * there is room for it. */
static void
test_changes (ShopWindow    *self,
              gconstpointer  user_data)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);
  HspChanges *changes = hsp_account_get_changes (self->account);
  GtkWidget *sidebar = shop_window_find (self->window, HSP_TYPE_CATEGORY_SIDEBAR);
  HspService *service = shop_window_find_service (self, HSP_KIND_SMM);
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_template_child (sidebar, HSP_TYPE_CATEGORY_SIDEBAR, "top_list"));

  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  gtk_list_box_select_row (list, GTK_LIST_BOX_ROW (shop_window_find (sidebar, HSP_TYPE_CHANGES_ENTRY)));
  hsp_sandbox_set_rate (self->shop, hsp_service_get_id (service),
                        hsp_service_get_value (service)->rate + HSP_MONEY_UNIT);
  hsp_catalogue_refresh (catalogue);
  hsp_test_wait (hsp_changes_get_n_new (changes) > 0);
  g_assert_false (gtk_widget_get_mapped (shop_window_find (self->window, HSP_TYPE_CHANGES_VIEW)));

  resize (self, 1100);
  hsp_test_wait (hsp_changes_get_n_new (changes) == 0);
  g_assert_true (gtk_widget_get_mapped (shop_window_find (self->window, HSP_TYPE_CHANGES_VIEW)));
  resize_through (self);
}

static void
test_order (ShopWindow    *self,
            gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = shop_window_place (self, HSP_KIND_SMM);
  g_autoptr(HspOrder) goods = shop_window_place (self, HSP_KIND_PRODUCT);

  show (self, "orders");
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-order", "x", hsp_order_get_row (order)->id);
  resize_through (self);
  resize (self, 600);
  g_assert_true (hsp_page_get_can_go_back (shop_window_get_page (self)));
  resize (self, 1100);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-order", "x", hsp_order_get_row (goods)->id);
  resize_through (self);
}

static void
test_numbers (ShopWindow    *self,
              gconstpointer  user_data)
{
  show (self, "sms");
  resize_through (self);
  resize (self, 600);
  click (self, HSP_TYPE_SMS_PAGE, "numbers_button");
  resize_through (self);
}

static void
test_statement (ShopWindow    *self,
                gconstpointer  user_data)
{
  show (self, "wallet");
  resize_through (self);
  resize (self, 600);
  click (self, HSP_TYPE_WALLET_PAGE, "statement_button");
  resize_through (self);
}

static void
test_console (ShopWindow    *self,
              gconstpointer  user_data)
{
  GtkApplication *app = GTK_APPLICATION (self->app);
  GtkWindow *console;

  g_action_group_activate_action (G_ACTION_GROUP (self->app), "test-api", NULL);
  hsp_test_wait (HSP_IS_CONSOLE_WINDOW (gtk_application_get_active_window (app)));
  console = gtk_application_get_active_window (app);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (console));
  resize_window_through (console);
  gtk_window_close (console);
  hsp_test_wait (gtk_application_get_active_window (app) == GTK_WINDOW (self->window));
}

#define add(name, width, func) \
  g_test_add ("/resizing/" name, ShopWindow, GINT_TO_POINTER (width), shop_window_set_up, func, \
              shop_window_tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  add ("service", 1100, test_service);
  add ("changes", 380, test_changes);
  add ("order", 1100, test_order);
  add ("numbers", 1100, test_numbers);
  add ("statement", 1100, test_statement);
  add ("console", 1100, test_console);

  return g_test_run ();
}
