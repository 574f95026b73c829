/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-reply.h"

#include <gio/gio.h>
#include <string.h>

#include "hsp-error.h"

static GBytes *
make_body (const char *text)
{
  return g_bytes_new_static (text, strlen (text));
}

/* The body of a 2xx answer that is a no. */
static void
assert_no (const char *text,
           HspError    code,
           const char *server_text)
{
  g_autoptr(GBytes) body = make_body (text);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = hsp_reply_parse (body, &error);

  g_test_message ("%s", text);
  g_assert_null (root);
  g_assert_error (error, HSP_ERROR, (int) code);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_REFUSED);
  if (server_text != NULL)
    g_assert_cmpstr (hsp_error_get_server_text (error), ==, server_text);
}

static void
assert_text_is (const char *text,
                HspError    code)
{
  g_autofree char *body = g_strdup_printf ("{\"error\":\"%s\"}", text);

  assert_no (body, code, text);
}

static void
test_texts (void)
{
  assert_text_is ("Invalid API key", HSP_ERROR_KEY_REFUSED);
  assert_text_is ("invalid api key.", HSP_ERROR_KEY_REFUSED);
  assert_text_is ("Invalid action", HSP_ERROR_REJECTED);
  assert_text_is ("Service ID is required", HSP_ERROR_REJECTED);
  assert_text_is ("Insufficient balance", HSP_ERROR_INSUFFICIENT_BALANCE);
  assert_text_is ("neworder.error.not_enough_funds", HSP_ERROR_INSUFFICIENT_BALANCE);
  assert_text_is ("Not enough funds on balance", HSP_ERROR_INSUFFICIENT_BALANCE);
  assert_text_is ("Order not found", HSP_ERROR_ORDER_NOT_FOUND);
  assert_text_is ("Incorrect order ID", HSP_ERROR_ORDER_NOT_FOUND);
  assert_text_is ("Service not found", HSP_ERROR_SERVICE_NOT_FOUND);
  assert_text_is ("neworder.error.link_duplicate", HSP_ERROR_REJECTED);
  assert_text_is ("neworder.error.min_quantity", HSP_ERROR_REJECTED);
  assert_text_is ("Too many requests", HSP_ERROR_RATE_LIMITED);
  assert_text_is ("Rate limit exceeded", HSP_ERROR_RATE_LIMITED);
  assert_text_is ("API rate is too high", HSP_ERROR_RATE_LIMITED);
  assert_text_is ("Limit reached, try again later", HSP_ERROR_RATE_LIMITED);
  assert_text_is ("Quantity limit exceeded", HSP_ERROR_REJECTED);
  assert_text_is ("Link is not accurate", HSP_ERROR_REJECTED);
  assert_text_is ("<b>Ngừng bán</b> & thôi", HSP_ERROR_REJECTED);
}

static void
test_shapes (void)
{
  static const char * const fine[] = {
    "{}", "[]", "{\"balance\":\"1\"}", "{\"error\":null,\"order\":1}", "{\"error\":\"\",\"order\":1}",
    "{\"error\":false,\"order\":1}", "{\"error\":[],\"order\":1}", "{\"error\":{},\"order\":1}",
    "{\"error\":0,\"order\":1}", "[{\"error\":\"Invalid API key\"}]",
  };

  assert_no ("{\"error\":{\"message\":\"Invalid API key\"}}", HSP_ERROR_KEY_REFUSED, "Invalid API key");
  assert_no ("{\"error\":{\"code\":7}}", HSP_ERROR_REJECTED, NULL);
  assert_no ("{\"error\":[\"Order not found\"]}", HSP_ERROR_ORDER_NOT_FOUND, "Order not found");
  assert_no ("{\"error\":true,\"message\":\"Order not found\"}", HSP_ERROR_ORDER_NOT_FOUND, "Order not found");
  assert_no ("{\"error\":true}", HSP_ERROR_REJECTED, NULL);
  assert_no ("{\"error\":\" a\\nb \"}", HSP_ERROR_REJECTED, "a b");

  for (guint i = 0; i < G_N_ELEMENTS (fine); i++)
    {
      g_autoptr(GBytes) body = make_body (fine[i]);
      g_autoptr(GError) error = NULL;
      g_autoptr(JsonNode) root = hsp_reply_parse (body, &error);

      g_test_message ("%s", fine[i]);
      g_assert_no_error (error);
      g_assert_nonnull (root);
    }
}

static void
test_long_text (void)
{
  g_autofree char *long_text = g_strnfill (2000, 'x');
  g_autofree char *text = g_strdup_printf ("{\"error\":\"%s\"}", long_text);
  g_autoptr(GBytes) body = make_body (text);
  g_autoptr(GError) error = NULL;

  g_assert_null (hsp_reply_parse (body, &error));
  g_assert_cmpuint (strlen (hsp_error_get_server_text (error)), <=, 510);
}

