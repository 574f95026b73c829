/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-account-registry.h"

#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>
#include <glib/gstdio.h>
#include <utime.h>

#include "hsp-account-copy.h"
#include "hsp-account-mark.h"
#include "hsp-test.h"

static void
test_registry (void)
{
  g_autoptr(GSettings) settings = g_settings_new ("com.hstockplus.HstockPlus");
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *endpoint = NULL;

  g_assert_false (hsp_account_registry_get_current (settings, &id, &label, &endpoint));
  g_assert_null (id);
  g_assert_false (hsp_account_registry_set_current (settings, "nobody"));

  first = hsp_account_registry_add (settings, "Thủ", "https://example.com/api/v2");
  second = hsp_account_registry_add (settings, "", "https://example.net/api/v2");
  g_assert_true (g_uuid_string_is_valid (first));
  g_assert_cmpstr (first, !=, second);
  g_assert_true (hsp_account_registry_get_current (settings, &id, &label, &endpoint));
  g_assert_cmpstr (id, ==, first);
  g_assert_cmpstr (label, ==, "Thủ");
  g_assert_cmpstr (endpoint, ==, "https://example.com/api/v2");

  g_assert_true (hsp_account_registry_set_current (settings, second));
  g_clear_pointer (&id, g_free);
  g_assert_true (hsp_account_registry_get_current (settings, &id, NULL, NULL));
  g_assert_cmpstr (id, ==, second);

  hsp_account_registry_remove (settings, second);
  g_assert_false (hsp_account_registry_get_current (settings, NULL, NULL, NULL));
  g_assert_false (hsp_account_registry_set_current (settings, second));
  g_assert_true (hsp_account_registry_set_current (settings, first));
}

/* What a GSettings would say, said without one. */
static void
test_peek (void)
{
  g_autoptr(GSettings) settings = g_settings_new (HSP_SETTINGS_SCHEMA);
  g_autofree char *added = NULL;
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *endpoint = NULL;
  g_autofree char *found = NULL;
  g_autofree char *path = NULL;

  g_object_get (settings, "path", &path, NULL);
  g_assert_cmpstr (path, ==, HSP_SETTINGS_PATH);
  g_settings_reset (settings, "accounts");
  g_settings_reset (settings, "current-account");
  g_assert_false (hsp_account_registry_peek_current (&id, &label, &endpoint));
  g_assert_null (id);
  g_assert_null (hsp_account_registry_peek ("https://peek.example.com/api/v2"));

  added = hsp_account_registry_add (settings, "Thủ", "https://peek.example.com/api/v2");
  g_assert_true (hsp_account_registry_peek_current (&id, &label, &endpoint));
  g_assert_cmpstr (id, ==, added);
  g_assert_cmpstr (label, ==, "Thủ");
  g_assert_cmpstr (endpoint, ==, "https://peek.example.com/api/v2");
  found = hsp_account_registry_peek ("https://peek.example.com/api/v2");
  g_assert_cmpstr (found, ==, added);
  g_assert_null (hsp_account_registry_peek ("https://peek.example.net/api/v2"));

  g_settings_set_string (settings, "current-account", "nobody");
  g_clear_pointer (&id, g_free);
  g_assert_false (hsp_account_registry_peek_current (&id, &label, &endpoint));
  g_assert_null (id);
}

/* As the settings do: all of the file is replaced. @age: seconds ago */
static void
replace_settings (const char *path,
                  const char *text,
                  gint64      age)
{
  const gint64 then = g_get_real_time () / G_TIME_SPAN_SECOND - age;
  struct utimbuf times = { then, then };
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, text, -1, &error));
  g_assert_no_error (error);
  g_assert_cmpint (utime (path, &times), ==, 0);
}

