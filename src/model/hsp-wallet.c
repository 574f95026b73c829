/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-wallet-parts.h"

#include "hsp-client.h"
#include "hsp-clock.h"
#include "hsp-list-update.h"
#include "hsp-shop.h"
#include "hsp-spending.h"
#include "hsp-statement-entry-private.h"

enum
{
  PROP_BALANCE = 1,
  PROP_CURRENCY,
  PROP_READ_AT,
  PROP_REFRESHING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspWallet, hsp_wallet, G_TYPE_OBJECT)

/* Statement */

static gboolean
update_statement_cb (gpointer user_data)
{
  HspWallet *self = user_data;
  g_autoptr(GPtrArray) entries = NULL;

  self->update_id = 0;
  entries = hsp_statement_make (self->orders, self->numbers, self->readings);
  hsp_list_store_update (self->statement, entries, (GEqualFunc) hsp_statement_entry_equal);
  return G_SOURCE_REMOVE;
}

/*< private >
 * hsp_wallet_queue_update:
 *
 * Something that the statement shows may have changed: it is made again, once for many calls.
 */
void
hsp_wallet_queue_update (HspWallet *self)
{
  g_return_if_fail (HSP_IS_WALLET (self));

  if (self->update_id == 0)
    self->update_id = g_idle_add (update_statement_cb, self);
}

/*< private >
 * hsp_wallet_tick:
 *
 * Returns: a number that is higher than all before it, for an #HspSpan
 */
guint64
hsp_wallet_tick (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), 0);

  return ++self->n_ticks;
}

/*< private >
 * hsp_wallet_get_span:
 *
 * Returns: of the balance that is known; zeros when the journal told it
 */
HspSpan
hsp_wallet_get_span (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), (HspSpan) { 0 });

  return self->span;
}

/*< private >
 * hsp_wallet_begin_buying:
 *
 * Returns: (transfer full): a purchase that begins now; free with g_free()
 */
HspBuying *
hsp_wallet_begin_buying (HspWallet *self)
{
  HspBuying *buying;

  g_return_val_if_fail (HSP_IS_WALLET (self), NULL);

  buying = g_new0 (HspBuying, 1);
  buying->purchase.begun = hsp_wallet_tick (self);
  buying->before = self->span;
  return buying;
}

/* Readings */

static void
balance_written_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* The next reading is written again */
  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    g_debug ("The balance was not written: %s", error->message);
}

static HspBalanceRow *
balance_row_new (gint64      time,
                 HspMoney    balance,
                 const char *currency)
{
  HspBalanceRow *row = g_new0 (HspBalanceRow, 1);

  row->time = time;
  row->balance = balance;
  row->currency = g_strdup (currency);
  return row;
}

static gboolean
is_reading (GPtrArray  *readings,
            guint       from_end,
            HspMoney    balance,
            const char *currency)
{
  const HspBalanceRow *row;

  if (readings->len < from_end)
    return FALSE;
  row = readings->pdata[readings->len - from_end];
  return row->balance == balance && g_str_equal (row->currency, currency);
}

/* A balance that stays is kept as when it was seen first and last. */
static void
note_reading (HspWallet  *self,
              gint64      time,
              HspMoney    balance,
              const char *currency)
{
  if (is_reading (self->readings, 1, balance, currency)
      && is_reading (self->readings, 2, balance, currency))
    ((HspBalanceRow *) self->readings->pdata[self->readings->len - 1])->time = time;
  else
    g_ptr_array_add (self->readings, balance_row_new (time, balance, currency));
}

static void
write_reading (HspWallet *self)
{
  g_autoptr(HspBalanceRow) row = NULL;

  if (self->journal == NULL || self->balance == HSP_MONEY_UNKNOWN)
    return;
  row = balance_row_new (self->reading_at, self->balance, self->currency);
  hsp_journal_add_balance_async (self->journal, row, balance_written_cb, NULL);
}

/*< private >
 * hsp_wallet_take_balance:
 * @asked_at: Unix seconds before the question was sent: what was bought later may not be in it
 * @begun: hsp_wallet_tick() of then
 */
void
hsp_wallet_take_balance (HspWallet        *self,
                         const HspBalance *balance,
                         gint64            asked_at,
                         guint64           begun)
{
  const HspMoney before = self->balance;

  g_return_if_fail (HSP_IS_WALLET (self));

  g_clear_error (&self->error);
  self->balance = balance->balance;
  self->reading_at = asked_at;
  self->read_at = hsp_get_now ();
  self->span = (HspSpan) { begun, hsp_wallet_tick (self) };
  if (self->balance != HSP_MONEY_UNKNOWN)
    note_reading (self, asked_at, self->balance, balance->currency);
  if (self->currency != balance->currency && *balance->currency != '\0')
    {
      self->currency = balance->currency;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENCY]);
    }
  if (self->balance != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BALANCE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_AT]);
  write_reading (self);
  hsp_wallet_queue_update (self);
}

/*< private >
 * hsp_wallet_get_asked_at:
 *
 * Returns: Unix seconds when the balance that is known was asked for: what was bought later may not
 *   be in it, whenever the answer came
 */
