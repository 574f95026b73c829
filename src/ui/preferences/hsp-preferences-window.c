/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-preferences"

#include "config.h"

#include "hsp-preferences-window.h"

#include "hsp-account.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

#include <glib/gi18n-lib.h>

struct _HspPreferencesWindow
{
  AdwPreferencesWindow  parent_instance;

  HspAccount           *account;      /* (owned) the one it was opened for */

  AdwActionRow         *key_row;
  GtkButton            *change_button;
  AdwActionRow         *connected_row;
  GtkButton            *check_button;
  GtkSpinner           *check_spinner;
  AdwActionRow         *endpoint_row;
  GtkSwitch            *notify_switch;
  GtkSwitch            *show_code_switch;
  AdwPreferencesGroup  *forget_group;
  GtkButton            *forget_button;
};

G_DEFINE_FINAL_TYPE (HspPreferencesWindow, hsp_preferences_window, ADW_TYPE_PREFERENCES_WINDOW)

static void
update_key (HspPreferencesWindow *self)
{
  HspKeyPlace place = hsp_account_get_key_place (self->account);
  gboolean is_sandbox = hsp_account_is_sandbox (self->account);
  const char *words = NULL;

  switch (place)
    {
    case HSP_KEY_NONE:
      words = _("Not known: the keyring has not given it");
      break;
    case HSP_KEY_IN_KEYRING:
      words = _("Kept in your keyring, and nowhere else");
      break;
    case HSP_KEY_THIS_RUN:
      words = is_sandbox ? _("The sandbox needs none of yours")
                         : _("Kept until the program ends");
      break;
    }

  adw_action_row_set_subtitle (self->key_row, words);
  adw_action_row_set_icon_name (self->key_row,
                                place != HSP_KEY_IN_KEYRING && !is_sandbox
                                ? "dialog-warning-symbolic" : NULL);
}

static void
update_connected (HspPreferencesWindow *self)
{
  HspWallet *wallet = hsp_account_get_wallet (self->account);
  const GError *error = hsp_wallet_get_error (wallet);
  gint64 read_at = hsp_wallet_get_read_at (wallet);
  gboolean is_refreshing = hsp_wallet_get_refreshing (wallet);
  g_autofree char *words = NULL;

  if (error != NULL)
    {
      words = hsp_text_error (error);
    }
  else if (read_at > 0)
    {
      g_autofree char *clock = hsp_text_clock (read_at);

      /* Translators: %s is a time, "14:06" or "21 Nov, 14:06" */
      words = g_strdup_printf (_("Balance read at %s"), clock);
    }

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->connected_row),
                                 error != NULL ? _("Not connected")
                                 : read_at > 0 ? _("Connected") : _("Not checked yet"));
  adw_action_row_set_subtitle (self->connected_row, words != NULL ? words : "");
  adw_action_row_set_icon_name (self->connected_row,
                                error != NULL ? "dialog-warning-symbolic"
                                : read_at > 0 ? "object-select-symbolic" : NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->check_button), !is_refreshing);
  gtk_widget_set_visible (GTK_WIDGET (self->check_spinner), is_refreshing);
  gtk_spinner_set_spinning (self->check_spinner, is_refreshing);
}

static void
on_check_button_clicked_cb (HspPreferencesWindow *self)
{
  hsp_wallet_refresh (hsp_account_get_wallet (self->account));
}

static void
on_forget_response_cb (HspPreferencesWindow *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "app.forget", NULL);
}

static void
on_forget_button_clicked_cb (HspPreferencesWindow *self)
{
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (self), _("Forget This Account?"),
                            _("The key is removed from the keyring and from this program. Orders "
                              "and numbers stay on this computer, and come back when you connect "
                              "again."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("_Cancel"),
                                    "forget", _("_Forget"),
                                    NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "forget",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response::forget", G_CALLBACK (on_forget_response_cb), self,
                           G_CONNECT_SWAPPED);
  hsp_message_dialog_present (dialog);
}

static void
hsp_preferences_window_dispose (GObject *object)
{
  HspPreferencesWindow *self = HSP_PREFERENCES_WINDOW (object);

  if (self->account != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->account, self);
      g_signal_handlers_disconnect_by_data (hsp_account_get_wallet (self->account), self);
      g_clear_object (&self->account);
    }

  G_OBJECT_CLASS (hsp_preferences_window_parent_class)->dispose (object);
}

static void
hsp_preferences_window_class_init (HspPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_preferences_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/preferences/hsp-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, key_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, change_button);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, connected_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, check_button);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, check_spinner);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, endpoint_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, notify_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, show_code_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, forget_group);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, forget_button);
  gtk_widget_class_bind_template_callback (widget_class, on_check_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_forget_button_clicked_cb);
}

static void
hsp_preferences_window_init (HspPreferencesWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* not in the template: a newer GTK names a button that has a label by that, whatever it says */
  hsp_widget_set_accessible_label (GTK_WIDGET (self->change_button), _("Change the API key"));
  hsp_widget_set_accessible_label (GTK_WIDGET (self->forget_button), _("Forget this account"));
}

/* @session has an account; the window goes away when another one is shown. */
GtkWidget *
hsp_preferences_window_new (GtkWindow  *parent,
                            HspSession *session)
{
  HspPreferencesWindow *self = g_object_new (HSP_TYPE_PREFERENCES_WINDOW,
                                             "transient-for", parent, NULL);
  GSettings *settings = hsp_session_get_settings (session);
  gboolean is_sandbox;

  self->account = g_object_ref (hsp_session_get_account (session));
  is_sandbox = hsp_account_is_sandbox (self->account);

  g_signal_connect_object (session, "notify::account", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::key-place", G_CALLBACK (update_key), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_wallet (self->account), "notify",
                           G_CALLBACK (update_connected), self, G_CONNECT_SWAPPED);
  g_settings_bind (settings, "notify-codes", self->notify_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "show-code-in-notification", self->show_code_switch, "active",
                   G_SETTINGS_BIND_DEFAULT);

  gtk_widget_set_visible (GTK_WIDGET (self->change_button), !is_sandbox);
  gtk_widget_set_visible (GTK_WIDGET (self->forget_group), !is_sandbox);
  adw_action_row_set_subtitle (self->endpoint_row, hsp_account_get_endpoint (self->account));
  update_key (self);
  update_connected (self);

  return GTK_WIDGET (self);
}
