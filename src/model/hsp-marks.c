/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-marks-parts.h"

#include "hsp-clock.h"

enum
{
  SIGNAL_FAVOURITES_CHANGED,
  SIGNAL_SEEN_CHANGED,
  SIGNAL_WATCHES_CHANGED,
  SIGNAL_ARRIVED,
  SIGNAL_FAILED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspMarks, hsp_marks, G_TYPE_OBJECT)

static void load (HspMarks *self);

/* Writing, and taking back what was not written */

typedef struct
{
  HspMarks    *self;     /* (owned) */
  HspMarkList *list;     /* (unowned) of @self */
  char        *service;  /* (owned) */
  gpointer     before;   /* (owned) (nullable) the row that was there */
} Write;

static gpointer
copy_row (HspMarks    *self,
          HspMarkList *list,
          gpointer     row)
{
  if (row == NULL)
    return NULL;
  if (list == &self->watches)
    return hsp_watch_row_copy (row);
  return hsp_mark_row_copy (row);
}

static void
free_row (HspMarks    *self,
          HspMarkList *list,
          gpointer     row)
{
  if (list == &self->watches)
    hsp_watch_row_free (row);
  else
    hsp_mark_row_free (row);
}

static void
write_free (Write *write)
{
  free_row (write->self, write->list, write->before);
  g_free (write->service);
  g_object_unref (write->self);
  g_free (write);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC (Write, write_free)

gpointer
hsp_marks_begin_write (HspMarks    *self,
                       HspMarkList *list,
                       const char  *service)
{
  Write *write = g_new0 (Write, 1);

  write->self = g_object_ref (self);
  write->list = list;
  write->service = g_strdup (service);
  write->before = copy_row (self, list, hsp_mark_list_lookup (list, service));
  g_queue_push_tail (&self->writes, write);
  self->load_again = self->load_again || self->loading;
  return write;
}

void
hsp_marks_emit_changed (HspMarks    *self,
                        HspMarkList *list,
                        const char  *service)
{
  if (list == &self->seen)
    g_signal_emit (self, signals[SIGNAL_SEEN_CHANGED], 0);
  else
    g_signal_emit (self, signals[list == &self->watches ? SIGNAL_WATCHES_CHANGED
                                                        : SIGNAL_FAVOURITES_CHANGED], 0, service);
}

/* (nullable): what was done to the same mark after @write, which is not under way any more */
static Write *
find_later (Write *write)
{
  for (GList *l = write->self->writes.head; l != NULL; l = l->next)
    {
      Write *later = l->data;

      if (later->list == write->list && g_str_equal (later->service, write->service))
        return later;
    }
  return NULL;
}

/* What a person did to the same mark since then stays, but cannot be taken back to what never was. */
static void
take_back (Write *write)
{
  HspMarks *self = write->self;
  Write *later = find_later (write);

  if (later != NULL)
    {
      free_row (self, later->list, later->before);
      later->before = g_steal_pointer (&write->before);
      return;
    }
  if (write->before != NULL)
    hsp_mark_list_put (write->list, g_steal_pointer (&write->before));
  else
    hsp_mark_list_remove (write->list, write->service);
  if (write->list == &self->watches)
    {
      if (!hsp_marks_is_watched (self, write->service))
        hsp_marks_end_watching (self, write->service);
      hsp_marks_update_watching (self);
    }
  hsp_marks_emit_changed (self, write->list, write->service);
}

void
hsp_marks_written_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(Write) write = user_data;
  g_autoptr(GError) error = NULL;

  g_queue_remove (&write->self->writes, write);
  if (hsp_journal_write_finish (HSP_JOURNAL (object), result, &error) || write->self->closed)
    return;
  take_back (write);
  g_signal_emit (write->self, signals[SIGNAL_FAILED], 0, error);
}

static void
seen_written_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  /* Not what a person asked to be kept: it is shown for the run all the same */
  if (!hsp_journal_write_finish (HSP_JOURNAL (object), result, &error))
    g_debug ("That a service was seen was not written: %s", error->message);
}

/* Reading */

