/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-request.h"

#include <string.h>

#include "hsp-action.h"
#include "hsp-clock.h"

struct _HspRequest
{
  GObject              parent_instance;

  HspHistoryRow       *row;         /* (owned) */
  HspExchange         *exchange;    /* (owned) (nullable) */
  char                *message;     /* (owned) (nullable) */
  HspRequestResult  result;
  gint64               free_at;     /* monotonic microseconds, 0: at once */
  guint                limit;       /* seconds, 0 unknown */
  gboolean             by_hand;
  gboolean             kept;
};

G_DEFINE_FINAL_TYPE (HspRequest, hsp_request, G_TYPE_OBJECT)

/* As they are kept: never renamed. */
static const char * const result_names[] = {
  [HSP_RESULT_ANSWERED] = "answered",
  [HSP_RESULT_REFUSED] = "refused",
  [HSP_RESULT_RATE_LIMITED] = "rate-limited",
  [HSP_RESULT_SERVER] = "server",
  [HSP_RESULT_NOT_JSON] = "not-json",
  [HSP_RESULT_BROKEN] = "broken",
  [HSP_RESULT_TIMED_OUT] = "timed-out",
  [HSP_RESULT_NOT_SENT] = "not-sent",
  [HSP_RESULT_STOPPED] = "stopped",
  [HSP_RESULT_UNCONFIRMED] = "unconfirmed",
};

G_STATIC_ASSERT (G_N_ELEMENTS (result_names) == HSP_N_RESULTS);

static void
hsp_request_finalize (GObject *object)
{
  HspRequest *self = HSP_REQUEST (object);

  g_clear_pointer (&self->row, hsp_history_row_free);
  g_clear_pointer (&self->exchange, hsp_exchange_unref);
  g_free (self->message);

  G_OBJECT_CLASS (hsp_request_parent_class)->finalize (object);
}

static void
hsp_request_class_init (HspRequestClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_request_finalize;
}

static void
hsp_request_init (HspRequest *self)
{
}

static HspRequestResult
judge_failure (const HspExchange *exchange)
{
  const HspAction *action = hsp_action_find (exchange->action);

  if (exchange->cancelled)
    return HSP_RESULT_STOPPED;
  if (exchange->delivery == HSP_DELIVERY_UNKNOWN && action != NULL && action->spends)
    return HSP_RESULT_UNCONFIRMED;
  if (exchange->code == HSP_ERROR_RATE_LIMITED && exchange->status != 0)
    return HSP_RESULT_RATE_LIMITED;
  if (exchange->delivery == HSP_DELIVERY_REFUSED)
    return HSP_RESULT_REFUSED;
  if (exchange->delivery == HSP_DELIVERY_NONE)
    return HSP_RESULT_NOT_SENT;
  if (exchange->timed_out)
    return HSP_RESULT_TIMED_OUT;
  if (exchange->code == HSP_ERROR_SERVER)
    return HSP_RESULT_SERVER;
  if (exchange->code == HSP_ERROR_UNREADABLE)
    return HSP_RESULT_NOT_JSON;
  return HSP_RESULT_BROKEN;
}

static HspRequestResult
judge (const HspExchange *exchange)
{
  if (exchange->failed)
    return judge_failure (exchange);
  /* too long to be looked into when it came */
  if (exchange->text != NULL && !exchange->text->is_json)
    return HSP_RESULT_NOT_JSON;
  return HSP_RESULT_ANSWERED;
}

/**
 * hsp_request_new_exchange:
 * @exchange: that has ended
 *
 * Returns: (transfer full)
 */
HspRequest *
hsp_request_new_exchange (HspExchange *exchange)
{
  HspRequest *self = g_object_new (HSP_TYPE_REQUEST, NULL);
  HspHistoryRow *row = g_new0 (HspHistoryRow, 1);

  /* of what has no answer for a person there is nothing more to know */
  if (exchange->by_hand || exchange->text != NULL)
    self->exchange = hsp_exchange_ref (exchange);
  self->result = judge (exchange);
  self->by_hand = exchange->by_hand;
  self->free_at = exchange->free_at;
  self->limit = exchange->limit;
  self->message = g_strdup (exchange->message);
  self->row = row;
  row->time = exchange->time;
  row->action = g_strdup (exchange->action);
  row->params = g_strdupv (exchange->params);
  row->verdict = g_strdup (result_names[self->result]);
  row->status = exchange->status;
  row->words = g_strdup (exchange->server_text);
  row->first_byte = exchange->answered > 0 ? exchange->answered - exchange->begun : -1;
  row->duration = exchange->begun > 0 ? exchange->ended - exchange->begun : 0;
  row->size = exchange->size;
  return self;
}

/** hsp_request_new_failed: Returns: (transfer full) */
HspRequest *
hsp_request_new_failed (const char    *action,
                        char         **params,
                        const GError  *error)
{
  HspRequest *self = g_object_new (HSP_TYPE_REQUEST, NULL);
  HspHistoryRow *row = g_new0 (HspHistoryRow, 1);
  char *none[] = { NULL };

  self->by_hand = TRUE;
  self->result = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ? HSP_RESULT_STOPPED
                                                                           : HSP_RESULT_NOT_SENT;
  self->message = g_strdup (error->message);
  self->row = row;
  row->time = hsp_get_now ();
  row->action = g_strdup (action);
  row->params = g_strdupv (params != NULL ? params : none);
  row->verdict = g_strdup (result_names[self->result]);
  row->first_byte = -1;
  return self;
}

