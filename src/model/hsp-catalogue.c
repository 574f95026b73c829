/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue.h"
#include "hsp-catalogue-private.h"

#include <glib/gi18n-lib.h>

#include "hsp-category-private.h"
#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-list-update.h"
#include "hsp-service.h"
#include "hsp-shop.h"
#include "hsp-snapshot.h"

/* Rows of a page, where the whole list is too much for the shop, and of the first screenful. */
#define PAGE_SIZE 200
/* More pages than any shop has: an end to a shop that always has one more. */
#define MOST_PAGES 1000
#define MOST_REASONS 100

typedef struct
{
  GPtrArray  *services;          /* (owned) (nullable) (element-type HspServiceValue) */
  GPtrArray  *categories;        /* (owned) (nullable) (element-type HspCategoryValue) */
  GHashTable *seen;              /* (owned) (nullable) ids of the pages so far */
  GPtrArray  *skipped;           /* (owned) (element-type utf8) */
  GError     *error;             /* (owned) (nullable) why the services did not come */
  guint       n_skipped;
  guint       page;
  guint       n_pending;
} Refresh;

struct _HspCatalogue
{
  GObject       parent_instance;

  HspClient    *client;          /* (owned) */
  char         *path;            /* (owned) (nullable) of the snapshot */
  GCancellable *cancellable;     /* (owned) */

  GPtrArray    *services;        /* (owned) (element-type HspService) the shop's order */
  GHashTable   *by_id;           /* (owned) (element-type utf8 HspService) keys of the services */
  GPtrArray    *category_values; /* (owned) (element-type HspCategoryValue) as the shop said */
  GListStore   *categories;      /* (owned) (element-type HspCategory) */
  GHashTable   *detailed;        /* (owned) interned categories whose rows name a subcategory */
  GHashTable   *subsets;         /* (owned) (element-type utf8 GHashTable) ids by category\1sub */
  GHashTable   *asked_subsets;   /* (owned) (element-type utf8) asked since the last refresh */

  Refresh      *refresh;         /* (owned) (nullable) */
  GError       *error;           /* (owned) (nullable) */
  GPtrArray    *skip_reasons;    /* (owned) (element-type utf8) */
  guint         n_skipped;
  gint64        refreshed_at;
  HspLoadState  state;
};

enum
{
  PROP_STATE = 1,
  PROP_REFRESHING,
  PROP_REFRESHED_AT,
  PROP_N_SERVICES,
  PROP_N_SKIPPED,
  N_PROPS
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REFRESH_FAILED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspCatalogue, hsp_catalogue, G_TYPE_OBJECT)

static void ask_page (HspCatalogue *self);

