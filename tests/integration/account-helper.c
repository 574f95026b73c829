/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-helper.h"

#include "hsp-catalogue-private.h"

/* The sandbox as its options say, and an account that is not opened and has no key. */
void
shop_start (Shop *shop)
{
  g_autoptr(GError) error = NULL;

  if (shop->options.key == NULL)
    shop->options.key = SHOP_KEY;
  shop->sandbox = hsp_sandbox_new (&shop->options);
  hsp_sandbox_start (shop->sandbox, &error);
  g_assert_no_error (error);
  shop->endpoint = g_strdup (hsp_sandbox_get_endpoint (shop->sandbox));
  shop->dir = g_dir_make_tmp ("hsp-account-XXXXXX", &error);
  g_assert_no_error (error);
  shop_make_account (shop);
}

/* Whatever a test is about, what its lists say of their changes is true. */
static void
start_recorders (Shop *shop)
{
  GListModel *lists[G_N_ELEMENTS (shop->recorders)] = {
    G_LIST_MODEL (shop->book),
    hsp_sms_desk_get_numbers (shop->desk),
    hsp_sms_desk_get_projects (shop->desk),
    hsp_sms_desk_get_countries (shop->desk),
    hsp_catalogue_get_categories (shop->catalogue),
    hsp_wallet_get_statement (shop->wallet),
  };

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    recorder_start (&shop->recorders[i], lists[i]);
}

static void
end_recorders (Shop *shop)
{
  for (guint i = 0; i < G_N_ELEMENTS (shop->recorders) && shop->recorders[i].model != NULL; i++)
    {
      recorder_check (&shop->recorders[i]);
      recorder_stop (&shop->recorders[i]);
    }
}

void
shop_make_account (Shop *shop)
{
  g_autofree char *cache = g_build_filename (shop->dir, "cache", NULL);
  g_autofree char *data = g_build_filename (shop->dir, "data", NULL);

  shop->account = hsp_account_new ("sandbox", "Sandbox", shop->endpoint, TRUE, data, cache, NULL);
  shop->catalogue = hsp_account_get_catalogue (shop->account);
  hsp_catalogue_set_page_pause (shop->catalogue, 10);
  shop->book = hsp_account_get_order_book (shop->account);
  shop->desk = hsp_account_get_sms_desk (shop->account);
  shop->wallet = hsp_account_get_wallet (shop->account);
  start_recorders (shop);
}

/* Nothing may hold the account when it goes, or it would ask and write for ever. */
void
shop_drop_account (Shop *shop)
{
  hsp_account_close (shop->account);
  shop_settle_down (shop);
  end_recorders (shop);
  /* what was begun on it may hold it a moment longer */
  g_object_add_weak_pointer (G_OBJECT (shop->catalogue), (gpointer *) &shop->catalogue);
  g_assert_finalize_object (g_steal_pointer (&shop->account));
  hsp_test_wait (shop->catalogue == NULL);
}

void
shop_end (Shop *shop)
{
  if (shop->account != NULL)
    shop_drop_account (shop);
  hsp_sandbox_stop (shop->sandbox);
  g_assert_finalize_object (g_steal_pointer (&shop->sandbox));
  hsp_test_remove_tree (shop->dir);
  g_free (shop->endpoint);
  g_free (shop->dir);
}

/* Answers that are under way hold objects until they are there. */
void
shop_settle_down (Shop *shop)
{
  hsp_test_wait (!hsp_wallet_get_refreshing (shop->wallet)
                 && !hsp_catalogue_get_refreshing (shop->catalogue)
                 && !hsp_account_get_spending (shop->account));
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* With the right key; the journal is read, the balance and the catalogue are there. */
void
shop_open (Shop *shop)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_account_set_key (shop->account, hsp_sandbox_get_key (shop->sandbox));
  hsp_account_open_async (shop->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_account_open_finish (shop->account, result, &error);
  g_assert_no_error (error);
  g_assert_true (hsp_order_book_get_ready (shop->book));
  hsp_test_wait (hsp_wallet_get_read_at (shop->wallet) != 0);
  shop_settle_down (shop);
}

/* As after the program was started again. */
void
shop_reopen (Shop *shop)
{
  shop_drop_account (shop);
  shop_make_account (shop);
  shop_open (shop);
}

void
shop_load (Shop *shop)
{
  guint countries = HSP_LOAD_NONE;

  hsp_sms_desk_load (shop->desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (shop->desk) == HSP_LOAD_READY);
  hsp_test_wait ((g_object_get (shop->desk, "countries-state", &countries, NULL),
                  countries == HSP_LOAD_READY));
}

/* One that is in stock and cheap enough for all that is bought. (transfer none) */
HspService *
shop_find_service (Shop     *shop,
                   gboolean  product)
{
  for (guint i = 0; i < hsp_catalogue_get_n_services (shop->catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (shop->catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      if (product != (value->kind == HSP_KIND_PRODUCT) || hsp_service_get_stock (service) == 0
          || value->max < 100
          || hsp_service_estimate (service, MAX (value->min, 100)) > HSP_MONEY_UNIT)
        continue;
      g_test_queue_unref (g_object_ref (service));
      return service;
    }
  g_assert_not_reached ();
}

/* (transfer full) */
HspOrder *
shop_place (Shop       *shop,
            HspService *service,
            gint64      quantity,
            const char *link)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspOrder *order;

  hsp_order_book_place_async (shop->book, service, quantity, link, hsp_test_store_result,
                              &result);
  g_assert_true (hsp_account_get_spending (shop->account));
  hsp_test_wait (result != NULL);
  order = hsp_order_book_place_finish (shop->book, result, &error);
  g_assert_no_error (error);
  shop_settle_down (shop);
  return order;
}

gboolean
shop_check (Shop      *shop,
            HspOrder  *order,
            GError   **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_check_async (shop->book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  shop_settle_down (shop);
  return hsp_order_book_check_finish (shop->book, result, error);
}

/* As a person who has found @number in the history of the shop. */
gboolean
shop_settle_placed (Shop        *shop,
                    HspOrder    *order,
                    const char  *number,
                    GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_settle_placed_async (shop->book, order, number, NULL, hsp_test_store_result,
                                      &result);
  hsp_test_wait (result != NULL);
  return hsp_order_book_settle_finish (shop->book, result, error);
}
