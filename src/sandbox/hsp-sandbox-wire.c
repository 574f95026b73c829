/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-wire.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#define REDIRECT_PATH   "/elsewhere"
#define MAX_HELD        256
#define WRITE_SECONDS   5
#define BACKLOG         128
/* what a customer's address knows of its connection */
#define CONNECTION      "hsp-connection"

struct _HspWire
{
  GMainContext *context;       /* (owned) */
  GSource      *customers;     /* (owned) (nullable) who come in */
  guint         slow_seconds;
  GPtrArray    *held;          /* (owned) (element-type GIOStream) connections without an answer */
  GPtrArray    *waits;         /* (owned) (element-type GSource) answers on their way */
};

/* An answer between the handler and the wire. */
typedef struct
{
  HspWire           *wire;    /* (unowned) the sources with it go before the wire */
  SoupServerMessage *message; /* (owned) */
  HspWay             way;
  GBytes            *body;    /* (owned) (nullable) */
} Wait;

static void
free_wait (gpointer data)
{
  Wait *wait = data;

  g_object_unref (wait->message);
  g_clear_pointer (&wait->body, g_bytes_unref);
  g_free (wait);
}

/* Closed by name: others may have references. */
static void
drop_connection (gpointer data)
{
  GIOStream *stream = data;

  g_io_stream_close (stream, NULL, NULL);
  g_object_unref (stream);
}

static void
destroy_source (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

/* A reset is what closing sends when nothing may linger. */
static void
reset_socket (GSocket *socket)
{
  struct linger linger = { .l_onoff = 1, .l_linger = 0 };

  setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &linger, sizeof linger);
}

/* The head of an answer by hand: SoupServer would not send less than it promised. */
static void
send_half (GIOStream *stream,
           GSocket   *socket,
           GBytes    *body)
{
  gsize length = 0;
  const char *data = g_bytes_get_data (body, &length);
  g_autofree char *head =
    g_strdup_printf ("HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
                     "Content-Length: %" G_GSIZE_FORMAT "\r\n\r\n", length);
  GOutputStream *out = g_io_stream_get_output_stream (stream);

  g_socket_set_blocking (socket, TRUE);
  g_socket_set_timeout (socket, WRITE_SECONDS);
  /* a customer who has gone misses it: nothing to be done */
  if (g_output_stream_write_all (out, head, strlen (head), NULL, NULL, NULL))
    g_output_stream_write_all (out, data, length / 2, NULL, NULL, NULL);
}

static void
hold_connection (HspWire   *self,
                 GIOStream *stream)
{
  if (self->held->len >= MAX_HELD)
    g_ptr_array_remove_index (self->held, 0);
  g_ptr_array_add (self->held, g_object_ref (stream));
}

