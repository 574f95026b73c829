/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The person's history as a whole: taken along to another machine, brought from one, and what was
 * saved of a damaged file. */
#pragma once

#include "hsp-types.h"
#include "hsp-window.h"

G_BEGIN_DECLS

/* Ask where. */
void hsp_history_export      (HspWindow  *window,
                              HspAccount *account);
void hsp_history_import      (HspWindow  *window,
                              HspAccount *account);

/* The same when that is known; says what was done, whatever that is. */
void hsp_history_export_file (HspWindow  *window,
                              HspAccount *account,
                              GFile      *file);
void hsp_history_import_file (HspWindow  *window,
                              HspAccount *account,
                              GFile      *file);

/* Of a journal that was damaged; asked for, it is taken for known. */
void hsp_history_show_recovery (HspWindow  *window,
                                HspAccount *account);

G_END_DECLS
