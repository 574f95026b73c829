/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-window"

#include "config.h"

#include "hsp-window-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue-page.h"
#include "hsp-order-book.h"
#include "hsp-orders-page.h"
#include "hsp-sms-number.h"
#include "hsp-sms-page.h"
#include "hsp-toast.h"
#include "hsp-wallet-page.h"
#include "hsp-welcome-page.h"

/* Below this width the views are switched at the bottom; only for the guess before the header has
 * been measured. */
#define NARROW_GUESS 550

G_DEFINE_FINAL_TYPE (HspWindow, hsp_window, ADW_TYPE_APPLICATION_WINDOW)

static const struct
{
  const char *name;
  GtkWidget *(* create) (HspAccount *account);
} views[] = {
  { "catalogue", hsp_catalogue_page_new },
  { "orders", hsp_orders_page_new },
  { "sms", hsp_sms_page_new },
  { "wallet", hsp_wallet_page_new },
};

/* The header and the actions follow the page that is shown. */
static void
update_header (HspWindow *self)
{
  gboolean can_go_back = self->page != NULL && hsp_page_get_can_go_back (self->page);
  gboolean can_search = self->page != NULL && HSP_PAGE_GET_CLASS (self->page)->can_search;
  gboolean can_refresh = self->page == NULL || !self->narrow ||
                         !HSP_PAGE_GET_CLASS (self->page)->narrow_without_refresh;
  const char *title = self->page != NULL ? hsp_page_get_title (self->page) : NULL;
  GtkWidget *child = adw_view_stack_get_visible_child (self->views);

  gtk_widget_set_visible (GTK_WIDGET (self->back_button), can_go_back);
  gtk_widget_set_visible (GTK_WIDGET (self->search_button), can_search && !can_go_back);
  gtk_widget_set_visible (GTK_WIDGET (self->refresh_button), !can_go_back && can_refresh);

  if (title == NULL)
    title = adw_view_stack_page_get_title (adw_view_stack_get_page (self->views, child));
  adw_window_title_set_title (self->title_label, title);

  hsp_window_update_actions (self);
}

static void
take_page (HspWindow *self,
           HspPage   *page)
{
  if (self->page == page)
    return;

  if (self->page != NULL)
    g_signal_handlers_disconnect_by_func (self->page, update_header, self);
  g_set_object (&self->page, page);
  hsp_strip_set_page (self->strip, page);
  if (self->page != NULL)
    g_signal_connect_object (self->page, "notify", G_CALLBACK (update_header), self,
                             G_CONNECT_SWAPPED);
}

/* Pages are made when they are first visited: only one of them before the first frame. */
static void
ensure_visible_page (HspWindow *self)
{
  AdwBin *bin = ADW_BIN (adw_view_stack_get_visible_child (self->views));
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  if (self->account == NULL)
    {
      take_page (self, NULL);
    }
  else
    {
      for (guint i = 0; i < G_N_ELEMENTS (views) && adw_bin_get_child (bin) == NULL; i++)
        {
          if (g_str_equal (views[i].name, name))
            {
              GtkWidget *page = views[i].create (self->account);

              hsp_page_set_narrow (HSP_PAGE (page), self->narrow);
              adw_bin_set_child (bin, page);
            }
        }
      take_page (self, HSP_PAGE (adw_bin_get_child (bin)));
    }
  update_header (self);
}

/* So that keys go to what is shown, not to a button of the header. */
static void
focus_page (HspWindow *self)
{
  if (self->page != NULL && gtk_widget_get_focus_child (GTK_WIDGET (self->page)) == NULL)
    gtk_widget_child_focus (GTK_WIDGET (self->page), GTK_DIR_TAB_FORWARD);
}

static void
drop_pages (HspWindow *self)
{
  take_page (self, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GtkWidget *bin = adw_view_stack_get_child_by_name (self->views, views[i].name);

      if (bin != NULL)
        adw_bin_set_child (ADW_BIN (bin), NULL);
    }
}

