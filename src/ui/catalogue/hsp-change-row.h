/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One change of one service: name and figures over what has become of it, and when. The first of a day
 * has the day above it: GtkListView knows no headings, and where each were a row of its own, keys would
 * stop at it in vain. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_CHANGE_ROW (hsp_change_row_get_type ())
G_DECLARE_FINAL_TYPE (HspChangeRow, hsp_change_row, HSP, CHANGE_ROW, GtkWidget)

GtkWidget *hsp_change_row_new  (void);
/* The item of @item is an HspChange; @currency: "" until known. */
void       hsp_change_row_bind (HspChangeRow *self, GtkListItem *item, const char *currency);
void       hsp_change_row_unbind (HspChangeRow *self);
/* @before: (nullable): the change above it; both the day and the change above may be others meanwhile */
void       hsp_change_row_update_day (HspChangeRow *self, HspChange *before);

G_END_DECLS
