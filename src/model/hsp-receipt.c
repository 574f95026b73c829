/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-receipt.h"

#include "hsp-order-private.h"

#define CENT          (HSP_MONEY_UNIT / 100)
#define HUNDREDTH     (CENT / 100)

/* Half of the last decimal that @charge is written with: shops write two, four or six. */
static HspMoney
get_rounding (HspMoney charge)
{
  if (charge % CENT == 0)
    return CENT / 2;
  if (charge % HUNDREDTH == 0)
    return HUNDREDTH / 2;
  return 1;
}

/* The highest charge that was seen before the order had ended; HSP_MONEY_UNKNOWN without any. */
static HspMoney
find_seen_charge (GPtrArray *events)
{
  HspMoney highest = HSP_MONEY_UNKNOWN;
  gint64 ended_at = 0;

  for (guint i = 0; i < events->len; i++)
    {
      const HspEventRow *event = events->pdata[i];

      if (event->kind == HSP_EVENT_STATUS)
        ended_at = MAX (ended_at, event->time);
    }
  for (guint i = 0; i < events->len; i++)
    {
      const HspEventRow *event = events->pdata[i];

      if (event->kind == HSP_EVENT_CHARGED && event->time < ended_at)
        highest = MAX (highest, event->number);
    }
  return highest;
}

/**
 * hsp_receipt_charge_of:
 *
 * Returns: what was charged for an order, HSP_MONEY_UNKNOWN until that is known: some shops say 0 of
 * one until they have charged
 */
HspMoney
hsp_receipt_charge_of (const HspPurchaseRow *row)
{
  g_return_val_if_fail (row != NULL, HSP_MONEY_UNKNOWN);

  return row->charge == 0 && hsp_order_state_of (row) == HSP_STATE_OPEN ? HSP_MONEY_UNKNOWN : row->charge;
}

/* What was taken at first. A charge that has fallen leaves that to the history; where the order was
 * seen only after its end it was what had been said, if that was more. */
static HspMoney
find_first_charge (const HspPurchaseRow *row,
                   GPtrArray            *events,
                   gboolean              ended)
{
  HspMoney seen = HSP_MONEY_UNKNOWN;

  if (!ended || row->charge == HSP_MONEY_UNKNOWN)
    return hsp_receipt_charge_of (row);
  if (events != NULL)
    seen = find_seen_charge (events);
  return MAX (row->charge, seen != HSP_MONEY_UNKNOWN ? seen : row->estimate);
}

/**
 * hsp_receipt_compare:
 *
 * Returns: whether @charge is @estimate, but for rounding
 */
HspReceiptVerdict
hsp_receipt_compare (HspMoney estimate,
                     HspMoney charge)
{
  if (estimate == HSP_MONEY_UNKNOWN || charge == HSP_MONEY_UNKNOWN)
    return HSP_RECEIPT_UNKNOWN;
  if (ABS (charge - estimate) <= get_rounding (charge))
    return HSP_RECEIPT_SAME;
  return charge > estimate ? HSP_RECEIPT_MORE : HSP_RECEIPT_LESS;
}

/* Of a canceled order everything comes back: some shops report that nothing remains of it. */
static HspMoney
expect_refund (const HspPurchaseRow *row,
               HspState              state,
               HspMoney              charge)
{
  gint64 remains = row->remains;

  if (charge == HSP_MONEY_UNKNOWN || row->quantity <= 0)
    return HSP_MONEY_UNKNOWN;
  if (state == HSP_STATE_CANCELED && remains <= 0)
    remains = row->quantity;
  if (remains < 0 || remains > row->quantity)
    return HSP_MONEY_UNKNOWN;
  return hsp_money_times (charge, remains, row->quantity);
}

/**
 * hsp_receipt_make:
 * @receipt: (out caller-allocates):
 *
 * The API notes do not say whether the charge of a partial or canceled order is what was taken or
 * what is left of it; both are seen. Where it has fallen, the difference came back.
 */
