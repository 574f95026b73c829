/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-purchase"

#include "config.h"

#include "hsp-purchase.h"

#include <glib/gi18n-lib.h>

#include "hsp-client.h"
#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-shop.h"
#include "hsp-spending.h"

/* An outcome that cannot be written is tried again so often, after a pause that doubles: a disk that
 * was full or a file that was busy may not be so for long, and the number is known only here. */
#define MAX_WRITES  5
#define FIRST_PAUSE 250

typedef struct
{
  HspJournal        *journal;  /* (owned) */
  HspClient         *client;   /* (owned) */
  HspPurchaseResult *result;   /* (owned) (nullable): handed over at the end */
  guint              n_writes; /* of the outcome */
} PurchaseData;

static void
purchase_data_free (PurchaseData *data)
{
  g_clear_object (&data->journal);
  g_clear_object (&data->client);
  g_clear_pointer (&data->result, hsp_purchase_result_free);
  g_free (data);
}

/**
 * hsp_purchase_result_free:
 * @result: (transfer full)
 */
void
hsp_purchase_result_free (HspPurchaseResult *result)
{
  hsp_purchase_row_free (result->row);
  g_free (result->unwritten);
  g_clear_pointer (&result->numbers, g_ptr_array_unref);
  g_clear_error (&result->error);
  g_free (result);
}

static void write_outcome (GTask *task);

/* The numbers that the shop gave, for a person to write down. (transfer full) */
static char *
join_numbers (const HspPurchaseResult *result)
{
  g_autoptr(GString) text = g_string_new (result->row->order);

  for (guint i = 0; result->numbers != NULL && i < result->numbers->len; i++)
    {
      const HspNumberRow *number = result->numbers->pdata[i];

      g_string_append_printf (text, "%s%s", i > 0 ? ", " : "", number->order);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* The journal still says "sent", which the next start takes for unconfirmed, and so does the result:
 * what was not written down is not claimed. But what is known is said. */
static void
give_up_writing (PurchaseData *data,
                 const GError *error)
{
  HspPurchaseResult *result = data->result;
  HspPurchaseRow *row = result->row;
  g_autofree char *numbers = row->outcome == HSP_OUTCOME_PLACED ? join_numbers (result) : NULL;
  g_autofree char *known = NULL;

  if (numbers != NULL && *numbers != '\0')
    /* Translators: %s is one or more numbers of orders */
    known = g_strdup_printf (_("It was placed, the shop’s number is %s, but that could not be "
                               "written down. Keep the number, and settle this purchase with it."),
                             numbers);
  else if (row->reason != NULL)
    known = g_strdup_printf (_("What became of it could not be written down: %s"), row->reason);
  else
    known = g_strdup (error->message);

  row->outcome = HSP_OUTCOME_UNCONFIRMED;
  g_free (row->reason);
  row->reason = g_strdup (known);
  if (numbers != NULL && *numbers != '\0')
    result->unwritten = g_steal_pointer (&numbers);
  g_clear_pointer (&row->order, g_free);
  g_clear_error (&result->error);
  result->error = hsp_error_new (HSP_ERROR_STORE, HSP_DELIVERY_UNKNOWN, NULL, known);
}

static gboolean
on_pause_over_cb (gpointer user_data)
{
  write_outcome (user_data);
  return G_SOURCE_REMOVE;
}

static void
outcome_written_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  PurchaseData *data = g_task_get_task_data (task);

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      g_debug ("An outcome was not written: %s", error->message);
      if (++data->n_writes < MAX_WRITES)
        {
          g_timeout_add_full (G_PRIORITY_DEFAULT, FIRST_PAUSE << (data->n_writes - 1),
                              on_pause_over_cb, g_steal_pointer (&task), g_object_unref);
          return;
        }
      give_up_writing (data, error);
    }

  g_task_return_pointer (task, g_steal_pointer (&data->result),
                         (GDestroyNotify) hsp_purchase_result_free);
}

