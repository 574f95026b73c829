/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-browser.h"

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-filter-bar.h"
#include "hsp-first-frame.h"
#include "hsp-info-line.h"
#include "hsp-list-focus.h"
#include "hsp-list-place.h"
#include "hsp-no-services.h"
#include "hsp-screenful.h"
#include "hsp-service-list.h"
#include "hsp-service-rows.h"
#include "hsp-service.h"
#include "hsp-slot.h"
#include "hsp-text.h"

struct _HspServiceBrowser
{
  AdwBin parent_instance;

  HspAccount         *account;          /* (owned) (nullable) until set */
  HspServiceList     *list;             /* (owned) (nullable) until set */
  GtkSingleSelection *selection;        /* (owned) (nullable) until set */
  HspServiceRows     *rows;             /* (owned) (nullable) until set */
  char               *chosen;           /* (owned) (nullable) id */
  HspListPlace       *place;            /* (owned) (nullable) while the list moves */
  HspShelf            shelf;
  GStrv               shelf_ids;        /* (owned) (nullable) shown of a shelf; NULL: not on one */
  gboolean            in_category;
  gboolean            changing;         /* the rows change: nobody chose what is selected */
  gboolean            prepared;         /* nothing has been shown, but there are empty rows */
  gboolean            settled;          /* all services have come */
  gboolean            on_top;           /* and until then, nobody has scrolled or chosen */

  GtkSearchBar    *search_bar;
  GtkSearchEntry  *search_entry;
  HspFilterBar    *filters;
  HspInfoLine     *info;
  GtkStack        *stack;
  GtkScrolledWindow *scroller;
  GtkListView     *list_view;
  HspNoServices   *empty_page;          /* (unowned) (nullable) made when first needed */
};

enum
{
  SIGNAL_SERVICE_CHOSEN,
  SIGNAL_OPENED,
  SIGNAL_SEARCH_STARTED,
  SIGNAL_SEARCH_ENDED,
  SIGNAL_ALL_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspServiceBrowser, hsp_service_browser, ADW_TYPE_BIN)

static void
emit_all_wanted (HspServiceBrowser *self)
{
  g_signal_emit (self, signals[SIGNAL_ALL_WANTED], 0);
}

static void
ensure_empty_page (HspServiceBrowser *self)
{
  if (self->empty_page != NULL)
    return;

  self->empty_page = HSP_NO_SERVICES (hsp_no_services_new ());
  g_signal_connect_object (self->empty_page, "clear-wanted", G_CALLBACK (hsp_filter_bar_clear),
                           self->filters, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->empty_page, "all-wanted", G_CALLBACK (emit_all_wanted), self,
                           G_CONNECT_SWAPPED);
  gtk_stack_add_named (self->stack, GTK_WIDGET (self->empty_page), "empty");
}

/* Until then nothing is said of the shop's having nothing. */
static gboolean
is_known (HspServiceBrowser *self)
{
  return hsp_catalogue_get_state (hsp_account_get_catalogue (self->account)) == HSP_LOAD_READY;
}

/* What says nothing is not to be heard. */
static void
prepare_rows (GtkWidget *widget)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (widget);

  if (!self->prepared)
    return;

  self->prepared = !is_known (self) || hsp_slot_list_get_n_shown (HSP_SLOT_LIST (self->list)) == 0;
  gtk_accessible_update_state (GTK_ACCESSIBLE (self->list_view), GTK_ACCESSIBLE_STATE_HIDDEN,
                               self->prepared, -1);
  if (is_known (self))
    return;

  hsp_screenful_update (self->list_view);
  hsp_slot_list_prepare (HSP_SLOT_LIST (self->list));
}

static void
update_empty (HspServiceBrowser *self)
{
  const HspNoServicesReason reason = {
    .shelf = self->shelf,
    .empty = self->shelf_ids != NULL && self->shelf_ids[0] == NULL,
    .searched = *hsp_service_list_get_query (self->list) != '\0',
    .filtered = hsp_service_list_is_filtered (self->list),
    .part = self->in_category || self->shelf_ids != NULL,
  };

  if (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (self->list)) > 0 || !is_known (self))
    {
      gtk_stack_set_visible_child (self->stack, GTK_WIDGET (self->scroller));
      return;
    }

  ensure_empty_page (self);
  hsp_no_services_update (self->empty_page, &reason);
  gtk_stack_set_visible_child_name (self->stack, "empty");
}

