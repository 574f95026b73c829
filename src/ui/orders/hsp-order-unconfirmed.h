/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A purchase of which nobody knows what the shop did: what is known, and the person's word. */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-order.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_UNCONFIRMED (hsp_order_unconfirmed_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderUnconfirmed, hsp_order_unconfirmed, HSP, ORDER_UNCONFIRMED, AdwBin)

void hsp_order_unconfirmed_set_account (HspOrderUnconfirmed *self,
                                        HspAccount          *account);
void hsp_order_unconfirmed_set_order   (HspOrderUnconfirmed *self,
                                        HspOrder            *order);
void hsp_order_unconfirmed_set_narrow  (HspOrderUnconfirmed *self,
                                        gboolean             narrow);

G_END_DECLS
