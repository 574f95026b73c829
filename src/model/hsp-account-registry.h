/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which accounts exist and which one is shown: identifier, label and endpoint, in the settings.
 * Keys are in the keyring. The sandbox's account (id "sandbox") is never in it. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define HSP_SANDBOX_ACCOUNT_ID "sandbox"
/* The schema that all of these look into, and the folder of the data and cache directories */
#define HSP_SETTINGS_SCHEMA    "com.hstockplus.HstockPlus"
#define HSP_SETTINGS_PATH      "/com/hstockplus/HstockPlus/"
#define HSP_DATA_FOLDER        "hstockplus"

gboolean  hsp_account_registry_get_current (GSettings   *settings,
                                            char       **id,
                                            char       **label,
                                            char       **endpoint);
gboolean  hsp_account_registry_peek_current (char      **id,
                                            char       **label,
                                            char       **endpoint);
char     *hsp_account_registry_add         (GSettings   *settings,
                                            const char  *label,
                                            const char  *endpoint);
gboolean  hsp_account_registry_set_current (GSettings   *settings,
                                            const char  *id);
void      hsp_account_registry_unset_current (GSettings *settings,
                                            const char  *id);
void      hsp_account_registry_remove      (GSettings   *settings,
                                            const char  *id);
/* (transfer full) (nullable): of the account that was connected to @endpoint before */
char     *hsp_account_registry_find        (GSettings   *settings,
                                            const char  *endpoint);
char     *hsp_account_registry_peek        (const char  *endpoint);

/* (transfer full): of the account at @endpoint that @key belongs to; @added: a new one was made */
char     *hsp_account_registry_choose      (GSettings   *settings,
                                            const char  *data_dir,
                                            const char  *endpoint,
                                            const char  *key,
                                            gboolean    *added);
/* (transfer full): of the account of this key, which is kept nowhere */
char     *hsp_account_choose_for_this_run  (const char  *data_dir,
                                            const char  *endpoint,
                                            const char  *key);

/* (transfer full): of the account of a key that is kept nowhere, the first at @endpoint */
char     *hsp_account_id_for_this_run      (const char  *endpoint);
/* (transfer full): what a new account at @endpoint is called */
char     *hsp_account_label_for            (const char  *endpoint);

G_END_DECLS
