/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-mark-list.h"

G_STATIC_ASSERT (G_STRUCT_OFFSET (HspMarkRow, service) == 0);
G_STATIC_ASSERT (G_STRUCT_OFFSET (HspWatchRow, service) == 0);

static char *
get_service (gconstpointer row)
{
  return *(char * const *) row;
}

static gint64
get_time (HspMarkList   *self,
          gconstpointer  row)
{
  return G_STRUCT_MEMBER (gint64, row, self->time);
}

void
hsp_mark_list_init (HspMarkList    *self,
                    GDestroyNotify  row_free,
                    gsize           time)
{
  self->rows = g_ptr_array_new_with_free_func (row_free);
  self->by_service = g_hash_table_new (g_str_hash, g_str_equal);
  self->time = time;
}

void
hsp_mark_list_clear (HspMarkList *self)
{
  g_clear_pointer (&self->by_service, g_hash_table_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
}

gpointer
hsp_mark_list_lookup (HspMarkList *self,
                      const char  *service)
{
  return g_hash_table_lookup (self->by_service, service);
}

void
hsp_mark_list_put (HspMarkList *self,
                   gpointer     row)
{
  guint place = 0;

  hsp_mark_list_remove (self, get_service (row));
  while (place < self->rows->len
         && get_time (self, self->rows->pdata[place]) > get_time (self, row))
    place++;
  g_ptr_array_insert (self->rows, (int) place, row);
  g_hash_table_insert (self->by_service, get_service (row), row);
}

void
hsp_mark_list_remove (HspMarkList *self,
                      const char  *service)
{
  gpointer row = hsp_mark_list_lookup (self, service);

  if (row == NULL)
    return;
  g_hash_table_remove (self->by_service, service);
  g_ptr_array_remove (self->rows, row);
}

gboolean
hsp_mark_list_take (HspMarkList *self,
                    GPtrArray   *rows)
{
  g_autoptr(GPtrArray) before = g_steal_pointer (&self->rows);
  gboolean differs = before->len != rows->len;

  g_hash_table_remove_all (self->by_service);
  self->rows = rows;
  for (guint i = 0; i < rows->len; i++)
    {
      gpointer row = rows->pdata[i];

      differs = differs || !g_str_equal (get_service (row), get_service (before->pdata[i]));
      g_hash_table_insert (self->by_service, get_service (row), row);
    }
  return differs;
}

GStrv
hsp_mark_list_dup_services (HspMarkList *self)
{
  char **services = g_new0 (char *, self->rows->len + 1);

  for (guint i = 0; i < self->rows->len; i++)
    services[i] = g_strdup (get_service (self->rows->pdata[i]));
  return services;
}
