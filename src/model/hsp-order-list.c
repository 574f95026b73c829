/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-list.h"

#include <string.h>

#include "hsp-fold.h"
#include "hsp-order-book.h"
#include "hsp-order.h"
#include "hsp-slot-list-private.h"
#include "hsp-splices.h"

/* Unconfirmed purchases wait for the person, open ones for the shop, the rest for nothing. */
#define N_GROUPS 3
#define N_STATES (HSP_STATE_REJECTED + 1)

/* An order of the book, and what is asked of it with each key. */
typedef struct
{
  HspOrder *order;    /* (owned) */
  HspState  state;
  char     *folded;   /* (owned) (nullable) what is searched in, until it is searched and after a change */
} Entry;

struct _HspOrderList
{
  HspSlotList   parent_instance;

  HspOrderBook *book;         /* (owned) */
  GPtrArray    *entries;      /* (owned) (element-type Entry) as in the book: newest first */
  GHashTable   *by_order;     /* (owned) HspOrder to Entry */
  GListStore   *filters;      /* (owned) of HspOrderFilter */
  HspShow       show;
  char        **words;        /* (owned) folded */

  GPtrArray    *orders;       /* (owned) (element-type HspOrder) what stands in each place */
  GPtrArray    *before;       /* (unowned) (nullable) while one order after the other is taken out and put in */
  guint         n_searched;
};

G_DEFINE_FINAL_TYPE (HspOrderList, hsp_order_list, HSP_TYPE_SLOT_LIST)

/* Searching */

static Entry *
make_entry (HspOrder *order)
{
  Entry *entry = g_new0 (Entry, 1);

  entry->order = order;
  entry->state = hsp_order_get_state (order);
  return entry;
}

static void
free_entry (gpointer data)
{
  Entry *entry = data;

  g_object_unref (entry->order);
  g_free (entry->folded);
  g_free (entry);
}

static void
fold_entry (Entry *entry)
{
  const HspPurchaseRow *row = hsp_order_get_row (entry->order);
  g_autofree char *text = g_strdup_printf ("%s\n#%s\n%s\n%s", row->name != NULL ? row->name : "",
                                           row->order != NULL ? row->order : "",
                                           row->link != NULL ? row->link : "",
                                           row->note != NULL ? row->note : "");

  entry->folded = hsp_fold (text);
}

static gboolean
matches_search (Entry        *entry,
                char * const *words)
{
  if (*words != NULL && entry->folded == NULL)
    fold_entry (entry);
  for (; *words != NULL; words++)
    {
      if (strstr (entry->folded, *words) == NULL)
        return FALSE;
    }
  return TRUE;
}

static guint
get_group (HspState state)
{
  switch (state)
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
  return N_GROUPS - 1;
}

/* (transfer full) */
static HspOrderFilter *
dup_filter (HspOrderList *self,
            HspShow       show)
{
  return g_list_model_get_item (G_LIST_MODEL (self->filters), show);
}

/* Counts ignore the filter and obey the search. */
static void
tell_counts (HspOrderList *self,
             const guint  *by_state)
{
  for (HspShow show = HSP_SHOW_ALL; show < HSP_N_SHOWS; show++)
    {
      g_autoptr(HspOrderFilter) filter = dup_filter (self, show);
      guint count = 0;

      for (HspState state = 0; state < N_STATES; state++)
        count += hsp_order_filter_takes (filter, state) ? by_state[state] : 0;
      hsp_order_filter_set_count (filter, count);
    }
}

/* The book has the newest first, and so has each group. (transfer full) (element-type HspOrder) */
static GPtrArray *
look_through (HspOrderList *self)
{
  g_autoptr(HspOrderFilter) filter = dup_filter (self, self->show);
  GPtrArray *groups[N_GROUPS];
  guint by_state[N_STATES] = { 0, };

  for (guint i = 0; i < N_GROUPS; i++)
    groups[i] = g_ptr_array_new_with_free_func (g_object_unref);
  self->n_searched = 0;
  for (guint i = 0; i < self->entries->len; i++)
    {
      Entry *entry = self->entries->pdata[i];

      if (!matches_search (entry, self->words))
        continue;
      self->n_searched++;
      by_state[entry->state]++;
      if (hsp_order_filter_takes (filter, entry->state))
        g_ptr_array_add (groups[get_group (entry->state)], g_object_ref (entry->order));
    }
  tell_counts (self, by_state);

  for (guint i = 1; i < N_GROUPS; i++)
    g_ptr_array_extend_and_steal (groups[0], groups[i]);
  return groups[0];
}

/* What is shown */

