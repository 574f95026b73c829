/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book.h"
#include "hsp-order-book-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-purchase.h"
#include "hsp-service.h"
#include "hsp-shop.h"
#include "hsp-wallet-private.h"
#include "hsp-watcher.h"

/* What a balance with two decimals can hide of a charge. */
#define ROUNDING (HSP_MONEY_UNIT / 200)
/* No shop's number is longer. */
#define MOST_DIGITS 32

struct _HspOrderBook
{
  GObject       parent_instance;

  HspClient    *client;         /* (owned) */
  HspJournal   *journal;        /* (owned) */
  HspWatcher   *watcher;        /* (owned) */
  HspWallet    *wallet;         /* (owned) */
  GCancellable *cancellable;    /* (owned) of what nobody waits for */

  GPtrArray    *orders;         /* (owned) (element-type HspOrder) newest first */
  guint         n_unconfirmed;
  guint         n_spending;
  gboolean      ready;
};

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

static gint64
get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

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
static void
order_changed (HspOrderBook *self,
               HspOrder     *order)
{
  watch_order (self, order);
  count_unconfirmed (self);
  hsp_wallet_queue_update (self->wallet);
  g_signal_emit (self, signals[SIGNAL_ORDER_CHANGED], 0, order);
}

static void
on_order_changed_cb (HspOrderBook *self,
                     HspOrder     *order)
{
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
static HspOrder *
insert_row (HspOrderBook   *self,
            HspPurchaseRow *row)
{
  const guint place = find_place (self, row->id);
  HspOrder *order = hsp_order_new (row);

  g_ptr_array_insert (self->orders, (int) place, order);
  g_list_model_items_changed (G_LIST_MODEL (self), place, 0, 1);
  order_changed (self, order);
  return order;
}

static void
remove_order (HspOrderBook *self,
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

static HspOrder *
find_by_number (HspOrderBook *self,
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

  insert_row (self, row);
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
  order = insert_row (self, hsp_purchase_row_copy (purchase->row));
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

/* Watching */

static void
status_written_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* What the shop says can be asked again; it is shown all the same */
  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    g_debug ("A status was not written: %s", error->message);
}

static void
take_status (HspOrderBook         *self,
             HspOrder             *order,
             const HspOrderStatus *status)
{
  HspPurchaseRow *row = hsp_purchase_row_copy (hsp_order_get_row (order));
  const HspMoney charge_before = row->charge;
  const HspState state_before = hsp_order_get_state (order);

  g_free (row->status);
  row->status = g_strdup (status->status);
  if (status->charge != HSP_MONEY_UNKNOWN)
    row->charge = status->charge;
  if (*status->currency != '\0')
    {
      g_free (row->currency);
      row->currency = g_strdup (status->currency);
    }
  if (status->start_count != HSP_UNKNOWN)
    row->start_count = status->start_count;
  if (status->remains != HSP_UNKNOWN)
    row->remains = status->remains;
  row->checked = get_now ();
  row->updated = row->checked;

  if (self->ready)
    hsp_journal_update_async (self->journal, row, status_written_cb, NULL);
  hsp_order_set_row (order, row);
  hsp_order_set_check_error (order, NULL);
  order_changed (self, order);
  if (self->ready
      && (hsp_order_get_state (order) != state_before
          || (charge_before != HSP_MONEY_UNKNOWN && row->charge != charge_before)))
    hsp_wallet_refresh (self->wallet);
}

static void
take_check_error (HspOrderBook *self,
                  HspOrder     *order,
                  const GError *error)
{
  hsp_order_set_check_error (order, error);
  on_order_changed_cb (self, order);
}

typedef struct
{
  HspOrderBook *self;   /* not a reference: see the callback */
  HspOrder     *order;  /* (owned) */
} Poll;

static void
poll_free (Poll *poll)
{
  g_object_unref (poll->order);
  g_free (poll);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Poll, poll_free)

static void
poll_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(Poll) poll = user_data;
  HspOrderBook *self = poll->self;
  g_autoptr(HspOrderStatus) status = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *id = NULL;

  status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  id = g_strdup_printf ("%" G_GINT64_FORMAT, hsp_order_get_row (poll->order)->id);
  if (g_ptr_array_find (self->orders, poll->order, NULL))
    {
      if (status != NULL)
        take_status (self, poll->order, status);
      else
        take_check_error (self, poll->order, error);
    }
  hsp_watcher_done (self->watcher, HSP_WATCH_ORDER, id, status != NULL);
}

static void
poll_order (HspOrderBook *self,
            HspOrder     *order)
{
  Poll *poll = g_new0 (Poll, 1);

  poll->self = self;
  poll->order = g_object_ref (order);
  hsp_shop_status_async (self->client, hsp_order_get_row (order)->order, self->cancellable,
                         poll_read_cb, poll);
}

static void
watch_cb (HspWatcher   *watcher,
          HspWatchKind  kind,
          const char   *id,
          gpointer      user_data)
{
  HspOrderBook *self = user_data;
  HspOrder *order = hsp_order_book_lookup (self, g_ascii_strtoll (id, NULL, 10));

  if (order != NULL)
    poll_order (self, order);
  else
    hsp_watcher_remove (watcher, kind, id);
}

/* Asking, for a person who waits */

static gboolean
check_has_number (HspOrder *order,
                  GTask    *task)
{
  if (hsp_order_get_row (order)->order != NULL)
    return TRUE;
  g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_USAGE, "%s",
                           _("The shop gave no number for this order."));
  return FALSE;
}

