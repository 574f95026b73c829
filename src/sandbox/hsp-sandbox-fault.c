/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-fault.h"

#include <string.h>

#define JSON "application/json; charset=utf-8"
#define HTML "text/html; charset=utf-8"
#define BINARY "application/octet-stream"

#define NAME_MEMBER "\"name\":\""

#define TOO_DEEP 200
#define TOO_LONG (2 * 1024 * 1024)

/* texts that are not too long, so many that the answer is */
#define PIECE 1000
#define LONG_LINE_PIECES 5000
#define HUGE_PIECES 200000

static const HspFaultKind kinds[] = {
  { HSP_FAULT_NONE, "none", HSP_WAY_ANSWER, TRUE, 200, JSON, NULL },
  { HSP_FAULT_REFUSE, "refuse", HSP_WAY_CLOSE, FALSE, 0, NULL, NULL },
  { HSP_FAULT_RESET_BEFORE, "reset-before", HSP_WAY_RESET, FALSE, 0, NULL, NULL },
  { HSP_FAULT_RESET_AFTER, "reset-after", HSP_WAY_RESET, TRUE, 0, NULL, NULL },
  { HSP_FAULT_HANG, "hang", HSP_WAY_HANG, TRUE, 0, NULL, NULL },
  { HSP_FAULT_TRUNCATE, "truncate", HSP_WAY_TRUNCATE, TRUE, 200, JSON, NULL },
  { HSP_FAULT_NOT_JSON, "not-json", HSP_WAY_ANSWER, TRUE, 200, JSON, "OK: done\n{\"order\": " },
  { HSP_FAULT_HTML, "html", HSP_WAY_ANSWER, TRUE, 200, HTML,
    "<!DOCTYPE html><html><head><title>Just a moment…</title></head>"
    "<body><h1>Checking your browser</h1></body></html>" },
  { HSP_FAULT_EMPTY, "empty", HSP_WAY_ANSWER, TRUE, 200, JSON, "" },
  { HSP_FAULT_HTTP_400, "http-400", HSP_WAY_ANSWER, FALSE, 400, JSON,
    "{\"error\":\"Bad request\"}" },
  { HSP_FAULT_HTTP_500, "http-500", HSP_WAY_ANSWER, TRUE, 500, JSON,
    "{\"error\":\"Internal error\"}" },
  { HSP_FAULT_HTTP_502, "http-502", HSP_WAY_ANSWER, FALSE, 502, HTML,
    "<html><head><title>502 Bad Gateway</title></head>"
    "<body><center><h1>502 Bad Gateway</h1></center></body></html>" },
  { HSP_FAULT_HTTP_429, "http-429", HSP_WAY_ANSWER, FALSE, 429, JSON,
    "{\"error\":\"Too many requests\"}" },
  { HSP_FAULT_RATE_TEXT, "rate-text", HSP_WAY_ANSWER, FALSE, 200, JSON,
    "{\"error\":\"Rate limit exceeded\"}" },
  { HSP_FAULT_SLOW, "slow", HSP_WAY_LATE, TRUE, 200, JSON, NULL },
  { HSP_FAULT_REDIRECT, "redirect", HSP_WAY_ANSWER, FALSE, 302, HTML, "" },
  { HSP_FAULT_BAD_UTF8, "bad-utf8", HSP_WAY_ANSWER, TRUE, 200, JSON, NULL },
  { HSP_FAULT_TOO_DEEP, "too-deep", HSP_WAY_ANSWER, TRUE, 200, JSON, NULL },
  { HSP_FAULT_TOO_LONG, "too-long", HSP_WAY_ANSWER, TRUE, 200, JSON, NULL },
  { HSP_FAULT_ERROR_OBJECT, "error-object", HSP_WAY_ANSWER, FALSE, 200, JSON,
    "{\"error\":{\"code\":17,\"message\":\"Not available at the moment\"}}" },
  { HSP_FAULT_BAD_KEY, "bad-key", HSP_WAY_ANSWER, FALSE, 200, JSON,
    "{\"error\":\"Invalid API key\"}" },
  { HSP_FAULT_LONG_LINE, "long-line", HSP_WAY_ANSWER, TRUE, 200, JSON, NULL },
  { HSP_FAULT_HUGE, "huge", HSP_WAY_ANSWER, TRUE, 200, JSON, NULL },
  { HSP_FAULT_BINARY, "binary", HSP_WAY_ANSWER, TRUE, 200, BINARY,
    "\x89PNG\r\n\x1a\n\xff\xfe\xfd\x01\x02\x03 482913 \xc3\x28\x80\x80" },
  { HSP_FAULT_BAD_ROW, "bad-row", HSP_WAY_ANSWER, TRUE, 200, JSON, NULL },
};

G_STATIC_ASSERT (G_N_ELEMENTS (kinds) == HSP_N_FAULTS);

/* How @fault shows. (transfer none) */
const HspFaultKind *
hsp_fault_get_kind (HspFault fault)
{
  g_assert ((guint) fault < G_N_ELEMENTS (kinds) && kinds[fault].fault == fault);
  return &kinds[fault];
}

