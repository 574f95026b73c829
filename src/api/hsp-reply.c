/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-reply"

#include "config.h"

#include "hsp-reply.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-error.h"
#include "hsp-json.h"

/* an error of the shop's is a line; a longer one is cut where it is shown to a person */
#define MAX_SERVER_TEXT     500

/* Words by which a known error is recognised, folded to lower case. The page's six, and those of the
 * same family of panels ("the error text" in the API notes). The first row that fits counts. */
static const struct
{
  const char *words[2];   /* all must occur */
  HspError    code;
} known_errors[] = {
  { { "invalid api key" }, HSP_ERROR_KEY_REFUSED },
  { { "api key", "invalid" }, HSP_ERROR_KEY_REFUSED },
  { { "incorrect", "key" }, HSP_ERROR_KEY_REFUSED },
  { { "insufficient balance" }, HSP_ERROR_INSUFFICIENT_BALANCE },
  { { "insufficient funds" }, HSP_ERROR_INSUFFICIENT_BALANCE },
  { { "not enough funds" }, HSP_ERROR_INSUFFICIENT_BALANCE },
  { { "not_enough_funds" }, HSP_ERROR_INSUFFICIENT_BALANCE },
  { { "order not found" }, HSP_ERROR_ORDER_NOT_FOUND },
  { { "incorrect order" }, HSP_ERROR_ORDER_NOT_FOUND },
  { { "service not found" }, HSP_ERROR_SERVICE_NOT_FOUND },
  { { "incorrect service" }, HSP_ERROR_SERVICE_NOT_FOUND },
  { { "too many" }, HSP_ERROR_RATE_LIMITED },
  { { "rate limit" }, HSP_ERROR_RATE_LIMITED },
  { { "rate_limit" }, HSP_ERROR_RATE_LIMITED },
  { { "limit", "request" }, HSP_ERROR_RATE_LIMITED },
};

/* Whether a text speaks of a rate or a limit ("Transport" of the API notes), and not of the limits
 * of what was ordered. */
static gboolean
speaks_of_rate (const char *folded)
{
  static const char * const about_orders[] = {
    "quantity", "link", "minimum", "maximum", "min", "max", "balance", "credit", "price", "stock",
    "order", "orders", "service", NULL
  };
  g_auto(GStrv) words = g_strsplit_set (folded, " \t\r\n.,:;!?_-()'\"/", -1);
  gboolean speaks = FALSE;

  for (guint i = 0; words[i] != NULL; i++)
    {
      if (g_strv_contains (about_orders, words[i]))
        return FALSE;
      if (g_str_equal (words[i], "rate") || g_str_equal (words[i], "limit") ||
          g_str_equal (words[i], "limits") || g_str_equal (words[i], "limited"))
        speaks = TRUE;
    }

  return speaks;
}

static HspError
classify_text (const char *text)
{
  g_autofree char *folded = g_utf8_strdown (text, -1);

  for (guint i = 0; i < G_N_ELEMENTS (known_errors); i++)
    if (strstr (folded, known_errors[i].words[0]) != NULL &&
        (known_errors[i].words[1] == NULL || strstr (folded, known_errors[i].words[1]) != NULL))
      return known_errors[i].code;
  return speaks_of_rate (folded) ? HSP_ERROR_RATE_LIMITED : HSP_ERROR_REJECTED;
}

static const char *
get_sentence (HspError code)
{
  switch ((int) code)
    {
    case HSP_ERROR_KEY_REFUSED:
      return _("The shop did not accept the key.");
    case HSP_ERROR_INSUFFICIENT_BALANCE:
      return _("The balance is too low for this.");
    case HSP_ERROR_ORDER_NOT_FOUND:
      return _("The shop does not know this order.");
    case HSP_ERROR_SERVICE_NOT_FOUND:
      return _("The shop does not know this service.");
    case HSP_ERROR_RATE_LIMITED:
      return _("The shop asks to wait: there were too many requests.");
    case HSP_ERROR_SERVER:
      return _("The shop has a fault of its own at the moment.");
    default:
      return _("The shop said no.");
    }
}

