/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-rate-text.h"

#include <glib/gi18n-lib.h>

/**
 * hsp_rate_text:
 * @currency: "" unknown
 *
 * Returns: (transfer full): the price with its currency and what it is the price of
 */
char *
hsp_rate_text (HspRateUnit  unit,
               HspMoney     rate,
               const char  *currency)
{
  g_autofree char *price = NULL;

  if (rate == HSP_MONEY_UNKNOWN)
    return g_strdup (_("price unknown"));

  price = hsp_money_to_text (rate, currency);
  switch (unit)
    {
    case HSP_RATE_PER_1000:
      /* Translators: %s is an amount with its currency, "0.85 USD" */
      return g_strdup_printf (_("%s per 1,000"), price);
    case HSP_RATE_EACH:
      /* Translators: %s is an amount with its currency, "0.85 USD": the price of one */
      return g_strdup_printf (_("%s each"), price);
    case HSP_RATE_UNKNOWN:
      break;
    }
  /* Translators: about; %s is an amount with its currency, "0.85 USD" */
  return g_strdup_printf (_("≈ %s per 1,000"), price);
}

/**
 * hsp_rate_text_digits:
 *
 * For a list whose heading says currency and unit: only what differs from "per 1,000" is said.
 *
 * Returns: (transfer full): "–" without a rate
 */
char *
hsp_rate_text_digits (HspRateUnit unit,
                      HspMoney    rate)
{
  g_autofree char *digits = NULL;

  if (rate == HSP_MONEY_UNKNOWN)
    return g_strdup ("–");

  digits = hsp_money_to_digits (rate);
  switch (unit)
    {
    case HSP_RATE_PER_1000:
      return g_steal_pointer (&digits);
    case HSP_RATE_EACH:
      return g_strdup_printf (_("%s each"), digits);
    case HSP_RATE_UNKNOWN:
      break;
    }
  /* Translators: about; %s is an amount, "5.00 USD" */
  return g_strdup_printf (_("≈ %s"), digits);
}

/**
 * hsp_rate_text_amount:
 * @amount: a price, or a total that was worked out with it
 *
 * Returns: (transfer full): "–" without an amount
 */
char *
hsp_rate_text_amount (HspRateUnit  unit,
                      HspMoney     amount,
                      const char  *currency)
{
  g_autofree char *text = NULL;

  if (amount == HSP_MONEY_UNKNOWN)
    return g_strdup ("–");

  text = hsp_money_to_text (amount, currency);
  return unit != HSP_RATE_UNKNOWN ? g_steal_pointer (&text) : g_strdup_printf (_("≈ %s"), text);
}

/**
 * hsp_rate_text_receipt:
 *
 * Returns: (transfer full) (nullable): how a charge comes about; %NULL where that is not known
 */
char *
hsp_rate_text_receipt (HspRateUnit unit,
                       HspMoney    rate,
                       gint64      quantity)
{
  g_autofree char *digits = NULL;
  g_autofree char *number = NULL;

  if (rate == HSP_MONEY_UNKNOWN || quantity <= 0)
    return NULL;

  digits = hsp_money_to_digits (rate);
  number = hsp_number_to_text (quantity);
  switch (unit)
    {
    case HSP_RATE_PER_1000:
      /* Translators: a quantity and a price: "20 at 320.00 per 1,000" */
      return g_strdup_printf (_("%s at %s per 1,000"), number, digits);
    case HSP_RATE_EACH:
      /* Translators: a quantity and the price of one: "20 at 0.32 each" */
      return g_strdup_printf (_("%s at %s each"), number, digits);
    case HSP_RATE_UNKNOWN:
      break;
    }
  /* Translators: a quantity and a price: "20 at ≈ 320.00 per 1,000" */
  return g_strdup_printf (_("%s at ≈ %s per 1,000"), number, digits);
}

/**
 * hsp_rate_text_caption:
 *
 * Returns: (transfer none): what stands before a price
 */
const char *
hsp_rate_text_caption (HspRateUnit unit)
{
  return unit == HSP_RATE_EACH ? _("Price each") : _("Price per 1,000");
}
