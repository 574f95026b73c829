/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-country.h"

#include <string.h>

#include "hsp-iso.h"

struct _HspCountry
{
  GObject  parent_instance;

  char    *code;       /* (owned) */
  char    *name;       /* (owned) */
  char    *dial_code;  /* (owned) (nullable) */
  char    *flag;       /* (owned) */
  char    *display;    /* (owned) */
};

enum
{
  PROP_CODE = 1,
  PROP_NAME,
  PROP_FLAG,
  PROP_DISPLAY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspCountry, hsp_country, G_TYPE_OBJECT)

/* Codes of two digits (ITU-T E.164); 1 and 7 stand alone, all others have three. */
static const char two_digits[] =
  "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 "
  "60 61 62 63 64 65 66 81 82 84 86 90 91 92 93 94 95 98 ";

/* Where a national number may have eleven digits, so that one of eleven says nothing of a dialling
 * code in front of it. */
static const char *const long_numbers[] = { "at", "br", "cn", "de", "id", "it", "my", NULL };

/* Without the plus. (transfer none) (nullable) */
static const char *
find_dial_code (const char *country)
{
  const char *dial = hsp_iso_get_dial_code (country);

  return dial != NULL ? dial + 1 : NULL;
}

/* How many of the digits of an international number are its dialling code. */
static gsize
measure_dial_code (const char *digits)
{
  const char pair[] = { digits[0], digits[0] != '\0' ? digits[1] : '\0', ' ', '\0' };

  if (digits[0] == '1' || digits[0] == '7')
    return 1;
  if (strlen (digits) < 3)
    return 0;
  return strstr (two_digits, pair) != NULL ? 2 : 3;
}

