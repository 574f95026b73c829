/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the catalogue alone keeps of a service. */
#pragma once

#include "hsp-service.h"

G_BEGIN_DECLS

/* Where it was in the catalogue's table, to be looked for there first: G_MAXUINT when it is not known. */
guint hsp_service_get_row (HspService *self);
void  hsp_service_set_row (HspService *self,
                           guint       row);

G_END_DECLS
