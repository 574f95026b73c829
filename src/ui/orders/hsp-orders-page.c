/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-orders-page.h"

#include <glib/gi18n-lib.h>

#include "hsp-adopt-dialog.h"
#include "hsp-lifetime.h"
#include "hsp-list-focus.h"
#include "hsp-next-frame.h"
#include "hsp-order-book.h"
#include "hsp-order-detail.h"
#include "hsp-order-filter-row.h"
#include "hsp-order-filter.h"
#include "hsp-order-list.h"
#include "hsp-order-row.h"
#include "hsp-order-text.h"
#include "hsp-order-unconfirmed.h"
#include "hsp-order.h"
#include "hsp-screenful.h"
#include "hsp-slot.h"
#include "hsp-text.h"

#define LIST_WIDTH 408

struct _HspOrdersPage
{
  HspPage parent_instance;

  HspOrderBook       *book;           /* (owned) */
  HspOrder           *order;          /* (owned) (nullable): the one in the detail */
  gint64              wanted;         /* journal id to show once the journal was read, 0: none */
  HspOrderList       *orders;         /* (owned) (nullable) until there is an account */
  GtkSingleSelection *selection;      /* (owned) (nullable) of the places of orders */
  guint               clock;          /* while mapped */
  guint               loading_timeout;
  gboolean            selecting;      /* the selection follows the shown order */

  GtkStack             *stack;
  AdwStatusPage        *error_page;
  GtkWidget            *retry_button;
  AdwLeaflet           *leaflet;
  GtkWidget            *list_pane;
  AdwClamp             *list_clamp;
  GtkSearchBar         *search_bar;
  GtkSearchEntry       *search_entry;
  GtkDropDown          *drop_down;
  GtkStack             *list_stack;
  GtkListView          *list;
  AdwStatusPage        *filter_status;
  AdwStatusPage        *search_status;
  GtkWidget            *detail_pane;
  GtkStack             *detail_stack;
  HspOrderDetail       *detail;
  HspOrderUnconfirmed  *unconfirmed;
};

G_DEFINE_FINAL_TYPE (HspOrdersPage, hsp_orders_page, HSP_TYPE_PAGE)

/* The list */

static HspOrderFilter *
get_filter (HspOrdersPage *self)
{
  return gtk_drop_down_get_selected_item (self->drop_down);
}

static void
update_list_stack (HspOrdersPage *self)
{
  HspOrderFilter *filter = get_filter (self);
  const char *query = gtk_editable_get_text (GTK_EDITABLE (self->search_entry));
  const char *child = "list";
  g_autofree char *title = NULL;

  if (hsp_order_list_get_n_searched (self->orders) == 0 && *query != '\0')
    {
      /* Translators: %s is what was searched */
      title = g_strdup_printf (_("No order matches “%s”"), query);
      adw_status_page_set_title (self->search_status, title);
      child = "search";
    }
  else if (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (self->orders)) == 0 && filter != NULL)
    {
      adw_status_page_set_title (self->filter_status, hsp_order_filter_get_empty_text (filter));
      child = "filter";
    }

  gtk_stack_set_visible_child_name (self->list_stack, child);
}

/* (transfer none) (nullable): the order that stands where the selection is */
static HspOrder *
get_selected (HspOrdersPage *self)
{
  HspSlot *slot = gtk_single_selection_get_selected_item (self->selection);

  return slot != NULL ? hsp_slot_get_item (slot) : NULL;
}

/* The shown order stays shown when a filter hides its row, and is selected again with it: places get
 * other orders, and the selection follows the order. */
static void
select_shown (HspOrdersPage *self)
{
  const guint position = self->order != NULL ? hsp_order_list_find (self->orders, self->order)
                                             : GTK_INVALID_LIST_POSITION;

  if (gtk_single_selection_get_selected (self->selection) == position)
    return;

  self->selecting = TRUE;
  gtk_single_selection_set_selected (self->selection, position);
  self->selecting = FALSE;
}

static void
on_shown_cb (HspOrdersPage *self)
{
  update_list_stack (self);
  select_shown (self);
}

static void
go_to (HspOrdersPage *self,
       guint          position)
{
  hsp_slot_list_grow (HSP_SLOT_LIST (self->orders));
  hsp_slot_list_settle (HSP_SLOT_LIST (self->orders));
  select_shown (self);
  gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", position);
}

