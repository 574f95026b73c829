/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-decode.h"

#include <string.h>

#include "hsp-error.h"
#include "hsp-iso.h"

#define SERVICE(rest) "{\"service\":1,\"name\":\"Instagram Followers\",\"rate\":\"0.50\"" rest "}"

/* `value`, which must come out of @decode without an error. */
#define DECODE(type, decode, text)                                 \
  ({                                                               \
    const char *text__ = text;                                     \
    g_autoptr(GBytes) body__ = g_bytes_new (text__, strlen (text__)); \
    g_autoptr(GError) error__ = NULL;                              \
    type value__ = decode (body__, &error__);                      \
    g_assert_no_error (error__);                                   \
    g_assert_nonnull (value__);                                    \
    value__;                                                       \
  })

typedef gpointer (*Decode) (GBytes *body, GError **error);

static void
assert_fails (Decode      decode,
              const char *text,
              HspError    code,
              HspDelivery delivery)
{
  g_autoptr(GBytes) body = g_bytes_new (text, strlen (text));
  g_autoptr(GError) error = NULL;
  /* escaped: a test's output is UTF-8, what it feeds is not always */
  g_autofree char *shown = g_strescape (text, NULL);

  g_test_message ("%s", shown);
  g_assert_null (decode (body, &error));
  g_assert_error (error, HSP_ERROR, (int) code);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, delivery);
}

