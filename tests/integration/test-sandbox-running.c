/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sandbox as something that runs: it starts and stops, fails as it is told, keeps its state, and is a program. */
#include "config.h"

#include <signal.h>

#include "sandbox-customer.h"

static void
test_start (void)
{
  Fixture one = { NULL }, two = { NULL };
  g_autoptr(HspSandbox) late = NULL;
  g_autoptr(GError) error = NULL;
  HspSandboxOptions options = { .key = "another key", .balance = 5 * HSP_MONEY_UNIT };

  open_shop (&one, NULL);
  open_shop (&two, &options);
  g_assert_true (g_str_has_prefix (hsp_sandbox_get_endpoint (one.sandbox), "http://127.0.0.1:"));
  g_assert_true (g_str_has_suffix (hsp_sandbox_get_endpoint (one.sandbox), "/api/v2"));
  g_assert_cmpstr (hsp_sandbox_get_endpoint (one.sandbox), !=,
                   hsp_sandbox_get_endpoint (two.sandbox));
  g_assert_cmpstr (hsp_sandbox_get_key (one.sandbox), ==, "sandbox");
  assert_answer (&one, "action=balance", "{\"balance\":\"100.00\",\"currency\":\"USD\"}");
  g_assert_cmpint (hsp_sandbox_get_balance (two.sandbox), ==, 5 * HSP_MONEY_UNIT);

  options.port = atoi (strrchr (hsp_sandbox_get_endpoint (one.sandbox), ':') + 1);
  late = hsp_sandbox_new (&options);
  g_assert_false (hsp_sandbox_start (late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_ADDRESS_IN_USE);

  close_shop (&one);
  close_shop (&two);
}

static void
test_start_and_stop_at_once (void)
{
  for (guint i = 0; i < 20; i++)
    {
      Fixture fixture = { NULL };

      open_shop (&fixture, NULL);
      close_shop (&fixture);
    }
}

/* A window opens on it: what start does in the caller's thread must not be felt. */
static void
test_speed (void)
{
  gint64 starting = G_MAXINT64, answering = G_MAXINT64;

  for (guint i = 0; i < 5; i++)
    {
      g_autoptr(HspSandbox) sandbox = hsp_sandbox_new (NULL);
      gint64 begin = g_get_monotonic_time ();

      g_assert_true (hsp_sandbox_start (sandbox, NULL));
      starting = MIN (starting, g_get_monotonic_time () - begin);
    }
  g_test_message ("start: %" G_GINT64_FORMAT " µs", starting);
  g_assert_cmpint (starting, <, 2000);

  for (guint i = 0; i < 2; i++)
    {
      Fixture fixture = { NULL };

      open_shop (&fixture, NULL);
      for (guint j = 0; j < 3; j++)
        {
          gint64 begin = g_get_monotonic_time ();
          g_autofree char *answer = ask_text (&fixture, "action=services");

          answering = MIN (answering, g_get_monotonic_time () - begin);
        }
      close_shop (&fixture);
    }
  g_test_message ("services: %" G_GINT64_FORMAT " µs", answering);
  g_assert_cmpint (answering, <, 50000);
}

typedef struct
{
  HspFault    fault;
  gboolean    acts;
  guint       status;    /* 0: no answer */
  const char *part;      /* (nullable) what the body has in it */
} Expected;

static const Expected expected[] = {
  { HSP_FAULT_NONE, TRUE, 200, "\"order\":" },
  { HSP_FAULT_REFUSE, FALSE, 0, NULL },
  { HSP_FAULT_RESET_BEFORE, FALSE, 0, NULL },
  { HSP_FAULT_RESET_AFTER, TRUE, 0, NULL },
  { HSP_FAULT_TRUNCATE, TRUE, 0, NULL },
  { HSP_FAULT_NOT_JSON, TRUE, 200, "OK: done" },
  { HSP_FAULT_HTML, TRUE, 200, "<html>" },
  { HSP_FAULT_EMPTY, TRUE, 200, "" },
  { HSP_FAULT_HTTP_400, FALSE, 400, "{\"error\":" },
  { HSP_FAULT_HTTP_500, TRUE, 500, "{\"error\":" },
  { HSP_FAULT_HTTP_502, FALSE, 502, "<html>" },
  { HSP_FAULT_HTTP_429, FALSE, 429, "{\"error\":" },
  { HSP_FAULT_RATE_TEXT, FALSE, 200, "{\"error\":\"Rate limit exceeded\"}" },
  { HSP_FAULT_SLOW, TRUE, 200, "\"order\":" },
  { HSP_FAULT_REDIRECT, FALSE, 302, "" },
  { HSP_FAULT_BAD_UTF8, TRUE, 200, "\xff" },
  { HSP_FAULT_TOO_DEEP, TRUE, 200, "[[[[[[[[[[[[[[[[[[[[" },
  { HSP_FAULT_TOO_LONG, TRUE, 200, "aaaaaaaaaaaaaaaaaaaa" },
  { HSP_FAULT_ERROR_OBJECT, FALSE, 200, "{\"error\":{" },
  { HSP_FAULT_BAD_KEY, FALSE, 200, "{\"error\":\"Invalid API key\"}" },
  { HSP_FAULT_LONG_LINE, TRUE, 200, "aaaaaaaaaaaaaaaaaaaa" },
  { HSP_FAULT_BINARY, TRUE, 200, "\x89PNG" },
  { HSP_FAULT_BAD_ROW, TRUE, 200, "\"order\":" },
};

static void
test_fault_names (void)
{
  HspFault fault = HSP_FAULT_NONE;

  for (int i = 0; i < HSP_N_FAULTS; i++)
    {
      g_assert_true (hsp_fault_from_name (hsp_fault_to_name (i), &fault));
      g_assert_cmpint (fault, ==, i);
    }
  g_assert_cmpstr (hsp_fault_to_name (HSP_FAULT_RESET_AFTER), ==, "reset-after");
  g_assert_false (hsp_fault_from_name ("nothing", &fault));
}

static void
check_fault (Fixture        *fixture,
             const Expected *fault)
{
  g_autoptr(GBytes) body = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) requests = NULL;
  const HspSandboxRequest *request;
  guint status = 0, n_before = hsp_sandbox_count (fixture->sandbox, "add");
  HspMoney before = hsp_sandbox_get_charged (fixture->sandbox);

  g_test_message ("%s", hsp_fault_to_name (fault->fault));
  hsp_sandbox_push_fault (fixture->sandbox, "add", fault->fault);
  body = post (fixture, "action=add&service=4&quantity=1000&link=a", &status, &error);
  if (fault->status == 0)
    {
      g_assert_null (body);
      g_assert_nonnull (error);
    }
  else
    {
      g_assert_no_error (error);
      g_assert_cmpuint (status, ==, fault->status);
      text = dup_body (body);
      g_assert_nonnull (strstr (text, fault->part));
    }

  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add"), ==, n_before + 1);
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->sandbox) - before, ==, fault->acts ? 1000 : 0);
  requests = hsp_sandbox_get_requests (fixture->sandbox);
  request = g_ptr_array_index (requests, requests->len - 1);
  g_assert_cmpint (request->acted, ==, fault->acts);
  g_assert_cmpint (request->charge, ==, fault->acts ? 1000 : 0);
  g_assert_cmpstr (request->params, ==, "action=add&service=4&quantity=1000&link=a");
}

