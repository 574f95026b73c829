/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page goes, with its account say, while something of it is under way: what it waits for does not
 * keep it, and what stands over it closes with it. */
#include "config.h"

#include <locale.h>

#include "hsp-key-form.h"
#include "hsp-order-detail.h"
#include "hsp-order-goods.h"
#include "hsp-order-unconfirmed.h"
#include "hsp-service-detail.h"
#include "hsp-sms-buy.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-page.h"
#include "hsp-sms-project.h"
#include "hsp-test.h"
#include "shop-window.h"

static gpointer
part (gpointer    widget,
      GType       type,
      const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (object);
  return object;
}

static GtkWindow *
find_dialog (ShopWindow *self)
{
  g_autoptr(GList) toplevels = gtk_window_list_toplevels ();

  for (GList *l = toplevels; l != NULL; l = l->next)
    {
      if (l->data != self->window && gtk_widget_get_visible (l->data))
        return l->data;
    }
  return NULL;
}

/* The widget of @type in the window, watched. */
static GtkWidget *
watch (ShopWindow *self,
       GType       type,
       GtkWidget **place)
{
  *place = shop_window_find (self->window, type);
  g_assert_nonnull (*place);
  g_object_add_weak_pointer (G_OBJECT (*place), (gpointer *) place);
  return *place;
}

static GtkWidget *
show_order (ShopWindow *self,
            HspOrder   *order)
{
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-order", "x",
                              hsp_order_get_row (order)->id);
  return shop_window_find (self->window, HSP_TYPE_ORDER_DETAIL);
}

static void
start_order (ShopWindow *self)
{
  HspService *service = shop_window_find_service (self, HSP_KIND_SMM);
  g_autofree char *quantity =
    g_strdup_printf ("%" G_GINT64_FORMAT, hsp_service_get_value (service)->min);
  GtkWidget *detail;

  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-service", "(sss)",
                              hsp_service_get_id (service), quantity, SHOP_LINK);
  detail = shop_window_find (self->window, HSP_TYPE_SERVICE_DETAIL);
  g_signal_emit_by_name (part (detail, HSP_TYPE_SERVICE_DETAIL, "place_button"), "clicked");
}

static void
test_confirming (ShopWindow    *self,
                 gconstpointer  user_data)
{
  start_order (self);
  hsp_test_wait (find_dialog (self) != NULL);
  shop_window_forget (self);
  g_assert_null (find_dialog (self));
  g_assert_cmpuint (hsp_sandbox_count (self->shop, "add"), ==, 0);
}

static void
test_quoting (ShopWindow    *self,
              gconstpointer  user_data)
{
  GtkWidget *detail;
  guint n_asked;

  hsp_sandbox_push_fault (self->shop, "inventory", HSP_FAULT_HANG);
  n_asked = hsp_sandbox_count (self->shop, "inventory");
  start_order (self);
  hsp_test_wait (hsp_sandbox_count (self->shop, "inventory") > n_asked);
  watch (self, HSP_TYPE_SERVICE_DETAIL, &detail);
  shop_window_forget (self);
  g_assert_null (detail);
}

static void
test_checking (ShopWindow    *self,
               gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = shop_window_place (self, HSP_KIND_SMM);
  guint n_asked = hsp_sandbox_count (self->shop, "status");
  GtkWidget *detail;

  show_order (self, order);
  watch (self, HSP_TYPE_ORDER_DETAIL, &detail);
  hsp_sandbox_push_fault (self->shop, "status", HSP_FAULT_HANG);
  g_signal_emit_by_name (part (detail, HSP_TYPE_ORDER_DETAIL, "check_button"), "clicked");
  hsp_test_wait (hsp_sandbox_count (self->shop, "status") > n_asked);
  shop_window_forget (self);
  g_assert_null (detail);
}

static void
test_asking_for_goods (ShopWindow    *self,
                       gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = shop_window_place (self, HSP_KIND_PRODUCT);
  guint n_asked;
  GtkWidget *goods;

  show_order (self, order);
  watch (self, HSP_TYPE_ORDER_GOODS, &goods);
  n_asked = hsp_sandbox_count (self->shop, "status");
  hsp_sandbox_push_fault (self->shop, "status", HSP_FAULT_HANG);
  g_signal_emit_by_name (part (goods, HSP_TYPE_ORDER_GOODS, "copy_button"), "clicked");
  hsp_test_wait (hsp_sandbox_count (self->shop, "status") > n_asked);
  shop_window_forget (self);
  g_assert_null (goods);
}

