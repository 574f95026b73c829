/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-preferences"

#include "config.h"

#include "hsp-preferences-window.h"

#include "hsp-account.h"
#include "hsp-amount-row.h"
#include "hsp-country.h"
#include "hsp-sms-desk.h"
#include "hsp-text.h"
#include "hsp-wallet.h"

#include <glib/gi18n-lib.h>

struct _HspPreferencesWindow
{
  AdwPreferencesWindow  parent_instance;

  HspAccount           *account;      /* (owned) the one it was opened for */
  GSettings            *settings;     /* (owned) */
  gboolean              listing;      /* the countries: nobody chooses one meanwhile */

  AdwActionRow         *key_row;
  GtkButton            *change_button;
  AdwActionRow         *connected_row;
  GtkButton            *check_button;
  GtkSpinner           *check_spinner;
  AdwActionRow         *endpoint_row;
  GtkSwitch            *ask_always_switch;
  GtkSwitch            *warn_same_switch;
  HspAmountRow         *ask_above_row;
  HspAmountRow         *daily_limit_row;
  HspAmountRow         *low_balance_row;
  GtkSwitch            *copy_codes_switch;
  AdwComboRow          *age_row;
  AdwComboRow          *clear_row;
  AdwComboRow          *country_row;
  AdwComboRow          *keep_row;
  GtkSwitch            *notify_switch;
  GtkSwitch            *show_code_switch;
  GtkSwitch            *notify_orders_switch;
  GtkSwitch            *notify_low_switch;
  AdwComboRow          *style_row;
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

/* One of a few numbers */

static const int clear_choices[] = { 0, 30, 60, -1 };
static const int age_choices[] = { 10, 30, 120, 1440, -1 };
static const int keep_choices[] = { 0, 7, 30, 90, 365, -1 };

/* A number of another program's choice is shown as the next one of ours. */
static gboolean
get_choice_cb (GValue   *value,
               GVariant *variant,
               gpointer  user_data)
{
  const int *choices = user_data;
  int number = g_variant_get_int32 (variant);
  guint choice = 0;

  while (choices[choice] < number && choices[choice + 1] >= 0)
    choice++;
  g_value_set_uint (value, choice);
  return TRUE;
}

static GVariant *
set_choice_cb (const GValue       *value,
               const GVariantType *type,
               gpointer            user_data)
{
  const int *choices = user_data;

  return g_variant_new_int32 (choices[g_value_get_uint (value)]);
}

static void
bind_choices (HspPreferencesWindow *self,
              AdwComboRow          *row,
              const char           *key,
              const int            *choices)
{
  g_settings_bind_with_mapping (self->settings, key, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_choice_cb, set_choice_cb, (gpointer) choices, NULL);
}

static const char * const styles[] = { "system", "light", "dark" };

static gboolean
get_style_cb (GValue   *value,
              GVariant *variant,
              gpointer  user_data)
{
  const char *style = g_variant_get_string (variant, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    if (g_str_equal (styles[i], style))
      g_value_set_uint (value, i);
  return TRUE;
}

static GVariant *
set_style_cb (const GValue       *value,
              const GVariantType *type,
              gpointer            user_data)
{
  return g_variant_new_string (styles[g_value_get_uint (value)]);
}

/* The country */

static HspSmsDesk *
get_desk (HspPreferencesWindow *self)
{
  return hsp_account_get_sms_desk (self->account);
}

/* (transfer full): all of them first, and the one that is set even while the shop's list is not known */
static GListStore *
create_countries (HspPreferencesWindow *self,
                  const char           *code,
                  guint                *selected)
{
  GListModel *known = hsp_sms_desk_get_countries (get_desk (self));
  GListStore *list = g_list_store_new (HSP_TYPE_COUNTRY);
  g_autoptr(HspCountry) all = hsp_country_new ("", _("All countries"), NULL);

  *selected = 0;
  g_list_store_append (list, all);
  for (guint i = 0; i < g_list_model_get_n_items (known); i++)
    {
      g_autoptr(HspCountry) country = g_list_model_get_item (known, i);

      if (g_str_equal (hsp_country_get_code (country), code))
        *selected = i + 1;
      g_list_store_append (list, country);
    }
  if (*selected == 0 && *code != '\0')
    {
      g_autoptr(HspCountry) country = hsp_country_new (code, code, NULL);

      *selected = g_list_model_get_n_items (G_LIST_MODEL (list));
      g_list_store_append (list, country);
    }
  return list;
}

static void
update_countries (HspPreferencesWindow *self)
{
  g_autofree char *code = g_settings_get_string (self->settings, "default-country");
  g_autoptr(GListStore) list = NULL;
  guint selected;

  list = create_countries (self, code, &selected);
  self->listing = TRUE;
  adw_combo_row_set_model (self->country_row, G_LIST_MODEL (list));
  adw_combo_row_set_selected (self->country_row, selected);
  self->listing = FALSE;
}

static void
on_country_selected_cb (HspPreferencesWindow *self)
{
  HspCountry *country = adw_combo_row_get_selected_item (self->country_row);

  if (!self->listing && country != NULL)
    g_settings_set_string (self->settings, "default-country", hsp_country_get_code (country));
}

static void
set_up_countries (HspPreferencesWindow *self)
{
  g_autoptr(GtkExpression) name = gtk_property_expression_new (HSP_TYPE_COUNTRY, NULL, "name");
  GListModel *known = hsp_sms_desk_get_countries (get_desk (self));

  adw_combo_row_set_expression (self->country_row, name);
  update_countries (self);
  g_signal_connect_object (known, "items-changed", G_CALLBACK (update_countries), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->country_row, "notify::selected",
                           G_CALLBACK (on_country_selected_cb), self, G_CONNECT_SWAPPED);
  if (g_list_model_get_n_items (known) == 0 && hsp_account_get_online (self->account))
    hsp_sms_desk_load (get_desk (self));
}

static void
bind_settings (HspPreferencesWindow *self)
{
  const struct
  {
    const char *key;
    GtkSwitch  *widget;
  } switches[] = {
    { "ask-always", self->ask_always_switch },
    { "warn-same", self->warn_same_switch },
    { "copy-codes", self->copy_codes_switch },
    { "notify-codes", self->notify_switch },
    { "show-code-in-notification", self->show_code_switch },
    { "notify-orders", self->notify_orders_switch },
    { "notify-low-balance", self->notify_low_switch },
  };

  for (guint i = 0; i < G_N_ELEMENTS (switches); i++)
    g_settings_bind (self->settings, switches[i].key, switches[i].widget, "active",
                     G_SETTINGS_BIND_DEFAULT);
  hsp_amount_row_bind (self->ask_above_row, self->settings, "ask-above");
  hsp_amount_row_bind (self->daily_limit_row, self->settings, "daily-limit");
  hsp_amount_row_bind (self->low_balance_row, self->settings, "low-balance");
  bind_choices (self, self->clear_row, "clear-clipboard", clear_choices);
  bind_choices (self, self->age_row, "catalogue-age", age_choices);
  bind_choices (self, self->keep_row, "keep-numbers", keep_choices);
  g_settings_bind_with_mapping (self->settings, "style", self->style_row, "selected",
                                G_SETTINGS_BIND_DEFAULT, get_style_cb, set_style_cb, NULL, NULL);
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
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (hsp_preferences_window_parent_class)->dispose (object);
}

static void
bind_setting_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, ask_always_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, warn_same_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, ask_above_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, daily_limit_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, low_balance_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, copy_codes_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, age_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, clear_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, country_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, keep_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, notify_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, show_code_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, notify_orders_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, notify_low_switch);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, style_row);
}

