/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-list-parts.h"

#include <string.h>

#include "hsp-catalogue-private.h"
#include "hsp-service-plan.h"
#include "hsp-service.h"

/* What a refresh of this many rows takes, the main thread can spare. */
#define SMALL_TABLE 6000

G_DEFINE_FINAL_TYPE (HspServiceList, hsp_service_list, HSP_TYPE_SLOT_LIST)

/* What is shown */

static gboolean
is_plain (HspServiceList *self)
{
  return self->words[0] == NULL && !hsp_service_list_is_filtered (self)
         && hsp_service_scope_is_all (&self->scope);
}

static const guint32 *
get_plain_order (HspServiceList *self)
{
  if (self->options.sort > HSP_SORT_NAME || !hsp_service_table_is_verified (self->table))
    return NULL;
  return hsp_service_table_get_order (self->table, HSP_TABLE_BY_NAME);
}

static void
set_rows (HspServiceList *self,
          const guint32  *rows,
          guint           n)
{
  self->rows = g_renew (guint32, self->rows, MAX (n, 1));
  if (n > 0)
    memcpy (self->rows, rows, n * sizeof *rows);
  self->n_rows = n;
}

/* Another search: places hold, and the list changes at its end. @staged: it is looked at from its
 * beginning, and what is not on the screen may come after the next frame. */
static void
show_rows (HspServiceList *self,
           const guint32  *rows,
           guint           n,
           gboolean        staged)
{
  HspSlotList *list = HSP_SLOT_LIST (self);

  if (n == 0)
    {
      hsp_slot_list_show_nothing (list);
      return;
    }
  hsp_slot_list_shrink (list, n, staged);
  set_rows (self, rows, n);
  hsp_slot_list_show (list, n, staged);
}

static void
search_rows (HspServiceList *self)
{
  HspSearchQuery query = self->options;
  g_autoptr(GHashTable) stocks = hsp_catalogue_dup_stocks (self->catalogue, self->table);
  const HspSearchResult *result;

  query.words = (const char *const *) self->words;
  query.stocks = stocks;
  hsp_service_scope_apply (&self->scope, self->table, &query);
  result = hsp_search_run (self->search, self->table, &query);
  self->n_matches = result->n_matches;
  self->similar = result->similar;
  show_rows (self, result->rows, result->n_rows, TRUE);
  hsp_service_list_tell_matches (self, result->n_by_place);
}

void
hsp_service_list_update (HspServiceList *self)
{
  const guint n = hsp_service_table_get_n_rows (self->table);
  const guint32 *order = get_plain_order (self);

  self->stamp++;
  if (is_plain (self) && order != NULL)
    {
      self->n_matches = n;
      self->similar = FALSE;
      show_rows (self, order, n, TRUE);
      hsp_service_list_tell_matches (self, NULL);
    }
  else if (hsp_service_table_is_verified (self->table))
    {
      search_rows (self);
    }
  else
    {
      /* It is being read through, and then this is done: on_verified_cb(). Until then the order of
       * names, whose rows are checked when they are shown */
      order = hsp_service_table_get_order (self->table, HSP_TABLE_BY_NAME);
      if (order != NULL && hsp_slot_list_get_n_shown (HSP_SLOT_LIST (self)) == 0)
        {
          self->n_matches = n;
          show_rows (self, order, n, TRUE);
        }
    }
  hsp_slot_list_tell_shown (HSP_SLOT_LIST (self));
}

/* After a refresh */

static void
splice_rows (HspServiceList  *self,
             HspServicePlan  *plan,
             HspServiceTable *old_table)
{
  g_autofree guint32 *old_rows = g_steal_pointer (&self->rows);

  self->old_table = old_table;
  self->old_rows = old_rows;
  self->rows = g_steal_pointer (&plan->rows);
  self->n_rows = plan->n_rows;
  hsp_slot_list_splice (HSP_SLOT_LIST (self), plan->splices, plan->n_rows);
  self->old_table = NULL;
  self->old_rows = NULL;
}

/* They are of a table that is not shown any more. */
static void
drop_rows (HspServiceList *self)
{
  hsp_slot_list_shrink (HSP_SLOT_LIST (self), 0, FALSE);
  self->n_rows = 0;
}

