/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-inquiry.h"

#include "hsp-client.h"
#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-shop.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-number-private.h"
#include "hsp-watcher.h"

/* While waiting, `sms_status` takes the place of `sms_code` so often: it alone knows expiry and
 * charge, and in some shops the code (the API notes). */
#define STATUS_EVERY 5

/* One question or many. */
typedef struct
{
  char         *order;      /* (owned) the shop's number */
  HspSmsNumber *known;      /* (owned) (nullable) as the SMS desk has it */
  HspNumberRow *row;        /* (owned) (nullable) what is known of one that the desk does not have */
  /* while waiting */
  HspWatcher   *watcher;    /* (owned) (nullable) says when to ask again */
  GSource      *limit;      /* (owned) (nullable) */
  GSource      *caller;     /* (owned) (nullable) the caller's cancellable */
  GError       *error;      /* (owned) (nullable) of the last question */
  guint         n_polls;
  gboolean      answered;
  gboolean      over;
} Question;

static void
destroy_source (GSource *source)
{
  g_source_destroy (source);
  g_source_unref (source);
}

static void
question_free (Question *question)
{
  if (question->watcher != NULL)
    hsp_watcher_set_func (question->watcher, HSP_WATCH_CODE, NULL, NULL);
  g_clear_object (&question->watcher);
  g_clear_pointer (&question->limit, destroy_source);
  g_clear_pointer (&question->caller, destroy_source);
  g_clear_pointer (&question->row, hsp_number_row_free);
  g_clear_object (&question->known);
  g_clear_error (&question->error);
  g_free (question->order);
  g_free (question);
}

static Question *
question_new (HspAccount *account,
              const char *order)
{
  Question *question = g_new0 (Question, 1);
  HspSmsNumber *known = hsp_sms_desk_lookup (hsp_account_get_sms_desk (account), order);

  question->order = g_strdup (order);
  if (known != NULL)
    question->known = g_object_ref (known);
  else
    {
      question->row = hsp_number_row_new ();
      g_free (question->row->order);
      question->row->order = g_strdup (order);
      question->row->created = hsp_get_now ();
    }
  return question;
}

static const HspNumberRow *
get_row (Question *question)
{
  return question->known != NULL ? hsp_sms_number_get_row (question->known) : question->row;
}

/* What one action leaves out does not undo what the other said. */
static void
take_answer (HspNumberRow       *row,
             const HspSmsStatus *status)
{
  const struct { char **place; const char *text; } texts[] = {
    { &row->status, status->status },
    { &row->phone, status->phone },
    { &row->code, status->code },
    { &row->text, status->text },
    { &row->currency, status->currency },
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      if (texts[i].text == NULL || *texts[i].text == '\0')
        continue;
      g_free (*texts[i].place);
      *texts[i].place = g_strdup (texts[i].text);
    }
  if (status->charge != HSP_MONEY_UNKNOWN)
    row->charge = status->charge;
  if (status->expires_at != 0)
    row->expires = status->expires_at;
  row->checked = hsp_get_now ();
}

/* Asking once */

static void answered_again (GTask  *task,
                            GError *error);

static void
return_number (GTask *task)
{
  Question *question = g_task_get_task_data (task);
  HspSmsNumber *number;

  if (question->known != NULL)
    number = g_object_ref (question->known);
  else
    number = hsp_sms_number_new (hsp_number_row_copy (question->row), HSP_MONEY_UNKNOWN);
  g_task_return_pointer (task, number, g_object_unref);
}

/* @error: (transfer full) (nullable) */
static void
hand_on (GTask  *task,
         GError *error)
{
  Question *question = g_task_get_task_data (task);

  if (question->watcher != NULL)
    answered_again (task, error);
  else if (error != NULL)
    g_task_return_error (task, error);
  else
    return_number (task);
}

