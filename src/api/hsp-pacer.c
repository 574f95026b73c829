/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-pacer"

#include "config.h"

#include "hsp-pacer.h"

#define N_PACES 2

struct _HspPacer
{
  GObject parent_instance;

  guint    burst;             /* tokens at most */
  gint64   interval;          /* microseconds from one token to the next */
  guint    tokens;
  gint64   refilled_at;       /* monotonic, when @tokens was right */
  gint64   blocked_until;     /* monotonic: the shop asked to wait */
  GQueue   waiting[N_PACES];  /* (element-type GTask) (owned), by HspPace */
  GSource *timer;             /* (owned) (nullable) for the next token */
};

G_DEFINE_FINAL_TYPE (HspPacer, hsp_pacer, G_TYPE_OBJECT)

static void serve (HspPacer *self);

static void
refill (HspPacer *self,
        gint64    now)
{
  gint64 n = (now - self->refilled_at) / self->interval;

  if (n <= 0)
    return;
  if (n >= self->burst - self->tokens)
    {
      self->tokens = self->burst;
      self->refilled_at = now;
    }
  else
    {
      self->tokens += n;
      self->refilled_at += n * self->interval;
    }
}

/* The next to go. (transfer full) (nullable) */
static GTask *
pop_waiting (HspPacer *self)
{
  for (guint i = 0; i < N_PACES; i++)
    {
      GTask *task = g_queue_pop_head (&self->waiting[i]);

      if (task != NULL)
        return task;
    }

  return NULL;
}

static gboolean
anybody_waits (HspPacer *self)
{
  for (guint i = 0; i < N_PACES; i++)
    {
      if (!g_queue_is_empty (&self->waiting[i]))
        return TRUE;
    }

  return FALSE;
}

static void
destroy_source (gpointer data)
{
  GSource *source = data;

  g_source_destroy (source);
  g_source_unref (source);
}

static void
stop_timer (HspPacer *self)
{
  g_clear_pointer (&self->timer, destroy_source);
}

static gboolean
on_timer_cb (gpointer user_data)
{
  HspPacer *self = user_data;

  stop_timer (self);
  serve (self);

  return G_SOURCE_REMOVE;
}

/* Lets go whom there are tokens for, and wakes up for the next. */
static void
serve (HspPacer *self)
{
  gint64 now = g_get_monotonic_time ();

  refill (self, now);
  while (now >= self->blocked_until && self->tokens > 0 && anybody_waits (self))
    {
      g_autoptr(GTask) task = pop_waiting (self);

      self->tokens--;
      g_task_return_boolean (task, TRUE);
    }

  stop_timer (self);
  if (anybody_waits (self))
    {
      gint64 due = self->blocked_until;

      if (self->tokens == 0)
        due = MAX (due, self->refilled_at + self->interval);
      self->timer = g_timeout_source_new ((MAX (due - now, 0) + 999) / 1000);
      g_source_set_callback (self->timer, on_timer_cb, self, NULL);
      g_source_attach (self->timer, g_main_context_get_thread_default ());
    }
}

static void
hsp_pacer_finalize (GObject *object)
{
  HspPacer *self = HSP_PACER (object);

  /* who waits holds a reference, so nobody does */
  g_assert (!anybody_waits (self));
  stop_timer (self);

  G_OBJECT_CLASS (hsp_pacer_parent_class)->finalize (object);
}

static void
hsp_pacer_class_init (HspPacerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hsp_pacer_finalize;
}

static void
hsp_pacer_init (HspPacer *self)
{
  for (guint i = 0; i < N_PACES; i++)
    g_queue_init (&self->waiting[i]);
}

/**
 * hsp_pacer_new:
 * @per_minute: requests a minute in the long run
 * @burst: requests at once after a rest
 *
 * The shop's limits are undocumented (the API notes, "Transport"), so these are the caller's.
 *
 * Returns: (transfer full): a pacer
 */
