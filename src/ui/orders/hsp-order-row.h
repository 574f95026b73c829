/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One order in the list: its name and charge, what it was for, and how far it is. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_ROW (hsp_order_row_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderRow, hsp_order_row, HSP, ORDER_ROW, GtkWidget)

GtkWidget  *hsp_order_row_new         (void);
/* Follows the HspSlot of @item until unbound, and names @item by what it shows. */
void        hsp_order_row_bind        (HspOrderRow *self,
                                       GtkListItem *item);
void        hsp_order_row_unbind      (HspOrderRow *self);
/* (transfer none) (nullable): the accessible name of its item */
const char *hsp_order_row_get_spoken  (HspOrderRow *self);
void        hsp_order_row_update_time (HspOrderRow *self);

G_END_DECLS
