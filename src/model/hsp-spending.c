/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-spending"

#include "config.h"

#include "hsp-spending.h"

#include <glib/gi18n-lib.h>

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-receipt.h"
#include "hsp-sms-number-private.h"

struct _HspSpending
{
  GObject           parent_instance;

  HspSpendingLimits limits;
};

G_DEFINE_FINAL_TYPE (HspSpending, hsp_spending, G_TYPE_OBJECT)

static gboolean
is_over (HspMoney total,
         HspMoney limit)
{
  return limit != HSP_MONEY_UNKNOWN && (total == HSP_MONEY_UNKNOWN || total > limit);
}

/**
 * hsp_spending_limits_ask:
 * @total: what a purchase would cost, HSP_MONEY_UNKNOWN is over every amount
 *
 * Returns: whether a person wants to be asked once more
 */
gboolean
hsp_spending_limits_ask (const HspSpendingLimits *limits,
                         HspMoney                 total)
{
  g_return_val_if_fail (limits != NULL, FALSE);

  return is_over (total, limits->ask_above);
}

/**
 * hsp_spending_midnight:
 *
 * Returns: Unix seconds when the day of this computer began
 */
gint64
hsp_spending_midnight (void)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autoptr(GDateTime) midnight = g_date_time_new_local (g_date_time_get_year (now),
                                                         g_date_time_get_month (now),
                                                         g_date_time_get_day_of_month (now),
                                                         0, 0, 0);

  return g_date_time_to_unix (midnight);
}

/* The sum */

/* The part of a purchase of numbers that one of them takes: some shops say 0 while they wait. */
static HspMoney
get_number_cost (const HspPurchaseRow *purchase,
                 const HspNumberRow   *number)
{
  const HspNumberState state = hsp_sms_number_state_of (number, hsp_get_now ());
  const gboolean open = state == HSP_NUMBER_WAITING || state == HSP_NUMBER_LATE
                        || state == HSP_NUMBER_UNWATCHED;

  if (number->charge != HSP_MONEY_UNKNOWN && (number->charge > 0 || !open))
    return number->charge;
  if (purchase->estimate == HSP_MONEY_UNKNOWN || purchase->quantity <= 0)
    return HSP_MONEY_UNKNOWN;
  return purchase->estimate / purchase->quantity;
}

/* Without numbers it is what was asked: they may be unreadable, but they were paid. */
static HspMoney
sum_numbers (const HspPurchaseRow *purchase,
             GPtrArray            *numbers)
{
  HspMoney sum = 0;
  guint n_numbers = 0;

  for (guint i = 0; i < numbers->len; i++)
    {
      const HspNumberRow *number = numbers->pdata[i];

      if (number->purchase != purchase->id)
        continue;
      n_numbers++;
      sum = hsp_money_add (sum, get_number_cost (purchase, number));
    }
  return n_numbers > 0 && sum != HSP_MONEY_UNKNOWN ? sum : purchase->estimate;
}

static HspMoney
get_order_cost (const HspPurchaseRow *row)
{
  const HspMoney charge = hsp_receipt_charge_of (row);

  return charge != HSP_MONEY_UNKNOWN ? charge : row->estimate;
}

static HspMoney
get_cost (const HspPurchaseRow *row,
          GPtrArray            *numbers)
{
  switch (row->outcome)
    {
    case HSP_OUTCOME_PLACED:
      if (row->kind == HSP_PURCHASE_SMS)
        return sum_numbers (row, numbers);
      return get_order_cost (row);
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
    case HSP_OUTCOME_UNCONFIRMED:
      return row->estimate;
    case HSP_OUTCOME_REJECTED:
    case HSP_OUTCOME_NOT_SENT:
    case HSP_OUTCOME_NOT_PLACED:
      break;
    }
  return 0;
}

static gint64
get_time (const HspPurchaseRow *row)
{
  if (row->created > 0)
    return row->created;
  return row->sent > 0 ? row->sent : row->updated;
}

/**
 * hsp_spending_sum:
 * @purchases: (element-type HspPurchaseRow): what the journal knows
 * @numbers: (element-type HspNumberRow): likewise
 * @from: Unix seconds
 *
 * What was placed counts with its charge, or its estimate before there is one; what may have been
 * placed counts too. An order that was placed elsewhere and added by its number was not bought here
 * on that day. One whose own time is not known counts by the last that is.
 *
 * Returns: HSP_MONEY_UNKNOWN when there is one among them that nobody knows the price of: whatever the
 *   others are, it may have been any amount
 */
HspMoney
hsp_spending_sum (GPtrArray *purchases,
                  GPtrArray *numbers,
                  gint64     from)
{
  HspMoney sum = 0;

  g_return_val_if_fail (purchases != NULL && numbers != NULL, 0);

  for (guint i = 0; i < purchases->len; i++)
    {
      const HspPurchaseRow *row = purchases->pdata[i];
      const gboolean adopted = row->item == NULL || *row->item == '\0';
      const HspMoney cost = get_cost (row, numbers);

      if (get_time (row) >= from && !adopted)
        sum = hsp_money_add (sum, cost);
    }
  return sum;
}

/* Checking */

static gboolean
set_limit_error (GError **error,
                 char    *message)
{
  g_propagate_error (error, hsp_error_new (HSP_ERROR_LIMIT, HSP_DELIVERY_NONE, NULL, message));
  g_free (message);
  return FALSE;
}

