/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was set, as the model goes by it; and how a price is written. */
#include "config.h"

#include "hsp-account-registry.h"
#include "hsp-preferences.h"
#include "hsp-rate-text.h"

#include <locale.h>

#define UNKNOWN HSP_MONEY_UNKNOWN
#define RATE    (HSP_MONEY_UNIT * 85 / 100)

static void
test_amounts (void)
{
  g_autoptr(GSettings) settings = g_settings_new (HSP_SETTINGS_SCHEMA);
  g_autofree char *text = NULL;
  HspSpendingLimits limits;

  hsp_preferences_read_limits (settings, &limits);
  g_assert_cmpint (limits.ask_above, ==, UNKNOWN);
  g_assert_cmpint (limits.daily, ==, UNKNOWN);
  g_assert_cmpint (limits.max_total, ==, UNKNOWN);
  g_assert_false (limits.unasked || limits.unwarned);

  hsp_preferences_set_money (settings, "ask-above", 2500001);
  hsp_preferences_set_money (settings, "daily-limit", 0);
  g_settings_set_boolean (settings, "ask-always", FALSE);
  g_settings_set_boolean (settings, "warn-same", FALSE);
  text = g_settings_get_string (settings, "ask-above");
  g_assert_cmpstr (text, ==, "2.500001");
  hsp_preferences_read_limits (settings, &limits);
  g_assert_cmpint (limits.ask_above, ==, 2500001);
  g_assert_cmpint (limits.daily, ==, 0);
  g_assert_true (limits.unasked && limits.unwarned);

  hsp_preferences_set_money (settings, "ask-above", UNKNOWN);
  g_assert_cmpint (hsp_preferences_get_money (settings, "ask-above"), ==, UNKNOWN);
  g_settings_reset (settings, "daily-limit");
  g_settings_reset (settings, "ask-always");
  g_settings_reset (settings, "warn-same");
}

/* An edited file: none, and a word about it. */
static void
test_nonsense (void)
{
  static const char * const texts[] = { "much", "-5", "1,50", "nan" };
  g_autoptr(GSettings) settings = g_settings_new (HSP_SETTINGS_SCHEMA);

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_settings_set_string (settings, "daily-limit", texts[i]);
      g_test_expect_message ("hsp-model", G_LOG_LEVEL_WARNING, "*daily-limit*");
      g_assert_cmpint (hsp_preferences_get_money (settings, "daily-limit"), ==, UNKNOWN);
      g_test_assert_expected_messages ();
    }
  g_settings_reset (settings, "daily-limit");
}

static void
check (char       *text,
       const char *expected)
{
  g_assert_cmpstr (text, ==, expected);
  g_free (text);
}

static void
test_rates (void)
{
  check (hsp_rate_text (HSP_RATE_PER_1000, RATE, "USD"), "0.85\u00a0USD per 1,000");
  check (hsp_rate_text (HSP_RATE_EACH, RATE, "USD"), "0.85\u00a0USD each");
  check (hsp_rate_text (HSP_RATE_UNKNOWN, RATE, "USD"), "≈ 0.85\u00a0USD per 1,000");
  check (hsp_rate_text (HSP_RATE_EACH, UNKNOWN, "USD"), "price unknown");

  check (hsp_rate_text_digits (HSP_RATE_PER_1000, RATE), "0.85");
  check (hsp_rate_text_digits (HSP_RATE_EACH, RATE), "0.85 each");
  check (hsp_rate_text_digits (HSP_RATE_UNKNOWN, RATE), "≈ 0.85");
  check (hsp_rate_text_digits (HSP_RATE_UNKNOWN, UNKNOWN), "–");

  check (hsp_rate_text_amount (HSP_RATE_PER_1000, RATE, "USD"), "0.85\u00a0USD");
  check (hsp_rate_text_amount (HSP_RATE_UNKNOWN, RATE, "USD"), "≈ 0.85\u00a0USD");
  check (hsp_rate_text_amount (HSP_RATE_UNKNOWN, UNKNOWN, "USD"), "–");

  check (hsp_rate_text_receipt (HSP_RATE_PER_1000, 320 * HSP_MONEY_UNIT, 20), "20 at 320.00 per 1,000");
  check (hsp_rate_text_receipt (HSP_RATE_EACH, RATE, 2500), "2,500 at 0.85 each");
  check (hsp_rate_text_receipt (HSP_RATE_UNKNOWN, RATE, 1), "1 at ≈ 0.85 per 1,000");
  g_assert_null (hsp_rate_text_receipt (HSP_RATE_EACH, UNKNOWN, 1));
  g_assert_null (hsp_rate_text_receipt (HSP_RATE_EACH, RATE, 0));

  g_assert_cmpstr (hsp_rate_text_caption (HSP_RATE_EACH), ==, "Price each");
  g_assert_cmpstr (hsp_rate_text_caption (HSP_RATE_UNKNOWN), ==, "Price per 1,000");
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/preferences/amounts", test_amounts);
  g_test_add_func ("/preferences/nonsense", test_nonsense);
  g_test_add_func ("/preferences/rates", test_rates);

  return g_test_run ();
}