static void
refresh_free (Refresh *refresh)
{
  g_clear_pointer (&refresh->services, g_ptr_array_unref);
  g_clear_pointer (&refresh->categories, g_ptr_array_unref);
  g_clear_pointer (&refresh->seen, g_hash_table_unref);
  g_ptr_array_unref (refresh->skipped);
  g_clear_error (&refresh->error);
  g_free (refresh);
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

static void
set_state (HspCatalogue *self,
           HspLoadState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* The stock may differ: it moves all the time, and the service is still the same one. */
static gboolean
is_same_value (const HspServiceValue *a,
               const HspServiceValue *b)
{
  return g_str_equal (a->id, b->id) && g_str_equal (a->name, b->name) && a->type == b->type
         && a->category == b->category && a->subcategory == b->subcategory
         && g_strcmp0 (a->description, b->description) == 0 && a->rate == b->rate
         && a->min == b->min && a->max == b->max && a->kind == b->kind && a->refill == b->refill
         && a->cancel == b->cancel;
}

static HspCategoryValue *
copy_category_value (const HspCategoryValue *value)
{
  HspCategoryValue *copy = g_new0 (HspCategoryValue, 1);

  copy->name = g_strdup (value->name);
  copy->subcategories = g_strdupv (value->subcategories);
  return copy;
}

static GPtrArray *
copy_category_values (GPtrArray *values)
{
  GPtrArray *copy = g_ptr_array_new_full (values->len, (GDestroyNotify) hsp_category_value_free);

  for (guint i = 0; i < values->len; i++)
    g_ptr_array_add (copy, copy_category_value (values->pdata[i]));
  return copy;
}

/* Services */

/* A service that did not change stays the same object, so that selection and scroll stay too. */
static void
take_services (HspCatalogue *self,
               GPtrArray    *values)
{
  GPtrArray *services = g_ptr_array_new_full (values->len, g_object_unref);
  GHashTable *by_id = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < values->len; i++)
    {
      HspServiceValue *value = values->pdata[i];
      HspService *service = g_hash_table_lookup (self->by_id, value->id);

      if (g_hash_table_contains (by_id, value->id))
        continue;
      if (service != NULL && is_same_value (hsp_service_get_value (service), value))
        {
          g_object_ref (service);
          if (hsp_service_get_stock (service) != value->stock)
            hsp_service_set_stock (service, value->stock, 0);
        }
      else
        {
          service = hsp_service_new (hsp_service_value_ref (value));
        }
      g_ptr_array_add (services, service);
      g_hash_table_insert (by_id, (char *) hsp_service_get_id (service), service);
    }

  g_hash_table_unref (self->by_id);
  self->by_id = by_id;
  g_ptr_array_unref (self->services);
  self->services = services;
}

/* Categories */

typedef struct
{
  guint  n_services;
  guint *n_in_sub;   /* (owned) as long as the subcategories */
} Tally;

static char *
subset_key (const char *category,
            const char *subcategory)
{
  return g_strconcat (category, "\1", subcategory, NULL);
}

static GHashTable *
find_subset (HspCatalogue *self,
             const char   *category,
             const char   *subcategory)
{
  g_autofree char *key = subset_key (category, subcategory);

  return g_hash_table_lookup (self->subsets, key);
}

/* The shop's order; then, in the order of the services, what `categories` does not name. A category
 * gets the subcategories of both. (transfer full) (element-type HspCategoryValue) */
static GPtrArray *
merge_categories (HspCatalogue *self)
{
  GPtrArray *merged = copy_category_values (self->category_values);
  g_autoptr(GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_remove_all (self->detailed);
  for (guint i = 0; i < merged->len; i++)
    {
      HspCategoryValue *value = merged->pdata[i];

      g_hash_table_insert (by_name, value->name, value);
      for (char **sub = value->subcategories; *sub != NULL; sub++)
        g_hash_table_add (known, subset_key (value->name, *sub));
    }

  for (guint i = 0; i < self->services->len; i++)
    {
      const HspServiceValue *service = hsp_service_get_value (self->services->pdata[i]);
      HspCategoryValue *value = g_hash_table_lookup (by_name, service->category);
      g_autoptr(GStrvBuilder) builder = NULL;
      char *key;

      if (value == NULL && *service->category != '\0')
        {
          value = g_new0 (HspCategoryValue, 1);
          value->name = g_strdup (service->category);
          value->subcategories = g_new0 (char *, 1);
          g_ptr_array_add (merged, value);
          g_hash_table_insert (by_name, value->name, value);
        }
      if (value == NULL || *service->subcategory == '\0')
        continue;

      g_hash_table_add (self->detailed, (gpointer) service->category);
      key = subset_key (service->category, service->subcategory);
      if (!g_hash_table_add (known, key))
        continue;
      builder = g_strv_builder_new ();
      g_strv_builder_addv (builder, (const char **) value->subcategories);
      g_strv_builder_add (builder, service->subcategory);
      g_strfreev (value->subcategories);
      value->subcategories = g_strv_builder_end (builder);
    }
  return merged;
}

static GHashTable *
count_services (HspCatalogue *self)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < self->services->len; i++)
    {
      const HspServiceValue *value = hsp_service_get_value (self->services->pdata[i]);
      const char *subs[] = { "", value->subcategory };

      for (guint j = 0; j < (*value->subcategory != '\0' ? 2 : 1); j++)
        {
          char *key = subset_key (value->category, subs[j]);
          const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

          g_hash_table_replace (counts, key, GUINT_TO_POINTER (count + 1));
        }
    }
  return counts;
}

