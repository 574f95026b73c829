/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-service-changes.h"

#include "hsp-table-orders.h"

/* What was found until now. */
typedef struct
{
  GPtrArray *rows;          /* (element-type HspChangeRecord) */
  gint64     time;
  guint      most;
  guint      n_left_out;
} Finds;

/* Where one of the two tables is being looked at. */
typedef struct
{
  HspServiceTable *table;
  const guint32   *order;
  guint            n_rows;
  guint            place;
} Walk;

/** hsp_change_record_free: @row: (transfer full) */
void
hsp_change_record_free (HspChangeRecord *row)
{
  g_free (row->service);
  g_free (row->name);
  g_free (row);
}

static void
add_change (Finds         *finds,
            const Walk    *walk,
            HspChangeKind  kind,
            gint64         before,
            gint64         after)
{
  const guint32 row = walk->order[walk->place];
  HspChangeRecord *change = NULL;

  if (finds->rows->len >= finds->most)
    {
      finds->n_left_out++;
      return;
    }
  change = g_new0 (HspChangeRecord, 1);
  change->time = finds->time;
  change->service = g_strdup (hsp_service_table_get_id (walk->table, row));
  change->name = g_strdup (hsp_service_table_get_name (walk->table, row));
  change->kind = kind;
  change->before = before;
  change->after = after;
  g_ptr_array_add (finds->rows, change);
}

static void
walk_init (Walk            *walk,
           HspServiceTable *table)
{
  walk->table = table;
  walk->order = hsp_service_table_get_order (table, HSP_TABLE_BY_ID);
  walk->n_rows = hsp_service_table_get_n_rows (table);
  walk->place = 0;
}

static const HspTableRow *
get_row (const Walk *walk)
{
  return hsp_service_table_get_row (walk->table, walk->order[walk->place]);
}

/* Which of the two comes first: below 0 one that is only in @before, above 0 one that is only in
 * @after. */
static int
compare (const Walk *before,
         const Walk *after)
{
  if (before->place == before->n_rows)
    return 1;
  if (after->place == after->n_rows)
    return -1;
  return hsp_table_compare_ids (hsp_service_table_get_id (before->table, before->order[before->place]),
                                hsp_service_table_get_id (after->table, after->order[after->place]));
}

/* The stock is told last, so that it is what a service is marked with: whether there is any comes
 * before what it costs. One that is unknown says nothing. */
static void
compare_rows (Finds      *finds,
              const Walk *before,
              const Walk *after)
{
  const HspTableRow *old = get_row (before);
  const HspTableRow *new = get_row (after);

  if (new->rate != old->rate)
    add_change (finds, after, new->rate > old->rate ? HSP_CHANGE_DEARER : HSP_CHANGE_CHEAPER,
                old->rate, new->rate);
  if (old->stock == 0 && new->stock > 0)
    add_change (finds, after, HSP_CHANGE_BACK_IN_STOCK, 0, new->stock);
  else if (old->stock > 0 && new->stock == 0)
    add_change (finds, after, HSP_CHANGE_SOLD_OUT, old->stock, 0);
}

/**
 * hsp_service_changes_between:
 * @before: verified, all that the shop offered
 * @after: verified, all that it offers now
 * @most: how many are returned: usually HSP_MAX_CHANGES
 * @n_left_out: (out) (nullable): how many there are beyond them
 *
 * Walks both in the order of their numbers, once. Where one of the two has no rows there is nothing to
 * compare. Blocking: in a worker.
 *
 * Returns: (transfer full) (element-type HspChangeRecord): in the order of the numbers
 */
GPtrArray *
hsp_service_changes_between (HspServiceTable *before,
                             HspServiceTable *after,
                             guint            most,
                             guint           *n_left_out)
{
  Finds finds = { .most = most };
  Walk old, new;

  g_return_val_if_fail (before != NULL && hsp_service_table_is_verified (before), NULL);
  g_return_val_if_fail (after != NULL && hsp_service_table_is_verified (after), NULL);

  finds.rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_change_record_free);
  finds.time = hsp_service_table_get_time (after);
  walk_init (&old, before);
  walk_init (&new, after);
  while (old.n_rows > 0 && new.n_rows > 0 && (old.place < old.n_rows || new.place < new.n_rows))
    {
      const int first = compare (&old, &new);

      if (first < 0)
        add_change (&finds, &old, HSP_CHANGE_GONE, get_row (&old)->rate, HSP_UNKNOWN);
      else if (first > 0)
        add_change (&finds, &new, HSP_CHANGE_NEW, HSP_UNKNOWN, get_row (&new)->rate);
      else
        compare_rows (&finds, &old, &new);
      old.place += first <= 0;
      new.place += first >= 0;
    }
  if (n_left_out != NULL)
    *n_left_out = finds.n_left_out;
  return finds.rows;
}
