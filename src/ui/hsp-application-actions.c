/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-application"

#include "config.h"

#include "hsp-application-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-console-window.h"
#include "hsp-history-dialogs.h"
#include "hsp-key-dialog.h"
#include "hsp-preferences-window.h"

/* Where a dialog belongs: on top of what the person is looking at. (nullable) */
static GtkWindow *
find_parent (HspApplication *self)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (self));

  return window != NULL ? window : GTK_WINDOW (hsp_application_find_window (self));
}

static void
about_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  adw_show_about_window (find_parent (user_data),
                         "application-name", "HstockPlus",
                         "application-icon", "com.hstockplus.HstockPlus",
                         "version", VERSION,
                         /* Translators: who made the program, in its About window */
                         "developer-name", _("The HstockPlus contributors"),
                         "comments", _("Browse, order and follow your purchases from one window."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         /* Translators: your names, one a line */
                         "translator-credits", _("translator-credits"),
                         NULL);
}

static void
preferences_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  HspApplication *self = user_data;
  HspWindow *window = hsp_application_present_window (self);

  gtk_window_present (GTK_WINDOW (hsp_preferences_window_new (GTK_WINDOW (window), self->session)));
}

static void
change_key_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  HspApplication *self = user_data;

  /* another account may come of it, and close the one that the answer is for */
  if (hsp_application_is_spending (self))
    hsp_application_toast (self, _("A purchase is being sent. Try again when there is an answer."));
  else
    gtk_window_present (GTK_WINDOW (hsp_key_dialog_new (find_parent (self), self->session)));
}

static void
on_unlock_done_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(HspApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!hsp_session_unlock_finish (HSP_SESSION (object), result, &error))
    hsp_application_toast (self, _("The keyring is still locked"));
}

static void
unlock_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  HspApplication *self = user_data;

  hsp_session_unlock_async (self->session, NULL, on_unlock_done_cb, g_object_ref (self));
}

static void
reopen_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  HspApplication *self = user_data;

  hsp_session_reopen (self->session);
}

static void
export_history_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  HspApplication *self = user_data;

  hsp_history_export (hsp_application_present_window (self), self->account);
}

static void
import_history_action (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       user_data)
{
  HspApplication *self = user_data;

  hsp_history_import (hsp_application_present_window (self), self->account);
}

static void
recovery_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  HspApplication *self = user_data;

  hsp_history_show_recovery (hsp_application_present_window (self), self->account);
}

/* What the program keeps of the account shown. */
static void
open_folder_action (GSimpleAction *action,
                    GVariant      *parameter,
                    gpointer       user_data)
{
  HspApplication *self = user_data;
  g_autofree char *data_dir = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *uri = NULL;

  g_object_get (self->account, "data-dir", &data_dir, NULL);
  folder = g_build_filename (data_dir, hsp_account_get_id (self->account), NULL);
  uri = g_filename_to_uri (folder, NULL, NULL);
  if (uri != NULL)
    gtk_show_uri (find_parent (self), uri, GDK_CURRENT_TIME);
}

static void
on_forget_done_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(HspApplication) self = user_data;
  g_autoptr(GError) error = NULL;

  if (hsp_session_forget_finish (HSP_SESSION (object), result, &error))
    hsp_application_toast (self, _("The key was removed"));
  else
    hsp_application_toast (self, _("The keyring did not answer. The key is still stored."));
}

static void
forget_action (GSimpleAction *action,
               GVariant      *parameter,
               gpointer       user_data)
{
  HspApplication *self = user_data;

  if (hsp_application_is_spending (self))
    hsp_application_toast (self, _("A purchase is being sent. Try again when there is an answer."));
  else
    hsp_session_forget_async (self->session, on_forget_done_cb, g_object_ref (self));
}

static void
enter_sandbox_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  HspApplication *self = user_data;

  if (hsp_application_is_spending (self))
    hsp_application_toast (self, _("A purchase is being sent. Try again when there is an answer."));
  else
    hsp_application_enter_sandbox (self);
}

static void
leave_sandbox_action (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       user_data)
{
  HspApplication *self = user_data;

  if (hsp_application_is_spending (self))
    hsp_application_toast (self, _("A purchase is being sent. Try again when there is an answer."));
  else
    hsp_session_leave_sandbox (self->session);
}

