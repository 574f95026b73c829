/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-money.h"

#include <locale.h>

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    HspMoney    amount;
  } good[] = {
    { "0.50", 500000 },
    { "12", 12000000 },
    { "0", 0 },
    { "-3.25", -3250000 },
    { "+1", 1000000 },
    { ".5", 500000 },
    { "5.", 5000000 },
    { " 100.00\n", 100000000 },
    { "1e-3", 1000 },
    { "1E+2", 100000000 },
    { "12.5e-1", 1250000 },
    { "0.012e3", 12000000 },
    { "0.1", 100000 },
    { "0.0000004", 0 },
    { "0.0000005", 1 },
    { "0.0000015", 2 },
    { "-0.0000005", -1 },
    { "0.00000049999999999999999", 0 },
    { "1e-400", 0 },
    { "0e999999999999", 0 },
    { "0.00000000000000000000000000000000000001e38", 1000000 },
    { "9223372036854.775807", G_MAXINT64 },
    { "-9223372036854.775807", -G_MAXINT64 },
    { "00000000000000000000000000000000000000012", 12000000 },
  };
  static const char * const bad[] = {
    "", " ", ".", "-", "e5", "1e", "1e-", "1.2.3", "1,5", "0x10", "12 USD", "$1", "NaN", "inf",
    "1 2", "9223372036854.775808", "-9223372036854.775808", "1e30", "1e999999999999", "--1",
  };
  HspMoney amount;

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_test_message ("%s", good[i].text);
      amount = 77;
      g_assert_true (hsp_money_parse (good[i].text, &amount));
      g_assert_cmpint (amount, ==, good[i].amount);
    }

  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_test_message ("%s", bad[i]);
      amount = 77;
      g_assert_false (hsp_money_parse (bad[i], &amount));
      g_assert_cmpint (amount, ==, 77);
    }
  g_assert_false (hsp_money_parse (NULL, &amount));
}

static void
test_arithmetic (void)
{
  g_assert_cmpint (hsp_money_times (12 * HSP_MONEY_UNIT, 1, 1000), ==, 12000);
  g_assert_cmpint (hsp_money_times (850000, 2500, 1000), ==, 2125000);
  g_assert_cmpint (hsp_money_times (1, 499, 1000), ==, 0);
  g_assert_cmpint (hsp_money_times (1, 500, 1000), ==, 1);
  g_assert_cmpint (hsp_money_times (-1, 500, 1000), ==, -1);
  g_assert_cmpint (hsp_money_times (G_MAXINT64, 1000, 1000), ==, G_MAXINT64);
  g_assert_cmpint (hsp_money_times (G_MAXINT64, 2000, 1000), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_money_times (HSP_MONEY_UNKNOWN, 1, 1000), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_money_times (1, -1, 1000), ==, HSP_MONEY_UNKNOWN);

  g_assert_cmpint (hsp_money_add (1, 2), ==, 3);
  g_assert_cmpint (hsp_money_add (G_MAXINT64, 1), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_money_add (HSP_MONEY_UNKNOWN, 1), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_money_subtract (1, 2), ==, -1);
  g_assert_cmpint (hsp_money_subtract (-G_MAXINT64, 1), ==, HSP_MONEY_UNKNOWN);
  g_assert_cmpint (hsp_money_subtract (1, HSP_MONEY_UNKNOWN), ==, HSP_MONEY_UNKNOWN);
}

static void
test_plain (void)
{
  static const char * const texts[] = {
    "0.5", "0", "12", "1000", "-1.25", "0.000001", "-0.000001", "9223372036854.775807",
    "-9223372036854.775807", "100.01",
  };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      HspMoney amount;
      g_autofree char *text = NULL;

      g_assert_true (hsp_money_parse (texts[i], &amount));
      text = hsp_money_to_plain (amount);
      g_assert_cmpstr (text, ==, texts[i]);
    }
}

static void
assert_digits (HspMoney    amount,
               const char *expected)
{
  g_autofree char *text = hsp_money_to_digits (amount);

  g_assert_cmpstr (text, ==, expected);
}

static void
assert_number (gint64      number,
               const char *expected)
{
  g_autofree char *text = hsp_number_to_text (number);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_text (void)
{
  g_autofree char *with = hsp_money_to_text (1234500000, "USD");
  g_autofree char *without = hsp_money_to_text (500000, "");
  g_autofree char *unknown = hsp_money_to_text (HSP_MONEY_UNKNOWN, "USD");

  g_assert_cmpstr (with, ==, "1,234.50\xc2\xa0USD");
  g_assert_cmpstr (without, ==, "0.50");
  g_assert_cmpstr (unknown, ==, "–");

  assert_digits (500000, "0.50");
  assert_digits (0, "0.00");
  assert_digits (12500, "0.0125");
  assert_digits (1, "0.000001");
  assert_digits (-3 * HSP_MONEY_UNIT, "−3.00");
  assert_digits (G_GINT64_CONSTANT (1234567890000), "1,234,567.89");
  assert_digits (HSP_MONEY_UNKNOWN, "–");

  assert_number (0, "0");
  assert_number (999, "999");
  assert_number (9640, "9,640");
  assert_number (100000, "100,000");
  assert_number (-1000, "−1,000");
  assert_number (G_MAXINT64, "9,223,372,036,854,775,807");
  assert_number (G_MININT64, "−9,223,372,036,854,775,808");
}

/* Only where the locale was made for it: see the test money-vi. */
static void
test_vietnamese (void)
{
  g_autofree char *before = g_strdup (setlocale (LC_ALL, NULL));

  g_assert_nonnull (setlocale (LC_ALL, "vi_VN.UTF-8"));
  assert_number (9640, "9.640");
  assert_number (12345678, "12.345.678");
  assert_digits (1234500000, "1.234,50");
  setlocale (LC_ALL, before);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");

  g_test_add_func ("/money/parse", test_parse);
  g_test_add_func ("/money/arithmetic", test_arithmetic);
  g_test_add_func ("/money/plain", test_plain);
  g_test_add_func ("/money/text", test_text);
  if (g_getenv ("HSP_TEST_VIETNAMESE") != NULL)
    g_test_add_func ("/money/vietnamese", test_vietnamese);

  return g_test_run ();
}
