/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program that buys once: buyer ENDPOINT FOLDER order|sms|look. The real account, order book and
 * SMS desk at a real shop. "look" is the program started again: it buys nothing, asks the shop for
 * what it finds, and says on standard output what its journal holds. */
#include "config.h"

#include <dlfcn.h>

#include "crash-report.h"
#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-journal.h"
#include "hsp-order-book.h"
#include "hsp-service.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-project.h"
#include "hsp-test.h"
#include "hsp-wallet.h"

#define LINK "https://example.com/p/1"

static HspAccount *
open_account (const char *endpoint,
              const char *folder)
{
  g_autofree char *cache = g_build_filename (folder, "cache", NULL);
  g_autofree char *data = g_build_filename (folder, "data", NULL);
  g_autoptr(HspAccount) account = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  account = hsp_account_new ("sandbox", "Sandbox", endpoint, TRUE, data, cache, NULL);
  hsp_account_set_key (account, CRASH_KEY);
  hsp_account_open_async (account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_account_open_finish (account, result, &error);
  g_assert_no_error (error);
  hsp_test_wait (hsp_wallet_get_read_at (hsp_account_get_wallet (account)) != 0
                 && !hsp_wallet_get_refreshing (hsp_account_get_wallet (account))
                 && !hsp_catalogue_get_refreshing (hsp_account_get_catalogue (account)));
  return g_steal_pointer (&account);
}

/* From here on, every call counts. */
static void
begin (void)
{
  void (*crash_begin) (void) = NULL;

  *(void **) &crash_begin = dlsym (RTLD_DEFAULT, CRASH_BEGIN_FUNCTION);
  if (crash_begin != NULL)
    crash_begin ();
}

/* (transfer full) */
static HspService *
find_service (HspCatalogue *catalogue)
{
  for (guint i = 0; i < hsp_catalogue_get_n_services (catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      if (value->kind != HSP_KIND_PRODUCT && hsp_service_get_stock (service) != 0
          && value->max >= 100 && value->min <= 100)
        return g_steal_pointer (&service);
    }
  g_error ("nothing to buy");
}

static void
buy_order (HspAccount *account)
{
  HspOrderBook *book = hsp_account_get_order_book (account);
  g_autoptr(HspService) service = find_service (hsp_account_get_catalogue (account));
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;

  begin ();
  hsp_order_book_place_async (book, service, 100, LINK, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  order = hsp_order_book_place_finish (book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
}

static void
buy_number (HspAccount *account)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (account);
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autofree char *reason = NULL;
  g_autoptr(GError) error = NULL;
  HspOutcome outcome = HSP_OUTCOME_WRITTEN;

  hsp_sms_desk_load (desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (desk) == HSP_LOAD_READY);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (desk), 0);
  begin ();
  hsp_sms_desk_get_async (desk, project, 1, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (desk, result, &outcome, &reason, &error);
  g_assert_no_error (error);
  g_assert_cmpint (outcome, ==, HSP_OUTCOME_PLACED);
}

/* How many of the orders and numbers that the journal names the shop knows. */
static guint
ask_shop (HspAccount *account)
{
  HspOrderBook *book = hsp_account_get_order_book (account);
  HspSmsDesk *desk = hsp_account_get_sms_desk (account);
  GListModel *numbers = hsp_sms_desk_get_numbers (desk);
  guint n_known = 0;

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (book)); i++)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (G_LIST_MODEL (book), i);
      g_autoptr(GAsyncResult) result = NULL;

      if (hsp_order_get_row (order)->order == NULL)
        continue;
      hsp_order_book_check_async (book, order, NULL, hsp_test_store_result, &result);
      hsp_test_wait (result != NULL);
      n_known += hsp_order_book_check_finish (book, result, NULL);
    }
  for (guint i = 0; i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);
      g_autoptr(GAsyncResult) result = NULL;

      hsp_sms_desk_check_async (desk, number, NULL, hsp_test_store_result, &result);
      hsp_test_wait (result != NULL);
      n_known += hsp_sms_desk_check_finish (desk, result, NULL);
    }
  return n_known;
}

/* "row KIND OUTCOME" of each purchase, then "numbers N" and "known N". */
static void
look (HspAccount *account,
      const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "data", "sandbox", "journal.db", NULL);
  g_autoptr(HspJournal) journal = hsp_journal_new (path);
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GError) error = NULL;
  guint n_known = ask_shop (account);

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &opened);
  hsp_test_wait (opened != NULL);
  hsp_journal_open_finish (journal, opened, &error);
  g_assert_no_error (error);
  g_assert_null (hsp_journal_get_recovery (journal));
  hsp_journal_load_async (journal, NULL, hsp_test_store_result, &loaded);
  hsp_test_wait (loaded != NULL);
  contents = hsp_journal_load_finish (journal, loaded, &error);
  g_assert_no_error (error);

  for (guint i = 0; i < contents->purchases->len; i++)
    {
      const HspPurchaseRow *row = g_ptr_array_index (contents->purchases, i);

      g_print ("row %d %d\n", row->kind, row->outcome);
    }
  g_print ("numbers %u\nknown %u\n", contents->numbers->len, n_known);
}

int
main (int   argc,
      char *argv[])
{
  g_autoptr(HspAccount) account = NULL;

  if (argc != 4)
    return 2;
  account = open_account (argv[1], argv[2]);
  if (g_str_equal (argv[3], "order"))
    buy_order (account);
  else if (g_str_equal (argv[3], "sms"))
    buy_number (account);
  else
    look (account, argv[2]);

  hsp_account_close (account);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return 0;
}
