/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Link and quantity of an order, checked at the field.
 *
 * Signals:
 *   changed ()  what is in the fields has changed
 *   submit ()   Enter in the last field */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_ORDER_FORM (hsp_order_form_get_type ())
G_DECLARE_FINAL_TYPE (HspOrderForm, hsp_order_form, HSP, ORDER_FORM, AdwBin)

/* Another id empties the form; the same one with other limits keeps what was typed. */
void        hsp_order_form_set_service     (HspOrderForm *self, HspService *service);
/* Both (nullable): leave as it is. */
void        hsp_order_form_fill            (HspOrderForm *self, const char *quantity, const char *link);
/* Marks what is wrong and puts the focus there. */
gboolean    hsp_order_form_check           (HspOrderForm *self);
/* 0 while what was typed cannot be ordered. */
gint64      hsp_order_form_get_quantity    (HspOrderForm *self);
char       *hsp_order_form_dup_link        (HspOrderForm *self);  /* (transfer full) without spaces around it */
void        hsp_order_form_focus_first     (HspOrderForm *self);  /* the first empty field */
void        hsp_order_form_focus_quantity  (HspOrderForm *self);

G_END_DECLS
