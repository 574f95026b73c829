/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A filter as an entry of the drop-down: its label and how many orders it shows. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

GtkWidget *hsp_order_filter_row_new        (GtkListItem *item);
/* The same in the open list, with a mark at the chosen one */
GtkWidget *hsp_order_filter_row_new_marked (GtkListItem *item);

G_END_DECLS
