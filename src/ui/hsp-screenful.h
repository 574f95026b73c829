/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many rows of a list are seen at once, which is told the list of places: so many change at once with a key. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @view: shows a HspSlotList through a GtkSingleSelection, from now on until the end of one of them */
void hsp_screenful_follow (GtkListView *view);
/* Counts now: rows that were not laid out when it was counted last may be now. */
void hsp_screenful_update (GtkListView *view);

G_END_DECLS
