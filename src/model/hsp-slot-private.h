/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the list alone does with its slots. */
#pragma once

#include "hsp-slot-list.h"
#include "hsp-slot.h"

G_BEGIN_DECLS

#define HSP_SLOT_NOWHERE G_MAXUINT

HspSlot  *hsp_slot_new          (HspSlotList *list,
                                 guint        position);
guint     hsp_slot_get_position (HspSlot     *self);

/* The same at another place, or at none: HSP_SLOT_NOWHERE. */
void      hsp_slot_move         (HspSlot     *self,
                                 guint        position);

/* What stands there is something else, or the same with other figures. */
void      hsp_slot_relabel      (HspSlot     *self);

/* What stood there when it was last asked for. (transfer none) (nullable) */
gpointer  hsp_slot_peek         (HspSlot     *self);

/* The list is going. */
void      hsp_slot_detach       (HspSlot     *self);

G_END_DECLS
