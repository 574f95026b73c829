/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the order book share: its list (hsp-order-book.c), buying (hsp-order-book-buy.c),
 * asking what became of orders (hsp-order-book-watch.c), numbers that a person names
 * (hsp-order-book-settle.c), whether they fit (hsp-order-book-match.c), taking that back
 * (hsp-order-book-undo.c), what the balance says (hsp-order-book-evidence.c), and notes and history
 * (hsp-order-book-note.c). */
#pragma once

#include "hsp-client.h"
#include "hsp-journal.h"
#include "hsp-order-book-private.h"
#include "hsp-span.h"
#include "hsp-spending.h"
#include "hsp-values.h"
#include "hsp-wallet.h"
#include "hsp-watcher.h"

G_BEGIN_DECLS

struct _HspOrderBook
{
  GObject       parent_instance;

  HspClient    *client;         /* (owned) */
  HspJournal   *journal;        /* (owned) */
  HspWatcher   *watcher;        /* (owned) */
  HspWallet    *wallet;         /* (owned) */
  HspSpending  *spending;       /* (owned) */
  GListModel   *numbers;        /* (weak) (nullable) of HspSmsNumber */
  GCancellable *cancellable;    /* (owned) of what nobody waits for */

  GPtrArray    *orders;         /* (owned) (element-type HspOrder) newest first */
  GHashTable   *polled;         /* (owned) (element-type HspOrder) asked about at the moment */
  char         *closed_reason;  /* (owned) (nullable) why the journal is not open */
  guint64       loaded;         /* hsp_wallet_tick() of then */
  guint         n_unconfirmed;
  guint         n_spending;
  gboolean      ready;
};

/* After any change of an order's row. */
void      hsp_order_book_order_changed  (HspOrderBook         *self,
                                         HspOrder             *order);

/* @row: (transfer full); @span, @before: zeros unless it was bought in this run.
 * Returns: (transfer none) */
HspOrder *hsp_order_book_insert_row     (HspOrderBook         *self,
                                         HspPurchaseRow       *row,
                                         HspSpan               span,
                                         HspSpan               before);
void      hsp_order_book_remove_order   (HspOrderBook         *self,
                                         HspOrder             *order);

/* Returns: (transfer none) (nullable) */
HspOrder *hsp_order_book_find_by_number (HspOrderBook         *self,
                                         const char           *order_number);

/* Shows and writes what the shop says of @number, unless it is no longer the number of @order. */
void      hsp_order_book_take_status    (HspOrderBook         *self,
                                         HspOrder             *order,
                                         const char           *number,
                                         const HspOrderStatus *status);

/* Why the shop's order can hardly be the purchase. (transfer full) (nullable) */
GError   *hsp_order_book_match_order    (const HspPurchaseRow *row,
                                         const char           *number,
                                         const HspOrderStatus *status);
GError   *hsp_order_book_match_number   (const HspPurchaseRow *row,
                                         const char           *number,
                                         const HspSmsStatus   *status);

/* HspWatchFunc */
void      hsp_order_book_watch_cb       (HspWatcher           *watcher,
                                         HspWatchKind          kind,
                                         const char           *id,
                                         gpointer              user_data);

G_END_DECLS
