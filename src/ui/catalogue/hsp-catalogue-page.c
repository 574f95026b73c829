/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-page-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-first-frame.h"
#include "hsp-marks.h"
#include "hsp-service.h"
#include "hsp-text.h"

G_DEFINE_FINAL_TYPE (HspCataloguePage, hsp_catalogue_page, HSP_TYPE_PAGE)

HspCatalogue *
hsp_catalogue_page_get_catalogue (HspCataloguePage *self)
{
  return hsp_account_get_catalogue (hsp_page_get_account (HSP_PAGE (self)));
}

/* Search */

static void
update_search_bar (HspCataloguePage *self)
{
  hsp_service_browser_set_search_shown (self->browser,
                                        hsp_page_get_narrow (HSP_PAGE (self)) ||
                                        hsp_page_get_search_mode (HSP_PAGE (self)));
}

static void
on_search_mode_cb (HspCataloguePage *self)
{
  update_search_bar (self);
  if (!hsp_page_get_search_mode (HSP_PAGE (self)))
    {
      hsp_service_browser_clear_search (self->browser);
      return;
    }

  /* what is searched is the services */
  if (hsp_category_sidebar_get_changes_chosen (self->sidebar))
    hsp_category_sidebar_choose_all (self->sidebar);
  if (hsp_catalogue_page_is_detail_reached (self) || !hsp_catalogue_page_is_list_reached (self))
    hsp_catalogue_page_show_list (self);
  hsp_service_browser_focus_entry (self->browser);
}

static void
on_search_started_cb (HspCataloguePage *self)
{
  hsp_page_set_search_mode (HSP_PAGE (self), TRUE);
}

static void
on_search_ended_cb (HspCataloguePage *self)
{
  if (hsp_page_get_can_go_back (HSP_PAGE (self)))
    hsp_page_go_back (HSP_PAGE (self));
  else
    hsp_page_set_search_mode (HSP_PAGE (self), FALSE);
}

/* The detail */

static void
ensure_detail (HspCataloguePage *self)
{
  HspAccount *account = hsp_page_get_account (HSP_PAGE (self));

  if (self->detail != NULL)
    return;

  self->detail = HSP_SERVICE_DETAIL (hsp_service_detail_new (account));
  gtk_stack_add_named (self->detail_stack, GTK_WIDGET (self->detail), "service");
}

/* What was typed stays in the form while nothing is chosen, and comes back with the service. */
static void
on_service_chosen_cb (HspCataloguePage *self,
                      HspService       *service)
{
  if (service == NULL)
    {
      gtk_stack_set_visible_child_name (self->detail_stack, "none");
      return;
    }

  ensure_detail (self);
  hsp_service_detail_set_service (self->detail, service);
  gtk_stack_set_visible_child_name (self->detail_stack, "service");
  hsp_catalogue_page_update_panes (self);
}

static void
on_service_opened_cb (HspCataloguePage *self,
                      gboolean          entered)
{
  if (self->detail == NULL)
    return;

  hsp_catalogue_page_show_detail (self);
  if (entered)
    hsp_service_detail_focus_form (self->detail);
  else if (hsp_catalogue_page_is_detail_reached (self))
    /* never on the button that spends */
    hsp_service_detail_focus_top (self->detail);
}

/* Categories */

static void
on_change_activated_cb (HspCataloguePage *self,
                        const char       *service)
{
  hsp_catalogue_page_show_service (self, service, NULL, NULL);
}

static void
show_changes (HspCataloguePage *self)
{
  if (self->changes == NULL)
    {
      self->changes =
        HSP_CHANGES_VIEW (hsp_changes_view_new (hsp_page_get_account (HSP_PAGE (self))));
      g_signal_connect_swapped (self->changes, "service-activated",
                                G_CALLBACK (on_change_activated_cb), self);
      gtk_stack_add_named (self->list_stack, GTK_WIDGET (self->changes), "changes");
    }
  gtk_stack_set_visible_child (self->list_stack, GTK_WIDGET (self->changes));
}

static void
on_category_chosen_cb (HspCataloguePage *self)
{
  const HspShelf shelf = hsp_category_sidebar_get_shelf (self->sidebar);

  if (hsp_category_sidebar_get_changes_chosen (self->sidebar))
    {
      show_changes (self);
      hsp_catalogue_page_update_panes (self);
      return;
    }
  gtk_stack_set_visible_child (self->list_stack, GTK_WIDGET (self->browser));
  if (shelf == HSP_SHELF_ALL)
    hsp_service_browser_set_category (self->browser,
                                      hsp_category_sidebar_get_category (self->sidebar),
                                      hsp_category_sidebar_get_subcategory (self->sidebar));
  else
    hsp_service_browser_set_shelf (self->browser, shelf);
  hsp_catalogue_page_update_panes (self);
}

