/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Everything that can go wrong, times both purchases, times how the shop speaks: the whole way of a
 * purchase through an account, what the shop saw and charged of it, and what the journal says of it
 * when the program is started again. Generated: a fault that is new in the sandbox is in it. */
#include "config.h"

#include <libsoup/soup.h>
#include <locale.h>
#include <string.h>

#include "account-helper.h"
#include "hsp-client-private.h"
#include "hsp-journal.h"
#include "hsp-order.h"
#include "hsp-test-certificate.h"

HSP_TEST_LENIENT_SANITIZER

/* A shop that never answers is waited for as long. */
#define HANG_LIMIT 700
/* The answer of 200 MB takes its time. */
#define PATIENCE 120

/* The outcomes of "Sending money actions" in the API notes, fault by fault. */
static HspOutcome
get_expected (HspFault fault)
{
  switch (fault)
    {
    /* a number came back */
    case HSP_FAULT_NONE:
    case HSP_FAULT_SLOW:
    case HSP_FAULT_BAD_UTF8:
    case HSP_FAULT_LONG_LINE:
    case HSP_FAULT_HUGE:
    case HSP_FAULT_BAD_ROW:
      return HSP_OUTCOME_PLACED;
    /* a 2xx that is an error, or any 4xx */
    case HSP_FAULT_HTTP_400:
    case HSP_FAULT_HTTP_429:
    case HSP_FAULT_RATE_TEXT:
    case HSP_FAULT_ERROR_OBJECT:
    case HSP_FAULT_BAD_KEY:
      return HSP_OUTCOME_REJECTED;
    /* anything else */
    case HSP_FAULT_REFUSE:
    case HSP_FAULT_RESET_BEFORE:
    case HSP_FAULT_RESET_AFTER:
    case HSP_FAULT_HANG:
    case HSP_FAULT_TRUNCATE:
    case HSP_FAULT_NOT_JSON:
    case HSP_FAULT_HTML:
    case HSP_FAULT_EMPTY:
    case HSP_FAULT_HTTP_500:
    case HSP_FAULT_HTTP_502:
    case HSP_FAULT_REDIRECT:
    case HSP_FAULT_TOO_DEEP:
    case HSP_FAULT_TOO_LONG:
    case HSP_FAULT_BINARY:
      return HSP_OUTCOME_UNCONFIRMED;
    case HSP_N_FAULTS:
      break;
    }
  g_assert_not_reached ();
}

/* One way of buying. */
typedef struct
{
  const char      *action;
  HspPurchaseKind  kind;
} Purchase;

static const Purchase purchases[] = {
  { "add", HSP_PURCHASE_ORDER },
  { "add_sms", HSP_PURCHASE_SMS },
};

static const char * const dialects[] = { "documented", "live", "old" };

/* What came of a purchase, as the one who bought was told. */
typedef struct
{
  HspOutcome  outcome;
  char       *order;     /* (owned) (nullable) the number that came back, the first of several */
  char       *reason;    /* (owned) (nullable) */
} Told;

