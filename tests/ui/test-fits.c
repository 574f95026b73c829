/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window can be 360 px wide with every page and pane of it shown and something on each. Run
 * once a language: words differ in length. */
#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "hsp-filter-bar.h"
#include "hsp-service-detail.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-page.h"
#include "hsp-sms-project.h"
#include "hsp-sms-shop.h"
#include "hsp-test.h"
#include "hsp-wallet-page.h"
#include "shop-window.h"

#define WIDTH 360

static void
assert_fits (ShopWindow *self,
             const char *what)
{
  int minimum;

  g_test_message ("%s", what);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
  gtk_widget_measure (GTK_WIDGET (self->window), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL,
                      NULL, NULL);
  g_assert_cmpint (minimum, <=, WIDTH);
}

static void
show (ShopWindow *self,
      const char *view)
{
  hsp_window_show_view (self->window, view);
  assert_fits (self, view);
}

/* (nullable): the widget of that CSS name, like a toast, whose type is libadwaita's own */
static GtkWidget *
find_by_css_name (GtkWidget  *widget,
                  const char *name)
{
  if (g_str_equal (gtk_widget_get_css_name (widget), name))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_by_css_name (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* A toast that comes now, of whatever part of the program, does not hide that button. */
static void
assert_toast_leaves (ShopWindow *self,
                     GType       type,
                     const char *button_name)
{
  GtkWidget *owner = shop_window_find (self->window, type);
  GtkWidget *button = GTK_WIDGET (gtk_widget_get_template_child (owner, type, button_name));
  GtkWidget *toast;
  graphene_rect_t place;
  graphene_rect_t hidden;

  g_test_message ("a toast over %s", button_name);
  hsp_window_toast (self->window, SHOP_LINK);
  hsp_test_wait ((toast = find_by_css_name (GTK_WIDGET (self->window), "toast")) != NULL &&
                 gtk_widget_get_height (toast) > 0);
  g_assert_true (gtk_widget_get_mapped (button));
  g_assert_true (gtk_widget_compute_bounds (button, GTK_WIDGET (self->window), &place));
  g_assert_true (gtk_widget_compute_bounds (toast, GTK_WIDGET (self->window), &hidden));
  g_assert_false (graphene_rect_intersection (&place, &hidden, NULL));
}

/* What there is to see */

static void
complete (ShopWindow *self,
          HspOrder *order)
{
  HspOrderBook *book = hsp_account_get_order_book (self->account);

  for (guint i = 0; i < 40 && hsp_order_get_state (order) != HSP_STATE_COMPLETED; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      hsp_sandbox_advance (self->shop, 5);
      hsp_order_book_check_async (book, order, NULL, hsp_test_store_result, &result);
      hsp_test_wait (result != NULL);
      hsp_order_book_check_finish (book, result, NULL);
    }
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_COMPLETED);
}

static void
get_number (ShopWindow *self)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (self->account);
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *reason = NULL;
  HspOutcome outcome;

  hsp_test_wait (hsp_sms_desk_get_projects_state (desk) == HSP_LOAD_READY);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (desk), 0);
  hsp_sms_desk_get_async (desk, project, 1, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (desk, result, &outcome, &reason, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HSP_OUTCOME_PLACED);
}

static void
check_catalogue (ShopWindow *self)
{
  HspService *service = shop_window_find_service (self, HSP_KIND_SMM);

  show (self, "catalogue");
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-service", "(sss)",
                              hsp_service_get_id (service), "1000", SHOP_LINK);
  assert_fits (self, "a service");
  assert_toast_leaves (self, HSP_TYPE_SERVICE_DETAIL, "place_button");
  hsp_page_go_back (shop_window_get_page (self));
  assert_fits (self, "the services of a category");
  hsp_page_go_back (shop_window_get_page (self));
  assert_fits (self, "the categories");
}

static void
check_order (ShopWindow *self,
             HspOrder   *order,
             const char *what)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-order", "x",
                              hsp_order_get_row (order)->id);
  g_assert_true (hsp_page_get_can_go_back (shop_window_get_page (self)));
  assert_fits (self, what);
  hsp_page_go_back (shop_window_get_page (self));
  assert_fits (self, "the orders");
}

static void
check_orders (ShopWindow *self)
{
  g_autoptr(HspOrder) open = shop_window_place (self, HSP_KIND_SMM);
  g_autoptr(HspOrder) goods = shop_window_place (self, HSP_KIND_PRODUCT);
  g_autoptr(HspOrder) unconfirmed = NULL;

  show (self, "orders");
  complete (self, goods);
  check_order (self, open, "an order");
  check_order (self, goods, "goods");
  hsp_sandbox_push_fault (self->shop, "add", HSP_FAULT_RESET_AFTER);
  unconfirmed = shop_window_place (self, HSP_KIND_SMM);
  g_assert_cmpint (hsp_order_get_state (unconfirmed), ==, HSP_STATE_UNCONFIRMED);
  check_order (self, unconfirmed, "an unconfirmed purchase");
}