static void
write_outcome (GTask *task)
{
  PurchaseData *data = g_task_get_task_data (task);
  HspPurchaseResult *result = data->result;
  HspPurchaseRow *row = result->row;

  hsp_journal_settle_async (data->journal, row->id, row->outcome, row->order, result->numbers,
                            row->reason, outcome_written_cb, g_object_ref (task));
}

static void
settle (GTask      *task,
        HspOutcome  outcome)
{
  PurchaseData *data = g_task_get_task_data (task);

  data->result->row->outcome = outcome;
  data->result->row->updated = hsp_get_now ();
  write_outcome (task);
}

/* "Sending money actions" in the API notes, row by row. An error that is none of ours says nothing
 * of what the shop did. */
static HspOutcome
outcome_of (const GError *error)
{
  if (error->domain != HSP_ERROR)
    return HSP_OUTCOME_UNCONFIRMED;

  switch (hsp_error_get_delivery (error))
    {
    case HSP_DELIVERY_NONE:
      return HSP_OUTCOME_NOT_SENT;
    case HSP_DELIVERY_REFUSED:
      return HSP_OUTCOME_REJECTED;
    case HSP_DELIVERY_UNKNOWN:
      return HSP_OUTCOME_UNCONFIRMED;
    }
  return HSP_OUTCOME_UNCONFIRMED;
}

/* For a person who has to find out what became of it, the shop's words alone do not say what went
 * wrong. (transfer full) */
static char *
describe_failure (const GError *error)
{
  const char *server_text = hsp_error_get_server_text (error);

  if (server_text == NULL || *server_text == '\0')
    return g_strdup (error->message);
  if (outcome_of (error) != HSP_OUTCOME_UNCONFIRMED)
    return g_strdup (server_text);

  /* Translators: a sentence, and the shop's own words */
  return g_strdup_printf (_("%s “%s”"), error->message, server_text);
}

/* @error: (transfer full) */
static void
settle_failed (GTask  *task,
               GError *error)
{
  PurchaseData *data = g_task_get_task_data (task);

  data->result->error = error;
  data->result->row->reason = describe_failure (error);
  settle (task, outcome_of (error));
}

/*< private >
 * hsp_purchase_make_number:
 * @purchase: what @order belongs to
 * @phone: (nullable): as it came
 * @country: (nullable): of the answer; else that of the purchase
 * @status: (nullable): the shop's word
 *
 * Returns: (transfer full): the row of one of its numbers
 */
HspNumberRow *
hsp_purchase_make_number (const HspPurchaseRow *purchase,
                          const char           *order,
                          const char           *phone,
                          const char           *country,
                          const char           *status)
{
  HspNumberRow *row = hsp_number_row_new ();
  const gboolean has_country = country != NULL && *country != '\0';

  g_free (row->order);
  row->order = g_strdup (order);
  row->purchase = purchase->id;
  g_free (row->phone);
  row->phone = g_strdup (phone != NULL ? phone : "");
  g_free (row->country);
  row->country = g_strdup (has_country ? country
                                       : purchase->country != NULL ? purchase->country : "");
  g_free (row->project);
  row->project = g_strdup (purchase->item);
  g_free (row->project_name);
  row->project_name = g_strdup (purchase->name);
  g_free (row->status);
  row->status = g_strdup (status != NULL ? status : "");
  g_free (row->currency);
  row->currency = g_strdup (purchase->currency);
  row->created = hsp_get_now ();
  return row;
}

static void
purchase_added_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PurchaseData *data = g_task_get_task_data (task);
  GError *error = NULL;
  char *order = hsp_shop_add_finish (HSP_CLIENT (object), result, &error);

  if (order == NULL)
    {
      settle_failed (task, error);
      return;
    }
  data->result->row->order = order;
  settle (task, HSP_OUTCOME_PLACED);
}

