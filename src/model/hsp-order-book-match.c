/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whether an order that the shop knows can be the purchase that it is to be kept as. */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-receipt.h"

static gboolean
is_same_currency (const char *one,
                  const char *other)
{
  return one == NULL || other == NULL || *one == '\0' || *other == '\0' || g_str_equal (one, other);
}

/* Some shops say 0 until they have charged. @less: something may have come back of it already */
static gboolean
is_charge_fine (HspMoney estimate,
                HspMoney charge,
                gboolean less)
{
  switch (hsp_receipt_compare (estimate, charge))
    {
    case HSP_RECEIPT_UNKNOWN:
    case HSP_RECEIPT_SAME:
      return TRUE;
    case HSP_RECEIPT_LESS:
      return charge == 0 || less;
    case HSP_RECEIPT_MORE:
      break;
    }
  return FALSE;
}

/* (transfer full) */
static char *
describe_charge (const HspPurchaseRow *row,
                 HspMoney              estimate,
                 HspMoney              charge)
{
  g_autofree char *expected = hsp_money_to_text (estimate, row->currency);
  g_autofree char *charged = hsp_money_to_text (charge, row->currency);

  /* Translators: both are amounts with their currency */
  return g_strdup_printf (_("The shop charged %s for it, and %s was expected."), charged, expected);
}

/* @figures: (transfer full). Returns: (transfer full) */
static GError *
make_mismatch (const char *number,
               char       *figures)
{
  /* Translators: the number of an order, and a sentence with what does not fit */
  g_autofree char *message = g_strdup_printf (_("Order %s may be another one. %s"), number, figures);

  g_free (figures);
  return hsp_error_new (HSP_ERROR_MISMATCH, HSP_DELIVERY_NONE, NULL, message);
}

/*< private >
 * hsp_order_book_match_order:
 * @row: an unconfirmed purchase
 * @status: what the shop says of the order @number
 *
 * The shop does not say of which service an order is: charge and quantity are all that can be compared.
 *
 * Returns: (transfer full) (nullable): HSP_ERROR_MISMATCH with both figures
 */
GError *
hsp_order_book_match_order (const HspPurchaseRow *row,
                            const char           *number,
                            const HspOrderStatus *status)
{
  HspPurchaseRow seen = *row;
  HspState state;
  gboolean ended;

  seen.outcome = HSP_OUTCOME_PLACED;
  seen.status = status->status;
  state = hsp_order_state_of (&seen);
  ended = state == HSP_STATE_PARTIAL || state == HSP_STATE_CANCELED;
  if (is_same_currency (row->currency, status->currency)
      && !is_charge_fine (row->estimate, status->charge, ended))
    return make_mismatch (number, describe_charge (row, row->estimate, status->charge));
  if (status->remains != HSP_UNKNOWN && status->remains > row->quantity)
    {
      g_autofree char *remains = hsp_number_to_text (status->remains);
      g_autofree char *quantity = hsp_number_to_text (row->quantity);

      /* Translators: both are numbers of pieces */
      return make_mismatch (number, g_strdup_printf (_("%s of it remain, and %s were ordered."),
                                                     remains, quantity));
    }
  return NULL;
}

/*< private >
 * hsp_order_book_match_number:
 * @row: an unconfirmed purchase of SMS numbers
 * @status: what the shop says of the number @number
 *
 * Returns: (transfer full) (nullable): HSP_ERROR_MISMATCH with both figures
 */
GError *
hsp_order_book_match_number (const HspPurchaseRow *row,
                             const char           *number,
                             const HspSmsStatus   *status)
{
  const HspMoney price = row->estimate != HSP_MONEY_UNKNOWN && row->quantity > 0
                         ? row->estimate / row->quantity : HSP_MONEY_UNKNOWN;

  if (!is_same_currency (row->currency, status->currency)
      || is_charge_fine (price, status->charge, FALSE))
    return NULL;
  return make_mismatch (number, describe_charge (row, price, status->charge));
}
