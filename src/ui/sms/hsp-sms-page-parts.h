/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the SMS page share: what stands where (hsp-sms-page.c), and what can be done with a number
 * (hsp-sms-page-actions.c). */
#pragma once

#include "hsp-journal-status.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-page.h"
#include "hsp-sms-shop.h"

G_BEGIN_DECLS

struct _HspSmsPage
{
  HspPage parent_instance;

  HspSmsDesk        *desk;              /* (owned) */
  GCancellable      *cancellable;       /* (owned) of checks; a purchase is never cancelled */
  GtkFilter         *active_filter;     /* (owned) */
  GtkFilter         *past_filter;       /* (owned) */
  GListModel        *active;            /* (owned) of HspSmsNumber */
  GListModel        *past;              /* (owned) of HspSmsNumber */
  GtkSliceListModel *past_slice;        /* (owned) */
  guint              timer;
  gboolean           loaded;
  char              *wanted;            /* (owned) (nullable) order of a number to be shown */

  AdwLeaflet  *leaflet;
  GtkWidget   *shop_pane;
  GtkWidget   *numbers_button;
  GtkLabel    *numbers_label;
  GtkLabel    *numbers_pill;
  HspSmsShop  *shop;
  GtkWidget   *numbers_pane;
  GtkRevealer *notice_revealer;
  GtkLabel    *notice_label;
  GtkWidget   *notice_orders_button;
  GtkStack    *numbers_stack;
  HspJournalStatus *journal_status;
  GtkScrolledWindow *numbers_scroller;
  GtkWidget   *numbers_box;
  GtkLabel    *active_heading;
  GtkLabel    *active_count;
  GtkWidget   *none_active_label;
  GtkFlowBox  *cards;
  GtkWidget   *history_header;
  GtkLabel    *history_heading;
  GtkWidget   *show_all_button;
  GtkListBox  *history;
};

void hsp_sms_page_install_actions (GtkWidgetClass *widget_class);

/* What became of the last press, over the numbers. @sentence: (nullable). @to_orders: a button leads to the
 * orders */
void hsp_sms_page_set_notice      (HspSmsPage     *self,
                                   const char     *sentence,
                                   gboolean        to_orders);

/* The numbers, where those that were just bought stand */
void hsp_sms_page_show_bought     (HspSmsPage     *self);

G_END_DECLS