static void
test_statuses (void)
{
  static const struct
  {
    guint        status;
    const char  *body;
    HspError     code;
    HspDelivery  delivery;
    const char  *server_text;
  } rows[] = {
    { 400, "{\"error\":\"Service not found\"}", HSP_ERROR_SERVICE_NOT_FOUND, HSP_DELIVERY_REFUSED, "Service not found" },
    { 400, "", HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED, NULL },
    { 401, "", HSP_ERROR_KEY_REFUSED, HSP_DELIVERY_REFUSED, NULL },
    { 402, "{\"error\":\"Insufficient balance\"}", HSP_ERROR_INSUFFICIENT_BALANCE, HSP_DELIVERY_REFUSED, "Insufficient balance" },
    { 403, "<html>blocked</html>", HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED, NULL },
    { 404, "<html>", HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED, NULL },
    { 429, "", HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED, NULL },
    { 429, "{\"error\":\"Slow down\"}", HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED, "Slow down" },
    { 500, "", HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, NULL },
    { 500, "{\"error\":\"Insufficient balance\"}", HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, "Insufficient balance" },
    { 500, "{\"order\":1}", HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, NULL },
    { 502, "<html>proxy</html>", HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, NULL },
    { 503, "{\"error\":\"Rate limit\"}", HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_UNKNOWN, "Rate limit" },
    { 302, "", HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, NULL },
    { 308, "{\"error\":\"Insufficient balance\"}", HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, NULL },
    { 101, "", HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      g_autoptr(GBytes) body = make_body (rows[i].body);
      g_autoptr(GError) error = NULL;

      g_test_message ("%u %s", rows[i].status, rows[i].body);
      g_assert_false (hsp_reply_check_status (rows[i].status, body, &error));
      g_assert_error (error, HSP_ERROR, (int) rows[i].code);
      g_assert_cmpint (hsp_error_get_delivery (error), ==, rows[i].delivery);
      g_assert_cmpstr (hsp_error_get_server_text (error), ==, rows[i].server_text);
      g_assert_true (g_str_has_suffix (error->message, "."));
    }

  for (guint status = 200; status < 300; status += 33)
    {
      g_autoptr(GBytes) body = make_body ("");

      g_assert_true (hsp_reply_check_status (status, body, NULL));
    }
}

static void
test_errors (void)
{
  g_autoptr(GError) ours = hsp_error_new (HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED, "words", "A sentence.");
  g_autoptr(GError) copy = g_error_copy (ours);
  g_autoptr(GError) plain = g_error_new_literal (HSP_ERROR, HSP_ERROR_SERVER, "A sentence.");
  g_autoptr(GError) foreign = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "x");

  g_assert_cmpint (hsp_error_get_delivery (copy), ==, HSP_DELIVERY_REFUSED);
  g_assert_cmpstr (hsp_error_get_server_text (copy), ==, "words");
  g_assert_cmpint (hsp_error_get_delivery (plain), ==, HSP_DELIVERY_UNKNOWN);
  g_assert_null (hsp_error_get_server_text (plain));
  g_assert_cmpint (hsp_error_get_delivery (foreign), ==, HSP_DELIVERY_UNKNOWN);
  g_assert_null (hsp_error_get_server_text (foreign));
  g_assert_cmpint (hsp_error_get_delivery (NULL), ==, HSP_DELIVERY_UNKNOWN);
  g_assert_null (hsp_error_get_server_text (NULL));
}

static void
assert_hidden (const char *secret,
               const char *text,
               const char *expected)
{
  g_autoptr(GBytes) body = hsp_reply_hide (make_body (text), secret);
  g_autofree char *hidden = g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));

  g_assert_cmpstr (hidden, ==, expected);
}

/* However JSON may write it, and nowhere but in its texts. */
static void
test_hide (void)
{
  assert_hidden ("k3y/of\"me", "{\"error\":\"no\"}", "{\"error\":\"no\"}");
  assert_hidden ("k3yofme", "{\"error\":\"Bad k3yofme, k3yofme\"}", "{\"error\":\"Bad …, …\"}");
  assert_hidden ("k3yofme", "{\"error\":\"K3YOfMe\"}", "{\"error\":\"…\"}");
  assert_hidden ("k3yofme", "[\"\\u006b3yof\\u006De!\"]", "[\"…!\"]");
  assert_hidden ("k3y/of\"me\\", "[\"k3y\\/of\\\"me\\\\\",\"k3y/of\\u0022me\\u005c\"]", "[\"…\",\"…\"]");
  assert_hidden ("k3yofme", "[\"k3k3yofmey\",\"k3yofm\"]", "[\"k3…y\",\"k3yofm\"]");
  /* the end of the answer */
  assert_hidden ("k3yofme", "[\"k3yof", "[\"k3yof");
  assert_hidden ("k3yofme", "[\"k3yof\\", "[\"k3yof\\");
  assert_hidden ("k3yofme", "[\"k3yof\\u00", "[\"k3yof\\u00");
  /* a number is none, and a short one is no secret */
  assert_hidden ("235012", "{\"order\":235012}", "{\"order\":235012}");
  assert_hidden ("1", "{\"order\":\"1\"}", "{\"order\":\"1\"}");
  /* an escaped quotation mark ends no text */
  assert_hidden ("235012", "{\"a\\\"\":235012}", "{\"a\\\"\":235012}");
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/reply/texts", test_texts);
  g_test_add_func ("/reply/shapes", test_shapes);
  g_test_add_func ("/reply/long-text", test_long_text);
  g_test_add_func ("/reply/statuses", test_statuses);
  g_test_add_func ("/reply/errors", test_errors);
  g_test_add_func ("/reply/hide", test_hide);

  return g_test_run ();
}
