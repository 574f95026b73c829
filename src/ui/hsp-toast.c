/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-toast"

#include "config.h"

#include "hsp-toast.h"

#include "hsp-next-frame.h"

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

/* Every overlay around it: a page may have one of its own inside that of the window. */
static GtkWidget *
get_overlay (GtkWidget *widget)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  return parent != NULL ? gtk_widget_get_ancestor (parent, ADW_TYPE_TOAST_OVERLAY) : NULL;
}

/* Not at once: a toast that was measured without a margin has no room for one. In the order of the changes. */
static void
change_class (GtkWidget       *footer,
              HspWidgetChange  change,
              const char      *css_class)
{
  for (GtkWidget *at = get_overlay (footer); at != NULL; at = get_overlay (at))
    hsp_change_before_next_frame (at, change, css_class);
}

static void
on_footer_map_cb (GtkWidget  *footer,
                  const char *css_class)
{
  change_class (footer, gtk_widget_add_css_class, css_class);
}

static void
on_footer_unmap_cb (GtkWidget  *footer,
                    const char *css_class)
{
  change_class (footer, gtk_widget_remove_css_class, css_class);
}

void
hsp_toast_clear (GtkWidget  *footer,
                 const char *css_class)
{
  g_signal_connect (footer, "map", G_CALLBACK (on_footer_map_cb), (gpointer) css_class);
  g_signal_connect (footer, "unmap", G_CALLBACK (on_footer_unmap_cb), (gpointer) css_class);
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
