/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-client"

#include "config.h"

#include "hsp-intake.h"

/* What may wait for the worker: then the connection waits too. */
#define MAX_WAITING (2 * 1024 * 1024)

struct _HspIntake
{
  gatomicrefcount     ref_count;
  const HspSink      *sink;
  gpointer            state;         /* (owned) the worker's, while it works */
  GDestroyNotify      value_free;
  HspIntakeReadyFunc  ready;
  HspIntakeDoneFunc   done;
  gpointer            user_data;     /* (owned) (nullable) until it is abandoned */
  GDestroyNotify      destroy;
  GPtrArray          *waiting;       /* (owned) (element-type GBytes) */
  gsize               n_waiting;     /* bytes */
  gboolean            working;
  gboolean            stopped;       /* ready is owed */
  gboolean            ended;
  gboolean            broken;
  gboolean            abandoned;
};

/* One turn of the worker. */
typedef struct
{
  HspIntake *intake;                 /* (owned) */
  GPtrArray *bytes;                  /* (owned) (element-type GBytes) */
  gboolean   last;
} Turn;

static void start_turn (HspIntake *self);

static void
intake_unref (HspIntake *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;

  self->sink->free (self->state);
  g_ptr_array_unref (self->waiting);
  g_free (self);
}

static void
turn_free (gpointer data)
{
  Turn *turn = data;

  g_clear_pointer (&turn->bytes, g_ptr_array_unref);
  intake_unref (turn->intake);
  g_free (turn);
}

/* Returns: (transfer full) (nullable): the value, once the answer is whole */
static void
turn_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  Turn *turn = task_data;
  HspIntake *self = turn->intake;
  GError *error = NULL;
  gpointer value = NULL;

  for (guint i = 0; i < turn->bytes->len; i++)
    {
      if (!self->sink->feed (self->state, turn->bytes->pdata[i], &error))
        {
          g_task_return_error (task, error);
          return;
        }
    }
  /* before the main thread goes on: it may be long until the task is freed */
  g_clear_pointer (&turn->bytes, g_ptr_array_unref);

  if (turn->last && (value = self->sink->end (self->state, &error)) == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, value, self->value_free);
}

static void
turn_done_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  Turn *turn = g_task_get_task_data (G_TASK (result));
  HspIntake *self = turn->intake;
  g_autoptr(GError) error = NULL;
  gpointer value = g_task_propagate_pointer (G_TASK (result), &error);

  self->working = FALSE;
  if (self->abandoned)
    {
      if (value != NULL)
        self->value_free (value);
      return;
    }
  if (error != NULL || turn->last || self->broken)
    {
      self->done (value, error, self->user_data);
      return;
    }

  if (self->waiting->len > 0 || self->ended)
    start_turn (self);
  if (self->stopped)
    {
      self->stopped = FALSE;
      self->ready (self->user_data);
    }
}

static void
start_turn (HspIntake *self)
{
  g_autoptr(GTask) task = NULL;
  Turn *turn = g_new0 (Turn, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  turn->intake = self;
  turn->bytes = g_steal_pointer (&self->waiting);
  turn->last = self->ended;
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  self->n_waiting = 0;
  self->working = TRUE;

  task = g_task_new (NULL, NULL, turn_done_cb, NULL);
  g_task_set_source_tag (task, start_turn);
  g_task_set_task_data (task, turn, turn_free);
  g_task_run_in_thread (task, turn_in_thread);
}

HspIntake *
hsp_intake_new (const HspSink      *sink,
                gpointer            sink_data,
                const char         *key,
                GDestroyNotify      value_free,
                HspIntakeReadyFunc  ready,
                HspIntakeDoneFunc   done,
                gpointer            user_data,
                GDestroyNotify      destroy)
{
  HspIntake *self = g_new0 (HspIntake, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->sink = sink;
  self->state = sink->begin (key, sink_data);
  self->value_free = value_free;
  self->ready = ready;
  self->done = done;
  self->user_data = user_data;
  self->destroy = destroy;
  self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  return self;
}

gboolean
hsp_intake_add (HspIntake *self,
                GBytes    *bytes)
{
  g_assert (!self->ended);

  g_ptr_array_add (self->waiting, g_bytes_ref (bytes));
  self->n_waiting += g_bytes_get_size (bytes);
  if (!self->working)
    start_turn (self);
  self->stopped = self->n_waiting >= MAX_WAITING;
  return !self->stopped;
}

void
hsp_intake_end (HspIntake *self)
{
  self->ended = TRUE;
  if (!self->working)
    start_turn (self);
}

gboolean
hsp_intake_break (HspIntake *self)
{
  g_assert (!self->ended);

  self->broken = TRUE;
  return !self->working;
}

void
hsp_intake_abandon (HspIntake *self)
{
  const GDestroyNotify destroy = self->destroy;
  gpointer user_data = g_steal_pointer (&self->user_data);

  self->abandoned = TRUE;
  intake_unref (self);
  destroy (user_data);
}
