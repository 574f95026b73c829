/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One entry of the drop-down over the list. Properties (read only): label (string, const), count
 * (uint, notify), count-text (string, notify), chosen (boolean, notify). */
#pragma once

#include "hsp-order.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_SHOW_ALL,
  HSP_SHOW_OPEN,
  HSP_SHOW_UNCONFIRMED,
  HSP_SHOW_COMPLETED,
  HSP_SHOW_PARTIAL,
  HSP_SHOW_CANCELED,
  HSP_N_SHOWS
} HspShow;

#define HSP_TYPE_ORDER_FILTER (hsp_order_filter_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderFilter, hsp_order_filter, HSP, ORDER_FILTER, GObject)

HspOrderFilter *hsp_order_filter_new            (HspShow         show);
gboolean        hsp_order_filter_takes          (HspOrderFilter *self,
                                                 HspState        state);
const char     *hsp_order_filter_get_label      (HspOrderFilter *self);
const char     *hsp_order_filter_get_empty_text (HspOrderFilter *self);
guint           hsp_order_filter_get_count      (HspOrderFilter *self);
void            hsp_order_filter_set_count      (HspOrderFilter *self,
                                                 guint           count);
void            hsp_order_filter_set_chosen     (HspOrderFilter *self,
                                                 gboolean        chosen);

G_END_DECLS