static void
hsp_country_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HspCountry *self = HSP_COUNTRY (object);

  switch (prop_id)
    {
    case PROP_CODE:
      g_value_set_string (value, self->code);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    case PROP_FLAG:
      g_value_set_string (value, self->flag);
      break;
    case PROP_DISPLAY:
      g_value_set_string (value, self->display);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_country_finalize (GObject *object)
{
  HspCountry *self = HSP_COUNTRY (object);

  g_free (self->code);
  g_free (self->name);
  g_free (self->dial_code);
  g_free (self->flag);
  g_free (self->display);

  G_OBJECT_CLASS (hsp_country_parent_class)->finalize (object);
}

static void
hsp_country_class_init (HspCountryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hsp_country_get_property;
  object_class->finalize = hsp_country_finalize;

  /* ISO code in lower case. */
  properties[PROP_CODE] = g_param_spec_string ("code", NULL, NULL, NULL, flags);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, flags);
  /* An emoji, "" when unknown. */
  properties[PROP_FLAG] = g_param_spec_string ("flag", NULL, NULL, NULL, flags);
  /* Flag, two spaces, name. */
  properties[PROP_DISPLAY] = g_param_spec_string ("display", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_country_init (HspCountry *self)
{
}

/**
 * hsp_country_new:
 * @code: ISO code in lower case: what `country` takes
 * @name: as the shop writes it
 * @dial_code: (nullable): "+84"; taken from what is known of the country when the shop gives none
 *
 * Returns: (transfer full): a country
 */
HspCountry *
hsp_country_new (const char *code,
                 const char *name,
                 const char *dial_code)
{
  HspCountry *self;

  g_return_val_if_fail (code != NULL && name != NULL, NULL);

  self = g_object_new (HSP_TYPE_COUNTRY, NULL);
  self->code = g_strdup (code);
  self->name = g_strdup (name);
  self->flag = hsp_country_code_to_flag (code);
  self->display = *self->flag != '\0' ? g_strdup_printf ("%s  %s", self->flag, name)
                                      : g_strdup (name);
  self->dial_code = g_strdup (dial_code != NULL ? dial_code : hsp_iso_get_dial_code (code));
  return self;
}

const char *
hsp_country_get_code (HspCountry *self)
{
  g_return_val_if_fail (HSP_IS_COUNTRY (self), NULL);

  return self->code;
}

const char *
hsp_country_get_name (HspCountry *self)
{
  g_return_val_if_fail (HSP_IS_COUNTRY (self), NULL);

  return self->name;
}

/**
 * hsp_country_get_dial_code:
 *
 * Returns: (transfer none) (nullable): "+84"
 */
const char *
hsp_country_get_dial_code (HspCountry *self)
{
  g_return_val_if_fail (HSP_IS_COUNTRY (self), NULL);

  return self->dial_code;
}

const char *
hsp_country_get_flag (HspCountry *self)
{
  g_return_val_if_fail (HSP_IS_COUNTRY (self), NULL);

  return self->flag;
}

const char *
hsp_country_get_display (HspCountry *self)
{
  g_return_val_if_fail (HSP_IS_COUNTRY (self), NULL);

  return self->display;
}

static char *
keep_digits (const char *text)
{
  GString *digits = g_string_new (NULL);

  for (; *text != '\0'; text++)
    {
      if (g_ascii_isdigit (*text))
        g_string_append_c (digits, *text);
    }
  return g_string_free (digits, FALSE);
}

/* A bare number as the live service gives it is the national one, says the API notes. Some shops
 * leave out the "+" alone: seen by the length. */
static gboolean
begins_with_dial_code (const char *digits,
                       const char *dial,
                       const char *country)
{
  const gsize length = strlen (digits);
  g_autofree char *lower = g_ascii_strdown (country, -1);

  if (!g_str_has_prefix (digits, dial))
    return FALSE;
  if (length == 11 && g_strv_contains (long_numbers, lower))
    return FALSE;
  return length >= 11;
}

/* Takes a number apart: @national is what follows @dial, or the whole when that is not known. */
static void
split_phone (const char  *phone,
             const char  *country,
             char       **dial,
             char       **national)
{
  g_autofree char *stripped = g_strstrip (g_strdup (phone));
  g_autofree char *digits = keep_digits (stripped);
  const char *known = find_dial_code (country);
  const char *rest = digits;
  gsize length = 0;

  *dial = NULL;
  if (*stripped == '+' || g_str_has_prefix (digits, "00"))
    {
      if (*stripped != '+')
        rest += 2;
      length = known != NULL && g_str_has_prefix (rest, known) ? strlen (known)
                                                               : measure_dial_code (rest);
      if (length > 0)
        *dial = g_strndup (rest, length);
    }
  else if (known != NULL)
    {
      *dial = g_strdup (known);
      if (begins_with_dial_code (rest, known, country))
        length = strlen (known);
      /* The trunk prefix is not dialled from abroad, but for Italy's */
      else if (*rest == '0' && !g_str_equal (known, "39"))
        length = 1;
    }
  *national = g_strdup (rest + length);
}

/* In threes; fours at the end rather than one or two digits alone. */
static void
append_groups (GString    *text,
               const char *digits)
{
  gsize left = strlen (digits);

  while (left > 0)
    {
      const gsize size = left <= 4 ? left : left == 8 ? 4 : 3;

      if (text->len > 0 && text->str[text->len - 1] != '+')
        g_string_append_c (text, ' ');
      g_string_append_len (text, digits, size);
      digits += size;
      left -= size;
    }
}

/**
 * hsp_phone_format:
 * @phone: as the shop gave it, international or national
 * @country_code: (nullable): ISO code of its country
 *
 * Returns: (transfer full): for reading: "+1 405 512 3415"
 */
char *
hsp_phone_format (const char *phone,
                  const char *country_code)
{
  g_autofree char *dial = NULL;
  g_autofree char *national = NULL;
  GString *text;

  g_return_val_if_fail (phone != NULL, NULL);

  split_phone (phone, country_code, &dial, &national);
  text = g_string_new (NULL);
  if (dial != NULL)
    g_string_append_printf (text, "+%s", dial);
  else if (g_str_has_prefix (phone, "+"))
    g_string_append_c (text, '+');
  append_groups (text, national);
  return g_string_free (text, FALSE);
}

/**
 * hsp_phone_full:
 * @phone: as the shop gave it, international or national
 * @country_code: (nullable): ISO code of its country
 *
 * Returns: (transfer full): for copying: "+14055123415"; without "+" when the dialling code is not
 *   known
 */
char *
hsp_phone_full (const char *phone,
                const char *country_code)
{
  g_autofree char *dial = NULL;
  g_autofree char *national = NULL;

  g_return_val_if_fail (phone != NULL, NULL);

  split_phone (phone, country_code, &dial, &national);
  if (dial != NULL)
    return g_strconcat ("+", dial, national, NULL);
  return g_strconcat (g_str_has_prefix (phone, "+") ? "+" : "", national, NULL);
}

/**
 * hsp_phone_national:
 * @phone: as the shop gave it, international or national
 * @country_code: (nullable): ISO code of its country
 *
 * Returns: (transfer full) (nullable): without dialling code; %NULL when that is not known
 */
char *
hsp_phone_national (const char *phone,
                    const char *country_code)
{
  g_autofree char *dial = NULL;
  g_autofree char *national = NULL;

  g_return_val_if_fail (phone != NULL, NULL);

  split_phone (phone, country_code, &dial, &national);
  return dial != NULL ? g_steal_pointer (&national) : NULL;
}

/**
 * hsp_country_code_to_flag:
 * @code: (nullable): ISO code
 *
 * Returns: (transfer full): the two regional indicators that are shown as a flag, "" when @code is
 *   none that is known
 */
char *
hsp_country_code_to_flag (const char *code)
{
  char flag[13] = "";
  int length;

  if (hsp_iso_get_dial_code (code) == NULL)
    return g_strdup ("");

  length = g_unichar_to_utf8 (0x1f1e6 + g_ascii_tolower (code[0]) - 'a', flag);
  length += g_unichar_to_utf8 (0x1f1e6 + g_ascii_tolower (code[1]) - 'a', flag + length);
  return g_strndup (flag, length);
}
