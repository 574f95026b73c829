/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-json"

#include "config.h"

#include "hsp-json.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-error.h"
#include "hsp-values.h"

/* json-glib recurses without limit, stops the program at a lone surrogate, takes comments and other
 * things that are not JSON, and reads numbers as floats. So the text is gone through once before:
 * refused where a limit is passed, and copied with each number as a string, which keeps prices
 * exact and ids whole. What is left to json-glib is the grammar of brackets, commas and colons. */
typedef struct
{
  const char  *p;
  const char  *end;
  GString     *out;     /* (owned) */
  guint        depth;
  GError     **error;
} Scanner;

static const char *
get_sentence (HspJsonFault fault)
{
  switch (fault)
    {
    case HSP_JSON_FAULT_EMPTY:
      return _("The shop’s answer is empty.");
    case HSP_JSON_FAULT_WEB_PAGE:
      return _("The shop answered with a web page instead of data.");
    case HSP_JSON_FAULT_CUT:
      return _("The shop’s answer ends in the middle.");
    case HSP_JSON_FAULT_TOO_LONG:
      return _("The shop’s answer is too long.");
    case HSP_JSON_FAULT_LONG_TEXT:
      return _("The shop’s answer holds a text that is too long.");
    case HSP_JSON_FAULT_TOO_DEEP:
      return _("The shop’s answer is nested too deep.");
    case HSP_JSON_FAULT_CHARACTER:
      return _("The shop’s answer holds a character that no text may hold.");
    case HSP_JSON_FAULT_NONE:
    case HSP_JSON_FAULT_SYNTAX:
    default:
      return _("The shop’s answer is not what was expected (not JSON).");
    }
}

/**
 * hsp_json_refuse:
 * @error: return location, %HSP_ERROR_UNREADABLE
 * @fault: what is wrong with an answer
 *
 * The words never quote the answer, which may be confidential. Any thread.
 *
 * Returns: %FALSE
 */
gboolean
hsp_json_refuse (GError       **error,
                 HspJsonFault   fault)
{
  g_propagate_error (error, hsp_error_new (HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN,
                                           NULL, get_sentence (fault)));

  return FALSE;
}

/**
 * hsp_json_check_number:
 * @text: characters of which numbers are made
 * @length: how many
 *
 * A number passes as text from here on, so its grammar is looked at nowhere else. A zero in front is
 * no fault: codes have it.
 *
 * Returns: whether they are one number. Any thread.
 */
gboolean
hsp_json_check_number (const char *text,
                       gsize       length)
{
  const char *p = text;
  const char *end = text + length;
  const char *digits;

  if (p < end && *p == '-')
    p++;
  for (digits = p; p < end && g_ascii_isdigit (*p); p++)
    ;
  if (p == digits)
    return FALSE;

  if (p < end && *p == '.')
    {
      for (digits = ++p; p < end && g_ascii_isdigit (*p); p++)
        ;
      if (p == digits)
        return FALSE;
    }
  if (p < end && (*p == 'e' || *p == 'E'))
    {
      p++;
      if (p < end && (*p == '+' || *p == '-'))
        p++;
      for (digits = p; p < end && g_ascii_isdigit (*p); p++)
        ;
      if (p == digits)
        return FALSE;
    }

  return p == end;
}

/* The value of four hexadecimal digits at @p, or -1. */
static int
read_hex4 (const char *p,
           const char *end)
{
  int value = 0;

  if (end - p < 4)
    return -1;
  for (int i = 0; i < 4; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return -1;
      value = value * 16 + g_ascii_xdigit_value (p[i]);
    }

  return value;
}

/* Copies "\uXXXX" at the scanner's place, a pair of surrogates together, a lone one replaced. */
static gboolean
copy_unicode_escape (Scanner *scanner)
{
  int unit = read_hex4 (scanner->p + 2, scanner->end);
  int low = -1;

  if (unit < 0)
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_SYNTAX);
  if (unit == 0)
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_CHARACTER);

  if (unit >= 0xD800 && unit <= 0xDBFF && scanner->end - scanner->p >= 12 &&
      scanner->p[6] == '\\' && scanner->p[7] == 'u')
    low = read_hex4 (scanner->p + 8, scanner->end);

  if (low >= 0xDC00 && low <= 0xDFFF)
    {
      g_string_append_len (scanner->out, scanner->p, 12);
      scanner->p += 12;
      return TRUE;
    }

  if (unit >= 0xD800 && unit <= 0xDFFF)
    g_string_append (scanner->out, "\\ufffd");
  else
    g_string_append_len (scanner->out, scanner->p, 6);
  scanner->p += 6;

  return TRUE;
}

