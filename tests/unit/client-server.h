/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A client, and a server that has its answers ready. */
#pragma once

#include <libsoup/soup.h>
#include <string.h>

#include "hsp-client-private.h"
#include "hsp-error.h"
#include "hsp-pacer.h"
#include "hsp-shop.h"
#include "hsp-test-certificate.h"
#include "hsp-test.h"

G_BEGIN_DECLS

#define KEY "k3y-of-the-test"

/* One answer that the server has ready. */
typedef struct
{
  guint       status;
  const char *body;
  const char *header;   /* (nullable) "Name: value" */
} Answer;

typedef struct
{
  SoupServer     *server;
  char           *endpoint;
  HspPacer       *pacer;
  HspClient      *client;
  GAsyncResult   *result;

  const Answer   *answers;    /* the last one is for all the rest */
  guint           n_answers;
  guint           n_requests;
  guint           n_elsewhere;
  GString        *form;       /* of the last request */
  GPtrArray      *ports;      /* of the other end, one each request */
  SoupHTTPVersion version;
  gboolean        cookie;
  char           *agent;
  char           *type;
} Fixture;

static inline void
on_request_cb (SoupServer        *server,
               SoupServerMessage *message,
               const char        *path,
               GHashTable        *query,
               gpointer           user_data)
{
  Fixture *fixture = user_data;
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  SoupMessageBody *body = soup_server_message_get_request_body (message);
  const Answer *answer = &fixture->answers[MIN (fixture->n_requests, fixture->n_answers - 1)];
  GSocketAddress *remote = soup_server_message_get_remote_address (message);

  if (!g_str_equal (path, "/api/v2"))
    {
      fixture->n_elsewhere++;
      soup_server_message_set_status (message, 200, NULL);
      return;
    }

  fixture->n_requests++;
  g_string_truncate (fixture->form, 0);
  g_string_append_len (fixture->form, body->data, body->length);
  g_ptr_array_add (fixture->ports,
                   GUINT_TO_POINTER (g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (remote))));
  fixture->version = soup_server_message_get_http_version (message);
  fixture->cookie = soup_message_headers_get_one (headers, "Cookie") != NULL;
  g_free (fixture->agent);
  fixture->agent = g_strdup (soup_message_headers_get_one (headers, "User-Agent"));
  g_free (fixture->type);
  fixture->type = g_strdup (soup_message_headers_get_content_type (headers, NULL));

  g_assert_cmpstr (soup_server_message_get_method (message), ==, "POST");
  soup_server_message_set_status (message, answer->status, NULL);
  soup_server_message_set_response (message, "application/json", SOUP_MEMORY_STATIC,
                                    answer->body, strlen (answer->body));
  if (answer->header != NULL)
    {
      g_auto(GStrv) parts = g_strsplit (answer->header, ": ", 2);

      soup_message_headers_append (soup_server_message_get_response_headers (message),
                                   parts[0], parts[1]);
    }
}

static inline void
setup_server (Fixture  *fixture,
              gboolean  tls)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(GTlsCertificate) certificate = NULL;
  GSList *uris;

  fixture->form = g_string_new (NULL);
  fixture->ports = g_ptr_array_new ();
  fixture->server = soup_server_new (NULL, NULL);
  if (tls)
    {
      certificate = g_tls_certificate_new_from_pem (HSP_TEST_CERTIFICATE, -1, &error);
      g_assert_no_error (error);
      soup_server_set_tls_certificate (fixture->server, certificate);
    }
  soup_server_add_handler (fixture->server, NULL, on_request_cb, fixture, NULL);
  soup_server_listen_local (fixture->server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY | (tls ? SOUP_SERVER_LISTEN_HTTPS : 0), &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (fixture->server);
  fixture->endpoint = g_strdup_printf ("%s://127.0.0.1:%d/api/v2", tls ? "https" : "http",
                                       g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
}

static inline void
setup_client (Fixture *fixture)
{
  fixture->pacer = hsp_pacer_new (60000, 1000);
  fixture->client = hsp_client_new (fixture->endpoint, fixture->pacer);
  hsp_client_set_key (fixture->client, KEY);
}

static inline void
setup (Fixture       *fixture,
       gconstpointer  data)
{
  setup_server (fixture, FALSE);
  setup_client (fixture);
}

static inline void
teardown (Fixture       *fixture,
          gconstpointer  data)
{
  g_clear_object (&fixture->result);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (fixture->client);
  g_assert_finalize_object (fixture->pacer);
  if (fixture->server != NULL)
    {
      /* the server notices that its clients have gone */
      while (g_main_context_iteration (NULL, FALSE))
        ;
      soup_server_disconnect (fixture->server);
      g_assert_finalize_object (fixture->server);
      g_string_free (fixture->form, TRUE);
      g_ptr_array_unref (fixture->ports);
    }
  g_free (fixture->endpoint);
  g_free (fixture->agent);
  g_free (fixture->type);
}

/* The balance, or @error. */
static inline gboolean
ask_balance (Fixture  *fixture,
             GError  **error)
{
  g_autofree HspBalance *balance = NULL;

  g_clear_object (&fixture->result);
  hsp_shop_balance_async (fixture->client, NULL, hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);
  balance = hsp_shop_balance_finish (fixture->client, fixture->result, error);
  if (balance != NULL)
    g_assert_cmpint (balance->balance, ==, 100 * HSP_MONEY_UNIT);

  return balance != NULL;
}

/* The number of a new order, or @error. */
static inline char *
place_order (Fixture  *fixture,
             GError  **error)
{
  g_clear_object (&fixture->result);
  hsp_shop_add_async (fixture->client, "1", 100, "https://example.com/?a=b&c=d é",
                      hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);

  return hsp_shop_add_finish (fixture->client, fixture->result, error);
}

static inline gpointer
decode_anything (GBytes  *body,
                 GError **error)
{
  return g_strndup (g_bytes_get_data (body, NULL), g_bytes_get_size (body));
}

G_END_DECLS