static void
take_marks (HspMarks        *self,
            HspJournalMarks *marks)
{
  const gboolean favourites = hsp_mark_list_take (&self->favourites,
                                                  g_steal_pointer (&marks->favourites));
  const gboolean seen = hsp_mark_list_take (&self->seen, g_steal_pointer (&marks->seen));
  g_auto(GStrv) before = hsp_mark_list_dup_services (&self->watches);
  const gboolean watches = hsp_mark_list_take (&self->watches,
                                               g_steal_pointer (&marks->watches));

  for (guint i = 0; before[i] != NULL; i++)
    {
      if (hsp_mark_list_lookup (&self->watches, before[i]) == NULL)
        hsp_marks_end_watching (self, before[i]);
    }
  if (favourites)
    hsp_marks_emit_changed (self, &self->favourites, NULL);
  if (seen)
    hsp_marks_emit_changed (self, &self->seen, NULL);
  if (watches)
    hsp_marks_emit_changed (self, &self->watches, NULL);
  hsp_marks_update_watching (self);
}

static void
loaded_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  HspMarks *self = user_data;
  g_autoptr(HspJournalMarks) marks = NULL;
  g_autoptr(GError) error = NULL;

  marks = hsp_journal_load_marks_finish (HSP_JOURNAL (object), result, &error);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->loading = FALSE;
  if (marks == NULL)
    g_debug ("Marks were not read: %s", error->message);
  if (self->load_again)
    load (self);
  else if (marks != NULL)
    take_marks (self, marks);
}

static void
load (HspMarks *self)
{
  if (self->closed)
    return;
  self->load_again = self->loading;
  if (self->loading)
    return;
  self->loading = TRUE;
  hsp_journal_load_marks_async (self->journal, self->cancellable, loaded_cb, self);
}

/* What was marked before the journal was there. */
static void
write_all (HspMarks *self)
{
  for (guint i = self->favourites.rows->len; i > 0; i--)
    {
      const HspMarkRow *row = self->favourites.rows->pdata[i - 1];

      hsp_journal_set_favourite_async (self->journal, row, hsp_marks_written_cb,
                                       hsp_marks_begin_write (self, &self->favourites,
                                                              row->service));
    }
  for (guint i = self->seen.rows->len; i > 0; i--)
    hsp_journal_note_seen_async (self->journal, self->seen.rows->pdata[i - 1], seen_written_cb,
                                 NULL);
  for (guint i = self->watches.rows->len; i > 0; i--)
    {
      const HspWatchRow *row = self->watches.rows->pdata[i - 1];

      hsp_journal_set_watch_async (self->journal, row, hsp_marks_written_cb,
                                   hsp_marks_begin_write (self, &self->watches, row->service));
    }
}

/*< private >
 * hsp_marks_load:
 * @journal: open
 *
 * From now on marks are written to @journal, what was marked before too; what another program marks
 * is shown.
 */
void
hsp_marks_load (HspMarks   *self,
                HspJournal *journal)
{
  g_return_if_fail (HSP_IS_MARKS (self));
  g_return_if_fail (HSP_IS_JOURNAL (journal));

  if (self->closed)
    return;
  if (self->journal == NULL)
    {
      self->journal = g_object_ref (journal);
      g_signal_connect_object (journal, "changed-elsewhere", G_CALLBACK (load), self,
                               G_CONNECT_SWAPPED);
      write_all (self);
    }
  load (self);
}

/*< private >
 * hsp_marks_close:
 *
 * Nothing is asked or written any more.
 */