static void
take_plan (HspServiceList *self,
           HspServicePlan *plan)
{
  g_autoptr(HspServiceTable) old_table = NULL;
  HspSlotList *list = HSP_SLOT_LIST (self);
  const gboolean by_splices = plan->splices != NULL && plan->n_rows > 0 && hsp_slot_list_is_whole (list);

  if (!by_splices)
    {
      hsp_slot_list_tell_moving (list);
      hsp_slot_list_shrink (list, plan->n_rows, FALSE);
    }
  hsp_service_list_drop_matches (self);
  old_table = g_steal_pointer (&self->table);
  self->table = hsp_service_table_ref (plan->table);
  if (plan->search != NULL)
    {
      hsp_search_free (self->search);
      self->search = g_steal_pointer (&plan->search);
    }
  hsp_service_scope_forget (&self->scope);
  self->n_matches = plan->n_matches;
  self->similar = plan->similar;
  if (by_splices)
    {
      splice_rows (self, plan, old_table);
    }
  else
    {
      self->n_rows = MIN (self->n_rows, plan->n_rows);
      /* what is shown may be the same row of another table */
      show_rows (self, plan->rows, plan->n_rows, FALSE);
      hsp_slot_list_tell_moved (list);
    }
  hsp_service_list_tell_matches (self, plan->n_by_place);
  hsp_slot_list_tell_shown (HSP_SLOT_LIST (self));
}

static void
plan_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  g_autoptr(HspSearch) search = hsp_search_new ();
  HspServicePlan *plan = hsp_service_plan_make (task_data, search);

  plan->search = g_steal_pointer (&search);
  g_task_return_pointer (task, plan, (GDestroyNotify) hsp_service_plan_free);
}

/* (transfer full) */
static HspServicePlanTask *
make_plan_task (HspServiceList *self)
{
  HspServicePlanTask *task = g_new0 (HspServicePlanTask, 1);

  task->table = hsp_service_table_ref (hsp_catalogue_get_table (self->catalogue));
  task->words = g_strdupv (self->words);
  task->query = self->options;
  hsp_service_scope_copy (&self->scope, &task->scope);
  if (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (self)) > 0 && hsp_service_table_is_verified (self->table))
    {
      task->old_table = hsp_service_table_ref (self->table);
      task->old_rows = g_memdup2 (self->rows, self->n_rows * sizeof *self->rows);
      task->n_old = self->n_rows;
    }
  return task;
}

static void start_plan (HspServiceList *self);

static void
planned_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  HspServiceList *self = user_data;
  const guint stamp = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (result), "stamp"));
  g_autoptr(GError) error = NULL;
  g_autoptr(HspServicePlan) plan = g_task_propagate_pointer (G_TASK (result), &error);

  if (plan == NULL)
    return;
  g_clear_object (&self->planning);
  if (stamp == self->stamp && plan->table == hsp_catalogue_get_table (self->catalogue))
    take_plan (self, plan);
  else
    start_plan (self);
}

/* In a worker: at 100,000 services it would be felt. */
static void
start_plan (HspServiceList *self)
{
  g_autoptr(GTask) task = NULL;

  if (self->planning != NULL)
    return;
  self->planning = g_cancellable_new ();
  task = g_task_new (NULL, self->planning, planned_cb, self);
  g_task_set_source_tag (task, start_plan);
  g_task_set_task_data (task, make_plan_task (self), (GDestroyNotify) hsp_service_plan_task_free);
  g_object_set_data (G_OBJECT (task), "stamp", GUINT_TO_POINTER (self->stamp));
  g_task_run_in_thread (task, plan_in_thread);
}

static gboolean
is_small (HspServiceList  *self,
          HspServiceTable *table)
{
  return hsp_service_table_get_n_rows (table) + hsp_service_table_get_n_rows (self->table)
         <= SMALL_TABLE;
}

static void
on_catalogue_changed_cb (HspServiceList *self)
{
  HspServiceTable *table = hsp_catalogue_get_table (self->catalogue);
  const gboolean first = hsp_service_table_get_n_rows (self->table) == 0;

  hsp_service_list_read_subset (self);
  if (table == self->table || (first && is_plain (self))
      || !hsp_service_table_is_verified (table))
    {
      if (table != self->table)
        {
          /* where there were none, the places that are prepared for the first ones stay */
          if (!first)
            drop_rows (self);
          hsp_service_list_drop_matches (self);
          hsp_service_table_unref (self->table);
          self->table = hsp_service_table_ref (table);
        }
      hsp_service_list_update (self);
    }
  else if (is_small (self, table))
    {
      g_autoptr(HspServicePlanTask) task = make_plan_task (self);
      g_autoptr(HspServicePlan) plan = hsp_service_plan_make (task, self->search);

      self->stamp++;
      take_plan (self, plan);
    }
  else
    {
      start_plan (self);
    }
  if (self->scope.subcategory != NULL)
    hsp_catalogue_want_subcategory (self->catalogue, self->scope.category, self->scope.subcategory);
}

