/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the window and the command line do alike before anything else. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

void  hsp_process_protect          (void);
void  hsp_process_set_up_language  (void);
char *hsp_process_take_key         (void);

G_END_DECLS
