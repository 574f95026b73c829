/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-intake.h"
#include "hsp-json.h"
#include "hsp-pacer.h"
#include "hsp-reply.h"

#define MAX_REPEATS 2
#define CHUNK_SIZE 65536
/* of a long answer: that of drawing, so that each has its turn. Above it nothing is drawn while there is more to
 * read, and below it nothing is read where drawing is slow. */
#define STREAM_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)
/* bytes of an answer that is read sooner than a worker would have begun */
#define SMALL_ANSWER 2048
/* and in how many pieces, the end included, before it is waited for: most often it is here with its head */
#define MAX_AT_ONCE 4

/* of an answer that broke off, and of all header fields, where they are kept as text */
#define MAX_BEGINNING 1000000
#define MAX_HEADERS 65536

/* seconds the shop is left alone when it asks for fewer requests: without a Retry-After (public
 * clients wait 5 to 8), at most, and at most for a read that somebody waits for */
#define DEFAULT_WAIT 8
#define MAX_WAIT 120
#define MAX_WAIT_TO_REPEAT 10

/* One call, over all its repeats. */
typedef struct
{
  HspQuestion      question;
  HspAction       *free_action; /* (owned) (nullable) of the question, when the table lacks it */
  char            *free_name;   /* (owned) (nullable) its name */
  char            *key;         /* (owned) wiped */
  GBytes          *form;        /* (owned) holds the key, wiped */
  HspSending       sending;     /* stopped by the time limit or the caller */
  GSource         *limit;       /* (owned) (nullable) the time limit */
  GSource         *caller;      /* (owned) (nullable) the caller's cancellable */
  GSource         *pause;       /* (owned) (nullable) before a repeat */
  SoupSession     *session;     /* (owned) (nullable) */
  SoupMessage     *message;     /* (owned) (nullable) */
  GInputStream    *stream;      /* (owned) (nullable) */
  GByteArray      *received;    /* (owned) (nullable) */
  HspIntake       *intake;      /* (owned) (nullable) in place of it, for an answer that streams in */
  GError          *broken;      /* (owned) (nullable) what broke the answer off, until the worker is out of it */
  GError          *failure;     /* (owned) (nullable) why it is repeated */
  HspExchange     *exchange;    /* (owned) */
  guint            status;      /* of HTTP, 0 before there is one */
  guint            wait;        /* seconds, what the answer asks for */
  guint            n_repeats;
  gboolean         slowed;      /* repeated for "too much" once */
  gboolean         timed_out;
  gboolean         reading;
} Call;

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
    g_signal_handlers_disconnect_by_data (call->message, &call->sending);
  g_clear_object (&call->stream);
  g_clear_object (&call->message);
  g_clear_object (&call->session);
  g_clear_pointer (&call->received, g_byte_array_unref);
  g_clear_pointer (&call->intake, hsp_intake_abandon);
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
  g_clear_pointer (&call->key, hsp_client_wipe);
  g_clear_pointer (&call->form, g_bytes_unref);
  g_clear_object (&call->sending.stop);
  g_clear_error (&call->broken);
  g_clear_error (&call->failure);
  g_clear_pointer (&call->exchange, hsp_exchange_unref);
  g_free (call->free_action);
  g_free (call->free_name);
  g_free (call);
}

static void start_attempt (GTask *task);
static void read_more     (GTask *task);

/* What the person gets: for a purchase the sentence also says what became of the money. */
static GError *
complete_error (Call         *call,
                const GError *error)
{
  HspDelivery delivery = hsp_error_get_delivery (error);
  g_autofree char *message = NULL;
  const char *then = NULL;

  if (error->domain != HSP_ERROR)
    return g_error_copy (error);

  if (call->question.action->spends)
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

  return hsp_error_new (error->code, delivery, hsp_error_get_server_text (error), message);
}

HspExchange *
hsp_client_get_exchange (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  return call != NULL ? call->exchange : NULL;
}

