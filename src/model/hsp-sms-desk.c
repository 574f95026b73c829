/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk-parts.h"

#include "hsp-clock.h"
#include "hsp-country.h"
#include "hsp-order-book-private.h"
#include "hsp-order-private.h"
#include "hsp-sms-number-private.h"
#include "hsp-sms-project.h"
#include "hsp-wallet-private.h"

enum
{
  PROP_COUNTRIES_STATE = 1,
  PROP_PROJECTS_STATE,
  PROP_N_SKIPPED,
  PROP_N_UNCOPIED,
  PROP_SPENDING,
  N_PROPS
};

enum
{
  SIGNAL_CODE_RECEIVED,
  SIGNAL_NUMBER_CHANGED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspSmsDesk, hsp_sms_desk, G_TYPE_OBJECT)

/* Numbers */

void
hsp_sms_desk_count_uncopied (HspSmsDesk *self)
{
  GListModel *numbers = G_LIST_MODEL (self->numbers);
  guint n_uncopied = 0;

  for (guint i = 0; i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);
      const HspNumberRow *row = hsp_sms_number_get_row (number);

      if (row->code != NULL && row->copied == 0 && !row->removed)
        n_uncopied++;
    }
  if (self->n_uncopied == n_uncopied)
    return;
  self->n_uncopied = n_uncopied;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_UNCOPIED]);
}

gboolean
hsp_sms_desk_is_awaited (HspSmsNumber *number)
{
  const HspNumberState state = hsp_sms_number_get_state (number);

  return !hsp_sms_number_get_row (number)->removed
         && (state == HSP_NUMBER_WAITING || state == HSP_NUMBER_LATE);
}

void
hsp_sms_desk_watch_number (HspSmsDesk   *self,
                           HspSmsNumber *number)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);

  if (self->ready && hsp_sms_desk_is_awaited (number))
    hsp_watcher_add (self->watcher, HSP_WATCH_CODE, row->order, row->created, row->expires);
  else
    hsp_watcher_remove (self->watcher, HSP_WATCH_CODE, row->order);
}

void
hsp_sms_desk_number_changed (HspSmsDesk   *self,
                             HspSmsNumber *number)
{
  hsp_sms_desk_count_uncopied (self);
  hsp_wallet_queue_update (self->wallet);
  g_signal_emit (self, signals[SIGNAL_NUMBER_CHANGED], 0, number);
}

static void
number_written_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* What the shop says can be asked again; it is shown all the same */
  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    g_debug ("A number was not written: %s", error->message);
}

/* @row: (transfer full) */
void
hsp_sms_desk_change_number (HspSmsDesk   *self,
                            HspSmsNumber *number,
                            HspNumberRow *row)
{
  /* one that was released meanwhile is not written again */
  if (self->ready && g_hash_table_contains (self->by_order, row->order))
    hsp_journal_update_number_async (self->journal, row, number_written_cb, NULL);
  hsp_sms_number_set_row (number, row);
  hsp_sms_desk_number_changed (self, number);
}

HspSmsNumber *
hsp_sms_desk_insert_number (HspSmsDesk   *self,
                            HspNumberRow *row,
                            HspMoney      price,
                            guint         position)
{
  g_autoptr(HspSmsNumber) number = hsp_sms_number_new (row, price);

  g_hash_table_insert (self->by_order, g_strdup (row->order), number);
  g_list_store_insert (self->numbers, position, number);
  hsp_sms_desk_watch_number (self, number);
  return number;
}

HspMoney
hsp_sms_desk_get_price (const HspPurchaseRow *purchase)
{
  if (purchase->estimate == HSP_MONEY_UNKNOWN || purchase->quantity <= 0)
    return HSP_MONEY_UNKNOWN;
  return purchase->estimate / purchase->quantity;
}

/* A number that was used again may come with the order that it had before: it is shown as one that
 * was just rented, and its last code is not the one that is awaited. Settled under a number that is
 * here already it only gets to know its purchase. Returns: (transfer none) */
