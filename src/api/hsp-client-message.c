/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-parts.h"

#define MAX_CONNECTIONS 6

/* What left this computer, and when
 *
 * libsoup tells of a message in this order:
 *
 *   network-event   name look-up, connection, proxy, TLS handshake: nothing of the request is in it
 *   starting        the connection is there, and the first byte is about to be written
 *   wrote-headers   and wrote-body: it is with the system, or with the wire
 *   got-headers     and the rest: there is an answer
 *
 * "starting" alone divides. What fails before it was not sent. What fails after it is decided by a
 * readable answer and by nothing else: how much of the request was written does not say how much of
 * it arrived. That also goes for an answer that came without "starting", which is a proxy's.
 *
 * What is sent once has a session of its own, so that no other message has used its connection or
 * will, and HTTP/1.1 on it. libsoup sends a message again by itself when a connection that was used
 * before has gone (not on a new one), when an HTTP/2 server goes away (not in HTTP/1.1), for a
 * redirect, for a password, and for "421 Misdirected Request"; each is shut off below, and "restarted"
 * stops whatever was overlooked. ("Connection: close" is not sent: libsoup then takes a head that was
 * cut off for a whole one.) */

static void
on_message_starting_cb (SoupMessage *message,
                        gpointer     user_data)
{
  HspSending *sending = user_data;

  sending->started = TRUE;
}

/* Told before the second copy leaves. */
static void
on_message_restarted_cb (SoupMessage *message,
                         gpointer     user_data)
{
  HspSending *sending = user_data;

  g_cancellable_cancel (sending->stop);
}

/* libsoup 3.2 has no switch for HTTP/1.1, but tells of the handshake to come. */
static void
on_message_network_event_cb (SoupMessage        *message,
                             GSocketClientEvent  event,
                             GIOStream          *connection,
                             gpointer            user_data)
{
  static const char * const protocols[] = { "http/1.1", NULL };

  if (event == G_SOCKET_CLIENT_TLS_HANDSHAKING && G_IS_TLS_CONNECTION (connection))
    g_tls_connection_set_advertised_protocols (G_TLS_CONNECTION (connection), protocols);
}

/* There is no switch for 421 either. libsoup's handler was connected after this one, and is not
 * reached. */
static void
on_message_got_body_cb (SoupMessage *message,
                        gpointer     user_data)
{
  if (soup_message_get_status (message) == SOUP_STATUS_MISDIRECTED_REQUEST)
    g_signal_stop_emission_by_name (message, "got-body");
}

static void
make_once (SoupMessage *message,
           HspSending  *sending)
{
  soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
  g_signal_connect (message, "network-event", G_CALLBACK (on_message_network_event_cb), sending);
  g_signal_connect (message, "got-body", G_CALLBACK (on_message_got_body_cb), sending);
  g_signal_connect (message, "restarted", G_CALLBACK (on_message_restarted_cb), sending);
}

SoupMessage *
hsp_client_create_message (HspClient  *self,
                           GBytes     *form,
                           gboolean    once,
                           HspSending *sending)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, self->endpoint);

  soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, form);
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Accept", "application/json");

  /* the key is in the body: it goes to no other place */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "starting", G_CALLBACK (on_message_starting_cb), sending);
  if (once)
    make_once (message, sending);
  else
    soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);

  return message;
}

static SoupSession *
create_session (HspClient *self)
{
  /* the time limit of the whole call is the client's; the session's own is for each read and write */
  SoupSession *session = soup_session_new_with_options ("user-agent", "HstockPlus/" VERSION,
                                                        "timeout", 0,
                                                        "idle-timeout", 60,
                                                        "max-conns-per-host", MAX_CONNECTIONS,
                                                        NULL);

  /* it would send a request again when asked for a password */
  soup_session_remove_feature_by_type (session, SOUP_TYPE_AUTH_MANAGER);

  /* what is allowed without TLS because it stays on this computer must not go to a proxy */
  if (hsp_client_is_loopback (self->endpoint))
    soup_session_set_proxy_resolver (session, NULL);
  else if (self->proxy != NULL)
    soup_session_set_proxy_resolver (session, self->proxy);

  return session;
}

SoupSession *
hsp_client_get_session (HspClient *self,
                        gboolean   once)
{
  if (once)
    return create_session (self);
  /* made for the first request: a program that only reads the journal starts sooner without */
  if (self->session == NULL)
    self->session = create_session (self);
  return g_object_ref (self->session);
}
