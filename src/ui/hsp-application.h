/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window program: options, the session, actions that outlive a window, and when it ends. */
#pragma once

#include <adwaita.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_APPLICATION (hsp_application_get_type ())
G_DECLARE_FINAL_TYPE (HspApplication, hsp_application, HSP, APPLICATION, AdwApplication)

HspApplication *hsp_application_new         (void);
/* For tests, before the application starts; the program takes this from its command line. */
void            hsp_application_set_options (HspApplication          *self,
                                             const HspSessionOptions *options,
                                             gboolean                 sandbox);
HspSession     *hsp_application_get_session (HspApplication          *self);  /* (transfer none) (nullable): before startup */

G_END_DECLS
