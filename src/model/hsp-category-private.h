/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the catalogue and the list of services alone change of a category. */
#pragma once

#include "hsp-category.h"

G_BEGIN_DECLS

HspCategory *hsp_category_new         (const char  *name,
                                       HspCategory *parent,
                                       GListStore  *subcategories);
void         hsp_category_set_count   (HspCategory *self,
                                       guint        count);
void         hsp_category_set_matches (HspCategory *self,
                                       int          matches);

G_END_DECLS