/**
 * hsp_fault_from_name:
 * @name: as on a command line, "reset-after"
 * @fault: (out)
 *
 * Returns: %FALSE when there is no such fault. Any thread.
 */
gboolean
hsp_fault_from_name (const char *name,
                     HspFault   *fault)
{
  g_return_val_if_fail (name != NULL, FALSE);
  g_return_val_if_fail (fault != NULL, FALSE);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      if (g_str_equal (kinds[i].name, name))
        {
          *fault = kinds[i].fault;
          return TRUE;
        }
    }

  return FALSE;
}

/** hsp_fault_to_name: Returns: (transfer none): "reset-after". Any thread. */
const char *
hsp_fault_to_name (HspFault fault)
{
  g_return_val_if_fail ((guint) fault < G_N_ELEMENTS (kinds), NULL);

  return kinds[fault].name;
}

/* Adds a member with @value, already JSON, to the first object of @answer; in front of a list that
 * has none, an object with it. */
static char *
add_member (const char *answer,
            const char *value)
{
  const char *object = strchr (answer, '{');

  if (object == NULL)
    return g_strdup_printf ("[{\"note\":%s}]", value);

  return g_strdup_printf ("%.*s{\"note\":%s%s%s", (int) (object - answer), answer, value,
                          object[1] == '}' ? "" : ",", object + 1);
}

static char *
spoil_text (const char *answer)
{
  /* a text that is shown, where the answer has one that nothing is looked up by */
  const char *name = strstr (answer, NAME_MEMBER);

  if (name == NULL)
    return add_member (answer, "\"caf\xe9 \xff\xfe\"");
  name += strlen (NAME_MEMBER);

  return g_strdup_printf ("%.*scaf\xe9 \xff %s", (int) (name - answer), answer, name);
}

static char *
spoil_depth (const char *answer)
{
  g_autofree char *open = g_strnfill (TOO_DEEP, '[');
  g_autofree char *closed = g_strnfill (TOO_DEEP, ']');
  g_autofree char *value = g_strconcat (open, closed, NULL);

  return add_member (answer, value);
}

static char *
spoil_length (const char *answer)
{
  g_autofree char *text = g_strnfill (TOO_LONG, 'a');
  g_autofree char *value = g_strconcat ("\"", text, "\"", NULL);

  return add_member (answer, value);
}

static char *
spoil_list (const char *answer)
{
  const char *list = strchr (answer, '[');

  if (list == NULL)
    return g_strdup (answer);

  return g_strdup_printf ("%.*s[{}%s%s", (int) (list - answer), answer, list[1] == ']' ? "" : ",",
                          list + 1);
}

static char *
spoil_size (const char *answer,
            guint       n_pieces)
{
  g_autofree char *piece = g_strnfill (PIECE, 'a');
  g_autoptr(GString) value = g_string_sized_new ((gsize) n_pieces * (PIECE + 3) + 2);

  g_string_append_c (value, '[');
  for (guint i = 0; i < n_pieces; i++)
    g_string_append_printf (value, "%s\"%s\"", i > 0 ? "," : "", piece);
  g_string_append_c (value, ']');
  return add_member (answer, value->str);
}

/**
 * hsp_fault_spoil:
 * @answer: (transfer full): the right answer
 *
 * Returns: (transfer full): the body that is sent in its place
 */
GBytes *
hsp_fault_spoil (HspFault  fault,
                 char     *answer)
{
  g_autofree char *right = answer;
  const HspFaultKind *kind = hsp_fault_get_kind (fault);
  char *body;

  if (kind->body != NULL)
    return g_bytes_new_static (kind->body, strlen (kind->body));

  if (fault == HSP_FAULT_BAD_UTF8)
    body = spoil_text (right);
  else if (fault == HSP_FAULT_TOO_DEEP)
    body = spoil_depth (right);
  else if (fault == HSP_FAULT_TOO_LONG)
    body = spoil_length (right);
  else if (fault == HSP_FAULT_LONG_LINE || fault == HSP_FAULT_HUGE)
    body = spoil_size (right, fault == HSP_FAULT_HUGE ? HUGE_PIECES : LONG_LINE_PIECES);
  else if (fault == HSP_FAULT_BAD_ROW)
    body = spoil_list (right);
  else
    body = g_steal_pointer (&right);

  return g_bytes_new_take (body, strlen (body));
}

static void
free_queue (gpointer data)
{
  g_queue_free (data);
}

GHashTable *
hsp_faults_new (void)
{
  return g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_queue);
}

void
hsp_faults_push (GHashTable *faults,
                 const char *action,
                 HspFault    fault)
{
  GQueue *queue;

  if (action == NULL)
    action = "";
  queue = g_hash_table_lookup (faults, action);
  if (queue == NULL)
    g_hash_table_insert (faults, g_strdup (action), queue = g_queue_new ());
  g_queue_push_tail (queue, GINT_TO_POINTER (fault));
}

HspFault
hsp_faults_take (GHashTable *faults,
                 const char *action)
{
  const char *const names[] = { action, "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GQueue *queue = g_hash_table_lookup (faults, names[i]);

      if (queue != NULL && !g_queue_is_empty (queue))
        return GPOINTER_TO_INT (g_queue_pop_head (queue));
    }

  return HSP_FAULT_NONE;
}
