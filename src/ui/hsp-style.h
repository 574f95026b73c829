/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Light, dark, or as the system has it: what the person has set. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

void hsp_style_follow (GSettings *settings);

G_END_DECLS
