/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-private.h"

#include <glib/gi18n-lib.h>
#include <libsoup/soup.h>
#include <string.h>

#include "hsp-error.h"
#include "hsp-json.h"
#include "hsp-pacer.h"
#include "hsp-reply.h"

#define MAX_REPEATS 2
#define CHUNK_SIZE 65536
#define MAX_CONNECTIONS 6

/* seconds the shop is left alone when it asks for fewer requests: without a Retry-After (public
 * clients wait 5 to 8), at most, and at most for a read that somebody waits for */
#define DEFAULT_WAIT 8
#define MAX_WAIT 120
#define MAX_WAIT_TO_REPEAT 10

/* when the account does not bring its own */
#define DEFAULT_PER_MINUTE 120
#define DEFAULT_BURST 20

struct _HspClient
{
  GObject parent_instance;

  SoupSession *session;   /* (owned) (nullable) before the first request */
  HspPacer    *pacer;     /* (owned) */
  char        *endpoint;  /* (owned) */
  char        *key;       /* (owned) (nullable) wiped when it goes; never a property */
  guint        limit;     /* milliseconds for each call, 0 for what its action says */
};

G_DEFINE_FINAL_TYPE (HspClient, hsp_client, G_TYPE_OBJECT)

/* One call, over all its repeats. */
typedef struct
{
  const HspAction *action;
  HspAction       *free_action; /* (owned) (nullable) @action, when the table does not have it */
  char            *free_name;   /* (owned) (nullable) its name */
  HspDecodeFunc    decode;
  GDestroyNotify   value_free;
  char            *key;         /* (owned) wiped */
  GBytes          *form;        /* (owned) holds the key, wiped */
  GCancellable    *stop;        /* (owned) stops what is under way: time limit or caller */
  GSource         *limit;       /* (owned) (nullable) the time limit */
  GSource         *caller;      /* (owned) (nullable) the caller's cancellable */
  GSource         *pause;       /* (owned) (nullable) before a repeat */
  SoupMessage     *message;     /* (owned) (nullable) */
  GInputStream    *stream;      /* (owned) (nullable) */
  GByteArray      *received;    /* (owned) (nullable) */
  GError          *failure;     /* (owned) (nullable) why it is repeated */
  guint            status;      /* of HTTP, 0 before there is one */
  guint            wait;        /* seconds, what the answer asks for */
  guint            n_repeats;
  gboolean         once;        /* it spends, or nobody knows whether it does */
  gboolean         slowed;      /* repeated for "too much" once */
  gboolean         started;     /* a byte of the request may have left */
  gboolean         timed_out;
} Call;

static void
wipe (gpointer data)
{
  char *text = data;

  if (text == NULL)
    return;
  explicit_bzero (text, strlen (text));
  g_free (text);
}

