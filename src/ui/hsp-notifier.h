/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Says that a code has arrived: in the window when it is active, else by a notification with a
 * button that copies it. The same of a watched service that is in stock again or cheaper; its
 * notification opens it. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_NOTIFIER (hsp_notifier_get_type ())
G_DECLARE_FINAL_TYPE (HspNotifier, hsp_notifier, HSP, NOTIFIER, GObject)

HspNotifier *hsp_notifier_new (GtkApplication *application,
                               HspSession     *session);

G_END_DECLS