void
hsp_receipt_make (const HspPurchaseRow *row,
                  GPtrArray            *events,
                  HspReceipt           *receipt)
{
  HspState state;
  gboolean ended;

  g_return_if_fail (row != NULL && receipt != NULL);

  *receipt = (HspReceipt) {
    .estimate = row->estimate,
    .charge = HSP_MONEY_UNKNOWN,
    .difference = HSP_MONEY_UNKNOWN,
    .refund_expected = HSP_MONEY_UNKNOWN,
    .refund_said = HSP_MONEY_UNKNOWN,
  };
  if (row->outcome != HSP_OUTCOME_PLACED)
    return;
  state = hsp_order_state_of (row);
  ended = state == HSP_STATE_PARTIAL || state == HSP_STATE_CANCELED;
  receipt->charge = find_first_charge (row, events, ended);
  receipt->difference = hsp_money_subtract (receipt->charge, row->estimate);
  receipt->verdict = hsp_receipt_compare (row->estimate, receipt->charge);
  if (!ended)
    return;
  receipt->refund_expected = expect_refund (row, state, receipt->charge);
  if (receipt->charge != HSP_MONEY_UNKNOWN && receipt->charge > row->charge)
    receipt->refund_said = receipt->charge - row->charge;
}

/* The unit of `rate` */

/* The price may have moved since, but not a thousandfold. */
static gboolean
fits (HspMoney expected,
      HspMoney charge)
{
  return expected != HSP_MONEY_UNKNOWN
         && ABS (charge - expected) <= MAX (get_rounding (charge), expected / 2);
}

/**
 * hsp_rate_unit_of_charge:
 * @rate: of the service
 * @charge: for @quantity of it
 *
 * Returns: the one unit by which the charge can be explained, HSP_RATE_UNKNOWN for none or both
 */
HspRateUnit
hsp_rate_unit_of_charge (HspMoney rate,
                         gint64   quantity,
                         HspMoney charge)
{
  gboolean per_1000, each;

  if (rate == HSP_MONEY_UNKNOWN || charge == HSP_MONEY_UNKNOWN || rate <= 0 || charge <= 0
      || quantity <= 0)
    return HSP_RATE_UNKNOWN;
  per_1000 = fits (hsp_money_times (rate, quantity, 1000), charge);
  each = fits (hsp_money_times (rate, quantity, 1), charge);
  if (per_1000 == each)
    return HSP_RATE_UNKNOWN;
  return per_1000 ? HSP_RATE_PER_1000 : HSP_RATE_EACH;
}

/**
 * hsp_rate_unit_learn:
 * @purchases: (element-type HspPurchaseRow): what the journal knows, in any order
 * @kind: of the services that count
 *
 * The page does not state what `rate` is the price of ("rate" under the live differences of the API
 * notes). A completed order tells: its charge fits one unit only. One is enough, and two that
 * contradict each other tell nothing.
 */
HspRateUnit
hsp_rate_unit_learn (GPtrArray        *purchases,
                     HspKind           kind,
                     HspServiceLookup  lookup,
                     gpointer          user_data)
{
  HspRateUnit learnt = HSP_RATE_UNKNOWN;

  g_return_val_if_fail (purchases != NULL && lookup != NULL, HSP_RATE_UNKNOWN);

  for (guint i = 0; i < purchases->len; i++)
    {
      const HspPurchaseRow *row = purchases->pdata[i];
      HspKind of_kind;
      HspMoney rate;
      HspRateUnit unit;

      if (row->kind != HSP_PURCHASE_ORDER || row->outcome != HSP_OUTCOME_PLACED
          || row->charge == HSP_MONEY_UNKNOWN || hsp_order_state_of (row) != HSP_STATE_COMPLETED
          || !lookup (row->item, &of_kind, &rate, user_data) || of_kind != kind)
        continue;
      unit = hsp_rate_unit_of_charge (rate, row->quantity, row->charge);
      if (unit == HSP_RATE_UNKNOWN || unit == learnt)
        continue;
      if (learnt != HSP_RATE_UNKNOWN)
        return HSP_RATE_UNKNOWN;
      learnt = unit;
    }
  return learnt;
}

/**
 * hsp_rate_unit_estimate:
 *
 * Returns: what @quantity should cost, HSP_MONEY_UNKNOWN without a rate
 */
HspMoney
hsp_rate_unit_estimate (HspRateUnit unit,
                        HspMoney    rate,
                        gint64      quantity)
{
  return hsp_money_times (rate, quantity, unit == HSP_RATE_EACH ? 1 : 1000);
}
