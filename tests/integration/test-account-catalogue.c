/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue of an account at a real shop: whole, in pages, broken off, and of 100,000 services. */
#include "config.h"

#include <locale.h>

#include "account-dialects.h"
#include "hsp-category.h"
#include "hsp-service-list.h"

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
test_catalogue (Shop          *shop,
                gconstpointer  data)
{
  g_autoptr(HspServiceList) list = NULL;
  g_autofree char *snapshot = g_build_filename (shop->dir, "cache", "sandbox", "catalogue", NULL);
  GListModel *categories = hsp_catalogue_get_categories (shop->catalogue);
  g_autoptr(HspService) first = NULL;
  g_autoptr(HspService) again = NULL;
  guint sum = 0;

  g_assert_cmpint (hsp_catalogue_get_state (shop->catalogue), ==, HSP_LOAD_NONE);
  list = hsp_service_list_new (shop->catalogue);
  shop_open (shop);
  g_assert_cmpint (hsp_catalogue_get_state (shop->catalogue), ==, HSP_LOAD_READY);
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 2000);
  g_assert_cmpuint (hsp_catalogue_get_n_skipped (shop->catalogue), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (categories), >=, 30);
  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr(HspCategory) category = g_list_model_get_item (categories, i);

      g_assert_nonnull (hsp_category_get_subcategories (category));
      sum += hsp_category_get_count (category);
    }
  g_assert_cmpuint (sum, ==, 2000);
  g_assert_cmpuint (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (list)), ==, 2000);

  /* the next start reads nothing from the shop: the catalogue is fresh */
  first = hsp_catalogue_get_service (shop->catalogue, 0);
  g_clear_object (&list);
  hsp_test_wait (g_file_test (snapshot, G_FILE_TEST_EXISTS));
  shop_reopen (shop);
  again = hsp_catalogue_get_service (shop->catalogue, 0);
  g_assert_cmpstr (hsp_service_get_id (again), ==, hsp_service_get_id (first));
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 2000);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "categories"), ==, 1);
}

/* Where the rows do not name their subcategory, what is in one is asked when it is chosen. */
static void
test_subcategory (Shop          *shop,
                  gconstpointer  data)
{
  g_autoptr(HspServiceList) list = NULL;
  g_autoptr(HspCategory) category = NULL;
  g_autoptr(HspCategory) sub = NULL;
  guint asked, n_in_sub;

  shop_open (shop);
  list = hsp_service_list_new (shop->catalogue);
  category = g_list_model_get_item (hsp_catalogue_get_categories (shop->catalogue), 0);
  sub = g_list_model_get_item (hsp_category_get_subcategories (category), 0);
  asked = hsp_sandbox_count (shop->sandbox, "services");
  hsp_service_list_set_category (list, hsp_category_get_name (category),
                                 hsp_category_get_name (sub));

  hsp_test_wait (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (list))
                 < hsp_category_get_count (category));
  n_in_sub = hsp_slot_list_get_n_shown (HSP_SLOT_LIST (list));
  g_assert_cmpuint (n_in_sub, >, 0);
  g_assert_cmpuint (hsp_category_get_count (sub), ==, n_in_sub);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "services") - asked, ==,
                    shop->options.dialect == HSP_DIALECT_LIVE ? 0 : 1);

  /* once asked it is known, and a refresh does not make the list jump */
  hsp_service_list_set_category (list, hsp_category_get_name (category), NULL);
  hsp_service_list_set_category (list, hsp_category_get_name (category),
                                 hsp_category_get_name (sub));
  g_assert_cmpuint (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (list)), ==, n_in_sub);
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_cmpuint (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (list)), ==, n_in_sub);
}