static void
status_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspSmsStatus) status = NULL;
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;

  status = hsp_shop_sms_status_finish (HSP_CLIENT (object), result, &error);
  if (status != NULL)
    take_answer (question->row, status);
  hand_on (task, error);
}

static void
ask_status (GTask *task)
{
  HspAccount *account = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  hsp_shop_sms_status_async (hsp_account_get_client (account), question->order, cancellable,
                             status_read_cb, g_object_ref (task));
}

static void
code_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspSmsStatus) status = NULL;
  Question *question = g_task_get_task_data (task);
  GError *error = NULL;

  status = hsp_shop_sms_code_finish (HSP_CLIENT (object), result, &error);
  if (status == NULL)
    {
      hand_on (task, error);
      return;
    }
  take_answer (question->row, status);
  /* Another word than this, and no code: then `sms_status` may have it */
  if (question->row->code == NULL && g_ascii_strcasecmp (question->row->status, "waiting") != 0)
    ask_status (task);
  else
    hand_on (task, NULL);
}

static void
desk_checked_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  hsp_sms_desk_check_finish (HSP_SMS_DESK (object), result, &error);
  hand_on (task, error);
}

static void
ask (GTask    *task,
     gboolean  want_status)
{
  HspAccount *account = g_task_get_source_object (task);
  Question *question = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  if (question->known != NULL)
    hsp_sms_desk_check_async (hsp_account_get_sms_desk (account), question->known, cancellable,
                              desk_checked_cb, g_object_ref (task));
  else if (want_status)
    ask_status (task);
  else
    hsp_shop_sms_code_async (hsp_account_get_client (account), question->order, cancellable,
                             code_read_cb, g_object_ref (task));
}

/**
 * hsp_inquiry_number_async:
 * @order: the shop's number of an SMS order
 * @want_status: %TRUE for `sms_status`, %FALSE for `sms_code`
 *
 * Asks once. Of a number that the journal knows both are asked as far as they are needed, and the
 * journal is brought up to date.
 */
void
hsp_inquiry_number_async (HspAccount          *account,
                          const char          *order,
                          gboolean             want_status,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (order != NULL);

  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_inquiry_number_async);
  g_task_set_task_data (task, question_new (account, order), (GDestroyNotify) question_free);
  ask (task, want_status);
}

/**
 * hsp_inquiry_number_finish:
 *
 * Returns: (transfer full) (nullable): the number
 */