static void
hsp_preferences_window_class_init (HspPreferencesWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_AMOUNT_ROW);

  G_OBJECT_CLASS (klass)->dispose = hsp_preferences_window_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/preferences/hsp-preferences-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, key_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, change_button);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, connected_row);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, check_button);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, check_spinner);
  gtk_widget_class_bind_template_child (widget_class, HspPreferencesWindow, endpoint_row);
  bind_setting_children (widget_class);
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
  gboolean is_sandbox;

  self->account = g_object_ref (hsp_session_get_account (session));
  self->settings = g_object_ref (hsp_session_get_settings (session));
  is_sandbox = hsp_account_is_sandbox (self->account);

  g_signal_connect_object (session, "notify::account", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::key-place", G_CALLBACK (update_key), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_wallet (self->account), "notify",
                           G_CALLBACK (update_connected), self, G_CONNECT_SWAPPED);
  bind_settings (self);
  set_up_countries (self);

  gtk_widget_set_visible (GTK_WIDGET (self->change_button), !is_sandbox);
  gtk_widget_set_visible (GTK_WIDGET (self->forget_group), !is_sandbox);
  adw_action_row_set_subtitle (self->endpoint_row, hsp_account_get_endpoint (self->account));
  update_key (self);
  update_connected (self);

  return GTK_WIDGET (self);
}
