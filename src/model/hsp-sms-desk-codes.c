/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk-parts.h"

#include "hsp-clock.h"
#include "hsp-shop.h"
#include "hsp-sms-number-private.h"

/* `sms_status` is asked the first time and each time after so many questions: it alone knows expiry
 * and charge, and in some shops the code. */
#define STATUS_EVERY 5

static void
replace_text (char       **place,
              const char  *text)
{
  if (text == NULL || *text == '\0')
    return;
  g_free (*place);
  *place = g_strdup (text);
}

/* Each of the two actions knows a part; what one leaves out does not undo the other. */
static void
take_answer (HspSmsDesk         *self,
             HspSmsNumber       *number,
             const HspSmsStatus *status)
{
  HspNumberRow *row = hsp_number_row_copy (hsp_sms_number_get_row (number));
  const gboolean had_code = row->code != NULL;
  const HspMoney charge = row->charge;
  const HspNumberState state = hsp_sms_number_get_state (number);
  gboolean refresh;

  replace_text (&row->status, status->status);
  replace_text (&row->text, status->text);
  replace_text (&row->currency, status->currency);
  if (row->phone == NULL || *row->phone == '\0')
    replace_text (&row->phone, status->phone);
  if (status->charge != HSP_MONEY_UNKNOWN)
    row->charge = status->charge;
  if (status->expires_at != 0)
    row->expires = status->expires_at;
  if (status->code != NULL)
    replace_text (&row->code, status->code);
  row->checked = hsp_get_now ();
  if (row->code != NULL && !had_code)
    row->code_at = row->checked;

  hsp_sms_desk_change_number (self, number, row);
  hsp_sms_number_set_check_error (number, NULL);
  hsp_sms_desk_watch_number (self, number);
  refresh = hsp_sms_number_get_state (number) != state
            || (charge != HSP_MONEY_UNKNOWN && row->charge != charge);
  /* of one that was released meanwhile nobody could copy it */
  if (row->code != NULL && !had_code && g_hash_table_contains (self->by_order, row->order))
    g_signal_emit_by_name (self, "code-received", number);
  if (refresh && self->ready)
    hsp_wallet_refresh (self->wallet);
}

static void
take_check_error (HspSmsDesk   *self,
                  HspSmsNumber *number,
                  const GError *error)
{
  hsp_sms_number_set_check_error (number, error);
  g_signal_emit_by_name (self, "number-changed", number);
}

typedef struct
{
  HspSmsNumber *number;       /* (owned) */
  gboolean      want_status;
} CheckData;

static void
check_data_free (CheckData *data)
{
  g_object_unref (data->number);
  g_free (data);
}

static void
check_status_read_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspSmsStatus) status = NULL;
  HspSmsDesk *self = g_task_get_source_object (task);
  CheckData *data = g_task_get_task_data (task);
  GError *error = NULL;

  status = hsp_shop_sms_status_finish (HSP_CLIENT (object), result, &error);
  if (status != NULL)
    {
      take_answer (self, data->number, status);
      g_task_return_boolean (task, TRUE);
      return;
    }
  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    take_check_error (self, data->number, error);
  g_task_return_error (task, error);
}

/* The API notes: the code may arrive under `sms_status` only. */
static gboolean
says_code_is_there (const HspSmsStatus *status)
{
  static const char *const words[] = { "completed", "code_received", "received", NULL };
  g_autofree char *lower = NULL;

  if (status->code != NULL || status->status == NULL)
    return FALSE;
  lower = g_ascii_strdown (status->status, -1);
  return g_strv_contains (words, lower);
}

/* What the shop charged is known to `sms_status` alone: asked once more when the code is there. */
static gboolean
is_decided (const HspNumberRow *row)
{
  return row->code != NULL && row->charge != HSP_MONEY_UNKNOWN;
}

static void
check_code_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspSmsStatus) status = NULL;
  HspSmsDesk *self = g_task_get_source_object (task);
  CheckData *data = g_task_get_task_data (task);
  const HspNumberRow *row;
  GError *error = NULL;

  status = hsp_shop_sms_code_finish (HSP_CLIENT (object), result, &error);
  if (status == NULL && g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_task_return_error (task, error);
      return;
    }
  if (status != NULL)
    take_answer (self, data->number, status);
  else
    take_check_error (self, data->number, error);

  row = hsp_sms_number_get_row (data->number);
  if (status != NULL && !is_decided (row)
      && (data->want_status || says_code_is_there (status) || row->code != NULL
          || !hsp_sms_desk_is_awaited (data->number)))
    {
      GCancellable *cancellable = g_task_get_cancellable (task);

      hsp_shop_sms_status_async (self->client, row->order, cancellable, check_status_read_cb,
                                 g_steal_pointer (&task));
      return;
    }
  if (status != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
start_check (HspSmsDesk          *self,
             HspSmsNumber        *number,
             gboolean             want_status,
             GCancellable        *cancellable,
             GAsyncReadyCallback  callback,
             gpointer             user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);
  CheckData *data = g_new0 (CheckData, 1);

  g_task_set_source_tag (task, start_check);
  data->number = g_object_ref (number);
  data->want_status = want_status;
  g_task_set_task_data (task, data, (GDestroyNotify) check_data_free);
  hsp_shop_sms_code_async (self->client, hsp_sms_number_get_row (number)->order, cancellable,
                           check_code_read_cb, task);
}

static void
poll_done_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  HspSmsDesk *self = HSP_SMS_DESK (object);
  CheckData *data = g_task_get_task_data (G_TASK (result));
  const gboolean answered = g_task_propagate_boolean (G_TASK (result), NULL);

  if (!self->ready)
    return;
  hsp_watcher_done (self->watcher, HSP_WATCH_CODE, hsp_sms_number_get_row (data->number)->order,
                    answered);
  /* Its time may be over with this question: the state follows the clock */
  if (!hsp_sms_desk_is_awaited (data->number))
    hsp_sms_desk_number_changed (self, data->number);
}

void
hsp_sms_desk_watch_cb (HspWatcher   *watcher,
                       HspWatchKind  kind,
                       const char   *id,
                       gpointer      user_data)
{
  HspSmsDesk *self = user_data;
  HspSmsNumber *number = hsp_sms_desk_lookup (self, id);

  if (number == NULL)
    {
      hsp_watcher_remove (watcher, kind, id);
      return;
    }
  start_check (self, number, hsp_sms_number_next_poll (number) % STATUS_EVERY == 0,
               self->cancellable, poll_done_cb, NULL);
}

/**
 * hsp_sms_desk_check_async:
 *
 * Asks now for code, expiry and charge, because a person wants to know. Errors are of HSP_ERROR, or
 * G_IO_ERROR_CANCELLED.
 */
void
hsp_sms_desk_check_async (HspSmsDesk          *self,
                          HspSmsNumber        *number,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (HSP_IS_SMS_DESK (self));
  g_return_if_fail (HSP_IS_SMS_NUMBER (number));

  start_check (self, number, TRUE, cancellable, callback, user_data);
}

gboolean
hsp_sms_desk_check_finish (HspSmsDesk    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
