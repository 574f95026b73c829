/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sandbox answers, as the documents say. */
#include "config.h"

#include "sandbox-customer.h"

static HspMoney
money_of (JsonObject *row,
          const char *name)
{
  HspMoney amount = 0;

  g_assert_true (hsp_money_parse (text_of (row, name), &amount));
  return amount;
}

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

#define ADD(path, dialect, test) \
  g_test_add ("/sandbox/" path, Fixture, GINT_TO_POINTER (dialect), set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

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

  return g_test_run ();
}
