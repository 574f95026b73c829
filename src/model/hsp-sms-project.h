/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "hsp-types.h"
#include "hsp-money.h"

G_BEGIN_DECLS

/* One offer: a project (what the code is for) in one country. Properties (const): name. */
#define HSP_TYPE_SMS_PROJECT (hsp_sms_project_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsProject, hsp_sms_project, HSP, SMS_PROJECT, GObject)

HspSmsProject *hsp_sms_project_new              (const char *id, const char *name, HspMoney price, const char *country, const char *country_name);
const char *hsp_sms_project_get_id           (HspSmsProject *self);
const char *hsp_sms_project_get_name         (HspSmsProject *self);
HspMoney    hsp_sms_project_get_price        (HspSmsProject *self);
const char *hsp_sms_project_get_country      (HspSmsProject *self);
const char *hsp_sms_project_get_country_name (HspSmsProject *self);

G_END_DECLS
