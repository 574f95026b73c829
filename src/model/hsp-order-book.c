/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-wallet-private.h"

enum
{
  PROP_N_UNCONFIRMED = 1,
  PROP_READY,
  PROP_SPENDING,
  N_PROPS
};

enum
{
  SIGNAL_ORDER_CHANGED,
  SIGNAL_NUMBERS_PLACED,
  SIGNAL_NUMBERS_RELEASED,
  N_SIGNALS
};

/* Purchases that are put into the list each for itself. */
#define MOST_ONE_BY_ONE 10

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void hsp_order_book_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HspOrderBook, hsp_order_book, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hsp_order_book_model_init))

/* The list */

static void
count_unconfirmed (HspOrderBook *self)
{
  guint n_unconfirmed = 0;

  for (guint i = 0; i < self->orders->len; i++)
    {
      if (hsp_order_get_state (self->orders->pdata[i]) == HSP_STATE_UNCONFIRMED)
        n_unconfirmed++;
    }
  if (self->n_unconfirmed == n_unconfirmed)
    return;
  self->n_unconfirmed = n_unconfirmed;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNCONFIRMED]);
}

static void
watch_order (HspOrderBook *self,
             HspOrder     *order)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, row->id);

  if (self->ready && row->outcome == HSP_OUTCOME_PLACED && row->order != NULL
      && hsp_order_get_state (order) == HSP_STATE_OPEN)
    hsp_watcher_add (self->watcher, HSP_WATCH_ORDER, id, row->created, 0);
  else
    hsp_watcher_remove (self->watcher, HSP_WATCH_ORDER, id);
}

/* After any change of an order's row */
void
hsp_order_book_order_changed (HspOrderBook *self,
                              HspOrder     *order)
{
  watch_order (self, order);
  count_unconfirmed (self);
  hsp_wallet_queue_update (self->wallet);
  g_signal_emit (self, signals[SIGNAL_ORDER_CHANGED], 0, order);
}

/* Newest first, as the journal reads them: what was imported got its number late. */
static int
compare_rows (const HspPurchaseRow *a,
              const HspPurchaseRow *b)
{
  if (a->created != b->created)
    return a->created > b->created ? -1 : 1;
  return (a->id < b->id) - (a->id > b->id);
}

static int
compare_orders (gconstpointer a,
                gconstpointer b)
{
  return compare_rows (hsp_order_get_row (*(HspOrder * const *) a),
                       hsp_order_get_row (*(HspOrder * const *) b));
}

static guint
find_place (HspOrderBook         *self,
            const HspPurchaseRow *row)
{
  guint place = 0;

  while (place < self->orders->len
         && compare_rows (hsp_order_get_row (self->orders->pdata[place]), row) < 0)
    place++;
  return place;
}

/* @row: (transfer full). Returns: (transfer none) */
HspOrder *
hsp_order_book_insert_row (HspOrderBook   *self,
                           HspPurchaseRow *row,
                           HspSpan         span,
                           HspSpan         before)
{
  const guint place = find_place (self, row);
  HspOrder *order = hsp_order_book_lookup (self, row->id);

  /* read back from the journal already, because another program wrote meanwhile */
  if (order != NULL)
    {
      hsp_order_set_row (order, row);
      hsp_order_set_spans (order, span, before);
      hsp_order_book_order_changed (self, order);
      return order;
    }
  order = hsp_order_new (row);
  hsp_order_set_spans (order, span, before);
  g_ptr_array_insert (self->orders, (int) place, order);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
  hsp_order_book_order_changed (self, order);
  return order;
}

void
hsp_order_book_remove_order (HspOrderBook *self,
                             HspOrder     *order)
{
  g_autofree char *id = g_strdup_printf ("%" G_GINT64_FORMAT, hsp_order_get_row (order)->id);
  guint place;

  if (!g_ptr_array_find (self->orders, order, &place))
    return;
  hsp_watcher_remove (self->watcher, HSP_WATCH_ORDER, id);
  g_ptr_array_remove_index (self->orders, place);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 1, 0);
  count_unconfirmed (self);
  hsp_wallet_queue_update (self->wallet);
}

HspOrder *
hsp_order_book_find_by_number (HspOrderBook *self,
                               const char   *order_number)
{
  for (guint i = 0; i < self->orders->len; i++)
    {
      if (g_strcmp0 (hsp_order_get_row (self->orders->pdata[i])->order, order_number) == 0)
        return self->orders->pdata[i];
    }
  return NULL;
}