static void
test_forgetting_order (ShopWindow    *self,
                       gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = shop_window_place (self, HSP_KIND_SMM);
  GtkWidget *detail = show_order (self, order);

  g_assert_true (gtk_widget_activate_action (detail, "order.forget", NULL));
  g_assert_nonnull (find_dialog (self));
  shop_window_forget (self);
  g_assert_null (find_dialog (self));
}

static void
test_settling (ShopWindow    *self,
               gconstpointer  user_data)
{
  const char *buttons[] = { "not_placed_button", "placed_button" };
  const char *button = buttons[GPOINTER_TO_INT (user_data) % 2];
  g_autoptr(HspOrder) order = NULL;
  GtkWidget *pane;

  hsp_sandbox_push_fault (self->shop, "add", HSP_FAULT_RESET_AFTER);
  order = shop_window_place (self, HSP_KIND_SMM);
  show_order (self, order);
  pane = shop_window_find (self->window, HSP_TYPE_ORDER_UNCONFIRMED);
  g_signal_emit_by_name (part (pane, HSP_TYPE_ORDER_UNCONFIRMED, button), "clicked");
  g_assert_nonnull (find_dialog (self));
  shop_window_forget (self);
  g_assert_null (find_dialog (self));
}

static void
on_bought_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autofree char *sentence = NULL;

  *(int *) user_data = hsp_sms_buy_finish (result, &sentence);
}

static void
test_number_price_moved (ShopWindow    *self,
                         gconstpointer  user_data)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (self->account);
  g_autoptr(HspSmsProject) offer = NULL;
  g_autoptr(HspSmsProject) stale = NULL;
  GtkWidget *page;
  int bought = -1;

  hsp_window_show_view (self->window, "sms");
  hsp_test_wait (hsp_sms_desk_get_projects_state (desk) == HSP_LOAD_READY);
  offer = g_list_model_get_item (hsp_sms_desk_get_projects (desk), 0);
  stale = hsp_sms_project_new (hsp_sms_project_get_id (offer), hsp_sms_project_get_name (offer),
                               hsp_sms_project_get_price (offer) - 10000,
                               hsp_sms_project_get_country (offer),
                               hsp_sms_project_get_country_name (offer));
  watch (self, HSP_TYPE_SMS_PAGE, &page);
  hsp_sms_buy_async (page, self->account, stale, 1, NULL, on_bought_cb, &bought);
  hsp_test_wait (find_dialog (self) != NULL);
  shop_window_forget (self);
  g_assert_null (find_dialog (self));
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_STOPPED);
  hsp_test_wait (page == NULL);
}

/* A window closed on purpose is no wish to be connected. */
static void
test_connecting (ShopWindow    *self,
                 gconstpointer  user_data)
{
  guint n_asked = hsp_sandbox_count (self->shop, "balance");
  HspKeyForm *form;

  g_action_group_activate_action (G_ACTION_GROUP (self->app), "change-key", NULL);
  form = HSP_KEY_FORM (shop_window_find (find_dialog (self), HSP_TYPE_KEY_FORM));
  g_object_add_weak_pointer (G_OBJECT (form), (gpointer *) &form);
  hsp_sandbox_push_fault (self->shop, "balance", HSP_FAULT_HANG);
  gtk_editable_set_text (part (form, HSP_TYPE_KEY_FORM, "row"), "another-key");
  g_signal_emit_by_name (part (form, HSP_TYPE_KEY_FORM, "button"), "clicked");
  hsp_test_wait (hsp_sandbox_count (self->shop, "balance") > n_asked);
  gtk_window_close (find_dialog (self));
  hsp_test_wait (find_dialog (self) == NULL);
  g_assert_null (form);
  g_assert_true (hsp_session_get_account (hsp_application_get_session (self->app)) ==
                 self->account);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");

#define ADD(name, width, func) \
  g_test_add ("/leaving/" name, ShopWindow, GINT_TO_POINTER (width), shop_window_set_up, func, \
              shop_window_tear_down)
  ADD ("confirming", 1100, test_confirming);
  ADD ("quoting", 1100, test_quoting);
  ADD ("checking", 1100, test_checking);
  ADD ("asking-for-goods", 1100, test_asking_for_goods);
  ADD ("forgetting-order", 1100, test_forgetting_order);
  ADD ("settling-not-placed", 1100, test_settling);
  ADD ("settling-placed", 1101, test_settling);
  ADD ("number-price-moved", 1100, test_number_price_moved);
  ADD ("connecting", 1100, test_connecting);
#undef ADD

  return g_test_run ();
}