/* Another search: places hold. @orders: (transfer full) */
static void
show_orders (HspOrderList *self,
             GPtrArray    *orders,
             gboolean      staged)
{
  HspSlotList *list = HSP_SLOT_LIST (self);

  /* what is in no book any more is not kept */
  if (orders->len == 0 && self->entries->len > 0)
    {
      hsp_slot_list_show_nothing (list);
      g_ptr_array_unref (orders);
      return;
    }
  hsp_slot_list_shrink (list, orders->len, staged);
  g_ptr_array_unref (self->orders);
  self->orders = orders;
  if (orders->len > 0)
    hsp_slot_list_show (list, orders->len, staged);
}

static void
search (HspOrderList *self)
{
  show_orders (self, look_through (self), TRUE);
  hsp_slot_list_tell_shown (HSP_SLOT_LIST (self));
}

/* By the journal's numbers: an order that was read anew stays where it was.
 * (transfer full) (element-type HspSplice) */
static GArray *
make_splices (GPtrArray *before,
              GPtrArray *after)
{
  g_autoptr(GHashTable) places = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree guint32 *old_keys = g_new (guint32, before->len + 1);
  g_autofree guint32 *new_keys = g_new (guint32, after->len + 1);

  for (guint i = 0; i < after->len; i++)
    {
      g_hash_table_insert (places, (gpointer) &hsp_order_get_row (after->pdata[i])->id,
                           GUINT_TO_POINTER (i));
      new_keys[i] = i;
    }
  for (guint i = 0; i < before->len; i++)
    {
      gpointer place;

      old_keys[i] = g_hash_table_lookup_extended (places, &hsp_order_get_row (before->pdata[i])->id,
                                                  NULL, &place)
                      ? GPOINTER_TO_UINT (place) : HSP_SPLICE_GONE;
    }
  return hsp_splices_make (old_keys, before->len, new_keys, after->len, after->len);
}

static gboolean
is_same (GPtrArray *a,
         GPtrArray *b)
{
  return a->len == b->len && (a->len == 0 || memcmp (a->pdata, b->pdata, a->len * sizeof (gpointer)) == 0);
}

/* Takes out and puts in, and all the rest stays where it is. @orders: (transfer full) */
static void
splice_orders (HspOrderList *self,
               GPtrArray    *orders)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->orders);
  g_autoptr(GArray) splices = make_splices (before, orders);

  self->orders = orders;
  self->before = before;
  hsp_slot_list_splice (HSP_SLOT_LIST (self), splices, orders->len);
  self->before = NULL;
}

/* After a change of the book, whatever the person does with the list meanwhile. */
static void
follow_book (HspOrderList *self)
{
  HspSlotList *list = HSP_SLOT_LIST (self);
  g_autoptr(GPtrArray) orders = look_through (self);

  hsp_slot_list_settle (list);
  if (orders->len == 0 || !hsp_slot_list_is_whole (list))
    show_orders (self, g_steal_pointer (&orders), FALSE);
  else if (!is_same (orders, self->orders))
    splice_orders (self, g_steal_pointer (&orders));
  hsp_slot_list_tell_shown (list);
}

/* The book */

static void
take_entries (HspOrderList *self,
              guint         position,
              guint         removed,
              guint         added)
{
  for (guint i = position; i < position + removed; i++)
    g_hash_table_remove (self->by_order, ((Entry *) self->entries->pdata[i])->order);
  if (removed > 0)
    g_ptr_array_remove_range (self->entries, position, removed);
  for (guint i = position; i < position + added; i++)
    {
      Entry *entry = make_entry (g_list_model_get_item (G_LIST_MODEL (self->book), i));

      g_ptr_array_insert (self->entries, (int) i, entry);
      g_hash_table_insert (self->by_order, entry->order, entry);
    }
}

static void
on_book_items_changed_cb (HspOrderList *self,
                          guint         position,
                          guint         removed,
                          guint         added)
{
  take_entries (self, position, removed, added);
  follow_book (self);
}

/* Most changes are a poll that moved a bar, which the row shows by itself: only another state, or other
 * words while some are searched, may change the list. */
static void
on_order_changed_cb (HspOrderList *self,
                     HspOrder     *order)
{
  const HspState state = hsp_order_get_state (order);
  Entry *entry = g_hash_table_lookup (self->by_order, order);
  gboolean moved;

  if (entry == NULL)
    return;
  moved = entry->state != state || *self->words != NULL;
  entry->state = state;
  g_clear_pointer (&entry->folded, g_free);
  if (moved)
    follow_book (self);
}

/* The list */