/* What is under way is shown when it has come to an outcome, by whoever sends it. */
static gboolean
is_under_way (const HspPurchaseRow *row)
{
  return row->outcome == HSP_OUTCOME_WRITTEN || row->outcome == HSP_OUTCOME_SENT;
}

/* A purchase of SMS numbers is the desk's, once it has numbers. */
static gboolean
belongs_here (const HspPurchaseRow *row)
{
  return row->kind == HSP_PURCHASE_ORDER
         || (row->outcome != HSP_OUTCOME_PLACED && !is_under_way (row));
}

/*< private >
 * hsp_order_book_load:
 * @purchases: (element-type HspPurchaseRow): what the journal knows, newest first
 *
 * From now on things can be bought, and open orders are watched.
 */
void
hsp_order_book_load (HspOrderBook *self,
                     GPtrArray    *purchases)
{
  const guint n_before = self->orders->len;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  self->ready = TRUE;
  self->loaded = hsp_wallet_tick (self->wallet);
  g_ptr_array_set_size (self->orders, 0);
  for (guint i = 0; i < purchases->len; i++)
    {
      const HspPurchaseRow *row = purchases->pdata[i];

      if (belongs_here (row))
        g_ptr_array_add (self->orders, hsp_order_new (hsp_purchase_row_copy (row)));
    }
  if (n_before > 0 || self->orders->len > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->orders->len);
  for (guint i = 0; i < self->orders->len; i++)
    watch_order (self, self->orders->pdata[i]);
  count_unconfirmed (self);
  hsp_wallet_queue_update (self->wallet);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

/* Takes away what another program has forgotten or settled as numbers. Of what is older than the journal
 * reads, only what is open is among @rows: the others are not gone, but what was unconfirmed has been
 * settled. */
static void
remove_gone (HspOrderBook *self,
             GHashTable   *rows,
             gint64        after)
{
  for (guint i = self->orders->len; i > 0; i--)
    {
      HspOrder *order = self->orders->pdata[i - 1];
      const HspPurchaseRow *known = hsp_order_get_row (order);
      const HspPurchaseRow *row = g_hash_table_lookup (rows, &known->id);

      if (row == NULL ? known->created > after || known->outcome == HSP_OUTCOME_UNCONFIRMED
                      : !belongs_here (row) && !is_under_way (row))
        hsp_order_book_remove_order (self, order);
    }
}

/* (transfer full): the rows are replaced while it is looked for */
static gint64 *
dup_id (HspOrder *order)
{
  return g_memdup2 (&hsp_order_get_row (order)->id, sizeof (gint64));
}

/* Many come at once from an import, and each change of the list costs its length.
 * @fresh: (element-type HspOrder) */
static void
insert_orders (HspOrderBook *self,
               GPtrArray    *fresh)
{
  const guint n_before = self->orders->len;

  if (fresh->len == 0)
    return;
  if (fresh->len <= MOST_ONE_BY_ONE)
    {
      for (guint i = 0; i < fresh->len; i++)
        {
          const guint place = find_place (self, hsp_order_get_row (fresh->pdata[i]));

          g_ptr_array_insert (self->orders, (int) place, g_object_ref (fresh->pdata[i]));
          g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
        }
    }
  else
    {
      for (guint i = 0; i < fresh->len; i++)
        g_ptr_array_add (self->orders, g_object_ref (fresh->pdata[i]));
      g_ptr_array_sort (self->orders, compare_orders);
      g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, self->orders->len);
    }
  for (guint i = 0; i < fresh->len; i++)
    watch_order (self, fresh->pdata[i]);
  count_unconfirmed (self);
  hsp_wallet_queue_update (self->wallet);
}

/*< private >
 * hsp_order_book_merge:
 * @purchases: (element-type HspPurchaseRow): what the journal knows now, newest first
 * @after: Unix seconds: all that were created later are among them
 *
 * Another program has written: what differs is shown, and what is shown stays the same object.
 */
