/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox.h"

#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>

#include <glib/gstdio.h>
#include <libsoup/soup.h>

#include "hsp-sandbox-answer.h"
#include "hsp-sandbox-drawn.h"
#include "hsp-sandbox-fault.h"

#define PATH            "/api/v2"
#define REDIRECT_PATH   "/elsewhere"
#define DEFAULT_KEY     "sandbox"
#define MAX_BODY        (64 * 1024)
#define MAX_RECORD      20000
#define MAX_HELD        256
#define MAX_STATE_SIZE  (8 * 1024 * 1024)
#define SLOW_SECONDS    2
#define MAX_SLOW_SECONDS 3600
#define WRITE_SECONDS   5
#define BACKLOG         128
/* what a customer's address knows of its connection */
#define CONNECTION      "hsp-connection"

struct _HspSandbox
{
  GObject        parent_instance;

  guint          port;
  guint          n_services;
  guint          seed;
  guint          slow_seconds;
  HspDialect     dialect;
  char          *key;          /* (owned) */
  char          *state_path;   /* (owned) (nullable) */
  char          *endpoint;     /* (owned) (nullable) */

  GThread       *thread;       /* (owned) (nullable) */
  GMainContext  *context;      /* (owned) (nullable) */
  GMainLoop     *loop;         /* (owned) (nullable) */
  GSocket       *socket;       /* (owned) (nullable) listens */

  /* of the thread alone */
  HspShelf      *shelf;        /* (owned) (nullable) */
  GPtrArray     *held;         /* (owned) (element-type GIOStream) connections without an answer */
  GPtrArray     *waits;        /* (owned) (element-type GSource) answers on their way */

  GMutex         lock;         /* guards what follows */
  GCond          loaded;
  gboolean       loading;      /* the books are not there yet */
  HspTill       *till;         /* (owned) */
  GHashTable    *faults;       /* (owned) action, "" for any, to GQueue of HspFault */
  GPtrArray     *requests;     /* (owned) (element-type HspSandboxRequest) */
  HspMoney       charged;
};

/* An answer between the handler and the wire. */
typedef struct
{
  HspSandbox        *self;   /* (unowned) the sources with it go before the sandbox */
  SoupServerMessage *message;/* (owned) */
  HspWay             way;
  GBytes            *body;   /* (owned) (nullable) */
} Wait;

G_DEFINE_FINAL_TYPE (HspSandbox, hsp_sandbox, G_TYPE_OBJECT)

/* --- the record --- */

static void
free_request (gpointer data)
{
  HspSandboxRequest *request = data;

  g_free (request->action);
  g_free (request->params);
  g_free (request);
}

static HspSandboxRequest *
copy_request (const HspSandboxRequest *request)
{
  HspSandboxRequest *copy = g_new (HspSandboxRequest, 1);

  *copy = *request;
  copy->action = g_strdup (request->action);
  copy->params = g_strdup (request->params);

  return copy;
}

/* The form as it came, but for the key. */
static char *
strip_key (const char *form)
{
  g_auto(GStrv) fields = g_strsplit (form, "&", -1);
  GString *rest = g_string_new (NULL);

  for (guint i = 0; fields[i] != NULL; i++)
    {
      if (g_str_has_prefix (fields[i], "key=") || g_str_equal (fields[i], "key"))
        continue;
      if (rest->len > 0)
        g_string_append_c (rest, '&');
      g_string_append (rest, fields[i]);
    }

  return g_string_free (rest, FALSE);
}

/* With the lock held. (transfer none): valid while it is held */
static HspSandboxRequest *
record_request (HspSandbox *self,
                const char *action,
                const char *form)
{
  HspSandboxRequest *request = g_new0 (HspSandboxRequest, 1);

  request->action = g_strdup (action);
  request->params = strip_key (form);
  request->time = g_get_monotonic_time ();
  if (self->requests->len >= MAX_RECORD)
    g_ptr_array_remove_index (self->requests, 0);
  g_ptr_array_add (self->requests, request);

  return request;
}

/* With the lock held: the fault that is next for @action. */
static HspFault
take_fault (HspSandbox *self,
            const char *action)
{
  const char *const names[] = { action, "" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      GQueue *queue = g_hash_table_lookup (self->faults, names[i]);

      if (queue != NULL && !g_queue_is_empty (queue))
        return GPOINTER_TO_INT (g_queue_pop_head (queue));
    }

  return HSP_FAULT_NONE;
}

/* --- the books on disk --- */

