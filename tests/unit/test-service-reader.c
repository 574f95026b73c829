/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-service-reader.h"

#include <string.h>

#include "hsp-error.h"
#include "hsp-json.h"
#include "reader-oracle.h"

#define SERVICE(rest) "{\"service\":1,\"name\":\"Instagram Followers\",\"rate\":\"0.50\"" rest "}"

static void
count_row (const HspServiceValue *value,
           gpointer               user_data)
{
  guint *rows = user_data;

  (*rows)++;
}

static void
compare_every_way (const char *bytes,
                   gsize       size)
{
  reader_oracle_compare (bytes, size, READER_WHOLE, NULL);
  reader_oracle_compare (bytes, size, READER_BYTES, NULL);
  reader_oracle_compare (bytes, size, 7, NULL);
}

static HspServicesPage *
read_text (const char *text,
           guint      *rows,
           GError    **error)
{
  g_autoptr(HspServiceReader) reader = hsp_service_reader_new (NULL, count_row, rows);

  *rows = 0;
  if (!hsp_service_reader_feed (reader, text, strlen (text), error))
    return NULL;

  return hsp_service_reader_end (reader, error);
}

static void
assert_read (const char *text,
             guint       expected)
{
  g_autoptr(GError) error = NULL;
  guint rows;
  g_autoptr(HspServicesPage) page = read_text (text, &rows, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (rows, ==, expected);
  compare_every_way (text, strlen (text));
}

static void
assert_refused (const char *text,
                gssize      size)
{
  gsize length = size < 0 ? strlen (text) : (gsize) size;
  g_autoptr(HspServiceReader) reader = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspServicesPage) page = NULL;
  g_autofree char *shown = g_strescape (text, NULL);
  guint rows = 0;

  g_test_message ("%.100s", shown);
  reader = hsp_service_reader_new (NULL, count_row, &rows);
  if (hsp_service_reader_feed (reader, text, length, &error))
    page = hsp_service_reader_end (reader, &error);
  g_assert_null (page);
  g_assert_error (error, HSP_ERROR, HSP_ERROR_UNREADABLE);
  compare_every_way (text, length);
}

static void
test_dialects (void)
{
  assert_read ("{\"services\":[" SERVICE (",\"min\":100,\"max\":10000,\"refill\":true,\"cancel\":false,\"stock\":5") ","
               SERVICE ("") "],\"total\":150,\"page\":1,\"limit\":50,\"total_pages\":3}", 2);
  assert_read ("{\"total\":\"150\",\"data\":[" SERVICE (",\"min\":\"1\",\"max\":\"\",\"refill\":\"1\",\"cancel\":0,\"entityType\":"
               "\"product\",\"description\":\"<p>Old &amp; good</p>\",\"subcategory\":\" Gmail \"") "],\"page\":\"1\"}", 1);
  assert_read ("[" SERVICE ("") "\n, " SERVICE (",\"x\":[{\"services\":[1]}]") "]\n", 2);
  assert_read ("\xef\xbb\xbf {\"products\":[" SERVICE ("") "]}", 1);
  assert_read ("[]", 0);
  assert_read ("{\"services\":[]}", 0);
}

/* Of several arrays the one that counts is read, or the answer is refused. */
static void
test_lists (void)
{
  static const char * const refused[] = {
    "{\"data\":[" SERVICE ("") "],\"services\":[" SERVICE ("") "]}",
    "{\"data\":[" SERVICE ("") "],\"services\":[]}",
    "{\"services\":[" SERVICE ("") "],\"services\":[" SERVICE ("") "]}",
    "{\"services\":[" SERVICE ("") "],\"services\":[]}",
    "{\"services\":[],\"data\":[" SERVICE ("") "],\"services\":null}",
    "{\"data\":[7],\"services\":[]}",
  };
  static const char * const none[] = {
    "{}", "{\"services\":null}", "{\"services\":{\"data\":[]}}", "{\"list\":[" SERVICE ("") "]}",
    "{\"services\":[" SERVICE ("") "],\"services\":null}",
  };

  assert_read ("{\"services\":[" SERVICE ("") "],\"data\":[" SERVICE ("") "," SERVICE ("") "]}", 1);
  assert_read ("{\"services\":[],\"data\":[" SERVICE ("") "]}", 0);
  assert_read ("{\"data\":[],\"services\":[" SERVICE ("") "]}", 1);
  assert_read ("{\"services\":{},\"products\":\"x\",\"data\":[" SERVICE ("") "]}", 1);
  assert_read ("{\"services\":[],\"services\":[" SERVICE ("") "]}", 1);
  assert_read ("{\"services\":[],\"services\":null,\"data\":[" SERVICE ("") "]}", 1);
  assert_read ("{\"d\\u0061ta\":[" SERVICE ("") "]}", 1);

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    assert_refused (none[i], -1);
  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autoptr(GError) error = NULL;
      guint rows;

      g_assert_null (read_text (refused[i], &rows, &error));
      g_assert_error (error, HSP_ERROR, HSP_ERROR_UNREADABLE);
    }
}

