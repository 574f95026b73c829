/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-watcher.h"

#include "hsp-sms-number-private.h"

/* Orders: the longer it has been open, the less often it is asked. */
#define ORDER_SHORTEST (15 * G_TIME_SPAN_SECOND)
#define ORDER_LONGEST  (30 * G_TIME_SPAN_MINUTE)
#define ORDER_SHARE    10
/* Codes: a person sits waiting for them. */
#define CODE_SHORT     (3 * G_TIME_SPAN_SECOND)
#define CODE_LONG      (5 * G_TIME_SPAN_SECOND)
#define CODE_SHORT_FOR (2 * G_TIME_SPAN_MINUTE)
/* Stock: nobody waits for it. */
#define STOCK_SHORTEST (10 * G_TIME_SPAN_MINUTE)
#define STOCK_LONGEST  (60 * G_TIME_SPAN_MINUTE)
#define STOCK_SHARE    6
/* Questions that got no answer are asked less often, up to this. */
#define FAILED_LONGEST (2 * G_TIME_SPAN_MINUTE)
/* What is due at start, or on coming back, is spread over this. */
#define SPREAD         (2 * G_TIME_SPAN_SECOND)
#define STOCK_SPREAD   (60 * G_TIME_SPAN_SECOND)
/* Asked at the same time. */
#define MOST_ASKING    4
#define N_KINDS        3

typedef struct
{
  HspWatchKind  kind;
  char         *id;        /* (owned) also the key */
  gint64        created;   /* Unix microseconds */
  gint64        expires;   /* Unix microseconds, 0 unknown */
  gint64        due;       /* monotonic microseconds */
  guint         n_failed;  /* in a row */
  gboolean      asking;
} Watch;

struct _HspWatcher
{
  GObject       parent_instance;

  GHashTable   *watches[N_KINDS];  /* (owned) (element-type utf8 Watch) */
  HspWatchFunc  funcs[N_KINDS];
  gpointer      func_data[N_KINDS];
  guint         source_id;
  guint         n_asking;
  guint         speed;
  gboolean      online;
};

G_DEFINE_FINAL_TYPE (HspWatcher, hsp_watcher, G_TYPE_OBJECT)

static void schedule (HspWatcher *self);

static void
watch_free (Watch *watch)
{
  g_free (watch->id);
  g_free (watch);
}

static Watch *
find_watch (HspWatcher   *self,
            HspWatchKind  kind,
            const char   *id)
{
  return g_hash_table_lookup (self->watches[kind], id);
}

/* When a code is asked for the last time, Unix microseconds. */
static gint64
get_end (const Watch *watch)
{
  if (watch->kind != HSP_WATCH_CODE)
    return G_MAXINT64;
  if (watch->expires != 0)
    return watch->expires + HSP_NUMBER_GRACE * G_TIME_SPAN_SECOND;
  return watch->created + HSP_NUMBER_WATCH_TIME * G_TIME_SPAN_SECOND;
}

/* Before the first question, and between two of what is new. */
static gint64
get_shortest (HspWatchKind kind)
{
  switch (kind)
    {
    case HSP_WATCH_ORDER:
      return ORDER_SHORTEST;
    case HSP_WATCH_CODE:
      return CODE_SHORT;
    case HSP_WATCH_STOCK:
      return STOCK_SHORTEST;
    }
  g_return_val_if_reached (STOCK_LONGEST);
}

static gint64
get_interval (HspWatcher  *self,
              const Watch *watch,
              gint64       now)
{
  const gint64 age = MAX (now - watch->created, 0);
  gint64 interval = CODE_LONG;

  switch (watch->kind)
    {
    case HSP_WATCH_ORDER:
      interval = CLAMP (age / ORDER_SHARE, ORDER_SHORTEST, ORDER_LONGEST);
      break;
    case HSP_WATCH_CODE:
      interval = age < CODE_SHORT_FOR ? CODE_SHORT : CODE_LONG;
      break;
    case HSP_WATCH_STOCK:
      interval = CLAMP (age / STOCK_SHARE, STOCK_SHORTEST, STOCK_LONGEST);
      break;
    }

  if (watch->n_failed > 0)
    interval = MAX (interval, MIN (interval << MIN (watch->n_failed, 6), FAILED_LONGEST));

  interval /= self->speed;
  /* So that many orders of one minute are not asked in one minute for ever */
  return interval + (gint64) (g_random_double_range (-0.1, 0.1) * (double) interval);
}

static void
set_next (HspWatcher *self,
          Watch      *watch)
{
  const gint64 now = g_get_real_time ();
  const gint64 interval = get_interval (self, watch, now);
  const gint64 left = MAX (get_end (watch) - now, 0);

  watch->due = g_get_monotonic_time () + MIN (interval, left);
}