static void
test_every_no (void)
{
  static const Decode decoders[] = {
    (Decode) hsp_decode_categories, (Decode) hsp_decode_services, (Decode) hsp_decode_inventory,
    (Decode) hsp_decode_add, (Decode) hsp_decode_status, (Decode) hsp_decode_balance,
    (Decode) hsp_decode_sms_projects, (Decode) hsp_decode_sms_countries, (Decode) hsp_decode_add_sms,
    (Decode) hsp_decode_sms_code, (Decode) hsp_decode_sms_status,
  };
  static const char * const unreadable[] = {
    "", "<html>", "{", "{}", "{\"services\":1,\"orders\":{},\"order\":[]}", "[[", "{\"order\":0}",
    "{\"order\":\"\",\"orders\":[]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (decoders); i++)
    {
      assert_fails (decoders[i], "{\"error\":\"Invalid API key\"}",
                    HSP_ERROR_KEY_REFUSED, HSP_DELIVERY_REFUSED);
      assert_fails (decoders[i], "{\"error\":{\"message\":\"Rate limit exceeded\"}}",
                    HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED);
      for (guint j = 0; j < G_N_ELEMENTS (unreadable); j++)
        assert_fails (decoders[i], unreadable[j], HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
    }
}

static void
test_categories (void)
{
  g_autoptr(HspRows) rows = NULL;
  HspCategoryValue *value;

  rows = DECODE (HspRows *, hsp_decode_categories,
                 "{\"categories\":[{\"category\":\"Instagram\",\"subcategories\":[\"Followers\",\"Likes\",null]},"
                 "{\"category\":\"<b>&\"},{\"subcategories\":[]},7]}");
  g_assert_cmpuint (rows->rows->len, ==, 2);
  g_assert_cmpuint (rows->n_skipped, ==, 2);
  value = g_ptr_array_index (rows->rows, 0);
  g_assert_cmpstr (value->name, ==, "Instagram");
  g_assert_cmpuint (g_strv_length (value->subcategories), ==, 2);
  g_assert_cmpstr (value->subcategories[1], ==, "Likes");
  value = g_ptr_array_index (rows->rows, 1);
  g_assert_cmpstr (value->name, ==, "<b>&");
  g_assert_nonnull (value->subcategories);
  g_assert_null (value->subcategories[0]);
}

static void
test_services_documented (void)
{
  g_autoptr(HspServicesPage) page = NULL;
  HspServiceValue *value;

  page = DECODE (HspServicesPage *, hsp_decode_services,
                 "{\"services\":[{\"service\":1,\"name\":\"Instagram Followers\",\"type\":\"Default\","
                 "\"category\":\"Instagram\",\"rate\":\"0.50\",\"min\":100,\"max\":10000,\"refill\":true,"
                 "\"cancel\":false,\"stock\":10000}],\"total\":150,\"page\":1,\"limit\":50,\"total_pages\":3}");
  g_assert_cmpint (page->total, ==, 150);
  g_assert_cmpint (page->page, ==, 1);
  g_assert_cmpint (page->limit, ==, 50);
  g_assert_cmpint (page->total_pages, ==, 3);
  g_assert_cmpuint (page->n_skipped, ==, 0);
  g_assert_cmpuint (page->services->len, ==, 1);

  value = g_ptr_array_index (page->services, 0);
  g_assert_cmpstr (value->id, ==, "1");
  g_assert_cmpstr (value->name, ==, "Instagram Followers");
  g_assert_cmpstr (value->type, ==, "Default");
  g_assert_cmpstr (value->category, ==, "Instagram");
  g_assert_cmpstr (value->subcategory, ==, "");
  g_assert_null (value->description);
  g_assert_cmpint (value->rate, ==, 500000);
  g_assert_cmpint (value->min, ==, 100);
  g_assert_cmpint (value->max, ==, 10000);
  g_assert_cmpint (value->stock, ==, 10000);
  g_assert_cmpint (value->kind, ==, HSP_KIND_UNKNOWN);
  g_assert_true (value->refill);
  g_assert_false (value->cancel);
}

static void
test_services_live (void)
{
  g_autoptr(HspServicesPage) page = NULL;
  HspServiceValue *value;

  page = DECODE (HspServicesPage *, hsp_decode_services,
                 "{\"data\":[{\"id\":\"65f0a1b2c3d4e5f6a7b8c9d0\",\"service\":\"46001\",\"name\":\"Gmail \\u1ec7 <b>&\","
                 "\"category\":\"Email\",\"subcategory\":\"Gmail\",\"entityType\":\"product\",\"rate\":0.012,"
                 "\"min\":\"1\",\"max\":\"\",\"refill\":\"1\",\"cancel\":0,\"imageUrl\":\"x\","
                 "\"description\":\"<p>Old &amp; good</p><ul><li>one<li>two</ul>\"},"
                 "{\"service\":2,\"name\":\"b\",\"rate\":1,\"entityType\":\"smm\",\"stock\":null,\"refill\":\"true\"}]}");
  g_assert_cmpint (page->total, ==, HSP_UNKNOWN);
  g_assert_cmpuint (page->services->len, ==, 2);
  value = g_ptr_array_index (page->services, 0);
  g_assert_cmpstr (value->id, ==, "46001");
  g_assert_cmpstr (value->name, ==, "Gmail ệ <b>&");
  g_assert_cmpstr (value->type, ==, "");
  g_assert_cmpstr (value->subcategory, ==, "Gmail");
  g_assert_cmpstr (value->description, ==, "<p>Old &amp; good</p><ul><li>one<li>two</ul>");
  g_assert_cmpint (value->rate, ==, 12000);
  g_assert_cmpint (value->min, ==, 1);
  g_assert_cmpint (value->max, ==, HSP_UNKNOWN);
  g_assert_cmpint (value->stock, ==, HSP_UNKNOWN);
  g_assert_cmpint (value->kind, ==, HSP_KIND_PRODUCT);
  g_assert_true (value->refill);
  g_assert_false (value->cancel);
  value = g_ptr_array_index (page->services, 1);
  g_assert_cmpint (value->rate, ==, HSP_MONEY_UNIT);
  g_assert_cmpint (value->kind, ==, HSP_KIND_SMM);
  g_assert_true (value->refill);
}

static void
test_services_old (void)
{
  static const char * const forms[] = {
    "[" SERVICE ("") "]", "{\"products\":[" SERVICE ("") "]}", "{\"data\":[" SERVICE ("") "]}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(HspServicesPage) page = DECODE (HspServicesPage *, hsp_decode_services, forms[i]);

      g_assert_cmpuint (page->services->len, ==, 1);
      g_assert_cmpint (page->total_pages, ==, HSP_UNKNOWN);
    }
}

static void
test_services_skipped (void)
{
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(HspServicesPage) many = NULL;
  g_autoptr(GString) text = g_string_new ("[" SERVICE (""));

  page = DECODE (HspServicesPage *, hsp_decode_services,
                 "[" SERVICE ("") ",7,null,[],{\"name\":\"a\",\"rate\":1},{\"service\":2,\"rate\":1},"
                 "{\"service\":3,\"name\":\"a\"},{\"service\":4,\"name\":\"a\",\"rate\":\"free\"},"
                 "{\"service\":5,\"name\":\"a\",\"rate\":-1},{\"service\":0,\"name\":\"a\",\"rate\":1},"
                 "{\"service\":\"a b\",\"name\":\"a\",\"rate\":1},{\"service\":-3,\"name\":\"a\",\"rate\":1}," SERVICE ("") "]");
  g_assert_cmpuint (page->services->len, ==, 2);
  g_assert_cmpuint (page->n_skipped, ==, 11);
  g_assert_cmpuint (page->skipped->len, ==, 11);
  g_assert_cmpstr (g_ptr_array_index (page->skipped, 3), ==, "Row 5: the service number is missing");

  for (guint i = 0; i < 250; i++)
    g_string_append (text, ",{}");
  g_string_append_c (text, ']');
  many = DECODE (HspServicesPage *, hsp_decode_services, text->str);
  g_assert_cmpuint (many->n_skipped, ==, 250);
  g_assert_cmpuint (many->skipped->len, ==, 100);
}

static void
assert_inventory (const char *text,
                  gint64      stock,
                  gboolean    available)
{
  g_autofree HspInventory *inventory = DECODE (HspInventory *, hsp_decode_inventory, text);

  g_assert_cmpint (inventory->stock, ==, stock);
  g_assert_cmpint (inventory->available, ==, available);
}

static void
test_inventory (void)
{
  assert_inventory ("{\"service\":23501,\"stock\":42,\"available\":true}", 42, TRUE);
  assert_inventory ("{\"stock\":\"42\",\"available\":\"0\"}", 42, FALSE);
  assert_inventory ("{\"stock\":3}", 3, TRUE);
  assert_inventory ("{\"stock\":0}", 0, FALSE);
  assert_inventory ("{\"stock\":null,\"available\":1}", HSP_UNKNOWN, TRUE);
}

static void
test_add (void)
{
  static const struct
  {
    const char *text;
    const char *order;
  } rows[] = {
    { "{\"order\":23501}", "23501" },
    { "{\"order\":\"23501\"}", "23501" },
    { "{\"order\":12345678901234567890123}", "12345678901234567890123" },
    { "{\"order\":\"65f0a1b2\"}", "65f0a1b2" },
    { "{\"order\":1,\"error\":\"Rate limit\"}", "1" },
    { "{\"order\":1,\"error\":null}", "1" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *order = DECODE (char *, hsp_decode_add, rows[i].text);

      g_assert_cmpstr (order, ==, rows[i].order);
    }

  assert_fails ((Decode) hsp_decode_add, "{\"order\":null,\"error\":\"Insufficient balance\"}",
                HSP_ERROR_INSUFFICIENT_BALANCE, HSP_DELIVERY_REFUSED);
  assert_fails ((Decode) hsp_decode_add, "{\"order\":true}",
                HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
  assert_fails ((Decode) hsp_decode_add, "{\"order\":\"a\\nb\"}",
                HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
  assert_fails ((Decode) hsp_decode_add, "[23501]", HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
}

static void
test_status (void)
{
  g_autoptr(HspOrderStatus) documented = NULL;
  g_autoptr(HspOrderStatus) live = NULL;

  documented = DECODE (HspOrderStatus *, hsp_decode_status,
                       "{\"status\":\"In progress\",\"charge\":\"5.00\",\"start_count\":1000,\"remains\":500,\"currency\":\"USD\"}");
  g_assert_cmpstr (documented->status, ==, "In progress");
  g_assert_cmpint (documented->charge, ==, 5 * HSP_MONEY_UNIT);
  g_assert_cmpint (documented->start_count, ==, 1000);
  g_assert_cmpint (documented->remains, ==, 500);
  g_assert_cmpstr (documented->currency, ==, "USD");
  g_assert_null (documented->accounts);

  live = DECODE (HspOrderStatus *, hsp_decode_status,
                 "{\"status\":\"Awaiting\",\"charge\":0.012,\"start_count\":\"0\",\"remains\":\"\","
                 "\"accounts\":[\"a|b\",\"c|d\",null]}");
  g_assert_cmpstr (live->status, ==, "Awaiting");
  g_assert_cmpint (live->charge, ==, 12000);
  g_assert_cmpint (live->start_count, ==, 0);
  g_assert_cmpint (live->remains, ==, HSP_UNKNOWN);
  g_assert_cmpstr (live->currency, ==, "");
  g_assert_cmpuint (g_strv_length (live->accounts), ==, 2);
}

static void
assert_balance (const char *text,
                HspMoney    amount,
                const char *currency)
{
  g_autofree HspBalance *balance = DECODE (HspBalance *, hsp_decode_balance, text);

  g_assert_cmpint (balance->balance, ==, amount);
  g_assert_cmpstr (balance->currency, ==, currency);
}

static void
test_balance (void)
{
  assert_balance ("{\"balance\":\"100.00\",\"currency\":\"USD\"}", 100 * HSP_MONEY_UNIT, "USD");
  assert_balance ("{\"balance\":0.1}", 100000, "");
  assert_balance ("{\"balance\":\"-1e-3\",\"currency\":null}", -1000, "");
  assert_fails ((Decode) hsp_decode_balance, "{\"balance\":\"\"}",
                HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
}

static void
test_sms_projects (void)
{
  g_autoptr(HspRows) rows = NULL;
  HspSmsProjectValue *value;

  rows = DECODE (HspRows *, hsp_decode_sms_projects,
                 "[{\"project_id\":\"65f\",\"name\":\"OpenAI / ChatGPT\",\"price\":\"0.5000\",\"country_id\":\"us\","
                 "\"country_title\":\"United States\"},"
                 "{\"project_id\":7,\"name\":\"x\",\"price\":0.25,\"country_id\":\"BA\",\"country_title\":\"bosnia and herzegovina\"},"
                 "{\"project_id\":8,\"name\":\"x\",\"price\":1,\"country_id\":\"+93\",\"country_title\":\"afghanistan\"},"
                 "{\"project_id\":9,\"name\":\"x\",\"price\":1},"
                 "{\"name\":\"x\",\"price\":1},{\"project_id\":1,\"price\":1},{\"project_id\":1,\"name\":\"x\"}]");
  g_assert_cmpuint (rows->rows->len, ==, 4);
  g_assert_cmpuint (rows->n_skipped, ==, 3);
  value = g_ptr_array_index (rows->rows, 0);
  g_assert_cmpstr (value->id, ==, "65f");
  g_assert_cmpint (value->price, ==, 500000);
  g_assert_cmpstr (value->country, ==, "us");
  g_assert_cmpstr (value->country_name, ==, "United States");
  value = g_ptr_array_index (rows->rows, 1);
  g_assert_cmpstr (value->id, ==, "7");
  g_assert_cmpstr (value->country, ==, "ba");
  g_assert_cmpstr (value->country_name, ==, "Bosnia and Herzegovina");
  value = g_ptr_array_index (rows->rows, 2);
  g_assert_cmpstr (value->country, ==, "af");
  value = g_ptr_array_index (rows->rows, 3);
  g_assert_cmpstr (value->country, ==, "");
  g_assert_cmpstr (value->country_name, ==, "");
}

static void
test_sms_countries (void)
{
  static const struct
  {
    const char *code;
    const char *name;
    const char *dial_code;
  } expected[] = {
    { "us", "United States", "+1" }, { "gb", "United Kingdom", "+44" }, { "af", "Afghanistan", "+93" },
    { "vn", "Viet Nam", "+84" }, { "us", "USA", "+1" }, { "kz", "Kazakhstan", "+7" },
    { "bs", "Bahamas", "+1242" }, { "de", "Deutschland", "+49" },
  };
  g_autoptr(HspRows) rows = NULL;

  rows = DECODE (HspRows *, hsp_decode_sms_countries,
                 "[{\"country_code\":\"us\",\"country_name\":\"United States\"},"
                 "{\"country_code\":\"GB\",\"country_name\":\"United Kingdom\"},"
                 "{\"country_code\":\"+93\",\"country_name\":\"afghanistan\"},"
                 "{\"country_code\":84,\"country_name\":\"Viet Nam\"},"
                 "{\"country_code\":\"+1\",\"country_name\":\"usa\"},"
                 "{\"country_code\":\"+7\",\"country_name\":\"Kazakhstan\"},"
                 "{\"country_code\":\"+1-242\",\"country_name\":\"Bahamas\"},"
                 "{\"country_code\":\"+49\",\"country_name\":\"Deutschland\"},"
                 "{\"country_code\":\"+1\",\"country_name\":\"Nowhere\"},{\"country_name\":\"x\"},{\"country_code\":\"us\"}]");
  g_assert_cmpuint (rows->n_skipped, ==, 3);
  g_assert_cmpuint (rows->rows->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    {
      HspCountryValue *value = g_ptr_array_index (rows->rows, i);

      g_assert_cmpstr (value->code, ==, expected[i].code);
      g_assert_cmpstr (value->name, ==, expected[i].name);
      g_assert_cmpstr (value->dial_code, ==, expected[i].dial_code);
    }
}

static void
test_add_sms (void)
{
  static const char * const forms[] = {
    "{\"orders\":[{\"order\":12345,\"phone\":\"+15551234567\",\"country\":\"us\",\"status\":\"active\"}]}",
    "[{\"order\":\"12345\",\"phone\":\"+15551234567\",\"country\":\"us\",\"status\":\"active\"}]",
    "{\"orders\":[{\"phone\":\"+1\"},{\"order\":12345,\"phone\":\"+15551234567\",\"country\":\"us\",\"status\":\"active\"}]}",
    "{\"error\":\"one was not available\",\"orders\":[{\"order\":12345,\"phone\":\"+15551234567\",\"country\":\"us\",\"status\":\"active\"}]}",
  };
  g_autoptr(HspRows) bare = NULL;
  HspSmsOrderValue *value;

  for (guint i = 0; i < G_N_ELEMENTS (forms); i++)
    {
      g_autoptr(HspRows) rows = DECODE (HspRows *, hsp_decode_add_sms, forms[i]);

      g_assert_cmpuint (rows->rows->len, ==, 1);
      g_assert_cmpuint (rows->n_skipped, ==, i == 2 ? 1 : 0);
      value = g_ptr_array_index (rows->rows, 0);
      g_assert_cmpstr (value->order, ==, "12345");
      g_assert_cmpstr (value->phone, ==, "+15551234567");
      g_assert_cmpstr (value->country, ==, "us");
      g_assert_cmpstr (value->status, ==, "active");
    }

  bare = DECODE (HspRows *, hsp_decode_add_sms, "{\"orders\":[{\"order\":1,\"phone\":4055123415}]}");
  value = g_ptr_array_index (bare->rows, 0);
  g_assert_cmpstr (value->phone, ==, "4055123415");
  g_assert_cmpstr (value->country, ==, "");

  assert_fails ((Decode) hsp_decode_add_sms, "{\"orders\":[],\"error\":\"Insufficient balance\"}",
                HSP_ERROR_INSUFFICIENT_BALANCE, HSP_DELIVERY_REFUSED);
  assert_fails ((Decode) hsp_decode_add_sms, "{\"orders\":[{\"phone\":\"+1\"}]}",
                HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
}

static void
test_sms_status (void)
{
  g_autoptr(HspSmsStatus) completed = NULL;
  g_autoptr(HspSmsStatus) waiting = NULL;
  g_autoptr(HspSmsStatus) empty = NULL;
  g_autoptr(HspSmsStatus) full = NULL;
  g_autoptr(HspSmsStatus) number = NULL;

  completed = DECODE (HspSmsStatus *, hsp_decode_sms_code,
                      "{\"status\":\"completed\",\"code\":\"730461\",\"sms_content\":\"Your code is 730461\"}");
  g_assert_cmpstr (completed->status, ==, "completed");
  g_assert_cmpstr (completed->code, ==, "730461");
  g_assert_cmpstr (completed->text, ==, "Your code is 730461");
  g_assert_null (completed->phone);
  g_assert_cmpint (completed->charge, ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (completed->expires_at, ==, 0);

  waiting = DECODE (HspSmsStatus *, hsp_decode_sms_code,
                    "{\"status\":\"waiting\",\"message\":\"Waiting for code\"}");
  g_assert_null (waiting->code);
  g_assert_null (waiting->text);
  empty = DECODE (HspSmsStatus *, hsp_decode_sms_code, "{\"status\":\"waiting\",\"code\":\" \"}");
  g_assert_null (empty->code);

  full = DECODE (HspSmsStatus *, hsp_decode_sms_status,
                 "{\"status\":\"code_received\",\"phone\":\"+15551234567\",\"code\":\"730461\",\"charge\":\"0.5000\","
                 "\"currency\":\"USD\",\"expires_at\":\"2023-01-01T12:00:00.000Z\"}");
  g_assert_cmpstr (full->status, ==, "code_received");
  g_assert_cmpstr (full->phone, ==, "+15551234567");
  g_assert_cmpint (full->charge, ==, 500000);
  g_assert_cmpstr (full->currency, ==, "USD");
  g_assert_cmpint (full->expires_at, ==, 1672574400);

  /* a code is text: its zeros stay */
  number = DECODE (HspSmsStatus *, hsp_decode_sms_code, "{\"code\":007123}");
  g_assert_cmpstr (number->code, ==, "007123");
}

static void
test_html (void)
{
  static const struct
  {
    const char *html;
    const char *text;
  } rows[] = {
    { "", NULL },
    { " <br> ", NULL },
    { "plain", "plain" },
    { "a\nb\n\n\n\nc", "a\nb\n\nc" },
    { "a < b && c > d", "a < b && c > d" },
    { "1 <2 a<=b", "1 <2 a<=b" },
    { "<p>One <b>bold</b></p>\n<p>two</p>", "One bold\n\ntwo" },
    { "a<br/>b<BR >c", "a\nb\nc" },
    { "&lt;b&gt; &amp;amp; &#8364;&#x41;&nbsp;x &unknown; &#0; &#xD800; &", "<b> &amp; €A x &unknown; &#0; &#xD800; &" },
    { "<script>alert('x')</script>y<style>p{}</style >z", "yz" },
    { "a<!-- <b>no</b> -->b", "ab" },
    { "a<!-- open", "a" },
    { "a<b", "a" },
    { "<a href=\"x\">link</a>", "link" },
    { "Vi\xe1\xbb\x87t <i>Nam</i>", "Việt Nam" },
    { "<pre>x</pre><para>y", "xy" },
  };
  g_autofree char *long_text = g_strnfill (100000, 'x');
  g_autofree char *cut = hsp_decode_html (long_text);

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autofree char *text = hsp_decode_html (rows[i].html);

      g_test_message ("%s", rows[i].html);
      g_assert_cmpstr (text, ==, rows[i].text);
    }
  g_assert_cmpuint (strlen (cut), ==, 16384);
}

static void
test_iso (void)
{
  static const struct
  {
    const char *name;
    const char *code;
  } names[] = {
    { "Vietnam", "vn" }, { "viet nam", "vn" }, { "VIET-NAM", "vn" }, { "USA", "us" }, { "U.S.A.", "us" },
    { "United States of America", "us" }, { "uk", "gb" }, { "England", "gb" }, { "Russia", "ru" },
    { "South Korea", "kr" }, { "Korea, Republic of", "kr" }, { "North Korea", "kp" },
    { "Cote d'Ivoire", "ci" }, { "Côte d’Ivoire", "ci" }, { "Ivory Coast", "ci" }, { "Türkiye", "tr" },
    { "St. Vincent & the Grenadines", "vc" }, { "Congo", "cg" }, { "DR Congo", "cd" },
    { "Congo, The Democratic Republic of the", "cd" }, { "Guinea", "gn" }, { "Guinea-Bissau", "gw" },
    { "Equatorial Guinea", "gq" }, { "Papua New Guinea", "pg" }, { "Niger", "ne" }, { "Nigeria", "ng" },
    { "Dominica", "dm" }, { "Dominican Republic", "do" }, { "Curaçao", "cw" }, { "Hong Kong", "hk" },
    { "Saint Martin", "mf" }, { "Kosovo", "xk" }, { "Réunion", "re" }, { "The Gambia", "gm" },
    { "Nowhere", NULL }, { "", NULL }, { "the", NULL }, { NULL, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_test_message ("%s", names[i].name);
      g_assert_cmpstr (hsp_iso_find_by_name (names[i].name), ==, names[i].code);
    }

  g_assert_cmpstr (hsp_iso_get_dial_code ("vn"), ==, "+84");
  g_assert_cmpstr (hsp_iso_get_dial_code ("US"), ==, "+1");
  g_assert_null (hsp_iso_get_dial_code ("zz"));
  g_assert_null (hsp_iso_get_dial_code (NULL));
  g_assert_cmpstr (hsp_iso_get_name ("vn"), ==, "Vietnam");
  g_assert_null (hsp_iso_get_name (""));
  g_assert_cmpstr (hsp_iso_find_by_dial_code ("+84"), ==, "vn");
  g_assert_null (hsp_iso_find_by_dial_code ("+1"));
  g_assert_null (hsp_iso_find_by_dial_code ("+0"));
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/decode/every-no", test_every_no);
  g_test_add_func ("/decode/categories", test_categories);
  g_test_add_func ("/decode/services/documented", test_services_documented);
  g_test_add_func ("/decode/services/live", test_services_live);
  g_test_add_func ("/decode/services/old", test_services_old);
  g_test_add_func ("/decode/services/skipped", test_services_skipped);
  g_test_add_func ("/decode/inventory", test_inventory);
  g_test_add_func ("/decode/add", test_add);
  g_test_add_func ("/decode/status", test_status);
  g_test_add_func ("/decode/balance", test_balance);
  g_test_add_func ("/decode/sms-projects", test_sms_projects);
  g_test_add_func ("/decode/sms-countries", test_sms_countries);
  g_test_add_func ("/decode/add-sms", test_add_sms);
  g_test_add_func ("/decode/sms-status", test_sms_status);
  g_test_add_func ("/decode/html", test_html);
  g_test_add_func ("/decode/iso", test_iso);

  return g_test_run ();
}
