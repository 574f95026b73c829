/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Hears hsp_owner_ring() of every program, and the end of every program that has the file open.
 * Sleeps in between: the kernel's own notice, since GFileMonitor does not tell of a file that is
 * only closed. Main thread. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HspBell HspBell;

/* @ended: one that had the file open has closed it, or was ended */
typedef void (*HspBellFunc) (gboolean ended,
                             gpointer user_data);

HspBell *hsp_bell_new   (const char  *path,
                         HspBellFunc  func,
                         gpointer     user_data);
void     hsp_bell_free  (HspBell     *self);

G_END_DECLS
