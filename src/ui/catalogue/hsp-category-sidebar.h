/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The lists of all services, favourites and so on, then the tree of categories. One choice over both.
 *
 * Signals:
 *   chosen ()  another list or category was chosen; see the getters
 *   shelf-changed ()  other services are on the chosen list
 *   opened ()  a row was clicked or entered: where one pane shows at a time, go to the list
 */
#pragma once

#include <adwaita.h>

#include "hsp-shelf.h"

G_BEGIN_DECLS

#define HSP_TYPE_CATEGORY_SIDEBAR (hsp_category_sidebar_get_type ())
G_DECLARE_FINAL_TYPE (HspCategorySidebar, hsp_category_sidebar, HSP, CATEGORY_SIDEBAR, AdwBin)

/* Once. @list: whose matches are counted in the lists. */
void        hsp_category_sidebar_set_model       (HspCategorySidebar *self, HspAccount *account, HspServiceList *list);
HspShelf    hsp_category_sidebar_get_shelf       (HspCategorySidebar *self);  /* of all services, in a category */
const char *hsp_category_sidebar_get_category    (HspCategorySidebar *self);  /* (nullable) NULL: not in one */
const char *hsp_category_sidebar_get_subcategory (HspCategorySidebar *self);  /* (nullable) */
/* Once: adds the row that leads to them. */
void        hsp_category_sidebar_set_changes     (HspCategorySidebar *self, HspChanges *changes);
/* They are chosen, instead of a list of services: there is no category then. */
gboolean    hsp_category_sidebar_get_changes_chosen (HspCategorySidebar *self);
/* What is chosen, for a title: the name of a category or a list. */
const char *hsp_category_sidebar_get_title       (HspCategorySidebar *self);
void        hsp_category_sidebar_choose_all      (HspCategorySidebar *self);
/* Whether it is a pane of its own, which is what one looks at first. */
void        hsp_category_sidebar_set_narrow      (HspCategorySidebar *self, gboolean narrow);

G_END_DECLS
