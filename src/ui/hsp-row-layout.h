/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the rows of long lists are laid out by: lines that divide the width each on its own, of texts that
 * ask for the same room whatever they say. So nothing is laid out anew but the row, when it says
 * something else; and no widget stands between it and its texts. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct
{
  int minimum;
  int natural;
} HspExtent;

/* @child: a GtkWidget */
HspExtent       hsp_extent_get           (gpointer        child,
                                          GtkOrientation  orientation);
HspExtent       hsp_extent_add           (HspExtent       a,
                                          int             spacing,
                                          HspExtent       b);
HspExtent       hsp_extent_max           (HspExtent       a,
                                          HspExtent       b);

/* A text of the row, shortened at its end: (transfer none). Style classes, ended by NULL. */
GtkInscription *hsp_row_add_text         (gpointer        row,
                                          guint           min_chars,
                                          guint           nat_chars,
                                          ...) G_GNUC_NULL_TERMINATED;
/* @x: from the side where the line begins */
void            hsp_row_place            (gpointer        row,
                                          gpointer        child,
                                          int             x,
                                          int             y,
                                          int             width,
                                          int             height);
/* Its place follows, not what the row asks for: that would have the whole list laid out anew. */
void            hsp_row_set_figure       (gpointer        row,
                                          GtkInscription *figure,
                                          const char     *text);
/* What a figure of this length takes: the width of a character is in what it asks for. */
int             hsp_row_get_figure_width (GtkInscription *figure,
                                          int             most);
/* What the text takes, measured: for words, which are not all as wide. */
int             hsp_row_get_text_width   (GtkInscription *text);
/* A place with nothing in it is about to be filled, or to go: it is not seen, heard or reached. */
void            hsp_row_set_empty        (gpointer        row,
                                          gboolean        empty);
void            hsp_row_set_class        (gpointer        widget,
                                          const char     *name,
                                          gboolean        set);

G_END_DECLS
