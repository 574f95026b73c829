/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-sms-project.h"

G_BEGIN_DECLS

/* The get pane: country, projects, quantity and the button that buys.
 * Signals: bought (sentence) after numbers were bought, with what there is to say of them or %NULL;
 * search-wanted () when a search begins. */
#define HSP_TYPE_SMS_SHOP (hsp_sms_shop_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsShop, hsp_sms_shop, HSP, SMS_SHOP, AdwBin)

void       hsp_sms_shop_set_account      (HspSmsShop    *self,
                                          HspAccount    *account);
/* Asks for countries and projects; without a key as soon as there is one. */
void       hsp_sms_shop_load             (HspSmsShop    *self);
GtkWidget *hsp_sms_shop_get_search_entry (HspSmsShop    *self);
void       hsp_sms_shop_end_search       (HspSmsShop    *self);
void       hsp_sms_shop_choose           (HspSmsShop    *self,
                                          HspSmsProject *project);

G_END_DECLS
