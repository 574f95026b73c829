/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hsp-account.h"
#include "hsp-page.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDERS_PAGE (hsp_orders_page_get_type ())
G_DECLARE_FINAL_TYPE (HspOrdersPage, hsp_orders_page, HSP, ORDERS_PAGE, HspPage)

GtkWidget *hsp_orders_page_new        (HspAccount    *account);
void       hsp_orders_page_show_order (HspOrdersPage *self,
                                       gint64         journal_id);

G_END_DECLS