/* What was asked for while it was not verified. */
static void
on_verified_cb (HspServiceList *self)
{
  if (self->table == hsp_catalogue_get_table (self->catalogue))
    hsp_service_list_update (self);
}

/* Price or stock of one service are newer than the catalogue. */
static void
on_replaced_cb (HspServiceList *self)
{
  hsp_slot_list_relabel (HSP_SLOT_LIST (self));
}

/* The list */

static gpointer
hsp_service_list_dup_item (HspSlotList *list,
                           gboolean     before,
                           guint        index)
{
  HspServiceList *self = HSP_SERVICE_LIST (list);

  return before ? hsp_catalogue_dup_row (self->catalogue, self->old_table, self->old_rows[index])
                : hsp_catalogue_dup_row (self->catalogue, self->table, self->rows[index]);
}

static void
hsp_service_list_dispose (GObject *object)
{
  HspServiceList *self = HSP_SERVICE_LIST (object);

  if (self->planning != NULL)
    g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
  hsp_service_list_drop_matches (self);
  g_clear_object (&self->catalogue);

  G_OBJECT_CLASS (hsp_service_list_parent_class)->dispose (object);
}

static void
hsp_service_list_finalize (GObject *object)
{
  HspServiceList *self = HSP_SERVICE_LIST (object);

  hsp_service_scope_clear (&self->scope);
  hsp_service_table_unref (self->table);
  hsp_search_free (self->search);
  g_free (self->rows);
  g_free (self->query);
  g_strfreev (self->words);

  G_OBJECT_CLASS (hsp_service_list_parent_class)->finalize (object);
}

static void
hsp_service_list_class_init (HspServiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hsp_service_list_dispose;
  object_class->finalize = hsp_service_list_finalize;
  HSP_SLOT_LIST_CLASS (klass)->dup_item = hsp_service_list_dup_item;
}

static void
hsp_service_list_init (HspServiceList *self)
{
  self->search = hsp_search_new ();
  self->query = g_strdup ("");
  self->words = g_new0 (char *, 1);
  self->options.least_rate = HSP_MONEY_UNKNOWN;
  self->options.most_rate = HSP_MONEY_UNKNOWN;
  self->options.quantity = HSP_UNKNOWN;
  self->scope.by_rows = TRUE;
}

/**
 * hsp_service_list_new:
 *
 * Returns: (transfer full): all services of @catalogue by name; follows its changes
 */
HspServiceList *
hsp_service_list_new (HspCatalogue *catalogue)
{
  HspServiceList *self;

  g_return_val_if_fail (HSP_IS_CATALOGUE (catalogue), NULL);

  self = g_object_new (HSP_TYPE_SERVICE_LIST, NULL);
  self->catalogue = g_object_ref (catalogue);
  self->table = hsp_service_table_ref (hsp_catalogue_get_table (catalogue));
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (on_catalogue_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "verified", G_CALLBACK (on_verified_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "replaced", G_CALLBACK (on_replaced_cb), self,
                           G_CONNECT_SWAPPED);
  hsp_service_list_update (self);
  return self;
}

/**
 * hsp_service_list_get_n_matches:
 *
 * Returns: how many services of all categories match the query and the filter
 */
guint
hsp_service_list_get_n_matches (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), 0);

  return self->n_matches;
}

gboolean
hsp_service_list_get_similar (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), FALSE);

  return self->similar;
}

/**
 * hsp_service_list_find:
 *
 * Returns: the position of the service with this number, or G_MAXUINT when it is not shown
 */
guint
hsp_service_list_find (HspServiceList *self,
                       const char     *id)
{
  HspSlotList *list = HSP_SLOT_LIST (self);
  guint n, row;

  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), G_MAXUINT);
  g_return_val_if_fail (id != NULL, G_MAXUINT);

  /* while the list changes, places are not all of one table: after it, they are */
  if (hsp_slot_list_is_splicing (list) || hsp_slot_list_get_n_shown (list) == 0)
    return G_MAXUINT;
  row = hsp_service_table_find (self->table, id);
  /* of places that are too many the last ones have nothing in them */
  n = MIN (g_list_model_get_n_items (G_LIST_MODEL (self)), self->n_rows);
  for (guint i = 0; row != G_MAXUINT && i < n; i++)
    {
      if (self->rows[i] == row)
        return i;
    }
  return G_MAXUINT;
}
