/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The client where there is no whole answer: what a purchase is worth then, and how often a read is repeated. */
#include "config.h"

#include "client-server.h"

HSP_TEST_LENIENT_SANITIZER

/* A server below HTTP: takes what comes, says what it is told, and closes, or holds on. */
typedef struct
{
  Fixture         base;
  GSocketService *service;
  GPtrArray      *connections;
  const char     *says;       /* (nullable) once something has come */
  gboolean        holds_on;
  guint           n_connections;
  guint           n_closed;   /* by the client, of those held on to */
  GString        *heard;
} RawFixture;

static void
on_raw_read_cb (GObject      *source,
                GAsyncResult *result,
                gpointer      user_data)
{
  RawFixture *fixture = user_data;
  g_autoptr(GBytes) bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (source), result, NULL);
  GIOStream *connection = g_object_get_data (source, "connection");

  if (bytes == NULL || g_bytes_get_size (bytes) == 0)
    {
      fixture->n_closed++;
      return;
    }

  g_string_append_len (fixture->heard, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes));
  /* the head of a request and its body may come apart */
  if (strstr (fixture->heard->str, "POST ") != NULL && strstr (fixture->heard->str, "action=") == NULL)
    {
      g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 65536, 0, NULL, on_raw_read_cb, fixture);
      return;
    }
  if (fixture->says != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (connection),
                               fixture->says, strlen (fixture->says), NULL, NULL, NULL);
  if (fixture->holds_on)
    g_input_stream_read_bytes_async (G_INPUT_STREAM (source), 65536, 0, NULL, on_raw_read_cb, fixture);
  else
    g_io_stream_close (connection, NULL, NULL);
}

static gboolean
on_raw_incoming_cb (GSocketService    *service,
                    GSocketConnection *connection,
                    GObject           *source,
                    gpointer           user_data)
{
  RawFixture *fixture = user_data;
  GInputStream *input = g_io_stream_get_input_stream (G_IO_STREAM (connection));

  fixture->n_connections++;
  g_string_truncate (fixture->heard, 0);
  g_ptr_array_add (fixture->connections, g_object_ref (connection));
  g_object_set_data (G_OBJECT (input), "connection", connection);
  g_input_stream_read_bytes_async (input, 65536, 0, NULL, on_raw_read_cb, fixture);

  return TRUE;
}

static void
setup_raw (RawFixture    *fixture,
           gconstpointer  data)
{
  guint16 port;

  fixture->heard = g_string_new (NULL);
  fixture->connections = g_ptr_array_new_with_free_func (g_object_unref);
  fixture->service = g_socket_service_new ();
  port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (fixture->service), NULL, NULL);
  g_assert_cmpuint (port, !=, 0);
  g_signal_connect (fixture->service, "incoming", G_CALLBACK (on_raw_incoming_cb), fixture);
  fixture->base.endpoint = g_strdup_printf ("%s://127.0.0.1:%u/api/v2",
                                            data != NULL ? (const char *) data : "http", port);
  setup_client (&fixture->base);
}

static void
teardown_raw (RawFixture    *fixture,
              gconstpointer  data)
{
  g_socket_service_stop (fixture->service);
  g_socket_listener_close (G_SOCKET_LISTENER (fixture->service));
  for (guint i = 0; i < fixture->connections->len; i++)
    g_io_stream_close (fixture->connections->pdata[i], NULL, NULL);
  teardown (&fixture->base, NULL);
  g_ptr_array_unref (fixture->connections);
  g_object_unref (fixture->service);
  g_string_free (fixture->heard, TRUE);
}

static void
assert_raw_read_fails (RawFixture *fixture,
                       HspError    code,
                       HspDelivery delivery,
                       guint       n_connections)
{
  g_autoptr(GError) error = NULL;

  fixture->n_connections = 0;
  g_assert_false (ask_balance (&fixture->base, &error));
  g_assert_error (error, HSP_ERROR, (int) code);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, delivery);
  g_assert_cmpuint (fixture->n_connections, ==, n_connections);
}

static void
assert_raw_order_fails (RawFixture *fixture,
                        HspError    code,
                        HspDelivery delivery)
{
  g_autoptr(GError) error = NULL;

  fixture->n_connections = 0;
  g_assert_null (place_order (&fixture->base, &error));
  g_assert_error (error, HSP_ERROR, (int) code);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, delivery);
  g_assert_cmpuint (fixture->n_connections, ==, 1);
}

