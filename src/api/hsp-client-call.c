/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-call-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-pacer.h"

/* of all header fields, where they are kept as text */
#define MAX_HEADERS 65536

/* seconds that the shop is left alone at most when it asks for fewer requests */
#define MAX_WAIT 120

static void
destroy_source (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

void
hsp_call_clear_message (HspCall *call)
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
clear_sources (HspCall *call)
{
  g_clear_pointer (&call->limit, destroy_source);
  g_clear_pointer (&call->caller, destroy_source);
  g_clear_pointer (&call->pause, destroy_source);
}

static void
free_call (gpointer data)
{
  HspCall *call = data;

  clear_sources (call);
  hsp_call_clear_message (call);
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

HspExchange *
hsp_client_get_exchange (GTask *task)
{
  HspCall *call = g_task_get_task_data (task);

  return call != NULL ? call->exchange : NULL;
}

void
hsp_call_end (GTask        *task,
              const GError *error)
{
  HspCall *call = g_task_get_task_data (task);
  const HspRedaction redaction = { call->question.action->name, call->key };

  clear_sources (call);
  hsp_call_clear_message (call);
  call->exchange->ended = g_get_monotonic_time ();
  call->exchange->timed_out = call->timed_out;
  if (error != NULL)
    hsp_exchange_fail (call->exchange, &redaction, error);
  hsp_client_emit_exchanged (g_task_get_source_object (task), call->exchange);
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
note_head (HspCall *call)
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
  HspCall *call = g_task_get_task_data (task);

  call->stream = soup_session_send_finish (SOUP_SESSION (object), result, &error);
  if (call->stream == NULL)
    {
      hsp_call_fail_transport (task, error);
      return;
    }

  /* an answer to a request that never began is that of a proxy, which did not let it through */
  if (!call->sending.started)
    {
      hsp_call_fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
                     _("The proxy between this computer and the shop did not let the request through."));
      return;
    }

  call->status = soup_message_get_status (call->message);
  note_head (call);
  call->wait = read_retry_after (call->message);
  hsp_call_read_answer (task);
}

static void
send_message (GTask *task)
{
  HspClient *self = g_task_get_source_object (task);
  HspCall *call = g_task_get_task_data (task);

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
  HspCall *call = g_task_get_task_data (task);

  if (!hsp_pacer_enter_finish (HSP_PACER (object), result, &error))
    {
      if (call->timed_out && call->failure != NULL)
        hsp_call_return_error (task, call->failure);
      else if (call->timed_out)
        hsp_call_fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
                       _("The shop asks for fewer requests, and the wait was too long."));
      else
        hsp_call_fail_transport (task, error);
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

void
hsp_call_start_attempt (GTask *task)
{
  HspCall *call = g_task_get_task_data (task);
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
on_pause_over_cb (gpointer user_data)
{
  GTask *task = user_data;
  HspCall *call = g_task_get_task_data (task);

  g_clear_pointer (&call->pause, destroy_source);
  hsp_call_start_attempt (task);

  return G_SOURCE_REMOVE;
}

void
hsp_call_start_later (GTask *task)
{
  HspCall *call = g_task_get_task_data (task);
  g_autoptr(GSource) stopped = g_cancellable_source_new (call->sending.stop);
  guint milliseconds = call->n_repeats * 300 + g_random_int_range (0, 200);

  call->pause = g_timeout_source_new (milliseconds);
  g_source_set_dummy_callback (stopped);
  g_source_add_child_source (call->pause, stopped);
  g_source_set_callback (call->pause, on_pause_over_cb, g_object_ref (task), g_object_unref);
  g_source_attach (call->pause, g_task_get_context (task));
}

static gboolean
on_limit_cb (gpointer user_data)
{
  HspCall *call = user_data;

  call->timed_out = TRUE;
  g_cancellable_cancel (call->sending.stop);

  return G_SOURCE_REMOVE;
}

static gboolean
on_caller_cancelled_cb (GCancellable *cancellable,
                        gpointer      user_data)
{
  HspCall *call = user_data;

  g_cancellable_cancel (call->sending.stop);

  return G_SOURCE_REMOVE;
}

/* Starts the clock, and listens to the caller of what may be stopped. */
static void
watch_call (GTask        *task,
            GCancellable *cancellable)
{
  HspClient *self = g_task_get_source_object (task);
  HspCall *call = g_task_get_task_data (task);
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
  HspCall *call = g_new0 (HspCall, 1);

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
  g_task_set_task_data (task, call, free_call);
  watch_call (task, cancellable);
  hsp_call_start_attempt (task);
}
