/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-process.h"

#include <libintl.h>
#include <locale.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#define KEY_VARIABLE "HSTOCKPLUS_KEY"

/**
 * hsp_process_protect:
 *
 * What is written is for this person only; and with the key in its memory the program leaves no
 * core.
 */
void
hsp_process_protect (void)
{
  const struct rlimit none = { 0, 0 };

  umask (077);
  setrlimit (RLIMIT_CORE, &none);
}

/**
 * hsp_process_set_up_language:
 *
 * The person's locale, and the translations from where they are installed, or from where
 * `meson devenv` says.
 */
void
hsp_process_set_up_language (void)
{
  const char *folder = g_getenv ("APP_LOCALEDIR");

  /* what the command line and the model go by: each category takes a start its time, and the
   * window's toolkit adds all others */
  setlocale (LC_CTYPE, "");
  setlocale (LC_COLLATE, "");
  setlocale (LC_NUMERIC, "");
  setlocale (LC_MESSAGES, "");
  bindtextdomain (GETTEXT_PACKAGE, folder != NULL ? folder : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}

/**
 * hsp_process_take_key:
 *
 * Takes HSTOCKPLUS_KEY out of the environment and wipes it there, so that neither a child of ours
 * nor /proc shows it. Before there is a second thread.
 *
 * Returns: (transfer full) (nullable): the key, freed with hsp_keyring_key_free()
 */
char *
hsp_process_take_key (void)
{
  const char *value = g_getenv (KEY_VARIABLE);
  char *key = NULL;

  if (value == NULL)
    return NULL;

  if (*value != '\0')
    key = g_strdup (value);
  explicit_bzero ((char *) value, strlen (value));
  g_unsetenv (KEY_VARIABLE);
  return key;
}