static guint
get_count (HspCatalogue *self,
           GHashTable   *counts,
           const char   *category,
           const char   *subcategory)
{
  g_autofree char *key = subset_key (category, subcategory);
  GHashTable *subset = g_hash_table_lookup (self->subsets, key);

  if (subset != NULL && *subcategory != '\0')
    return g_hash_table_size (subset);
  return GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));
}

static void
set_counts (HspCatalogue *self)
{
  g_autoptr(GHashTable) counts = count_services (self);
  GListModel *categories = G_LIST_MODEL (self->categories);

  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr(HspCategory) category = g_list_model_get_item (categories, i);
      GListModel *subs = hsp_category_get_subcategories (category);
      const char *name = hsp_category_get_name (category);

      hsp_category_set_count (category, get_count (self, counts, name, ""));
      for (guint j = 0; subs != NULL && j < g_list_model_get_n_items (subs); j++)
        {
          g_autoptr(HspCategory) sub = g_list_model_get_item (subs, j);

          hsp_category_set_count (sub, get_count (self, counts, name,
                                                  hsp_category_get_name (sub)));
        }
    }
}

static gboolean
has_subcategories (HspCategory  *category,
                   char        **names)
{
  GListModel *subs = hsp_category_get_subcategories (category);
  const guint n_subs = subs != NULL ? g_list_model_get_n_items (subs) : 0;

  if (n_subs != g_strv_length (names))
    return FALSE;
  for (guint i = 0; i < n_subs; i++)
    {
      g_autoptr(HspCategory) sub = g_list_model_get_item (subs, i);

      if (!g_str_equal (hsp_category_get_name (sub), names[i]))
        return FALSE;
    }
  return TRUE;
}

static HspCategory *
make_category (const HspCategoryValue *value)
{
  GListStore *subs = *value->subcategories != NULL ? g_list_store_new (HSP_TYPE_CATEGORY) : NULL;
  HspCategory *category = hsp_category_new (value->name, NULL, subs);

  for (char **name = value->subcategories; *name != NULL; name++)
    {
      g_autoptr(HspCategory) sub = hsp_category_new (*name, category, NULL);

      g_list_store_append (subs, sub);
    }
  return category;
}

static void
update_categories (HspCatalogue *self)
{
  g_autoptr(GPtrArray) merged = merge_categories (self);
  g_autoptr(GPtrArray) items = g_ptr_array_new_with_free_func (g_object_unref);
  g_autoptr(GHashTable) old = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);
  GListModel *categories = G_LIST_MODEL (self->categories);

  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      HspCategory *category = g_list_model_get_item (categories, i);

      g_hash_table_insert (old, (char *) hsp_category_get_name (category), category);
    }
  for (guint i = 0; i < merged->len; i++)
    {
      const HspCategoryValue *value = merged->pdata[i];
      HspCategory *category = g_hash_table_lookup (old, value->name);

      if (category != NULL && has_subcategories (category, value->subcategories))
        g_ptr_array_add (items, g_object_ref (category));
      else
        g_ptr_array_add (items, make_category (value));
    }
  hsp_list_store_update (self->categories, items, g_direct_equal);
  set_counts (self);
}

/* Everything that is known, at once. @categories: (nullable): as before when NULL */
static void
take_rows (HspCatalogue *self,
           GPtrArray    *services,
           GPtrArray    *categories)
{
  const guint n_before = self->services->len;

  take_services (self, services);
  if (categories != NULL)
    {
      GPtrArray *copy = copy_category_values (categories);

      g_ptr_array_unref (self->category_values);
      self->category_values = copy;
    }
  update_categories (self);
  if (self->services->len != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SERVICES]);
  set_state (self, HSP_LOAD_READY);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
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
  snapshot->categories = copy_category_values (self->category_values);
  /* Not cancelled with the catalogue: a shop that was read for a minute is worth the writing */
  hsp_snapshot_write_async (self->path, snapshot, NULL, snapshot_written_cb,
                            g_object_ref (self));
}