static void
select_chosen (HspServiceBrowser *self)
{
  guint position = self->chosen != NULL ? hsp_service_list_find (self->list, self->chosen)
                                        : GTK_INVALID_LIST_POSITION;

  if (gtk_single_selection_get_selected (self->selection) != position)
    gtk_single_selection_set_selected (self->selection, position);
}

/* While the first services come, those of the answer's beginning are at the top, and nobody has a place
 * among them yet. */
static gboolean
is_on_top (HspServiceBrowser *self)
{
  return !self->settled && self->chosen == NULL &&
         gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (self->scroller)) <= 0;
}

static void
scroll_to_top (HspServiceBrowser *self)
{
  /* not by the adjustment: the list view has no heights yet for rows that have just come */
  if (g_list_model_get_n_items (G_LIST_MODEL (self->list)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list_view), "list.scroll-to-item", "u", 0);
}

/* What was chosen is kept by its id: places get other services, and a search takes them away. */
static void
on_shown_cb (HspServiceBrowser *self)
{
  self->changing = TRUE;
  select_chosen (self);
  self->changing = FALSE;
  hsp_service_rows_update_matches (self->rows);
  update_empty (self);
  prepare_rows (GTK_WIDGET (self));
  if (self->on_top)
    scroll_to_top (self);
  self->on_top = FALSE;
  self->settled = self->settled ||
                  hsp_catalogue_get_complete (hsp_account_get_catalogue (self->account));
}

/* A refresh changed so much that the view cannot keep its place by itself. */
static void
on_before_moved_cb (HspServiceBrowser *self)
{
  g_clear_pointer (&self->place, hsp_list_place_free);
  if (!is_on_top (self))
    self->place = hsp_list_place_new (self->scroller, hsp_service_rows_get_bound (self->rows));
}

static void
on_moved_cb (HspServiceBrowser *self)
{
  if (self->place != NULL)
    hsp_list_place_restore (self->place, self->scroller, self->list_view, self->list);
  g_clear_pointer (&self->place, hsp_list_place_free);
}

/* Choosing */

static void
on_items_before_change_cb (HspServiceBrowser *self)
{
  self->changing = TRUE;
  self->on_top = is_on_top (self);
}

static void
on_items_after_change_cb (HspServiceBrowser *self)
{
  self->changing = FALSE;
}

static void
on_selected_cb (HspServiceBrowser *self)
{
  HspSlot *slot = gtk_single_selection_get_selected_item (self->selection);
  HspService *service = slot != NULL ? hsp_slot_get_item (slot) : NULL;
  const char *id = service != NULL ? hsp_service_get_id (service) : NULL;

  if (self->changing)
    return;
  /* a place that is about to go */
  if (slot != NULL && service == NULL)
    {
      select_chosen (self);
      return;
    }
  if (g_strcmp0 (id, self->chosen) == 0)
    return;

  g_free (self->chosen);
  self->chosen = g_strdup (id);
  g_signal_emit (self, signals[SIGNAL_SERVICE_CHOSEN], 0, service);
}

static void
on_activate_cb (HspServiceBrowser *self,
                guint              position)
{
  g_autoptr(HspService) service = hsp_slot_list_dup_item (HSP_SLOT_LIST (self->list), position);

  if (service == NULL)
    return;

  gtk_single_selection_set_selected (self->selection, position);
  g_signal_emit (self, signals[SIGNAL_OPENED], 0, TRUE);
}

/* The gesture ends after the list's own, so that the row is already selected. */
static void
on_released_cb (HspServiceBrowser *self,
                int                n_press,
                double             x,
                double             y)
{
  GtkWidget *view = GTK_WIDGET (self->list_view);

  if (n_press == 1 && self->chosen != NULL && gtk_widget_pick (view, x, y,
                                                               GTK_PICK_DEFAULT) != view)
    g_signal_emit (self, signals[SIGNAL_OPENED], 0, FALSE);
}

/* Searching and filtering */

static void
on_search_changed_cb (HspServiceBrowser *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));

  if (self->list == NULL || g_str_equal (text, hsp_service_list_get_query (self->list)))
    return;

  hsp_service_list_set_query (self->list, text);
  hsp_filter_bar_update (self->filters);
  scroll_to_top (self);
}