static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    check_fault (fixture, &expected[i]);
  /* it has recovered from all of them */
  g_free (buy (fixture, "service=4&quantity=1000&link=b"));
}

static void
test_fault_queue (Fixture       *fixture,
                  gconstpointer  data)
{
  guint status = 0;
  g_autoptr(GBytes) first = NULL;
  g_autoptr(GBytes) second = NULL;

  hsp_sandbox_push_fault (fixture->sandbox, NULL, HSP_FAULT_HTTP_502);
  hsp_sandbox_push_fault (fixture->sandbox, "balance", HSP_FAULT_HTTP_400);
  hsp_sandbox_push_fault (fixture->sandbox, "status", HSP_FAULT_HTTP_429);
  first = post (fixture, "action=balance", &status, NULL);
  g_assert_cmpuint (status, ==, 400);
  second = post (fixture, "action=balance", &status, NULL);
  g_assert_cmpuint (status, ==, 502);
  assert_answer (fixture, "action=balance", "{\"balance\":\"100.00\",\"currency\":\"USD\"}");
}

static void
test_hang (void)
{
  Fixture fixture = { NULL };
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) body = NULL;
  g_autoptr(GError) error = NULL;

  open_shop (&fixture, NULL);
  hsp_sandbox_push_fault (fixture.sandbox, NULL, HSP_FAULT_HANG);
  message = soup_message_new_from_encoded_form ("POST", hsp_sandbox_get_endpoint (fixture.sandbox),
                                                g_strdup ("key=sandbox&action=add&service=4"
                                                          "&quantity=1000&link=a"));
  soup_session_send_and_read_async (fixture.session, message, G_PRIORITY_DEFAULT, NULL,
                                    hsp_test_store_result, &result);
  hsp_test_wait (hsp_sandbox_get_charged (fixture.sandbox) == 1000);
  g_assert_null (result);

  hsp_sandbox_stop (fixture.sandbox);
  hsp_test_wait (result != NULL);
  body = soup_session_send_and_read_finish (fixture.session, result, &error);
  g_assert_null (body);
  g_assert_nonnull (error);
  close_shop (&fixture);
}

