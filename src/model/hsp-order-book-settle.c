/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-shop.h"
#include "hsp-wallet-private.h"

/* What a balance with two decimals can hide of a charge. */
#define ROUNDING (HSP_MONEY_UNIT / 200)
/* No shop's number is longer. */
#define MOST_DIGITS 32

/* Orders and numbers that a person names */

typedef struct
{
  char           *number;   /* (owned) of the shop */
  HspOrder       *order;    /* (owned) (nullable) that is settled */
  HspOrderStatus *status;   /* (owned) (nullable) */
  HspPurchaseRow *row;      /* (owned) (nullable) that is adopted */
  GPtrArray      *numbers;  /* (owned) (nullable) (element-type HspNumberRow) */
} NamedData;

static void
named_data_free (NamedData *data)
{
  g_free (data->number);
  g_clear_object (&data->order);
  g_clear_pointer (&data->status, hsp_order_status_free);
  g_clear_pointer (&data->row, hsp_purchase_row_free);
  g_clear_pointer (&data->numbers, g_ptr_array_unref);
  g_free (data);
}

/* (transfer full) (nullable): NULL when the task has got an error */
static NamedData *
take_number (HspOrderBook *self,
             const char   *order_number,
             GTask        *task)
{
  g_autofree char *number = g_strstrip (g_strdup (order_number));
  NamedData *data;

  if (*number == '#')
    memmove (number, number + 1, strlen (number));
  if (!self->ready)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_STORE, HSP_DELIVERY_NONE, NULL,
                                                _("Your orders cannot be written down now.")));
      return NULL;
    }
  if (*number == '\0' || strlen (number) > MOST_DIGITS)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("Enter the number of an order.")));
      return NULL;
    }
  if (hsp_order_book_find_by_number (self, number) != NULL)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                                _("This order is in your orders already.")));
      return NULL;
    }
  data = g_new0 (NamedData, 1);
  data->number = g_steal_pointer (&number);
  g_task_set_task_data (task, data, (GDestroyNotify) named_data_free);
  return data;
}

static void
adopt_written_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  GError *error = NULL;
  HspOrder *order;

  data->row->id = hsp_journal_adopt_finish (HSP_JOURNAL (object), result, &error);
  if (data->row->id == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  order = hsp_order_book_insert_row (self, g_steal_pointer (&data->row));
  hsp_order_book_take_status (self, order, data->status);
  g_task_return_pointer (task, g_object_ref (order), g_object_unref);
}

static void
adopt_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  data->status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (data->status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  row = hsp_purchase_row_new ();
  row->kind = HSP_PURCHASE_ORDER;
  row->outcome = HSP_OUTCOME_PLACED;
  row->order = g_strdup (data->number);
  row->item = g_strdup ("");
  /* Translators: the name of an order that was placed elsewhere: %s is its number */
  row->name = g_strdup_printf (_("Order %s"), data->number);
  g_free (row->currency);
  row->currency = g_strdup (data->status->currency);
  row->created = hsp_get_now ();
  row->updated = row->created;
  data->row = row;
  hsp_journal_adopt_async (self->journal, row, adopt_written_cb, g_steal_pointer (&task));
}

/**
 * hsp_order_book_adopt_async:
 * @order_number: the shop's number of an order that was placed elsewhere
 *
 * Asks the shop for the order and adds it. Errors: HSP_ERROR_USAGE when it is no number or known
 * already, HSP_ERROR_ORDER_NOT_FOUND, HSP_ERROR_STORE and what a read can fail with.
 */
void
hsp_order_book_adopt_async (HspOrderBook        *self,
                            const char          *order_number,
                            GCancellable        *cancellable,
                            GAsyncReadyCallback  callback,
                            gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  NamedData *data;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (order_number != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_adopt_async);
  /* What was written is not undone by a cancel that came late */
  g_task_set_check_cancellable (task, FALSE);
  data = take_number (self, order_number, task);
  if (data != NULL)
    hsp_shop_status_async (self->client, data->number, cancellable, adopt_read_cb,
                           g_steal_pointer (&task));
}

/**
 * hsp_order_book_adopt_finish:
 *
 * Returns: (transfer full) (nullable): the order
 */
