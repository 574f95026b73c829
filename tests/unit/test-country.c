/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <locale.h>

#include "hsp-country.h"

static void
test_country (void)
{
  g_autoptr(HspCountry) vn = hsp_country_new ("vn", "Viet Nam", NULL);
  g_autoptr(HspCountry) us = hsp_country_new ("us", "United States", "+1");
  g_autoptr(HspCountry) nowhere = hsp_country_new ("zz", "Nowhere", NULL);
  g_autofree char *display = NULL;

  g_assert_cmpstr (hsp_country_get_code (vn), ==, "vn");
  g_assert_cmpstr (hsp_country_get_dial_code (vn), ==, "+84");
  g_assert_cmpstr (hsp_country_get_flag (vn), ==, "🇻🇳");
  g_assert_cmpstr (hsp_country_get_display (vn), ==, "🇻🇳  Viet Nam");
  g_assert_cmpstr (hsp_country_get_dial_code (us), ==, "+1");
  g_object_get (us, "display", &display, NULL);
  g_assert_cmpstr (display, ==, "🇺🇸  United States");
  g_assert_null (hsp_country_get_dial_code (nowhere));
  g_assert_cmpstr (hsp_country_get_flag (nowhere), ==, "");
  g_assert_cmpstr (hsp_country_get_display (nowhere), ==, "Nowhere");
}

static void
test_flag (void)
{
  const char *const none[] = { "", "v", "vnm", "+84", "12", NULL };
  g_autofree char *upper = hsp_country_code_to_flag ("GB");
  g_autofree char *unknown = hsp_country_code_to_flag (NULL);

  g_assert_cmpstr (upper, ==, "🇬🇧");
  g_assert_cmpstr (unknown, ==, "");
  for (guint i = 0; none[i] != NULL; i++)
    {
      g_autofree char *flag = hsp_country_code_to_flag (none[i]);

      g_assert_cmpstr (flag, ==, "");
    }
}

static void
test_phone (void)
{
  static const struct
  {
    const char *phone;
    const char *country;
    const char *shown;
    const char *full;
    const char *national;
  } cases[] = {
    /* the documented form, and the bare national one of the live service */
    { "+14055123415", "us", "+1 405 512 3415", "+14055123415", "4055123415" },
    { "4055123415", "us", "+1 405 512 3415", "+14055123415", "4055123415" },
    { "14055123415", "us", "+1 405 512 3415", "+14055123415", "4055123415" },
    { "+84912345678", "vn", "+84 912 345 678", "+84912345678", "912345678" },
    { "0912345678", "vn", "+84 912 345 678", "+84912345678", "912345678" },
    { "912345678", "vn", "+84 912 345 678", "+84912345678", "912345678" },
    { "84912345678", "vn", "+84 912 345 678", "+84912345678", "912345678" },
    { "841234567", "vn", "+84 841 234 567", "+84841234567", "841234567" },
    { "0084 912 345 678", "vn", "+84 912 345 678", "+84912345678", "912345678" },
    /* the area code of a Brazilian number is also the country's code */
    { "55991234567", "br", "+55 559 9123 4567", "+5555991234567", "55991234567" },
    { "+5511991234567", "br", "+55 119 9123 4567", "+5511991234567", "11991234567" },
    { "0612345678", "it", "+39 061 234 5678", "+390612345678", "0612345678" },
    /* the country is not known, or not that of the number */
    { "+4915112345678", "", "+49 151 1234 5678", "+4915112345678", "15112345678" },
    { "+37061234567", NULL, "+370 6123 4567", "+37061234567", "61234567" },
    { "+79123456789", "us", "+7 912 345 6789", "+79123456789", "9123456789" },
    { "912345678", "zz", "912 345 678", "912345678", NULL },
    { "", "vn", "+84", "+84", "" },
    { "+", NULL, "+", "+", NULL },
    { "+9", NULL, "+9", "+9", NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *shown = hsp_phone_format (cases[i].phone, cases[i].country);
      g_autofree char *full = hsp_phone_full (cases[i].phone, cases[i].country);
      g_autofree char *national = hsp_phone_national (cases[i].phone, cases[i].country);

      g_assert_cmpstr (shown, ==, cases[i].shown);
      g_assert_cmpstr (full, ==, cases[i].full);
      g_assert_cmpstr (national, ==, cases[i].national);
    }
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/country/country", test_country);
  g_test_add_func ("/country/flag", test_flag);
  g_test_add_func ("/country/phone", test_phone);
  return g_test_run ();
}
