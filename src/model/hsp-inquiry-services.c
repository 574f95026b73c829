/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-inquiry.h"

#include <glib/gi18n-lib.h>

#include "hsp-catalogue-batch.h"
#include "hsp-catalogue.h"
#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-fold.h"
#include "hsp-search.h"
#include "hsp-service-sieve.h"
#include "hsp-service.h"
#include "hsp-shop.h"

/* What was wished for, kept until the answer is there. */
typedef struct
{
  char            *words;     /* (owned) (nullable) */
  gboolean         in_stock;
  gint64           page;
  gint64           limit;
  HspBatch        *batch;     /* (owned) (nullable) the services, where they are searched here */
  HspServicesPage *answer;    /* (owned) (nullable) what came beside them */
} Wish;

static void
wish_free (Wish *wish)
{
  g_free (wish->words);
  g_clear_pointer (&wish->batch, hsp_batch_unref);
  g_clear_pointer (&wish->answer, hsp_services_page_free);
  g_free (wish);
}

/* The shop looks for no words: then all of it is read, and the page is cut here. */
static gboolean
is_for_shop (const Wish *wish)
{
  return wish->words == NULL && !wish->in_stock;
}

/* As the catalogue page searches, so that both find the same in the same order.
 * (transfer full) (element-type HspServiceValue) */
static GPtrArray *
search (HspServiceTable *table,
        const Wish      *wish)
{
  g_auto(GStrv) words = hsp_fold_words (wish->words != NULL ? wish->words : "");
  const HspSearchQuery query = {
    .words = (const char *const *) words,
    .filter = wish->in_stock ? HSP_FILTER_IN_STOCK : HSP_FILTER_NONE,
    .least_rate = HSP_MONEY_UNKNOWN,
    .most_rate = HSP_MONEY_UNKNOWN,
    .quantity = HSP_UNKNOWN,
  };
  g_autoptr(HspSearch) search = hsp_search_new ();
  const HspSearchResult *result = hsp_search_run (search, table, &query);
  GPtrArray *found = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);

  /* what merely resembles the words is for a person's eyes, not for a script */
  for (guint i = 0; i < result->n_rows && !result->similar; i++)
    g_ptr_array_add (found, hsp_service_table_dup_value (table, result->rows[i]));
  return found;
}

/* The page that was wished for, of all that were found. */
static void
cut_page (HspServicesPage *page,
          const Wish      *wish)
{
  const gint64 n = page->services->len;
  const gint64 limit = wish->limit > 0 ? wish->limit : n;
  const gint64 number = wish->limit > 0 ? MAX (wish->page, 1) : 1;
  const gint64 n_pages = limit > 0 ? (n + limit - 1) / limit : 1;
  const gint64 begin = number <= n_pages ? (number - 1) * limit : n;
  const gint64 end = MIN (begin + limit, n);

  if (end < n)
    g_ptr_array_remove_range (page->services, (guint) end, (guint) (n - end));
  if (begin > 0)
    g_ptr_array_remove_range (page->services, 0, (guint) begin);
  page->total = n;
  page->page = number;
  page->limit = limit;
  page->total_pages = MAX (n_pages, 1);
}

/* A page that the shop has cut, mostly: some give all of it whatever the page. */
static void
page_read_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  const Wish *wish = g_task_get_task_data (task);
  HspServicesPage *page;
  GError *error = NULL;

  page = hsp_shop_services_finish (HSP_CLIENT (object), result, &error);
  if (page == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  if (wish->limit <= 0 || page->services->len > wish->limit)
    cut_page (page, wish);
  else
    {
      page->page = MAX (wish->page, 1);
      page->limit = wish->limit;
    }
  g_task_return_pointer (task, page, (GDestroyNotify) hsp_services_page_free);
}

/* All services, and a search in those of them that it can find: to put the others in order, which most
 * are, would take longer than to read them */

typedef struct
{
  HspBatch        *batch;     /* (owned) */
  HspServiceSieve *sieve;     /* (owned) */
} Reading;

