/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An account at a real shop, over real files: its key, its orders and numbers, and its history on other machines. */
#include "config.h"

#include <locale.h>

#include "account-dialects.h"
#include "hsp-account-mark.h"
#include "hsp-clock.h"
#include "hsp-country.h"
#include "hsp-keyring.h"
#include "hsp-client.h"

#define LINK "https://example.com/p/1"

static void
count_cb (guint *count)
{
  (*count)++;
}

static gboolean
connect_with (Shop        *shop,
              const char  *key,
              GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_account_connect_async (shop->account, key, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_account_connect_finish (shop->account, result, error);
}

static void
test_wrong_key (Shop          *shop,
                gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_build_filename (shop->dir, "data", NULL);

  g_assert_false (connect_with (shop, "wrong", &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_KEY_REFUSED);
  g_assert_cmpint (hsp_account_get_key_place (shop->account), ==, HSP_KEY_NONE);
  g_assert_false (hsp_client_has_key (hsp_account_get_client (shop->account)));
  g_assert_false (g_file_test (folder, G_FILE_TEST_EXISTS));
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, NULL), ==, 1);

  g_clear_error (&error);
  hsp_sandbox_push_fault (shop->sandbox, "balance", HSP_FAULT_HTTP_400);
  g_assert_false (connect_with (shop, SHOP_KEY, &error));
  g_assert_nonnull (error);
  g_assert_cmpint (hsp_account_get_key_place (shop->account), ==, HSP_KEY_NONE);

  g_assert_true (connect_with (shop, " " SHOP_KEY "\n", NULL));
  g_assert_cmpint (hsp_account_get_key_place (shop->account), ==, HSP_KEY_THIS_RUN);
  g_assert_cmpint (hsp_wallet_get_balance (shop->wallet), ==, 100 * HSP_MONEY_UNIT);
}