HspPacer *
hsp_pacer_new (guint per_minute,
               guint burst)
{
  HspPacer *self;

  g_return_val_if_fail (per_minute > 0, NULL);
  g_return_val_if_fail (burst > 0, NULL);

  self = g_object_new (HSP_TYPE_PACER, NULL);
  self->interval = MAX (G_USEC_PER_SEC * 60 / per_minute, 1);
  self->burst = burst;
  self->tokens = burst;
  self->refilled_at = g_get_monotonic_time ();

  return self;
}

static gboolean
on_cancelled_cb (GCancellable *cancellable,
                 gpointer      user_data)
{
  GTask *task = user_data;
  HspPacer *self = g_task_get_source_object (task);

  for (guint i = 0; i < N_PACES; i++)
    {
      if (g_queue_remove (&self->waiting[i], task))
        {
          g_task_return_error_if_cancelled (task);
          if (!anybody_waits (self))
            stop_timer (self);
          g_object_unref (task);
          break;
        }
    }

  return G_SOURCE_REMOVE;
}

/**
 * hsp_pacer_enter_now:
 * @self: a pacer
 *
 * A turn of hsp_pacer_enter_async() without a wait, where there is one. Main thread.
 *
 * Returns: whether the request may be sent
 */
gboolean
hsp_pacer_enter_now (HspPacer *self)
{
  const gint64 now = g_get_monotonic_time ();

  g_return_val_if_fail (HSP_IS_PACER (self), FALSE);

  refill (self, now);
  if (now < self->blocked_until || self->tokens == 0 || anybody_waits (self))
    return FALSE;

  self->tokens--;
  return TRUE;
}

/**
 * hsp_pacer_enter_async:
 * @self: a pacer
 * @pace: who waits
 * @cancellable: (nullable): a cancellable
 * @callback: called when a request may be sent
 * @user_data: for @callback
 *
 * Waits for this request's turn. Main thread.
 */
void
hsp_pacer_enter_async (HspPacer            *self,
                       HspPace              pace,
                       GCancellable        *cancellable,
                       GAsyncReadyCallback  callback,
                       gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_PACER (self));
  g_return_if_fail ((guint) pace < N_PACES);
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_pacer_enter_async);

  if (g_task_return_error_if_cancelled (task))
    return;

  g_queue_push_tail (&self->waiting[pace], g_object_ref (task));
  serve (self);

  if (cancellable != NULL && g_queue_find (&self->waiting[pace], task) != NULL)
    {
      g_autoptr(GSource) source = g_cancellable_source_new (cancellable);

      g_source_set_callback (source, G_SOURCE_FUNC (on_cancelled_cb), task, NULL);
      g_source_attach (source, g_task_get_context (task));
      g_task_set_task_data (task, g_steal_pointer (&source), destroy_source);
    }
}

/**
 * hsp_pacer_enter_finish:
 * @self: a pacer
 * @result: what the callback got
 * @error: return location, G_IO_ERROR_CANCELLED
 *
 * Returns: whether the request may be sent
 */
gboolean
hsp_pacer_enter_finish (HspPacer      *self,
                        GAsyncResult  *result,
                        GError       **error)
{
  g_return_val_if_fail (HSP_IS_PACER (self), FALSE);
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_pacer_slow_down:
 * @self: a pacer
 * @seconds: how long nobody may send
 *
 * The shop said that it is too much: everybody waits, and there is no burst afterwards. Main thread.
 */
void
hsp_pacer_slow_down (HspPacer *self,
                     guint     seconds)
{
  gint64 now = g_get_monotonic_time ();

  g_return_if_fail (HSP_IS_PACER (self));

  self->blocked_until = MAX (self->blocked_until, now + (gint64) seconds * G_USEC_PER_SEC);
  self->tokens = 1;
  self->refilled_at = self->blocked_until;
  serve (self);
}
