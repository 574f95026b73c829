/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-notifier"

#include "config.h"

#include "hsp-notifier.h"

#include "hsp-account.h"
#include "hsp-marks.h"
#include "hsp-sms-desk.h"
#include "hsp-window.h"

#include <glib/gi18n-lib.h>

/* Of a name in a title; there are some of thousands. */
#define MAX_NAME_LENGTH 120

struct _HspNotifier
{
  GObject         parent_instance;

  GtkApplication *application;    /* not owned: the application owns this */
  HspSession     *session;        /* (owned) (nullable) */
  HspSmsDesk     *desk;           /* (owned) (nullable) the one listened to */
  HspMarks       *marks;          /* (owned) (nullable) of the same account */
  GHashTable     *sent;           /* (owned) (element-type utf8) ids that were not taken back */
};

G_DEFINE_FINAL_TYPE (HspNotifier, hsp_notifier, G_TYPE_OBJECT)

static char *
dup_notification_id (const HspNumberRow *row)
{
  return g_strconcat ("code-", row->order, NULL);
}

/* What the shop wrote goes into the title only: many servers read the body as markup. */
static char *
dup_title (HspNotifier        *self,
           const HspNumberRow *row)
{
  GSettings *settings = hsp_session_get_settings (self->session);

  if (g_settings_get_boolean (settings, "show-code-in-notification") && row->code != NULL)
    /* Translators: a code and what it is for: "482913 for OpenAI / ChatGPT" */
    return g_strdup_printf (_("%s for %s"), row->code, row->project_name);

  /* Translators: %s is what the code is for: "OpenAI / ChatGPT" */
  return g_strdup_printf (_("A code has arrived for %s"), row->project_name);
}

static void
notify (HspNotifier        *self,
        const HspNumberRow *row)
{
  g_autofree char *title = dup_title (self, row);
  g_autofree char *id = dup_notification_id (row);
  g_autoptr(GNotification) notification = g_notification_new (title);

  g_notification_set_body (notification, _("It is kept on the SMS page."));
  g_notification_set_priority (notification, G_NOTIFICATION_PRIORITY_HIGH);
  g_notification_set_default_action_and_target (notification, "app.show-view", "s", "sms");
  g_notification_add_button_with_target (notification, _("Copy Code"), "app.copy-code", "s",
                                         row->order);
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
  g_hash_table_add (self->sent, g_steal_pointer (&id));
}

/* The window, if the person is looking at it or at one of its dialogs. (nullable) */
static HspWindow *
find_active_window (HspNotifier *self)
{
  HspWindow *window = NULL;
  gboolean is_active = FALSE;

  for (GList *l = gtk_application_get_windows (self->application); l != NULL; l = l->next)
    {
      is_active = is_active || gtk_window_is_active (l->data);
      if (HSP_IS_WINDOW (l->data))
        window = l->data;
    }
  return is_active ? window : NULL;
}

static void
on_desk_code_received_cb (HspNotifier  *self,
                          HspSmsNumber *number)
{
  HspWindow *window = find_active_window (self);

  if (window != NULL)
    hsp_window_toast_code (window, number);
  else if (g_settings_get_boolean (hsp_session_get_settings (self->session), "notify-codes"))
    notify (self, hsp_sms_number_get_row (number));
}

static void
on_desk_number_changed_cb (HspNotifier  *self,
                           HspSmsNumber *number)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);
  g_autofree char *id = NULL;

  /* copied from anywhere: the notification has nothing more to offer */
  if (row->copied == 0)
    return;

  id = dup_notification_id (row);
  if (g_hash_table_remove (self->sent, id))
    g_application_withdraw_notification (G_APPLICATION (self->application), id);
}

static char *
dup_short_name (const char *name)
{
  g_autofree char *start = NULL;

  if (g_utf8_strlen (name, -1) <= MAX_NAME_LENGTH)
    return g_strdup (name);
  start = g_utf8_substring (name, 0, MAX_NAME_LENGTH - 1);
  return g_strconcat (start, "…", NULL);
}

static char *
dup_arrival_title (HspArrival  arrival,
                   const char *name)
{
  g_autofree char *words = dup_short_name (name);

  switch (arrival)
    {
    case HSP_ARRIVAL_IN_STOCK:
      /* Translators: %s is the name of a service */
      return g_strdup_printf (_("Back in stock: %s"), words);
    case HSP_ARRIVAL_CHEAPER:
      /* Translators: %s is the name of a service */
      return g_strdup_printf (_("Cheaper now: %s"), words);
    }
  g_return_val_if_reached (NULL);
}

/* What happens to a service later takes the place of what happened before. */
static void
notify_arrival (HspNotifier *self,
                const char  *service,
                const char  *title)
{
  g_autoptr(GNotification) notification = g_notification_new (title);
  g_autofree char *id = g_strconcat ("service-", service, NULL);

  g_notification_set_body (notification, _("You asked to be told."));
  g_notification_set_default_action_and_target (notification, "app.show-service", "s", service);
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static void
on_marks_arrived_cb (HspNotifier *self,
                     const char  *service,
                     const char  *name,
                     guint        arrival)
{
  g_autofree char *title = dup_arrival_title (arrival, name);
  HspWindow *window = find_active_window (self);

  if (window != NULL)
    hsp_window_toast_service (window, title, service);
  else
    notify_arrival (self, service, title);
}

static void
drop_account (HspNotifier *self)
{
  if (self->desk != NULL)
    g_signal_handlers_disconnect_by_data (self->desk, self);
  if (self->marks != NULL)
    g_signal_handlers_disconnect_by_data (self->marks, self);
  g_clear_object (&self->desk);
  g_clear_object (&self->marks);
}

static void
on_session_account_cb (HspNotifier *self)
{
  HspAccount *account = hsp_session_get_account (self->session);

  drop_account (self);
  if (account == NULL)
    return;

  self->desk = g_object_ref (hsp_account_get_sms_desk (account));
  g_signal_connect_object (self->desk, "code-received", G_CALLBACK (on_desk_code_received_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->desk, "number-changed", G_CALLBACK (on_desk_number_changed_cb),
                           self, G_CONNECT_SWAPPED);
  self->marks = g_object_ref (hsp_account_get_marks (account));
  g_signal_connect_object (self->marks, "arrived", G_CALLBACK (on_marks_arrived_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
hsp_notifier_dispose (GObject *object)
{
  HspNotifier *self = HSP_NOTIFIER (object);

  drop_account (self);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (hsp_notifier_parent_class)->dispose (object);
}

static void
hsp_notifier_finalize (GObject *object)
{
  HspNotifier *self = HSP_NOTIFIER (object);

  g_hash_table_unref (self->sent);

  G_OBJECT_CLASS (hsp_notifier_parent_class)->finalize (object);
}

static void
hsp_notifier_class_init (HspNotifierClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hsp_notifier_dispose;
  G_OBJECT_CLASS (klass)->finalize = hsp_notifier_finalize;
}

static void
hsp_notifier_init (HspNotifier *self)
{
  self->sent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

HspNotifier *
hsp_notifier_new (GtkApplication *application,
                  HspSession     *session)
{
  HspNotifier *self = g_object_new (HSP_TYPE_NOTIFIER, NULL);

  self->application = application;
  self->session = g_object_ref (session);
  g_signal_connect_object (session, "notify::account", G_CALLBACK (on_session_account_cb), self,
                           G_CONNECT_SWAPPED);
  on_session_account_cb (self);

  return self;
}