static HspSmsNumber *
take_known (HspSmsDesk           *self,
            const HspPurchaseRow *purchase,
            const HspNumberRow   *row,
            guint                 position)
{
  HspSmsNumber *number = g_hash_table_lookup (self->by_order, row->order);
  const HspNumberRow *known = hsp_sms_number_get_row (number);
  guint place;

  if (known->purchase == 0 || known->purchase >= purchase->id)
    {
      HspNumberRow *same = hsp_number_row_copy (known);

      if (same->purchase == 0)
        same->purchase = purchase->id;
      hsp_sms_number_set_row (number, same);
      return number;
    }
  g_object_ref (number);
  if (g_list_store_find (self->numbers, number, &place))
    g_list_store_remove (self->numbers, place);
  hsp_sms_number_rent_again (number, hsp_number_row_copy (row), hsp_sms_desk_get_price (purchase));
  g_list_store_insert (self->numbers, position, number);
  hsp_sms_desk_watch_number (self, number);
  g_object_unref (number);
  return number;
}

GPtrArray *
hsp_sms_desk_take_placed (HspSmsDesk           *self,
                          const HspPurchaseRow *purchase,
                          GPtrArray            *numbers,
                          HspSpan               span)
{
  GPtrArray *placed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < numbers->len; i++)
    {
      const HspNumberRow *row = numbers->pdata[i];
      HspSmsNumber *number;

      if (g_hash_table_contains (self->by_order, row->order))
        number = take_known (self, purchase, row, placed->len);
      else
        number = hsp_sms_desk_insert_number (self, hsp_number_row_copy (row), hsp_sms_desk_get_price (purchase),
                                             placed->len);
      hsp_sms_number_set_span (number, span);
      if (!g_ptr_array_find (placed, number, NULL))
        g_ptr_array_add (placed, g_object_ref (number));
    }
  for (guint i = 0; i < placed->len; i++)
    hsp_sms_desk_number_changed (self, placed->pdata[i]);
  return placed;
}

static void
on_numbers_placed_cb (HspSmsDesk *self,
                      HspOrder   *order,
                      GPtrArray  *numbers)
{
  g_autoptr(GPtrArray) placed = hsp_sms_desk_take_placed (self, hsp_order_get_row (order), numbers,
                                                          hsp_order_get_span (order));

  for (guint i = 0; i < placed->len; i++)
    hsp_sms_desk_check_async (self, placed->pdata[i], self->cancellable, NULL, NULL);
}

/*< private >
 * hsp_sms_desk_load_rows:
 * @purchases: (element-type HspPurchaseRow): what the journal knows
 * @numbers: (element-type HspNumberRow): what the journal knows, newest first
 *
 * From now on numbers can be bought, and those that wait for a code are watched.
 */
void
hsp_sms_desk_load_rows (HspSmsDesk *self,
                        GPtrArray  *purchases,
                        GPtrArray  *numbers)
{
  g_autoptr(GHashTable) prices = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  GListModel *model = G_LIST_MODEL (self->numbers);

  g_return_if_fail (HSP_IS_SMS_DESK (self));

  for (guint i = 0; i < purchases->len; i++)
    {
      HspPurchaseRow *row = purchases->pdata[i];

      if (row->kind == HSP_PURCHASE_SMS)
        g_hash_table_insert (prices, &row->id, row);
    }

  self->ready = TRUE;
  g_hash_table_remove_all (self->by_order);
  for (guint i = 0; i < numbers->len; i++)
    {
      const HspNumberRow *row = numbers->pdata[i];
      const HspPurchaseRow *purchase = g_hash_table_lookup (prices, &row->purchase);
      HspSmsNumber *number = hsp_sms_number_new (hsp_number_row_copy (row),
                                                 purchase != NULL ? hsp_sms_desk_get_price (purchase)
                                                                  : HSP_MONEY_UNKNOWN);

      g_hash_table_insert (self->by_order, g_strdup (row->order), number);
      g_ptr_array_add (items, number);
    }
  g_list_store_splice (self->numbers, 0, g_list_model_get_n_items (model), items->pdata,
                       items->len);
  for (guint i = 0; i < items->len; i++)
    hsp_sms_desk_watch_number (self, items->pdata[i]);
  hsp_sms_desk_count_uncopied (self);
  hsp_wallet_queue_update (self->wallet);
}

/*< private >
 * hsp_sms_desk_close:
 *
 * Nothing is bought, asked or written any more.
 */
void
hsp_sms_desk_close (HspSmsDesk *self)
{
  GListModel *numbers = G_LIST_MODEL (self->numbers);

  g_return_if_fail (HSP_IS_SMS_DESK (self));

  self->ready = FALSE;
  g_cancellable_cancel (self->cancellable);
  hsp_watcher_set_func (self->watcher, HSP_WATCH_CODE, NULL, NULL);
  for (guint i = 0; i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);

      hsp_sms_desk_watch_number (self, number);
    }
}

/* Object */

