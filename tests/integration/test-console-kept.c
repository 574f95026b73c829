/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the console shows and writes down of what it was asked and told, and what it must not. */
#include "config.h"

#include "console-helper.h"

#include <string.h>

#include "hsp-console-parts.h"
#include "hsp-order.h"

/* (transfer full) */
static char *
get_history_path (Fixture *fixture)
{
  return g_build_filename (fixture->shop.dir, "data", "sandbox", "console.json", NULL);
}

static char *
read_history (Fixture *fixture)
{
  g_autofree char *path = get_history_path (fixture);
  char *text = NULL;

  return g_file_get_contents (path, &text, NULL, NULL) ? text : g_strdup ("");
}

/* No secret is in @history, nor in what is shown of @requests. */
static void
assert_hidden (Fixture     *fixture,
               const char  *history,
               HspRequest **requests,
               guint        n_requests)
{
  for (guint i = 0; i < fixture->secrets->len; i++)
    {
      const char *secret = fixture->secrets->pdata[i];

      g_assert_null (strstr (history, secret));
      for (guint j = 0; j < n_requests; j++)
        {
          HspExchange *exchange = hsp_request_get_exchange (requests[j]);
          g_autofree char *params = hsp_request_dup_params_text (requests[j]);

          g_assert_null (strstr (params, secret));
          if (exchange == NULL || exchange->text == NULL)
            continue;
          g_assert_null (strstr (exchange->text->raw, secret));
          g_assert_null (strstr (exchange->text->pretty, secret));
          g_assert_null (g_strstr_len (g_bytes_get_data (exchange->text->full, NULL),
                                       (gssize) g_bytes_get_size (exchange->text->full), secret));
        }
    }
}

/* Of the first number, which is kept with its code as a secret. (transfer full) */
static HspSmsNumber *
wait_for_code (Fixture *fixture)
{
  HspSmsNumber *number = g_list_model_get_item (hsp_sms_desk_get_numbers (fixture->shop.desk), 0);

  hsp_sandbox_advance (fixture->shop.sandbox, 300);
  hsp_test_wait (hsp_sms_number_get_row (number)->code != NULL);
  g_ptr_array_add (fixture->secrets, g_strdup (hsp_sms_number_get_row (number)->code));
  /* without the sign, and without a country's code: how much of it is shown anywhere? */
  g_ptr_array_add (fixture->secrets, g_strdup (hsp_sms_number_get_row (number)->phone + 3));
  return number;
}

/* Rents a number through the console, waits for its code, asks everything about it, and then looks
 * for it in all that the console wrote. */
static void
test_nothing_on_disk (Fixture       *fixture,
                      gconstpointer  data)
{
  g_autoptr(HspSmsProject) project = NULL;
  g_autofree char *of_project = NULL;
  g_autofree char *of_order = NULL;
  g_autoptr(GHashTable) buying = NULL;
  g_autoptr(GHashTable) asking = NULL;
  g_autoptr(GHashTable) named = NULL;
  g_autoptr(GHashTable) with_phone = NULL;
  g_autoptr(HspConsoleOffer) what = NULL;
  g_autoptr(HspConsoleOffer) other = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRequest) request = NULL;
  g_autoptr(HspRequest) refused = NULL;
  g_autoptr(HspRequest) code = NULL;
  g_autoptr(HspRequest) status = NULL;
  g_autoptr(HspRequest) free = NULL;
  g_autoptr(HspSmsNumber) number = NULL;
  g_autoptr(HspRequest) reread = NULL;
  g_autofree char *phone_param = NULL;
  g_autofree char *history = NULL;
  HspRequest *shown[5];

  shop_load (&fixture->shop);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (fixture->shop.desk), 0);
  of_project = g_strconcat ("project_id=", hsp_sms_project_get_id (project), NULL);
  buying = make_params (of_project, NULL);
  what = offer (fixture, "add_sms", buying);
  g_assert_cmpint (what->total, ==, hsp_sms_project_get_price (project));
  request = buy (fixture, what, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_request_get_result (request), ==, HSP_RESULT_ANSWERED);
  g_assert_nonnull (strstr (get_text (request)->raw, "order"));
  g_assert_true (get_text (request)->hidden);

  /* a number that the shop does not know */
  g_ptr_array_add (fixture->secrets, g_strdup ("5557654321"));
  with_phone = make_params (of_project, "phone=+15557654321", NULL);
  other = offer (fixture, "add_sms", with_phone);
  refused = buy (fixture, other, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_request_get_result (refused), ==, HSP_RESULT_REFUSED);

  number = wait_for_code (fixture);
  of_order = g_strconcat ("order=", hsp_sms_number_get_row (number)->order, NULL);
  asking = make_params (of_order, NULL);
  code = send_good (fixture, "sms_code", asking);
  status = send_good (fixture, "sms_status", asking);
  phone_param = g_strconcat ("phone=", hsp_sms_number_get_row (number)->phone, NULL);
  named = make_params (phone_param, "key2=" KEY, "note=x" KEY "x", NULL);
  free = send_asked (fixture, "resend", named, TRUE, &error);
  g_assert_no_error (error);

  shown[0] = request, shown[1] = code, shown[2] = status, shown[3] = free, shown[4] = refused;
  hsp_account_close (fixture->shop.account);
  history = read_history (fixture);
  g_assert_nonnull (strstr (history, "\"add_sms\""));
  g_assert_nonnull (strstr (history, "resend"));
  assert_hidden (fixture, history, shown, G_N_ELEMENTS (shown));
}