#define HEAD(status, length) \
  "HTTP/1.1 " status "\r\nContent-Type: application/json\r\nContent-Length: " length "\r\n\r\n"

/* Each of these ends in the middle: a read is repeated, of a purchase nothing is known. */
static void
test_cut_off (RawFixture    *fixture,
              gconstpointer  data)
{
  static const char * const says[] = {
    NULL,
    "HTTP/1.1 200",
    "HTTP/1.1 200 OK\r\nContent-Le",
    HEAD ("200 OK", "50"),
    HEAD ("200 OK", "50") "{\"order\":1,\"balance\":100}",
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n50\r\n{\"order\":1,\"balance\":100}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (says); i++)
    {
      g_test_message ("%s", says[i]);
      fixture->says = says[i];
      assert_raw_read_fails (fixture, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN, 3);
      assert_raw_order_fails (fixture, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN);
    }
}

/* A sink that takes its time: the worker is in it when the connection breaks. */
typedef struct
{
  int n_begun;
  int n_in;     /* atomic: workers inside of it, */
  int n_fed;    /* and how often one was */
} SlowSink;

static gpointer
begin_slow (const char *key,
            gpointer    user_data)
{
  SlowSink *sink = user_data;

  /* the one before is out */
  g_assert_cmpint (g_atomic_int_get (&sink->n_in), ==, 0);
  sink->n_begun++;
  return sink;
}

static gboolean
feed_slow (gpointer   state,
           GBytes    *bytes,
           GError   **error)
{
  SlowSink *sink = state;

  g_atomic_int_inc (&sink->n_in);
  g_usleep (200000);
  g_atomic_int_inc (&sink->n_fed);
  g_atomic_int_add (&sink->n_in, -1);
  return TRUE;
}

static gpointer
end_slow (gpointer   state,
          GError   **error)
{
  g_assert_not_reached ();
}

static void
free_slow (gpointer state)
{
}

/* Whoever asked may look at what came, and another answer may begin, only when nobody writes there. */
static void
test_stream_cut_off (RawFixture    *fixture,
                     gconstpointer  data)
{
  static const HspSink sink = { begin_slow, feed_slow, end_slow, free_slow };
  SlowSink slow = { 0 };
  g_autoptr(GError) error = NULL;

  fixture->says = HEAD ("200 OK", "50") "{\"services\":[";
  hsp_client_stream_async (fixture->base.client, HSP_ACTION_SERVICES, NULL, &sink, &slow, decode_anything,
                           g_free, NULL, hsp_test_store_result, &fixture->base.result);
  hsp_test_wait (fixture->base.result != NULL);
  g_assert_cmpint (g_atomic_int_get (&slow.n_in), ==, 0);
  g_assert_null (hsp_client_call_finish (fixture->base.client, fixture->base.result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_NO_ANSWER);
  g_assert_cmpint (slow.n_begun, ==, 3);
  g_assert_cmpint (slow.n_fed, ==, 3);
}

/* What is no HTTP, or ends where only the JSON can tell. */
static void
test_broken (RawFixture    *fixture,
             gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  fixture->says = "SSH-2.0-OpenSSH\r\n\r\n";
  assert_raw_order_fails (fixture, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN);
  fixture->says = "HTTP/1.0 200 OK\r\n\r\n{\"order\":1";
  assert_raw_order_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);

  /* cut between two chunks: libsoup 3.6 notices, before it the JSON does */
  fixture->says = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\na\r\n{\"order\":1\r\n";
  g_assert_null (place_order (&fixture->base, &error));
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_UNKNOWN);

  /* the status is all it takes */
  fixture->says = HEAD ("400 Bad Request", "50") "{\"err";
  assert_raw_order_fails (fixture, HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED);
  fixture->says = HEAD ("500 Oops", "50") "{\"err";
  assert_raw_order_fails (fixture, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN);
}

static void
test_silence (RawFixture    *fixture,
              gconstpointer  data)
{
  fixture->holds_on = TRUE;
  hsp_client_set_time_limit (fixture->base.client, 200);
  assert_raw_read_fails (fixture, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN, 1);
  assert_raw_order_fails (fixture, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN);
  fixture->says = HEAD ("200 OK", "50") "{";
  assert_raw_read_fails (fixture, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN, 1);
  assert_raw_order_fails (fixture, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN);
}

/* No handshake, no request: safe to send again. */
static void
test_no_tls (RawFixture    *fixture,
             gconstpointer  data)
{
  fixture->says = "HTTP/1.1 400 Bad Request\r\n\r\n";
  assert_raw_order_fails (fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE);
  g_assert_null (strstr (fixture->heard->str, KEY));
  fixture->says = NULL;
  assert_raw_order_fails (fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE);

  fixture->holds_on = TRUE;
  hsp_client_set_time_limit (fixture->base.client, 200);
  assert_raw_order_fails (fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE);
  g_assert_null (strstr (fixture->heard->str, KEY));
}

/* The connection of a purchase is made for it and ends with it. */
static void
test_closed_connection (RawFixture    *fixture,
                        gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  fixture->holds_on = TRUE;
  fixture->says = HEAD ("200 OK", "25") "{\"order\":1,\"balance\":100}";
  g_assert_true (ask_balance (&fixture->base, NULL));
  g_assert_cmpuint (fixture->n_closed, ==, 0);
  first = place_order (&fixture->base, &error);
  g_assert_no_error (error);
  hsp_test_wait (fixture->n_closed == 1);
  second = place_order (&fixture->base, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_connections, ==, 3);
  hsp_test_wait (fixture->n_closed == 2);
}

/* The proxy answers in the shop's place: whatever it says, the shop got nothing. */
static void
test_proxy_refuses (RawFixture    *fixture,
                    gconstpointer  data)
{
  static const char * const says[] = {
    "HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n",
    "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"x\"\r\n"
    "Content-Length: 0\r\n\r\n",
    "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 2\r\n\r\n{}",
    NULL,
  };
  g_autofree char *address = g_strndup (fixture->base.endpoint,
                                        strlen (fixture->base.endpoint) - strlen ("/api/v2"));
  g_autoptr(GProxyResolver) resolver = NULL;

  resolver = g_simple_proxy_resolver_new (address, NULL);
  g_object_unref (fixture->base.client);
  fixture->base.client = hsp_client_new ("https://shop.invalid/api/v2", fixture->base.pacer);
  hsp_client_set_key (fixture->base.client, KEY);
  hsp_client_set_proxy (fixture->base.client, resolver);
  for (guint i = 0; i < G_N_ELEMENTS (says); i++)
    {
      g_test_message ("%s", says[i]);
      fixture->says = says[i];
      assert_raw_order_fails (fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE);
      g_assert_true (g_str_has_prefix (fixture->heard->str, "CONNECT shop.invalid:443"));
      g_assert_null (strstr (fixture->heard->str, KEY));
    }
}

static void
test_cancelled_waiting (RawFixture    *fixture,
                        gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  fixture->holds_on = TRUE;
  hsp_shop_balance_async (fixture->base.client, cancellable, hsp_test_store_result, &fixture->base.result);
  hsp_test_wait (strstr (fixture->heard->str, "action=balance") != NULL);
  g_cancellable_cancel (cancellable);
  hsp_test_wait (fixture->base.result != NULL);
  g_assert_null (hsp_shop_balance_finish (fixture->base.client, fixture->base.result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_connections, ==, 1);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

#define ADD_RAW(path, scheme, func) g_test_add (path, RawFixture, scheme, setup_raw, func, teardown_raw)
  ADD_RAW ("/client/cancelled-waiting", NULL, test_cancelled_waiting);
  ADD_RAW ("/client/cut-off", NULL, test_cut_off);
  ADD_RAW ("/client/stream-cut-off", NULL, test_stream_cut_off);
  ADD_RAW ("/client/broken", NULL, test_broken);
  ADD_RAW ("/client/silence", NULL, test_silence);
  ADD_RAW ("/client/no-tls", "https", test_no_tls);
  ADD_RAW ("/client/closed-connection", NULL, test_closed_connection);
  ADD_RAW ("/client/proxy-refuses", NULL, test_proxy_refuses);

  return g_test_run ();
}
