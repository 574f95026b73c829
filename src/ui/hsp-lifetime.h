/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What waits for an answer, or stands over a page, does not outlive it. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* (transfer full): the user_data of a callback that must not keep @object alive */
gpointer hsp_weak_new          (gpointer   object);
/* (transfer full) (nullable): the object, if there still is one; @weak is gone after it */
gpointer hsp_weak_take         (gpointer   weak);

void     hsp_dialog_close_with (GtkWidget *dialog,
                                GtkWidget *owner);

G_END_DECLS