static HspHistoryRow *
copy_row (const HspHistoryRow *row)
{
  HspHistoryRow *copy = g_memdup2 (row, sizeof *row);

  copy->action = g_strdup (row->action);
  copy->params = g_strdupv (row->params);
  copy->verdict = g_strdup (row->verdict);
  copy->words = g_strdup (row->words);
  return copy;
}

/** hsp_request_new_row: @row: as it was kept. Returns: (transfer full) */
HspRequest *
hsp_request_new_row (const HspHistoryRow *row)
{
  HspRequest *self = g_object_new (HSP_TYPE_REQUEST, NULL);

  self->row = copy_row (row);
  self->by_hand = TRUE;
  self->kept = TRUE;
  self->result = HSP_RESULT_BROKEN;
  for (guint i = 0; i < HSP_N_RESULTS; i++)
    {
      if (g_str_equal (result_names[i], row->verdict))
        self->result = i;
    }
  return self;
}

/** hsp_request_to_row: Returns: (transfer full) */
HspHistoryRow *
hsp_request_to_row (HspRequest *self)
{
  g_return_val_if_fail (HSP_IS_REQUEST (self), NULL);

  return copy_row (self->row);
}

gint64
hsp_request_get_time (HspRequest *self)
{
  return self->row->time;
}

const char *
hsp_request_get_action (HspRequest *self)
{
  return self->row->action;
}

const char * const *
hsp_request_get_params (HspRequest *self)
{
  return (const char * const *) self->row->params;
}

/** hsp_request_dup_params_text: Returns: (transfer full): "category=Instagram page=1", one line */
char *
hsp_request_dup_params_text (HspRequest *self)
{
  g_autofree char *text = g_strjoinv (" ", self->row->params);

  return g_strdelimit (g_steal_pointer (&text), "\r\n\t", ' ');
}

/**
 * hsp_request_dup_param:
 * @name: of a parameter
 *
 * Returns: (transfer full) (nullable): what was sent; %NULL when nothing was, or it is not known whole
 */
char *
hsp_request_dup_param (HspRequest *self,
                       const char *name)
{
  const gsize length = strlen (name);

  for (char **param = self->row->params; *param != NULL; param++)
    {
      const char *value = *param + length + 1;

      if (strncmp (*param, name, length) != 0 || (*param)[length] != '=')
        continue;
      if (strstr (value, HSP_HIDDEN) != NULL || g_str_has_suffix (value, "…"))
        return NULL;
      return g_strdup (value);
    }
  return NULL;
}

HspRequestResult
hsp_request_get_result (HspRequest *self)
{
  return self->result;
}

guint
hsp_request_get_status (HspRequest *self)
{
  return self->row->status;
}

const char *
hsp_request_get_reason (HspRequest *self)
{
  return self->exchange != NULL ? self->exchange->reason : NULL;
}

const char *
hsp_request_get_words (HspRequest *self)
{
  return self->row->words;
}

const char *
hsp_request_get_message (HspRequest *self)
{
  return self->message;
}

gint64
hsp_request_get_first_byte (HspRequest *self)
{
  return self->row->first_byte;
}

gint64
hsp_request_get_duration (HspRequest *self)
{
  return self->row->duration;
}

guint
hsp_request_get_limit (HspRequest *self)
{
  return self->limit;
}

/**
 * hsp_request_get_wait:
 *
 * Returns: for how many seconds from now on the shop asked to be left alone; 0: not, or no more
 */
guint
hsp_request_get_wait (HspRequest *self)
{
  gint64 left = self->free_at - g_get_monotonic_time ();

  return left > 0 ? (guint) ((left + G_USEC_PER_SEC - 1) / G_USEC_PER_SEC) : 0;
}

gint64
hsp_request_get_size (HspRequest *self)
{
  return self->row->size;
}

gboolean
hsp_request_is_by_hand (HspRequest *self)
{
  return self->by_hand;
}

/** hsp_request_set_kept: @kept: whether the history on disk has it; only its console says so */
void
hsp_request_set_kept (HspRequest *self,
                      gboolean    kept)
{
  g_return_if_fail (HSP_IS_REQUEST (self));

  self->kept = kept;
}

gboolean
hsp_request_is_kept (HspRequest *self)
{
  g_return_val_if_fail (HSP_IS_REQUEST (self), FALSE);

  return self->kept;
}

HspExchange *
hsp_request_get_exchange (HspRequest *self)
{
  return self->exchange;
}

/** hsp_request_drop_answer: an answer may be long, and only the last one is looked at */
void
hsp_request_drop_answer (HspRequest *self)
{
  g_return_if_fail (HSP_IS_REQUEST (self));

  g_clear_pointer (&self->exchange, hsp_exchange_unref);
}
