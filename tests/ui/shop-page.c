/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shop-page.h"

#include "hsp-catalogue.h"
#include "hsp-page.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "style-sheet.h"

#define NARROW 550

/* What the page asks of its window */

static void
take_text (char     **place,
           GVariant  *parameter)
{
  g_free (*place);
  *place = g_variant_dup_string (parameter, NULL);
}

static void
toast_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  take_text (&((ShopPage *) user_data)->toast, parameter);
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  ShopPage *self = user_data;

  g_free (self->toast);
  g_free (self->copied);
  g_variant_get (parameter, "(ss)", &self->copied, &self->toast);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->page), self->copied);
}

static void
show_page_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  take_text (&((ShopPage *) user_data)->shown_page, parameter);
}

static void
show_number_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  take_text (&((ShopPage *) user_data)->shown_number, parameter);
}

static void
show_order_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  ((ShopPage *) user_data)->shown_order = g_variant_get_int64 (parameter);
}

static void
show_service_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  ShopPage *self = user_data;
  const char *id;
  const char *quantity;
  const char *link;

  g_variant_get (parameter, "(&s&s&s)", &id, &quantity, &link);
  g_free (self->shown_service);
  self->shown_service = g_strdup_printf ("%s %s %s", id, quantity, link);
}

static const GActionEntry actions[] = {
  { .name = "toast", .activate = toast_action, .parameter_type = "s" },
  { .name = "copy", .activate = copy_action, .parameter_type = "(ss)" },
  { .name = "show-page", .activate = show_page_action, .parameter_type = "s" },
  { .name = "show-number", .activate = show_number_action, .parameter_type = "s" },
  { .name = "show-order", .activate = show_order_action, .parameter_type = "x" },
  { .name = "show-service", .activate = show_service_action, .parameter_type = "(sss)" },
};

/* Setting up */

void
shop_page_start (ShopPage                *self,
                 const HspSandboxOptions *options)
{
  g_autoptr(GError) error = NULL;

  self->dir = g_dir_make_tmp ("hsp-shop-page-XXXXXX", &error);
  g_assert_no_error (error);
  self->shop = hsp_sandbox_new (options);
  g_assert_true (hsp_sandbox_start (self->shop, &error));
  g_assert_no_error (error);
}

void
shop_page_make_account (ShopPage   *self,
                        const char *key)
{
  g_autofree char *data = g_build_filename (self->dir, "data", NULL);
  g_autofree char *cache = g_build_filename (self->dir, "cache", NULL);
  /* how a list is filtered is kept for an account: each test has its own */
  g_autofree char *id = g_path_get_basename (self->dir);

  self->account = hsp_account_new (id, "Test", hsp_sandbox_get_endpoint (self->shop), TRUE, data, cache,
                                   NULL);
  self->catalogue = hsp_account_get_catalogue (self->account);
  self->book = hsp_account_get_order_book (self->account);
  self->wallet = hsp_account_get_wallet (self->account);
  self->desk = hsp_account_get_sms_desk (self->account);
  if (key != NULL)
    hsp_account_set_key (self->account, key);
}

void
shop_page_open_account (ShopPage *self)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_account_open_async (self->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_account_open_finish (self->account, result, &error));
  g_assert_no_error (error);
}

char *
shop_page_dup_journal_path (ShopPage *self)
{
  return g_build_filename (self->dir, "data", hsp_account_get_id (self->account), "journal.db", NULL);
}

char *
shop_page_write_no_journal (ShopPage *self)
{
  char *path = shop_page_dup_journal_path (self);
  g_autofree char *folder = g_path_get_dirname (path);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "this is no journal, and never was one", -1, NULL));
  return path;
}

gboolean
shop_page_is_known (ShopPage *self)
{
  return hsp_catalogue_get_state (self->catalogue) == HSP_LOAD_READY &&
         !hsp_catalogue_get_refreshing (self->catalogue) &&
         hsp_wallet_get_balance (self->wallet) != HSP_MONEY_UNKNOWN;
}

void
shop_page_open_window (ShopPage  *self,
                       GtkWidget *page,
                       int        width,
                       int        height)
{
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  load_style_sheet ();
  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), self);
  self->page = page;
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &self->page);
  self->window = GTK_WINDOW (adw_window_new ());
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "win", G_ACTION_GROUP (group));
  hsp_page_set_narrow (HSP_PAGE (page), width < NARROW);
  self->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (self->toasts), page);
  adw_window_set_content (ADW_WINDOW (self->window), self->toasts);
  gtk_window_set_default_size (self->window, width, height);
  gtk_window_present (self->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (self->window));
}

void
shop_page_close (ShopPage *self)
{
  g_clear_pointer (&self->window, gtk_window_destroy);
  /* nothing may keep the page: a widget that leaks stays reachable, and no sanitizer sees it */
  hsp_test_wait (self->page == NULL);
  hsp_account_close (self->account);
  g_object_add_weak_pointer (G_OBJECT (self->catalogue), (gpointer *) &self->catalogue);
  g_assert_finalize_object (self->account);
  self->account = NULL;
  /* what was begun on it may hold it a moment longer */
  hsp_test_wait (self->catalogue == NULL);
}

void
shop_page_end (ShopPage *self)
{
  shop_page_close (self);
  hsp_sandbox_stop (self->shop);
  g_clear_object (&self->shop);
  hsp_test_remove_tree (self->dir);
  g_free (self->dir);
  g_free (self->toast);
  g_free (self->copied);
  g_free (self->shown_page);
  g_free (self->shown_service);
  g_free (self->shown_number);
}

HspService *
shop_page_find_service (HspAccount *account,
                        HspKind     kind)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (account);

  for (guint i = 0; i < hsp_catalogue_get_n_services (catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      if (value->kind == kind && value->min > 0 &&
          (value->stock < 0 || value->stock > value->min) &&
          hsp_service_estimate (service, value->min) > 0 &&
          hsp_service_estimate (service, value->min) < 5 * HSP_MONEY_UNIT)
        {
          g_test_queue_unref (g_object_ref (service));
          return service;
        }
    }

  g_assert_not_reached ();
}
