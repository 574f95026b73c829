/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the list of services share: places, and what stands in them (hsp-service-list.c);
 * what is asked for (hsp-service-list-options.c); how many of each category match
 * (hsp-service-list-matches.c). */
#pragma once

#include "hsp-service-list-private.h"

#include "hsp-service-scope.h"

G_BEGIN_DECLS

/* The list while one item after the other is taken out and put in. */
typedef struct
{
  HspServiceTable *old_table;   /* (unowned) */
  const guint32   *old_rows;    /* (unowned) */
  guint            n_new;       /* at the beginning, which are as in the new list */
  guint            n_gone;      /* at the beginning of the old one, which have had their turn */
} Passage;

struct _HspServiceList
{
  GObject           parent_instance;

  HspCatalogue     *catalogue;    /* (owned) */
  HspServiceTable  *table;        /* (owned) that the rows are of */
  HspSearch        *search;       /* (owned) */
  char             *query;        /* (owned) */
  char            **words;        /* (owned) folded */
  HspSearchQuery    options;      /* but for words and scope */
  HspServiceScope   scope;

  guint32          *rows;         /* (owned) what stands in each place */
  guint             n_rows;
  guint             n_exposed;    /* places that the view knows of */
  guint             n_labelled;   /* places beyond still say what stood there; G_MAXUINT: none does */
  guint             n_matches;
  gboolean          similar;
  gboolean          nothing;      /* nothing matches: the rows are of before */
  guint             screenful;    /* rows that are seen at once */
  gboolean          growing;      /* the first frame is out */
  guint             grow_source;
  GPtrArray        *slots;        /* (element-type HspServiceSlot) (unowned) those that are held */
  const Passage    *passage;      /* (unowned) (nullable) */

  GCancellable     *planning;     /* (owned) (nullable) a plan is being made */
  guint             stamp;        /* of what is asked for: a plan of another one is made again */
};

/* Shows what is asked for now, of the table that is shown. */
void hsp_service_list_update       (HspServiceList *self);

/* Tells the categories how many of their services match; @n_by_place: of what was looked through,
 * (nullable) when all match */
void hsp_service_list_tell_matches (HspServiceList *self,
                                    const guint    *n_by_place);

/* Asks the catalogue anew which services are in the subcategory. */
void hsp_service_list_read_subset  (HspServiceList *self);

G_END_DECLS
