/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk.h"
#include "hsp-sms-desk-private.h"

#include <glib/gi18n-lib.h>

#include "hsp-client.h"
#include "hsp-country.h"
#include "hsp-error.h"
#include "hsp-list-update.h"
#include "hsp-order-book-private.h"
#include "hsp-purchase.h"
#include "hsp-shop.h"
#include "hsp-sms-number-private.h"
#include "hsp-sms-project.h"
#include "hsp-wallet-private.h"
#include "hsp-watcher.h"

/* `add_sms` sells so many at once (the API notes). */
#define MOST_NUMBERS 10
/* `sms_status` is asked the first time and each time after so many questions: it alone knows expiry
 * and charge, and in some shops the code. */
#define STATUS_EVERY 5

struct _HspSmsDesk
{
  GObject       parent_instance;

  HspClient    *client;           /* (owned) */
  HspJournal   *journal;          /* (owned) */
  HspWatcher   *watcher;          /* (owned) */
  HspWallet    *wallet;           /* (owned) */
  HspOrderBook *book;             /* (owned) */
  GCancellable *cancellable;      /* (owned) of what nobody waits for */

  GListStore   *countries;        /* (owned) (element-type HspCountry) by name */
  GListStore   *projects;         /* (owned) (element-type HspSmsProject) by name */
  GListStore   *numbers;          /* (owned) (element-type HspSmsNumber) newest first */
  GHashTable   *by_order;         /* (owned) (element-type utf8 HspSmsNumber) */
  GError       *error;            /* (owned) (nullable) */
  HspLoadState  countries_state;
  HspLoadState  projects_state;
  guint         n_loading;
  guint         n_uncopied;
  guint         n_spending;
  gboolean      ready;
};

enum
{
  PROP_COUNTRIES_STATE = 1,
  PROP_PROJECTS_STATE,
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

static gint64
get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

/* Numbers */

static void
count_uncopied (HspSmsDesk *self)
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

static gboolean
is_awaited (HspSmsNumber *number)
{
  const HspNumberState state = hsp_sms_number_get_state (number);

  return !hsp_sms_number_get_row (number)->removed
         && (state == HSP_NUMBER_WAITING || state == HSP_NUMBER_LATE);
}

static void
watch_number (HspSmsDesk   *self,
              HspSmsNumber *number)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);

  if (self->ready && is_awaited (number))
    hsp_watcher_add (self->watcher, HSP_WATCH_CODE, row->order, row->created, row->expires);
  else
    hsp_watcher_remove (self->watcher, HSP_WATCH_CODE, row->order);
}

static void
number_changed (HspSmsDesk   *self,
                HspSmsNumber *number)
{
  count_uncopied (self);
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
static void
change_number (HspSmsDesk   *self,
               HspSmsNumber *number,
               HspNumberRow *row)
{
  if (self->ready)
    hsp_journal_update_number_async (self->journal, row, number_written_cb, NULL);
  hsp_sms_number_set_row (number, row);
  number_changed (self, number);
}

/* @row: (transfer full). Returns: (transfer none) */
static HspSmsNumber *
insert_number (HspSmsDesk   *self,
               HspNumberRow *row,
               HspMoney      price,
               guint         position)
{
  g_autoptr(HspSmsNumber) number = hsp_sms_number_new (row, price);

  g_hash_table_insert (self->by_order, g_strdup (row->order), number);
  g_list_store_insert (self->numbers, position, number);
  watch_number (self, number);
  return number;
}

/* The price of one of the numbers that were bought together. */
static HspMoney
get_price (const HspPurchaseRow *purchase)
{
  if (purchase->estimate == HSP_MONEY_UNKNOWN || purchase->quantity <= 0)
    return HSP_MONEY_UNKNOWN;
  return purchase->estimate / purchase->quantity;
}

/* @numbers: (element-type HspNumberRow). (transfer full) (element-type HspSmsNumber) */
static GPtrArray *
take_placed (HspSmsDesk           *self,
             const HspPurchaseRow *purchase,
             GPtrArray            *numbers)
{
  GPtrArray *placed = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < numbers->len; i++)
    {
      const HspNumberRow *row = numbers->pdata[i];

      if (g_hash_table_contains (self->by_order, row->order))
        continue;
      g_ptr_array_add (placed, g_object_ref (insert_number (self, hsp_number_row_copy (row),
                                                            get_price (purchase),
                                                            placed->len)));
    }
  for (guint i = 0; i < placed->len; i++)
    number_changed (self, placed->pdata[i]);
  return placed;
}

