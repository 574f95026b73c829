/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-list.h"

#include "hsp-fold.h"

struct _HspOrderList
{
  GObject parent_instance;

  HspOrderBook       *book;           /* (owned) */
  GHashTable         *states;         /* (owned): journal id to the state the list was sorted by */
  GListStore         *filters;        /* (owned) of HspOrderFilter */
  HspShow             show;
  char              **words;          /* (owned) (nullable): what is searched, folded */
  GtkCustomFilter    *search_filter;  /* (owned) */
  GtkCustomFilter    *state_filter;   /* (owned) */
  GtkCustomSorter    *sorter;         /* (owned) */
  GtkFilterListModel *searched;       /* (owned) */
  GtkFilterListModel *filtered;       /* (owned) */
  GtkSingleSelection *selection;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (HspOrderList, hsp_order_list, G_TYPE_OBJECT)

static gboolean
matches_search (gpointer item,
                gpointer user_data)
{
  HspOrderList *self = HSP_ORDER_LIST (user_data);
  const HspPurchaseRow *row = hsp_order_get_row (HSP_ORDER (item));
  g_autofree char *text = NULL;
  g_autofree char *folded = NULL;

  if (self->words == NULL || self->words[0] == NULL)
    return TRUE;

  text = g_strdup_printf ("%s\n#%s\n%s\n%s", row->name != NULL ? row->name : "",
                          row->order != NULL ? row->order : "",
                          row->link != NULL ? row->link : "",
                          row->note != NULL ? row->note : "");
  folded = hsp_fold (text);
  for (guint i = 0; self->words[i] != NULL; i++)
    {
      if (strstr (folded, self->words[i]) == NULL)
        return FALSE;
    }

  return TRUE;
}

static gboolean
matches_state (gpointer item,
               gpointer user_data)
{
  HspOrderList *self = HSP_ORDER_LIST (user_data);
  g_autoptr(HspOrderFilter) filter =
    g_list_model_get_item (G_LIST_MODEL (self->filters), self->show);

  return hsp_order_filter_takes (filter, hsp_order_get_state (HSP_ORDER (item)));
}

/* Unconfirmed purchases wait for the person, open ones for the shop, the rest for nothing. */
static int
get_group (HspOrder *order)
{
  switch (hsp_order_get_state (order))
    {
    case HSP_STATE_UNCONFIRMED:
      return 0;
    case HSP_STATE_OPEN:
      return 1;
    case HSP_STATE_COMPLETED:
    case HSP_STATE_PARTIAL:
    case HSP_STATE_CANCELED:
    case HSP_STATE_REJECTED:
      break;
    }

  return 2;
}

static int
compare_orders (gconstpointer a,
                gconstpointer b,
                gpointer      user_data)
{
  HspOrder *first = HSP_ORDER ((gpointer) a);
  HspOrder *second = HSP_ORDER ((gpointer) b);
  const HspPurchaseRow *first_row = hsp_order_get_row (first);
  const HspPurchaseRow *second_row = hsp_order_get_row (second);
  int groups = get_group (first) - get_group (second);

  if (groups != 0)
    return groups;
  if (first_row->created != second_row->created)
    return first_row->created > second_row->created ? -1 : 1;

  return (second_row->id > first_row->id) - (second_row->id < first_row->id);
}

static gint64 *
dup_id (HspOrder *order)
{
  gint64 id = hsp_order_get_row (order)->id;

  return g_memdup2 (&id, sizeof id);
}

static void
on_book_items_changed_cb (HspOrderList *self,
                          guint         position,
                          guint         removed,
                          guint         added)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (G_LIST_MODEL (self->book), i);

      g_hash_table_insert (self->states, dup_id (order),
                           GINT_TO_POINTER (hsp_order_get_state (order)));
    }
}

static void
hsp_order_list_dispose (GObject *object)
{
  HspOrderList *self = HSP_ORDER_LIST (object);

  /* who still has a model of it asks this one no more */
  if (self->search_filter != NULL)
    gtk_custom_filter_set_filter_func (self->search_filter, NULL, NULL, NULL);
  if (self->state_filter != NULL)
    gtk_custom_filter_set_filter_func (self->state_filter, NULL, NULL, NULL);
  g_clear_object (&self->selection);
  g_clear_object (&self->filtered);
  g_clear_object (&self->searched);
  g_clear_object (&self->sorter);
  g_clear_object (&self->state_filter);
  g_clear_object (&self->search_filter);
  g_clear_object (&self->filters);
  g_clear_object (&self->book);

  G_OBJECT_CLASS (hsp_order_list_parent_class)->dispose (object);
}

static void
hsp_order_list_finalize (GObject *object)
{
  HspOrderList *self = HSP_ORDER_LIST (object);

  g_hash_table_unref (self->states);
  g_strfreev (self->words);

  G_OBJECT_CLASS (hsp_order_list_parent_class)->finalize (object);
}

static void
hsp_order_list_class_init (HspOrderListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hsp_order_list_dispose;
  object_class->finalize = hsp_order_list_finalize;
}

static void
hsp_order_list_init (HspOrderList *self)
{
  self->states = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  self->filters = g_list_store_new (HSP_TYPE_ORDER_FILTER);
  for (HspShow show = HSP_SHOW_ALL; show < HSP_N_SHOWS; show++)
    {
      g_autoptr(HspOrderFilter) filter = hsp_order_filter_new (show);

      hsp_order_filter_set_chosen (filter, show == self->show);
      g_list_store_append (self->filters, filter);
    }
}