/* @error: (nullable) */
static void
end_exchange (GTask        *task,
              const GError *error)
{
  Call *call = g_task_get_task_data (task);
  const HspRedaction redaction = { call->question.action->name, call->key };

  call->exchange->ended = g_get_monotonic_time ();
  call->exchange->timed_out = call->timed_out;
  if (error != NULL)
    hsp_exchange_fail (call->exchange, &redaction, error);
  hsp_client_emit_exchanged (g_task_get_source_object (task), call->exchange);
}

/* What had come when the rest did not. Short, or it would take time here. */
static void
keep_beginning (Call *call)
{
  const HspRedaction redaction = { call->question.action->name, call->key };
  g_autoptr(GBytes) body = NULL;

  if (call->received == NULL || call->received->len == 0)
    return;
  if (!call->question.keep || call->received->len > MAX_BEGINNING)
    return;
  body = g_bytes_new (call->received->data, call->received->len);
  call->exchange->text = hsp_answer_text_new (&redaction, body, NULL);
}

static void
return_error (GTask        *task,
              const GError *error)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr(GError) complete = complete_error (call, error);

  keep_beginning (call);
  call_clear_sources (call);
  call_clear_message (call);
  end_exchange (task, complete);
  g_task_return_error (task, g_steal_pointer (&complete));
}

static gboolean
is_worth_repeating (Call         *call,
                    const GError *error)
{
  if (call->question.once || call->n_repeats >= MAX_REPEATS ||
      g_cancellable_is_cancelled (call->sending.stop) || error->domain != HSP_ERROR)
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
    case HSP_ERROR_LIMIT:
    case HSP_ERROR_MISMATCH:
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
  g_autoptr(GSource) stopped = g_cancellable_source_new (call->sending.stop);
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
      call->exchange->free_at = g_get_monotonic_time () + (gint64) call->wait * G_USEC_PER_SEC;
    }

  if (!is_worth_repeating (call, error))
    {
      return_error (task, error);
      return;
    }

  g_debug ("%s: repeating after: %s", call->question.action->name, error->message);
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

  if (!call->timed_out && g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_autoptr(GError) cancelled = NULL;

      g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &cancelled);
      return_error (task, cancelled);
      return;
    }

  g_debug ("%s: %s", call->question.action->name, cause->message);

  if (call->sending.started)
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
  char          *key;     /* (owned) wiped */
  char          *action;  /* (owned) (nullable) of an answer that is kept as text */
  HspAnswerText *text;    /* (owned) (nullable) */
  HspDecodeFunc  decode;
  GDestroyNotify value_free;
} Answer;

static void
answer_free (gpointer data)
{
  Answer *answer = data;

  g_bytes_unref (answer->body);
  hsp_client_wipe (answer->key);
  g_free (answer->action);
  g_clear_pointer (&answer->text, hsp_answer_text_unref);
  g_free (answer);
}

/* (transfer full) (nullable): the value */
static gpointer
decode_answer (Answer        *answer,
               GCancellable  *cancellable,
               GError       **error)
{
  /* a shop that repeats the key gets it no further than here */
  answer->body = hsp_reply_hide (answer->body, answer->key);
  if (answer->action != NULL)
    {
      const HspRedaction redaction = { answer->action, answer->key };

      answer->text = hsp_answer_text_new (&redaction, answer->body, cancellable);
    }
  return hsp_reply_check_status (answer->status, answer->body, error) ? answer->decode (answer->body, error) : NULL;
}

/* In a worker, unless there is little to decode. */
static void
decode_in_thread (GTask        *task,
                  gpointer      source_object,
                  gpointer      task_data,
                  GCancellable *cancellable)
{
  Answer *answer = task_data;
  GError *error = NULL;
  gpointer value = decode_answer (answer, cancellable, &error);

  if (value != NULL)
    g_task_return_pointer (task, value, answer->value_free);
  else
    g_task_return_error (task, error);
}

