/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text for a terminal: nothing of a shop's reaches it that could move its cursor. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char   *hsp_cli_clean       (const char *text);
char   *hsp_cli_escape_json (const char *json);
guint   hsp_cli_width       (const char *text);
char   *hsp_cli_shorten     (const char *text,
                             guint       width);
char   *hsp_cli_quote_csv   (const char *text);

G_END_DECLS