static void
on_search_started_cb (HspServiceBrowser *self)
{
  g_signal_emit (self, signals[SIGNAL_SEARCH_STARTED], 0);
}

static void
on_stop_search_cb (HspServiceBrowser *self)
{
  if (!hsp_service_browser_clear_search (self))
    g_signal_emit (self, signals[SIGNAL_SEARCH_ENDED], 0);
}

static gboolean
on_entry_key_cb (HspServiceBrowser *self,
                 guint              keyval)
{
  if (keyval != GDK_KEY_Down && keyval != GDK_KEY_KP_Down)
    return GDK_EVENT_PROPAGATE;

  /* into rows that say nothing yet */
  if (self->prepared)
    return GDK_EVENT_STOP;
  hsp_service_browser_focus_list (self);
  return GDK_EVENT_STOP;
}

static void
on_filters_changed_cb (HspServiceBrowser *self)
{
  scroll_to_top (self);
}

static void
on_map_cb (HspServiceBrowser *self)
{
  hsp_slot_list_grow (HSP_SLOT_LIST (self->list));
}


static void
hsp_service_browser_dispose (GObject *object)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (object);

  if (self->list_view != NULL)
    gtk_list_view_set_model (self->list_view, NULL);
  if (self->list != NULL)
    g_signal_handlers_disconnect_by_data (self->list, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->rows);
  g_clear_object (&self->list);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_service_browser_parent_class)->dispose (object);
}

static void
hsp_service_browser_finalize (GObject *object)
{
  HspServiceBrowser *self = HSP_SERVICE_BROWSER (object);

  g_clear_pointer (&self->place, hsp_list_place_free);
  g_strfreev (self->shelf_ids);
  g_free (self->chosen);

  G_OBJECT_CLASS (hsp_service_browser_parent_class)->finalize (object);
}

static guint
add_signal (const char *name,
            GType       type)
{
  return g_signal_new (name, HSP_TYPE_SERVICE_BROWSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, type != G_TYPE_NONE ? 1 : 0, type);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-service-browser.ui");
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, filters);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, info);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, stack);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, scroller);
  gtk_widget_class_bind_template_child (widget_class, HspServiceBrowser, list_view);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filters_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_entry_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_started_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, hsp_service_browser_focus_list);
}

static void
hsp_service_browser_class_init (HspServiceBrowserClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_FILTER_BAR);
  g_type_ensure (HSP_TYPE_INFO_LINE);

  object_class->dispose = hsp_service_browser_dispose;
  object_class->finalize = hsp_service_browser_finalize;

  signals[SIGNAL_SERVICE_CHOSEN] = add_signal ("service-chosen", HSP_TYPE_SERVICE);
  signals[SIGNAL_OPENED] = add_signal ("opened", G_TYPE_BOOLEAN);
  signals[SIGNAL_SEARCH_STARTED] = add_signal ("search-started", G_TYPE_NONE);
  signals[SIGNAL_SEARCH_ENDED] = add_signal ("search-ended", G_TYPE_NONE);
  signals[SIGNAL_ALL_WANTED] = add_signal ("all-wanted", G_TYPE_NONE);

  bind_template (widget_class);
}

static void
hsp_service_browser_init (HspServiceBrowser *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_list_view_leave_by_tab (self->list_view);
}

static void
connect_model (HspServiceBrowser *self)
{
  hsp_list_focus_keep (self->list_view, HSP_SLOT_LIST (self->list));
  /* before and after the selection's own handler, which is connected between the two */
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (on_items_before_change_cb),
                            self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->list));
  g_signal_connect_swapped (self->list, "items-changed", G_CALLBACK (on_items_after_change_cb),
                            self);
  g_signal_connect_swapped (self->list, "shown", G_CALLBACK (on_shown_cb), self);
  g_signal_connect_swapped (self->list, "before-moved", G_CALLBACK (on_before_moved_cb), self);
  g_signal_connect_swapped (self->list, "moved", G_CALLBACK (on_moved_cb), self);
  g_signal_connect_swapped (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                            self);
  gtk_list_view_set_model (self->list_view, GTK_SELECTION_MODEL (self->selection));
  hsp_screenful_follow (self->list_view);
}