static gboolean
copy_string (Scanner *scanner)
{
  const char *start = scanner->p;

  g_string_append_c (scanner->out, *scanner->p++);
  while (scanner->p < scanner->end && *scanner->p != '"')
    {
      const char *run = scanner->p;

      if (scanner->p - start > HSP_JSON_MAX_STRING)
        return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_LONG_TEXT);

      if (*run == '\\')
        {
          if (scanner->end - run < 2)
            break;
          if (run[1] == 'u')
            {
              if (!copy_unicode_escape (scanner))
                return FALSE;
              continue;
            }
          /* json-glib would read octal, and so bytes that no text may hold */
          if (g_ascii_isdigit (run[1]) && run[1] < '8')
            return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_SYNTAX);
          g_string_append_len (scanner->out, run, 2);
          scanner->p += 2;
          continue;
        }

      while (scanner->p < scanner->end && *scanner->p != '"' && *scanner->p != '\\' &&
             scanner->p - start <= HSP_JSON_MAX_STRING)
        scanner->p++;
      g_string_append_len (scanner->out, run, scanner->p - run);
    }

  if (scanner->p >= scanner->end || *scanner->p != '"')
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_CUT);
  g_string_append_c (scanner->out, *scanner->p++);

  return TRUE;
}

static gboolean
copy_number (Scanner *scanner)
{
  const char *start = scanner->p;

  while (scanner->p < scanner->end &&
         (g_ascii_isdigit (*scanner->p) || strchr ("+-.eE", *scanner->p) != NULL))
    scanner->p++;
  if (scanner->p - start > HSP_JSON_MAX_STRING)
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_LONG_TEXT);
  if (!hsp_json_check_number (start, scanner->p - start))
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_SYNTAX);

  g_string_append_c (scanner->out, '"');
  g_string_append_len (scanner->out, start, scanner->p - start);
  g_string_append_c (scanner->out, '"');

  return TRUE;
}

static gboolean
copy_word (Scanner *scanner)
{
  static const char * const words[] = { "true", "false", "null" };

  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    {
      gsize length = strlen (words[i]);

      if ((gsize) (scanner->end - scanner->p) >= length &&
          memcmp (scanner->p, words[i], length) == 0)
        {
          g_string_append_len (scanner->out, words[i], length);
          scanner->p += length;
          return TRUE;
        }
    }

  return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_SYNTAX);
}

static gboolean
copy_bracket (Scanner *scanner)
{
  char c = *scanner->p++;

  if (c == '{' || c == '[')
    {
      if (++scanner->depth > HSP_JSON_MAX_DEPTH)
        return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_TOO_DEEP);
    }
  else if (scanner->depth-- == 0)
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_SYNTAX);
  g_string_append_c (scanner->out, c);

  return TRUE;
}

/* Steps over white space; FALSE at the end. */
static gboolean
skip_space (Scanner *scanner)
{
  while (scanner->p < scanner->end && g_ascii_isspace (*scanner->p))
    scanner->p++;

  return scanner->p < scanner->end;
}

static gboolean
copy_token (Scanner *scanner)
{
  switch (*scanner->p)
    {
    case '{': case '[': case '}': case ']':
      return copy_bracket (scanner);
    case ',': case ':':
      g_string_append_c (scanner->out, *scanner->p++);
      return TRUE;
    case '"':
      return copy_string (scanner);
    case '-': case '0': case '1': case '2': case '3': case '4':
    case '5': case '6': case '7': case '8': case '9':
      return copy_number (scanner);
    default:
      return copy_word (scanner);
    }
}

