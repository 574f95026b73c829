/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the account and the SMS desk alone do with the order book. */
#pragma once

#include "hsp-order-book.h"
#include "hsp-span.h"

G_BEGIN_DECLS

/* Properties: spending (boolean, notify). Signal: numbers-placed (HspOrder*, GPtrArray* of
 * HspNumberRow) when the person settled an unconfirmed purchase of SMS numbers as placed; numbers-released
 * (HspOrder*) when that was taken back. */
HspOrderBook *hsp_order_book_new          (HspClient      *client,
                                           HspJournal     *journal,
                                           HspWatcher     *watcher,
                                           HspWallet      *wallet,
                                           HspSpending    *spending);
void          hsp_order_book_load         (HspOrderBook   *self,
                                           GPtrArray      *purchases);
void          hsp_order_book_merge        (HspOrderBook   *self,
                                           GPtrArray      *purchases,
                                           gint64          after);
void          hsp_order_book_add_row      (HspOrderBook   *self,
                                           HspPurchaseRow *row,
                                           const char     *unwritten,
                                           HspSpan         span,
                                           HspSpan         before);
/* @numbers: of HspSmsNumber, not referenced: all that are known */
void          hsp_order_book_set_numbers  (HspOrderBook   *self,
                                           GListModel     *numbers);
gboolean      hsp_order_book_get_spending (HspOrderBook   *self);
void          hsp_order_book_close        (HspOrderBook   *self);
/* @reason: (nullable): a sentence */
void          hsp_order_book_set_closed_reason (HspOrderBook *self,
                                           const char     *reason);
GError       *hsp_order_book_make_closed_error (HspOrderBook *self);

G_END_DECLS
