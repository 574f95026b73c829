/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hstockplus"

#include "config.h"

#include "hsp-application.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void
set_up_translations (void)
{
  const char *folder = g_getenv ("APP_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/* What is written is for this person only; and with the key in its memory it leaves no core. */
static void
set_up_process (void)
{
  const struct rlimit none = { 0, 0 };

  umask (077);
  setrlimit (RLIMIT_CORE, &none);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(HspApplication) application = NULL;

  set_up_process ();
  set_up_translations ();

  application = hsp_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