/* Other words or another filter are a decision: what they find is looked at from its beginning. */
static void
scroll_to_top (HspOrdersPage *self)
{
  if (g_list_model_get_n_items (G_LIST_MODEL (self->orders)) > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->list), "list.scroll-to-item", "u", 0);
}

/* The panes */

static gboolean
is_on_detail (HspOrdersPage *self)
{
  return adw_leaflet_get_folded (self->leaflet) &&
         adw_leaflet_get_visible_child (self->leaflet) == self->detail_pane &&
         g_strcmp0 (gtk_stack_get_visible_child_name (self->stack), "content") == 0;
}

static void
update_title (HspOrdersPage *self)
{
  gboolean on_detail = is_on_detail (self);
  g_autofree char *title = NULL;

  if (on_detail && self->order != NULL)
    title = hsp_order_text_title (hsp_order_get_row (self->order));

  hsp_page_set_title (HSP_PAGE (self), title);
  hsp_page_set_can_go_back (HSP_PAGE (self), on_detail);
}

static void
update_detail (HspOrdersPage *self)
{
  gboolean unconfirmed = self->order != NULL &&
                         hsp_order_get_state (self->order) == HSP_STATE_UNCONFIRMED;

  hsp_order_unconfirmed_set_order (self->unconfirmed, unconfirmed ? self->order : NULL);
  hsp_order_detail_set_order (self->detail, unconfirmed ? NULL : self->order);
  gtk_stack_set_visible_child_name (self->detail_stack, self->order == NULL ? "none"
                                                        : unconfirmed ? "unconfirmed" : "order");
  update_title (self);
}

static void
show_order (HspOrdersPage *self,
            HspOrder      *order)
{
  if (!g_set_object (&self->order, order))
    return;

  update_detail (self);
  select_shown (self);
}

static void
show_pane (HspOrdersPage *self,
           GtkWidget     *pane)
{
  adw_leaflet_set_visible_child (self->leaflet, pane);
  update_title (self);
}

/* Folded, a click opens, and what the pointer passes over is selected, which is no wish to leave
 * the list. */
static void
on_leaflet_changed_cb (HspOrdersPage *self)
{
  gboolean folded = adw_leaflet_get_folded (self->leaflet);

  gtk_list_view_set_single_click_activate (self->list, folded);
  if (!folded)
    select_shown (self);
  update_title (self);
}

static void
on_folded (GtkWidget *widget)
{
  on_leaflet_changed_cb (HSP_ORDERS_PAGE (widget));
}

/* While it is being laid out */
static void
on_folded_cb (HspOrdersPage *self)
{
  hsp_before_next_frame (GTK_WIDGET (self), on_folded);
}

static void
on_selected_cb (HspOrdersPage *self)
{
  HspOrder *order = get_selected (self);

  if (self->selecting)
    return;
  /* nothing, or a place that is about to go */
  if (order == NULL)
    {
      select_shown (self);
      return;
    }
  if (adw_leaflet_get_folded (self->leaflet))
    return;

  show_order (self, order);
}

static void
on_activate_cb (HspOrdersPage *self,
                guint          position)
{
  g_autoptr(HspOrder) order = hsp_slot_list_dup_item (HSP_SLOT_LIST (self->orders), position);

  if (order == NULL)
    return;

  show_order (self, order);
  show_pane (self, self->detail_pane);
  gtk_widget_child_focus (self->detail_pane, GTK_DIR_TAB_FORWARD);
}

/* The states of the page */

static gboolean
show_loading_cb (gpointer user_data)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (user_data);

  self->loading_timeout = 0;
  gtk_stack_set_visible_child_name (self->stack, "loading");
  return G_SOURCE_REMOVE;
}

/* Why they cannot be read is for the person to mend: a full disk, a newer version, a wrong owner. */
static void
show_error (HspOrdersPage *self,
            const GError  *error)
{
  g_autofree char *words = NULL;
  g_autofree char *safe = NULL;

  words = g_strdup_printf ("%s\n\n%s", error->message,
                           _("The file is kept as it is, nothing was changed. Buying is off until it "
                             "can be read."));
  safe = g_markup_escape_text (words, -1);
  adw_status_page_set_description (self->error_page, safe);
}

