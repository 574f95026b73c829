/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the client asks, and what it makes of an answer. */
#include "config.h"

#include "client-server.h"

HSP_TEST_LENIENT_SANITIZER

#define ANSWERS(fixture, ...)                                   \
  G_STMT_START {                                                \
    static const Answer answers__[] = { __VA_ARGS__ };          \
    (fixture)->answers = answers__;                             \
    (fixture)->n_answers = G_N_ELEMENTS (answers__);            \
    (fixture)->n_requests = 0;                                  \
  } G_STMT_END

static void
assert_balance_fails (Fixture     *fixture,
                      HspError     code,
                      HspDelivery  delivery,
                      guint        n_requests)
{
  g_autoptr(GError) error = NULL;

  g_assert_false (ask_balance (fixture, &error));
  g_assert_error (error, HSP_ERROR, (int) code);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, delivery);
  g_assert_cmpuint (fixture->n_requests, ==, n_requests);
  g_assert_null (strstr (error->message, KEY));
}

/* A purchase that fails is sent once at most and says what became of it. */
static void
assert_order_fails (Fixture     *fixture,
                    HspError     code,
                    HspDelivery  delivery)
{
  g_autoptr(GError) error = NULL;
  const char *then = delivery == HSP_DELIVERY_NONE ? "Nothing was sent."
                     : delivery == HSP_DELIVERY_REFUSED ? "Nothing was ordered."
                     : "It is not known whether the order was placed.";

  g_assert_null (place_order (fixture, &error));
  g_assert_error (error, HSP_ERROR, (int) code);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, delivery);
  g_assert_true (g_str_has_suffix (error->message, then));
  g_assert_null (strstr (error->message, KEY));
  g_assert_cmpuint (fixture->n_requests, ==, delivery == HSP_DELIVERY_NONE ? 0 : 1);
}

#define BALANCE { 200, "{\"balance\":\"100.00\",\"currency\":\"USD\"}", NULL }

