/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the catalogue share: its services and categories (hsp-catalogue.c), asking for
 * all of them again (hsp-catalogue-refresh.c), stock and price of one (hsp-catalogue-quote.c), what
 * rates are the prices of (hsp-catalogue-rates.c). */
#pragma once

#include "hsp-catalogue-private.h"
#include "hsp-client.h"
#include "hsp-receipt.h"
#include "hsp-values.h"

G_BEGIN_DECLS

typedef struct _HspRefresh HspRefresh;

struct _HspCatalogue
{
  GObject       parent_instance;

  HspClient    *client;          /* (owned) */
  char         *path;            /* (owned) (nullable) of the snapshot */
  GCancellable *cancellable;     /* (owned) */

  GPtrArray    *services;        /* (owned) (element-type HspService) the shop's order */
  guint        *name_order;      /* (owned) (nullable) of the services, while the snapshot's holds */
  GHashTable   *by_id;           /* (owned) (element-type utf8 HspService) keys of the services */
  GPtrArray    *category_values; /* (owned) (element-type HspCategoryValue) as the shop said */
  GListStore   *categories;      /* (owned) (element-type HspCategory) */
  GHashTable   *detailed;        /* (owned) interned categories whose rows name a subcategory */
  GHashTable   *subsets;         /* (owned) (element-type utf8 GHashTable) ids by category\1sub */
  GHashTable   *asked_subsets;   /* (owned) (element-type utf8) asked since the last refresh */

  HspRefresh   *refresh;         /* (owned) (nullable) */
  GError       *error;           /* (owned) (nullable) */
  GPtrArray    *skip_reasons;    /* (owned) (element-type utf8) */
  guint         n_skipped;
  gint64        refreshed_at;
  HspRateUnit  *rate_units;      /* (owned) by HspKind, shared by the services */
  HspLoadState  state;
};

void       hsp_catalogue_set_state            (HspCatalogue          *self,
                                               HspLoadState           state);

/* Whether nothing but the stock differs. */
gboolean   hsp_catalogue_is_same_value        (const HspServiceValue *a,
                                               const HspServiceValue *b);

/* Returns: (transfer full) */
GPtrArray *hsp_catalogue_copy_category_values (GPtrArray             *values);

/* Shows what was read; @categories: (nullable) */
void       hsp_catalogue_take_rows            (HspCatalogue          *self,
                                               GPtrArray             *services,
                                               GPtrArray             *categories);

/* A service whose price or limits moved takes the place of the old one, here and in the lists. */
void       hsp_catalogue_replace_service      (HspCatalogue          *self,
                                               HspService            *service);

/* @refresh: (transfer full) */
void       hsp_catalogue_refresh_free         (HspRefresh            *refresh);

G_END_DECLS
