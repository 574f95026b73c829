/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How an account's list was filtered and sorted, for as long as the program runs: its page goes when
 * another account is shown, and comes back as it was. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-types.h"

G_BEGIN_DECLS

/* @widget: any of the program that shows the account */
void hsp_filter_memory_keep    (GtkWidget *widget, HspAccount *account, HspServiceList *list);
void hsp_filter_memory_restore (GtkWidget *widget, HspAccount *account, HspServiceList *list);

G_END_DECLS