/* Refreshing */

static void
set_skipped (HspCatalogue *self,
             Refresh      *refresh)
{
  g_ptr_array_unref (self->skip_reasons);
  self->skip_reasons = g_ptr_array_ref (refresh->skipped);
  if (self->n_skipped != refresh->n_skipped)
    {
      self->n_skipped = refresh->n_skipped;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SKIPPED]);
    }
}

static void
refresh_succeeded (HspCatalogue *self,
                   Refresh      *refresh)
{
  g_clear_error (&self->error);
  set_skipped (self, refresh);
  /* What was learnt of subcategories stays until it is asked again, so that no list jumps */
  g_hash_table_remove_all (self->asked_subsets);
  self->refreshed_at = get_now ();
  take_rows (self, refresh->services, refresh->categories);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHED_AT]);
  write_snapshot (self, refresh->services);
}

static void
refresh_failed (HspCatalogue *self,
                Refresh      *refresh)
{
  g_clear_error (&self->error);
  self->error = g_steal_pointer (&refresh->error);
  if (self->state == HSP_LOAD_READY)
    g_signal_emit (self, signals[SIGNAL_REFRESH_FAILED], 0, self->error);
  else
    set_state (self, HSP_LOAD_FAILED);
}

/* One answer less to wait for; the last one ends the refresh. */
static void
refresh_step_done (HspCatalogue *self)
{
  Refresh *refresh = self->refresh;

  if (--refresh->n_pending > 0)
    return;

  self->refresh = NULL;
  g_object_ref (self);
  if (refresh->error == NULL)
    refresh_succeeded (self, refresh);
  else
    refresh_failed (self, refresh);
  refresh_free (refresh);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
  g_object_unref (self);
}

