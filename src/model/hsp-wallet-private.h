/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the other objects of an account tell the wallet and ask of it. */
#pragma once

#include "hsp-journal.h"
#include "hsp-values.h"
#include "hsp-wallet.h"

G_BEGIN_DECLS

HspWallet *hsp_wallet_new           (HspClient        *client);
void       hsp_wallet_set_sources   (HspWallet        *self,
                                     GListModel       *orders,
                                     GListModel       *numbers);
void       hsp_wallet_load          (HspWallet        *self,
                                     HspJournal       *journal,
                                     GPtrArray        *balances);
void       hsp_wallet_take_balance  (HspWallet        *self,
                                     const HspBalance *balance,
                                     gint64            asked_at);
gint64     hsp_wallet_get_asked_at  (HspWallet        *self);
void       hsp_wallet_close         (HspWallet        *self);
void       hsp_wallet_queue_update  (HspWallet        *self);
HspMoney   hsp_wallet_sum_charges   (HspWallet        *self,
                                     gint64            from,
                                     gint64            to,
                                     gint64            except,
                                     guint            *n_charges);

G_END_DECLS
