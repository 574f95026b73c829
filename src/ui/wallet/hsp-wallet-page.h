/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hsp-account.h"
#include "hsp-page.h"

G_BEGIN_DECLS

#define HSP_TYPE_WALLET_PAGE (hsp_wallet_page_get_type ())
G_DECLARE_FINAL_TYPE (HspWalletPage, hsp_wallet_page, HSP, WALLET_PAGE, HspPage)

GtkWidget *hsp_wallet_page_new (HspAccount *account);

G_END_DECLS