/* The goods of an order are told by `status`, in one of the dialects. */
static void
test_goods (Fixture       *fixture,
            gconstpointer  data)
{
  HspService *service = shop_find_service (&fixture->shop, TRUE);
  g_autoptr(HspOrder) order = shop_place (&fixture->shop, service,
                                          MAX (hsp_service_get_value (service)->min, 1), NULL);
  g_autofree char *of_order = g_strconcat ("order=", hsp_order_get_row (order)->order, NULL);
  g_autoptr(GHashTable) params = make_params (of_order, NULL);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) goods = NULL;
  g_autoptr(HspRequest) request = NULL;
  g_autofree char *history = NULL;

  hsp_sandbox_advance (fixture->shop.sandbox, 100000);
  hsp_order_book_fetch_goods_async (fixture->shop.book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  goods = hsp_order_book_fetch_goods_finish (fixture->shop.book, result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (g_strv_length (goods), >, 0);

  request = send_good (fixture, "status", params);
  g_assert_nonnull (strstr (get_text (request)->pretty, "\"accounts\""));
  hsp_account_close (fixture->shop.account);
  history = read_history (fixture);
  for (guint i = 0; goods[i] != NULL; i++)
    {
      g_assert_null (strstr (get_text (request)->raw, goods[i]));
      g_assert_null (strstr (get_text (request)->pretty, goods[i]));
      g_assert_null (strstr (history, goods[i]));
    }
}

static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GHashTable) params = make_params ("limit=3", "category=Instagram", NULL);
  g_autoptr(GHashTable) none = make_params (NULL, NULL);
  g_autoptr(HspRequest) first = send_good (fixture, "services", params);
  g_autoptr(HspRequest) third = NULL;
  g_autoptr(HspRequest) second = send_good (fixture, "balance", none);
  g_autoptr(HspRequest) kept = NULL;
  g_autofree char *category = NULL;
  g_autofree char *page = NULL;
  g_autofree char *history = NULL;
  GListModel *requests;

  shop_reopen (&fixture->shop);
  fixture->console = hsp_account_get_console (fixture->shop.account);
  requests = hsp_console_get_requests (fixture->console);
  hsp_test_wait (g_list_model_get_n_items (requests) == 2);
  kept = g_list_model_get_item (requests, 1);
  g_assert_cmpstr (hsp_request_get_action (kept), ==, "services");
  g_assert_cmpint (hsp_request_get_result (kept), ==, HSP_RESULT_ANSWERED);
  g_assert_cmpint (hsp_request_get_size (kept), ==, hsp_request_get_size (first));
  g_assert_null (hsp_request_get_exchange (kept));
  category = hsp_request_dup_param (kept, "category");
  page = hsp_request_dup_param (kept, "page");
  g_assert_cmpstr (category, ==, "Instagram");
  g_assert_null (page);

  /* switched off, nothing more is written; taken out, it is out of the file */
  hsp_console_set_keep (fixture->console, FALSE);
  g_clear_object (&second);
  second = send_good (fixture, "sms_countries", none);
  /* not with one that is taken out, and not with the next one after switching on again */
  hsp_console_delete (fixture->console, kept);
  hsp_console_set_keep (fixture->console, TRUE);
  third = send_good (fixture, "categories", none);
  g_assert_cmpuint (g_list_model_get_n_items (requests), ==, 3);
  shop_reopen (&fixture->shop);
  history = read_history (fixture);
  g_assert_null (strstr (history, "Instagram"));
  g_assert_null (strstr (history, "sms_countries"));
  g_assert_nonnull (strstr (history, "balance"));
  g_assert_nonnull (strstr (history, "categories"));

  fixture->console = hsp_account_get_console (fixture->shop.account);
  hsp_test_wait (g_list_model_get_n_items (hsp_console_get_requests (fixture->console)) == 2);
  hsp_console_clear (fixture->console);
  shop_reopen (&fixture->shop);
  fixture->console = hsp_account_get_console (fixture->shop.account);
  g_clear_pointer (&history, g_free);
  history = read_history (fixture);
  g_assert_null (strstr (history, "balance"));
}

