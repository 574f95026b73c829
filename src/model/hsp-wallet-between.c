/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-wallet-parts.h"

#include "hsp-order-private.h"
#include "hsp-sms-number-private.h"

/* Whether something that was bought lies between the two readings. */
static gboolean
lies_between (HspWallet *self,
              HspOrder  *order,
              HspSpan    span,
              gint64     time,
              gboolean  *unsure)
{
  const HspSpanOrder before = hsp_span_compare (span, time, hsp_order_get_span_before (order),
                                                hsp_order_get_row (order)->balance_before_at);
  const HspSpanOrder now = hsp_span_compare (span, time, self->span, self->read_at);

  if (before == HSP_SPAN_BEFORE || now == HSP_SPAN_AFTER)
    return FALSE;
  if (before == HSP_SPAN_UNSURE || now == HSP_SPAN_UNSURE)
    *unsure = TRUE;
  return TRUE;
}

static void
add_charge (HspOthers  *others,
            HspMoney    amount,
            const char *name,
            const char *order,
            gint64      time)
{
  HspOtherCharge *charge;

  if (amount == HSP_MONEY_UNKNOWN)
    {
      others->unsure = TRUE;
      return;
    }
  others->charges = hsp_money_add (others->charges, amount);
  others->n_charges++;
  if (others->list == NULL)
    return;

  charge = g_new0 (HspOtherCharge, 1);
  charge->name = g_strdup (name != NULL ? name : "");
  charge->order = g_strdup (order);
  charge->amount = amount;
  charge->time = time;
  g_ptr_array_add (others->list, charge);
}

static void
find_other_orders (HspWallet *self,
                   HspOrder  *order,
                   HspOthers *others)
{
  for (guint i = 0; self->orders != NULL && i < g_list_model_get_n_items (self->orders); i++)
    {
      g_autoptr(HspOrder) other = g_list_model_get_item (self->orders, i);
      const HspPurchaseRow *row = hsp_order_get_row (other);
      const gboolean adopted = *row->item == '\0';

      if (other == order || adopted
          || (row->outcome != HSP_OUTCOME_PLACED && row->outcome != HSP_OUTCOME_UNCONFIRMED)
          || !lies_between (self, order, hsp_order_get_span (other), row->created, &others->unsure))
        continue;
      if (row->outcome == HSP_OUTCOME_PLACED)
        add_charge (others, row->charge != HSP_MONEY_UNKNOWN ? row->charge : row->estimate,
                    row->name, row->order, row->created);
      else if (row->estimate != HSP_MONEY_UNKNOWN)
        others->maybe = hsp_money_add (others->maybe, row->estimate);
      else
        others->unsure = TRUE;
    }
}

/*< private >
 * hsp_wallet_find_others:
 * @order: an unconfirmed purchase
 * @others: (inout): what else was bought since its balance was read; empty but for the list to fill
 */
void
hsp_wallet_find_others (HspWallet *self,
                        HspOrder  *order,
                        HspOthers *others)
{
  g_return_if_fail (HSP_IS_WALLET (self));
  g_return_if_fail (others != NULL);

  find_other_orders (self, order, others);
  for (guint i = 0; self->numbers != NULL && i < g_list_model_get_n_items (self->numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (self->numbers, i);
      const HspNumberRow *row = hsp_sms_number_get_row (number);

      if (row->purchase == hsp_order_get_row (order)->id
          || !lies_between (self, order, hsp_sms_number_get_span (number), row->created,
                            &others->unsure))
        continue;
      add_charge (others, row->charge != HSP_MONEY_UNKNOWN ? row->charge
                                                           : hsp_sms_number_get_price (number),
                  row->project_name, row->order, row->created);
    }
}

/* What is known to have been spent from one second to another. @unsure: when one of the two is that of
 * a purchase, or when something came back of another purchase than @except. */
static HspMoney
sum_spent (HspWallet *self,
           gint64     except,
           gint64     from,
           gint64     to,
           gboolean  *unsure)
{
  HspMoney sum = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->statement)); i++)
    {
      g_autoptr(HspStatementEntry) entry = g_list_model_get_item (G_LIST_MODEL (self->statement), i);
      const HspEntryKind kind = hsp_statement_entry_get_kind (entry);
      const gint64 time = hsp_statement_entry_get_time (entry);

      if (kind == HSP_ENTRY_ADDED || time < from || time > to)
        continue;
      if (kind == HSP_ENTRY_REFUND)
        {
          *unsure = *unsure || hsp_statement_entry_get_journal_id (entry) != except;
          continue;
        }
      *unsure = *unsure || time == from || time == to;
      sum = hsp_money_subtract (sum, hsp_statement_entry_get_amount (entry));
    }
  return sum;
}

/*< private >
 * hsp_wallet_find_rise:
 * @purchase: the journal's number of what something came back of
 * @from: Unix seconds: it had not come back yet
 * @to: Unix seconds: it had
 *
 * Returns: by how much the balance rose between the last reading up to @from and the first since @to,
 *   without what was bought meanwhile; HSP_MONEY_UNKNOWN when there are no such readings
 */
HspMoney
hsp_wallet_find_rise (HspWallet *self,
                      gint64     purchase,
                      gint64     from,
                      gint64     to)
{
  const HspBalanceRow *before = NULL, *after = NULL;
  gboolean unsure = FALSE;
  HspMoney spent;

  g_return_val_if_fail (HSP_IS_WALLET (self), HSP_MONEY_UNKNOWN);

  for (guint i = 0; i < self->readings->len && after == NULL; i++)
    {
      const HspBalanceRow *reading = self->readings->pdata[i];

      if (reading->time <= from)
        before = reading;
      else if (reading->time >= to)
        after = reading;
    }
  if (before == NULL || after == NULL || !g_str_equal (before->currency, after->currency))
    return HSP_MONEY_UNKNOWN;
  spent = sum_spent (self, purchase, before->time, after->time, &unsure);
  return unsure ? HSP_MONEY_UNKNOWN
                : hsp_money_add (hsp_money_subtract (after->balance, before->balance), spent);
}