HspSmsNumber *
hsp_inquiry_number_finish (HspAccount    *account,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Waiting */

/* Nothing comes after this: an answer under way finds it over. Drops the wait's own reference.
 * @error: (transfer full) (nullable) */
static void
end_wait (GTask  *task,
          GError *error)
{
  Question *question = g_task_get_task_data (task);

  question->over = TRUE;
  hsp_watcher_remove (question->watcher, HSP_WATCH_CODE, question->order);
  g_clear_pointer (&question->limit, destroy_source);
  g_clear_pointer (&question->caller, destroy_source);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    return_number (task);
  g_object_unref (task);
}

/* Asking again would not help. */
static gboolean
is_final (const GError *error)
{
  if (error->domain != HSP_ERROR)
    return TRUE;
  return !g_error_matches (error, HSP_ERROR, HSP_ERROR_NOT_SENT)
         && !g_error_matches (error, HSP_ERROR, HSP_ERROR_NO_ANSWER)
         && !g_error_matches (error, HSP_ERROR, HSP_ERROR_UNREADABLE)
         && !g_error_matches (error, HSP_ERROR, HSP_ERROR_SERVER)
         && !g_error_matches (error, HSP_ERROR, HSP_ERROR_RATE_LIMITED);
}

static gboolean
is_decided (Question *question)
{
  switch (hsp_sms_number_state_of (get_row (question), hsp_get_now ()))
    {
    case HSP_NUMBER_WAITING:
    case HSP_NUMBER_LATE:
    case HSP_NUMBER_UNWATCHED:
      return FALSE;
    case HSP_NUMBER_RECEIVED:
    case HSP_NUMBER_EXPIRED:
    case HSP_NUMBER_CANCELED:
    case HSP_NUMBER_REFUNDED:
      return TRUE;
    }
  return FALSE;
}

/* @error: (transfer full) (nullable) */
static void
answered_again (GTask  *task,
                GError *error)
{
  Question *question = g_task_get_task_data (task);
  const HspNumberRow *row = get_row (question);

  if (question->over)
    {
      g_clear_error (&error);
      return;
    }
  g_clear_error (&question->error);
  question->error = error;
  question->answered = question->answered || error == NULL;
  if (error != NULL && is_final (error))
    {
      end_wait (task, g_steal_pointer (&question->error));
      return;
    }
  if (error == NULL && is_decided (question))
    {
      end_wait (task, NULL);
      return;
    }

  hsp_watcher_add (question->watcher, HSP_WATCH_CODE, question->order, row->created, row->expires);
  hsp_watcher_done (question->watcher, HSP_WATCH_CODE, question->order, error == NULL);
  /* It asks no more: a code would have come by now */
  if (hsp_watcher_get_due (question->watcher, HSP_WATCH_CODE, question->order) < 0)
    end_wait (task, question->answered ? NULL : g_steal_pointer (&question->error));
}

static void
watch_cb (HspWatcher   *watcher,
          HspWatchKind  kind,
          const char   *id,
          gpointer      user_data)
{
  GTask *task = user_data;
  Question *question = g_task_get_task_data (task);

  ask (task, question->n_polls++ % STATUS_EVERY == 0);
}

static gboolean
on_limit_cb (gpointer user_data)
{
  GTask *task = user_data;
  Question *question = g_task_get_task_data (task);

  if (question->answered || question->error == NULL)
    end_wait (task, NULL);
  else
    end_wait (task, g_steal_pointer (&question->error));
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled_cb (GCancellable *cancellable,
                 gpointer      user_data)
{
  GError *error = NULL;

  g_cancellable_set_error_if_cancelled (cancellable, &error);
  end_wait (user_data, error);
  return G_SOURCE_REMOVE;
}

/**
 * hsp_inquiry_wait_async:
 * @order: the shop's number of an SMS order
 * @seconds: at most so long; 0 until two minutes past its expiry, or 30 minutes when that is not known
 *
 * Asks now and then as often as the watcher says. A question that fails for a moment is asked again;
 * an error that stays is returned only when there was no answer at all.
 */
void
hsp_inquiry_wait_async (HspAccount          *account,
                        const char          *order,
                        guint                seconds,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;
  Question *question;

  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (order != NULL);

  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_inquiry_wait_async);
  question = question_new (account, order);
  g_task_set_task_data (task, question, (GDestroyNotify) question_free);
  question->watcher = hsp_watcher_new ();
  /* it holds itself for as long as it waits: see end_wait() */
  hsp_watcher_set_func (question->watcher, HSP_WATCH_CODE, watch_cb, task);
  if (seconds > 0)
    {
      question->limit = g_timeout_source_new_seconds (seconds);
      g_source_set_callback (question->limit, on_limit_cb, g_object_ref (task), g_object_unref);
      g_source_attach (question->limit, g_task_get_context (task));
    }
  if (cancellable != NULL)
    {
      question->caller = g_cancellable_source_new (cancellable);
      g_source_set_callback (question->caller, G_SOURCE_FUNC (on_cancelled_cb),
                             g_object_ref (task), g_object_unref);
      g_source_attach (question->caller, g_task_get_context (task));
    }
  ask (task, question->n_polls++ % STATUS_EVERY == 0);
}

/**
 * hsp_inquiry_wait_finish:
 *
 * Returns: (transfer full) (nullable): the number, with or without a code
 */
HspSmsNumber *
hsp_inquiry_wait_finish (HspAccount    *account,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