static void
test_errors (void)
{
  static const char * const texts[] = {
    "{\"error\":\"Invalid API key\"}", "{\"error\":{\"message\":\"Rate limit exceeded\"},\"data\":[]}",
    "{\"services\":[" SERVICE ("") "],\"error\":\"no\"}", "{\"error\":\"no\",\"services\":[" SERVICE ("") "]}",
    "{\"error\":true,\"message\":\"Not enough funds\"}", "{\"error\":\"a\xff\\u1ec7\\ud83d\"}", "{\"error\":12,\"error\":13}",
    "{\"services\":[],\"error\":[\"x\"]}",
  };
  guint rows;

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(GError) error = NULL;

      g_assert_null (read_text (texts[i], &rows, &error));
      g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_REFUSED);
      compare_every_way (texts[i], strlen (texts[i]));
    }

  assert_read ("{\"error\":null,\"services\":[" SERVICE ("") "],\"error\":\"\"}", 1);
  assert_read ("{\"error\":\"no\",\"services\":[" SERVICE ("") "],\"error\":false}", 1);
}

static void
test_refused (void)
{
  static const char * const texts[] = {
    "", "  \n", "\xef\xbb\xbf", "\xef\xbb", " \xef\xbb\xbf[]", "<html>proxy</html>", "  <!doctype html>", "Bad gateway",
    "12", "\"text\"", "true", "null", "{", "[", "{\"services\":", "{\"services\":[", "{\"services\":[" SERVICE (""),
    "{\"services\":[]", "{\"a\":1", "[1,2", "{\"a\"}", "{\"a\":}", "{\"a\" 1}", "{]", "[}", "]", "{}}", "{\"data\":[]}{}",
    "[] x", "[]]", "[1 2]", "[,]", "[1,]", "[1,,2]", "{,}", "{\"data\":[],}", "{\"data\":[] \"a\":1}", "{\"a\":'b'}", "{a:1}",
    "[] // end", "[/* a */ 1]", "[nul]", "[nulll]", "[TRUE]", "[undefined]", "[tru", "[\"\\u12\"]", "[\"\\u12", "[\"\\u0000\"]",
    "[\"\\0\"]", "[\"\\377\"]", "[\"\\", "[\"a", "{\"a\":1,\"b", "[0x10]", "[+1]", "[-]", "[1.]", "[.5]", "[1e]", "[1e+]", "[1-2]",
    "[--1]", "[1.2.3]", "[1e5.5]", "[{\"min\":1-2}]", "[\"\\uD800", "[\"\\uD83D\\u", "[\"\\uD83D\\uDE0", "[\"\\uD83D\\uDE0g\"]",
    "[\v1]", "[\xc2\xa0" "1]", "[\xff]", "[{\"a\" \xff:1}]",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    assert_refused (texts[i], -1);
  assert_refused ("[\"a\0b\"]", 7);
  assert_refused ("[]\0", 3);
  assert_refused ("\0[]", 3);
}

static void
test_values (void)
{
  /* what is odd but read */
  assert_read ("[{\"service\":007,\"name\":-1.5e+3,\"rate\":1E-3,\"min\":100.0,\"max\":\"1e2\",\"stock\":" "99999999999999999999}]", 1);
  assert_read ("[{\"service\":\" 1 \",\"name\":\"\\ud83d \\udc00\\ud83d\\ud83d\\ude00\\\"\\\\\\/\\b\\f\\n\\r\\t\\'\\q\\U\\8\\\xc3\xa9\",\"rate\":\"1\"}]", 1);
  assert_read ("[{\"s\\u0065rvice\":\"\\u0031\",\"\\ud83d\":1,\"\":2,\"na\\me\":\"a\nb\tc\x7f\",\"rate\":\" 1 \"}]", 1);
  assert_read ("[{\"service\":1,\"service\":2,\"name\":\"a\",\"name\":null,\"name\":\"b\",\"rate\":1,\"refill\":true,\"refill\":[]}]", 1);
  assert_read ("[{\"service\":1,\"name\":\"a\xff\xc3\x28\xed\xa0\x80\xf4\x90\x80\x80 \xe1\xbb\\\xff\",\"rate\":1,\"t\xffype\":\"x\xc0\"}]", 1);
  assert_read ("[\f{\"service\"\r:\t1\n,\"name\" : \"\xf0\x9f\x98\x80\xe1\xba\xbf\xef\xbf\xbf\",\"rate\":1}\f]\f", 1);
  /* rows left out */
  assert_read ("[7,null,[],\"x\",true,-1.5,{},[[{}]],{\"service\":0,\"name\":\"a\",\"rate\":1},{\"service\":1,\"name\":\" \",\"rate\":1},"
               "{\"service\":1,\"name\":\"a\",\"rate\":-1},{\"service\":\"a b\",\"name\":\"a\",\"rate\":1},"
               "{\"service\":1,\"name\":\"a\",\"rate\":\"free\"},{\"service\":true,\"name\":\"a\",\"rate\":1}," SERVICE ("") "]", 1);
}

/* Every first byte above ASCII with what decides at its second, and too few or enough behind it. */
static void
test_utf8 (void)
{
  static const guchar seconds[] = { 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0 };
  static const char * const tails[] = { "", "\x80", "\x80\xbf", "\x80x", "\xc3\xa9" };
  /* characters lie across the sixteen bytes that are looked at together */
  static const char * const heads[] = { "a", "aaaaaaaaaaaaa", "aaaaaaaaaaaaaa", "aaaaaaaaaaaaaaa" };
  const guint n_ends = G_N_ELEMENTS (seconds) * G_N_ELEMENTS (tails);

  for (guint first = 0x80; first <= 0xFF; first++)
    {
      for (guint i = 0; i < n_ends * G_N_ELEMENTS (heads); i++)
        {
          g_autofree char *text = g_strdup_printf ("[{\"service\":1,\"name\":\"%s%c%c%s\",\"rate\":1}]",
                                                   heads[i / n_ends], first,
                                                   seconds[i % n_ends % G_N_ELEMENTS (seconds)],
                                                   tails[i % n_ends / G_N_ELEMENTS (seconds)]);

          reader_oracle_compare (text, strlen (text), i, NULL);
        }
    }
}

/* Escapes behind plain text of every length, one or many, in one text or in all of a row. */
static void
test_escapes (void)
{
  static const char * const escapes[] = {
    "\\n", "\\/", "\\u0041", "\\u00E9", "\\u1ec7", "\\uD83D\\ude00", "\\ud83d", "\\udE00", "\\\xc3\xa9", "\\u07ff\\u0800\\uffff",
    "\\n\xff",
  };

  for (guint i = 0; i < 40; i++)
    {
      g_autofree char *head = g_strnfill (i, 'a');

      for (guint j = 0; j < G_N_ELEMENTS (escapes) * G_N_ELEMENTS (escapes); j++)
        {
          const char *one = escapes[j % G_N_ELEMENTS (escapes)], *other = escapes[j / G_N_ELEMENTS (escapes)];
          g_autofree char *text = g_strdup_printf (
            "[{\"servi\\u0063e\":\"\\u0031\",\"type\":\"%s\",\"name\":\"%s%s%s\",\"x\":[\"%s\"],\"category\":\"%s%sb\","
            "\"rate\":\"\\u0031\",\"description\":\"%s%s%s%s%s\",\"subcategory\":\"%s\",\"name\":\"%sc%s\"}]",
            one, head, one, other, other, one, head, head, one, head, other, head, other, one, head);

          reader_oracle_compare (text, strlen (text), i + 2, NULL);
        }
    }
}

/* What is replaced because it is no UTF-8 becomes longer, and escapes come in it. */
static void
test_longer_copy (void)
{
  g_autofree char *wrong = g_strnfill (200000, '\xff');
  g_autofree char *text = g_strconcat ("[{\"name\":\"", wrong, "\\n\",\"service\":\"\\u0031\",\"rate\":1},", SERVICE (""), "]",
                                       NULL);

  compare_every_way (text, strlen (text));
}

/* The names of a row are known again by their bytes: in other places, with other space around them, with more
 * or fewer of them, and with what is not UTF-8 in one. */
static void
test_names_again (void)
{
  static const char * const rows[] = {
    SERVICE (""),
    SERVICE (""),
    "{ \"service\" : 2, \"name\" : \"b\", \"rate\" : 1 }",
    "{\"service\":   3,\"name\":\n\"c\",\"rate\":\t1}",
    "{\"service\":4,\"rate\":1}",
    "{\"service\":5,\"extra\":[1,{\"name\":2}],\"name\":\"e\",\"rate\":1}",
    "{\"service\":6,\"name\":\"f\",\"rate\":1}",
    "{\"service\":7,\"name\":\"g\",\"name\":\"h\",\"rate\":1,\"rate\":2}",
    "{\"name\":\"i\",\"rate\":1,\"service\":8}",
    "{\"service\":9,\"n\\u0061me\":\"j\",\"rate\":1,\"minimum\":3,\"min\":4}",
    "{\"service\":10,\"n\\u0061me\":\"k\",\"rate\":1,\"minimum\":3,\"min\":4}",
    "{\"service\":11,\"\xff\":1,\"name\":\"l\",\"rate\":1}",
    "{\"service\":12,\"\xff\":1,\"name\":\"m\",\"rate\":1}",
    "{\"a name of more than thirty-two bytes\":1,\"service\":13,\"name\":\"n\",\"rate\":1}",
    "{}", "{ }", "{\"service\":14}",
  };
  static const char * const refused[] = {
    "{\"service\":2,\"name\":\"b\",\"rate\"}", "{\"service\":2,\"name\":\"b\",\"rate\":}",
    "{\"service\":2,,\"name\":\"b\",\"rate\":1}", "{\"service\":2,\"name\":\"b\",\"rate\":1,}",
    "{,\"service\":2}", "{\"service\":2,\"name\":\"b\" \"rate\":1}",
  };
  g_autoptr(GRand) chance = g_rand_new_with_seed (4);

  for (guint i = 0; i < G_N_ELEMENTS (refused); i++)
    {
      g_autofree char *text = g_strconcat ("[", rows[6], ",", rows[6], ",", refused[i], "]", NULL);

      assert_refused (text, -1);
    }
  for (guint i = 0; i < 300; i++)
    {
      g_autoptr(GString) text = g_string_new ("[{}");

      for (guint j = 0; j < 20; j++)
        g_string_append_printf (text, ",%s", rows[g_rand_int_range (chance, 0, G_N_ELEMENTS (rows))]);
      g_string_append_c (text, ']');
      compare_every_way (text->str, text->len);
    }
}

/* More members than are known again, and in front of those that count. */
static void
test_many_names (void)
{
  g_autoptr(GString) text = g_string_new ("[{}");

  for (guint i = 0; i < 3; i++)
    {
      g_string_append (text, ",{");
      for (guint j = 0; j < 50; j++)
        g_string_append_printf (text, "\"x%u\":%u,", j, j);
      g_string_append_printf (text, "\"service\":%u,\"name\":\"a\",\"rate\":1}", i + 1);
    }
  g_string_append_c (text, ']');
  assert_read (text->str, 3);
}

/* A description is kept as it is, but a long one is cut between two characters. */
static void
test_long_description (void)
{
  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *filling = g_strnfill (64 * 1024 - i, 'd');
      g_autofree char *text = g_strdup_printf ("[{\"service\":1,\"name\":\"a\",\"rate\":1,"
                                               "\"description\":\"%s\xe1\xbb\x87 and more\"}]", filling);

      compare_every_way (text, strlen (text));
    }
}

