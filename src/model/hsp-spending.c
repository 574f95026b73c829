/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-spending"

#include "config.h"

#include "hsp-spending.h"

#include <glib/gi18n-lib.h>

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-sms-number-private.h"

struct _HspSpending
{
  GObject           parent_instance;

  HspSpendingLimits limits;
  GQueue            waiting;    /* (owned) (element-type GTask) until the one inside has left */
  gboolean          inside;     /* a purchase that is checked and not in the journal yet */
};

/* One purchase that wants to enter. */
typedef struct
{
  HspJournal *journal;   /* (owned) */
  char       *currency;  /* (owned) */
  HspMoney    total;
} Entry;

G_DEFINE_FINAL_TYPE (HspSpending, hsp_spending, G_TYPE_OBJECT)

static void
entry_free (Entry *entry)
{
  g_object_unref (entry->journal);
  g_free (entry->currency);
  g_free (entry);
}

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
  return n_numbers > 0 ? sum : purchase->estimate;
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
      return row->charge != HSP_MONEY_UNKNOWN ? row->charge : row->estimate;
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

/**
 * hsp_spending_sum:
 * @purchases: (element-type HspPurchaseRow): what the journal knows
 * @numbers: (element-type HspNumberRow): likewise
 * @from: Unix seconds
 *
 * What was placed counts with its charge, or its estimate before there is one; what may have been
 * placed counts too. An order that was placed elsewhere and added by its number was not bought here
 * on that day. What nobody knows the price of cannot be counted.
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

      if (row->created >= from && !adopted && cost != HSP_MONEY_UNKNOWN)
        sum = hsp_money_add (sum, cost);
    }
  return sum;
}

/* Checking */

/* (transfer full) */
static GError *
make_error (char *message)
{
  GError *error = hsp_error_new (HSP_ERROR_LIMIT, HSP_DELIVERY_NONE, NULL, message);

  g_free (message);
  return error;
}

/* (transfer full) (nullable) */
static GError *
check_total (const HspSpendingLimits *limits,
             const Entry             *entry)
{
  g_autofree char *total = hsp_money_to_text (entry->total, entry->currency);
  g_autofree char *limit = hsp_money_to_text (limits->max_total, entry->currency);

  if (entry->total == HSP_MONEY_UNKNOWN
      && (limits->max_total != HSP_MONEY_UNKNOWN || limits->daily != HSP_MONEY_UNKNOWN))
    return make_error (g_strdup (_("It is not known what this costs, and you have set a limit. "
                                   "Nothing was sent.")));
  if (!is_over (entry->total, limits->max_total))
    return NULL;
  /* Translators: both are amounts with their currency */
  return make_error (g_strdup_printf (_("This costs %s, and your limit for one purchase is %s. "
                                        "Nothing was sent."), total, limit));
}

/* (transfer full) (nullable) */
static GError *
check_day (const HspSpendingLimits *limits,
           const Entry             *entry,
           HspMoney                 spent)
{
  g_autofree char *total = hsp_money_to_text (entry->total, entry->currency);
  g_autofree char *limit = hsp_money_to_text (limits->daily, entry->currency);
  g_autofree char *before = hsp_money_to_text (spent, entry->currency);

  if (!is_over (hsp_money_add (spent, entry->total), limits->daily))
    return NULL;
  /* Translators: all three are amounts with their currency */
  return make_error (g_strdup_printf (_("This costs %s. Today you have spent %s, and your limit for a "
                                        "day is %s. Nothing was sent."), total, before, limit));
}

static void let_next_in (HspSpending *self);

static void
enter_loaded_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspJournalContents) contents = NULL;
  HspSpending *self = g_task_get_source_object (task);
  GError *error = NULL;

  contents = hsp_journal_load_finish (HSP_JOURNAL (object), result, &error);
  if (contents != NULL)
    error = check_day (&self->limits, g_task_get_task_data (task),
                       hsp_spending_sum (contents->purchases, contents->numbers,
                                         hsp_spending_midnight ()));
  if (error == NULL)
    {
      g_task_return_boolean (task, TRUE);
      return;
    }
  g_task_return_error (task, error);
  hsp_spending_leave (self);
}

/* One after the other: a purchase is in the sum of the next one once the journal has it. */
static void
let_next_in (HspSpending *self)
{
  GTask *task;
  Entry *entry;

  if (self->inside || g_queue_is_empty (&self->waiting))
    return;
  self->inside = TRUE;
  task = g_queue_pop_head (&self->waiting);
  entry = g_task_get_task_data (task);
  if (self->limits.daily != HSP_MONEY_UNKNOWN)
    {
      /* read anew each time: another program may have bought something meanwhile */
      hsp_journal_load_async (entry->journal, NULL, enter_loaded_cb, task);
      return;
    }
  g_task_return_boolean (task, TRUE);
  g_object_unref (task);
}

/**
 * hsp_spending_enter_async:
 * @draft: (transfer none): what is to be bought, with its estimate
 *
 * Checks the limits. Who was let in says hsp_spending_leave() as soon as the purchase is in the
 * journal, or will never be; until then nobody else is let in. Errors: HSP_ERROR_LIMIT with the
 * amounts in its sentence, HSP_ERROR_STORE when the day's purchases cannot be read.
 */
void
hsp_spending_enter_async (HspSpending          *self,
                          HspJournal           *journal,
                          const HspPurchaseRow *draft,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  g_autoptr(GTask) task = NULL;
  GError *error;
  Entry *entry;

  g_return_if_fail (HSP_IS_SPENDING (self));
  g_return_if_fail (draft != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_spending_enter_async);
  entry = g_new0 (Entry, 1);
  entry->journal = g_object_ref (journal);
  entry->currency = g_strdup (draft->currency);
  entry->total = draft->estimate;
  g_task_set_task_data (task, entry, (GDestroyNotify) entry_free);

  error = check_total (&self->limits, entry);
  if (error != NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  g_queue_push_tail (&self->waiting, g_steal_pointer (&task));
  let_next_in (self);
}

gboolean
hsp_spending_enter_finish (HspSpending   *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
hsp_spending_leave (HspSpending *self)
{
  g_return_if_fail (HSP_IS_SPENDING (self));
  g_return_if_fail (self->inside);

  self->inside = FALSE;
  let_next_in (self);
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
  g_queue_init (&self->waiting);
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
