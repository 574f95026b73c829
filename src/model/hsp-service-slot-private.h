/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the list of services alone does with its slots. */
#pragma once

#include "hsp-service-slot.h"

G_BEGIN_DECLS

#define HSP_SLOT_NOWHERE G_MAXUINT

HspServiceSlot *hsp_service_slot_new          (HspServiceList *list,
                                               guint           position);
guint           hsp_service_slot_get_position (HspServiceSlot *self);

/* The same service at another place, or at none: HSP_SLOT_NOWHERE. */
void            hsp_service_slot_move         (HspServiceSlot *self,
                                               guint           position);

/* What stands there is another service, or the same with other figures. */
void            hsp_service_slot_relabel      (HspServiceSlot *self);

/* The service as it was last asked for. (transfer none) (nullable) */
HspService     *hsp_service_slot_peek         (HspServiceSlot *self);

/* The list is going. */
void            hsp_service_slot_detach       (HspServiceSlot *self);

G_END_DECLS