/* @value: (transfer full) (nullable). @error: (transfer full) (nullable) */
static void
take_value (GTask    *task,
            Answer   *answer,
            gpointer  value,
            GError   *failure)
{
  g_autoptr(GError) error = failure;
  Call *call = g_task_get_task_data (task);

  if (call->question.keep && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task),
                                                                   error == NULL ? &error : NULL))
    {
      g_clear_pointer (&value, call->question.value_free);
      return_error (task, error);
      return;
    }
  call->exchange->text = g_steal_pointer (&answer->text);
  if (value == NULL)
    {
      handle_error (task, error);
      return;
    }

  call_clear_sources (call);
  call_clear_message (call);
  end_exchange (task, NULL);
  g_task_return_pointer (task, value, call->question.value_free);
}

static void
decoded_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  take_value (task, g_task_get_task_data (G_TASK (result)), value, error);
}

/* The whole answer is here. The decoding task has no source object, so that the worker never drops
 * the last reference to this one. */
static void
decode (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  g_autoptr(GTask) decoding = NULL;
  Answer *answer = g_new0 (Answer, 1);
  gboolean keep = call->question.keep || call->question.action->spends;
  /* what is only looked at may be stopped meanwhile */
  GCancellable *cancellable = call->question.keep ? g_task_get_cancellable (task) : NULL;

  answer->status = call->status;
  answer->body = g_byte_array_free_to_bytes (g_steal_pointer (&call->received));
  answer->key = g_strdup (call->key);
  answer->action = keep ? g_strdup (call->question.action->name) : NULL;
  answer->decode = call->question.decode;
  answer->value_free = call->question.value_free;

  if (g_bytes_get_size (answer->body) <= SMALL_ANSWER)
    {
      GError *error = NULL;
      gpointer value = decode_answer (answer, cancellable, &error);

      take_value (task, answer, value, error);
      answer_free (answer);
      return;
    }

  decoding = g_task_new (NULL, cancellable, decoded_cb, g_object_ref (task));
  g_task_set_check_cancellable (decoding, FALSE);
  g_task_set_source_tag (decoding, decode);
  g_task_set_task_data (decoding, answer, answer_free);
  g_task_run_in_thread (decoding, decode_in_thread);
}

/* An answer that streams in */

/* @cause: what was wrong with the connection, or an error of ours */
static void
fail_broken (GTask        *task,
             const GError *cause)
{
  if (cause->domain == HSP_ERROR)
    handle_error (task, cause);
  else
    fail_transport (task, cause);
}

/* The caller looks at what came, or another answer begins, only when the worker is out of this one. */
static void
break_off (GTask        *task,
           const GError *cause)
{
  Call *call = g_task_get_task_data (task);

  if (call->intake == NULL || hsp_intake_break (call->intake))
    fail_broken (task, cause);
  else
    call->broken = g_error_copy (cause);
}

static void
taken_in_cb (gpointer      value,
             const GError *error,
             gpointer      user_data)
{
  g_autoptr(GTask) task = g_object_ref (G_TASK (user_data));
  Call *call = g_task_get_task_data (task);

  if (value == NULL)
    {
      g_autoptr(GError) broken = g_steal_pointer (&call->broken);

      /* an answer that is wrong in the middle: what is still being read of it is of no use */
      if (call->reading)
        g_cancellable_cancel (call->sending.stop);
      fail_broken (task, error != NULL ? error : broken);
      return;
    }
  call_clear_sources (call);
  call_clear_message (call);
  end_exchange (task, NULL);
  g_task_return_pointer (task, value, call->question.value_free);
}

static void
on_intake_ready_cb (gpointer user_data)
{
  read_more (G_TASK (user_data));
}

