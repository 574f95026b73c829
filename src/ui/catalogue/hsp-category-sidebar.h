/* SPDX-License-Identifier: GPL-3.0-or-later */

/* All services, then the tree of categories. One choice over both.
 *
 * Signals:
 *   chosen ()  another category was chosen; see the getters
 *   opened ()  a row was clicked or entered: where one pane shows at a time, go to the list
 */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_CATEGORY_SIDEBAR (hsp_category_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (HspCategorySidebar, hsp_category_sidebar, HSP, CATEGORY_SIDEBAR, AdwBin)

/* Once. @list: whose search is counted in the row of all services. */
void        hsp_category_sidebar_set_model       (HspCategorySidebar *self, HspCatalogue *catalogue, HspServiceList *list);
const char *hsp_category_sidebar_get_category    (HspCategorySidebar *self);  /* (nullable) NULL: all services */
const char *hsp_category_sidebar_get_subcategory (HspCategorySidebar *self);  /* (nullable) */
/* Once: adds the row that leads to them. */
void        hsp_category_sidebar_set_changes     (HspCategorySidebar *self, HspChanges *changes);
/* They are chosen, instead of a list of services: there is no category then. */
gboolean    hsp_category_sidebar_get_changes_chosen (HspCategorySidebar *self);
/* What is chosen, for a title: a category's name, "All services" or "Changes". */
const char *hsp_category_sidebar_get_title       (HspCategorySidebar *self);
void        hsp_category_sidebar_choose_all      (HspCategorySidebar *self);
/* The search has changed. */
void        hsp_category_sidebar_update_count    (HspCategorySidebar *self);

G_END_DECLS
