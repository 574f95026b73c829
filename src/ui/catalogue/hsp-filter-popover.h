/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Filters that have no chip: kind, price, and the quantity that one wants to order. They apply as they
 * are typed; what is no number is marked, and does not filter.
 *
 * Signals: changed () after the list was filtered anew. */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_FILTER_POPOVER (hsp_filter_popover_get_type ())
G_DECLARE_FINAL_TYPE (HspFilterPopover, hsp_filter_popover, HSP, FILTER_POPOVER, GtkPopover)

GtkWidget *hsp_filter_popover_new          (HspServiceList *list);
/* (nullable) until it is known */
void       hsp_filter_popover_set_currency (HspFilterPopover *self, const char *currency);
/* The list was filtered elsewhere: shows what is in force. */
void       hsp_filter_popover_update       (HspFilterPopover *self);

G_END_DECLS
