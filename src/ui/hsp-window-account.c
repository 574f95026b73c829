/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-window"

#include "config.h"

#include "hsp-window-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-order-book.h"
#include "hsp-preferences.h"
#include "hsp-sms-desk.h"
#include "hsp-text.h"
#include "hsp-toast.h"
#include "hsp-wallet.h"

#define SPINNER_DELAY_MS 250
/* Characters of an amount that fit into the narrowest header beside everything else. */
#define WIDE_BALANCE 13

/* The word is in the tooltip: colour alone says nothing. */
static void
show_low (HspWindow *self,
          HspMoney   balance)
{
  HspMoney limit = hsp_preferences_get_money (hsp_session_get_settings (self->session),
                                              "low-balance");
  gboolean is_low = balance != HSP_MONEY_UNKNOWN && limit != HSP_MONEY_UNKNOWN && balance < limit;

  hsp_widget_set_tooltip (GTK_WIDGET (self->balance_button),
                          is_low ? _("Your balance is low") : _("Open the wallet"));
  if (is_low)
    gtk_widget_add_css_class (GTK_WIDGET (self->balance_button), "low");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->balance_button), "low");
}

static void
update_balance (HspWindow *self)
{
  HspWallet *wallet = hsp_account_get_wallet (self->account);
  HspMoney balance = hsp_wallet_get_balance (wallet);
  g_autofree char *amount = NULL;
  g_autofree char *name = NULL;

  show_low (self, balance);
  if (balance == HSP_MONEY_UNKNOWN)
    {
      gtk_label_set_label (self->balance_label, _("Balance"));
      hsp_widget_set_accessible_label (GTK_WIDGET (self->balance_button),
                                       _("Balance not known yet, open the wallet"));
      return;
    }

  amount = hsp_money_to_text (balance, hsp_wallet_get_currency (wallet));
  /* Translators: %s is an amount: "100.00 USD" */
  name = g_strdup_printf (_("Balance %s, open the wallet"), amount);
  gtk_label_set_label (self->balance_label, amount);
  /* in a narrow header the title gives way to an amount, unless it is a very long one */
  gtk_label_set_ellipsize (self->balance_label,
                           g_utf8_strlen (amount, -1) > WIDE_BALANCE ? PANGO_ELLIPSIZE_END
                                                                     : PANGO_ELLIPSIZE_NONE);
  hsp_widget_set_accessible_label (GTK_WIDGET (self->balance_button), name);
}

void
hsp_window_update_low (HspWindow *self)
{
  if (self->account != NULL)
    update_balance (self);
}

static void
update_badge (HspWindow *self)
{
  guint n_uncopied = hsp_sms_desk_get_n_uncopied (hsp_account_get_sms_desk (self->account));

  adw_view_stack_page_set_badge_number (self->sms_page, n_uncopied);
  adw_view_stack_page_set_needs_attention (self->sms_page, n_uncopied > 0);
}

static gboolean
is_refreshing (HspWindow *self)
{
  return self->account != NULL &&
         (hsp_wallet_get_refreshing (hsp_account_get_wallet (self->account)) ||
          hsp_catalogue_get_refreshing (hsp_account_get_catalogue (self->account)));
}

void
hsp_window_stop_spinner (HspWindow *self)
{
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  gtk_spinner_stop (self->refresh_spinner);
  gtk_stack_set_visible_child_name (self->refresh_stack, "icon");
}

static gboolean
on_spinner_timeout_cb (gpointer user_data)
{
  HspWindow *self = user_data;

  self->spinner_timeout = 0;
  if (is_refreshing (self))
    {
      gtk_spinner_start (self->refresh_spinner);
      gtk_stack_set_visible_child_name (self->refresh_stack, "spinner");
    }
  return G_SOURCE_REMOVE;
}

void
hsp_window_await_refresh (HspWindow *self)
{
  if (self->spinner_timeout == 0)
    self->spinner_timeout = g_timeout_add (SPINNER_DELAY_MS, on_spinner_timeout_cb, self);
}

static void
on_refreshing_cb (HspWindow *self)
{
  if (!is_refreshing (self))
    hsp_window_stop_spinner (self);
}

/* A purchase without a clear answer keeps the window open: whoever closed it should hear of that now,
 * not at the next start. */
static void
on_spending_cb (HspWindow *self)
{
  HspOrderBook *book = hsp_account_get_order_book (self->account);
  gboolean close = self->close_when_sent;

  if (hsp_account_get_spending (self->account))
    return;

  self->close_when_sent = FALSE;
  hsp_toast_leave (&self->waiting_toast);
  if (close && hsp_order_book_get_n_unconfirmed (book) > self->n_unconfirmed)
    g_action_group_activate_action (G_ACTION_GROUP (self), "review", NULL);
  else if (close)
    gtk_window_close (GTK_WINDOW (self));
}

/* Said once, and not of the numbers that the journal brings at start. */
static void
on_numbers_changed_cb (HspWindow *self)
{
  GSettings *settings = hsp_session_get_settings (self->session);
  HspOrderBook *book = hsp_account_get_order_book (self->account);

  if (self->said_closing || !hsp_order_book_get_ready (book) ||
      !hsp_session_is_awaiting_codes (self->session) ||
      !g_settings_get_boolean (settings, "notify-codes"))
    return;

  self->said_closing = TRUE;
  hsp_window_toast (self, _("A notification brings the code, too"));
}

void
hsp_window_disconnect_account (HspWindow *self)
{
  gpointer objects[] = {
    self->account,
    hsp_sms_desk_get_numbers (hsp_account_get_sms_desk (self->account)),
    hsp_account_get_wallet (self->account),
    hsp_account_get_catalogue (self->account),
    hsp_account_get_sms_desk (self->account),
  };

  for (guint i = 0; i < G_N_ELEMENTS (objects); i++)
    g_signal_handlers_disconnect_by_data (objects[i], self);
  g_clear_object (&self->account);
}

void
hsp_window_connect_account (HspWindow  *self,
                            HspAccount *account)
{
  HspWallet *wallet = hsp_account_get_wallet (account);
  HspCatalogue *catalogue = hsp_account_get_catalogue (account);
  HspSmsDesk *desk = hsp_account_get_sms_desk (account);

  self->account = g_object_ref (account);
  g_signal_connect_object (account, "notify::spending", G_CALLBACK (on_spending_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "notify::balance", G_CALLBACK (update_balance), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "notify::currency", G_CALLBACK (update_balance), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "notify::refreshing", G_CALLBACK (on_refreshing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "notify::refreshing", G_CALLBACK (on_refreshing_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "notify::n-uncopied", G_CALLBACK (update_badge), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_sms_desk_get_numbers (desk), "items-changed",
                           G_CALLBACK (on_numbers_changed_cb), self, G_CONNECT_SWAPPED);
  update_balance (self);
  update_badge (self);
}