static void
load_books (HspSandbox *self)
{
  g_autofree char *text = NULL;
  GStatBuf info;

  if (self->state_path == NULL || g_stat (self->state_path, &info) != 0 ||
      info.st_size > MAX_STATE_SIZE)
    return;
  if (g_file_get_contents (self->state_path, &text, NULL, NULL))
    hsp_till_from_text (self->till, text);
}

/* Whole or not at all, for the user's eyes alone. The shop goes on when it cannot. */
static void
save_books (HspSandbox *self)
{
  g_autofree char *text = NULL;
  g_autoptr(GError) error = NULL;

  if (self->state_path == NULL)
    return;

  g_mutex_lock (&self->lock);
  text = hsp_till_to_text (self->till);
  g_mutex_unlock (&self->lock);
  if (!g_file_set_contents_full (self->state_path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_message ("The sandbox's books were not written: %s", error->message);
}

/* --- answers on their way --- */

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
hold_connection (HspSandbox *self,
                 GIOStream  *stream)
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
    hold_connection (wait->self, stream);
  else
    {
      if (wait->way == HSP_WAY_TRUNCATE)
        send_half (G_IO_STREAM (connection), socket, wait->body);
      else if (wait->way == HSP_WAY_RESET)
        reset_socket (socket);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
    }
  g_ptr_array_remove_fast (wait->self->waits, g_main_current_source ());

  return G_SOURCE_REMOVE;
}

static gboolean
answer_late_cb (gpointer user_data)
{
  Wait *wait = user_data;

  soup_server_message_unpause (wait->message);
  g_ptr_array_remove_fast (wait->self->waits, g_main_current_source ());

  return G_SOURCE_REMOVE;
}

/* A connection cannot be taken while its own handler runs: wait for the next turn of the loop. */
static void
send_later (HspSandbox        *self,
            SoupServerMessage *message,
            HspWay             way,
            GBytes            *body)
{
  GSource *source = way == HSP_WAY_LATE ? g_timeout_source_new_seconds (self->slow_seconds)
                                        : g_idle_source_new ();
  Wait *wait = g_new0 (Wait, 1);

  wait->self = self;
  wait->message = g_object_ref (message);
  wait->way = way;
  wait->body = body != NULL ? g_bytes_ref (body) : NULL;
  soup_server_message_pause (message);
  g_source_set_callback (source, way == HSP_WAY_LATE ? answer_late_cb : break_connection_cb, wait,
                         free_wait);
  g_ptr_array_add (self->waits, source);
  g_source_attach (source, self->context);
}

static void
send_body (SoupServerMessage *message,
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

static void
send_answer (HspSandbox        *self,
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
      send_body (message, kind->status, kind->content_type, body);
    }
  if (kind->way != HSP_WAY_ANSWER)
    send_later (self, message, kind->way, body);
}

/* --- requests --- */

/* With the lock held: what is asked is done, unless the key or the action is wrong. */
static char *
act (HspSandbox        *self,
     GHashTable        *params,
     HspSandboxRequest *request)
{
  HspAnswerShop shop = { self->shelf, self->till, self->dialect, self->seed };
  const HspAction *action = hsp_action_find (request->action);
  HspAnswer answer = { NULL };

  if (g_strcmp0 (g_hash_table_lookup (params, "key"), self->key) != 0)
    return hsp_answer_error ("Invalid API key");
  if (action == NULL)
    return hsp_answer_error ("Invalid action");

  hsp_answer_make (&shop, action, params, &answer);
  request->acted = answer.acted;
  request->charge = answer.charge;
  self->charged += answer.charge;

  return answer.text;
}

static void
on_api_cb (SoupServer        *server,
           SoupServerMessage *message,
           const char        *path,
           GHashTable        *query,
           gpointer           user_data)
{
  HspSandbox *self = user_data;
  SoupMessageBody *form_body = soup_server_message_get_request_body (message);
  g_autofree char *form = NULL;
  g_autofree char *answer = NULL;
  g_autoptr(GHashTable) params = NULL;
  g_autoptr(GBytes) body = NULL;
  HspSandboxRequest *request;
  const char *action;
  HspFault fault;
  gboolean bought;

  if (soup_server_message_get_method (message) != SOUP_METHOD_POST || form_body->length > MAX_BODY)
    {
      soup_server_message_set_status (message, form_body->length > MAX_BODY ? 413 : 405, NULL);
      return;
    }

  form = g_strndup (form_body->data != NULL ? form_body->data : "", form_body->length);
  params = soup_form_decode (form);
  action = g_hash_table_lookup (params, "action");

  g_mutex_lock (&self->lock);
  request = record_request (self, action != NULL ? action : "", form);
  fault = take_fault (self, request->action);
  answer = hsp_fault_get_kind (fault)->acts ? act (self, params, request) : g_strdup ("");
  bought = request->charge > 0;
  g_mutex_unlock (&self->lock);

  if (bought)
    save_books (self);
  body = hsp_fault_spoil (fault, g_steal_pointer (&answer));
  send_answer (self, message, fault, body);
}

/* Any other path is recorded by its name: nobody has business there. */
static void
on_other_cb (SoupServer        *server,
             SoupServerMessage *message,
             const char        *path,
             GHashTable        *query,
             gpointer           user_data)
{
  HspSandbox *self = user_data;
  static const char page[] = "<html><body><h1>404 Not Found</h1></body></html>";
  g_autoptr(GBytes) body = g_bytes_new_static (page, sizeof page - 1);

  g_mutex_lock (&self->lock);
  record_request (self, path, "");
  g_mutex_unlock (&self->lock);
  send_body (message, 404, "text/html; charset=utf-8", body);
}

/* --- the thread --- */

static void
open_shop (HspSandbox *self)
{
  g_mutex_lock (&self->lock);
  load_books (self);
  self->loading = FALSE;
  g_cond_broadcast (&self->loaded);
  g_mutex_unlock (&self->lock);

  self->shelf = hsp_shelf_new (self->seed, self->n_services);
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

static GSource *
listen_for_customers (HspSandbox *self,
                      SoupServer *server)
{
  GSource *source = g_socket_create_source (self->socket, G_IO_IN, NULL);

  g_socket_set_blocking (self->socket, FALSE);
  g_source_set_callback (source, G_SOURCE_FUNC (on_customer_cb), server, NULL);
  g_source_attach (source, self->context);

  return source;
}

static void
close_shop (HspSandbox *self,
            SoupServer *server)
{
  g_socket_close (self->socket, NULL);
  save_books (self);
  g_ptr_array_set_size (self->waits, 0);
  g_ptr_array_set_size (self->held, 0);
  soup_server_disconnect (server);
  /* what the connections left to do */
  while (g_main_context_iteration (self->context, FALSE))
    ;
  g_clear_pointer (&self->shelf, hsp_shelf_free);
}

static gpointer
run_thread (gpointer user_data)
{
  HspSandbox *self = user_data;
  g_autoptr(SoupServer) server = NULL;
  g_autoptr(GSource) source = NULL;

  g_main_context_push_thread_default (self->context);
  open_shop (self);
  server = soup_server_new ("server-header", "hstockplus-sandbox ", NULL);
  soup_server_add_handler (server, PATH, on_api_cb, self, NULL);
  soup_server_add_handler (server, "/", on_other_cb, self, NULL);
  source = listen_for_customers (self, server);

  g_main_loop_run (self->loop);

  g_source_destroy (source);
  close_shop (self, server);
  g_clear_object (&server);
  g_main_context_pop_thread_default (self->context);

  return NULL;
}

static GSocket *
bind_socket (guint    port,
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

/* The books are read in the thread: whoever looks at them before waits for that, a moment. */
static void
lock_books (HspSandbox *self)
{
  g_mutex_lock (&self->lock);
  while (self->loading)
    g_cond_wait (&self->loaded, &self->lock);
}

/* --- the object --- */

static void
hsp_sandbox_dispose (GObject *object)
{
  hsp_sandbox_stop (HSP_SANDBOX (object));

  G_OBJECT_CLASS (hsp_sandbox_parent_class)->dispose (object);
}

static void
hsp_sandbox_finalize (GObject *object)
{
  HspSandbox *self = HSP_SANDBOX (object);

  g_free (self->key);
  g_free (self->state_path);
  g_free (self->endpoint);
  g_ptr_array_unref (self->held);
  g_ptr_array_unref (self->waits);
  g_clear_pointer (&self->till, hsp_till_free);
  g_hash_table_unref (self->faults);
  g_ptr_array_unref (self->requests);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->loaded);

  G_OBJECT_CLASS (hsp_sandbox_parent_class)->finalize (object);
}

static void
hsp_sandbox_class_init (HspSandboxClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hsp_sandbox_dispose;
  object_class->finalize = hsp_sandbox_finalize;
}

static void
free_queue (gpointer data)
{
  g_queue_free (data);
}

static void
hsp_sandbox_init (HspSandbox *self)
{
  g_mutex_init (&self->lock);
  g_cond_init (&self->loaded);
  self->held = g_ptr_array_new_with_free_func (drop_connection);
  self->waits = g_ptr_array_new_with_free_func (destroy_source);
  self->faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, free_queue);
  self->requests = g_ptr_array_new_with_free_func (free_request);
}

/**
 * hsp_sandbox_new:
 * @options: (nullable): copied; what is 0 or %NULL has its default
 *
 * Returns: (transfer full): a shop that is not open yet
 */
HspSandbox *
hsp_sandbox_new (const HspSandboxOptions *options)
{
  static const HspSandboxOptions defaults = { 0 };
  HspSandbox *self = g_object_new (HSP_TYPE_SANDBOX, NULL);

  if (options == NULL)
    options = &defaults;
  self->port = options->port;
  self->n_services = options->n_services > 0 ? options->n_services : 2000;
  self->seed = options->seed > 0 ? options->seed : 1;
  self->slow_seconds = options->slow_seconds > 0 ? MIN (options->slow_seconds, MAX_SLOW_SECONDS)
                                                 : SLOW_SECONDS;
  self->dialect = options->dialect;
  self->key = g_strdup (options->key != NULL ? options->key : DEFAULT_KEY);
  hsp_drawn_tell ("key", self->key);
  self->state_path = g_strdup (options->state_path);
  self->till = hsp_till_new (self->seed, options->speed > 0 ? CLAMP (options->speed, 0.01, 1000) : 1,
                             options->balance > 0 ? options->balance : 100 * HSP_MONEY_UNIT);

  return self;
}

/**
 * hsp_sandbox_start:
 *
 * Opens the shop: binds its port and starts its thread, and does not wait for either the books or
 * the rows; requests that come before wait for them. Once for an object.
 *
 * Returns: %FALSE when the port cannot be had (a %G_IO_ERROR)
 */
gboolean
hsp_sandbox_start (HspSandbox *self,
                   GError    **error)
{
  g_return_val_if_fail (HSP_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (self->thread == NULL && self->endpoint == NULL, FALSE);

  self->socket = bind_socket (self->port, &self->port, error);
  if (self->socket == NULL)
    return FALSE;

  self->endpoint = g_strdup_printf ("http://127.0.0.1:%u" PATH, self->port);
  self->loading = TRUE;
  self->context = g_main_context_new ();
  self->loop = g_main_loop_new (self->context, FALSE);
  self->thread = g_thread_new ("hsp-sandbox", run_thread, self);

  return TRUE;
}

static gboolean
quit_cb (gpointer user_data)
{
  g_main_loop_quit (user_data);
  return G_SOURCE_REMOVE;
}

/**
 * hsp_sandbox_stop:
 *
 * Closes the shop: drops its connections, those that hang too, writes its books and waits for its
 * thread to end. The record and the books can still be read. Nothing when it is not open.
 */
void
hsp_sandbox_stop (HspSandbox *self)
{
  GSource *source;

  g_return_if_fail (HSP_IS_SANDBOX (self));

  if (self->thread == NULL)
    return;

  /* a source, not g_main_loop_quit(): it holds also when the loop does not run yet */
  source = g_idle_source_new ();
  g_source_set_callback (source, quit_cb, self->loop, NULL);
  g_source_attach (source, self->context);
  g_source_unref (source);
  g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->loop, g_main_loop_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_object (&self->socket);
}

/** hsp_sandbox_get_endpoint: Returns: (transfer none) (nullable): NULL before it was started */
const char *
hsp_sandbox_get_endpoint (HspSandbox *self)
{
  g_return_val_if_fail (HSP_IS_SANDBOX (self), NULL);

  return self->endpoint;
}

/** hsp_sandbox_get_key: Returns: (transfer none): the one key it accepts */
const char *
hsp_sandbox_get_key (HspSandbox *self)
{
  g_return_val_if_fail (HSP_IS_SANDBOX (self), NULL);

  return self->key;
}

/**
 * hsp_sandbox_push_fault:
 * @action: (nullable): %NULL for whatever is asked next
 *
 * Lets the next request of @action go wrong; faults of one action happen in the order they were
 * pushed, one a request, and before those for any action. Any thread.
 */
void
hsp_sandbox_push_fault (HspSandbox *self,
                        const char *action,
                        HspFault    fault)
{
  GQueue *queue;

  g_return_if_fail (HSP_IS_SANDBOX (self));
  g_return_if_fail ((guint) fault < HSP_N_FAULTS);

  if (action == NULL)
    action = "";
  g_mutex_lock (&self->lock);
  queue = g_hash_table_lookup (self->faults, action);
  if (queue == NULL)
    g_hash_table_insert (self->faults, g_strdup (action), queue = g_queue_new ());
  g_queue_push_tail (queue, GINT_TO_POINTER (fault));
  g_mutex_unlock (&self->lock);
}

/** hsp_sandbox_clear_faults: What was pushed and has not happened yet does not happen. Any thread. */
void
hsp_sandbox_clear_faults (HspSandbox *self)
{
  g_return_if_fail (HSP_IS_SANDBOX (self));

  g_mutex_lock (&self->lock);
  g_hash_table_remove_all (self->faults);
  g_mutex_unlock (&self->lock);
}

/**
 * hsp_sandbox_get_requests:
 *
 * Returns: (transfer full) (element-type HspSandboxRequest): a copy of the record, oldest first; at
 * most the last 20,000. Requests to another path have the path for an action. Any thread.
 */
GPtrArray *
hsp_sandbox_get_requests (HspSandbox *self)
{
  GPtrArray *copy;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), NULL);

  copy = g_ptr_array_new_with_free_func (free_request);
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->requests->len; i++)
    g_ptr_array_add (copy, copy_request (g_ptr_array_index (self->requests, i)));
  g_mutex_unlock (&self->lock);

  return copy;
}