void
hsp_order_book_merge (HspOrderBook *self,
                      GPtrArray    *purchases,
                      gint64        after)
{
  g_autoptr(GHashTable) rows = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autoptr(GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  for (guint i = 0; i < purchases->len; i++)
    {
      HspPurchaseRow *row = purchases->pdata[i];

      g_hash_table_insert (rows, &row->id, row);
    }
  remove_gone (self, rows, after);
  for (guint i = 0; i < self->orders->len; i++)
    g_hash_table_insert (known, dup_id (self->orders->pdata[i]), self->orders->pdata[i]);
  for (guint i = purchases->len; i > 0; i--)
    {
      const HspPurchaseRow *row = purchases->pdata[i - 1];
      HspOrder *order = g_hash_table_lookup (known, &row->id);

      if (!belongs_here (row) || is_under_way (row))
        continue;
      if (order == NULL)
        g_ptr_array_add (fresh, hsp_order_new (hsp_purchase_row_copy (row)));
      else if (!hsp_order_is_newer (order, row))
        {
          hsp_order_set_row (order, hsp_purchase_row_copy (row));
          hsp_order_book_order_changed (self, order);
        }
    }
  insert_orders (self, fresh);
}

/*< private >
 * hsp_order_book_add_row:
 * @row: (transfer full): of a purchase of SMS numbers that was not placed, or that is unconfirmed
 * @unwritten: (nullable): the numbers that could not be written down
 */
void
hsp_order_book_add_row (HspOrderBook   *self,
                        HspPurchaseRow *row,
                        const char     *unwritten,
                        HspSpan         span,
                        HspSpan         before)
{
  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  hsp_order_set_unwritten (hsp_order_book_insert_row (self, row, span, before), unwritten);
}

void
hsp_order_book_set_numbers (HspOrderBook *self,
                            GListModel   *numbers)
{
  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  g_set_weak_pointer (&self->numbers, numbers);
}

/*< private >
 * hsp_order_book_close:
 *
 * Nothing is bought, asked or written any more.
 */
void
hsp_order_book_close (HspOrderBook *self)
{
  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  g_cancellable_cancel (self->cancellable);
  hsp_watcher_set_func (self->watcher, HSP_WATCH_ORDER, NULL, NULL);
  if (!self->ready)
    return;
  self->ready = FALSE;
  for (guint i = 0; i < self->orders->len; i++)
    watch_order (self, self->orders->pdata[i]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READY]);
}

/*< private >
 * hsp_order_book_set_closed_reason:
 * @reason: (nullable): why the journal could not be opened; NULL when it could
 */
void
hsp_order_book_set_closed_reason (HspOrderBook *self,
                                  const char   *reason)
{
  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  g_free (self->closed_reason);
  self->closed_reason = g_strdup (reason);
}

/*< private >
 * hsp_order_book_make_closed_error:
 *
 * Returns: (transfer full): why nothing can be bought without the journal
 */
GError *
hsp_order_book_make_closed_error (HspOrderBook *self)
{
  const char *words = _("Nothing was bought: your purchases cannot be written down now.");
  g_autofree char *message = NULL;

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), NULL);

  message = self->closed_reason != NULL ? g_strdup_printf ("%s %s", words, self->closed_reason)
                                        : g_strdup (words);
  return hsp_error_new (HSP_ERROR_STORE, HSP_DELIVERY_NONE, NULL, message);
}

/* List model */

static GType
hsp_order_book_get_item_type (GListModel *model)
{
  return HSP_TYPE_ORDER;
}

static guint
hsp_order_book_get_n_items (GListModel *model)
{
  return HSP_ORDER_BOOK (model)->orders->len;
}

static gpointer
hsp_order_book_get_item (GListModel *model,
                         guint       position)
{
  HspOrderBook *self = HSP_ORDER_BOOK (model);

  if (position >= self->orders->len)
    return NULL;
  return g_object_ref (self->orders->pdata[position]);
}

static void
hsp_order_book_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hsp_order_book_get_item_type;
  iface->get_n_items = hsp_order_book_get_n_items;
  iface->get_item = hsp_order_book_get_item;
}

/* Object */