HspOrder *
hsp_order_book_adopt_finish (HspOrderBook  *self,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Settling */

static void
settle_sms_done (HspOrderBook *self,
                 HspOrder     *order,
                 GPtrArray    *numbers)
{
  g_object_ref (order);
  hsp_order_book_remove_order (self, order);
  if (numbers != NULL)
    g_signal_emit_by_name (self, "numbers-placed", hsp_order_get_row (order), numbers);
  g_object_unref (order);
}

static void
settle_placed_written_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  row = hsp_purchase_row_copy (hsp_order_get_row (data->order));
  row->outcome = HSP_OUTCOME_PLACED;
  row->updated = hsp_get_now ();
  g_clear_pointer (&row->reason, g_free);
  if (row->kind == HSP_PURCHASE_ORDER)
    row->order = g_strdup (data->number);
  hsp_order_set_row (data->order, row);
  hsp_order_book_order_changed (self, data->order);
  if (data->status != NULL)
    hsp_order_book_take_status (self, data->order, data->status);
  else
    settle_sms_done (self, data->order, data->numbers);
  g_task_return_boolean (task, TRUE);
}

static gboolean
is_unconfirmed (HspOrder *order,
                GTask    *task)
{
  if (hsp_order_get_state (order) == HSP_STATE_UNCONFIRMED)
    return TRUE;
  g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL,
                                            _("This purchase is settled already.")));
  return FALSE;
}

static void
settle_status_read_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  GError *error = NULL;

  data->status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (data->status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!is_unconfirmed (data->order, task))
    return;
  hsp_journal_settle_async (self->journal, hsp_order_get_row (data->order)->id,
                            HSP_OUTCOME_PLACED, data->number, NULL, NULL,
                            settle_placed_written_cb, g_steal_pointer (&task));
}

static HspNumberRow *
make_number (const HspPurchaseRow *purchase,
             const char           *number,
             const HspSmsStatus   *status)
{
  HspNumberRow *row = hsp_number_row_new ();

  g_free (row->order);
  row->order = g_strdup (number);
  row->purchase = purchase->id;
  g_free (row->phone);
  row->phone = g_strdup (status->phone != NULL ? status->phone : "");
  g_free (row->country);
  row->country = g_strdup (purchase->country != NULL ? purchase->country : "");
  g_free (row->project);
  row->project = g_strdup (purchase->item);
  g_free (row->project_name);
  row->project_name = g_strdup (purchase->name);
  g_free (row->status);
  row->status = g_strdup (status->status != NULL ? status->status : "");
  g_free (row->currency);
  row->currency = g_strdup (*status->currency != '\0' ? status->currency : purchase->currency);
  row->charge = status->charge;
  row->created = purchase->created;
  row->expires = status->expires_at;
  return row;
}

static void
settle_sms_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspSmsStatus) status = NULL;
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  const HspPurchaseRow *row = hsp_order_get_row (data->order);
  GError *error = NULL;

  status = hsp_shop_sms_status_finish (HSP_CLIENT (object), result, &error);
  if (status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!is_unconfirmed (data->order, task))
    return;
  data->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  g_ptr_array_add (data->numbers, make_number (row, data->number, status));
  hsp_journal_settle_async (self->journal, row->id, HSP_OUTCOME_PLACED, NULL, data->numbers, NULL,
                            settle_placed_written_cb, g_steal_pointer (&task));
}

/**
 * hsp_order_book_settle_placed_async:
 * @order_number: what the person found in the order history of the shop
 *
 * Asks the shop for that number first; HSP_ERROR_ORDER_NOT_FOUND leaves the purchase unconfirmed.
 */
void
hsp_order_book_settle_placed_async (HspOrderBook        *self,
                                    HspOrder            *order,
                                    const char          *order_number,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  NamedData *data;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));
  g_return_if_fail (order_number != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_settle_placed_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!is_unconfirmed (order, task))
    return;
  data = take_number (self, order_number, task);
  if (data == NULL)
    return;
  data->order = g_object_ref (order);
  switch (hsp_order_get_row (order)->kind)
    {
    case HSP_PURCHASE_ORDER:
      hsp_shop_status_async (self->client, data->number, cancellable, settle_status_read_cb,
                             g_steal_pointer (&task));
      break;
    case HSP_PURCHASE_SMS:
      hsp_shop_sms_status_async (self->client, data->number, cancellable, settle_sms_read_cb,
                                 g_steal_pointer (&task));
      break;
    }
}

