/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The orders of a book as the page lists them: searched, filtered, what waits for somebody first; as
 * places in which they stand, see hsp-slot-list.h. */
#pragma once

#include "hsp-order-filter.h"
#include "hsp-slot-list.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* The items of the slots are HspOrder. */
#define HSP_TYPE_ORDER_LIST (hsp_order_list_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderList, hsp_order_list, HSP, ORDER_LIST, HspSlotList)

HspOrderList *hsp_order_list_new            (HspOrderBook *book);

/* (transfer none) of HspOrderFilter, in the order of HspShow. Their counts obey the search alone. */
GListModel   *hsp_order_list_get_filters    (HspOrderList *self);
/* Case, marks and đ are folded; every word must be in name, number, link or note. */
void          hsp_order_list_set_query      (HspOrderList *self, const char *query);
void          hsp_order_list_set_show       (HspOrderList *self, HspShow show);
/* How many match the search, whatever the filter leaves of them. */
guint         hsp_order_list_get_n_searched (HspOrderList *self);
/* The position of an order, which may be one that the list has yet to grow to, or
 * GTK_INVALID_LIST_POSITION (G_MAXUINT). */
guint         hsp_order_list_find           (HspOrderList *self, HspOrder *order);

G_END_DECLS
