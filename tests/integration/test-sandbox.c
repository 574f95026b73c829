/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "hsp-sandbox.h"
#include "hsp-test.h"

typedef struct
{
  HspSandbox  *sandbox;
  SoupSession *session;
} Fixture;

static void
open_shop (Fixture                 *fixture,
           const HspSandboxOptions *options)
{
  g_autoptr(GError) error = NULL;

  fixture->sandbox = hsp_sandbox_new (options);
  /* longer than any wait here: no test passes by the customer's own patience */
  fixture->session = soup_session_new_with_options ("timeout", 60, NULL);
  hsp_sandbox_start (fixture->sandbox, &error);
  g_assert_no_error (error);
}

static void
close_shop (Fixture *fixture)
{
  g_clear_object (&fixture->session);
  hsp_sandbox_stop (fixture->sandbox);
  g_assert_finalize_object (g_steal_pointer (&fixture->sandbox));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  HspSandboxOptions options = { .dialect = GPOINTER_TO_INT (data) };

  open_shop (fixture, &options);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_shop (fixture);
}

/* Posts "action=…&…" and returns the body; @status may be NULL. */
static GBytes *
post (Fixture    *fixture,
      const char *form,
      guint      *status,
      GError    **error)
{
  g_autoptr(SoupMessage) message = soup_message_new ("POST",
                                                     hsp_sandbox_get_endpoint (fixture->sandbox));
  g_autofree char *whole = g_strdup_printf ("key=%s&%s", hsp_sandbox_get_key (fixture->sandbox),
                                            form);
  g_autoptr(GBytes) body = g_bytes_new (whole, strlen (whole));
  GBytes *answer;

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  answer = soup_session_send_and_read (fixture->session, message, NULL, error);
  if (status != NULL)
    *status = soup_message_get_status (message);

  return answer;
}

static char *
dup_body (GBytes *body)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);

  return g_strndup (length > 0 ? data : "", length);
}

static char *
ask_text (Fixture    *fixture,
          const char *form)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = post (fixture, form, NULL, &error);

  g_assert_no_error (error);
  return dup_body (body);
}

static JsonNode *
ask (Fixture    *fixture,
     const char *format,
     ...) G_GNUC_PRINTF (2, 3);

static JsonNode *
ask (Fixture    *fixture,
     const char *format,
     ...)
{
  g_autofree char *form = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  JsonNode *node;
  va_list args;

  va_start (args, format);
  form = g_strdup_vprintf (format, args);
  va_end (args);
  text = ask_text (fixture, form);
  node = json_from_string (text, &error);
  g_assert_no_error (error);

  return node;
}

static JsonObject *
object (JsonNode *node)
{
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  return json_node_get_object (node);
}

/* The first row of a list. */
static JsonObject *
first_of (JsonNode   *answer,
          const char *name)
{
  JsonArray *rows = json_object_get_array_member (object (answer), name);

  return json_array_get_object_element (rows, 0);
}

static const char *
text_of (JsonObject *row,
         const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  g_assert_nonnull (node);
  g_assert_true (json_node_get_value_type (node) == G_TYPE_STRING);

  return json_node_get_string (node);
}

static gint64
number_of (JsonObject *row,
           const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  g_assert_nonnull (node);
  g_assert_true (json_node_get_value_type (node) == G_TYPE_INT64);

  return json_node_get_int (node);
}

static HspMoney
money_of (JsonObject *row,
          const char *name)
{
  HspMoney amount = 0;

  g_assert_true (hsp_money_parse (text_of (row, name), &amount));
  return amount;
}

#define assert_answer(fixture, form, expected)             \
  G_STMT_START {                                           \
    g_autofree char *answer__ = ask_text (fixture, form);  \
    g_assert_cmpstr (answer__, ==, expected);              \
  } G_STMT_END

/* The number of a new order, whatever its form. */
static char *
buy (Fixture    *fixture,
     const char *form)
{
  g_autoptr(JsonNode) answer = ask (fixture, "action=add&%s", form);
  JsonNode *order = json_object_get_member (object (answer), "order");

  g_assert_nonnull (order);
  if (json_node_get_value_type (order) == G_TYPE_STRING)
    return json_node_dup_string (order);

  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (order));
}

static char *
find_project (Fixture    *fixture,
              const char *country,
              const char *name)
{
  g_autoptr(JsonNode) rows = ask (fixture, "action=sms_projects&country=%s", country);
  JsonArray *array = json_node_get_array (rows);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *row = json_array_get_object_element (array, i);

      if (g_str_equal (text_of (row, "name"), name))
        return g_strdup (text_of (row, "project_id"));
    }
  g_error ("No project %s in %s", name, country);
}