static void
destroy_source (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static void
call_clear_message (Call *call)
{
  if (call->message != NULL)
    g_signal_handlers_disconnect_by_data (call->message, call);
  g_clear_object (&call->stream);
  g_clear_object (&call->message);
  g_clear_pointer (&call->received, g_byte_array_unref);
}

static void
call_clear_sources (Call *call)
{
  g_clear_pointer (&call->limit, destroy_source);
  g_clear_pointer (&call->caller, destroy_source);
  g_clear_pointer (&call->pause, destroy_source);
}

static void
call_free (gpointer data)
{
  Call *call = data;

  call_clear_sources (call);
  call_clear_message (call);
  g_clear_pointer (&call->key, wipe);
  g_clear_pointer (&call->form, g_bytes_unref);
  g_clear_object (&call->stop);
  g_clear_error (&call->failure);
  g_free (call->free_action);
  g_free (call->free_name);
  g_free (call);
}

static void start_attempt (GTask *task);
static void read_more     (GTask *task);

/* The shop's words without the key, should they repeat it. (transfer full) (nullable) */
static char *
hide_key (const char *text,
          const char *key)
{
  g_auto(GStrv) parts = NULL;

  if (text == NULL)
    return NULL;
  parts = g_strsplit (text, key, -1);

  return g_strjoinv ("…", parts);
}

/* What the person gets: for a purchase the sentence also says what became of the money. */
static GError *
complete_error (Call         *call,
                const GError *error)
{
  HspDelivery delivery = hsp_error_get_delivery (error);
  g_autofree char *server_text = hide_key (hsp_error_get_server_text (error), call->key);
  g_autofree char *message = NULL;
  const char *then = NULL;

  if (error->domain != HSP_ERROR)
    return g_error_copy (error);

  if (call->action->spends)
    {
      switch (delivery)
        {
        case HSP_DELIVERY_NONE:
          then = _("Nothing was sent.");
          break;
        case HSP_DELIVERY_REFUSED:
          then = _("Nothing was ordered.");
          break;
        case HSP_DELIVERY_UNKNOWN:
          then = _("It is not known whether the order was placed.");
          break;
        }
    }
  message = then != NULL ? g_strconcat (error->message, " ", then, NULL)
                         : g_strdup (error->message);

  return hsp_error_new (error->code, delivery, server_text, message);
}

static void
return_error (GTask        *task,
              const GError *error)
{
  Call *call = g_task_get_task_data (task);

  call_clear_sources (call);
  call_clear_message (call);
  g_task_return_error (task, complete_error (call, error));
}

static gboolean
is_worth_repeating (Call         *call,
                    const GError *error)
{
  if (call->once || call->n_repeats >= MAX_REPEATS ||
      g_cancellable_is_cancelled (call->stop) || error->domain != HSP_ERROR)
    return FALSE;

  switch ((HspError) error->code)
    {
    case HSP_ERROR_NOT_SENT:
    case HSP_ERROR_NO_ANSWER:
      return TRUE;
    case HSP_ERROR_SERVER:
      return call->status >= 502 && call->status <= 504;
    case HSP_ERROR_RATE_LIMITED:
      return !call->slowed && call->wait <= MAX_WAIT_TO_REPEAT;
    case HSP_ERROR_USAGE:
    case HSP_ERROR_NO_KEY:
    case HSP_ERROR_KEY_REFUSED:
    case HSP_ERROR_KEYRING_LOCKED:
    case HSP_ERROR_KEYRING:
    case HSP_ERROR_UNREADABLE:
    case HSP_ERROR_REJECTED:
    case HSP_ERROR_INSUFFICIENT_BALANCE:
    case HSP_ERROR_ORDER_NOT_FOUND:
    case HSP_ERROR_SERVICE_NOT_FOUND:
    case HSP_ERROR_STORE:
      return FALSE;
    default:
      g_return_val_if_reached (FALSE);
    }
}

static gboolean
on_pause_over_cb (gpointer user_data)
{
  GTask *task = user_data;
  Call *call = g_task_get_task_data (task);

  g_clear_pointer (&call->pause, destroy_source);
  start_attempt (task);

  return G_SOURCE_REMOVE;
}

/* Repeats after a moment that grows and is not the same for everybody. */
static void
pause_and_repeat (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr(GSource) stopped = g_cancellable_source_new (call->stop);
  guint milliseconds = call->n_repeats * 300 + g_random_int_range (0, 200);

  call->pause = g_timeout_source_new (milliseconds);
  g_source_set_dummy_callback (stopped);
  g_source_add_child_source (call->pause, stopped);
  g_source_set_callback (call->pause, on_pause_over_cb, g_object_ref (task), g_object_unref);
  g_source_attach (call->pause, g_task_get_context (task));
}

/* Ends the call or repeats it. */
static void
handle_error (GTask        *task,
              const GError *error)
{
  Call *call = g_task_get_task_data (task);
  HspClient *self = g_task_get_source_object (task);
  gboolean rate_limited = g_error_matches (error, HSP_ERROR, HSP_ERROR_RATE_LIMITED);

  if (rate_limited)
    {
      if (call->wait == 0)
        call->wait = DEFAULT_WAIT;
      hsp_pacer_slow_down (self->pacer, call->wait);
    }

  if (!is_worth_repeating (call, error))
    {
      return_error (task, error);
      return;
    }

  g_debug ("%s: repeating after: %s", call->action->name, error->message);
  g_clear_error (&call->failure);
  call->failure = g_error_copy (error);
  call->n_repeats++;
  call_clear_message (call);
  if (rate_limited)
    {
      /* the pacer does the waiting */
      call->slowed = TRUE;
      start_attempt (task);
    }
  else
    pause_and_repeat (task);
}

static void
fail (GTask       *task,
      HspError     code,
      HspDelivery  delivery,
      const char  *message)
{
  g_autoptr(GError) error = hsp_error_new (code, delivery, NULL, message);

  handle_error (task, error);
}

/* The connection's error as ours: nothing decides here but whether a byte may have left. */
static void
fail_transport (GTask        *task,
                const GError *cause)
{
  Call *call = g_task_get_task_data (task);

  if (!call->timed_out && g_task_return_error_if_cancelled (task))
    {
      call_clear_sources (call);
      call_clear_message (call);
      return;
    }

  g_debug ("%s: %s", call->action->name, cause->message);

  if (call->started)
    {
      if (call->timed_out)
        fail (task, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
              _("The shop did not answer in time."));
      else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        fail (task, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
              _("The shop’s answer ends in the middle."));
      else
        fail (task, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
              _("The connection to the shop broke before it had answered."));
    }
  else if (call->timed_out)
    fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
          _("The shop could not be reached in time."));
  else if (cause->domain == G_RESOLVER_ERROR)
    fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
          _("The address of the shop could not be found."));
  else if (cause->domain == G_TLS_ERROR)
    fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
          _("No secure connection to the shop could be made."));
  else
    fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
          _("The shop could not be reached."));
}

