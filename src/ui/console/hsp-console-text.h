/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words and figures of requests. All results are (transfer full) but the style class. */
#pragma once

#include "hsp-request.h"

G_BEGIN_DECLS

char       *hsp_console_text_pill      (HspRequest *request);    /* "200 OK", "Order not found", "Timed out" */
const char *hsp_console_text_pill_class (HspRequest *request);
char       *hsp_console_text_details   (HspRequest *request);    /* "0.21 s (first byte 0.18 s) · 14.2 kB · 19:40:12" */
char       *hsp_console_text_spoken    (HspRequest *request);    /* "200 OK, 0.21 seconds, 14.2 kB" */
char       *hsp_console_text_sentence  (HspRequest *request);    /* (nullable) what it means, where that must be said */
char       *hsp_console_text_seconds   (gint64      microseconds); /* "0.21 s", "30.0 s" */
char       *hsp_console_text_clock     (gint64      time);       /* "19:40:12" */

G_END_DECLS
