/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-list-update.h"

static gboolean
is_same (GListStore *store,
         guint       position,
         gpointer    item,
         GEqualFunc  equal)
{
  g_autoptr(GObject) old = g_list_model_get_item (G_LIST_MODEL (store), position);

  return equal (old, item);
}

/*< private >
 * hsp_list_store_update:
 * @items: (element-type GObject): what the list shall hold
 * @equal: whether an item of the list may stay where another one is wanted
 *
 * Makes @store hold @items with one change at most, and leaves alone what is the same at the
 * beginning and at the end: a list that is shown does not jump.
 */
void
hsp_list_store_update (GListStore *store,
                       GPtrArray  *items,
                       GEqualFunc  equal)
{
  const guint n_old = g_list_model_get_n_items (G_LIST_MODEL (store));
  const guint n_new = items->len;
  const guint n_least = MIN (n_old, n_new);
  guint prefix = 0, suffix = 0;

  while (prefix < n_least && is_same (store, prefix, items->pdata[prefix], equal))
    prefix++;
  while (suffix < n_least - prefix
         && is_same (store, n_old - suffix - 1, items->pdata[n_new - suffix - 1], equal))
    suffix++;

  if (n_old - prefix - suffix > 0 || n_new - prefix - suffix > 0)
    g_list_store_splice (store, prefix, n_old - prefix - suffix,
                         n_new > prefix ? items->pdata + prefix : NULL, n_new - prefix - suffix);
}