/* What the worker needs, apart from the call, which is the main thread's. */
typedef struct
{
  guint          status;
  GBytes        *body;    /* (owned) */
  HspDecodeFunc  decode;
  GDestroyNotify value_free;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->body);
  g_free (answer);
}

static void
decode_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Answer *answer = task_data;
  GError *error = NULL;
  gpointer value = NULL;

  if (hsp_reply_check_status (answer->status, answer->body, &error))
    value = answer->decode (answer->body, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, answer->value_free);
  else
    g_task_return_error (task, error);
}

static void
decoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Call *call = g_task_get_task_data (task);
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  if (value == NULL)
    {
      handle_error (task, error);
      return;
    }

  call_clear_sources (call);
  call_clear_message (call);
  g_task_return_pointer (task, value, call->value_free);
}

/* The whole answer is here. The decoding task has no source object, so that the worker never drops
 * the last reference to this one. */
static void
decode (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr(GTask) decoding = g_task_new (NULL, NULL, decoded_cb, g_object_ref (task));
  Answer *answer = g_new0 (Answer, 1);

  answer->status = call->status;
  answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&call->received));
  answer->decode = call->decode;
  answer->value_free = call->value_free;

  g_task_set_source_tag (decoding, decode);
  g_task_set_task_data (decoding, answer, answer_free);
  g_task_run_in_thread (decoding, decode_in_thread);
}

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Call *call = g_task_get_task_data (task);
  g_autoptr(GBytes) bytes = NULL;
  gsize size;

  bytes = g_input_stream_read_bytes_finish (G_INPUT_STREAM (object), result, &error);
  if (bytes == NULL)
    {
      /* of another status than 2xx the status decides, whatever became of the body */
      if (SOUP_STATUS_IS_SUCCESSFUL (call->status))
        fail_transport (task, error);
      else
        decode (task);
      return;
    }

  size = g_bytes_get_size (bytes);
  if (size == 0)
    {
      decode (task);
      return;
    }
  if (call->received->len + size > HSP_JSON_MAX_SIZE)
    {
      fail (task, HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, _("The shop’s answer is too long."));
      return;
    }

  g_byte_array_append (call->received, g_bytes_get_data (bytes, NULL), size);
  read_more (task);
}

static void
read_more (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  g_input_stream_read_bytes_async (call->stream, CHUNK_SIZE, g_task_get_priority (task),
                                   call->stop, read_cb, g_object_ref (task));
}

/* What the answer's Retry-After asks for, in seconds or as a date; 0 when it asks for nothing. */
static guint
read_retry_after (SoupMessage *message)
{
  const char *text = soup_message_headers_get_one (soup_message_get_response_headers (message),
                                                   "Retry-After");
  g_autoptr(GDateTime) date = NULL;
  gint64 seconds;

  if (text == NULL)
    return 0;

  if (!g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &seconds, NULL))
    {
      date = soup_date_time_new_from_http_string (text);
      if (date == NULL)
        return 0;
      seconds = g_date_time_to_unix (date) - g_get_real_time () / G_USEC_PER_SEC;
    }

  return CLAMP (seconds, 1, MAX_WAIT);
}

static void
sent_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Call *call = g_task_get_task_data (task);

  call->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (call->stream == NULL)
    {
      fail_transport (task, error);
      return;
    }

  call->status = soup_message_get_status (call->message);
  call->wait = read_retry_after (call->message);
  call->received = g_byte_array_new ();
  read_more (task);
}

