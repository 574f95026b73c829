/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-category-sidebar.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-category-row.h"
#include "hsp-category.h"
#include "hsp-changes-entry.h"
#include "hsp-first-frame.h"
#include "hsp-marks.h"
#include "hsp-order-book.h"
#include "hsp-service-list.h"
#include "hsp-shelf-row.h"
#include "hsp-text.h"

/* More than are seen at once in most windows. */
#define FIRST_CATEGORIES 24

struct _HspCategorySidebar
{
  AdwBin parent_instance;

  HspAccount         *account;          /* (owned) (nullable) until set */
  HspServiceList     *list;             /* (owned) (nullable) until set */
  GtkSliceListModel  *slice;            /* (owned) (nullable) until set */
  GtkTreeListModel   *tree;             /* (owned) (nullable) until set */
  GtkSingleSelection *selection;        /* (owned) (nullable) until set */
  HspShelf            shelf;            /* chosen; of all while a category is */
  char               *category;         /* (owned) (nullable) chosen; NULL: a list */
  char               *subcategory;      /* (owned) (nullable) chosen */
  GtkListBoxRow      *changes_row;      /* (unowned) (nullable) until set */
  gboolean            changes;          /* chosen is what has changed, not a list of services */
  guint               count_source;
  guint               orders_source;
  gboolean            narrow;           /* it is what one looks at first */
  gboolean            changing;         /* the rows change, or one list follows the other */

  GtkListBox  *top_list;
  GtkWidget   *shelf_rows[HSP_N_SHELVES];
  GtkListView *tree_view;
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_OPENED,
  SIGNAL_SHELF_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspCategorySidebar, hsp_category_sidebar, ADW_TYPE_BIN)

/* @category, @subcategory: (nullable) */
static void
choose (HspCategorySidebar *self,
        HspShelf            shelf,
        const char         *category,
        const char         *subcategory)
{
  const gboolean changes = self->changes_row != NULL && category == NULL
                           && gtk_list_box_row_is_selected (self->changes_row);

  if (self->changes == changes && self->shelf == shelf &&
      g_strcmp0 (self->category, category) == 0 &&
      g_strcmp0 (self->subcategory, subcategory) == 0)
    return;

  self->changes = changes;
  self->shelf = shelf;
  g_free (self->category);
  g_free (self->subcategory);
  self->category = g_strdup (category);
  self->subcategory = g_strdup (subcategory);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0);
}

static gboolean
is_chosen (HspCategorySidebar *self,
           HspCategory        *category)
{
  HspCategory *parent = hsp_category_get_parent (category);
  const char *name = hsp_category_get_name (category);

  if (parent == NULL)
    return self->subcategory == NULL && g_strcmp0 (self->category, name) == 0;

  return g_strcmp0 (self->category, hsp_category_get_name (parent)) == 0 &&
         g_strcmp0 (self->subcategory, name) == 0;
}

/* Rows that came back after a refresh or behind an opened category: the choice is kept by name. */
static void
select_chosen (HspCategorySidebar *self)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (self->tree));

  if (self->category == NULL || gtk_single_selection_get_selected_item (self->selection) != NULL)
    return;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(GtkTreeListRow) row = gtk_tree_list_model_get_row (self->tree, i);
      g_autoptr(HspCategory) category = HSP_CATEGORY (gtk_tree_list_row_get_item (row));

      if (is_chosen (self, category))
        {
          gtk_single_selection_set_selected (self->selection, i);
          return;
        }
    }
}

static void
on_rows_before_change_cb (HspCategorySidebar *self)
{
  self->changing = TRUE;
}

static void
on_rows_after_change_cb (HspCategorySidebar *self)
{
  select_chosen (self);
  self->changing = FALSE;
}

static void
on_tree_selected_cb (HspCategorySidebar *self)
{
  GtkTreeListRow *row = gtk_single_selection_get_selected_item (self->selection);
  g_autoptr(HspCategory) category = NULL;
  HspCategory *parent;

  if (self->changing)
    return;
  if (row == NULL)
    {
      hsp_category_sidebar_choose_all (self);
      return;
    }

  self->changing = TRUE;
  gtk_list_box_unselect_all (self->top_list);
  self->changing = FALSE;

  category = HSP_CATEGORY (gtk_tree_list_row_get_item (row));
  parent = hsp_category_get_parent (category);
  if (parent == NULL)
    choose (self, HSP_SHELF_ALL, hsp_category_get_name (category), NULL);
  else
    choose (self, HSP_SHELF_ALL, hsp_category_get_name (parent),
            hsp_category_get_name (category));
}

