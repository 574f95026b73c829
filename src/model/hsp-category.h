/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"

G_BEGIN_DECLS

/* A category or subcategory. Properties: name (const), count (guint, services in it), matches (int,
 * of the present search; -1 while nothing is searched). All notify. */
#define HSP_TYPE_CATEGORY (hsp_category_get_type ())
G_DECLARE_FINAL_TYPE (HspCategory, hsp_category, HSP, CATEGORY, GObject)

const char  *hsp_category_get_name          (HspCategory *self);
HspCategory *hsp_category_get_parent        (HspCategory *self);  /* (transfer none) (nullable) */
GListModel  *hsp_category_get_subcategories (HspCategory *self);  /* (transfer none) (nullable): NULL when there are none */
guint        hsp_category_get_count         (HspCategory *self);
int          hsp_category_get_matches       (HspCategory *self);

G_END_DECLS