static void
note_skipped (Refresh         *refresh,
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
add_page_rows (Refresh         *refresh,
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
  Refresh *refresh;
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
    take_rows (self, refresh->services, refresh->categories);
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
  Refresh *refresh = self->refresh;

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
    take_rows (self, page->services, self->refresh->categories);
  refresh_step_done (self);
}

/* Subcategories that the rows do not name */

typedef struct
{
  HspCatalogue *self;  /* not a reference: see the callback */
  char         *key;   /* (owned) */
} SubsetQuery;

static void
subset_query_free (SubsetQuery *query)
{
  g_free (query->key);
  g_free (query);
}

static void
subset_read_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  SubsetQuery *query = user_data;
  HspCatalogue *self = query->self;
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(GError) error = NULL;
  GHashTable *ids;

  page = hsp_shop_services_finish (HSP_CLIENT (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      subset_query_free (query);
      return;
    }
  if (page == NULL)
    {
      /* Asked again when the subcategory is chosen again; until then the category is shown */
      g_debug ("A subcategory was not read: %s", error->message);
      g_hash_table_remove (self->asked_subsets, query->key);
      subset_query_free (query);
      return;
    }

  ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < page->services->len; i++)
    {
      const HspServiceValue *value = page->services->pdata[i];

      if (g_hash_table_contains (self->by_id, value->id))
        g_hash_table_add (ids, g_strdup (value->id));
    }
  g_hash_table_replace (self->subsets, g_steal_pointer (&query->key), ids);
  subset_query_free (query);
  set_counts (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/*< private >
 * hsp_catalogue_is_in_subcategory:
 * @known: (out): %FALSE while the shop has not been asked, or not answered
 */
gboolean
hsp_catalogue_is_in_subcategory (HspCatalogue *self,
                                 HspService   *service,
                                 const char   *subcategory,
                                 gboolean     *known)
{
  const HspServiceValue *value = hsp_service_get_value (service);
  GHashTable *subset;

  *known = TRUE;
  if (g_hash_table_contains (self->detailed, value->category))
    return g_str_equal (value->subcategory, subcategory);

  subset = find_subset (self, value->category, subcategory);
  *known = subset != NULL;
  return subset != NULL && g_hash_table_contains (subset, value->id);
}

/*< private >
 * hsp_catalogue_want_subcategory:
 *
 * Asks which services are in @subcategory, if the rows do not say and nobody has asked.
 */
void
hsp_catalogue_want_subcategory (HspCatalogue *self,
                                const char   *category,
                                const char   *subcategory)
{
  const HspServicesQuery query = { .category = category, .subcategory = subcategory };
  g_autofree char *key = subset_key (category, subcategory);
  SubsetQuery *data;

  if (g_hash_table_contains (self->detailed, g_intern_string (category))
      || self->services->len == 0 || !g_hash_table_add (self->asked_subsets, g_strdup (key)))
    return;

  data = g_new0 (SubsetQuery, 1);
  data->self = self;
  data->key = g_steal_pointer (&key);
  hsp_shop_services_async (self->client, &query, self->cancellable, subset_read_cb, data);
}

/*< private >
 * hsp_catalogue_close:
 *
 * Nothing is asked any more.
 */
void
hsp_catalogue_close (HspCatalogue *self)
{
  g_return_if_fail (HSP_IS_CATALOGUE (self));

  g_cancellable_cancel (self->cancellable);
  if (self->refresh == NULL)
    return;
  g_clear_pointer (&self->refresh, refresh_free);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
}

/* Object */

static void
hsp_catalogue_get_property (GObject    *object,
                            guint       prop_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  HspCatalogue *self = HSP_CATALOGUE (object);

  switch (prop_id)
    {
    case PROP_STATE:
      g_value_set_uint (value, self->state);
      break;
    case PROP_REFRESHING:
      g_value_set_boolean (value, self->refresh != NULL);
      break;
    case PROP_REFRESHED_AT:
      g_value_set_int64 (value, self->refreshed_at);
      break;
    case PROP_N_SERVICES:
      g_value_set_uint (value, self->services->len);
      break;
    case PROP_N_SKIPPED:
      g_value_set_uint (value, self->n_skipped);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_catalogue_dispose (GObject *object)
{
  HspCatalogue *self = HSP_CATALOGUE (object);

  hsp_catalogue_close (self);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (hsp_catalogue_parent_class)->dispose (object);
}

static void
hsp_catalogue_finalize (GObject *object)
{
  HspCatalogue *self = HSP_CATALOGUE (object);

  g_free (self->path);
  g_object_unref (self->cancellable);
  g_hash_table_unref (self->by_id);
  g_ptr_array_unref (self->services);
  g_ptr_array_unref (self->category_values);
  g_object_unref (self->categories);
  g_hash_table_unref (self->detailed);
  g_hash_table_unref (self->subsets);
  g_hash_table_unref (self->asked_subsets);
  g_ptr_array_unref (self->skip_reasons);
  g_clear_error (&self->error);

  G_OBJECT_CLASS (hsp_catalogue_parent_class)->finalize (object);
}

static void
hsp_catalogue_class_init (HspCatalogueClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_catalogue_get_property;
  object_class->dispose = hsp_catalogue_dispose;
  object_class->finalize = hsp_catalogue_finalize;

  /* HspLoadState: how much is known. */
  properties[PROP_STATE] = g_param_spec_uint ("state", NULL, NULL, HSP_LOAD_NONE, HSP_LOAD_FAILED,
                                              HSP_LOAD_NONE, flags);
  properties[PROP_REFRESHING] = g_param_spec_boolean ("refreshing", NULL, NULL, FALSE, flags);
  /* Unix seconds of the rows that are shown, 0 when there are none. */
  properties[PROP_REFRESHED_AT] = g_param_spec_int64 ("refreshed-at", NULL, NULL, 0, G_MAXINT64, 0,
                                                      flags);
  properties[PROP_N_SERVICES] = g_param_spec_uint ("n-services", NULL, NULL, 0, G_MAXUINT, 0,
                                                   flags);
  /* Rows of the last answer that could not be read. */
  properties[PROP_N_SKIPPED] = g_param_spec_uint ("n-skipped", NULL, NULL, 0, G_MAXUINT, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFRESH_FAILED] = g_signal_new ("refresh-failed", HSP_TYPE_CATALOGUE,
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hsp_catalogue_init (HspCatalogue *self)
{
  self->cancellable = g_cancellable_new ();
  self->services = g_ptr_array_new_with_free_func (g_object_unref);
  self->by_id = g_hash_table_new (g_str_hash, g_str_equal);
  self->category_values =
    g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_category_value_free);
  self->categories = g_list_store_new (HSP_TYPE_CATEGORY);
  self->detailed = g_hash_table_new (NULL, NULL);
  self->subsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free,
                                         (GDestroyNotify) g_hash_table_unref);
  self->asked_subsets = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->skip_reasons = g_ptr_array_new_with_free_func (g_free);
}

/**
 * hsp_catalogue_new:
 * @snapshot_path: (nullable): where the catalogue is kept between two runs
 *
 * Returns: (transfer full): an empty catalogue; nothing is read yet
 */
HspCatalogue *
hsp_catalogue_new (HspClient  *client,
                   const char *snapshot_path)
{
  HspCatalogue *self;

  g_return_val_if_fail (HSP_IS_CLIENT (client), NULL);

  self = g_object_new (HSP_TYPE_CATALOGUE, NULL);
  self->client = g_object_ref (client);
  self->path = g_strdup (snapshot_path);
  return self;
}

HspLoadState
hsp_catalogue_get_state (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), HSP_LOAD_NONE);

  return self->state;
}

/**
 * hsp_catalogue_get_error:
 *
 * Returns: (transfer none) (nullable): why the last refresh failed
 */
const GError *
hsp_catalogue_get_error (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);

  return self->error;
}

gboolean
hsp_catalogue_get_refreshing (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), FALSE);

  return self->refresh != NULL;
}

