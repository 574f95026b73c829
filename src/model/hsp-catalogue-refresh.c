/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-shop.h"

/* Rows of a page, where the whole list is too much for the shop, and of the first screenful. */
#define PAGE_SIZE 200
/* More pages than any shop has: an end to a shop that always has one more. */
#define MOST_PAGES 1500
#define MOST_REASONS 100
/* Rows that the main thread can put in order. */
#define MOST_PEEKED 4000
/* Pages that came are good for so long: what did not come then is asked for from there on. */
#define PARTIAL_FOR (10 * 60 * G_USEC_PER_SEC)

struct _HspRefresh
{
  HspBatch   *batch;             /* (owned) (nullable) the services until now */
  HspBatch   *first;             /* (owned) (nullable) those of the first page of a first load */
  GPtrArray  *categories;        /* (owned) (nullable) (element-type HspCategoryValue) */
  GPtrArray  *skipped;           /* (owned) (element-type utf8) */
  GError     *error;             /* (owned) (nullable) why the services did not come */
  guint       n_skipped;
  guint       n_before;          /* rows before the page that is asked for */
  guint       page;              /* 0: all at once */
  guint       n_pending;
  guint       pause_source;
  guint       tell_source;
  HspServiceTable *before;       /* (owned) (nullable) until it is told that there is another */
};

static void ask_page (HspCatalogue *self);

static void
drop_batch (HspBatch *batch)
{
  hsp_batch_quiet (batch);
  hsp_batch_unref (batch);
}

void
hsp_catalogue_refresh_free (HspRefresh *refresh)
{
  g_clear_handle_id (&refresh->pause_source, g_source_remove);
  g_clear_handle_id (&refresh->tell_source, g_source_remove);
  g_clear_pointer (&refresh->before, hsp_service_table_unref);
  g_clear_pointer (&refresh->batch, drop_batch);
  g_clear_pointer (&refresh->first, drop_batch);
  g_clear_pointer (&refresh->categories, g_ptr_array_unref);
  g_ptr_array_unref (refresh->skipped);
  g_clear_error (&refresh->error);
  g_free (refresh);
}

/* The first rows of a first load */

static void
on_glimpse_cb (HspServiceTable *table,
               gpointer         user_data)
{
  HspCatalogue *self = user_data;

  /* A second attempt begins with fewer than the first one had */
  if (!self->complete
      && hsp_service_table_get_n_rows (table) > hsp_service_table_get_n_rows (self->table))
    hsp_catalogue_take_table (self, table, self->refresh->categories, FALSE);
}

/* What the sinks of the shop write into: the answer that has just begun. */

static HspBatch *
create_batch (HspCatalogue *self)
{
  return hsp_batch_new (self->path, self->complete ? NULL : on_glimpse_cb, self);
}

static gpointer
begin_all (gpointer user_data)
{
  HspCatalogue *self = user_data;

  g_clear_pointer (&self->refresh->batch, drop_batch);
  self->refresh->batch = create_batch (self);
  return hsp_batch_ref (self->refresh->batch);
}

/* A page that is asked for again writes its rows over those that came of it. */
static gpointer
begin_page (gpointer user_data)
{
  HspCatalogue *self = user_data;

  return hsp_batch_ref (self->refresh->batch);
}

static gpointer
begin_first (gpointer user_data)
{
  HspCatalogue *self = user_data;

  g_clear_pointer (&self->refresh->first, drop_batch);
  self->refresh->first = hsp_batch_new (NULL, NULL, NULL);
  return hsp_batch_ref (self->refresh->first);
}

static void
free_state (gpointer batch)
{
  hsp_batch_unref (batch);
}

static const HspServicesSink all_sink = { begin_all, hsp_batch_add, hsp_batch_rest, free_state };
static const HspServicesSink page_sink = { begin_page, hsp_batch_add, hsp_batch_rest, free_state };
static const HspServicesSink first_sink = { begin_first, hsp_batch_add, hsp_batch_rest, free_state };

/* The end */

static void
set_skipped (HspCatalogue *self,
             HspRefresh   *refresh,
             guint         n_replaced)
{
  const guint n_skipped = refresh->n_skipped + n_replaced;

  if (n_replaced > 0)
    g_ptr_array_insert (refresh->skipped, 0,
                        /* Translators: of the rows in the shop's list of services */
                        g_strdup_printf (ngettext ("%u number is there twice: the last row counts",
                                                   "%u numbers are there twice: the last row counts",
                                                   n_replaced), n_replaced));
  g_ptr_array_unref (self->skip_reasons);
  self->skip_reasons = g_ptr_array_ref (refresh->skipped);
  if (self->n_skipped != n_skipped)
    {
      self->n_skipped = n_skipped;
      g_object_notify (G_OBJECT (self), "n-skipped");
    }
}

static void
end_refresh (HspCatalogue *self)
{
  g_clear_pointer (&self->refresh, hsp_catalogue_refresh_free);
  g_object_notify (G_OBJECT (self), "refreshing");
}