static void
test_stop_while_slow (void)
{
  Fixture fixture = { NULL };
  g_autoptr(SoupMessage) message = NULL;
  g_autoptr(GAsyncResult) result = NULL;

  open_shop (&fixture, NULL);
  hsp_sandbox_push_fault (fixture.sandbox, NULL, HSP_FAULT_SLOW);
  message = soup_message_new_from_encoded_form ("POST", hsp_sandbox_get_endpoint (fixture.sandbox),
                                                g_strdup ("key=sandbox&action=balance"));
  soup_session_send_and_read_async (fixture.session, message, G_PRIORITY_DEFAULT, NULL,
                                    hsp_test_store_result, &result);
  hsp_test_wait (hsp_sandbox_count (fixture.sandbox, "balance") == 1);
  hsp_sandbox_stop (fixture.sandbox);
  hsp_test_wait (result != NULL);
  close_shop (&fixture);
}

static void
test_state (void)
{
  g_autofree char *folder = g_dir_make_tmp ("hsp-sandbox-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "state.json", NULL);
  g_autofree char *order = NULL;
  g_autofree char *project = NULL;
  g_autoptr(JsonNode) bought = NULL;
  g_autoptr(JsonNode) status = NULL;
  g_autoptr(JsonNode) code = NULL;
  HspSandboxOptions options = { .state_path = path };
  Fixture fixture = { NULL };
  HspMoney balance;
  gint64 number;
  GStatBuf info;

  open_shop (&fixture, &options);
  order = buy (&fixture, "service=1&quantity=1000&link=a");
  project = find_project (&fixture, "us", "Telegram");
  bought = ask (&fixture, "action=add_sms&project_id=%s", project);
  number = number_of (first_of (bought, "orders"), "order");
  hsp_sandbox_advance (fixture.sandbox, 40);
  balance = hsp_sandbox_get_balance (fixture.sandbox);
  close_shop (&fixture);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);

  open_shop (&fixture, &options);
  g_assert_cmpint (hsp_sandbox_get_balance (fixture.sandbox), ==, balance);
  status = ask (&fixture, "action=status&order=%s", order);
  g_assert_cmpstr (text_of (object (status), "status"), ==, "Completed");
  code = ask (&fixture, "action=sms_code&order=%" G_GINT64_FORMAT, number);
  g_assert_cmpstr (text_of (object (code), "status"), ==, "completed");
  g_assert_cmpint (hsp_sandbox_get_charged (fixture.sandbox), ==, 0);
  close_shop (&fixture);

  hsp_test_remove_tree (folder);
}

static void
test_state_broken (void)
{
  static const char *const texts[] = {
    "", "{", "[]", "null", "{\"version\":2,\"balance\":5}",
    "{\"version\":1,\"balance\":100000000,\"orders\":[5,null,[]],\"numbers\":[{}]}",
    "{\"version\":1,\"balance\":100000000,"
    "\"orders\":[{\"id\":\"x\",\"end\":99,\"link\":[]}],\"numbers\":7}",
  };
  g_autofree char *folder = g_dir_make_tmp ("hsp-sandbox-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "state.json", NULL);
  HspSandboxOptions options = { .state_path = path };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      Fixture fixture = { NULL };

      g_assert_true (g_file_set_contents (path, texts[i], -1, NULL));
      open_shop (&fixture, &options);
      assert_answer (&fixture, "action=balance", "{\"balance\":\"100.00\",\"currency\":\"USD\"}");
      g_free (buy (&fixture, "service=1&quantity=1000&link=a"));
      close_shop (&fixture);
    }
  hsp_test_remove_tree (folder);
}

