/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an order cost beside what it was said to cost, and what came back of it. */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-order.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_RECEIPT (hsp_order_receipt_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderReceipt, hsp_order_receipt, HSP, ORDER_RECEIPT, AdwBin)

/* @events: (nullable) (element-type HspEventRow) newest first: as long as they are not read, a charge
 * that has fallen is not known to have */
void hsp_order_receipt_show (HspOrderReceipt *self,
                             HspAccount      *account,
                             HspOrder        *order,
                             GPtrArray       *events);

G_END_DECLS
