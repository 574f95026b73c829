/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One order in the list. Property: spoken (string, read only, notify), its accessible name. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-order.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_ROW (hsp_order_row_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderRow, hsp_order_row, HSP, ORDER_ROW, GtkBox)

GtkWidget  *hsp_order_row_new         (void);
void        hsp_order_row_set_order   (HspOrderRow *self,
                                       HspOrder    *order);
const char *hsp_order_row_get_spoken  (HspOrderRow *self);
void        hsp_order_row_update_time (HspOrderRow *self);

G_END_DECLS
