/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-json.h"

#include <string.h>

#include "hsp-error.h"
#include "hsp-values.h"

static JsonNode *
parse (const char  *text,
       gssize       length,
       GError     **error)
{
  g_autoptr(GBytes) body = g_bytes_new (text, length < 0 ? strlen (text) : (gsize) length);

  return hsp_json_parse (body, error);
}

static void
assert_refused (const char *text,
                gssize      length)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = parse (text, length, &error);

  g_assert_null (root);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_UNREADABLE);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_UNKNOWN);
}

/* {"v":@text} read as text */
static void
assert_text (const char *text,
             const char *expected)
{
  g_autofree char *json = g_strdup_printf ("{\"v\":%s}", text);
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) root = parse (json, -1, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (hsp_json_get_text (hsp_json_to_object (root), "v"), ==, expected);
}

static void
test_refused (void)
{
  static const char * const texts[] = {
    "", "  \n", "\xef\xbb\xbf", "<html>proxy</html>", "  <!doctype html>", "Bad gateway", "12",
    "\"text\"", "true", "null", "{", "[", "{\"a\":", "{\"a\":1", "[1,2", "{\"a\"}", "{\"a\":}",
    "{\"a\" 1}", "{]", "[}", "]", "{}}", "{}{}", "[] x", "[1 2]", "[,]", "{\"a\":'b'}",
    "[1] // end", "[/* a */ 1]", "[# a\n1]", "[nul]", "[TRUE]", "[undefined]", "[\"\\u12\"]",
    "[\"\\u12", "[\"\\u0000\"]", "[\"\\", "[\"a", "{\"a\":1,\"b", "[0x10]", "[+1]", "[\"\\uD800",
    "[\"\\uD83D\\u", "[\"\\uD83D\\uDE0",
    "[-]", "[1.]", "[1.e5]", "[1e]", "[1e+]", "[1-2]", "[--1]", "[1.2.3]", "[1e5.5]", "[\"\\0\"]", "[\"\\101\"]", "[\"\\377\"]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_test_message ("%s", texts[i]);
      assert_refused (texts[i], -1);
    }
  assert_refused ("[\"a\0b\"]", 7);
  assert_refused ("[]\0", 3);
}

static void
test_depth (void)
{
  for (guint depth = HSP_JSON_MAX_DEPTH - 1; depth <= HSP_JSON_MAX_DEPTH + 1; depth++)
    {
      g_autoptr(GString) text = g_string_new (NULL);
      g_autoptr(JsonNode) root = NULL;

      for (guint i = 0; i < depth; i++)
        g_string_append (text, i % 2 == 0 ? "[" : "{\"a\":");
      for (guint i = depth; i > 0; i--)
        g_string_append (text, (i - 1) % 2 == 0 ? "]" : i == depth ? "1}" : "}");

      root = parse (text->str, -1, NULL);
      g_assert_cmpint (root != NULL, ==, depth <= HSP_JSON_MAX_DEPTH);
    }

  /* a million brackets do not end the program */
  {
    g_autofree char *deep = g_strnfill (1000000, '[');

    assert_refused (deep, -1);
  }
}

