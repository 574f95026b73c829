/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the other objects of an account tell the wallet and ask of it. */
#pragma once

#include "hsp-journal.h"
#include "hsp-span.h"
#include "hsp-values.h"
#include "hsp-wallet.h"

G_BEGIN_DECLS

/* What else was bought between the balance before a purchase and the one that is known. */
typedef struct
{
  GPtrArray *list;      /* (unowned) (nullable) (element-type HspOtherCharge) filled in where it is given */
  HspMoney   charges;   /* of what was placed */
  guint      n_charges;
  HspMoney   maybe;     /* of what may have been placed: unconfirmed too */
  gboolean   unsure;    /* something may be in one of the readings, or not */
} HspOthers;

/* A purchase that has begun. */
typedef struct
{
  HspSpan purchase;
  HspSpan before;       /* of the balance that was known then */
} HspBuying;

HspWallet *hsp_wallet_new           (HspClient        *client);
void       hsp_wallet_set_sources   (HspWallet        *self,
                                     GListModel       *orders,
                                     GListModel       *numbers);
void       hsp_wallet_load          (HspWallet        *self,
                                     HspJournal       *journal,
                                     GPtrArray        *balances);
void       hsp_wallet_merge         (HspWallet        *self,
                                     GPtrArray        *balances);
void       hsp_wallet_take_balance  (HspWallet        *self,
                                     const HspBalance *balance,
                                     gint64            asked_at,
                                     guint64           begun);
guint64    hsp_wallet_tick          (HspWallet        *self);
HspBuying *hsp_wallet_begin_buying  (HspWallet        *self);
HspSpan    hsp_wallet_get_span      (HspWallet        *self);
gint64     hsp_wallet_get_asked_at  (HspWallet        *self);
void       hsp_wallet_close         (HspWallet        *self);
void       hsp_wallet_queue_update  (HspWallet        *self);
void       hsp_wallet_find_others   (HspWallet        *self,
                                     HspOrder         *order,
                                     HspOthers        *others);
HspMoney   hsp_wallet_find_rise     (HspWallet        *self,
                                     gint64            purchase,
                                     gint64            from,
                                     gint64            to);

G_END_DECLS
