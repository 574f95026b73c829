/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-toast"

#include "config.h"

#include "hsp-toast.h"

AdwToast *
hsp_toast_new (const char *message)
{
  g_autofree char *title = g_markup_escape_text (message, -1);

  return adw_toast_new (title);
}

void
hsp_toast_leave (AdwToast **toast)
{
  g_autoptr(AdwToast) old = g_steal_pointer (toast);

  if (old != NULL)
    adw_toast_dismiss (old);
}

void
hsp_toast_stay (AdwToastOverlay  *overlay,
                AdwToast        **toast,
                const char       *message)
{
  hsp_toast_leave (toast);
  *toast = hsp_toast_new (message);
  adw_toast_set_timeout (*toast, 0);
  /* nothing is more urgent, and nothing else may come after it */
  adw_toast_set_priority (*toast, ADW_TOAST_PRIORITY_HIGH);
  adw_toast_overlay_add_toast (overlay, g_object_ref (*toast));
}
