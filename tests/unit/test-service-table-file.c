/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table's file: what is damaged in it, what is in its way, and who else is at it. */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-error.h"
#include "hsp-table-layout.h"
#include "table-fixture.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static guint8 *
read_file (TableFixture *fixture,
           gsize        *size)
{
  g_autoptr(GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (fixture->path, &data, size, &error);
  g_assert_no_error (error);
  return (guint8 *) data;
}

/* Under a new inode: a table that is mapped must not lose its pages. */
static void
write_file (TableFixture *fixture,
            const guint8 *data,
            gsize         size)
{
  FILE *file = NULL;

  g_unlink (fixture->path);
  file = g_fopen (fixture->path, "wb");
  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
assert_refused (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HspServiceTable) table = hsp_service_table_open (path, &error);

  g_assert_null (table);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

/* Whatever is in the file: it is looked at first, as a window does. Whether it was then found sound. */
static gboolean
look_and_verify (TableFixture *fixture,
                 const guint8 *data,
                 gsize         size)
{
  g_autoptr(HspServiceTable) table = NULL;
  g_autoptr(GError) error = NULL;

  write_file (fixture, data, size);
  table = hsp_service_table_open (fixture->path, &error);
  if (table == NULL)
    {
      g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
      return FALSE;
    }
  table_look_at_all (table);
  if (hsp_service_table_verify (table, NULL, &error))
    return TRUE;
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_false (hsp_service_table_is_verified (table));
  return FALSE;
}

/* kB of the file that are mapped and in memory */
static guint64
get_resident (TableFixture *fixture)
{
  g_autofree char *maps = NULL;
  const char *map;
  const char *rss;

  g_assert_true (g_file_get_contents ("/proc/self/smaps", &maps, NULL, NULL));
  map = strstr (maps, fixture->path);
  g_assert_nonnull (map);
  rss = strstr (map, "\nRss:");
  g_assert_nonnull (rss);
  return g_ascii_strtoull (rss + strlen ("\nRss:"), NULL, 10);
}

static void
test_rest (TableFixture  *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspServiceTable) table = NULL;
  g_autoptr(GError) error = NULL;
  guint64 resident;

  hsp_service_table_unref (table_build (fixture->path, 3000));
  table = hsp_service_table_open (fixture->path, &error);
  g_assert_no_error (error);
  table_look_at_all (table);
  resident = get_resident (fixture);
  g_assert_cmpuint (resident, >, 100);
  hsp_service_table_rest (table);
  g_assert_cmpuint (get_resident (fixture), ==, 0);
  table_look_at_all (table);
  g_assert_cmpuint (get_resident (fixture), ==, resident);
}

static void
test_modes (TableFixture  *fixture,
            gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  struct stat info;

  hsp_service_table_unref (table_build (fixture->path, 1));
  g_assert_cmpint (stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_not_there (TableFixture  *fixture,
                gconstpointer  user_data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);

  assert_refused (fixture->path);
  assert_refused (fixture->folder);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (pipe);
}

/* A small file everywhere, a large one here and there. */
static void
test_cut (TableFixture  *fixture,
          gconstpointer  user_data)
{
  const guint n_rows = GPOINTER_TO_UINT (user_data);
  const gsize step = n_rows > 10 ? 997 : 1;
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  hsp_service_table_unref (table_build (fixture->path, n_rows));
  data = read_file (fixture, &size);
  for (gsize n = 0; n < size; n += step)
    g_assert_false (look_and_verify (fixture, data, n));
  g_assert_true (look_and_verify (fixture, data, size));
}

static void
test_flipped (TableFixture  *fixture,
              gconstpointer  user_data)
{
  const guint n_rows = GPOINTER_TO_UINT (user_data);
  const gsize step = n_rows > 10 ? 997 : 1;
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  hsp_service_table_unref (table_build (fixture->path, n_rows));
  data = read_file (fixture, &size);
  for (gsize i = 0; i < size; i += step)
    {
      static const guint8 masks[] = { 0xff, 0x01, 0x80 };
      const guint8 mask = masks[i / step % G_N_ELEMENTS (masks)];

      data[i] ^= mask;
      g_assert_false (look_and_verify (fixture, data, size));
      data[i] ^= mask;
    }
}

static void
seal (guint8 *data,
      gsize   size)
{
  HspTableHeader header;

  memcpy (&header, data, sizeof header);
  header.checksum = hsp_table_checksum (0, data + sizeof header, size - sizeof header);
  hsp_table_header_seal (&header);
  memcpy (data, &header, sizeof header);
}

/* With sums that are right, what is wrong must be found by looking. */
static void
test_forged (TableFixture  *fixture,
             gconstpointer  user_data)
{
  g_autofree guint8 *good = NULL;
  gsize size = 0;
  guint n_sound = 0, n_refused = 0;

  hsp_service_table_unref (table_build (fixture->path, 7));
  good = read_file (fixture, &size);
  for (gsize i = 0; i < size; i++)
    {
      g_autofree guint8 *data = g_memdup2 (good, size);

      data[i] ^= i % 3 == 0 ? 0xff : 1 << i % 8;
      seal (data, size);
      if (look_and_verify (fixture, data, size))
        n_sound++;
      else
        n_refused++;
    }
  /* a letter of a name may be another one; an index out of range may not */
  g_assert_cmpuint (n_sound, >, 100);
  g_assert_cmpuint (n_refused, >, 500);
}

/* Sets the number at @place of a section, with the sums right. */
static void
forge_number (TableFixture    *fixture,
              HspTableSection  section,
              gsize            place,
              guint32          number)
{
  g_autofree guint8 *data = NULL;
  HspTableHeader header;
  gsize size = 0;

  hsp_service_table_unref (table_build (fixture->path, 40));
  data = read_file (fixture, &size);
  memcpy (&header, data, sizeof header);
  g_assert_cmpuint (place + sizeof number, <=, header.sections[section].size);
  memcpy (data + header.sections[section].offset + place, &number, sizeof number);
  seal (data, size);
  g_assert_false (look_and_verify (fixture, data, size));
}

static void
test_forged_numbers (TableFixture  *fixture,
                     gconstpointer  user_data)
{
  static const guint32 numbers[] = { 41, G_MAXINT32, 0x80000000, G_MAXUINT32 };

  for (guint i = 0; i < G_N_ELEMENTS (numbers); i++)
    {
      forge_number (fixture, HSP_SECTION_ORDERS, 4 * (i * 40 + 3), numbers[i]);
      forge_number (fixture, HSP_SECTION_STARTS, 4 * (i + 1), numbers[i]);
      forge_number (fixture, HSP_SECTION_PLACES, 4 * i, numbers[i] | 0x1000000);
      forge_number (fixture, HSP_SECTION_ROWS, 64 * i + G_STRUCT_OFFSET (HspTableRow, place), numbers[i]);
      forge_number (fixture, HSP_SECTION_ROWS, 64 * i + G_STRUCT_OFFSET (HspTableRow, name),
                    numbers[i] | 0x1000000);
      forge_number (fixture, HSP_SECTION_ROWS, 64 * i + G_STRUCT_OFFSET (HspTableRow, rate) + 4,
                    0x80000000 | numbers[i]);
    }
  /* the same row twice */
  forge_number (fixture, HSP_SECTION_ORDERS, 4 * 3, 0);
  forge_number (fixture, HSP_SECTION_ORDERS, 4 * 4, 0);
}

/* The table is there, its file is not. */
static void
assert_in_memory (const char *path)
{
  g_autoptr(HspServiceTable) table = table_build (path, 300);

  g_assert_true (hsp_service_table_is_verified (table));
  table_assert_rows (table, 300);
  table_look_at_all (table);
}

static void
test_in_the_way (TableFixture  *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *file = g_build_filename (fixture->folder, "file", NULL);
  g_autofree char *below = g_build_filename (file, "cache", "catalogue", NULL);
  g_autofree char *folder = g_path_get_dirname (fixture->path);

  g_assert_true (g_file_set_contents (file, "x", 1, NULL));
  assert_in_memory (below);

  g_assert_cmpint (g_mkdir_with_parents (fixture->path, 0700), ==, 0);
  assert_in_memory (fixture->path);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_DIR));
  g_assert_cmpuint (table_count_files (fixture), ==, 1);
  g_assert_cmpint (g_rmdir (fixture->path), ==, 0);

  if (geteuid () != 0)
    {
      g_assert_cmpint (g_chmod (folder, 0500), ==, 0);
      assert_in_memory (fixture->path);
      g_assert_cmpint (g_chmod (folder, 0700), ==, 0);
    }
  assert_in_memory ("/proc/cache/catalogue");
}

