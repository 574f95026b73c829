/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-style"

#include "config.h"

#include "hsp-monospace.h"

#include <string.h>

#include <gtk/gtk.h>
#include <pango/pangocairo.h>

/* What those are marked with in our style sheet, and by GtkTextView. */
#define SELECTORS ".code, .code-small, .mono, .curl, .answer, .action-title, .monospace"

/* (transfer full) (nullable): the family that stands for "monospace" in texts of @language; NULL when
 * its letters are not of one width */
static char *
find_family (PangoLanguage *language)
{
  PangoFontDescription *wanted = pango_font_description_from_string ("monospace 11");
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontFamily *family;
  PangoFont *font;
  char *name = NULL;

  pango_context_set_language (context, language);
  font = pango_context_load_font (context, wanted);
  if (font != NULL)
    {
      family = pango_font_face_get_family (pango_font_get_face (font));
      if (pango_font_family_is_monospace (family))
        name = g_strdup (pango_font_family_get_name (family));
    }
  g_clear_object (&font);
  g_object_unref (context);
  pango_font_description_free (wanted);

  return name;
}

/**
 * hsp_monospace_apply:
 *
 * Fontconfig prefers a font that has every letter of the language to one of fixed width. Where that
 * gives another width, as for Vietnamese with DejaVu, what is to be of fixed width is shown in the
 * family that English has for it: there is no prose in it, and letters it lacks come from others.
 */
void
hsp_monospace_apply (GdkDisplay *display)
{
  PangoLanguage *english = pango_language_from_string ("en");
  g_autofree char *ours = NULL;
  g_autofree char *family = NULL;
  g_autofree char *sheet = NULL;
  g_autoptr(GtkCssProvider) provider = NULL;

  g_return_if_fail (GDK_IS_DISPLAY (display));

  if (pango_language_matches (pango_language_get_default (), "en;c"))
    return;
  ours = find_family (pango_language_get_default ());
  family = ours == NULL ? find_family (english) : NULL;
  if (family == NULL || strpbrk (family, "\"\\\n") != NULL)
    return;

  sheet = g_strdup_printf (SELECTORS " { font-family: \"%s\", monospace; }", family);
  provider = gtk_css_provider_new ();
  gtk_css_provider_load_from_data (provider, sheet, -1);
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION + 1);
}
