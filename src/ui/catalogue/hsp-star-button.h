/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A star to press: pressed, the service is a favourite. A button that draws its icon itself: in a list
 * of rows a child for each costs more than all the rest of it, and another icon in an image has the
 * whole list laid out anew. `clicked` is a person's doing. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_STAR_BUTTON (hsp_star_button_get_type ())
G_DECLARE_FINAL_TYPE (HspStarButton, hsp_star_button, HSP, STAR_BUTTON, GtkToggleButton)

G_END_DECLS
