/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-sms-number.h"

G_BEGIN_DECLS

/* One past number. */
#define HSP_TYPE_SMS_HISTORY_ROW (hsp_sms_history_row_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsHistoryRow, hsp_sms_history_row, HSP, SMS_HISTORY_ROW, AdwActionRow)

GtkWidget *hsp_sms_history_row_new        (HspAccount       *account,
                                           HspSmsNumber     *number);
void       hsp_sms_history_row_set_narrow (HspSmsHistoryRow *self,
                                           gboolean          narrow);

G_END_DECLS