/**
 * hsp_catalogue_get_refreshed_at:
 *
 * Returns: Unix seconds of the rows that are shown, 0 when there are none
 */
gint64
hsp_catalogue_get_refreshed_at (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), 0);

  return self->refreshed_at;
}

/**
 * hsp_catalogue_get_categories:
 *
 * Returns: (transfer none): a list of HspCategory in the shop's order
 */
GListModel *
hsp_catalogue_get_categories (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);

  return G_LIST_MODEL (self->categories);
}

guint
hsp_catalogue_get_n_services (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), 0);

  return self->services->len;
}

/**
 * hsp_catalogue_get_service:
 *
 * Returns: (transfer none): a service in the shop's order; it stays until `changed`
 */
HspService *
hsp_catalogue_get_service (HspCatalogue *self,
                           guint         index)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (index < self->services->len, NULL);

  return self->services->pdata[index];
}

/**
 * hsp_catalogue_lookup:
 *
 * Returns: (transfer none) (nullable): the service with this number
 */
HspService *
hsp_catalogue_lookup (HspCatalogue *self,
                      const char   *id)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);
  g_return_val_if_fail (id != NULL, NULL);

  return g_hash_table_lookup (self->by_id, id);
}

guint
hsp_catalogue_get_n_skipped (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), 0);

  return self->n_skipped;
}

/**
 * hsp_catalogue_dup_skip_reasons:
 *
 * Returns: (transfer full): why rows were dropped, the first hundred
 */
GStrv
hsp_catalogue_dup_skip_reasons (HspCatalogue *self)
{
  GStrv reasons;

  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);

  reasons = g_new0 (char *, self->skip_reasons->len + 1);
  for (guint i = 0; i < self->skip_reasons->len; i++)
    reasons[i] = g_strdup (self->skip_reasons->pdata[i]);
  return reasons;
}

