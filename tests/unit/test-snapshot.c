/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-error.h"
#include "hsp-snapshot.h"
#include "hsp-test.h"

#include <locale.h>
#include <string.h>
#include <sys/stat.h>

#define HEADER_SIZE 64

typedef struct
{
  char *folder;
  char *path;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("hsp-snapshot-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "cache", "catalogue", NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  hsp_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

static HspServiceValue *
make_service (guint i)
{
  HspServiceValue *service = hsp_service_value_new ();

  service->id = g_strdup_printf ("%u", 23000 + i);
  service->name = g_strdup_printf ("Tăng tương tác 🎉 <b>&amp; số %u", i);
  service->type = g_intern_string ("Default");
  service->category = g_intern_string (i % 3 == 0 ? "Instagram" : "Facebook – Việt Nam");
  if (i % 2 == 0)
    {
      service->subcategory = g_intern_string ("Followers");
      service->description = g_strdup (i % 4 == 0 ? "" : "One line\nand another");
      service->rate = 500000 + i;
      service->min = 100;
      service->max = G_MAXINT64;
      service->stock = 0;
      service->kind = HSP_KIND_PRODUCT;
      service->refill = TRUE;
    }
  service->cancel = i % 5 == 0;
  return service;
}

static HspSnapshot *
make_snapshot (guint n)
{
  static const char * const subcategories[] = { "Followers", "Lượt thích", NULL };
  HspSnapshot *snapshot = g_new0 (HspSnapshot, 1);

  snapshot->time = 1700000000;
  snapshot->services = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
  snapshot->categories = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_category_value_free);
  for (guint i = 0; i < n; i++)
    g_ptr_array_add (snapshot->services, make_service (i));
  for (guint i = 0; i < MIN (n, 3); i++)
    {
      HspCategoryValue *category = g_new0 (HspCategoryValue, 1);

      category->name = g_strdup_printf ("Category %u", i);
      category->subcategories = g_strdupv ((char **) subcategories + i);
      g_ptr_array_add (snapshot->categories, category);
    }
  return snapshot;
}

static gboolean
write_snapshot (const char    *path,
                HspSnapshot   *snapshot,
                GCancellable  *cancellable,
                GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_snapshot_write_async (path, snapshot, cancellable, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_snapshot_write_finish (result, error);
}

static void
write_good (Fixture *fixture,
            guint    n)
{
  g_autoptr(GError) error = NULL;

  write_snapshot (fixture->path, make_snapshot (n), NULL, &error);
  g_assert_no_error (error);
}

static guint8 *
read_file (Fixture *fixture,
           gsize   *size)
{
  g_autoptr(GError) error = NULL;
  char *data = NULL;

  g_file_get_contents (fixture->path, &data, size, &error);
  g_assert_no_error (error);
  return (guint8 *) data;
}

static void
write_file (Fixture      *fixture,
            const guint8 *data,
            gsize         size)
{
  FILE *file = g_fopen (fixture->path, "wb");

  g_assert_nonnull (file);
  g_assert_cmpuint (fwrite (data, 1, size, file), ==, size);
  g_assert_cmpint (fclose (file), ==, 0);
}

static void
assert_refused (const char *path)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HspSnapshot) snapshot = hsp_snapshot_read (path, &error);

  g_assert_null (snapshot);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_assert_true (g_str_has_suffix (error->message, "."));
}

static void
assert_same_service (const HspServiceValue *a,
                     const HspServiceValue *b)
{
  g_assert_cmpstr (a->id, ==, b->id);
  g_assert_cmpstr (a->name, ==, b->name);
  g_assert_true (a->type == b->type);
  g_assert_true (a->category == b->category);
  g_assert_true (a->subcategory == b->subcategory);
  g_assert_cmpstr (a->description, ==, b->description);
  g_assert_cmpint (a->rate, ==, b->rate);
  g_assert_cmpint (a->min, ==, b->min);
  g_assert_cmpint (a->max, ==, b->max);
  g_assert_cmpint (a->stock, ==, b->stock);
  g_assert_cmpint (a->kind, ==, b->kind);
  g_assert_cmpint (a->refill, ==, b->refill);
  g_assert_cmpint (a->cancel, ==, b->cancel);
}

static void
assert_same (const HspSnapshot *a,
             const HspSnapshot *b)
{
  g_assert_cmpint (a->time, ==, b->time);
  g_assert_cmpuint (a->services->len, ==, b->services->len);
  for (guint i = 0; i < a->services->len; i++)
    assert_same_service (g_ptr_array_index (a->services, i), g_ptr_array_index (b->services, i));
  g_assert_cmpuint (a->categories->len, ==, b->categories->len);
  for (guint i = 0; i < a->categories->len; i++)
    {
      const HspCategoryValue *one = g_ptr_array_index (a->categories, i);
      const HspCategoryValue *other = g_ptr_array_index (b->categories, i);

      g_assert_cmpstr (one->name, ==, other->name);
      g_assert_cmpstrv (one->subcategories, other->subcategories);
    }
}

