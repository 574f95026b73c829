/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Random catalogues, in which names and words are often alike, and what is asked of them. */
#pragma once

#include "search-oracle.h"

G_BEGIN_DECLS

/* A query but for its words. */
typedef struct
{
  HspSearchQuery query;
  GHashTable    *stocks;  /* (owned) */
  guint8        *places;  /* (owned) */
  guint8        *inside;  /* (owned) */
  guint32       *only;    /* (owned) */
} SearchOptions;

void          search_options_clear      (SearchOptions *self);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SearchOptions, search_options_clear)

void          search_random_open        (SearchShop *shop, GRand *random, guint n_rows);

/* (transfer full): folded words, often of the shop, often with a slip */
char        **search_random_type        (SearchShop *shop, GRand *random);
void          search_random_append_word (SearchShop *shop, GRand *random, GString *typed);

/* What is asked besides; often nothing of a kind */
SearchOptions search_random_choose      (SearchShop *shop, GRand *random);
gboolean      search_one_in             (GRand *random, int n);

G_END_DECLS
