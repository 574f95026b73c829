/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words and figures that several pages share. No display is needed. */
#include "config.h"

#include "hsp-error.h"
#include "hsp-text.h"

#include <locale.h>

#define MINUTE 60
#define HOUR   (60 * MINUTE)
#define DAY    (24 * HOUR)

/* Monday, 23 November 2026, 14:06:00 UTC */
#define NOW G_GINT64_CONSTANT (1795442760)

static void
assert_text (char       *text,
             const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_ago (void)
{
  assert_text (hsp_text_ago (NOW, NOW), "now");
  assert_text (hsp_text_ago (NOW - 59, NOW), "now");
  /* a clock that was set back */
  assert_text (hsp_text_ago (NOW + 5 * HOUR, NOW), "now");
  assert_text (hsp_text_ago (NOW - MINUTE, NOW), "1 min ago");
  assert_text (hsp_text_ago (NOW - 3 * MINUTE, NOW), "3 min ago");
  assert_text (hsp_text_ago (NOW - HOUR, NOW), "1 h ago");
  assert_text (hsp_text_ago (NOW - 14 * HOUR, NOW), "14 h ago");
  assert_text (hsp_text_ago (NOW - 15 * HOUR, NOW), "Yesterday");
  assert_text (hsp_text_ago (NOW - 2 * DAY, NOW), "21 Nov");
  assert_text (hsp_text_ago (NOW - 367 * DAY, NOW), "21 Nov 2025");
  /* twenty minutes ago is not "Yesterday", even over midnight */
  assert_text (hsp_text_ago (NOW - 14 * HOUR - 16 * MINUTE, NOW - 14 * HOUR + 4 * MINUTE),
               "20 min ago");
  assert_text (hsp_text_ago (G_MININT64 / 4, NOW), "–");
}

static void
test_ago_spoken (void)
{
  assert_text (hsp_text_ago_spoken (NOW, NOW), "now");
  assert_text (hsp_text_ago_spoken (NOW - MINUTE, NOW), "1 minute ago");
  assert_text (hsp_text_ago_spoken (NOW - 25 * MINUTE, NOW), "25 minutes ago");
  assert_text (hsp_text_ago_spoken (NOW - HOUR, NOW), "1 hour ago");
  assert_text (hsp_text_ago_spoken (NOW - 14 * HOUR, NOW), "14 hours ago");
  assert_text (hsp_text_ago_spoken (NOW - 15 * HOUR, NOW), "Yesterday");
}

static void
test_check_error (void)
{
  const struct { int code; const char *words; const char *text; } errors[] = {
    { HSP_ERROR_NOT_SENT, NULL, "no answer from the shop" },
    { HSP_ERROR_NO_ANSWER, NULL, "no answer from the shop" },
    { HSP_ERROR_RATE_LIMITED, "Too many requests", "the shop asks for patience" },
    { HSP_ERROR_NO_KEY, NULL, "not asked without a key" },
    { HSP_ERROR_ORDER_NOT_FOUND, "Order not found", "Order not found" },
    { HSP_ERROR_SERVER, NULL, "the shop has a fault of its own" },
    { HSP_ERROR_UNREADABLE, NULL, "the shop's answer could not be read" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (errors); i++)
    {
      g_autoptr(GError) error = hsp_error_new (errors[i].code, HSP_DELIVERY_NONE, errors[i].words,
                                               "A sentence.");

      assert_text (hsp_text_check_error (error), errors[i].text);
    }
}

static void
test_checked_ago (void)
{
  assert_text (hsp_text_checked (NOW, NOW), "Checked just now");
  assert_text (hsp_text_checked (NOW - 12, NOW), "Checked 12 s ago");
  assert_text (hsp_text_checked (NOW - 12 * MINUTE, NOW), "Checked 12 min ago");
  assert_text (hsp_text_checked (NOW - 367 * DAY, NOW), "Checked 21 Nov 2025, 14:06");
  assert_text (hsp_text_checked_ago (NOW - 5, NOW), "checked 5 s ago");
  assert_text (hsp_text_checked_ago (NOW + 5, NOW), "checked just now");
  assert_text (hsp_text_checked_ago (NOW - 2 * MINUTE, NOW), "checked 2 min ago");
  assert_text (hsp_text_checked_ago (NOW - 367 * DAY, NOW), "last checked 21 Nov 2025, 14:06");
}

static void
test_day (void)
{
  /* a Monday, 14:06 */
  const gint64 now = 1795442760;
  const gint64 day = 24 * 60 * 60;
  const gint64 midnight = now - now % day;

  assert_text (hsp_text_day (now, now), "Today");
  assert_text (hsp_text_day (midnight, now), "Today");
  assert_text (hsp_text_day (midnight - 1, now), "Yesterday");
  assert_text (hsp_text_day (midnight - day, now), "Yesterday");
  assert_text (hsp_text_day (midnight - day - 1, now), "Saturday, 21 November");
  assert_text (hsp_text_day (now - 400 * day, now), "Sunday, 19 October 2025");
  assert_text (hsp_text_hours (now - 3 * day), "14:06");
  g_assert_true (hsp_text_is_same_day (midnight, now));
  g_assert_false (hsp_text_is_same_day (midnight - 1, now));
}

static void
test_times (void)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;
  g_autofree char *today = hsp_text_clock (now);

  g_assert_cmpuint (strlen (today), ==, strlen ("14:06"));
  assert_text (hsp_text_clock (NOW - 3650 * DAY), "25 Nov 2016, 14:06");
  assert_text (hsp_text_full_time (NOW - 4 * MINUTE + 11), "23 Nov 2026, 14:02:11");
  assert_text (hsp_text_full_time (G_MAXINT64), "–");
  assert_text (hsp_text_seconds_left (14 * MINUTE + 32), "14:32");
  assert_text (hsp_text_seconds_left (5), "0:05");
  assert_text (hsp_text_seconds_left (0), "0:00");
  assert_text (hsp_text_seconds_left (-7), "0:00");
  assert_text (hsp_text_seconds_left (HOUR + MINUTE + 1), "1:01:01");
}

static void
test_amount (void)
{
  assert_text (hsp_text_amount (-1500000), "−1.50");
  assert_text (hsp_text_amount (125000), "+0.125");
  assert_text (hsp_text_amount (0), "0.00");
  assert_text (hsp_text_amount (HSP_MONEY_UNKNOWN), "–");
}

static void
test_links (void)
{
  assert_text (hsp_text_short_link ("https://instagram.com/a"), "instagram.com/a");
  assert_text (hsp_text_short_link ("instagram.com/a"), "instagram.com/a");
  assert_text (hsp_text_short_link ("t.me/share?url=https://a"), "t.me/share?url=https://a");
  assert_text (hsp_text_short_link ("://a"), "://a");
  assert_text (hsp_text_short_link (""), "");
}

static void
test_spell (void)
{
  assert_text (hsp_text_spell ("4829"), "4 8 2 9");
  assert_text (hsp_text_spell ("Đ1"), "Đ 1");
  assert_text (hsp_text_spell (""), "");
}

static void
test_error (void)
{
  g_autoptr(GError) plain = hsp_error_new (HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE, NULL, "Offline.");
  g_autoptr(GError) said = hsp_error_new (HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED,
                                          "quantity <b>", "The shop said no.");
  g_autoptr(GError) inside = hsp_error_new (HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED,
                                            "Bad link", "The shop said: Bad link");
  g_autoptr(GError) cancelled = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_CANCELLED, "raw");
  g_autoptr(GError) raw = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "g_foo: raw");

  assert_text (hsp_text_error (plain), "Offline.");
  assert_text (hsp_text_error (said), "The shop said no.\n“quantity <b>”");
  assert_text (hsp_text_error (inside), "The shop said: Bad link");
  assert_text (hsp_text_error (cancelled), "Cancelled.");
  assert_text (hsp_text_error (raw), "Something unexpected went wrong.");
}