static gboolean
is_title_shown (HspWindow *self)
{
  return adw_squeezer_get_visible_child (self->title_squeezer) == GTK_WIDGET (self->title_label);
}

/* Made when it is needed first: a wide window, which most are, starts without it. */
static void
reveal_switcher_bar (HspWindow *self,
                     gboolean   reveal)
{
  if (self->switcher_bar == NULL && reveal)
    {
      self->switcher_bar = ADW_VIEW_SWITCHER_BAR (adw_view_switcher_bar_new ());
      adw_view_switcher_bar_set_stack (self->switcher_bar, self->views);
      gtk_box_append (self->box, GTK_WIDGET (self->switcher_bar));
    }
  if (self->switcher_bar != NULL)
    adw_view_switcher_bar_set_reveal (self->switcher_bar, reveal);
}

static void
set_narrow (HspWindow *self,
            gboolean   narrow)
{
  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  reveal_switcher_bar (self, narrow && self->account != NULL);
  hsp_strip_set_narrow (self->strip, narrow);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  update_header (self);
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      GtkWidget *bin = adw_view_stack_get_child_by_name (self->views, views[i].name);
      GtkWidget *page = adw_bin_get_child (ADW_BIN (bin));

      if (page != NULL)
        hsp_page_set_narrow (HSP_PAGE (page), narrow);
    }
}

static gboolean
on_narrow_idle_cb (gpointer user_data)
{
  HspWindow *self = user_data;

  self->narrow_idle = 0;
  set_narrow (self, is_title_shown (self));
  return G_SOURCE_REMOVE;
}

static void
show_welcome (HspWindow *self)
{
  GtkWidget *welcome = gtk_stack_get_child_by_name (self->root, "welcome");

  if (welcome == NULL)
    {
      welcome = hsp_welcome_page_new (self->session);
      gtk_stack_add_named (self->root, welcome, "welcome");
    }
  gtk_stack_set_visible_child (self->root, welcome);
  reveal_switcher_bar (self, FALSE);
  gtk_widget_grab_focus (welcome);
}

static void
on_session_account_cb (HspWindow *self)
{
  HspAccount *account = hsp_session_get_account (self->session);

  if (self->account != NULL)
    {
      drop_pages (self);
      hsp_window_stop_spinner (self);
      hsp_window_disconnect_account (self);
    }
  else if (gtk_widget_get_width (GTK_WIDGET (self)) > 0)
    {
      /* the header was not measured behind the welcome page, whose window may have another width
       * by now: pages made for the wrong one would push the window wide */
      set_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)) < NARROW_GUESS);
    }
  if (account != NULL)
    hsp_window_connect_account (self, account);
  ensure_visible_page (self);

  if (account == NULL)
    {
      show_welcome (self);
      return;
    }

  gtk_stack_set_visible_child_name (self->root, "shop");
  reveal_switcher_bar (self, self->narrow);
  focus_page (self);
}

static void
on_views_visible_child_cb (HspWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->views);

  /* there is no session while the template is built, nor when it is taken down */
  if (self->session == NULL || name == NULL)
    return;

  ensure_visible_page (self);
}

/* Typing anywhere on a page opens its search; what was typed first is not lost. */
static gboolean
on_key_pressed_cb (GtkEventControllerKey *controller,
                   guint                  keyval,
                   guint                  keycode,
                   GdkModifierType        state,
                   gpointer               user_data)
{
  HspWindow *self = HSP_WINDOW (user_data);
  HspPageClass *klass = self->page != NULL ? HSP_PAGE_GET_CLASS (self->page) : NULL;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  gunichar c = gdk_keyval_to_unicode (keyval);
  GtkEditable *entry;

  if (klass == NULL || !klass->can_search || klass->get_search_entry == NULL ||
      (state & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK | GDK_META_MASK)) != 0 ||
      !g_unichar_isgraph (c) || GTK_IS_EDITABLE (focus) || GTK_IS_TEXT_VIEW (focus))
    return GDK_EVENT_PROPAGATE;

  entry = GTK_EDITABLE (klass->get_search_entry (self->page));
  if (entry == NULL)
    return GDK_EVENT_PROPAGATE;

  hsp_page_set_search_mode (self->page, TRUE);
  gtk_widget_grab_focus (GTK_WIDGET (entry));
  gtk_editable_set_position (entry, -1);
  return gtk_event_controller_key_forward (controller,
                                           GTK_WIDGET (gtk_editable_get_delegate (entry)));
}

