/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-window"

#include "config.h"

#include "hsp-window-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue-page.h"
#include "hsp-order-book.h"
#include "hsp-orders-page.h"
#include "hsp-server-dialog.h"
#include "hsp-shortcuts.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-page.h"
#include "hsp-text.h"

static void
refresh_action (GSimpleAction *action,
                GVariant      *parameter,
                gpointer       user_data)
{
  HspWindow *self = user_data;

  hsp_account_refresh (self->account);
  if (self->page != NULL)
    hsp_page_refresh (self->page);
  hsp_window_await_refresh (self);
}

static void
search_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  HspWindow *self = user_data;
  HspPageClass *klass = HSP_PAGE_GET_CLASS (self->page);
  gboolean search_mode = !hsp_page_get_search_mode (self->page);
  GtkWidget *entry = klass->get_search_entry != NULL ? klass->get_search_entry (self->page) : NULL;

  hsp_page_set_search_mode (self->page, search_mode);
  if (search_mode && entry != NULL)
    gtk_widget_grab_focus (entry);
}

static void
back_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  HspWindow *self = user_data;

  if (hsp_page_get_can_go_back (self->page))
    hsp_page_go_back (self->page);
  else
    hsp_page_set_search_mode (self->page, FALSE);
}

static void
show_page_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  hsp_window_show_view (user_data, g_variant_get_string (parameter, NULL));
}

static void
show_order_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  HspWindow *self = user_data;

  hsp_window_show_view (self, "orders");
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (self->page), g_variant_get_int64 (parameter));
}

static void
show_number_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  HspWindow *self = user_data;

  hsp_window_show_view (self, "sms");
  hsp_sms_page_show_number (HSP_SMS_PAGE (self->page), g_variant_get_string (parameter, NULL));
}

static void
show_service_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  HspWindow *self = user_data;
  const char *id, *quantity, *link;

  g_variant_get (parameter, "(&s&s&s)", &id, &quantity, &link);
  /* only to be shown: what stands in the form stays */
  if (*quantity == '\0')
    quantity = link = NULL;
  hsp_window_show_view (self, "catalogue");
  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (self->page), id, quantity, link);
}

/* Shows the oldest unconfirmed purchase: it has waited longest to be settled. */
static void
review_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  HspWindow *self = user_data;
  GListModel *orders = G_LIST_MODEL (hsp_account_get_order_book (self->account));

  for (guint i = g_list_model_get_n_items (orders); i > 0; i--)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (orders, i - 1);

      if (hsp_order_get_state (order) == HSP_STATE_UNCONFIRMED)
        {
          g_action_group_activate_action (G_ACTION_GROUP (self), "show-order",
                                          g_variant_new_int64 (hsp_order_get_row (order)->id));
          return;
        }
    }
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  HspWindow *self = user_data;
  const char *text, *message;

  g_variant_get (parameter, "(&s&s)", &text, &message);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text);
  hsp_window_toast (self, message);
}

static void
toast_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  hsp_window_toast (user_data, g_variant_get_string (parameter, NULL));
}

static void
copy_latest_code_action (GSimpleAction *action,
                         GVariant      *parameter,
                         gpointer       user_data)
{
  HspWindow *self = user_data;
  HspSmsDesk *desk = hsp_account_get_sms_desk (self->account);
  HspSmsNumber *number = hsp_sms_desk_get_latest_code (desk);

  if (number == NULL)
    hsp_window_toast (self, _("No code has arrived yet"));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "app.copy-code", "s",
                                hsp_sms_number_get_row (number)->order);
}

static void
other_server_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  HspWindow *self = user_data;

  hsp_message_dialog_present (hsp_server_dialog_new (GTK_WINDOW (self), self->session));
}

/* Not by the name that GtkApplication looks for: it would build this window at every start. */
static void
show_help_overlay_action (GSimpleAction *action,
                          GVariant      *parameter,
                          gpointer       user_data)
{
  GtkWindow *shortcuts = GTK_WINDOW (hsp_shortcuts_new ());

  gtk_window_set_transient_for (shortcuts, GTK_WINDOW (user_data));
  gtk_window_present (shortcuts);
}

static const GActionEntry actions[] = {
  { "refresh", refresh_action },
  { "search", search_action, NULL, "false" },
  { "back", back_action },
  { "show-page", show_page_action, "s" },
  { "show-order", show_order_action, "x" },
  { "show-number", show_number_action, "s" },
  { "show-service", show_service_action, "(sss)" },
  { "review", review_action },
  { "copy", copy_action, "(ss)" },
  { "toast", toast_action, "s" },
  { "copy-latest-code", copy_latest_code_action },
  { "other-server", other_server_action },
  { "show-help-overlay", show_help_overlay_action },
};

void
hsp_window_add_actions (HspWindow *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
}

static void
set_enabled (HspWindow  *self,
             const char *name,
             gboolean    enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
hsp_window_update_actions (HspWindow *self)
{
  static const char *const of_account[] = {
    "refresh", "show-page", "show-order", "show-number", "show-service", "review", "copy-latest-code",
  };
  gboolean can_go_back = self->page != NULL && hsp_page_get_can_go_back (self->page);
  gboolean can_search = self->page != NULL && HSP_PAGE_GET_CLASS (self->page)->can_search;
  gboolean search_mode = self->page != NULL && hsp_page_get_search_mode (self->page);
  GAction *search = g_action_map_lookup_action (G_ACTION_MAP (self), "search");

  g_simple_action_set_state (G_SIMPLE_ACTION (search), g_variant_new_boolean (search_mode));
  set_enabled (self, "search", can_search);
  set_enabled (self, "back", can_go_back || search_mode);
  for (guint i = 0; i < G_N_ELEMENTS (of_account); i++)
    set_enabled (self, of_account[i], self->account != NULL);
  set_enabled (self, "other-server", self->account == NULL);
}
