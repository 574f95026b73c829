/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-source.h"

#include <adwaita.h>
#include <gmodule.h>
#include <gtksourceview/gtksource.h>

/* Its interface is named by the headers and by this. */
#define LIBRARY "libgtksourceview-5.so.0"

/* What is used of it, with the types of its headers. */
typedef struct
{
  __typeof__ (gtk_source_init)                                 *init;
  __typeof__ (gtk_source_view_new)                             *view_new;
  __typeof__ (gtk_source_view_get_type)                        *view_get_type;
  __typeof__ (gtk_source_buffer_set_language)                  *set_language;
  __typeof__ (gtk_source_buffer_set_style_scheme)              *set_scheme;
  __typeof__ (gtk_source_buffer_set_highlight_matching_brackets) *set_brackets;
  __typeof__ (gtk_source_language_manager_get_default)         *get_languages;
  __typeof__ (gtk_source_language_manager_get_language)        *get_language;
  __typeof__ (gtk_source_style_scheme_manager_get_default)     *get_schemes;
  __typeof__ (gtk_source_style_scheme_manager_get_scheme)      *get_scheme;
} Library;

/* (nullable): loaded once, and never unloaded: its types stay */
static const Library *
get_library (void)
{
  static Library library;
  static gsize state;
  const struct
  {
    const char *name;
    gpointer    place;
  } symbols[] = {
    { "gtk_source_init", &library.init },
    { "gtk_source_view_new", &library.view_new },
    { "gtk_source_view_get_type", &library.view_get_type },
    { "gtk_source_buffer_set_language", &library.set_language },
    { "gtk_source_buffer_set_style_scheme", &library.set_scheme },
    { "gtk_source_buffer_set_highlight_matching_brackets", &library.set_brackets },
    { "gtk_source_language_manager_get_default", &library.get_languages },
    { "gtk_source_language_manager_get_language", &library.get_language },
    { "gtk_source_style_scheme_manager_get_default", &library.get_schemes },
    { "gtk_source_style_scheme_manager_get_scheme", &library.get_scheme },
  };
  enum { LOADED = 1, ABSENT = 2 };

  if (g_once_init_enter (&state))
    {
      GModule *module = g_module_open (LIBRARY, G_MODULE_BIND_LAZY | G_MODULE_BIND_LOCAL);
      gboolean found = module != NULL;

      for (guint i = 0; found && i < G_N_ELEMENTS (symbols); i++)
        found = g_module_symbol (module, symbols[i].name, symbols[i].place);
      if (found)
        {
          g_module_make_resident (module);
          library.init ();
        }
      else
        g_debug ("No highlighting: %s", g_module_error ());
      g_once_init_leave (&state, found ? LOADED : ABSENT);
    }
  return state == LOADED ? &library : NULL;
}

static gboolean
is_source_view (const Library *library,
                GtkTextView   *view)
{
  return library != NULL && G_TYPE_CHECK_INSTANCE_TYPE (view, library->view_get_type ());
}

static void
update_scheme (GtkTextView *view)
{
  const Library *library = get_library ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  gboolean dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  library->set_scheme ((GtkSourceBuffer *) buffer,
                       library->get_scheme (library->get_schemes (),
                                            dark ? "Adwaita-dark" : "Adwaita"));
}

GtkWidget *
hsp_source_view_new (void)
{
  const Library *library = get_library ();
  GtkWidget *view = library != NULL ? library->view_new () : gtk_text_view_new ();
  GtkTextView *text_view = GTK_TEXT_VIEW (view);

  gtk_text_view_set_editable (text_view, FALSE);
  gtk_text_view_set_monospace (text_view, TRUE);
  gtk_text_view_set_accepts_tab (text_view, FALSE);
  gtk_text_buffer_set_enable_undo (gtk_text_view_get_buffer (text_view), FALSE);
  if (library != NULL)
    {
      library->set_brackets ((GtkSourceBuffer *) gtk_text_view_get_buffer (text_view), FALSE);
      update_scheme (text_view);
      g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                               G_CALLBACK (update_scheme), view, G_CONNECT_SWAPPED);
    }
  return view;
}

void
hsp_source_view_set_language (GtkTextView *view,
                              const char  *language)
{
  const Library *library = get_library ();

  if (!is_source_view (library, view))
    return;
  library->set_language ((GtkSourceBuffer *) gtk_text_view_get_buffer (view),
                         language != NULL ? library->get_language (library->get_languages (),
                                                                   language) : NULL);
}
