/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of a service's detail share: what is shown of the service and of the order that the form would
 * make (hsp-service-detail.c), and the way from the form to the outcome (hsp-service-detail-order.c). */
#pragma once

#include "hsp-order-form.h"
#include "hsp-service-detail.h"
#include "hsp-service-facts.h"

G_BEGIN_DECLS

/* Where a decision is on its way. */
typedef enum
{
  HSP_DECISION_IDLE,
  HSP_DECISION_QUOTING,     /* price and stock are asked again */
  HSP_DECISION_CONFIRMING,  /* the dialog is open */
  HSP_DECISION_PLACING,     /* it is being sent: no way back */
} HspDecisionStep;

struct _HspServiceDetail
{
  AdwBin parent_instance;

  HspAccount      *account;       /* (owned) */
  HspService      *service;       /* (owned) (nullable) shown */
  HspDecisionStep  step;
  /* the decision under way */
  HspService      *wanted;        /* (owned) (nullable) */
  gint64           quantity;
  char            *link;          /* (owned) (nullable) */
  GCancellable    *cancellable;   /* (owned) (nullable) of the quote; a purchase has none */

  AdwToastOverlay *toasts;
  GtkWidget       *footer;
  HspServiceFacts *facts;
  HspOrderForm    *form;
  GtkWidget       *notice;
  GtkLabel        *notice_title;
  GtkLabel        *notice_text;
  GtkLabel        *total_label;
  GtkLabel        *after_label;
  GtkLabel        *block_label;
  GtkWidget       *place_button;
  GtkSpinner      *place_spinner;
  GtkLabel        *place_label;
};

/* Why nothing can be ordered now; NULL when it can. (transfer none) (nullable) */
const char *hsp_service_detail_get_block     (HspServiceDetail *self);

/* What the button says, and whether it can be pressed, follow the step and what blocks */
void        hsp_service_detail_update_button (HspServiceDetail *self);

/* The children and callbacks of the order's way, and of the notice that says what came of it */
void        hsp_service_detail_bind_order    (GtkWidgetClass   *widget_class);
void        hsp_service_detail_hide_notice   (HspServiceDetail *self);

/* Another service is shown: what was being asked about this one is not to be ordered any more */
void        hsp_service_detail_drop_quote    (HspServiceDetail *self);

G_END_DECLS