/* The text as json-glib may have it: one object or array. */
static gboolean
scan (Scanner *scanner)
{
  if (!skip_space (scanner))
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_EMPTY);
  if (*scanner->p == '<')
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_WEB_PAGE);
  if (*scanner->p != '{' && *scanner->p != '[')
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_SYNTAX);

  do
    {
      if (!copy_token (scanner))
        return FALSE;
    }
  while (skip_space (scanner) && scanner->depth > 0);

  if (scanner->depth > 0)
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_CUT);
  if (scanner->p < scanner->end)
    return hsp_json_refuse (scanner->error, HSP_JSON_FAULT_SYNTAX);

  return TRUE;
}

/**
 * hsp_json_parse:
 * @body: an answer as it came
 * @error: return location, %HSP_ERROR_UNREADABLE
 *
 * Checks the limits of the API notes ("Reading answers") and parses. Invalid UTF-8 is replaced, NUL
 * refused. Numbers come out as strings, with every digit they had; use the readers below, which do
 * not tell the two apart.
 *
 * Returns: (transfer full) (nullable): an object or an array
 */
JsonNode *
hsp_json_parse (GBytes  *body,
                GError **error)
{
  g_autoptr(JsonParser) parser = NULL;
  g_autofree char *valid = NULL;
  Scanner scanner = { .error = error };
  JsonNode *root = NULL;
  const char *text;
  gsize size;

  g_return_val_if_fail (body != NULL, NULL);
  g_return_val_if_fail (error == NULL || *error == NULL, NULL);

  text = g_bytes_get_data (body, &size);
  if (size > HSP_JSON_MAX_SIZE)
    {
      hsp_json_refuse (error, HSP_JSON_FAULT_TOO_LONG);
      return NULL;
    }
  if (size > 0 && memchr (text, '\0', size) != NULL)
    {
      hsp_json_refuse (error, HSP_JSON_FAULT_CHARACTER);
      return NULL;
    }
  if (size > 0 && !g_utf8_validate_len (text, size, NULL))
    {
      valid = g_utf8_make_valid (text, size);
      text = valid;
      size = strlen (valid);
    }
  if (size == 0)
    text = "";
  if (size >= 3 && memcmp (text, "\xef\xbb\xbf", 3) == 0)
    {
      text += 3;
      size -= 3;
    }

  scanner.p = text;
  scanner.end = text + size;
  scanner.out = g_string_sized_new (size + size / 8 + 16);
  if (scan (&scanner))
    {
      parser = json_parser_new_immutable ();
      if (json_parser_load_from_data (parser, scanner.out->str, scanner.out->len, NULL))
        root = json_parser_steal_root (parser);
      /* json-glib's own message quotes the text, which may be confidential */
      if (root == NULL)
        hsp_json_refuse (error, HSP_JSON_FAULT_SYNTAX);
    }
  g_string_free (scanner.out, TRUE);

  return root;
}

/**
 * hsp_json_to_object:
 * @node: (nullable): a node
 *
 * Returns: (transfer none) (nullable): its object, if it is one
 */