/* The bus of this program leads nowhere: the key is kept for this run. */
static void
test_no_keyring (Shop          *shop,
                 gconstpointer  data)
{
  g_autoptr(HspKeyring) keyring = hsp_keyring_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *mark = NULL;
  g_autofree char *expected = NULL;

  shop_drop_account (shop);
  shop->account = hsp_account_new ("first", "First", shop->endpoint, FALSE, shop->dir, shop->dir,
                                   keyring);
  shop->catalogue = hsp_account_get_catalogue (shop->account);
  shop->wallet = hsp_account_get_wallet (shop->account);

  hsp_account_restore_async (shop->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_account_restore_finish (shop->account, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_KEYRING);
  g_clear_error (&error);

  connect_with (shop, SHOP_KEY, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_account_get_key_place (shop->account), ==, HSP_KEY_THIS_RUN);

  /* its journal is known as that of this key */
  g_clear_object (&result);
  hsp_account_open_async (shop->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_account_open_finish (shop->account, result, NULL));
  mark = hsp_account_mark_read (shop->dir, "first");
  expected = hsp_account_mark_make ("first", SHOP_KEY);
  g_assert_cmpstr (mark, ==, expected);
  shop_settle_down (shop);

  g_clear_object (&result);
  hsp_account_forget_key_async (shop->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_account_forget_key_finish (shop->account, result, &error));
  g_assert_false (hsp_client_has_key (hsp_account_get_client (shop->account)));
}

/* The key is taken away later: the account says so, and says when it is good again. */
static void
test_key_refused (Shop          *shop,
                  gconstpointer  data)
{
  shop_open (shop);
  g_assert_false (hsp_account_get_key_refused (shop->account));
  hsp_account_set_key (shop->account, "revoked");
  hsp_wallet_refresh (shop->wallet);
  shop_settle_down (shop);
  g_assert_true (hsp_account_get_key_refused (shop->account));
  g_assert_error (hsp_wallet_get_error (shop->wallet), HSP_ERROR, HSP_ERROR_KEY_REFUSED);
  /* the last balance stays */
  g_assert_cmpint (hsp_wallet_get_balance (shop->wallet), ==, 100 * HSP_MONEY_UNIT);
  hsp_account_set_key (shop->account, SHOP_KEY);
  g_assert_false (hsp_account_get_key_refused (shop->account));
}

static HspStatementEntry *
get_entry (Shop  *shop,
           guint  position)
{
  HspStatementEntry *entry = g_list_model_get_item (hsp_wallet_get_statement (shop->wallet),
                                                    position);

  g_assert_nonnull (entry);
  return entry;
}

static void
test_order (Shop          *shop,
            gconstpointer  data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspStatementEntry) entry = NULL;
  const HspPurchaseRow *row;
  HspService *service;
  gint64 quantity;
  HspMoney estimate;
  gint64 id;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  quantity = MAX (hsp_service_get_value (service)->min, 100);
  estimate = hsp_service_estimate (service, quantity);
  order = shop_place (shop, service, quantity, "  " LINK " ");
  row = hsp_order_get_row (order);
  id = row->id;
  g_assert_cmpint (row->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_nonnull (row->order);
  g_assert_cmpstr (row->link, ==, LINK);
  g_assert_cmpint (row->estimate, ==, estimate);
  g_assert_cmpint (row->balance_before, ==, 100 * HSP_MONEY_UNIT);
  g_assert_cmpstr (row->currency, ==, "USD");
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_OPEN);
  g_assert_cmpstr (hsp_order_get_state_text (order), ==, "Pending");
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add"), ==, 1);
  g_assert_cmpint (hsp_sandbox_get_charged (shop->sandbox), ==, estimate);
  g_assert_true (hsp_order_book_find_same (shop->book, row->item, LINK) == order);
  g_assert_true (hsp_order_book_lookup (shop->book, row->id) == order);

  hsp_sandbox_advance (shop->sandbox, 20);
  g_assert_true (shop_check (shop, order, NULL));
  g_assert_cmpstr (hsp_order_get_state_text (order), ==, "In progress");
  g_assert_cmpint (hsp_order_get_percent (order), >, 20);
  g_assert_cmpint (hsp_order_get_percent (order), <, 80);

  hsp_sandbox_advance (shop->sandbox, 60);
  g_assert_true (shop_check (shop, order, NULL));
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_COMPLETED);
  g_assert_cmpint (hsp_order_get_percent (order), ==, 100);
  row = hsp_order_get_row (order);
  g_assert_cmpint (row->charge, ==, estimate);
  g_assert_null (hsp_order_book_find_same (shop->book, row->item, LINK));

  shop_settle_down (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_wallet_get_statement (shop->wallet)), ==, 1);
  entry = get_entry (shop, 0);
  g_assert_cmpint (hsp_statement_entry_get_kind (entry), ==, HSP_ENTRY_ORDER);
  g_assert_cmpint (hsp_statement_entry_get_amount (entry), ==, -estimate);
  g_assert_cmpint (hsp_statement_entry_get_journal_id (entry), ==, id);

  g_clear_object (&order);
  shop_reopen (shop);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_COMPLETED);
  g_assert_cmpint (hsp_order_get_row (order)->charge, ==, estimate);
}

/* The second order ends partial, the third is canceled: the statement says what came back. */
static void
test_refunds (Shop          *shop,
              gconstpointer  data)
{
  HspOrder *orders[3];
  HspService *service;
  HspMoney sum = 0;
  guint n_refunds = 0;
  GListModel *statement;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      g_autofree char *link = g_strdup_printf ("%s%u", LINK, i);

      orders[i] = shop_place (shop, service, MAX (hsp_service_get_value (service)->min, 100), link);
      g_assert_cmpint (hsp_order_get_row (orders[i])->outcome, ==, HSP_OUTCOME_PLACED);
    }
  hsp_sandbox_advance (shop->sandbox, 60);
  hsp_order_book_check_all (shop->book);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    hsp_test_wait (hsp_order_get_state (orders[i]) != HSP_STATE_OPEN);
  shop_settle_down (shop);
  g_assert_cmpint (hsp_order_get_state (orders[0]), ==, HSP_STATE_COMPLETED);
  g_assert_cmpint (hsp_order_get_state (orders[1]), ==, HSP_STATE_PARTIAL);
  g_assert_cmpint (hsp_order_get_state (orders[2]), ==, HSP_STATE_CANCELED);
  g_assert_cmpint (hsp_order_get_row (orders[2])->charge, ==, 0);

  statement = hsp_wallet_get_statement (shop->wallet);
  g_assert_cmpuint (g_list_model_get_n_items (statement), ==, 5);
  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(HspStatementEntry) entry = get_entry (shop, i);

      g_assert_cmpint (hsp_statement_entry_get_kind (entry), !=, HSP_ENTRY_ADDED);
      if (hsp_statement_entry_get_kind (entry) == HSP_ENTRY_REFUND)
        {
          n_refunds++;
          g_assert_cmpint (hsp_statement_entry_get_amount (entry), >, 0);
        }
      sum += hsp_statement_entry_get_amount (entry);
    }
  g_assert_cmpuint (n_refunds, ==, 2);
  g_assert_cmpint (100 * HSP_MONEY_UNIT + sum, ==, hsp_sandbox_get_balance (shop->sandbox));
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    g_object_unref (orders[i]);
}

