/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp"

#include "config.h"

#include "hsp-screenful.h"

#include "hsp-slot-list.h"

/* (transfer none) (nullable) */
static HspSlotList *
get_list (GtkListView *view)
{
  GtkSelectionModel *selection = gtk_list_view_get_model (view);

  return selection != NULL ? HSP_SLOT_LIST (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (selection))) : NULL;
}

/* That of a row which has been laid out, its padding counted; one that was just made has nothing but its
 * padding. 0 before there is any. */
static double
get_row_height (GtkListView *view)
{
  for (GtkWidget *item = gtk_widget_get_first_child (GTK_WIDGET (view)); item != NULL;
       item = gtk_widget_get_next_sibling (item))
    {
      GtkWidget *row = gtk_widget_get_first_child (item);
      graphene_rect_t bounds;

      if (row != NULL && gtk_widget_get_height (row) > 0
          && gtk_widget_compute_bounds (item, GTK_WIDGET (view), &bounds))
        return bounds.size.height;
    }
  return 0;
}

/* Those that are cut off at both ends are seen too. */
void
hsp_screenful_update (GtkListView *view)
{
  GtkAdjustment *adjustment;
  HspSlotList *list;
  double height;

  g_return_if_fail (GTK_IS_LIST_VIEW (view));

  adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));
  list = get_list (view);
  height = get_row_height (view);
  if (adjustment != NULL && list != NULL && height > 0)
    hsp_slot_list_set_screenful (list, (guint) (gtk_adjustment_get_page_size (adjustment) / height) + 2);
}

void
hsp_screenful_follow (GtkListView *view)
{
  g_return_if_fail (GTK_IS_LIST_VIEW (view));
  g_return_if_fail (get_list (view) != NULL);

  g_signal_connect_object (get_list (view), "shown", G_CALLBACK (hsp_screenful_update), view,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), "notify::page-size",
                           G_CALLBACK (hsp_screenful_update), view, G_CONNECT_SWAPPED);
}
