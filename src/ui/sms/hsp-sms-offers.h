/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the get pane lists: a GListModel of HspSmsProject, the offers of one country, or the
 * cheapest offer of each project where no country is chosen. */
#pragma once

#include <gio/gio.h>

#include "hsp-sms-project.h"

G_BEGIN_DECLS

#define HSP_TYPE_SMS_OFFERS (hsp_sms_offers_get_type ())
G_DECLARE_FINAL_TYPE (HspSmsOffers, hsp_sms_offers, HSP, SMS_OFFERS, GObject)

HspSmsOffers *hsp_sms_offers_new         (GListModel    *projects);
const char   *hsp_sms_offers_get_country (HspSmsOffers  *self);  /* (nullable) all countries */
void          hsp_sms_offers_set_country (HspSmsOffers  *self,
                                          const char    *country);
gboolean      hsp_sms_offers_match       (HspSmsProject *project,
                                          char         **words);

G_END_DECLS
