/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The second question about a purchase over an amount that the person has set; the same in every
 * place that spends. */
#pragma once

#include <adwaita.h>

#include "hsp-money.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* The response that buys; every other one does not. */
#define HSP_ASK_AGAIN_RESPONSE "spend"

gboolean   hsp_ask_again_needed     (HspAccount *account, HspMoney total);
/* To be presented with hsp_message_dialog_present(). */
GtkWidget *hsp_ask_again_dialog_new (GtkWindow *parent, HspAccount *account, HspMoney total);

G_END_DECLS