static void
test_many_left_out (void)
{
  g_autoptr(GString) text = g_string_new ("{\"data\":[" SERVICE (""));
  g_autoptr(HspServicesPage) page = NULL;
  guint rows;

  for (guint i = 0; i < 250; i++)
    g_string_append (text, ",{}");
  g_string_append (text, "]}");
  page = read_text (text->str, &rows, NULL);
  g_assert_cmpuint (rows, ==, 1);
  g_assert_cmpuint (page->n_skipped, ==, 250);
  g_assert_cmpuint (page->skipped->len, ==, 100);
  g_assert_cmpstr (g_ptr_array_index (page->skipped, 99), ==, "Row 101: the service number is missing");
  compare_every_way (text->str, text->len);
}

static void
test_depth (void)
{
  static const char * const before[] = { "[", "{\"data\":[", "{\"a\":[" };
  static const char * const after[] = { "]", "]}", "],\"data\":[]}" };

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    {
      for (int depth = HSP_JSON_MAX_DEPTH - 3; depth <= HSP_JSON_MAX_DEPTH + 1; depth++)
        {
          g_autoptr(GString) text = g_string_new (before[i]);

          for (int j = 0; j < depth; j++)
            g_string_append (text, j % 2 == 0 ? "{\"a\":" : "[");
          g_string_append (text, "1");
          for (int j = depth - 1; j >= 0; j--)
            g_string_append (text, j % 2 == 0 ? "}" : "]");
          g_string_append (text, after[i]);
          compare_every_way (text->str, text->len);
        }
    }

  {
    g_autofree char *deep = g_strnfill (1000000, '[');

    assert_refused (deep, -1);
  }
}

