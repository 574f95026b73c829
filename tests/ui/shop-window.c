/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shop-window.h"

#include "hsp-action.h"
#include "hsp-catalogue.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "shop-page.h"

#define KEY "key-of-the-shop-window"
#define NARROW 550
/* of each read, which may be repeated and asked for again */
#define N_FAULTS 20

GtkWidget *
shop_window_find (gpointer widget,
                  GType    type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (widget));
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = shop_window_find (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* (transfer none) (nullable) */
static const char *
get_text (gpointer widget)
{
  if (GTK_IS_LABEL (widget))
    return gtk_label_get_text (widget);
  return GTK_IS_INSCRIPTION (widget) ? gtk_inscription_get_text (widget) : NULL;
}

gboolean
shop_window_shows (gpointer    widget,
                   const char *words)
{
  const char *text = get_text (widget);

  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (text != NULL && strstr (text, words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (shop_window_shows (child, words))
        return TRUE;
    }
  return FALSE;
}

HspPage *
shop_window_get_page (ShopWindow *self)
{
  AdwViewStack *views = ADW_VIEW_STACK (shop_window_find (self->window,
                                                             ADW_TYPE_VIEW_STACK));

  return HSP_PAGE (adw_bin_get_child (ADW_BIN (adw_view_stack_get_visible_child (views))));
}

HspService *
shop_window_find_service (ShopWindow *self,
                          HspKind     kind)
{
  return shop_page_find_service (self->account, kind);
}

HspOrder *
shop_window_place (ShopWindow *self,
                   HspKind     kind)
{
  HspOrderBook *book = hsp_account_get_order_book (self->account);
  HspService *service = shop_window_find_service (self, kind);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspOrder *order;

  hsp_order_book_place_async (book, service, hsp_service_get_value (service)->min,
                              kind == HSP_KIND_SMM ? SHOP_LINK : NULL,
                              hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  order = hsp_order_book_place_finish (book, result, &error);
  g_assert_no_error (error);
  return order;
}

static gboolean
is_known (ShopWindow *self)
{
  HspWallet *wallet = hsp_account_get_wallet (self->account);
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);

  return hsp_catalogue_get_state (catalogue) == HSP_LOAD_READY &&
         !hsp_catalogue_get_refreshing (catalogue) &&
         hsp_wallet_get_balance (wallet) != HSP_MONEY_UNKNOWN &&
         hsp_order_book_get_ready (hsp_account_get_order_book (self->account));
}

static void
push_faults (ShopWindow *self)
{
  for (guint i = 0; i < HSP_N_ACTIONS; i++)
    for (guint j = 0; j < N_FAULTS && !hsp_action_get (i)->spends; j++)
      hsp_sandbox_push_fault (self->shop, hsp_action_get (i)->name, self->fault);
}

void
shop_window_set_up (ShopWindow    *self,
                    gconstpointer  user_data)
{
  /* the dialect that tells the goods */
  HspSandboxOptions shop_options = { .n_services = 300, .key = KEY, .dialect = HSP_DIALECT_LIVE };
  HspSessionOptions options = { .key = KEY };
  const int width = GPOINTER_TO_INT (user_data);
  g_autoptr(GError) error = NULL;

  self->dir = g_dir_make_tmp ("hsp-shop-window-XXXXXX", &error);
  g_assert_no_error (error);
  self->shop = hsp_sandbox_new (&shop_options);
  g_assert_true (hsp_sandbox_start (self->shop, &error));
  g_assert_no_error (error);
  if (self->fault != HSP_FAULT_NONE)
    push_faults (self);

  options.data_dir = self->dir;
  options.endpoint = hsp_sandbox_get_endpoint (self->shop);
  self->app = hsp_application_new ();
  g_application_set_flags (G_APPLICATION (self->app),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  hsp_application_set_options (self->app, &options, FALSE);
  g_assert_true (g_application_register (G_APPLICATION (self->app), NULL, NULL));
  g_application_hold (G_APPLICATION (self->app));
  g_application_activate (G_APPLICATION (self->app));
  self->window =
    HSP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (self->app)));
  self->account = hsp_session_get_account (hsp_application_get_session (self->app));
  gtk_window_set_default_size (GTK_WINDOW (self->window), width, 640);
  hsp_test_wait (hsp_window_get_narrow (self->window) == (width < NARROW));
  if (self->fault == HSP_FAULT_NONE)
    hsp_test_wait (is_known (self));
}

static gboolean
quit_cb (gpointer user_data)
{
  g_action_group_activate_action (G_ACTION_GROUP (user_data), "quit", NULL);
  return G_SOURCE_REMOVE;
}

void
shop_window_tear_down (ShopWindow    *self,
                       gconstpointer  user_data)
{
  gtk_window_destroy (GTK_WINDOW (self->window));
  g_idle_add (quit_cb, self->app);
  g_application_run (G_APPLICATION (self->app), 0, NULL);
  g_assert_finalize_object (self->app);
  hsp_sandbox_stop (self->shop);
  g_assert_finalize_object (self->shop);
  hsp_test_remove_tree (self->dir);
  g_free (self->dir);
}

void
shop_window_forget (ShopWindow *self)
{
  g_action_group_activate_action (G_ACTION_GROUP (self->app), "forget", NULL);
  hsp_test_wait (hsp_session_get_account (hsp_application_get_session (self->app)) == NULL);
  self->account = NULL;
}
