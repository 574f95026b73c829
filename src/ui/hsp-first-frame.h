/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What need not be in the first frame of a page, nor in that of its first rows: how soon a person sees the
 * list is what counts. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*HspWidgetFunc) (GtkWidget *widget);

/* Calls @func once, after the next frame of the window has been painted, or the first that @widget is
 * mapped for. Until then the same call does nothing more; one function for a widget. */
void hsp_after_next_frame (GtkWidget *widget, HspWidgetFunc func);

G_END_DECLS
