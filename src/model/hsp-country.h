/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A country of the SMS shop, and what is known of countries in general (ISO 3166, dialling codes). */
#pragma once

#include <glib-object.h>

#include "hsp-types.h"

G_BEGIN_DECLS

/* Properties (const): code ("us"), name, flag (emoji, "" when unknown), display (flag, two spaces, name). */
#define HSP_TYPE_COUNTRY (hsp_country_get_type ())
G_DECLARE_FINAL_TYPE (HspCountry, hsp_country, HSP, COUNTRY, GObject)

HspCountry *hsp_country_new              (const char *code, const char *name, const char *dial_code);
const char *hsp_country_get_code         (HspCountry *self);
const char *hsp_country_get_name         (HspCountry *self);
const char *hsp_country_get_dial_code    (HspCountry *self);  /* (nullable) "+84" */
const char *hsp_country_get_flag         (HspCountry *self);
const char *hsp_country_get_display      (HspCountry *self);

/* A number for reading and for copying: "+1 405 512 3415", "+14055123415"; a bare national number gets
 * the country's code when it is known. (transfer full) */
char       *hsp_phone_format             (const char *phone, const char *country_code);
char       *hsp_phone_full               (const char *phone, const char *country_code);
char       *hsp_phone_national           (const char *phone, const char *country_code);  /* (nullable) when the dialling code is not known */
char       *hsp_country_code_to_flag     (const char *code);  /* "" when not an ISO code */

G_END_DECLS
