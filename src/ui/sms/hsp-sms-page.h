/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hsp-page.h"

G_BEGIN_DECLS

/* The SMS view: the get pane on one side, active numbers and history on the other. */
#define HSP_TYPE_SMS_PAGE (hsp_sms_page_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsPage, hsp_sms_page, HSP, SMS_PAGE, HspPage)

GtkWidget *hsp_sms_page_new         (HspAccount *account);
/* Leads to the number that the shop knows by @order; before the journal is read it is remembered. */
void       hsp_sms_page_show_number (HspSmsPage *self,
                                     const char *order);

G_END_DECLS
