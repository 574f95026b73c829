/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "account-helper.h"

#include <string.h>

#include "hsp-console-parts.h"
#include "hsp-console.h"
#include "hsp-order.h"

#define KEY "k3y-9f8e7d6c5b4a"

typedef struct
{
  Shop        shop;
  HspConsole *console;      /* (unowned) the account's */
  GPtrArray  *secrets;      /* (owned) (element-type utf8): what must be in no file of the console's */
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->shop.options = (HspSandboxOptions) {
    .n_services = 200, .speed = 100, .key = KEY, .dialect = (HspDialect) GPOINTER_TO_INT (data),
  };
  shop_start (&fixture->shop);
  shop_open (&fixture->shop);
  fixture->console = hsp_account_get_console (fixture->shop.account);
  fixture->secrets = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (fixture->secrets, g_strdup (KEY));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  shop_end (&fixture->shop);
  g_ptr_array_unref (fixture->secrets);
}

/* "name=value" up to NULL. (transfer full) */
G_GNUC_NULL_TERMINATED
static GHashTable *
make_params (const char *first,
             ...)
{
  GHashTable *params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  va_list args;

  va_start (args, first);
  for (const char *param = first; param != NULL; param = va_arg (args, const char *))
    {
      const char *equals = strchr (param, '=');

      g_hash_table_insert (params, g_strndup (param, equals - param), g_strdup (equals + 1));
    }
  va_end (args);
  return params;
}

/* (transfer full) (nullable) */
static HspRequest *
send_asked (Fixture     *fixture,
            const char  *action,
            GHashTable  *params,
            gboolean     asked,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_console_send_async (fixture->console, action, params, asked, NULL, hsp_test_store_result,
                          &result);
  /* 200 MB take their time under the sanitizers */
  hsp_test_wait_for (150, result != NULL);
  return hsp_console_send_finish (fixture->console, result, error);
}

static HspRequest *
send (Fixture    *fixture,
      const char *action,
      GHashTable *params)
{
  g_autoptr(GError) error = NULL;
  HspRequest *request = send_asked (fixture, action, params, FALSE, &error);

  g_assert_no_error (error);
  g_assert_nonnull (request);
  return request;
}

static HspAnswerText *
get_text (HspRequest *request)
{
  g_assert_nonnull (hsp_request_get_exchange (request));
  return hsp_request_get_exchange (request)->text;
}

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

