/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-answer-text.h"

#include <string.h>

#define KEY "k3y-9f8e7d6c5b4a"

static HspAnswerText *
read_text (const char *action,
           const char *body)
{
  const HspRedaction redaction = { action, KEY };
  g_autoptr(GBytes) bytes = g_bytes_new (body, strlen (body));

  return hsp_answer_text_new (&redaction, bytes, NULL);
}

static void
assert_nowhere (const HspAnswerText *text,
                const char          *secret)
{
  gsize size;
  const char *data = g_bytes_get_data (text->full, &size);
  g_autofree char *full = g_strndup (size > 0 ? data : "", size);

  if (strstr (full, secret) != NULL || strstr (text->raw, secret) != NULL ||
      strstr (text->pretty, secret) != NULL || strstr (text->beginning, secret) != NULL)
    g_error ("“%s” is in: %s", secret, full);
}

/* Every answer of the API notes, in the three dialects: what may be seen of it, and what may not. */
static const struct
{
  const char *action;
  const char *body;
  const char *secrets[6];
  const char *seen[6];
} answers[] = {
  { "categories", "{\"categories\":[{\"category\":\"Instagram\",\"subcategories\":[\"Followers\"]}]}",
    { NULL }, { "Instagram", "Followers" } },
  { "services", "{\"services\":[{\"service\":23501,\"name\":\"Gmail 2020 +15551234567\",\"rate\":\"0.50\",\"min\":100,"
    "\"max\":10000,\"refill\":true,\"stock\":10000}],\"total\":150}", { NULL },
    { "23501", "0.50", "10000", "150", "Gmail 2020" } },
  { "services", "[{\"id\":\"66a00001a03db7da4bfb0d1b\",\"service\":\"1\",\"rate\":0.5}]", { NULL },
    { "66a00001a03db7da4bfb0d1b", "0.5" } },
  { "inventory", "{\"service\":23501,\"stock\":42123,\"available\":true}", { NULL }, { "23501", "42123" } },
  { "balance", "{\"balance\":\"12345.67\",\"currency\":\"USD\"}", { NULL }, { "12345.67" } },
  { "add", "{\"order\":2350123}", { NULL }, { "2350123" } },
  { "status", "{\"status\":\"In progress\",\"charge\":\"5.0000\",\"start_count\":10001,\"remains\":50012,"
    "\"currency\":\"USD\"}", { NULL }, { "In progress", "5.0000", "10001", "50012" } },
  { "status", "{\"status\":\"Completed\",\"charge\":0.012,\"accounts\":[\"alice:hunter2\",\"bob|swordfish\"]}",
    { "alice", "hunter2", "swordfish" }, { "Completed", "0.012", "accounts" } },
  { "status", "{\"1\":{\"status\":\"Completed\",\"accounts\":{\"carol\":[\"letmein\"]}},\"2\":{\"error\":\"Incorrect order ID\"}}",
    { "carol", "letmein" }, { "Completed", "Incorrect order ID" } },
  { "status", "{\"status\":\"Completed\",\"delivered_goods\":\"dave:qwerty\",\"unheard_of\":\"eve:monkey\"}",
    { "qwerty", "monkey" }, { "Completed" } },
  { "status", "[\"frank:dragon\"]", { "frank", "dragon" }, { NULL } },
  { "sms_projects", "[{\"project_id\":\"65f0000000000000000000aa\",\"name\":\"OpenAI\",\"price\":\"0.5000\",\"country_id\":\"us\"}]",
    { NULL }, { "65f0000000000000000000aa", "0.5000", "OpenAI" } },
  { "sms_countries", "[{\"country_code\":\"+93\",\"country_name\":\"Afghanistan\"}]", { NULL }, { "+93" } },
  { "add_sms", "{\"orders\":[{\"order\":1234567,\"phone\":\"+15551234567\",\"country\":\"us\",\"status\":\"active\"}]}",
    { "5551234567" }, { "1234567", "active" } },
  { "add_sms", "{\"orders\":[{\"order\":\"1234567\",\"phone\":5551234567}]}", { "5551234567" }, { "1234567" } },
  { "sms_code", "{\"status\":\"completed\",\"code\":\"482913\",\"sms_content\":\"Your code is 482913\"}",
    { "482913" }, { "completed" } },
  { "sms_code", "{\"status\":\"completed\",\"code\":482913}", { "482913" }, { "completed" } },
  { "sms_code", "{\"status\":\"completed\",\"\\u0063ode\":\"4\\u00382913\",\"smsContent\":\"xyz\"}",
    { "2913", "xyz" }, { "completed" } },
  { "sms_code", "{\"status\":\"waiting\",\"message\":\"Waiting for code\"}", { NULL }, { "Waiting for code" } },
  { "sms_code", "{\"status\":\"waiting\",\"message\":\"It was 48 29-13\"}", { "2913", "29-13" }, { "It was" } },
  { "sms_code", "{\"error\":\"Number +1 (555) 123-4567 is gone\"}", { "555", "4567" }, { "Number" } },
  { "sms_status", "{\"status\":\"code_received\",\"phone\":\"+15551234567\",\"code\":\"482913\",\"charge\":\"0.5000\","
    "\"currency\":\"USD\",\"expires_at\":\"2023-01-01T12:00:00.000Z\"}", { "5551234567", "482913" },
    { "code_received", "0.5000", "2023-01-01T12:00:00.000Z" } },
  { "refill", "{\"refill\":\"1\",\"note\":\"call +84 912 345 678\",\"otp\":\"991122\"}", { "912", "991122" }, { "call" } },
};

