/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The orders of a book as the page lists them: searched, filtered, sorted, one of them selected. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-order-book.h"
#include "hsp-order-filter.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_LIST (hsp_order_list_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderList, hsp_order_list, HSP, ORDER_LIST, GObject)

HspOrderList       *hsp_order_list_new            (HspOrderBook *book);
/* (transfer none) of HspOrderFilter, in the order of HspShow */
GListModel         *hsp_order_list_get_filters    (HspOrderList *self);
/* (transfer none) */
GtkSingleSelection *hsp_order_list_get_selection  (HspOrderList *self);

void                hsp_order_list_set_query      (HspOrderList *self,
                                                   const char   *query);
void                hsp_order_list_set_show       (HspOrderList *self,
                                                   HspShow       show);
/* How many match the search, and how many of them the filter */
guint               hsp_order_list_get_n_searched (HspOrderList *self);
guint               hsp_order_list_get_n_filtered (HspOrderList *self);

/* GTK_INVALID_LIST_POSITION: not listed */
guint               hsp_order_list_find           (HspOrderList *self,
                                                   HspOrder     *order);
/* TRUE when its place may have changed */
gboolean            hsp_order_list_order_changed  (HspOrderList *self,
                                                   HspOrder     *order);
void                hsp_order_list_update_counts  (HspOrderList *self);

G_END_DECLS
