/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shop has changed, newest first. To be shown is a visit: what was new is not any more.
 *
 * Signal: service-activated (char*)  the number of a service that somebody wants to see */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_CHANGES_VIEW (hsp_changes_view_get_type ())
G_DECLARE_FINAL_TYPE (HspChangesView, hsp_changes_view, HSP, CHANGES_VIEW, AdwBin)

GtkWidget *hsp_changes_view_new        (HspAccount     *account);
void       hsp_changes_view_focus_list (HspChangesView *self);

G_END_DECLS
