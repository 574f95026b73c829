/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-notifier"

#include "config.h"

#include "hsp-notifier.h"

#include "hsp-account.h"
#include "hsp-code-clipboard.h"
#include "hsp-marks.h"
#include "hsp-order-book.h"
#include "hsp-preferences.h"
#include "hsp-sms-desk.h"
#include "hsp-wallet.h"
#include "hsp-window.h"

#include <glib/gi18n-lib.h>

/* Of a name in a title; there are some of thousands. */
#define MAX_NAME_LENGTH 120

struct _HspNotifier
{
  GObject         parent_instance;

  GtkApplication *application;    /* not owned: the application owns this */
  HspSession     *session;        /* (owned) (nullable) */
  HspAccount     *account;        /* (owned) (nullable) the one listened to */
  GHashTable     *open_orders;    /* (owned) (element-type HspOrder) that are not finished yet */
  gboolean        is_low;         /* the balance, or not known yet */
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

static gboolean
wants (HspNotifier *self,
       const char  *key)
{
  return g_settings_get_boolean (hsp_session_get_settings (self->session), key);
}

/* It stays among those that were not copied: the next code takes its place on the clipboard. */
static void
copy_code (const HspNumberRow *row)
{
  if (row->code != NULL)
    hsp_code_clipboard_copy (gdk_display_get_clipboard (gdk_display_get_default ()), row->code);
}

static void
on_desk_code_received_cb (HspNotifier  *self,
                          HspSmsNumber *number)
{
  HspWindow *window = find_active_window (self);

  if (wants (self, "copy-codes"))
    copy_code (hsp_sms_number_get_row (number));
  if (window != NULL && wants (self, "copy-codes"))
    hsp_window_toast (window, _("The code that has arrived was copied"));
  else if (window != NULL)
    hsp_window_toast_code (window, number);
  else if (wants (self, "notify-codes"))
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

/* Watched services */

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

/* Orders */

static void
notify_order (HspNotifier *self,
              HspOrder    *order)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);
  g_autofree char *id = g_strdup_printf ("order-%" G_GINT64_FORMAT, row->id);
  const char *name = row->name != NULL && *row->name != '\0' ? row->name : _("An order");
  /* Translators: what was ordered, and how it ended: "Canva Pro invitations: Completed" */
  g_autofree char *title = g_strdup_printf (_("%s: %s"), name, hsp_order_get_state_text (order));
  g_autoptr(GNotification) notification = g_notification_new (title);

  g_notification_set_default_action_and_target (notification, "app.show-view", "s", "orders");
  g_application_send_notification (G_APPLICATION (self->application), id, notification);
}

static gboolean
is_open (HspOrder *order)
{
  HspState state = hsp_order_get_state (order);

  return state == HSP_STATE_OPEN || state == HSP_STATE_UNCONFIRMED;
}

static void
on_book_order_changed_cb (HspNotifier *self,
                          HspOrder    *order)
{
  if (is_open (order))
    g_hash_table_add (self->open_orders, g_object_ref (order));
  else if (g_hash_table_remove (self->open_orders, order) &&
           hsp_order_get_state (order) != HSP_STATE_REJECTED &&
           wants (self, "notify-orders") && find_active_window (self) == NULL)
    notify_order (self, order);
}

/* What was finished before is no news. */
static void
on_book_items_changed_cb (HspNotifier *self,
                          guint        position,
                          guint        n_removed,
                          guint        n_added,
                          GListModel  *book)
{
  for (guint i = position; i < position + n_added; i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (book, i);

      if (is_open (order))
        g_hash_table_add (self->open_orders, g_object_ref (order));
    }
}

/* The balance */

static void
notify_low (HspNotifier *self,
            HspMoney     balance)
{
  HspWindow *window = find_active_window (self);
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account));
  g_autofree char *amount = hsp_money_to_text (balance, currency);
  /* Translators: %s is an amount, "3.20 USD" */
  g_autofree char *title = g_strdup_printf (_("Your balance is low: %s"), amount);
  g_autoptr(GNotification) notification = g_notification_new (title);

  if (window != NULL)
    {
      hsp_window_toast (window, title);
      return;
    }
  g_notification_set_default_action_and_target (notification, "app.show-view", "s", "wallet");
  g_application_send_notification (G_APPLICATION (self->application), "low-balance", notification);
}

/* Told when it falls below, once; that it still is, the header shows. */
static void
update_low (HspNotifier *self)
{
  GSettings *settings = hsp_session_get_settings (self->session);
  HspMoney balance = hsp_wallet_get_balance (hsp_account_get_wallet (self->account));
  HspMoney limit = hsp_preferences_get_money (settings, "low-balance");
  gboolean was_low = self->is_low;

  if (balance == HSP_MONEY_UNKNOWN)
    return;
  self->is_low = limit != HSP_MONEY_UNKNOWN && balance < limit;
  if (self->is_low && !was_low && wants (self, "notify-low-balance"))
    notify_low (self, balance);
  else if (!self->is_low && was_low)
    g_application_withdraw_notification (G_APPLICATION (self->application), "low-balance");
}

/* A limit that was set to more than there is tells nothing new. */
static void
on_low_balance_set_cb (HspNotifier *self)
{
  HspMoney balance, limit;

  if (self->account == NULL)
    return;
  balance = hsp_wallet_get_balance (hsp_account_get_wallet (self->account));
  limit = hsp_preferences_get_money (hsp_session_get_settings (self->session), "low-balance");
  self->is_low = balance == HSP_MONEY_UNKNOWN ||
                 (limit != HSP_MONEY_UNKNOWN && balance < limit);
}

/* The account */

static void
drop_account (HspNotifier *self)
{
  if (self->account == NULL)
    return;

  g_signal_handlers_disconnect_by_data (hsp_account_get_sms_desk (self->account), self);
  g_signal_handlers_disconnect_by_data (hsp_account_get_order_book (self->account), self);
  g_signal_handlers_disconnect_by_data (hsp_account_get_wallet (self->account), self);
  g_signal_handlers_disconnect_by_data (hsp_account_get_marks (self->account), self);
  g_hash_table_remove_all (self->open_orders);
  g_clear_object (&self->account);
}

static void
on_session_account_cb (HspNotifier *self)
{
  HspAccount *account = hsp_session_get_account (self->session);
  HspOrderBook *book;
  HspSmsDesk *desk;

  drop_account (self);
  if (account == NULL)
    return;

  self->account = g_object_ref (account);
  book = hsp_account_get_order_book (account);
  desk = hsp_account_get_sms_desk (account);
  g_signal_connect_object (desk, "code-received", G_CALLBACK (on_desk_code_received_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (desk, "number-changed", G_CALLBACK (on_desk_number_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "items-changed", G_CALLBACK (on_book_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "order-changed", G_CALLBACK (on_book_order_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (hsp_account_get_wallet (account), "notify::balance",
                           G_CALLBACK (update_low), self, G_CONNECT_SWAPPED);
  on_book_items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (book)),
                            G_LIST_MODEL (book));
  on_low_balance_set_cb (self);
  g_signal_connect_object (hsp_account_get_marks (account), "arrived",
                           G_CALLBACK (on_marks_arrived_cb), self, G_CONNECT_SWAPPED);
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
  g_hash_table_unref (self->open_orders);

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
  self->open_orders = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
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
  g_signal_connect_object (hsp_session_get_settings (session), "changed::low-balance",
                           G_CALLBACK (on_low_balance_set_cb), self, G_CONNECT_SWAPPED);
  on_session_account_cb (self);

  return self;
}
