/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-list-parts.h"

#include <string.h>

#include "hsp-catalogue-private.h"
#include "hsp-service-plan.h"
#include "hsp-service-slot-private.h"
#include "hsp-service.h"

/* A list view makes about 200 rows, however few are seen: the first frame with rows gets a screenful, whose
 * widgets are made for it, and so does the frame after a key, of those that are there. How many that are
 * is known once the view has its size. */
#define FIRST_SCREENFUL 13
#define MOST_SCREENFUL 64
#define STAGE_FIRST 48
#define STAGE_STEP 32
#define STAGE_WHOLE 208

/* What a refresh of this many rows takes, the main thread can spare. */
#define SMALL_TABLE 6000

enum
{
  PROP_N_ITEMS = 1,
  N_PROPS
};

enum
{
  SIGNAL_SHOWN,
  SIGNAL_BEFORE_MOVED,
  SIGNAL_MOVED,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void hsp_service_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HspServiceList, hsp_service_list, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hsp_service_list_model_init))

/* Places */

/* The row that stands at @position, and the table that it is of. */
static guint32
get_row (HspServiceList   *self,
         guint             position,
         HspServiceTable **table)
{
  const Passage *passage = self->passage;

  if (passage != NULL && position >= passage->n_new)
    {
      *table = passage->old_table;
      return passage->old_rows[passage->n_gone + position - passage->n_new];
    }
  *table = self->table;
  return self->rows[position];
}

static HspServiceSlot *
find_slot (HspServiceList *self,
           guint           position)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      HspServiceSlot *slot = self->slots->pdata[i];

      if (hsp_service_slot_get_position (slot) == position)
        return slot;
    }
  return NULL;
}

void
hsp_service_list_drop_slot (HspServiceList *self,
                            HspServiceSlot *slot)
{
  g_ptr_array_remove_fast (self->slots, slot);
}

/* (transfer full) (element-type HspServiceSlot): held, since what is told of one may drop another */
static GPtrArray *
hold_slots (HspServiceList *self)
{
  GPtrArray *held = g_ptr_array_new_full (self->slots->len, g_object_unref);

  for (guint i = 0; i < self->slots->len; i++)
    g_ptr_array_add (held, g_object_ref (self->slots->pdata[i]));
  return held;
}

/* Another service, or other figures of the same, stands where @slot is. */
static void
relabel_slot (HspServiceList *self,
              HspServiceSlot *slot)
{
  const guint position = hsp_service_slot_get_position (slot);
  HspService *shown = hsp_service_slot_peek (slot);
  g_autoptr(HspService) service = NULL;

  if (position == HSP_SLOT_NOWHERE || shown == NULL)
    return;
  service = hsp_service_list_dup_service (self, position);
  if (service != shown)
    hsp_service_slot_relabel (slot);
}

/* Those that are held, from the place @first on and before @end. */
static void
relabel_slots (HspServiceList *self,
               guint           first,
               guint           end)
{
  g_autoptr(GPtrArray) held = hold_slots (self);

  for (guint i = 0; i < held->len; i++)
    {
      const guint position = hsp_service_slot_get_position (held->pdata[i]);

      if (position >= first && position < end)
        relabel_slot (self, held->pdata[i]);
    }
}

/* As many more, at first those that are seen; beyond what a list view makes of rows, what there is. */
static void
relabel_more (HspServiceList *self)
{
  const guint step = self->n_labelled == 0 ? self->screenful : STAGE_STEP;
  const guint end = self->n_labelled >= STAGE_WHOLE ? G_MAXUINT : self->n_labelled + step;

  relabel_slots (self, self->n_labelled, end);
  self->n_labelled = end;
}

static void
relabel_all (HspServiceList *self)
{
  self->n_labelled = G_MAXUINT;
  relabel_slots (self, 0, G_MAXUINT);
}

/* Growing */

static gboolean grow_cb (gpointer user_data);