/* (transfer full) (nullable): which account the copy shows, if there is one of the settings as they are */
static char *
read_copy (void)
{
  g_autofree char *stamp = hsp_account_copy_stamp ();
  g_autoptr(GVariant) accounts = NULL;
  char *current = NULL;

  if (stamp == NULL || !hsp_account_copy_read (stamp, &current, &accounts))
    return NULL;
  g_assert_true (g_variant_is_of_type (accounts, G_VARIANT_TYPE ("a(sss)")));
  return current;
}

/* It is of the settings as they are, or there is none. */
static void
test_copy (void)
{
  g_autofree char *path = g_build_filename (g_get_user_config_dir (), "glib-2.0", "settings",
                                            "keyfile", NULL);
  g_autofree char *stored = g_build_filename (g_get_user_cache_dir (), HSP_DATA_FOLDER, "accounts",
                                              NULL);
  g_autoptr(GSettingsBackend) backend = g_keyfile_settings_backend_new (path, "/", NULL);
  g_autoptr(GSettingsBackend) other = g_memory_settings_backend_new ();
  g_autoptr(GVariant) accounts =
    g_variant_ref_sink (g_variant_new_parsed ("[('one', 'Thủ', 'https://example.com/')]"));
  g_autofree char *stamp = NULL;
  g_autofree char *shown = NULL;
  g_autofree char *young = NULL;

  g_assert_cmpstr (g_getenv ("GSETTINGS_BACKEND"), ==, "memory");
  g_assert_null (hsp_account_copy_stamp ());
  g_setenv ("GSETTINGS_BACKEND", "keyfile", TRUE);
  replace_settings (path, "one", 60);
  g_assert_null (read_copy ());

  stamp = hsp_account_copy_stamp ();
  hsp_account_copy_write (stamp, other, "one", accounts);
  g_assert_null (read_copy ());
  hsp_account_copy_write (stamp, backend, "one", accounts);
  shown = read_copy ();
  g_assert_cmpstr (shown, ==, "one");

  /* the same size and the same time, but another file */
  replace_settings (path, "two", 60);
  g_assert_null (read_copy ());
  hsp_account_copy_write (stamp, backend, "one", accounts);
  g_assert_null (read_copy ());
  /* what is written now may be replaced before the clock goes on */
  replace_settings (path, "two", 0);
  young = hsp_account_copy_stamp ();
  g_assert_null (young);

  replace_settings (path, "two", 60);
  replace_settings (stored, "no copy at all", 60);
  g_assert_null (read_copy ());
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
}

/* Where a profile names other files for the settings, none is good. */
static void
test_copy_profile (void)
{
  g_autofree char *profile = g_build_filename (g_get_system_data_dirs ()[0], "dconf", "profile", "user", NULL);
  g_autofree char *folder = g_path_get_dirname (profile);
  g_autofree char *before = NULL;
  g_autofree char *with_profile = NULL;
  g_autofree char *after = NULL;

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_setenv ("GSETTINGS_BACKEND", "dconf", TRUE);
  before = hsp_account_copy_stamp ();
  g_assert_true (g_file_set_contents (profile, "user-db:other\n", -1, NULL));
  with_profile = hsp_account_copy_stamp ();
  g_assert_cmpint (g_unlink (profile), ==, 0);
  after = hsp_account_copy_stamp ();
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  if (before == NULL)
    {
      g_test_skip ("this system has a profile of its own");
      return;
    }
  g_assert_null (with_profile);
  g_assert_cmpstr (after, ==, before);
}

/* As an account does when its journal is open. */
static void
mark (const char *dir,
      const char *id,
      const char *key)
{
  g_autofree char *folder = g_build_filename (dir, id, NULL);
  g_autofree char *text = hsp_account_mark_make (id, key);

  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  hsp_account_mark_write (dir, id, text);
}