static void
test_reads (Fixture       *fixture,
            gconstpointer  data)
{
  HspService *service = shop_find_service (&fixture->shop, FALSE);
  g_autofree char *of_service = g_strconcat ("service=", hsp_service_get_id (service), NULL);
  g_autoptr(HspOrder) order = shop_place (&fixture->shop, service, 100, "https://example.com/x");
  g_autofree char *of_order = g_strconcat ("order=", hsp_order_get_row (order)->order, NULL);
  const struct
  {
    const char *action;
    const char *param;
  } reads[] = {
    { "categories", NULL }, { "services", "limit=5" }, { "inventory", of_service }, { "balance", NULL },
    { "status", of_order }, { "sms_projects", "country=us" }, { "sms_countries", NULL },
    { " Balance ", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (reads); i++)
    {
      g_autoptr(GHashTable) params = make_params (reads[i].param, NULL);
      g_autoptr(HspRequest) request = send (fixture, reads[i].action, params);

      g_assert_cmpint (hsp_request_get_result (request), ==, HSP_RESULT_ANSWERED);
      g_assert_cmpuint (hsp_request_get_status (request), ==, 200);
      g_assert_cmpstr (hsp_request_get_reason (request), ==, "OK");
      g_assert_cmpint (hsp_request_get_first_byte (request), >=, 0);
      g_assert_cmpint (hsp_request_get_duration (request), >=, hsp_request_get_first_byte (request));
      g_assert_true (get_text (request)->is_json);
      g_assert_cmpint (hsp_request_get_size (request), ==, get_text (request)->size);
      g_assert_nonnull (strstr (hsp_request_get_exchange (request)->headers, "Content-Type: "));
      if (reads[i].param != NULL)
        g_assert_cmpstr (hsp_request_get_params (request)[0], ==, reads[i].param);
    }
  g_assert_cmpuint (g_list_model_get_n_items (hsp_console_get_requests (fixture->console)), ==,
                    G_N_ELEMENTS (reads));
  /* only the last answer is kept */
  {
    g_autoptr(HspRequest) older = g_list_model_get_item (hsp_console_get_requests (fixture->console), 1);

    g_assert_null (hsp_request_get_exchange (older));
  }
}

/* Each fault is shown as what it is, and nothing is asked twice. */
static const struct
{
  HspFault         fault;
  HspRequestResult result;
  gboolean         has_text;
} faults[] = {
  { HSP_FAULT_REFUSE, HSP_RESULT_BROKEN, FALSE },
  { HSP_FAULT_RESET_BEFORE, HSP_RESULT_BROKEN, FALSE },
  { HSP_FAULT_RESET_AFTER, HSP_RESULT_BROKEN, FALSE },
  { HSP_FAULT_TRUNCATE, HSP_RESULT_BROKEN, TRUE },
  { HSP_FAULT_NOT_JSON, HSP_RESULT_NOT_JSON, TRUE },
  { HSP_FAULT_HTML, HSP_RESULT_NOT_JSON, TRUE },
  { HSP_FAULT_EMPTY, HSP_RESULT_NOT_JSON, TRUE },
  { HSP_FAULT_HTTP_400, HSP_RESULT_REFUSED, TRUE },
  { HSP_FAULT_HTTP_500, HSP_RESULT_SERVER, TRUE },
  { HSP_FAULT_HTTP_502, HSP_RESULT_SERVER, TRUE },
  { HSP_FAULT_SLOW, HSP_RESULT_ANSWERED, TRUE },
  { HSP_FAULT_REDIRECT, HSP_RESULT_NOT_JSON, TRUE },
  { HSP_FAULT_BAD_UTF8, HSP_RESULT_ANSWERED, TRUE },
  { HSP_FAULT_TOO_DEEP, HSP_RESULT_NOT_JSON, TRUE },
  { HSP_FAULT_TOO_LONG, HSP_RESULT_NOT_JSON, TRUE },
  { HSP_FAULT_ERROR_OBJECT, HSP_RESULT_REFUSED, TRUE },
  { HSP_FAULT_BAD_KEY, HSP_RESULT_REFUSED, TRUE },
  { HSP_FAULT_LONG_LINE, HSP_RESULT_ANSWERED, TRUE },
  { HSP_FAULT_HUGE, HSP_RESULT_ANSWERED, TRUE },
  { HSP_FAULT_BINARY, HSP_RESULT_NOT_JSON, TRUE },
  { HSP_FAULT_BAD_ROW, HSP_RESULT_ANSWERED, TRUE },
  /* last: the shop is left alone for a while after them */
  { HSP_FAULT_RATE_TEXT, HSP_RESULT_RATE_LIMITED, TRUE },
  { HSP_FAULT_HTTP_429, HSP_RESULT_RATE_LIMITED, TRUE },
};

/* and the one that hangs, which is stopped, and none */
G_STATIC_ASSERT (G_N_ELEMENTS (faults) == HSP_N_FAULTS - 2);

static void
assert_showable (const char *text)
{
  guint length = 0;

  g_assert_true (g_utf8_validate (text, -1, NULL));
  g_assert_cmpuint (strlen (text), <, HSP_SHOWN_SIZE + HSP_SHOWN_SIZE / 100);
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      length = *p == '\n' ? 0 : length + 1;
      g_assert_cmpuint (length, <=, HSP_SHOWN_LINE);
    }
}

static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(GHashTable) params = make_params (NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      guint before = hsp_sandbox_count (fixture->shop.sandbox, "balance");
      g_autoptr(HspRequest) request = NULL;

      g_test_message ("%s", hsp_fault_to_name (faults[i].fault));
      hsp_sandbox_push_fault (fixture->shop.sandbox, "balance", faults[i].fault);
      request = send (fixture, "balance", params);
      g_assert_cmpint (hsp_request_get_result (request), ==, faults[i].result);
      g_assert_cmpuint (hsp_sandbox_count (fixture->shop.sandbox, "balance"), ==, before + 1);
      g_assert_cmpint (get_text (request) != NULL, ==, faults[i].has_text);
      if (get_text (request) != NULL)
        {
          assert_showable (get_text (request)->pretty);
          assert_showable (get_text (request)->raw);
        }
      if (faults[i].fault == HSP_FAULT_HUGE)
        g_assert_cmpint (hsp_request_get_size (request), >, 200 * 1000 * 1000);
    }
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GHashTable) params = make_params (NULL, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRequest) request = NULL;
  guint before = hsp_sandbox_count (fixture->shop.sandbox, "balance");

  hsp_sandbox_push_fault (fixture->shop.sandbox, "balance", HSP_FAULT_HANG);
  hsp_console_send_async (fixture->console, "balance", params, FALSE, cancellable,
                          hsp_test_store_result, &result);
  g_assert_true (hsp_console_get_busy (fixture->console));
  g_assert_false (hsp_console_get_spending (fixture->console));
  hsp_test_wait (hsp_sandbox_count (fixture->shop.sandbox, "balance") == before + 1);
  g_assert_null (send_asked (fixture, "balance", params, FALSE, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);

  g_cancellable_cancel (cancellable);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_console_get_busy (fixture->console));
  request = hsp_console_send_finish (fixture->console, result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_request_get_result (request), ==, HSP_RESULT_STOPPED);
}

