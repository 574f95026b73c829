/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "hsp-service-changes.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* One change of one service, as a refresh found it. Constant. */
#define HSP_TYPE_CHANGE (hsp_change_get_type ())
G_DECLARE_FINAL_TYPE (HspChange, hsp_change, HSP, CHANGE, GObject)

HspChange     *hsp_change_new         (HspChangeRecord *row);  /* (transfer full) */
gint64         hsp_change_get_id      (HspChange *self);    /* growing */
gint64         hsp_change_get_time    (HspChange *self);    /* Unix seconds */
const char    *hsp_change_get_service (HspChange *self);
const char    *hsp_change_get_name    (HspChange *self);
HspChangeKind  hsp_change_get_kind    (HspChange *self);
/* Rates, or of stock how many: HSP_UNKNOWN before it was there and after it went. */
gint64         hsp_change_get_before  (HspChange *self);
gint64         hsp_change_get_after   (HspChange *self);

G_END_DECLS