static void
hsp_order_book_get_property (GObject    *object,
                             guint       prop_id,
                             GValue     *value,
                             GParamSpec *pspec)
{
  HspOrderBook *self = HSP_ORDER_BOOK (object);

  switch (prop_id)
    {
    case PROP_N_UNCONFIRMED:
      g_value_set_uint (value, self->n_unconfirmed);
      break;
    case PROP_READY:
      g_value_set_boolean (value, self->ready);
      break;
    case PROP_SPENDING:
      g_value_set_boolean (value, self->n_spending > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_order_book_dispose (GObject *object)
{
  HspOrderBook *self = HSP_ORDER_BOOK (object);

  g_cancellable_cancel (self->cancellable);
  if (self->watcher != NULL)
    hsp_watcher_set_func (self->watcher, HSP_WATCH_ORDER, NULL, NULL);
  g_clear_object (&self->watcher);
  g_clear_object (&self->client);
  g_clear_object (&self->journal);
  g_clear_object (&self->wallet);
  g_clear_object (&self->spending);
  g_clear_weak_pointer (&self->numbers);

  G_OBJECT_CLASS (hsp_order_book_parent_class)->dispose (object);
}

static void
hsp_order_book_finalize (GObject *object)
{
  HspOrderBook *self = HSP_ORDER_BOOK (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->orders);
  g_hash_table_unref (self->polled);
  g_free (self->closed_reason);

  G_OBJECT_CLASS (hsp_order_book_parent_class)->finalize (object);
}

static void
hsp_order_book_class_init (HspOrderBookClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_order_book_get_property;
  object_class->dispose = hsp_order_book_dispose;
  object_class->finalize = hsp_order_book_finalize;

  /* Purchases whose outcome is not known: the person has to settle them. */
  properties[PROP_N_UNCONFIRMED] = g_param_spec_uint ("n-unconfirmed", NULL, NULL, 0, G_MAXUINT, 0,
                                                      flags);
  /* The journal was read. */
  properties[PROP_READY] = g_param_spec_boolean ("ready", NULL, NULL, FALSE, flags);
  /* A purchase is under way. */
  properties[PROP_SPENDING] = g_param_spec_boolean ("spending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ORDER_CHANGED] = g_signal_new ("order-changed", HSP_TYPE_ORDER_BOOK,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, HSP_TYPE_ORDER);
  signals[SIGNAL_NUMBERS_PLACED] = g_signal_new ("numbers-placed", HSP_TYPE_ORDER_BOOK,
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_POINTER);
  signals[SIGNAL_NUMBERS_RELEASED] = g_signal_new ("numbers-released", HSP_TYPE_ORDER_BOOK,
                                                   G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                   G_TYPE_NONE, 1, HSP_TYPE_ORDER);
}

static void
hsp_order_book_init (HspOrderBook *self)
{
  self->cancellable = g_cancellable_new ();
  self->orders = g_ptr_array_new_with_free_func (g_object_unref);
  self->polled = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

/*< private >
 * hsp_order_book_new:
 *
 * Returns: (transfer full): an empty book; nothing can be bought before hsp_order_book_load()
 */
HspOrderBook *
hsp_order_book_new (HspClient   *client,
                    HspJournal  *journal,
                    HspWatcher  *watcher,
                    HspWallet   *wallet,
                    HspSpending *spending)
{
  HspOrderBook *self = g_object_new (HSP_TYPE_ORDER_BOOK, NULL);

  self->client = g_object_ref (client);
  self->journal = g_object_ref (journal);
  self->watcher = g_object_ref (watcher);
  self->wallet = g_object_ref (wallet);
  self->spending = g_object_ref (spending);
  hsp_watcher_set_func (watcher, HSP_WATCH_ORDER, hsp_order_book_watch_cb, self);
  return self;
}

gboolean
hsp_order_book_get_ready (HspOrderBook *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), FALSE);

  return self->ready;
}

guint
hsp_order_book_get_n_unconfirmed (HspOrderBook *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), 0);

  return self->n_unconfirmed;
}

gboolean
hsp_order_book_get_spending (HspOrderBook *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), FALSE);

  return self->n_spending > 0;
}

/**
 * hsp_order_book_lookup:
 *
 * Returns: (transfer none) (nullable): the order with this number of the journal
 */
HspOrder *
hsp_order_book_lookup (HspOrderBook *self,
                       gint64        journal_id)
{
  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), NULL);

  for (guint i = 0; i < self->orders->len; i++)
    {
      if (hsp_order_get_row (self->orders->pdata[i])->id == journal_id)
        return self->orders->pdata[i];
    }
  return NULL;
}

/* What the shop refused, or was never asked, was not ordered. */
static gboolean
is_ordered (const HspPurchaseRow *row)
{
  return row->kind == HSP_PURCHASE_ORDER && row->item != NULL && *row->item != '\0'
         && (row->outcome == HSP_OUTCOME_PLACED || row->outcome == HSP_OUTCOME_UNCONFIRMED);
}

/**
 * hsp_order_book_dup_services:
 *
 * Returns: (transfer full): the ids of the services that were ordered, or may have been, each once,
 *   the one of the newest order first; another answer only after `items-changed` or `order-changed`
 */
GStrv
hsp_order_book_dup_services (HspOrderBook *self)
{
  g_autoptr(GStrvBuilder) services = g_strv_builder_new ();
  g_autoptr(GHashTable) there = g_hash_table_new (g_str_hash, g_str_equal);

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), NULL);

  for (guint i = 0; i < self->orders->len; i++)
    {
      const HspPurchaseRow *row = hsp_order_get_row (self->orders->pdata[i]);

      if (is_ordered (row) && g_hash_table_add (there, row->item))
        g_strv_builder_add (services, row->item);
    }
  return g_strv_builder_end (services);
}
