/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-list-parts.h"

#include "hsp-catalogue-private.h"
#include "hsp-fold.h"

/**
 * hsp_service_list_set_query:
 * @query: (nullable): what was typed
 *
 * Every word must be in the name, or in the category, or be the number of the service.
 */
void
hsp_service_list_set_query (HspServiceList *self,
                            const char     *query)
{
  g_auto(GStrv) words = NULL;

  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (g_strcmp0 (self->query, query != NULL ? query : "") == 0)
    return;
  g_free (self->query);
  self->query = g_utf8_make_valid (query != NULL ? query : "", -1);
  words = g_steal_pointer (&self->words);
  self->words = hsp_fold_words (self->query);
  if (!g_strv_equal ((const char *const *) words, (const char *const *) self->words))
    hsp_service_list_update (self);
}

/**
 * hsp_service_list_get_query:
 *
 * Returns: (transfer none): "" when nothing is searched
 */
const char *
hsp_service_list_get_query (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), NULL);

  return self->query;
}

/**
 * hsp_service_list_set_category:
 * @category: (nullable): %NULL for all services
 * @subcategory: (nullable): %NULL for the whole category
 */
void
hsp_service_list_set_category (HspServiceList *self,
                               const char     *category,
                               const char     *subcategory)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));
  g_return_if_fail (category != NULL || subcategory == NULL);

  if (g_strcmp0 (self->scope.category, category) == 0
      && g_strcmp0 (self->scope.subcategory, subcategory) == 0)
    return;
  g_free (self->scope.category);
  self->scope.category = g_strdup (category);
  g_free (self->scope.subcategory);
  self->scope.subcategory = g_strdup (subcategory);
  hsp_service_list_read_subset (self);
  hsp_service_list_update (self);
  if (subcategory != NULL)
    hsp_catalogue_want_subcategory (self->catalogue, category, subcategory);
}

/**
 * hsp_service_list_set_only:
 * @ids: (nullable): numbers of services; those that the shop does not have are left out
 * @keep_order: whether they are shown in this order while nothing is searched
 */
void
hsp_service_list_set_only (HspServiceList    *self,
                           const char *const *ids,
                           gboolean           keep_order)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (ids == NULL ? self->scope.only == NULL
                  : self->scope.only != NULL && self->scope.keep_order == keep_order
                    && g_strv_equal (ids, (const char *const *) self->scope.only))
    return;
  g_strfreev (self->scope.only);
  self->scope.only = g_strdupv ((char **) ids);
  self->scope.keep_order = keep_order;
  hsp_service_scope_forget (&self->scope);
  hsp_service_list_update (self);
}

void
hsp_service_list_set_filter (HspServiceList *self,
                             HspFilter       filter)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (self->options.filter == filter)
    return;
  self->options.filter = filter;
  hsp_service_list_update (self);
}

HspFilter
hsp_service_list_get_filter (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), HSP_FILTER_NONE);

  return self->options.filter;
}

void
hsp_service_list_set_kind (HspServiceList *self,
                           HspKind         kind)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (self->options.kind == kind)
    return;
  self->options.kind = kind;
  hsp_service_list_update (self);
}

HspKind
hsp_service_list_get_kind (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), HSP_KIND_UNKNOWN);

  return self->options.kind;
}

/**
 * hsp_service_list_set_rates:
 * @least: HSP_MONEY_UNKNOWN for no limit
 * @most: HSP_MONEY_UNKNOWN for no limit
 *
 * Shows what costs as much as @least and no more than @most.
 */
void
hsp_service_list_set_rates (HspServiceList *self,
                            HspMoney        least,
                            HspMoney        most)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (self->options.least_rate == least && self->options.most_rate == most)
    return;
  self->options.least_rate = least;
  self->options.most_rate = most;
  hsp_service_list_update (self);
}

void
hsp_service_list_get_rates (HspServiceList *self,
                            HspMoney       *least,
                            HspMoney       *most)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  *least = self->options.least_rate;
  *most = self->options.most_rate;
}

/**
 * hsp_service_list_set_quantity:
 * @quantity: what one wants to order, HSP_UNKNOWN for anything
 */
void
hsp_service_list_set_quantity (HspServiceList *self,
                               gint64          quantity)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (self->options.quantity == quantity)
    return;
  self->options.quantity = quantity;
  hsp_service_list_update (self);
}

gint64
hsp_service_list_get_quantity (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), HSP_UNKNOWN);

  return self->options.quantity;
}

gboolean
hsp_service_list_is_filtered (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), FALSE);

  return self->options.filter != HSP_FILTER_NONE || self->options.kind != HSP_KIND_UNKNOWN
         || self->options.least_rate != HSP_MONEY_UNKNOWN
         || self->options.most_rate != HSP_MONEY_UNKNOWN || self->options.quantity != HSP_UNKNOWN;
}

void
hsp_service_list_clear_filters (HspServiceList *self)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (!hsp_service_list_is_filtered (self))
    return;
  self->options.filter = HSP_FILTER_NONE;
  self->options.kind = HSP_KIND_UNKNOWN;
  self->options.least_rate = self->options.most_rate = HSP_MONEY_UNKNOWN;
  self->options.quantity = HSP_UNKNOWN;
  hsp_service_list_update (self);
}

void
hsp_service_list_set_sort (HspServiceList *self,
                           HspSort         sort)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  if (self->options.sort == sort)
    return;
  self->options.sort = sort;
  hsp_service_list_update (self);
}

HspSort
hsp_service_list_get_sort (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), HSP_SORT_BEST);

  return self->options.sort;
}

/**
 * hsp_service_list_find_matches:
 * @text: valid UTF-8, such as the name of a service
 *
 * Returns: (transfer full) (element-type HspMatch): where the words of the query are in @text
 */
GArray *
hsp_service_list_find_matches (HspServiceList *self,
                               const char     *text)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  return hsp_match_find ((const char *const *) self->words, text);
}

void
hsp_service_list_read_subset (HspServiceList *self)
{
  g_clear_pointer (&self->scope.subset, g_hash_table_unref);
  self->scope.by_rows = TRUE;
  hsp_service_scope_forget (&self->scope);
  if (self->scope.subcategory == NULL)
    return;
  self->scope.subset = hsp_catalogue_dup_subset (self->catalogue, self->scope.category,
                                                 self->scope.subcategory, &self->scope.by_rows);
}
