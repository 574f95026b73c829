/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-purchase.h"
#include "hsp-service.h"
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
  N_SIGNALS
};

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

/* The journal's numbers grow, so they are the order of time too. */
static guint
find_place (HspOrderBook *self,
            gint64        id)
{
  guint place = 0;

  while (place < self->orders->len && hsp_order_get_row (self->orders->pdata[place])->id > id)
    place++;
  return place;
}

/* @row: (transfer full). Returns: (transfer none) */
HspOrder *
hsp_order_book_insert_row (HspOrderBook   *self,
                           HspPurchaseRow *row)
{
  const guint place = find_place (self, row->id);
  HspOrder *order = hsp_order_new (row);

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

/* A purchase of SMS numbers is the desk's, once it is known what became of it. */
static gboolean
belongs_here (const HspPurchaseRow *row)
{
  return row->kind == HSP_PURCHASE_ORDER || row->outcome == HSP_OUTCOME_UNCONFIRMED;
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

/*< private >
 * hsp_order_book_add_row:
 * @row: (transfer full): of a purchase of SMS numbers that is unconfirmed
 */
void
hsp_order_book_add_row (HspOrderBook   *self,
                        HspPurchaseRow *row)
{
  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  hsp_order_book_insert_row (self, row);
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
 * hsp_order_book_make_closed_error:
 *
 * Returns: (transfer full): why nothing can be bought without the journal
 */
GError *
hsp_order_book_make_closed_error (void)
{
  return hsp_error_new (HSP_ERROR_STORE, HSP_DELIVERY_NONE, NULL,
                        _("Nothing was bought: your purchases cannot be written down now."));
}

/* Buying */

static void
change_spending (HspOrderBook *self,
                 int           change)
{
  const gboolean before = self->n_spending > 0;

  self->n_spending += change;
  if ((self->n_spending > 0) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPENDING]);
}

static void
place_bought_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspPurchaseResult) purchase = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  GError *error = NULL;
  HspOrder *order;

  purchase = hsp_purchase_finish (result, &error);
  if (purchase == NULL)
    {
      change_spending (self, -1);
      g_task_return_error (task, error);
      return;
    }
  order = hsp_order_book_insert_row (self, hsp_purchase_row_copy (purchase->row));
  change_spending (self, -1);
  if (purchase->row->outcome != HSP_OUTCOME_NOT_SENT && self->ready)
    hsp_wallet_refresh (self->wallet);
  g_task_return_pointer (task, g_object_ref (order), g_object_unref);
}

static HspPurchaseRow *
make_draft (HspOrderBook *self,
            HspService   *service,
            gint64        quantity,
            const char   *link)
{
  const HspServiceValue *value = hsp_service_get_value (service);
  HspPurchaseRow *draft = hsp_purchase_row_new ();
  g_autofree char *stripped = g_strstrip (g_strdup (link != NULL ? link : ""));

  draft->kind = HSP_PURCHASE_ORDER;
  draft->item = g_strdup (value->id);
  draft->name = g_strdup (value->name);
  draft->category = *value->category != '\0' ? g_strdup (value->category) : NULL;
  draft->quantity = quantity;
  draft->link = *stripped != '\0' ? g_steal_pointer (&stripped) : NULL;
  draft->estimate = hsp_service_estimate (service, quantity);
  g_free (draft->currency);
  draft->currency = g_strdup (hsp_wallet_get_currency (self->wallet));
  draft->balance_before = hsp_wallet_get_balance (self->wallet);
  draft->balance_before_at = hsp_wallet_get_read_at (self->wallet);
  return draft;
}

/* The same checks as in the form, for whoever has none. (transfer full) (nullable) */
static GError *
check_purchase (HspOrderBook *self,
                HspService   *service,
                gint64        quantity,
                const char   *link)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, quantity);
  g_autofree char *reason = NULL;

  if (!self->ready)
    return hsp_order_book_make_closed_error ();
  reason = hsp_service_check_quantity (service, text, NULL);
  if (reason == NULL)
    reason = hsp_service_check_link (service, link);
  if (reason == NULL)
    return NULL;
  return hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, reason);
}

/**
 * hsp_order_book_place_async:
 * @link: (nullable): required for SMM services, says the API notes
 *
 * Buys: journal row, wire, outcome. Not cancellable. Main thread.
 */
void
hsp_order_book_place_async (HspOrderBook        *self,
                            HspService          *service,
                            gint64               quantity,
                            const char          *link,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(HspPurchaseRow) draft = NULL;
  GError *error;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_place_async);
  g_task_set_check_cancellable (task, FALSE);

  error = check_purchase (self, service, quantity, link);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  draft = make_draft (self, service, quantity, link);
  change_spending (self, 1);
  hsp_purchase_async (self->journal, self->client, draft, place_bought_cb,
                      g_steal_pointer (&task));
}

/**
 * hsp_order_book_place_finish:
 *
 * Returns: (transfer full) (nullable): the order, whose row says the outcome; %NULL with
 *   HSP_ERROR_STORE or HSP_ERROR_USAGE when nothing was sent
 */
