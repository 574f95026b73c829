/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-statement-entry-private.h"

#include "hsp-journal.h"
#include "hsp-order-private.h"
#include "hsp-receipt.h"
#include "hsp-sms-number-private.h"
#include "hsp-values.h"

/* The balance comes with two decimals, charges with six: less than this is rounding. */
#define ROUNDING (HSP_MONEY_UNIT / 100)

struct _HspStatementEntry
{
  GObject       parent_instance;

  HspEntryKind  kind;
  gint64        time;
  char         *name;           /* (owned) */
  char         *order;          /* (owned) (nullable) */
  gint64        journal_id;
  gint64        quantity;
  HspState      state;          /* of the order that a refund is for */
  HspMoney      amount;
  HspMoney      balance_after;

  /* for working out the others only */
  gint64        purchased;      /* when the purchase was made that it belongs to */
  HspMoney      balance_before; /* as read before the purchase */
  gboolean      seen;           /* a refund that explains a rise already */
};

G_DEFINE_FINAL_TYPE (HspStatementEntry, hsp_statement_entry, G_TYPE_OBJECT)

static void
hsp_statement_entry_finalize (GObject *object)
{
  HspStatementEntry *self = HSP_STATEMENT_ENTRY (object);

  g_free (self->name);
  g_free (self->order);

  G_OBJECT_CLASS (hsp_statement_entry_parent_class)->finalize (object);
}

static void
hsp_statement_entry_class_init (HspStatementEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_statement_entry_finalize;
}

static void
hsp_statement_entry_init (HspStatementEntry *self)
{
  self->state = HSP_STATE_OPEN;
  self->balance_after = HSP_MONEY_UNKNOWN;
  self->balance_before = HSP_MONEY_UNKNOWN;
}

static HspStatementEntry *
add_entry (GPtrArray    *entries,
           HspEntryKind  kind,
           gint64        time,
           const char   *name,
           HspMoney      amount)
{
  HspStatementEntry *entry = g_object_new (HSP_TYPE_STATEMENT_ENTRY, NULL);

  entry->kind = kind;
  entry->time = time;
  entry->name = g_strdup (name != NULL ? name : "");
  entry->amount = amount;
  g_ptr_array_add (entries, entry);
  return entry;
}

/* What was taken at first and what of it came back. The journal knows the charge as it is now;
 * before a refund it was what had been asked. */
static void
split_charge (HspMoney  asked,
              HspMoney  charge,
              gboolean  may_be_refunded,
              HspMoney *spent,
              HspMoney *refund)
{
  *refund = 0;
  *spent = charge != HSP_MONEY_UNKNOWN ? charge : asked;
  if (may_be_refunded && asked != HSP_MONEY_UNKNOWN && charge != HSP_MONEY_UNKNOWN
      && charge < asked)
    {
      *spent = asked;
      *refund = asked - charge;
    }
}

static void
add_order (GPtrArray            *entries,
           const HspPurchaseRow *row)
{
  const HspState state = hsp_order_state_of (row);
  const gboolean ended = state == HSP_STATE_PARTIAL || state == HSP_STATE_CANCELED;
  HspStatementEntry *entry;
  HspMoney spent, refund;

  if (row->kind != HSP_PURCHASE_ORDER || row->outcome != HSP_OUTCOME_PLACED)
    return;
  split_charge (row->estimate, hsp_receipt_charge_of (row), ended, &spent, &refund);
  if (spent == HSP_MONEY_UNKNOWN)
    return;

  entry = add_entry (entries, HSP_ENTRY_ORDER, row->created, row->name, -spent);
  entry->order = g_strdup (row->order);
  entry->journal_id = row->id;
  entry->quantity = row->quantity;
  entry->purchased = row->created;
  entry->balance_before = row->balance_before;
  if (refund > 0)
    {
      entry = add_entry (entries, HSP_ENTRY_REFUND, MAX (row->checked, row->created), row->name,
                         refund);
      entry->order = g_strdup (row->order);
      entry->journal_id = row->id;
      entry->quantity = row->remains;
      entry->state = state;
      entry->purchased = row->created;
    }
}

