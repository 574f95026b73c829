/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The history of one order: what changed and when, newest first. Signal: loaded () after it was read. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-order-book.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_TIMELINE (hsp_order_timeline_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderTimeline, hsp_order_timeline, HSP, ORDER_TIMELINE, GtkBox)

void       hsp_order_timeline_set_order      (HspOrderTimeline *self,
                                              HspOrderBook     *book,
                                              HspOrder         *order);
GPtrArray *hsp_order_timeline_get_events     (HspOrderTimeline *self);
guint      hsp_order_timeline_get_n_entries  (HspOrderTimeline *self);

G_END_DECLS