/* --- starting --- */

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

/* --- the page to the letter --- */

static void
test_page_errors (Fixture       *fixture,
                  gconstpointer  data)
{
  assert_answer (fixture, "action=nothing", "{\"error\":\"Invalid action\"}");
  assert_answer (fixture, "", "{\"error\":\"Invalid action\"}");
  assert_answer (fixture, "action=inventory", "{\"error\":\"Service ID is required\"}");
  assert_answer (fixture, "action=add&quantity=5", "{\"error\":\"Service ID is required\"}");
  assert_answer (fixture, "action=inventory&service=99999999", "{\"error\":\"Service not found\"}");
  assert_answer (fixture, "action=inventory&service=x%27%22", "{\"error\":\"Service not found\"}");
  assert_answer (fixture, "action=add&service=99999999&quantity=5",
                 "{\"error\":\"Service not found\"}");
  assert_answer (fixture, "action=status&order=1", "{\"error\":\"Order not found\"}");
  assert_answer (fixture, "action=sms_code&order=x", "{\"error\":\"Order not found\"}");
  assert_answer (fixture, "action=sms_status&order=1", "{\"error\":\"Order not found\"}");
  assert_answer (fixture, "action=add&service=5&quantity=1000",
                 "{\"error\":\"Quantity more than maximal 5\"}");
  /* the 100 of a fresh shop last for 8,000 watch hours at 12.3456 and little more */
  for (guint i = 0; i < 2; i++)
    g_free (buy (fixture, "service=8&quantity=4000&link=a"));
  g_free (buy (fixture, "service=1&quantity=2000&link=a"));
  assert_answer (fixture, "action=add&service=8&quantity=100&link=a",
                 "{\"error\":\"Insufficient balance\"}");
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->sandbox), ==, 99764800);
  g_assert_cmpint (hsp_sandbox_get_balance (fixture->sandbox), ==, 235200);
}

static void
test_page_answers (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *order = NULL;
  g_autofree char *status = NULL;
  g_autofree char *form = NULL;

  assert_answer (fixture, "action=balance", "{\"balance\":\"100.00\",\"currency\":\"USD\"}");
  assert_answer (fixture, "action=inventory&service=23501",
                 "{\"service\":23501,\"stock\":9640,\"available\":true}");
  assert_answer (fixture, "action=inventory&service=7",
                 "{\"service\":7,\"stock\":0,\"available\":false}");
  assert_answer (fixture, "action=services&page=1&limit=2",
                 "{\"services\":["
                 "{\"service\":1,\"name\":\"Instagram Followers\",\"type\":\"Default\","
                 "\"category\":\"Instagram\",\"rate\":\"0.50\",\"min\":100,\"max\":10000,"
                 "\"refill\":true,\"cancel\":false,\"stock\":10000},"
                 "{\"service\":2,\"name\":\"Instagram Comments\",\"type\":\"Custom Comments\","
                 "\"category\":\"Instagram\",\"rate\":\"5.00\",\"min\":10,\"max\":1000,"
                 "\"refill\":false,\"cancel\":false,\"stock\":1000}],"
                 "\"total\":2000,\"page\":1,\"limit\":2,\"total_pages\":1000}");

  order = buy (fixture, "service=1&quantity=1000&link=https%3A%2F%2Finstagram.com%2Fusername");
  form = g_strdup_printf ("action=status&order=%s", order);
  status = ask_text (fixture, form);
  g_assert_true (g_str_has_prefix (status,
                                   "{\"status\":\"Pending\",\"charge\":\"0.50\",\"start_count\":"));
  g_assert_true (g_str_has_suffix (status, ",\"remains\":1000,\"currency\":\"USD\"}"));
  assert_answer (fixture, "action=balance", "{\"balance\":\"99.50\",\"currency\":\"USD\"}");
  assert_answer (fixture, "action=inventory&service=1",
                 "{\"service\":1,\"stock\":9000,\"available\":true}");
  g_free (status);
  status = ask_text (fixture, "action=services&page=1&limit=1");
  g_assert_nonnull (strstr (status, "\"stock\":9000}"));
}