static void
on_numbers_placed_cb (HspSmsDesk           *self,
                      const HspPurchaseRow *purchase,
                      GPtrArray            *numbers)
{
  g_autoptr(GPtrArray) placed = take_placed (self, purchase, numbers);

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
                                                 purchase != NULL ? get_price (purchase)
                                                                  : HSP_MONEY_UNKNOWN);

      g_hash_table_insert (self->by_order, g_strdup (row->order), number);
      g_ptr_array_add (items, number);
    }
  g_list_store_splice (self->numbers, 0, g_list_model_get_n_items (model), items->pdata,
                       items->len);
  for (guint i = 0; i < items->len; i++)
    watch_number (self, items->pdata[i]);
  count_uncopied (self);
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

      watch_number (self, number);
    }
}

/* Asking for codes */

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
  row->checked = get_now ();
  if (row->code != NULL && !had_code)
    row->code_at = row->checked;

  change_number (self, number, row);
  hsp_sms_number_set_check_error (number, NULL);
  watch_number (self, number);
  refresh = hsp_sms_number_get_state (number) != state
            || (charge != HSP_MONEY_UNKNOWN && row->charge != charge);
  if (row->code != NULL && !had_code)
    g_signal_emit (self, signals[SIGNAL_CODE_RECEIVED], 0, number);
  if (refresh && self->ready)
    hsp_wallet_refresh (self->wallet);
}

static void
take_check_error (HspSmsDesk   *self,
                  HspSmsNumber *number,
                  const GError *error)
{
  hsp_sms_number_set_check_error (number, error);
  g_signal_emit (self, signals[SIGNAL_NUMBER_CHANGED], 0, number);
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
          || !is_awaited (data->number)))
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
  if (!is_awaited (data->number))
    number_changed (self, data->number);
}

static void
watch_cb (HspWatcher   *watcher,
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

/* Countries and projects */

static void
set_load_state (HspSmsDesk   *self,
                HspLoadState *state,
                HspLoadState  value,
                guint         prop)
{
  if (*state == value)
    return;
  *state = value;
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

static gboolean
is_same_country (gconstpointer a,
                 gconstpointer b)
{
  HspCountry *left = (HspCountry *) a;
  HspCountry *right = (HspCountry *) b;

  return g_str_equal (hsp_country_get_code (left), hsp_country_get_code (right))
         && g_str_equal (hsp_country_get_name (left), hsp_country_get_name (right))
         && g_strcmp0 (hsp_country_get_dial_code (left), hsp_country_get_dial_code (right)) == 0;
}

static gboolean
is_same_project (gconstpointer a,
                 gconstpointer b)
{
  HspSmsProject *left = (HspSmsProject *) a;
  HspSmsProject *right = (HspSmsProject *) b;

  return g_str_equal (hsp_sms_project_get_id (left), hsp_sms_project_get_id (right))
         && g_str_equal (hsp_sms_project_get_country (left), hsp_sms_project_get_country (right))
         && g_str_equal (hsp_sms_project_get_name (left), hsp_sms_project_get_name (right))
         && g_str_equal (hsp_sms_project_get_country_name (left),
                         hsp_sms_project_get_country_name (right))
         && hsp_sms_project_get_price (left) == hsp_sms_project_get_price (right);
}

static int
compare_countries (gconstpointer a,
                   gconstpointer b)
{
  HspCountry *left = *(HspCountry *const *) a;
  HspCountry *right = *(HspCountry *const *) b;

  return g_utf8_collate (hsp_country_get_name (left), hsp_country_get_name (right));
}

static int
compare_projects (gconstpointer a,
                  gconstpointer b)
{
  HspSmsProject *left = *(HspSmsProject *const *) a;
  HspSmsProject *right = *(HspSmsProject *const *) b;
  const int order = g_utf8_collate (hsp_sms_project_get_name (left),
                                    hsp_sms_project_get_name (right));

  if (order != 0)
    return order;
  return g_utf8_collate (hsp_sms_project_get_country_name (left),
                         hsp_sms_project_get_country_name (right));
}

static void
load_failed (HspSmsDesk   *self,
             GError       *error,
             HspLoadState *state,
             guint         prop)
{
  g_clear_error (&self->error);
  self->error = error;
  /* What is known stays */
  if (*state != HSP_LOAD_READY)
    set_load_state (self, state, HSP_LOAD_FAILED, prop);
}

static void
load_countries_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  HspSmsDesk *self = user_data;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(GPtrArray) items = NULL;
  GError *error = NULL;

  rows = hsp_shop_sms_countries_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      return;
    }
  self->n_loading--;
  if (rows == NULL)
    {
      load_failed (self, error, &self->countries_state, PROP_COUNTRIES_STATE);
      return;
    }

  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspCountryValue *value = rows->rows->pdata[i];

      g_ptr_array_add (items, hsp_country_new (value->code, value->name, value->dial_code));
    }
  g_ptr_array_sort (items, compare_countries);
  hsp_list_store_update (self->countries, items, is_same_country);
  set_load_state (self, &self->countries_state, HSP_LOAD_READY, PROP_COUNTRIES_STATE);
}

