/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-mark.h"

#include <gio/gio.h>
#include <string.h>

#define FILE_NAME "key-mark"
/* hexadecimal digits: enough to tell the keys of a person apart, too few to find one */
#define LENGTH    12

/**
 * hsp_account_mark_make:
 * @id: of the account; no two accounts have the same mark for one key
 *
 * Returns: (transfer full): the mark of @key
 */
char *
hsp_account_mark_make (const char *id,
                       const char *key)
{
  g_autofree char *sum = NULL;

  g_return_val_if_fail (id != NULL && key != NULL, NULL);

  sum = g_compute_hmac_for_string (G_CHECKSUM_SHA256, (const guchar *) key, strlen (key), id, -1);
  return g_strndup (sum, LENGTH);
}

/**
 * hsp_account_mark_read:
 *
 * Returns: (transfer full) (nullable): of the key whose journal the folder of @id holds; %NULL when
 *   there is none, or it is from before there were marks
 */
char *
hsp_account_mark_read (const char *data_dir,
                       const char *id)
{
  g_autofree char *path = NULL;
  g_autofree char *mark = NULL;

  g_return_val_if_fail (data_dir != NULL && id != NULL, NULL);

  path = g_build_filename (data_dir, id, FILE_NAME, NULL);
  if (!g_file_get_contents (path, &mark, NULL, NULL))
    return NULL;
  g_strstrip (mark);
  return *mark != '\0' ? g_steal_pointer (&mark) : NULL;
}

/**
 * hsp_account_mark_write:
 *
 * The folder is there when the journal is; without it there is nothing to mark.
 */
void
hsp_account_mark_write (const char *data_dir,
                        const char *id,
                        const char *mark)
{
  g_autofree char *path = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (data_dir != NULL && id != NULL && mark != NULL);

  path = g_build_filename (data_dir, id, FILE_NAME, NULL);
  if (!g_file_set_contents_full (path, mark, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("The key was not marked: %s", error->message);
}
