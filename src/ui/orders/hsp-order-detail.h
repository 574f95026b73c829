/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One order: progress, receipt, what was delivered, link, note, history. */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-order.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_DETAIL (hsp_order_detail_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderDetail, hsp_order_detail, HSP, ORDER_DETAIL, AdwBin)

void hsp_order_detail_set_account (HspOrderDetail *self,
                                   HspAccount     *account);
void hsp_order_detail_set_order   (HspOrderDetail *self,
                                   HspOrder       *order);
void hsp_order_detail_set_narrow  (HspOrderDetail *self,
                                   gboolean        narrow);
void hsp_order_detail_update_time (HspOrderDetail *self);

G_END_DECLS
