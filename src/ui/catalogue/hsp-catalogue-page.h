/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Categories, services, and the service that is looked at, side by side or one after the other. */
#pragma once

#include "hsp-page.h"

G_BEGIN_DECLS

#define HSP_TYPE_CATALOGUE_PAGE (hsp_catalogue_page_get_type ())
G_DECLARE_FINAL_TYPE (HspCataloguePage, hsp_catalogue_page, HSP, CATALOGUE_PAGE, HspPage)

GtkWidget *hsp_catalogue_page_new          (HspAccount *account);
/* Shows a service with its form filled in; @quantity and @link (nullable). Nothing is bought. Waits
 * for the catalogue while it is not known yet. */
void       hsp_catalogue_page_show_service (HspCataloguePage *self, const char *id, const char *quantity, const char *link);

G_END_DECLS