/* @n: how many places the view knows of from now on */
static void
expose (HspServiceList *self,
        guint           n)
{
  const guint before = self->n_exposed;

  if (n == before)
    return;
  for (guint i = 0; i < self->slots->len && n < before; i++)
    {
      const guint position = hsp_service_slot_get_position (self->slots->pdata[i]);

      if (position != HSP_SLOT_NOWHERE && position >= n)
        hsp_service_slot_move (self->slots->pdata[i], HSP_SLOT_NOWHERE);
    }
  self->n_exposed = n;
  if (n < before)
    g_list_model_items_changed (G_LIST_MODEL (self), n, before - n, 0);
  else
    g_list_model_items_changed (G_LIST_MODEL (self), before, 0, n - before);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

static void
grow_later (HspServiceList *self)
{
  const gboolean wanted = self->n_labelled < G_MAXUINT || self->n_exposed < self->n_rows;

  /* Below the priority of drawing: what was asked for is on the screen first */
  if (self->growing && self->grow_source == 0 && wanted && !self->nothing)
    self->grow_source = g_idle_add_full (G_PRIORITY_LOW, grow_cb, self, NULL);
}

gboolean
hsp_service_list_is_settled (HspServiceList *self)
{
  return self->nothing || (self->n_labelled == G_MAXUINT && self->n_exposed == self->n_rows);
}

static gboolean
grow_cb (gpointer user_data)
{
  HspServiceList *self = user_data;
  const guint next = self->n_exposed < STAGE_FIRST ? STAGE_FIRST : self->n_exposed + STAGE_STEP;

  if (self->n_labelled < G_MAXUINT)
    relabel_more (self);
  else
    expose (self, self->n_exposed >= STAGE_WHOLE || next >= self->n_rows ? self->n_rows : next);
  if (self->n_labelled < G_MAXUINT || self->n_exposed < self->n_rows)
    return G_SOURCE_CONTINUE;
  self->grow_source = 0;
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
  return G_SOURCE_REMOVE;
}

static guint
get_stage (HspServiceList *self,
           guint           n)
{
  if (self->n_exposed >= STAGE_WHOLE)
    return n;
  return MIN (n, MAX (self->n_exposed, self->screenful));
}

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

/* Takes places away for @n rows, while what stands in them is still there: who shows one that goes asks
 * for it once more. Returns: how many places there are to be */
static guint
shrink (HspServiceList *self,
        guint           n)
{
  const guint stage = n > 0 ? get_stage (self, n) : 0;

  if (stage < self->n_exposed)
    expose (self, stage);
  return stage;
}

/* Another search: places hold, and the list changes at its end. @staged: it is looked at from its
 * beginning, and what is not on the screen may come after the next frame. */
static void
show_rows (HspServiceList *self,
           const guint32  *rows,
           guint           n,
           gboolean        staged)
{
  guint stage;

  self->nothing = n == 0;
  if (self->nothing)
    return;
  stage = shrink (self, n);
  set_rows (self, rows, n);
  if (staged && self->growing)
    {
      self->n_labelled = 0;
      relabel_more (self);
    }
  else
    {
      relabel_all (self);
    }
  expose (self, stage);
  grow_later (self);
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
      if (order != NULL && self->n_exposed == 0)
        {
          self->n_matches = n;
          show_rows (self, order, n, TRUE);
        }
    }
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
}

/* After a refresh */

static void
follow_splice (HspServiceList  *self,
               const HspSplice *splice)
{
  for (guint i = 0; i < self->slots->len; i++)
    {
      HspServiceSlot *slot = self->slots->pdata[i];
      const guint position = hsp_service_slot_get_position (slot);

      if (position == HSP_SLOT_NOWHERE || position < splice->position)
        continue;
      hsp_service_slot_move (slot, position < splice->position + splice->removed
                                     ? HSP_SLOT_NOWHERE
                                     : position - splice->removed + splice->added);
    }
}

/* Takes out and puts in, and all the rest stays where it is. */
static void
splice_rows (HspServiceList  *self,
             HspServicePlan  *plan,
             HspServiceTable *old_table)
{
  g_autofree guint32 *old_rows = g_steal_pointer (&self->rows);
  Passage passage = { old_table, old_rows, 0, 0 };
  const guint n_old = self->n_rows;

  self->passage = &passage;
  self->rows = g_steal_pointer (&plan->rows);
  self->n_rows = plan->n_rows;
  for (guint i = 0; i < plan->splices->len; i++)
    {
      const HspSplice *splice = &g_array_index (plan->splices, HspSplice, i);

      passage.n_gone += splice->position - passage.n_new;
      passage.n_new = splice->position;
      follow_splice (self, splice);
      passage.n_gone += splice->removed;
      passage.n_new += splice->added;
      self->n_exposed = passage.n_new + (n_old - passage.n_gone);
      g_list_model_items_changed (G_LIST_MODEL (self), splice->position, splice->removed,
                                  splice->added);
    }
  self->passage = NULL;
  relabel_all (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* They are of a table that is not shown any more. */
static void
drop_rows (HspServiceList *self)
{
  expose (self, 0);
  self->n_rows = 0;
}

static void
take_plan (HspServiceList *self,
           HspServicePlan *plan)
{
  g_autoptr(HspServiceTable) old_table = NULL;
  const gboolean by_splices = plan->splices != NULL && plan->n_rows > 0 && !self->nothing
                              && self->n_exposed == self->n_rows;

  if (!by_splices)
    {
      g_signal_emit (self, signals[SIGNAL_BEFORE_MOVED], 0);
      shrink (self, plan->n_rows);
    }
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
      g_signal_emit (self, signals[SIGNAL_MOVED], 0);
    }
  hsp_service_list_tell_matches (self, plan->n_by_place);
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
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
  if (self->n_exposed > 0 && !self->nothing && hsp_service_table_is_verified (self->table))
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
          drop_rows (self);
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
  relabel_all (self);
}

/* List model */

static GType
hsp_service_list_get_item_type (GListModel *model)
{
  return HSP_TYPE_SERVICE_SLOT;
}

static guint
hsp_service_list_get_n_items (GListModel *model)
{
  return HSP_SERVICE_LIST (model)->n_exposed;
}

static gpointer
hsp_service_list_get_item (GListModel *model,
                           guint       position)
{
  HspServiceList *self = HSP_SERVICE_LIST (model);
  HspServiceSlot *slot;

  if (position >= self->n_exposed)
    return NULL;
  slot = find_slot (self, position);
  if (slot != NULL)
    {
      g_object_ref (slot);
      /* who asks for a place is told what stands there, though its turn has not come */
      if (position >= self->n_labelled)
        relabel_slot (self, slot);
      return slot;
    }
  slot = hsp_service_slot_new (self, position);
  g_ptr_array_add (self->slots, slot);
  return slot;
}

static void
hsp_service_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hsp_service_list_get_item_type;
  iface->get_n_items = hsp_service_list_get_n_items;
  iface->get_item = hsp_service_list_get_item;
}