static void
clear_told (Told *told)
{
  g_free (told->order);
  g_free (told->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Told, clear_told)

/* (transfer full): known to the test alone, for an account that never saw a list of services */
static HspService *
make_service (void)
{
  HspServiceValue *value = hsp_service_value_new ();

  g_free (value->id);
  value->id = g_strdup ("23501");
  g_free (value->name);
  value->name = g_strdup ("Instagram Followers");
  value->rate = HSP_MONEY_UNIT;
  value->min = 10;
  value->max = 1000;
  return hsp_service_new (value);
}

static void
buy_order (HspAccount *account,
           HspService *service,
           const char *link,
           Told       *told)
{
  HspOrderBook *book = hsp_account_get_order_book (account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  const HspPurchaseRow *row;

  hsp_order_book_place_async (book, service, MAX (hsp_service_get_value (service)->min, 100), link,
                              hsp_test_store_result, &result);
  hsp_test_wait_for (PATIENCE, result != NULL);
  order = hsp_order_book_place_finish (book, result, &error);
  g_assert_no_error (error);
  row = hsp_order_get_row (order);
  told->outcome = row->outcome;
  told->order = g_strdup (row->order);
  told->reason = g_strdup (row->reason);
}

static void
buy_number (HspAccount    *account,
            HspSmsProject *project,
            Told          *told)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(GError) error = NULL;

  hsp_sms_desk_get_async (desk, project, 1, NULL, hsp_test_store_result, &result);
  hsp_test_wait_for (PATIENCE, result != NULL);
  numbers = hsp_sms_desk_get_finish (desk, result, &told->outcome, &told->reason, &error);
  g_assert_no_error (error);
  if (numbers->len > 0)
    told->order = g_strdup (hsp_sms_number_get_row (numbers->pdata[0])->order);
}

/* --- what the journal says --- */

/* (transfer full): read by itself, when nobody has it open */
static HspJournalContents *
read_journal (Shop *shop)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "journal.db", NULL);
  g_autoptr(HspJournal) journal = hsp_journal_new (path);
  g_autoptr(GAsyncResult) opened = NULL;
  g_autoptr(GAsyncResult) loaded = NULL;
  g_autoptr(GError) error = NULL;
  HspJournalContents *contents;

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &opened);
  hsp_test_wait (opened != NULL);
  hsp_journal_open_finish (journal, opened, &error);
  g_assert_no_error (error);
  hsp_journal_load_async (journal, NULL, hsp_test_store_result, &loaded);
  hsp_test_wait (loaded != NULL);
  contents = hsp_journal_load_finish (journal, loaded, &error);
  g_assert_no_error (error);
  hsp_journal_close (journal);
  return contents;
}

/* The newest of @n_rows is the purchase that @told is about. Returns: its number in the journal. */
static gint64
check_row (Shop           *shop,
           const Purchase *purchase,
           const Told     *told,
           guint           n_rows)
{
  g_autoptr(HspJournalContents) contents = read_journal (shop);
  const HspPurchaseRow *row;

  g_assert_cmpuint (contents->purchases->len, ==, n_rows);
  row = contents->purchases->pdata[0];
  g_assert_cmpint (row->kind, ==, purchase->kind);
  g_assert_cmpint (row->outcome, ==, told->outcome);
  g_assert_cmpstr (row->reason, ==, told->reason);
  g_assert_cmpint (row->sent, >, 0);
  if (purchase->kind == HSP_PURCHASE_ORDER)
    g_assert_cmpstr (row->order, ==, told->order);
  else if (told->order != NULL)
    {
      const HspNumberRow *number = contents->numbers->pdata[0];

      g_assert_cmpint (number->purchase, ==, row->id);
      g_assert_cmpstr (number->order, ==, told->order);
    }
  return row->id;
}

/* The program started again shows it for what it is. */
static void
check_shown (Shop           *shop,
             const Purchase *purchase,
             const Told     *told,
             gint64          id,
             guint           n_unconfirmed)
{
  HspOrder *order = hsp_order_book_lookup (shop->book, id);

  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (shop->book), ==, n_unconfirmed);
  if (purchase->kind == HSP_PURCHASE_SMS && told->outcome == HSP_OUTCOME_PLACED)
    {
      g_assert_nonnull (hsp_sms_desk_lookup (shop->desk, told->order));
      return;
    }
  g_assert_nonnull (order);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, told->outcome);
}

/* --- what goes wrong at the shop --- */

static void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop->options.dialect = GPOINTER_TO_INT (data) / 2;
  shop->options.n_services = 40;
  shop->options.balance = 100000 * HSP_MONEY_UNIT;
  shop->options.slow_seconds = 1;
  shop_start (shop);
}

static void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  shop_end (shop);
}

static void
buy (Shop           *shop,
     const Purchase *purchase,
     HspFault        fault,
     Told           *told)
{
  HspClient *client = hsp_account_get_client (shop->account);
  g_autofree char *link = g_strdup_printf ("https://example.com/%s", hsp_fault_to_name (fault));

  /* only a shop that does not answer is not waited for */
  hsp_client_set_time_limit (client, fault == HSP_FAULT_HANG ? HANG_LIMIT : 0);
  hsp_sandbox_push_fault (shop->sandbox, purchase->action, fault);
  if (purchase->kind == HSP_PURCHASE_ORDER)
    buy_order (shop->account, shop_find_service (shop, FALSE), link, told);
  else
    {
      g_autoptr(HspSmsProject) project = NULL;

      shop_load (shop);
      project = g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
      buy_number (shop->account, project, told);
    }
  hsp_client_set_time_limit (client, 0);
}