void
hsp_service_browser_set_account (HspServiceBrowser *self,
                                 HspAccount        *account,
                                 HspServiceList    *list)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  self->list = g_object_ref (list);
  self->rows = hsp_service_rows_new (self->list_view, account, list);
  hsp_filter_bar_set_model (self->filters, account, list);
  hsp_info_line_set_model (self->info, account, list);
  connect_model (self);
  update_empty (self);
}

void
hsp_service_browser_prepare (HspServiceBrowser *self)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  self->prepared = TRUE;
  update_empty (self);
  prepare_rows (GTK_WIDGET (self));
  /* how many are seen is known then */
  hsp_after_next_frame (GTK_WIDGET (self), prepare_rows);
}

static void
take_shelf (HspServiceBrowser *self,
            HspShelf           shelf,
            GStrv              ids)
{
  self->shelf = shelf;
  g_strfreev (self->shelf_ids);
  self->shelf_ids = ids;
  hsp_filter_bar_set_dated (self->filters, ids != NULL);
}

static void
show_scope (HspServiceBrowser *self,
            const char        *category,
            const char        *subcategory)
{
  self->in_category = category != NULL;
  hsp_service_rows_set_in_category (self->rows, self->in_category);
  hsp_service_list_set_only (self->list, (const char *const *) self->shelf_ids, TRUE);
  hsp_service_list_set_category (self->list, category, subcategory);
  update_empty (self);
}

void
hsp_service_browser_set_category (HspServiceBrowser *self,
                                  const char        *category,
                                  const char        *subcategory)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  take_shelf (self, HSP_SHELF_ALL, NULL);
  show_scope (self, category, subcategory);
  scroll_to_top (self);
}

void
hsp_service_browser_set_shelf (HspServiceBrowser *self,
                               HspShelf           shelf)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  take_shelf (self, shelf, hsp_shelf_dup_services (shelf, self->account));
  show_scope (self, NULL, NULL);
  scroll_to_top (self);
}

void
hsp_service_browser_update_shelf (HspServiceBrowser *self)
{
  g_auto(GStrv) ids = NULL;

  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  if (self->shelf_ids == NULL)
    return;

  ids = hsp_shelf_dup_services (self->shelf, self->account);
  /* what one looks at on the list of what was seen would be pulled away from under the pointer */
  if (self->shelf == HSP_SHELF_SEEN && ids[0] != NULL &&
      g_strv_contains ((const char *const *) self->shelf_ids, ids[0]))
    return;
  take_shelf (self, self->shelf, g_steal_pointer (&ids));
  show_scope (self, NULL, NULL);
}

void
hsp_service_browser_set_narrow (HspServiceBrowser *self,
                                gboolean           narrow)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  gtk_widget_set_size_request (GTK_WIDGET (self), narrow ? -1 : 400, -1);
  hsp_service_rows_set_narrow (self->rows, narrow);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self->list_view), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->list_view), "narrow");
  hsp_filter_bar_set_narrow (self->filters, narrow);
}

void
hsp_service_browser_set_search_shown (HspServiceBrowser *self,
                                      gboolean           shown)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  gtk_search_bar_set_search_mode (self->search_bar, shown);
  /* the bar brings a margin of its own */
  gtk_widget_set_margin_top (GTK_WIDGET (self->filters), shown ? 0 : 9);
}

GtkWidget *
hsp_service_browser_get_entry (HspServiceBrowser *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_BROWSER (self), NULL);

  return GTK_WIDGET (self->search_entry);
}

gboolean
hsp_service_browser_clear_search (HspServiceBrowser *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_BROWSER (self), FALSE);

  if (*gtk_editable_get_text (GTK_EDITABLE (self->search_entry)) == '\0')
    return FALSE;

  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
  return TRUE;
}

void
hsp_service_browser_focus_entry (HspServiceBrowser *self)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search_entry));
}

void
hsp_service_browser_focus_list (HspServiceBrowser *self)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  /* the end of what is shown is where the keyboard finds it */
  hsp_slot_list_settle (HSP_SLOT_LIST (self->list));
  gtk_widget_grab_focus (GTK_WIDGET (self->list_view));
}

void
hsp_service_browser_choose (HspServiceBrowser *self,
                            const char        *id)
{
  g_return_if_fail (HSP_IS_SERVICE_BROWSER (self));

  g_free (self->chosen);
  self->chosen = g_strdup (id);
  self->changing = TRUE;
  select_chosen (self);
  self->changing = FALSE;
}
