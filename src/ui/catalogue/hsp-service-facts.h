/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of one service: where it stands, what it is, price, limits, and the stock, which is
 * asked of the shop while the service is looked at. */
#pragma once

#include <adwaita.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_SERVICE_FACTS (hsp_service_facts_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceFacts, hsp_service_facts, HSP, SERVICE_FACTS, AdwBin)

void hsp_service_facts_set_account (HspServiceFacts *self, HspAccount *account);  /* once */
void hsp_service_facts_set_service (HspServiceFacts *self, HspService *service);
/* Asks the stock again now. */
void hsp_service_facts_check_stock (HspServiceFacts *self);
/* It was looked at, before its time is up: something is done with it. */
void hsp_service_facts_note_seen   (HspServiceFacts *self);
void hsp_service_facts_focus       (HspServiceFacts *self);

G_END_DECLS