static void
test_page_refusals (Fixture       *fixture,
                    gconstpointer  data)
{
  g_autoptr(GPtrArray) requests = NULL;

  assert_answer (fixture, "action=add&service=1&quantity=1000", "{\"error\":\"Link is required\"}");
  assert_answer (fixture, "action=add&service=1&link=a", "{\"error\":\"Quantity is required\"}");
  assert_answer (fixture, "action=add&service=1&quantity=many&link=a",
                 "{\"error\":\"Quantity is invalid\"}");
  assert_answer (fixture, "action=add&service=1&quantity=-5&link=a",
                 "{\"error\":\"Quantity is invalid\"}");
  assert_answer (fixture, "action=add&service=1&quantity=99&link=a",
                 "{\"error\":\"Quantity less than minimal 100\"}");
  assert_answer (fixture, "action=add&service=1&quantity=10001&link=a",
                 "{\"error\":\"Quantity more than maximal 10000\"}");
  assert_answer (fixture, "action=add&service=23501&quantity=9641&link=a",
                 "{\"error\":\"Not enough stock\"}");
  assert_answer (fixture, "action=add&service=7&quantity=1", "{\"error\":\"Not enough stock\"}");
  assert_answer (fixture, "action=add_sms", "{\"error\":\"Project ID is required\"}");
  assert_answer (fixture, "action=add_sms&project_id=1", "{\"error\":\"Project not found\"}");
  assert_answer (fixture, "action=add_sms&project_id=1&quantity=11",
                 "{\"error\":\"Quantity is invalid\"}");
  assert_answer (fixture, "action=status", "{\"error\":\"Order ID is required\"}");

  requests = hsp_sandbox_get_requests (fixture->sandbox);
  g_assert_cmpuint (requests->len, ==, 12);
  for (guint i = 0; i < requests->len; i++)
    {
      const HspSandboxRequest *request = g_ptr_array_index (requests, i);

      g_assert_false (request->acted);
      g_assert_cmpint (request->charge, ==, 0);
    }
  g_assert_cmpint (hsp_sandbox_get_balance (fixture->sandbox), ==, 100 * HSP_MONEY_UNIT);
}

static void
test_key_and_method (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(SoupMessage) get = soup_message_new ("GET",
                                                 hsp_sandbox_get_endpoint (fixture->sandbox));
  g_autoptr(SoupMessage) wrong = soup_message_new ("POST",
                                                   hsp_sandbox_get_endpoint (fixture->sandbox));
  g_autoptr(GBytes) form = g_bytes_new_static ("action=balance&key=no", 21);
  g_autoptr(GBytes) nothing = soup_session_send_and_read (fixture->session, get, NULL, NULL);
  g_autoptr(GBytes) answer = NULL;
  g_autoptr(GPtrArray) requests = NULL;

  g_assert_nonnull (nothing);
  g_assert_cmpuint (soup_message_get_status (get), ==, 405);
  soup_message_set_request_body_from_bytes (wrong, "application/x-www-form-urlencoded", form);
  answer = soup_session_send_and_read (fixture->session, wrong, NULL, NULL);
  g_assert_cmpmem (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer),
                   "{\"error\":\"Invalid API key\"}", 27);

  requests = hsp_sandbox_get_requests (fixture->sandbox);
  g_assert_cmpuint (requests->len, ==, 1);
  g_assert_cmpstr (((HspSandboxRequest *) g_ptr_array_index (requests, 0))->params, ==,
                   "action=balance");
  g_assert_false (((HspSandboxRequest *) g_ptr_array_index (requests, 0))->acted);
}

/* --- the catalogue --- */

static void
check_row (JsonObject *row,
           GHashTable *categories,
           HspMoney   *least,
           HspMoney   *most)
{
  HspMoney rate = money_of (row, "rate");

  g_assert_true (g_hash_table_contains (categories, text_of (row, "category")));
  g_assert_cmpint (number_of (row, "min"), >=, 1);
  g_assert_cmpint (number_of (row, "min"), <=, number_of (row, "max"));
  g_assert_cmpint (number_of (row, "stock"), >=, 0);
  g_assert_true (g_utf8_validate (text_of (row, "name"), -1, NULL));
  g_assert_cmpuint (json_object_get_size (row), ==, 10);
  *least = MIN (*least, rate);
  *most = MAX (*most, rate);
}

static GHashTable *
check_categories (Fixture *fixture)
{
  g_autoptr(JsonNode) answer = ask (fixture, "action=categories");
  JsonArray *rows = json_object_get_array_member (object (answer), "categories");
  GHashTable *names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_assert_cmpuint (json_array_get_length (rows), >, 30);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      guint n = json_array_get_length (json_object_get_array_member (row, "subcategories"));

      g_assert_cmpuint (n, >=, 2);
      g_assert_cmpuint (n, <=, 6);
      g_assert_true (g_hash_table_add (names, g_strdup (text_of (row, "category"))));
    }

  return names;
}

