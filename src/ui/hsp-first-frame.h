/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What need not be in the first frame of a page: how soon a person sees the list is what counts. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef void (*HspWidgetFunc) (GtkWidget *widget);

/* Calls @func once, after the first frame that @widget was mapped for has been painted. To be called
 * before that, at most once for a widget. */
void hsp_after_first_frame (GtkWidget *widget, HspWidgetFunc func);

G_END_DECLS