static void
test_length (void)
{
  g_autofree char *fits = g_strnfill (HSP_JSON_MAX_STRING, 'x');
  g_autofree char *quoted = g_strdup_printf ("[\"%s\"]", fits);
  g_autofree char *longer = g_strdup_printf ("[\"xx%s\"]", fits);
  g_autofree char *number = g_strnfill (HSP_JSON_MAX_STRING + 2, '1');
  g_autofree char *numbers = g_strdup_printf ("[%s]", number);
  g_autoptr(JsonNode) root = parse (quoted, -1, NULL);
  g_autoptr(GBytes) huge = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_nonnull (root);
  assert_refused (longer, -1);
  assert_refused (numbers, -1);

  huge = g_bytes_new_take (g_malloc0 ((gsize) HSP_JSON_MAX_SIZE + 1), (gsize) HSP_JSON_MAX_SIZE + 1);
  g_assert_null (hsp_json_parse (huge, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_UNREADABLE);
}

static void
test_text (void)
{
  assert_text ("\"a\"", "a");
  assert_text ("\"\"", "");
  assert_text ("null", NULL);
  assert_text ("true", NULL);
  assert_text ("[]", NULL);
  assert_text ("{}", NULL);
  assert_text ("\"a\\\"b\\\\\\/c\\n\"", "a\"b\\/c\n");
  assert_text ("\"Vi\\u1ec7t\"", "Việt");
  assert_text ("\"\\uD83D\\uDE00\"", "😀");
  assert_text ("\"<b>&amp; {[,:]}\"", "<b>&amp; {[,:]}");

  /* what stops json-glib itself */
  assert_text ("\"\\uD83Dx\"", "\xef\xbf\xbdx");
  assert_text ("\"\\uDE00\"", "\xef\xbf\xbd");
  assert_text ("\"\\uD83D\\uD83D\\uDE00\"", "\xef\xbf\xbd😀");
  assert_text ("\"a\xff" "b\"", "a\xef\xbf\xbd" "b");

  /* numbers keep every digit */
  assert_text ("23501", "23501");
  assert_text ("-0.10", "-0.10");
  assert_text ("1e-3", "1e-3");
  assert_text ("-1.50E+30", "-1.50E+30");
  assert_text ("007123", "007123");
  assert_text ("12345678901234567890123", "12345678901234567890123");
  assert_text ("0.1000000000000000055511151231257827", "0.1000000000000000055511151231257827");
}

static void
test_readers (void)
{
  g_autoptr(JsonNode) root = NULL;
  JsonObject *object;

  root = parse ("\xef\xbb\xbf{\"n\":100,\"s\":\"100\",\"f\":100.0,\"neg\":-1,\"empty\":\"\",\"null\":null,"
                "\"half\":1.5,\"word\":\"ten\",\"rate\":0.1,\"text\":\"0.5000\",\"t\":true,\"one\":1,"
                "\"zero\":\"0\",\"yes\":\"true\",\"no\":\"False\",\"array\":[1],"
                "\"iso\":\"2023-01-01T12:00:00.000Z\",\"local\":\"2023-01-01T12:00:00\",\"unix\":1672574400,"
                "\"ms\":\"1672574400000\"} ", -1, NULL);
  object = hsp_json_to_object (root);
  g_assert_nonnull (object);
  g_assert_null (hsp_json_to_array (root));
  g_assert_null (hsp_json_to_object (NULL));
  g_assert_null (hsp_json_to_text (NULL));

  g_assert_cmpint (hsp_json_get_count (object, "n"), ==, 100);
  g_assert_cmpint (hsp_json_get_count (object, "s"), ==, 100);
  g_assert_cmpint (hsp_json_get_count (object, "f"), ==, 100);
  g_assert_cmpint (hsp_json_get_count (object, "zero"), ==, 0);
  g_assert_cmpint (hsp_json_get_count (object, "neg"), ==, HSP_UNKNOWN);
  g_assert_cmpint (hsp_json_get_count (object, "empty"), ==, HSP_UNKNOWN);
  g_assert_cmpint (hsp_json_get_count (object, "null"), ==, HSP_UNKNOWN);
  g_assert_cmpint (hsp_json_get_count (object, "half"), ==, HSP_UNKNOWN);
  g_assert_cmpint (hsp_json_get_count (object, "word"), ==, HSP_UNKNOWN);
  g_assert_cmpint (hsp_json_get_count (object, "array"), ==, HSP_UNKNOWN);
  g_assert_cmpint (hsp_json_get_count (object, "absent"), ==, HSP_UNKNOWN);

  g_assert_cmpint (hsp_json_get_money (object, "rate"), ==, 100000);
  g_assert_cmpint (hsp_json_get_money (object, "text"), ==, 500000);
  g_assert_cmpint (hsp_json_get_money (object, "neg"), ==, -HSP_MONEY_UNIT);
  g_assert_cmpint (hsp_json_get_money (object, "empty"), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_json_get_money (object, "null"), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_json_get_money (object, "absent"), ==, HSP_MONEY_UNKNOWN);

  g_assert_true (hsp_json_get_flag (object, "t", FALSE));
  g_assert_true (hsp_json_get_flag (object, "one", FALSE));
  g_assert_true (hsp_json_get_flag (object, "yes", FALSE));
  g_assert_false (hsp_json_get_flag (object, "zero", TRUE));
  g_assert_false (hsp_json_get_flag (object, "no", TRUE));
  g_assert_true (hsp_json_get_flag (object, "absent", TRUE));
  g_assert_false (hsp_json_get_flag (object, "word", FALSE));

  g_assert_cmpint (hsp_json_get_time (object, "iso"), ==, 1672574400);
  g_assert_cmpint (hsp_json_get_time (object, "local"), ==, 1672574400);
  g_assert_cmpint (hsp_json_get_time (object, "unix"), ==, 1672574400);
  g_assert_cmpint (hsp_json_get_time (object, "ms"), ==, 1672574400);
  g_assert_cmpint (hsp_json_get_time (object, "word"), ==, 0);
  g_assert_cmpint (hsp_json_get_time (object, "absent"), ==, 0);

  g_assert_cmpuint (json_array_get_length (hsp_json_get_array (object, "array")), ==, 1);
  g_assert_null (hsp_json_get_array (object, "n"));
  g_assert_null (hsp_json_get_array (object, "absent"));
}

/* No prefix and no single changed byte of an answer ends the program. */
static void
test_damaged (void)
{
  static const char whole[] = "{\"services\":[{\"service\":1,\"name\":\"A\\u1ec7\\uD83D\\uDE00\",\"rate\":\"0.50\","
                              "\"min\":1e2,\"refill\":true,\"x\":null}],\"total\":-1.5}";

  for (gsize i = 0; i < strlen (whole); i++)
    {
      g_autofree char *changed = g_strdup (whole);

      assert_refused (whole, i);
      for (guint c = 0; c < 256; c++)
        {
          g_autoptr(JsonNode) root = NULL;

          changed[i] = c;
          root = parse (changed, sizeof whole - 1, NULL);
        }
    }
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/refused", test_refused);
  g_test_add_func ("/json/depth", test_depth);
  g_test_add_func ("/json/length", test_length);
  g_test_add_func ("/json/text", test_text);
  g_test_add_func ("/json/readers", test_readers);
  g_test_add_func ("/json/damaged", test_damaged);

  return g_test_run ();
}