static void
on_top_selected_cb (HspCategorySidebar *self)
{
  GtkListBoxRow *row;

  /* while the page goes, too: then the list may have gone before */
  if (self->changing)
    return;

  row = gtk_list_box_get_selected_row (self->top_list);
  /* something is always chosen: taking the choice from a row gives it back */
  self->changing = TRUE;
  if (row == NULL)
    {
      row = self->changes ? self->changes_row : GTK_LIST_BOX_ROW (self->shelf_rows[self->shelf]);
      gtk_list_box_select_row (self->top_list, row);
    }
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  self->changing = FALSE;

  choose (self, HSP_IS_SHELF_ROW (row) ? hsp_shelf_row_get_shelf (HSP_SHELF_ROW (row))
                                       : HSP_SHELF_ALL, NULL, NULL);
}

/* Counts */

static guint
count_all (HspCategorySidebar *self)
{
  return hsp_service_list_is_counting (self->list)
         ? hsp_service_list_get_n_matches (self->list)
         : hsp_catalogue_get_n_services (hsp_account_get_catalogue (self->account));
}

static gboolean
on_count_idle_cb (gpointer user_data)
{
  HspCategorySidebar *self = HSP_CATEGORY_SIDEBAR (user_data);
  const gboolean matches = hsp_service_list_is_counting (self->list);
  GStrv ids[HSP_N_SHELVES];
  guint counts[HSP_N_SHELVES];

  self->count_source = 0;
  for (guint i = HSP_SHELF_ALL + 1; i < HSP_N_SHELVES; i++)
    ids[i] = hsp_shelf_dup_services ((HspShelf) i, self->account);
  hsp_service_list_count (self->list, ids + HSP_SHELF_ALL + 1, HSP_N_SHELVES - 1,
                          counts + HSP_SHELF_ALL + 1);
  for (guint i = HSP_SHELF_ALL + 1; i < HSP_N_SHELVES; i++)
    {
      hsp_shelf_row_set_count (HSP_SHELF_ROW (self->shelf_rows[i]), counts[i], matches);
      g_strfreev (ids[i]);
    }
  return G_SOURCE_REMOVE;
}

/* Those of the lists come after what was asked for is on the screen. */
static void
update_counts (HspCategorySidebar *self)
{
  hsp_shelf_row_set_count (HSP_SHELF_ROW (self->shelf_rows[HSP_SHELF_ALL]), count_all (self),
                           hsp_service_list_is_counting (self->list));
  if (self->count_source == 0)
    self->count_source = g_idle_add_full (G_PRIORITY_LOW, on_count_idle_cb, self, NULL);
}

static void
on_shelf_changed (HspCategorySidebar *self,
                  HspShelf            shelf)
{
  update_counts (self);
  if (self->shelf == shelf && self->category == NULL)
    g_signal_emit (self, signals[SIGNAL_SHELF_CHANGED], 0);
}

static void
on_favourites_changed_cb (HspCategorySidebar *self)
{
  on_shelf_changed (self, HSP_SHELF_FAVOURITES);
}

static void
on_seen_changed_cb (HspCategorySidebar *self)
{
  on_shelf_changed (self, HSP_SHELF_SEEN);
}

static gboolean
on_orders_idle_cb (gpointer user_data)
{
  HspCategorySidebar *self = HSP_CATEGORY_SIDEBAR (user_data);

  self->orders_source = 0;
  on_shelf_changed (self, HSP_SHELF_ORDERED);
  return G_SOURCE_REMOVE;
}

/* An order changes often in its life, and a journal of thousands comes in one go. */
static void
on_orders_changed_cb (HspCategorySidebar *self)
{
  if (self->orders_source == 0)
    self->orders_source = g_idle_add_full (G_PRIORITY_LOW, on_orders_idle_cb, self, NULL);
}

static void
emit_opened (HspCategorySidebar *self)
{
  g_signal_emit (self, signals[SIGNAL_OPENED], 0);
}

/* The gesture ends after the list's own, so that the row is already chosen. */
static void
on_tree_released_cb (HspCategorySidebar *self,
                     int                 n_press,
                     double              x,
                     double              y)
{
  GtkWidget *view = GTK_WIDGET (self->tree_view);

  if (n_press == 1 && gtk_widget_pick (view, x, y, GTK_PICK_DEFAULT) != view)
    emit_opened (self);
}

/* The focus is on the row, and the keys of a GtkTreeExpander want it on the expander itself. */
static gboolean
on_tree_key_cb (HspCategorySidebar *self,
                guint               keyval)
{
  gboolean is_rtl = gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = focus != NULL ? gtk_widget_get_first_child (focus) : NULL;

  if ((keyval != GDK_KEY_Left && keyval != GDK_KEY_Right) || !HSP_IS_CATEGORY_ROW (row))
    return GDK_EVENT_PROPAGATE;

  hsp_category_row_expand (HSP_CATEGORY_ROW (row), (keyval == GDK_KEY_Right) != is_rtl);
  return GDK_EVENT_STOP;
}

