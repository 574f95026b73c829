/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-redact"

#include "config.h"

#include "hsp-redact.h"

#include <stdlib.h>
#include <string.h>

/* What is seen of an answer
 *
 * A field is judged by its name, in whatever depth it stands, and what is in an array by the array's
 * name. Names are compared without case, "_" and "-": "sms_content" is "smsContent".
 *
 *   secret names          never seen, nor anything below them
 *   plain actions         everything else is seen ("services", "balance"…)
 *   confidential actions  harmless names are seen, numbers are taken out of the shop's words, and a
 *                         name that nobody has thought of is hidden: it may be goods
 *   actions that the table does not have
 *                         harmless names are seen; numbers of four digits and more are taken out of
 *                         everything else, since a code or a phone number may be anywhere
 *
 * The key is hidden everywhere, also in names, also written with escapes. A key of fewer than six
 * characters is no secret, but may be anywhere. */
#define MIN_KEY 6
#define MIN_DIGITS 4
#define MAX_NAME 64

/* bytes between two digits of one number */
#define MAX_GAP 8

/* In the order of strcmp(), without "_" and "-". "The API notes" have the first of each kind: code,
 * sms_content, phone, accounts; the rest are what panels of this family call the same. */
static const char * const secret_names[] = {
  "account", "accounts", "apikey", "authorization", "code", "codes", "cookie", "cookies",
  "credential", "credentials", "delivered", "delivery", "email", "emails", "fullsms", "goods",
  "key", "keys", "login", "logins", "mail", "msisdn", "number", "otp", "otps", "passwd", "password",
  "passwords", "phone", "phonenumber", "phones", "pin", "proxies", "proxy", "secret", "secrets",
  "session", "sms", "smscode", "smscontent", "smstext", "tel", "telephone", "token", "tokens",
  "twofa", "username",
};

/* What the API notes have beside, and what is as plain. */
static const char * const harmless_names[] = {
  "available", "balance", "cancel", "category", "charge", "country", "countrycode", "countryid",
  "countryname", "countrytitle", "createdat", "currency", "entitytype", "expiresat", "id", "limit",
  "max", "min", "name", "order", "orders", "page", "price", "projectid", "quantity", "rate",
  "refill", "remains", "service", "services", "shopid", "startcount", "status", "stock",
  "subcategory", "subcategoryid", "total", "totalpages", "type", "updatedat",
};

/* The shop's own sentences, which may repeat a number. */
static const char * const word_names[] = { "error", "errors", "message", "msg" };

static int
compare_names (const void *a,
               const void *b)
{
  return strcmp (a, *(const char * const *) b);
}

static gboolean
is_in_list (const char         *name,
            const char * const *list,
            gsize               n_names)
{
  return bsearch (name, list, n_names, sizeof *list, compare_names) != NULL;
}

#define IS_IN(name, list) is_in_list (name, list, G_N_ELEMENTS (list))

/* @plain: of MAX_NAME bytes. FALSE: longer than any name that is known */
static gboolean
fold_name (const char *name,
           char       *plain)
{
  gsize length = 0;

  for (; *name != '\0'; name++)
    {
      if (strchr ("_- .", *name) != NULL)
        continue;
      if (length + 1 >= MAX_NAME)
        return FALSE;
      plain[length++] = g_ascii_tolower (*name);
    }
  plain[length] = '\0';
  return TRUE;
}

/**
 * hsp_redact_is_secret:
 * @name: of a field, as it came
 *
 * Returns: whether nothing of it and nothing below it may be seen, whatever the action
 */
gboolean
hsp_redact_is_secret (const char *name)
{
  char plain[MAX_NAME];

  g_return_val_if_fail (name != NULL, TRUE);

  return fold_name (name, plain) && IS_IN (plain, secret_names);
}

/**
 * hsp_redact_is_confidential:
 *
 * Returns: whether an answer that cannot be read may hold codes, numbers or goods
 */
gboolean
hsp_redact_is_confidential (const HspRedaction *redaction)
{
  const HspAction *action = hsp_action_find (redaction->action);

  return action == NULL || action->confidential;
}

/**
 * hsp_redact_get_sight:
 * @redaction: whose answer
 * @name: of a field; "" for what has none
 *
 * Returns: what may be seen of its value
 */
