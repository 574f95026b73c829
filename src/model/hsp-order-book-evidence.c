/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include "hsp-order-private.h"
#include "hsp-wallet-private.h"

/* What a balance with two decimals can hide of a charge. */
#define ROUNDING (HSP_MONEY_UNIT / 200)

static gboolean
is_about (HspMoney fell,
          HspMoney estimate)
{
  return estimate != HSP_MONEY_UNKNOWN && ABS (fell - estimate) <= MAX (ROUNDING, estimate / 100);
}

static HspVerdict
judge (const HspEvidence *evidence,
       const HspOthers   *others,
       HspMoney           estimate)
{
  HspMoney fell;

  if (evidence->difference == HSP_MONEY_UNKNOWN)
    return HSP_VERDICT_UNKNOWN;
  fell = -evidence->difference;
  /* What was paid in or back meanwhile can hide the charge */
  if (others->unsure || fell < 0)
    return HSP_VERDICT_UNCLEAR;
  if (fell == 0)
    return HSP_VERDICT_PROBABLY_NOT;
  /* One of several that are unconfirmed: only all of them together say which */
  if (is_about (fell, hsp_money_add (estimate, others->maybe)))
    return HSP_VERDICT_PROBABLY_PLACED;
  return HSP_VERDICT_UNCLEAR;
}

/* Whether the balance that is known was asked for after the outcome: one that was asked for before
 * says nothing, even if it came later. */
static gboolean
is_read_since (HspOrderBook *self,
               HspOrder     *order)
{
  const HspSpan span = hsp_order_get_span (order);
  const guint64 asked = hsp_wallet_get_span (self->wallet).begun;

  if (span.ended != 0)
    return asked > span.ended;
  /* left behind by an earlier run, whose last request may have been under way until it was loaded */
  return asked > self->loaded
         || hsp_wallet_get_asked_at (self->wallet) > hsp_order_get_row (order)->updated;
}

/**
 * hsp_order_book_get_evidence:
 * @evidence: (out caller-allocates): what the balance says
 *
 * Compares the balance before the purchase with the one now, without what else was bought in
 * between. What happened in this run is put in order by what came first, not by its second.
 */
void
hsp_order_book_get_evidence (HspOrderBook *self,
                             HspOrder     *order,
                             HspEvidence  *evidence)
{
  const HspPurchaseRow *row;
  HspOthers others = { 0 };

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
  if (is_read_since (self, order))
    {
      evidence->now = hsp_wallet_get_balance (self->wallet);
      evidence->now_at = hsp_wallet_get_read_at (self->wallet);
      hsp_wallet_find_others (self->wallet, order, &others);
      evidence->others = others.charges;
      evidence->n_others = others.n_charges;
    }
  if (evidence->before != HSP_MONEY_UNKNOWN && evidence->now != HSP_MONEY_UNKNOWN)
    {
      evidence->expected = hsp_money_subtract (evidence->before, evidence->others);
      evidence->difference = hsp_money_subtract (evidence->now, evidence->expected);
    }
  evidence->verdict = judge (evidence, &others, row->estimate);
}

/** hsp_other_charge_free: @charge: (transfer full) */
void
hsp_other_charge_free (HspOtherCharge *charge)
{
  g_free (charge->name);
  g_free (charge->order);
  g_free (charge);
}

static int
compare_time (gconstpointer a,
              gconstpointer b)
{
  const HspOtherCharge *one = *(HspOtherCharge * const *) a;
  const HspOtherCharge *other = *(HspOtherCharge * const *) b;

  return (one->time > other->time) - (one->time < other->time);
}

/**
 * hsp_order_book_get_other_charges:
 *
 * Returns: (transfer full) (element-type HspOtherCharge): what `others` of the evidence consists of,
 *   oldest first; empty when the balance has not been read since
 */
GPtrArray *
hsp_order_book_get_other_charges (HspOrderBook *self,
                                  HspOrder     *order)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_other_charge_free);
  HspOthers others = { .list = list };

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), list);
  g_return_val_if_fail (HSP_IS_ORDER (order), list);

  if (is_read_since (self, order))
    hsp_wallet_find_others (self->wallet, order, &others);
  /* found newest first, and what is of the same second stays in its order */
  for (guint i = 0; i < list->len / 2; i++)
    {
      gpointer charge = list->pdata[i];

      list->pdata[i] = list->pdata[list->len - 1 - i];
      list->pdata[list->len - 1 - i] = charge;
    }
  g_ptr_array_sort (list, compare_time);
  return list;
}

/**
 * hsp_order_book_find_refund:
 * @events: (element-type HspEventRow): the history of @order, newest first
 *
 * It came back after the order was last seen unfinished, and by the time it was seen finished.
 *
 * Returns: by how much the balance rose then, without what else was bought; HSP_MONEY_UNKNOWN where
 *   there are no readings of around then, or something else may have come back too
 */
HspMoney
hsp_order_book_find_refund (HspOrderBook *self,
                            HspOrder     *order,
                            GPtrArray    *events)
{
  const HspState state = hsp_order_get_state (order);
  gint64 open_at, ended_at = 0;

  g_return_val_if_fail (HSP_IS_ORDER_BOOK (self), HSP_MONEY_UNKNOWN);
  g_return_val_if_fail (events != NULL, HSP_MONEY_UNKNOWN);

  if (state != HSP_STATE_PARTIAL && state != HSP_STATE_CANCELED)
    return HSP_MONEY_UNKNOWN;
  open_at = hsp_order_get_row (order)->created;
  for (guint i = 0; i < events->len; i++)
    {
      const HspEventRow *event = events->pdata[i];

      if (ended_at == 0 && event->kind == HSP_EVENT_STATUS)
        ended_at = event->time;
      else if (ended_at != 0 && event->time < ended_at)
        open_at = MAX (open_at, event->time);
    }
  if (ended_at == 0)
    return HSP_MONEY_UNKNOWN;
  return hsp_wallet_find_rise (self->wallet, hsp_order_get_row (order)->id, open_at, ended_at);
}
