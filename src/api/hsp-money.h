/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HspMoney:
 *
 * An amount in millionths of the currency's unit (0.50 USD is 500000). Never a float. The currency
 * is kept beside it as an interned string.
 */
typedef gint64 HspMoney;

/** HSP_MONEY_UNKNOWN: the amount is not known; never shown as 0. */
#define HSP_MONEY_UNKNOWN G_MININT64
#define HSP_MONEY_UNIT    G_GINT64_CONSTANT (1000000)

gboolean  hsp_money_parse      (const char *text,
                                HspMoney   *amount);
HspMoney  hsp_money_times      (HspMoney    rate,
                                gint64      quantity,
                                gint64      per);
HspMoney  hsp_money_add        (HspMoney    a,
                                HspMoney    b);
HspMoney  hsp_money_subtract   (HspMoney    a,
                                HspMoney    b);
char     *hsp_money_to_plain   (HspMoney    amount);
char     *hsp_money_to_digits  (HspMoney    amount);
char     *hsp_money_to_text    (HspMoney    amount,
                                const char *currency);
char     *hsp_number_to_text   (gint64      number);

G_END_DECLS
