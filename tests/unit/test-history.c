/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-history.h"

#include <string.h>
#include <sys/stat.h>

#include "hsp-test.h"

typedef struct
{
  char *dir;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->dir = g_dir_make_tmp ("hsp-history-XXXXXX", NULL);
  fixture->path = g_build_filename (fixture->dir, "account", "console.json", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->path);
}

/* (transfer full) (element-type HspHistoryRow) */
static GPtrArray *
load (Fixture *fixture)
{
  g_autoptr(HspHistory) history = hsp_history_new (fixture->path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *rows;

  hsp_history_load_async (history, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  rows = hsp_history_load_finish (history, result, &error);
  g_assert_no_error (error);
  return rows;
}

static HspHistoryRow *
make_row (gint64      time,
          const char *words)
{
  const char *params[] = { "link=https://x/?a=b&c", "note=ghi chú “…”", NULL };
  HspHistoryRow *row = g_new0 (HspHistoryRow, 1);

  row->time = time;
  row->action = g_strdup ("services");
  row->params = g_strdupv ((char **) params);
  row->verdict = g_strdup ("answered");
  row->status = 200;
  row->words = g_strdup (words);
  row->first_byte = 1234;
  row->duration = 5678;
  row->size = 14200;
  return row;
}

static GPtrArray *
make_rows (guint n_rows)
{
  GPtrArray *rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_history_row_free);

  for (guint i = 0; i < n_rows; i++)
    g_ptr_array_add (rows, make_row (1000 + n_rows - i, i % 2 == 0 ? "No \"such\" order" : NULL));
  return rows;
}

static void
test_round (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GPtrArray) none = load (fixture);
  g_autoptr(GPtrArray) written = make_rows (3);
  g_autoptr(GPtrArray) rows = NULL;
  g_autoptr(HspHistory) history = hsp_history_new (fixture->path);
  HspHistoryRow *row;
  struct stat info;

  g_assert_cmpuint (none->len, ==, 0);
  hsp_history_write (history, written);
  hsp_history_close (history);
  /* nobody writes after it */
  hsp_history_write (history, none);

  rows = load (fixture);
  g_assert_cmpuint (rows->len, ==, 3);
  row = rows->pdata[0];
  g_assert_cmpint (row->time, ==, 1003);
  g_assert_cmpstr (row->action, ==, "services");
  g_assert_cmpuint (g_strv_length (row->params), ==, 2);
  g_assert_cmpstr (row->params[1], ==, "note=ghi chú “…”");
  g_assert_cmpstr (row->words, ==, "No \"such\" order");
  g_assert_cmpuint (row->status, ==, 200);
  g_assert_cmpint (row->first_byte, ==, 1234);
  g_assert_cmpint (row->duration, ==, 5678);
  g_assert_cmpint (row->size, ==, 14200);
  g_assert_null (((HspHistoryRow *) rows->pdata[1])->words);

  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

/* The last one written stays, whatever the order in which the workers come. */
static void
test_many_writes (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autoptr(HspHistory) history = hsp_history_new (fixture->path);
  g_autoptr(GPtrArray) rows = NULL;

  for (guint i = 1; i <= 50; i++)
    {
      g_autoptr(GPtrArray) some = make_rows (i);

      hsp_history_write (history, some);
    }
  hsp_history_close (history);
  rows = load (fixture);
  g_assert_cmpuint (rows->len, ==, 50);
}

static void
test_bounded (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(HspHistory) history = hsp_history_new (fixture->path);
  g_autoptr(GPtrArray) many = make_rows (HSP_HISTORY_MAX_ROWS + 20);
  g_autoptr(GPtrArray) rows = NULL;

  hsp_history_write (history, many);
  hsp_history_close (history);
  rows = load (fixture);
  g_assert_cmpuint (rows->len, ==, HSP_HISTORY_MAX_ROWS);
}

/* A file that cannot be read is put aside, and the next one is written. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  data)
{
  static const char * const contents[] = {
    "", "{", "[]", "{\"format\":2,\"requests\":[]}", "\x00\x01", "{\"format\":1}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (contents); i++)
    {
      g_autofree char *folder = g_path_get_dirname (fixture->path);
      g_autofree char *aside = g_strconcat (fixture->path, ".damaged", NULL);
      g_autoptr(GPtrArray) rows = NULL;

      g_mkdir_with_parents (folder, 0700);
      g_assert_true (g_file_set_contents (fixture->path, contents[i], -1, NULL));
      rows = load (fixture);
      g_assert_cmpuint (rows->len, ==, 0);
      g_assert_false (g_file_test (fixture->path, G_FILE_TEST_EXISTS));
      g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));
    }
}

/* A row that cannot be read is left out, the others stay. */
static void
test_bad_rows (Fixture       *fixture,
               gconstpointer  data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GPtrArray) rows = NULL;

  g_mkdir_with_parents (folder, 0700);
  g_assert_true (g_file_set_contents (fixture->path,
                                      "{\"format\":1,\"requests\":[1,{},{\"action\":\"add\"},"
                                      "{\"action\":\"balance\",\"verdict\":\"new-word\",\"time\":-5,\"status\":70000,"
                                      "\"params\":[\"a=b\",\"c\",3]}]}", -1, NULL));
  rows = load (fixture);
  g_assert_cmpuint (rows->len, ==, 1);
  g_assert_cmpint (((HspHistoryRow *) rows->pdata[0])->time, ==, 0);
  g_assert_cmpuint (((HspHistoryRow *) rows->pdata[0])->status, ==, 999);
  g_assert_cmpuint (g_strv_length (((HspHistoryRow *) rows->pdata[0])->params), ==, 1);
}

/* By a program that ends before it has read the file: what it holds stays behind the new ones. */
static void
test_closed_before_read (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autoptr(HspHistory) first = hsp_history_new (fixture->path);
  g_autoptr(HspHistory) second = hsp_history_new (fixture->path);
  g_autoptr(GPtrArray) old = make_rows (2);
  g_autoptr(GPtrArray) new = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_history_row_free);
  g_autoptr(GPtrArray) all = NULL;

  hsp_history_write (first, old);
  hsp_history_close (first);
  g_ptr_array_add (new, make_row (5000, NULL));
  hsp_history_close_with (second, new);
  all = load (fixture);
  g_assert_cmpuint (all->len, ==, 3);
  g_assert_cmpint (((HspHistoryRow *) all->pdata[0])->time, ==, 5000);
  g_assert_cmpint (((HspHistoryRow *) all->pdata[1])->time, ==, ((HspHistoryRow *) old->pdata[0])->time);
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add ("/history/round", test_round);
  add ("/history/many-writes", test_many_writes);
  add ("/history/bounded", test_bounded);
  add ("/history/damaged", test_damaged);
  add ("/history/bad-rows", test_bad_rows);
  add ("/history/closed-before-read", test_closed_before_read);
  return g_test_run ();
}
