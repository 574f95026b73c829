/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a person allows to be spent, checked in one place: by HspPurchase, with the writing of it and
 * before anything is sent. The limits come from whoever has settings or options; this knows neither. Main thread. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-journal.h"

G_BEGIN_DECLS

/**
 * HspSpendingLimits:
 * @ask_above: a purchase over this is asked about once more, by whoever asks
 * @max_total: one purchase over this is refused
 * @daily: the purchases of a day of this computer's are refused beyond this
 * @unasked: a purchase that nothing is special about is not asked about at all
 * @unwarned: that the same is open already is nothing special; that it is unconfirmed always is
 *
 * Amounts in the currency of the account, HSP_MONEY_UNKNOWN for no limit.
 */
typedef struct
{
  HspMoney ask_above;
  HspMoney max_total;
  HspMoney daily;
  gboolean unasked;
  gboolean unwarned;
} HspSpendingLimits;

#define HSP_SPENDING_LIMITS_NONE \
  ((HspSpendingLimits) { HSP_MONEY_UNKNOWN, HSP_MONEY_UNKNOWN, HSP_MONEY_UNKNOWN, FALSE, FALSE })

gboolean  hsp_spending_limits_ask   (const HspSpendingLimits  *limits,
                                     HspMoney                  total);
gboolean  hsp_spending_limits_check (const HspSpendingLimits  *limits,
                                     HspMoney                  total,
                                     const char               *currency,
                                     GError                  **error);

/* What was spent in a day, from the journal: pure, any thread. @numbers: (element-type HspNumberRow) */
HspMoney  hsp_spending_sum          (GPtrArray                *purchases,
                                     GPtrArray                *numbers,
                                     gint64                    from);
gint64    hsp_spending_midnight     (void);

#define HSP_TYPE_SPENDING (hsp_spending_get_type ())
G_DECLARE_FINAL_TYPE (HspSpending, hsp_spending, HSP, SPENDING, GObject)

HspSpending             *hsp_spending_new          (void);
void                     hsp_spending_set_limits   (HspSpending             *self,
                                                    const HspSpendingLimits *limits);
const HspSpendingLimits *hsp_spending_get_limits   (HspSpending             *self);

void                     hsp_spending_begin_async  (HspSpending             *self,
                                                    HspJournal              *journal,
                                                    const HspPurchaseRow    *draft,
                                                    GAsyncReadyCallback      callback,
                                                    gpointer                 user_data);
gint64                   hsp_spending_begin_finish (HspSpending             *self,
                                                    GAsyncResult            *result,
                                                    GError                 **error);

G_END_DECLS