/* The account goes before its history was read: what was sent meanwhile is not lost. */
static void
test_closed_before_read (Fixture       *fixture,
                         gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->shop.dir, "other", "console.json", NULL);
  g_autoptr(GHashTable) none = make_params (NULL, NULL);
  g_autoptr(HspRequest) request = send_good (fixture, "balance", none);
  g_autoptr(HspHistoryRow) row = hsp_request_to_row (request);
  g_autoptr(HspRequest) again = hsp_request_new_row (row);
  g_autoptr(HspConsole) late =
    hsp_console_new (fixture->shop.account, hsp_account_get_client (fixture->shop.account), path);
  g_autofree char *history = NULL;

  /* nothing runs between, so that nothing can have been read */
  hsp_console_set_busy (late, TRUE, FALSE);
  hsp_console_add (late, again);
  hsp_console_close (late);
  g_assert_true (g_file_get_contents (path, &history, NULL, NULL));
  g_assert_nonnull (strstr (history, "balance"));
}

/* What the program asks by itself is listed beside, bounded, and never written down. */
static void
test_own (Fixture       *fixture,
          gconstpointer  data)
{
  GListModel *own = hsp_account_get_own_requests (fixture->shop.account);
  g_autoptr(HspRequest) newest = NULL;
  guint before = g_list_model_get_n_items (own);
  g_autofree char *history = NULL;

  g_assert_cmpuint (before, >, 0);
  hsp_wallet_refresh (fixture->shop.wallet);
  hsp_test_wait (g_list_model_get_n_items (own) == before + 1);
  shop_settle_down (&fixture->shop);
  newest = g_list_model_get_item (own, 0);
  g_assert_cmpstr (hsp_request_get_action (newest), ==, "balance");
  g_assert_false (hsp_request_is_by_hand (newest));
  g_assert_cmpuint (hsp_request_get_status (newest), ==, 200);
  g_assert_null (hsp_request_get_exchange (newest));
  history = read_history (fixture);
  g_assert_cmpstr (history, ==, "");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_dialects ("/console-kept/nothing-on-disk", test_nothing_on_disk);
  add_test ("/console-kept/goods", HSP_DIALECT_LIVE, test_goods);
  add_test ("/console-kept/history", HSP_DIALECT_DOCUMENTED, test_history);
  add_test ("/console-kept/closed-before-read", HSP_DIALECT_DOCUMENTED, test_closed_before_read);
  add_test ("/console-kept/own", HSP_DIALECT_DOCUMENTED, test_own);
  return g_test_run ();
}
