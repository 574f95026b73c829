/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-window.h"

#include "hsp-account.h"
#include "hsp-ask.h"
#include "hsp-console-actions.h"
#include "hsp-console-answer.h"
#include "hsp-console-ask.h"
#include "hsp-console-form.h"
#include "hsp-console-history.h"
#include "hsp-console.h"
#include "hsp-lifetime.h"
#include "hsp-next-frame.h"
#include "hsp-text.h"
#include "hsp-toast.h"

#include <glib/gi18n-lib.h>

struct _HspConsoleWindow
{
  AdwWindow           parent_instance;

  HspAccount         *account;        /* (owned) the one it was opened for */
  HspConsole         *console;        /* (owned) its console */
  GSettings          *settings;       /* (owned) */
  GCancellable       *cancellable;    /* (owned) (nullable) of what is being read */
  HspConsoleOffer    *offer;          /* (owned) (nullable) what is asked about */
  AdwToast           *waiting_toast;  /* (owned) (nullable) a purchase is being sent */
  gboolean            close_when_sent;
  guint               place_idle;
  gboolean            placed;         /* the history has the height that it had last */

  AdwToastOverlay    *toasts;
  AdwLeaflet         *leaflet;
  AdwWindowTitle     *title;
  GtkWidget          *back_button;
  HspConsoleActions  *actions;
  HspConsoleForm     *form;
  GtkWidget          *answer_box;
  HspConsoleAnswer   *answer;
  HspConsoleHistory  *history;
};

G_DEFINE_FINAL_TYPE (HspConsoleWindow, hsp_console_window, ADW_TYPE_WINDOW)

/* Where one is */

static void
update_title (HspConsoleWindow *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);
  GtkWidget *child = adw_leaflet_get_visible_child (self->leaflet);
  g_autofree char *place = NULL;
  const char *colon;

  /* while the window is being made */
  if (self->console == NULL)
    return;
  hsp_console_actions_set_narrow (self->actions, folded);
  gtk_widget_set_visible (self->back_button, folded && child != GTK_WIDGET (self->actions));
  if (folded && child != GTK_WIDGET (self->actions))
    {
      adw_window_title_set_title (self->title, hsp_console_form_get_action (self->form));
      adw_window_title_set_subtitle (self->title, "");
      return;
    }
  if (hsp_account_is_sandbox (self->account))
    place = g_strdup (_("Sandbox shop"));
  else
    {
      colon = strstr (hsp_console_get_endpoint (self->console), "://");
      place = g_strdup (colon != NULL ? colon + 3 : hsp_console_get_endpoint (self->console));
    }
  adw_window_title_set_title (self->title, _("Test API"));
  adw_window_title_set_subtitle (self->title, place);
}

static void
on_folded (GtkWidget *widget)
{
  update_title (HSP_CONSOLE_WINDOW (widget));
}

/* While it is being laid out */
static void
on_folded_cb (HspConsoleWindow *self)
{
  hsp_before_next_frame (GTK_WIDGET (self), on_folded);
}

static void
back_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (widget);

  adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
say_action (GtkWidget  *widget,
            const char *name,
            GVariant   *parameter)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (widget);

  hsp_console_window_toast (self, g_variant_get_string (parameter, NULL));
}

static void
focus_actions_action (GtkWidget  *widget,
                      const char *name,
                      GVariant   *parameter)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->actions));
  hsp_console_actions_focus (self->actions);
}

static void
next_column_action (GtkWidget  *widget,
                    const char *name,
                    GVariant   *parameter)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (widget);
  GtkWidget *columns[] = { GTK_WIDGET (self->actions), GTK_WIDGET (self->form), self->answer_box };
  guint next = 0;

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    {
      if (gtk_widget_get_focus_child (columns[i]) != NULL)
        next = (i + 1) % G_N_ELEMENTS (columns);
    }
  adw_leaflet_set_visible_child (self->leaflet, columns[next]);
  if (next == 0)
    hsp_console_actions_focus (self->actions);
  else if (next == 1)
    hsp_console_form_focus (self->form);
  else
    gtk_widget_child_focus (self->answer_box, GTK_DIR_TAB_FORWARD);
}

/* Sending */

static void
update_closed (HspConsoleWindow *self)
{
  const char *reason = NULL;

  if (!hsp_console_has_key (self->console))
    reason = _("No key. Connect an account first.");
  else if (!hsp_account_get_online (self->account))
    reason = _("Offline");
  hsp_console_form_set_closed (self->form, reason);
}

/* @request: (nullable), @error: (nullable) */
static void
show_outcome (HspConsoleWindow *self,
              HspRequest       *request,
              const GError     *error)
{
  g_autofree char *words = NULL;

  g_clear_object (&self->cancellable);
  if (request != NULL)
    hsp_console_answer_set_request (self->answer, request);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hsp_console_answer_set_request (self->answer, NULL);
  else
    {
      words = hsp_text_error (error);
      hsp_console_answer_set_refused (self->answer, words);
    }
}

