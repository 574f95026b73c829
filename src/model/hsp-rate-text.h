/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a price is written, with what it is the price of: the same in every place, in the window and on
 * the command line. "≈" until a charge has shown the unit. All results are (transfer full). */
#pragma once

#include "hsp-receipt.h"

G_BEGIN_DECLS

char       *hsp_rate_text         (HspRateUnit unit, HspMoney rate, const char *currency);   /* "0.85 USD per 1,000", "≈ 0.85 USD per 1,000", "0.85 USD each" */
char       *hsp_rate_text_digits  (HspRateUnit unit, HspMoney rate);                         /* beside others: "0.85", "≈ 0.85", "0.85 each", "–" unknown */
char       *hsp_rate_text_amount  (HspRateUnit unit, HspMoney amount, const char *currency); /* "0.85 USD", "≈ 0.85 USD", "–" unknown */
char       *hsp_rate_text_receipt (HspRateUnit unit, HspMoney rate, gint64 quantity);        /* "20 at 320.00 per 1,000" */
const char *hsp_rate_text_caption (HspRateUnit unit);                                        /* (transfer none) "Price per 1,000" */

G_END_DECLS