/* One cell of the matrix, the purchase number @n at this shop. */
static void
check_fault (Shop           *shop,
             const Purchase *purchase,
             HspFault        fault,
             guint           n,
             guint          *n_unconfirmed)
{
  const guint n_before = hsp_sandbox_count (shop->sandbox, purchase->action);
  const HspMoney charged_before = hsp_sandbox_get_charged (shop->sandbox);
  g_auto(Told) told = { HSP_OUTCOME_WRITTEN };
  HspMoney charge;
  gint64 id;

  g_test_message ("%s: %s", purchase->action, hsp_fault_to_name (fault));
  buy (shop, purchase, fault, &told);
  charge = hsp_sandbox_get_charged (shop->sandbox) - charged_before;
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, purchase->action), ==, n_before + 1);
  g_assert_cmpint (told.outcome, ==, get_expected (fault));
  g_assert_true ((told.order != NULL) == (told.outcome == HSP_OUTCOME_PLACED));
  g_assert_true (told.outcome == HSP_OUTCOME_PLACED || told.reason != NULL);
  /* what was paid has a row that says so, and what was not is not said to be there */
  if (charge > 0)
    g_assert_true (told.outcome == HSP_OUTCOME_PLACED || told.outcome == HSP_OUTCOME_UNCONFIRMED);
  else
    g_assert_cmpint (told.outcome, !=, HSP_OUTCOME_PLACED);
  *n_unconfirmed += told.outcome == HSP_OUTCOME_UNCONFIRMED;

  shop_drop_account (shop);
  id = check_row (shop, purchase, &told, n);
  shop_make_account (shop);
  shop_open (shop);
  check_shown (shop, purchase, &told, id, *n_unconfirmed);
  /* starting again has bought nothing */
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, purchase->action), ==, n_before + 1);
  g_assert_cmpint (hsp_sandbox_get_charged (shop->sandbox) - charged_before, ==, charge);
}

/* 200 MB are the same 200 MB in every dialect, and take minutes under a sanitizer. */
static gboolean
has_time_for_huge (Shop *shop)
{
#ifdef __SANITIZE_ADDRESS__
  return FALSE;
#else
  return shop->options.dialect == HSP_DIALECT_DOCUMENTED;
#endif
}

static void
test_faults (Shop          *shop,
             gconstpointer  data)
{
  const Purchase *purchase = &purchases[GPOINTER_TO_INT (data) % 2];
  guint n = 0, n_unconfirmed = 0;

  shop_open (shop);
  for (guint fault = 0; fault < HSP_N_FAULTS; fault++)
    {
      if (fault == HSP_FAULT_HUGE && !has_time_for_huge (shop))
        continue;
      n++;
      check_fault (shop, purchase, (HspFault) fault, n, &n_unconfirmed);
    }
  g_test_message ("PROOF: %s, %s: %u faults, each purchase sent once, each charge has its row",
                  dialects[shop->options.dialect], purchase->action, n);
}

/* --- what goes wrong before the shop --- */

/* Somebody who is spoken to in the shop's place, and does not understand. */
typedef struct
{
  GSocketService *service;   /* (owned) */
  guint16         port;
  const char     *says;      /* (nullable) before it closes */
  GString        *heard;     /* (owned) */
} Stranger;

/* In a thread of its own: it waits for what comes. */
static gboolean
on_stranger_run_cb (GThreadedSocketService *service,
                    GSocketConnection      *connection,
                    GObject                *source,
                    gpointer                user_data)
{
  Stranger *stranger = user_data;
  GIOStream *stream = G_IO_STREAM (connection);
  char buffer[2048];
  gssize n = 0;

  n = g_input_stream_read (g_io_stream_get_input_stream (stream), buffer, sizeof buffer, NULL, NULL);
  if (n > 0)
    g_string_append_len (stranger->heard, buffer, n);
  if (stranger->says != NULL)
    g_output_stream_write_all (g_io_stream_get_output_stream (stream), stranger->says,
                               strlen (stranger->says), NULL, NULL, NULL);
  g_io_stream_close (stream, NULL, NULL);
  return TRUE;
}

