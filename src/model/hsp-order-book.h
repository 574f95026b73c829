/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-order.h"

G_BEGIN_DECLS

/* All orders of the account, newest first: a GListModel of HspOrder (purchases of SMS numbers appear
 * in it unless they were placed: their numbers are the desk's then). Properties (read only, notify): n-unconfirmed (uint), ready
 * (boolean: the journal was read). Signals: order-changed (HspOrder*). */
#define HSP_TYPE_ORDER_BOOK (hsp_order_book_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderBook, hsp_order_book, HSP, ORDER_BOOK, GObject)

gboolean   hsp_order_book_get_ready           (HspOrderBook *self);
guint      hsp_order_book_get_n_unconfirmed   (HspOrderBook *self);
HspOrder  *hsp_order_book_lookup              (HspOrderBook *self, gint64 journal_id);  /* (transfer none) (nullable) */
/* An open or unconfirmed order of the same service and link: ask before buying again. (transfer none) (nullable) */
HspOrder  *hsp_order_book_find_same           (HspOrderBook *self, const char *service, const char *link);
/* The same for numbers, which are the desk's once confirmed. (transfer none) (nullable) */
HspOrder  *hsp_order_book_find_same_numbers   (HspOrderBook *self, const char *project, const char *country);

/* What was ordered before, or may have been: ids of services, each once, newest first. (transfer full)
 * Follows items-changed and order-changed. */
GStrv      hsp_order_book_dup_services        (HspOrderBook *self);

/* Buys. Limits, journal row, wire, outcome: finishes with the order whatever the outcome, which its row says;
 * an error (HSP_ERROR_STORE, HSP_ERROR_LIMIT, HSP_ERROR_USAGE) only when nothing was sent and nothing written. */
void       hsp_order_book_place_async         (HspOrderBook *self, HspService *service, gint64 quantity, const char *link, GAsyncReadyCallback callback, gpointer user_data);
HspOrder  *hsp_order_book_place_finish        (HspOrderBook *self, GAsyncResult *result, GError **error);  /* (transfer full) */

/* Asks the status now. */
void       hsp_order_book_check_async         (HspOrderBook *self, HspOrder *order, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean   hsp_order_book_check_finish        (HspOrderBook *self, GAsyncResult *result, GError **error);
/* All open ones (F5). */
void       hsp_order_book_check_all           (HspOrderBook *self);

/* The delivered goods, asked of the shop each time and kept nowhere: (transfer full) one item a line, empty when none. */
void       hsp_order_book_fetch_goods_async   (HspOrderBook *self, HspOrder *order, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GStrv      hsp_order_book_fetch_goods_finish  (HspOrderBook *self, GAsyncResult *result, GError **error);

/* Adds an order placed elsewhere; the number is asked of the shop first. (transfer full) */
void       hsp_order_book_adopt_async         (HspOrderBook *self, const char *order_number, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspOrder  *hsp_order_book_adopt_finish        (HspOrderBook *self, GAsyncResult *result, GError **error);

/* Settling an unconfirmed order: as placed under a number that the shop knows, or as not placed. What the
 * shop says of the number must fit (else HSP_ERROR_MISMATCH with both figures), or be kept anyway. */
void       hsp_order_book_settle_placed_async     (HspOrderBook *self, HspOrder *order, const char *order_number, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
void       hsp_order_book_settle_not_placed_async (HspOrderBook *self, HspOrder *order, GAsyncReadyCallback callback, gpointer user_data);
void       hsp_order_book_settle_anyway_async     (HspOrderBook *self, HspOrder *order, const char *order_number, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean   hsp_order_book_settle_finish           (HspOrderBook *self, GAsyncResult *result, GError **error);
/* Takes back a settling: unconfirmed again. (transfer full) */
void       hsp_order_book_undo_async              (HspOrderBook *self, gint64 journal_id, GAsyncReadyCallback callback, gpointer user_data);
HspOrder  *hsp_order_book_undo_finish             (HspOrderBook *self, GAsyncResult *result, GError **error);
/* What came back of a partial or canceled order, as the readings of the balance show it; HSP_MONEY_UNKNOWN
 * where they do not. @events: (element-type HspEventRow) of the order */
HspMoney   hsp_order_book_find_refund             (HspOrderBook *self, HspOrder *order, GPtrArray *events);
void       hsp_order_book_get_evidence            (HspOrderBook *self, HspOrder *order, HspEvidence *evidence);
/* What the evidence counts as other charges, oldest first. (transfer full) (element-type HspOtherCharge) */
GPtrArray *hsp_order_book_get_other_charges       (HspOrderBook *self, HspOrder *order);

void       hsp_order_book_set_note_async      (HspOrderBook *self, HspOrder *order, const char *note, GAsyncReadyCallback callback, gpointer user_data);
gboolean   hsp_order_book_set_note_finish     (HspOrderBook *self, GAsyncResult *result, GError **error);
void       hsp_order_book_forget_async        (HspOrderBook *self, HspOrder *order, GAsyncReadyCallback callback, gpointer user_data);
gboolean   hsp_order_book_forget_finish       (HspOrderBook *self, GAsyncResult *result, GError **error);
/* (element-type HspEventRow) newest first */
void       hsp_order_book_events_async        (HspOrderBook *self, HspOrder *order, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray *hsp_order_book_events_finish       (HspOrderBook *self, GAsyncResult *result, GError **error);

G_END_DECLS
