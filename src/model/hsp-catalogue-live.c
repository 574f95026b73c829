/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-parts.h"

#include "hsp-service-private.h"

/* How far a service is looked for from where it is expected, before it is searched for: what came and went
 * between two others. */
#define NEAR 8

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

/* Forgets that @service is the one for its number. */
static void
forget_live (HspCatalogue *self,
             HspService   *service)
{
  const char *id = hsp_service_get_id (service);

  if (g_hash_table_lookup (self->live, id) == service)
    g_hash_table_remove (self->live, id);
}

static void
on_service_gone_cb (gpointer  user_data,
                    GObject  *where_it_was)
{
  /* told while it is disposed of: what it says of itself still holds */
  forget_live (user_data, (HspService *) where_it_was);
}

void
hsp_catalogue_add_live (HspCatalogue *self,
                        HspService   *service)
{
  const char *id = hsp_service_get_id (service);
  HspService *before = g_hash_table_lookup (self->live, id);

  if (before == service)
    return;
  if (before != NULL)
    g_object_weak_unref (G_OBJECT (before), on_service_gone_cb, self);
  g_hash_table_replace (self->live, (char *) id, service);
  g_object_weak_ref (G_OBJECT (service), on_service_gone_cb, self);
}

void
hsp_catalogue_drop_live (HspCatalogue *self)
{
  GHashTableIter iter;
  gpointer service;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &service))
    {
      g_object_weak_unref (service, on_service_gone_cb, self);
      g_hash_table_iter_remove (&iter);
    }
}

static gboolean
is_at (HspServiceTable *table,
       guint            row,
       const char      *id)
{
  return row < hsp_service_table_get_n_rows (table) && g_str_equal (hsp_service_table_get_id (table, row), id);
}

/* The row of @service in the new table, or G_MAXUINT. @moved: (inout): how much further down the last one was
 * than before. From one refresh to the next few come and go, while a search goes through pages of the new
 * table that nobody has looked at yet. */
static guint
find_again (HspServiceTable *table,
            HspService      *service,
            guint           *moved)
{
  const char *id = hsp_service_get_id (service);
  const guint before = hsp_service_get_row (service);
  guint row = before + *moved;

  if (before == G_MAXUINT)
    return hsp_service_table_find (table, id);
  for (guint i = 1; i <= 2 * NEAR && !is_at (table, row, id); i++)
    row = i % 2 == 1 ? row + i : row - i;
  if (!is_at (table, row, id))
    row = hsp_service_table_find (table, id);
  if (row != G_MAXUINT)
    *moved = row - before;
  return row;
}

/* Whether @service is as the new table has it, in @row; its stock then is too. */
static gboolean
take_over (HspServiceTable *table,
           guint            row,
           HspService      *service)
{
  g_autoptr(HspServiceValue) value = NULL;

  if (row == G_MAXUINT)
    return FALSE;
  value = hsp_service_table_dup_value (table, row);
  if (!hsp_catalogue_is_same_value (hsp_service_get_value (service), value))
    return FALSE;
  hsp_service_set_row (service, row);
  if (hsp_service_get_stock (service) != value->stock)
    hsp_service_set_stock (service, value->stock, 0);
  return TRUE;
}

static int
compare_rows (gconstpointer a,
              gconstpointer b)
{
  const guint left = hsp_service_get_row (*(HspService *const *) a);
  const guint right = hsp_service_get_row (*(HspService *const *) b);

  return (left > right) - (left < right);
}

/* A service that did not change stays the same object for whoever holds it. */
void
hsp_catalogue_take_over_live (HspCatalogue    *self,
                              HspServiceTable *table)
{
  g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer service;
  guint moved = 0;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &service))
    g_ptr_array_add (held, g_object_ref (service));
  g_ptr_array_sort (held, compare_rows);
  for (guint i = 0; i < held->len; i++)
    {
      if (take_over (table, find_again (table, held->pdata[i], &moved), held->pdata[i]))
        continue;
      g_object_weak_unref (held->pdata[i], on_service_gone_cb, self);
      forget_live (self, held->pdata[i]);
    }
  g_hash_table_remove_all (self->newer);
}

GArray *
hsp_catalogue_dup_live_rows (HspCatalogue *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (guint));
  GHashTableIter iter;
  gpointer service;

  g_hash_table_iter_init (&iter, self->live);
  while (g_hash_table_iter_next (&iter, NULL, &service))
    {
      const guint row = hsp_service_get_row (service);

      if (row != G_MAXUINT)
        g_array_append_val (rows, row);
    }
  return rows;
}
