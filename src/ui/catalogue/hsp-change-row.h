/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One change of one service: name and figures over what has become of it, and when. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HSP_TYPE_CHANGE_ROW (hsp_change_row_get_type ())
G_DECLARE_FINAL_TYPE (HspChangeRow, hsp_change_row, HSP, CHANGE_ROW, GtkWidget)

GtkWidget *hsp_change_row_new  (void);
/* The item of @item is an HspChange; @currency: "" until known. */
void       hsp_change_row_bind (HspChangeRow *self, GtkListItem *item, const char *currency);

G_END_DECLS
