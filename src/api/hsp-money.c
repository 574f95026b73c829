/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-money"

#include "config.h"

#include "hsp-money.h"

#include <langinfo.h>
#include <string.h>

#define DECIMALS 6
#define MINUS_SIGN "\xe2\x88\x92"
#define NO_BREAK_SPACE "\xc2\xa0"
/* beyond this an exponent makes nothing but zero or an overflow, whatever the digits */
#define MAX_EXPONENT 2000000

/* digits before the point that fit whatever follows */
#define MAX_SIMPLE 12

/* The pieces of a written number; the digits stand in the text, the point aside. */
typedef struct
{
  gboolean    negative;
  const char *digits;
  gsize       length;     /* of digits, the point included */
  int         exponent;
} Written;

/* Splits "-12.5e-3" or fails. No locale is involved: this is the wire's form. */
static gboolean
split_number (const char *text,
              Written    *written)
{
  gsize n_digits = 0;
  gboolean point = FALSE;
  const char *p = text;

  while (g_ascii_isspace (*p))
    p++;
  written->negative = *p == '-';
  if (*p == '-' || *p == '+')
    p++;

  written->digits = p;
  for (; g_ascii_isdigit (*p) || (*p == '.' && !point); p++)
    {
      if (*p == '.')
        point = TRUE;
      else
        n_digits++;
    }
  written->length = p - written->digits;
  if (n_digits == 0)
    return FALSE;

  written->exponent = 0;
  if (*p == 'e' || *p == 'E')
    {
      gboolean down = p[1] == '-';

      p += p[1] == '-' || p[1] == '+' ? 2 : 1;
      if (!g_ascii_isdigit (*p))
        return FALSE;
      for (; g_ascii_isdigit (*p); p++)
        written->exponent = MIN (written->exponent * 10 + (*p - '0'), MAX_EXPONENT);
      if (down)
        written->exponent = -written->exponent;
    }

  while (g_ascii_isspace (*p))
    p++;

  return *p == '\0';
}

/* "12" or "0.5000": what nearly all are, as their digits come. FALSE: it may still be a number. */
static gboolean
parse_simple (const char *text,
              HspMoney   *amount)
{
  static const gint64 weights[DECIMALS + 1] = { 1000000, 100000, 10000, 1000, 100, 10, 1 };
  const char *end = text + MAX_SIMPLE;
  const char *point;
  gint64 value = 0;

  for (; g_ascii_isdigit (*text) && text < end; text++)
    value = value * 10 + (*text - '0');
  point = text;
  if (*text == '.')
    {
      for (text++; g_ascii_isdigit (*text) && text - point <= DECIMALS; text++)
        value = value * 10 + (*text - '0');
    }
  if (*text != '\0' || point == end - MAX_SIMPLE)
    return FALSE;

  *amount = value * weights[text - point - (text > point ? 1 : 0)];
  return TRUE;
}

/**
 * hsp_money_parse:
 * @text: (nullable): a number as the API writes it: "0.50", "12", "1e-3"
 * @amount: (out): the amount; untouched on failure
 *
 * Exact: no floating point is involved. What is finer than a millionth is rounded to the nearest,
 * halves away from zero. Any thread.
 *
 * Returns: %FALSE when @text is not a number or does not fit
 */
gboolean
hsp_money_parse (const char *text,
                 HspMoney   *amount)
{
  Written written;
  gint64 value = 0;
  int weight;   /* of the digit at hand, as a power of ten of a millionth */

  g_return_val_if_fail (amount != NULL, FALSE);

  if (text == NULL)
    return FALSE;
  if (parse_simple (text, amount))
    return TRUE;
  if (!split_number (text, &written))
    return FALSE;

  weight = DECIMALS + written.exponent - 1;
  for (gsize i = 0; i < written.length && written.digits[i] != '.'; i++)
    weight++;

  for (gsize i = 0; i < written.length; i++)
    {
      int digit = written.digits[i] - '0';

      if (written.digits[i] == '.')
        continue;
      if (weight == -1)
        digit = digit >= 5 ? 1 : 0;
      else if (weight >= 0 && __builtin_mul_overflow (value, 10, &value))
        return FALSE;
      if (weight >= -1 && __builtin_add_overflow (value, digit, &value))
        return FALSE;
      weight--;
    }
  for (; weight >= 0 && value != 0; weight--)
    if (__builtin_mul_overflow (value, 10, &value))
      return FALSE;

  *amount = written.negative ? -value : value;
  return TRUE;
}

/**
 * hsp_money_times:
 * @rate: an amount for @per units, or %HSP_MONEY_UNKNOWN
 * @quantity: how many units
 * @per: how many units the rate is for; at least 1
 *
 * Returns: the amount for @quantity, rounded to the nearest millionth, halves away from zero;
 *   %HSP_MONEY_UNKNOWN when the rate is unknown, @quantity is (%HSP_UNKNOWN is negative), or the
 *   amount does not fit
 */
