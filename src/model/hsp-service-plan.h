/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a list of services shows next, worked out away from the main thread after a refresh: which
 * services, and what of the list has to be taken out and put in so that the rest stays where it is. */
#pragma once

#include <gio/gio.h>

#include "hsp-search.h"
#include "hsp-service-scope.h"
#include "hsp-splices.h"

G_BEGIN_DECLS

typedef struct
{
  HspServiceTable *table;        /* (owned) */
  char           **words;        /* (owned) folded */
  HspSearchQuery   query;        /* words and scope are put in */
  HspServiceScope  scope;        /* (owned) */
  HspServiceTable *old_table;    /* (owned) (nullable) what is shown until now: no steps without */
  guint32         *old_rows;     /* (owned) (nullable) */
  guint            n_old;
} HspServicePlanTask;

typedef struct
{
  HspServiceTable *table;        /* (owned) */
  guint32         *rows;         /* (owned) */
  guint            n_rows;
  guint            n_matches;
  guint           *n_by_place;   /* (owned) */
  gboolean         similar;
  GArray          *splices;      /* (owned) (nullable) (element-type HspSplice) NULL: too many */
  HspSearch       *search;       /* (owned) (nullable) that has looked at @table: the next run over it is
                                  * one of the main thread, and the first one of a table takes longest */
} HspServicePlan;

void            hsp_service_plan_task_free (HspServicePlanTask *task);
void            hsp_service_plan_free      (HspServicePlan     *plan);

/* Any thread. (transfer full) */
HspServicePlan *hsp_service_plan_make      (HspServicePlanTask *task,
                                            HspSearch          *search);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServicePlanTask, hsp_service_plan_task_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServicePlan, hsp_service_plan_free)

G_END_DECLS
