/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the two ways of asking for services share. */
#pragma once

#include "hsp-shop.h"

G_BEGIN_DECLS

/* @query: (nullable). (transfer full): parameters by name */
GHashTable *hsp_shop_create_params (const HspServicesQuery *query);

G_END_DECLS