/**
 * hsp_spending_limits_check:
 * @total: what a purchase would cost, HSP_MONEY_UNKNOWN is over every limit
 * @currency: of the account, "" when it is not known
 *
 * What can be said of one purchase alone; buying checks it too, and the day. Errors: HSP_ERROR_LIMIT
 * with the amounts in its sentence.
 */
gboolean
hsp_spending_limits_check (const HspSpendingLimits  *limits,
                           HspMoney                  total,
                           const char               *currency,
                           GError                  **error)
{
  g_autofree char *cost = NULL;
  g_autofree char *limit = NULL;

  g_return_val_if_fail (limits != NULL, FALSE);

  if (total == HSP_MONEY_UNKNOWN
      && (limits->max_total != HSP_MONEY_UNKNOWN || limits->daily != HSP_MONEY_UNKNOWN))
    return set_limit_error (error, g_strdup (_("It is not known what this costs, and you have set a "
                                               "limit. Nothing was sent.")));
  if (!is_over (total, limits->max_total))
    return TRUE;
  cost = hsp_money_to_text (total, currency);
  limit = hsp_money_to_text (limits->max_total, currency);
  /* Translators: both are amounts with their currency */
  return set_limit_error (error, g_strdup_printf (_("This costs %s, and your limit for one purchase is "
                                                    "%s. Nothing was sent."), cost, limit));
}

/* One purchase and the limit of its day, for the thread of the journal. */
typedef struct
{
  HspMoney  total;
  HspMoney  daily;
  char     *currency;  /* (owned) (nullable) */
  gint64    midnight;
} Day;

static void
day_free (Day *day)
{
  g_free (day->currency);
  g_free (day);
}

/* HspJournalCheckFunc */
static gboolean
check_day (GPtrArray  *purchases,
           GPtrArray  *numbers,
           gpointer    data,
           GError    **error)
{
  const Day *day = data;
  const HspMoney spent = hsp_spending_sum (purchases, numbers, day->midnight);
  g_autofree char *total = hsp_money_to_text (day->total, day->currency);
  g_autofree char *limit = hsp_money_to_text (day->daily, day->currency);
  g_autofree char *before = hsp_money_to_text (spent, day->currency);

  if (spent == HSP_MONEY_UNKNOWN)
    /* Translators: an amount with its currency */
    return set_limit_error (error, g_strdup_printf (_("It is not known yet what something cost that you bought "
                                                      "today, and your limit for a day is %s. Nothing was "
                                                      "sent."), limit));
  if (!is_over (hsp_money_add (spent, day->total), day->daily))
    return TRUE;
  /* Translators: all three are amounts with their currency */
  return set_limit_error (error, g_strdup_printf (_("This costs %s. Today you have spent %s, and your "
                                                    "limit for a day is %s. Nothing was sent."),
                                                  total, before, limit));
}

static void
begin_written_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;
  const gint64 id = hsp_journal_begin_finish (HSP_JOURNAL (object), result, &error);

  if (id == 0)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, g_memdup2 (&id, sizeof id), g_free);
}

/**
 * hsp_spending_begin_async:
 * @draft: (transfer none): what is to be bought, with its estimate
 *
 * Checks the limits and writes the purchase into the journal. The day is summed in the transaction that
 * writes it: of two programs that buy at once, the later one knows of the earlier. Errors:
 * HSP_ERROR_LIMIT with the amounts in its sentence, HSP_ERROR_STORE; nothing was written then.
 */
void
hsp_spending_begin_async (HspSpending          *self,
                          HspJournal           *journal,
                          const HspPurchaseRow *draft,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error = NULL;
  Day *day;

  g_return_if_fail (HSP_IS_SPENDING (self));
  g_return_if_fail (draft != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_spending_begin_async);
  if (!hsp_spending_limits_check (&self->limits, draft->estimate, draft->currency, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  if (self->limits.daily == HSP_MONEY_UNKNOWN)
    {
      hsp_journal_begin_async (journal, draft, begin_written_cb, g_steal_pointer (&task));
      return;
    }
  day = g_new0 (Day, 1);
  day->total = draft->estimate;
  day->daily = self->limits.daily;
  day->currency = g_strdup (draft->currency);
  day->midnight = hsp_spending_midnight ();
  hsp_journal_begin_checked_async (journal, draft, day->midnight, check_day, day,
                                   (GDestroyNotify) day_free, begin_written_cb,
                                   g_steal_pointer (&task));
}

/** hsp_spending_begin_finish: Returns: the number of the journal, 0 with an error */
gint64
hsp_spending_begin_finish (HspSpending   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_autofree gint64 *id = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  id = g_task_propagate_pointer (G_TASK (result), error);
  return id != NULL ? *id : 0;
}

/* Object */

static void
hsp_spending_class_init (HspSpendingClass *klass)
{
}

static void
hsp_spending_init (HspSpending *self)
{
  self->limits = HSP_SPENDING_LIMITS_NONE;
}

/**
 * hsp_spending_new:
 *
 * Returns: (transfer full): no limits yet
 */
HspSpending *
hsp_spending_new (void)
{
  return g_object_new (HSP_TYPE_SPENDING, NULL);
}

/**
 * hsp_spending_set_limits:
 * @limits: for purchases from now on
 */
void
hsp_spending_set_limits (HspSpending             *self,
                         const HspSpendingLimits *limits)
{
  g_return_if_fail (HSP_IS_SPENDING (self));
  g_return_if_fail (limits != NULL);

  self->limits = *limits;
}

const HspSpendingLimits *
hsp_spending_get_limits (HspSpending *self)
{
  g_return_val_if_fail (HSP_IS_SPENDING (self), NULL);

  return &self->limits;
}