static void
test_answers (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      g_autoptr(HspAnswerText) text = read_text (answers[i].action, answers[i].body);

      g_assert_true (text->is_json);
      for (guint j = 0; j < G_N_ELEMENTS (answers[i].secrets) && answers[i].secrets[j] != NULL; j++)
        assert_nowhere (text, answers[i].secrets[j]);
      for (guint j = 0; j < G_N_ELEMENTS (answers[i].seen) && answers[i].seen[j] != NULL; j++)
        {
          g_assert_nonnull (strstr (text->raw, answers[i].seen[j]));
          g_assert_nonnull (strstr (text->pretty, answers[i].seen[j]));
        }
      /* nothing is hidden of an answer that has nothing to hide */
      g_assert_cmpint (text->hidden, ==, answers[i].secrets[0] != NULL);
    }
}

static void
test_key (void)
{
  static const char * const bodies[] = {
    "{\"error\":\"No such key " KEY "!\"}",
    "{\"error\":\"No such key K3Y-9F8E7D6C5B4A!\"}",
    "{\"error\":\"k\\u0033y-9f8e7d6c5b4a\"}",
    "{\"error\":\"?key=k3y%2D9f8e7d6c5b4a&x\"}",
    "{\"" KEY "\":1}",
    "<html>" KEY "</html>",
    "plain " KEY " and k3y%2d9f8e7d6c5b4a",
    "{\"x\":\"" KEY "\"",
    "{\"x\":\"" KEY,
  };
  static const char * const actions[] = { "services", "status", "refill" };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (actions); j++)
        {
          g_autoptr(HspAnswerText) text = read_text (actions[j], bodies[i]);

          assert_nowhere (text, "9f8e7d6c5b4a");
          assert_nowhere (text, "9F8E7D6C5B4A");
          g_assert_true (text->hidden);
        }
    }
}

/* Of an action that may answer with goods, what cannot be read is not shown, a proxy's page apart. */
static void
test_unreadable (void)
{
  g_autoptr(HspAnswerText) page = read_text ("status", "<html><h1>502 Bad Gateway</h1> ray 8a77c1234567</html>");
  g_autoptr(HspAnswerText) goods = read_text ("status", "alice:hunter2\nbob:swordfish\n");
  g_autoptr(HspAnswerText) cut = read_text ("sms_code", "{\"status\":\"completed\",\"code\":\"4829");
  g_autoptr(HspAnswerText) later = read_text ("sms_code", "{\"status\":\"completed\"} code 482913");
  g_autoptr(HspAnswerText) plain = read_text ("balance", "OK: 482913\n");
  g_autoptr(HspAnswerText) empty = read_text ("status", "");
  g_autoptr(HspAnswerText) unknown = read_text ("buy_more", "login: alice password: hunter2");

  g_assert_false (page->is_json);
  g_assert_nonnull (strstr (page->raw, "<h1>502 Bad Gateway</h1>"));
  g_assert_null (strstr (page->raw, "1234567"));
  g_assert_cmpstr (page->beginning, ==, "<html><h1>502 Bad Gateway</h1> ray 8a77c");
  assert_nowhere (goods, "hunter2");
  g_assert_cmpstr (goods->raw, ==, HSP_HIDDEN);
  assert_nowhere (cut, "4829");
  g_assert_nonnull (strstr (cut->raw, "completed"));
  assert_nowhere (later, "482913");
  g_assert_cmpstr (plain->raw, ==, "OK: 482913\n");
  g_assert_cmpstr (empty->raw, ==, "");
  g_assert_false (empty->is_json);
  assert_nowhere (unknown, "hunter2");
}

