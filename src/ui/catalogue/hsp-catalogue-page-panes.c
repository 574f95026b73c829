/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-page-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-next-frame.h"
#include "hsp-service.h"

#define SIDEBAR_WIDTH 228
#define DETAIL_WIDTH 402

/* Widths follow the window's narrow state; which pane is behind another follows what the leaflets made of
 * the room they have. */

/* A leaflet says so only once it was given its room. */
gboolean
hsp_catalogue_page_is_folded (HspCataloguePage *self,
                              AdwLeaflet       *leaflet)
{
  return hsp_page_get_narrow (HSP_PAGE (self)) || adw_leaflet_get_folded (leaflet);
}

gboolean
hsp_catalogue_page_is_list_reached (HspCataloguePage *self)
{
  return !hsp_catalogue_page_is_folded (self, self->outer) ||
         adw_leaflet_get_visible_child (self->outer) == GTK_WIDGET (self->inner);
}

gboolean
hsp_catalogue_page_is_detail_reached (HspCataloguePage *self)
{
  return hsp_catalogue_page_is_folded (self, self->inner) && hsp_catalogue_page_is_list_reached (self) &&
         adw_leaflet_get_visible_child (self->inner) == GTK_WIDGET (self->detail_stack);
}

void
hsp_catalogue_page_update_panes (HspCataloguePage *self)
{
  gboolean on_list = hsp_catalogue_page_is_folded (self, self->outer) &&
                     hsp_catalogue_page_is_list_reached (self);
  gboolean on_detail = hsp_catalogue_page_is_detail_reached (self);
  gboolean has_content = !hsp_catalogue_page_is_covered (self) &&
                         gtk_stack_get_visible_child (self->stack) == GTK_WIDGET (self->outer);
  g_autofree char *title = NULL;

  if (on_detail && self->detail != NULL)
    /* Translators: %s is the number of a service */
    title = g_strdup_printf (_("Service %s"),
                             hsp_service_get_id (hsp_service_detail_get_service (self->detail)));
  else if (on_list)
    title = g_strdup (hsp_category_sidebar_get_title (self->sidebar));

  hsp_page_set_title (HSP_PAGE (self), has_content ? title : NULL);
  hsp_page_set_can_go_back (HSP_PAGE (self), has_content && (on_list || on_detail));
}

static void
on_folded (GtkWidget *widget)
{
  hsp_catalogue_page_update_panes (HSP_CATALOGUE_PAGE (widget));
}

/* While it is being laid out */
static void
on_folded_cb (HspCataloguePage *self)
{
  hsp_before_next_frame (GTK_WIDGET (self), on_folded);
}

/* Beside each other all are shown already, and a leaflet would only move the focus. */
static void
show_pane (HspCataloguePage *self,
           AdwLeaflet       *leaflet,
           GtkWidget        *pane)
{
  if (hsp_catalogue_page_is_folded (self, leaflet))
    adw_leaflet_set_visible_child (leaflet, pane);
}

void
hsp_catalogue_page_show_list (HspCataloguePage *self)
{
  show_pane (self, self->outer, GTK_WIDGET (self->inner));
  show_pane (self, self->inner, GTK_WIDGET (self->list_stack));
}

void
hsp_catalogue_page_show_detail (HspCataloguePage *self)
{
  show_pane (self, self->outer, GTK_WIDGET (self->inner));
  show_pane (self, self->inner, GTK_WIDGET (self->detail_stack));
}

/* A window made narrow shows what was being looked at. */
static void
keep_pane (HspCataloguePage *self)
{
  if (g_strcmp0 (gtk_stack_get_visible_child_name (self->detail_stack), "service") == 0)
    hsp_catalogue_page_show_detail (self);
  else if (hsp_category_sidebar_get_category (self->sidebar) != NULL ||
           hsp_category_sidebar_get_changes_chosen (self->sidebar) ||
           hsp_category_sidebar_get_shelf (self->sidebar) != HSP_SHELF_ALL ||
           *hsp_service_list_get_query (self->list) != '\0')
    hsp_catalogue_page_show_list (self);
}

void
hsp_catalogue_page_set_panes_narrow (HspCataloguePage *self,
                                     gboolean          narrow)
{
  gtk_widget_set_size_request (GTK_WIDGET (self->sidebar), narrow ? -1 : SIDEBAR_WIDTH, -1);
  gtk_widget_set_size_request (GTK_WIDGET (self->detail_stack), narrow ? -1 : DETAIL_WIDTH, -1);
  hsp_category_sidebar_set_narrow (self->sidebar, narrow);
  hsp_service_browser_set_narrow (self->browser, narrow);
  adw_leaflet_set_can_unfold (self->outer, !narrow);
  adw_leaflet_set_can_unfold (self->inner, !narrow);
  if (narrow)
    keep_pane (self);
}

void
hsp_catalogue_page_leave_pane (HspCataloguePage *self)
{
  if (hsp_catalogue_page_is_detail_reached (self))
    adw_leaflet_set_visible_child (self->inner, GTK_WIDGET (self->list_stack));
  else
    adw_leaflet_set_visible_child (self->outer, GTK_WIDGET (self->sidebar));
}

void
hsp_catalogue_page_bind_panes (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, outer);
  gtk_widget_class_bind_template_child (widget_class, HspCataloguePage, inner);
  gtk_widget_class_bind_template_callback (widget_class, hsp_catalogue_page_update_panes);
  gtk_widget_class_bind_template_callback (widget_class, on_folded_cb);
}