static void
test_adopt_note_forget (Shop          *shop,
                        gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) placed = NULL;
  g_autoptr(HspOrder) adopted = NULL;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *number = NULL;
  HspService *service;

  shop_open (shop);
  service = shop_find_service (shop, FALSE);
  placed = shop_place (shop, service, MAX (hsp_service_get_value (service)->min, 100), LINK);
  number = g_strdup_printf (" #%s", hsp_order_get_row (placed)->order);

  hsp_order_book_adopt_async (shop->book, number, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_null (hsp_order_book_adopt_finish (shop->book, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);
  g_clear_object (&result);

  hsp_order_book_forget_async (shop->book, placed, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_order_book_forget_finish (shop->book, result, &error));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 0);
  g_clear_object (&result);

  hsp_order_book_adopt_async (shop->book, "999", NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_null (hsp_order_book_adopt_finish (shop->book, result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_ORDER_NOT_FOUND);
  g_clear_error (&error);
  g_clear_object (&result);

  hsp_order_book_adopt_async (shop->book, number, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  adopted = hsp_order_book_adopt_finish (shop->book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (hsp_order_get_row (adopted)->order, ==, hsp_order_get_row (placed)->order);
  g_assert_cmpint (hsp_order_get_state (adopted), ==, HSP_STATE_OPEN);
  g_clear_object (&result);

  hsp_order_book_set_note_async (shop->book, adopted, "Ghi chú <b>", hsp_test_store_result,
                                 &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_order_book_set_note_finish (shop->book, result, &error));
  g_assert_cmpstr (hsp_order_get_row (adopted)->note, ==, "Ghi chú <b>");
  g_clear_object (&result);

  hsp_order_book_events_async (shop->book, adopted, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  events = hsp_order_book_events_finish (shop->book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (events->len, >, 0);

  g_clear_object (&placed);
  g_clear_object (&adopted);
  shop_reopen (shop);
  adopted = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpstr (hsp_order_get_row (adopted)->note, ==, "Ghi chú <b>");
}

static void
test_goods (Shop          *shop,
            gconstpointer  data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) none = NULL;
  g_auto(GStrv) goods = NULL;
  HspService *service;
  gint64 quantity;

  shop_open (shop);
  service = shop_find_service (shop, TRUE);
  quantity = MAX (hsp_service_get_value (service)->min, 2);
  order = shop_place (shop, service, quantity, NULL);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_null (hsp_order_get_row (order)->link);

  hsp_order_book_fetch_goods_async (shop->book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  none = hsp_order_book_fetch_goods_finish (shop->book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (none), ==, 0);
  g_clear_object (&result);

  hsp_sandbox_advance (shop->sandbox, 60);
  hsp_order_book_fetch_goods_async (shop->book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  goods = hsp_order_book_fetch_goods_finish (shop->book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (goods), ==, quantity);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_COMPLETED);
}

static HspSmsProject *
find_project (Shop       *shop,
              const char *country)
{
  GListModel *projects = hsp_sms_desk_get_projects (shop->desk);

  for (guint i = 0; i < g_list_model_get_n_items (projects); i++)
    {
      g_autoptr(HspSmsProject) project = g_list_model_get_item (projects, i);

      if (g_str_equal (hsp_sms_project_get_country (project), country))
        return project;
    }
  g_assert_not_reached ();
}

static GPtrArray *
get_numbers (Shop          *shop,
             HspSmsProject *project,
             guint          quantity,
             HspOutcome    *outcome)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GPtrArray *numbers;

  hsp_sms_desk_get_async (shop->desk, project, quantity, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (shop->desk, result, outcome, NULL, &error);
  g_assert_no_error (error);
  return numbers;
}

static void
check_number (Shop         *shop,
              HspSmsNumber *number)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_sms_desk_check_async (shop->desk, number, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_sms_desk_check_finish (shop->desk, result, &error);
  g_assert_no_error (error);
}

/* The first number gets its code, seen by the watch; the second never does, and is paid back. */
static void
test_sms (Shop          *shop,
          gconstpointer  data)
{
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *phone = NULL;
  HspOutcome outcome = HSP_OUTCOME_WRITTEN;
  HspSmsProject *project;
  HspSmsNumber *first, *second;
  const HspNumberRow *row;
  HspMoney price;
  guint n_codes = 0;

  shop_open (shop);
  shop_load (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_countries (shop->desk)), >, 5);
  g_signal_connect_swapped (shop->desk, "code-received", G_CALLBACK (count_cb), &n_codes);

  project = find_project (shop, "us");
  price = hsp_sms_project_get_price (project);
  hsp_sms_desk_quote_async (shop->desk, project, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_cmpint (hsp_sms_desk_quote_finish (shop->desk, result, NULL), ==, price);

  numbers = get_numbers (shop, project, 2, &outcome);
  g_assert_cmpint (outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_cmpuint (numbers->len, ==, 2);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "add_sms"), ==, 1);
  first = numbers->pdata[0];
  second = numbers->pdata[1];
  row = hsp_sms_number_get_row (first);
  phone = hsp_phone_full (row->phone, row->country);
  g_assert_true (g_str_has_prefix (phone, "+1"));
  g_assert_cmpuint (strlen (phone), ==, 12);
  g_assert_cmpint (hsp_sms_number_get_state (first), ==, HSP_NUMBER_WAITING);
  g_assert_true (hsp_sms_number_is_active (first));
  g_assert_true (hsp_sms_desk_lookup (shop->desk, row->order) == first);

  hsp_sandbox_advance (shop->sandbox, 15);
  hsp_test_wait (hsp_sms_number_get_state (first) == HSP_NUMBER_RECEIVED);
  check_number (shop, first);
  row = hsp_sms_number_get_row (first);
  g_assert_nonnull (row->code);
  g_assert_null (strchr (row->code, ' '));
  g_assert_cmpint (row->charge, ==, price);
  g_assert_cmpint (row->expires, >, 0);
  g_assert_cmpuint (n_codes, ==, 1);
  g_assert_cmpuint (hsp_sms_desk_get_n_uncopied (shop->desk), ==, 1);
  g_assert_true (hsp_sms_desk_get_latest_code (shop->desk) == first);
  hsp_sms_desk_mark_copied (shop->desk, first);
  g_assert_cmpuint (hsp_sms_desk_get_n_uncopied (shop->desk), ==, 0);

  g_assert_cmpint (hsp_sms_number_get_state (second), ==, HSP_NUMBER_WAITING);
  hsp_sandbox_advance (shop->sandbox, 21 * 60);
  check_number (shop, second);
  g_assert_cmpint (hsp_sms_number_get_state (second), ==, HSP_NUMBER_EXPIRED);
  g_assert_cmpint (hsp_sms_number_get_row (second)->charge, ==, 0);
  hsp_sms_desk_remove (shop->desk, second);
  g_assert_false (hsp_sms_number_is_active (second));
  shop_settle_down (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_wallet_get_statement (shop->wallet)), ==, 3);
  g_assert_cmpint (hsp_wallet_get_balance (shop->wallet), ==,
                   hsp_sandbox_get_balance (shop->sandbox));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 0);

  g_clear_pointer (&numbers, g_ptr_array_unref);
  shop_reopen (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (shop->desk)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_wallet_get_statement (shop->wallet)), ==, 3);
  g_assert_cmpuint (hsp_sms_desk_get_n_uncopied (shop->desk), ==, 0);
}

/* Money that somebody paid in: seen between two readings. */
static void
test_unknown_rise (Shop          *shop,
                   gconstpointer  data)
{
  g_autoptr(HspStatementEntry) entry = NULL;

  shop_open (shop);
  shop_drop_account (shop);
  hsp_sandbox_stop (shop->sandbox);
  g_assert_finalize_object (g_steal_pointer (&shop->sandbox));

  shop->options.balance = 130 * HSP_MONEY_UNIT;
  shop->sandbox = hsp_sandbox_new (&shop->options);
  g_assert_true (hsp_sandbox_start (shop->sandbox, NULL));
  g_free (shop->endpoint);
  shop->endpoint = g_strdup (hsp_sandbox_get_endpoint (shop->sandbox));
  shop_make_account (shop);
  shop_open (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_wallet_get_statement (shop->wallet)), ==, 1);
  entry = get_entry (shop, 0);
  g_assert_cmpint (hsp_statement_entry_get_kind (entry), ==, HSP_ENTRY_ADDED);
  g_assert_cmpint (hsp_statement_entry_get_amount (entry), ==, 30 * HSP_MONEY_UNIT);
  g_assert_cmpint (hsp_statement_entry_get_balance_after (entry), ==, 130 * HSP_MONEY_UNIT);
}

static gboolean
import (Shop              *shop,
        const char        *path,
        HspJournalImport  *counts,
        GError           **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_account_import_async (shop->account, path, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_account_import_finish (shop->account, result, counts, error);
}

/* The history goes to another machine, and is shown there at once. */
static void
test_change_machines (Shop          *shop,
                      gconstpointer  data)
{
  g_autofree char *path = g_build_filename (shop->dir, "history.json", NULL);
  g_autofree char *other = g_build_filename (shop->dir, "other", NULL);
  g_autofree char *number = NULL;
  char *here;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) document = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspOrder) known = NULL;
  g_autoptr(GError) error = NULL;
  HspJournalImport counts;

  shop_open (shop);
  order = shop_place (shop, shop_find_service (shop, FALSE), 1000, LINK);
  number = g_strdup (hsp_order_get_row (order)->order);
  shop_settle_down (shop);
  hsp_account_export_async (shop->account, path, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  document = hsp_account_export_finish (shop->account, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (document), >, 0);
  g_clear_object (&result);
  g_clear_object (&order);

  /* another machine is not reached within the second, and readings are told apart by it */
  hsp_test_wait (hsp_get_now () > hsp_wallet_get_read_at (shop->wallet));
  shop_drop_account (shop);
  here = g_steal_pointer (&shop->dir);
  shop->dir = other;
  shop_make_account (shop);
  shop->dir = here;
  shop_open (shop);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 0);
  g_assert_true (import (shop, path, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_purchases, ==, 1);
  g_assert_cmpuint (counts.n_balances, >=, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 1);
  known = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_cmpstr (hsp_order_get_row (known)->order, ==, number);
  /* the readings came too: what was bought is no unknown loss, and what is shown is the newest */
  shop_settle_down (shop);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_wallet_get_statement (shop->wallet)), ==, 1);

  g_assert_true (import (shop, path, &counts, &error));
  g_assert_cmpuint (counts.n_purchases, ==, 0);
  g_assert_cmpuint (counts.n_purchases_known, ==, 1);
  g_assert_cmpuint (counts.n_balances, ==, 0);

  g_assert_true (g_file_set_contents (path, "{}", -1, NULL));
  g_assert_false (import (shop, path, &counts, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_cmpint (g_remove (path), ==, 0);
  g_assert_false (import (shop, path, &counts, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 1);
}

/* The file was damaged: what it still says is there, and the person is told until they know. */
static void
test_recovered (Shop          *shop,
                gconstpointer  data)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "journal.db", NULL);
  g_autofree char *bytes = NULL;
  g_autofree char *text = NULL;
  g_autofree char *none = NULL;
  g_autofree char *aside = NULL;
  gsize size = 0;

  shop_open (shop);
  g_object_unref (shop_place (shop, shop_find_service (shop, FALSE), 100, LINK));
  g_assert_null (hsp_account_get_recovery (shop->account));
  shop_drop_account (shop);
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  g_assert_cmpuint (size, >, 4096);
  memset (bytes, 0, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));

  shop_make_account (shop);
  shop_open (shop);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 1);
  g_assert_nonnull (hsp_account_get_recovery (shop->account));
  g_assert_cmpuint (hsp_account_get_recovery (shop->account)->n_purchases, ==, 1);
  aside = g_strdup (hsp_account_get_recovery (shop->account)->path);
  text = hsp_account_dup_recovery_text (shop->account);
  g_assert_nonnull (strstr (text, "1 purchase and 0 numbers"));
  g_assert_nonnull (strstr (text, aside));
  hsp_account_take_note_of_recovery (shop->account);
  g_assert_null (hsp_account_get_recovery (shop->account));
  none = hsp_account_dup_recovery_text (shop->account);
  g_assert_null (none);
  g_assert_true (g_file_test (aside, G_FILE_TEST_EXISTS));

  shop_reopen (shop);
  g_assert_null (hsp_account_get_recovery (shop->account));
}