static void
test_catalogue_failures (Shop          *shop,
                         gconstpointer  data)
{
  guint n_failed = 0, n_changed = 0;
  g_autoptr(HspService) service = NULL;
  g_autoptr(HspService) again = NULL;

  /* nothing known: the failure is the state */
  for (guint i = 0; i < 2; i++)
    hsp_sandbox_push_fault (shop->sandbox, "services", HSP_FAULT_ERROR_OBJECT);
  shop_open (shop);
  g_assert_cmpint (hsp_catalogue_get_state (shop->catalogue), ==, HSP_LOAD_FAILED);
  g_assert_nonnull (hsp_catalogue_get_error (shop->catalogue));

  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_cmpint (hsp_catalogue_get_state (shop->catalogue), ==, HSP_LOAD_READY);
  g_assert_null (hsp_catalogue_get_error (shop->catalogue));
  service = hsp_catalogue_get_service (shop->catalogue, 5);

  /* rows known: they stay */
  g_signal_connect_swapped (shop->catalogue, "refresh-failed", G_CALLBACK (count_cb), &n_failed);
  g_signal_connect_swapped (shop->catalogue, "changed", G_CALLBACK (count_cb), &n_changed);
  hsp_sandbox_push_fault (shop->sandbox, "services", HSP_FAULT_ERROR_OBJECT);
  hsp_catalogue_refresh (shop->catalogue);
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_cmpuint (n_changed, ==, 0);
  g_assert_cmpint (hsp_catalogue_get_state (shop->catalogue), ==, HSP_LOAD_READY);
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 2000);

  /* the same rows are the same objects */
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_cmpuint (n_changed, ==, 1);
  again = hsp_catalogue_get_service (shop->catalogue, 5);
  g_assert_true (again == service);
}

/* The whole list does not come: ten pages do. */
static void
test_pages (Shop          *shop,
            gconstpointer  data)
{
  guint asked;

  shop_open (shop);
  asked = hsp_sandbox_count (shop->sandbox, "services");
  hsp_sandbox_push_fault (shop->sandbox, "services", HSP_FAULT_HTML);
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_null (hsp_catalogue_get_error (shop->catalogue));
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 2000);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "services") - asked, ==, 11);
}

/* A refresh that breaks off half way keeps the old list, and goes on from there the next time. */
static void
test_pages_resumed (Shop          *shop,
                    gconstpointer  data)
{
  const HspFault faults[] = {
    HSP_FAULT_HTML, HSP_FAULT_NONE, HSP_FAULT_NONE, HSP_FAULT_HTTP_500,
  };
  guint asked, n_failed = 0;

  shop_open (shop);
  g_signal_connect_swapped (shop->catalogue, "refresh-failed", G_CALLBACK (count_cb), &n_failed);
  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    hsp_sandbox_push_fault (shop->sandbox, "services", faults[i]);
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_cmpuint (n_failed, ==, 1);
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 2000);
  g_assert_true (hsp_catalogue_get_complete (shop->catalogue));

  asked = hsp_sandbox_count (shop->sandbox, "services");
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_null (hsp_catalogue_get_error (shop->catalogue));
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 2000);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "services") - asked, ==, 8);
}

/* Without anything to show, what has come is shown, and that it is not all. */
static void
test_pages_of_first_load (Shop          *shop,
                          gconstpointer  data)
{
  const HspFault faults[] = {
    HSP_FAULT_HTML, HSP_FAULT_HTML, HSP_FAULT_NONE, HSP_FAULT_NONE, HSP_FAULT_HTTP_500,
  };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    hsp_sandbox_push_fault (shop->sandbox, "services", faults[i]);
  shop_open (shop);
  g_assert_cmpint (hsp_catalogue_get_state (shop->catalogue), ==, HSP_LOAD_READY);
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 400);
  g_assert_false (hsp_catalogue_get_complete (shop->catalogue));
  g_assert_nonnull (hsp_catalogue_get_error (shop->catalogue));

  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 2000);
  g_assert_true (hsp_catalogue_get_complete (shop->catalogue));
}

