/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-list-parts.h"

#include "hsp-catalogue.h"
#include "hsp-category-private.h"

static HspCategory *
find_category (GListModel *list,
               const char *name,
               GHashTable *index)
{
  if (g_hash_table_size (index) == 0)
    for (guint i = 0; list != NULL && i < g_list_model_get_n_items (list); i++)
      {
        g_autoptr(HspCategory) category = g_list_model_get_item (list, i);

        g_hash_table_insert (index, (char *) hsp_category_get_name (category), category);
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
  g_autoptr(GHashTable) index = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < hsp_service_table_get_n_places (self->table); i++)
    {
      const HspTablePlace *place = hsp_service_table_get_place (self->table, i);
      const char *name = hsp_service_table_get_text (self->table, place->category);
      const char *sub_name = hsp_service_table_get_text (self->table, place->subcategory);
      HspCategory *category = find_category (categories, name, index);
      g_autoptr(GHashTable) subs = NULL;

      if (category == NULL || n_by_place[i] == 0)
        continue;
      add_matches (counts, category, n_by_place[i]);
      if (*sub_name == '\0')
        continue;
      subs = g_hash_table_new (g_str_hash, g_str_equal);
      add_matches (counts, find_category (hsp_category_get_subcategories (category), sub_name, subs),
                   n_by_place[i]);
    }
  return counts;
}

void
hsp_service_list_set_matches (HspServiceList *self,
                              const guint    *n_by_place)
{
  GListModel *categories = hsp_catalogue_get_categories (self->catalogue);
  g_autoptr(GHashTable) counts = n_by_place != NULL ? count_matches (self, n_by_place) : NULL;

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
}