/**
 * hsp_sandbox_count:
 * @action: (nullable): %NULL for all
 *
 * Returns: how many requests of @action came. Any thread.
 */
guint
hsp_sandbox_count (HspSandbox *self,
                   const char *action)
{
  guint n_requests = 0;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), 0);

  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->requests->len; i++)
    {
      const HspSandboxRequest *request = g_ptr_array_index (self->requests, i);

      if (action == NULL || g_str_equal (request->action, action))
        n_requests++;
    }
  g_mutex_unlock (&self->lock);

  return n_requests;
}

/** hsp_sandbox_get_charged: Returns: what all purchases cost since the start, before anything was
 * paid back. Any thread. */
HspMoney
hsp_sandbox_get_charged (HspSandbox *self)
{
  HspMoney charged;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), 0);

  g_mutex_lock (&self->lock);
  charged = self->charged;
  g_mutex_unlock (&self->lock);

  return charged;
}

/** hsp_sandbox_get_balance: Returns: the balance now, with what was paid back. Any thread. */
HspMoney
hsp_sandbox_get_balance (HspSandbox *self)
{
  HspMoney balance;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), 0);

  lock_books (self);
  balance = hsp_till_get_balance (self->till);
  g_mutex_unlock (&self->lock);

  return balance;
}

/**
 * hsp_sandbox_advance:
 *
 * Moves the shop's clock on: orders progress, codes arrive, numbers expire. Any thread.
 */
