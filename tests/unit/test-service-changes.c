/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What differs between two tables, beside a naive comparison by a hash table. */
#include "config.h"

#include <locale.h>

#include "hsp-service-changes.h"
#include "table-fixture.h"

#define LATER (TABLE_TIME + 60)

typedef struct
{
  HspServiceBuilder *builder;   /* (owned) (nullable) until it is ended */
  GHashTable        *values;    /* (element-type utf8 HspServiceValue) what was added */
} Shop;

static void
shop_init (Shop *shop)
{
  shop->builder = hsp_service_builder_new (NULL);
  shop->values = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) hsp_service_value_unref);
}

static void
shop_clear (Shop *shop)
{
  g_clear_pointer (&shop->builder, hsp_service_builder_free);
  g_hash_table_unref (shop->values);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Shop, shop_clear)

static void
add (Shop       *shop,
     const char *id,
     const char *name,
     gint64      rate,
     gint64      stock)
{
  HspServiceValue *value = hsp_service_value_new ();

  value->id = g_strdup (id);
  value->name = g_strdup (name);
  value->type = value->category = g_intern_string ("");
  value->rate = rate;
  value->stock = stock;
  hsp_service_builder_add (shop->builder, value);
  g_hash_table_replace (shop->values, value->id, value);
}

static HspServiceTable *
end (Shop   *shop,
     gint64  time)
{
  g_autoptr(GError) error = NULL;
  HspServiceTable *table = hsp_service_builder_end (shop->builder, time, NULL, &error);

  g_assert_no_error (error);
  return table;
}

static char *
describe (const char    *service,
          HspChangeKind  kind,
          gint64         before,
          gint64         after,
          const char    *name)
{
  return g_strdup_printf ("%s %u %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %s", service, kind, before,
                          after, name);
}

/* The same question, asked of each service. */
static GHashTable *
compare_naively (Shop *before,
                 Shop *after)
{
  GHashTable *set = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  GHashTableIter iter;
  HspServiceValue *value;
  const char *id;

  g_hash_table_iter_init (&iter, before->values);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &value))
    if (!g_hash_table_contains (after->values, id))
      g_hash_table_add (set, describe (id, HSP_CHANGE_GONE, value->rate, HSP_UNKNOWN, value->name));
  g_hash_table_iter_init (&iter, after->values);
  while (g_hash_table_iter_next (&iter, (gpointer *) &id, (gpointer *) &value))
    {
      const HspServiceValue *old = g_hash_table_lookup (before->values, id);

      if (old == NULL)
        {
          g_hash_table_add (set, describe (id, HSP_CHANGE_NEW, HSP_UNKNOWN, value->rate,
                                           value->name));
          continue;
        }
      if (value->rate > old->rate)
        g_hash_table_add (set, describe (id, HSP_CHANGE_DEARER, old->rate, value->rate, value->name));
      if (value->rate < old->rate)
        g_hash_table_add (set, describe (id, HSP_CHANGE_CHEAPER, old->rate, value->rate,
                                         value->name));
      if (old->stock == 0 && value->stock != 0 && value->stock != HSP_UNKNOWN)
        g_hash_table_add (set, describe (id, HSP_CHANGE_BACK_IN_STOCK, 0, value->stock, value->name));
      if (value->stock == 0 && old->stock != 0 && old->stock != HSP_UNKNOWN)
        g_hash_table_add (set, describe (id, HSP_CHANGE_SOLD_OUT, old->stock, 0, value->name));
    }
  return set;
}

static void
assert_same (GPtrArray  *rows,
             GHashTable *expected)
{
  g_assert_cmpuint (rows->len, ==, g_hash_table_size (expected));
  for (guint i = 0; i < rows->len; i++)
    {
      const HspChangeRecord *row = rows->pdata[i];
      g_autofree char *text = describe (row->service, row->kind, row->before, row->after, row->name);

      g_assert_cmpint (row->time, ==, LATER);
      g_assert_true (g_hash_table_remove (expected, text));
    }
}

