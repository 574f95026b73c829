/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window shows while there is no account. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_WELCOME_PAGE (hsp_welcome_page_get_type ())
G_DECLARE_FINAL_TYPE (HspWelcomePage, hsp_welcome_page, HSP, WELCOME_PAGE, AdwBin)

GtkWidget *hsp_welcome_page_new (HspSession *session);

G_END_DECLS
