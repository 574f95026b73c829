/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A search that is as plain as can be, over the values and not the table, to hold the real one to. */
#pragma once

#include "hsp-search.h"

G_BEGIN_DECLS

/* A catalogue, and what a search must know of it, told plainly. */
typedef struct
{
  HspServiceTable *table;
  GPtrArray       *values;    /* (element-type HspServiceValue) by row */
  GPtrArray       *folded;    /* (element-type utf8) names, by row */
  guint           *ranks;     /* in the table's order of names, by row */
  GPtrArray       *places;    /* (element-type utf8) by row */
} SearchShop;

HspServiceValue *search_shop_make_value (const char           *id,
                                         const char           *name,
                                         const char           *category,
                                         const char           *subcategory);

/* @values: (transfer full) (element-type HspServiceValue): no number twice */
void             search_shop_open       (SearchShop           *shop,
                                         GPtrArray            *values);
void             search_shop_close      (SearchShop           *shop);

/* Runs @query with both, and fails the test where they differ. Returns: whether slips were forgiven */
gboolean         search_shop_check      (SearchShop           *shop,
                                         HspSearch            *search,
                                         const HspSearchQuery *query);

G_END_DECLS