/* Nothing that spends is sent as if it did not, whatever it is called. */
static void
test_no_way_past (Fixture       *fixture,
                  gconstpointer  data)
{
  static const char * const names[] = {
    "add", "ADD", " add", "add ", "Add\n", "ａｄｄ", "add_sms", "ADD_SMS", "add _sms", "a\u200bdd",
  };
  g_autoptr(GHashTable) params = make_params ("service=1", "quantity=1", NULL);
  g_autoptr(GHashTable) bad_name = make_params ("Action=add", NULL);
  g_autoptr(GHashTable) bad_chars = make_params ("x&action=add", NULL);
  guint before;
  g_autoptr(GPtrArray) requests = hsp_sandbox_get_requests (fixture->shop.sandbox);

  before = requests->len;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_cmpint (hsp_console_examine (names[i], NULL), ==, HSP_ASKS_SPENDING);
      g_assert_null (send_asked (fixture, names[i], params, TRUE, &error));
      g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
    }
  g_assert_false (hsp_console_check (fixture->console, "аdd", params, NULL));
  g_assert_false (hsp_console_check (fixture->console, "add%20", params, NULL));
  g_assert_false (hsp_console_check (fixture->console, "refill", bad_name, NULL));
  g_assert_false (hsp_console_check (fixture->console, "refill", bad_chars, NULL));
  g_clear_pointer (&requests, g_ptr_array_unref);
  requests = hsp_sandbox_get_requests (fixture->shop.sandbox);
  g_assert_cmpuint (requests->len, ==, before);
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->shop.sandbox), ==, 0);
}

/* What the table does not have is asked about, and sent once whatever comes of it. */
static void
test_unknown (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GHashTable) params = make_params ("order=1", NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRequest) request = NULL;

  g_assert_null (send_asked (fixture, "refill", params, FALSE, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_clear_error (&error);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.sandbox, "refill"), ==, 0);

  hsp_sandbox_push_fault (fixture->shop.sandbox, "refill", HSP_FAULT_HTTP_502);
  request = send_asked (fixture, "refill", params, TRUE, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_request_get_result (request), ==, HSP_RESULT_SERVER);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.sandbox, "refill"), ==, 1);
}

static HspConsoleOffer *
offer (Fixture    *fixture,
       const char *action,
       GHashTable *params)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspConsoleOffer *answer;

  hsp_console_offer_async (fixture->console, action, params, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  answer = hsp_console_offer_finish (fixture->console, result, &error);
  g_assert_no_error (error);
  return answer;
}

static HspRequest *
buy (Fixture               *fixture,
     const HspConsoleOffer *what,
     GError               **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_console_buy_async (fixture->console, what, hsp_test_store_result, &result);
  g_assert_true (hsp_console_get_spending (fixture->console));
  hsp_test_wait (result != NULL);
  shop_settle_down (&fixture->shop);
  return hsp_console_buy_finish (fixture->console, result, error);
}

