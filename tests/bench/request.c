/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small request with its connection kept alive, from the call to the value, beside the same bytes over
 * a bare socket, in turn with it.
 *
 *   request ENDPOINT */
#include "config.h"

#include "bench-result.h"
#include "hsp-client.h"
#include "hsp-pacer.h"
#include "hsp-shop.h"
#include "hsp-test.h"
#include "hsp-values.h"

#include <string.h>

#define ROUNDS 5
#define REQUESTS 200

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

static double
time_socket (GIOStream *stream)
{
  const double begin = bench_get_time ();
  g_autofree char *request =
    g_strdup_printf ("POST /api/v2 HTTP/1.1\r\nHost: localhost\r\n"
                     "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %" G_GSIZE_FORMAT "\r\n\r\n%s",
                     strlen (form), form);

  for (guint i = 0; i < REQUESTS; i++)
    {
      if (!g_output_stream_write_all (g_io_stream_get_output_stream (stream), request, strlen (request), NULL, NULL, NULL))
        g_error ("not sent");
      read_answer (g_io_stream_get_input_stream (stream));
    }
  return (bench_get_time () - begin) / REQUESTS;
}

static double
time_client (HspClient *client)
{
  const double begin = bench_get_time ();

  for (guint i = 0; i < REQUESTS; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autofree HspBalance *balance = NULL;

      hsp_shop_balance_async (client, NULL, hsp_test_store_result, &result);
      while (result == NULL)
        g_main_context_iteration (NULL, TRUE);
      balance = hsp_shop_balance_finish (client, result, NULL);
      if (balance == NULL)
        g_error ("no balance");
    }
  return (bench_get_time () - begin) / REQUESTS;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(HspPacer) pacer = hsp_pacer_new (G_MAXINT, 4 * ROUNDS * REQUESTS);
  g_autoptr(GSocketClient) sockets = g_socket_client_new ();
  g_autoptr(GArray) floors = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(HspClient) client = NULL;

  if (argc != 2)
    return 2;
  client = hsp_client_new (argv[1], pacer);
  hsp_client_set_key (client, "bench");
  connection = g_socket_client_connect_to_uri (sockets, argv[1], 80, NULL, NULL);
  if (connection == NULL)
    return 1;
  for (guint i = 0; i <= ROUNDS; i++)
    {
      const double floor = time_socket (G_IO_STREAM (connection));
      const double time = time_client (client);

      /* the first one opens the connection and loads what it needs */
      if (i == 0)
        continue;
      g_array_append_val (floors, floor);
      g_array_append_val (ours, time);
    }
  return bench_print_result ("G10", "a request, kept alive / a bare socket", bench_get_percentile (floors, 0.5),
                             bench_get_percentile (ours, 0.5), 4) ? 0 : 1;
}
