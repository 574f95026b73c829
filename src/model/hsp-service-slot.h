/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A place in the list of services. Which service stands there changes with what is searched, and the
 * place stays: a row that is shown gets another text, and no row is made or thrown away. */
#pragma once

#include <glib-object.h>

#include "hsp-types.h"

G_BEGIN_DECLS

/* Properties (read only, notify): service (HspService). */
#define HSP_TYPE_SERVICE_SLOT (hsp_service_slot_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceSlot, hsp_service_slot, HSP, SERVICE_SLOT, GObject)

/* (transfer none) (nullable): NULL once the list is gone */
HspService *hsp_service_slot_get_service (HspServiceSlot *self);

G_END_DECLS
