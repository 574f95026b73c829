/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A copy of which accounts there are, for a program that reads it and ends: the settings' own module
 * takes longer to load than all the rest takes to answer. It is good for as long as the file that the
 * settings are in is the very one it was made from. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

char     *hsp_account_copy_stamp (void);
gboolean  hsp_account_copy_read  (const char        *stamp,
                                  char             **current,
                                  GVariant         **accounts);
void      hsp_account_copy_write (const char        *stamp,
                                  GSettingsBackend  *backend,
                                  const char        *current,
                                  GVariant          *accounts);

G_END_DECLS