static gboolean
hsp_window_close_request (GtkWindow *window)
{
  HspWindow *self = HSP_WINDOW (window);

  if (self->account != NULL && hsp_account_get_spending (self->account))
    {
      self->close_when_sent = TRUE;
      self->n_unconfirmed = hsp_order_book_get_n_unconfirmed (hsp_account_get_order_book (self->account));
      hsp_window_say_waiting (self, _("A purchase is being sent. The window closes when there is an "
                                      "answer."));
      return GDK_EVENT_STOP;
    }

  return GTK_WINDOW_CLASS (hsp_window_parent_class)->close_request (window);
}

static void
hsp_window_unmap (GtkWidget *widget)
{
  HspWindow *self = HSP_WINDOW (widget);
  GSettings *settings = hsp_session_get_settings (self->session);
  const char *view = adw_view_stack_get_visible_child_name (self->views);
  gboolean is_maximized = gtk_window_is_maximized (GTK_WINDOW (self));
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
  g_settings_set_boolean (settings, "window-maximized", is_maximized);
  if (view != NULL)
    g_settings_set_string (settings, "view", view);

  GTK_WIDGET_CLASS (hsp_window_parent_class)->unmap (widget);
}

static void
hsp_window_size_allocate (GtkWidget *widget,
                          int        width,
                          int        height,
                          int        baseline)
{
  HspWindow *self = HSP_WINDOW (widget);

  GTK_WIDGET_CLASS (hsp_window_parent_class)->size_allocate (widget, width, height, baseline);

  /* the pages change their layout, which they must not while it is being allocated */
  if (is_title_shown (self) != self->narrow &&
      self->account != NULL && self->narrow_idle == 0)
    self->narrow_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_narrow_idle_cb, self, NULL);
}

static void
hsp_window_dispose (GObject *object)
{
  HspWindow *self = HSP_WINDOW (object);

  g_clear_handle_id (&self->narrow_idle, g_source_remove);
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  if (self->page != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->page, update_header, self);
      g_clear_object (&self->page);
    }
  if (self->account != NULL)
    hsp_window_disconnect_account (self);
  g_clear_object (&self->waiting_toast);
  g_clear_object (&self->session);

  G_OBJECT_CLASS (hsp_window_parent_class)->dispose (object);
}

static void
hsp_window_class_init (HspWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_STRIP);

  G_OBJECT_CLASS (klass)->dispose = hsp_window_dispose;
  widget_class->unmap = hsp_window_unmap;
  widget_class->size_allocate = hsp_window_size_allocate;
  GTK_WINDOW_CLASS (klass)->close_request = hsp_window_close_request;

  gtk_widget_class_set_template_from_resource (widget_class, RESOURCE_PATH "/hsp-window.ui");
  gtk_widget_class_bind_template_child (widget_class, HspWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, root);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, back_button);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, search_button);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, refresh_button);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, refresh_stack);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, refresh_spinner);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, title_squeezer);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, title_label);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, menu);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, box);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, balance_button);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, balance_label);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, strip);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, views);
  gtk_widget_class_bind_template_child (widget_class, HspWindow, sms_page);
  gtk_widget_class_bind_template_callback (widget_class, on_key_pressed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_views_visible_child_cb);
}

/* The menu is made when it is opened first. */
static void
create_menu_cb (GtkMenuButton *button,
                gpointer       user_data)
{
  HspWindow *self = user_data;

  gtk_menu_button_set_create_popup_func (button, NULL, NULL, NULL);
  gtk_menu_button_set_menu_model (button, self->menu);
}

