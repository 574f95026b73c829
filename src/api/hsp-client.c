/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-client-parts.h"

#include <glib/gi18n-lib.h>


#include "hsp-error.h"
#include "hsp-pacer.h"

/* when the account does not bring its own */
#define DEFAULT_PER_MINUTE 120
#define DEFAULT_BURST 20

/* seconds for an action that the table does not have */
#define FREE_TIMEOUT 30

enum
{
  SIGNAL_EXCHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspClient, hsp_client, G_TYPE_OBJECT)

static void
hsp_client_finalize (GObject *object)
{
  HspClient *self = HSP_CLIENT (object);

  g_clear_object (&self->session);
  g_clear_object (&self->proxy);
  g_clear_object (&self->pacer);
  g_clear_pointer (&self->endpoint, g_free);
  g_clear_pointer (&self->key, hsp_client_wipe);

  G_OBJECT_CLASS (hsp_client_parent_class)->finalize (object);
}

static void
hsp_client_class_init (HspClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hsp_client_finalize;

  /* A call has ended, well or not; before its callback. The exchange is the listener's to keep. */
  signals[SIGNAL_EXCHANGED] =
    g_signal_new ("exchanged", HSP_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, HSP_TYPE_EXCHANGE | G_SIGNAL_TYPE_STATIC_SCOPE);
}

static void
hsp_client_init (HspClient *self)
{
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
  g_clear_pointer (&self->key, hsp_client_wipe);
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

/**
 * hsp_client_set_proxy:
 * @self: a client that has sent nothing yet
 * @resolver: in place of the computer's own
 */
void
hsp_client_set_proxy (HspClient      *self,
                      GProxyResolver *resolver)
{
  g_return_if_fail (HSP_IS_CLIENT (self));
  g_return_if_fail (self->session == NULL);

  g_set_object (&self->proxy, resolver);
}

static gboolean
check_call (HspClient    *self,
            HspActionId   action,
            GHashTable   *params,
            GError      **error)
{
  return hsp_client_check_endpoint (self->endpoint, error) &&
         hsp_client_check_key (self->key, error) &&
         hsp_action_check (hsp_action_get (action), params, error);
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
 * The one way to the shop. A read is repeated twice at most; an action that spends is sent once, on
 * a connection of its own, and then waited for to its end. When it fails, the error says what became
 * of it (hsp_error_get_delivery(); hsp-client-message.c says how that is known). The time limit of the
 * action's description is for the whole call. Main thread.
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
  HspQuestion question = { 0 };
  GError *error = NULL;
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
  if (!check_call (self, action, params, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  question.action = hsp_action_get (action);
  question.once = spends;
  question.decode = decode_func;
  question.value_free = value_free;
  hsp_client_start_call (task, &question, NULL, params, spends ? NULL : cancellable);
}

/**
 * hsp_client_stream_async:
 * @self: a client
 * @action: what to ask for: a read
 * @params: (nullable) (element-type utf8 utf8): parameters by name; only read during the call
 * @sink: takes a good answer while it comes; begun anew when the read is repeated
 * @sink_data: for the sink's begin, until the call has ended
 * @decode_func: makes an error of an answer with another status than 2xx
 * @value_free: frees the sink's value
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: for @callback
 *
 * As hsp_client_call_async(), for an answer that is too long to be held whole. Ended with
 * hsp_client_call_finish(). Main thread.
 */
void
hsp_client_stream_async (HspClient           *self,
                         HspActionId          action,
                         GHashTable          *params,
                         const HspSink       *sink,
                         gpointer             sink_data,
                         HspDecodeFunc        decode_func,
                         GDestroyNotify       value_free,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  HspQuestion question = { 0 };
  GError *error = NULL;

  g_return_if_fail (HSP_IS_CLIENT (self));
  g_return_if_fail ((guint) action < HSP_N_ACTIONS && !hsp_action_get (action)->spends);
  g_return_if_fail (sink != NULL && decode_func != NULL && value_free != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_client_stream_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!check_call (self, action, params, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  question.action = hsp_action_get (action);
  question.decode = decode_func;
  question.sink = sink;
  question.sink_data = sink_data;
  question.value_free = value_free;
  hsp_client_start_call (task, &question, NULL, params, cancellable);
}

const HspAction *
hsp_client_get_unknown (void)
{
  static const HspAction unknown = {
    .id = HSP_N_ACTIONS,
    .confidential = TRUE,
    .timeout = FREE_TIMEOUT,
  };

  return &unknown;
}

void
hsp_client_emit_exchanged (HspClient   *self,
                           HspExchange *exchange)
{
  g_signal_emit (self, signals[SIGNAL_EXCHANGED], 0, exchange);
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
  HspQuestion question = { 0 };
  GError *error = NULL;

  g_return_if_fail (HSP_IS_CLIENT (self));
  g_return_if_fail (action != NULL);
  g_return_if_fail (decode_func != NULL && value_free != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_client_call_free_async);
  if (g_task_return_error_if_cancelled (task))
    return;
  if (!hsp_client_check_endpoint (self->endpoint, &error) || !hsp_client_check_key (self->key, &error) ||
      !hsp_action_check_free (action, &error) || !hsp_client_check_names (params, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  question.action = hsp_client_get_unknown ();
  question.once = TRUE;
  question.decode = decode_func;
  question.value_free = value_free;
  hsp_client_start_call (task, &question, action, params, cancellable);
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