static void
begin_sending (HspConsoleWindow *self)
{
  hsp_console_answer_set_busy (self->answer, TRUE);
  adw_leaflet_set_visible_child (self->leaflet, self->answer_box);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(HspConsoleWindow) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRequest) request = NULL;

  request = hsp_console_send_finish (HSP_CONSOLE (object), result, &error);
  if (self != NULL)
    show_outcome (self, request, error);
}

static void
send (HspConsoleWindow *self,
      gboolean          asked)
{
  g_autoptr(GHashTable) params = hsp_console_form_get_params (self->form);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  begin_sending (self);
  hsp_console_send_async (self->console, hsp_console_form_get_action (self->form), params, asked,
                          self->cancellable, sent_cb, hsp_weak_new (self));
}

static void
bought_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(HspConsoleWindow) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRequest) request = NULL;

  request = hsp_console_buy_finish (HSP_CONSOLE (object), result, &error);
  if (self != NULL)
    show_outcome (self, request, error);
}

static void
ask (HspConsoleWindow *self,
     GtkWidget        *dialog,
     GCallback         callback)
{
  g_signal_connect_object (dialog, "response", callback, self, G_CONNECT_SWAPPED);
  hsp_message_dialog_present (dialog);
}

static void
buy (HspConsoleWindow *self)
{
  g_autoptr(HspConsoleOffer) offer = g_steal_pointer (&self->offer);

  begin_sending (self);
  hsp_console_buy_async (self->console, offer, bought_cb, hsp_weak_new (self));
}

static void
on_again_response_cb (HspConsoleWindow *self,
                      const char       *response)
{
  if (self->offer != NULL && g_str_equal (response, HSP_ASK_AGAIN_RESPONSE))
    buy (self);
  else
    g_clear_pointer (&self->offer, hsp_console_offer_free);
}

static void
on_purchase_response_cb (HspConsoleWindow *self,
                         const char       *response)
{
  if (self->offer == NULL)
    return;
  if (!g_str_equal (response, HSP_CONSOLE_RESPONSE_SEND))
    g_clear_pointer (&self->offer, hsp_console_offer_free);
  else if (hsp_ask_again_needed (self->account, self->offer->total))
    ask (self, hsp_ask_again_dialog_new (GTK_WINDOW (self), self->account, self->offer->total),
         G_CALLBACK (on_again_response_cb));
  else
    buy (self);
}

static void
offered_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(HspConsoleWindow) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  HspConsoleOffer *offer = hsp_console_offer_finish (HSP_CONSOLE (object), result, &error);

  if (self == NULL)
    {
      g_clear_pointer (&offer, hsp_console_offer_free);
      return;
    }
  hsp_console_answer_set_request (self->answer, NULL);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offer, hsp_console_offer_free);
  self->offer = offer;
  if (offer != NULL)
    ask (self, hsp_console_ask_purchase (GTK_WINDOW (self), offer),
         G_CALLBACK (on_purchase_response_cb));
  else
    show_outcome (self, NULL, error);
}

static void
ask_price (HspConsoleWindow *self)
{
  g_autoptr(GHashTable) params = hsp_console_form_get_params (self->form);

  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  hsp_console_answer_set_busy (self->answer, TRUE);
  hsp_console_offer_async (self->console, hsp_console_form_get_action (self->form), params,
                           self->cancellable, offered_cb, hsp_weak_new (self));
}

static void
on_unknown_response_cb (HspConsoleWindow *self,
                        const char       *response)
{
  if (g_str_equal (response, HSP_CONSOLE_RESPONSE_SEND))
    send (self, TRUE);
}

static void
on_form_send_cb (HspConsoleWindow *self)
{
  const char *action = hsp_console_form_get_action (self->form);

  if (!hsp_console_form_can_send (self->form))
    return;
  switch (hsp_console_examine (action, NULL))
    {
    case HSP_ASKS_READING:
      send (self, FALSE);
      break;
    case HSP_ASKS_SPENDING:
      ask_price (self);
      break;
    case HSP_ASKS_UNKNOWN:
      ask (self, hsp_console_ask_unknown (GTK_WINDOW (self), action),
           G_CALLBACK (on_unknown_response_cb));
      break;
    default:
      g_return_if_reached ();
    }
}

static void
on_form_stop_cb (HspConsoleWindow *self)
{
  g_cancellable_cancel (self->cancellable);
}

static void
send_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  on_form_send_cb (HSP_CONSOLE_WINDOW (widget));
}

