/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the list of services share: what stands in the places (hsp-service-list.c);
 * what is asked for (hsp-service-list-options.c); how many of each category match
 * (hsp-service-list-matches.c). */
#pragma once

#include "hsp-service-list.h"

#include "hsp-service-scope.h"
#include "hsp-slot-list-private.h"

G_BEGIN_DECLS

struct _HspServiceList
{
  HspSlotList       parent_instance;

  HspCatalogue     *catalogue;    /* (owned) */
  HspServiceTable  *table;        /* (owned) that the rows are of */
  HspSearch        *search;       /* (owned) */
  char             *query;        /* (owned) */
  char            **words;        /* (owned) folded */
  HspSearchQuery    options;      /* but for words and scope */
  HspServiceScope   scope;

  guint32          *rows;         /* (owned) what stands in each place */
  guint             n_rows;
  HspServiceTable  *old_table;    /* (unowned) (nullable) while one row after the other is taken out and put in */
  const guint32    *old_rows;     /* (unowned) (nullable) */
  guint             n_matches;
  gboolean          similar;
  guint            *n_by_place;   /* (owned) (nullable) matches in each place of the table, to be told */
  guint             matches_source;

  GCancellable     *planning;     /* (owned) (nullable) a plan is being made */
  guint             stamp;        /* of what is asked for: a plan of another one is made again */
};

/* Shows what is asked for now, of the table that is shown. */
void hsp_service_list_update       (HspServiceList *self);

/* Tells the categories, in an idle moment, how many of their services match; @n_by_place: of what was
 * looked through, (nullable) when all match */
void hsp_service_list_tell_matches (HspServiceList *self,
                                    const guint    *n_by_place);
/* What is not told yet is of a table that is not shown any more. */
void hsp_service_list_drop_matches (HspServiceList *self);

/* Asks the catalogue anew which services are in the subcategory. */
void hsp_service_list_read_subset  (HspServiceList *self);

G_END_DECLS
