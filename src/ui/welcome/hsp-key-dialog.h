/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Gives the account shown another key, or the key that the keyring has lost. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_KEY_DIALOG (hsp_key_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HspKeyDialog, hsp_key_dialog, HSP, KEY_DIALOG, AdwWindow)

GtkWidget *hsp_key_dialog_new (GtkWindow  *parent,
                               HspSession *session);

G_END_DECLS
