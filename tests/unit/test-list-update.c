/* SPDX-License-Identifier: GPL-3.0-or-later */

/* hsp_list_store_update(): the list holds what it shall, with one change at most, and as small as its
 * beginning and its end allow. */
#include "config.h"

#include "hsp-list-update.h"
#include "list-recorder.h"

#include <string.h>

static GObject *
make_item (guint number)
{
  GObject *item = g_object_new (G_TYPE_OBJECT, NULL);

  g_object_set_data (item, "number", GUINT_TO_POINTER (number));
  return item;
}

static guint
get_number (gpointer item)
{
  return GPOINTER_TO_UINT (g_object_get_data (item, "number"));
}

static gboolean
is_equal (gconstpointer first,
          gconstpointer second)
{
  return get_number ((gpointer) first) == get_number ((gpointer) second);
}

/* (transfer full): an item for each letter */
static GPtrArray *
make_items (const char *text)
{
  GPtrArray *items = g_ptr_array_new_with_free_func (g_object_unref);

  for (const char *letter = text; *letter != '\0'; letter++)
    g_ptr_array_add (items, make_item ((guint) *letter));
  return items;
}

static void
assert_holds (GListStore *store,
              const char *text)
{
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (store)), ==, strlen (text));
  for (guint i = 0; text[i] != '\0'; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (G_LIST_MODEL (store), i);

      g_assert_cmpuint (get_number (item), ==, (guint) text[i]);
    }
}

/* @n_touched: the items that may be taken out and put in, of both together */
static void
check (const char *before,
       const char *after,
       guint       n_touched)
{
  g_autoptr(GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr(GPtrArray) old = make_items (before);
  g_autoptr(GPtrArray) new = make_items (after);
  Recorder recorder;

  g_list_store_splice (store, 0, 0, old->pdata, old->len);
  recorder_start (&recorder, G_LIST_MODEL (store));
  hsp_list_store_update (store, new, is_equal);
  recorder_check (&recorder);
  assert_holds (store, after);
  g_assert_cmpuint (recorder.n_changes, ==, n_touched > 0 ? 1 : 0);
  g_assert_cmpuint (recorder.n_touched, ==, n_touched);
  recorder_stop (&recorder);
}

static void
test_smallest (void)
{
  check ("", "", 0);
  check ("", "abc", 3);
  check ("abc", "", 3);
  check ("abc", "abc", 0);
  check ("abc", "abcd", 1);
  check ("abc", "xabc", 1);
  check ("abc", "abxc", 1);
  check ("abcd", "abd", 1);
  check ("abc", "bc", 1);
  check ("abc", "ab", 1);
  check ("abcde", "abXde", 2);
  check ("abc", "xyz", 6);
  /* the same at both ends only once */
  check ("aa", "aaa", 1);
  check ("aaa", "a", 2);
  check ("aba", "aa", 1);
}

/* What stays is the item that was there, which whoever shows it holds. */
static void
test_stays (void)
{
  g_autoptr(GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  g_autoptr(GPtrArray) old = make_items ("abc");
  g_autoptr(GPtrArray) new = make_items ("abd");
  g_autoptr(GObject) first = NULL;

  g_list_store_splice (store, 0, 0, old->pdata, old->len);
  hsp_list_store_update (store, new, is_equal);
  first = g_list_model_get_item (G_LIST_MODEL (store), 0);
  g_assert_true (first == old->pdata[0]);
}

static void
fill_random (GRand *rand,
             char  *text,
             guint  most)
{
  const guint length = (guint) g_rand_int_range (rand, 0, (gint32) most);

  for (guint i = 0; i < length; i++)
    text[i] = (char) g_rand_int_range (rand, 'a', 'e');
  text[length] = '\0';
}

static void
test_random (void)
{
  g_autoptr(GRand) rand = g_rand_new_with_seed (7);
  g_autoptr(GListStore) store = g_list_store_new (G_TYPE_OBJECT);
  Recorder recorder;

  recorder_start (&recorder, G_LIST_MODEL (store));
  for (guint i = 0; i < 2000; i++)
    {
      g_autoptr(GPtrArray) items = NULL;
      char text[16];

      fill_random (rand, text, sizeof text);
      items = make_items (text);
      recorder.n_changes = 0;
      hsp_list_store_update (store, items, is_equal);
      recorder_check (&recorder);
      assert_holds (store, text);
      g_assert_cmpuint (recorder.n_changes, <=, 1);
    }
  recorder_stop (&recorder);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/list-update/smallest", test_smallest);
  g_test_add_func ("/list-update/stays", test_stays);
  g_test_add_func ("/list-update/random", test_random);
  return g_test_run ();
}
