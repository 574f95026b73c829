/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-call-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-json.h"
#include "hsp-reply.h"

#define CHUNK_SIZE 65536
/* of a long answer: that of drawing, so that each has its turn. Above it nothing is drawn while there is more to
 * read, and below it nothing is read where drawing is slow. */
#define STREAM_PRIORITY (G_PRIORITY_HIGH_IDLE + 20)
/* bytes of an answer that is read sooner than a worker would have begun */
#define SMALL_ANSWER 2048
/* and in how many pieces, the end included, before it is waited for: most often it is here with its head */
#define MAX_AT_ONCE 4

static void read_more (GTask *task);

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

/* @value: (transfer full) */
static void
return_value (GTask    *task,
              gpointer  value)
{
  HspCall *call = g_task_get_task_data (task);

  hsp_call_end (task, NULL);
  g_task_return_pointer (task, value, call->question.value_free);
}

/* @value: (transfer full) (nullable). @error: (transfer full) (nullable) */
static void
take_value (GTask    *task,
            Answer   *answer,
            gpointer  value,
            GError   *failure)
{
  g_autoptr(GError) error = failure;
  HspCall *call = g_task_get_task_data (task);

  if (call->question.keep && g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task),
                                                                   error == NULL ? &error : NULL))
    {
      g_clear_pointer (&value, call->question.value_free);
      hsp_call_return_error (task, error);
      return;
    }
  call->exchange->text = g_steal_pointer (&answer->text);
  if (value == NULL)
    {
      hsp_call_handle_error (task, error);
      return;
    }

  return_value (task, value);
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
  HspCall *call = g_task_get_task_data (task);
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
    hsp_call_handle_error (task, cause);
  else
    hsp_call_fail_transport (task, cause);
}

/* The caller looks at what came, or another answer begins, only when the worker is out of this one. */
static void
break_off (GTask        *task,
           const GError *cause)
{
  HspCall *call = g_task_get_task_data (task);

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
  HspCall *call = g_task_get_task_data (task);

  if (value == NULL)
    {
      g_autoptr(GError) broken = g_steal_pointer (&call->broken);

      /* an answer that is wrong in the middle: what is still being read of it is of no use */
      if (call->reading)
        g_cancellable_cancel (call->sending.stop);
      fail_broken (task, error != NULL ? error : broken);
      return;
    }
  return_value (task, value);
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
  HspCall *call = g_task_get_task_data (task);

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
  HspCall *call = g_task_get_task_data (task);

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
  HspCall *call = g_task_get_task_data (task);

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
  HspCall *call = g_task_get_task_data (task);
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
  HspCall *call = g_task_get_task_data (task);

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
  HspCall *call = g_task_get_task_data (task);
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

void
hsp_call_read_answer (GTask *task)
{
  HspCall *call = g_task_get_task_data (task);

  call->exchange->size = 0;
  if (call->question.sink == NULL || !SOUP_STATUS_IS_SUCCESSFUL (call->status) || !begin_intake (task))
    call->received = g_byte_array_new ();
  if (call->received == NULL || !read_at_once (task))
    read_more (task);
}
