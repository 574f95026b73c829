/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "hsp-fold.h"
#include "hsp-order-list.h"
#include "hsp-order-private.h"
#include "hsp-slot-list-private.h"
#include "hsp-test.h"
#include "list-recorder.h"
#include "order-rows.h"

#define N_ORDERS 300
#define N_STEPS 400

typedef struct
{
  char         *dir;
  HspAccount   *account;
  HspOrderBook *book;       /* (unowned) of the account */
  HspOrderList *list;
  Recorder      recorder;
  const char   *query;      /* what the list was told last */
  HspShow       show;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hsp-order-list-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->account = hsp_account_new ("test", "Test", "http://127.0.0.1:9/api/v2", TRUE, fixture->dir,
                                      fixture->dir, NULL);
  fixture->book = hsp_account_get_order_book (fixture->account);
  fixture->list = hsp_order_list_new (fixture->book);
  fixture->query = "";
  hsp_slot_list_grow (HSP_SLOT_LIST (fixture->list));
  recorder_start (&fixture->recorder, G_LIST_MODEL (fixture->list));
  order_rows_load (fixture->book, GPOINTER_TO_UINT (data));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  recorder_check (&fixture->recorder);
  recorder_stop (&fixture->recorder);
  g_assert_finalize_object (fixture->list);
  hsp_account_close (fixture->account);
  g_clear_object (&fixture->account);
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
wait_for_all (Fixture *fixture)
{
  hsp_test_wait (hsp_slot_list_is_settled (HSP_SLOT_LIST (fixture->list)));
}

static HspOrder *
get_shown (Fixture *fixture,
           guint    position)
{
  g_autoptr(HspSlot) slot = g_list_model_get_item (G_LIST_MODEL (fixture->list), position);

  return hsp_slot_get_item (slot);
}

static guint
count_items (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->list));
}

static guint
count_shown (Fixture *fixture)
{
  return hsp_slot_list_get_n_shown (HSP_SLOT_LIST (fixture->list));
}

/* The naive list: every order asked, and sorted as the page says. */

static gboolean
is_searched (HspOrder   *order,
             const char *query)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);
  g_autofree char *text = g_strjoin ("\n", row->name, row->order != NULL ? row->order : "", row->link,
                                     row->note != NULL ? row->note : "", NULL);
  g_autofree char *folded = hsp_fold (text);
  g_auto(GStrv) words = hsp_fold_words (query);

  for (char **word = words; *word != NULL; word++)
    {
      if (strstr (folded, *word) == NULL)
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_taken (HspOrder *order,
          HspShow   show)
{
  g_autoptr(HspOrderFilter) filter = hsp_order_filter_new (show);

  return hsp_order_filter_takes (filter, hsp_order_get_state (order));
}

static int
compare_orders (gconstpointer a,
                gconstpointer b)
{
  HspOrder *const *left = a, *const *right = b;
  const HspPurchaseRow *left_row = hsp_order_get_row (*left), *right_row = hsp_order_get_row (*right);
  const int left_group = MIN ((int) hsp_order_get_state (*left), 2);
  const int right_group = MIN ((int) hsp_order_get_state (*right), 2);

  if (left_group != right_group)
    return left_group - right_group;
  if (left_row->created != right_row->created)
    return left_row->created > right_row->created ? -1 : 1;
  return left_row->id > right_row->id ? -1 : 1;
}

/* (transfer full) (element-type HspOrder) */
static GPtrArray *
find_naively (Fixture *fixture,
              HspShow  show)
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (fixture->book)); i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (G_LIST_MODEL (fixture->book), i);

      if (is_searched (order, fixture->query) && is_taken (order, show))
        g_ptr_array_add (found, g_steal_pointer (&order));
    }
  g_ptr_array_sort (found, compare_orders);
  return found;
}