/* (transfer full): a history of so many orders of long ago */
static char *
write_history (Shop  *shop,
               guint  n_orders)
{
  g_autoptr(GString) text = g_string_new ("{\"format\":\"hstockplus-history\",\"version\":1,"
                                          "\"purchases\":[");
  g_autoptr(GError) error = NULL;
  char *path = g_build_filename (shop->dir, "history.json", NULL);

  for (guint i = 0; i < n_orders; i++)
    g_string_append_printf (text, "%s{\"kind\":\"order\",\"outcome\":\"placed\",\"order\":\"%u\","
                                  "\"item\":\"1\",\"name\":\"a\",\"status\":\"Completed\","
                                  "\"currency\":\"USD\",\"created\":%u}",
                            i > 0 ? "," : "", 900000 + i, 1700000000 + i);
  g_string_append (text, "],\"numbers\":[],\"balances\":[]}");
  g_file_set_contents (path, text->str, -1, &error);
  g_assert_no_error (error);
  return path;
}

static void
count_change_cb (guint *n_changes)
{
  (*n_changes)++;
}

/* They are put into the list at once, and where they belong by their time. */
static void
test_import_many (Shop          *shop,
                  gconstpointer  data)
{
  g_autofree char *path = write_history (shop, 500);
  g_autoptr(HspOrder) placed = NULL;
  g_autoptr(HspOrder) first = NULL;
  g_autoptr(HspOrder) last = NULL;
  g_autoptr(GError) error = NULL;
  HspJournalImport counts;
  guint n_changes = 0;

  shop_open (shop);
  placed = shop_place (shop, shop_find_service (shop, FALSE), 1000, LINK);
  g_signal_connect_swapped (shop->book, "items-changed", G_CALLBACK (count_change_cb), &n_changes);
  g_assert_true (import (shop, path, &counts, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (counts.n_purchases, ==, 500);
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (shop->book)), ==, 501);
  first = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  g_assert_true (first == placed);
  last = g_list_model_get_item (G_LIST_MODEL (shop->book), 500);
  g_assert_cmpstr (hsp_order_get_row (last)->order, ==, "900000");
  g_signal_handlers_disconnect_by_func (shop->book, count_change_cb, &n_changes);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  /* No keyring, whatever this computer has */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_init (&argc, &argv, NULL);
  add_in_all_dialects ("wrong-key", test_wrong_key);
  add_in_all_dialects ("order", test_order);
  add_in_all_dialects ("refunds", test_refunds);
  add_in_all_dialects ("sms", test_sms);
#define ADD(name, dialect, func) \
  g_test_add ("/account/" name, Shop, GINT_TO_POINTER (dialect), set_up, func, tear_down)
  ADD ("no-keyring", HSP_DIALECT_DOCUMENTED, test_no_keyring);
  ADD ("key-refused", HSP_DIALECT_DOCUMENTED, test_key_refused);
  ADD ("adopt-note-forget", HSP_DIALECT_DOCUMENTED, test_adopt_note_forget);
  ADD ("goods", HSP_DIALECT_LIVE, test_goods);
  ADD ("change-machines", HSP_DIALECT_DOCUMENTED, test_change_machines);
  ADD ("import-many", HSP_DIALECT_DOCUMENTED, test_import_many);
  ADD ("recovered", HSP_DIALECT_DOCUMENTED, test_recovered);
  ADD ("unknown-rise", HSP_DIALECT_DOCUMENTED, test_unknown_rise);
#undef ADD
  return g_test_run ();
}