HspSight
hsp_redact_get_sight (const HspRedaction *redaction,
                      const char         *name)
{
  const HspAction *action;
  char plain[MAX_NAME];
  gboolean known;

  g_return_val_if_fail (redaction != NULL && redaction->action != NULL, HSP_SIGHT_NOTHING);
  g_return_val_if_fail (name != NULL, HSP_SIGHT_NOTHING);

  known = fold_name (name, plain);
  if (known && IS_IN (plain, secret_names))
    return HSP_SIGHT_NOTHING;

  action = hsp_action_find (redaction->action);
  if (action != NULL && !action->confidential)
    return HSP_SIGHT_ALL;
  if (known && IS_IN (plain, harmless_names))
    return HSP_SIGHT_ALL;
  if (action == NULL || (known && IS_IN (plain, word_names)))
    return HSP_SIGHT_WORDS;
  return HSP_SIGHT_NOTHING;
}

/* How many bytes at @p say @c: as it is, in the escapes of a form ("%41") or of JSON ("\u0041",
 * "\/"); 0 when they say something else. Capitals are not told apart. */
static gsize
match_character (const char *p,
                 const char *end,
                 char        c)
{
  const gsize left = end - p;
  gsize first, n_digits;
  guint value = 0;

  if (left > 0 && g_ascii_tolower (*p) == c)
    return 1;
  if (left >= 2 && *p == '\\' && p[1] != 'u' && g_ascii_tolower (p[1]) == c)
    return 2;

  if (left >= 3 && *p == '%')
    first = 1, n_digits = 2;
  else if (left >= 6 && *p == '\\' && p[1] == 'u')
    first = 2, n_digits = 4;
  else
    return 0;
  for (gsize i = first; i < first + n_digits; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return 0;
      value = value * 16 + (guint) g_ascii_xdigit_value (p[i]);
    }
  return value < 128 && g_ascii_tolower ((char) value) == c ? first + n_digits : 0;
}

/* How many bytes at @text say the key, in any of its spellings; 0: none */
static gsize
match_key (const char *text,
           const char *end,
           const char *key)
{
  const char *p = text;

  for (; *key != '\0'; key++)
    {
      gsize length = match_character (p, end, g_ascii_tolower (*key));

      if (length == 0)
        return 0;
      p += length;
    }
  return p - text;
}

/* What stands between the digits of a number as people write it. */
static gboolean
is_separator (gunichar c)
{
  return c < 0x80 ? strchr (" -.()+/", (int) c) != NULL : c == 0xa0 || c == 0x2009 || c == 0x202f;
}

/* Returns: the bytes of the number that begins at @p, 0 when it has fewer than MIN_DIGITS digits */
static gsize
measure_number (const char *p,
                const char *end)
{
  const char *start = p;
  const char *last = p;
  guint n_digits = 0;

  while (p < end && p - last <= MAX_GAP)
    {
      gunichar c = g_utf8_get_char (p);
      gboolean digit = g_unichar_isdigit (c);

      if (!digit && !is_separator (c))
        break;
      p = g_utf8_next_char (p);
      if (digit)
        {
          last = p;
          n_digits++;
        }
    }
  return n_digits >= MIN_DIGITS ? last - start : 0;
}

/* The key, when it is long enough to be looked for. (nullable) */
static const char *
get_key (const HspRedaction *redaction)
{
  return redaction->key != NULL && strlen (redaction->key) >= MIN_KEY ? redaction->key : NULL;
}

/* Returns: how many bytes of what must not be seen begin at @p */
static gsize
measure_secret (const char *key,
                HspSight    sight,
                const char *p,
                const char *end)
{
  gsize length = key != NULL ? match_key (p, end, key) : 0;

  if (length == 0 && sight == HSP_SIGHT_WORDS && g_unichar_isdigit (g_utf8_get_char (p)))
    length = measure_number (p, end);
  return length;
}

/**
 * hsp_redact_in_place:
 * @redaction: whose text
 * @sight: what may be seen of it
 * @text: valid UTF-8
 *
 * Returns: whether there was anything to hide
 */
