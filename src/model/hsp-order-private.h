/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the order book alone changes of an order. */
#pragma once

#include "hsp-order.h"
#include "hsp-span.h"

G_BEGIN_DECLS

HspOrder *hsp_order_new             (HspPurchaseRow       *row);
void      hsp_order_set_row         (HspOrder             *self,
                                     HspPurchaseRow       *row);
void      hsp_order_set_busy        (HspOrder             *self,
                                     gboolean              busy);
void      hsp_order_set_check_error (HspOrder             *self,
                                     const GError         *error);
HspState  hsp_order_state_of        (const HspPurchaseRow *row);
void             hsp_order_set_unwritten (HspOrder             *self,
                                          const char           *numbers);
gboolean       hsp_order_is_newer        (HspOrder             *self,
                                          const HspPurchaseRow *row);
void           hsp_order_set_spans       (HspOrder             *self,
                                          HspSpan               span,
                                          HspSpan               before);
HspSpan        hsp_order_get_span        (HspOrder             *self);
HspSpan        hsp_order_get_span_before (HspOrder             *self);

G_END_DECLS
