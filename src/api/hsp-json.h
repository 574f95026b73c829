/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON as shops write it: a check of the bytes before json-glib sees them, and readers that take a
 * number for a text and a text for a number. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

#include "hsp-money.h"

G_BEGIN_DECLS

/* "Reading answers" of the API notes */
#define HSP_JSON_MAX_SIZE   (256 * 1024 * 1024)
#define HSP_JSON_MAX_DEPTH  64
#define HSP_JSON_MAX_STRING (1024 * 1024)

/* What is wrong with an answer, for whoever reads one (hsp_json_parse(), HspServiceReader). */
typedef enum
{
  HSP_JSON_FAULT_NONE,
  HSP_JSON_FAULT_EMPTY,
  HSP_JSON_FAULT_WEB_PAGE,
  HSP_JSON_FAULT_SYNTAX,
  HSP_JSON_FAULT_CUT,
  HSP_JSON_FAULT_TOO_LONG,
  HSP_JSON_FAULT_LONG_TEXT,
  HSP_JSON_FAULT_TOO_DEEP,
  HSP_JSON_FAULT_CHARACTER,
} HspJsonFault;

JsonNode   *hsp_json_parse        (GBytes       *body,
                                   GError      **error);
gboolean    hsp_json_refuse       (GError      **error,
                                   HspJsonFault  fault);
gboolean    hsp_json_check_number (const char   *text,
                                   gsize         length);

JsonObject *hsp_json_to_object    (JsonNode     *node);
JsonArray  *hsp_json_to_array     (JsonNode     *node);
const char *hsp_json_to_text      (JsonNode     *node);

JsonArray  *hsp_json_get_array    (JsonObject   *object,
                                   const char   *member);
const char *hsp_json_get_text     (JsonObject   *object,
                                   const char   *member);
gint64      hsp_json_get_count    (JsonObject   *object,
                                   const char   *member);
HspMoney    hsp_json_get_money    (JsonObject   *object,
                                   const char   *member);
gboolean    hsp_json_get_flag     (JsonObject   *object,
                                   const char   *member,
                                   gboolean      fallback);
gint64      hsp_json_get_time     (JsonObject   *object,
                                   const char   *member);

gint64      hsp_json_read_count   (const char   *text);
gboolean    hsp_json_read_flag    (const char   *text,
                                   gboolean      fallback);

G_END_DECLS
