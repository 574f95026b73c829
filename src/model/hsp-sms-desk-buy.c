/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-error.h"
#include "hsp-order-book-private.h"
#include "hsp-purchase.h"
#include "hsp-sms-project.h"
#include "hsp-wallet-private.h"

/* `add_sms` sells so many at once (the API notes). */
#define MOST_NUMBERS 10

static void
change_spending (HspSmsDesk *self,
                 int         change)
{
  const gboolean before = self->n_spending > 0;

  self->n_spending += change;
  if ((self->n_spending > 0) != before)
    g_object_notify (G_OBJECT (self), "spending");
}

/* What is being bought. */
typedef struct
{
  HspBuying *buying;    /* (owned) */
  gint64     purchase;  /* the journal's number; 0 before it is known */
} GetData;

static void
get_data_free (GetData *data)
{
  g_free (data->buying);
  g_free (data);
}

/* What came of buying, for the finish function. */
typedef struct
{
  GPtrArray  *numbers;   /* (owned) (element-type HspSmsNumber) */
  char       *reason;    /* (owned) (nullable) */
  HspOutcome  outcome;
} GetResult;

static void
get_result_free (GetResult *data)
{
  g_clear_pointer (&data->numbers, g_ptr_array_unref);
  g_free (data->reason);
  g_free (data);
}

static void
note_unwritten (HspSmsDesk *self,
                GPtrArray  *numbers)
{
  for (guint i = 0; i < numbers->len; i++)
    g_hash_table_add (self->unwritten, g_strdup (hsp_sms_number_get_row (numbers->pdata[i])->order));
}

static void
get_bought_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspPurchaseResult) purchase = NULL;
  HspSmsDesk *self = g_task_get_source_object (task);
  HspBuying *buying;
  GError *error = NULL;
  GetResult *data;

  purchase = hsp_purchase_finish (result, &error);
  if (purchase == NULL)
    {
      change_spending (self, -1);
      g_task_return_error (task, error);
      return;
    }

  ((GetData *) g_task_get_task_data (task))->purchase = purchase->row->id;
  buying = ((GetData *) g_task_get_task_data (task))->buying;
  buying->purchase.ended = hsp_wallet_tick (self->wallet);
  data = g_new0 (GetResult, 1);
  data->outcome = purchase->row->outcome;
  data->reason = g_strdup (purchase->row->reason);
  if (purchase->numbers != NULL)
    data->numbers = hsp_sms_desk_take_placed (self, purchase->row, purchase->numbers,
                                              buying->purchase);
  else
    data->numbers = g_ptr_array_new_with_free_func (g_object_unref);
  if (purchase->unwritten != NULL)
    note_unwritten (self, data->numbers);
  if (data->outcome != HSP_OUTCOME_PLACED)
    hsp_order_book_add_row (self->book, hsp_purchase_row_copy (purchase->row), purchase->unwritten,
                            buying->purchase, buying->before);
  change_spending (self, -1);
  if (data->outcome != HSP_OUTCOME_NOT_SENT && self->ready)
    hsp_wallet_refresh (self->wallet);
  g_task_return_pointer (task, data, (GDestroyNotify) get_result_free);
}

static HspPurchaseRow *
make_draft (HspSmsDesk    *self,
            HspSmsProject *project,
            guint          quantity,
            const char    *phone)
{
  const HspMoney price = hsp_sms_project_get_price (project);
  const char *country = hsp_sms_project_get_country (project);
  HspPurchaseRow *draft = hsp_purchase_row_new ();

  draft->kind = HSP_PURCHASE_SMS;
  draft->item = g_strdup (hsp_sms_project_get_id (project));
  draft->name = g_strdup (hsp_sms_project_get_name (project));
  draft->quantity = quantity;
  draft->country = *country != '\0' ? g_strdup (country) : NULL;
  draft->phone = phone != NULL && *phone != '\0' ? g_strdup (phone) : NULL;
  draft->estimate = hsp_money_times (price, quantity, 1);
  g_free (draft->currency);
  draft->currency = g_strdup (hsp_wallet_get_currency (self->wallet));
  draft->balance_before = hsp_wallet_get_balance (self->wallet);
  draft->balance_before_at = hsp_wallet_get_read_at (self->wallet);
  return draft;
}

/**
 * hsp_sms_desk_get_async:
 * @quantity: 1-10
 * @phone: (nullable): a number to use again
 *
 * Buys numbers: limits, journal row, wire, outcome. Not cancellable. Main thread. The estimate is made
 * from the price as it was read last, which may be newer than @project.
 */
void
hsp_sms_desk_get_async (HspSmsDesk          *self,
                        HspSmsProject       *project,
                        guint                quantity,
                        const char          *phone,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(HspPurchaseRow) draft = NULL;
  HspSmsProject *known;
  GetData *data;

  g_return_if_fail (HSP_IS_SMS_DESK (self));
  g_return_if_fail (HSP_IS_SMS_PROJECT (project));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_sms_desk_get_async);
  g_task_set_check_cancellable (task, FALSE);

  if (!self->ready)
    {
      g_task_return_error (task, hsp_order_book_make_closed_error (self->book));
      return;
    }
  if (quantity < 1 || quantity > MOST_NUMBERS)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("1 to 10 numbers can be bought at once.")));
      return;
    }
  known = hsp_sms_desk_find_project (self, hsp_sms_project_get_id (project),
                                     hsp_sms_project_get_country (project));
  draft = make_draft (self, known != NULL ? known : project, quantity, phone);
  data = g_new0 (GetData, 1);
  data->buying = hsp_wallet_begin_buying (self->wallet);
  g_task_set_task_data (task, data, (GDestroyNotify) get_data_free);
  change_spending (self, 1);
  hsp_purchase_async (self->journal, self->client, self->spending, draft, get_bought_cb,
                      g_steal_pointer (&task));
}

/**
 * hsp_sms_desk_get_finish:
 * @outcome: (out) (optional): what came of it
 * @reason: (out) (optional) (transfer full) (nullable): why it was not placed
 *
 * Returns: (transfer full) (nullable) (element-type HspSmsNumber): empty unless placed (or placed, and
 *   unconfirmed since that could not be written down); %NULL with
 *   HSP_ERROR_STORE, HSP_ERROR_LIMIT or HSP_ERROR_USAGE when nothing was sent
 */
GPtrArray *
hsp_sms_desk_get_finish (HspSmsDesk    *self,
                         GAsyncResult  *result,
                         HspOutcome    *outcome,
                         char         **reason,
                         GError       **error)
{
  GetResult *data;
  GPtrArray *numbers;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  data = g_task_propagate_pointer (G_TASK (result), error);
  if (data == NULL)
    return NULL;
  if (outcome != NULL)
    *outcome = data->outcome;
  if (reason != NULL)
    *reason = g_steal_pointer (&data->reason);
  numbers = g_steal_pointer (&data->numbers);
  get_result_free (data);
  return numbers;
}

/**
 * hsp_sms_desk_get_purchase:
 * @result: of hsp_sms_desk_get_async()
 *
 * Returns: the journal's number of the purchase, whatever came of it; 0 when nothing was written
 */
gint64
hsp_sms_desk_get_purchase (HspSmsDesk   *self,
                           GAsyncResult *result)
{
  const GetData *data;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  data = g_task_get_task_data (G_TASK (result));
  return data != NULL ? data->purchase : 0;
}
