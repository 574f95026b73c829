/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is responsible for a purchase that is under way: the window and the command line share one
 * journal, and neither may take the other's purchases for left behind. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

char     *hsp_owner_new_mark    (void);
gboolean  hsp_owner_is_alive    (const char *mark);

G_END_DECLS