HspOrder *
hsp_order_book_place_finish (HspOrderBook  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Notes, forgetting, history */

typedef struct
{
  HspOrder *order;  /* (owned) */
  char     *note;   /* (owned) (nullable) */
} NoteData;

static void
note_data_free (NoteData *data)
{
  g_object_unref (data->order);
  g_free (data->note);
  g_free (data);
}

static void
note_written_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NoteData *data = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  /* The row may have moved on while this was written */
  row = hsp_purchase_row_copy (hsp_order_get_row (data->order));
  g_free (row->note);
  row->note = g_steal_pointer (&data->note);
  hsp_order_set_row (data->order, row);
  hsp_order_book_order_changed (self, data->order);
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_order_book_set_note_async:
 * @note: (nullable): the person's own words; empty takes the note away
 */
void
hsp_order_book_set_note_async (HspOrderBook        *self,
                               HspOrder            *order,
                               const char          *note,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(HspPurchaseRow) row = NULL;
  NoteData *data;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_set_note_async);
  data = g_new0 (NoteData, 1);
  data->order = g_object_ref (order);
  data->note = note != NULL && *note != '\0' ? g_strdup (note) : NULL;
  g_task_set_task_data (task, data, (GDestroyNotify) note_data_free);

  row = hsp_purchase_row_copy (hsp_order_get_row (order));
  g_free (row->note);
  row->note = g_strdup (data->note);
  hsp_journal_update_async (self->journal, row, note_written_cb, g_steal_pointer (&task));
}

gboolean
hsp_order_book_set_note_finish (HspOrderBook  *self,
                                GAsyncResult  *result,
                                GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forget_written_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  hsp_order_book_remove_order (self, g_task_get_task_data (task));
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_order_book_forget_async:
 *
 * Takes an order out of the journal. One that is unconfirmed has to be settled first:
 * HSP_ERROR_USAGE.
 */
void
hsp_order_book_forget_async (HspOrderBook        *self,
                             HspOrder            *order,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_forget_async);
  g_task_set_task_data (task, g_object_ref (order), g_object_unref);
  if (hsp_order_get_state (order) == HSP_STATE_UNCONFIRMED)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("Say first what became of this purchase.")));
      return;
    }
  hsp_journal_forget_async (self->journal, hsp_order_get_row (order)->id, forget_written_cb,
                            g_steal_pointer (&task));
}

gboolean
hsp_order_book_forget_finish (HspOrderBook  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
events_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  GPtrArray *events = hsp_journal_events_finish (HSP_JOURNAL (object), result, &error);

  if (events != NULL)
    g_task_return_pointer (task, events, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

/**
 * hsp_order_book_events_async:
 *
 * Reads the history of one order from the journal.
 */
void
hsp_order_book_events_async (HspOrderBook        *self,
                             HspOrder            *order,
                             GCancellable        *cancellable,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_events_async);
  hsp_journal_events_async (self->journal, hsp_order_get_row (order)->id, cancellable,
                            events_read_cb, g_steal_pointer (&task));
}

/**
 * hsp_order_book_events_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspEventRow): newest first
 */
GPtrArray *
hsp_order_book_events_finish (HspOrderBook  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
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

  G_OBJECT_CLASS (hsp_order_book_parent_class)->dispose (object);
}

static void
hsp_order_book_finalize (GObject *object)
{
  HspOrderBook *self = HSP_ORDER_BOOK (object);

  g_object_unref (self->cancellable);
  g_ptr_array_unref (self->orders);

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
}

static void
hsp_order_book_init (HspOrderBook *self)
{
  self->cancellable = g_cancellable_new ();
  self->orders = g_ptr_array_new_with_free_func (g_object_unref);
}

/*< private >
 * hsp_order_book_new:
 *
 * Returns: (transfer full): an empty book; nothing can be bought before hsp_order_book_load()
 */
HspOrderBook *
hsp_order_book_new (HspClient  *client,
                    HspJournal *journal,
                    HspWatcher *watcher,
                    HspWallet  *wallet)
{
  HspOrderBook *self = g_object_new (HSP_TYPE_ORDER_BOOK, NULL);

  self->client = g_object_ref (client);
  self->journal = g_object_ref (journal);
  self->watcher = g_object_ref (watcher);
  self->wallet = g_object_ref (wallet);
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

/**
 * hsp_order_book_find_same:
 * @link: (nullable): as it was typed
 *
 * Returns: (transfer none) (nullable): an open or unconfirmed order of the same service and link
 */
HspOrder *
hsp_order_book_find_same (HspOrderBook *self,
                          const char   *service,
                          const char   *link)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), NULL);
  g_return_val_if_fail (service != NULL, NULL);

  stripped = g_strstrip (g_strdup (link != NULL ? link : ""));
  for (guint i = 0; i < self->orders->len; i++)
    {
      HspOrder *order = self->orders->pdata[i];
      const HspPurchaseRow *row = hsp_order_get_row (order);
      const HspState state = hsp_order_get_state (order);

      if ((state == HSP_STATE_OPEN || state == HSP_STATE_UNCONFIRMED)
          && row->kind == HSP_PURCHASE_ORDER && g_strcmp0 (row->item, service) == 0
          && g_str_equal (row->link != NULL ? row->link : "", stripped))
        return order;
    }
  return NULL;
}