static void
test_order (Fixture       *fixture,
            gconstpointer  data)
{
  HspService *service = shop_find_service (&fixture->shop, FALSE);
  g_autofree char *of_service = g_strconcat ("service=", hsp_service_get_id (service), NULL);
  g_autoptr(GHashTable) params = make_params (of_service, "quantity=100", "link=https://example.com/x",
                                              NULL);
  g_autoptr(HspConsoleOffer) what = offer (fixture, "Add ", params);
  g_autoptr(HspConsoleOffer) again = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspRequest) request = NULL;
  g_autoptr(HspRequest) lost = NULL;
  g_autoptr(HspOrder) order = NULL;

  g_assert_cmpint (what->total, ==, hsp_service_estimate (service, 100));
  g_assert_cmpint (what->balance, ==, 100 * HSP_MONEY_UNIT);
  g_assert_false (what->again);
  g_assert_cmpstr (what->name, ==, hsp_service_get_name (service));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.sandbox, "add"), ==, 0);

  request = buy (fixture, what, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_request_get_result (request), ==, HSP_RESULT_ANSWERED);
  g_assert_cmpstr (hsp_request_get_action (request), ==, "add");
  g_assert_nonnull (strstr (get_text (request)->raw, "\"order\""));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->shop.book)), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (fixture->shop.book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_assert_nonnull (strstr (get_text (request)->raw, hsp_order_get_row (order)->order));

  again = offer (fixture, "add", params);
  g_assert_true (again->again);
  hsp_sandbox_push_fault (fixture->shop.sandbox, "add", HSP_FAULT_RESET_AFTER);
  lost = buy (fixture, again, &error);
  g_assert_no_error (error);
  g_assert_cmpint (hsp_request_get_result (lost), ==, HSP_RESULT_UNCONFIRMED);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (fixture->shop.book), ==, 1);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.sandbox, "add"), ==, 2);
}