static gboolean
on_top_keynav_failed_cb (HspCategorySidebar *self,
                         GtkDirectionType    direction)
{
  if (direction == GTK_DIR_DOWN)
    return gtk_widget_grab_focus (GTK_WIDGET (self->tree_view));

  return FALSE;
}

static void
setup_row_cb (GtkSignalListItemFactory *factory,
              GtkListItem              *item)
{
  gtk_list_item_set_child (item, hsp_category_row_new ());
}

static void
bind_row_cb (GtkSignalListItemFactory *factory,
             GtkListItem              *item)
{
  hsp_category_row_bind (HSP_CATEGORY_ROW (gtk_list_item_get_child (item)), item);
}

static void
unbind_row_cb (GtkSignalListItemFactory *factory,
               GtkListItem              *item)
{
  hsp_category_row_unbind (HSP_CATEGORY_ROW (gtk_list_item_get_child (item)));
}

static GListModel *
create_children_cb (gpointer item,
                    gpointer user_data)
{
  GListModel *subcategories = hsp_category_get_subcategories (HSP_CATEGORY (item));

  /* NULL draws no arrow */
  return subcategories != NULL ? g_object_ref (subcategories) : NULL;
}

/* A sidebar full, and then all. */
static void
show_categories (GtkWidget *widget)
{
  HspCategorySidebar *self = HSP_CATEGORY_SIDEBAR (widget);
  const gboolean first = gtk_slice_list_model_get_size (self->slice) == 0;

  if (hsp_catalogue_get_state (hsp_account_get_catalogue (self->account)) != HSP_LOAD_READY)
    return;
  gtk_slice_list_model_set_size (self->slice, first ? FIRST_CATEGORIES : G_MAXUINT);
  if (first)
    hsp_after_next_frame (widget, show_categories);
}

/* A person does not look at the categories first, where the services stand beside them: the frame that
 * shows the first services does not wait for their rows. */
static void
update_state (HspCategorySidebar *self)
{
  if (hsp_catalogue_get_state (hsp_account_get_catalogue (self->account)) != HSP_LOAD_READY)
    gtk_slice_list_model_set_size (self->slice, 0);
  else if (self->narrow)
    show_categories (GTK_WIDGET (self));
  else
    hsp_after_next_frame (GTK_WIDGET (self), show_categories);
}

static void
hsp_category_sidebar_dispose (GObject *object)
{
  HspCategorySidebar *self = HSP_CATEGORY_SIDEBAR (object);

  /* the lists lose what is selected while they go */
  self->changing = TRUE;
  g_clear_handle_id (&self->count_source, g_source_remove);
  g_clear_handle_id (&self->orders_source, g_source_remove);
  if (self->tree_view != NULL)
    gtk_list_view_set_model (self->tree_view, NULL);
  if (self->tree != NULL)
    g_signal_handlers_disconnect_by_data (self->tree, self);
  if (self->selection != NULL)
    g_signal_handlers_disconnect_by_data (self->selection, self);
  g_clear_object (&self->selection);
  g_clear_object (&self->tree);
  g_clear_object (&self->slice);
  g_clear_object (&self->list);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_category_sidebar_parent_class)->dispose (object);
}

static void
hsp_category_sidebar_finalize (GObject *object)
{
  HspCategorySidebar *self = HSP_CATEGORY_SIDEBAR (object);

  g_free (self->category);
  g_free (self->subcategory);

  G_OBJECT_CLASS (hsp_category_sidebar_parent_class)->finalize (object);
}

static void
hsp_category_sidebar_class_init (HspCategorySidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = hsp_category_sidebar_dispose;
  object_class->finalize = hsp_category_sidebar_finalize;

  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", HSP_TYPE_CATEGORY_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", HSP_TYPE_CATEGORY_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SHELF_CHANGED] =
    g_signal_new ("shelf-changed", HSP_TYPE_CATEGORY_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-category-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, HspCategorySidebar, top_list);
  gtk_widget_class_bind_template_child (widget_class, HspCategorySidebar, tree_view);
  gtk_widget_class_bind_template_callback (widget_class, on_top_keynav_failed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_top_selected_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tree_key_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_tree_released_cb);
  gtk_widget_class_bind_template_callback (widget_class, emit_opened);
  gtk_widget_class_bind_template_callback (widget_class, setup_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_row_cb);
  gtk_widget_class_bind_template_callback (widget_class, unbind_row_cb);
}