static void
test_read (Fixture       *fixture,
           gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, BALANCE);
  g_assert_true (ask_balance (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_assert_cmpstr (fixture->form->str, ==, "key=" KEY "&action=balance");
  g_assert_cmpstr (fixture->agent, ==, "HstockPlus/" VERSION);
  g_assert_cmpstr (fixture->type, ==, "application/x-www-form-urlencoded");
}

static void
test_parameters (Fixture       *fixture,
                 gconstpointer  data)
{
  const HspServicesQuery query = { .page = 2, .limit = 50, .category = "Bán & mua", .subcategory = "" };
  g_autoptr(GError) error = NULL;
  g_autoptr(HspServicesPage) page = NULL;

  ANSWERS (fixture, { 200, "{\"services\":[]}", NULL });
  hsp_shop_services_async (fixture->client, &query, NULL, hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);
  page = hsp_shop_services_finish (fixture->client, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (page->services->len, ==, 0);
  g_assert_cmpstr (fixture->form->str, ==,
                   "key=" KEY "&action=services&page=2&limit=50&category=B%C3%A1n%20%26%20mua");
}

static void
test_purchase (Fixture       *fixture,
               gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *order = NULL;

  ANSWERS (fixture, { 200, "{\"order\":23501}", NULL });
  order = place_order (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (order, ==, "23501");
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_assert_cmpstr (fixture->form->str, ==, "key=" KEY "&action=add&service=1&quantity=100"
                   "&link=https%3A%2F%2Fexample.com%2F%3Fa%3Db%26c%3Dd%20%C3%A9");
}

static void
test_own_connection (Fixture       *fixture,
                     gconstpointer  data)
{
  g_autofree char *order = NULL;

  ANSWERS (fixture, BALANCE, BALANCE, { 200, "{\"order\":1}", NULL });
  g_assert_true (ask_balance (fixture, NULL));
  g_assert_true (ask_balance (fixture, NULL));
  order = place_order (fixture, NULL);
  g_assert_cmpuint (fixture->ports->len, ==, 3);
  g_assert_true (fixture->ports->pdata[0] == fixture->ports->pdata[1]);
  g_assert_true (fixture->ports->pdata[0] != fixture->ports->pdata[2]);
}

static void
test_repeats (Fixture       *fixture,
              gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, { 502, "<html>", NULL }, { 504, "", NULL }, BALANCE);
  g_assert_true (ask_balance (fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (fixture->n_requests, ==, 3);

  ANSWERS (fixture, { 502, "<html>", NULL });
  assert_balance_fails (fixture, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, 3);
  ANSWERS (fixture, { 500, "{\"error\":\"x\"}", NULL });
  assert_balance_fails (fixture, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN, 1);
  ANSWERS (fixture, { 200, "<html>", NULL });
  assert_balance_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, 1);
  ANSWERS (fixture, { 200, "", NULL });
  assert_balance_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, 1);
  ANSWERS (fixture, { 200, "{\"error\":\"Invalid API key\"}", NULL });
  assert_balance_fails (fixture, HSP_ERROR_KEY_REFUSED, HSP_DELIVERY_REFUSED, 1);
  ANSWERS (fixture, { 400, "{\"error\":\"Invalid API key\"}", NULL });
  assert_balance_fails (fixture, HSP_ERROR_KEY_REFUSED, HSP_DELIVERY_REFUSED, 1);
  ANSWERS (fixture, { 401, "", "WWW-Authenticate: Basic realm=\"x\"" });
  assert_balance_fails (fixture, HSP_ERROR_KEY_REFUSED, HSP_DELIVERY_REFUSED, 1);
}

static void
test_purchase_fails (Fixture       *fixture,
                     gconstpointer  data)
{
  ANSWERS (fixture, { 200, "{\"error\":\"Insufficient balance\"}", NULL });
  assert_order_fails (fixture, HSP_ERROR_INSUFFICIENT_BALANCE, HSP_DELIVERY_REFUSED);
  ANSWERS (fixture, { 400, "<html>", NULL });
  assert_order_fails (fixture, HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED);
  ANSWERS (fixture, { 401, "", "WWW-Authenticate: Basic realm=\"x\"" });
  assert_order_fails (fixture, HSP_ERROR_KEY_REFUSED, HSP_DELIVERY_REFUSED);
  ANSWERS (fixture, { 408, "", "Connection: close" });
  assert_order_fails (fixture, HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED);
  /* libsoup sends a request again of its own for this one, on another connection */
  ANSWERS (fixture, { 421, "", NULL });
  assert_order_fails (fixture, HSP_ERROR_REJECTED, HSP_DELIVERY_REFUSED);
  ANSWERS (fixture, { 421, "{\"error\":\"Insufficient balance\"}", NULL });
  assert_order_fails (fixture, HSP_ERROR_INSUFFICIENT_BALANCE, HSP_DELIVERY_REFUSED);
  ANSWERS (fixture, { 500, "{\"error\":\"Insufficient balance\"}", NULL });
  assert_order_fails (fixture, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN);
  ANSWERS (fixture, { 502, "", NULL });
  assert_order_fails (fixture, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN);
  ANSWERS (fixture, { 503, "", "Retry-After: 1" });
  assert_order_fails (fixture, HSP_ERROR_SERVER, HSP_DELIVERY_UNKNOWN);
  ANSWERS (fixture, { 200, "<html>", NULL });
  assert_order_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
  ANSWERS (fixture, { 200, "", NULL });
  assert_order_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
  ANSWERS (fixture, { 200, "{\"status\":\"ok\"}", NULL });
  assert_order_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
  ANSWERS (fixture, { 429, "", "Retry-After: 1" });
  assert_order_fails (fixture, HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED);
}

static void
test_redirect (Fixture       *fixture,
               gconstpointer  data)
{
  static const guint statuses[] = { 301, 302, 303, 307, 308 };

  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      const Answer answer = { statuses[i], "", "Location: /elsewhere" };

      fixture->answers = &answer;
      fixture->n_answers = 1;
      fixture->n_requests = 0;
      assert_balance_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, 1);
      fixture->n_requests = 0;
      assert_order_fails (fixture, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN);
    }
  g_assert_cmpuint (fixture->n_elsewhere, ==, 0);
}

