/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-book-parts.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-order-private.h"
#include "hsp-purchase.h"
#include "hsp-shop.h"
#include "hsp-sms-number.h"

/* No shop's number is longer. */
#define MOST_DIGITS 32

typedef struct
{
  char           *number;   /* (owned) (nullable) of the shop, of an order */
  char          **names;    /* (owned) (nullable) of SMS numbers */
  HspOrder       *order;    /* (owned) (nullable) that is settled */
  HspOrder       *adopted;  /* (owned) (nullable) the same order, added by its number before */
  HspOrderStatus *status;   /* (owned) (nullable) */
  HspPurchaseRow *row;      /* (owned) (nullable) that is adopted */
  GPtrArray      *numbers;  /* (owned) (nullable) (element-type HspNumberRow) */
  gboolean        anyway;   /* even if what the shop says does not fit */
} NamedData;

static void
named_data_free (NamedData *data)
{
  g_free (data->number);
  g_strfreev (data->names);
  g_clear_object (&data->order);
  g_clear_object (&data->adopted);
  g_clear_pointer (&data->status, hsp_order_status_free);
  g_clear_pointer (&data->row, hsp_purchase_row_free);
  g_clear_pointer (&data->numbers, g_ptr_array_unref);
  g_free (data);
}

static void
return_usage_error (GTask      *task,
                    const char *message)
{
  g_task_return_error (task, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));
}

/* Without the space around it and the "#" before it. (transfer full) (nullable) */
static char *
clean_number (const char *text)
{
  g_autofree char *number = g_strstrip (g_strdup (text));

  if (*number == '#')
    memmove (number, number + 1, strlen (number));
  if (*number == '\0' || strlen (number) > MOST_DIGITS)
    return NULL;
  return g_steal_pointer (&number);
}

static gboolean
is_ready (HspOrderBook *self,
          GTask        *task)
{
  if (self->ready)
    return TRUE;
  g_task_return_error (task, hsp_error_new (HSP_ERROR_STORE, HSP_DELIVERY_NONE, NULL,
                                            _("Your orders cannot be written down now.")));
  return FALSE;
}

/* @order: (nullable): that is settled. What was added by its number before may be what is settled
 * now: it becomes one. (transfer full) (nullable): NULL when the task has got an error */
static NamedData *
take_number (HspOrderBook *self,
             HspOrder     *order,
             const char   *order_number,
             GTask        *task)
{
  g_autofree char *number = clean_number (order_number);
  HspOrder *known;
  gboolean adopted;
  NamedData *data;

  if (!is_ready (self, task))
    return NULL;
  if (number == NULL)
    {
      return_usage_error (task, _("Enter the number of an order."));
      return NULL;
    }
  known = hsp_order_book_find_by_number (self, number);
  adopted = known != NULL && *hsp_order_get_row (known)->item == '\0';
  if (known != NULL && (order == NULL || !adopted))
    {
      return_usage_error (task, _("This order is in your orders already."));
      return NULL;
    }
  data = g_new0 (NamedData, 1);
  data->number = g_steal_pointer (&number);
  g_set_object (&data->order, order);
  g_set_object (&data->adopted, known);
  g_task_set_task_data (task, data, (GDestroyNotify) named_data_free);
  return data;
}

/* Whether @number is one of another purchase. One that was used again may have the number of the
 * purchase before; one that belongs to none, or to this one, was only not written down. */
static gboolean
is_of_another (HspOrderBook         *self,
               const HspPurchaseRow *purchase,
               const char           *number)
{
  if (hsp_order_book_find_by_number (self, number) != NULL)
    return TRUE;
  for (guint i = 0; self->numbers != NULL && i < g_list_model_get_n_items (self->numbers); i++)
    {
      g_autoptr(HspSmsNumber) known = g_list_model_get_item (self->numbers, i);
      const HspNumberRow *row = hsp_sms_number_get_row (known);

      if (g_str_equal (row->order, number))
        return row->purchase != 0 && row->purchase != purchase->id
               && (purchase->phone == NULL || row->purchase > purchase->id);
    }
  return FALSE;
}

/* As a person writes several: with spaces, commas, or on lines of their own.
 * (transfer full) (nullable): NULL when the task has got an error */
static char **
split_numbers (HspOrderBook         *self,
               const HspPurchaseRow *purchase,
               const char           *text,
               GTask                *task)
{
  g_auto(GStrv) words = g_strsplit_set (text, " ,;\t\r\n", -1);
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr(GHashTable) seen = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; words[i] != NULL; i++)
    {
      g_autofree char *number = clean_number (words[i]);

      if (number == NULL || g_hash_table_contains (seen, number))
        continue;
      if (is_of_another (self, purchase, number))
        {
          return_usage_error (task, _("This number is in your numbers or orders already."));
          return NULL;
        }
      g_strv_builder_add (builder, number);
      g_hash_table_add (seen, g_steal_pointer (&number));
    }
  if (g_hash_table_size (seen) == 0)
    {
      return_usage_error (task, _("Enter the number of an order."));
      return NULL;
    }
  if (g_hash_table_size (seen) > MAX (purchase->quantity, 1))
    {
      return_usage_error (task, _("These are more numbers than were bought."));
      return NULL;
    }
  return g_strv_builder_end (builder);
}