static void
test_catalogue (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(GHashTable) categories = check_categories (fixture);
  g_autoptr(JsonNode) answer = ask (fixture, "action=services");
  JsonArray *rows = json_object_get_array_member (object (answer), "services");
  HspMoney least = G_MAXINT64, most = 0;
  guint n_out = 0, n_markup = 0, n_vietnamese = 0;
  gint64 last = 0;

  g_assert_cmpuint (json_array_get_length (rows), ==, 2000);
  g_assert_cmpint (number_of (object (answer), "total"), ==, 2000);
  g_assert_cmpint (number_of (object (answer), "limit"), ==, 2000);
  g_assert_cmpint (number_of (object (answer), "total_pages"), ==, 1);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      check_row (row, categories, &least, &most);
      g_assert_cmpint (number_of (row, "service"), >, last);
      last = number_of (row, "service");
      n_out += number_of (row, "stock") == 0;
      n_markup += strstr (text_of (row, "name"), "<b>") != NULL &&
        strchr (text_of (row, "name"), '&') != NULL;
      n_vietnamese += strstr (text_of (row, "name"), "Việt") != NULL ||
        strstr (text_of (row, "name"), "ười") != NULL;
      if (last == 23501)
        g_assert_cmpstr (text_of (row, "name"), ==,
                         "Instagram Followers 🇻🇳 Việt Nam, real and active");
    }
  g_assert_cmpint (least, ==, 1000);
  g_assert_cmpint (most, ==, 480 * HSP_MONEY_UNIT);
  g_assert_cmpint (last, >, 45000);
  g_assert_cmpuint (n_out, >, 50);
  g_assert_cmpuint (n_out, <, 400);
  g_assert_cmpuint (n_markup, >=, 3);
  g_assert_cmpuint (n_vietnamese, >, 50);
}

static guint
count_rows (Fixture    *fixture,
            const char *form)
{
  g_autoptr(JsonNode) answer = ask (fixture, "action=services&%s", form);

  return json_array_get_length (json_object_get_array_member (object (answer), "services"));
}

static void
test_pages_and_filters (Fixture       *fixture,
                        gconstpointer  data)
{
  guint n_instagram = count_rows (fixture, "category=Instagram");
  guint n_followers = count_rows (fixture, "category=Instagram&subcategory=Followers");

  g_assert_cmpuint (n_instagram, >, n_followers);
  g_assert_cmpuint (n_followers, >, 5);
  g_assert_cmpuint (count_rows (fixture, "subcategory=Followers"), >, n_followers);
  g_assert_cmpuint (count_rows (fixture, "category=Nothing"), ==, 0);
  g_assert_cmpuint (count_rows (fixture, "category=Email+Accounts&subcategory=Gmail"), >, 2);
  g_assert_cmpuint (count_rows (fixture, "page=3&limit=900"), ==, 200);
  g_assert_cmpuint (count_rows (fixture, "page=4&limit=900"), ==, 0);
  g_assert_cmpuint (count_rows (fixture, "page=2&limit=0"), ==, 2000);
  g_assert_cmpuint (count_rows (fixture, "category=Instagram&page=1&limit=7"), ==, 7);
}

static void
test_sizes (void)
{
  static const guint sizes[] = { 1, 3, 60, 12000 };

  for (guint i = 0; i < G_N_ELEMENTS (sizes); i++)
    {
      HspSandboxOptions options = { .n_services = sizes[i] };
      Fixture fixture = { NULL };

      open_shop (&fixture, &options);
      g_assert_cmpuint (count_rows (&fixture, ""), ==, sizes[i]);
      assert_answer (&fixture, "action=inventory&service=23501",
                     "{\"service\":23501,\"stock\":9640,\"available\":true}");
      close_shop (&fixture);
    }
}

static void
test_seed (void)
{
  g_autofree char *answers[3] = { NULL };

  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      HspSandboxOptions options = { .seed = i < 2 ? 7 : 8 };
      Fixture fixture = { NULL };

      open_shop (&fixture, &options);
      answers[i] = ask_text (&fixture, "action=services");
      close_shop (&fixture);
    }
  g_assert_cmpstr (answers[0], ==, answers[1]);
  g_assert_cmpstr (answers[0], !=, answers[2]);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    g_clear_pointer (&answers[i], g_free);
}

/* --- orders --- */

