/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many rows of a list are seen at once, which is told the list of places: so many change at once with a key. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* @view: shows a HspSlotList through a GtkSingleSelection, from now on until the end of one of them */
void hsp_screenful_follow (GtkListView *view);

G_END_DECLS