/**
 * hsp_catalogue_open:
 *
 * Reads the snapshot, which takes milliseconds: may be called before the first frame.
 *
 * Returns: %FALSE when there is none that can be read
 */
gboolean
hsp_catalogue_open (HspCatalogue *self)
{
  g_autoptr(HspSnapshot) snapshot = NULL;
  g_autoptr(GError) error = NULL;

  g_return_val_if_fail (HSP_IS_CATALOGUE (self), FALSE);

  if (self->path == NULL)
    return FALSE;
  snapshot = hsp_snapshot_read (self->path, &error);
  if (snapshot == NULL)
    {
      g_debug ("No snapshot: %s", error->message);
      return FALSE;
    }
  self->refreshed_at = snapshot->time;
  take_rows (self, snapshot->services, snapshot->categories);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHED_AT]);
  return TRUE;
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
  self->refresh = g_new0 (Refresh, 1);
  self->refresh->skipped = g_ptr_array_new_with_free_func (g_free);
  self->refresh->n_pending = 2;
  if (self->state != HSP_LOAD_READY)
    {
      set_state (self, HSP_LOAD_LOADING);
      self->refresh->n_pending++;
      hsp_shop_services_async (self->client, &first_page, self->cancellable,
                               refresh_first_page_cb, self);
    }
  hsp_shop_categories_async (self->client, self->cancellable, refresh_categories_cb, self);
  hsp_shop_services_async (self->client, &all, self->cancellable, refresh_services_cb, self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHING]);
}

/* Stock and price of one service */

/* A shop that says only whether there are any is taken at its word where that decides. */
static gint64
get_stock (const HspInventory *inventory)
{
  if (inventory->stock == HSP_UNKNOWN && !inventory->available)
    return 0;
  return inventory->stock;
}

