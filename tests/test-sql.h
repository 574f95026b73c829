/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Changes a journal's file as another program would. */
#pragma once

#include <glib.h>
#include <sqlite3.h>

G_BEGIN_DECLS

static inline void
test_run_sql (const char *path,
              const char *sql)
{
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READWRITE, NULL), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 5000);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

G_END_DECLS