static void
on_message_starting_cb (SoupMessage *message,
                        gpointer     user_data)
{
  Call *call = user_data;

  call->started = TRUE;
}

/* A purchase speaks HTTP/1.1: one request on one connection, where nothing below this file sends a
 * request again on its own. libsoup 3.2 has no switch for it, but tells of the handshake to come. */
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

/* libsoup would answer "421 Misdirected Request" by sending the request again on another connection,
 * and has no switch for that either. Its handler was connected after this one, and is not reached. */
static void
on_message_got_body_cb (SoupMessage *message,
                        gpointer     user_data)
{
  if (soup_message_get_status (message) == SOUP_STATUS_MISDIRECTED_REQUEST)
    g_signal_stop_emission_by_name (message, "got-body");
}

static SoupMessage *
create_message (HspClient *self,
                Call      *call)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_POST, self->endpoint);

  soup_message_set_request_body_from_bytes (message, SOUP_FORM_MIME_TYPE_URLENCODED, call->form);
  soup_message_headers_replace (soup_message_get_request_headers (message),
                                "Accept", "application/json");

  /* the key is in the body: it goes to no other place */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  g_signal_connect (message, "starting", G_CALLBACK (on_message_starting_cb), call);
  if (call->once)
    {
      soup_message_add_flags (message, SOUP_MESSAGE_NEW_CONNECTION);
      g_signal_connect (message, "network-event",
                        G_CALLBACK (on_message_network_event_cb), call);
      g_signal_connect (message, "got-body", G_CALLBACK (on_message_got_body_cb), call);
    }
  else
    {
      soup_message_add_flags (message, SOUP_MESSAGE_IDEMPOTENT);
    }

  return message;
}

static gboolean
host_is_loopback (const char *host)
{
  g_autoptr(GInetAddress) address = g_inet_address_new_from_string (host);

  if (address == NULL)
    return g_ascii_strcasecmp (host, "localhost") == 0;

  return g_inet_address_get_is_loopback (address);
}

/* (transfer none): made for the first request, for a program that only reads the journal starts
 * sooner without */
static SoupSession *
get_session (HspClient *self)
{
  g_autoptr(GUri) uri = NULL;

  if (self->session != NULL)
    return self->session;

  /* the time limit of the whole call is ours; the session's own is for each read and write */
  self->session = soup_session_new_with_options ("user-agent", "HstockPlus/" VERSION,
                                                 "timeout", 0,
                                                 "idle-timeout", 60,
                                                 "max-conns-per-host", MAX_CONNECTIONS,
                                                 NULL);
  /* it would send a request again when asked for a password */
  soup_session_remove_feature_by_type (self->session, SOUP_TYPE_AUTH_MANAGER);

  /* what is allowed without TLS because it stays on this computer must not go to a proxy */
  uri = g_uri_parse (self->endpoint, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri != NULL && g_uri_get_host (uri) != NULL && host_is_loopback (g_uri_get_host (uri)))
    soup_session_set_proxy_resolver (self->session, NULL);
  return self->session;
}

static void
entered_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Call *call = g_task_get_task_data (task);
  HspClient *self = g_task_get_source_object (task);

  if (!hsp_pacer_enter_finish (HSP_PACER (object), result, &error))
    {
      if (call->timed_out && call->failure != NULL)
        return_error (task, call->failure);
      else if (call->timed_out)
        fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
              _("The shop asks for fewer requests, and the wait was too long."));
      else
        fail_transport (task, error);
      return;
    }

  call->message = create_message (self, call);
  soup_session_send_async (get_session (self), call->message, g_task_get_priority (task), call->stop,
                           sent_cb, g_object_ref (task));
}

/* Watching and refreshing give way to what a person has just asked for. */
static HspPace
get_pace (const HspAction *action)
{
  switch (action->id)
    {
    case HSP_ACTION_ADD:
    case HSP_ACTION_ADD_SMS:
    case HSP_ACTION_INVENTORY:
    case HSP_ACTION_BALANCE:
    case HSP_N_ACTIONS:
      return HSP_PACE_PERSON;
    case HSP_ACTION_CATEGORIES:
    case HSP_ACTION_SERVICES:
    case HSP_ACTION_STATUS:
    case HSP_ACTION_SMS_PROJECTS:
    case HSP_ACTION_SMS_COUNTRIES:
    case HSP_ACTION_SMS_CODE:
    case HSP_ACTION_SMS_STATUS:
      return HSP_PACE_BACKGROUND;
    default:
      g_return_val_if_reached (HSP_PACE_BACKGROUND);
    }
}

