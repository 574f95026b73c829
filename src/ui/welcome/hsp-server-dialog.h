/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Another endpoint for a new account: https, or http on this computer. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_SERVER_DIALOG (hsp_server_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HspServerDialog, hsp_server_dialog, HSP, SERVER_DIALOG, AdwMessageDialog)

GtkWidget *hsp_server_dialog_new (GtkWindow  *parent,
                                  HspSession *session);

G_END_DECLS
