/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which accounts exist and which one is shown: identifier, label and endpoint, in the settings.
 * Keys are in the keyring. The sandbox's account (id "sandbox") is never in it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HSP_SANDBOX_ACCOUNT_ID "sandbox"

gboolean  hsp_account_registry_get_current (GSettings   *settings,
                                            char       **id,
                                            char       **label,
                                            char       **endpoint);
char     *hsp_account_registry_add         (GSettings   *settings,
                                            const char  *label,
                                            const char  *endpoint);
gboolean  hsp_account_registry_set_current (GSettings   *settings,
                                            const char  *id);
void      hsp_account_registry_remove      (GSettings   *settings,
                                            const char  *id);

G_END_DECLS
