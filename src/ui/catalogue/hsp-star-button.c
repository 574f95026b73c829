/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-star-button.h"

#include <glib/gi18n-lib.h>

#include "hsp-symbolic.h"
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

  hsp_symbolic_snapshot (widget, snapshot, on ? "starred-symbolic" : "non-starred-symbolic",
                         (gtk_widget_get_width (widget) - ICON_SIZE) / 2.0f,
                         (gtk_widget_get_height (widget) - ICON_SIZE) / 2.0f, ICON_SIZE);
}

/* Asked for, not set: each text that is set asks the X server what is under the pointer, and there is a
 * star in each row. */
static gboolean
hsp_star_button_query_tooltip (GtkWidget  *widget,
                               int         x,
                               int         y,
                               gboolean    keyboard,
                               GtkTooltip *tooltip)
{
  gtk_tooltip_set_text (tooltip, _("Favourite"));
  return TRUE;
}

static void
hsp_star_button_class_init (HspStarButtonClass *klass)
{
  GTK_WIDGET_CLASS (klass)->snapshot = hsp_star_button_snapshot;
  GTK_WIDGET_CLASS (klass)->query_tooltip = hsp_star_button_query_tooltip;
}

static void
hsp_star_button_init (HspStarButton *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_widget_add_css_class (widget, "flat");
  gtk_widget_add_css_class (widget, "circular");
  gtk_widget_add_css_class (widget, "star");
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  gtk_widget_set_has_tooltip (widget, TRUE);
  hsp_widget_set_accessible_label (widget, _("Favourite"));
}
