/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of services: search, filters, order, and what stands there instead of rows.
 *
 * Signals:
 *   service-chosen (HspService*, nullable)  another service was chosen, or none is any more
 *   opened (boolean)     the chosen row was clicked, or (TRUE) entered by keyboard or double click
 *   search-started ()    typing began, wherever it was
 *   search-ended ()      Escape in an empty entry
 *   all-wanted ()        the button for all services, where a category is empty */
#pragma once

#include <adwaita.h>

#include "hsp-shelf.h"

G_BEGIN_DECLS

#define HSP_TYPE_SERVICE_BROWSER (hsp_service_browser_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceBrowser, hsp_service_browser, HSP, SERVICE_BROWSER, AdwBin)

/* Once. */
void        hsp_service_browser_set_account      (HspServiceBrowser *self, HspAccount *account, HspServiceList *list);
/* Before any service is known: makes the first rows, empty, so that those that come are soon seen. */
void        hsp_service_browser_prepare          (HspServiceBrowser *self);
/* Both (nullable): all services. Scrolls to the top. */
void        hsp_service_browser_set_category     (HspServiceBrowser *self, const char *category, const char *subcategory);
/* Scrolls to the top. */
void        hsp_service_browser_set_shelf        (HspServiceBrowser *self, HspShelf shelf);
/* Other services are on it now. */
void        hsp_service_browser_update_shelf     (HspServiceBrowser *self);
void        hsp_service_browser_set_narrow       (HspServiceBrowser *self, gboolean narrow);
void        hsp_service_browser_set_search_shown (HspServiceBrowser *self, gboolean shown);
GtkWidget  *hsp_service_browser_get_entry        (HspServiceBrowser *self);  /* (transfer none) */
/* FALSE when there was nothing to clear. */
gboolean    hsp_service_browser_clear_search     (HspServiceBrowser *self);
void        hsp_service_browser_focus_entry      (HspServiceBrowser *self);
void        hsp_service_browser_focus_list       (HspServiceBrowser *self);
/* Chooses the service wherever it is; its row is selected when the list has it. Emits nothing. */
void        hsp_service_browser_choose           (HspServiceBrowser *self, const char *id);

G_END_DECLS