/* From a category: to the rows, where the keyboard goes on; the entry would raise a touch
 * keyboard. */
static void
on_category_opened_cb (HspCataloguePage *self)
{
  if (!hsp_catalogue_page_is_folded (self, self->outer))
    return;

  hsp_catalogue_page_show_list (self);
  if (hsp_category_sidebar_get_changes_chosen (self->sidebar))
    hsp_changes_view_focus_list (self->changes);
  else
    hsp_service_browser_focus_list (self->browser);
}

static void
on_shelf_changed_cb (HspCataloguePage *self)
{
  hsp_service_browser_update_shelf (self->browser);
}

static void
on_all_wanted_cb (HspCataloguePage *self)
{
  hsp_category_sidebar_choose_all (self->sidebar);
}

/* Marks */

/* A mark is shown at once and written behind it: where that fails, it goes again. */
static void
on_mark_failed_cb (HspCataloguePage *self,
                   const GError     *error)
{
  g_autofree char *text = hsp_text_error (error);

  hsp_page_toast (HSP_PAGE (self), text);
}

static void
toggle_favourite_action (GtkWidget  *widget,
                         const char *action_name,
                         GVariant   *parameter)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (widget);
  HspMarks *marks = hsp_account_get_marks (hsp_page_get_account (HSP_PAGE (self)));
  HspService *service;
  const char *id;

  /* another page is shown, or no service */
  if (!gtk_widget_get_mapped (widget) || self->detail == NULL ||
      gtk_stack_get_visible_child (self->detail_stack) != GTK_WIDGET (self->detail))
    return;

  service = hsp_service_detail_get_service (self->detail);
  id = hsp_service_get_id (service);
  hsp_marks_set_favourite (marks, id, hsp_service_get_name (service),
                           !hsp_marks_is_favourite (marks, id));
}

/* A service to show from outside */

static void
forget_pending (HspCataloguePage *self)
{
  g_clear_pointer (&self->pending_id, g_free);
  g_clear_pointer (&self->pending_quantity, g_free);
  g_clear_pointer (&self->pending_link, g_free);
}

static void
show_pending (HspCataloguePage *self)
{
  HspCatalogue *catalogue = hsp_catalogue_page_get_catalogue (self);
  g_autoptr(HspService) service = NULL;

  if (self->pending_id == NULL)
    return;

  service = hsp_catalogue_lookup (catalogue, self->pending_id);
  if (service != NULL)
    {
      hsp_service_browser_choose (self->browser, self->pending_id);
      on_service_chosen_cb (self, service);
      hsp_service_detail_fill (self->detail, self->pending_quantity, self->pending_link);
      hsp_catalogue_page_show_detail (self);
      forget_pending (self);
    }
  else if (hsp_catalogue_get_state (catalogue) == HSP_LOAD_READY)
    {
      hsp_page_toast (HSP_PAGE (self), _("The shop no longer lists this service"));
      forget_pending (self);
    }
}

static void
update_state (HspCataloguePage *self)
{
  hsp_catalogue_page_show_state (self);
  hsp_catalogue_page_update_panes (self);
  show_pending (self);
}

/* HspPage */

static void
hsp_catalogue_page_account_set (HspPage *page)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (page);
  HspAccount *account = hsp_page_get_account (page);
  HspCatalogue *catalogue = hsp_account_get_catalogue (account);

  self->list = hsp_service_list_new (catalogue);
  hsp_category_sidebar_set_model (self->sidebar, account, self->list);
  hsp_category_sidebar_set_changes (self->sidebar, hsp_account_get_changes (account));
  hsp_service_browser_set_account (self->browser, account, self->list);
  g_signal_connect_object (hsp_account_get_marks (account), "failed", G_CALLBACK (on_mark_failed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::key-place", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::online", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (show_pending), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "refresh-failed", G_CALLBACK (hsp_catalogue_page_tell_refresh_failed),
                           self, G_CONNECT_SWAPPED);
  update_state (self);
}

static void
hsp_catalogue_page_narrow_changed (HspPage *page)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (page);

  hsp_catalogue_page_set_panes_narrow (self, hsp_page_get_narrow (page));
  update_search_bar (self);
  hsp_catalogue_page_update_panes (self);
}

static void
hsp_catalogue_page_go_back (HspPage *page)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (page);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *entry = hsp_service_browser_get_entry (self->browser);

  /* Escape while typing takes back the words before it goes back a pane */
  if (focus != NULL && gtk_widget_is_ancestor (focus, entry) &&
      hsp_service_browser_clear_search (self->browser))
    return;

  hsp_catalogue_page_leave_pane (self);
}