/* (transfer full) (nullable): NULL when the task has got an error */
static NamedData *
take_numbers (HspOrderBook *self,
              HspOrder     *order,
              const char   *text,
              GTask        *task)
{
  g_auto(GStrv) names = NULL;
  NamedData *data;

  if (!is_ready (self, task))
    return NULL;
  names = split_numbers (self, hsp_order_get_row (order), text, task);
  if (names == NULL)
    return NULL;
  data = g_new0 (NamedData, 1);
  data->order = g_object_ref (order);
  data->names = g_steal_pointer (&names);
  data->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
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
  order = hsp_order_book_insert_row (self, g_steal_pointer (&data->row), (HspSpan) { 0 },
                                     (HspSpan) { 0 });
  hsp_order_book_take_status (self, order, data->number, data->status);
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
  data = take_number (self, NULL, order_number, task);
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
  g_signal_emit_by_name (self, "numbers-placed", order, numbers);
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
  if (data->adopted != NULL && row->note == NULL)
    row->note = g_strdup (hsp_order_get_row (data->adopted)->note);
  hsp_order_set_row (data->order, row);
  hsp_order_book_order_changed (self, data->order);
  if (data->adopted != NULL)
    hsp_order_book_remove_order (self, data->adopted);
  if (data->status != NULL)
    hsp_order_book_take_status (self, data->order, data->number, data->status);
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
  const HspPurchaseRow *row;
  GError *error = NULL;

  data->status = hsp_shop_status_finish (HSP_CLIENT (object), result, &error);
  if (data->status == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (!is_unconfirmed (data->order, task))
    return;
  row = hsp_order_get_row (data->order);
  error = data->anyway ? NULL : hsp_order_book_match_order (row, data->number, data->status);
  if (error != NULL)
    g_task_return_error (task, error);
  else if (data->adopted != NULL)
    hsp_journal_settle_adopted_async (self->journal, row->id, data->number,
                                      hsp_order_get_row (data->adopted)->id,
                                      settle_placed_written_cb, g_steal_pointer (&task));
  else
    hsp_journal_settle_async (self->journal, row->id, HSP_OUTCOME_PLACED, data->number, NULL, NULL,
                              settle_placed_written_cb, g_steal_pointer (&task));
}

static HspNumberRow *
make_number (const HspPurchaseRow *purchase,
             const char           *number,
             const HspSmsStatus   *status)
{
  HspNumberRow *row = hsp_purchase_make_number (purchase, number, status->phone, NULL,
                                                status->status);

  if (*status->currency != '\0')
    {
      g_free (row->currency);
      row->currency = g_strdup (status->currency);
    }
  row->charge = status->charge;
  row->created = purchase->created;
  row->expires = status->expires_at;
  return row;
}

static void ask_next_number (GTask *task);

static void
settle_sms_read_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspSmsStatus) status = NULL;
  NamedData *data = g_task_get_task_data (task);
  const HspPurchaseRow *row = hsp_order_get_row (data->order);
  const char *name = data->names[data->numbers->len];
  GError *error = NULL;

  status = hsp_shop_sms_status_finish (HSP_CLIENT (object), result, &error);
  if (status == NULL && data->names[1] != NULL)
    g_prefix_error (&error, "%s: ", name);
  if (status != NULL && !data->anyway)
    error = hsp_order_book_match_number (row, name, status);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_ptr_array_add (data->numbers, make_number (row, name, status));
  ask_next_number (task);
}

/* One after the other, 10 at the most; then all are written at once. */
static void
ask_next_number (GTask *task)
{
  HspOrderBook *self = g_task_get_source_object (task);
  NamedData *data = g_task_get_task_data (task);
  const char *number = data->names[data->numbers->len];

  if (number != NULL)
    {
      hsp_shop_sms_status_async (self->client, number, g_task_get_cancellable (task),
                                 settle_sms_read_cb, g_object_ref (task));
      return;
    }
  if (!is_unconfirmed (data->order, task))
    return;
  hsp_journal_settle_async (self->journal, hsp_order_get_row (data->order)->id, HSP_OUTCOME_PLACED,
                            NULL, data->numbers, NULL, settle_placed_written_cb,
                            g_object_ref (task));
}

static void
start_settling (HspOrderBook *self,
                HspOrder     *order,
                const char   *order_number,
                gboolean      anyway,
                GTask        *task)
{
  NamedData *data = NULL;

  g_task_set_check_cancellable (task, FALSE);
  if (!is_unconfirmed (order, task))
    return;
  switch (hsp_order_get_row (order)->kind)
    {
    case HSP_PURCHASE_ORDER:
      data = take_number (self, order, order_number, task);
      break;
    case HSP_PURCHASE_SMS:
      data = take_numbers (self, order, order_number, task);
      break;
    }
  if (data == NULL)
    return;
  data->anyway = anyway;
  if (data->names != NULL)
    ask_next_number (task);
  else
    hsp_shop_status_async (self->client, data->number, g_task_get_cancellable (task),
                           settle_status_read_cb, g_object_ref (task));
}

/**
 * hsp_order_book_settle_placed_async:
 * @order_number: what the person found in the order history of the shop; of a purchase of SMS
 *   numbers as many as there are, with spaces or commas between them
 *
 * Asks the shop for each number first. HSP_ERROR_ORDER_NOT_FOUND leaves the purchase unconfirmed, and so
 * does HSP_ERROR_MISMATCH: charge or quantity are not what was sent; its sentence has both figures. An
 * order that was added by this number before becomes one with the purchase.
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

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));
  g_return_if_fail (order_number != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_settle_placed_async);
  start_settling (self, order, order_number, FALSE, task);
}

/**
 * hsp_order_book_settle_anyway_async:
 *
 * As hsp_order_book_settle_placed_async(), for a person who has seen what does not fit.
 */
void
hsp_order_book_settle_anyway_async (HspOrderBook        *self,
                                    HspOrder            *order,
                                    const char          *order_number,
                                    GCancellable        *cancellable,
                                    GAsyncReadyCallback  callback,
                                    gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ORDER_BOOK (self));
  g_return_if_fail (HSP_IS_ORDER (order));
  g_return_if_fail (order_number != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_order_book_settle_anyway_async);
  start_settling (self, order, order_number, TRUE, task);
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
