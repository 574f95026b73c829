/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-shelf-row.h"

#include "hsp-category-row.h"
#include "hsp-money.h"
#include "hsp-text.h"

struct _HspShelfRow
{
  GtkListBoxRow parent_instance;

  HspShelf  shelf;
  GtkWidget *title_label;
  GtkWidget *count_label;
};

G_DEFINE_FINAL_TYPE (HspShelfRow, hsp_shelf_row, GTK_TYPE_LIST_BOX_ROW)

static void
hsp_shelf_row_class_init (HspShelfRowClass *klass)
{
}

static void
hsp_shelf_row_init (HspShelfRow *self)
{
  self->title_label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->title_label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->title_label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (self->title_label, TRUE);
  self->count_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count_label, "numeric");
  gtk_widget_add_css_class (self->count_label, "count");
}

GtkWidget *
hsp_shelf_row_new (HspShelf shelf)
{
  HspShelfRow *self = g_object_new (HSP_TYPE_SHELF_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  /* the name says it */
  GtkWidget *icon = g_object_new (GTK_TYPE_IMAGE, "icon-name", hsp_shelf_get_icon (shelf),
                                  "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  self->shelf = shelf;
  gtk_label_set_text (GTK_LABEL (self->title_label), hsp_shelf_get_title (shelf));
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), self->title_label);
  gtk_box_append (GTK_BOX (box), self->count_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  return GTK_WIDGET (self);
}

HspShelf
hsp_shelf_row_get_shelf (HspShelfRow *self)
{
  g_return_val_if_fail (HSP_IS_SHELF_ROW (self), HSP_SHELF_ALL);

  return self->shelf;
}

/* As with the categories: where nothing is, or matches, there is no figure. */
void
hsp_shelf_row_set_count (HspShelfRow *self,
                         guint        count,
                         gboolean     matches)
{
  g_autofree char *figure = NULL;
  g_autofree char *sentence = NULL;

  g_return_if_fail (HSP_IS_SHELF_ROW (self));

  figure = count > 0 ? hsp_number_to_text (count) : g_strdup ("");
  sentence = hsp_category_row_sentence (hsp_shelf_get_title (self->shelf), count,
                                        matches ? (int) count : -1);
  gtk_label_set_text (GTK_LABEL (self->count_label), figure);
  hsp_widget_set_accessible_label (GTK_WIDGET (self), sentence);
}

GtkWidget *
hsp_shelf_row_get_count_label (HspShelfRow *self)
{
  g_return_val_if_fail (HSP_IS_SHELF_ROW (self), NULL);

  return self->count_label;
}