static void
hsp_catalogue_page_refresh (HspPage *page)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (page);

  hsp_catalogue_refresh (hsp_catalogue_page_get_catalogue (self));
  if (self->detail != NULL)
    hsp_service_detail_check_stock (self->detail);
}

/* Keys go nowhere below what is said to load; what is typed to search for still reaches the entry. */
static gboolean
hsp_catalogue_page_focus (GtkWidget        *widget,
                          GtkDirectionType  direction)
{
  return !hsp_catalogue_page_is_covered (HSP_CATALOGUE_PAGE (widget)) &&
         GTK_WIDGET_CLASS (hsp_catalogue_page_parent_class)->focus (widget, direction);
}

static GtkWidget *
hsp_catalogue_page_get_search_entry (HspPage *page)
{
  return hsp_service_browser_get_entry (HSP_CATALOGUE_PAGE (page)->browser);
}

static void
hsp_catalogue_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hsp_catalogue_page_parent_class)->map (widget);

  hsp_catalogue_page_update_heard (HSP_CATALOGUE_PAGE (widget));
}

static void
hsp_catalogue_page_dispose (GObject *object)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (object);

  g_clear_handle_id (&self->waiting_source, g_source_remove);
  g_clear_weak_pointer (&self->failed_toast);
  g_clear_object (&self->list);

  G_OBJECT_CLASS (hsp_catalogue_page_parent_class)->dispose (object);
}

static void
hsp_catalogue_page_finalize (GObject *object)
{
  forget_pending (HSP_CATALOGUE_PAGE (object));

  G_OBJECT_CLASS (hsp_catalogue_page_parent_class)->finalize (object);
}

static void
hsp_catalogue_page_class_init (HspCataloguePageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HspPageClass *page_class = HSP_PAGE_CLASS (klass);

  g_type_ensure (HSP_TYPE_CATEGORY_SIDEBAR);
  g_type_ensure (HSP_TYPE_SERVICE_BROWSER);

  object_class->dispose = hsp_catalogue_page_dispose;
  object_class->finalize = hsp_catalogue_page_finalize;
  widget_class->focus = hsp_catalogue_page_focus;
  widget_class->map = hsp_catalogue_page_map;
  page_class->can_search = TRUE;
  page_class->narrow_without_refresh = TRUE;
  page_class->account_set = hsp_catalogue_page_account_set;
  page_class->narrow_changed = hsp_catalogue_page_narrow_changed;
  page_class->go_back = hsp_catalogue_page_go_back;
  page_class->refresh = hsp_catalogue_page_refresh;
  page_class->get_search_entry = hsp_catalogue_page_get_search_entry;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-catalogue-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, toasts);
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, stack);
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, sidebar);
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, browser);
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, detail_stack);
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, none_label);
  gtk_widget_class_bind_template_callback (widget_class, on_all_wanted_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_category_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_category_opened_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_ended_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_mode_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_service_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_shelf_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_service_opened_cb);
  hsp_catalogue_page_bind_panes (widget_class);
  gtk_widget_class_install_action (widget_class, "catalogue.favourite", NULL,
                                   toggle_favourite_action);
}

/* Of the hint only its words, whose font takes time: a box with margins that comes later may meet a place
 * that was measured without it. */
static void
first_frame_drawn (GtkWidget *widget)
{
  HspCataloguePage *self = HSP_CATALOGUE_PAGE (widget);

  self->drawn = TRUE;
  gtk_widget_set_visible (self->none_label, TRUE);
  hsp_catalogue_page_prepare_content (self);
}

static void
hsp_catalogue_page_init (HspCataloguePage *self)
{
  GtkEventController *keys = gtk_shortcut_controller_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_after_next_frame (GTK_WIDGET (self), first_frame_drawn);
  /* wherever in the window the focus is */
  gtk_shortcut_controller_set_scope (GTK_SHORTCUT_CONTROLLER (keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_d, GDK_CONTROL_MASK),
                      gtk_named_action_new ("catalogue.favourite")));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
hsp_catalogue_page_new (HspAccount *account)
{
  HspPage *self = g_object_new (HSP_TYPE_CATALOGUE_PAGE, "account", account, NULL);

  /* the template is the narrow form, which is what a page is told to leave, never to enter */
  hsp_catalogue_page_narrow_changed (self);

  return GTK_WIDGET (self);
}

void
hsp_catalogue_page_show_service (HspCataloguePage *self,
                                 const char       *id,
                                 const char       *quantity,
                                 const char       *link)
{
  g_return_if_fail (HSP_IS_CATALOGUE_PAGE (self));
  g_return_if_fail (id != NULL);

  forget_pending (self);
  self->pending_id = g_strdup (id);
  self->pending_quantity = g_strdup (quantity);
  self->pending_link = g_strdup (link);
  show_pending (self);
}