static void
start_attempt (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  HspClient *self = g_task_get_source_object (task);

  call->started = FALSE;
  call->status = 0;
  call->wait = 0;
  hsp_pacer_enter_async (self->pacer, get_pace (call->action), call->stop,
                         entered_cb, g_object_ref (task));
}

static gboolean
on_limit_cb (gpointer user_data)
{
  Call *call = user_data;

  call->timed_out = TRUE;
  g_cancellable_cancel (call->stop);

  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled_cb (GCancellable *cancellable,
                        gpointer      user_data)
{
  Call *call = user_data;

  g_cancellable_cancel (call->stop);

  return G_SOURCE_REMOVE;
}

static void
append_field (GString    *form,
              const char *name,
              const char *value)
{
  char *escaped = g_uri_escape_string (value, NULL, FALSE);

  if (form->len > 0)
    g_string_append_c (form, '&');
  g_string_append (form, name);
  g_string_append_c (form, '=');
  g_string_append (form, escaped);
  wipe (escaped);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

/* (transfer container) (element-type utf8): names in the table's order, or by the alphabet */
static GPtrArray *
list_names (const HspAction *action,
            GHashTable      *params)
{
  GPtrArray *names = g_ptr_array_new ();
  GHashTableIter iter;
  gpointer name;

  for (guint i = 0; i < action->n_params; i++)
    g_ptr_array_add (names, (gpointer) action->params[i].name);
  if (action->id != HSP_N_ACTIONS || params == NULL)
    return names;

  g_hash_table_iter_init (&iter, params);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    g_ptr_array_add (names, name);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* The request's body, key and all. (transfer full) */
static GBytes *
create_form (const char      *key,
             const HspAction *action,
             GHashTable      *params)
{
  /* so long that the key is never left behind by a move to a larger block */
  GString *form = g_string_sized_new (1024 + strlen (key) * 3);
  g_autoptr(GPtrArray) names = list_names (action, params);
  char *text;
  gsize length;

  append_field (form, "key", key);
  append_field (form, "action", action->name);
  for (guint i = 0; params != NULL && i < names->len; i++)
    {
      const char *value = g_hash_table_lookup (params, names->pdata[i]);

      if (value != NULL && *value != '\0')
        append_field (form, names->pdata[i], value);
    }

  length = form->len;
  text = g_string_free (form, FALSE);

  return g_bytes_new_with_free_func (text, length, wipe, text);
}

static gboolean
check_key (const char  *key,
           GError     **error)
{
  if (key == NULL)
    {
      g_propagate_error (error, hsp_error_new (HSP_ERROR_NO_KEY, HSP_DELIVERY_NONE, NULL,
                                               _("There is no API key yet.")));
      return FALSE;
    }

  for (const char *p = key; *p != '\0'; p++)
    {
      if (!g_ascii_isprint (*p))
        {
          g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                   _("The API key holds characters that no "
                                                     "key has.")));
          return FALSE;
        }
    }

  return TRUE;
}

static void
hsp_client_finalize (GObject *object)
{
  HspClient *self = HSP_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->pacer);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->key, wipe);

  G_OBJECT_CLASS (hsp_client_parent_class)->finalize (object);
}

static void
hsp_client_class_init (HspClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hsp_client_finalize;
}

static void
hsp_client_init (HspClient *self)
{
}

/* GUri lets a space pass in a host. */
static gboolean
holds_space (const char *text)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_isspace (*text) || g_ascii_iscntrl (*text))
        return TRUE;
    }

  return FALSE;
}

/**
 * hsp_client_check_endpoint:
 * @endpoint: the address of a shop
 * @error: return location, %HSP_ERROR_USAGE
 *
 * https only, and http for this computer alone ("Transport" of the API notes). Any thread.
 *
 * Returns: whether requests may be sent there
 */
