/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where the words of a search are in a text, for showing them. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes of the original text. */
typedef struct
{
  guint start;
  guint end;
} HspMatch;

/* @words: folded. (transfer full) (element-type HspMatch) */
GArray *hsp_match_find (const char *const *words,
                        const char        *text);

G_END_DECLS