static gpointer
begin_reading (gpointer user_data)
{
  Wish *wish = user_data;
  g_auto(GStrv) words = hsp_fold_words (wish->words != NULL ? wish->words : "");
  Reading *reading = g_new0 (Reading, 1);

  g_clear_pointer (&wish->batch, hsp_batch_unref);
  wish->batch = hsp_batch_new (NULL, NULL, NULL);
  reading->batch = hsp_batch_ref (wish->batch);
  reading->sieve = hsp_service_sieve_new ((const char *const *) words);
  return reading;
}

/* One that came before with the same number does not count any more, found or not. */
static void
read_row (const HspServiceValue *value,
          gpointer               state)
{
  Reading *reading = state;

  if (hsp_service_sieve_passes (reading->sieve, value) || hsp_batch_has (reading->batch, value->id))
    hsp_batch_add (value, reading->batch);
}

static void
read_rest (gpointer state)
{
}

static void
free_reading (gpointer state)
{
  Reading *reading = state;

  hsp_service_sieve_free (reading->sieve);
  hsp_batch_unref (reading->batch);
  g_free (reading);
}

static const HspServicesSink batch_sink = { begin_reading, read_row, read_rest, free_reading };

static void
table_made_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  Wish *wish = g_task_get_task_data (task);
  g_autoptr(HspServiceTable) table = NULL;
  HspServicesPage *page;
  GError *error = NULL;

  table = hsp_batch_end_finish (result, &error);
  if (table == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  page = g_steal_pointer (&wish->answer);
  g_ptr_array_unref (page->services);
  page->services = search (table, wish);
  cut_page (page, wish);
  g_task_return_pointer (task, page, (GDestroyNotify) hsp_services_page_free);
}

static void
all_read_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GPtrArray) no_categories = g_ptr_array_new ();
  Wish *wish = g_task_get_task_data (task);
  GError *error = NULL;

  wish->answer = hsp_shop_stream_services_finish (HSP_CLIENT (object), result, &error);
  if (wish->answer == NULL)
    g_task_return_error (task, error);
  else
    hsp_batch_end_async (wish->batch, 0, no_categories, g_task_get_cancellable (task),
                         table_made_cb, g_object_ref (task));
}

/**
 * hsp_inquiry_services_async:
 * @wish: which; only read during the call
 *
 * Asks `services` of the shop, nothing of the snapshot.
 */
void
hsp_inquiry_services_async (HspAccount            *account,
                            const HspServicesWish *wish,
                            GCancellable          *cancellable,
                            GAsyncReadyCallback    callback,
                            gpointer               user_data)
{
  GTask *task;
  Wish *kept;
  HspServicesQuery query = { 0 };

  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (wish != NULL);

  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_inquiry_services_async);
  kept = g_new0 (Wish, 1);
  kept->words = wish->words != NULL && *wish->words != '\0' ? g_strdup (wish->words) : NULL;
  kept->in_stock = wish->in_stock;
  kept->page = wish->page;
  kept->limit = wish->limit;
  g_task_set_task_data (task, kept, (GDestroyNotify) wish_free);

  query.category = wish->category;
  query.subcategory = wish->subcategory;
  if (is_for_shop (kept) && wish->limit > 0)
    {
      query.page = MAX (wish->page, 1);
      query.limit = wish->limit;
    }
  if (is_for_shop (kept))
    hsp_shop_services_async (hsp_account_get_client (account), &query, cancellable, page_read_cb,
                             task);
  else
    hsp_shop_stream_services_async (hsp_account_get_client (account), &query, &batch_sink, kept,
                                    cancellable, all_read_cb, task);
}

/**
 * hsp_inquiry_services_finish:
 *
 * Returns: (transfer full) (nullable): a page; its total is HSP_UNKNOWN when the shop does not tell
 */
