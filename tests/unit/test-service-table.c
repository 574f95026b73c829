/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-error.h"
#include "hsp-fold.h"
#include "table-fixture.h"

#include <locale.h>
#include <string.h>

static HspServiceTable *
open_table (TableFixture *fixture)
{
  g_autoptr(GError) error = NULL;
  HspServiceTable *table = hsp_service_table_open (fixture->path, &error);

  g_assert_no_error (error);
  return table;
}

static void
add (HspServiceBuilder *builder,
     const char        *id,
     const char        *name,
     const char        *category)
{
  g_autoptr(HspServiceValue) value = hsp_service_value_new ();

  value->id = g_strdup (id);
  value->name = g_strdup (name);
  value->category = category;
  value->rate = 1;
  hsp_service_builder_add (builder, value);
}

static HspServiceTable *
end (HspServiceBuilder *builder)
{
  g_autoptr(GError) error = NULL;
  HspServiceTable *table = hsp_service_builder_end (builder, TABLE_TIME, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static void
assert_categories (HspServiceTable *table,
                   guint            n)
{
  g_autoptr(GPtrArray) categories = hsp_service_table_dup_categories (table);
  g_autoptr(GPtrArray) expected = table_make_categories (n);

  g_assert_cmpuint (categories->len, ==, n);
  for (guint i = 0; i < n; i++)
    {
      const HspCategoryValue *one = g_ptr_array_index (categories, i);
      const HspCategoryValue *other = g_ptr_array_index (expected, i);

      g_assert_cmpstr (one->name, ==, other->name);
      g_assert_cmpstrv (one->subcategories, other->subcategories);
    }
}

static void
test_round_trip (TableFixture  *fixture,
                 gconstpointer  user_data)
{
  static const guint sizes[] = { 0, 1, 2, 7, 2000, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      g_autoptr(HspServiceTable) built = table_build (fixture->path, sizes[i]);
      g_autoptr(HspServiceTable) in_memory = table_build (NULL, sizes[i]);
      g_autoptr(HspServiceTable) opened = open_table (fixture);
      HspServiceTable *tables[] = { built, in_memory, opened };
      g_autoptr(GError) error = NULL;

      g_assert_true (hsp_service_table_is_verified (built));
      g_assert_true (hsp_service_table_is_verified (in_memory));
      g_assert_false (hsp_service_table_is_verified (opened));
      for (guint j = 0; j < G_N_ELEMENTS (tables); j++)
        {
          g_assert_cmpint (hsp_service_table_get_time (tables[j]), ==, TABLE_TIME);
          table_assert_rows (tables[j], sizes[i]);
          assert_categories (tables[j], MIN (sizes[i], 9));
          table_look_at_all (tables[j]);
        }
      hsp_service_table_verify (opened, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (hsp_service_table_is_verified (opened));
      g_assert_cmpuint (table_count_files (fixture), ==, 1);
    }
}

static void
test_empty (void)
{
  g_autoptr(HspServiceTable) table = hsp_service_table_new_empty ();
  g_autoptr(HspServiceTable) other = hsp_service_table_ref (table);
  g_autoptr(HspServiceTable) sorted = NULL;
  g_autoptr(GError) error = NULL;

  table_assert_rows (table, 0);
  assert_categories (table, 0);
  table_look_at_all (other);
  g_assert_true (hsp_service_table_is_verified (table));
  g_assert_nonnull (hsp_service_table_get_order (table, HSP_TABLE_BY_NAME));
  g_assert_cmpuint (hsp_service_table_find (table, "1"), ==, G_MAXUINT);
  sorted = hsp_service_table_sort_names (table, NULL, NULL, &error);
  g_assert_no_error (error);
  table_assert_rows (sorted, 0);
}

static void
test_haystack (void)
{
  g_autoptr(HspServiceTable) table = table_build (NULL, 500);
  const guint32 *starts = NULL;
  gsize length = 0;
  const char *haystack = hsp_service_table_get_haystack (table, &starts, &length);

  g_assert_cmpuint (starts[0], ==, 0);
  g_assert_cmpuint (starts[500], ==, length);
  for (guint i = 0; i < 500; i++)
    {
      g_autofree char *folded = hsp_fold (hsp_service_table_get_name (table, i));
      g_autofree char *line = g_strdup_printf ("%s\n", g_strdelimit (folded, "\n", ' '));

      g_assert_cmpmem (haystack + starts[i], starts[i + 1] - starts[i], line, strlen (line));
    }
}

static void
assert_place (HspServiceTable *table,
              guint            index,
              const char      *category,
              const char      *folded,
              guint            n_rows)
{
  const HspTablePlace *place = hsp_service_table_get_place (table, index);

  g_assert_cmpstr (hsp_service_table_get_text (table, place->category), ==, category);
  g_assert_cmpstr (hsp_service_table_get_text (table, place->subcategory), ==, "");
  g_assert_cmpstr (hsp_service_table_get_text (table, place->folded), ==, folded);
  g_assert_cmpuint (place->n_rows, ==, n_rows);
}

/* The later one wins, in the place of the first, and a place that has no rows any more is none. */
static void
test_duplicates (void)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (NULL);
  g_autoptr(HspServiceTable) table = NULL;

  add (builder, "7", "Bảy", "Lẻ");
  add (builder, "8", "Tám", "Chẵn");
  add (builder, "9", "Chín", "Đến sau");
  add (builder, "7", "Seven", "Odd");
  add (builder, "8", "Eight", "Đến sau");
  add (builder, "7", "Sieben", "Odd");
  g_assert_cmpuint (hsp_service_builder_get_n_rows (builder), ==, 3);
  g_assert_cmpuint (hsp_service_builder_get_n_replaced (builder), ==, 3);

  table = end (builder);
  g_assert_cmpuint (hsp_service_builder_get_n_replaced (builder), ==, 3);
  g_assert_cmpuint (hsp_service_table_get_n_rows (table), ==, 3);
  g_assert_cmpstr (hsp_service_table_get_name (table, 0), ==, "Sieben");
  g_assert_cmpstr (hsp_service_table_get_name (table, 1), ==, "Eight");
  g_assert_cmpstr (hsp_service_table_get_name (table, 2), ==, "Chín");
  g_assert_cmpuint (hsp_service_table_get_n_places (table), ==, 2);
  assert_place (table, 0, "Odd", "odd ", 1);
  assert_place (table, 1, "Đến sau", "den sau ", 2);
  g_assert_cmpuint (hsp_service_table_get_row (table, 2)->place, ==, 1);
}

/* After a peek has put the places in order, rows still find theirs. */
static void
test_peek (TableFixture  *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (fixture->path);
  g_autoptr(HspServiceTable) early = NULL;
  g_autoptr(HspServiceTable) late = NULL;
  g_autoptr(HspServiceTable) whole = NULL;

  for (guint i = 0; i < 3000; i++)
    {
      g_autoptr(HspServiceValue) value = table_make_value (i);

      hsp_service_builder_add (builder, value);
      if (i == 49)
        early = hsp_service_builder_peek (builder);
      if (i == 1000)
        {
          g_autoptr(HspServiceValue) again = table_make_value (0);

          again->category = "Elsewhere";
          hsp_service_builder_add (builder, again);
          again->category = value->category;
          late = hsp_service_builder_peek (builder);
          g_clear_pointer (&again, hsp_service_value_unref);
          again = table_make_value (0);
          hsp_service_builder_add (builder, again);
        }
    }
  table_assert_rows (early, 50);
  whole = end (builder);
  g_clear_pointer (&builder, hsp_service_builder_free);

  table_assert_rows (whole, 3000);
  table_assert_rows (early, 50);
  g_assert_true (hsp_service_table_is_verified (early));
  g_assert_cmpuint (hsp_service_table_get_n_rows (late), ==, 1001);
  g_assert_cmpstr (hsp_service_table_get_text (late, hsp_service_table_get_place (late, 0)->category), ==,
                   "Elsewhere");
}

typedef struct
{
  HspServiceTable *table;
  HspTableOrder    order;
} Naive;

/* As a reader of the header would do it, a text at a time. */
static int
compare_naively (gconstpointer a,
                 gconstpointer b,
                 gpointer      user_data)
{
  const Naive *naive = user_data;
  const guint32 left = *(const guint32 *) a;
  const guint32 right = *(const guint32 *) b;
  const HspTableRow *one = hsp_service_table_get_row (naive->table, left);
  const HspTableRow *other = hsp_service_table_get_row (naive->table, right);
  const char *one_id = hsp_service_table_get_id (naive->table, left);
  const char *other_id = hsp_service_table_get_id (naive->table, right);
  g_autofree char *one_key = NULL;
  g_autofree char *other_key = NULL;

  if (naive->order == HSP_TABLE_BY_RATE && one->rate != other->rate)
    return one->rate < other->rate ? -1 : 1;
  if (naive->order == HSP_TABLE_BY_STOCK && one->stock != other->stock)
    return other->stock == HSP_UNKNOWN || (one->stock != HSP_UNKNOWN && one->stock > other->stock) ? -1 : 1;
  if (naive->order == HSP_TABLE_BY_ID)
    return strlen (one_id) != strlen (other_id) ? (strlen (one_id) < strlen (other_id) ? -1 : 1)
                                                : strcmp (one_id, other_id);

  one_key = g_utf8_collate_key (hsp_service_table_get_name (naive->table, left), -1);
  other_key = g_utf8_collate_key (hsp_service_table_get_name (naive->table, right), -1);
  if (strcmp (one_key, other_key) != 0)
    return strcmp (one_key, other_key);
  return left < right ? -1 : 1;
}

static void
test_orders (void)
{
  enum { N = 3000 };
  g_autoptr(HspServiceTable) table = table_build (NULL, N);

  for (guint order = 0; order < HSP_N_TABLE_ORDERS; order++)
    {
      Naive naive = { table, order };
      g_autofree guint32 *expected = g_new (guint32, N);
      const guint32 *rows = hsp_service_table_get_order (table, order);

      for (guint i = 0; i < N; i++)
        expected[i] = i;
      g_qsort_with_data (expected, N, sizeof *expected, compare_naively, &naive);
      for (guint i = 0; i < N; i++)
        g_assert_cmpuint (rows[i], ==, expected[i]);
    }
}

/* Names of which every character has another one before it that it may compose with, those of large
 * blocks by way of example. Whoever sorts need not normalize all of them, but has to know which. */
static void
test_characters (void)
{
  static const char * const before[] = { "e", "\u1100", "\u09c7", "\U0001f1fb", "e\u0323" };
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (NULL);
  g_autoptr(HspServiceTable) table = NULL;
  g_autofree char *last = g_strdup ("");
  const guint32 *rows;
  guint n = 0;

  for (gunichar c = 0x20; c < 0x20000; c += c >= 0x3400 && c < 0xd7a4 ? 61 : 1)
    {
      char id[16], text[8] = "";
      g_autofree char *name = NULL;

      if (!g_unichar_isdefined (c))
        continue;
      g_unichar_to_utf8 (c, text);
      g_snprintf (id, sizeof id, "%u", ++n);
      name = g_strconcat (before[n % G_N_ELEMENTS (before)], text, n % 3 ? "" : "a", NULL);
      hsp_service_builder_add (builder, &(HspServiceValue) { .id = id, .name = name, .rate = 1 });
    }
  table = end (builder);
  rows = hsp_service_table_get_order (table, HSP_TABLE_BY_NAME);
  for (guint i = 0; i < n; i++)
    {
      char *key = g_utf8_collate_key (hsp_service_table_get_name (table, rows[i]), -1);

      g_assert_cmpint (strcmp (last, key), <=, 0);
      g_free (last);
      last = key;
    }
}

/* Letters that may stand beside each other in any way, also where a locale takes two or three for one. */
static void
test_letters (void)
{
  static const char * const letters[] = {
    "a", "ă", "â", "á", "ạ", "b", "c", "ch", "č", "d", "đ", "dz", "e", "ê", "g", "h", "i", "k", "kh", "l", "ll", "n", "ng",
    "ñ", "o", "ô", "ơ", "ö", "s", "ß", "sz", "t", "th", "u", "ư", "y", "z", "zs", "A", "Á", "C", "CH", "Đ", "Ch", " ", "-",
    "1", "10", "|", "⚡", "♻️", "🇻🇳", "½", "…", "đ̣", "Ж", "日",
  };
  g_autoptr(GRand) random = g_rand_new_with_seed (3);
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (NULL);
  g_autoptr(HspServiceTable) table = NULL;
  g_autofree char *last = g_strdup ("");
  const guint32 *rows;
  enum { N = 20000 };

  for (guint i = 0; i < N; i++)
    {
      g_autoptr(GString) name = g_string_new (NULL);
      g_autofree char *id = g_strdup_printf ("%u", i);

      for (int n = g_rand_int_range (random, 0, 9); n >= 0; n--)
        g_string_append (name, letters[g_rand_int_range (random, 0, G_N_ELEMENTS (letters))]);
      add (builder, id, name->str, "");
    }
  table = end (builder);
  rows = hsp_service_table_get_order (table, HSP_TABLE_BY_NAME);
  for (guint i = 0; i < N; i++)
    {
      char *key = g_utf8_collate_key (hsp_service_table_get_name (table, rows[i]), -1);

      g_assert_cmpint (strcmp (last, key), <=, 0);
      g_free (last);
      last = key;
    }
}

static void
test_find (void)
{
  static const char * const absent[] = { "", "1", "24", "999999999", "65f", "٢٣", "x", "65fffffffffffffffffffffff" };
  g_autoptr(HspServiceTable) table = table_build (NULL, 2000);
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (NULL);
  g_autoptr(HspServiceTable) odd = NULL;
  g_autofree char *long_id = g_strnfill (300, '7');

  for (guint i = 0; i < 2000; i++)
    g_assert_cmpuint (hsp_service_table_find (table, hsp_service_table_get_id (table, i)), ==, i);
  for (guint i = 0; i < G_N_ELEMENTS (absent); i++)
    g_assert_cmpuint (hsp_service_table_find (table, absent[i]), ==, G_MAXUINT);

  add (builder, long_id, "a", "");
  add (builder, long_id + 30, "b", "");
  add (builder, "", "c", "");
  add (builder, "12345678", "d", "");
  add (builder, "12345679", "e", "");
  odd = end (builder);
  for (guint i = 0; i < 5; i++)
    g_assert_cmpuint (hsp_service_table_find (odd, hsp_service_table_get_id (odd, i)), ==, i);
}

/* Nothing here may take time by the square of anything. */
static void
test_one_name (TableFixture  *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (fixture->path);
  g_autoptr(HspServiceTable) table = NULL;

  for (guint i = 0; i < 100000; i++)
    {
      char id[16];

      g_snprintf (id, sizeof id, "%u", 200000 - i);
      add (builder, id, "Tăng lượt thích 🎉", "Instagram");
    }
  table = end (builder);
  for (guint i = 0; i < 100000; i++)
    {
      g_assert_cmpuint (hsp_service_table_get_order (table, HSP_TABLE_BY_NAME)[i], ==, i);
      g_assert_cmpuint (hsp_service_table_get_order (table, HSP_TABLE_BY_RATE)[i], ==, i);
      g_assert_cmpuint (hsp_service_table_get_order (table, HSP_TABLE_BY_ID)[i], ==, 99999 - i);
    }
}

static void
test_large_texts (TableFixture  *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (fixture->path);
  g_autoptr(HspServiceTable) table = NULL;
  g_autoptr(HspServiceTable) opened = NULL;
  g_autoptr(GError) error = NULL;

  for (guint i = 0; i < 600; i++)
    {
      g_autoptr(HspServiceValue) value = table_make_value (i);

      g_free (value->name);
      value->name = g_strnfill (10000 + i % 3, 'a' + i % 7);
      value->name[9999] = 'z' - i % 26;
      g_free (value->description);
      value->description = g_strnfill (70000 + i, 'd');
      hsp_service_builder_add (builder, value);
    }
  table = end (builder);
  opened = open_table (fixture);
  hsp_service_table_verify (opened, NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 600; i++)
    {
      g_autoptr(HspServiceValue) value = hsp_service_table_dup_value (opened, i);

      g_assert_cmpuint (strlen (value->name), ==, 10000 + i % 3);
      g_assert_cmpuint (strlen (value->description), ==, 70000 + i);
      g_assert_cmpuint (hsp_service_table_find (opened, value->id), ==, i);
    }
}

static void
test_many_places (TableFixture  *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (fixture->path);
  g_autoptr(HspServiceTable) table = NULL;

  for (guint i = 0; i < 20000; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);
      g_autofree char *category = g_strdup_printf ("Danh mục %u", i % 5000);

      add (builder, id, category, category);
    }
  table = end (builder);
  g_assert_cmpuint (hsp_service_table_get_n_places (table), ==, 5000);
  for (guint i = 0; i < 5000; i++)
    {
      g_autofree char *category = g_strdup_printf ("Danh mục %u", i);
      g_autofree char *folded = g_strdup_printf ("danh muc %u ", i);

      assert_place (table, i, category, folded, 4);
      g_assert_cmpuint (hsp_service_table_get_row (table, 15000 + i)->place, ==, i);
    }
}

static void
assert_names_sorted (HspServiceTable *table)
{
  const guint32 *rows = hsp_service_table_get_order (table, HSP_TABLE_BY_NAME);

  g_assert_nonnull (rows);
  for (guint i = 1; i < hsp_service_table_get_n_rows (table); i++)
    g_assert_cmpint (g_utf8_collate (hsp_service_table_get_name (table, rows[i - 1]),
                                     hsp_service_table_get_name (table, rows[i])), <=, 0);
}

/* The order of names is of one locale; what was sorted by it first is right enough in another. */
static void
test_locale (TableFixture  *fixture,
             gconstpointer  user_data)
{
  g_autofree char *before = g_strdup (setlocale (LC_COLLATE, NULL));
  g_autoptr(HspServiceTable) other = NULL;
  g_autoptr(HspServiceTable) sorted = NULL;
  g_autoptr(HspServiceTable) again = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (setlocale (LC_COLLATE, "C"));
  hsp_service_table_unref (table_build (fixture->path, 300));
  g_assert_nonnull (setlocale (LC_COLLATE, before));

  other = open_table (fixture);
  g_assert_null (hsp_service_table_get_order (other, HSP_TABLE_BY_NAME));
  g_assert_nonnull (hsp_service_table_get_order (other, HSP_TABLE_BY_RATE));
  table_look_at_all (other);
  sorted = hsp_service_table_sort_names (other, fixture->path, NULL, &error);
  g_assert_no_error (error);
  again = open_table (fixture);
  assert_names_sorted (sorted);
  assert_names_sorted (again);
  table_assert_rows (again, 300);
  assert_categories (again, 9);
  g_assert_true (hsp_service_table_verify (again, NULL, NULL));
  table_assert_rows (other, 300);
}

#define ADD(path, test) \
  g_test_add ("/service-table/" path, TableFixture, NULL, table_fixture_set_up, test, \
              table_fixture_tear_down)

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("round-trip", test_round_trip);
  g_test_add_func ("/service-table/empty", test_empty);
  g_test_add_func ("/service-table/haystack", test_haystack);
  g_test_add_func ("/service-table/duplicates", test_duplicates);
  ADD ("peek", test_peek);
  g_test_add_func ("/service-table/sorted/orders", test_orders);
  g_test_add_func ("/service-table/sorted/characters", test_characters);
  g_test_add_func ("/service-table/sorted/letters", test_letters);
  ADD ("sorted/locale", test_locale);
  g_test_add_func ("/service-table/find", test_find);
  ADD ("one-name", test_one_name);
  ADD ("large-texts", test_large_texts);
  ADD ("many-places", test_many_places);

  return g_test_run ();
}
