/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the list of services and the account alone ask of the catalogue. */
#pragma once

#include "hsp-catalogue.h"

G_BEGIN_DECLS

/* Whether @service lies in @subcategory. Where the shop's rows do not say, the ids in it are asked
 * of the shop once, and `changed` follows; until then the answer is @known = FALSE. */
gboolean hsp_catalogue_is_in_subcategory (HspCatalogue *self,
                                          HspService   *service,
                                          const char   *subcategory,
                                          gboolean     *known);
void     hsp_catalogue_want_subcategory  (HspCatalogue *self,
                                          const char   *category,
                                          const char   *subcategory);
void     hsp_catalogue_learn_rates       (HspCatalogue *self,
                                          GPtrArray    *purchases);
void     hsp_catalogue_close             (HspCatalogue *self);
/* (transfer none) (nullable): what hsp_name_order() says of the services, when it is known already */
const guint *hsp_catalogue_get_name_order (HspCatalogue *self);

G_END_DECLS