static gpointer
hsp_order_list_dup_item (HspSlotList *list,
                         gboolean     before,
                         guint        index)
{
  HspOrderList *self = HSP_ORDER_LIST (list);

  return g_object_ref (before ? self->before->pdata[index] : self->orders->pdata[index]);
}

static void
hsp_order_list_finalize (GObject *object)
{
  HspOrderList *self = HSP_ORDER_LIST (object);

  g_hash_table_unref (self->by_order);
  g_ptr_array_unref (self->entries);
  g_ptr_array_unref (self->orders);
  g_strfreev (self->words);
  g_object_unref (self->filters);
  g_object_unref (self->book);

  G_OBJECT_CLASS (hsp_order_list_parent_class)->finalize (object);
}

static void
hsp_order_list_class_init (HspOrderListClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_order_list_finalize;
  HSP_SLOT_LIST_CLASS (klass)->dup_item = hsp_order_list_dup_item;
}

static void
hsp_order_list_init (HspOrderList *self)
{
  self->entries = g_ptr_array_new_with_free_func (free_entry);
  self->by_order = g_hash_table_new (NULL, NULL);
  self->orders = g_ptr_array_new_with_free_func (g_object_unref);
  self->words = g_new0 (char *, 1);
  self->filters = g_list_store_new (HSP_TYPE_ORDER_FILTER);
  for (HspShow show = HSP_SHOW_ALL; show < HSP_N_SHOWS; show++)
    {
      g_autoptr(HspOrderFilter) filter = hsp_order_filter_new (show);

      hsp_order_filter_set_chosen (filter, show == self->show);
      g_list_store_append (self->filters, filter);
    }
}

/**
 * hsp_order_list_new:
 *
 * Returns: (transfer full): all orders of @book; follows its changes
 */
HspOrderList *
hsp_order_list_new (HspOrderBook *book)
{
  HspOrderList *self;

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (book), NULL);

  self = g_object_new (HSP_TYPE_ORDER_LIST, NULL);
  self->book = g_object_ref (book);
  g_signal_connect_object (book, "items-changed", G_CALLBACK (on_book_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "order-changed", G_CALLBACK (on_order_changed_cb), self,
                           G_CONNECT_SWAPPED);
  on_book_items_changed_cb (self, 0, 0, g_list_model_get_n_items (G_LIST_MODEL (book)));
  return self;
}

/**
 * hsp_order_list_get_filters:
 *
 * Returns: (transfer none): of HspOrderFilter, in the order of HspShow
 */
GListModel *
hsp_order_list_get_filters (HspOrderList *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), NULL);

  return G_LIST_MODEL (self->filters);
}

/**
 * hsp_order_list_set_query:
 * @query: what was typed
 *
 * Every word must be in the name, the number, the link or the note.
 */
void
hsp_order_list_set_query (HspOrderList *self,
                          const char   *query)
{
  g_auto(GStrv) words = NULL;

  g_return_if_fail (HSP_IS_ORDER_LIST (self));
  g_return_if_fail (query != NULL);

  words = hsp_fold_words (query);
  if (g_strv_equal ((const char * const *) words, (const char * const *) self->words))
    return;
  g_strfreev (self->words);
  self->words = g_steal_pointer (&words);
  search (self);
}

void
hsp_order_list_set_show (HspOrderList *self,
                         HspShow       show)
{
  g_return_if_fail (HSP_IS_ORDER_LIST (self));
  g_return_if_fail (show < HSP_N_SHOWS);

  if (self->show == show)
    return;
  self->show = show;
  for (guint i = 0; i < HSP_N_SHOWS; i++)
    {
      g_autoptr(HspOrderFilter) filter = dup_filter (self, i);

      hsp_order_filter_set_chosen (filter, i == show);
    }
  search (self);
}

/**
 * hsp_order_list_get_n_searched:
 *
 * Returns: how many match what was typed, whatever the filter leaves of them
 */
guint
hsp_order_list_get_n_searched (HspOrderList *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), 0);

  return self->n_searched;
}

/**
 * hsp_order_list_find:
 *
 * Returns: the position of @order, though the list may have to grow until it is there; G_MAXUINT when it is
 *   not shown
 */
guint
hsp_order_list_find (HspOrderList *self,
                     HspOrder     *order)
{
  HspSlotList *list = HSP_SLOT_LIST (self);
  guint position;

  g_return_val_if_fail (HSP_IS_ORDER_LIST (self), G_MAXUINT);

  /* while the list changes, places are partly of before: after it, they are not */
  if (hsp_slot_list_is_splicing (list) || hsp_slot_list_get_n_shown (list) == 0)
    return G_MAXUINT;
  return g_ptr_array_find (self->orders, order, &position) ? position : G_MAXUINT;
}
