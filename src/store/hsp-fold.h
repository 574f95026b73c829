/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text as it is searched: lower case, without marks, đ as d, letters drawn in other styles as
 * themselves; so that "viet" finds "Việt". */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char    *hsp_fold        (const char *text);
void     hsp_fold_append (GString    *folded,
                          const char *text,
                          GArray     *offsets);
char   **hsp_fold_words  (const char *text);

G_END_DECLS
