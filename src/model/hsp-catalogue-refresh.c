/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-service.h"
#include "hsp-shop.h"
#include "hsp-snapshot.h"

/* Rows of a page, where the whole list is too much for the shop, and of the first screenful. */
#define PAGE_SIZE 200
/* More pages than any shop has: an end to a shop that always has one more. */
#define MOST_PAGES 1000
#define MOST_REASONS 100

struct _HspRefresh
{
  GPtrArray  *services;          /* (owned) (nullable) (element-type HspServiceValue) */
  GPtrArray  *categories;        /* (owned) (nullable) (element-type HspCategoryValue) */
  GHashTable *seen;              /* (owned) (nullable) ids of the pages so far */
  GPtrArray  *skipped;           /* (owned) (element-type utf8) */
  GError     *error;             /* (owned) (nullable) why the services did not come */
  guint       n_skipped;
  guint       page;
  guint       n_pending;
};

static void ask_page (HspCatalogue *self);

void
hsp_catalogue_refresh_free (HspRefresh *refresh)
{
  g_clear_pointer (&refresh->services, g_ptr_array_unref);
  g_clear_pointer (&refresh->categories, g_ptr_array_unref);
  g_clear_pointer (&refresh->seen, g_hash_table_unref);
  g_ptr_array_unref (refresh->skipped);
  g_clear_error (&refresh->error);
  g_free (refresh);
}

/* Snapshot */

static void
snapshot_written_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  /* Held until here, so that whoever waits for the catalogue to go waits for its file too */
  g_autoptr(HspCatalogue) self = user_data;
  g_autoptr(GError) error = NULL;

  /* Disposable: the next start reads from the shop */
  if (!hsp_snapshot_write_finish (result, &error))
    g_debug ("The snapshot was not written: %s", error->message);
}

static void
write_snapshot (HspCatalogue *self,
                GPtrArray    *services)
{
  HspSnapshot *snapshot;

  if (self->path == NULL)
    return;
  snapshot = g_new0 (HspSnapshot, 1);
  snapshot->time = self->refreshed_at;
  snapshot->services = g_ptr_array_ref (services);
  snapshot->categories = hsp_catalogue_copy_category_values (self->category_values);
  /* Not cancelled with the catalogue: a shop that was read for a minute is worth the writing */
  hsp_snapshot_write_async (self->path, snapshot, NULL, snapshot_written_cb,
                            g_object_ref (self));
}

/* Refreshing */

static void
set_skipped (HspCatalogue *self,
             HspRefresh   *refresh)
{
  g_ptr_array_unref (self->skip_reasons);
  self->skip_reasons = g_ptr_array_ref (refresh->skipped);
  if (self->n_skipped != refresh->n_skipped)
    {
      self->n_skipped = refresh->n_skipped;
      g_object_notify (G_OBJECT (self), "n-skipped");
    }
}

static void
refresh_succeeded (HspCatalogue *self,
                   HspRefresh   *refresh)
{
  g_clear_error (&self->error);
  set_skipped (self, refresh);
  /* What was learnt of subcategories stays until it is asked again, so that no list jumps */
  g_hash_table_remove_all (self->asked_subsets);
  self->refreshed_at = hsp_get_now ();
  hsp_catalogue_take_rows (self, refresh->services, refresh->categories);
  g_object_notify (G_OBJECT (self), "refreshed-at");
  write_snapshot (self, refresh->services);
}

static void
refresh_failed (HspCatalogue *self,
                HspRefresh   *refresh)
{
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&refresh->error);
  if (self->state == HSP_LOAD_READY)
    g_signal_emit_by_name (self, "refresh-failed", self->error);
  else
    hsp_catalogue_set_state (self, HSP_LOAD_FAILED);
}

