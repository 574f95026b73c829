/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's style sheet for pages without the program, whose measures are what the pages are made for. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

static inline void
load_style_sheet (void)
{
  static gboolean loaded = FALSE;
  g_autoptr(GtkCssProvider) provider = NULL;

  if (loaded)
    return;
  loaded = TRUE;
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_resource (provider, RESOURCE_PATH "/style.css");
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

G_END_DECLS
