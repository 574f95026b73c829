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

/* Toasts come to lie above @footer while it is shown: the overlays around it have @css_class for as long,
 * for which the style sheet has a margin. Each footer of an overlay has a class of its own. Main thread.
 * @css_class: static */
void      hsp_toast_clear (GtkWidget        *footer,
                           const char       *css_class);

G_END_DECLS