static char *
cut_text (const char *text)
{
  g_autofree char *valid = g_utf8_make_valid (text, -1);

  g_strdelimit (valid, "\t\r\n\v\f\b\x1b\x7f", ' ');
  g_strstrip (valid);
  return g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), MAX_SERVER_TEXT));
}

/* Whether there is an `error` at all: null, false, 0, "" and an empty list or object say no. */
static gboolean
holds_error (JsonNode *error)
{
  const char *text;

  if (error == NULL || JSON_NODE_HOLDS_NULL (error))
    return FALSE;
  if (JSON_NODE_HOLDS_OBJECT (error))
    return json_object_get_size (json_node_get_object (error)) > 0;
  if (JSON_NODE_HOLDS_ARRAY (error))
    return json_array_get_length (json_node_get_array (error)) > 0;

  text = hsp_json_to_text (error);
  if (text != NULL)
    return *text != '\0' && strcmp (text, "0") != 0 && strcmp (text, "false") != 0;
  return json_node_get_boolean (error);
}

/* The words of an answer's `error`, which may be an object with `message`, a list, or beside its
 * `message`. @found: whether there is one, with words or without. (transfer full) (nullable) */
static char *
find_error_text (JsonNode *root,
                 gboolean *found)
{
  JsonObject *object = hsp_json_to_object (root);
  JsonNode *error = object != NULL ? json_object_get_member (object, "error") : NULL;
  JsonObject *details = hsp_json_to_object (error);
  JsonArray *list = hsp_json_to_array (error);
  const char *text;

  *found = holds_error (error);
  if (!*found)
    return NULL;

  if (details != NULL)
    {
      text = hsp_json_get_text (details, "message");
      if (text == NULL)
        text = hsp_json_get_text (details, "code");
    }
  else
    text = hsp_json_to_text (list != NULL ? json_array_get_element (list, 0) : error);
  if (text == NULL)
    text = hsp_json_get_text (object, "message");

  return text != NULL ? cut_text (text) : NULL;
}

/**
 * hsp_reply_check_node:
 * @root: (nullable): the tree of a 2xx answer
 *
 * Returns: %FALSE when the answer is the shop's no (`{"error":…}`): the error has its words and
 *   delivery %HSP_DELIVERY_REFUSED
 */
gboolean
hsp_reply_check_node (JsonNode  *root,
                      GError   **error)
{
  gboolean found;
  g_autofree char *text = find_error_text (root, &found);
  HspError code;

  if (!found)
    return TRUE;
  code = text != NULL ? classify_text (text) : HSP_ERROR_REJECTED;
  g_propagate_error (error, hsp_error_new (code, HSP_DELIVERY_REFUSED, text, get_sentence (code)));
  return FALSE;
}

/**
 * hsp_reply_parse:
 * @body: the body of a 2xx answer
 *
 * Returns: (transfer full): the tree; %NULL with the shop's `error`, delivery %HSP_DELIVERY_REFUSED, or
 *   with %HSP_ERROR_UNREADABLE, delivery %HSP_DELIVERY_UNKNOWN
 */
JsonNode *
hsp_reply_parse (GBytes  *body,
                 GError **error)
{
  g_autoptr(JsonNode) root = hsp_json_parse (body, error);

  if (root == NULL || !hsp_reply_check_node (root, error))
    return NULL;
  return g_steal_pointer (&root);
}

/* A proxy's page is no word of the shop's: only the `error` of a JSON body is shown. */
static char *
find_text_in_body (GBytes *body)
{
  g_autoptr(JsonNode) root = NULL;
  gboolean found;

  if (body == NULL)
    return NULL;
  root = hsp_json_parse (body, NULL);
  return root != NULL ? find_error_text (root, &found) : NULL;
}

/**
 * hsp_reply_check_status:
 * @status: of HTTP
 * @body: (nullable): what came with it
 *
 * "Sending money actions" of the API notes: any 4xx is a no; a redirect and any 5xx, whatever the
 * body, leave it open what the shop did. The body of a failure is read for its `error`.
 *
 * Returns: %TRUE for 2xx
 */
