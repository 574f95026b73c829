/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What tests share: waiting that is bounded, results of asynchronous calls, a folder that goes away. */
#pragma once

#include <gio/gio.h>
#include <glib/gstdio.h>

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

/* Unless somebody wants to look at what was written. */
static inline void
hsp_test_remove_tree (const char *path)
{
  g_autoptr(GDir) dir = NULL;
  const char *name;

  if (g_getenv ("HSP_TEST_KEEP") != NULL)
    return;
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR) && !g_file_test (child, G_FILE_TEST_IS_SYMLINK))
        hsp_test_remove_tree (child);
      else
        g_assert_cmpint (g_unlink (child), ==, 0);
    }
  g_assert_cmpint (g_rmdir (path), ==, 0);
}

G_END_DECLS
