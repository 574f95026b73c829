/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An answer to `services` as large shops give it, for the decoders to be measured on. */
#include "service-answer.h"

/* Of so many rows, one that another version leaves out, and one that has another price in it. */
#define GONE_EACH 997
#define DEARER_EACH 50

static const char * const networks[] = {
  "Instagram", "TikTok", "YouTube", "Facebook", "Telegram", "Twitter", "Spotify", "Threads", "Gmail", "Shopee",
};
static const char * const things[] = {
  "Followers", "Likes", "Views", "Comments", "Người theo dõi", "Lượt thích", "Shares", "Members", "Mắt livestream", "Accounts",
};
static const char * const marks[] = {
  "Real ⚡", "HQ", "Instant 🚀", "No Refill", "Refill 30 Days ♻️", "Việt Nam 🇻🇳", "Max 100K", "Cheapest", "Tốc độ 5K/ngày", "Non Drop",
};

static void
append_description (GString *text,
                    guint    i)
{
  g_string_append_printf (text, ",\"description\":\"<p><b>Start:</b> 0-%u hour<br>Speed: up to %uK a day &amp; steady</p>"
                          "<p>Không đổi tên, giữ trang <i>công khai</i> khi đang chạy.</p><ul><li>Quality: %s</li>"
                          "<li>Link: https:\\/\\/%s.com\\/you</li></ul><p>Refill for %u days. Please do not order twice.</p>\"",
                          i % 12 + 1, i % 50 + 1, marks[i % 10], networks[i % 10], i % 90);
}

static void
append_row (GString *text,
            guint    i,
            guint    version,
            gboolean description)
{
  const char *network = networks[i / 7 % 10];
  const char *thing = things[i / 3 % 10];
  const guint cents = (i + (i % DEARER_EACH == 0 ? version : 0)) * 7919 % 10000;

  g_string_append_printf (text, "%s{\"service\":%u,\"name\":\"%s %s | %s | %s | Max %uK\",\"type\":\"%s\",\"category\":\"%s %s\","
                          "\"subcategory\":\"%s\",\"entityType\":\"%s\",\"rate\":\"%u.%04u\",\"min\":%u,\"max\":%u,"
                          "\"refill\":%s,\"cancel\":%s,\"stock\":%u",
                          text->str[text->len - 1] == '}' ? "," : "", i + 1, network, thing, marks[i % 10], marks[i / 11 % 10], i % 900 + 1,
                          i % 9 == 0 ? "Custom Comments" : "Default", network, thing, thing, i % 4 == 0 ? "product" : "smm",
                          i % 40, cents, i % 5 * 50 + 10, i % 100 * 1000 + 1000, i % 2 ? "true" : "false",
                          i % 3 ? "true" : "false", i * 31 % 100000);
  if (description)
    append_description (text, i);
  g_string_append_c (text, '}');
}

static GString *
escape (const char *text)
{
  GString *ascii = g_string_new (NULL);

  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      gunichar c = g_utf8_get_char (p);

      if (c < 0x80)
        g_string_append_c (ascii, (char) c);
      else if (c < 0x10000)
        g_string_append_printf (ascii, "\\u%04x", c);
      else
        g_string_append_printf (ascii, "\\u%04x\\u%04x", 0xD800 + ((c - 0x10000) >> 10), 0xDC00 + (c & 0x3FF));
    }

  return ascii;
}

GBytes *
service_answer_make_version (guint n_rows,
                             char  kind,
                             guint version)
{
  GString *text = g_string_new ("{\"services\":[");

  for (guint i = 0; i < n_rows; i++)
    {
      if (version == 0 || i % GONE_EACH != version % GONE_EACH)
        append_row (text, i, version, kind != 's');
    }
  g_string_append_printf (text, "],\"total\":%u,\"page\":1,\"limit\":0,\"total_pages\":1}", n_rows);

  if (kind == 'a')
    {
      GString *ascii = escape (text->str);

      g_string_free (text, TRUE);
      text = ascii;
    }

  return g_string_free_to_bytes (text);
}

GBytes *
service_answer_make (guint n_rows,
                     char  kind)
{
  return service_answer_make_version (n_rows, kind, 0);
}
