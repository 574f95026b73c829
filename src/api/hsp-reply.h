/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an answer means before its values are read: its HTTP status and its `error`. Any thread. */
#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* in place of what nobody may see; what is shorter is no secret, but may be anywhere */
#define HSP_REPLY_HIDDEN     "…"
#define HSP_REPLY_MIN_SECRET 6

GBytes   *hsp_reply_hide         (GBytes      *body,
                                  const char  *secret);
gboolean  hsp_reply_check_status (guint        status,
                                  GBytes      *body,
                                  GError     **error);
JsonNode *hsp_reply_parse        (GBytes      *body,
                                  GError     **error);
gboolean  hsp_reply_check_node   (JsonNode    *root,
                                  GError     **error);

G_END_DECLS
