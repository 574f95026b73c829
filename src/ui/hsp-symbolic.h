/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Symbolic icons drawn by a widget itself: where there are many, a GtkImage each costs more than all
 * the rest of the row. Each is drawn in its colour once and kept: the toolkit colours a symbolic icon anew
 * in each frame, pixel by pixel. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Draws the icon called @name with its upper left corner at @x, @y, in the colour of @widget's text.
 * @name: (static) */
void hsp_symbolic_snapshot (GtkWidget *widget, GtkSnapshot *snapshot, const char *name, float x, float y, int size);

G_END_DECLS