/* Object */

static void
hsp_service_list_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  HspServiceList *self = HSP_SERVICE_LIST (object);

  switch (prop_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, self->n_exposed);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_service_list_dispose (GObject *object)
{
  HspServiceList *self = HSP_SERVICE_LIST (object);

  g_clear_handle_id (&self->grow_source, g_source_remove);
  if (self->planning != NULL)
    g_cancellable_cancel (self->planning);
  g_clear_object (&self->planning);
  for (guint i = 0; i < self->slots->len; i++)
    hsp_service_slot_detach (self->slots->pdata[i]);
  g_ptr_array_set_size (self->slots, 0);
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
  g_ptr_array_unref (self->slots);
  g_free (self->rows);
  g_free (self->query);
  g_strfreev (self->words);

  G_OBJECT_CLASS (hsp_service_list_parent_class)->finalize (object);
}

static void
hsp_service_list_class_init (HspServiceListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_service_list_get_property;
  object_class->dispose = hsp_service_list_dispose;
  object_class->finalize = hsp_service_list_finalize;

  properties[PROP_N_ITEMS] =
    g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0,
                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_SHOWN] = g_signal_new ("shown", HSP_TYPE_SERVICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_BEFORE_MOVED] = g_signal_new ("before-moved", HSP_TYPE_SERVICE_LIST,
                                               G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                               G_TYPE_NONE, 0);
  signals[SIGNAL_MOVED] = g_signal_new ("moved", HSP_TYPE_SERVICE_LIST, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 0);
}

static void
hsp_service_list_init (HspServiceList *self)
{
  self->search = hsp_search_new ();
  self->slots = g_ptr_array_new ();
  self->query = g_strdup ("");
  self->words = g_new0 (char *, 1);
  self->options.least_rate = HSP_MONEY_UNKNOWN;
  self->options.most_rate = HSP_MONEY_UNKNOWN;
  self->options.quantity = HSP_UNKNOWN;
  self->scope.by_rows = TRUE;
  self->n_labelled = G_MAXUINT;
  self->screenful = FIRST_SCREENFUL;
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
 * hsp_service_list_grow:
 *
 * From now on the list grows to its whole length, in idle moments.
 */
void
hsp_service_list_grow (HspServiceList *self)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  self->growing = TRUE;
  grow_later (self);
}

/**
 * hsp_service_list_set_screenful:
 * @n: rows that are seen at once, those that are seen in part counted
 *
 * So many are there, and say what they are to say, in the first frame after a change; the others follow.
 */
void
hsp_service_list_set_screenful (HspServiceList *self,
                                guint           n)
{
  g_return_if_fail (HSP_IS_SERVICE_LIST (self));

  self->screenful = CLAMP (n, 1, MOST_SCREENFUL);
}

/**
 * hsp_service_list_get_n_shown:
 *
 * Returns: how many services are shown; 0 when nothing matches, whatever the list still holds
 */
guint
hsp_service_list_get_n_shown (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), 0);

  return self->nothing ? 0 : self->n_rows;
}

/**
 * hsp_service_list_get_n_labelled:
 *
 * Returns: how many places from the first one on show what was searched for last; G_MAXUINT when all do.
 *   The others follow in idle moments, and then `shown` is emitted
 */
guint
hsp_service_list_get_n_labelled (HspServiceList *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), G_MAXUINT);

  return self->n_labelled;
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
 * hsp_service_list_dup_service:
 *
 * Returns: (transfer full) (nullable): the service that stands at @position
 */
HspService *
hsp_service_list_dup_service (HspServiceList *self,
                              guint           position)
{
  HspServiceTable *table;
  guint32 row;

  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), NULL);

  if (position >= self->n_exposed)
    return NULL;
  row = get_row (self, position, &table);
  return hsp_catalogue_dup_row (self->catalogue, table, row);
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
  guint row;

  g_return_val_if_fail (HSP_IS_SERVICE_LIST (self), G_MAXUINT);
  g_return_val_if_fail (id != NULL, G_MAXUINT);

  /* while the list changes, places are not all of one table: after it, they are */
  if (self->passage != NULL || self->nothing)
    return G_MAXUINT;
  row = hsp_service_table_find (self->table, id);
  for (guint i = 0; row != G_MAXUINT && i < self->n_exposed; i++)
    {
      if (self->rows[i] == row)
        return i;
    }
  return G_MAXUINT;
}
