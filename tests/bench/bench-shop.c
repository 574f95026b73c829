/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop on loopback that has made its answers beforehand and does nothing but send them, plain or
 * gzip as it is asked, so that what is measured is the customer. The list of services is another
 * version with each request for the whole of it. With BENCH_PLAIN set nothing is gzip. Prints "listening URL", ends with its standard input.
 *
 *   bench-shop ROWS KIND     KIND: s, d or a, see service-answer.h */
#include <gio/gio.h>

#include <string.h>

#include "service-answer.h"

#define N_VERSIONS 2
#define PAGE_ROWS 200
#define MOST_BODY 65536

typedef struct
{
  GBytes *plain;
  GBytes *packed;
} Answer;

typedef struct
{
  Answer all[N_VERSIONS];
  Answer page;
  Answer categories;
  Answer balance;
  Answer refusal;
  guint  n_asked;
} Shop;

static GBytes *
pack (GBytes *plain)
{
  g_autoptr(GZlibCompressor) compressor = g_zlib_compressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable ();
  g_autoptr(GOutputStream) out = g_converter_output_stream_new (memory, G_CONVERTER (compressor));
  gsize size = 0;
  const void *data = g_bytes_get_data (plain, &size);

  if (!g_output_stream_write_all (out, data, size, NULL, NULL, NULL)
      || !g_output_stream_close (out, NULL, NULL))
    g_error ("not packed");
  return g_memory_output_stream_steal_as_bytes (G_MEMORY_OUTPUT_STREAM (memory));
}

/* @plain: (transfer full) */
static Answer
make_answer (GBytes *plain)
{
  return (Answer) { plain, pack (plain) };
}

static Answer
make_text (const char *text)
{
  return make_answer (g_bytes_new_static (text, strlen (text)));
}

static void
make_answers (Shop  *shop,
              guint  n_rows,
              char   kind)
{
  for (guint i = 0; i < N_VERSIONS; i++)
    shop->all[i] = make_answer (service_answer_make_version (n_rows, kind, i));
  shop->page = make_answer (service_answer_make (MIN (n_rows, PAGE_ROWS), kind));
  shop->categories = make_text ("{\"categories\":[{\"category\":\"Instagram Followers\"},{\"category\":\"TikTok Views\"}]}");
  shop->balance = make_text ("{\"balance\":\"100.00\",\"currency\":\"USD\"}");
  shop->refusal = make_text ("{\"error\":\"Invalid action\"}");
}

static const Answer *
choose (Shop       *shop,
        const char *form)
{
  if (strstr (form, "action=services") != NULL)
    {
      if (strstr (form, "limit=200") != NULL)
        return &shop->page;
      return &shop->all[(guint) g_atomic_int_add (&shop->n_asked, 1) % N_VERSIONS];
    }
  if (strstr (form, "action=categories") != NULL)
    return &shop->categories;
  if (strstr (form, "action=balance") != NULL)
    return &shop->balance;
  return &shop->refusal;
}

/* Reads up to the empty line. Returns: FALSE where the customer has gone */
static gboolean
read_head (GDataInputStream *in,
           gsize            *length,
           gboolean         *packed)
{
  *length = 0;
  *packed = FALSE;
  for (;;)
    {
      g_autofree char *line = g_data_input_stream_read_line (in, NULL, NULL, NULL);

      if (line == NULL)
        return FALSE;
      g_strchomp (line);
      if (*line == '\0')
        return TRUE;
      if (g_ascii_strncasecmp (line, "content-length:", 15) == 0)
        *length = MIN (g_ascii_strtoull (line + 15, NULL, 10), MOST_BODY);
      else if (g_ascii_strncasecmp (line, "accept-encoding:", 16) == 0)
        *packed = strstr (line, "gzip") != NULL && g_getenv ("BENCH_PLAIN") == NULL;
    }
}

static gboolean
on_customer_cb (GThreadedSocketService *service,
                GSocketConnection      *connection,
                GObject                *source,
                gpointer                user_data)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  g_autoptr(GDataInputStream) in =
    g_data_input_stream_new (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
  gsize length;
  gboolean packed;

  g_socket_set_option (g_socket_connection_get_socket (connection), 6 /* TCP */, 1 /* NODELAY */, 1,
                       NULL);
  while (read_head (in, &length, &packed))
    {
      g_autofree char *form = g_malloc0 (length + 1);
      const Answer *answer;
      g_autofree char *head = NULL;
      GBytes *body;
      GOutputVector vectors[2];

      if (!g_input_stream_read_all (G_INPUT_STREAM (in), form, length, NULL, NULL, NULL))
        break;
      answer = choose (user_data, form);
      body = packed ? answer->packed : answer->plain;
      head = g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n%s"
                              "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n",
                              packed ? "Content-Encoding: gzip\r\n" : "", g_bytes_get_size (body));
      vectors[0] = (GOutputVector) { head, strlen (head) };
      vectors[1].buffer = g_bytes_get_data (body, &vectors[1].size);
      if (!g_output_stream_writev_all (out, vectors, 2, NULL, NULL, NULL))
        break;
    }
  return TRUE;
}

static gboolean
on_input_cb (GIOChannel   *channel,
             GIOCondition  condition,
             gpointer      user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(GMainLoop) loop = g_main_loop_new (NULL, FALSE);
  g_autoptr(GSocketService) service = g_threaded_socket_service_new (16);
  g_autoptr(GIOChannel) input = g_io_channel_unix_new (0);
  g_autoptr(GInetAddress) here = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) wanted = g_inet_socket_address_new (here, 0);
  g_autoptr(GSocketAddress) bound = NULL;
  Shop shop = { 0 };

  if (argc != 3)
    return 2;
  make_answers (&shop, (guint) g_ascii_strtoull (argv[1], NULL, 10), *argv[2]);
  if (!g_socket_listener_add_address (G_SOCKET_LISTENER (service), wanted, G_SOCKET_TYPE_STREAM,
                                      G_SOCKET_PROTOCOL_TCP, NULL, &bound, NULL))
    return 1;
  g_signal_connect (service, "run", G_CALLBACK (on_customer_cb), &shop);
  g_print ("listening http://127.0.0.1:%u/api/v2\n",
           g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound)));
  g_io_add_watch (input, G_IO_IN | G_IO_HUP, on_input_cb, loop);
  g_main_loop_run (loop);
  return 0;
}
