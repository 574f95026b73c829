/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the catalogue page shows: the services of one category that match what was typed and the
 * filters, in an order. A GListModel of HspService. */
#pragma once

#include <gio/gio.h>

#include "hsp-search.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* A match in a name: bytes of the original text. */
typedef struct
{
  guint start;
  guint end;
} HspSpan;

/* Properties (notify): n-items (uint). */
#define HSP_TYPE_SERVICE_LIST (hsp_service_list_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceList, hsp_service_list, HSP, SERVICE_LIST, GObject)

HspServiceList *hsp_service_list_new          (HspCatalogue *catalogue);

/* Case, marks and đ are folded; every word must match. Also sets the categories' matches. */
void            hsp_service_list_set_query    (HspServiceList *self, const char *query);
const char     *hsp_service_list_get_query    (HspServiceList *self);  /* "" when nothing is searched */
/* Both NULL: all services. */
void            hsp_service_list_set_category (HspServiceList *self, const char *category, const char *subcategory);
void            hsp_service_list_set_filter   (HspServiceList *self, HspFilter filter);
HspFilter       hsp_service_list_get_filter   (HspServiceList *self);
void            hsp_service_list_set_sort     (HspServiceList *self, HspSort sort);
HspSort         hsp_service_list_get_sort     (HspServiceList *self);
/* The number of matches over all categories. */
guint           hsp_service_list_get_n_matches (HspServiceList *self);
/* Where the query's words are in @text. (transfer full) (element-type HspSpan) */
GArray         *hsp_service_list_find_matches (HspServiceList *self, const char *text);
/* The position of a service, or GTK_INVALID_LIST_POSITION (G_MAXUINT). */
guint           hsp_service_list_find         (HspServiceList *self, const char *id);

G_END_DECLS