static void
hsp_category_sidebar_init (HspCategorySidebar *self)
{
  self->changing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_list_view_leave_by_tab (self->tree_view);
  for (guint i = 0; i < HSP_N_SHELVES; i++)
    {
      self->shelf_rows[i] = hsp_shelf_row_new ((HspShelf) i);
      gtk_list_box_append (self->top_list, self->shelf_rows[i]);
    }
  gtk_list_box_select_row (self->top_list, GTK_LIST_BOX_ROW (self->shelf_rows[HSP_SHELF_ALL]));
  self->changing = FALSE;
}

static void
connect_account (HspCategorySidebar *self)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);
  HspMarks *marks = hsp_account_get_marks (self->account);
  HspOrderBook *book = hsp_account_get_order_book (self->account);

  g_signal_connect_object (catalogue, "notify::state", G_CALLBACK (update_state), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (update_counts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "shown", G_CALLBACK (update_counts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (marks, "favourites-changed", G_CALLBACK (on_favourites_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (marks, "seen-changed", G_CALLBACK (on_seen_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "items-changed", G_CALLBACK (on_orders_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "order-changed", G_CALLBACK (on_orders_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
hsp_category_sidebar_set_model (HspCategorySidebar *self,
                                HspAccount         *account,
                                HspServiceList     *list)
{
  HspCatalogue *catalogue;

  g_return_if_fail (HSP_IS_CATEGORY_SIDEBAR (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  self->list = g_object_ref (list);
  catalogue = hsp_account_get_catalogue (account);
  self->slice = gtk_slice_list_model_new (g_object_ref (hsp_catalogue_get_categories (catalogue)), 0, 0);
  self->tree = gtk_tree_list_model_new (g_object_ref (G_LIST_MODEL (self->slice)), FALSE, FALSE,
                                        create_children_cb, NULL, NULL);
  /* before and after the selection's own handler, which is connected between the two */
  g_signal_connect_swapped (self->tree, "items-changed", G_CALLBACK (on_rows_before_change_cb),
                            self);
  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (self->tree));
  g_signal_connect_swapped (self->tree, "items-changed", G_CALLBACK (on_rows_after_change_cb),
                            self);
  g_signal_connect_swapped (self->selection, "notify::selected-item",
                            G_CALLBACK (on_tree_selected_cb), self);
  gtk_list_view_set_model (self->tree_view, GTK_SELECTION_MODEL (self->selection));

  connect_account (self);
  update_state (self);
  update_counts (self);
}

void
hsp_category_sidebar_set_narrow (HspCategorySidebar *self,
                                 gboolean            narrow)
{
  g_return_if_fail (HSP_IS_CATEGORY_SIDEBAR (self));

  self->narrow = narrow;
}

HspShelf
hsp_category_sidebar_get_shelf (HspCategorySidebar *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY_SIDEBAR (self), HSP_SHELF_ALL);

  return self->shelf;
}

const char *
hsp_category_sidebar_get_category (HspCategorySidebar *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY_SIDEBAR (self), NULL);

  return self->category;
}

const char *
hsp_category_sidebar_get_subcategory (HspCategorySidebar *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY_SIDEBAR (self), NULL);

  return self->subcategory;
}

void
hsp_category_sidebar_set_changes (HspCategorySidebar *self,
                                  HspChanges         *changes)
{
  g_return_if_fail (HSP_IS_CATEGORY_SIDEBAR (self));
  g_return_if_fail (self->changes_row == NULL);

  self->changes_row = GTK_LIST_BOX_ROW (hsp_changes_entry_new (changes));
  gtk_list_box_append (self->top_list, GTK_WIDGET (self->changes_row));
}

gboolean
hsp_category_sidebar_get_changes_chosen (HspCategorySidebar *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY_SIDEBAR (self), FALSE);

  return self->changes;
}

const char *
hsp_category_sidebar_get_title (HspCategorySidebar *self)
{
  g_return_val_if_fail (HSP_IS_CATEGORY_SIDEBAR (self), NULL);

  if (self->changes)
    return _("Changes");
  if (self->subcategory != NULL)
    return self->subcategory;

  return self->category != NULL ? self->category : hsp_shelf_get_title (self->shelf);
}

void
hsp_category_sidebar_choose_all (HspCategorySidebar *self)
{
  g_return_if_fail (HSP_IS_CATEGORY_SIDEBAR (self));

  if (self->shelf == HSP_SHELF_ALL && self->category == NULL && !self->changes)
    on_top_selected_cb (self);
  else
    gtk_list_box_select_row (self->top_list, GTK_LIST_BOX_ROW (self->shelf_rows[HSP_SHELF_ALL]));
}
