/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was said a purchase would cost beside what it did cost, what should come back of it, and what
 * the charges tell of the unit of `rate`. Pure: no I/O, any thread. */
#pragma once

#include "hsp-journal.h"
#include "hsp-values.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_RECEIPT_UNKNOWN,  /* no charge yet, or no estimate */
  HSP_RECEIPT_SAME,     /* but for rounding */
  HSP_RECEIPT_MORE,     /* was charged than was said */
  HSP_RECEIPT_LESS,
} HspReceiptVerdict;

/* Amounts are HSP_MONEY_UNKNOWN where nothing says them. */
typedef struct
{
  HspReceiptVerdict verdict;
  HspMoney          estimate;
  HspMoney          charge;           /* as it was first, before anything came back */
  HspMoney          difference;       /* charge − estimate */
  HspMoney          refund_expected;  /* of a partial or canceled order: charge × remains ÷ quantity */
  HspMoney          refund_said;      /* by how much the charge has fallen since */
} HspReceipt;

HspReceiptVerdict hsp_receipt_compare (HspMoney estimate,
                                       HspMoney charge);

HspMoney hsp_receipt_charge_of (const HspPurchaseRow *row);

/* @events: (nullable) (element-type HspEventRow): of the purchase; they know the first charge */
void hsp_receipt_make       (const HspPurchaseRow *row,
                             GPtrArray            *events,
                             HspReceipt           *receipt);

/* What `rate` is the price of. */
typedef enum
{
  HSP_RATE_UNKNOWN,     /* taken for per 1,000, as the API notes say, and shown as "≈" */
  HSP_RATE_PER_1000,
  HSP_RATE_EACH,
} HspRateUnit;

/* What the catalogue has of the service with this number; FALSE when it has none */
typedef gboolean (*HspServiceLookup) (const char *id,
                                      HspKind    *kind,
                                      HspMoney   *rate,
                                      gpointer    user_data);

HspRateUnit hsp_rate_unit_of_charge (HspMoney          rate,
                                     gint64            quantity,
                                     HspMoney          charge);
HspRateUnit hsp_rate_unit_learn     (GPtrArray        *purchases,
                                     HspKind           kind,
                                     HspServiceLookup  lookup,
                                     gpointer          user_data);
HspMoney    hsp_rate_unit_estimate  (HspRateUnit       unit,
                                     HspMoney          rate,
                                     gint64            quantity);

G_END_DECLS
