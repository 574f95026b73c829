/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of an order's detail share: what is shown of it (hsp-order-detail.c), what can be done with it
 * (hsp-order-detail-actions.c), and the person's note (hsp-order-detail-note.c). */
#pragma once

#include "hsp-order-detail.h"
#include "hsp-order-goods.h"
#include "hsp-order-receipt.h"
#include "hsp-order-timeline.h"

G_BEGIN_DECLS

struct _HspOrderDetail
{
  AdwBin parent_instance;

  HspAccount   *account;          /* (owned) (nullable) */
  HspOrder     *order;            /* (owned) (nullable) */
  GCancellable *cancellable;      /* (owned) (nullable) of the check that was asked for */
  guint         spinner_timeout;
  guint         tick;             /* while "Checked 12 s ago" counts */
  gboolean      narrow;

  GtkScrolledWindow *scroller;
  GtkWidget         *content;
  GtkBox            *head;
  GtkBox            *buttons;
  GtkLabel          *name_label;
  GtkLabel          *pill;
  GtkLabel          *number_label;
  GtkWidget         *check_button;
  GtkSpinner        *check_spinner;
  GtkWidget         *again_button;
  GtkWidget         *menu_button;
  GtkWidget         *reason_card;
  GtkLabel          *reason_heading;
  GtkLabel          *reason_label;
  GtkWidget         *cards;
  GtkLabel          *progress_heading;
  GtkLabel          *checked_label;
  GtkProgressBar    *progress;
  GtkLabel          *start_label;
  GtkLabel          *delivered_label;
  GtkLabel          *remains_label;
  HspOrderReceipt   *receipt;
  HspOrderGoods     *goods;
  GtkLabel          *link_label;
  GtkWidget         *copy_link_button;
  GtkWidget         *open_link_button;
  GtkStack          *note_stack;
  GtkLabel          *note_label;
  GtkEntry          *note_entry;
  GtkWidget         *note_button;
  HspOrderTimeline  *timeline;
};

void hsp_order_detail_install_actions (GtkWidgetClass *widget_class);

/* Says why something did not work */
void hsp_order_detail_toast_error     (HspOrderDetail *self,
                                       const GError   *error);

/* The children, callbacks and action of the note */
void hsp_order_detail_bind_note       (GtkWidgetClass *widget_class);
void hsp_order_detail_show_note       (HspOrderDetail *self);

/* What was being written is left as it was */
void hsp_order_detail_end_note        (HspOrderDetail *self);

G_END_DECLS