static void
test_pills (void)
{
  for (int state = HSP_STATE_UNCONFIRMED; state <= HSP_STATE_REJECTED; state++)
    g_assert_true (g_str_has_prefix (hsp_text_order_pill (state), "pill-"));
  for (int state = HSP_NUMBER_WAITING; state <= HSP_NUMBER_UNWATCHED; state++)
    g_assert_true (g_str_has_prefix (hsp_text_number_pill (state), "pill-"));
  g_assert_cmpstr (hsp_text_order_pill (HSP_STATE_UNCONFIRMED), ==, "pill-warning");
  g_assert_cmpstr (hsp_text_number_pill (HSP_NUMBER_RECEIVED), ==, "pill-success");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/text/ago", test_ago);
  g_test_add_func ("/text/ago-spoken", test_ago_spoken);
  g_test_add_func ("/text/check-error", test_check_error);
  g_test_add_func ("/text/checked-ago", test_checked_ago);
  g_test_add_func ("/text/day", test_day);
  g_test_add_func ("/text/times", test_times);
  g_test_add_func ("/text/amount", test_amount);
  g_test_add_func ("/text/links", test_links);
  g_test_add_func ("/text/spell", test_spell);
  g_test_add_func ("/text/error", test_error);
  g_test_add_func ("/text/pills", test_pills);
  return g_test_run ();
}