static void
update_stack (HspOrdersPage *self)
{
  HspAccount *account = hsp_page_get_account (HSP_PAGE (self));
  const char *child = "content";

  g_clear_handle_id (&self->loading_timeout, g_source_remove);
  if (hsp_account_get_journal_error (account) != NULL)
    {
      show_error (self, hsp_account_get_journal_error (account));
      child = "error";
    }
  else if (!hsp_order_book_get_ready (self->book))
    {
      child = "blank";
      self->loading_timeout = g_timeout_add (250, show_loading_cb, self);
    }
  else if (g_list_model_get_n_items (G_LIST_MODEL (self->book)) == 0)
    child = "empty";

  gtk_stack_set_visible_child_name (self->stack, child);
  update_title (self);
}

static void
on_ready_cb (HspOrdersPage *self)
{
  gint64 wanted = self->wanted;

  update_stack (self);
  if (wanted != 0 && hsp_order_book_get_ready (self->book))
    {
      self->wanted = 0;
      hsp_orders_page_show_order (self, wanted);
    }
}

static void
on_book_items_changed_cb (HspOrdersPage *self)
{
  HspOrder *order = self->order != NULL
                      ? hsp_order_book_lookup (self->book, hsp_order_get_row (self->order)->id) : NULL;

  if (self->order != NULL && order == NULL)
    show_pane (self, self->list_pane);
  /* the same, read anew, is another object */
  show_order (self, order);
  update_stack (self);
}

static void
on_order_changed_cb (HspOrdersPage *self,
                     HspOrder      *order)
{
  if (order == self->order)
    update_detail (self);
}

static void
on_opened_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(HspOrdersPage) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;

  hsp_account_open_finish (HSP_ACCOUNT (object), result, &error);
  /* the error is the account's journal-error */
  if (self == NULL)
    return;

  gtk_widget_set_sensitive (self->retry_button, TRUE);
  update_stack (self);
}

static void
on_retry_cb (HspOrdersPage *self)
{
  gtk_widget_set_sensitive (self->retry_button, FALSE);
  hsp_account_open_async (hsp_page_get_account (HSP_PAGE (self)), NULL, on_opened_cb,
                          hsp_weak_new (self));
}

/* Searching and filtering */

static void
on_search_changed_cb (HspOrdersPage *self)
{
  hsp_order_list_set_query (self->orders,
                            gtk_editable_get_text (GTK_EDITABLE (self->search_entry)));
  update_list_stack (self);
  scroll_to_top (self);
}

static void
on_filter_changed_cb (HspOrdersPage *self)
{
  guint show = gtk_drop_down_get_selected (self->drop_down);

  /* the drop-down has nothing to choose before there are orders */
  if (show == GTK_INVALID_LIST_POSITION)
    return;

  hsp_order_list_set_show (self->orders, show);
  scroll_to_top (self);
}

static void
on_show_all_cb (HspOrdersPage *self)
{
  gtk_drop_down_set_selected (self->drop_down, HSP_SHOW_ALL);
}

static void
on_clear_search_cb (HspOrdersPage *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search_entry), "");
}

/* Adding and copying */

static void
on_adopted_cb (HspOrdersPage *self,
               HspOrder      *order)
{
  hsp_orders_page_show_order (self, hsp_order_get_row (order)->id);
  hsp_page_toast (HSP_PAGE (self), _("Order added"));
}

static void
adopt (GtkWidget  *widget,
       const char *action,
       GVariant   *parameter)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (widget);
  GtkWidget *dialog =
    hsp_adopt_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), self->book, NULL);

  g_signal_connect_object (dialog, "done", G_CALLBACK (on_adopted_cb), self, G_CONNECT_SWAPPED);
  hsp_dialog_close_with (dialog, widget);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
copy_number (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (widget);
  HspOrder *order = get_selected (self);
  const HspPurchaseRow *row = order != NULL ? hsp_order_get_row (order) : NULL;

  if (row != NULL && row->order != NULL)
    hsp_page_copy (HSP_PAGE (self), row->order, _("Order number copied"));
}

/* Rows */

static void
on_row_setup_cb (HspOrdersPage *self,
                 GtkListItem   *item)
{
  gtk_list_item_set_child (item, hsp_order_row_new ());
}

static void
on_row_bind_cb (HspOrdersPage *self,
                GtkListItem   *item)
{
  hsp_order_row_bind (HSP_ORDER_ROW (gtk_list_item_get_child (item)), item);
}