/* Some time soon, monotonic microseconds. */
static gint64
choose_soon (HspWatcher   *self,
             HspWatchKind  kind)
{
  const gint64 spread = (kind == HSP_WATCH_STOCK ? STOCK_SPREAD : SPREAD) / self->speed;

  return g_get_monotonic_time () + g_random_int_range (0, (gint32) MAX (spread, 1));
}

/* A person waits for codes, so they go first. */
static Watch *
find_first (HspWatcher *self)
{
  const HspWatchKind order[N_KINDS] = { HSP_WATCH_CODE, HSP_WATCH_ORDER, HSP_WATCH_STOCK };
  const gint64 now = g_get_monotonic_time ();
  Watch *first = NULL;

  for (guint i = 0; i < N_KINDS; i++)
    {
      GHashTableIter iter;
      gpointer value;

      if (first != NULL && first->due <= now)
        break;
      g_hash_table_iter_init (&iter, self->watches[order[i]]);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          Watch *watch = value;

          if (!watch->asking && (first == NULL || watch->due < first->due))
            first = watch;
        }
    }
  return first;
}

static gboolean
ask_due_cb (gpointer user_data)
{
  HspWatcher *self = user_data;
  Watch *watch;

  self->source_id = 0;
  g_object_ref (self);
  while (self->online && self->n_asking < MOST_ASKING && (watch = find_first (self)) != NULL
         && watch->due <= g_get_monotonic_time ())
    {
      g_autofree char *id = g_strdup (watch->id);
      const HspWatchKind kind = watch->kind;

      watch->asking = TRUE;
      self->n_asking++;
      if (self->funcs[kind] != NULL)
        self->funcs[kind] (self, kind, id, self->func_data[kind]);
      else
        hsp_watcher_done (self, kind, id, FALSE);
    }
  schedule (self);
  g_object_unref (self);
  return G_SOURCE_REMOVE;
}

static void
schedule (HspWatcher *self)
{
  Watch *first;
  gint64 wait;

  g_clear_handle_id (&self->source_id, g_source_remove);
  if (!self->online || self->n_asking >= MOST_ASKING)
    return;
  first = find_first (self);
  if (first == NULL)
    return;
  wait = MAX (first->due - g_get_monotonic_time (), 0);
  /* Rounded up: a timer that ends a moment early would only be set again */
  self->source_id = g_timeout_add ((guint) ((wait + 999) / 1000), ask_due_cb, self);
}

static void
hsp_watcher_finalize (GObject *object)
{
  HspWatcher *self = HSP_WATCHER (object);

  g_clear_handle_id (&self->source_id, g_source_remove);
  for (guint i = 0; i < N_KINDS; i++)
    g_hash_table_unref (self->watches[i]);

  G_OBJECT_CLASS (hsp_watcher_parent_class)->finalize (object);
}

static void
hsp_watcher_class_init (HspWatcherClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_watcher_finalize;
}

static void
hsp_watcher_init (HspWatcher *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    self->watches[i] = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                              (GDestroyNotify) watch_free);
  self->speed = 1;
  self->online = TRUE;
}

/**
 * hsp_watcher_new:
 *
 * Returns: (transfer full): a watcher that is online and watches nothing
 */
HspWatcher *
hsp_watcher_new (void)
{
  return g_object_new (HSP_TYPE_WATCHER, NULL);
}

/**
 * hsp_watcher_set_func:
 * @func: (nullable): asks, and calls hsp_watcher_done() when the answer is there
 * @user_data: must live as long as @func is set
 */
void
hsp_watcher_set_func (HspWatcher   *self,
                      HspWatchKind  kind,
                      HspWatchFunc  func,
                      gpointer      user_data)
{
  g_return_if_fail (HSP_IS_WATCHER (self));

  self->funcs[kind] = func;
  self->func_data[kind] = user_data;
}

/**
 * hsp_watcher_add:
 * @id: unique within @kind
 * @created: Unix seconds of the purchase
 * @expires: Unix seconds, 0 when unknown or never
 *
 * Begins to ask. What is watched already takes the new times and keeps its turn.
 */