static void
check_stock_read_cb (GObject      *object,
                     GAsyncResult *result,
                     gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autofree HspInventory *inventory = NULL;
  GError *error = NULL;

  inventory = hsp_shop_inventory_finish (HSP_CLIENT (object), result, &error);
  if (inventory == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hsp_service_set_stock (g_task_get_task_data (task), get_stock (inventory), get_now ());
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_catalogue_check_stock_async:
 *
 * Asks `inventory` and sets the answer on @service. Errors are of HSP_ERROR.
 */
void
hsp_catalogue_check_stock_async (HspCatalogue        *self,
                                 HspService          *service,
                                 GCancellable        *cancellable,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_CATALOGUE (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_catalogue_check_stock_async);
  g_task_set_task_data (task, g_object_ref (service), g_object_unref);
  hsp_shop_inventory_async (self->client, hsp_service_get_id (service), cancellable,
                            check_stock_read_cb, g_steal_pointer (&task));
}

gboolean
hsp_catalogue_check_stock_finish (HspCatalogue  *self,
                                  GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

typedef struct
{
  HspService      *service;    /* (owned) as the caller has it */
  HspServicesPage *page;       /* (owned) (nullable) */
  HspInventory    *inventory;  /* (owned) (nullable) */
  GError          *error;      /* (owned) (nullable) of the price */
  guint            n_pending;
} QuoteData;

static void
quote_data_free (QuoteData *data)
{
  g_object_unref (data->service);
  g_clear_pointer (&data->page, hsp_services_page_free);
  g_free (data->inventory);
  g_clear_error (&data->error);
  g_free (data);
}

/**
 * hsp_quote_free:
 * @quote: (transfer full)
 */
void
hsp_quote_free (HspQuote *quote)
{
  g_object_unref (quote->service);
  g_free (quote);
}

static HspServiceValue *
find_value (HspServicesPage *page,
            const char      *id)
{
  for (guint i = 0; i < page->services->len; i++)
    {
      HspServiceValue *value = page->services->pdata[i];

      if (g_str_equal (value->id, id))
        return value;
    }
  return NULL;
}

/* A service whose price or limits moved takes the place of the old one, here and in the lists. */
static void
replace_service (HspCatalogue *self,
                 HspService   *service)
{
  const char *id = hsp_service_get_id (service);
  HspService *old = g_hash_table_lookup (self->by_id, id);
  guint position;

  if (old == NULL || !g_ptr_array_find (self->services, old, &position))
    return;
  g_hash_table_remove (self->by_id, id);
  g_object_ref (service);
  g_hash_table_insert (self->by_id, (char *) id, service);
  self->services->pdata[position] = service;
  g_object_unref (old);
  update_categories (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
quote_step_done (GTask *task)
{
  HspCatalogue *self = g_task_get_source_object (task);
  QuoteData *data = g_task_get_task_data (task);
  HspServiceValue *value;
  HspQuote *quote;

  if (--data->n_pending > 0)
    return;
  if (data->error != NULL)
    {
      g_task_return_error (task, g_steal_pointer (&data->error));
      return;
    }
  value = find_value (data->page, hsp_service_get_id (data->service));
  if (value == NULL)
    {
      g_task_return_error (task, hsp_error_new (HSP_ERROR_SERVICE_NOT_FOUND, HSP_DELIVERY_NONE,
                                                NULL, _("The shop does not offer this service "
                                                        "any more.")));
      return;
    }

  quote = g_new0 (HspQuote, 1);
  quote->old_rate = hsp_service_get_value (data->service)->rate;
  quote->new_rate = value->rate;
  if (is_same_value (hsp_service_get_value (data->service), value))
    quote->service = g_object_ref (data->service);
  else
    quote->service = hsp_service_new (hsp_service_value_ref (value));
  quote->stock = data->inventory != NULL ? get_stock (data->inventory) : value->stock;
  quote->available = data->inventory != NULL ? data->inventory->available : quote->stock != 0;
  hsp_service_set_stock (quote->service, quote->stock, get_now ());
  if (quote->service != data->service)
    replace_service (self, quote->service);
  g_task_return_pointer (task, quote, (GDestroyNotify) hsp_quote_free);
}

static void
quote_services_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  QuoteData *data = g_task_get_task_data (task);

  data->page = hsp_shop_services_finish (HSP_CLIENT (object), result, &data->error);
  quote_step_done (task);
}

static void
quote_inventory_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  QuoteData *data = g_task_get_task_data (task);

  data->inventory = hsp_shop_inventory_finish (HSP_CLIENT (object), result, &error);
  /* The row of the list has a stock too; and some services have none at all */
  if (error != NULL)
    g_debug ("The stock was not read: %s", error->message);
  quote_step_done (task);
}

/**
 * hsp_catalogue_quote_async:
 *
 * Reads price, limits and stock again, for the moment before buying. There is no action for the
 * price of one service: its category is read. Errors are of HSP_ERROR, or G_IO_ERROR_CANCELLED.
 */
void
hsp_catalogue_quote_async (HspCatalogue        *self,
                           HspService          *service,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  HspServicesQuery query = { 0 };
  const HspServiceValue *value;
  QuoteData *data;

  g_return_if_fail (HSP_IS_CATALOGUE (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  value = hsp_service_get_value (service);
  query.category = *value->category != '\0' ? value->category : NULL;
  query.subcategory = *value->subcategory != '\0' ? value->subcategory : NULL;

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_catalogue_quote_async);
  data = g_new0 (QuoteData, 1);
  data->service = g_object_ref (service);
  data->n_pending = 2;
  g_task_set_task_data (task, data, (GDestroyNotify) quote_data_free);
  hsp_shop_services_async (self->client, &query, cancellable, quote_services_cb,
                           g_object_ref (task));
  hsp_shop_inventory_async (self->client, value->id, cancellable, quote_inventory_cb,
                            g_object_ref (task));
}

/**
 * hsp_catalogue_quote_finish:
 *
 * Returns: (transfer full) (nullable): what a purchase would cost now
 */
HspQuote *
hsp_catalogue_quote_finish (HspCatalogue  *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
