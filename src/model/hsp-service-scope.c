/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-scope.h"

void
hsp_service_scope_forget (HspServiceScope *self)
{
  g_clear_pointer (&self->table, hsp_service_table_unref);
  g_clear_pointer (&self->places, g_free);
  g_clear_pointer (&self->inside, g_free);
  g_clear_pointer (&self->rows, g_free);
  self->n_rows = 0;
}

void
hsp_service_scope_clear (HspServiceScope *self)
{
  hsp_service_scope_forget (self);
  g_clear_pointer (&self->category, g_free);
  g_clear_pointer (&self->subcategory, g_free);
  g_clear_pointer (&self->subset, g_hash_table_unref);
  g_clear_pointer (&self->only, g_strfreev);
}

void
hsp_service_scope_copy (const HspServiceScope *self,
                        HspServiceScope       *copy)
{
  *copy = (HspServiceScope) {
    .category = g_strdup (self->category),
    .subcategory = g_strdup (self->subcategory),
    .subset = self->subset != NULL ? g_hash_table_ref (self->subset) : NULL,
    .by_rows = self->by_rows,
    .only = g_strdupv (self->only),
    .keep_order = self->keep_order,
  };
}

gboolean
hsp_service_scope_is_all (const HspServiceScope *self)
{
  return self->category == NULL && self->only == NULL;
}

static gboolean
is_place_inside (HspServiceScope     *self,
                 HspServiceTable     *table,
                 const HspTablePlace *place)
{
  if (!g_str_equal (hsp_service_table_get_text (table, place->category), self->category))
    return FALSE;
  return self->subcategory == NULL || !self->by_rows
         || g_str_equal (hsp_service_table_get_text (table, place->subcategory), self->subcategory);
}

static void
find_places (HspServiceScope *self)
{
  const guint n_places = hsp_service_table_get_n_places (self->table);

  self->places = g_malloc0 (n_places + 1);
  for (guint i = 0; i < n_places; i++)
    self->places[i] = is_place_inside (self, self->table,
                                       hsp_service_table_get_place (self->table, i));
}

static void
find_inside (HspServiceScope *self)
{
  GHashTableIter iter;
  gpointer id;

  self->inside = g_malloc0 (hsp_service_table_get_n_rows (self->table) + 1);
  g_hash_table_iter_init (&iter, self->subset);
  while (g_hash_table_iter_next (&iter, &id, NULL))
    {
      const guint row = hsp_service_table_find (self->table, id);

      if (row != G_MAXUINT)
        self->inside[row] = TRUE;
    }
}

static void
find_rows (HspServiceScope *self)
{
  self->rows = g_new (guint32, g_strv_length (self->only) + 1);
  for (char **id = self->only; *id != NULL; id++)
    {
      const guint row = hsp_service_table_find (self->table, *id);

      if (row != G_MAXUINT)
        self->rows[self->n_rows++] = row;
    }
}

void
hsp_service_scope_apply (HspServiceScope *self,
                         HspServiceTable *table,
                         HspSearchQuery  *query)
{
  if (self->table != table)
    {
      hsp_service_scope_forget (self);
      self->table = hsp_service_table_ref (table);
      if (self->category != NULL)
        find_places (self);
      if (self->subset != NULL)
        find_inside (self);
      if (self->only != NULL)
        find_rows (self);
    }
  query->places = self->places;
  query->inside = self->inside;
  query->only = self->rows;
  query->n_only = self->n_rows;
  query->keep_order = self->keep_order;
}
