/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The line over the rows: how many there are, what is missing among them, and the unit of the prices,
 * which stands here once. */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_INFO_LINE (hsp_info_line_get_type ())
G_DECLARE_FINAL_TYPE (HspInfoLine, hsp_info_line, HSP, INFO_LINE, AdwBin)

/* Once; follows both. */
void hsp_info_line_set_model (HspInfoLine *self, HspAccount *account, HspServiceList *list);

G_END_DECLS
