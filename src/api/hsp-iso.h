/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is known of countries without asking: ISO 3166 codes, English names as shops write them,
 * international dialling codes. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

const char *hsp_iso_find_by_name      (const char *name);
const char *hsp_iso_find_by_dial_code (const char *dial_code);
const char *hsp_iso_get_name          (const char *code);
const char *hsp_iso_get_dial_code     (const char *code);

G_END_DECLS
