/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The log of changes over real files: what is kept and for how long, pages, visits, two programs, and
 * files that are not what they should be. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "hsp-change-log.h"
#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-test.h"

#define DAY G_GINT64_CONSTANT (86400)

typedef struct
{
  char         *folder;
  char         *path;
  HspChangeLog *log;
} Fixture;

static HspChangeLog *
open_log (const char  *path,
          GError     **error)
{
  HspChangeLog *log = hsp_change_log_new (path);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_change_log_open_async (log, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_change_log_finish (log, result, error);
  return log;
}

static HspChangeLog *
open_good_log (const char *path)
{
  g_autoptr(GError) error = NULL;
  HspChangeLog *log = open_log (path, &error);

  g_assert_no_error (error);
  return log;
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("hsp-changes-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "account", "changes.db", NULL);
  fixture->log = open_good_log (fixture->path);
}

/* A look at what has just been written may hold it a moment longer. */
static void
close_log (Fixture *fixture)
{
  g_object_add_weak_pointer (G_OBJECT (fixture->log), (gpointer *) &fixture->log);
  hsp_change_log_close (fixture->log);
  g_object_unref (fixture->log);
  hsp_test_wait (fixture->log == NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  if (fixture->log != NULL)
    close_log (fixture);
  hsp_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static void
add_row (GPtrArray     *rows,
         const char    *service,
         HspChangeKind  kind,
         gint64         time)
{
  HspChangeRecord *row = g_new0 (HspChangeRecord, 1);

  row->service = g_strdup (service);
  row->name = g_strdup_printf ("Tăng '%s'", service);
  row->kind = kind;
  row->time = time;
  row->before = kind == HSP_CHANGE_NEW ? HSP_UNKNOWN : 850000;
  row->after = kind == HSP_CHANGE_GONE ? HSP_UNKNOWN : 920000;
  g_ptr_array_add (rows, row);
}

static GPtrArray *
new_rows (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_change_record_free);
}

static void
append (HspChangeLog *log,
        GPtrArray    *rows,
        gint64        since)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_change_log_append_async (log, rows, since, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_change_log_finish (log, result, &error);
  g_assert_no_error (error);
}

static void
append_one (HspChangeLog  *log,
            const char    *service,
            HspChangeKind  kind)
{
  g_autoptr(GPtrArray) rows = new_rows ();

  add_row (rows, service, kind, hsp_get_now ());
  append (log, rows, hsp_get_now () + 1);
}

static void
visit (HspChangeLog *log,
       gint64        newest)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_change_log_note_visit_async (log, newest, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_change_log_finish (log, result, &error);
  g_assert_no_error (error);
}

static GPtrArray *
read_page (HspChangeLog *log,
           gint64        newer_than,
           gint64        older_than,
           int           kind)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *rows = NULL;

  hsp_change_log_read_async (log, newer_than, older_than, kind, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  rows = hsp_change_log_read_finish (log, result, &error);
  g_assert_no_error (error);
  return rows;
}

static HspChangeMarks *
load_marks (HspChangeLog *log)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspChangeMarks *marks = NULL;

  hsp_change_log_load_marks_async (log, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  marks = hsp_change_log_load_marks_finish (log, result, &error);
  g_assert_no_error (error);
  return marks;
}

/* Services of the first page, "3 2 1". */
static void
assert_services (HspChangeLog *log,
                 int           kind,
                 const char   *expected)
{
  g_autoptr(GPtrArray) rows = read_page (log, 0, G_MAXINT64, kind);
  g_autoptr(GString) text = g_string_new (NULL);

  for (guint i = 0; i < rows->len; i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            ((HspChangeRecord *) rows->pdata[i])->service);
  g_assert_cmpstr (text->str, ==, expected);
}

static void
test_rows (Fixture       *fixture,
           gconstpointer  user_data)
{
  const gint64 now = hsp_get_now ();
  g_autoptr(GPtrArray) rows = new_rows ();
  g_autoptr(GPtrArray) read = NULL;

  add_row (rows, "1", HSP_CHANGE_NEW, now);
  add_row (rows, "2", HSP_CHANGE_GONE, now);
  add_row (rows, "3", HSP_CHANGE_DEARER, now);
  append (fixture->log, rows, now + 1);
  close_log (fixture);
  fixture->log = open_good_log (fixture->path);

  read = read_page (fixture->log, 0, G_MAXINT64, -1);
  g_assert_cmpuint (read->len, ==, 3);
  for (guint i = 0; i < 3; i++)
    {
      const HspChangeRecord *row = read->pdata[i];
      const HspChangeRecord *expected = rows->pdata[2 - i];

      g_assert_cmpint (row->id, ==, 3 - i);
      g_assert_cmpint (row->time, ==, now);
      g_assert_cmpstr (row->service, ==, expected->service);
      g_assert_cmpstr (row->name, ==, expected->name);
      g_assert_cmpint (row->kind, ==, expected->kind);
      g_assert_cmpint (row->before, ==, expected->before);
      g_assert_cmpint (row->after, ==, expected->after);
    }
  assert_services (fixture->log, HSP_CHANGE_GONE, "2");
  assert_services (fixture->log, HSP_CHANGE_CHEAPER, "");
}

static void
test_days (Fixture       *fixture,
           gconstpointer  user_data)
{
  const gint64 now = hsp_get_now ();
  g_autoptr(GPtrArray) rows = new_rows ();

  add_row (rows, "1", HSP_CHANGE_NEW, now - HSP_CHANGE_DAYS * DAY - 60);
  add_row (rows, "2", HSP_CHANGE_NEW, now - HSP_CHANGE_DAYS * DAY + 60);
  add_row (rows, "3", HSP_CHANGE_NEW, now);
  append (fixture->log, rows, now + 1);
  assert_services (fixture->log, -1, "3 2");
}

/* Page after page reaches all that is kept, and not one more. */
static void
test_many (Fixture       *fixture,
           gconstpointer  user_data)
{
  const gint64 now = hsp_get_now ();
  gint64 older = G_MAXINT64;
  guint n = 0;

  for (guint i = 0; i < 6; i++)
    {
      g_autoptr(GPtrArray) rows = new_rows ();

      for (guint j = 0; j < HSP_MAX_CHANGES; j++)
        {
          g_autofree char *service = g_strdup_printf ("%u", j);

          add_row (rows, service, i % 2 == 0 ? HSP_CHANGE_DEARER : HSP_CHANGE_CHEAPER, now);
        }
      append (fixture->log, rows, now + 1);
    }
  while (TRUE)
    {
      g_autoptr(GPtrArray) page = read_page (fixture->log, 0, older, -1);

      if (page->len == 0)
        break;
      g_assert_cmpuint (page->len, ==, HSP_CHANGE_PAGE);
      for (guint i = 0; i < page->len; i++)
        {
          const HspChangeRecord *row = page->pdata[i];

          g_assert_cmpint (row->id, <, older);
          older = row->id;
        }
      n += page->len;
    }
  g_assert_cmpuint (n, ==, HSP_CHANGE_ROWS);
  g_assert_cmpint (older, ==, 6 * HSP_MAX_CHANGES - HSP_CHANGE_ROWS + 1);
}

static void
test_visit (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(HspChangeMarks) first = NULL;
  g_autoptr(HspChangeMarks) visited = NULL;
  g_autoptr(HspChangeMarks) later = NULL;

  append_one (fixture->log, "1", HSP_CHANGE_DEARER);
  append_one (fixture->log, "2", HSP_CHANGE_NEW);
  append_one (fixture->log, "1", HSP_CHANGE_SOLD_OUT);
  first = load_marks (fixture->log);
  g_assert_cmpuint (first->n_changes, ==, 3);
  g_assert_cmpint (first->newest, ==, 3);
  g_assert_cmpint (first->visited_at, ==, 0);
  g_assert_cmpuint (g_hash_table_size (first->kinds), ==, 2);
  g_assert_cmpint (GPOINTER_TO_INT (g_hash_table_lookup (first->kinds, "1")), ==,
                   HSP_CHANGE_SOLD_OUT);

  visit (fixture->log, 3);
  /* one that comes late takes nothing back */
  visit (fixture->log, 1);
  close_log (fixture);
  fixture->log = open_good_log (fixture->path);
  visited = load_marks (fixture->log);
  g_assert_cmpuint (visited->n_changes, ==, 0);
  g_assert_cmpuint (g_hash_table_size (visited->kinds), ==, 0);
  g_assert_cmpint (visited->visited_at, >=, hsp_get_now () - 60);

  append_one (fixture->log, "2", HSP_CHANGE_GONE);
  later = load_marks (fixture->log);
  g_assert_cmpuint (later->n_changes, ==, 1);
  g_assert_true (g_hash_table_contains (later->kinds, "2"));
}

static void
count_cb (guint *n)
{
  *n += 1;
}

/* Both had the same reading before: what both find is one change, and both show it. */
static void
test_two_programs (Fixture       *fixture,
                   gconstpointer  user_data)
{
  const gint64 before = hsp_get_now () - 100;
  g_autoptr(HspChangeLog) other = open_good_log (fixture->path);
  g_autoptr(GPtrArray) first = new_rows ();
  g_autoptr(GPtrArray) second = new_rows ();
  guint n_told = 0;

  g_signal_connect_swapped (other, "changed-elsewhere", G_CALLBACK (count_cb), &n_told);
  add_row (first, "1", HSP_CHANGE_DEARER, before + 10);
  append (fixture->log, first, before);
  hsp_test_wait (n_told > 0);

  add_row (second, "1", HSP_CHANGE_DEARER, before + 20);
  add_row (second, "2", HSP_CHANGE_DEARER, before + 20);
  append (other, second, before);
  assert_services (fixture->log, -1, "2 1");
  /* the same again, after another reading, is another change */
  append (other, second, before + 21);
  assert_services (fixture->log, -1, "2 1 2 1");
  /* found within the second of that reading it is the same one */
  append (other, second, before + 20);
  assert_services (fixture->log, -1, "2 1 2 1");
  hsp_change_log_close (other);
}

/* Nothing of what was damaged is put aside. */
static void
assert_alone (Fixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name = NULL;

  while ((name = g_dir_read_name (dir)) != NULL)
    g_assert_true (g_str_equal (name, "changes.db") || g_str_equal (name, "changes.db.lock"));
}

/* Whatever is in its place: a new one, and nothing is left lying about. */
static void
test_damaged (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *contents = NULL;
  g_autoptr(GError) error = NULL;
  gsize size = 0;

  append_one (fixture->log, "1", HSP_CHANGE_NEW);
  close_log (fixture);
  g_file_get_contents (fixture->path, &contents, &size, &error);
  g_assert_no_error (error);

  for (gsize cut = 1; cut < size; cut += 997)
    {
      g_autofree char *damaged = g_memdup2 (contents, size);

      memset (damaged + cut, 'x', MIN (size - cut, 4096));
      g_file_set_contents (fixture->path, damaged, (gssize) (cut % 2 == 0 ? size : cut), &error);
      g_assert_no_error (error);
      fixture->log = open_good_log (fixture->path);
      append_one (fixture->log, "2", HSP_CHANGE_GONE);
      assert_services (fixture->log, HSP_CHANGE_GONE, "2");
      close_log (fixture);
    }
  assert_alone (fixture);
}

/* What belongs to somebody else stays, and every call says that nothing is kept. */
static void
test_foreign (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (fixture->folder, "folder", "changes.db", NULL);
  g_autoptr(GPtrArray) rows = new_rows ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GAsyncResult) appended = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GError) refused = NULL;
  g_autoptr(HspChangeLog) log = hsp_change_log_new (path);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  add_row (rows, "1", HSP_CHANGE_NEW, hsp_get_now ());
  hsp_change_log_open_async (log, hsp_test_store_result, &result);
  hsp_change_log_append_async (log, rows, 0, hsp_test_store_result, &appended);
  hsp_test_wait (result != NULL && appended != NULL);
  g_assert_false (hsp_change_log_finish (log, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_false (hsp_change_log_finish (log, appended, &refused));
  g_assert_error (refused, HSP_ERROR, HSP_ERROR_STORE);
  hsp_change_log_close (log);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
}

#define add(path, func) \
  g_test_add ("/change-log/" path, Fixture, NULL, set_up, func, tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  add ("rows", test_rows);
  add ("days", test_days);
  add ("many", test_many);
  add ("visit", test_visit);
  add ("two-programs", test_two_programs);
  add ("damaged", test_damaged);
  add ("foreign", test_foreign);

  return g_test_run ();
}