gint64
hsp_wallet_get_asked_at (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), 0);

  return self->reading_at;
}

/* Nothing was read in this run: the newest that the journal knows. */
static void
show_reading (HspWallet           *self,
              const HspBalanceRow *last)
{
  self->balance = last->balance;
  self->currency = g_intern_string (last->currency);
  self->read_at = last->time;
  self->reading_at = last->time;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENCY]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BALANCE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_AT]);
}

/*< private >
 * hsp_wallet_load:
 * @balances: (element-type HspBalanceRow): what the journal knows, oldest first
 *
 * From now on readings are written to @journal.
 */
void
hsp_wallet_load (HspWallet  *self,
                 HspJournal *journal,
                 GPtrArray  *balances)
{
  g_autoptr(GPtrArray) since = g_steal_pointer (&self->readings);

  g_return_if_fail (HSP_IS_WALLET (self));

  g_set_object (&self->journal, journal);
  self->readings = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_balance_row_free);
  for (guint i = 0; i < balances->len; i++)
    {
      const HspBalanceRow *row = balances->pdata[i];

      g_ptr_array_add (self->readings, balance_row_new (row->time, row->balance, row->currency));
    }
  for (guint i = 0; i < since->len; i++)
    {
      const HspBalanceRow *row = since->pdata[i];

      note_reading (self, row->time, row->balance, row->currency);
    }

  if (self->read_at != 0)
    {
      write_reading (self);
    }
  else if (balances->len > 0)
    {
      show_reading (self, balances->pdata[balances->len - 1]);
    }
  hsp_wallet_queue_update (self);
}

static gboolean
is_same_reading (const HspBalanceRow *one,
                 const HspBalanceRow *other)
{
  return one->time == other->time && one->balance == other->balance
         && g_str_equal (one->currency, other->currency);
}

/*< private >
 * hsp_wallet_merge:
 * @balances: (element-type HspBalanceRow): what the journal knows by now, oldest first
 *
 * Adds what another program has read, or another machine; what this one read stays. The journal
 * keeps only when a balance was seen last, so both are put in order.
 */
void
hsp_wallet_merge (HspWallet *self,
                  GPtrArray *balances)
{
  g_autoptr(GPtrArray) known = NULL;
  guint i = 0, j = 0;

  g_return_if_fail (HSP_IS_WALLET (self));
  g_return_if_fail (balances != NULL);

  known = g_steal_pointer (&self->readings);
  self->readings = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_balance_row_free);
  while (i < known->len || j < balances->len)
    {
      const HspBalanceRow *one = i < known->len ? known->pdata[i] : NULL;
      const HspBalanceRow *other = j < balances->len ? balances->pdata[j] : NULL;
      const gboolean both = one != NULL && other != NULL && is_same_reading (one, other);
      const gboolean first = other == NULL || (one != NULL && one->time <= other->time);
      const HspBalanceRow *row = first ? one : other;

      note_reading (self, row->time, row->balance, row->currency);
      i += first || both;
      j += !first || both;
    }
  if (self->read_at == 0 && balances->len > 0)
    show_reading (self, balances->pdata[balances->len - 1]);
  hsp_wallet_queue_update (self);
}

/*< private >
 * hsp_wallet_set_sources:
 * @orders: of HspOrder
 * @numbers: of HspSmsNumber
 *
 * Where purchases are known; not referenced, since they know the wallet.
 */
void
hsp_wallet_set_sources (HspWallet  *self,
                        GListModel *orders,
                        GListModel *numbers)
{
  g_return_if_fail (HSP_IS_WALLET (self));

  g_set_weak_pointer (&self->orders, orders);
  g_set_weak_pointer (&self->numbers, numbers);
}

/*< private >
 * hsp_wallet_close:
 *
 * Nothing is asked or written any more.
 */
void
hsp_wallet_close (HspWallet *self)
{
  g_return_if_fail (HSP_IS_WALLET (self));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->journal);
  if (!self->refreshing)
    return;
  self->refreshing = FALSE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
}

/* Object */

