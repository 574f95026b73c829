/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Codes, delivered goods and requests are of fixed width in every language. */
#pragma once

#include <gdk/gdk.h>

G_BEGIN_DECLS

void  hsp_monospace_apply  (GdkDisplay *display);

G_END_DECLS