static void
test_first_order (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct { guint seconds; const char *status; } course[] = {
    { 0, "Pending" }, { 7, "In progress" }, { 8, "In progress" }, { 10, "In progress" },
    { 20, "Completed" },
  };
  g_autofree char *order = buy (fixture,
                                "service=23501&quantity=2500&link=https://instagram.com/a");
  gint64 last = 2500;

  for (guint i = 0; i < G_N_ELEMENTS (course); i++)
    {
      g_autoptr(JsonNode) answer = NULL;

      hsp_sandbox_advance (fixture->sandbox, course[i].seconds);
      answer = ask (fixture, "action=status&order=%s", order);
      g_assert_cmpstr (text_of (object (answer), "status"), ==, course[i].status);
      g_assert_cmpstr (text_of (object (answer), "charge"), ==, "2.125");
      if (i > 0)
        g_assert_cmpint (number_of (object (answer), "remains"), <, last);
      last = number_of (object (answer), "remains");
    }
  g_assert_cmpint (last, ==, 0);
  g_assert_cmpint (hsp_sandbox_get_balance (fixture->sandbox), ==, 97875000);
}

static void
test_ends (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GPtrArray) orders = g_ptr_array_new_with_free_func (g_free);
  guint n_partial = 0, n_canceled = 0, n_completed = 0;
  HspMoney charges = 0;

  for (guint i = 0; i < 120; i++)
    {
      g_autofree char *form = g_strdup_printf ("service=4&quantity=1000&link=video-%u", i);

      g_ptr_array_add (orders, buy (fixture, form));
    }
  g_assert_cmpint (hsp_sandbox_get_balance (fixture->sandbox), ==,
                   100 * HSP_MONEY_UNIT - 120 * 1000);

  hsp_sandbox_advance (fixture->sandbox, 60);
  for (guint i = 0; i < orders->len; i++)
    {
      g_autoptr(JsonNode) answer = ask (fixture, "action=status&order=%s",
                                        (char *) g_ptr_array_index (orders, i));
      const char *status = text_of (object (answer), "status");
      HspMoney charge = money_of (object (answer), "charge");
      gint64 remains = number_of (object (answer), "remains");

      n_partial += g_str_equal (status, "Partial");
      n_canceled += g_str_equal (status, "Canceled");
      n_completed += g_str_equal (status, "Completed");
      g_assert_cmpint (charge, ==, 1000 - remains);
      charges += charge;
    }
  g_assert_cmpuint (n_partial + n_canceled + n_completed, ==, 120);
  g_assert_cmpuint (n_partial, >=, 5);
  g_assert_cmpuint (n_partial, <=, 24);
  g_assert_cmpuint (n_canceled, >=, 3);
  g_assert_cmpuint (n_canceled, <=, 16);
  g_assert_cmpint (hsp_sandbox_get_balance (fixture->sandbox), ==, 100 * HSP_MONEY_UNIT - charges);
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->sandbox), ==, 120 * 1000);
}

/* --- numbers --- */

static void
test_sms_shelf (Fixture       *fixture,
                gconstpointer  data)
{
  g_autoptr(JsonNode) countries = ask (fixture, "action=sms_countries");
  g_autoptr(JsonNode) projects = ask (fixture, "action=sms_projects");
  g_autoptr(GHashTable) names = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) ids = g_hash_table_new (g_str_hash, g_str_equal);
  JsonArray *rows = json_node_get_array (projects);

  g_assert_cmpuint (json_array_get_length (json_node_get_array (countries)), >=, 40);
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);

      g_assert_true (g_hash_table_add (ids, (char *) text_of (row, "project_id")));
      g_hash_table_add (names, (char *) text_of (row, "name"));
      g_assert_cmpuint (strlen (text_of (row, "project_id")), ==, 24);
      g_assert_cmpuint (strlen (text_of (row, "country_id")), ==, 2);
      g_assert_cmpint (money_of (row, "price"), >, 0);
    }
  g_assert_cmpuint (g_hash_table_size (names), >=, 30);
  g_assert_cmpuint (g_hash_table_size (ids), >, 600);
  assert_answer (fixture, "action=sms_projects&country=zz", "[]");
}

