/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-list-parts.h"

#include "hsp-catalogue-private.h"
#include "hsp-category-private.h"

/* @indexes: (element-type GListModel GHashTable) by name, of each list that was looked into: there may be
 * thousands in one */
static HspCategory *
find_category (GListModel *list,
               const char *name,
               GHashTable *indexes)
{
  GHashTable *index = g_hash_table_lookup (indexes, list);

  if (list == NULL)
    return NULL;
  if (index == NULL)
    {
      index = g_hash_table_new (g_str_hash, g_str_equal);
      g_hash_table_insert (indexes, list, index);
      for (guint i = 0; i < g_list_model_get_n_items (list); i++)
        {
          g_autoptr(HspCategory) category = g_list_model_get_item (list, i);

          g_hash_table_insert (index, (char *) hsp_category_get_name (category), category);
        }
    }
  return g_hash_table_lookup (index, name);
}

static void
add_matches (GHashTable  *counts,
             HspCategory *category,
             guint        n)
{
  const guint count = GPOINTER_TO_UINT (g_hash_table_lookup (counts, category));

  if (category != NULL)
    g_hash_table_insert (counts, category, GUINT_TO_POINTER (count + n));
}

/* (transfer full) (element-type HspCategory guint) */
static GHashTable *
count_matches (HspServiceList *self,
               const guint    *n_by_place)
{
  GListModel *categories = hsp_catalogue_get_categories (self->catalogue);
  GHashTable *counts = g_hash_table_new (NULL, NULL);
  g_autoptr(GHashTable) indexes = g_hash_table_new_full (NULL, NULL, NULL,
                                                         (GDestroyNotify) g_hash_table_unref);

  for (guint i = 0; i < hsp_service_table_get_n_places (self->table); i++)
    {
      const HspTablePlace *place = hsp_service_table_get_place (self->table, i);
      const char *name = hsp_service_table_get_text (self->table, place->category);
      const char *sub_name = hsp_service_table_get_text (self->table, place->subcategory);
      HspCategory *category = n_by_place[i] > 0 ? find_category (categories, name, indexes) : NULL;

      if (category == NULL)
        continue;
      add_matches (counts, category, n_by_place[i]);
      if (*sub_name != '\0')
        add_matches (counts, find_category (hsp_category_get_subcategories (category), sub_name, indexes),
                     n_by_place[i]);
    }
  return counts;
}

static gboolean
set_matches_cb (gpointer user_data)
{
  HspServiceList *self = user_data;
  GListModel *categories = hsp_catalogue_get_categories (self->catalogue);
  g_autofree guint *n_by_place = g_steal_pointer (&self->n_by_place);
  g_autoptr(GHashTable) counts = n_by_place != NULL ? count_matches (self, n_by_place) : NULL;

  self->matches_source = 0;

  for (guint i = 0; i < g_list_model_get_n_items (categories); i++)
    {
      g_autoptr(HspCategory) category = g_list_model_get_item (categories, i);
      GListModel *subs = hsp_category_get_subcategories (category);

      hsp_category_set_matches (category, counts == NULL ? -1
                                          : GPOINTER_TO_INT (g_hash_table_lookup (counts, category)));
      for (guint j = 0; subs != NULL && j < g_list_model_get_n_items (subs); j++)
        {
          g_autoptr(HspCategory) sub = g_list_model_get_item (subs, j);

          hsp_category_set_matches (sub, counts == NULL ? -1
                                         : GPOINTER_TO_INT (g_hash_table_lookup (counts, sub)));
        }
    }
  return G_SOURCE_REMOVE;
}

void
hsp_service_list_drop_matches (HspServiceList *self)
{
  g_clear_handle_id (&self->matches_source, g_source_remove);
  g_clear_pointer (&self->n_by_place, g_free);
}