/* The nearest thing that can be left. */
static void
stop_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (widget);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  else if (!hsp_console_answer_stop_finding (self->answer) && adw_leaflet_get_folded (self->leaflet))
    adw_leaflet_navigate (self->leaflet, ADW_NAVIGATION_DIRECTION_BACK);
}

static void
find_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (widget);

  adw_leaflet_set_visible_child (self->leaflet, self->answer_box);
  hsp_console_answer_find (self->answer);
}

static void
save_action (GtkWidget  *widget,
             const char *name,
             GVariant   *parameter)
{
  hsp_console_answer_save (HSP_CONSOLE_WINDOW (widget)->answer);
}

/* Actions and history */

static void
on_actions_chosen_cb (HspConsoleWindow *self,
                      gpointer          action)
{
  hsp_console_form_set_action (self->form, action);
  update_title (self);
}

static void
on_actions_opened_cb (HspConsoleWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->form));
}

static void
on_actions_history_cb (HspConsoleWindow *self)
{
  adw_leaflet_set_visible_child (self->leaflet, self->answer_box);
}

/* Back into the form; nothing is sent. */
static void
on_history_chosen_cb (HspConsoleWindow *self,
                      HspRequest       *request)
{
  hsp_console_actions_choose (self->actions, hsp_action_find (hsp_request_get_action (request)));
  hsp_console_form_restore (self->form, request);
  adw_leaflet_set_visible_child (self->leaflet, GTK_WIDGET (self->form));
  hsp_console_form_focus (self->form);
  update_title (self);
}

static void
on_keep_changed_cb (HspConsoleWindow *self)
{
  hsp_console_set_keep (self->console,
                        g_settings_get_boolean (self->settings, "console-keep-history"));
}

static void
show_own_changed (GSimpleAction *action,
                  GVariant      *state,
                  gpointer       user_data)
{
  HspConsoleWindow *self = user_data;

  g_simple_action_set_state (action, state);
  hsp_console_history_show_own (self->history, g_variant_get_boolean (state));
}

static void
delete_activated (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  hsp_console_history_delete (HSP_CONSOLE_WINDOW (user_data)->history);
}

static void
on_clear_response_cb (HspConsoleWindow *self,
                      const char       *response)
{
  if (g_str_equal (response, HSP_CONSOLE_RESPONSE_SEND))
    hsp_console_clear (self->console);
}

static void
clear_activated (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  HspConsoleWindow *self = user_data;

  ask (self, hsp_console_ask_clear (GTK_WINDOW (self)), G_CALLBACK (on_clear_response_cb));
}

static void
add_history_actions (HspConsoleWindow *self)
{
  const GActionEntry entries[] = {
    { "show-own", NULL, NULL, "false", show_own_changed },
    { "delete", delete_activated },
    { "clear", clear_activated },
  };
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();
  g_autoptr(GAction) keep = g_settings_create_action (self->settings, "console-keep-history");

  g_action_map_add_action_entries (G_ACTION_MAP (group), entries, G_N_ELEMENTS (entries), self);
  g_action_map_add_action (G_ACTION_MAP (group), keep);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "history", G_ACTION_GROUP (group));
}

/* Window */

static void
on_spending_cb (HspConsoleWindow *self)
{
  gboolean close = self->close_when_sent;

  if (hsp_console_get_spending (self->console) || hsp_account_get_spending (self->account))
    return;
  self->close_when_sent = FALSE;
  hsp_toast_leave (&self->waiting_toast);
  if (close)
    gtk_window_close (GTK_WINDOW (self));
}

static gboolean
hsp_console_window_close_request (GtkWindow *window)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (window);

  if (hsp_console_get_spending (self->console))
    {
      self->close_when_sent = TRUE;
      hsp_console_window_say_waiting (self, _("A purchase is being sent. The window closes when "
                                              "there is an answer."));
      return GDK_EVENT_STOP;
    }
  g_cancellable_cancel (self->cancellable);

  return GTK_WINDOW_CLASS (hsp_console_window_parent_class)->close_request (window);
}

/* How much higher the history is than it must be: its height is only known once the window has one. */
static gboolean
on_place_idle_cb (gpointer user_data)
{
  HspConsoleWindow *self = user_data;
  int extra = g_settings_get_int (self->settings, "console-history-extra");
  int most;

  self->place_idle = 0;
  self->placed = TRUE;
  g_object_get (self->answer_box, "max-position", &most, NULL);
  gtk_paned_set_position (GTK_PANED (self->answer_box), MAX (most - extra, 0));
  return G_SOURCE_REMOVE;
}

/* While it is being allocated, which is no time to change its layout. */
static void
on_answer_box_max_position_cb (HspConsoleWindow *self)
{
  if (!self->placed && self->place_idle == 0 && self->settings != NULL)
    self->place_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_place_idle_cb, self, NULL);
}