static void
copy_code_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  HspApplication *self = user_data;

  hsp_application_ensure_started (self);
  hsp_application_copy_code (self, g_variant_get_string (parameter, NULL));
}

static void
show_view_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  hsp_window_show_view (hsp_application_present_window (user_data), g_variant_get_string (parameter, NULL));
}

/* Started by a notification, there is no account before the keyring has answered. */
void
hsp_application_show_pending_service (HspApplication *self)
{
  HspWindow *window = hsp_application_find_window (self);
  g_autofree char *service = NULL;

  if (self->pending_service == NULL || self->account == NULL || window == NULL)
    return;
  service = g_steal_pointer (&self->pending_service);
  g_action_group_activate_action (G_ACTION_GROUP (window), "show-service",
                                  g_variant_new ("(sss)", service, "", ""));
}

static void
show_service_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  HspApplication *self = user_data;

  g_free (self->pending_service);
  self->pending_service = g_variant_dup_string (parameter, NULL);
  hsp_application_present_window (self);
  hsp_application_show_pending_service (self);
}

static void
quit_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  hsp_application_quit_when_sent (user_data);
}

/* One window of it only. */
static void
test_api_action (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  HspApplication *self = user_data;
  GtkWidget *window = hsp_application_find_window_of (self, HSP_TYPE_CONSOLE_WINDOW);

  if (window == NULL)
    window = hsp_console_window_new (GTK_APPLICATION (self), self->session);
  gtk_window_present (GTK_WINDOW (window));
}

static const GActionEntry actions[] = {
  { "about", about_action },
  { "preferences", preferences_action },
  { "test-api", test_api_action },
  { "change-key", change_key_action },
  { "unlock", unlock_action },
  { "reopen", reopen_action },
  { "export-history", export_history_action },
  { "import-history", import_history_action },
  { "recovery", recovery_action },
  { "open-folder", open_folder_action },
  { "forget", forget_action },
  { "enter-sandbox", enter_sandbox_action },
  { "leave-sandbox", leave_sandbox_action },
  { "copy-code", copy_code_action, "s" },
  { "show-view", show_view_action, "s" },
  { "show-service", show_service_action, "s" },
  { "quit", quit_action },
};

static const struct
{
  const char *action;
  const char *accels[3];
} accels[] = {
  { "win.refresh", { "F5", "<Control>r" } },
  { "win.search", { "<Control>f" } },
  { "win.show-page('catalogue')", { "<Control>1" } },
  { "win.show-page('orders')", { "<Control>2" } },
  { "win.show-page('sms')", { "<Control>3" } },
  { "win.show-page('wallet')", { "<Control>4" } },
  { "win.copy-latest-code", { "<Control><Shift>c" } },
  { "win.show-help-overlay", { "<Control>question" } },
  { "window.close", { "<Control>w" } },
  { "app.test-api", { "<Control>t" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.quit", { "<Control>q" } },
};

void
hsp_application_add_actions (HspApplication *self)
{
  g_action_map_add_action_entries (G_ACTION_MAP (self), actions, G_N_ELEMENTS (actions), self);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                           (const char **) accels[i].accels);
}

void
hsp_application_update_actions (HspApplication *self)
{
  gboolean is_sandbox = self->account != NULL && hsp_account_is_sandbox (self->account);
  const struct
  {
    const char *name;
    gboolean    enabled;
  } states[] = {
    { "preferences", self->account != NULL },
    { "test-api", self->account != NULL },
    { "export-history", self->account != NULL },
    { "import-history", self->account != NULL },
    { "open-folder", self->account != NULL },
    { "recovery", self->account != NULL },
    { "change-key", self->account != NULL && !is_sandbox },
    { "forget", self->account != NULL && !is_sandbox },
    { "enter-sandbox", !is_sandbox },
    { "leave-sandbox", is_sandbox },
  };

  for (guint i = 0; i < G_N_ELEMENTS (states); i++)
    {
      GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self), states[i].name);

      g_simple_action_set_enabled (G_SIMPLE_ACTION (action), states[i].enabled);
    }
}