static guint
get_longest_line (const char *text)
{
  g_auto(GStrv) lines = g_strsplit (text, "\n", -1);
  glong longest = 0;

  for (guint i = 0; lines[i] != NULL; i++)
    longest = MAX (longest, g_utf8_strlen (lines[i], -1));
  return (guint) longest;
}

static void
assert_showable (const HspAnswerText *text)
{
  g_assert_true (g_utf8_validate (text->pretty, -1, NULL));
  g_assert_true (g_utf8_validate (text->raw, -1, NULL));
  g_assert_cmpuint (strlen (text->pretty), <=, HSP_SHOWN_SIZE);
  g_assert_cmpuint (get_longest_line (text->pretty), <=, HSP_SHOWN_LINE);
  g_assert_cmpuint (get_longest_line (text->raw), <=, HSP_SHOWN_LINE);
}

static void
test_layout (void)
{
  g_autoptr(HspAnswerText) text =
    read_text ("services", "{\"a\":[],\"b\":{},\"c\":[1,{\"d\":\"\\u1ec7\\/\\n\"}],\"e\":null}");
  const HspFold *folds = (const HspFold *) text->folds->data;

  g_assert_cmpstr (text->pretty, ==,
                   "{\n  \"a\": [],\n  \"b\": {},\n  \"c\": [\n    1,\n    {\n      \"d\": \"ệ/\\n\"\n"
                   "    }\n  ],\n  \"e\": null\n}");
  g_assert_false (text->hidden);
  g_assert_cmpuint (text->folds->len, ==, 3);
  g_assert_cmpuint (folds[0].start, ==, 0);
  g_assert_cmpuint (folds[0].end, ==, 10);
  g_assert_cmpuint (folds[1].start, ==, 3);
  g_assert_cmpuint (folds[1].end, ==, 8);
  g_assert_cmpuint (folds[2].start, ==, 5);
  g_assert_cmpuint (folds[2].end, ==, 7);
}

static void
test_long_lines (void)
{
  g_autofree char *value = g_strnfill (5 * 1000 * 1000, 'x');
  g_autofree char *body = g_strconcat ("{\"name\":\"", value, "\"}", NULL);
  g_autofree char *name_body = g_strconcat ("{\"", value, "\":1}", NULL);
  g_autofree char *marks = g_strnfill (50000, '"');
  g_autofree char *deep = g_strnfill (900, '[');
  g_autofree char *too_deep = g_strnfill (200000, '[');
  const char *bodies[] = { body, name_body, marks, deep, too_deep, value };

  for (guint i = 0; i < G_N_ELEMENTS (bodies); i++)
    {
      g_autoptr(HspAnswerText) text = read_text ("services", bodies[i]);

      assert_showable (text);
      g_assert_cmpuint (g_bytes_get_size (text->full), ==, strlen (bodies[i]));
    }
}

/* Bytes at random, and answers that are cut or damaged at every place: never a crash, never a secret. */
static void
test_damaged (void)
{
  const char *body = "{\"status\":\"completed\",\"code\":\"482913\",\"accounts\":[\"alice:hunter2\"],"
                     "\"key\":\"" KEY "\",\"message\":\"is 482913\"}";
  gsize length = strlen (body);
  const HspRedaction redaction = { "sms_code", KEY };

  for (gsize i = 0; i <= length; i++)
    {
      for (guint way = 0; way < 4; way++)
        {
          g_autofree char *damaged = g_strdup (body);
          g_autoptr(HspAnswerText) text = NULL;
          g_autoptr(GBytes) bytes = NULL;

          if (way > 0 && i < length)
            damaged[i] = way == 1 ? '\xff' : way == 2 ? '"' : '\0';
          bytes = g_bytes_new (damaged, way == 0 ? i : length);
          text = hsp_answer_text_new (&redaction, bytes, NULL);
          assert_showable (text);
          /* a letter of the name may be the one that is gone: the values are hidden all the same */
          assert_nowhere (text, "482913");
          assert_nowhere (text, "hunter2");
          assert_nowhere (text, "9f8e7d6c5b4a");
        }
    }
}

static void
test_binary (void)
{
  static const char * const actions[] = { "services", "status", "refill" };

  for (guint i = 0; i < 60; i++)
    {
      gsize size = (gsize) g_test_rand_int_range (0, 100000);
      g_autofree guint8 *data = g_malloc (size + 1);
      const HspRedaction redaction = { actions[i % 3], KEY };
      g_autoptr(HspAnswerText) text = NULL;
      g_autoptr(GBytes) bytes = NULL;

      for (gsize j = 0; j < size; j++)
        data[j] = (guint8) g_test_rand_int_range (0, 256);
      bytes = g_bytes_new (data, size);
      text = hsp_answer_text_new (&redaction, bytes, NULL);
      assert_showable (text);
      g_assert_cmpuint (text->size, ==, size);
    }
}

