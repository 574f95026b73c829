/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-row-layout"

#include "config.h"

#include "hsp-row-layout.h"

HspExtent
hsp_extent_get (gpointer       child,
                GtkOrientation orientation)
{
  HspExtent extent;

  gtk_widget_measure (child, orientation, -1, &extent.minimum, &extent.natural, NULL, NULL);
  return extent;
}

HspExtent
hsp_extent_add (HspExtent a,
                int       spacing,
                HspExtent b)
{
  return (HspExtent) { a.minimum + spacing + b.minimum, a.natural + spacing + b.natural };
}

HspExtent
hsp_extent_max (HspExtent a,
                HspExtent b)
{
  return (HspExtent) { MAX (a.minimum, b.minimum), MAX (a.natural, b.natural) };
}

GtkInscription *
hsp_row_add_text (gpointer row,
                  guint    min_chars,
                  guint    nat_chars,
                  ...)
{
  GtkInscription *text = GTK_INSCRIPTION (gtk_inscription_new (NULL));
  const char *name;
  va_list classes;

  gtk_inscription_set_text_overflow (text, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_inscription_set_min_chars (text, min_chars);
  gtk_inscription_set_nat_chars (text, nat_chars);
  va_start (classes, nat_chars);
  while ((name = va_arg (classes, const char *)) != NULL)
    gtk_widget_add_css_class (GTK_WIDGET (text), name);
  va_end (classes);
  gtk_widget_set_parent (GTK_WIDGET (text), row);
  return text;
}

void
hsp_row_place (gpointer row,
               gpointer child,
               int      x,
               int      y,
               int      width,
               int      height)
{
  const int left = gtk_widget_get_direction (row) == GTK_TEXT_DIR_RTL
                   ? gtk_widget_get_width (row) - x - width : x;

  gtk_widget_size_allocate (child, &(GtkAllocation) { left, y, width, height }, -1);
}

void
hsp_row_set_figure (gpointer        row,
                    GtkInscription *figure,
                    const char     *text)
{
  const char *before = gtk_inscription_get_text (figure);

  if (g_utf8_strlen (text, -1) != g_utf8_strlen (before != NULL ? before : "", -1))
    gtk_widget_queue_allocate (row);
  gtk_inscription_set_text (figure, text);
}

int
hsp_row_get_figure_width (GtkInscription *figure,
                          int             most)
{
  const char *text = gtk_inscription_get_text (figure);
  const HspExtent asked = hsp_extent_get (figure, GTK_ORIENTATION_HORIZONTAL);
  const int n_asked = (int) gtk_inscription_get_nat_chars (figure);
  const int n_chars = text != NULL ? (int) g_utf8_strlen (text, -1) : 0;

  return CLAMP ((asked.natural * n_chars + n_asked - 1) / n_asked, asked.minimum, MAX (asked.minimum, most));
}

int
hsp_row_get_text_width (GtkInscription *text)
{
  g_autoptr(PangoLayout) layout =
    gtk_widget_create_pango_layout (GTK_WIDGET (text), gtk_inscription_get_text (text));
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

void
hsp_row_set_empty (gpointer row,
                   gboolean empty)
{
  GtkWidget *place = gtk_widget_get_parent (row);

  if (empty == (gtk_widget_get_opacity (row) == 0))
    return;
  gtk_widget_set_opacity (row, empty ? 0 : 1);
  gtk_widget_set_can_focus (place, !empty);
  gtk_widget_set_can_target (place, !empty);
  gtk_accessible_update_state (GTK_ACCESSIBLE (place), GTK_ACCESSIBLE_STATE_HIDDEN, empty, -1);
}

void
hsp_row_set_class (gpointer    widget,
                   const char *name,
                   gboolean    set)
{
  if (set)
    gtk_widget_add_css_class (widget, name);
  else
    gtk_widget_remove_css_class (widget, name);
}
