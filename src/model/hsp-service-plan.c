/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-plan.h"

#include <string.h>

/* A list that changes in more places is another list: it is shown anew, which takes no longer. */
#define MOST_SPLICES 256

void
hsp_service_plan_task_free (HspServicePlanTask *task)
{
  hsp_service_table_unref (task->table);
  g_strfreev (task->words);
  hsp_service_scope_clear (&task->scope);
  g_clear_pointer (&task->old_table, hsp_service_table_unref);
  g_free (task->old_rows);
  g_free (task);
}

void
hsp_service_plan_free (HspServicePlan *plan)
{
  hsp_service_table_unref (plan->table);
  g_free (plan->rows);
  g_free (plan->n_by_place);
  g_clear_pointer (&plan->splices, g_array_unref);
  g_clear_pointer (&plan->search, hsp_search_free);
  g_free (plan);
}

/* Numbers of services as the table orders them: shorter ones first. */
static int
compare_ids (const char *a,
             const char *b)
{
  const gsize length_a = strlen (a);
  const gsize length_b = strlen (b);

  if (length_a != length_b)
    return length_a < length_b ? -1 : 1;
  return memcmp (a, b, length_a);
}

/* Which row of @table each row of @old is now, HSP_SPLICE_GONE for none: both go by their numbers,
 * side by side. (transfer full) */
static guint32 *
match_rows (HspServiceTable *old,
            HspServiceTable *table)
{
  const guint n_old = hsp_service_table_get_n_rows (old);
  const guint n_new = hsp_service_table_get_n_rows (table);
  const guint32 *old_order = hsp_service_table_get_order (old, HSP_TABLE_BY_ID);
  const guint32 *new_order = hsp_service_table_get_order (table, HSP_TABLE_BY_ID);
  guint32 *matches = g_new (guint32, n_old + 1);
  guint j = 0;

  for (guint i = 0; i < n_old; i++)
    {
      const char *id = hsp_service_table_get_id (old, old_order[i]);
      int order = 1;

      while (j < n_new
             && (order = compare_ids (hsp_service_table_get_id (table, new_order[j]), id)) < 0)
        j++;
      matches[old_order[i]] = j < n_new && order == 0 ? new_order[j] : HSP_SPLICE_GONE;
    }
  return matches;
}

static GArray *
make_splices (HspServicePlanTask *task,
              HspServicePlan     *plan)
{
  g_autofree guint32 *matches = match_rows (task->old_table, task->table);
  g_autofree guint32 *keys = g_new (guint32, task->n_old + 1);
  GArray *splices;

  for (guint i = 0; i < task->n_old; i++)
    keys[i] = matches[task->old_rows[i]];
  splices = hsp_splices_make (keys, task->n_old, plan->rows, plan->n_rows,
                              hsp_service_table_get_n_rows (task->table));
  if (splices->len > MOST_SPLICES)
    g_clear_pointer (&splices, g_array_unref);
  return splices;
}

HspServicePlan *
hsp_service_plan_make (HspServicePlanTask *task,
                       HspSearch          *search)
{
  HspServicePlan *plan = g_new0 (HspServicePlan, 1);
  const HspSearchResult *result;

  task->query.words = (const char *const *) task->words;
  hsp_service_scope_apply (&task->scope, task->table, &task->query);
  result = hsp_search_run (search, task->table, &task->query);

  plan->table = hsp_service_table_ref (task->table);
  plan->rows = g_memdup2 (result->rows, result->n_rows * sizeof *plan->rows);
  plan->n_rows = result->n_rows;
  plan->n_matches = result->n_matches;
  plan->n_by_place = g_memdup2 (result->n_by_place, hsp_service_table_get_n_places (task->table)
                                                      * sizeof *plan->n_by_place);
  plan->similar = result->similar;
  if (task->old_rows != NULL)
    plan->splices = make_splices (task, plan);
  return plan;
}
