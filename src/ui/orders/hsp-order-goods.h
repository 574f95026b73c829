/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The row "Delivered" of an order: its goods are asked of the shop each time, shown while they are
 * looked at, and kept nowhere. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-order-book.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_GOODS (hsp_order_goods_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderGoods, hsp_order_goods, HSP, ORDER_GOODS, GtkListBoxRow)

void hsp_order_goods_set_order  (HspOrderGoods *self,
                                 HspOrderBook  *book,
                                 HspOrder      *order);
void hsp_order_goods_set_narrow (HspOrderGoods *self,
                                 gboolean       narrow);
void hsp_order_goods_save_to    (HspOrderGoods *self,
                                 GFile         *file);
void hsp_order_goods_hide       (HspOrderGoods *self);

G_END_DECLS