static void
check_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspOrderStatus) status = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  HspOrder *order = g_task_get_task_data (task);
  GError *error = NULL;

  status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  hsp_order_set_busy (order, FALSE);
  if (status != NULL)
    {
      take_status (self, order, status);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_check_error (self, order, error);
  g_task_return_error (task, error);
}

/**
 * hsp_order_book_check_async:
 *
 * Asks the status now, because a person wants to know. Errors are of HSP_ERROR, or
 * G_IO_ERROR_CANCELLED.
 */
void
hsp_order_book_check_async (HspOrderBook        *self,
                            HspOrder            *order,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_check_async);
  g_task_set_task_data (task, g_object_ref (order), g_object_unref);
  if (!check_has_number (order, task))
    return;
  hsp_order_set_busy (order, TRUE);
  hsp_shop_status_async (self->client, hsp_order_get_row (order)->order, cancellable,
                         check_read_cb, g_steal_pointer (&task));
}

gboolean
hsp_order_book_check_finish (HspOrderBook  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_order_book_check_all:
 *
 * Asks the status of all open orders; their turns of being watched are not changed.
 */
void
hsp_order_book_check_all (HspOrderBook *self)
{
  g_return_if_fail (HSP_IS_ORDER_BOOK (self));

  for (guint i = 0; self->ready && i < self->orders->len; i++)
    {
      HspOrder *order = self->orders->pdata[i];

      if (hsp_order_get_state (order) == HSP_STATE_OPEN && hsp_order_get_row (order)->order != NULL)
        poll_order (self, order);
    }
}

static void
goods_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspOrderStatus) status = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  HspOrder *order = g_task_get_task_data (task);
  GError *error = NULL;
  GStrv goods;

  status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  goods = g_steal_pointer (&status->accounts);
  take_status (self, order, status);
  g_task_return_pointer (task, goods != NULL ? goods : g_new0 (char *, 1),
                         (GDestroyNotify) g_strfreev);
}

/**
 * hsp_order_book_fetch_goods_async:
 *
 * Asks for the delivered goods: `accounts` of `status`, says the API notes. They are confidential
 * and handed on only, kept nowhere.
 */
void
hsp_order_book_fetch_goods_async (HspOrderBook        *self,
                                  HspOrder            *order,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_fetch_goods_async);
  g_task_set_task_data (task, g_object_ref (order), g_object_unref);
  if (!check_has_number (order, task))
    return;
  hsp_shop_status_async (self->client, hsp_order_get_row (order)->order, cancellable,
                         goods_read_cb, g_steal_pointer (&task));
}

