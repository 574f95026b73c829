/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The row of the sidebar that leads to what the shop has changed, with how much of it is new. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_CHANGES_ENTRY (hsp_changes_entry_get_type ())
G_DECLARE_FINAL_TYPE (HspChangesEntry, hsp_changes_entry, HSP, CHANGES_ENTRY, GtkListBoxRow)

GtkWidget *hsp_changes_entry_new (HspChanges *changes);

G_END_DECLS
