/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words and figures that the rows, the detail and the confirmation of a service show in the same
 * way. All results are (transfer full). */
#pragma once

#include "hsp-money.h"
#include "hsp-service.h"

G_BEGIN_DECLS

char *hsp_service_text_price     (HspService *service);                         /* "0.85", "≈ 0.85", "0.85 each" */
char *hsp_service_text_range     (HspService *service);                         /* "100 – 10,000", "" unknown */
char *hsp_service_text_range_to  (HspService *service);                         /* "100 to 10,000", "" unknown */
char *hsp_service_text_stock     (gint64 stock);                                /* "9,640 left", "Out of stock" */
char *hsp_service_text_type      (HspService *service);                         /* "" for the ordinary one */
/* the whole row, read aloud */
char *hsp_service_text_sentence  (HspService *service, const char *currency, gboolean favourite);

G_END_DECLS