gboolean
hsp_redact_in_place (const HspRedaction *redaction,
                     HspSight            sight,
                     GString            *text)
{
  g_autoptr(GString) clean = NULL;
  const char *key = get_key (redaction);
  const char *end = text->str + text->len;
  const char *copied = text->str;

  if (sight == HSP_SIGHT_NOTHING)
    {
      /* that there is nothing says nothing */
      if (text->len == 0)
        return FALSE;
      g_string_assign (text, HSP_HIDDEN);
      return TRUE;
    }

  for (const char *p = text->str; p < end; )
    {
      gsize length = measure_secret (key, sight, p, end);

      if (length == 0)
        {
          p = g_utf8_next_char (p);
          continue;
        }
      if (clean == NULL)
        clean = g_string_sized_new (text->len + strlen (HSP_HIDDEN));
      g_string_append_len (clean, copied, p - copied);
      g_string_append (clean, HSP_HIDDEN);
      p += length;
      copied = p;
    }
  if (clean == NULL)
    return FALSE;

  g_string_append_len (clean, copied, end - copied);
  g_string_truncate (text, 0);
  g_string_append_len (text, clean->str, clean->len);
  return TRUE;
}

static char *
redact_copy (const HspRedaction *redaction,
             HspSight            sight,
             const char         *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);
  GString *string = g_string_new (valid);

  hsp_redact_in_place (redaction, sight, string);
  return g_string_free (string, FALSE);
}

/**
 * hsp_redact_find_key:
 * @redaction: whose text
 * @text: any bytes
 * @end: behind the last of them
 * @length: (out): bytes of the key as it is spelled there
 *
 * Returns: (transfer none) (nullable): where the key is first
 */
const char *
hsp_redact_find_key (const HspRedaction *redaction,
                     const char         *text,
                     const char         *end,
                     gsize              *length)
{
  const char *key = get_key (redaction);

  for (; key != NULL && text < end; text++)
    {
      *length = match_key (text, end, key);
      if (*length > 0)
        return text;
    }
  return NULL;
}

/**
 * hsp_redact_text:
 * @redaction: whose words
 * @text: a sentence of the shop's, or of this program with words of the shop's in it
 *
 * Returns: (transfer full): as much of it as may be seen
 */
char *
hsp_redact_text (const HspRedaction *redaction,
                 const char         *text)
{
  g_return_val_if_fail (redaction != NULL && text != NULL, NULL);

  return redact_copy (redaction,
                      hsp_redact_is_confidential (redaction) ? HSP_SIGHT_WORDS : HSP_SIGHT_ALL,
                      text);
}

/**
 * hsp_redact_param:
 * @redaction: whose request
 * @name: of the parameter
 * @value: as it is sent
 *
 * Of what a person types less is hidden than of an answer: only what is secret by its name, and the
 * key. The names are those of the table, so a link or a project is seen whole.
 *
 * Returns: (transfer full): as much of it as may be seen
 */
char *
hsp_redact_param (const HspRedaction *redaction,
                  const char         *name,
                  const char         *value)
{
  const HspAction *action;
  const HspParam *param;

  g_return_val_if_fail (redaction != NULL && name != NULL && value != NULL, NULL);

  action = hsp_action_find (redaction->action);
  param = action != NULL ? hsp_action_find_param (action, name) : NULL;
  if (param != NULL)
    return redact_copy (redaction, param->secret ? HSP_SIGHT_NOTHING : HSP_SIGHT_ALL, value);
  if (hsp_redact_is_secret (name))
    return redact_copy (redaction, HSP_SIGHT_NOTHING, value);
  return redact_copy (redaction, hsp_redact_get_sight (redaction, name), value);
}

/**
 * hsp_redact_header:
 * @redaction: whose answer
 * @name: of a header field
 * @value: of it
 *
 * Returns: (transfer full): as much of it as may be seen; of a cookie nothing
 */
char *
hsp_redact_header (const HspRedaction *redaction,
                   const char         *name,
                   const char         *value)
{
  static const char * const secret[] = {
    "set-cookie", "set-cookie2", "cookie", "authorization", "proxy-authorization",
    "www-authenticate", "proxy-authenticate",
  };

  g_return_val_if_fail (redaction != NULL && name != NULL && value != NULL, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (secret); i++)
    {
      if (g_ascii_strcasecmp (name, secret[i]) == 0)
        return redact_copy (redaction, HSP_SIGHT_NOTHING, value);
    }
  return redact_copy (redaction, HSP_SIGHT_ALL, value);
}