JsonObject *
hsp_json_to_object (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

/**
 * hsp_json_to_array:
 * @node: (nullable): a node
 *
 * Returns: (transfer none) (nullable): its array, if it is one
 */
JsonArray *
hsp_json_to_array (JsonNode *node)
{
  return node != NULL && JSON_NODE_HOLDS_ARRAY (node) ? json_node_get_array (node) : NULL;
}

/**
 * hsp_json_to_text:
 * @node: (nullable): a node of hsp_json_parse()
 *
 * Returns: (transfer none) (nullable): its text, or its number as it was written
 */
const char *
hsp_json_to_text (JsonNode *node)
{
  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;

  return json_node_get_string (node);
}

/**
 * hsp_json_get_array:
 * @object: an object
 * @member: which member
 *
 * Returns: (transfer none) (nullable): the array
 */
JsonArray *
hsp_json_get_array (JsonObject *object,
                    const char *member)
{
  return hsp_json_to_array (json_object_get_member (object, member));
}

/**
 * hsp_json_get_text:
 * @object: an object
 * @member: which member
 *
 * Returns: (transfer none) (nullable): the text, or the number as it was written
 */
const char *
hsp_json_get_text (JsonObject *object,
                   const char *member)
{
  return hsp_json_to_text (json_object_get_member (object, member));
}

/**
 * hsp_json_read_count:
 * @text: (nullable): a text, or a number as it was written
 *
 * Returns: a whole number from 0, written in any way ("100", 100.0); %HSP_UNKNOWN when it is absent,
 *   "", negative, or not one. Any thread.
 */
gint64
hsp_json_read_count (const char *text)
{
  gint64 count = 0;
  HspMoney amount;
  guint n = 0;

  if (text == NULL)
    return HSP_UNKNOWN;

  /* nearly all are these, three in each row of a catalogue */
  for (; n < 18 && g_ascii_isdigit (text[n]); n++)
    count = count * 10 + (text[n] - '0');
  if (n > 0 && text[n] == '\0')
    return count;

  if (g_ascii_string_to_signed (text, 10, 0, G_MAXINT64, &count, NULL))
    return count;
  if (hsp_money_parse (text, &amount) && amount >= 0 && amount % HSP_MONEY_UNIT == 0)
    return amount / HSP_MONEY_UNIT;

  return HSP_UNKNOWN;
}

/**
 * hsp_json_get_count:
 * @object: an object
 * @member: which member
 *
 * Returns: as hsp_json_read_count() reads the member
 */
gint64
hsp_json_get_count (JsonObject *object,
                    const char *member)
{
  return hsp_json_read_count (hsp_json_get_text (object, member));
}

/**
 * hsp_json_get_money:
 * @object: an object
 * @member: which member
 *
 * Returns: the amount, exactly as it was written; %HSP_MONEY_UNKNOWN when it is absent or not one
 */
HspMoney
hsp_json_get_money (JsonObject *object,
                    const char *member)
{
  HspMoney amount;

  return hsp_money_parse (hsp_json_get_text (object, member), &amount) ? amount : HSP_MONEY_UNKNOWN;
}

/**
 * hsp_json_read_flag:
 * @text: (nullable): a text, or a number as it was written
 * @fallback: what an absent or unreadable one means
 *
 * Returns: %TRUE for "1", "true" and the like. Any thread.
 */
gboolean
hsp_json_read_flag (const char *text,
                    gboolean    fallback)
{
  if (text == NULL)
    return fallback;
  if (g_str_equal (text, "1") || g_ascii_strcasecmp (text, "true") == 0 ||
      g_ascii_strcasecmp (text, "yes") == 0)
    return TRUE;
  if (g_str_equal (text, "0") || g_ascii_strcasecmp (text, "false") == 0 ||
      g_ascii_strcasecmp (text, "no") == 0)
    return FALSE;

  return fallback;
}

/**
 * hsp_json_get_flag:
 * @object: an object
 * @member: which member
 * @fallback: what an absent or unreadable one means
 *
 * Returns: true, 1, "1", "true" and the like
 */
gboolean
hsp_json_get_flag (JsonObject *object,
                   const char *member,
                   gboolean    fallback)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
      json_node_get_value_type (node) == G_TYPE_BOOLEAN)
    return json_node_get_boolean (node);

  return hsp_json_read_flag (hsp_json_to_text (node), fallback);
}

/**
 * hsp_json_get_time:
 * @object: an object
 * @member: which member
 *
 * Returns: Unix seconds, from ISO 8601 (UTC where it does not say) or from Unix seconds or
 *   milliseconds; 0 when it is absent or not a time
 */
gint64
hsp_json_get_time (JsonObject *object,
                   const char *member)
{
  const char *text = hsp_json_get_text (object, member);
  g_autoptr(GTimeZone) utc = NULL;
  g_autoptr(GDateTime) time = NULL;
  gint64 seconds;

  if (text == NULL)
    return 0;

  if (g_ascii_string_to_signed (text, 10, 1, G_MAXINT64, &seconds, NULL))
    /* seconds do not reach this before the year 5138 */
    return seconds < G_GINT64_CONSTANT (100000000000) ? seconds : seconds / 1000;

  utc = g_time_zone_new_utc ();
  time = g_date_time_new_from_iso8601 (text, utc);

  return time != NULL ? MAX (g_date_time_to_unix (time), 0) : 0;
}