/* What came, when there is nothing else to show, and when this thread can put it in order. */
static void
show_partial (HspCatalogue *self,
              HspBatch     *batch)
{
  g_autoptr(HspServiceTable) table = NULL;

  if (self->complete || hsp_batch_get_n_rows (batch) > MOST_PEEKED)
    return;
  table = hsp_batch_peek (batch);
  on_glimpse_cb (table, self);
}

/* The pages that came are kept for the next time. */
static void
refresh_failed (HspCatalogue *self)
{
  HspRefresh *refresh = self->refresh;

  g_clear_error (&self->error);
  self->error = g_error_copy (refresh->error);
  if (refresh->batch != NULL)
    show_partial (self, refresh->batch);
  if (refresh->page > 1 && refresh->batch != NULL)
    {
      hsp_batch_quiet (refresh->batch);
      g_clear_pointer (&self->partial, hsp_batch_unref);
      self->partial = g_steal_pointer (&refresh->batch);
      self->partial_page = refresh->page;
      self->partial_at = g_get_monotonic_time ();
    }
  if (self->state == HSP_LOAD_READY)
    g_signal_emit_by_name (self, "refresh-failed", self->error);
  else
    hsp_catalogue_set_state (self, HSP_LOAD_FAILED);
  end_refresh (self);
}

/* Only what was all that the shop offered can be compared with what it offers now. */
static gboolean
tell_all_cb (gpointer user_data)
{
  g_autoptr(HspCatalogue) self = g_object_ref (user_data);
  g_autoptr(HspServiceTable) before = g_steal_pointer (&self->refresh->before);
  g_autoptr(HspServiceTable) table = hsp_service_table_ref (self->table);
  const gboolean comparable = self->complete;

  self->refresh->tell_source = 0;
  self->refreshed_at = hsp_service_table_get_time (table);
  hsp_catalogue_tell_table (self, before, self->refresh->categories, TRUE);
  if (comparable)
    g_signal_emit_by_name (self, "refreshed", before, table);
  g_object_notify (G_OBJECT (self), "refreshed-at");
  /* who was told may have closed it */
  if (self->refresh == NULL)
    return G_SOURCE_REMOVE;
  hsp_catalogue_rest_later (self);
  end_refresh (self);
  return G_SOURCE_REMOVE;
}

/* In two turns, or this one would be the longest of a refresh. Drawing does not come between them. */
static void
take_all (HspCatalogue    *self,
          HspServiceTable *table)
{
  self->refresh->before = hsp_catalogue_swap_table (self, table);
  self->refresh->tell_source = g_idle_add_full (G_PRIORITY_DEFAULT, tell_all_cb, self, NULL);
}

static void
ended_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  HspCatalogue *self = user_data;
  g_autoptr(GError) error = NULL;
  g_autoptr(HspServiceTable) table = hsp_batch_end_finish (result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  g_object_ref (self);
  if (table == NULL)
    {
      self->refresh->error = g_steal_pointer (&error);
      /* It has ended, and is no more to be looked into */
      g_clear_pointer (&self->refresh->batch, drop_batch);
      refresh_failed (self);
    }
  else
    {
      g_clear_error (&self->error);
      set_skipped (self, self->refresh, hsp_batch_get_n_replaced (self->refresh->batch));
      /* What was learnt of subcategories stays until it is asked again, so that no list jumps */
      g_hash_table_remove_all (self->asked_subsets);
      take_all (self, table);
    }
  g_object_unref (self);
}

/* One answer less to wait for; the last one ends the refresh. */
static void
refresh_step_done (HspCatalogue *self)
{
  HspRefresh *refresh = self->refresh;

  if (--refresh->n_pending > 0)
    return;
  if (refresh->error != NULL)
    {
      g_object_ref (self);
      refresh_failed (self);
      g_object_unref (self);
      return;
    }
  hsp_batch_quiet (refresh->batch);
  hsp_batch_expect (refresh->batch, hsp_catalogue_dup_live_rows (self));
  hsp_batch_end_async (refresh->batch, hsp_get_now (),
                       refresh->categories != NULL ? refresh->categories : self->category_values,
                       self->cancellable, ended_cb, self);
}

static void
note_skipped (HspRefresh      *refresh,
              HspServicesPage *page)
{
  refresh->n_skipped += page->n_skipped;
  for (guint i = 0; page->skipped != NULL && i < page->skipped->len; i++)
    {
      if (refresh->skipped->len < MOST_REASONS)
        g_ptr_array_add (refresh->skipped, g_strdup (page->skipped->pdata[i]));
    }
}

static void
refresh_categories_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  HspCatalogue *self = user_data;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(GError) error = NULL;

  rows = hsp_shop_categories_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (rows != NULL)
    self->refresh->categories = g_ptr_array_ref (rows->rows);
  else
    /* The services name their categories themselves */
    g_debug ("The categories were not read: %s", error->message);
  refresh_step_done (self);
}

/* Page by page */

