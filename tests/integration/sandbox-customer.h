/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A customer of the sandbox: what its tests ask it, over HTTP and by hand. */
#pragma once

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

#include "hsp-sandbox.h"
#include "hsp-test.h"

G_BEGIN_DECLS

typedef struct
{
  HspSandbox  *sandbox;
  SoupSession *session;
} Fixture;

static inline void
open_shop (Fixture                 *fixture,
           const HspSandboxOptions *options)
{
  g_autoptr(GError) error = NULL;

  fixture->sandbox = hsp_sandbox_new (options);
  /* longer than any wait here: no test passes by the customer's own patience */
  fixture->session = soup_session_new_with_options ("timeout", 60, NULL);
  hsp_sandbox_start (fixture->sandbox, &error);
  g_assert_no_error (error);
}

static inline void
close_shop (Fixture *fixture)
{
  g_clear_object (&fixture->session);
  hsp_sandbox_stop (fixture->sandbox);
  g_assert_finalize_object (g_steal_pointer (&fixture->sandbox));
}

static inline void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  HspSandboxOptions options = { .dialect = GPOINTER_TO_INT (data) };

  open_shop (fixture, &options);
}

static inline void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  close_shop (fixture);
}

/* Posts "action=…&…" and returns the body; @status may be NULL. */
static inline GBytes *
post (Fixture    *fixture,
      const char *form,
      guint      *status,
      GError    **error)
{
  g_autoptr(SoupMessage) message = soup_message_new ("POST",
                                                     hsp_sandbox_get_endpoint (fixture->sandbox));
  g_autofree char *whole = g_strdup_printf ("key=%s&%s", hsp_sandbox_get_key (fixture->sandbox),
                                            form);
  g_autoptr(GBytes) body = g_bytes_new (whole, strlen (whole));
  GBytes *answer;

  soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  answer = soup_session_send_and_read (fixture->session, message, NULL, error);
  if (status != NULL)
    *status = soup_message_get_status (message);

  return answer;
}

static inline char *
dup_body (GBytes *body)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);

  return g_strndup (length > 0 ? data : "", length);
}

static inline char *
ask_text (Fixture    *fixture,
          const char *form)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) body = post (fixture, form, NULL, &error);

  g_assert_no_error (error);
  return dup_body (body);
}

static inline JsonNode *
ask (Fixture    *fixture,
     const char *format,
     ...) G_GNUC_PRINTF (2, 3);

static inline JsonNode *
ask (Fixture    *fixture,
     const char *format,
     ...)
{
  g_autofree char *form = NULL;
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;
  JsonNode *node;
  va_list args;

  va_start (args, format);
  form = g_strdup_vprintf (format, args);
  va_end (args);
  text = ask_text (fixture, form);
  node = json_from_string (text, &error);
  g_assert_no_error (error);

  return node;
}

static inline JsonObject *
object (JsonNode *node)
{
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
  return json_node_get_object (node);
}

/* The first row of a list. */
static inline JsonObject *
first_of (JsonNode   *answer,
          const char *name)
{
  JsonArray *rows = json_object_get_array_member (object (answer), name);

  return json_array_get_object_element (rows, 0);
}

static inline const char *
text_of (JsonObject *row,
         const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  g_assert_nonnull (node);
  g_assert_true (json_node_get_value_type (node) == G_TYPE_STRING);

  return json_node_get_string (node);
}

static inline gint64
number_of (JsonObject *row,
           const char *name)
{
  JsonNode *node = json_object_get_member (row, name);

  g_assert_nonnull (node);
  g_assert_true (json_node_get_value_type (node) == G_TYPE_INT64);

  return json_node_get_int (node);
}

#define assert_answer(fixture, form, expected)             \
  G_STMT_START {                                           \
    g_autofree char *answer__ = ask_text (fixture, form);  \
    g_assert_cmpstr (answer__, ==, expected);              \
  } G_STMT_END

/* The number of a new order, whatever its form. */
static inline char *
buy (Fixture    *fixture,
     const char *form)
{
  g_autoptr(JsonNode) answer = ask (fixture, "action=add&%s", form);
  JsonNode *order = json_object_get_member (object (answer), "order");

  g_assert_nonnull (order);
  if (json_node_get_value_type (order) == G_TYPE_STRING)
    return json_node_dup_string (order);

  return g_strdup_printf ("%" G_GINT64_FORMAT, json_node_get_int (order));
}

static inline char *
find_project (Fixture    *fixture,
              const char *country,
              const char *name)
{
  g_autoptr(JsonNode) rows = ask (fixture, "action=sms_projects&country=%s", country);
  JsonArray *array = json_node_get_array (rows);

  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonObject *row = json_array_get_object_element (array, i);

      if (g_str_equal (text_of (row, "name"), name))
        return g_strdup (text_of (row, "project_id"));
    }
  g_error ("No project %s in %s", name, country);
}

G_END_DECLS
