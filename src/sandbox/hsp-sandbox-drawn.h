/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For tests alone: what a shop has that must not be written anywhere, told to whoever searches for it.
 * Where the environment names a file in HSTOCKPLUS_SANDBOX_DRAWN, each key, number and code is one more
 * line of it, behind its kind; otherwise nothing is done. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  hsp_drawn_tell  (const char *kind,
                       const char *value);

G_END_DECLS