void
hsp_marks_close (HspMarks *self)
{
  g_return_if_fail (HSP_IS_MARKS (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  g_cancellable_cancel (self->cancellable);
  hsp_watcher_set_func (self->watcher, HSP_WATCH_STOCK, NULL, NULL);
  for (guint i = 0; i < self->watches.rows->len; i++)
    hsp_marks_end_watching (self, ((HspWatchRow *) self->watches.rows->pdata[i])->service);
  if (self->journal != NULL)
    g_signal_handlers_disconnect_by_data (self->journal, self);
  g_clear_object (&self->journal);
}

/* Object */

static void
hsp_marks_dispose (GObject *object)
{
  HspMarks *self = HSP_MARKS (object);

  if (self->watcher != NULL)
    hsp_marks_close (self);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->watcher);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (hsp_marks_parent_class)->dispose (object);
}

static void
hsp_marks_finalize (GObject *object)
{
  HspMarks *self = HSP_MARKS (object);

  hsp_mark_list_clear (&self->favourites);
  hsp_mark_list_clear (&self->seen);
  hsp_mark_list_clear (&self->watches);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (hsp_marks_parent_class)->finalize (object);
}

static void
hsp_marks_class_init (HspMarksClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hsp_marks_dispose;
  object_class->finalize = hsp_marks_finalize;

  signals[SIGNAL_FAVOURITES_CHANGED] = g_signal_new ("favourites-changed", HSP_TYPE_MARKS,
                                                     G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                     G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_SEEN_CHANGED] = g_signal_new ("seen-changed", HSP_TYPE_MARKS, G_SIGNAL_RUN_LAST,
                                               0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_WATCHES_CHANGED] = g_signal_new ("watches-changed", HSP_TYPE_MARKS,
                                                  G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                                  G_TYPE_NONE, 1, G_TYPE_STRING);
  /* Service, its name, HspArrival: what a person has asked to be told of. */
  signals[SIGNAL_ARRIVED] = g_signal_new ("arrived", HSP_TYPE_MARKS, G_SIGNAL_RUN_LAST, 0, NULL,
                                          NULL, NULL, G_TYPE_NONE, 3, G_TYPE_STRING,
                                          G_TYPE_STRING, G_TYPE_UINT);
  /* A mark was taken back, or could not be made. */
  signals[SIGNAL_FAILED] = g_signal_new ("failed", HSP_TYPE_MARKS, G_SIGNAL_RUN_LAST, 0, NULL,
                                         NULL, NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void
hsp_marks_init (HspMarks *self)
{
  self->cancellable = g_cancellable_new ();
  hsp_mark_list_init (&self->favourites, (GDestroyNotify) hsp_mark_row_free,
                      G_STRUCT_OFFSET (HspMarkRow, time));
  hsp_mark_list_init (&self->seen, (GDestroyNotify) hsp_mark_row_free,
                      G_STRUCT_OFFSET (HspMarkRow, time));
  hsp_mark_list_init (&self->watches, (GDestroyNotify) hsp_watch_row_free,
                      G_STRUCT_OFFSET (HspWatchRow, since));
}

/*< private >
 * hsp_marks_new:
 * @watching: whether the shop may be asked; if not, watches are only kept
 *
 * Returns: (transfer full): without any mark, until hsp_marks_load()
 */
HspMarks *
hsp_marks_new (HspClient    *client,
               HspCatalogue *catalogue,
               HspWatcher   *watcher,
               gboolean      watching)
{
  HspMarks *self = g_object_new (HSP_TYPE_MARKS, NULL);

  self->client = g_object_ref (client);
  self->catalogue = g_object_ref (catalogue);
  self->watcher = g_object_ref (watcher);
  self->watching = watching;
  hsp_watcher_set_func (watcher, HSP_WATCH_STOCK, hsp_marks_watch_cb, self);
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (hsp_marks_compare_rates), self,
                           G_CONNECT_SWAPPED);
  /* in whichever order a catalogue tells of its rows and of their time */
  g_signal_connect_object (catalogue, "notify::refreshed-at",
                           G_CALLBACK (hsp_marks_compare_rates), self, G_CONNECT_SWAPPED);
  return self;
}

/* Favourites */

gboolean
hsp_marks_is_favourite (HspMarks   *self,
                        const char *service)
{
  g_return_val_if_fail (HSP_IS_MARKS (self), FALSE);
  g_return_val_if_fail (service != NULL, FALSE);

  return hsp_mark_list_lookup (&self->favourites, service) != NULL;
}

/**
 * hsp_marks_set_favourite:
 * @name: (nullable): as it is shown, for when the shop does not offer it any more; not needed to take
 *   the mark away
 *
 * Marks a service, or takes the mark away: at once, and back with #HspMarks::failed when it cannot be
 * written.
 */
void
hsp_marks_set_favourite (HspMarks   *self,
                         const char *service,
                         const char *name,
                         gboolean    on)
{
  g_autofree char *id = NULL;
  HspMarkRow *row = NULL;
  gpointer write = NULL;

  g_return_if_fail (HSP_IS_MARKS (self));
  g_return_if_fail (service != NULL);

  if (hsp_marks_is_favourite (self, service) == (on != FALSE))
    return;
  /* the caller's may be of the row that goes */
  id = g_strdup (service);
  if (self->journal != NULL)
    write = hsp_marks_begin_write (self, &self->favourites, id);
  if (on)
    {
      row = hsp_mark_row_new (id, name != NULL ? name : "", hsp_get_now ());
      hsp_mark_list_put (&self->favourites, row);
      if (write != NULL)
        hsp_journal_set_favourite_async (self->journal, row, hsp_marks_written_cb, write);
    }
  else
    {
      hsp_mark_list_remove (&self->favourites, id);
      if (write != NULL)
        hsp_journal_unset_favourite_async (self->journal, id, hsp_marks_written_cb, write);
    }
  hsp_marks_emit_changed (self, &self->favourites, id);
}

/** hsp_marks_dup_favourites: Returns: (transfer full): ids, newest first */
GStrv
hsp_marks_dup_favourites (HspMarks *self)
{
  g_return_val_if_fail (HSP_IS_MARKS (self), NULL);

  return hsp_mark_list_dup_services (&self->favourites);
}

/* Services that were looked at */

/**
 * hsp_marks_note_seen:
 * @name: as it is shown
 *
 * The service is the newest of those that were looked at; HSP_MAX_SEEN of them are kept.
 */
void
hsp_marks_note_seen (HspMarks   *self,
                     const char *service,
                     const char *name)
{
  const HspMarkRow *newest;
  HspMarkRow *row;
  gint64 time = hsp_get_now ();

  g_return_if_fail (HSP_IS_MARKS (self));
  g_return_if_fail (service != NULL && name != NULL);

  newest = self->seen.rows->len > 0 ? self->seen.rows->pdata[0] : NULL;
  if (newest != NULL && g_str_equal (newest->service, service))
    return;
  /* a clock that was set back does not make it the oldest */
  if (newest != NULL)
    time = MAX (time, newest->time);
  row = hsp_mark_row_new (service, name, time);
  hsp_mark_list_put (&self->seen, row);
  while (self->seen.rows->len > HSP_MAX_SEEN)
    {
      const HspMarkRow *oldest = self->seen.rows->pdata[self->seen.rows->len - 1];

      hsp_mark_list_remove (&self->seen, oldest->service);
    }
  self->load_again = self->load_again || self->loading;
  if (self->journal != NULL)
    hsp_journal_note_seen_async (self->journal, row, seen_written_cb, NULL);
  hsp_marks_emit_changed (self, &self->seen, NULL);
}

/** hsp_marks_dup_seen: Returns: (transfer full): ids, newest first */
GStrv
hsp_marks_dup_seen (HspMarks *self)
{
  g_return_val_if_fail (HSP_IS_MARKS (self), NULL);

  return hsp_mark_list_dup_services (&self->seen);
}

/**
 * hsp_marks_get_name:
 *
 * Returns: (transfer none) (nullable): what the service was called when it was marked or looked at;
 *   valid until a mark changes
 */
const char *
hsp_marks_get_name (HspMarks   *self,
                    const char *service)
{
  const HspMarkRow *row;
  const HspWatchRow *watch;

  g_return_val_if_fail (HSP_IS_MARKS (self), NULL);
  g_return_val_if_fail (service != NULL, NULL);

  row = hsp_mark_list_lookup (&self->seen, service);
  if (row == NULL)
    row = hsp_mark_list_lookup (&self->favourites, service);
  if (row != NULL)
    return row->name;
  watch = hsp_mark_list_lookup (&self->watches, service);
  return watch != NULL ? watch->name : NULL;
}