static void
hsp_console_window_unmap (GtkWidget *widget)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (widget);
  int most;

  g_object_get (self->answer_box, "max-position", &most, NULL);
  if (self->placed)
    g_settings_set_int (self->settings, "console-history-extra",
                        MAX (most - gtk_paned_get_position (GTK_PANED (self->answer_box)), 0));

  GTK_WIDGET_CLASS (hsp_console_window_parent_class)->unmap (widget);
}

static void
hsp_console_window_dispose (GObject *object)
{
  HspConsoleWindow *self = HSP_CONSOLE_WINDOW (object);

  g_clear_handle_id (&self->place_idle, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->offer, hsp_console_offer_free);
  g_clear_object (&self->waiting_toast);
  g_clear_object (&self->settings);
  g_clear_object (&self->console);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_console_window_parent_class)->dispose (object);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  const GdkModifierType control = GDK_CONTROL_MASK;

  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, control, "console.send", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, control, "console.send",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "console.stop", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_f, control, "console.find", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_s, control, "console.save", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_l, control, "console.focus-actions",
                                       NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_F6, 0, "console.next-column", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "console.back",
                                       NULL);
}

static void
hsp_console_window_class_init (HspConsoleWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_console_window_dispose;
  widget_class->unmap = hsp_console_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = hsp_console_window_close_request;

  g_type_ensure (HSP_TYPE_CONSOLE_ACTIONS);
  g_type_ensure (HSP_TYPE_CONSOLE_ANSWER);
  g_type_ensure (HSP_TYPE_CONSOLE_FORM);
  g_type_ensure (HSP_TYPE_CONSOLE_HISTORY);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/console/hsp-console-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, title);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, actions);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, form);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, answer_box);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, answer);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleWindow, history);
  gtk_widget_class_bind_template_callback (widget_class, update_title);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_answer_box_max_position_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_actions_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_actions_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_actions_history_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_form_send_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_form_stop_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_history_chosen_cb);
  gtk_widget_class_install_action (widget_class, "console.send", NULL, send_action);
  gtk_widget_class_install_action (widget_class, "console.stop", NULL, stop_action);
  gtk_widget_class_install_action (widget_class, "console.find", NULL, find_action);
  gtk_widget_class_install_action (widget_class, "console.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "console.back", NULL, back_action);
  gtk_widget_class_install_action (widget_class, "console.focus-actions", NULL,
                                   focus_actions_action);
  gtk_widget_class_install_action (widget_class, "console.next-column", NULL, next_column_action);
  gtk_widget_class_install_action (widget_class, "console.say", "s", say_action);
  add_keys (widget_class);
}

static void
hsp_console_window_init (HspConsoleWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hsp_console_window_new (GtkApplication *application,
                        HspSession     *session)
{
  HspConsoleWindow *self;

  g_return_val_if_fail (hsp_session_get_account (session) != NULL, NULL);

  self = g_object_new (HSP_TYPE_CONSOLE_WINDOW, "application", application, NULL);
  self->account = g_object_ref (hsp_session_get_account (session));
  self->console = g_object_ref (hsp_account_get_console (self->account));
  self->settings = g_object_ref (hsp_session_get_settings (session));

  g_signal_connect_object (session, "notify::account", G_CALLBACK (gtk_window_destroy), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::online", G_CALLBACK (update_closed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::key-place", G_CALLBACK (update_closed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::spending", G_CALLBACK (on_spending_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->console, "notify::spending", G_CALLBACK (on_spending_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->settings, "changed::console-keep-history",
                           G_CALLBACK (on_keep_changed_cb), self, G_CONNECT_SWAPPED);
  on_keep_changed_cb (self);
  add_history_actions (self);
  hsp_console_history_set_models (self->history, self->console,
                                  hsp_account_get_own_requests (self->account));
  hsp_console_form_set_console (self->form, self->console);
  hsp_console_actions_choose (self->actions, hsp_action_get (HSP_ACTION_SERVICES));
  update_closed (self);
  update_title (self);
  return GTK_WIDGET (self);
}

/* @message is plain text. */
void
hsp_console_window_toast (HspConsoleWindow *self,
                          const char       *message)
{
  g_return_if_fail (HSP_IS_CONSOLE_WINDOW (self));
  g_return_if_fail (message != NULL);

  adw_toast_overlay_add_toast (self->toasts, hsp_toast_new (message));
}

/* Says @message, plain text, for as long as a purchase is under way. */
void
hsp_console_window_say_waiting (HspConsoleWindow *self,
                                const char       *message)
{
  g_return_if_fail (HSP_IS_CONSOLE_WINDOW (self));
  g_return_if_fail (message != NULL);

  hsp_toast_stay (self->toasts, &self->waiting_toast, message);
}