/* Numbers of three lengths and others, so that the two orders run into and past each other. */
static void
fill_at_random (Shop  *shop,
                guint  n,
                guint  one_in)
{
  for (guint i = 0; i < n; i++)
    {
      const guint number = g_test_rand_int_range (0, n * 2);
      g_autofree char *id = number % 9 == 0 ? g_strdup_printf ("a%x", number)
                                            : g_strdup_printf ("%u", number);
      g_autofree char *name = g_strdup_printf ("Tăng %u", number);

      if (g_test_rand_int_range (0, (int) one_in) == 0)
        add (shop, id, name, g_test_rand_int_range (0, 3), g_test_rand_int_range (-1, 3));
    }
}

static void
test_random (void)
{
  for (guint i = 0; i < 300; i++)
    {
      g_auto(Shop) before = { NULL };
      g_auto(Shop) after = { NULL };
      g_autoptr(HspServiceTable) old = NULL;
      g_autoptr(HspServiceTable) new = NULL;
      g_autoptr(GHashTable) expected = NULL;
      g_autoptr(GPtrArray) rows = NULL;
      guint n_left_out = 1;

      shop_init (&before);
      shop_init (&after);
      /* one of each at least, which both may have */
      add (&before, "7", "Seven", 1, 1);
      add (&after, "8", "Eight", 1, 1);
      fill_at_random (&before, 1 + i, 1 + i % 3);
      fill_at_random (&after, 1 + i, 1 + i / 3 % 3);
      old = end (&before, TABLE_TIME);
      new = end (&after, LATER);
      expected = compare_naively (&before, &after);
      rows = hsp_service_changes_between (old, new, HSP_MAX_CHANGES, &n_left_out);
      assert_same (rows, expected);
      g_assert_cmpuint (n_left_out, ==, 0);
    }
}

static void
test_nothing (void)
{
  g_autoptr(HspServiceTable) empty = hsp_service_table_new_empty ();
  g_autoptr(HspServiceTable) table = table_build (NULL, 100);
  g_autoptr(HspServiceTable) same = table_build (NULL, 100);
  g_autoptr(GPtrArray) first = hsp_service_changes_between (empty, table, HSP_MAX_CHANGES, NULL);
  g_autoptr(GPtrArray) none = hsp_service_changes_between (table, same, HSP_MAX_CHANGES, NULL);
  g_autoptr(GPtrArray) last = hsp_service_changes_between (table, empty, HSP_MAX_CHANGES, NULL);

  g_assert_cmpuint (first->len, ==, 0);
  g_assert_cmpuint (none->len, ==, 0);
  g_assert_cmpuint (last->len, ==, 0);
}

/* Another shop at the same place: what is too much is counted. */
static void
test_most (void)
{
  g_auto(Shop) before = { NULL };
  g_auto(Shop) after = { NULL };
  g_autoptr(HspServiceTable) old = NULL;
  g_autoptr(HspServiceTable) new = NULL;
  g_autoptr(GPtrArray) rows = NULL;
  guint n_left_out = 0;

  shop_init (&before);
  shop_init (&after);
  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      add (&before, id, "Likes", 5, 0);
      add (&after, id, "Likes", 4, 9);
    }
  old = end (&before, TABLE_TIME);
  new = end (&after, LATER);
  rows = hsp_service_changes_between (old, new, 301, &n_left_out);
  g_assert_cmpuint (rows->len, ==, 301);
  g_assert_cmpuint (n_left_out, ==, 1699);
}

/* A day of a large shop: every tenth price moves. */
static void
test_large (void)
{
  g_auto(Shop) before = { NULL };
  g_auto(Shop) after = { NULL };
  g_autoptr(HspServiceTable) old = NULL;
  g_autoptr(HspServiceTable) new = NULL;
  g_autoptr(GPtrArray) rows = NULL;

  shop_init (&before);
  shop_init (&after);
  for (guint i = 0; i < 100000; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      add (&before, id, "Likes", 5, 100);
      add (&after, id, "Likes", i % 10 == 0 ? 6 : 5, 100);
    }
  old = end (&before, TABLE_TIME);
  new = end (&after, LATER);
  g_test_timer_start ();
  rows = hsp_service_changes_between (old, new, HSP_MAX_CHANGES, NULL);
  g_test_message ("100,000 rows compared in %.1f ms", g_test_timer_elapsed () * 1000);
  g_assert_cmpuint (rows->len, ==, 10000);
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/service-changes/random", test_random);
  g_test_add_func ("/service-changes/nothing", test_nothing);
  g_test_add_func ("/service-changes/most", test_most);
  g_test_add_func ("/service-changes/large", test_large);

  return g_test_run ();
}
