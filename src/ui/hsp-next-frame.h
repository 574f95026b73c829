/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a widget changes because it was shown, hidden or folded. Panes come and go while the window is
 * laid out, and what then changes elsewhere loses the place that it was just given: GTK draws it no more
 * until something moves it. So handlers of "map" and of a leaflet's "folded" change nothing at once. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-first-frame.h"

G_BEGIN_DECLS

/* As gtk_widget_add_css_class() */
typedef void (*HspWidgetChange) (GtkWidget *widget, const char *name);

/* Calls @func when nothing is being laid out, before the next frame; not at all when @widget goes before. */
void hsp_before_next_frame        (GtkWidget *widget, HspWidgetFunc func);
/* @name: (static) */
void hsp_change_before_next_frame (GtkWidget *widget, HspWidgetChange change, const char *name);

G_END_DECLS