/* The services that were asked for are drawn first, unless drawing waits for its time: below its priority. */
static void
set_matches_later (HspServiceList *self,
                   const guint    *n_by_place)
{
  const guint n = hsp_service_table_get_n_places (self->table);

  g_free (self->n_by_place);
  self->n_by_place = n_by_place != NULL ? g_memdup2 (n_by_place, n * sizeof *n_by_place) : NULL;
  if (self->matches_source == 0)
    self->matches_source = g_idle_add (set_matches_cb, self);
}

/* Looks through the services of @scope; nothing that only resembles the query. (transfer none): until
 * the next search */
static const HspSearchResult *
look_through (HspServiceList  *self,
              HspServiceScope *scope)
{
  HspSearchQuery query = self->options;
  g_autoptr(GHashTable) stocks = hsp_catalogue_dup_stocks (self->catalogue, self->table);

  query.words = (const char *const *) self->words;
  query.stocks = stocks;
  query.exact = TRUE;
  hsp_service_scope_apply (scope, self->table, &query);
  return hsp_search_run (self->search, self->table, &query);
}

void
hsp_service_list_tell_matches (HspServiceList *self,
                               const guint    *n_by_place)
{
  if (!hsp_service_list_is_counting (self))
    {
      set_matches_later (self, NULL);
    }
  else if (self->scope.only == NULL || !hsp_service_table_is_verified (self->table))
    {
      set_matches_later (self, n_by_place);
    }
  else
    {
      /* services named one by one are looked at alone: a category counts what one would find in it */
      g_auto(HspServiceScope) all = { .by_rows = TRUE };
      const HspSearchResult *result = look_through (self, &all);

      self->n_matches = result->n_matches;
      set_matches_later (self, result->n_by_place);
    }
}

/* The rows that match, of those in any of the lists. (transfer full) (element-type guint) */
static GHashTable *
find_rows (HspServiceList *self,
           const GStrv    *lists,
           guint           n_lists)
{
  g_auto(HspServiceScope) scope = { .by_rows = TRUE };
  g_autoptr(GStrvBuilder) ids = g_strv_builder_new ();
  GHashTable *rows = g_hash_table_new (NULL, NULL);
  const HspSearchResult *result;

  for (guint i = 0; i < n_lists; i++)
    g_strv_builder_addv (ids, (const char **) lists[i]);
  scope.only = g_strv_builder_end (ids);
  if (scope.only[0] == NULL)
    return rows;

  result = look_through (self, &scope);
  for (guint i = 0; i < result->n_rows; i++)
    g_hash_table_add (rows, GUINT_TO_POINTER (result->rows[i]));
  return rows;
}

/**
 * hsp_service_list_count:
 * @lists: numbers of services, each list ended by %NULL
 * @counts: (out caller-allocates): takes one number for each of them
 *
 * Counts how many services of each list the shop has and match the query and the filters, in one pass.
 */
void
hsp_service_list_count (HspServiceList *self,
                        const GStrv    *lists,
                        guint           n_lists,
                        guint          *counts)
{
  g_autoptr(GHashTable) rows = NULL;

  g_return_if_fail (HSP_IS_SERVICE_LIST (self));
  g_return_if_fail (lists != NULL && counts != NULL);

  if (hsp_service_list_is_counting (self) && hsp_service_table_is_verified (self->table))
    rows = find_rows (self, lists, n_lists);
  for (guint i = 0; i < n_lists; i++)
    {
      counts[i] = 0;
      for (char **id = lists[i]; *id != NULL; id++)
        {
          const guint row = hsp_service_table_find (self->table, *id);

          counts[i] += row != G_MAXUINT
                       && (rows == NULL || g_hash_table_contains (rows, GUINT_TO_POINTER (row)));
        }
    }
}

/**
 * hsp_service_list_is_counting:
 *
 * Returns: whether the query or the filters leave services out
 */
gboolean
hsp_service_list_is_counting (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), FALSE);

  return self->words[0] != NULL || hsp_service_list_is_filtered (self);
}
