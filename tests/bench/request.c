/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small request with its connection kept alive, from the call to the value, beside the same bytes over
 * a bare socket, in turn with it; and what libsoup takes of that by itself.
 *
 *   request ENDPOINT */
#include "config.h"

#include "bench-result.h"
#include "hsp-client.h"
#include "hsp-pacer.h"
#include "hsp-shop.h"
#include "hsp-test.h"
#include "hsp-values.h"

#include <libsoup/soup.h>
#include <string.h>

#define ROUNDS 5
#define REQUESTS 100

static const char form[] = "key=bench&action=balance";

/* Reads one answer of the shop, whose body ends with a brace. */
static void
read_answer (GInputStream *in)
{
  char buffer[4096];
  gsize length = 0;

  do
    {
      const gssize n = g_input_stream_read (in, buffer + length, sizeof buffer - length, NULL, NULL);

      if (n <= 0)
        g_error ("no answer");
      length += n;
    }
  while (buffer[length - 1] != '}');
}

static void
time_socket (GIOStream  *stream,
             const char *host,
             GArray     *times)
{
  g_autofree char *request =
    g_strdup_printf ("POST /api/v2 HTTP/1.1\r\nHost: %s\r\nUser-Agent: bench\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                     host, strlen (form), form);

  for (guint i = 0; i < REQUESTS; i++)
    {
      const double begin = bench_get_time ();

      if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request), NULL, NULL, NULL))
        g_error ("not sent");
      read_answer (g_io_stream_get_input_stream (stream));
      g_array_append_vals (times, (double[]) { bench_get_time () - begin }, 1);
    }
}

/* libsoup, and nothing around it. */
static void
time_soup (SoupSession *session,
           const char  *endpoint,
           GArray      *times)
{
  g_autoptr(GBytes) body = g_bytes_new_static (form, strlen (form));

  for (guint i = 0; i < REQUESTS; i++)
    {
      const double begin = bench_get_time ();
      g_autoptr(SoupMessage) message = soup_message_new (SOUP_METHOD_POST, endpoint);
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GBytes) answer = NULL;

      soup_message_set_request_body_from_bytes (message, "application/x-www-form-urlencoded", body);
      soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
      soup_session_send_and_read_async (session, message, G_PRIORITY_DEFAULT, NULL, hsp_test_store_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      answer = soup_session_send_and_read_finish (session, result, NULL);
      if (answer == NULL)
        g_error ("no answer");
      g_array_append_vals (times, (double[]) { bench_get_time () - begin }, 1);
    }
}

static void
time_client (HspClient *client,
             GArray    *times)
{
  for (guint i = 0; i < REQUESTS; i++)
    {
      const double begin = bench_get_time ();
      g_autoptr(GAsyncResult) result = NULL;
      g_autofree HspBalance *balance = NULL;

      hsp_shop_balance_async (client, NULL, hsp_test_store_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      balance = hsp_shop_balance_finish (client, result, NULL);
      if (balance == NULL)
        g_error ("no balance");
      g_array_append_vals (times, (double[]) { bench_get_time () - begin }, 1);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(HspPacer) pacer = hsp_pacer_new (G_MAXINT, 4 * ROUNDS * REQUESTS);
  g_autoptr(GSocketClient) sockets = g_socket_client_new ();
  g_autoptr(GArray) floors = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) soups = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(SoupSession) session = soup_session_new ();
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(HspClient) client = NULL;

  g_autofree char *host = NULL;

  if (argc != 2 || strlen (argv[1]) < strlen ("http://"))
    return 2;
  host = g_strndup (argv[1] + strlen ("http://"), strcspn (argv[1] + strlen ("http://"), "/"));
  client = hsp_client_new (argv[1], pacer);
  hsp_client_set_key (client, "bench");
  connection = g_socket_client_connect_to_uri (sockets, argv[1], 80, NULL, NULL);
  if (connection == NULL)
    return 1;
  for (guint i = 0; i <= ROUNDS; i++)
    {
      time_socket (G_IO_STREAM (connection), host, floors);
      time_soup (session, argv[1], soups);
      time_client (client, ours);
      /* the first ones open the connection and load what they need */
      if (i == 0)
        {
          g_array_set_size (floors, 0);
          g_array_set_size (soups, 0);
          g_array_set_size (ours, 0);
        }
    }
  bench_print_result ("G10", "the same / libsoup alone", bench_get_percentile (soups, 0.5),
                      bench_get_percentile (ours, 0.5), 0);
  return bench_print_result ("G10", "a request, kept alive / a bare socket", bench_get_percentile (floors, 0.5),
                             bench_get_percentile (ours, 0.5), 4) ? 0 : 1;
}
