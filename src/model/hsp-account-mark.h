/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Whose journal a folder holds: a mark of the key beside it, by which the key is known again and from
 * which nobody gets it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *hsp_account_mark_make  (const char *id,
                                  const char *key);
char     *hsp_account_mark_read  (const char *data_dir,
                                  const char *id);
void      hsp_account_mark_write (const char *data_dir,
                                  const char *id,
                                  const char *mark);

G_END_DECLS