static void
add_number (GPtrArray    *entries,
            HspSmsNumber *number)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);
  const HspNumberState state = hsp_sms_number_get_state (number);
  const gboolean ended = state == HSP_NUMBER_EXPIRED || state == HSP_NUMBER_CANCELED
                         || state == HSP_NUMBER_REFUNDED;
  const HspMoney price = hsp_sms_number_get_price (number);
  HspStatementEntry *entry;
  HspMoney spent, refund;

  /* While a code is awaited some shops report a charge of nothing yet */
  if (!ended && state != HSP_NUMBER_RECEIVED && price != HSP_MONEY_UNKNOWN)
    split_charge (price, HSP_MONEY_UNKNOWN, FALSE, &spent, &refund);
  else
    split_charge (price, row->charge, ended, &spent, &refund);
  if (spent == HSP_MONEY_UNKNOWN)
    return;

  entry = add_entry (entries, HSP_ENTRY_SMS, row->created, row->project_name, -spent);
  entry->order = g_strdup (row->order);
  entry->quantity = 1;
  entry->purchased = row->created;
  if (refund > 0)
    {
      entry = add_entry (entries, HSP_ENTRY_REFUND, MAX (row->checked, row->created),
                         row->project_name, refund);
      entry->order = g_strdup (row->order);
      entry->quantity = 1;
      entry->purchased = row->created;
    }
}

static int
compare_entries (gconstpointer a,
                 gconstpointer b)
{
  const HspStatementEntry *left = *(HspStatementEntry *const *) a;
  const HspStatementEntry *right = *(HspStatementEntry *const *) b;

  if (left->time != right->time)
    return left->time < right->time ? -1 : 1;
  if (left->journal_id != right->journal_id)
    return left->journal_id < right->journal_id ? -1 : 1;
  return g_strcmp0 (left->order, right->order);
}

/* Refunds that a rise between two readings may show. The shop gives money back before this program
 * hears of it, so they may be reported later than the reading; and not earlier than the one before.
 * Returns: what is left of @rise */
static HspMoney
take_off_refunds (GPtrArray *entries,
                  gint64     before,
                  gint64     now,
                  HspMoney   rise)
{
  for (guint i = 0; i < entries->len; i++)
    {
      HspStatementEntry *entry = entries->pdata[i];

      if (entry->kind != HSP_ENTRY_REFUND || entry->seen || entry->time < before
          || entry->purchased > now || entry->amount > rise + ROUNDING)
        continue;
      entry->seen = TRUE;
      rise -= entry->amount;
    }
  return rise;
}

/* What was bought after one reading and up to the next. @next: (inout): the first to look at */
static HspMoney
sum_purchases (GPtrArray *entries,
               gint64     now,
               guint     *next)
{
  HspMoney sum = 0;

  for (; *next < entries->len; (*next)++)
    {
      const HspStatementEntry *entry = entries->pdata[*next];

      if (entry->time > now)
        break;
      if (entry->kind != HSP_ENTRY_REFUND)
        sum += entry->amount;
    }
  return sum;
}

/* Where the balance rose between two readings by more than is known, money was added. */
static void
find_added (GPtrArray *entries,
            GPtrArray *readings)
{
  g_autoptr(GPtrArray) added = g_ptr_array_new ();
  guint next = 0;

  for (guint i = 0; i < readings->len; i++)
    {
      const HspBalanceRow *before = i > 0 ? readings->pdata[i - 1] : NULL;
      const HspBalanceRow *now = readings->pdata[i];
      const HspMoney bought = sum_purchases (entries, now->time, &next);
      HspMoney rise;

      if (before == NULL || !g_str_equal (before->currency, now->currency)
          || now->balance <= before->balance)
        continue;

      rise = take_off_refunds (entries, before->time, now->time,
                               now->balance - before->balance - bought);
      if (rise >= ROUNDING)
        {
          HspStatementEntry *entry = add_entry (added, HSP_ENTRY_ADDED, now->time, NULL, rise);

          entry->balance_after = now->balance;
        }
    }

  g_ptr_array_extend_and_steal (entries, g_steal_pointer (&added));
  g_ptr_array_sort (entries, compare_entries);
}

/* The last reading before the next entry says what the balance was after this one: no guesses. */
static void
find_balances (GPtrArray *entries,
               GPtrArray *readings)
{
  guint next = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      HspStatementEntry *entry = entries->pdata[i];
      const HspStatementEntry *later = i + 1 < entries->len ? entries->pdata[i + 1] : NULL;
      const gint64 until = later != NULL ? later->time : G_MAXINT64;

      while (next < readings->len
             && ((const HspBalanceRow *) readings->pdata[next])->time < entry->time)
        next++;
      for (; next < readings->len; next++)
        {
          const HspBalanceRow *reading = readings->pdata[next];

          if (reading->time >= until)
            break;
          /* Read in the same second, but before */
          if (reading->time == entry->time && reading->balance == entry->balance_before)
            continue;
          if (entry->kind != HSP_ENTRY_ADDED)
            entry->balance_after = reading->balance;
        }
    }
}