static void
assert_as_naive (Fixture *fixture)
{
  g_autoptr(GPtrArray) naive = find_naively (fixture, fixture->show);
  GListModel *filters = hsp_order_list_get_filters (fixture->list);

  wait_for_all (fixture);
  recorder_check (&fixture->recorder);
  g_assert_cmpuint (count_shown (fixture), ==, naive->len);
  g_assert_true (naive->len == 0 || count_items (fixture) == naive->len);
  /* the recorder holds every place, as a view that shows them all would */
  for (guint i = 0; i < naive->len; i++)
    {
      g_assert_true (get_shown (fixture, i) == naive->pdata[i]);
      g_assert_cmpuint (hsp_order_list_find (fixture->list, naive->pdata[i]), ==, i);
    }

  for (HspShow show = 0; show < HSP_N_SHOWS; show++)
    {
      g_autoptr(GPtrArray) counted = find_naively (fixture, show);
      g_autoptr(HspOrderFilter) filter = g_list_model_get_item (filters, show);

      g_assert_cmpuint (hsp_order_filter_get_count (filter), ==, counted->len);
      if (show == HSP_SHOW_ALL)
        g_assert_cmpuint (hsp_order_list_get_n_searched (fixture->list), ==, counted->len);
    }
}

static void
search (Fixture    *fixture,
        const char *query)
{
  fixture->query = query;
  hsp_order_list_set_query (fixture->list, query);
}

static void
show (Fixture *fixture,
      HspShow  shown)
{
  fixture->show = shown;
  hsp_order_list_set_show (fixture->list, shown);
}

/* The tests */

static void
test_query (Fixture       *fixture,
            gconstpointer  data)
{
  assert_as_naive (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, N_ORDERS);
  g_assert_cmpint (hsp_order_get_state (get_shown (fixture, 0)), ==, HSP_STATE_UNCONFIRMED);

  /* case, marks and đ are folded; number, link and note count too */
  search (fixture, "THEO doi");
  g_assert_cmpuint (count_shown (fixture), ==, N_ORDERS / 4);
  assert_as_naive (fixture);
  search (fixture, "#40017");
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  search (fixture, "note canva");
  assert_as_naive (fixture);
  g_assert_cmpuint (count_shown (fixture), >, 0);
  show (fixture, HSP_SHOW_COMPLETED);
  assert_as_naive (fixture);
  search (fixture, "example.com/7 views");
  assert_as_naive (fixture);
}

/* Nothing is taken out of the list when nothing matches: a page is shown over it. */
static void
test_nothing (Fixture       *fixture,
              gconstpointer  data)
{
  wait_for_all (fixture);
  fixture->recorder.n_changes = 0;
  search (fixture, "no such thing");
  g_assert_cmpuint (count_shown (fixture), ==, 0);
  g_assert_cmpuint (hsp_order_list_get_n_searched (fixture->list), ==, 0);
  g_assert_cmpuint (count_items (fixture), ==, N_ORDERS);
  g_assert_cmpuint (hsp_order_list_find (fixture->list, get_shown (fixture, 7)), ==, G_MAXUINT);
  search (fixture, "");
  assert_as_naive (fixture);
  g_assert_cmpuint (fixture->recorder.n_changes, ==, 0);

  /* but for orders that are in no book any more */
  order_rows_load (fixture->book, 0);
  g_assert_cmpuint (count_items (fixture), ==, 0);
  order_rows_load (fixture->book, 5);
  assert_as_naive (fixture);
}

/* A poll that says another word moves that one order, and one that says the same moves none. */
static void
test_one_moves (Fixture       *fixture,
                gconstpointer  data)
{
  HspOrder *order;

  wait_for_all (fixture);
  order = get_shown (fixture, 200);
  fixture->recorder.n_changes = fixture->recorder.n_touched = 0;
  order_rows_set_word (fixture->book, order, "In progress");
  assert_as_naive (fixture);
  g_assert_cmpuint (hsp_order_list_find (fixture->list, order), <, 10);
  g_assert_cmpuint (fixture->recorder.n_touched, ==, 2);

  fixture->recorder.n_changes = 0;
  order_rows_set_word (fixture->book, order, "Processing");
  assert_as_naive (fixture);
  g_assert_cmpuint (fixture->recorder.n_changes, ==, 0);
}

static void
count_relabelled_cb (guint *count)
{
  (*count)++;
}