static void
hsp_sms_desk_get_property (GObject    *object,
                           guint       prop_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  HspSmsDesk *self = HSP_SMS_DESK (object);

  switch (prop_id)
    {
    case PROP_COUNTRIES_STATE:
      g_value_set_uint (value, self->countries_state);
      break;
    case PROP_PROJECTS_STATE:
      g_value_set_uint (value, self->projects_state);
      break;
    case PROP_N_SKIPPED:
      g_value_set_uint (value, hsp_sms_desk_get_n_skipped (self));
      break;
    case PROP_N_UNCOPIED:
      g_value_set_uint (value, self->n_uncopied);
      break;
    case PROP_SPENDING:
      g_value_set_boolean (value, self->n_spending > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_sms_desk_dispose (GObject *object)
{
  HspSmsDesk *self = HSP_SMS_DESK (object);

  g_cancellable_cancel (self->cancellable);
  if (self->watcher != NULL)
    hsp_watcher_set_func (self->watcher, HSP_WATCH_CODE, NULL, NULL);
  g_clear_object (&self->watcher);
  g_clear_object (&self->client);
  g_clear_object (&self->journal);
  g_clear_object (&self->wallet);
  g_clear_object (&self->book);
  g_clear_object (&self->spending);

  G_OBJECT_CLASS (hsp_sms_desk_parent_class)->dispose (object);
}

static void
hsp_sms_desk_finalize (GObject *object)
{
  HspSmsDesk *self = HSP_SMS_DESK (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->by_order);
  g_hash_table_unref (self->unwritten);
  g_object_unref (self->countries);
  g_object_unref (self->projects);
  g_object_unref (self->numbers);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (hsp_sms_desk_parent_class)->finalize (object);
}

static void
hsp_sms_desk_class_init (HspSmsDeskClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_sms_desk_get_property;
  object_class->dispose = hsp_sms_desk_dispose;
  object_class->finalize = hsp_sms_desk_finalize;

  /* HspLoadState: how much is known of each list. */
  properties[PROP_COUNTRIES_STATE] = g_param_spec_uint ("countries-state", NULL, NULL,
                                                        HSP_LOAD_NONE, HSP_LOAD_FAILED,
                                                        HSP_LOAD_NONE, flags);
  properties[PROP_PROJECTS_STATE] = g_param_spec_uint ("projects-state", NULL, NULL, HSP_LOAD_NONE,
                                                       HSP_LOAD_FAILED, HSP_LOAD_NONE, flags);
  properties[PROP_N_SKIPPED] = g_param_spec_uint ("n-skipped", NULL, NULL, 0, G_MAXUINT, 0, flags);
  /* Codes that nobody has copied yet. */
  properties[PROP_N_UNCOPIED] = g_param_spec_uint ("n-uncopied", NULL, NULL, 0, G_MAXUINT, 0,
                                                   flags);
  /* A purchase is under way. */
  properties[PROP_SPENDING] = g_param_spec_boolean ("spending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CODE_RECEIVED] = g_signal_new ("code-received", HSP_TYPE_SMS_DESK,
                                                G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                G_TYPE_NONE, 1, HSP_TYPE_SMS_NUMBER);
  signals[SIGNAL_NUMBER_CHANGED] = g_signal_new ("number-changed", HSP_TYPE_SMS_DESK,
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 1, HSP_TYPE_SMS_NUMBER);
}

static void
hsp_sms_desk_init (HspSmsDesk *self)
{
  self->cancellable = g_cancellable_new ();
  self->countries = g_list_store_new (HSP_TYPE_COUNTRY);
  self->projects = g_list_store_new (HSP_TYPE_SMS_PROJECT);
  self->numbers = g_list_store_new (HSP_TYPE_SMS_NUMBER);
  self->by_order = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->unwritten = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
}

/*< private >
 * hsp_sms_desk_new:
 *
 * Returns: (transfer full): a desk without numbers; nothing can be bought before
 *   hsp_sms_desk_load_rows()
 */
HspSmsDesk *
hsp_sms_desk_new (HspClient    *client,
                  HspJournal   *journal,
                  HspWatcher   *watcher,
                  HspWallet    *wallet,
                  HspOrderBook *book,
                  HspSpending  *spending)
{
  HspSmsDesk *self = g_object_new (HSP_TYPE_SMS_DESK, NULL);

  self->client = g_object_ref (client);
  self->journal = g_object_ref (journal);
  self->watcher = g_object_ref (watcher);
  self->wallet = g_object_ref (wallet);
  self->book = g_object_ref (book);
  self->spending = g_object_ref (spending);
  hsp_watcher_set_func (watcher, HSP_WATCH_CODE, hsp_sms_desk_watch_cb, self);
  hsp_order_book_set_numbers (book, G_LIST_MODEL (self->numbers));
  g_signal_connect_object (book, "numbers-released",
                           G_CALLBACK (hsp_sms_desk_release_numbers), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (book, "numbers-placed", G_CALLBACK (on_numbers_placed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}

gboolean
hsp_sms_desk_get_spending (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), FALSE);

  return self->n_spending > 0;
}

/**
 * hsp_sms_desk_get_countries:
 *
 * Returns: (transfer none): a list of HspCountry, by name
 */
GListModel *
hsp_sms_desk_get_countries (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);

  return G_LIST_MODEL (self->countries);
}

/**
 * hsp_sms_desk_get_projects:
 *
 * Returns: (transfer none): a list of HspSmsProject: all offers of all countries, by name
 */
GListModel *
hsp_sms_desk_get_projects (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);

  return G_LIST_MODEL (self->projects);
}

HspLoadState
hsp_sms_desk_get_projects_state (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), HSP_LOAD_NONE);

  return self->projects_state;
}

