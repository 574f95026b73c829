/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text views with highlighting. The only file that knows GtkSourceView, which is loaded when the first
 * one is made; where it cannot be, they are plain text views. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A read-only view for code */
GtkWidget *hsp_source_view_new          (void);
/* @language: (nullable): "json", "sh" */
void       hsp_source_view_set_language (GtkTextView *view,
                                         const char  *language);

G_END_DECLS
