/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Asks for an order number, and the shop for the order, before it closes: to add an order that was
 * placed elsewhere, or to settle an unconfirmed purchase (then @order is that one).
 * Signal: done (HspOrder*): the order as it is known now. */
#pragma once

#include <adwaita.h>

#include "hsp-order-book.h"

G_BEGIN_DECLS

#define HSP_TYPE_ADOPT_DIALOG (hsp_adopt_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HspAdoptDialog, hsp_adopt_dialog, HSP, ADOPT_DIALOG, AdwWindow)

GtkWidget *hsp_adopt_dialog_new (GtkWindow    *parent,
                                 HspOrderBook *book,
                                 HspOrder     *order);

G_END_DECLS