void
hsp_sandbox_advance (HspSandbox *self,
                     guint       seconds)
{
  g_return_if_fail (HSP_IS_SANDBOX (self));

  lock_books (self);
  hsp_till_advance (self->till, seconds);
  g_mutex_unlock (&self->lock);
}

/**
 * hsp_sandbox_set_rate:
 * @service: its number
 * @rate: per 1,000
 *
 * A price that moves, as prices of the live service do between two readings. Any thread.
 *
 * Returns: %FALSE when there is no such service
 */
gboolean
hsp_sandbox_set_rate (HspSandbox *self,
                      const char *service,
                      HspMoney    rate)
{
  HspShelfService *found;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (service != NULL, FALSE);

  lock_books (self);
  found = hsp_shelf_find_service (self->shelf, service);
  if (found != NULL)
    hsp_shelf_set_rate (found, rate);
  g_mutex_unlock (&self->lock);

  return found != NULL;
}

/**
 * hsp_sandbox_set_stock:
 * @service: its number
 * @stock: from 0
 *
 * Something that runs out, or is brought in again. Any thread.
 *
 * Returns: %FALSE when there is no such service
 */
gboolean
hsp_sandbox_set_stock (HspSandbox *self,
                       const char *service,
                       gint64      stock)
{
  HspShelfService *found;

  g_return_val_if_fail (HSP_IS_SANDBOX (self), FALSE);
  g_return_val_if_fail (service != NULL && stock >= 0, FALSE);

  lock_books (self);
  found = hsp_shelf_find_service (self->shelf, service);
  if (found != NULL)
    hsp_shelf_set_stock (found, stock);
  g_mutex_unlock (&self->lock);

  return found != NULL;
}