static char *
read_line (GDataInputStream *output)
{
  g_autoptr(GError) error = NULL;
  char *line = g_data_input_stream_read_line (output, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}

static void
tell (GSubprocess *program,
      const char  *line)
{
  GOutputStream *input = g_subprocess_get_stdin_pipe (program);

  g_assert_true (g_output_stream_write_all (input, line, strlen (line), NULL, NULL, NULL));
  g_assert_true (g_output_stream_flush (input, NULL, NULL));
}

static void
test_program (void)
{
  g_autoptr(GSubprocess) program = NULL;
  g_autoptr(GDataInputStream) output = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *endpoint = NULL, *key = NULL, *answer = NULL, *record = NULL;

  program = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                              &error, g_getenv ("HSP_SANDBOX_PROGRAM"), "--control",
                              "--key", "k", "--services", "50",
                              "--fault", "balance=http-502", "--dialect", "live", NULL);
  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program));
  endpoint = read_line (output);
  key = read_line (output);
  g_assert_true (g_str_has_prefix (endpoint, "Endpoint: http://127.0.0.1:"));
  g_assert_cmpstr (key, ==, "Key: k");

  tell (program, "fault add add=reset-after\nadvance 60\nrequests\nnonsense\n");
  for (guint i = 0; i < 2; i++)
    {
      g_autofree char *ok = read_line (output);

      g_assert_cmpstr (ok, ==, "ok");
    }
  record = read_line (output);
  g_assert_cmpstr (record, ==, "[]");
  answer = read_line (output);
  g_assert_cmpstr (answer, !=, "ok");
  tell (program, "quit\n");
  g_assert_true (g_subprocess_wait_check (program, NULL, &error));
  g_assert_no_error (error);
}

static void
test_program_signal (void)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GSubprocess) program = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error,
                                                     g_getenv ("HSP_SANDBOX_PROGRAM"), NULL);
  g_autoptr(GDataInputStream) output = NULL;
  g_autofree char *endpoint = NULL;

  g_assert_no_error (error);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (program));
  endpoint = read_line (output);
  g_subprocess_send_signal (program, SIGTERM);
  g_assert_true (g_subprocess_wait_check (program, NULL, &error));
  g_assert_no_error (error);
}

static void
test_program_usage (void)
{
  static const char *const wrong[] = { "--dialect=none", "--fault=nothing", "--balance=much",
                                       "--port=70000", "--what" };

  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      g_autoptr(GError) error = NULL;
      g_autoptr(GSubprocess) program = g_subprocess_new (G_SUBPROCESS_FLAGS_STDERR_PIPE, &error,
                                                         g_getenv ("HSP_SANDBOX_PROGRAM"),
                                                         wrong[i], NULL);
      g_autofree char *text = NULL;

      g_assert_no_error (error);
      g_subprocess_communicate_utf8 (program, NULL, NULL, NULL, &text, &error);
      g_assert_no_error (error);
      g_assert_cmpint (g_subprocess_get_exit_status (program), ==, 2);
      g_assert_true (g_str_has_prefix (text, "hstockplus-sandbox: "));
    }
}

#define ADD(path, dialect, test) \
  g_test_add ("/sandbox/" path, Fixture, GINT_TO_POINTER (dialect), set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/sandbox/start", test_start);
  g_test_add_func ("/sandbox/start-and-stop-at-once", test_start_and_stop_at_once);
  g_test_add_func ("/sandbox/speed", test_speed);
  g_test_add_func ("/sandbox/faults/names", test_fault_names);
  ADD ("faults/each", HSP_DIALECT_DOCUMENTED, test_faults);
  ADD ("faults/queue", HSP_DIALECT_DOCUMENTED, test_fault_queue);
  g_test_add_func ("/sandbox/faults/hang", test_hang);
  g_test_add_func ("/sandbox/faults/stop-while-slow", test_stop_while_slow);
  g_test_add_func ("/sandbox/state/kept", test_state);
  g_test_add_func ("/sandbox/state/broken", test_state_broken);
  g_test_add_func ("/sandbox/program/control", test_program);
  g_test_add_func ("/sandbox/program/signal", test_program_signal);
  g_test_add_func ("/sandbox/program/usage", test_program_usage);

  return g_test_run ();
}
