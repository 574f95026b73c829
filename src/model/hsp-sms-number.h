/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-journal.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_NUMBER_WAITING,
  HSP_NUMBER_LATE,        /* the time is up, the code may still arrive */
  HSP_NUMBER_RECEIVED,
  HSP_NUMBER_EXPIRED,     /* the shop said so, or nobody watches any more */
  HSP_NUMBER_CANCELED,
  HSP_NUMBER_REFUNDED,
  HSP_NUMBER_UNWATCHED,   /* no expiry known and 30 minutes have passed: Check Now */
} HspNumberState;

/* One rented number. Signal: changed (); property changed-stamp (uint, notify) moves with it. */
#define HSP_TYPE_SMS_NUMBER (hsp_sms_number_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsNumber, hsp_sms_number, HSP, SMS_NUMBER, GObject)

const HspNumberRow *hsp_sms_number_get_row         (HspSmsNumber *self);  /* valid until the next change */
HspNumberState      hsp_sms_number_get_state       (HspSmsNumber *self);
const char         *hsp_sms_number_get_state_text  (HspSmsNumber *self);  /* for the pill */
/* Shown as a card: not removed, and not in the history yet. */
gboolean            hsp_sms_number_is_active       (HspSmsNumber *self);
gint64              hsp_sms_number_get_seconds_left (HspSmsNumber *self, gint64 now);  /* -1 unknown, 0 over */
const GError       *hsp_sms_number_get_check_error (HspSmsNumber *self);  /* (nullable) */

G_END_DECLS
