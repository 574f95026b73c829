/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the decoders share: the pieces of an answer (hsp-decode-parts.c). They serve services and
 * orders (hsp-decode.c), SMS numbers (hsp-decode-sms.c), and the one long answer
 * (hsp-service-reader.c), which must read a row as hsp-decode.c does. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

#include "hsp-values.h"

G_BEGIN_DECLS

/* A value from one row, or NULL when the row cannot be read. */
typedef gpointer (*HspDecodeRow) (JsonNode *row);

gpointer    hsp_decode_fail_unreadable   (GError             **error,
                                          const char          *message);
char       *hsp_decode_dup_text          (JsonObject          *object,
                                          const char          *member);
char       *hsp_decode_dup_text_or_empty (JsonObject          *object,
                                          const char          *member);
char       *hsp_decode_dup_id            (JsonObject          *object,
                                          const char          *member);
const char *hsp_decode_intern_text       (JsonObject          *object,
                                          const char          *member);
JsonArray  *hsp_decode_find_list         (JsonNode            *root,
                                          const char * const  *names);
HspRows    *hsp_decode_rows              (JsonArray           *array,
                                          HspDecodeRow         decode,
                                          GDestroyNotify       value_free);
HspRows    *hsp_decode_list              (GBytes              *body,
                                          const char * const  *names,
                                          HspDecodeRow         decode,
                                          GDestroyNotify       value_free,
                                          GError             **error);
JsonObject *hsp_decode_parse_object      (GBytes              *body,
                                          JsonNode           **root,
                                          GError             **error);

gboolean         hsp_decode_is_id        (const char            *text);
const char      *hsp_decode_intern       (char                  *text);
HspKind          hsp_decode_kind         (const char            *text);
char            *hsp_decode_description  (char                  *text,
                                          gsize                  length);
const char      *hsp_decode_find_lack    (const HspServiceValue *value);
HspServicesPage *hsp_decode_new_page     (void);
void             hsp_decode_read_counts  (HspServicesPage       *page,
                                          JsonObject            *object);
void             hsp_decode_skip_row     (HspServicesPage       *page,
                                          guint                  row,
                                          const char            *reason);

G_END_DECLS