static void
on_row_unbind_cb (HspOrdersPage *self,
                  GtkListItem   *item)
{
  hsp_order_row_unbind (HSP_ORDER_ROW (gtk_list_item_get_child (item)));
}

static void
on_list_map_cb (HspOrdersPage *self)
{
  hsp_slot_list_grow (HSP_SLOT_LIST (self->orders));
}

static void
on_filter_setup_cb (HspOrdersPage *self,
                    GtkListItem   *item)
{
  gtk_list_item_set_child (item, hsp_order_filter_row_new (item));
}

static void
on_choice_setup_cb (HspOrdersPage *self,
                    GtkListItem   *item)
{
  gtk_list_item_set_child (item, hsp_order_filter_row_new_marked (item));
}

/* Times: looked at once a minute, and only while somebody sees them. */

static void
update_times (HspOrdersPage *self)
{
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->list)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);

      if (HSP_IS_ORDER_ROW (row))
        hsp_order_row_update_time (HSP_ORDER_ROW (row));
    }
  hsp_order_detail_update_time (self->detail);
}

static gboolean
on_minute_cb (gpointer user_data)
{
  update_times (HSP_ORDERS_PAGE (user_data));
  return G_SOURCE_CONTINUE;
}

static void
hsp_orders_page_map (GtkWidget *widget)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (widget);

  GTK_WIDGET_CLASS (hsp_orders_page_parent_class)->map (widget);

  update_times (self);
  if (self->clock == 0)
    self->clock = g_timeout_add_seconds (60, on_minute_cb, self);
}

static void
hsp_orders_page_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&HSP_ORDERS_PAGE (widget)->clock, g_source_remove);

  GTK_WIDGET_CLASS (hsp_orders_page_parent_class)->unmap (widget);
}

/* The page */

static void
hsp_orders_page_go_back (HspPage *page)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (page);

  show_pane (self, self->list_pane);
  gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
hsp_orders_page_narrow_changed (HspPage *page)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (page);
  gboolean narrow = hsp_page_get_narrow (page);

  adw_leaflet_set_can_unfold (self->leaflet, !narrow);
  adw_clamp_set_maximum_size (self->list_clamp, narrow ? G_MAXINT16 : LIST_WIDTH);
  adw_clamp_set_tightening_threshold (self->list_clamp, narrow ? G_MAXINT16 : LIST_WIDTH);
  hsp_order_detail_set_narrow (self->detail, narrow);
  hsp_order_unconfirmed_set_narrow (self->unconfirmed, narrow);
  update_title (self);
}

static char *
hsp_orders_page_describe_offline (HspPage *page)
{
  GListModel *orders = G_LIST_MODEL (HSP_ORDERS_PAGE (page)->book);
  g_autofree char *clock = NULL;
  gint64 checked = 0;

  for (guint i = 0; i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (orders, i);

      checked = MAX (checked, hsp_order_get_row (order)->checked);
    }
  if (checked == 0)
    return NULL;

  clock = hsp_text_clock (checked);
  /* Translators: %s is a time, "14:06" or "21 Nov, 14:06" */
  return g_strdup_printf (_("Offline: showing what was known at %s"), clock);
}

static GtkWidget *
hsp_orders_page_get_search_entry (HspPage *page)
{
  return GTK_WIDGET (HSP_ORDERS_PAGE (page)->search_entry);
}

static void
connect_list (HspOrdersPage *self)
{
  self->orders = hsp_order_list_new (self->book);
  hsp_list_focus_keep (self->list, HSP_SLOT_LIST (self->orders));
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->orders));
  g_signal_connect_object (self->orders, "shown", G_CALLBACK (on_shown_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);
  gtk_list_view_set_model (self->list, GTK_SELECTION_MODEL (self->selection));
  hsp_screenful_follow (self->list);
  gtk_drop_down_set_model (self->drop_down, hsp_order_list_get_filters (self->orders));
}