/**
 * hsp_order_book_fetch_goods_finish:
 *
 * Returns: (transfer full) (nullable): one item a line, empty when there are none
 */
GStrv
hsp_order_book_fetch_goods_finish (HspOrderBook  *self,
                                   GAsyncResult  *result,
                                   GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Orders and numbers that a person names */

typedef struct
{
  char           *number;   /* (owned) of the shop */
  HspOrder       *order;    /* (owned) (nullable) that is settled */
  HspOrderStatus *status;   /* (owned) (nullable) */
  HspPurchaseRow *row;      /* (owned) (nullable) that is adopted */
  GPtrArray      *numbers;  /* (owned) (nullable) (element-type HspNumberRow) */
} NamedData;

static void
named_data_free (NamedData *data)
{
  g_free (data->number);
  g_clear_object (&data->order);
  g_clear_pointer (&data->status, hsp_order_status_free);
  g_clear_pointer (&data->row, hsp_purchase_row_free);
  g_clear_pointer (&data->numbers, g_ptr_array_unref);
  g_free (data);
}

/* (transfer full) (nullable): NULL when the task has got an error */
static NamedData *
take_number (HspOrderBook *self,
             const char   *order_number,
             GTask        *task)
{
  g_autofree char *number = g_strstrip (g_strdup (order_number));
  NamedData *data;

  if (*number == '#')
    memmove (number, number + 1, strlen (number));
  if (!self->ready)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_STORE, HSP_DELIVERY_NONE, NULL,
                                                _("Your orders cannot be written down now.")));
      return NULL;
    }
  if (*number == '\0' || strlen (number) > MOST_DIGITS)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("Enter the number of an order.")));
      return NULL;
    }
  if (find_by_number (self, number) != NULL)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("This order is in your orders already.")));
      return NULL;
    }
  data = g_new0 (NamedData, 1);
  data->number = g_steal_pointer (&number);
  g_task_set_task_data (task, data, (GDestroyNotify) named_data_free);
  return data;
}

static void
adopt_written_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  GError *error = NULL;
  HspOrder *order;

  data->row->id = hsp_journal_adopt_finish (HSP_JOURNAL (object), result, &error);
  if (data->row->id == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  order = insert_row (self, g_steal_pointer (&data->row));
  take_status (self, order, data->status);
  g_task_return_pointer (task, g_object_ref (order), g_object_unref);
}

static void
adopt_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  data->status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (data->status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  row = hsp_purchase_row_new ();
  row->kind = HSP_PURCHASE_ORDER;
  row->outcome = HSP_OUTCOME_PLACED;
  row->order = g_strdup (data->number);
  row->item = g_strdup ("");
  /* Translators: the name of an order that was placed elsewhere: %s is its number */
  row->name = g_strdup_printf (_("Order %s"), data->number);
  g_free (row->currency);
  row->currency = g_strdup (data->status->currency);
  row->created = get_now ();
  row->updated = row->created;
  data->row = row;
  hsp_journal_adopt_async (self->journal, row, adopt_written_cb, g_steal_pointer (&task));
}

/**
 * hsp_order_book_adopt_async:
 * @order_number: the shop's number of an order that was placed elsewhere
 *
 * Asks the shop for the order and adds it. Errors: HSP_ERROR_USAGE when it is no number or known
 * already, HSP_ERROR_ORDER_NOT_FOUND, HSP_ERROR_STORE and what a read can fail with.
 */
void
hsp_order_book_adopt_async (HspOrderBook        *self,
                            const char          *order_number,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  NamedData *data;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (order_number != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_adopt_async);
  /* What was written is not undone by a cancel that came late */
  g_task_set_check_cancellable (task, FALSE);
  data = take_number (self, order_number, task);
  if (data != NULL)
    hsp_shop_status_async (self->client, data->number, cancellable, adopt_read_cb,
                           g_steal_pointer (&task));
}

/**
 * hsp_order_book_adopt_finish:
 *
 * Returns: (transfer full) (nullable): the order
 */