static void
check_numbers (ShopWindow *self)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (self->account);
  GtkWidget *page;

  show (self, "sms");
  assert_toast_leaves (self, HSP_TYPE_SMS_SHOP, "get_button");
  get_number (self);
  page = GTK_WIDGET (shop_window_get_page (self));
  assert_fits (self, "the row of the numbers");
  g_signal_emit_by_name (gtk_widget_get_template_child (page, HSP_TYPE_SMS_PAGE, "numbers_button"),
                         "clicked");
  g_assert_true (hsp_page_get_can_go_back (HSP_PAGE (page)));
  assert_fits (self, "a number that waits");
  hsp_sandbox_advance (self->shop, 60);
  hsp_test_wait (hsp_sms_desk_get_n_uncopied (desk) > 0);
  assert_fits (self, "a number with a code");
}

static void
check_wallet (ShopWindow *self)
{
  GtkWidget *page;

  show (self, "wallet");
  page = GTK_WIDGET (shop_window_get_page (self));
  g_signal_emit_by_name (gtk_widget_get_template_child (page, HSP_TYPE_WALLET_PAGE,
                                                        "statement_button"), "clicked");
  g_assert_true (hsp_page_get_can_go_back (HSP_PAGE (page)));
  assert_fits (self, "the statement");
}

static void
test_every_pane (ShopWindow    *self,
                 gconstpointer  user_data)
{
  assert_fits (self, "at first");
  check_orders (self);
  check_catalogue (self);
  check_numbers (self);
  check_wallet (self);

  shop_window_forget (self);
  assert_fits (self, "welcome");
}

/* In a language of longer words they are scrolled. */
static void
test_chips (ShopWindow    *self,
            gconstpointer  user_data)
{
  HspService *service = shop_window_find_service (self, HSP_KIND_SMM);
  GtkWidget *bar;
  GtkAdjustment *place;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-service", "(sss)",
                              hsp_service_get_id (service), "1000", SHOP_LINK);
  hsp_page_go_back (shop_window_get_page (self));
  bar = shop_window_find (self->window, HSP_TYPE_FILTER_BAR);
  place = gtk_scrolled_window_get_hadjustment (
    GTK_SCROLLED_WINDOW (shop_window_find (bar, GTK_TYPE_SCROLLED_WINDOW)));
  hsp_test_wait (gtk_widget_get_mapped (bar) && gtk_widget_get_width (bar) > 0);
  g_assert_cmpint (gtk_widget_get_width (GTK_WIDGET (self->window)), ==, WIDTH);
  if (g_str_equal (_("Refill"), "Refill"))
    g_assert_cmpfloat (gtk_adjustment_get_upper (place), <=,
                       gtk_adjustment_get_page_size (place));
}

/* The window of the keys, with each of its words and keys in sight. */
static void
test_shortcuts (ShopWindow    *self,
                gconstpointer  user_data)
{
  GtkWindow *shortcuts = NULL;
  GListModel *windows = gtk_window_get_toplevels ();
  int minimum;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-help-overlay", NULL);
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (gtk_window_get_transient_for (window) == GTK_WINDOW (self->window))
        shortcuts = window;
    }
  g_assert_nonnull (shortcuts);
  g_assert_cmpstr (gtk_window_get_title (shortcuts), ==, _("Keyboard Shortcuts"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (shortcuts));
  gtk_widget_measure (GTK_WIDGET (shortcuts), GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  /* with the border that is only there without a compositor */
  g_assert_cmpint (minimum, <=, WIDTH + 10);
  gtk_window_destroy (shortcuts);
}

/* Codes and goods, in any language. */
static void
test_fixed_width (ShopWindow    *self,
                  gconstpointer  user_data)
{
  static const char * const classes[] = { "code", "code-small", "mono", "curl", "monospace" };

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    {
      g_autoptr(GtkWidget) label = g_object_ref_sink (gtk_label_new ("il1"));
      g_autoptr(PangoLayout) narrow = NULL;
      g_autoptr(PangoLayout) wide = NULL;
      int narrow_width, wide_width;

      gtk_widget_add_css_class (label, classes[i]);
      narrow = gtk_widget_create_pango_layout (label, "iiiiiiii");
      wide = gtk_widget_create_pango_layout (label, "MMMMMMMM");
      pango_layout_get_size (narrow, &narrow_width, NULL);
      pango_layout_get_size (wide, &wide_width, NULL);
      g_assert_cmpint (narrow_width, ==, wide_width);
    }
}

int
main (int    argc,
      char **argv)
{
  /* as the program does it: what Pango takes for the language is that of its first question, which
   * gtk_test_init() would let GTK ask in the locale C */
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  gtk_init ();
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("APP_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_assert_cmpint (g_str_has_prefix (g_getenv ("LC_ALL"), "vi"), ==,
                   !g_str_equal (_("Wallet"), "Wallet"));

  g_test_add ("/fits/every-pane", ShopWindow, GINT_TO_POINTER (WIDTH), shop_window_set_up,
              test_every_pane, shop_window_tear_down);
  /* with the border that is only there without a compositor */
  g_test_add ("/fits/chips", ShopWindow, GINT_TO_POINTER (WIDTH + 10), shop_window_set_up,
              test_chips, shop_window_tear_down);
  g_test_add ("/fits/shortcuts", ShopWindow, GINT_TO_POINTER (WIDTH), shop_window_set_up,
              test_shortcuts, shop_window_tear_down);
  g_test_add ("/fits/fixed-width", ShopWindow, GINT_TO_POINTER (WIDTH), shop_window_set_up,
              test_fixed_width, shop_window_tear_down);

  return g_test_run ();
}