gboolean
hsp_reply_check_status (guint    status,
                        GBytes  *body,
                        GError **error)
{
  g_autofree char *text = NULL;
  HspError code;

  if (status >= 200 && status < 300)
    return TRUE;

  if (status < 400)
    {
      g_propagate_error (error, hsp_error_new (HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, NULL,
                                               _("The server pointed somewhere else. "
                                                 "The key was not sent there.")));
      return FALSE;
    }

  text = find_text_in_body (body);
  if (status == 429)
    code = HSP_ERROR_RATE_LIMITED;
  else if (text != NULL && (status < 500 || classify_text (text) == HSP_ERROR_RATE_LIMITED))
    code = classify_text (text);
  else if (status == 401)
    code = HSP_ERROR_KEY_REFUSED;
  else
    code = status < 500 ? HSP_ERROR_REJECTED : HSP_ERROR_SERVER;

  g_propagate_error (error, hsp_error_new (code, status < 500 ? HSP_DELIVERY_REFUSED : HSP_DELIVERY_UNKNOWN,
                                           text, get_sentence (code)));
  return FALSE;
}

/* How many bytes of JSON at @p say @c, written as it is or escaped; 0 when they say something else.
 * Capitals are not told apart. */
static gsize
match_character (const char *p,
                 const char *end,
                 char        c)
{
  guint value = 0;

  if (p == end)
    return 0;
  if (*p != '\\')
    return g_ascii_tolower (*p) == g_ascii_tolower (c) ? 1 : 0;
  if (end - p < 2)
    return 0;
  if (p[1] != 'u')
    return p[1] == c && strchr ("\"\\/", c) != NULL ? 2 : 0;
  if (end - p < 6)
    return 0;
  for (guint i = 2; i < 6; i++)
    {
      if (!g_ascii_isxdigit (p[i]))
        return 0;
      value = value * 16 + (guint) g_ascii_xdigit_value (p[i]);
    }
  return value < 128 && g_ascii_tolower ((char) value) == g_ascii_tolower (c) ? 6 : 0;
}

/* How many bytes of JSON at @p say @secret; 0 when they do not. */
static gsize
match_secret (const char *p,
              const char *end,
              const char *secret)
{
  const char *start = p;

  for (; *secret != '\0'; secret++)
    {
      gsize length = match_character (p, end, *secret);

      if (length == 0)
        return 0;
      p += length;
    }
  return p - start;
}

/**
 * hsp_reply_hide:
 * @body: (transfer full): an answer as it came
 * @secret: what must be in no text of it: the key, printable ASCII
 *
 * Some shops repeat the request in an error or a name. Whatever is made of the answer goes to a
 * screen or a file, so this is done once, before it is read. Numbers are left as they are: what is
 * outside of quotation marks cannot be read as the key, and may be the number of an order.
 *
 * Returns: (transfer full): the same without it, "…" in its place
 */
GBytes *
hsp_reply_hide (GBytes     *body,
                const char *secret)
{
  gsize size, length;
  const char *data = g_bytes_get_data (body, &size);
  const char *end = data + size;
  const char *copied = data;
  GByteArray *clean = NULL;
  gboolean quoted = FALSE;

  g_return_val_if_fail (secret != NULL, body);

  if (strlen (secret) < HSP_REPLY_MIN_SECRET)
    return body;

  for (const char *p = data; p < end; p++)
    {
      if (quoted && (length = match_secret (p, end, secret)) > 0)
        {
          if (clean == NULL)
            clean = g_byte_array_sized_new (size);
          g_byte_array_append (clean, (const guint8 *) copied, p - copied);
          g_byte_array_append (clean, (const guint8 *) HSP_REPLY_HIDDEN, strlen (HSP_REPLY_HIDDEN));
          copied = p + length;
          p += length - 1;
        }
      else if (quoted && *p == '\\')
        p++;
      else if (*p == '"')
        quoted = !quoted;
    }
  if (clean == NULL)
    return body;

  g_byte_array_append (clean, (const guint8 *) copied, end - copied);
  g_bytes_unref (body);
  return g_byte_array_free_to_bytes (clean);
}
