/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hsp_list_store_update (GListStore *store,
                            GPtrArray  *items,
                            GEqualFunc  equal);

G_END_DECLS