static void
test_rate_limit (Fixture       *fixture,
                 gconstpointer  data)
{
  gint64 start = g_get_monotonic_time ();

  ANSWERS (fixture, { 429, "", "Retry-After: 1" }, BALANCE);
  g_assert_true (ask_balance (fixture, NULL));
  g_assert_cmpuint (fixture->n_requests, ==, 2);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);

  /* once only */
  ANSWERS (fixture, { 429, "", "Retry-After: 1" });
  assert_balance_fails (fixture, HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED, 2);

  /* nobody waits that long */
  ANSWERS (fixture, { 429, "", "Retry-After: 3600" });
  assert_balance_fails (fixture, HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED, 1);

  /* now the account has to wait: nothing is sent within the time limit */
  hsp_client_set_time_limit (fixture->client, 200);
  ANSWERS (fixture, { 200, "{\"order\":1}", NULL });
  assert_order_fails (fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE);
}

/* HTTP 200 with a text that speaks of a limit waits too, and for longer than a test does. */
static void
test_rate_text (Fixture       *fixture,
                gconstpointer  data)
{
  hsp_client_set_time_limit (fixture->client, 300);
  ANSWERS (fixture, { 200, "{\"error\":\"Rate limit exceeded\"}", NULL }, BALANCE);
  assert_balance_fails (fixture, HSP_ERROR_RATE_LIMITED, HSP_DELIVERY_REFUSED, 1);
}

static void
test_key (Fixture       *fixture,
          gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, { 200, "{\"error\":\"Key " KEY " is blocked\"}", NULL });
  g_assert_false (ask_balance (fixture, &error));
  g_assert_cmpstr (hsp_error_get_server_text (error), ==, "Key … is blocked");

  ANSWERS (fixture, BALANCE);
  hsp_client_set_key (fixture->client, NULL);
  g_assert_false (hsp_client_has_key (fixture->client));
  assert_balance_fails (fixture, HSP_ERROR_NO_KEY, HSP_DELIVERY_NONE, 0);
  hsp_client_set_key (fixture->client, "");
  assert_balance_fails (fixture, HSP_ERROR_NO_KEY, HSP_DELIVERY_NONE, 0);
  hsp_client_set_key (fixture->client, "é");
  g_assert_true (hsp_client_has_key (fixture->client));
  assert_balance_fails (fixture, HSP_ERROR_USAGE, HSP_DELIVERY_NONE, 0);
  hsp_client_set_key (fixture->client, "a\nb");
  assert_balance_fails (fixture, HSP_ERROR_USAGE, HSP_DELIVERY_NONE, 0);
  hsp_client_set_key (fixture->client, "a&b=c");
  g_assert_true (ask_balance (fixture, NULL));
  g_assert_cmpstr (fixture->form->str, ==, "key=a%26b%3Dc&action=balance");
}

