/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How many numbers: a field that says what is wrong with what was typed, and never puts another
 * number in its place.
 * Signals: "changed" at each keystroke. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define HSP_TYPE_SMS_QUANTITY (hsp_sms_quantity_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsQuantity, hsp_sms_quantity, HSP, SMS_QUANTITY, AdwBin)

/* 0 while what was typed is no number, or not one that can be bought. */
guint hsp_sms_quantity_get   (HspSmsQuantity *self);
/* One again: it is never remembered. */
void  hsp_sms_quantity_reset (HspSmsQuantity *self);

G_END_DECLS
