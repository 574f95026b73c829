/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include "hsp-category-private.h"
#include "hsp-error.h"
#include "hsp-list-update.h"
#include "hsp-service.h"
#include "hsp-shop.h"
#include "hsp-snapshot.h"

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
  SIGNAL_RATES_LEARNT,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspCatalogue, hsp_catalogue, G_TYPE_OBJECT)

void
hsp_catalogue_set_state (HspCatalogue *self,
                         HspLoadState  state)
{
  if (self->state == state)
    return;
  self->state = state;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STATE]);
}

/* The stock may differ: it moves all the time, and the service is still the same one. */
gboolean
hsp_catalogue_is_same_value (const HspServiceValue *a,
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

GPtrArray *
hsp_catalogue_copy_category_values (GPtrArray *values)
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
      if (service != NULL && hsp_catalogue_is_same_value (hsp_service_get_value (service), value))
        {
          g_object_ref (service);
          if (hsp_service_get_stock (service) != value->stock)
            hsp_service_set_stock (service, value->stock, 0);
        }
      else
        {
          service = hsp_service_new (hsp_service_value_ref (value));
          hsp_service_set_rate_units (service, self->rate_units);
        }
      g_ptr_array_add (services, service);
      g_hash_table_insert (by_id, (char *) hsp_service_get_id (service), service);
    }

  g_hash_table_unref (self->by_id);
  self->by_id = by_id;
  g_ptr_array_unref (self->services);
  self->services = services;
  g_clear_pointer (&self->name_order, g_free);
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
  GPtrArray *merged = hsp_catalogue_copy_category_values (self->category_values);
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
void
hsp_catalogue_take_rows (HspCatalogue *self,
                         GPtrArray    *services,
                         GPtrArray    *categories)
{
  const guint n_before = self->services->len;

  take_services (self, services);
  if (categories != NULL)
    {
      GPtrArray *copy = hsp_catalogue_copy_category_values (categories);

      g_ptr_array_unref (self->category_values);
      self->category_values = copy;
    }
  update_categories (self);
  if (self->services->len != n_before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_SERVICES]);
  hsp_catalogue_set_state (self, HSP_LOAD_READY);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* A service whose price or limits moved takes the place of the old one, here and in the lists. */
void
hsp_catalogue_replace_service (HspCatalogue *self,
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
  g_clear_pointer (&self->name_order, g_free);
  g_object_unref (old);
  update_categories (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
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
 * hsp_catalogue_get_name_order:
 *
 * Returns: (transfer none) (nullable): the order of the services' names, when it is known already
 */
const guint *
hsp_catalogue_get_name_order (HspCatalogue *self)
{
  g_return_val_if_fail (HSP_IS_CATALOGUE (self), NULL);

  return self->name_order;
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
  g_clear_pointer (&self->refresh, hsp_catalogue_refresh_free);
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
  g_free (self->name_order);
  g_ptr_array_unref (self->category_values);
  g_object_unref (self->categories);
  g_hash_table_unref (self->detailed);
  g_hash_table_unref (self->subsets);
  g_hash_table_unref (self->asked_subsets);
  g_ptr_array_unref (self->skip_reasons);
  g_clear_error (&self->error);

  g_rc_box_release (self->rate_units);

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

  signals[SIGNAL_RATES_LEARNT] = g_signal_new ("rates-learnt", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGED] = g_signal_new ("changed", HSP_TYPE_CATALOGUE, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_REFRESH_FAILED] = g_signal_new ("refresh-failed", HSP_TYPE_CATALOGUE,
                                                 G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                 G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hsp_catalogue_init (HspCatalogue *self)
{
  self->rate_units = g_rc_box_alloc0 (HSP_N_KINDS * sizeof (HspRateUnit));
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
  hsp_catalogue_take_rows (self, snapshot->services, snapshot->categories);
  /* Not when one was left out for being there twice */
  if (self->services->len == snapshot->services->len)
    self->name_order = g_steal_pointer (&snapshot->name_order);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REFRESHED_AT]);
  return TRUE;
}