/* FALSE when the caller has gone, and with it what the sink writes into. */
static gboolean
begin_intake (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  if (g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;
  call->intake = hsp_intake_new (call->question.sink, call->question.sink_data, call->key,
                                 call->question.value_free, on_intake_ready_cb, taken_in_cb,
                                 g_object_ref (task), g_object_unref);
  return TRUE;
}

static void
take_in (GTask  *task,
         GBytes *bytes)
{
  Call *call = g_task_get_task_data (task);

  if (g_bytes_get_size (bytes) == 0)
    hsp_intake_end (call->intake);
  else if (hsp_intake_add (call->intake, bytes))
    read_more (task);
}

/* Of another status than 2xx the status decides, whatever became of the body. */
static void
end_broken (GTask        *task,
            const GError *error)
{
  Call *call = g_task_get_task_data (task);

  if (SOUP_STATUS_IS_SUCCESSFUL (call->status))
    break_off (task, error);
  else
    decode (task);
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
  /* of an answer that was given up while this was under way */
  if (G_INPUT_STREAM (object) != call->stream)
    return;
  call->reading = FALSE;
  if (bytes == NULL)
    {
      end_broken (task, error);
      return;
    }

  size = g_bytes_get_size (bytes);
  call->exchange->size += size;
  if (call->exchange->size > HSP_JSON_MAX_SIZE)
    {
      error = hsp_error_new (HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, NULL,
                             _("The shop’s answer is too long."));
      break_off (task, error);
      return;
    }
  if (call->intake != NULL)
    {
      take_in (task, bytes);
      return;
    }
  if (size == 0)
    {
      decode (task);
      return;
    }

  g_byte_array_append (call->received, g_bytes_get_data (bytes, NULL), size);
  read_more (task);
}

static void
read_more (GTask *task)
{
  Call *call = g_task_get_task_data (task);

  call->reading = TRUE;
  g_input_stream_read_bytes_async (call->stream, CHUNK_SIZE,
                                   call->intake != NULL ? STREAM_PRIORITY : g_task_get_priority (task),
                                   call->sending.stop, read_cb, g_object_ref (task));
}

/* Takes what has come with the head, without a turn of the main loop for each piece. FALSE: the rest is still
 * to come. */
static gboolean
read_at_once (GTask *task)
{
  Call *call = g_task_get_task_data (task);
  char piece[SMALL_ANSWER];
  g_autoptr(GError) error = NULL;

  if (!G_IS_POLLABLE_INPUT_STREAM (call->stream) ||
      !g_pollable_input_stream_can_poll (G_POLLABLE_INPUT_STREAM (call->stream)))
    return FALSE;
  for (guint i = 0; i < MAX_AT_ONCE; i++)
    {
      const gssize n = g_pollable_input_stream_read_nonblocking (G_POLLABLE_INPUT_STREAM (call->stream), piece,
                                                                 sizeof piece, call->sending.stop, &error);

      if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WOULD_BLOCK))
        return FALSE;
      if (n < 0)
        end_broken (task, error);
      else if (n == 0)
        decode (task);
      if (n <= 0)
        return TRUE;
      call->exchange->size += n;
      g_byte_array_append (call->received, (const guint8 *) piece, n);
    }
  return FALSE;
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

/* Of the answer to what was sent last. */
static void
note_head (Call *call)
{
  const HspRedaction redaction = { call->question.action->name, call->key };
  g_autoptr(GString) text = NULL;
  SoupMessageHeadersIter iter;
  const char *name, *value;

  call->exchange->answered = g_get_monotonic_time ();
  call->exchange->status = call->status;
  if (!call->question.keep && !call->question.action->spends)
    return;

  call->exchange->reason = hsp_redact_text (&redaction,
                                            soup_message_get_reason_phrase (call->message));
  text = g_string_new (NULL);
  soup_message_headers_iter_init (&iter, soup_message_get_response_headers (call->message));
  while (soup_message_headers_iter_next (&iter, &name, &value) && text->len < MAX_HEADERS)
    {
      g_autofree char *safe = hsp_redact_header (&redaction, name, value);

      g_string_append_printf (text, "%s: %s\n", name, safe);
    }
  call->exchange->headers = g_string_free (g_steal_pointer (&text), FALSE);
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

  /* an answer to a request that never began is that of a proxy, which did not let it through */
  if (!call->sending.started)
    {
      fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
            _("The proxy between this computer and the shop did not let the request through."));
      return;
    }

  call->status = soup_message_get_status (call->message);
  note_head (call);
  call->wait = read_retry_after (call->message);
  call->exchange->size = 0;
  if (call->question.sink == NULL || !SOUP_STATUS_IS_SUCCESSFUL (call->status) ||
      !begin_intake (task))
    call->received = g_byte_array_new ();
  if (call->received == NULL || !read_at_once (task))
    read_more (task);
}

