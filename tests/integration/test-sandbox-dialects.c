/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the sandbox answers in the dialects that the documents do not tell of. */
#include "config.h"

#include "sandbox-customer.h"

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

#define ADD(path, dialect, test) \
  g_test_add ("/sandbox/" path, Fixture, GINT_TO_POINTER (dialect), set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("live/catalogue", HSP_DIALECT_LIVE, test_live_catalogue);
  ADD ("live/errors", HSP_DIALECT_LIVE, test_live_errors);
  ADD ("live/order", HSP_DIALECT_LIVE, test_live_order);
  ADD ("live/numbers", HSP_DIALECT_LIVE, test_live_numbers);
  ADD ("old", HSP_DIALECT_OLD, test_old);

  return g_test_run ();
}
