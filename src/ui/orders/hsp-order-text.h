/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the list, the detail and the unconfirmed pane say of an order in the same way. Strings are
 * (transfer full). */
#pragma once

#include <gtk/gtk.h>

#include "hsp-order.h"

G_BEGIN_DECLS

char     *hsp_order_text_name      (const HspPurchaseRow *row);
char     *hsp_order_text_number    (const HspPurchaseRow *row);
char     *hsp_order_text_title     (const HspPurchaseRow *row);
char     *hsp_order_text_charge    (const HspPurchaseRow *row);
char     *hsp_order_text_money     (HspMoney              amount,
                                    const char           *currency);
char     *hsp_order_text_count     (gint64                count);
char     *hsp_order_text_delivered (const HspPurchaseRow *row,
                                    gint64                remains);
char     *hsp_order_text_when      (gint64                time);
gboolean  hsp_order_is_web_link    (const char           *link);
/* (static): a style class */
const char *hsp_order_text_pill    (HspOrder             *order);
void      hsp_order_show_pill      (GtkLabel             *label,
                                    HspOrder             *order);
void      hsp_order_open_uri       (GtkWidget            *widget,
                                    const char           *uri);

G_END_DECLS
