/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-symbolic.h"

void
hsp_symbolic_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot,
                       const char  *name,
                       float        x,
                       float        y,
                       int          size)
{
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr(GtkIconPaintable) icon = NULL;
  GdkRGBA colours[4];

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colours[0]);
  for (guint i = 1; i < G_N_ELEMENTS (colours); i++)
    colours[i] = colours[0];
  icon = gtk_icon_theme_lookup_icon (theme, name, NULL, size, gtk_widget_get_scale_factor (widget),
                                     gtk_widget_get_direction (widget), 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, size, size,
                                            colours, G_N_ELEMENTS (colours));
  gtk_snapshot_restore (snapshot);
}