gboolean
hsp_client_check_endpoint (const char  *endpoint,
                           GError     **error)
{
  g_autoptr(GUri) uri = NULL;
  const char *message = NULL;

  g_return_val_if_fail (endpoint != NULL, FALSE);
  g_return_val_if_fail (error == NULL || *error == NULL, FALSE);

  uri = g_uri_parse (endpoint, SOUP_HTTP_URI_FLAGS, NULL);
  if (uri == NULL || g_uri_get_host (uri) == NULL || *g_uri_get_host (uri) == '\0' ||
      holds_space (endpoint))
    message = _("The address of the shop is not a web address.");
  else if (g_uri_get_userinfo (uri) != NULL || g_uri_get_query (uri) != NULL ||
           g_uri_get_fragment (uri) != NULL)
    message = _("The address of the shop holds more than an address.");
  else if (!g_str_equal (g_uri_get_scheme (uri), "https") &&
           !(g_str_equal (g_uri_get_scheme (uri), "http") &&
             host_is_loopback (g_uri_get_host (uri))))
    message = _("The address of the shop must begin with https://.");

  if (message == NULL)
    return TRUE;

  g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));

  return FALSE;
}

/**
 * hsp_client_new:
 * @endpoint: the address of the shop; checked when something is sent
 * @pacer: (nullable): the account's rate limit, %NULL for one of its own
 *
 * Does no I/O. Main thread.
 *
 * Returns: (transfer full): a client without a key
 */
HspClient *
hsp_client_new (const char *endpoint,
                HspPacer   *pacer)
{
  HspClient *self;

  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (pacer == NULL || HSP_IS_PACER (pacer), NULL);

  self = g_object_new (HSP_TYPE_CLIENT, NULL);
  self->endpoint = g_strdup (endpoint);
  self->pacer = pacer != NULL ? g_object_ref (pacer)
                              : hsp_pacer_new (DEFAULT_PER_MINUTE, DEFAULT_BURST);

  return self;
}

/**
 * hsp_client_get_endpoint:
 * @self: a client
 *
 * Returns: (transfer none): the address of the shop
 */
const char *
hsp_client_get_endpoint (HspClient *self)
{
  g_return_val_if_fail (HSP_IS_CLIENT (self), NULL);

  return self->endpoint;
}

/**
 * hsp_client_set_key:
 * @self: a client
 * @key: (nullable): the key for calls from now on; %NULL or "" for none
 */
void
hsp_client_set_key (HspClient  *self,
                    const char *key)
{
  char *copy;

  g_return_if_fail (HSP_IS_CLIENT (self));

  copy = key != NULL && *key != '\0' ? g_strdup (key) : NULL;
  g_clear_pointer (&self->key, wipe);
  self->key = copy;
}

/**
 * hsp_client_has_key:
 * @self: a client
 *
 * Returns: whether it has a key
 */
gboolean
hsp_client_has_key (HspClient *self)
{
  g_return_val_if_fail (HSP_IS_CLIENT (self), FALSE);

  return self->key != NULL;
}

/**
 * hsp_client_set_time_limit:
 * @self: a client
 * @milliseconds: for each call from now on; 0 for what its action says
 */
void
hsp_client_set_time_limit (HspClient *self,
                           guint      milliseconds)
{
  g_return_if_fail (HSP_IS_CLIENT (self));

  self->limit = milliseconds;
}

static Call *
call_new (HspClient     *self,
          HspActionId    action,
          HspDecodeFunc  decode_func,
          GDestroyNotify value_free)
{
  Call *call = g_new0 (Call, 1);

  call->action = hsp_action_get (action);
  call->once = call->action->spends;
  call->decode = decode_func;
  call->value_free = value_free;
  call->key = g_strdup (self->key);
  call->stop = g_cancellable_new ();

  return call;
}

/* Starts the clock, and listens to the caller of what may be stopped. */
static void
watch_call (GTask        *task,
            GCancellable *cancellable)
{
  HspClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  call->limit = g_timeout_source_new (self->limit != 0 ? self->limit : call->action->timeout * 1000);
  g_source_set_callback (call->limit, on_limit_cb, call, NULL);
  g_source_attach (call->limit, g_task_get_context (task));

  if (cancellable != NULL)
    {
      call->caller = g_cancellable_source_new (cancellable);
      g_source_set_callback (call->caller, G_SOURCE_FUNC (on_caller_cancelled_cb), call, NULL);
      g_source_attach (call->caller, g_task_get_context (task));
    }
}

/**
 * hsp_client_call_async:
 * @self: a client
 * @action: what to ask for
 * @params: (nullable) (element-type utf8 utf8): parameters by name; only read during the call
 * @decode: makes the value from the answer, in a worker thread
 * @value_free: frees such a value
 * @cancellable: (nullable): a cancellable; for an action that spends it counts only before the start
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * The one way to the shop. A read is repeated twice at most; an action that spends is sent once and
 * then waited for to its end. The time limit of the action's description is for the whole call.
 * Main thread.
 */
