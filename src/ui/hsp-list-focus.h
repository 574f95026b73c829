/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "hsp-slot-list.h"

G_BEGIN_DECLS

/* Before the selection that @view shows is made of @list. */
void hsp_list_focus_keep (GtkListView *view,
                          HspSlotList *list);

G_END_DECLS