/* A shop that repeats what it was sent: nobody gets to see the key. */
static void
test_key_repeated (Fixture       *fixture,
                   gconstpointer  data)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(HspOrderStatus) status = NULL;
  g_autofree char *order = NULL;

  ANSWERS (fixture, { 200, "{\"error\":\"No user with the key " KEY ", sorry\"}", NULL });
  g_assert_false (ask_balance (fixture, &error));
  g_assert_cmpstr (hsp_error_get_server_text (error), ==, "No user with the key …, sorry");
  g_clear_error (&error);
  ANSWERS (fixture, { 400, "{\"error\":\"" KEY "\"}", NULL });
  g_assert_null (place_order (fixture, &error));
  g_assert_cmpstr (hsp_error_get_server_text (error), ==, "…");
  g_clear_error (&error);

  ANSWERS (fixture, { 200, "{\"status\":\"k3y-of-th\\u0065-test\",\"currency\":\"" KEY "\"}", NULL });
  g_clear_object (&fixture->result);
  hsp_shop_status_async (fixture->client, "1", NULL, hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);
  status = hsp_shop_status_finish (fixture->client, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (status->status, ==, "…");
  g_assert_cmpstr (status->currency, ==, "…");

  ANSWERS (fixture, { 200, "{\"request\":\"key=" KEY "\",\"order\":7}", NULL });
  order = place_order (fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (order, ==, "7");
}

static void
test_usage (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, { 200, "{\"order\":1}", NULL });
  hsp_shop_add_async (fixture->client, "1", 0, NULL, hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);
  g_assert_null (hsp_shop_add_finish (fixture->client, fixture->result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

static void
test_no_cookies (Fixture       *fixture,
                 gconstpointer  data)
{
  ANSWERS (fixture, { 200, "{\"balance\":100}", "Set-Cookie: id=1" });
  g_assert_true (ask_balance (fixture, NULL));
  g_assert_true (ask_balance (fixture, NULL));
  g_assert_false (fixture->cookie);
}

static void
test_large (Fixture       *fixture,
            gconstpointer  data)
{
  g_autoptr(GString) body = g_string_new ("{\"services\":[");
  g_autoptr(HspServicesPage) page = NULL;
  Answer answer = { 200, NULL, NULL };

  for (guint i = 1; i <= 20000; i++)
    g_string_append_printf (body, "%s{\"service\":%u,\"name\":\"Instagram Followers\",\"rate\":\"0.50\"}",
                            i > 1 ? "," : "", i);
  g_string_append (body, "]}");
  answer.body = body->str;
  fixture->answers = &answer;
  fixture->n_answers = 1;
  hsp_shop_services_async (fixture->client, NULL, NULL, hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);
  page = hsp_shop_services_finish (fixture->client, fixture->result, NULL);
  g_assert_cmpuint (page->services->len, ==, 20000);
}

static void
test_cancelled_before (Fixture       *fixture,
                       gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GError) error = NULL;

  ANSWERS (fixture, BALANCE);
  g_cancellable_cancel (cancellable);
  hsp_shop_balance_async (fixture->client, cancellable, hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);
  g_assert_null (hsp_shop_balance_finish (fixture->client, fixture->result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (fixture->n_requests, ==, 0);
}

/* The resolver that the program has from its surroundings sends all to a proxy. */
typedef GObject TestResolver;

typedef GObjectClass TestResolverClass;

static guint n_proxy_lookups;

static gchar **
look_up_proxy (GProxyResolver  *resolver,
               const char      *uri,
               GCancellable    *cancellable,
               GError         **error)
{
  n_proxy_lookups++;

  return g_strsplit ("http://127.0.0.1:1", " ", -1);
}

static void
look_up_proxy_async (GProxyResolver      *resolver,
                     const char          *uri,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (resolver, cancellable, callback, user_data);

  g_task_return_pointer (task, look_up_proxy (resolver, uri, cancellable, NULL), (GDestroyNotify) g_strfreev);
}

static gchar **
look_up_proxy_finish (GProxyResolver  *resolver,
                      GAsyncResult    *result,
                      GError         **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static gboolean
resolver_is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

static void
test_resolver_iface_init (GProxyResolverInterface *iface)
{
  iface->is_supported = resolver_is_supported;
  iface->lookup = look_up_proxy;
  iface->lookup_async = look_up_proxy_async;
  iface->lookup_finish = look_up_proxy_finish;
}

GType test_resolver_get_type (void);

G_DEFINE_TYPE_WITH_CODE (TestResolver, test_resolver, G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER, test_resolver_iface_init)
                         g_io_extension_point_implement (G_PROXY_RESOLVER_EXTENSION_POINT_NAME,
                                                         g_define_type_id, "test", 1000))

static void
test_resolver_class_init (TestResolverClass *klass)
{
}

static void
test_resolver_init (TestResolver *self)
{
}

/* Without TLS the key stays on this computer, whatever http_proxy says. */
static void
test_no_proxy (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_true (G_OBJECT_TYPE (g_proxy_resolver_get_default ()) == test_resolver_get_type ());
  n_proxy_lookups = 0;
  ANSWERS (fixture, BALANCE);
  g_assert_true (ask_balance (fixture, NULL));
  g_assert_cmpuint (fixture->n_requests, ==, 1);
  g_assert_cmpuint (n_proxy_lookups, ==, 0);
}

static void
test_endpoints (void)
{
  static const char * const good[] = {
    HSP_DEFAULT_ENDPOINT, "https://hstockplus.net/api/v2", "https://127.0.0.1/x", "HTTPS://a.b/",
    "http://127.0.0.1:8080/api/v2", "http://127.9.9.9/", "http://[::1]:80/", "http://localhost:1/",
  };
  static const char * const bad[] = {
    "", "x", "/api/v2", "https://", "http://hstockplus.com/api/v2", "http://10.0.0.1/", "ftp://a.b/",
    "http://localhost.example.com/", "http://127.0.0.1.example.com/", "http://0.0.0.0/", "http://[::]/",
    "https://user:password@a.b/", "https://a.b/?key=1", "https://a.b/#x", "file:///etc/passwd",
    "http://[::ffff:10.0.0.1]/", "http://2130706433/", "http:127.0.0.1", "https://a b/",
  };

  for (guint i = 0; i < G_N_ELEMENTS (good); i++)
    {
      g_test_message ("%s", good[i]);
      g_assert_true (hsp_client_check_endpoint (good[i], NULL));
    }
  for (guint i = 0; i < G_N_ELEMENTS (bad); i++)
    {
      g_autoptr(GError) error = NULL;

      g_test_message ("%s", bad[i]);
      g_assert_false (hsp_client_check_endpoint (bad[i], &error));
      g_assert_error (error, HSP_ERROR, HSP_ERROR_USAGE);
      g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
    }
}

/* A cancel after the request has left does not take back a purchase. */
static void
test_purchase_not_cancelled (Fixture       *fixture,
                             gconstpointer  data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GHashTable) params = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GError) error = NULL;
  g_autofree char *order = NULL;

  ANSWERS (fixture, { 200, "7", NULL });
  g_hash_table_insert (params, (gpointer) "service", (gpointer) "1");
  g_hash_table_insert (params, (gpointer) "quantity", (gpointer) "1");
  hsp_client_call_async (fixture->client, HSP_ACTION_ADD, params, decode_anything, g_free, cancellable,
                         hsp_test_store_result, &fixture->result);
  g_cancellable_cancel (cancellable);
  hsp_test_wait (fixture->result != NULL);
  order = hsp_client_call_finish (fixture->client, fixture->result, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (order, ==, "7");

  /* cancelled before: nothing has left */
  g_clear_object (&fixture->result);
  hsp_client_call_async (fixture->client, HSP_ACTION_ADD, params, decode_anything, g_free, cancellable,
                         hsp_test_store_result, &fixture->result);
  hsp_test_wait (fixture->result != NULL);
  g_assert_null (hsp_client_call_finish (fixture->client, fixture->result, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_NOT_SENT);
  g_assert_cmpint (hsp_error_get_delivery (error), ==, HSP_DELIVERY_NONE);
  g_assert_cmpuint (fixture->n_requests, ==, 1);
}

static void
test_refused (void)
{
  Fixture fixture = { 0 };
  g_autoptr(GSocketListener) listener = g_socket_listener_new ();
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, NULL);

  /* nobody listens there any more */
  g_socket_listener_close (listener);
  fixture.endpoint = g_strdup_printf ("http://127.0.0.1:%u/api/v2", port);
  setup_client (&fixture);
  assert_balance_fails (&fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE, 0);
  assert_order_fails (&fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE);
  teardown (&fixture, NULL);
}

static gboolean
on_accept_certificate_cb (SoupMessage          *message,
                          GTlsCertificate      *certificate,
                          GTlsCertificateFlags  flags,
                          gpointer              user_data)
{
  return TRUE;
}

/* The client trusts what the system trusts; this test lets its own certificate pass as well. */
static gboolean
on_any_network_event_cb (GSignalInvocationHint *hint,
                         guint                  n_values,
                         const GValue          *values,
                         gpointer               user_data)
{
  SoupMessage *message = g_value_get_object (&values[0]);

  if (g_object_get_data (G_OBJECT (message), "accepting") == NULL)
    {
      g_object_set_data (G_OBJECT (message), "accepting", message);
      g_signal_connect (message, "accept-certificate", G_CALLBACK (on_accept_certificate_cb), NULL);
    }

  return TRUE;
}

static void
test_tls (void)
{
  Fixture fixture = { 0 };
  g_autofree char *order = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GTypeClass) message_class = g_type_class_ref (SOUP_TYPE_MESSAGE);
  guint signal_id = g_signal_lookup ("network-event", SOUP_TYPE_MESSAGE);
  gulong hook;

  setup_server (&fixture, TRUE);
  setup_client (&fixture);

  /* a certificate of nobody's */
  ANSWERS (&fixture, { 200, "{\"order\":1,\"balance\":100}", NULL });
  assert_order_fails (&fixture, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE);

  hook = g_signal_add_emission_hook (signal_id, 0, on_any_network_event_cb, NULL, NULL);
  g_assert_true (ask_balance (&fixture, &error));
  g_assert_no_error (error);
  g_assert_cmpint (fixture.version, ==, SOUP_HTTP_2_0);
  order = place_order (&fixture, &error);
  g_assert_no_error (error);
  g_assert_cmpint (fixture.version, ==, SOUP_HTTP_1_1);
  g_signal_remove_emission_hook (signal_id, hook);
  teardown (&fixture, NULL);
}

int
main (int   argc,
      char *argv[])
{
  /* the server of libsoup speaks HTTP/2 only when asked to */
  g_setenv ("SOUP_SERVER_HTTP2", "1", TRUE);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "test", TRUE);
  g_test_init (&argc, &argv, NULL);
  g_io_extension_point_register (G_PROXY_RESOLVER_EXTENSION_POINT_NAME);
  g_type_ensure (test_resolver_get_type ());

#define ADD(path, func) g_test_add (path, Fixture, NULL, setup, func, teardown)
  ADD ("/client/read", test_read);
  ADD ("/client/parameters", test_parameters);
  ADD ("/client/purchase", test_purchase);
  ADD ("/client/purchase-fails", test_purchase_fails);
  ADD ("/client/purchase-not-cancelled", test_purchase_not_cancelled);
  ADD ("/client/own-connection", test_own_connection);
  ADD ("/client/repeats", test_repeats);
  ADD ("/client/redirect", test_redirect);
  ADD ("/client/rate-limit", test_rate_limit);
  ADD ("/client/rate-text", test_rate_text);
  ADD ("/client/key", test_key);
  ADD ("/client/key-repeated", test_key_repeated);
  ADD ("/client/usage", test_usage);
  ADD ("/client/no-proxy", test_no_proxy);
  ADD ("/client/no-cookies", test_no_cookies);
  ADD ("/client/large", test_large);
  ADD ("/client/cancelled-before", test_cancelled_before);
  g_test_add_func ("/client/refused", test_refused);
  g_test_add_func ("/client/tls", test_tls);
  g_test_add_func ("/client/endpoints", test_endpoints);

  return g_test_run ();
}
