/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A place in a list (hsp-slot-list.h). What stands there changes with what is searched, and the place
 * stays: a row that is shown gets another text, and no row is made or thrown away. */
#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* Properties (read only, notify): item (GObject). */
#define HSP_TYPE_SLOT (hsp_slot_get_type ())
G_DECLARE_FINAL_TYPE (HspSlot, hsp_slot, HSP, SLOT, GObject)

/* (transfer none) (nullable): NULL once the list is gone */
gpointer hsp_slot_get_item (HspSlot *self);

G_END_DECLS
