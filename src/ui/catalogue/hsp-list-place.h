/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which services a list shows, and where: so that they can be put there again after a refresh that
 * changed so much of the list that its places mean nothing any more. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-types.h"

G_BEGIN_DECLS

typedef struct _HspListPlace HspListPlace;

/* @rows: the HspServiceRow that are bound. (transfer full) (nullable): NULL when none is in sight */
HspListPlace *hsp_list_place_new     (GtkScrolledWindow *scroller, GHashTable *rows);
void          hsp_list_place_free    (HspListPlace *self);
/* Scrolls so that the first of them is where it was that has most of the others near it. */
void          hsp_list_place_restore (HspListPlace *self, GtkScrolledWindow *scroller, GtkListView *view, HspServiceList *list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspListPlace, hsp_list_place_free)

G_END_DECLS