static void
settle_not_placed_written_cb (GObject      *object,
                              GAsyncResult *result,
                              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspOrderBook *self = g_task_get_source_object (task);
  HspOrder *order = g_task_get_task_data (task);
  HspPurchaseRow *row;
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  row = hsp_purchase_row_copy (hsp_order_get_row (order));
  row->outcome = HSP_OUTCOME_NOT_PLACED;
  row->updated = hsp_get_now ();
  hsp_order_set_row (order, row);
  hsp_order_book_order_changed (self, order);
  if (row->kind == HSP_PURCHASE_SMS)
    settle_sms_done (self, order, NULL);
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_order_book_settle_not_placed_async:
 *
 * The person says that the shop has no such order: it is kept as not placed.
 */
void
hsp_order_book_settle_not_placed_async (HspOrderBook        *self,
                                        HspOrder            *order,
                                        GAsyncReadyCallback  callback,
                                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  const HspPurchaseRow *row;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_settle_not_placed_async);
  g_task_set_task_data (task, g_object_ref (order), g_object_unref);
  if (!is_unconfirmed (order, task))
    return;
  row = hsp_order_get_row (order);
  hsp_journal_settle_async (self->journal, row->id, HSP_OUTCOME_NOT_PLACED, NULL, NULL,
                            row->reason, settle_not_placed_written_cb, g_steal_pointer (&task));
}

gboolean
hsp_order_book_settle_finish (HspOrderBook  *self,
                              GAsyncResult  *result,
                              GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static HspVerdict
judge (const HspEvidence *evidence,
       HspMoney           estimate)
{
  HspMoney fell;

  if (evidence->difference == HSP_MONEY_UNKNOWN)
    return HSP_VERDICT_UNKNOWN;
  fell = -evidence->difference;
  /* What was paid in or back meanwhile can hide the charge */
  if (fell < 0)
    return HSP_VERDICT_UNCLEAR;
  if (fell == 0)
    return HSP_VERDICT_PROBABLY_NOT;
  if (estimate != HSP_MONEY_UNKNOWN
      && ABS (fell - estimate) <= MAX (ROUNDING, estimate / 100))
    return HSP_VERDICT_PROBABLY_PLACED;
  return HSP_VERDICT_UNCLEAR;
}

/**
 * hsp_order_book_get_evidence:
 * @evidence: (out caller-allocates): what the balance says
 *
 * Compares the balance before the purchase with the one now, without what else was bought in
 * between. A balance that was asked for before the outcome says nothing, even if it came later.
 */
void
hsp_order_book_get_evidence (HspOrderBook *self,
                             HspOrder     *order,
                             HspEvidence  *evidence)
{
  const HspPurchaseRow *row;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));
  g_return_if_fail (evidence != NULL);

  row = hsp_order_get_row (order);
  *evidence = (HspEvidence) {
    .before = row->balance_before,
    .before_at = row->balance_before_at,
    .expected = HSP_MONEY_UNKNOWN,
    .now = HSP_MONEY_UNKNOWN,
    .difference = HSP_MONEY_UNKNOWN,
  };
  if (hsp_wallet_get_asked_at (self->wallet) >= row->updated)
    {
      evidence->now = hsp_wallet_get_balance (self->wallet);
      evidence->now_at = hsp_wallet_get_read_at (self->wallet);
      evidence->others = hsp_wallet_sum_charges (self->wallet, evidence->before_at,
                                                 evidence->now_at, row->id,
                                                 &evidence->n_others);
    }
  if (evidence->before != HSP_MONEY_UNKNOWN && evidence->now != HSP_MONEY_UNKNOWN)
    {
      evidence->expected = hsp_money_subtract (evidence->before, evidence->others);
      evidence->difference = hsp_money_subtract (evidence->now, evidence->expected);
    }
  evidence->verdict = judge (evidence, row->estimate);
}
