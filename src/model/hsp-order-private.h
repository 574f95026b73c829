/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the order book alone changes of an order. */
#pragma once

#include "hsp-order.h"

G_BEGIN_DECLS

HspOrder *hsp_order_new             (HspPurchaseRow       *row);
void      hsp_order_set_row         (HspOrder             *self,
                                     HspPurchaseRow       *row);
void      hsp_order_set_busy        (HspOrder             *self,
                                     gboolean              busy);
void      hsp_order_set_check_error (HspOrder             *self,
                                     const GError         *error);
HspState  hsp_order_state_of        (const HspPurchaseRow *row);

G_END_DECLS
