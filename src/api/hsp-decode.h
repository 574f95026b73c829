/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Answers as values: bytes in, values out, nothing of the network. Each takes the body of a 2xx
 * answer, in any of the forms of the API notes, and fails with HSP_ERROR: with HSP_DELIVERY_REFUSED
 * when the body says no (`{"error":…}`), with HSP_ERROR_UNREADABLE when it cannot be read. Any thread. */
#pragma once

#include "hsp-values.h"

G_BEGIN_DECLS

HspRows         *hsp_decode_categories    (GBytes      *body,
                                           GError     **error);
HspServicesPage *hsp_decode_services      (GBytes      *body,
                                           GError     **error);
HspInventory    *hsp_decode_inventory     (GBytes      *body,
                                           GError     **error);
char            *hsp_decode_add           (GBytes      *body,
                                           GError     **error);
HspOrderStatus  *hsp_decode_status        (GBytes      *body,
                                           GError     **error);
HspBalance      *hsp_decode_balance       (GBytes      *body,
                                           GError     **error);
HspRows         *hsp_decode_sms_projects  (GBytes      *body,
                                           GError     **error);
HspRows         *hsp_decode_sms_countries (GBytes      *body,
                                           GError     **error);
HspRows         *hsp_decode_add_sms       (GBytes      *body,
                                           GError     **error);
HspSmsStatus    *hsp_decode_sms_code      (GBytes      *body,
                                           GError     **error);
HspSmsStatus    *hsp_decode_sms_status    (GBytes      *body,
                                           GError     **error);
char            *hsp_decode_html          (const char  *html);

G_END_DECLS