HspOrder *
hsp_order_book_adopt_finish (HspOrderBook  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Settling */

static void
settle_sms_done (HspOrderBook *self,
                 HspOrder     *order,
                 GPtrArray    *numbers)
{
  g_object_ref (order);
  remove_order (self, order);
  if (numbers != NULL)
    g_signal_emit (self, signals[SIGNAL_NUMBERS_PLACED], 0, hsp_order_get_row (order), numbers);
  g_object_unref (order);
}

static void
settle_placed_written_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  row = hsp_purchase_row_copy (hsp_order_get_row (data->order));
  row->outcome = HSP_OUTCOME_PLACED;
  row->updated = get_now ();
  g_clear_pointer (&row->reason, g_free);
  if (row->kind == HSP_PURCHASE_ORDER)
    row->order = g_strdup (data->number);
  hsp_order_set_row (data->order, row);
  order_changed (self, data->order);
  if (data->status != NULL)
    take_status (self, data->order, data->status);
  else
    settle_sms_done (self, data->order, data->numbers);
  g_task_return_boolean (task, TRUE);
}

static gboolean
is_unconfirmed (HspOrder *order,
                GTask    *task)
{
  if (hsp_order_get_state (order) == HSP_STATE_UNCONFIRMED)
    return TRUE;
  g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                            _("This purchase is settled already.")));
  return FALSE;
}

static void
settle_status_read_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  GError *error = NULL;

  data->status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (data->status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!is_unconfirmed (data->order, task))
    return;
  hsp_journal_settle_async (self->journal, hsp_order_get_row (data->order)->id,
                            HSP_OUTCOME_PLACED, data->number, NULL, NULL,
                            settle_placed_written_cb, g_steal_pointer (&task));
}

static HspNumberRow *
make_number (const HspPurchaseRow *purchase,
             const char           *number,
             const HspSmsStatus   *status)
{
  HspNumberRow *row = hsp_number_row_new ();

  g_free (row->order);
  row->order = g_strdup (number);
  row->purchase = purchase->id;
  g_free (row->phone);
  row->phone = g_strdup (status->phone != NULL ? status->phone : "");
  g_free (row->country);
  row->country = g_strdup (purchase->country != NULL ? purchase->country : "");
  g_free (row->project);
  row->project = g_strdup (purchase->item);
  g_free (row->project_name);
  row->project_name = g_strdup (purchase->name);
  g_free (row->status);
  row->status = g_strdup (status->status != NULL ? status->status : "");
  g_free (row->currency);
  row->currency = g_strdup (*status->currency != '\0' ? status->currency : purchase->currency);
  row->charge = status->charge;
  row->created = purchase->created;
  row->expires = status->expires_at;
  return row;
}

static void
settle_sms_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspSmsStatus) status = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  const HspPurchaseRow *row = hsp_order_get_row (data->order);
  GError *error = NULL;

  status = hsp_shop_sms_status_finish (HSP_CLIENT (object), result, &error);
  if (status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!is_unconfirmed (data->order, task))
    return;
  data->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  g_ptr_array_add (data->numbers, make_number (row, data->number, status));
  hsp_journal_settle_async (self->journal, row->id, HSP_OUTCOME_PLACED, NULL, data->numbers, NULL,
                            settle_placed_written_cb, g_steal_pointer (&task));
}

/**
 * hsp_order_book_settle_placed_async:
 * @order_number: what the person found in the order history of the shop
 *
 * Asks the shop for that number first; HSP_ERROR_ORDER_NOT_FOUND leaves the purchase unconfirmed.
 */
void
hsp_order_book_settle_placed_async (HspOrderBook        *self,
                                    HspOrder            *order,
                                    const char          *order_number,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  NamedData *data;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));
  g_return_if_fail (order_number != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_settle_placed_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!is_unconfirmed (order, task))
    return;
  data = take_number (self, order_number, task);
  if (data == NULL)
    return;
  data->order = g_object_ref (order);
  switch (hsp_order_get_row (order)->kind)
    {
    case HSP_PURCHASE_ORDER:
      hsp_shop_status_async (self->client, data->number, cancellable, settle_status_read_cb,
                             g_steal_pointer (&task));
      break;
    case HSP_PURCHASE_SMS:
      hsp_shop_sms_status_async (self->client, data->number, cancellable, settle_sms_read_cb,
                                 g_steal_pointer (&task));
      break;
    }
}