static void
start_stranger (Stranger   *stranger,
                const char *says)
{
  g_autoptr(GError) error = NULL;

  stranger->service = g_threaded_socket_service_new (1);
  stranger->says = says;
  stranger->heard = g_string_new (NULL);
  stranger->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (stranger->service), NULL,
                                                        &error);
  g_assert_no_error (error);
  g_signal_connect (stranger->service, "run", G_CALLBACK (on_stranger_run_cb), stranger);
}

static void
stop_stranger (Stranger *stranger)
{
  g_socket_service_stop (stranger->service);
  g_socket_listener_close (G_SOCKET_LISTENER (stranger->service));
  g_clear_object (&stranger->service);
  g_string_free (stranger->heard, TRUE);
}

/* Both purchases at @endpoint, where no byte of them may come: told so, written so, and safe to send
 * again. @proxy: (nullable): what is between. */
static void
check_not_sent (Shop       *shop,
                const char *cause,
                const char *endpoint,
                const char *proxy)
{
  g_autoptr(HspService) service = make_service ();
  g_autoptr(HspSmsProject) project = hsp_sms_project_new ("65f0", "OpenAI", HSP_MONEY_UNIT, "us",
                                                          "United States");
  g_autofree char *where = g_build_filename (shop->dir, cause, NULL);
  g_autofree char *at_home = shop->dir;

  shop->dir = g_steal_pointer (&where);
  for (guint i = 0; i < G_N_ELEMENTS (purchases); i++)
    {
      g_autofree char *data = g_build_filename (shop->dir, "data", NULL);
      g_autoptr(GAsyncResult) opened = NULL;
      g_autoptr(HspAccount) account = NULL;
      g_auto(Told) told = { HSP_OUTCOME_WRITTEN };

      g_test_message ("%s: %s", purchases[i].action, cause);
      account = hsp_account_new_passive ("sandbox", "Sandbox", endpoint, data, data, NULL);
      hsp_account_set_key (account, hsp_sandbox_get_key (shop->sandbox));
      if (proxy != NULL)
        {
          g_autoptr(GProxyResolver) resolver = g_simple_proxy_resolver_new (proxy, NULL);

          hsp_client_set_proxy (hsp_account_get_client (account), resolver);
        }
      hsp_account_open_async (account, NULL, hsp_test_store_result, &opened);
      hsp_test_wait (opened != NULL);
      g_assert_true (hsp_account_open_finish (account, opened, NULL));
      if (purchases[i].kind == HSP_PURCHASE_ORDER)
        buy_order (account, service, "https://example.com/p/1", &told);
      else
        buy_number (account, project, &told);
      g_assert_cmpint (told.outcome, ==, HSP_OUTCOME_NOT_SENT);
      g_assert_nonnull (told.reason);
      g_assert_null (told.order);
      g_assert_null (hsp_order_book_find_same (hsp_account_get_order_book (account), "23501",
                                               "https://example.com/p/1"));
      hsp_account_close (account);
      g_clear_object (&opened);
      while (g_main_context_iteration (NULL, FALSE))
        ;
      g_assert_finalize_object (g_steal_pointer (&account));
      check_row (shop, &purchases[i], &told, i + 1);
    }
  g_free (shop->dir);
  shop->dir = g_steal_pointer (&at_home);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, NULL), ==, 0);
  g_assert_cmpint (hsp_sandbox_get_charged (shop->sandbox), ==, 0);
}

static void
test_no_name (Shop          *shop,
              gconstpointer  data)
{
  check_not_sent (shop, "no-name", "https://shop.invalid/api/v2", NULL);
}

