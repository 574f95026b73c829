/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-catalogue-batch.h"

#include "hsp-service-builder.h"

/* Rows that are worth showing first, and how many times as many the next time: all of them together
 * are put in order in a fifth of the time that the whole takes, while it waits. */
#define FIRST_PEEK 50
#define PEEK_FACTOR 8

struct _HspBatch
{
  gatomicrefcount    ref_count;
  HspServiceBuilder *builder;    /* (owned) the worker's while one reads */
  HspBatchFunc       func;       /* (nullable) */
  gpointer           user_data;  /* the main thread's */
  gboolean           peeks;
  gboolean           quiet;      /* the main thread's */
  guint              next_peek;
  GArray            *expected;   /* (owned) (nullable) (element-type guint) */
};

HspBatch *
hsp_batch_new (const char   *path,
               HspBatchFunc  func,
               gpointer      user_data)
{
  HspBatch *self = g_new0 (HspBatch, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->builder = hsp_service_builder_new (path);
  self->func = func;
  self->user_data = user_data;
  self->peeks = func != NULL;
  self->next_peek = FIRST_PEEK;
  return self;
}

HspBatch *
hsp_batch_ref (HspBatch *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

void
hsp_batch_unref (HspBatch *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  hsp_service_builder_free (self->builder);
  g_clear_pointer (&self->expected, g_array_unref);
  g_free (self);
}

void
hsp_batch_quiet (HspBatch *self)
{
  self->quiet = TRUE;
}

guint
hsp_batch_get_n_rows (HspBatch *self)
{
  return hsp_service_builder_get_n_rows (self->builder);
}

guint
hsp_batch_get_n_replaced (HspBatch *self)
{
  return hsp_service_builder_get_n_replaced (self->builder);
}

HspServiceTable *
hsp_batch_peek (HspBatch *self)
{
  return hsp_service_builder_peek (self->builder);
}

/* In the worker */

typedef struct
{
  HspBatch        *batch;  /* (owned) */
  HspServiceTable *table;  /* (owned) */
} Glimpse;

static void
glimpse_free (gpointer data)
{
  Glimpse *glimpse = data;

  hsp_service_table_unref (glimpse->table);
  hsp_batch_unref (glimpse->batch);
  g_free (glimpse);
}

static gboolean
show_glimpse_cb (gpointer user_data)
{
  Glimpse *glimpse = user_data;

  if (!glimpse->batch->quiet)
    glimpse->batch->func (glimpse->table, glimpse->batch->user_data);
  return G_SOURCE_REMOVE;
}

void
hsp_batch_add (const HspServiceValue *value,
               gpointer               batch)
{
  HspBatch *self = batch;

  hsp_service_builder_add (self->builder, value);
}

void
hsp_batch_rest (gpointer batch)
{
  HspBatch *self = batch;
  const guint n = hsp_service_builder_get_n_rows (self->builder);
  const gboolean first = self->next_peek == FIRST_PEEK;
  g_autoptr(GSource) source = NULL;
  Glimpse *glimpse;

  if (!self->peeks || n < self->next_peek)
    return;
  self->next_peek = n * PEEK_FACTOR;
  glimpse = g_new0 (Glimpse, 1);
  glimpse->batch = hsp_batch_ref (self);
  glimpse->table = hsp_service_builder_peek (self->builder);
  /* not g_main_context_invoke(): that calls it here while nobody runs the main context. The first one is
   * seen before the next is taken, which comes below the priority of drawing. */
  source = g_idle_source_new ();
  g_source_set_priority (source, first ? G_PRIORITY_DEFAULT : G_PRIORITY_DEFAULT_IDLE);
  g_source_set_callback (source, show_glimpse_cb, glimpse, glimpse_free);
  g_source_attach (source, NULL);
}

gboolean
hsp_batch_has (HspBatch   *self,
               const char *id)
{
  return hsp_service_builder_has (self->builder, id);
}

/* The end */

typedef struct
{
  HspBatch  *batch;       /* (owned) */
  GPtrArray *categories;  /* (owned) */
  gint64     time;
} End;

static void
end_free (gpointer data)
{
  End *end = data;

  hsp_batch_unref (end->batch);
  g_ptr_array_unref (end->categories);
  g_free (end);
}

/* The first who looks at a page of a new table waits for it. From one refresh to the next hardly a row moves
 * further than to the page that the system brings along. */
static void
look_at_expected (HspBatch        *self,
                  HspServiceTable *table)
{
  const guint n_rows = hsp_service_table_get_n_rows (table);

  for (guint i = 0; n_rows > 0 && self->expected != NULL && i < self->expected->len; i++)
    {
      const guint row = MIN (g_array_index (self->expected, guint, i), n_rows - 1);

      hsp_service_value_unref (hsp_service_table_dup_value (table, row));
    }
}

static void
end_in_thread (GTask        *task,
               gpointer      source_object,
               gpointer      task_data,
               GCancellable *cancellable)
{
  End *end = task_data;
  HspServiceTable *table;
  GError *error = NULL;

  hsp_service_builder_set_categories (end->batch->builder, end->categories);
  table = hsp_service_builder_end (end->batch->builder, end->time, cancellable, &error);
  if (table == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  look_at_expected (end->batch, table);
  g_task_return_pointer (task, table, (GDestroyNotify) hsp_service_table_unref);
}

void
hsp_batch_expect (HspBatch *self,
                  GArray   *rows)
{
  g_clear_pointer (&self->expected, g_array_unref);
  self->expected = rows;
}

void
hsp_batch_end_async (HspBatch            *self,
                     gint64               time,
                     GPtrArray           *categories,
                     GCancellable        *cancellable,
                     GAsyncReadyCallback  callback,
                     gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  End *end = g_new0 (End, 1);

  end->batch = hsp_batch_ref (self);
  end->categories = g_ptr_array_ref (categories);
  end->time = time;
  g_task_set_source_tag (task, hsp_batch_end_async);
  g_task_set_task_data (task, end, end_free);
  g_task_run_in_thread (task, end_in_thread);
}

/**
 * hsp_batch_end_finish:
 *
 * Returns: (transfer full) (nullable): all of it
 */
HspServiceTable *
hsp_batch_end_finish (GAsyncResult  *result,
                      GError       **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
