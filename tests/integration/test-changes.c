/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a real shop changes between two refreshes, over real files. */
#include "config.h"

#include <locale.h>

#include "account-helper.h"
#include "hsp-change-log.h"
#include "hsp-change.h"
#include "hsp-changes-private.h"
#include "hsp-clock.h"

#define N_SERVICES 60

static void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop->options.n_services = N_SERVICES;
  shop->options.speed = 1;
  shop_start (shop);
}

static void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  shop_end (shop);
}

static HspChanges *
changes_of (Shop *shop)
{
  return hsp_account_get_changes (shop->account);
}

static guint
count (Shop *shop)
{
  return g_list_model_get_n_items (G_LIST_MODEL (changes_of (shop)));
}

/* (transfer full) */
static HspChange *
dup_change (Shop  *shop,
            guint  position)
{
  return g_list_model_get_item (G_LIST_MODEL (changes_of (shop)), position);
}

static void
refresh (Shop *shop)
{
  hsp_catalogue_refresh (shop->catalogue);
  hsp_test_wait (!hsp_catalogue_get_refreshing (shop->catalogue));
  g_assert_no_error (hsp_catalogue_get_error (shop->catalogue));
}

/* (transfer full): one that is in stock, the first from @from on */
static HspService *
find_in_stock (Shop  *shop,
               guint *from)
{
  while (*from < hsp_catalogue_get_n_services (shop->catalogue))
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (shop->catalogue, (*from)++);

      if (hsp_service_get_stock (service) > 0)
        return g_steal_pointer (&service);
    }
  g_assert_not_reached ();
}

static void
assert_change (Shop          *shop,
               HspService    *service,
               HspChangeKind  kind,
               gint64         before,
               gint64         after)
{
  for (guint i = 0; i < count (shop); i++)
    {
      g_autoptr(HspChange) change = dup_change (shop, i);

      if (!g_str_equal (hsp_change_get_service (change), hsp_service_get_id (service))
          || hsp_change_get_kind (change) != kind)
        continue;
      g_assert_cmpstr (hsp_change_get_name (change), ==, hsp_service_get_name (service));
      g_assert_cmpint (hsp_change_get_before (change), ==, before);
      g_assert_cmpint (hsp_change_get_after (change), ==, after);
      g_assert_cmpint (hsp_change_get_time (change), >, hsp_get_now () - 120);
      return;
    }
  g_assert_not_reached ();
}

static void
count_cb (guint *n)
{
  *n += 1;
}

/* A first load has none; then each of the shop's is there, after a start too, until a visit. */
static void
test_kept (Shop          *shop,
           gconstpointer  data)
{
  g_autoptr(HspService) first = NULL;
  g_autoptr(HspService) second = NULL;
  g_autoptr(HspChange) same = NULL;
  g_autoptr(HspChange) again = NULL;
  HspChangeKind kind = HSP_CHANGE_NEW;
  guint from = 0, n_marks = 0;
  gint64 rate, stock;

  shop_open (shop);
  hsp_changes_load (changes_of (shop));
  hsp_test_wait (hsp_changes_get_loaded (changes_of (shop)));
  refresh (shop);
  g_assert_cmpuint (hsp_changes_get_n_new (changes_of (shop)), ==, 0);
  g_assert_cmpuint (count (shop), ==, 0);

  first = find_in_stock (shop, &from);
  second = find_in_stock (shop, &from);
  rate = hsp_service_get_value (first)->rate;
  stock = hsp_service_get_stock (second);
  hsp_sandbox_set_rate (shop->sandbox, hsp_service_get_id (first), rate + 70000);
  hsp_sandbox_set_stock (shop->sandbox, hsp_service_get_id (second), 0);
  g_signal_connect_swapped (changes_of (shop), "marks-changed", G_CALLBACK (count_cb), &n_marks);
  refresh (shop);
  hsp_test_wait (hsp_changes_get_n_new (changes_of (shop)) == 2 && count (shop) == 2);
  g_assert_cmpuint (n_marks, >, 0);
  assert_change (shop, first, HSP_CHANGE_DEARER, rate, rate + 70000);
  assert_change (shop, second, HSP_CHANGE_SOLD_OUT, stock, 0);

  /* what was there stays the same object, behind what comes */
  same = dup_change (shop, 0);
  hsp_sandbox_set_rate (shop->sandbox, hsp_service_get_id (first), rate);
  hsp_sandbox_set_stock (shop->sandbox, hsp_service_get_id (second), 7);
  refresh (shop);
  hsp_test_wait (hsp_changes_get_n_new (changes_of (shop)) == 4 && count (shop) == 4);
  assert_change (shop, first, HSP_CHANGE_CHEAPER, rate + 70000, rate);
  assert_change (shop, second, HSP_CHANGE_BACK_IN_STOCK, 0, 7);
  again = dup_change (shop, 2);
  g_assert_true (again == same);

  shop_reopen (shop);
  hsp_test_wait (hsp_changes_get_n_new (changes_of (shop)) == 4);
  g_assert_cmpuint (count (shop), ==, 0);
  g_assert_true (hsp_changes_lookup (changes_of (shop), hsp_service_get_id (second), &kind));
  g_assert_cmpint (kind, ==, HSP_CHANGE_BACK_IN_STOCK);
  hsp_changes_load (changes_of (shop));
  hsp_test_wait (count (shop) == 4);

  hsp_changes_note_visit (changes_of (shop));
  g_assert_cmpuint (hsp_changes_get_n_new (changes_of (shop)), ==, 0);
  g_assert_false (hsp_changes_is_changed (changes_of (shop), hsp_service_get_id (first)));
  shop_reopen (shop);
  hsp_changes_load (changes_of (shop));
  hsp_test_wait (count (shop) == 4);
  g_assert_cmpuint (hsp_changes_get_n_new (changes_of (shop)), ==, 0);
  g_assert_false (hsp_changes_is_changed (changes_of (shop), hsp_service_get_id (first)));
}

