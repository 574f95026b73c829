/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a toast says is text, which libadwaita would otherwise read as markup. */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* (transfer full): says @message as it is */
AdwToast *hsp_toast_new   (const char       *message);

/* Shows @message for as long as what it says is true, in place of what @toast said before.
 * @toast: (inout) (nullable): a field of the caller's */
void      hsp_toast_stay  (AdwToastOverlay  *overlay,
                           AdwToast        **toast,
                           const char       *message);
void      hsp_toast_leave (AdwToast        **toast);

G_END_DECLS