/* Beyond what the person allows, nothing is sent. */
static void
test_limits (Fixture       *fixture,
             gconstpointer  data)
{
  HspService *service = shop_find_service (&fixture->shop, FALSE);
  g_autofree char *of_service = g_strconcat ("service=", hsp_service_get_id (service), NULL);
  g_autoptr(GHashTable) params = make_params (of_service, "quantity=100", "link=https://example.com/x",
                                              NULL);
  g_autoptr(HspConsoleOffer) what = offer (fixture, "add", params);
  g_autoptr(GError) error = NULL;
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;

  limits.max_total = 1;
  hsp_account_set_limits (fixture->shop.account, &limits);
  g_assert_null (buy (fixture, what, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_LIMIT);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.sandbox, "add"), ==, 0);
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

  number = g_list_model_get_item (hsp_sms_desk_get_numbers (fixture->shop.desk), 0);
  hsp_sandbox_advance (fixture->shop.sandbox, 300);
  hsp_test_wait (hsp_sms_number_get_row (number)->code != NULL);
  g_ptr_array_add (fixture->secrets, g_strdup (hsp_sms_number_get_row (number)->code));
  /* without the sign, and without a country's code: how much of it is shown anywhere? */
  g_ptr_array_add (fixture->secrets, g_strdup (hsp_sms_number_get_row (number)->phone + 3));

  of_order = g_strconcat ("order=", hsp_sms_number_get_row (number)->order, NULL);
  asking = make_params (of_order, NULL);
  code = send (fixture, "sms_code", asking);
  status = send (fixture, "sms_status", asking);
  phone_param = g_strconcat ("phone=", hsp_sms_number_get_row (number)->phone, NULL);
  named = make_params (phone_param, "key2=" KEY, "note=x" KEY "x", NULL);
  free = send_asked (fixture, "resend", named, TRUE, &error);
  g_assert_no_error (error);

  shown[0] = request, shown[1] = code, shown[2] = status, shown[3] = free, shown[4] = refused;
  hsp_account_close (fixture->shop.account);
  history = read_history (fixture);
  g_assert_nonnull (strstr (history, "\"add_sms\""));
  g_assert_nonnull (strstr (history, "resend"));
  for (guint i = 0; i < fixture->secrets->len; i++)
    {
      const char *secret = fixture->secrets->pdata[i];

      g_assert_null (strstr (history, secret));
      for (guint j = 0; j < G_N_ELEMENTS (shown); j++)
        {
          HspExchange *exchange = hsp_request_get_exchange (shown[j]);
          g_autofree char *params = hsp_request_dup_params_text (shown[j]);

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

  request = send (fixture, "status", params);
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
  g_autoptr(HspRequest) first = send (fixture, "services", params);
  g_autoptr(HspRequest) third = NULL;
  g_autoptr(HspRequest) second = send (fixture, "balance", none);
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
  second = send (fixture, "sms_countries", none);
  /* not with one that is taken out, and not with the next one after switching on again */
  hsp_console_delete (fixture->console, kept);
  hsp_console_set_keep (fixture->console, TRUE);
  third = send (fixture, "categories", none);
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
  g_autoptr(HspRequest) request = send (fixture, "balance", none);
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

/* The line is run by a real shell, with a program in curl's place that tells its arguments. */
static void
test_curl (Fixture       *fixture,
           gconstpointer  data)
{
  static const char script[] = "#!/bin/sh\nfor a in \"$@\"; do printf '%s\\0' \"$a\"; done\n";
  const char *values[] = {
    "plain", "it's", "'", "''", "$HOME $(id) `id` \\ \"x\"", "a\nb\n", "Tiếng Việt 🇻🇳", "*?[x]{a,b}~", "-x",
    "@/etc/passwd", "a=b&c%20", " two  blanks ", "!history", "\\", "x'\"$\\`", "the " KEY " itself",
  };
  g_autofree char *bin = g_build_filename (fixture->shop.dir, "bin", NULL);
  g_autofree char *curl = g_build_filename (bin, "curl", NULL);
  g_autofree char *search_path = g_strconcat (bin, ":/usr/bin:/bin", NULL);
  g_auto(GStrv) env = g_environ_setenv (g_get_environ (), "PATH", search_path, TRUE);
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autoptr(GError) error = NULL;

  env = g_environ_setenv (env, "HSTOCKPLUS_KEY", KEY, TRUE);
  env = g_environ_setenv (env, "HSTOCKPLUS_PHONE", "+15551234567", TRUE);
  g_mkdir (bin, 0700);
  g_assert_true (g_file_set_contents_full (curl, script, -1, G_FILE_SET_CONTENTS_NONE, 0700, NULL));
  g_ptr_array_add (names, (gpointer) "link");
  g_ptr_array_add (names, (gpointer) "phone");

  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    {
      g_autofree char *link = g_strconcat ("link=", values[i], NULL);
      g_autoptr(GHashTable) params = make_params (link, "phone=+15551234567", NULL);
      g_autofree char *line = hsp_console_dup_curl (fixture->console, "resend", names, params);
      const char *argv[] = { "/bin/sh", "-c", line, NULL };
      const char *expected[] = {
        fixture->shop.endpoint, "--data-urlencode", "key=" KEY, "--data-urlencode", "action=resend",
        "--data-urlencode", link, "--data-urlencode", "phone=+15551234567",
      };
      g_autoptr(GSubprocessLauncher) launcher =
        g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
      g_autoptr(GSubprocess) process = NULL;
      g_autoptr(GBytes) out = NULL;
      const char *p, *end;
      gsize size;

      g_assert_null (strstr (line, KEY));
      g_assert_null (strstr (line, "5551234567"));
      g_subprocess_launcher_set_environ (launcher, env);
      process = g_subprocess_launcher_spawnv (launcher, argv, &error);
      g_assert_no_error (error);
      g_subprocess_communicate (process, NULL, NULL, &out, NULL, &error);
      g_assert_no_error (error);
      g_assert_true (g_subprocess_get_successful (process));
      p = g_bytes_get_data (out, &size);
      end = p + size;
      for (guint j = 0; j < G_N_ELEMENTS (expected); j++)
        {
          g_assert_true (p < end);
          g_assert_cmpstr (p, ==, expected[j]);
          p += strlen (p) + 1;
        }
      g_assert_true (p == end);
    }
}

#define add(path, func) \
  g_test_add (path, Fixture, GINT_TO_POINTER (HSP_DIALECT_DOCUMENTED), set_up, func, tear_down)
#define add_dialects(path, func) G_STMT_START { \
    add (path "/documented", func); \
    g_test_add (path "/live", Fixture, GINT_TO_POINTER (HSP_DIALECT_LIVE), set_up, func, tear_down); \
    g_test_add (path "/old", Fixture, GINT_TO_POINTER (HSP_DIALECT_OLD), set_up, func, tear_down); \
  } G_STMT_END

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_dialects ("/console/reads", test_reads);
  add ("/console/faults", test_faults);
  add ("/console/stop", test_stop);
  add ("/console/no-way-past", test_no_way_past);
  add ("/console/unknown", test_unknown);
  add ("/console/order", test_order);
  add ("/console/limits", test_limits);
  add_dialects ("/console/nothing-on-disk", test_nothing_on_disk);
  g_test_add ("/console/goods", Fixture, GINT_TO_POINTER (HSP_DIALECT_LIVE), set_up, test_goods,
              tear_down);
  add ("/console/history", test_history);
  add ("/console/closed-before-read", test_closed_before_read);
  add ("/console/own", test_own);
  add ("/console/curl", test_curl);
  return g_test_run ();
}
