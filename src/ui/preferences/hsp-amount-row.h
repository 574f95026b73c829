/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A row for an amount of the settings, or for none. What is no amount is said at once, in the place of
 * the hint, and not kept.
 *
 * Property: hint (string): what the amount is for. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HSP_TYPE_AMOUNT_ROW (hsp_amount_row_get_type ())
G_DECLARE_FINAL_TYPE (HspAmountRow, hsp_amount_row, HSP, AMOUNT_ROW, AdwActionRow)

void hsp_amount_row_bind (HspAmountRow *self,
                          GSettings    *settings,
                          const char   *key);

G_END_DECLS
