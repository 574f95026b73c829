/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests share: waiting that is bounded, results of asynchronous calls, a folder that goes away. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

#include <errno.h>
#include <string.h>

G_BEGIN_DECLS

/* Runs the main context until @condition holds; fails the test after so many seconds that not even a
 * busy machine is to blame. */
#define hsp_test_wait(condition) hsp_test_wait_for (30, condition)
#define hsp_test_wait_for(seconds, condition)                                                 \
  G_STMT_START {                                                                              \
    gint64 end__ = g_get_monotonic_time () + (seconds) * G_TIME_SPAN_SECOND;                  \
    guint tick__ = g_timeout_add (5, hsp_test_tick, NULL);                                    \
    while (!(condition) && g_get_monotonic_time () < end__)                                   \
      g_main_context_iteration (NULL, TRUE);                                                  \
    g_source_remove (tick__);                                                                 \
    if (!(condition))                                                                         \
      g_error ("%s:%d: waited in vain for: %s", __FILE__, __LINE__, #condition);              \
  } G_STMT_END

static inline gboolean
hsp_test_tick (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

/* A GAsyncReadyCallback that keeps the result: pass the address of a (GAsyncResult *) that is NULL. */
static inline void
hsp_test_store_result (GObject      *source,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  GAsyncResult **place = user_data;

  g_assert_null (*place);
  *place = g_object_ref (result);
}

static inline gboolean
hsp_test_contains (GBytes     *bytes,
                   const char *text)
{
  const gsize length = strlen (text);
  gsize size;
  const char *place = g_bytes_get_data (bytes, &size);
  const char *end = place + size;

  while (place != NULL && (gsize) (end - place) >= length
         && (place = memchr (place, text[0], (gsize) (end - place) - length + 1)) != NULL)
    {
      if (memcmp (place, text, length) == 0)
        return TRUE;
      place++;
    }
  return FALSE;
}

/* Whatever a test is about: no key that the tests have, and nothing that the sandbox delivers, is in a
 * file that was written. But for where a person saved it to. */
static inline void
hsp_test_check_file (const char *path)
{
  static const char * const secrets[] = {
    "k3y-9f8e7d6c5b4a", "k3y-of-the-test", "k3y-of-the-crash-tests", "key-of-the-shop-window", "key-of-the-account",
    "key-of-the-sms-page", "key-of-the-orders-page", "key-of-the-strip", "@mail.example",
  };
  g_autoptr(GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr(GBytes) bytes = file != NULL ? g_mapped_file_get_bytes (file) : NULL;

  if (bytes == NULL || g_str_has_suffix (path, "/goods.txt"))
    return;
  for (guint i = 0; i < G_N_ELEMENTS (secrets); i++)
    {
      if (hsp_test_contains (bytes, secrets[i]))
        g_error ("“%s” was written to %s", secrets[i], path);
    }
}

static inline void hsp_test_remove_tree (const char *path);

static inline void
hsp_test_empty_folder (const char *path)
{
  g_autoptr(GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        hsp_test_remove_tree (child);
      else
        {
          if (g_file_test (child, G_FILE_TEST_IS_REGULAR))
            hsp_test_check_file (child);
          /* a database that is being closed takes its own files away */
          if (g_unlink (child) != 0)
            g_assert_cmpint (errno, ==, ENOENT);
        }
    }
}

/* Put aside instead where somebody wants to look at what was written. */
static inline void
hsp_test_remove_tree (const char *path)
{
  static int n_kept = 0;
  const gint64 end = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;
  int result;

  if (g_getenv ("HSP_TEST_KEEP") != NULL)
    {
      g_autofree char *aside = g_strdup_printf ("%s.kept-%d", path, g_atomic_int_add (&n_kept, 1));

      g_assert_cmpint (g_rename (path, aside), ==, 0);
      return;
    }
  /* and one that is being closed may write into its folder once more */
  do
    {
      hsp_test_empty_folder (path);
      result = g_rmdir (path);
    }
  while (result != 0 && errno == ENOTEMPTY && g_get_monotonic_time () < end);
  g_assert_cmpint (result, ==, 0);
}

G_END_DECLS
