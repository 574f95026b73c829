/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the services of a table that match what was typed and the filters, in an order. Knows no
 * objects and keeps nothing but its buffers and what the last searches left: any thread, one at a time. */
#pragma once

#include "hsp-service-table.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_SORT_BEST,        /* best match while searching, else by name */
  HSP_SORT_NAME,
  HSP_SORT_PRICE_UP,
  HSP_SORT_PRICE_DOWN,
  HSP_SORT_STOCK,
  HSP_SORT_ID,
} HspSort;

typedef enum
{
  HSP_FILTER_NONE     = 0,
  HSP_FILTER_IN_STOCK = 1 << 0,
  HSP_FILTER_REFILL   = 1 << 1,
  HSP_FILTER_CANCEL   = 1 << 2,
} HspFilter;

typedef struct
{
  const char *const *words;      /* (nullable) folded, none empty: hsp_fold_words() */
  HspSort            sort;
  HspFilter          filter;
  HspKind            kind;       /* HSP_KIND_UNKNOWN: any */
  HspMoney           least_rate; /* HSP_MONEY_UNKNOWN: no limit; the limits are included */
  HspMoney           most_rate;
  gboolean           exact;      /* where nothing matches, nothing is shown */
  gint64             quantity;   /* that min and max and a known stock allow; HSP_UNKNOWN: any */
  GHashTable        *stocks;     /* (nullable) (element-type guint gint64*) read since, by row */
  /* only these rows are looked at at all; @keep_order: shown in this order when @sort is
   * HSP_SORT_BEST and no word is looked for */
  const guint32     *only;       /* (nullable) */
  guint              n_only;
  gboolean           keep_order;
  /* of all matches, which are shown; the others are only counted */
  const guint8      *places;     /* (nullable) a flag for each place of the table */
  const guint8      *inside;     /* (nullable) a flag for each row */
} HspSearchQuery;

typedef struct
{
  const guint32 *rows;           /* what is shown, in order; until the next run */
  guint          n_rows;
  guint          n_matches;      /* shown or not */
  const guint   *n_by_place;     /* of the matches, for each place of the table */
  gboolean       similar;        /* nothing matched: these only resemble what was typed */
} HspSearchResult;

typedef struct _HspSearch HspSearch;

HspSearch             *hsp_search_new  (void);
void                   hsp_search_free (HspSearch *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspSearch, hsp_search_free)

/* @table: verified. Returns: (transfer none): until the next run or the search is freed */
const HspSearchResult *hsp_search_run  (HspSearch *self, HspServiceTable *table, const HspSearchQuery *query);

G_END_DECLS