static void
test_huge (void)
{
  const HspRedaction redaction = { "services", KEY };
  GString *body = g_string_new ("{\"services\":[");
  g_autoptr(HspAnswerText) text = NULL;
  g_autoptr(GBytes) bytes = NULL;
  gint64 begin;

  while (body->len < 50 * 1000 * 1000)
    g_string_append_printf (body, "{\"service\":%u,\"name\":\"Followers\",\"rate\":\"0.50\"},",
                            (guint) body->len);
  g_string_append (body, "{\"name\":\"" KEY "\"}]}");
  bytes = g_string_free_to_bytes (body);
  begin = g_get_monotonic_time ();
  text = hsp_answer_text_new (&redaction, bytes, NULL);
  g_test_message ("%" G_GSIZE_FORMAT " bytes in %.2f s", g_bytes_get_size (bytes),
                  (double) (g_get_monotonic_time () - begin) / G_USEC_PER_SEC);
  assert_showable (text);
  g_assert_true (text->is_json && text->pretty_cut && text->raw_cut && text->hidden);
  g_assert_null (g_strstr_len (g_bytes_get_data (text->full, NULL),
                               (gssize) g_bytes_get_size (text->full), KEY));
}

static void
test_params (void)
{
  const HspRedaction add_sms = { "add_sms", KEY };
  const HspRedaction unknown = { "resend", KEY };
  g_autofree char *phone = hsp_redact_param (&add_sms, "phone", "+15551234567");
  g_autofree char *project = hsp_redact_param (&add_sms, "project_id", "65f0000000000000000000aa");
  g_autofree char *link = hsp_redact_param (&(HspRedaction) { "add", KEY }, "link", "https://x/?k=" KEY);
  g_autofree char *order = hsp_redact_param (&unknown, "order", "1234567");
  g_autofree char *code = hsp_redact_param (&unknown, "Code", "482913");
  g_autofree char *text = hsp_redact_param (&unknown, "text", "call 5551234567");
  g_autofree char *cookie = hsp_redact_header (&unknown, "Set-Cookie", "session=abc");
  g_autofree char *place = hsp_redact_header (&unknown, "Location", "/?key=" KEY);

  g_assert_cmpstr (phone, ==, HSP_HIDDEN);
  g_assert_cmpstr (project, ==, "65f0000000000000000000aa");
  g_assert_cmpstr (link, ==, "https://x/?k=" HSP_HIDDEN);
  g_assert_cmpstr (order, ==, "1234567");
  g_assert_cmpstr (code, ==, HSP_HIDDEN);
  g_assert_cmpstr (text, ==, "call " HSP_HIDDEN);
  g_assert_cmpstr (cookie, ==, HSP_HIDDEN);
  g_assert_cmpstr (place, ==, "/?key=" HSP_HIDDEN);
}

/* An action that spends is found in any spelling; another one is what it is. */
static void
test_meant (void)
{
  static const char * const add[] = { "add", "ADD", " add", "add\n", "A d d", "ａｄｄ", "a\u200bdd", "add\u00a0" };
  static const char * const others[] = { "add2", "adds", "refill", "", "аdd" };

  for (guint i = 0; i < G_N_ELEMENTS (add); i++)
    {
      g_assert_true (hsp_action_find_meant (add[i]) == hsp_action_get (HSP_ACTION_ADD));
      g_assert_false (hsp_action_check_free (add[i], NULL));
    }
  g_assert_true (hsp_action_find_meant ("Add_SMS ") == hsp_action_get (HSP_ACTION_ADD_SMS));
  for (guint i = 0; i < G_N_ELEMENTS (others); i++)
    g_assert_null (hsp_action_find_meant (others[i]));
  g_assert_true (hsp_action_check_free ("refill", NULL));
  g_assert_false (hsp_action_check_free ("", NULL));
  g_assert_false (hsp_action_check_free ("add;", NULL));
  g_assert_false (hsp_action_check_free ("аdd", NULL));
  g_assert_false (hsp_action_check_free ("refill&action=add", NULL));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/redact/answers", test_answers);
  g_test_add_func ("/redact/key", test_key);
  g_test_add_func ("/redact/unreadable", test_unreadable);
  g_test_add_func ("/redact/layout", test_layout);
  g_test_add_func ("/redact/long-lines", test_long_lines);
  g_test_add_func ("/redact/damaged", test_damaged);
  g_test_add_func ("/redact/binary", test_binary);
  g_test_add_func ("/redact/huge", test_huge);
  g_test_add_func ("/redact/params", test_params);
  g_test_add_func ("/redact/meant", test_meant);
  return g_test_run ();
}