static void
test_first_number (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *project = find_project (fixture, "us", "OpenAI / ChatGPT");
  g_autoptr(JsonNode) bought = ask (fixture, "action=add_sms&project_id=%s&country=us", project);
  g_autoptr(JsonNode) waiting = NULL;
  g_autoptr(JsonNode) received = NULL;
  g_autoptr(JsonNode) status = NULL;
  g_autoptr(GDateTime) expiry = NULL;
  JsonObject *row = first_of (bought, "orders");
  gint64 order = number_of (row, "order");
  gint64 left;

  g_assert_cmpint (hsp_sandbox_get_balance (fixture->sandbox), ==, 99500000);
  g_assert_true (g_str_has_prefix (text_of (row, "phone"), "+1"));
  g_assert_cmpstr (text_of (row, "country"), ==, "us");
  g_assert_cmpstr (text_of (row, "status"), ==, "active");

  waiting = ask (fixture, "action=sms_code&order=%" G_GINT64_FORMAT, order);
  g_assert_cmpstr (text_of (object (waiting), "message"), ==, "Waiting for code");
  hsp_sandbox_advance (fixture->sandbox, 9);
  received = ask (fixture, "action=sms_code&order=%" G_GINT64_FORMAT, order);
  g_assert_cmpstr (text_of (object (received), "status"), ==, "completed");
  g_assert_nonnull (strstr (text_of (object (received), "sms_content"),
                            text_of (object (received), "code")));

  status = ask (fixture, "action=sms_status&order=%" G_GINT64_FORMAT, order);
  g_assert_cmpstr (text_of (object (status), "status"), ==, "code_received");
  g_assert_cmpstr (text_of (object (status), "code"), ==, text_of (object (received), "code"));
  g_assert_cmpstr (text_of (object (status), "phone"), ==, text_of (row, "phone"));
  g_assert_cmpstr (text_of (object (status), "charge"), ==, "0.5000");
  expiry = g_date_time_new_from_iso8601 (text_of (object (status), "expires_at"), NULL);
  left = g_date_time_to_unix (expiry) - g_get_real_time () / G_TIME_SPAN_SECOND;
  g_assert_cmpint (left, >, 20 * 60 - 9 - 60);
  g_assert_cmpint (left, <=, 20 * 60 - 9);
}

static void
test_numbers (Fixture       *fixture,
              gconstpointer  data)
{
  g_autofree char *project = find_project (fixture, "vn", "Zalo");
  g_autoptr(GArray) orders = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n_codes = 0, n_expired = 0;
  HspMoney charges = 0;

  for (guint i = 0; i < 10; i++)
    {
      g_autoptr(JsonNode) bought = ask (fixture, "action=add_sms&project_id=%s&quantity=10",
                                        project);
      JsonArray *rows = json_object_get_array_member (object (bought), "orders");

      g_assert_cmpuint (json_array_get_length (rows), ==, 10);
      for (guint j = 0; j < 10; j++)
        {
          gint64 order = number_of (json_array_get_object_element (rows, j), "order");

          g_array_append_val (orders, order);
        }
    }
  hsp_sandbox_advance (fixture->sandbox, 21);
  for (guint i = 0; i < orders->len; i++)
    {
      g_autoptr(JsonNode) answer = ask (fixture, "action=sms_status&order=%" G_GINT64_FORMAT,
                                        g_array_index (orders, gint64, i));

      n_codes += g_str_equal (text_of (object (answer), "status"), "code_received");
    }
  g_assert_cmpuint (n_codes, >=, 82);
  g_assert_cmpuint (n_codes, <=, 98);

  hsp_sandbox_advance (fixture->sandbox, 20 * 60);
  for (guint i = 0; i < orders->len; i++)
    {
      g_autoptr(JsonNode) answer = ask (fixture, "action=sms_status&order=%" G_GINT64_FORMAT,
                                        g_array_index (orders, gint64, i));

      n_expired += g_str_equal (text_of (object (answer), "status"), "expired");
      charges += money_of (object (answer), "charge");
    }
  g_assert_cmpuint (n_codes + n_expired, ==, 100);
  g_assert_cmpint (hsp_sandbox_get_balance (fixture->sandbox), ==, 100 * HSP_MONEY_UNIT - charges);
}

static void
test_phone_again (Fixture       *fixture,
                  gconstpointer  data)
{
  g_autofree char *first = find_project (fixture, "vn", "Zalo");
  g_autofree char *second = find_project (fixture, "vn", "Shopee");
  g_autofree char *elsewhere = find_project (fixture, "us", "Telegram");
  g_autofree char *form = NULL;
  g_autoptr(JsonNode) bought = ask (fixture, "action=add_sms&project_id=%s", first);
  g_autoptr(JsonNode) again = NULL;
  JsonObject *row = first_of (bought, "orders");
  JsonObject *other;

  again = ask (fixture, "action=add_sms&project_id=%s&phone=%%2B%s", second,
               text_of (row, "phone") + 1);
  other = first_of (again, "orders");
  g_assert_cmpstr (text_of (other, "phone"), ==, text_of (row, "phone"));
  g_assert_cmpint (number_of (other, "order"), !=, number_of (row, "order"));

  form = g_strdup_printf ("action=add_sms&project_id=%s&phone=%%2B%s", elsewhere,
                          text_of (row, "phone") + 1);
  assert_answer (fixture, form, "{\"error\":\"Phone number is not available\"}");
}

