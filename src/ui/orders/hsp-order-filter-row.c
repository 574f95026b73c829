/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-filter-row.h"

#include "hsp-order-filter.h"

static void
bind_to_item (GtkListItem *item,
              const char  *property,
              GtkWidget   *widget,
              const char  *target)
{
  GtkExpression *expression = gtk_property_expression_new (GTK_TYPE_LIST_ITEM, NULL, "item");

  expression = gtk_property_expression_new (HSP_TYPE_ORDER_FILTER, expression, property);
  gtk_expression_bind (expression, widget, target, item);
}

GtkWidget *
hsp_order_filter_row_new (GtkListItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *count = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (count, "dim-label");
  bind_to_item (item, "label", label, "label");
  bind_to_item (item, "count-text", count, "label");

  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), count);
  return box;
}

/* A list factory of one's own loses the check mark of the chosen entry. */
GtkWidget *
hsp_order_filter_row_new_marked (GtkListItem *item)
{
  GtkWidget *box = hsp_order_filter_row_new (item);
  GtkWidget *place = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *mark = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_widget_set_size_request (place, 16, -1);
  gtk_widget_set_size_request (box, 200, -1);
  bind_to_item (item, "chosen", mark, "visible");
  gtk_box_append (GTK_BOX (place), mark);
  gtk_box_append (GTK_BOX (box), place);
  return box;
}