/* Whether the whole list may have been too much, and pages may do. */
static gboolean
is_worth_paging (const GError *error)
{
  return g_error_matches (error, HSP_ERROR, HSP_ERROR_NO_ANSWER)
         || g_error_matches (error, HSP_ERROR, HSP_ERROR_UNREADABLE)
         || g_error_matches (error, HSP_ERROR, HSP_ERROR_SERVER);
}

static gboolean
on_pause_over_cb (gpointer user_data)
{
  HspCatalogue *self = user_data;

  self->refresh->pause_source = 0;
  ask_page (self);
  return G_SOURCE_REMOVE;
}

/* Whether the shop has another page. One that brings nothing new is the end, whatever it says. */
static gboolean
has_more (HspRefresh      *refresh,
          HspServicesPage *page)
{
  const guint n_new = hsp_batch_get_n_rows (refresh->batch) - refresh->n_before;

  if (n_new == 0 || refresh->page >= MOST_PAGES)
    return FALSE;
  if (page->total_pages != HSP_UNKNOWN)
    return refresh->page < page->total_pages;
  return n_new + page->n_skipped >= PAGE_SIZE;
}

static void
refresh_page_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  HspCatalogue *self = user_data;
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(GError) error = NULL;
  HspRefresh *refresh;

  page = hsp_shop_stream_services_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  refresh = self->refresh;
  g_clear_error (&refresh->error);
  if (page == NULL)
    {
      refresh->error = g_steal_pointer (&error);
      refresh_step_done (self);
      return;
    }
  note_skipped (refresh, page);
  if (has_more (refresh, page))
    {
      refresh->page++;
      refresh->pause_source = g_timeout_add (self->page_pause, on_pause_over_cb, self);
      return;
    }
  refresh_step_done (self);
}

static void
ask_page (HspCatalogue *self)
{
  const HspServicesQuery query = { .page = self->refresh->page, .limit = PAGE_SIZE };

  self->refresh->n_before = hsp_batch_get_n_rows (self->refresh->batch);
  hsp_shop_stream_services_async (self->client, &query, &page_sink, self, self->cancellable,
                                  refresh_page_cb, self);
}

static void
refresh_services_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  HspCatalogue *self = user_data;
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(GError) error = NULL;
  HspRefresh *refresh;

  page = hsp_shop_stream_services_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  refresh = self->refresh;
  if (page != NULL)
    {
      note_skipped (refresh, page);
      refresh_step_done (self);
      return;
    }
  refresh->error = g_error_copy (error);
  if (!is_worth_paging (error))
    {
      refresh_step_done (self);
      return;
    }
  g_clear_pointer (&refresh->batch, drop_batch);
  refresh->batch = create_batch (self);
  refresh->page = 1;
  ask_page (self);
}

/* The first screenful of a first load: shown unless more is there already. It is the whole list where
 * the shop knows no pages; that comes by itself. */
static void
refresh_first_page_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  HspCatalogue *self = user_data;
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(GError) error = NULL;

  page = hsp_shop_stream_services_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page != NULL && self->refresh->first != NULL)
    show_partial (self, self->refresh->first);
  refresh_step_done (self);
}

/* What came of pages the last time is good for a while. */
static gboolean
take_partial (HspCatalogue *self)
{
  const gboolean fresh = g_get_monotonic_time () - self->partial_at < PARTIAL_FOR;

  if (self->partial == NULL || !fresh)
    {
      g_clear_pointer (&self->partial, hsp_batch_unref);
      return FALSE;
    }
  self->refresh->batch = g_steal_pointer (&self->partial);
  self->refresh->page = self->partial_page;
  return TRUE;
}

/**
 * hsp_catalogue_refresh:
 *
 * Asks the shop for categories and services; a second call joins the one under way. Ends with
 * `changed`, or with `refresh-failed` or the state HSP_LOAD_FAILED. What is known stays.
 *
 * The API notes: the whole list can take tens of seconds, so a first load asks for a page beside
 * it; and when the list does not come, it is asked for page by page, with pauses. A refresh that
 * breaks off there goes on there the next time.
 */
void
hsp_catalogue_refresh (HspCatalogue *self)
{
  const HspServicesQuery all = { 0 };
  const HspServicesQuery first_page = { .page = 1, .limit = PAGE_SIZE };
  HspRefresh *refresh;

  g_return_if_fail (HSP_IS_CATALOGUE (self));

  if (self->refresh != NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->refresh = refresh = g_new0 (HspRefresh, 1);
  refresh->skipped = g_ptr_array_new_with_free_func (g_free);
  refresh->n_pending = 2;
  if (self->state != HSP_LOAD_READY)
    {
      hsp_catalogue_set_state (self, HSP_LOAD_LOADING);
      refresh->n_pending++;
      hsp_shop_stream_services_async (self->client, &first_page, &first_sink, self,
                                      self->cancellable, refresh_first_page_cb, self);
    }
  hsp_shop_categories_async (self->client, self->cancellable, refresh_categories_cb, self);
  if (take_partial (self))
    ask_page (self);
  else
    hsp_shop_stream_services_async (self->client, &all, &all_sink, self, self->cancellable,
                                    refresh_services_cb, self);
  g_object_notify (G_OBJECT (self), "refreshing");
}