static void
hsp_window_init (HspWindow *self)
{
  hsp_window_add_actions (self);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_create_popup_func (self->menu_button, create_menu_cb, self, NULL);
  if (DEVELOPMENT)
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
}

GtkWidget *
hsp_window_new (GtkApplication *application,
                HspSession     *session)
{
  HspWindow *self = g_object_new (HSP_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = hsp_session_get_settings (session);
  g_autofree char *view = g_settings_get_string (settings, "view");
  int width = g_settings_get_int (settings, "window-width");
  gboolean is_maximized = g_settings_get_boolean (settings, "window-maximized");

  gtk_window_set_default_size (GTK_WINDOW (self), width,
                               g_settings_get_int (settings, "window-height"));
  if (is_maximized)
    gtk_window_maximize (GTK_WINDOW (self));
  set_narrow (self, !is_maximized && width < NARROW_GUESS);

  adw_view_stack_set_visible_child_name (self->views, view);
  self->session = g_object_ref (session);
  hsp_strip_set_session (self->strip, session);
  g_signal_connect_object (session, "notify::account", G_CALLBACK (on_session_account_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (settings, "changed::low-balance", G_CALLBACK (hsp_window_update_low), self,
                           G_CONNECT_SWAPPED);
  on_session_account_cb (self);

  return GTK_WIDGET (self);
}

/* @message is plain text. */
void
hsp_window_toast (HspWindow  *self,
                  const char *message)
{
  g_return_if_fail (HSP_IS_WINDOW (self));
  g_return_if_fail (message != NULL);

  adw_toast_overlay_add_toast (self->toasts, hsp_toast_new (message));
}

/* Says @message, plain text, for as long as a purchase is under way. */
void
hsp_window_say_waiting (HspWindow  *self,
                        const char *message)
{
  g_return_if_fail (HSP_IS_WINDOW (self));
  g_return_if_fail (message != NULL);

  hsp_toast_stay (self->toasts, &self->waiting_toast, message);
}

/* Says that a code has arrived, unless it is in sight. */
void
hsp_window_toast_code (HspWindow    *self,
                       HspSmsNumber *number)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);
  g_autofree char *words = NULL;
  AdwToast *toast;

  g_return_if_fail (HSP_IS_WINDOW (self));

  if (g_strcmp0 (hsp_window_get_view (self), "sms") == 0)
    return;

  /* Translators: %s is what the code is for: "OpenAI / ChatGPT" */
  words = g_strdup_printf (_("A code has arrived for %s"), row->project_name);
  /* beside the button there is no room for the rest */
  toast = hsp_toast_new (self->narrow ? _("A code has arrived") : words);
  adw_toast_set_button_label (toast, _("Copy Code"));
  adw_toast_set_action_name (toast, "app.copy-code");
  adw_toast_set_action_target (toast, "s", row->order);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* What has become of a service that the person watches. */
void
hsp_window_toast_service (HspWindow  *self,
                          const char *message,
                          const char *service)
{
  AdwToast *toast;

  g_return_if_fail (HSP_IS_WINDOW (self));
  g_return_if_fail (message != NULL && service != NULL);

  toast = hsp_toast_new (message);
  adw_toast_set_button_label (toast, _("Show"));
  adw_toast_set_action_name (toast, "app.show-service");
  adw_toast_set_action_target (toast, "s", service);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

void
hsp_window_show_view (HspWindow  *self,
                      const char *view)
{
  g_return_if_fail (HSP_IS_WINDOW (self));

  if (adw_view_stack_get_child_by_name (self->views, view) == NULL)
    return;

  adw_view_stack_set_visible_child_name (self->views, view);
  focus_page (self);
}

/* (nullable): none while Welcome is shown */
const char *
hsp_window_get_view (HspWindow *self)
{
  g_return_val_if_fail (HSP_IS_WINDOW (self), NULL);

  return self->account != NULL ? adw_view_stack_get_visible_child_name (self->views) : NULL;
}

gboolean
hsp_window_get_narrow (HspWindow *self)
{
  g_return_val_if_fail (HSP_IS_WINDOW (self), FALSE);

  return self->narrow;
}