static void
load_projects_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  HspSmsDesk *self = user_data;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(GPtrArray) items = NULL;
  GError *error = NULL;

  rows = hsp_shop_sms_projects_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      return;
    }
  self->n_loading--;
  if (rows == NULL)
    {
      load_failed (self, error, &self->projects_state, PROP_PROJECTS_STATE);
      return;
    }

  items = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspSmsProjectValue *value = rows->rows->pdata[i];

      g_ptr_array_add (items, hsp_sms_project_new (value->id, value->name, value->price,
                                                   value->country != NULL ? value->country : "",
                                                   value->country_name != NULL
                                                     ? value->country_name : ""));
    }
  g_ptr_array_sort (items, compare_projects);
  hsp_list_store_update (self->projects, items, is_same_project);
  set_load_state (self, &self->projects_state, HSP_LOAD_READY, PROP_PROJECTS_STATE);
}

/**
 * hsp_sms_desk_load:
 *
 * Asks `sms_countries` and `sms_projects` of all countries; joins a load under way.
 */
void
hsp_sms_desk_load (HspSmsDesk *self)
{
  g_return_if_fail (HSP_IS_SMS_DESK (self));

  if (self->n_loading > 0)
    return;
  self->n_loading = 2;
  g_clear_error (&self->error);
  if (self->countries_state != HSP_LOAD_READY)
    set_load_state (self, &self->countries_state, HSP_LOAD_LOADING, PROP_COUNTRIES_STATE);
  if (self->projects_state != HSP_LOAD_READY)
    set_load_state (self, &self->projects_state, HSP_LOAD_LOADING, PROP_PROJECTS_STATE);
  hsp_shop_sms_countries_async (self->client, self->cancellable, load_countries_cb, self);
  hsp_shop_sms_projects_async (self->client, NULL, self->cancellable, load_projects_cb, self);
}

/* Buying */

static void
change_spending (HspSmsDesk *self,
                 int         change)
{
  const gboolean before = self->n_spending > 0;

  self->n_spending += change;
  if ((self->n_spending > 0) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPENDING]);
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
get_bought_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspPurchaseResult) purchase = NULL;
  HspSmsDesk *self = g_task_get_source_object (task);
  GError *error = NULL;
  GetResult *data;

  purchase = hsp_purchase_finish (result, &error);
  if (purchase == NULL)
    {
      change_spending (self, -1);
      g_task_return_error (task, error);
      return;
    }

  data = g_new0 (GetResult, 1);
  data->outcome = purchase->row->outcome;
  data->reason = g_strdup (purchase->row->reason);
  if (purchase->numbers != NULL)
    data->numbers = take_placed (self, purchase->row, purchase->numbers);
  else
    data->numbers = g_ptr_array_new_with_free_func (g_object_unref);
  if (data->outcome == HSP_OUTCOME_UNCONFIRMED)
    hsp_order_book_add_row (self->book, hsp_purchase_row_copy (purchase->row));
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
 * Buys numbers: journal row, wire, outcome. Not cancellable. Main thread. The estimate is made from
 * the price as it was read last, which may be newer than @project.
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

  g_return_if_fail (HSP_IS_SMS_DESK (self));
  g_return_if_fail (HSP_IS_SMS_PROJECT (project));

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_sms_desk_get_async);
  g_task_set_check_cancellable (task, FALSE);

  if (!self->ready)
    {
      g_task_return_error (task, hsp_order_book_make_closed_error ());
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
  change_spending (self, 1);
  hsp_purchase_async (self->journal, self->client, draft, get_bought_cb,
                      g_steal_pointer (&task));
}

