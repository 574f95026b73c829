/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The row over the list: filters to press, more of them in a popover, and the order.
 *
 * Signals:
 *   changed ()  the list is filtered or sorted anew, by a person */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_FILTER_BAR (hsp_filter_bar_get_type ())
G_DECLARE_FINAL_TYPE (HspFilterBar, hsp_filter_bar, HSP, FILTER_BAR, AdwBin)

/* Once; filters and sorts the list as it last was for the account. */
void hsp_filter_bar_set_model  (HspFilterBar *self, HspAccount *account, HspServiceList *list);
void hsp_filter_bar_set_narrow (HspFilterBar *self, gboolean narrow);
/* The list has an order of its own, newest first, which the best match is while nothing is searched. */
void hsp_filter_bar_set_dated  (HspFilterBar *self, gboolean dated);
/* What is searched has changed. */
void hsp_filter_bar_update     (HspFilterBar *self);
void hsp_filter_bar_clear      (HspFilterBar *self);

G_END_DECLS