/* Texts and numbers of about 1 MiB, ended and begun in every way. */
static void
test_length (void)
{
  static const char * const begins[] = { "", "\xff" };
  static const char * const ends[] = { "", "x", "\\n", "\\u1ec7", "\\ud83d\\ude00", "\\\xc3\xa9", "\xff", "\\nx" };

  for (guint i = 0; i < G_N_ELEMENTS (begins) * G_N_ELEMENTS (ends); i++)
    {
      const char *begin = begins[i % G_N_ELEMENTS (begins)];
      const char *end = ends[i / G_N_ELEMENTS (begins)];

      for (gsize length = HSP_JSON_MAX_STRING - 12; length <= HSP_JSON_MAX_STRING + 2; length++)
        {
          g_autofree char *fill = g_strnfill (length - strlen (begin), 'x');
          g_autofree char *text = g_strconcat ("[{\"name\":\"", begin, fill, end, "\"}]", NULL);

          reader_oracle_compare (text, strlen (text), READER_WHOLE, NULL);
        }
    }

  for (gsize length = HSP_JSON_MAX_STRING - 1; length <= HSP_JSON_MAX_STRING + 1; length++)
    {
      g_autofree char *number = g_strnfill (length, '1');
      g_autofree char *text = g_strconcat ("[", number, "]", NULL);

      reader_oracle_compare (text, strlen (text), READER_WHOLE, NULL);
    }

  {
    g_autofree char *endless = g_strnfill (HSP_JSON_MAX_STRING + 100, 'x');
    g_autofree char *text = g_strconcat ("[\"", endless, NULL);

    assert_refused (text, -1);
  }
}

