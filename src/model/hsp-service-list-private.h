/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the slots of the list ask of it. */
#pragma once

#include "hsp-service-list.h"

G_BEGIN_DECLS

/* The slot is going. */
void hsp_service_list_drop_slot (HspServiceList *self,
                                 HspServiceSlot *slot);

G_END_DECLS