/* The same account at a shop that offers more, then less. */
static void
move_shop (Shop  *shop,
           guint  n_services)
{
  g_autoptr(GError) error = NULL;

  shop_drop_account (shop);
  hsp_sandbox_stop (shop->sandbox);
  g_assert_finalize_object (shop->sandbox);
  g_free (shop->endpoint);
  shop->options.n_services = n_services;
  shop->sandbox = hsp_sandbox_new (&shop->options);
  hsp_sandbox_start (shop->sandbox, &error);
  g_assert_no_error (error);
  shop->endpoint = g_strdup (hsp_sandbox_get_endpoint (shop->sandbox));
  shop_make_account (shop);
  shop_open (shop);
  refresh (shop);
  hsp_changes_load (changes_of (shop));
}

static void
test_new_and_gone (Shop          *shop,
                   gconstpointer  data)
{
  shop_open (shop);
  refresh (shop);
  move_shop (shop, N_SERVICES + 5);
  hsp_changes_set_kind (changes_of (shop), HSP_CHANGE_NEW);
  hsp_test_wait (count (shop) == 5);
  hsp_changes_set_kind (changes_of (shop), HSP_CHANGE_GONE);
  hsp_test_wait (count (shop) == 0);

  move_shop (shop, N_SERVICES + 2);
  hsp_changes_set_kind (changes_of (shop), HSP_CHANGE_GONE);
  hsp_test_wait (count (shop) == 3);
}

/* An answer that breaks off says nothing of what it left out. */
static void
test_half (Shop          *shop,
           gconstpointer  data)
{
  shop_open (shop);
  hsp_changes_load (changes_of (shop));
  for (guint i = 0; i < 2; i++)
    hsp_sandbox_push_fault (shop->sandbox, "services", HSP_FAULT_TRUNCATE);
  hsp_catalogue_refresh (shop->catalogue);
  hsp_test_wait (!hsp_catalogue_get_refreshing (shop->catalogue));
  refresh (shop);
  hsp_test_wait (hsp_changes_get_loaded (changes_of (shop)));
  hsp_changes_set_kind (changes_of (shop), HSP_CHANGE_GONE);
  shop_settle_down (shop);
  g_assert_cmpuint (count (shop), ==, 0);
  g_assert_cmpuint (hsp_changes_get_n_new (changes_of (shop)), ==, 0);
}