static void
settle_not_placed_written_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  HspOrder *order = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  row = hsp_purchase_row_copy (hsp_order_get_row (order));
  row->outcome = HSP_OUTCOME_NOT_PLACED;
  row->updated = get_now ();
  hsp_order_set_row (order, row);
  order_changed (self, order);
  if (row->kind == HSP_PURCHASE_SMS)
    settle_sms_done (self, order, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_order_book_settle_not_placed_async:
 *
 * The person says that the shop has no such order: it is kept as not placed.
 */
void
hsp_order_book_settle_not_placed_async (HspOrderBook        *self,
                                        HspOrder            *order,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  const HspPurchaseRow *row;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_settle_not_placed_async);
  g_task_set_task_data (task, g_object_ref (order), g_object_unref);
  if (!is_unconfirmed (order, task))
    return;
  row = hsp_order_get_row (order);
  hsp_journal_settle_async (self->journal, row->id, HSP_OUTCOME_NOT_PLACED, NULL, NULL,
                            row->reason, settle_not_placed_written_cb, g_steal_pointer (&task));
}

gboolean
hsp_order_book_settle_finish (HspOrderBook  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static HspVerdict
judge (const HspEvidence *evidence,
       HspMoney           estimate)
{
  HspMoney fell;

  if (evidence->difference == HSP_MONEY_UNKNOWN)
    return HSP_VERDICT_UNKNOWN;
  fell = -evidence->difference;
  /* What was paid in or back meanwhile can hide the charge */
  if (fell < 0)
    return HSP_VERDICT_UNCLEAR;
  if (fell == 0)
    return HSP_VERDICT_PROBABLY_NOT;
  if (estimate != HSP_MONEY_UNKNOWN
      && ABS (fell - estimate) <= MAX (ROUNDING, estimate / 100))
    return HSP_VERDICT_PROBABLY_PLACED;
  return HSP_VERDICT_UNCLEAR;
}

/**
 * hsp_order_book_get_evidence:
 * @evidence: (out caller-allocates): what the balance says
 *
 * Compares the balance before the purchase with the one now, without what else was bought in
 * between. A balance that was asked for before the outcome says nothing, even if it came later.
 */
void
hsp_order_book_get_evidence (HspOrderBook *self,
                             HspOrder     *order,
                             HspEvidence  *evidence)
{
  const HspPurchaseRow *row;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));
  g_return_if_fail (evidence != NULL);

  row = hsp_order_get_row (order);
  *evidence = (HspEvidence) {
    .before = row->balance_before,
    .before_at = row->balance_before_at,
    .expected = HSP_MONEY_UNKNOWN,
    .now = HSP_MONEY_UNKNOWN,
    .difference = HSP_MONEY_UNKNOWN,
  };
  if (hsp_wallet_get_asked_at (self->wallet) >= row->updated)
    {
      evidence->now = hsp_wallet_get_balance (self->wallet);
      evidence->now_at = hsp_wallet_get_read_at (self->wallet);
      evidence->others = hsp_wallet_sum_charges (self->wallet, evidence->before_at,
                                                 evidence->now_at, row->id,
                                                 &evidence->n_others);
    }
  if (evidence->before != HSP_MONEY_UNKNOWN && evidence->now != HSP_MONEY_UNKNOWN)
    {
      evidence->expected = hsp_money_subtract (evidence->before, evidence->others);
      evidence->difference = hsp_money_subtract (evidence->now, evidence->expected);
    }
  evidence->verdict = judge (evidence, row->estimate);
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
  order_changed (self, data->order);
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
  remove_order (self, g_task_get_task_data (task));
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
  hsp_watcher_set_func (watcher, HSP_WATCH_ORDER, watch_cb, self);
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