/* --- the other dialects --- */

typedef struct
{
  guint n_text, n_number, n_flags, n_absent, n_no_stock;
} Forms;

static void
count_forms (JsonArray  *rows,
             const char *amount,
             Forms      *forms)
{
  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      JsonNode *refill = json_object_get_member (row, "refill");
      JsonNode *value = json_object_get_member (row, amount);
      gboolean is_text = json_node_get_value_type (value) == G_TYPE_STRING;

      forms->n_text += is_text;
      forms->n_number += !is_text;
      forms->n_absent += refill == NULL;
      forms->n_flags += refill != NULL && json_node_get_value_type (refill) != G_TYPE_BOOLEAN;
      forms->n_no_stock += !json_object_has_member (row, "stock");
    }
}

static void
test_live_catalogue (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autoptr(JsonNode) whole = ask (fixture, "action=services");
  g_autoptr(JsonNode) paged = ask (fixture, "action=services&limit=10");
  g_autoptr(JsonNode) filtered = ask (fixture, "action=services&category=Email+Accounts");
  g_autoptr(JsonNode) translated = ask (fixture, "action=services&category=Email+Accounts&lang=vi");
  JsonArray *rows = json_object_get_array_member (object (whole), "data");
  JsonObject *row;
  Forms forms = { 0 };

  count_forms (rows, "rate", &forms);
  g_assert_cmpuint (json_array_get_length (rows), ==, 2000);
  g_assert_cmpuint (forms.n_text, >, 100);
  g_assert_cmpuint (forms.n_number, >, 100);
  g_assert_cmpuint (forms.n_flags, >, 100);
  g_assert_cmpuint (forms.n_absent, >, 100);
  g_assert_cmpuint (forms.n_no_stock, >, 50);
  g_assert_cmpstr (text_of (object (whole), "total"), ==, "2000");
  g_assert_true (json_object_has_member (object (paged), "services"));
  g_assert_cmpstr (text_of (object (paged), "total_pages"), ==, "200");
  g_assert_false (json_object_has_member (object (filtered), "total"));

  row = first_of (filtered, "products");
  g_assert_cmpuint (strlen (text_of (row, "id")), ==, 24);
  g_assert_cmpstr (text_of (row, "entityType"), ==, "product");
  g_assert_cmpstr (text_of (row, "category"), ==, "Email Accounts");
  g_assert_nonnull (strstr (text_of (row, "description"), "<p>"));
  row = first_of (translated, "products");
  g_assert_cmpstr (text_of (row, "category"), ==, "Tài khoản email");
}

static void
test_live_errors (Fixture       *fixture,
                  gconstpointer  data)
{
  assert_answer (fixture, "action=inventory&service=99999999",
                 "{\"error\":{\"message\":\"Service not found\"}}");
  assert_answer (fixture, "action=status&order=1", "{\"error\":\"Incorrect order ID\"}");
  assert_answer (fixture, "action=add&service=1&quantity=1&link=a",
                 "{\"error\":\"neworder.error.min_quantity\"}");
  g_free (buy (fixture, "service=8&quantity=4000&link=a"));
  assert_answer (fixture, "action=add&service=8&quantity=4000&link=a",
                 "{\"error\":\"neworder.error.link_duplicate\"}");
  g_free (buy (fixture, "service=8&quantity=4000&link=b"));
  assert_answer (fixture, "action=add&service=8&quantity=4000&link=c",
                 "{\"error\":\"neworder.error.not_enough_funds\"}");
}

static void
test_live_order (Fixture       *fixture,
                 gconstpointer  data)
{
  g_autofree char *order = buy (fixture, "service=6&quantity=3");
  g_autoptr(JsonNode) pending = ask (fixture, "action=status&order=%s", order);
  g_autoptr(JsonNode) completed = NULL;
  JsonArray *accounts;

  g_assert_false (json_object_has_member (object (pending), "accounts"));
  /* 3 of a product at 12 per 1,000 */
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->sandbox), ==, 36000);
  hsp_sandbox_advance (fixture->sandbox, 40);
  completed = ask (fixture, "action=status&order=%s", order);
  g_assert_cmpstr (text_of (object (completed), "status"), ==, "Completed");
  accounts = json_object_get_array_member (object (completed), "accounts");
  g_assert_cmpuint (json_array_get_length (accounts), ==, 3);
  g_assert_cmpstr (text_of (object (completed), "remains"), ==, "0");
}