/* As many as no shop has, in every dialect: searched, and read again without a change. */
static void
test_catalogue_of_100000 (Shop          *shop,
                          gconstpointer  data)
{
  g_autoptr(HspServiceList) list = NULL;
  guint n_changes = 0, n_shown;

  shop_end (shop);
  shop->options.n_services = 100000;
  shop_start (shop);
  list = hsp_service_list_new (shop->catalogue);
  hsp_slot_list_grow (HSP_SLOT_LIST (list));
  shop_open (shop);
  g_assert_cmpuint (hsp_catalogue_get_n_services (shop->catalogue), ==, 100000);
  g_assert_true (hsp_catalogue_get_complete (shop->catalogue));
  hsp_test_wait (g_list_model_get_n_items (G_LIST_MODEL (list)) == 100000);

  hsp_service_list_set_query (list, "viet nam");
  n_shown = hsp_slot_list_get_n_shown (HSP_SLOT_LIST (list));
  g_assert_cmpuint (n_shown, >, 100);
  g_assert_cmpuint (n_shown, <, 100000);
  hsp_test_wait (g_list_model_get_n_items (G_LIST_MODEL (list)) == n_shown);

  g_signal_connect_swapped (list, "items-changed", G_CALLBACK (count_cb), &n_changes);
  hsp_catalogue_refresh (shop->catalogue);
  shop_settle_down (shop);
  g_assert_null (hsp_catalogue_get_error (shop->catalogue));
  g_assert_cmpuint (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (list)), ==, n_shown);
  g_assert_cmpuint (n_changes, ==, 0);
}

/* The catalogue is read again by itself when it is older than was set, and not before. */
static void
test_catalogue_age (Shop          *shop,
                    gconstpointer  data)
{
  shop_open (shop);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "categories"), ==, 1);
  shop_reopen (shop);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "categories"), ==, 1);

  shop_drop_account (shop);
  shop_make_account (shop);
  hsp_account_set_catalogue_age (shop->account, 0);
  shop_open (shop);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "categories"), ==, 2);
}

static void
test_quote (Shop          *shop,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspQuote) quote = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspService) service = NULL;

  shop_open (shop);
  service = g_object_ref (shop_find_service (shop, shop->options.dialect == HSP_DIALECT_LIVE));
  hsp_catalogue_quote_async (shop->catalogue, service, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  quote = hsp_catalogue_quote_finish (shop->catalogue, result, &error);
  g_assert_no_error (error);
  g_assert_true (quote->service == service);
  g_assert_cmpint (quote->old_rate, ==, quote->new_rate);
  g_assert_cmpint (quote->stock, >, 0);
  g_assert_true (quote->available);
  g_assert_cmpint (hsp_service_get_stock_checked_at (service), >, 0);

  g_clear_object (&result);
  hsp_sandbox_push_fault (shop->sandbox, "inventory", HSP_FAULT_ERROR_OBJECT);
  hsp_catalogue_check_stock_async (shop->catalogue, service, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_catalogue_check_stock_finish (shop->catalogue, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_REJECTED);
  g_assert_cmpint (hsp_service_get_stock (service), ==, quote->stock);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  /* No keyring, whatever this computer has */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_init (&argc, &argv, NULL);
  add_in_all_dialects ("catalogue", test_catalogue);
  add_in_all_dialects ("subcategory", test_subcategory);
  add_in_all_dialects ("quote", test_quote);
#define ADD(name, dialect, func) \
  g_test_add ("/account/" name, Shop, GINT_TO_POINTER (dialect), set_up, func, tear_down)
  ADD ("catalogue-failures", HSP_DIALECT_DOCUMENTED, test_catalogue_failures);
  ADD ("pages", HSP_DIALECT_DOCUMENTED, test_pages);
  ADD ("pages-resumed", HSP_DIALECT_DOCUMENTED, test_pages_resumed);
  ADD ("pages-of-first-load", HSP_DIALECT_DOCUMENTED, test_pages_of_first_load);
  ADD ("100000/documented", HSP_DIALECT_DOCUMENTED, test_catalogue_of_100000);
  ADD ("100000/live", HSP_DIALECT_LIVE, test_catalogue_of_100000);
  ADD ("100000/old", HSP_DIALECT_OLD, test_catalogue_of_100000);
  ADD ("catalogue-age", HSP_DIALECT_DOCUMENTED, test_catalogue_age);
#undef ADD
  return g_test_run ();
}
