/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-call-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-pacer.h"

#define MAX_REPEATS 2

/* of an answer that broke off, where it is kept as text */
#define MAX_BEGINNING 1000000

/* seconds the shop is left alone when it asks for fewer requests: without a Retry-After (public
 * clients wait 5 to 8), and at most for a read that somebody waits for */
#define DEFAULT_WAIT 8
#define MAX_WAIT_TO_REPEAT 10

/* What the person gets: for a purchase the sentence also says what became of the money. */
static GError *
complete_error (HspCall      *call,
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

/* What had come when the rest did not. Short, or it would take time here. */
static void
keep_beginning (HspCall *call)
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

void
hsp_call_return_error (GTask        *task,
                       const GError *error)
{
  HspCall *call = g_task_get_task_data (task);
  g_autoptr(GError) complete = complete_error (call, error);

  keep_beginning (call);
  hsp_call_end (task, complete);
  g_task_return_error (task, g_steal_pointer (&complete));
}

static gboolean
is_worth_repeating (HspCall      *call,
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

void
hsp_call_handle_error (GTask        *task,
                       const GError *error)
{
  HspCall *call = g_task_get_task_data (task);
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
      hsp_call_return_error (task, error);
      return;
    }

  g_debug ("%s: repeating after: %s", call->question.action->name, error->message);
  g_clear_error (&call->failure);
  call->failure = g_error_copy (error);
  call->n_repeats++;
  hsp_call_clear_message (call);
  if (rate_limited)
    {
      /* the pacer does the waiting */
      call->slowed = TRUE;
      hsp_call_start_attempt (task);
    }
  else
    hsp_call_start_later (task);
}

void
hsp_call_fail (GTask       *task,
               HspError     code,
               HspDelivery  delivery,
               const char  *message)
{
  g_autoptr(GError) error = hsp_error_new (code, delivery, NULL, message);

  hsp_call_handle_error (task, error);
}

/* The connection's error as ours: nothing decides here but whether a byte may have left. */
void
hsp_call_fail_transport (GTask        *task,
                         const GError *cause)
{
  HspCall *call = g_task_get_task_data (task);

  if (!call->timed_out && g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    {
      g_autoptr(GError) cancelled = NULL;

      g_cancellable_set_error_if_cancelled (g_task_get_cancellable (task), &cancelled);
      hsp_call_return_error (task, cancelled);
      return;
    }

  g_debug ("%s: %s", call->question.action->name, cause->message);

  if (call->sending.started)
    {
      if (call->timed_out)
        hsp_call_fail (task, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
                       _("The shop did not answer in time."));
      else if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT))
        hsp_call_fail (task, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
                       _("The shop’s answer ends in the middle."));
      else
        hsp_call_fail (task, HSP_ERROR_NO_ANSWER, HSP_DELIVERY_UNKNOWN,
                       _("The connection to the shop broke before it had answered."));
    }
  else if (call->timed_out)
    hsp_call_fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
                   _("The shop could not be reached in time."));
  else if (cause->domain == G_RESOLVER_ERROR)
    hsp_call_fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
                   _("The address of the shop could not be found."));
  else if (cause->domain == G_TLS_ERROR)
    hsp_call_fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
                   _("No secure connection to the shop could be made."));
  else
    hsp_call_fail (task, HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE,
                   _("The shop could not be reached."));
}