/* Two windows on one account: each shows what the other has found and looked at. */
static void
test_elsewhere (Shop          *shop,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "changes.db", NULL);
  g_autoptr(HspChanges) other = NULL;
  g_autoptr(HspService) service = NULL;
  guint from = 0;

  shop_open (shop);
  other = hsp_changes_new (shop->catalogue, NULL);
  g_assert_cmpuint (hsp_changes_get_n_new (other), ==, 0);
  g_object_unref (other);
  other = hsp_changes_new (shop->catalogue, path);
  hsp_changes_load (other);
  hsp_test_wait (hsp_changes_get_loaded (other));

  service = find_in_stock (shop, &from);
  hsp_sandbox_set_stock (shop->sandbox, hsp_service_get_id (service), 0);
  refresh (shop);
  hsp_test_wait (hsp_changes_get_n_new (changes_of (shop)) > 0
                 && g_list_model_get_n_items (G_LIST_MODEL (other)) > 0);
  hsp_test_wait (hsp_changes_is_changed (other, hsp_service_get_id (service)));
  hsp_changes_note_visit (changes_of (shop));
  hsp_test_wait (!hsp_changes_is_changed (other, hsp_service_get_id (service)));
  hsp_changes_close (other);
}

/* More than a page: the older ones come when they are asked for, and the list stays one. */
static void
test_pages (Shop          *shop,
            gconstpointer  data)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "changes.db", NULL);
  g_autoptr(HspChangeLog) log = hsp_change_log_new (path);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_change_record_free);
  g_autoptr(GAsyncResult) result = NULL;
  gint64 before = G_MAXINT64;

  for (guint i = 0; i < HSP_CHANGE_PAGE + 100; i++)
    {
      HspChangeRecord *row = g_new0 (HspChangeRecord, 1);

      row->service = g_strdup_printf ("%u", i);
      row->name = g_strdup ("Likes");
      row->time = hsp_get_now ();
      g_ptr_array_add (rows, row);
    }
  hsp_change_log_open_async (log, NULL, NULL);
  hsp_change_log_append_async (log, rows, 0, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_change_log_close (log);

  shop_open (shop);
  hsp_changes_load (changes_of (shop));
  hsp_test_wait (count (shop) == HSP_CHANGE_PAGE);
  /* while the first page is being read once more, as after any writing, it is not taken */
  hsp_test_wait ((hsp_changes_load_more (changes_of (shop)), count (shop) == HSP_CHANGE_PAGE + 100));
  for (guint i = 0; i < count (shop); i++)
    {
      g_autoptr(HspChange) change = dup_change (shop, i);

      g_assert_cmpint (hsp_change_get_id (change), <, before);
      before = hsp_change_get_id (change);
    }
  g_assert_cmpint (before, ==, 1);
}

/* The command line compares nothing, and leaves nothing behind. */
static void
test_passive (Shop          *shop,
              gconstpointer  data)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "passive", "changes.db", NULL);
  g_autofree char *data_dir = g_build_filename (shop->dir, "data", NULL);
  g_autofree char *cache = g_build_filename (shop->dir, "cache", NULL);
  g_autoptr(HspAccount) passive = hsp_account_new_passive ("passive", "Passive", shop->endpoint,
                                                           data_dir, cache, NULL);
  HspCatalogue *catalogue = hsp_account_get_catalogue (passive);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_account_set_key (passive, hsp_sandbox_get_key (shop->sandbox));
  hsp_account_open_async (passive, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  for (guint i = 0; i < 2; i++)
    {
      hsp_catalogue_refresh (catalogue);
      hsp_test_wait (!hsp_catalogue_get_refreshing (catalogue));
      g_assert_cmpuint (hsp_catalogue_get_n_services (catalogue), ==, N_SERVICES);
      hsp_sandbox_set_rate (shop->sandbox, "1", 1);
    }
  hsp_changes_load (hsp_account_get_changes (passive));
  hsp_changes_note_visit (hsp_account_get_changes (passive));
  hsp_account_close (passive);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

/* Without a log everything else goes on. */
static void
test_no_log (Shop          *shop,
             gconstpointer  data)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "changes.db", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  shop_open (shop);
  refresh (shop);
  hsp_changes_load (changes_of (shop));
  hsp_test_wait (hsp_changes_get_loaded (changes_of (shop)));
  g_assert_cmpuint (count (shop), ==, 0);
  hsp_changes_note_visit (changes_of (shop));
}

#define ADD(name, func) g_test_add ("/changes/" name, Shop, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);

  ADD ("kept", test_kept);
  ADD ("new-and-gone", test_new_and_gone);
  ADD ("half", test_half);
  ADD ("elsewhere", test_elsewhere);
  ADD ("pages", test_pages);
  ADD ("passive", test_passive);
  ADD ("no-log", test_no_log);

  return g_test_run ();
}