static void
check_live_number (Fixture    *fixture,
                   JsonObject *row,
                   guint      *n_by_status,
                   guint      *n_no_expiry)
{
  const char *order = text_of (row, "order");
  g_autoptr(JsonNode) code = ask (fixture, "action=sms_code&order=%s", order);
  g_autoptr(JsonNode) status = ask (fixture, "action=sms_status&order=%s", order);
  gboolean received = g_str_equal (text_of (object (status), "status"), "code_received");

  /* a bare national number of Vietnam */
  g_assert_cmpuint (strlen (text_of (row, "phone")), ==, 9);
  g_assert_true (g_ascii_isdigit (*text_of (row, "phone")));
  *n_by_status += received && g_str_equal (text_of (object (code), "code"), "");
  *n_no_expiry += !json_object_has_member (object (status), "expires_at");
}

static void
test_live_numbers (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autofree char *project = find_project (fixture, "vn", "Zalo");
  g_autoptr(JsonNode) countries = ask (fixture, "action=sms_countries");
  JsonObject *country = json_array_get_object_element (json_node_get_array (countries), 2);
  guint n_by_status = 0, n_no_expiry = 0;

  g_assert_cmpstr (text_of (country, "country_code"), ==, "+84");
  g_assert_cmpstr (text_of (country, "country_name"), ==, "Vietnam");
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr(JsonNode) bought = ask (fixture, "action=add_sms&project_id=%s&quantity=10",
                                        project);
      JsonArray *rows = json_object_get_array_member (object (bought), "orders");

      hsp_sandbox_advance (fixture->sandbox, 21);
      for (guint j = 0; j < 10; j++)
        check_live_number (fixture, json_array_get_object_element (rows, j), &n_by_status,
                           &n_no_expiry);
    }
  g_assert_cmpuint (n_by_status, >, 3);
  g_assert_cmpuint (n_by_status, <, 30);
  g_assert_cmpuint (n_no_expiry, >, 2);
  g_assert_cmpuint (n_no_expiry, <, 30);
}

static void
test_old (Fixture       *fixture,
          gconstpointer  data)
{
  g_autofree char *text = ask_text (fixture, "action=services");
  g_autoptr(JsonNode) answer = json_from_string (text, NULL);
  Forms forms = { 0 };

  g_assert_true (JSON_NODE_HOLDS_ARRAY (answer));
  g_assert_cmpuint (json_array_get_length (json_node_get_array (answer)), ==, 2000);
  count_forms (json_node_get_array (answer), "rate", &forms);
  g_assert_cmpuint (forms.n_no_stock, >, 300);
  g_assert_cmpuint (forms.n_no_stock, <, 1300);
  g_assert_nonnull (strstr (text, "Followers \\ud83c\\uddfb\\ud83c\\uddf3 Vi\\u1ec7t Nam, real"));
  g_assert_true (g_str_is_ascii (text));
}

/* --- faults --- */

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

/* --- across starts --- */

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

/* --- the program --- */

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
  ADD ("page/errors", HSP_DIALECT_DOCUMENTED, test_page_errors);
  ADD ("page/answers", HSP_DIALECT_DOCUMENTED, test_page_answers);
  ADD ("page/refusals", HSP_DIALECT_DOCUMENTED, test_page_refusals);
  ADD ("page/key-and-method", HSP_DIALECT_DOCUMENTED, test_key_and_method);
  ADD ("catalogue/rows", HSP_DIALECT_DOCUMENTED, test_catalogue);
  ADD ("catalogue/pages-and-filters", HSP_DIALECT_DOCUMENTED, test_pages_and_filters);
  g_test_add_func ("/sandbox/catalogue/sizes", test_sizes);
  g_test_add_func ("/sandbox/catalogue/seed", test_seed);
  ADD ("orders/first", HSP_DIALECT_DOCUMENTED, test_first_order);
  ADD ("orders/ends", HSP_DIALECT_DOCUMENTED, test_ends);
  ADD ("sms/shelf", HSP_DIALECT_DOCUMENTED, test_sms_shelf);
  ADD ("sms/first", HSP_DIALECT_DOCUMENTED, test_first_number);
  ADD ("sms/many", HSP_DIALECT_DOCUMENTED, test_numbers);
  ADD ("sms/phone-again", HSP_DIALECT_DOCUMENTED, test_phone_again);
  ADD ("live/catalogue", HSP_DIALECT_LIVE, test_live_catalogue);
  ADD ("live/errors", HSP_DIALECT_LIVE, test_live_errors);
  ADD ("live/order", HSP_DIALECT_LIVE, test_live_order);
  ADD ("live/numbers", HSP_DIALECT_LIVE, test_live_numbers);
  ADD ("old", HSP_DIALECT_OLD, test_old);
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
