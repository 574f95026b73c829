/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-clipboard"

#include "config.h"

#include "hsp-code-clipboard.h"

#include "hsp-account-registry.h"

#include <gio/gio.h>

/* A code that waits to be taken off. It is the data of the clipboard, so that the next one replaces it. */
typedef struct
{
  GdkClipboard *clipboard;  /* not owned: it owns this */
  char         *code;       /* (owned) */
  guint         timeout;
} Kept;

#define KEPT "hsp-kept-code"

static void
kept_free (gpointer data)
{
  Kept *kept = data;

  g_clear_handle_id (&kept->timeout, g_source_remove);
  g_free (kept->code);
  g_free (kept);
}

/* Another code may have been copied while the clipboard was read. */
static void
on_text_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autofree char *code = user_data;
  g_autofree char *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);

  if (g_strcmp0 (text, code) == 0 && g_object_get_data (object, KEPT) == NULL)
    gdk_clipboard_set_text (GDK_CLIPBOARD (object), "");
}

/* What is there now may be somebody else's by now, and not to be touched. */
static gboolean
on_timeout_cb (gpointer user_data)
{
  Kept *kept = user_data;
  GdkClipboard *clipboard = kept->clipboard;

  kept->timeout = 0;
  gdk_clipboard_read_text_async (clipboard, NULL, on_text_read_cb, g_strdup (kept->code));
  g_object_set_data (G_OBJECT (clipboard), KEPT, NULL);
  return G_SOURCE_REMOVE;
}

void
hsp_code_clipboard_copy (GdkClipboard *clipboard,
                         const char   *code)
{
  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));
  g_return_if_fail (code != NULL);

  gdk_clipboard_set_text (clipboard, code);
  hsp_code_clipboard_expire (clipboard, code);
}

void
hsp_code_clipboard_expire (GdkClipboard *clipboard,
                           const char   *code)
{
  g_autoptr(GSettings) settings = g_settings_new (HSP_SETTINGS_SCHEMA);
  int seconds = g_settings_get_int (settings, "clear-clipboard");
  Kept *kept;

  g_return_if_fail (GDK_IS_CLIPBOARD (clipboard));
  g_return_if_fail (code != NULL);

  g_object_set_data (G_OBJECT (clipboard), KEPT, NULL);
  if (seconds <= 0)
    return;

  kept = g_new0 (Kept, 1);
  kept->clipboard = clipboard;
  kept->code = g_strdup (code);
  kept->timeout = g_timeout_add_seconds ((guint) seconds, on_timeout_cb, kept);
  g_object_set_data_full (G_OBJECT (clipboard), KEPT, kept, kept_free);
}
