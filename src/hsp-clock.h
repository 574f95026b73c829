/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Unix seconds, as every time of the program is kept. */
static inline gint64
hsp_get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

G_END_DECLS