static gboolean
break_connection_cb (gpointer user_data)
{
  Wait *wait = user_data;
  GSocketAddress *customer = soup_server_message_get_remote_address (wait->message);
  GSocketConnection *known = g_object_get_data (G_OBJECT (customer), CONNECTION);
  g_autoptr(GSocketConnection) connection = g_object_ref (known);
  GSocket *socket = g_socket_connection_get_socket (connection);
  g_autoptr(GIOStream) stream = soup_server_message_steal_connection (wait->message);

  if (wait->way == HSP_WAY_HANG)
    hold_connection (wait->wire, stream);
  else
    {
      if (wait->way == HSP_WAY_TRUNCATE)
        send_half (G_IO_STREAM (connection), socket, wait->body);
      else if (wait->way == HSP_WAY_RESET)
        reset_socket (socket);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  g_ptr_array_remove_fast (wait->wire->waits, g_main_current_source ());

  return G_SOURCE_REMOVE;
}

static gboolean
answer_late_cb (gpointer user_data)
{
  Wait *wait = user_data;

  soup_server_message_unpause (wait->message);
  g_ptr_array_remove_fast (wait->wire->waits, g_main_current_source ());

  return G_SOURCE_REMOVE;
}

/* A connection cannot be taken while its own handler runs: wait for the next turn of the loop. */
static void
send_later (HspWire           *self,
            SoupServerMessage *message,
            HspWay             way,
            GBytes            *body)
{
  GSource *source = way == HSP_WAY_LATE ? g_timeout_source_new_seconds (self->slow_seconds)
                                        : g_idle_source_new ();
  Wait *wait = g_new0 (Wait, 1);

  wait->wire = self;
  wait->message = g_object_ref (message);
  wait->way = way;
  wait->body = body != NULL ? g_bytes_ref (body) : NULL;
  soup_server_message_pause (message);
  g_source_set_callback (source, way == HSP_WAY_LATE ? answer_late_cb : break_connection_cb, wait,
                         free_wait);
  g_ptr_array_add (self->waits, source);
  g_source_attach (source, self->context);
}

void
hsp_wire_send_body (SoupServerMessage *message,
                    guint              status,
                    const char        *content_type,
                    GBytes            *body)
{
  soup_server_message_set_status (message, status, NULL);
  soup_message_headers_set_content_type (soup_server_message_get_response_headers (message),
                                         content_type, NULL);
  if (g_bytes_get_size (body) > 0)
    soup_message_body_append_bytes (soup_server_message_get_response_body (message), body);
}

void
hsp_wire_send (HspWire           *self,
               SoupServerMessage *message,
               HspFault           fault,
               GBytes            *body)
{
  const HspFaultKind *kind = hsp_fault_get_kind (fault);
  SoupMessageHeaders *headers = soup_server_message_get_response_headers (message);

  if (kind->way == HSP_WAY_ANSWER || kind->way == HSP_WAY_LATE)
    {
      if (fault == HSP_FAULT_REDIRECT)
        soup_message_headers_append (headers, "Location", REDIRECT_PATH);
      else if (fault == HSP_FAULT_HTTP_429)
        soup_message_headers_append (headers, "Retry-After", "1");
      hsp_wire_send_body (message, kind->status, kind->content_type, body);
    }
  if (kind->way != HSP_WAY_ANSWER)
    send_later (self, message, kind->way, body);
}

/* SoupServer of libsoup 3.2 leaks each socket that it accepts itself. */
static gboolean
on_customer_cb (GSocket      *socket,
                GIOCondition  condition,
                gpointer      user_data)
{
  SoupServer *server = user_data;
  g_autoptr(GSocket) accepted = g_socket_accept (socket, NULL, NULL);
  g_autoptr(GSocketConnection) connection = NULL;
  g_autoptr(GSocketAddress) local = NULL;
  g_autoptr(GSocketAddress) customer = NULL;

  if (accepted == NULL)
    return G_SOURCE_CONTINUE;
  local = g_socket_get_local_address (accepted, NULL);
  customer = g_socket_get_remote_address (accepted, NULL);
  if (local == NULL || customer == NULL)
    return G_SOURCE_CONTINUE;

  g_socket_set_option (accepted, IPPROTO_TCP, TCP_NODELAY, TRUE, NULL);
  connection = g_socket_connection_factory_create_connection (accepted);
  g_object_set_data_full (G_OBJECT (customer), CONNECTION, g_object_ref (connection),
                          g_object_unref);
  soup_server_accept_iostream (server, G_IO_STREAM (connection), local, customer, NULL);

  return G_SOURCE_CONTINUE;
}

GSocket *
hsp_wire_bind (guint    port,
               guint   *bound,
               GError **error)
{
  g_autoptr(GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr(GSocketAddress) address = g_inet_socket_address_new (loopback, port);
  g_autoptr(GSocketAddress) local = NULL;
  g_autoptr(GSocket) socket = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                            G_SOCKET_PROTOCOL_TCP, error);

  if (socket == NULL || !g_socket_bind (socket, address, TRUE, error))
    return NULL;
  g_socket_set_listen_backlog (socket, BACKLOG);
  if (!g_socket_listen (socket, error) || !(local = g_socket_get_local_address (socket, error)))
    return NULL;
  *bound = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local));

  return g_steal_pointer (&socket);
}

HspWire *
hsp_wire_new (GMainContext *context,
              guint         slow_seconds)
{
  HspWire *self = g_new0 (HspWire, 1);

  self->context = g_main_context_ref (context);
  self->slow_seconds = slow_seconds;
  self->held = g_ptr_array_new_with_free_func (drop_connection);
  self->waits = g_ptr_array_new_with_free_func (destroy_source);

  return self;
}

void
hsp_wire_free (HspWire *self)
{
  hsp_wire_close (self);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->waits);
  g_main_context_unref (self->context);
  g_free (self);
}

void
hsp_wire_listen (HspWire    *self,
                 GSocket    *socket,
                 SoupServer *server)
{
  self->customers = g_socket_create_source (socket, G_IO_IN, NULL);
  g_socket_set_blocking (socket, FALSE);
  g_source_set_callback (self->customers, G_SOURCE_FUNC (on_customer_cb), server, NULL);
  g_source_attach (self->customers, self->context);
}

void
hsp_wire_close (HspWire *self)
{
  g_clear_pointer (&self->customers, destroy_source);
  g_ptr_array_set_size (self->waits, 0);
  g_ptr_array_set_size (self->held, 0);
}