/**
 * hsp_sms_desk_get_finish:
 * @outcome: (out) (optional): what came of it
 * @reason: (out) (optional) (transfer full) (nullable): why it was not placed
 *
 * Returns: (transfer full) (nullable) (element-type HspSmsNumber): empty unless placed; %NULL with
 *   HSP_ERROR_STORE or HSP_ERROR_USAGE when nothing was sent
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

static guint
find_position (HspSmsDesk *self,
               const char *project_id,
               const char *country)
{
  GListModel *projects = G_LIST_MODEL (self->projects);
  const guint n_projects = g_list_model_get_n_items (projects);

  for (guint i = 0; i < n_projects; i++)
    {
      g_autoptr(HspSmsProject) project = g_list_model_get_item (projects, i);

      if (g_str_equal (hsp_sms_project_get_id (project), project_id)
          && (country == NULL || *country == '\0'
              || g_ascii_strcasecmp (hsp_sms_project_get_country (project), country) == 0))
        return i;
    }
  return G_MAXUINT;
}

static void
quote_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspRows) rows = NULL;
  HspSmsDesk *self = g_task_get_source_object (task);
  HspSmsProject *project = g_task_get_task_data (task);
  const char *id = hsp_sms_project_get_id (project);
  const char *country = hsp_sms_project_get_country (project);
  const HspSmsProjectValue *found = NULL;
  GError *error = NULL;
  guint position;

  rows = hsp_shop_sms_projects_finish (HSP_CLIENT (object), result, &error);
  if (rows == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  for (guint i = 0; i < rows->rows->len && found == NULL; i++)
    {
      const HspSmsProjectValue *value = rows->rows->pdata[i];

      if (g_str_equal (value->id, id))
        found = value;
    }
  if (found == NULL || found->price == HSP_MONEY_UNKNOWN)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_SERVICE_NOT_FOUND, HSP_DELIVERY_NONE,
                                                NULL, _("The shop does not offer this project "
                                                        "any more.")));
      return;
    }

  position = find_position (self, id, country);
  if (position != G_MAXUINT && found->price != hsp_sms_project_get_price (project))
    {
      g_autoptr(HspSmsProject) moved =
        hsp_sms_project_new (id, hsp_sms_project_get_name (project), found->price, country,
                             hsp_sms_project_get_country_name (project));

      g_list_store_splice (self->projects, position, 1, (gpointer *) &moved, 1);
    }
  g_task_return_int (task, found->price);
}

/**
 * hsp_sms_desk_quote_async:
 *
 * Reads the price again, for the moment before buying. A price that moved is shown from then on.
 * Errors: HSP_ERROR_SERVICE_NOT_FOUND when it is not offered any more, and those of a read.
 */
void
hsp_sms_desk_quote_async (HspSmsDesk          *self,
                          HspSmsProject       *project,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  GTask *task;
  const char *country;

  g_return_if_fail (HSP_IS_SMS_DESK (self));
  g_return_if_fail (HSP_IS_SMS_PROJECT (project));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_sms_desk_quote_async);
  g_task_set_task_data (task, g_object_ref (project), g_object_unref);
  country = hsp_sms_project_get_country (project);
  hsp_shop_sms_projects_async (self->client, *country != '\0' ? country : NULL, cancellable,
                               quote_read_cb, task);
}

/**
 * hsp_sms_desk_quote_finish:
 *
 * Returns: the price of one number, HSP_MONEY_UNKNOWN with an error
 */
HspMoney
hsp_sms_desk_quote_finish (HspSmsDesk    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  GError *local_error = NULL;
  HspMoney price;

  g_return_val_if_fail (g_task_is_valid (result, self), HSP_MONEY_UNKNOWN);

  price = g_task_propagate_int (G_TASK (result), &local_error);
  if (local_error == NULL)
    return price;
  g_propagate_error (error, local_error);
  return HSP_MONEY_UNKNOWN;
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

  G_OBJECT_CLASS (hsp_sms_desk_parent_class)->dispose (object);
}

static void
hsp_sms_desk_finalize (GObject *object)
{
  HspSmsDesk *self = HSP_SMS_DESK (object);

  g_object_unref (self->cancellable);
  g_hash_table_unref (self->by_order);
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
                  HspOrderBook *book)
{
  HspSmsDesk *self = g_object_new (HSP_TYPE_SMS_DESK, NULL);

  self->client = g_object_ref (client);
  self->journal = g_object_ref (journal);
  self->watcher = g_object_ref (watcher);
  self->wallet = g_object_ref (wallet);
  self->book = g_object_ref (book);
  hsp_watcher_set_func (watcher, HSP_WATCH_CODE, watch_cb, self);
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
 * hsp_sms_desk_find_project:
 * @country: (nullable): ISO code; a project has another id in every country, so it may be left out
 *
 * Returns: (transfer none) (nullable): the offer that a number came from
 */
HspSmsProject *
hsp_sms_desk_find_project (HspSmsDesk *self,
                           const char *project_id,
                           const char *country)
{
  g_autoptr(HspSmsProject) project = NULL;
  guint position;

  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);
  g_return_val_if_fail (project_id != NULL, NULL);

  position = find_position (self, project_id, country);
  if (position == G_MAXUINT)
    return NULL;
  project = g_list_model_get_item (G_LIST_MODEL (self->projects), position);
  return project;
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
  row->copied = get_now ();
  change_number (self, number, row);
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
  change_number (self, number, row);
  watch_number (self, number);
}