static void
hsp_wallet_get_property (GObject    *object,
                         guint       prop_id,
                         GValue     *value,
                         GParamSpec *pspec)
{
  HspWallet *self = HSP_WALLET (object);

  switch (prop_id)
    {
    case PROP_BALANCE:
      g_value_set_int64 (value, self->balance);
      break;
    case PROP_CURRENCY:
      g_value_set_string (value, self->currency);
      break;
    case PROP_READ_AT:
      g_value_set_int64 (value, self->read_at);
      break;
    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refreshing);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_wallet_dispose (GObject *object)
{
  HspWallet *self = HSP_WALLET (object);

  hsp_wallet_close (self);
  g_clear_handle_id (&self->update_id, g_source_remove);
  g_clear_weak_pointer (&self->orders);
  g_clear_weak_pointer (&self->numbers);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (hsp_wallet_parent_class)->dispose (object);
}

static void
hsp_wallet_finalize (GObject *object)
{
  HspWallet *self = HSP_WALLET (object);

  g_object_unref (self->cancellable);
  g_object_unref (self->statement);
  g_ptr_array_unref (self->readings);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (hsp_wallet_parent_class)->finalize (object);
}

static void
hsp_wallet_class_init (HspWalletClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_wallet_get_property;
  object_class->dispose = hsp_wallet_dispose;
  object_class->finalize = hsp_wallet_finalize;

  /* HspMoney: as it was read last, HSP_MONEY_UNKNOWN before. */
  properties[PROP_BALANCE] = g_param_spec_int64 ("balance", NULL, NULL, G_MININT64, G_MAXINT64,
                                                 HSP_MONEY_UNKNOWN, flags);
  properties[PROP_CURRENCY] = g_param_spec_string ("currency", NULL, NULL, "", flags);
  /* Unix seconds of the last answer, 0 before. */
  properties[PROP_READ_AT] = g_param_spec_int64 ("read-at", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_wallet_init (HspWallet *self)
{
  self->cancellable = g_cancellable_new ();
  self->readings = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_balance_row_free);
  self->statement = g_list_store_new (HSP_TYPE_STATEMENT_ENTRY);
  self->balance = HSP_MONEY_UNKNOWN;
  self->currency = "";
}

/*< private >
 * hsp_wallet_new:
 *
 * Returns: (transfer full): a wallet that knows nothing yet
 */
HspWallet *
hsp_wallet_new (HspClient *client)
{
  HspWallet *self = g_object_new (HSP_TYPE_WALLET, NULL);

  self->client = g_object_ref (client);
  return self;
}

/**
 * hsp_wallet_get_balance:
 *
 * Returns: as it was read last, HSP_MONEY_UNKNOWN before
 */
HspMoney
hsp_wallet_get_balance (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), HSP_MONEY_UNKNOWN);

  return self->balance;
}

/**
 * hsp_wallet_get_currency:
 *
 * Returns: (transfer none): "" until it is known
 */
const char *
hsp_wallet_get_currency (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), NULL);

  return self->currency;
}

gint64
hsp_wallet_get_read_at (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), 0);

  return self->read_at;
}

gboolean
hsp_wallet_get_refreshing (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), FALSE);

  return self->refreshing;
}

/**
 * hsp_wallet_get_error:
 *
 * Returns: (transfer none) (nullable): why the last reading failed
 */
const GError *
hsp_wallet_get_error (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), NULL);

  return self->error;
}

/**
 * hsp_wallet_get_change_today:
 *
 * Returns: the change since midnight, HSP_MONEY_UNKNOWN without a reading before it in the same
 *   currency
 */
HspMoney
hsp_wallet_get_change_today (HspWallet *self)
{
  gint64 midnight;

  g_return_val_if_fail (HSP_IS_WALLET (self), HSP_MONEY_UNKNOWN);

  if (self->balance == HSP_MONEY_UNKNOWN)
    return HSP_MONEY_UNKNOWN;
  midnight = hsp_spending_midnight ();
  for (guint i = self->readings->len; i > 0; i--)
    {
      const HspBalanceRow *row = self->readings->pdata[i - 1];

      if (row->time >= midnight)
        continue;
      if (!g_str_equal (row->currency, self->currency))
        return HSP_MONEY_UNKNOWN;
      return hsp_money_subtract (self->balance, row->balance);
    }
  return HSP_MONEY_UNKNOWN;
}

/**
 * hsp_wallet_get_statement:
 *
 * Returns: (transfer none): a list of HspStatementEntry, newest first
 */
GListModel *
hsp_wallet_get_statement (HspWallet *self)
{
  g_return_val_if_fail (HSP_IS_WALLET (self), NULL);

  return G_LIST_MODEL (self->statement);
}

static void
refresh_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  HspWallet *self = user_data;
  g_autofree HspBalance *balance = NULL;
  g_autoptr(GError) error = NULL;

  balance = hsp_shop_balance_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->refreshing = FALSE;
  g_object_ref (self);
  if (balance != NULL)
    {
      hsp_wallet_take_balance (self, balance, self->asked_at, self->begun);
    }
  else
    {
      g_clear_error (&self->error);
      self->error = g_steal_pointer (&error);
      /* Views look at the error with the time of the last reading */
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_READ_AT]);
    }
  if (self->again)
    hsp_wallet_refresh (self);
  else
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
  g_object_unref (self);
}

/**
 * hsp_wallet_refresh:
 *
 * Asks `balance`. While an answer is awaited it is asked once more afterwards, since what was just
 * bought may not be in it.
 */
void
hsp_wallet_refresh (HspWallet *self)
{
  g_return_if_fail (HSP_IS_WALLET (self));

  if (g_cancellable_is_cancelled (self->cancellable))
    return;
  if (self->refreshing)
    {
      self->again = TRUE;
      return;
    }
  self->again = FALSE;
  self->refreshing = TRUE;
  self->asked_at = hsp_get_now ();
  self->begun = hsp_wallet_tick (self);
  hsp_shop_balance_async (self->client, self->cancellable, refresh_read_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
}