HspMoney
hsp_money_times (HspMoney rate,
                 gint64   quantity,
                 gint64   per)
{
  __int128 product, half;

  g_return_val_if_fail (per > 0, HSP_MONEY_UNKNOWN);

  if (rate == HSP_MONEY_UNKNOWN || quantity < 0)
    return HSP_MONEY_UNKNOWN;

  product = (__int128) rate * quantity;
  half = product < 0 ? -(per / 2) : per / 2;
  product = (product + half) / per;
  return product > G_MAXINT64 || product <= G_MININT64 ? HSP_MONEY_UNKNOWN : (HspMoney) product;
}

/**
 * hsp_money_add:
 *
 * Returns: the sum; %HSP_MONEY_UNKNOWN when one is unknown or the sum does not fit
 */
HspMoney
hsp_money_add (HspMoney a,
               HspMoney b)
{
  HspMoney sum;

  if (a == HSP_MONEY_UNKNOWN || b == HSP_MONEY_UNKNOWN || __builtin_add_overflow (a, b, &sum))
    return HSP_MONEY_UNKNOWN;
  return sum;
}

/**
 * hsp_money_subtract:
 *
 * Returns: @a − @b; %HSP_MONEY_UNKNOWN when one is unknown or the difference does not fit
 */
HspMoney
hsp_money_subtract (HspMoney a,
                    HspMoney b)
{
  return b == HSP_MONEY_UNKNOWN ? HSP_MONEY_UNKNOWN : hsp_money_add (a, -b);
}

/* The locale's separators. The C locale has no grouping; English without a locale gets commas, as
 * everybody writes it. */
static const char *
get_thousands_separator (void)
{
  const char *separator = nl_langinfo (THOUSEP);

  if (separator != NULL && *separator != '\0' && g_utf8_validate (separator, -1, NULL))
    return separator;
  return strcmp (nl_langinfo (RADIXCHAR), ".") == 0 ? "," : NO_BREAK_SPACE;
}

static const char *
get_decimal_separator (void)
{
  const char *separator = nl_langinfo (RADIXCHAR);

  return separator != NULL && *separator != '\0' ? separator : ".";
}

static void
append_grouped (GString *text,
                guint64  number)
{
  char digits[24];
  int length = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, number);

  for (int i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, get_thousands_separator ());
      g_string_append_c (text, digits[i]);
    }
}

/* Writes the decimals that matter, @least of them at least. */
static void
append_decimals (GString    *text,
                 guint64     millionths,
                 int         least,
                 const char *separator)
{
  char digits[DECIMALS + 2];
  int length = DECIMALS;

  g_snprintf (digits, sizeof digits, "%06u", (guint) (millionths % HSP_MONEY_UNIT));
  while (length > least && digits[length - 1] == '0')
    length--;
  if (length > 0)
    {
      g_string_append (text, separator);
      g_string_append_len (text, digits, length);
    }
}

static guint64
get_magnitude (gint64 number)
{
  return number < 0 ? (guint64) 0 - (guint64) number : (guint64) number;
}

/**
 * hsp_money_to_plain:
 * @amount: a known amount
 *
 * Returns: (transfer full): the digits that matter, for programs: "0.5", "-12", no grouping
 */
char *
hsp_money_to_plain (HspMoney amount)
{
  GString *text;

  g_return_val_if_fail (amount != HSP_MONEY_UNKNOWN, NULL);

  text = g_string_new (amount < 0 ? "-" : NULL);
  g_string_append_printf (text, "%" G_GUINT64_FORMAT, get_magnitude (amount) / HSP_MONEY_UNIT);
  append_decimals (text, get_magnitude (amount), 0, ".");
  return g_string_free (text, FALSE);
}

/**
 * hsp_money_to_digits:
 * @amount: an amount
 *
 * Returns: (transfer full): for a person, by the locale: at least two decimals, then only those that
 *   matter: "1,234.50", "0.125"; "–" for %HSP_MONEY_UNKNOWN
 */
char *
hsp_money_to_digits (HspMoney amount)
{
  GString *text;

  if (amount == HSP_MONEY_UNKNOWN)
    return g_strdup ("–");

  text = g_string_new (amount < 0 ? MINUS_SIGN : NULL);
  append_grouped (text, get_magnitude (amount) / HSP_MONEY_UNIT);
  append_decimals (text, get_magnitude (amount), 2, get_decimal_separator ());
  return g_string_free (text, FALSE);
}

/**
 * hsp_money_to_text:
 * @amount: an amount
 * @currency: (nullable): its currency; none when empty
 *
 * Returns: (transfer full): as hsp_money_to_digits(), with the currency behind a no-break space
 */
char *
hsp_money_to_text (HspMoney    amount,
                   const char *currency)
{
  g_autofree char *digits = hsp_money_to_digits (amount);

  if (currency == NULL || *currency == '\0' || amount == HSP_MONEY_UNKNOWN)
    return g_steal_pointer (&digits);
  return g_strconcat (digits, NO_BREAK_SPACE, currency, NULL);
}

/**
 * hsp_number_to_text:
 *
 * Returns: (transfer full): a whole number for a person, grouped by the locale: "9,640"
 */
char *
hsp_number_to_text (gint64 number)
{
  GString *text = g_string_new (number < 0 ? MINUS_SIGN : NULL);

  append_grouped (text, get_magnitude (number));
  return g_string_free (text, FALSE);
}
