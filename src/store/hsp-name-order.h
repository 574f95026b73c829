/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The order of names in the person's locale: costly to find, so the snapshot keeps it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

guint *hsp_name_order (const char *const *names, guint n);

G_END_DECLS
