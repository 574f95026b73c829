/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the catalogue's page share: what is chosen, searched and shown (hsp-catalogue-page.c), which
 * pane is reached where not all have room (hsp-catalogue-page-panes.c), and what stands there before there are
 * services (hsp-catalogue-page-states.c). */
#pragma once

#include "hsp-catalogue-page.h"
#include "hsp-category-sidebar.h"
#include "hsp-changes-view.h"
#include "hsp-service-browser.h"
#include "hsp-service-detail.h"
#include "hsp-service-list.h"

G_BEGIN_DECLS

struct _HspCataloguePage
{
  HspPage parent_instance;

  HspServiceList *list;             /* (owned) */
  AdwToast       *failed_toast;     /* (weak) (nullable) while shown */
  /* a service to be shown once the catalogue is known */
  char           *pending_id;       /* (owned) (nullable) */
  char           *pending_quantity; /* (owned) (nullable) */
  char           *pending_link;     /* (owned) (nullable) */

  AdwToastOverlay    *toasts;
  GtkStack           *stack;
  AdwLeaflet         *outer;
  AdwLeaflet         *inner;
  HspCategorySidebar *sidebar;
  GtkStack           *list_stack;       /* what stands between the other two panes */
  HspServiceBrowser  *browser;
  HspChangesView     *changes;          /* (unowned) (nullable) made when first needed */
  GtkStack           *detail_stack;
  GtkWidget          *none_label;
  HspServiceDetail   *detail;           /* (unowned) (nullable) made when first needed */
  AdwStatusPage      *failed_page;      /* (unowned) (nullable) made when first needed */
  GtkWidget          *loading_page;     /* (unowned) (nullable) made when first needed, over the stack */
  GtkSpinner         *loading_spinner;  /* (unowned) (nullable) with it */
  guint               waiting_source;
  gboolean            drawn;            /* the first frame is out */
};

/* (transfer none): the account's */
HspCatalogue *hsp_catalogue_page_get_catalogue       (HspCataloguePage *self);

/* Whether it is said to load, over whatever else is there */
gboolean      hsp_catalogue_page_is_covered          (HspCataloguePage *self);

/* What is covered is not heard: to be said again when it is shown, since GTK takes what is shown for heard */
void          hsp_catalogue_page_update_heard        (HspCataloguePage *self);

/* What is to be made while it is said to load, once the first frame is out */
void          hsp_catalogue_page_prepare_content     (HspCataloguePage *self);

/* The services, or why there are none yet */
void          hsp_catalogue_page_show_state          (HspCataloguePage *self);

/* That there is nothing newer than what is shown, with a button that tries again */
void          hsp_catalogue_page_tell_refresh_failed (HspCataloguePage *self);

/* The children and callbacks of the panes */
void          hsp_catalogue_page_bind_panes          (GtkWidgetClass   *widget_class);

/* Whether of what @leaflet holds one is behind the other */
gboolean      hsp_catalogue_page_is_folded           (HspCataloguePage *self,
                                                      AdwLeaflet       *leaflet);

/* Whether it is not behind the categories */
gboolean      hsp_catalogue_page_is_list_reached     (HspCataloguePage *self);

/* Whether it stands before the list */
gboolean      hsp_catalogue_page_is_detail_reached   (HspCataloguePage *self);

void          hsp_catalogue_page_show_list           (HspCataloguePage *self);
void          hsp_catalogue_page_show_detail         (HspCataloguePage *self);

/* Back to the pane that the one reached stands before */
void          hsp_catalogue_page_leave_pane          (HspCataloguePage *self);

/* The page's title and its way back follow the pane that is reached */
void          hsp_catalogue_page_update_panes        (HspCataloguePage *self);

/* A window made narrow shows what was being looked at */
void          hsp_catalogue_page_set_panes_narrow    (HspCataloguePage *self,
                                                      gboolean          narrow);

G_END_DECLS