static void
create_models (HspOrderList *self)
{
  g_autoptr(GtkSortListModel) sorted = NULL;

  self->search_filter = gtk_custom_filter_new (matches_search, self, NULL);
  self->state_filter = gtk_custom_filter_new (matches_state, self, NULL);
  self->sorter = gtk_custom_sorter_new (compare_orders, NULL, NULL);
  self->searched = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->book)),
                                              g_object_ref (GTK_FILTER (self->search_filter)));
  self->filtered = gtk_filter_list_model_new (G_LIST_MODEL (g_object_ref (self->searched)),
                                              g_object_ref (GTK_FILTER (self->state_filter)));
  sorted = gtk_sort_list_model_new (G_LIST_MODEL (g_object_ref (self->filtered)),
                                    g_object_ref (GTK_SORTER (self->sorter)));

  self->selection = gtk_single_selection_new (NULL);
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_single_selection_set_model (self->selection, G_LIST_MODEL (sorted));
}

HspOrderList *
hsp_order_list_new (HspOrderBook *book)
{
  HspOrderList *self;

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (book), NULL);

  self = g_object_new (HSP_TYPE_ORDER_LIST, NULL);
  self->book = g_object_ref (book);
  create_models (self);
  g_signal_connect_object (book, "items-changed", G_CALLBACK (on_book_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_book_items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (book)));

  return self;
}

GListModel *
hsp_order_list_get_filters (HspOrderList *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), NULL);

  return G_LIST_MODEL (self->filters);
}

GtkSingleSelection *
hsp_order_list_get_selection (HspOrderList *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), NULL);

  return self->selection;
}

void
hsp_order_list_set_query (HspOrderList *self,
                          const char   *query)
{
  g_return_if_fail (HSP_IS_ORDER_LIST (self));
  g_return_if_fail (query != NULL);

  g_strfreev (self->words);
  self->words = hsp_fold_words (query);
  gtk_filter_changed (GTK_FILTER (self->search_filter), GTK_FILTER_CHANGE_DIFFERENT);
}

void
hsp_order_list_set_show (HspOrderList *self,
                         HspShow       show)
{
  g_return_if_fail (HSP_IS_ORDER_LIST (self));
  g_return_if_fail (show < HSP_N_SHOWS);

  self->show = show;
  for (guint i = 0; i < HSP_N_SHOWS; i++)
    {
      g_autoptr(HspOrderFilter) filter = g_list_model_get_item (G_LIST_MODEL (self->filters), i);

      hsp_order_filter_set_chosen (filter, i == show);
    }
  gtk_filter_changed (GTK_FILTER (self->state_filter), GTK_FILTER_CHANGE_DIFFERENT);
}

guint
hsp_order_list_get_n_searched (HspOrderList *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->searched));
}

guint
hsp_order_list_get_n_filtered (HspOrderList *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->filtered));
}

guint
hsp_order_list_find (HspOrderList *self,
                     HspOrder     *order)
{
  guint n;

  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), GTK_INVALID_LIST_POSITION);

  n = g_list_model_get_n_items (G_LIST_MODEL (self->selection));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspOrder) item = g_list_model_get_item (G_LIST_MODEL (self->selection), i);

      if (item == order)
        return i;
    }

  return GTK_INVALID_LIST_POSITION;
}

/* Most changes are a poll that moved a bar: the list is sorted again only when a state changed. */
gboolean
hsp_order_list_order_changed (HspOrderList *self,
                              HspOrder     *order)
{
  gint64 id = hsp_order_get_row (order)->id;
  HspState state = hsp_order_get_state (order);
  gpointer known = NULL;
  gboolean found;

  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), FALSE);

  found = g_hash_table_lookup_extended (self->states, &id, NULL, &known);
  if (found && GPOINTER_TO_INT (known) == (int) state)
    {
      if (self->words != NULL && self->words[0] != NULL)
        gtk_filter_changed (GTK_FILTER (self->search_filter), GTK_FILTER_CHANGE_DIFFERENT);
      return FALSE;
    }

  g_hash_table_insert (self->states, dup_id (order), GINT_TO_POINTER (state));
  gtk_filter_changed (GTK_FILTER (self->state_filter), GTK_FILTER_CHANGE_DIFFERENT);
  gtk_sorter_changed (GTK_SORTER (self->sorter), GTK_SORTER_CHANGE_DIFFERENT);
  return TRUE;
}

/* Counts ignore the filter and obey the search. */
void
hsp_order_list_update_counts (HspOrderList *self)
{
  guint counts[HSP_N_SHOWS] = { 0, };
  guint n;

  g_return_if_fail (HSP_IS_ORDER_LIST (self));

  n = g_list_model_get_n_items (G_LIST_MODEL (self->searched));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (G_LIST_MODEL (self->searched), i);

      for (guint show = 0; show < HSP_N_SHOWS; show++)
        {
          g_autoptr(HspOrderFilter) filter =
            g_list_model_get_item (G_LIST_MODEL (self->filters), show);

          counts[show] += hsp_order_filter_takes (filter, hsp_order_get_state (order));
        }
    }

  for (guint show = 0; show < HSP_N_SHOWS; show++)
    {
      g_autoptr(HspOrderFilter) filter = g_list_model_get_item (G_LIST_MODEL (self->filters), show);

      hsp_order_filter_set_count (filter, counts[show]);
    }
}
