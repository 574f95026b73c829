/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the catalogue page shows: the services that match what was typed and the filters, in an order; as
 * places in which they stand, see hsp-slot-list.h. */
#pragma once

#include "hsp-search.h"
#include "hsp-match.h"
#include "hsp-slot-list.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* The items of the slots are HspService. */
#define HSP_TYPE_SERVICE_LIST (hsp_service_list_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceList, hsp_service_list, HSP, SERVICE_LIST, HspSlotList)

HspServiceList *hsp_service_list_new           (HspCatalogue *catalogue);

/* Case, marks and đ are folded; every word must match. Also sets the categories' matches. */
void            hsp_service_list_set_query     (HspServiceList *self, const char *query);
const char     *hsp_service_list_get_query     (HspServiceList *self);  /* "" when nothing is searched */
/* Both NULL: all services. */
void            hsp_service_list_set_category  (HspServiceList *self, const char *category, const char *subcategory);
/* These services and no others, whatever category was set; NULL ends it. @keep_order: in this order
 * while nothing is searched and no other is chosen. */
void            hsp_service_list_set_only      (HspServiceList *self, const char *const *ids, gboolean keep_order);
void            hsp_service_list_set_filter    (HspServiceList *self, HspFilter filter);
HspFilter       hsp_service_list_get_filter    (HspServiceList *self);
void            hsp_service_list_set_kind      (HspServiceList *self, HspKind kind);  /* HSP_KIND_UNKNOWN: any */
HspKind         hsp_service_list_get_kind      (HspServiceList *self);
/* Both included; HSP_MONEY_UNKNOWN: no limit. */
void            hsp_service_list_set_rates     (HspServiceList *self, HspMoney least, HspMoney most);
void            hsp_service_list_get_rates     (HspServiceList *self, HspMoney *least, HspMoney *most);
/* That the limits and a known stock allow; HSP_UNKNOWN: any. */
void            hsp_service_list_set_quantity  (HspServiceList *self, gint64 quantity);
gint64          hsp_service_list_get_quantity  (HspServiceList *self);
/* Whether any of the filters above is on, but for category and words. */
gboolean        hsp_service_list_is_filtered   (HspServiceList *self);
void            hsp_service_list_clear_filters (HspServiceList *self);
void            hsp_service_list_set_sort      (HspServiceList *self, HspSort sort);
HspSort         hsp_service_list_get_sort      (HspServiceList *self);

/* The number of matches over all categories. */
guint           hsp_service_list_get_n_matches (HspServiceList *self);
/* How many services of each of these lists of ids match query and filters, whatever category is set. */
void            hsp_service_list_count         (HspServiceList *self, const GStrv *lists, guint n_lists, guint *counts);
/* Query or filters leave services out: what is counted are matches. */
gboolean        hsp_service_list_is_counting   (HspServiceList *self);
/* Nothing matched: what is shown only resembles what was typed. */
gboolean        hsp_service_list_get_similar   (HspServiceList *self);
/* Where the query's words are in @text. (transfer full) (element-type HspMatch) */
GArray         *hsp_service_list_find_matches  (HspServiceList *self, const char *text);
/* The position of a service, or GTK_INVALID_LIST_POSITION (G_MAXUINT). */
guint           hsp_service_list_find          (HspServiceList *self, const char *id);

G_END_DECLS
