/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands in the place of the rows when there are none: why, and the way out.
 *
 * Signals:
 *   clear-wanted ()  the button that takes the filters back
 *   all-wanted ()    the button for all services */
#pragma once

#include <adwaita.h>

#include "hsp-shelf.h"

G_BEGIN_DECLS

#define HSP_TYPE_NO_SERVICES (hsp_no_services_get_type ())
G_DECLARE_FINAL_TYPE (HspNoServices, hsp_no_services, HSP, NO_SERVICES, AdwBin)

typedef struct
{
  HspShelf shelf;
  gboolean empty;       /* nothing is on it, whatever is searched */
  gboolean searched;
  gboolean filtered;
  gboolean part;        /* all services are more than what is chosen */
} HspNoServicesReason;

GtkWidget *hsp_no_services_new    (void);
void       hsp_no_services_update (HspNoServices *self, const HspNoServicesReason *reason);

G_END_DECLS