/* A journal belongs to one key. */
static void
test_choose (void)
{
  const char *endpoint = "https://choose.example.com/api/v2";
  g_autoptr(GSettings) settings = g_settings_new ("com.hstockplus.HstockPlus");
  g_autofree char *dir = g_dir_make_tmp ("hsp-registry-XXXXXX", NULL);
  g_autofree char *first = NULL;
  g_autofree char *again = NULL;
  g_autofree char *second = NULL;
  g_autofree char *elsewhere = NULL;
  g_autofree char *old = NULL;
  g_autofree char *label = NULL;
  gboolean added = FALSE;

  first = hsp_account_registry_choose (settings, dir, endpoint, "key one", &added);
  g_assert_true (added);
  mark (dir, first, "key one");
  again = hsp_account_registry_choose (settings, dir, endpoint, "key one", &added);
  g_assert_false (added);
  g_assert_cmpstr (again, ==, first);
  second = hsp_account_registry_choose (settings, dir, endpoint, "key two", &added);
  g_assert_true (added);
  g_assert_cmpstr (second, !=, first);
  g_assert_true (hsp_account_registry_set_current (settings, second));
  g_assert_true (hsp_account_registry_get_current (settings, NULL, &label, NULL));
  g_assert_cmpstr (label, ==, "choose.example.com (2)");
  elsewhere = hsp_account_registry_choose (settings, dir, "https://b.example.com/", "key one", &added);
  g_assert_true (added);

  /* the second one was connected before there were marks */
  old = hsp_account_registry_choose (settings, dir, endpoint, "key three", &added);
  g_assert_false (added);
  g_assert_cmpstr (old, ==, second);
  hsp_test_remove_tree (dir);
}

static void
test_this_run (void)
{
  const char *endpoint = "https://run.example.com/api/v2";
  g_autofree char *dir = g_dir_make_tmp ("hsp-registry-XXXXXX", NULL);
  g_autofree char *first = hsp_account_choose_for_this_run (dir, endpoint, "key one");
  g_autofree char *base = hsp_account_id_for_this_run (endpoint);
  g_autofree char *second = NULL;
  g_autofree char *again = NULL;

  g_assert_cmpstr (first, ==, base);
  mark (dir, first, "key one");
  second = hsp_account_choose_for_this_run (dir, endpoint, "key two");
  g_assert_cmpstr (second, !=, first);
  mark (dir, second, "key two");
  again = hsp_account_choose_for_this_run (dir, endpoint, "key one");
  g_assert_cmpstr (again, ==, first);
  g_clear_pointer (&again, g_free);
  again = hsp_account_choose_for_this_run (dir, endpoint, "key two");
  g_assert_cmpstr (again, ==, second);
  hsp_test_remove_tree (dir);
}

/* One key has another mark in each account, and the mark tells little of it. */
static void
test_mark (void)
{
  g_autofree char *one = hsp_account_mark_make ("a", "0123456789abcdef0123456789abcdef");
  g_autofree char *other = hsp_account_mark_make ("b", "0123456789abcdef0123456789abcdef");
  g_autofree char *same = hsp_account_mark_make ("a", "0123456789abcdef0123456789abcdef");

  g_assert_cmpstr (one, ==, same);
  g_assert_cmpstr (one, !=, other);
  g_assert_cmpuint (strlen (one), ==, 12);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *folder = g_dir_make_tmp ("test-registry-XXXXXX", NULL);
  g_autofree char *data = g_build_filename (folder != NULL ? folder : "", "share", NULL);
  int status;

  /* not G_TEST_OPTION_ISOLATE_DIRS, whose folders GLib leaks */
  g_assert_nonnull (folder);
  g_setenv ("XDG_CONFIG_HOME", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("XDG_DATA_DIRS", data, TRUE);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/account-registry/registry", test_registry);
  g_test_add_func ("/account-registry/peek", test_peek);
  g_test_add_func ("/account-registry/copy", test_copy);
  g_test_add_func ("/account-registry/copy-profile", test_copy_profile);
  g_test_add_func ("/account-registry/choose", test_choose);
  g_test_add_func ("/account-registry/this-run", test_this_run);
  g_test_add_func ("/account-registry/mark", test_mark);
  status = g_test_run ();
  hsp_test_remove_tree (folder);
  return status;
}