static void
send_message (GTask *task)
{
  HspClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);

  call->message = hsp_client_create_message (self, call->form, call->question.once, &call->sending);
  call->session = hsp_client_get_session (self, call->question.once);
  hsp_exchange_begin (call->exchange);
  soup_session_send_async (call->session, call->message, g_task_get_priority (task),
                           call->sending.stop, sent_cb, g_object_ref (task));
}

static void
entered_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  Call *call = g_task_get_task_data (task);

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

  send_message (task);
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

  call->sending.started = FALSE;
  call->status = 0;
  call->wait = 0;
  if (!g_cancellable_is_cancelled (call->sending.stop) && hsp_pacer_enter_now (self->pacer))
    send_message (task);
  else
    hsp_pacer_enter_async (self->pacer, get_pace (call->question.action), call->sending.stop,
                           entered_cb, g_object_ref (task));
}

static gboolean
on_limit_cb (gpointer user_data)
{
  Call *call = user_data;

  call->timed_out = TRUE;
  g_cancellable_cancel (call->sending.stop);

  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled_cb (GCancellable *cancellable,
                        gpointer      user_data)
{
  Call *call = user_data;

  g_cancellable_cancel (call->sending.stop);

  return G_SOURCE_REMOVE;
}

/* Starts the clock, and listens to the caller of what may be stopped. */
static void
watch_call (GTask        *task,
            GCancellable *cancellable)
{
  HspClient *self = g_task_get_source_object (task);
  Call *call = g_task_get_task_data (task);
  guint milliseconds = self->limit != 0 ? self->limit : call->question.action->timeout * 1000;

  call->exchange->limit = (milliseconds + 999) / 1000;
  call->limit = g_timeout_source_new (milliseconds);
  g_source_set_callback (call->limit, on_limit_cb, call, NULL);
  g_source_attach (call->limit, g_task_get_context (task));

  if (cancellable != NULL)
    {
      call->caller = g_cancellable_source_new (cancellable);
      g_source_set_callback (call->caller, G_SOURCE_FUNC (on_caller_cancelled_cb), call, NULL);
      g_source_attach (call->caller, g_task_get_context (task));
    }
}

void
hsp_client_start_call (GTask             *task,
                       const HspQuestion *question,
                       const char        *free_name,
                       GHashTable        *params,
                       GCancellable      *cancellable)
{
  HspClient *self = g_task_get_source_object (task);
  Call *call = g_new0 (Call, 1);

  call->question = *question;
  if (free_name != NULL)
    {
      call->free_name = g_strdup (free_name);
      call->free_action = g_memdup2 (question->action, sizeof *question->action);
      call->free_action->name = call->free_name;
      call->question.action = call->free_action;
    }
  call->key = g_strdup (self->key);
  call->form = hsp_client_create_form (call->key, call->question.action, params);
  call->exchange = hsp_exchange_new (&(HspRedaction) { call->question.action->name, call->key },
                                     params);
  call->exchange->by_hand = call->question.keep;
  call->sending.stop = g_cancellable_new ();
  g_task_set_task_data (task, call, call_free);
  watch_call (task, cancellable);
  start_attempt (task);
}
