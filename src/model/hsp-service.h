/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "hsp-types.h"
#include "hsp-receipt.h"
#include "hsp-values.h"

G_BEGIN_DECLS

/* One service of the catalogue. All but the stock is constant: a refresh makes a new object where
 * something else changed. Properties (read only): id, name, stock, stock-checked-at (both notify). */
#define HSP_TYPE_SERVICE (hsp_service_get_type ())
G_DECLARE_FINAL_TYPE (HspService, hsp_service, HSP, SERVICE, GObject)

HspService            *hsp_service_new                  (HspServiceValue *value);  /* (transfer full) */
const HspServiceValue *hsp_service_get_value            (HspService *self);
const char            *hsp_service_get_id               (HspService *self);
const char            *hsp_service_get_name             (HspService *self);
gint64                 hsp_service_get_stock            (HspService *self);  /* HSP_UNKNOWN */
gint64                 hsp_service_get_stock_checked_at (HspService *self);  /* 0: as in the list */
void                   hsp_service_set_stock            (HspService *self, gint64 stock, gint64 checked_at);
/* What the rate is the price of, as the charges of this kind of service have shown until now. */
HspRateUnit            hsp_service_get_rate_unit        (HspService *self);
void                   hsp_service_set_rate_units       (HspService *self, HspRateUnit *units);
HspMoney               hsp_service_estimate             (HspService *self, gint64 quantity);

/* The checks before sending, as a sentence for the field ("At least 100"), or NULL when all is well.
 * (transfer full) (nullable) */
char                  *hsp_service_check_quantity       (HspService *self, const char *text, gint64 *quantity);
char                  *hsp_service_check_link           (HspService *self, const char *link);

G_END_DECLS
