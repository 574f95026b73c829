/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* A row of the get pane's list: name and price. */
#define HSP_TYPE_SMS_OFFER_ROW (hsp_sms_offer_row_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsOfferRow, hsp_sms_offer_row, HSP, SMS_OFFER_ROW, AdwBin)

GtkWidget *hsp_sms_offer_row_new  (void);
void       hsp_sms_offer_row_show (HspSmsOfferRow *self,
                                   const char     *name,
                                   const char     *price);

G_END_DECLS