static void
test_round_trip (Fixture       *fixture,
                 gconstpointer  user_data)
{
  static const guint sizes[] = { 0, 1, 2, 7, 2000, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(HspSnapshot) expected = make_snapshot (sizes[i]);
      g_autoptr(HspSnapshot) snapshot = NULL;
      g_autoptr(GError) error = NULL;

      write_good (fixture, sizes[i]);
      snapshot = hsp_snapshot_read (fixture->path, &error);
      g_assert_no_error (error);
      assert_same (snapshot, expected);
    }
}

static void
test_modes (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  struct stat info;

  write_good (fixture, 1);
  g_assert_cmpint (stat (folder, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);
  g_assert_cmpint (stat (fixture->path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
}

static void
test_not_there (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autofree char *pipe = g_build_filename (fixture->folder, "pipe", NULL);

  assert_refused (fixture->path);
  assert_refused (fixture->folder);
  g_assert_cmpint (mkfifo (pipe, 0600), ==, 0);
  assert_refused (pipe);
}

static void
test_cut (Fixture       *fixture,
          gconstpointer  user_data)
{
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  write_good (fixture, 7);
  data = read_file (fixture, &size);
  for (gsize n = 0; n < size; n++)
    {
      write_file (fixture, data, n);
      assert_refused (fixture->path);
    }
}

static void
test_flipped (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  write_good (fixture, 3);
  data = read_file (fixture, &size);
  for (gsize bit = 0; bit < size * 8; bit++)
    {
      data[bit / 8] ^= 1 << (bit % 8);
      write_file (fixture, data, size);
      assert_refused (fixture->path);
      data[bit / 8] ^= 1 << (bit % 8);
    }
}

/* What the format says of its sum, written down a second time: a file with a right sum and anything
 * in it must get past the sum, to where the contents are checked. */
static void
forge (guint8 *data,
       gsize   size)
{
  guint64 length = size - HEADER_SIZE;
  guint64 sum = length;

  for (gsize i = 0; i < length; i += 8)
    {
      guint64 word = 0;

      memcpy (&word, data + HEADER_SIZE + i, MIN (8, length - i));
      sum = (sum ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      sum ^= sum >> 32;
    }
  memcpy (data + 16, &length, sizeof length);
  memcpy (data + 24, &sum, sizeof sum);
}

static void
assert_sound_service (const HspServiceValue *service)
{
  g_assert_true (g_utf8_validate (service->id, -1, NULL));
  g_assert_cmpuint (strlen (service->id), >, 0);
  g_assert_true (g_utf8_validate (service->name, -1, NULL));
  g_assert_true (service->type == g_intern_string (service->type));
  g_assert_true (service->category == g_intern_string (service->category));
  g_assert_true (service->subcategory == g_intern_string (service->subcategory));
  g_assert_cmpint (service->min, >=, HSP_UNKNOWN);
  g_assert_cmpint (service->max, >=, HSP_UNKNOWN);
  g_assert_cmpint (service->stock, >=, HSP_UNKNOWN);
  g_assert_true (service->rate >= 0 || service->rate == HSP_MONEY_UNKNOWN);
  g_assert_cmpint (service->kind, <=, HSP_KIND_PRODUCT);
  g_assert_true (service->refill == TRUE || service->refill == FALSE);
}

/* TRUE when it was read as something: then everything in it is in its range. */
static gboolean
read_forged (Fixture *fixture,
             guint8  *data,
             gsize    size)
{
  g_autoptr(HspSnapshot) snapshot = NULL;
  g_autoptr(GError) error = NULL;

  forge (data, size);
  write_file (fixture, data, size);
  snapshot = hsp_snapshot_read (fixture->path, &error);
  if (snapshot == NULL)
    {
      g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
      return FALSE;
    }
  for (guint i = 0; i < snapshot->services->len; i++)
    assert_sound_service (g_ptr_array_index (snapshot->services, i));
  for (guint i = 0; i < snapshot->categories->len; i++)
    {
      const HspCategoryValue *category = g_ptr_array_index (snapshot->categories, i);

      g_assert_true (g_utf8_validate (category->name, -1, NULL));
      g_assert_nonnull (category->subcategories);
    }
  return TRUE;
}

static void
test_forged (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autofree guint8 *data = NULL;
  gsize size = 0;
  guint n_read = 0, n_refused = 0;

  write_good (fixture, 5);
  data = read_file (fixture, &size);
  g_assert_true (read_forged (fixture, data, size));
  for (gsize bit = HEADER_SIZE * 8; bit < size * 8; bit++)
    {
      data[bit / 8] ^= 1 << (bit % 8);
      if (read_forged (fixture, data, size))
        n_read++;
      else
        n_refused++;
      data[bit / 8] ^= 1 << (bit % 8);
    }
  /* a letter of a name may be another one; an index out of range may not */
  g_assert_cmpuint (n_read, >, 0);
  g_assert_cmpuint (n_refused, >, 100);
}

static void
test_forged_cuts (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  write_good (fixture, 5);
  data = read_file (fixture, &size);
  for (gsize n = HEADER_SIZE + 1; n < size; n++)
    read_forged (fixture, data, n);
}

static void
test_garbage (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autofree guint8 *data = NULL;
  gsize size = 0;

  write_good (fixture, 5);
  data = read_file (fixture, &size);
  for (guint round = 0; round < 500; round++)
    {
      gsize length = g_test_rand_int_range (HEADER_SIZE + 1, size);

      for (gsize i = HEADER_SIZE; i < length; i++)
        data[i] = round % 2 ? g_test_rand_int_range (0, 256) : g_test_rand_int_range (0, 4);
      read_forged (fixture, data, length);
    }
}

static void
test_write_failures (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *below = g_build_filename (fixture->path, "catalogue", NULL);
  g_autoptr(HspSnapshot) before = NULL;
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  write_good (fixture, 2);
  g_assert_false (write_snapshot (below, make_snapshot (1), NULL, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_STORE);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  g_assert_false (write_snapshot (fixture->path, make_snapshot (1), cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  before = hsp_snapshot_read (fixture->path, NULL);
  g_assert_cmpuint (before->services->len, ==, 2);
}

/* The values are shared with the catalogue, which goes on using them. */
static void
test_shared (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSnapshot *snapshot = make_snapshot (1);
  g_autoptr(HspServiceValue) service = NULL;
  g_autoptr(HspSnapshot) read = NULL;

  service = hsp_service_value_ref (g_ptr_array_index (snapshot->services, 0));
  g_assert_true (write_snapshot (fixture->path, snapshot, NULL, NULL));
  read = hsp_snapshot_read (fixture->path, NULL);
  assert_same_service (g_ptr_array_index (read->services, 0), service);
}

/* Before the first frame: a bound that only a mistake of another order breaks, sanitizers included. */
static void
test_speed (Fixture       *fixture,
            gconstpointer  user_data)
{
  gint64 best = G_MAXINT64;

  write_good (fixture, 2000);
  for (guint i = 0; i < 10; i++)
    {
      gint64 start = g_get_monotonic_time ();
      g_autoptr(HspSnapshot) snapshot = hsp_snapshot_read (fixture->path, NULL);

      g_assert_cmpuint (snapshot->services->len, ==, 2000);
      best = MIN (best, g_get_monotonic_time () - start);
    }
  g_test_message ("2,000 rows in %.2f ms", best / 1000.0);
  g_assert_cmpint (best, <, 50 * G_TIME_SPAN_MILLISECOND);
}

/* The order of names is kept with its locale, and forgotten in another one. */
static void
test_name_order (Fixture       *fixture,
                 gconstpointer  user_data)
{
  static const guint expected[] = { 0, 1, 10, 11, 2, 3, 4, 5, 6, 7, 8, 9 };
  g_autoptr(HspSnapshot) same = NULL;
  g_autoptr(HspSnapshot) other = NULL;

  g_assert_nonnull (setlocale (LC_COLLATE, "C"));
  write_good (fixture, G_N_ELEMENTS (expected));
  same = hsp_snapshot_read (fixture->path, NULL);
  g_assert_cmpmem (same->name_order, sizeof expected, expected, sizeof expected);

  g_assert_nonnull (setlocale (LC_COLLATE, "C.UTF-8"));
  other = hsp_snapshot_read (fixture->path, NULL);
  g_assert_cmpuint (other->services->len, ==, G_N_ELEMENTS (expected));
  g_assert_null (other->name_order);
}

#define ADD(path, test) \
  g_test_add ("/snapshot/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  ADD ("modes", test_modes);
  ADD ("not-there", test_not_there);
  ADD ("cut", test_cut);
  ADD ("flipped", test_flipped);
  ADD ("forged", test_forged);
  ADD ("forged-cuts", test_forged_cuts);
  ADD ("garbage", test_garbage);
  ADD ("write-failures", test_write_failures);
  ADD ("shared", test_shared);
  ADD ("name-order", test_name_order);
  ADD ("speed", test_speed);

  return g_test_run ();
}