void
hsp_watcher_add (HspWatcher   *self,
                 HspWatchKind  kind,
                 const char   *id,
                 gint64        created,
                 gint64        expires)
{
  Watch *watch;
  gint64 age;

  g_return_if_fail (HSP_IS_WATCHER (self));
  g_return_if_fail (id != NULL);

  watch = find_watch (self, kind, id);
  if (watch != NULL)
    {
      watch->created = created * G_TIME_SPAN_SECOND;
      watch->expires = expires * G_TIME_SPAN_SECOND;
      return;
    }

  watch = g_new0 (Watch, 1);
  watch->kind = kind;
  watch->id = g_strdup (id);
  watch->created = created * G_TIME_SPAN_SECOND;
  watch->expires = expires * G_TIME_SPAN_SECOND;
  g_hash_table_insert (self->watches[kind], watch->id, watch);

  age = g_get_real_time () - watch->created;
  if (age < get_shortest (kind))
    set_next (self, watch);
  else
    watch->due = choose_soon (self, kind);
  schedule (self);
}

/**
 * hsp_watcher_note_asked:
 * @asked: Unix seconds, 0 when it never was
 *
 * Of what was just added, and asked in an earlier run: it is not asked again with every start.
 */
void
hsp_watcher_note_asked (HspWatcher   *self,
                        HspWatchKind  kind,
                        const char   *id,
                        gint64        asked)
{
  Watch *watch;
  gint64 now, due;

  g_return_if_fail (HSP_IS_WATCHER (self));
  g_return_if_fail (id != NULL);

  watch = find_watch (self, kind, id);
  now = g_get_real_time ();
  if (watch == NULL || watch->asking || asked * G_TIME_SPAN_SECOND > now)
    return;
  due = asked * G_TIME_SPAN_SECOND + get_interval (self, watch, now);
  if (due > now)
    watch->due = MAX (watch->due, g_get_monotonic_time () + due - now);
  schedule (self);
}

/**
 * hsp_watcher_remove:
 *
 * Ends asking; an answer under way may still be reported with hsp_watcher_done().
 */
void
hsp_watcher_remove (HspWatcher   *self,
                    HspWatchKind  kind,
                    const char   *id)
{
  Watch *watch;

  g_return_if_fail (HSP_IS_WATCHER (self));
  g_return_if_fail (id != NULL);

  watch = find_watch (self, kind, id);
  if (watch == NULL)
    return;
  if (watch->asking)
    self->n_asking--;
  g_hash_table_remove (self->watches[kind], id);
  schedule (self);
}

/**
 * hsp_watcher_done:
 * @answered: whether the shop answered; if not, the next question waits longer
 *
 * Says that the question is over. A number whose time is over is not watched any more.
 */
void
hsp_watcher_done (HspWatcher   *self,
                  HspWatchKind  kind,
                  const char   *id,
                  gboolean      answered)
{
  Watch *watch;

  g_return_if_fail (HSP_IS_WATCHER (self));
  g_return_if_fail (id != NULL);

  watch = find_watch (self, kind, id);
  if (watch == NULL || !watch->asking)
    return;
  watch->asking = FALSE;
  self->n_asking--;
  watch->n_failed = answered ? 0 : watch->n_failed + 1;
  if (g_get_real_time () >= get_end (watch))
    g_hash_table_remove (self->watches[kind], watch->id);
  else
    set_next (self, watch);
  schedule (self);
}

/**
 * hsp_watcher_set_online:
 *
 * Offline nothing is asked and no timer runs; what became due meanwhile is asked on coming back.
 */
void
hsp_watcher_set_online (HspWatcher *self,
                        gboolean    online)
{
  g_return_if_fail (HSP_IS_WATCHER (self));

  if (self->online == online)
    return;
  self->online = online;
  for (guint i = 0; online && i < N_KINDS; i++)
    {
      GHashTableIter iter;
      gpointer value;

      g_hash_table_iter_init (&iter, self->watches[i]);
      while (g_hash_table_iter_next (&iter, NULL, &value))
        {
          Watch *watch = value;
          const gint64 soon = choose_soon (self, watch->kind);

          watch->n_failed = 0;
          if (watch->due < soon)
            watch->due = soon;
        }
    }
  schedule (self);
}

/**
 * hsp_watcher_get_due:
 *
 * Returns: when this is asked next, monotonic microseconds; -1 when it is not watched
 */
gint64
hsp_watcher_get_due (HspWatcher   *self,
                     HspWatchKind  kind,
                     const char   *id)
{
  Watch *watch;

  g_return_val_if_fail (HSP_IS_WATCHER (self), -1);
  g_return_val_if_fail (id != NULL, -1);

  watch = find_watch (self, kind, id);
  return watch != NULL ? watch->due : -1;
}

/**
 * hsp_watcher_set_speed:
 * @speed: at least 1
 *
 * For tests: intervals from now on are so many times shorter.
 */
void
hsp_watcher_set_speed (HspWatcher *self,
                       guint       speed)
{
  g_return_if_fail (HSP_IS_WATCHER (self));
  g_return_if_fail (speed > 0);

  self->speed = speed;
}
