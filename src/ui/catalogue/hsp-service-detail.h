/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One service: its facts, the order form, and the way from there to an order. A decision is sent at
 * most once: from the click to the outcome the form is locked and the button does nothing. */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_SERVICE_DETAIL (hsp_service_detail_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceDetail, hsp_service_detail, HSP, SERVICE_DETAIL, AdwBin)

GtkWidget  *hsp_service_detail_new         (HspAccount *account);
/* The same id again keeps what was typed. */
void        hsp_service_detail_set_service (HspServiceDetail *self, HspService *service);
HspService *hsp_service_detail_get_service (HspServiceDetail *self);  /* (transfer none) (nullable) */
void        hsp_service_detail_fill        (HspServiceDetail *self, const char *quantity, const char *link);
void        hsp_service_detail_focus_top   (HspServiceDetail *self);
void        hsp_service_detail_focus_form  (HspServiceDetail *self);  /* the first empty field */
void        hsp_service_detail_check_stock (HspServiceDetail *self);

G_END_DECLS
