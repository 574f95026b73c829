/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-star-button.h"

#include <glib/gi18n-lib.h>

#include "hsp-text.h"

#define ICON_SIZE 16

struct _HspStarButton
{
  GtkToggleButton parent_instance;
};

G_DEFINE_FINAL_TYPE (HspStarButton, hsp_star_button, GTK_TYPE_TOGGLE_BUTTON)

static void
hsp_star_button_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  const gboolean on = gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (widget));
  GtkIconTheme *theme = gtk_icon_theme_get_for_display (gtk_widget_get_display (widget));
  g_autoptr(GtkIconPaintable) icon = NULL;
  GdkRGBA colours[4];

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &colours[0]);
  for (guint i = 1; i < G_N_ELEMENTS (colours); i++)
    colours[i] = colours[0];
  icon = gtk_icon_theme_lookup_icon (theme, on ? "starred-symbolic" : "non-starred-symbolic", NULL,
                                     ICON_SIZE, gtk_widget_get_scale_factor (widget),
                                     gtk_widget_get_direction (widget), 0);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot,
                          &GRAPHENE_POINT_INIT ((gtk_widget_get_width (widget) - ICON_SIZE) / 2.0f,
                                                (gtk_widget_get_height (widget) - ICON_SIZE) / 2.0f));
  gtk_symbolic_paintable_snapshot_symbolic (GTK_SYMBOLIC_PAINTABLE (icon), snapshot, ICON_SIZE,
                                            ICON_SIZE, colours, G_N_ELEMENTS (colours));
  gtk_snapshot_restore (snapshot);
}

static void
hsp_star_button_class_init (HspStarButtonClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = hsp_star_button_snapshot;
}

static void
hsp_star_button_init (HspStarButton *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_add_css_class (widget, "flat");
  gtk_widget_add_css_class (widget, "circular");
  gtk_widget_add_css_class (widget, "star");
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  hsp_widget_set_accessible_label (widget, _("Favourite"));
}
