/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-copy.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>
#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "hsp-account-registry.h"

#define FILE_NAME "accounts"
#define FORMAT    "(ssa(sss))"

/* A file this young may be replaced by one with the same times. */
#define MIN_AGE 2

/* The settings that are kept in one file. */
typedef struct
{
  const char *name;     /* what GSETTINGS_BACKEND calls them */
  const char *type;
  const char *file;     /* in the configuration folder */
} Keeper;

static const Keeper keepers[] = {
  { "dconf", "DConfSettingsBackend", "dconf/user" },
  { "keyfile", "GKeyfileSettingsBackend", "glib-2.0/settings/keyfile" },
};

/* Whether somebody has said where dconf keeps a person's settings, as its dconf(7) tells, or it keeps them
 * where other machines can write them too. */
static gboolean
is_dconf_elsewhere (void)
{
  const char * const *folders = g_get_system_data_dirs ();
  g_autofree char *mandatory = g_strdup_printf ("/run/dconf/user/%lu", (gulong) getuid ());
  g_autofree char *runtime = g_build_filename (g_get_user_runtime_dir (), "dconf", "profile", NULL);
  struct statfs info;

  if (g_getenv ("DCONF_PROFILE") != NULL || g_getenv ("DCONF_USER_CONFIG_DIR") != NULL
      || g_access (mandatory, F_OK) == 0 || g_access (runtime, F_OK) == 0
      || g_access ("/etc/dconf/profile/user", F_OK) == 0)
    return TRUE;
  for (guint i = 0; folders[i] != NULL; i++)
    {
      g_autofree char *path = g_build_filename (folders[i], "dconf", "profile", "user", NULL);

      if (g_access (path, F_OK) == 0)
        return TRUE;
    }
  return statfs (g_get_home_dir (), &info) != 0 || info.f_type == NFS_SUPER_MAGIC;
}

/* (nullable): the one that is used; NULL where the settings may be elsewhere too */
static const Keeper *
find_keeper (void)
{
  const char *name = g_getenv ("GSETTINGS_BACKEND");

  if (name == NULL)
    name = keepers[0].name;
  if (g_str_equal (name, keepers[0].name) && is_dconf_elsewhere ())
    return NULL;
  for (guint i = 0; i < G_N_ELEMENTS (keepers); i++)
    {
      if (g_str_equal (name, keepers[i].name))
        return &keepers[i];
    }
  return NULL;
}

/* (transfer full) */
static char *
make_path (void)
{
  return g_build_filename (g_get_user_cache_dir (), HSP_DATA_FOLDER, FILE_NAME, NULL);
}

/**
 * hsp_account_copy_stamp:
 *
 * To be taken before the settings are read: what they become meanwhile is then not taken for them.
 *
 * Returns: (transfer full) (nullable): what tells the file of the settings, as it is now, from every
 *   other; %NULL when no copy can be used
 */
char *
hsp_account_copy_stamp (void)
{
  const Keeper *keeper = find_keeper ();
  g_autofree char *path = NULL;
  struct stat info;

  if (keeper == NULL)
    return NULL;
  path = g_build_filename (g_get_user_config_dir (), keeper->file, NULL);
  if (stat (path, &info) != 0)
    return errno == ENOENT ? g_steal_pointer (&path) : NULL;
  if (info.st_mtim.tv_sec > g_get_real_time () / G_TIME_SPAN_SECOND - MIN_AGE)
    return NULL;
  return g_strdup_printf ("%s %" G_GUINT64_FORMAT " %" G_GUINT64_FORMAT " %" G_GINT64_FORMAT
                          " %" G_GINT64_FORMAT ".%09ld %" G_GINT64_FORMAT ".%09ld", path,
                          (guint64) info.st_dev, (guint64) info.st_ino, (gint64) info.st_size,
                          (gint64) info.st_mtim.tv_sec, info.st_mtim.tv_nsec,
                          (gint64) info.st_ctim.tv_sec, info.st_ctim.tv_nsec);
}

/**
 * hsp_account_copy_read:
 * @stamp: of hsp_account_copy_stamp()
 * @current: (out) (transfer full): the account that is shown, empty when there is none
 * @accounts: (out) (transfer full): all of them, a(sss)
 *
 * Returns: whether there is a copy of the settings as they are; nothing is set when there is none
 */
gboolean
hsp_account_copy_read (const char  *stamp,
                       char       **current,
                       GVariant   **accounts)
{
  g_autofree char *path = make_path ();
  g_autoptr(GVariant) copy = NULL;
  g_autoptr(GBytes) bytes = NULL;
  const char *its_stamp;
  char *text = NULL;
  gsize length = 0;

  g_return_val_if_fail (stamp != NULL && current != NULL && accounts != NULL, FALSE);

  if (!g_file_get_contents (path, &text, &length, NULL))
    return FALSE;
  bytes = g_bytes_new_take (text, length);
  copy = g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (FORMAT), bytes, FALSE));
  if (!g_variant_is_normal_form (copy))
    return FALSE;
  g_variant_get_child (copy, 0, "&s", &its_stamp);
  if (!g_str_equal (its_stamp, stamp))
    return FALSE;
  g_variant_get_child (copy, 1, "s", current);
  *accounts = g_variant_get_child_value (copy, 2);
  return TRUE;
}

/**
 * hsp_account_copy_write:
 * @stamp: of hsp_account_copy_stamp(), from before reading
 * @backend: what the settings were read from
 * @current: the account that is shown, empty when there is none
 * @accounts: all of them, a(sss)
 *
 * Where it cannot be written the settings are read the next time too.
 */
void
hsp_account_copy_write (const char       *stamp,
                        GSettingsBackend *backend,
                        const char       *current,
                        GVariant         *accounts)
{
  const Keeper *keeper = find_keeper ();
  g_autofree char *path = make_path ();
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GVariant) copy = NULL;
  g_autoptr(GError) error = NULL;

  g_return_if_fail (stamp != NULL && current != NULL && accounts != NULL);

  /* not every system has the module that we took it for */
  if (keeper == NULL || !g_str_equal (G_OBJECT_TYPE_NAME (backend), keeper->type))
    return;
  copy = g_variant_ref_sink (g_variant_new ("(ss@a(sss))", stamp, current, accounts));
  g_mkdir_with_parents (folder, 0700);
  /* nothing to be replaced need not be waited for on the disk */
  g_unlink (path);
  if (!g_file_set_contents_full (path, g_variant_get_data (copy), (gssize) g_variant_get_size (copy),
                                 G_FILE_SET_CONTENTS_CONSISTENT, 0600, &error))
    g_debug ("The accounts were not copied: %s", error->message);
}
