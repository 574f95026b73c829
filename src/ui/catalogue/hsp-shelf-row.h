/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A list above the categories: icon, name, and how many services are on it. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-shelf.h"

G_BEGIN_DECLS

#define HSP_TYPE_SHELF_ROW (hsp_shelf_row_get_type ())
G_DECLARE_FINAL_TYPE (HspShelfRow, hsp_shelf_row, HSP, SHELF_ROW, GtkListBoxRow)

GtkWidget *hsp_shelf_row_new       (HspShelf shelf);
HspShelf   hsp_shelf_row_get_shelf (HspShelfRow *self);
/* @matches: those that the search or the filters leave are counted */
void       hsp_shelf_row_set_count (HspShelfRow *self, guint count, gboolean matches);
GtkWidget *hsp_shelf_row_get_count_label (HspShelfRow *self);

G_END_DECLS