/*< private >
 * hsp_statement_make:
 * @orders: (nullable): of HspOrder
 * @numbers: (nullable): of HspSmsNumber
 * @readings: (element-type HspBalanceRow): oldest first
 *
 * Returns: (transfer full) (element-type HspStatementEntry): newest first
 */
GPtrArray *
hsp_statement_make (GListModel *orders,
                    GListModel *numbers,
                    GPtrArray  *readings)
{
  GPtrArray *entries = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; orders != NULL && i < g_list_model_get_n_items (orders); i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (orders, i);

      add_order (entries, hsp_order_get_row (order));
    }
  for (guint i = 0; numbers != NULL && i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);

      add_number (entries, number);
    }
  g_ptr_array_sort (entries, compare_entries);
  find_added (entries, readings);
  find_balances (entries, readings);

  for (guint i = 0; i < entries->len / 2; i++)
    {
      gpointer entry = entries->pdata[i];

      entries->pdata[i] = entries->pdata[entries->len - i - 1];
      entries->pdata[entries->len - i - 1] = entry;
    }
  return entries;
}

gboolean
hsp_statement_entry_equal (gconstpointer a,
                           gconstpointer b)
{
  const HspStatementEntry *left = a;
  const HspStatementEntry *right = b;

  return left->kind == right->kind && left->time == right->time
         && left->journal_id == right->journal_id && left->quantity == right->quantity
         && left->state == right->state
         && left->amount == right->amount && left->balance_after == right->balance_after
         && g_str_equal (left->name, right->name) && g_strcmp0 (left->order, right->order) == 0;
}

HspEntryKind
hsp_statement_entry_get_kind (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), HSP_ENTRY_ORDER);

  return self->kind;
}

/**
 * hsp_statement_entry_get_time:
 *
 * Returns: Unix seconds; of money that was added: when it was seen
 */
gint64
hsp_statement_entry_get_time (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), 0);

  return self->time;
}

/**
 * hsp_statement_entry_get_name:
 *
 * Returns: (transfer none): of the service or project, "" where there is none
 */
const char *
hsp_statement_entry_get_name (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), NULL);

  return self->name;
}

/**
 * hsp_statement_entry_get_order:
 *
 * Returns: (transfer none) (nullable): the shop's number of the order or the SMS number
 */
const char *
hsp_statement_entry_get_order (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), NULL);

  return self->order;
}

/**
 * hsp_statement_entry_get_journal_id:
 *
 * Returns: of the order in the order book, 0 where there is none
 */
gint64
hsp_statement_entry_get_journal_id (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), 0);

  return self->journal_id;
}

/**
 * hsp_statement_entry_get_quantity:
 *
 * Returns: what was bought, or of a refund what was not delivered; HSP_UNKNOWN
 */
gint64
hsp_statement_entry_get_quantity (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), HSP_UNKNOWN);

  return self->quantity;
}

/**
 * hsp_statement_entry_is_number:
 *
 * Returns: whether it belongs to an SMS number, which hsp_statement_entry_get_order() names
 */
gboolean
hsp_statement_entry_is_number (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), FALSE);

  return self->order != NULL && self->journal_id == 0;
}

/**
 * hsp_statement_entry_get_state:
 *
 * Returns: of a refund of an order what became of it: HSP_STATE_PARTIAL or HSP_STATE_CANCELED
 */
HspState
hsp_statement_entry_get_state (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), HSP_STATE_OPEN);

  return self->state;
}

/**
 * hsp_statement_entry_get_amount:
 *
 * Returns: negative where it was spent
 */
HspMoney
hsp_statement_entry_get_amount (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), HSP_MONEY_UNKNOWN);

  return self->amount;
}

/**
 * hsp_statement_entry_get_balance_after:
 *
 * Returns: as it was read then, HSP_MONEY_UNKNOWN where no reading says it
 */
HspMoney
hsp_statement_entry_get_balance_after (HspStatementEntry *self)
{
  g_return_val_if_fail (HSP_IS_STATEMENT_ENTRY (self), HSP_MONEY_UNKNOWN);

  return self->balance_after;
}