/* What is over 256 MiB is refused with the piece that goes over. */
static void
test_size (void)
{
  guint rows = 0;
  g_autoptr(HspServiceReader) reader = hsp_service_reader_new (NULL, count_row, &rows);
  g_autoptr(GError) error = NULL;
  g_autofree char *spaces = g_strnfill (1024 * 1024, ' ');

  for (guint i = 0; i < HSP_JSON_MAX_SIZE / (1024 * 1024); i++)
    g_assert_true (hsp_service_reader_feed (reader, spaces, 1024 * 1024, NULL));
  g_assert_false (hsp_service_reader_feed (reader, spaces, 1, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_UNREADABLE);
}

/* What stands beside the list is kept with a bound. */
static void
test_rest (void)
{
  g_autofree char *words = g_strnfill (HSP_JSON_MAX_STRING - 10, 'x');
  g_autoptr(GString) text = g_string_new ("{");
  g_autoptr(GError) error = NULL;
  guint rows;

  for (guint i = 0; i < 3; i++)
    g_string_append_printf (text, "\"else\":\"%s\",", words);
  g_string_append (text, "\"total\":7,\"data\":[" SERVICE ("") "]");
  {
    g_autofree char *whole = g_strconcat (text->str, "}", NULL);

    assert_read (whole, 1);
  }
  for (guint i = 0; i < 3; i++)
    g_string_append_printf (text, ",\"message\":\"%s\"", words);
  g_string_append (text, "}");
  g_assert_null (read_text (text->str, &rows, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_UNREADABLE);
}

/* Rows come while the answer does. */
static void
test_early (void)
{
  guint rows = 0;
  g_autoptr(HspServiceReader) reader = hsp_service_reader_new (NULL, count_row, &rows);
  g_autoptr(HspServicesPage) page = NULL;
  const char *row = SERVICE ("") ",";

  g_assert_true (hsp_service_reader_feed (reader, "{\"services\":[", 13, NULL));
  for (guint i = 1; i <= 100; i++)
    {
      g_assert_true (hsp_service_reader_feed (reader, row, strlen (row), NULL));
      g_assert_cmpuint (rows, ==, i);
    }
  g_assert_true (hsp_service_reader_feed (reader, "{\"service\":2", 12, NULL));
  g_assert_true (hsp_service_reader_feed (reader, "}],\"total\":101}", 15, NULL));
  page = hsp_service_reader_end (reader, NULL);
  g_assert_cmpuint (rows, ==, 100);
  g_assert_cmpint (page->total, ==, 101);
  g_assert_cmpuint (page->n_skipped, ==, 1);
}

/* One row of 8 MB, byte by byte: done again from its beginning with each, it would take days. */
static void
test_huge_row (void)
{
  guint rows = 0;
  g_autoptr(HspServiceReader) reader = hsp_service_reader_new (NULL, count_row, &rows);
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(GString) text = g_string_new ("[{\"service\":1,\"name\":\"a\",\"rate\":1,\"x\":[0");

  while (text->len < 8 * 1024 * 1024)
    g_string_append (text, ",12345,\"text\",{\"a\":null}");
  g_string_append (text, "]}]");

  for (gsize i = 0; i < text->len; i++)
    g_assert_true (hsp_service_reader_feed (reader, text->str + i, 1, NULL));
  page = hsp_service_reader_end (reader, NULL);
  g_assert_nonnull (page);
  g_assert_cmpuint (rows, ==, 1);
}

/* The key, however JSON may write it, and nowhere but in texts. */
static void
test_secret (void)
{
  static const char * const names[] = {
    "k3y/of\\\"me", "K3Y/OF\\\"ME", "a k3y\\/of\\u0022me, k3y/of\\\"mek3y/of\\\"me.", "k3k3y/of\\\"mey", "k3y/of\\\"m",
    "\\u006b3y/of\\\"m\\u0065", "k3y/ok3y/of\\\"me", "xk3y/of\\\"me\\u1ec7", "k3y/of\\\"me\xff",
  };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("{\"data\":[{\"service\":1,\"name\":\"%s\",\"rate\":1,\"category\":\" %s\","
                                               "\"description\":\"<b>%s</b>\",\"type\":\"%s\"},{\"service\":\"%s\",\"name\":\"a\",\"rate\":1}]}",
                                               names[i], names[i], names[i], names[i], names[i]);
      g_autofree char *refusal = g_strdup_printf ("{\"error\":\"Bad %s\"}", names[i]);

      reader_oracle_compare (text, strlen (text), READER_WHOLE, "k3y/of\"me");
      reader_oracle_compare (text, strlen (text), READER_BYTES, "k3y/of\"me");
      reader_oracle_compare (refusal, strlen (refusal), READER_WHOLE, "k3y/of\"me");
    }

  /* a number is none, and a short one is no secret */
  reader_oracle_compare ("[{\"service\":235012,\"name\":\"235012\",\"rate\":235012}]", 50, READER_WHOLE, "235012");
  reader_oracle_compare ("[{\"service\":\"23501\",\"name\":\"a\",\"rate\":1}]", 41, READER_WHOLE, "23501");
}

/* Answers made by chance: first of pieces that make sense, then damaged. */

static const char * const values[] = {
  "1", "0", "-1", "\"1\"", "\"\"", "\" 5 \"", "null", "true", "false", "[]", "{}", "[1,{\"a\":\"]\"}]", "1.5", "100.0", "1e3",
  "\"1e3\"", "007", "0.000001", "12345678901234567890123", "\"0.50\"", "\"+5\"", "\"TRUE\"", "\"yes\"", "\"no\"", "\"0\"", "-0",
  "9223372036854775807", "9223372036854775808", "\"9223372036854.775807\"", "\"abc\"", "\"a b\"", "\"smm\"", "\"Product\"",
  "\"Instagram Followers \xe2\x9a\xa1 Vi\xe1\xbb\x87t Nam\"", "\"\\u0041\\ud83d\\ude00\\n\"", "\"\\ud83d x\"", "\"\\udc00\"",
  "\"\\\"\\\\\\/\\b\\f\\t\\'\"", "\"<p>a &amp; b</p><br>c<ul><li>d</ul>\"", "\"\xff\xfe\"", "\"\xe1\xbb\"", "\"\\\xff\"",
  "\"\\u0020\\u00a0x\\u2003y\\u0085\"", "\"k3y-of-me\"",
  "\"0123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789012345678901234567890123456789\"",
};

static const char * const members[] = {
  "service", "name", "rate", "type", "category", "subcategory", "description", "min", "max", "stock",
  "entityType", "refill", "cancel", "id", "imageUrl", "", "n\\u0061me", "serv\xff" "ice", "services", "error", "Name",
};

static const char *
pick (GRand              *chance,
      const char * const *texts,
      guint               n)
{
  return texts[g_rand_int_range (chance, 0, n)];
}

static void
append_space (GString *text,
              GRand   *chance)
{
  static const char * const spaces[] = { "", "", "", "", " ", "\n", "\t \r\f" };

  g_string_append (text, pick (chance, spaces, G_N_ELEMENTS (spaces)));
}

static void
append_member (GString    *text,
               GRand      *chance,
               const char *name,
               const char *value)
{
  append_space (text, chance);
  g_string_append_printf (text, "\"%s\"", name);
  append_space (text, chance);
  g_string_append_c (text, ':');
  append_space (text, chance);
  g_string_append (text, value);
  append_space (text, chance);
}

static void
append_row (GString *text,
            GRand   *chance)
{
  guint n = g_rand_int_range (chance, 0, 8);

  if (g_rand_int_range (chance, 0, 12) == 0)
    {
      g_string_append (text, pick (chance, values, G_N_ELEMENTS (values)));
      return;
    }

  g_string_append_c (text, '{');
  if (g_rand_int_range (chance, 0, 4) != 0)
    {
      append_member (text, chance, "service", "\"42\"");
      g_string_append_c (text, ',');
      append_member (text, chance, "name", pick (chance, values, G_N_ELEMENTS (values)));
      g_string_append_c (text, ',');
      append_member (text, chance, "rate", "0.25");
      g_string_append (text, n > 0 ? "," : "");
    }
  for (guint i = 0; i < n; i++)
    {
      append_member (text, chance, pick (chance, members, G_N_ELEMENTS (members)),
                     pick (chance, values, G_N_ELEMENTS (values)));
      g_string_append (text, i + 1 < n ? "," : "");
    }
  g_string_append_c (text, '}');
}

static void
append_list (GString *text,
             GRand   *chance)
{
  guint n = g_rand_int_range (chance, 0, 6);

  g_string_append_c (text, '[');
  for (guint i = 0; i < n; i++)
    {
      append_space (text, chance);
      append_row (text, chance);
      append_space (text, chance);
      g_string_append (text, i + 1 < n ? "," : "");
    }
  g_string_append_c (text, ']');
}

static GString *
make_answer (GRand *chance)
{
  static const char * const outer[] = {
    "total", "page", "limit", "total_pages", "error", "message", "else", "t\\u006ftal", "services", "products", "data",
  };
  static const char * const lists[] = { "services", "products", "data", "dat\\u0061", "list" };
  GString *text = g_string_new (g_rand_int_range (chance, 0, 20) == 0 ? "\xef\xbb\xbf" : NULL);
  guint n = g_rand_int_range (chance, 1, 6);
  guint list = g_rand_int_range (chance, 0, n);

  append_space (text, chance);
  if (g_rand_int_range (chance, 0, 3) == 0)
    append_list (text, chance);
  else
    {
      g_string_append_c (text, '{');
      for (guint i = 0; i < n; i++)
        {
          gboolean fault = g_rand_int_range (chance, 0, 6) == 0;

          if (i == list)
            {
              append_member (text, chance, pick (chance, lists, G_N_ELEMENTS (lists)), "");
              append_list (text, chance);
            }
          else
            append_member (text, chance, pick (chance, outer, fault ? G_N_ELEMENTS (outer) : 4),
                           pick (chance, values, G_N_ELEMENTS (values)));
          g_string_append (text, i + 1 < n ? "," : "");
        }
      g_string_append_c (text, '}');
    }
  append_space (text, chance);

  return text;
}

static void
damage (GString *text,
        GRand   *chance)
{
  static const char * const odd[] = {
    "\"", "\\", "\\u", "\\ud8", "\\u0000", "\\101", "{", "}", "[", "]", ",", ":", "\xff", "\xe1\xbb", "\xc3", "-", "1", ".", "e",
    "true", "nul", " ", "/*", "\xef\xbb\xbf", "<", "\"services\":[", "\"data\":[{}],", "[[[[[[[[[[[[[[[[[[[[",
  };
  gsize at = text->len > 0 ? g_rand_int_range (chance, 0, text->len) : 0;

  switch (g_rand_int_range (chance, 0, 6))
    {
    case 0:
      g_string_truncate (text, at);
      break;
    case 1:
      if (text->len > 0)
        text->str[at] ^= 1 << g_rand_int_range (chance, 0, 8);
      break;
    case 2:
      g_string_insert_c (text, at, g_rand_int_range (chance, 0, 256));
      break;
    case 3:
      if (text->len > 0)
        g_string_erase (text, at, 1);
      break;
    default:
      g_string_insert (text, at, pick (chance, odd, G_N_ELEMENTS (odd)));
      break;
    }
}

static void
test_by_chance (void)
{
  g_autoptr(GRand) chance = g_rand_new_with_seed (20260711);

  for (guint i = 0; i < 4000; i++)
    {
      g_autoptr(GString) text = make_answer (chance);
      g_autofree char *shown = NULL;
      guint n = g_rand_int_range (chance, 0, 4);

      if (n == 0)
        reader_oracle_compare (text->str, text->len, g_rand_int (chance), "k3y-of-me");
      while (n-- > 0)
        damage (text, chance);
      /* escaped: a test's output is UTF-8, what it feeds is not always */
      shown = g_strescape (text->str, NULL);
      g_test_message ("%u: %s", i, shown);
      reader_oracle_compare (text->str, text->len, READER_WHOLE, NULL);
      reader_oracle_compare (text->str, text->len, i % 8 == 0 ? READER_BYTES : g_rand_int (chance), NULL);
    }
}

/* A long answer, so that rows lie across the ends of the slices that are read at a time. */
static void
test_long (void)
{
  g_autoptr(GRand) chance = g_rand_new_with_seed (11);
  g_autoptr(GString) text = g_string_new ("{\"total\":1,\"data\":[{}");

  while (text->len < 300 * 1024)
    {
      g_string_append_c (text, ',');
      append_row (text, chance);
    }
  g_string_append (text, "],\"page\":3}");
  reader_oracle_compare (text->str, text->len, READER_WHOLE, NULL);
  reader_oracle_compare (text->str, text->len, 5, NULL);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/service-reader/dialects", test_dialects);
  g_test_add_func ("/service-reader/lists", test_lists);
  g_test_add_func ("/service-reader/errors", test_errors);
  g_test_add_func ("/service-reader/refused", test_refused);
  g_test_add_func ("/service-reader/values", test_values);
  g_test_add_func ("/service-reader/utf8", test_utf8);
  g_test_add_func ("/service-reader/escapes", test_escapes);
  g_test_add_func ("/service-reader/longer-copy", test_longer_copy);
  g_test_add_func ("/service-reader/names-again", test_names_again);
  g_test_add_func ("/service-reader/many-names", test_many_names);
  g_test_add_func ("/service-reader/long-description", test_long_description);
  g_test_add_func ("/service-reader/many-left-out", test_many_left_out);
  g_test_add_func ("/service-reader/depth", test_depth);
  g_test_add_func ("/service-reader/length", test_length);
  g_test_add_func ("/service-reader/size", test_size);
  g_test_add_func ("/service-reader/rest", test_rest);
  g_test_add_func ("/service-reader/early", test_early);
  g_test_add_func ("/service-reader/huge-row", test_huge_row);
  g_test_add_func ("/service-reader/secret", test_secret);
  g_test_add_func ("/service-reader/by-chance", test_by_chance);
  g_test_add_func ("/service-reader/long", test_long);

  return g_test_run ();
}