static void
purchase_added_sms_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspRows) rows = NULL;
  PurchaseData *data = g_task_get_task_data (task);
  HspPurchaseRow *row = data->result->row;
  GError *error = NULL;

  rows = hsp_shop_add_sms_finish (HSP_CLIENT (object), result, &error);
  if (rows == NULL)
    {
      settle_failed (task, error);
      return;
    }
  if (rows->rows->len == 0)
    {
      /* An answer that is not a refusal and names no number: money may be gone */
      settle_failed (task, hsp_error_new (HSP_ERROR_UNREADABLE, HSP_DELIVERY_UNKNOWN, NULL,
                                          _("The shop’s answer names no number.")));
      return;
    }

  data->result->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspSmsOrderValue *value = rows->rows->pdata[i];

      g_ptr_array_add (data->result->numbers,
                       hsp_purchase_make_number (row, value->order, value->phone, value->country,
                                                 value->status));
    }
  if (rows->n_skipped > 0)
    row->reason = g_strdup_printf (ngettext ("%u number of the answer could not be read.",
                                             "%u numbers of the answer could not be read.",
                                             rows->n_skipped), rows->n_skipped);
  settle (task, HSP_OUTCOME_PLACED);
}

static void
purchase_marked_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PurchaseData *data = g_task_get_task_data (task);
  HspPurchaseRow *row = data->result->row;
  GError *error = NULL;

  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    {
      /* The row stays as written, and becomes "not sent" at the next start */
      g_task_return_error (task, error);
      return;
    }

  row->outcome = HSP_OUTCOME_SENT;
  row->sent = hsp_get_now ();
  switch (row->kind)
    {
    case HSP_PURCHASE_ORDER:
      hsp_shop_add_async (data->client, row->item, row->quantity, row->link,
                          purchase_added_cb, g_steal_pointer (&task));
      break;
    case HSP_PURCHASE_SMS:
      hsp_shop_add_sms_async (data->client, row->item, row->quantity, row->country, row->phone,
                              purchase_added_sms_cb, g_steal_pointer (&task));
      break;
    }
}

static void
purchase_begun_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  PurchaseData *data = g_task_get_task_data (task);
  HspPurchaseRow *row = data->result->row;
  GError *error = NULL;

  row->id = hsp_spending_begin_finish (HSP_SPENDING (object), result, &error);
  if (row->id == 0)
    {
      g_task_return_error (task, error);
      return;
    }
  row->outcome = HSP_OUTCOME_WRITTEN;
  row->created = hsp_get_now ();
  row->updated = row->created;
  hsp_journal_mark_sent_async (data->journal, row->id, purchase_marked_cb,
                               g_steal_pointer (&task));
}

/**
 * hsp_purchase_async:
 * @spending: what the person allows to be spent
 * @draft: (transfer none): what is bought
 *
 * Checks the limits, commits the purchase, marks it as sent, sends it once, and commits the outcome.
 * Cannot be cancelled: a cancel that came after the answer would turn a placed order into nothing.
 *
 * Main thread. See "Sending money actions" in the API notes.
 */
void
hsp_purchase_async (HspJournal           *journal,
                    HspClient            *client,
                    HspSpending          *spending,
                    const HspPurchaseRow *draft,
                    GAsyncReadyCallback   callback,
                    gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  PurchaseData *data;

  g_return_if_fail (HSP_IS_JOURNAL (journal));
  g_return_if_fail (HSP_IS_CLIENT (client));
  g_return_if_fail (HSP_IS_SPENDING (spending));
  g_return_if_fail (draft != NULL && draft->item != NULL);

  task = g_task_new (NULL, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_purchase_async);
  g_task_set_check_cancellable (task, FALSE);

  data = g_new0 (PurchaseData, 1);
  data->journal = g_object_ref (journal);
  data->client = g_object_ref (client);
  data->result = g_new0 (HspPurchaseResult, 1);
  data->result->row = hsp_purchase_row_copy (draft);
  g_task_set_task_data (task, data, (GDestroyNotify) purchase_data_free);

  hsp_spending_begin_async (spending, journal, draft, purchase_begun_cb, g_steal_pointer (&task));
}

/**
 * hsp_purchase_finish:
 *
 * When the outcome could not be written down, the row says unconfirmed, as the journal will; its
 * reason and the error hold the number that the shop gave.
 *
 * Returns: (transfer full) (nullable): the outcome whatever it is; %NULL with an error of HSP_ERROR
 *   only when nothing was sent
 */
HspPurchaseResult *
hsp_purchase_finish (GAsyncResult  *result,
                     GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
