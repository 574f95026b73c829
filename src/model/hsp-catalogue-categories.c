/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include "hsp-category-private.h"
#include "hsp-list-update.h"
#include "hsp-shop.h"

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

/* Categories */

/* What is being put together of one category. */
typedef struct
{
  char      *name;      /* (owned) */
  GPtrArray *subs;      /* (owned) (element-type utf8) */
} Draft;

static void
draft_free (gpointer data)
{
  Draft *draft = data;

  g_free (draft->name);
  g_ptr_array_unref (draft->subs);
  g_free (draft);
}

static Draft *
add_draft (GPtrArray  *drafts,
           GHashTable *by_name,
           const char *name)
{
  Draft *draft = g_hash_table_lookup (by_name, name);

  if (draft != NULL)
    return draft;
  draft = g_new0 (Draft, 1);
  draft->name = g_strdup (name);
  draft->subs = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (drafts, draft);
  g_hash_table_insert (by_name, draft->name, draft);
  return draft;
}

static void
add_sub (Draft      *draft,
         GHashTable *known,
         const char *name)
{
  if (g_hash_table_add (known, subset_key (draft->name, name)))
    g_ptr_array_add (draft->subs, g_strdup (name));
}

/* The shop's order; then, in the order of the rows, what `categories` does not name. A category gets
 * the subcategories of both. (transfer full) (element-type Draft) */
static GPtrArray *
merge_categories (HspCatalogue *self)
{
  GPtrArray *drafts = g_ptr_array_new_with_free_func (draft_free);
  g_autoptr(GHashTable) by_name = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GHashTable) known = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  g_hash_table_remove_all (self->detailed);
  for (guint i = 0; i < self->category_values->len; i++)
    {
      const HspCategoryValue *value = self->category_values->pdata[i];
      Draft *draft = add_draft (drafts, by_name, value->name);

      for (char **sub = value->subcategories; *sub != NULL; sub++)
        add_sub (draft, known, *sub);
    }
  for (guint i = 0; i < hsp_service_table_get_n_places (self->table); i++)
    {
      const HspTablePlace *place = hsp_service_table_get_place (self->table, i);
      const char *name = hsp_service_table_get_text (self->table, place->category);
      const char *sub = hsp_service_table_get_text (self->table, place->subcategory);

      if (*name == '\0')
        continue;
      if (*sub == '\0')
        {
          add_draft (drafts, by_name, name);
          continue;
        }
      g_hash_table_add (self->detailed, g_strdup (name));
      add_sub (add_draft (drafts, by_name, name), known, sub);
    }
  return drafts;
}

/* (transfer full) (element-type utf8 guint): by subset_key(), "" for the whole category */
static GHashTable *
count_services (HspCatalogue *self)
{
  GHashTable *counts = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 0; i < hsp_service_table_get_n_places (self->table); i++)
    {
      const HspTablePlace *place = hsp_service_table_get_place (self->table, i);
      const char *category = hsp_service_table_get_text (self->table, place->category);
      const char *subs[] = { "", hsp_service_table_get_text (self->table, place->subcategory) };

      for (guint j = 0; j < (*subs[1] != '\0' ? 2 : 1); j++)
        {
          char *key = subset_key (category, subs[j]);
          const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, key));

          g_hash_table_replace (counts, key, GUINT_TO_POINTER (count + place->n_rows));
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
has_subcategories (HspCategory *category,
                   GPtrArray   *names)
{
  GListModel *subs = hsp_category_get_subcategories (category);
  const guint n_subs = subs != NULL ? g_list_model_get_n_items (subs) : 0;

  if (n_subs != names->len)
    return FALSE;
  for (guint i = 0; i < n_subs; i++)
    {
      g_autoptr(HspCategory) sub = g_list_model_get_item (subs, i);

      if (!g_str_equal (hsp_category_get_name (sub), names->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static HspCategory *
make_category (const Draft *draft)
{
  GListStore *subs = draft->subs->len > 0 ? g_list_store_new (HSP_TYPE_CATEGORY) : NULL;
  HspCategory *category = hsp_category_new (draft->name, NULL, subs);

  for (guint i = 0; i < draft->subs->len; i++)
    {
      g_autoptr(HspCategory) sub = hsp_category_new (draft->subs->pdata[i], category, NULL);

      g_list_store_append (subs, sub);
    }
  return category;
}

void
hsp_catalogue_update_categories (HspCatalogue *self)
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
      const Draft *draft = merged->pdata[i];
      HspCategory *category = g_hash_table_lookup (old, draft->name);

      if (category != NULL && has_subcategories (category, draft->subs))
        g_ptr_array_add (items, g_object_ref (category));
      else
        g_ptr_array_add (items, make_category (draft));
    }
  hsp_list_store_update (self->categories, items, g_direct_equal);
  set_counts (self);
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

      if (hsp_service_table_find (self->table, value->id) != G_MAXUINT)
        g_hash_table_add (ids, g_strdup (value->id));
    }
  g_hash_table_replace (self->subsets, g_steal_pointer (&query->key), ids);
  subset_query_free (query);
  set_counts (self);
  g_signal_emit_by_name (self, "changed");
}

/*< private >
 * hsp_catalogue_dup_subset:
 */
GHashTable *
hsp_catalogue_dup_subset (HspCatalogue *self,
                          const char   *category,
                          const char   *subcategory,
                          gboolean     *by_rows)
{
  GHashTable *subset;

  *by_rows = g_hash_table_contains (self->detailed, category);
  if (*by_rows)
    return NULL;
  /* Until the shop has said what is in it, the category is better than nothing */
  subset = find_subset (self, category, subcategory);
  return subset != NULL ? g_hash_table_ref (subset) : NULL;
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

  if (g_hash_table_contains (self->detailed, category)
      || hsp_service_table_get_n_rows (self->table) == 0 || !g_hash_table_add (self->asked_subsets, g_strdup (key)))
    return;

  data = g_new0 (SubsetQuery, 1);
  data->self = self;
  data->key = g_steal_pointer (&key);
  hsp_shop_services_async (self->client, &query, self->cancellable, subset_read_cb, data);
}