/**
 * hsp_sms_desk_get_error:
 *
 * Returns: (transfer none) (nullable): why the last load failed
 */
const GError *
hsp_sms_desk_get_error (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);

  return self->error;
}

/**
 * hsp_sms_desk_get_numbers:
 *
 * Returns: (transfer none): a list of HspSmsNumber, newest first; a change of state never moves one
 */
GListModel *
hsp_sms_desk_get_numbers (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);

  return G_LIST_MODEL (self->numbers);
}

guint
hsp_sms_desk_get_n_skipped (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), 0);

  return self->n_skipped[0] + self->n_skipped[1];
}

guint
hsp_sms_desk_get_n_uncopied (HspSmsDesk *self)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), 0);

  return self->n_uncopied;
}

/**
 * hsp_sms_desk_lookup:
 * @order: the shop's number of an SMS number
 *
 * Returns: (transfer none) (nullable)
 */
HspSmsNumber *
hsp_sms_desk_lookup (HspSmsDesk *self,
                     const char *order)
{
  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);
  g_return_val_if_fail (order != NULL, NULL);

  return g_hash_table_lookup (self->by_order, order);
}

/**
 * hsp_sms_desk_get_latest_code:
 *
 * Returns: (transfer none) (nullable): the number whose code came last
 */
HspSmsNumber *
hsp_sms_desk_get_latest_code (HspSmsDesk *self)
{
  GListModel *numbers;
  HspSmsNumber *latest = NULL;

  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);

  numbers = G_LIST_MODEL (self->numbers);
  for (guint i = 0; i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);
      const HspNumberRow *row = hsp_sms_number_get_row (number);

      /* The list holds it */
      if (row->code != NULL
          && (latest == NULL || row->code_at > hsp_sms_number_get_row (latest)->code_at))
        latest = number;
    }
  return latest;
}

/**
 * hsp_sms_desk_mark_copied:
 *
 * The code of @number was copied: it counts as seen from now on.
 */
void
hsp_sms_desk_mark_copied (HspSmsDesk   *self,
                          HspSmsNumber *number)
{
  HspNumberRow *row;

  g_return_if_fail (HSP_IS_SMS_DESK (self));
  g_return_if_fail (HSP_IS_SMS_NUMBER (number));

  if (hsp_sms_number_get_row (number)->code == NULL
      || hsp_sms_number_get_row (number)->copied != 0)
    return;
  row = hsp_number_row_copy (hsp_sms_number_get_row (number));
  row->copied = hsp_get_now ();
  hsp_sms_desk_change_number (self, number, row);
}

/**
 * hsp_sms_desk_remove:
 *
 * Takes @number off the active ones, and ends asking for its code; the history keeps it.
 */
void
hsp_sms_desk_remove (HspSmsDesk   *self,
                     HspSmsNumber *number)
{
  HspNumberRow *row;

  g_return_if_fail (HSP_IS_SMS_DESK (self));
  g_return_if_fail (HSP_IS_SMS_NUMBER (number));

  if (hsp_sms_number_get_row (number)->removed)
    return;
  row = hsp_number_row_copy (hsp_sms_number_get_row (number));
  row->removed = TRUE;
  hsp_sms_desk_change_number (self, number, row);
  hsp_sms_desk_watch_number (self, number);
}
