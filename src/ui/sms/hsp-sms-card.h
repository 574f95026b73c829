/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-sms-number.h"

G_BEGIN_DECLS

/* One active number: the number, what it waits for, and the code. No timer: the page ticks. */
#define HSP_TYPE_SMS_CARD (hsp_sms_card_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsCard, hsp_sms_card, HSP, SMS_CARD, AdwBin)

GtkWidget    *hsp_sms_card_new        (HspAccount   *account,
                                       HspSmsNumber *number);
HspSmsNumber *hsp_sms_card_get_number (HspSmsCard   *self);
void          hsp_sms_card_tick       (HspSmsCard   *self,
                                       gint64        now);

G_END_DECLS