static void
hsp_orders_page_account_set (HspPage *page)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (page);
  HspAccount *account = hsp_page_get_account (page);

  self->book = g_object_ref (hsp_account_get_order_book (account));
  hsp_order_detail_set_account (self->detail, account);
  hsp_order_unconfirmed_set_account (self->unconfirmed, account);
  connect_list (self);

  /* after the list, which shows what these tell of */
  g_signal_connect_object (self->book, "items-changed", G_CALLBACK (on_book_items_changed_cb), self,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  g_signal_connect_object (self->book, "order-changed", G_CALLBACK (on_order_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->book, "notify::ready", G_CALLBACK (on_ready_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::journal-error", G_CALLBACK (update_stack), self,
                           G_CONNECT_SWAPPED);
  on_book_items_changed_cb (self);
}

static void
hsp_orders_page_dispose (GObject *object)
{
  HspOrdersPage *self = HSP_ORDERS_PAGE (object);

  g_clear_handle_id (&self->clock, g_source_remove);
  g_clear_handle_id (&self->loading_timeout, g_source_remove);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  if (self->orders != NULL)
    g_signal_handlers_disconnect_by_data (self->orders, self);
  /* its rows follow their places no longer than there is a list */
  if (self->list != NULL)
    gtk_list_view_set_model (self->list, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->orders);
  g_clear_object (&self->order);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (hsp_orders_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, stack);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, error_page);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, leaflet);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, list_pane);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, list_clamp);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, search_bar);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, search_entry);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, drop_down);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, list_stack);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, list);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, filter_status);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, search_status);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, detail_pane);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, detail_stack);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, detail);
  gtk_widget_class_bind_template_child (widget_class, HspOrdersPage, unconfirmed);
}

static void
bind_callbacks (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, on_leaflet_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_retry_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_clear_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_unbind_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_list_map_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_setup_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_choice_setup_cb);
}

static void
hsp_orders_page_class_init (HspOrdersPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  HspPageClass *page_class = HSP_PAGE_CLASS (klass);

  object_class->dispose = hsp_orders_page_dispose;
  widget_class->map = hsp_orders_page_map;
  widget_class->unmap = hsp_orders_page_unmap;
  page_class->can_search = TRUE;
  page_class->narrow_without_refresh = TRUE;
  page_class->go_back = hsp_orders_page_go_back;
  page_class->account_set = hsp_orders_page_account_set;
  page_class->narrow_changed = hsp_orders_page_narrow_changed;
  page_class->describe_offline = hsp_orders_page_describe_offline;
  page_class->get_search_entry = hsp_orders_page_get_search_entry;

  g_type_ensure (HSP_TYPE_ORDER_DETAIL);
  g_type_ensure (HSP_TYPE_ORDER_UNCONFIRMED);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-orders-page.ui");
  bind_children (widget_class);
  bind_callbacks (widget_class);
  gtk_widget_class_install_action (widget_class, "orders.adopt", NULL, adopt);
  gtk_widget_class_install_action (widget_class, "orders.copy-number", NULL, copy_number);
}

static void
hsp_orders_page_init (HspOrdersPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_list_view_leave_by_tab (self->list);
  gtk_search_bar_connect_entry (self->search_bar, GTK_EDITABLE (self->search_entry));
  g_object_bind_property (self, "search-mode", self->search_bar, "search-mode-enabled",
                          G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  /* the template is the narrow form, a page begins as a wide one */
  hsp_orders_page_narrow_changed (HSP_PAGE (self));
}

GtkWidget *
hsp_orders_page_new (HspAccount *account)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (account), NULL);

  return g_object_new (HSP_TYPE_ORDERS_PAGE, "account", account, NULL);
}

/* @journal_id: of an order in the book; before the journal is read it is remembered. */
void
hsp_orders_page_show_order (HspOrdersPage *self,
                            gint64         journal_id)
{
  HspOrder *order;
  guint position;

  g_return_if_fail (HSP_IS_ORDERS_PAGE (self));

  order = hsp_order_book_lookup (self->book, journal_id);
  if (order == NULL)
    {
      self->wanted = hsp_order_book_get_ready (self->book) ? 0 : journal_id;
      return;
    }

  show_order (self, order);
  if (hsp_order_list_find (self->orders, order) == GTK_INVALID_LIST_POSITION)
    {
      on_clear_search_cb (self);
      on_search_changed_cb (self);
      on_show_all_cb (self);
    }
  position = hsp_order_list_find (self->orders, order);
  if (position != GTK_INVALID_LIST_POSITION)
    go_to (self, position);
  show_pane (self, self->detail_pane);
}