static void
test_refused_port (Shop          *shop,
                   gconstpointer  data)
{
  Stranger stranger = { NULL };
  g_autofree char *endpoint = NULL;

  /* nobody listens there any more */
  start_stranger (&stranger, NULL);
  endpoint = g_strdup_printf ("http://127.0.0.1:%u/api/v2", stranger.port);
  stop_stranger (&stranger);
  check_not_sent (shop, "refused-port", endpoint, NULL);
}

/* The shop's own port, without TLS; somebody who closes; and a certificate of nobody's. */
static void
test_no_tls (Shop          *shop,
             gconstpointer  data)
{
  g_autofree char *plain = g_strconcat ("https", shop->endpoint + strlen ("http"), NULL);
  g_autofree char *endpoint = NULL;
  Stranger stranger = { NULL };

  check_not_sent (shop, "plain", plain, NULL);
  start_stranger (&stranger, NULL);
  endpoint = g_strdup_printf ("https://127.0.0.1:%u/api/v2", stranger.port);
  check_not_sent (shop, "closes", endpoint, NULL);
  g_assert_cmpuint (stranger.heard->len, >, 0);
  g_assert_null (g_strstr_len (stranger.heard->str, stranger.heard->len, "action"));
  stop_stranger (&stranger);
}

static void
on_false_shop_cb (SoupServer        *server,
                  SoupServerMessage *message,
                  const char        *path,
                  GHashTable        *query,
                  gpointer           user_data)
{
  guint *n_requests = user_data;

  *n_requests += 1;
  soup_server_message_set_status (message, 200, NULL);
}

static void
test_wrong_certificate (Shop          *shop,
                        gconstpointer  data)
{
  g_autoptr(SoupServer) server = soup_server_new (NULL, NULL);
  g_autoptr(GTlsCertificate) certificate = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *endpoint = NULL;
  GSList *uris = NULL;
  guint n_requests = 0;

  certificate = g_tls_certificate_new_from_pem (HSP_TEST_CERTIFICATE, -1, &error);
  g_assert_no_error (error);
  soup_server_set_tls_certificate (server, certificate);
  soup_server_add_handler (server, NULL, on_false_shop_cb, &n_requests, NULL);
  soup_server_listen_local (server, 0, SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  endpoint = g_strdup_printf ("https://127.0.0.1:%d/api/v2", g_uri_get_port (uris->data));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  check_not_sent (shop, "wrong-certificate", endpoint, NULL);
  g_assert_cmpuint (n_requests, ==, 0);
  soup_server_disconnect (server);
}

/* A proxy that is not there, and one that lets nothing through. */
static void
test_proxy (Shop          *shop,
            gconstpointer  data)
{
  Stranger stranger = { NULL };
  g_autofree char *address = NULL;

  start_stranger (&stranger, "HTTP/1.1 407 Proxy Authentication Required\r\n"
                  "Proxy-Authenticate: Basic realm=\"x\"\r\nContent-Length: 0\r\n\r\n");
  address = g_strdup_printf ("http://127.0.0.1:%u", stranger.port);
  check_not_sent (shop, "proxy-refuses", "https://shop.invalid/api/v2", address);
  g_assert_true (g_str_has_prefix (stranger.heard->str, "CONNECT shop.invalid:443"));
  g_assert_null (strstr (stranger.heard->str, "action"));
  stop_stranger (&stranger);
  check_not_sent (shop, "no-proxy", "https://shop.invalid/api/v2", address);
}

static void
test_not_sent (Shop          *shop,
               gconstpointer  data)
{
  test_no_name (shop, data);
  test_refused_port (shop, data);
  test_no_tls (shop, data);
  test_wrong_certificate (shop, data);
  test_proxy (shop, data);
  g_test_message ("PROOF: add and add_sms: 7 causes before the shop, nothing was sent, each has its row");
}

int
main (int   argc,
      char *argv[])
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (dialects) * G_N_ELEMENTS (purchases); i++)
    {
      g_autofree char *path = g_strdup_printf ("/matrix/%s/%s", dialects[i / 2], purchases[i % 2].action);

      g_test_add (path, Shop, GUINT_TO_POINTER (i), set_up, test_faults, tear_down);
    }
  g_test_add ("/matrix/not-sent", Shop, NULL, set_up, test_not_sent, tear_down);
  return g_test_run ();
}