/* One answer less to wait for; the last one ends the refresh. */
static void
refresh_step_done (HspCatalogue *self)
{
  HspRefresh *refresh = self->refresh;

  if (--refresh->n_pending > 0)
    return;

  self->refresh = NULL;
  g_object_ref (self);
  if (refresh->error == NULL)
    refresh_succeeded (self, refresh);
  else
    refresh_failed (self, refresh);
  hsp_catalogue_refresh_free (refresh);
  g_object_notify (G_OBJECT (self), "refreshing");
  g_object_unref (self);
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

/* Whether the whole list may have been too much, and pages may do. */
static gboolean
is_worth_paging (const GError *error)
{
  return g_error_matches (error, HSP_ERROR, HSP_ERROR_NO_ANSWER)
         || g_error_matches (error, HSP_ERROR, HSP_ERROR_UNREADABLE)
         || g_error_matches (error, HSP_ERROR, HSP_ERROR_SERVER);
}

static guint
add_page_rows (HspRefresh      *refresh,
               HspServicesPage *page)
{
  guint n_new = 0;

  for (guint i = 0; i < page->services->len; i++)
    {
      HspServiceValue *value = page->services->pdata[i];

      if (!g_hash_table_add (refresh->seen, value->id))
        continue;
      g_ptr_array_add (refresh->services, hsp_service_value_ref (value));
      n_new++;
    }
  return n_new;
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
  gboolean more;

  page = hsp_shop_services_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  refresh = self->refresh;
  if (page == NULL)
    {
      g_clear_error (&refresh->error);
      refresh->error = g_steal_pointer (&error);
      refresh_step_done (self);
      return;
    }

  note_skipped (refresh, page);
  /* A page that brings nothing new is the end, whatever the shop says of its pages */
  more = add_page_rows (refresh, page) > 0 && refresh->page < MOST_PAGES;
  if (page->total_pages != HSP_UNKNOWN)
    more = more && refresh->page < page->total_pages;
  else
    more = more && page->services->len + page->n_skipped >= PAGE_SIZE;

  if (self->state != HSP_LOAD_READY)
    hsp_catalogue_take_rows (self, refresh->services, refresh->categories);
  if (more)
    {
      refresh->page++;
      ask_page (self);
      return;
    }
  g_clear_error (&refresh->error);
  refresh_step_done (self);
}

static void
ask_page (HspCatalogue *self)
{
  const HspServicesQuery query = { .page = self->refresh->page, .limit = PAGE_SIZE };

  hsp_shop_services_async (self->client, &query, self->cancellable, refresh_page_cb, self);
}

static void
begin_paging (HspCatalogue *self,
              GError       *error)
{
  HspRefresh *refresh = self->refresh;

  g_clear_error (&refresh->error);
  refresh->error = error;
  refresh->services = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_service_value_unref);
  refresh->seen = g_hash_table_new (g_str_hash, g_str_equal);
  refresh->page = 1;
  ask_page (self);
}

static void
refresh_services_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  HspCatalogue *self = user_data;
  g_autoptr(HspServicesPage) page = NULL;
  GError *error = NULL;

  page = hsp_shop_services_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      g_clear_error (&error);
      return;
    }

  if (page != NULL)
    {
      note_skipped (self->refresh, page);
      self->refresh->services = g_ptr_array_ref (page->services);
      refresh_step_done (self);
    }
  else if (is_worth_paging (error))
    {
      begin_paging (self, error);
    }
  else
    {
      self->refresh->error = error;
      refresh_step_done (self);
    }
}

/* The first screenful of a first load: shown unless the whole is there already. */
static void
refresh_first_page_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  HspCatalogue *self = user_data;
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(GError) error = NULL;

  page = hsp_shop_services_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (page != NULL && page->services->len > 0 && self->state == HSP_LOAD_LOADING
      && self->refresh->services == NULL)
    hsp_catalogue_take_rows (self, page->services, self->refresh->categories);
  refresh_step_done (self);
}

/**
 * hsp_catalogue_refresh:
 *
 * Asks the shop for categories and services; a second call joins the one under way. Ends with
 * `changed`, or with `refresh-failed` or the state HSP_LOAD_FAILED. What is known stays.
 *
 * The API notes: the whole list can take tens of seconds, so a first load asks for a page beside
 * it, and pages take its place when it does not come.
 */
void
hsp_catalogue_refresh (HspCatalogue *self)
{
  const HspServicesQuery all = { 0 };
  const HspServicesQuery first_page = { .page = 1, .limit = PAGE_SIZE };

  g_return_if_fail (HSP_IS_CATALOGUE (self));

  if (self->refresh != NULL || g_cancellable_is_cancelled (self->cancellable))
    return;
  self->refresh = g_new0 (HspRefresh, 1);
  self->refresh->skipped = g_ptr_array_new_with_free_func (g_free);
  self->refresh->n_pending = 2;
  if (self->state != HSP_LOAD_READY)
    {
      hsp_catalogue_set_state (self, HSP_LOAD_LOADING);
      self->refresh->n_pending++;
      hsp_shop_services_async (self->client, &first_page, self->cancellable,
                               refresh_first_page_cb, self);
    }
  hsp_shop_categories_async (self->client, self->cancellable, refresh_categories_cb, self);
  hsp_shop_services_async (self->client, &all, self->cancellable, refresh_services_cb, self);
  g_object_notify (G_OBJECT (self), "refreshing");
}
