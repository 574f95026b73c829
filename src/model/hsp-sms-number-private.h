/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the SMS desk alone changes of a number. */
#pragma once

#include "hsp-sms-number.h"
#include "hsp-span.h"

G_BEGIN_DECLS

/* Seconds a number is asked for after its time; and in all, when it has no time limit. */
#define HSP_NUMBER_GRACE      120
#define HSP_NUMBER_WATCH_TIME (30 * 60)

HspSmsNumber   *hsp_sms_number_new             (HspNumberRow       *row,
                                                HspMoney            price);
HspMoney        hsp_sms_number_get_price       (HspSmsNumber       *self);
void            hsp_sms_number_rent_again      (HspSmsNumber       *self,
                                                HspNumberRow       *row,
                                                HspMoney            price);
void            hsp_sms_number_set_span        (HspSmsNumber       *self,
                                                HspSpan             span);
HspSpan         hsp_sms_number_get_span        (HspSmsNumber       *self);
void            hsp_sms_number_set_row         (HspSmsNumber       *self,
                                                HspNumberRow       *row);
void            hsp_sms_number_set_check_error (HspSmsNumber       *self,
                                                const GError       *error);
HspNumberState  hsp_sms_number_state_of        (const HspNumberRow *row,
                                                gint64              now);
guint           hsp_sms_number_next_poll       (HspSmsNumber       *self);

G_END_DECLS