/* The descriptor under which this process writes what will be the table, -1 when there is none. */
static int
find_making (void)
{
  for (int fd = 3; fd < 1024; fd++)
    {
      g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
      g_autofree char *name = g_file_read_link (link, NULL);

      if (name != NULL && strstr (name, "catalogue.new-") != NULL)
        return fd;
    }
  return -1;
}

/* From one byte to the next nothing can be written any more, as on a full disk. */
static void
test_fails_midway (TableFixture  *fixture,
                   gconstpointer  user_data)
{
  static const guint when[] = { 0, 1, 700, 2999, 3000 };

  for (guint i = 0; i < G_N_ELEMENTS (when); i++)
    {
      g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (fixture->path);
      g_autoptr(HspServiceTable) table = NULL;
      g_autoptr(HspServiceTable) early = NULL;
      g_autoptr(GError) error = NULL;

      for (guint row = 0; row <= 3000; row++)
        {
          g_autoptr(HspServiceValue) value = table_make_value (row);

          if (row == 600)
            early = hsp_service_builder_peek (builder);
          if (row == when[i])
            {
              const int fd = find_making ();
              g_autofree char *link = g_strdup_printf ("/proc/self/fd/%d", fd);
              const int only_read = open (link, O_RDONLY | O_CLOEXEC);

              g_assert_cmpint (only_read, >=, 0);
              g_assert_cmpint (dup3 (only_read, fd, O_CLOEXEC), ==, fd);
              close (only_read);
            }
          if (row < 3000)
            hsp_service_builder_add (builder, value);
        }
      table = hsp_service_builder_end (builder, TABLE_TIME, NULL, &error);
      g_assert_no_error (error);
      table_assert_rows (table, 3000);
      table_assert_rows (early, 600);
      g_assert_cmpuint (table_count_files (fixture), ==, 0);
    }
}

