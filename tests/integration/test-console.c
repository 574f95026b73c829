/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-helper.h"

#include <string.h>

#include "hsp-order.h"

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
      g_autoptr(HspRequest) request = send_good (fixture, reads[i].action, params);

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
      request = send_good (fixture, "balance", params);
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

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  add_dialects ("/console/reads", test_reads);
  add_test ("/console/faults", HSP_DIALECT_DOCUMENTED, test_faults);
  add_test ("/console/stop", HSP_DIALECT_DOCUMENTED, test_stop);
  add_test ("/console/no-way-past", HSP_DIALECT_DOCUMENTED, test_no_way_past);
  add_test ("/console/unknown", HSP_DIALECT_DOCUMENTED, test_unknown);
  add_test ("/console/order", HSP_DIALECT_DOCUMENTED, test_order);
  add_test ("/console/limits", HSP_DIALECT_DOCUMENTED, test_limits);
  add_test ("/console/curl", HSP_DIALECT_DOCUMENTED, test_curl);
  return g_test_run ();
}