HspServicesPage *
hsp_inquiry_services_finish (HspAccount    *account,
                             GAsyncResult  *result,
                             GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* The price of one */

/* A service of which nothing but its number is known: all services are read to find it. */
static HspService *
make_bare_service (const char *id)
{
  HspServiceValue *value = hsp_service_value_new ();

  value->id = g_strdup (id);
  value->name = g_strdup ("");
  return hsp_service_new (value);
}

static void quote_read_cb (GObject      *object,
                           GAsyncResult *result,
                           gpointer      user_data);

/* @service: (transfer full) */
static void
ask_quote (GTask      *task,
           HspService *service)
{
  HspAccount *account = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  g_task_set_task_data (task, service, g_object_unref);
  hsp_catalogue_quote_async (hsp_account_get_catalogue (account), service, cancellable,
                             quote_read_cb, g_object_ref (task));
}

static void
quote_read_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspService *service = g_task_get_task_data (task);
  const HspServiceValue *value = hsp_service_get_value (service);
  GError *error = NULL;
  HspQuote *quote;

  quote = hsp_catalogue_quote_finish (HSP_CATALOGUE (object), result, &error);
  if (quote != NULL)
    g_task_return_pointer (task, quote, (GDestroyNotify) hsp_quote_free);
  else if (g_error_matches (error, HSP_ERROR, HSP_ERROR_SERVICE_NOT_FOUND)
           && *value->category != '\0')
    {
      /* The snapshot is of another day: it may have moved to another category */
      g_clear_error (&error);
      ask_quote (task, make_bare_service (value->id));
    }
  else
    g_task_return_error (task, error);
}

/**
 * hsp_inquiry_quote_async:
 * @service: its number
 *
 * As hsp_catalogue_quote_async(), for a service that is known by its number alone. The snapshot
 * tells its category, so that little is read; without one, all services are.
 */
void
hsp_inquiry_quote_async (HspAccount          *account,
                         const char          *service,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  HspCatalogue *catalogue;
  HspService *known;

  g_return_if_fail (HSP_IS_ACCOUNT (account));
  g_return_if_fail (service != NULL);

  task = g_task_new (account, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_inquiry_quote_async);
  catalogue = hsp_account_get_catalogue (account);
  if (hsp_catalogue_get_n_services (catalogue) == 0)
    hsp_catalogue_open (catalogue);
  known = hsp_catalogue_lookup (catalogue, service);
  ask_quote (task, known != NULL ? known : make_bare_service (service));
}

/**
 * hsp_inquiry_quote_finish:
 *
 * Returns: (transfer full) (nullable): what a purchase would cost now
 */
HspQuote *
hsp_inquiry_quote_finish (HspAccount    *account,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, account), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hsp_inquiry_check_quote:
 * @quote: what the shop has now
 *
 * Whether so many can be bought: quantity and link as the order form checks them (HSP_ERROR_USAGE), and
 * the stock (HSP_ERROR_REJECTED).
 */
gboolean
hsp_inquiry_check_quote (const HspQuote  *quote,
                         gint64           quantity,
                         const char      *link,
                         GError         **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, quantity);
  g_autofree char *reason = NULL;
  g_autofree char *message = NULL;

  g_return_val_if_fail (quote != NULL, FALSE);

  reason = hsp_service_check_quantity (quote->service, text, NULL);
  if (reason == NULL)
    reason = hsp_service_check_link (quote->service, link);
  if (reason != NULL)
    /* Translators: %s is what is wrong, as "Enter a link" */
    message = g_strdup_printf (_("%s. Nothing was sent."), reason);
  else if (quote->stock == HSP_UNKNOWN || quote->stock >= quantity)
    return TRUE;
  else if (quote->stock == 0)
    message = g_strdup (_("It is out of stock. Nothing was sent."));
  else
    message = g_strdup_printf (ngettext ("Only %d is in stock. Nothing was sent.",
                                         "Only %d are in stock. Nothing was sent.",
                                         (gulong) quote->stock), (int) quote->stock);
  g_propagate_error (error, hsp_error_new (reason != NULL ? HSP_ERROR_USAGE : HSP_ERROR_REJECTED,
                                           HSP_DELIVERY_NONE, NULL, message));
  return FALSE;
}