/* Read anew, each order is another object, and stands where it stood. */
static void
test_read_anew (Fixture       *fixture,
                gconstpointer  data)
{
  guint n_relabelled = 0;

  wait_for_all (fixture);
  for (guint i = 0; i < N_ORDERS; i++)
    {
      g_assert_nonnull (get_shown (fixture, i));
      g_signal_connect_swapped (fixture->recorder.mirror->pdata[i], "notify::item",
                                G_CALLBACK (count_relabelled_cb), &n_relabelled);
    }
  fixture->recorder.n_changes = 0;
  order_rows_load (fixture->book, N_ORDERS);
  assert_as_naive (fixture);
  g_assert_cmpuint (fixture->recorder.n_changes, ==, 0);
  g_assert_cmpuint (n_relabelled, ==, N_ORDERS);
}

/* Anything that may happen, in any order */

static HspOrder *
pick_order (Fixture *fixture)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->book));

  return n > 0 ? g_list_model_get_item (G_LIST_MODEL (fixture->book), (guint) g_test_rand_int_range (0, (int) n))
               : NULL;
}

static void
change_order (Fixture  *fixture,
              HspOrder *order)
{
  static const char *const words[] = { "Pending", "Completed", "Canceled", "Partial", "In progress" };
  HspPurchaseRow *row;

  if (g_test_rand_bit ())
    {
      order_rows_set_word (fixture->book, order,
                           words[g_test_rand_int_range (0, G_N_ELEMENTS (words))]);
      return;
    }
  row = hsp_purchase_row_copy (hsp_order_get_row (order));
  g_free (row->note);
  row->note = g_strdup (g_test_rand_bit () ? "followers noted" : NULL);
  hsp_order_set_row (order, row);
  hsp_order_book_order_changed (fixture->book, order);
}

static void
take_step (Fixture *fixture,
           guint    i)
{
  static const char *const queries[] = { "", "", "f", "followers", "views 4", "note", "no such thing", "theo" };
  const HspSpan none = { 0 };
  g_autoptr(HspOrder) order = pick_order (fixture);

  switch (g_test_rand_int_range (0, 9))
    {
    case 0:
    case 1:
      search (fixture, queries[g_test_rand_int_range (0, G_N_ELEMENTS (queries))]);
      break;
    case 2:
      show (fixture, (HspShow) g_test_rand_int_range (0, HSP_N_SHOWS));
      break;
    case 3:
      if (order != NULL)
        hsp_order_book_remove_order (fixture->book, order);
      break;
    case 4:
    case 5:
      /* not always the newest: what was imported is not */
      hsp_order_book_insert_row (fixture->book,
                                 order_rows_make (1000 + i, 1700000000 + g_test_rand_int_range (0, 20000)),
                                 none, none);
      break;
    case 6:
      if (g_test_rand_int_range (0, 10) == 0)
        order_rows_load (fixture->book, (guint) g_test_rand_int_range (0, 2) * 60);
      break;
    default:
      if (order != NULL)
        change_order (fixture, order);
    }
}

static void
test_random (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < N_STEPS; i++)
    {
      take_step (fixture, i);
      recorder_check (&fixture->recorder);
      /* at times the next comes before the list has grown */
      if (g_test_rand_int_range (0, 3) > 0)
        assert_as_naive (fixture);
    }
  assert_as_naive (fixture);
}

/* Of a history that is longer than what is read: an older one that nobody knew of was settled by another
 * program, the other old ones are what they were. */
static void
test_settled_elsewhere (Fixture       *fixture,
                        gconstpointer  data)
{
  const guint n = GPOINTER_TO_UINT (data);
  const gint64 newest = 1700000000 + n * 60;
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);

  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (fixture->book), ==, 1);
  g_ptr_array_add (rows, order_rows_make (n - 1, newest));
  hsp_order_book_merge (fixture->book, rows, newest - 60);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->book)), ==, n - 1);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (fixture->book), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
#define ADD(name, n, func) \
  g_test_add ("/order-list/" name, Fixture, GUINT_TO_POINTER (n), set_up, func, tear_down)
  ADD ("query", N_ORDERS, test_query);
  ADD ("nothing", N_ORDERS, test_nothing);
  ADD ("one-moves", N_ORDERS, test_one_moves);
  ADD ("read-anew", N_ORDERS, test_read_anew);
  ADD ("settled-elsewhere", 20, test_settled_elsewhere);
  ADD ("random", 60, test_random);
  ADD ("random-from-none", 0, test_random);
#undef ADD
  return g_test_run ();
}