static void
test_cancelled (TableFixture  *fixture,
                gconstpointer  user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(HspServiceBuilder) builder = NULL;
  g_autoptr(HspServiceTable) before = NULL;
  g_autoptr(GError) error = NULL;

  hsp_service_table_unref (table_build (fixture->path, 5));
  builder = hsp_service_builder_new (fixture->path);
  g_cancellable_cancel (cancellable);
  g_assert_null (hsp_service_builder_end (builder, TABLE_TIME, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_error (&error);
  g_clear_pointer (&builder, hsp_service_builder_free);
  g_assert_cmpuint (table_count_files (fixture), ==, 1);

  before = hsp_service_table_open (fixture->path, &error);
  g_assert_no_error (error);
  g_assert_false (hsp_service_table_verify (before, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_false (hsp_service_table_is_verified (before));
  table_assert_rows (before, 5);
}

/* What a killed program leaves goes with the next builder; what another one is writing stays. */
static void
test_killed (TableFixture  *fixture,
             gconstpointer  user_data)
{
  g_autofree char *neighbour = g_strconcat (fixture->path, ".new-s", NULL);
  g_autoptr(HspServiceBuilder) one = NULL;
  g_autoptr(HspServiceBuilder) other = NULL;
  g_autoptr(HspServiceTable) table = NULL;
  g_autoptr(GError) error = NULL;
  const pid_t child = fork ();
  int status = 0;

  if (child == 0)
    {
      hsp_service_builder_new (fixture->path);
      raise (SIGKILL);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  g_assert_cmpuint (table_count_files (fixture), ==, 1);
  g_assert_true (g_file_set_contents (neighbour, "x", 1, NULL));

  one = hsp_service_builder_new (fixture->path);
  g_assert_cmpuint (table_count_files (fixture), ==, 2);
  other = hsp_service_builder_new (fixture->path);
  g_assert_cmpuint (table_count_files (fixture), ==, 3);
  table = hsp_service_builder_end (one, TABLE_TIME, NULL, &error);
  g_assert_no_error (error);
  g_clear_pointer (&table, hsp_service_table_unref);
  table = hsp_service_builder_end (other, TABLE_TIME, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (table_count_files (fixture), ==, 2);
  g_assert_true (g_file_test (fixture->path, G_FILE_TEST_IS_REGULAR));
}

static gpointer
replace_in_thread (gpointer user_data)
{
  TableFixture *fixture = user_data;

  for (guint i = 0; i < 60; i++)
    hsp_service_table_unref (table_build (fixture->path, 200 + i % 2 * 100));
  return NULL;
}

/* Who opens it has the one or the other, whole, and keeps it. */
static void
test_replaced (TableFixture  *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspServiceTable) first = NULL;
  GThread *thread = NULL;

  hsp_service_table_unref (table_build (fixture->path, 200));
  first = hsp_service_table_open (fixture->path, NULL);
  thread = g_thread_new ("replace", replace_in_thread, fixture);
  for (guint i = 0; i < 60; i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(HspServiceTable) table = hsp_service_table_open (fixture->path, &error);

      g_assert_no_error (error);
      hsp_service_table_verify (table, NULL, &error);
      g_assert_no_error (error);
      table_assert_rows (table, hsp_service_table_get_n_rows (table) == 200 ? 200 : 300);
    }
  g_thread_join (thread);
  table_assert_rows (first, 200);
  g_assert_true (hsp_service_table_verify (first, NULL, NULL));
  g_assert_cmpuint (table_count_files (fixture), ==, 1);
}

#define ADD(path, data, test) \
  g_test_add ("/service-table-file/" path, TableFixture, GUINT_TO_POINTER (data), \
              table_fixture_set_up, test, table_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("modes", 0, test_modes);
  ADD ("rest", 0, test_rest);
  ADD ("not-there", 0, test_not_there);
  ADD ("cut/small", 3, test_cut);
  ADD ("cut/large", 1000, test_cut);
  ADD ("flipped/small", 3, test_flipped);
  ADD ("flipped/large", 1000, test_flipped);
  ADD ("forged", 0, test_forged);
  ADD ("forged-numbers", 0, test_forged_numbers);
  ADD ("in-the-way", 0, test_in_the_way);
  ADD ("fails-midway", 0, test_fails_midway);
  ADD ("cancelled", 0, test_cancelled);
  ADD ("killed", 0, test_killed);
  ADD ("replaced", 0, test_replaced);

  return g_test_run ();
}
