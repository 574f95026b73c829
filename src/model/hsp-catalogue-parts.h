/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the catalogue share: its services (hsp-catalogue.c), those of them that somebody
 * holds (hsp-catalogue-live.c), its categories (hsp-catalogue-categories.c), asking for all of them
 * again (hsp-catalogue-refresh.c) and taking the answer in (hsp-catalogue-batch.c), stock and price of
 * one (hsp-catalogue-quote.c), what rates are the prices of (hsp-catalogue-rates.c). */
#pragma once

#include "hsp-catalogue-batch.h"
#include "hsp-catalogue-private.h"
#include "hsp-client.h"
#include "hsp-receipt.h"
#include "hsp-values.h"

G_BEGIN_DECLS

typedef struct _HspRefresh HspRefresh;

struct _HspCatalogue
{
  GObject          parent_instance;

  HspClient       *client;          /* (owned) */
  char            *path;            /* (owned) (nullable) of the table's file */
  GCancellable    *cancellable;     /* (owned) */

  HspServiceTable *table;           /* (owned) what the shop offers */
  GHashTable      *live;            /* (element-type utf8 HspService) (unowned) those that somebody holds */
  GHashTable      *newer;           /* (owned) (element-type utf8 HspService) read since the refresh */
  GPtrArray       *category_values; /* (owned) (element-type HspCategoryValue) as the shop said */
  GListStore      *categories;      /* (owned) (element-type HspCategory) */
  GHashTable      *detailed;        /* (owned) (element-type utf8) categories whose rows name a subcategory */
  GHashTable      *subsets;         /* (owned) (element-type utf8 GHashTable) ids by category\1sub */
  GHashTable      *asked_subsets;   /* (owned) (element-type utf8) asked since the last refresh */

  HspRefresh      *refresh;         /* (owned) (nullable) */
  HspBatch        *partial;         /* (owned) (nullable) pages of a refresh that did not get to the end */
  guint            partial_page;    /* the next of them */
  gint64           partial_at;      /* monotonic microseconds when it was left */
  guint            page_pause;      /* milliseconds between two pages */
  GError          *error;           /* (owned) (nullable) */
  GPtrArray       *skip_reasons;    /* (owned) (element-type utf8) */
  guint            n_skipped;
  gint64           refreshed_at;
  gboolean         complete;        /* the rows are all that the shop offers, not the first of them */
  HspRateUnit     *rate_units;      /* (owned) by HspKind, shared by the services */
  HspLoadState     state;
  guint            check_source;
  guint            rest_source;
};

void       hsp_catalogue_set_state            (HspCatalogue          *self,
                                               HspLoadState           state);

/* Whether nothing but the stock differs. */
gboolean   hsp_catalogue_is_same_value        (const HspServiceValue *a,
                                               const HspServiceValue *b);

/* The two halves of showing a table, for two turns of the main loop: who shows the one of before is told in the
 * second. (transfer full): that one */
HspServiceTable *hsp_catalogue_swap_table     (HspCatalogue          *self,
                                               HspServiceTable       *table);
void       hsp_catalogue_tell_table           (HspCatalogue          *self,
                                               HspServiceTable       *before,
                                               GPtrArray             *categories,
                                               gboolean               complete);
/* Shows @table; @categories: (nullable): as before when NULL; @complete: it is all that there is */
void       hsp_catalogue_take_table           (HspCatalogue          *self,
                                               HspServiceTable       *table,
                                               GPtrArray             *categories,
                                               gboolean               complete);

/* The pages of a table that was written and compared are given back a moment later. */
void       hsp_catalogue_rest_later           (HspCatalogue          *self);

/* Of one number the same object is handed out as long as somebody holds it. */
void       hsp_catalogue_add_live             (HspCatalogue          *self,
                                               HspService            *service);
void       hsp_catalogue_drop_live            (HspCatalogue          *self);
/* Before @table takes the place of the one that is shown: what has not changed stays. */
void       hsp_catalogue_take_over_live       (HspCatalogue          *self,
                                               HspServiceTable       *table);
/* (transfer full) (element-type guint): where they are */
GArray    *hsp_catalogue_dup_live_rows        (HspCatalogue          *self);

/* A service that was read again after the refresh, with the price or limits it has now. */
void       hsp_catalogue_replace_service      (HspCatalogue          *self,
                                               HspService            *service);
/* The same service with another stock. */
void       hsp_catalogue_keep_newer           (HspCatalogue          *self,
                                               HspService            *service);

/* Categories, subcategories and counts follow from the rows and from what the shop said. */
void       hsp_catalogue_update_categories    (HspCatalogue          *self);

/* @refresh: (transfer full) */
void       hsp_catalogue_refresh_free         (HspRefresh            *refresh);

G_END_DECLS
