/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What files need to be there after a power cut. All return 0 or an errno. Any thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int  hsp_file_sync         (const char *path);
int  hsp_file_sync_folder  (const char *path);
int  hsp_file_copy         (const char *from,
                            const char *to);
int  hsp_file_write        (const char *path,
                            GBytes     *contents);
int  hsp_file_remove       (const char *path);

G_END_DECLS