void
hsp_client_call_async (HspClient           *self,
                       HspActionId          action,
                       GHashTable          *params,
                       HspDecodeFunc        decode_func,
                       GDestroyNotify       value_free,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  Call *call;
  gboolean spends;

  g_return_if_fail (HSP_IS_CLIENT (self));
  g_return_if_fail ((guint) action < HSP_N_ACTIONS);
  g_return_if_fail (decode_func != NULL && value_free != NULL);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  spends = hsp_action_get (action)->spends;
  task = g_task_new (self, spends ? NULL : cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_client_call_async);
  /* an answer that has arrived is never turned into "cancelled" */
  g_task_set_check_cancellable (task, !spends);

  if (spends && g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE, NULL,
                                                _("It was cancelled. Nothing was sent.")));
      return;
    }
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!hsp_client_check_endpoint (self->endpoint, &error) || !check_key (self->key, &error) ||
      !hsp_action_check (hsp_action_get (action), params, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  call = call_new (self, action, decode_func, value_free);
  call->form = create_form (call->key, call->action, params);
  g_task_set_task_data (task, call, call_free);
  watch_call (task, spends ? NULL : cancellable);
  start_attempt (task);
}

/* What the table would say of an action that it does not have. */
static Call *
call_new_free (HspClient      *self,
               const char     *action,
               HspDecodeFunc   decode_func,
               GDestroyNotify  value_free)
{
  Call *call = call_new (self, HSP_ACTION_BALANCE, decode_func, value_free);

  call->free_name = g_strdup (action);
  call->free_action = g_new0 (HspAction, 1);
  call->free_action->id = HSP_N_ACTIONS;
  call->free_action->name = call->free_name;
  call->free_action->confidential = TRUE;
  call->free_action->timeout = call->action->timeout;
  call->action = call->free_action;
  call->once = TRUE;

  return call;
}

/* As every form of this kind names its fields; and never those that the client sets. */
static gboolean
check_names (GHashTable  *params,
             GError     **error)
{
  GHashTableIter iter;
  gpointer name;
  g_autofree char *message = NULL;

  if (params == NULL)
    return TRUE;
  g_hash_table_iter_init (&iter, params);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      const char *p = name;

      while (g_ascii_isalnum (*p) || *p == '_')
        p++;
      if (*p == '\0' && p != name && !g_str_equal (name, "key") && !g_str_equal (name, "action"))
        continue;
      message = g_strdup_printf (_("“%s” cannot be a parameter."), (const char *) name);
      g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));
      return FALSE;
    }
  return TRUE;
}

/**
 * hsp_client_call_free_async:
 * @self: a client
 * @action: an action that the table does not have ("more actions" of the API notes)
 * @params: (nullable) (element-type utf8 utf8): parameters by name; only read during the call
 * @decode_func: makes the value from the answer, in a worker thread
 * @value_free: frees such a value
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * For a person who knows what they ask for. Nothing is known of such an action, so it is sent once
 * and never repeated. Ended with hsp_client_call_finish(). Main thread.
 */
void
hsp_client_call_free_async (HspClient           *self,
                            const char          *action,
                            GHashTable          *params,
                            HspDecodeFunc        decode_func,
                            GDestroyNotify       value_free,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  Call *call;

  g_return_if_fail (HSP_IS_CLIENT (self));
  g_return_if_fail (action != NULL && hsp_action_find (action) == NULL);
  g_return_if_fail (decode_func != NULL && value_free != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_client_call_free_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!hsp_client_check_endpoint (self->endpoint, &error) || !check_key (self->key, &error) ||
      !check_names (params, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  call = call_new_free (self, action, decode_func, value_free);
  call->form = create_form (call->key, call->action, params);
  g_task_set_task_data (task, call, call_free);
  watch_call (task, cancellable);
  start_attempt (task);
}

/**
 * hsp_client_call_finish:
 * @self: a client
 * @result: what the callback got
 * @error: return location: %HSP_ERROR, or G_IO_ERROR_CANCELLED for a read that was cancelled
 *
 * Returns: (transfer full) (nullable): the decoder's value
 */
gpointer
hsp_client_call_finish (HspClient     *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (HSP_IS_CLIENT (self), NULL);
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
