/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the slots of the list ask of it, and tests. */
#pragma once

#include "hsp-service-list.h"

G_BEGIN_DECLS

/* The slot is going. */
void hsp_service_list_drop_slot (HspServiceList *self,
                                 HspServiceSlot *slot);

/* Whether nothing is left for idle moments: every place is there and shows what stands in it. */
gboolean hsp_service_list_is_settled (HspServiceList *self);

G_END_DECLS
