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
  gboolean            working;
  gboolean            broken;
  gboolean            abandoned;

  GMutex              lock;          /* of what both threads look at: */
  GPtrArray          *waiting;       /* (owned) (element-type GBytes) */
  gsize               n_waiting;     /* bytes */
  gboolean            stopped;       /* ready is owed */
  gboolean            ended;
  gboolean            given_up;      /* nothing more is to be taken */
};

/* One turn of the worker: what waits, and what has come when it is done with that. */
typedef struct
{
  HspIntake *intake;                 /* (owned) */
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
  g_mutex_clear (&self->lock);
  g_free (self);
}

static void
turn_free (gpointer data)
{
  Turn *turn = data;

  intake_unref (turn->intake);
  g_free (turn);
}

/* (transfer full) (nullable) (element-type GBytes): what waits; NULL ends the turn. With ready owed it does not
 * go on: the main thread is told of nothing else. */
static GPtrArray *
take_waiting (Turn     *turn,
              gboolean  first)
{
  HspIntake *self = turn->intake;
  GPtrArray *taken = NULL;

  g_mutex_lock (&self->lock);
  if (first || (!self->stopped && !self->given_up && (self->waiting->len > 0 || (self->ended && !turn->last))))
    {
      taken = g_steal_pointer (&self->waiting);
      self->waiting = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
      self->n_waiting = 0;
      turn->last = self->ended;
    }
  g_mutex_unlock (&self->lock);
  return taken;
}

/* Each piece goes when it has been read, so that the next one to come finds its memory. */
static gboolean
feed (HspIntake  *self,
      GPtrArray  *pieces,
      GError    **error)
{
  for (guint i = 0; i < pieces->len; i++)
    {
      g_autoptr(GBytes) bytes = g_steal_pointer (&pieces->pdata[i]);

      if (!self->sink->feed (self->state, bytes, error))
        return FALSE;
    }
  return TRUE;
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
  GPtrArray *pieces = take_waiting (turn, TRUE);
  GError *error = NULL;
  gpointer value = NULL;

  while (pieces != NULL)
    {
      const gboolean good = feed (self, pieces, &error);

      g_ptr_array_unref (pieces);
      pieces = good ? take_waiting (turn, FALSE) : NULL;
    }

  if (error != NULL)
    g_task_return_error (task, error);
  else if (turn->last && (value = self->sink->end (self->state, &error)) == NULL)
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
  gboolean more, owed;

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

  g_mutex_lock (&self->lock);
  more = self->waiting->len > 0 || self->ended;
  owed = self->stopped;
  self->stopped = FALSE;
  g_mutex_unlock (&self->lock);
  if (more)
    start_turn (self);
  if (owed)
    self->ready (self->user_data);
}

static void
start_turn (HspIntake *self)
{
  g_autoptr(GTask) task = NULL;
  Turn *turn = g_new0 (Turn, 1);

  g_atomic_ref_count_inc (&self->ref_count);
  turn->intake = self;
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

  g_mutex_init (&self->lock);
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
  gboolean stopped;

  g_assert (!self->ended);

  g_mutex_lock (&self->lock);
  g_ptr_array_add (self->waiting, g_bytes_ref (bytes));
  self->n_waiting += g_bytes_get_size (bytes);
  stopped = self->stopped = self->n_waiting >= MAX_WAITING;
  g_mutex_unlock (&self->lock);
  if (!self->working)
    start_turn (self);
  return !stopped;
}

void
hsp_intake_end (HspIntake *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_mutex_unlock (&self->lock);
  if (!self->working)
    start_turn (self);
}

static void
give_up (HspIntake *self)
{
  g_mutex_lock (&self->lock);
  self->given_up = TRUE;
  g_mutex_unlock (&self->lock);
}

gboolean
hsp_intake_break (HspIntake *self)
{
  g_assert (!self->ended);

  self->broken = TRUE;
  give_up (self);
  return !self->working;
}

void
hsp_intake_abandon (HspIntake *self)
{
  const GDestroyNotify destroy = self->destroy;
  gpointer user_data = g_steal_pointer (&self->user_data);

  self->abandoned = TRUE;
  give_up (self);
  intake_unref (self);
  destroy (user_data);
}
