/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "table-fixture.h"

#include <string.h>

void
table_fixture_set_up (TableFixture  *fixture,
                      gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  fixture->folder = g_dir_make_tmp ("hsp-table-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->path = g_build_filename (fixture->folder, "cache", "catalogue", NULL);
}

void
table_fixture_tear_down (TableFixture  *fixture,
                         gconstpointer  user_data)
{
  hsp_test_remove_tree (fixture->folder);
  g_free (fixture->folder);
  g_free (fixture->path);
}

/* (transfer full): all that a row can be, with what is unknown and what the tongue and the sign need */
HspServiceValue *
table_make_value (guint i)
{
  static const char * const words[] = { "Tăng lượt thích", "Followers", "followers", "Đổi số 🎉", "<b>&amp;",
                                        "Điện thoại", "a\nb\tc", "", "Ｗｉｄｅ ﬁ", "Cafe\xcc\x81 Café" };
  HspServiceValue *value = hsp_service_value_new ();

  value->id = i % 11 == 10 ? g_strdup_printf ("65f%021x", i) : g_strdup_printf ("%u", 23 + i * 7);
  value->name = g_strdup_printf ("%s %u", words[i * 7 % G_N_ELEMENTS (words)], i % 13);
  value->type = g_intern_string (i % 2 ? "Default" : "Custom Comments");
  value->category = g_intern_string (i % 3 == 0 ? "Instagram" : i % 3 == 1 ? "Facebook – Việt Nam" : "");
  value->rate = i % 17 * 500000;
  if (i % 2 == 0)
    {
      value->subcategory = g_intern_string (i % 4 == 0 ? "Followers" : "Lượt thích");
      value->description = i % 4 == 0 ? g_strdup ("") : g_strdup_printf ("Dòng %u\nand another", i);
      value->min = 100;
      value->max = G_MAXINT64;
      value->stock = i % 5 == 0 ? 0 : i % 19;
      value->kind = i % 4 == 0 ? HSP_KIND_PRODUCT : HSP_KIND_SMM;
      value->refill = TRUE;
    }
  value->cancel = i % 5 == 0;
  return value;
}

/* (transfer full) (element-type HspCategoryValue) */
GPtrArray *
table_make_categories (guint n)
{
  static const char * const subcategories[] = { "Followers", "Lượt thích", "", NULL };
  GPtrArray *categories = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_category_value_free);

  for (guint i = 0; i < n; i++)
    {
      HspCategoryValue *category = g_new0 (HspCategoryValue, 1);

      category->name = g_strdup_printf ("Category %u", i);
      category->subcategories = g_strdupv ((char **) subcategories + i % G_N_ELEMENTS (subcategories));
      g_ptr_array_add (categories, category);
    }
  return categories;
}

/* (transfer full): of rows 0 to n - 1, @path: (nullable) */
HspServiceTable *
table_build (const char *path,
             guint       n)
{
  g_autoptr(HspServiceBuilder) builder = hsp_service_builder_new (path);
  g_autoptr(GPtrArray) categories = table_make_categories (MIN (n, 9));
  g_autoptr(GError) error = NULL;
  HspServiceTable *table = NULL;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspServiceValue) value = table_make_value (i);

      hsp_service_builder_add (builder, value);
    }
  hsp_service_builder_set_categories (builder, categories);
  table = hsp_service_builder_end (builder, TABLE_TIME, NULL, &error);
  g_assert_no_error (error);
  g_assert_nonnull (table);
  return table;
}

void
table_assert_value (const HspServiceValue *value,
                    const HspServiceValue *expected)
{
  g_assert_cmpstr (value->id, ==, expected->id);
  g_assert_cmpstr (value->name, ==, expected->name);
  g_assert_true (value->type == expected->type);
  g_assert_true (value->category == expected->category);
  g_assert_true (value->subcategory == expected->subcategory);
  g_assert_cmpstr (value->description, ==, expected->description);
  g_assert_cmpint (value->rate, ==, expected->rate);
  g_assert_cmpint (value->min, ==, expected->min);
  g_assert_cmpint (value->max, ==, expected->max);
  g_assert_cmpint (value->stock, ==, expected->stock);
  g_assert_cmpint (value->kind, ==, expected->kind);
  g_assert_cmpint (value->refill, ==, expected->refill);
  g_assert_cmpint (value->cancel, ==, expected->cancel);
}

/* That they are table_make_value()'s first @n. */
void
table_assert_rows (HspServiceTable *table,
                   guint            n)
{
  g_assert_cmpuint (hsp_service_table_get_n_rows (table), ==, n);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspServiceValue) value = hsp_service_table_dup_value (table, i);
      g_autoptr(HspServiceValue) expected = table_make_value (i);

      table_assert_value (value, expected);
    }
}

static void
look_at_row (HspServiceTable *table,
             guint            row)
{
  g_autoptr(HspServiceValue) value = hsp_service_table_dup_value (table, row);

  g_assert_true (g_utf8_validate (value->id, -1, NULL));
  g_assert_true (g_utf8_validate (value->name, -1, NULL));
  g_assert_true (value->description == NULL || g_utf8_validate (value->description, -1, NULL));
  g_assert_true (value->category == g_intern_string (value->category));
  g_assert_cmpint (value->rate, >=, 0);
  g_assert_cmpint (value->min, >=, HSP_UNKNOWN);
  g_assert_cmpint (value->max, >=, HSP_UNKNOWN);
  g_assert_cmpint (value->stock, >=, HSP_UNKNOWN);
  g_assert_cmpuint (value->kind, <, HSP_N_KINDS);
  g_assert_cmpuint (strlen (hsp_service_table_get_id (table, row)), <, G_MAXUINT32);
  g_assert_cmpuint (strlen (hsp_service_table_get_name (table, row)), <, G_MAXUINT32);
  hsp_service_table_find (table, value->id);
}

/* As a window does before a table is verified: nothing may crash. */
void
table_look_at_all (HspServiceTable *table)
{
  const guint n = hsp_service_table_get_n_rows (table);
  g_autoptr(GPtrArray) categories = hsp_service_table_dup_categories (table);
  const guint32 *starts = NULL;
  gsize length = 0;
  guint sum = 0;

  for (guint i = 0; i < n + 2; i++)
    look_at_row (table, i);
  for (guint order = 0; order < HSP_N_TABLE_ORDERS; order++)
    {
      const guint32 *rows = hsp_service_table_get_order (table, order);

      for (guint i = 0; rows != NULL && i < n; i++)
        sum += strlen (hsp_service_table_get_name (table, rows[i]));
    }
  for (guint i = 0; i < hsp_service_table_get_n_places (table) + 2; i++)
    {
      const HspTablePlace *place = hsp_service_table_get_place (table, i);

      sum += strlen (hsp_service_table_get_text (table, place->category)) +
             strlen (hsp_service_table_get_text (table, place->subcategory)) +
             strlen (hsp_service_table_get_text (table, place->folded));
    }
  for (guint i = 0; i < categories->len; i++)
    {
      const HspCategoryValue *category = g_ptr_array_index (categories, i);

      g_assert_true (g_utf8_validate (category->name, -1, NULL));
      sum += g_strv_length (category->subcategories);
    }
  hsp_service_table_get_haystack (table, &starts, &length);
  g_assert_cmpuint (sum + length + starts[n], >=, 0);
}

/* In the table's own folder. */
guint
table_count_files (TableFixture *fixture)
{
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;
  return n;
}
