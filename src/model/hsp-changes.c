/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-changes"

#include "config.h"

#include "hsp-changes-private.h"

#include "hsp-catalogue.h"
#include "hsp-change-log.h"
#include "hsp-change.h"

/* One place of the list: what was read until somebody asks for it, then the object. */
typedef struct
{
  gint64        id;
  HspChangeRecord *row;      /* (owned) (nullable) */
  HspChange    *object;   /* (owned) (nullable) */
} Entry;

typedef enum
{
  READ_FIRST,   /* instead of what is there */
  READ_NEWER,
  READ_OLDER,
} Reading;

struct _HspChanges
{
  GObject         parent_instance;

  HspCatalogue   *catalogue;    /* (owned) (nullable) while not closed */
  HspChangeLog   *log;          /* (owned) (nullable) while not closed */
  GCancellable   *cancellable;  /* (owned) */
  guint           open_source;
  gboolean        opened;

  GArray         *entries;      /* (owned) (element-type Entry) newest first */
  int             kind;         /* of the list: -1: all */
  guint           stamp;        /* of the list: what was asked before it is another is dropped */
  gboolean        wanted;
  gboolean        loaded;
  gboolean        whole;        /* the oldest is there */
  gboolean        reading;
  gboolean        read_again;   /* there are newer ones since it began */

  HspChangeMarks *marks;        /* (owned) (nullable) until read */
  gboolean        loading;      /* the marks are being read… */
  gboolean        load_again;   /* …and there are newer ones since it began */
};

enum
{
  PROP_LOADED = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];
static guint marks_changed;

static void hsp_changes_list_model_init (GListModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HspChanges, hsp_changes, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      hsp_changes_list_model_init))

/* The list */

static void
entry_clear (gpointer data)
{
  Entry *entry = data;

  g_clear_pointer (&entry->row, hsp_change_record_free);
  g_clear_object (&entry->object);
}

static GArray *
new_entries (guint n)
{
  GArray *entries = g_array_sized_new (FALSE, FALSE, sizeof (Entry), n);

  g_array_set_clear_func (entries, entry_clear);
  return entries;
}

static void
insert_rows (HspChanges *self,
             guint       position,
             GPtrArray  *rows)
{
  const guint n = rows->len;
  g_autofree Entry *entries = g_new0 (Entry, n + 1);

  for (guint i = 0; i < n; i++)
    {
      entries[i].row = rows->pdata[i];
      entries[i].id = entries[i].row->id;
    }
  g_ptr_array_set_free_func (rows, NULL);
  g_array_insert_vals (self->entries, position, entries, n);
}

/* What is there stays where it is, so that nothing moves under somebody who reads. */
static void
take_rows (HspChanges *self,
           Reading     reading,
           GPtrArray  *rows)
{
  const guint n = rows->len;
  const guint n_before = self->entries->len;

  /* more than one page of newer ones: there would be a hole */
  if (reading == READ_NEWER && n == HSP_CHANGE_PAGE)
    reading = READ_FIRST;
  if (reading == READ_FIRST)
    g_array_set_size (self->entries, 0);
  if (reading != READ_NEWER)
    self->whole = n < HSP_CHANGE_PAGE;
  insert_rows (self, reading == READ_OLDER ? n_before : 0, rows);
  if (reading == READ_FIRST)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n_before, n);
  else if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), reading == READ_OLDER ? n_before : 0, 0, n);
  if (self->loaded)
    return;
  self->loaded = TRUE;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
}

typedef struct
{
  HspChanges *changes;  /* (unowned): cancelled before it goes */
  Reading     reading;
  guint       stamp;
} Question;

static void read_list (HspChanges *self, Reading reading);

static void
read_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  g_autofree Question *question = user_data;
  HspChanges *self = question->changes;
  g_autoptr(GError) error = NULL;
  g_autoptr(GPtrArray) rows = hsp_change_log_read_finish (HSP_CHANGE_LOG (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->reading = FALSE;
  if (question->stamp != self->stamp)
    {
      read_list (self, READ_FIRST);
      return;
    }
  if (rows == NULL)
    {
      g_debug ("Changes were not read: %s", error->message);
      rows = g_ptr_array_new ();
    }
  g_object_ref (self);
  take_rows (self, question->reading, rows);
  if (self->read_again && self->log != NULL)
    read_list (self, READ_NEWER);
  g_object_unref (self);
}

static void
read_list (HspChanges *self,
           Reading     reading)
{
  const guint n = self->entries->len;
  Question *question = NULL;

  self->read_again = self->reading && (reading == READ_NEWER || self->read_again);
  if (self->reading || self->log == NULL)
    return;
  self->reading = TRUE;
  question = g_new0 (Question, 1);
  question->changes = self;
  question->reading = reading;
  question->stamp = self->stamp;
  hsp_change_log_read_async (self->log,
                             reading == READ_NEWER && n > 0
                             ? g_array_index (self->entries, Entry, 0).id : 0,
                             reading == READ_OLDER && n > 0
                             ? g_array_index (self->entries, Entry, n - 1).id : G_MAXINT64,
                             self->kind, self->cancellable, read_cb, question);
}

/* Marks */

static void load_marks (HspChanges *self);

static void
load_marks_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  HspChanges *self = user_data;
  g_autoptr(GError) error = NULL;
  HspChangeMarks *marks = hsp_change_log_load_marks_finish (HSP_CHANGE_LOG (object), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  self->loading = FALSE;
  if (self->load_again)
    {
      /* what was asked before a visit would bring back what it has taken away */
      g_clear_pointer (&marks, hsp_change_marks_free);
      load_marks (self);
      return;
    }
  if (marks == NULL)
    {
      g_debug ("What has changed is not known: %s", error->message);
      return;
    }
  g_clear_pointer (&self->marks, hsp_change_marks_free);
  self->marks = marks;
  g_signal_emit (self, marks_changed, 0);
}

static void
load_marks (HspChanges *self)
{
  self->load_again = self->loading;
  if (self->loading || self->log == NULL)
    return;
  self->loading = TRUE;
  hsp_change_log_load_marks_async (self->log, self->cancellable, load_marks_cb, self);
}

/* There is more in the log than before. */
static void
on_log_grown_cb (HspChanges *self)
{
  load_marks (self);
  if (self->wanted)
    read_list (self, READ_NEWER);
}

/* Comparing */

static void
written_cb (GObject      *object,
            GAsyncResult *result,
            gpointer      user_data)
{
  g_autoptr(HspChanges) self = user_data;
  g_autoptr(GError) error = NULL;

  if (!hsp_change_log_finish (HSP_CHANGE_LOG (object), result, &error))
    g_debug ("Changes are not kept: %s", error->message);
  else if (self->log != NULL)
    on_log_grown_cb (self);
}

static void
open_log (HspChanges *self)
{
  g_clear_handle_id (&self->open_source, g_source_remove);
  if (self->opened || self->log == NULL)
    return;
  self->opened = TRUE;
  hsp_change_log_open_async (self->log, written_cb, g_object_ref (self));
}

static void
on_refreshed_cb (HspChanges      *self,
                 HspServiceTable *before,
                 HspServiceTable *after)
{
  if (self->log == NULL)
    return;
  open_log (self);
  hsp_change_log_compare_async (self->log, before, after, written_cb, g_object_ref (self));
}

static gboolean
open_log_cb (gpointer user_data)
{
  HspChanges *self = user_data;

  self->open_source = 0;
  open_log (self);
  return G_SOURCE_REMOVE;
}

/*< private >
 * hsp_changes_open:
 *
 * Reads what has changed since the last visit, when there is nothing else to do.
 */
void
hsp_changes_open (HspChanges *self)
{
  g_return_if_fail (HSP_IS_CHANGES (self));

  /* below the priority of drawing: the first frame is out by then */
  if (!self->opened && self->log != NULL && self->open_source == 0)
    self->open_source = g_idle_add_full (G_PRIORITY_LOW, open_log_cb, self, NULL);
}

/*< private >
 * hsp_changes_close:
 *
 * Nothing is read any more; what is being written is waited for, not for long.
 */
void
hsp_changes_close (HspChanges *self)
{
  g_return_if_fail (HSP_IS_CHANGES (self));

  g_clear_handle_id (&self->open_source, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  if (self->log == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->catalogue, self);
  g_clear_object (&self->catalogue);
  g_signal_handlers_disconnect_by_data (self->log, self);
  hsp_change_log_close (self->log);
  g_clear_object (&self->log);
}

/* GListModel */

static GType
hsp_changes_get_item_type (GListModel *model)
{
  return HSP_TYPE_CHANGE;
}

static guint
hsp_changes_get_n_items (GListModel *model)
{
  return HSP_CHANGES (model)->entries->len;
}

static gpointer
hsp_changes_get_item (GListModel *model,
                      guint       position)
{
  HspChanges *self = HSP_CHANGES (model);
  Entry *entry;

  if (position >= self->entries->len)
    return NULL;
  entry = &g_array_index (self->entries, Entry, position);
  if (entry->object == NULL)
    entry->object = hsp_change_new (g_steal_pointer (&entry->row));
  return g_object_ref (entry->object);
}

static void
hsp_changes_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = hsp_changes_get_item_type;
  iface->get_n_items = hsp_changes_get_n_items;
  iface->get_item = hsp_changes_get_item;
}

/* Object */

static void
hsp_changes_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HspChanges *self = HSP_CHANGES (object);

  switch (prop_id)
    {
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_changes_dispose (GObject *object)
{
  HspChanges *self = HSP_CHANGES (object);

  hsp_changes_close (self);

  G_OBJECT_CLASS (hsp_changes_parent_class)->dispose (object);
}

static void
hsp_changes_finalize (GObject *object)
{
  HspChanges *self = HSP_CHANGES (object);

  g_array_unref (self->entries);
  g_clear_pointer (&self->marks, hsp_change_marks_free);
  g_object_unref (self->cancellable);

  G_OBJECT_CLASS (hsp_changes_parent_class)->finalize (object);
}

static void
hsp_changes_class_init (HspChangesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_changes_get_property;
  object_class->dispose = hsp_changes_dispose;
  object_class->finalize = hsp_changes_finalize;

  /* The list is known, even if empty. */
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS
                                                  | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  marks_changed = g_signal_new ("marks-changed", HSP_TYPE_CHANGES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
}

static void
hsp_changes_init (HspChanges *self)
{
  self->cancellable = g_cancellable_new ();
  self->entries = new_entries (0);
  self->kind = -1;
}

/*< private >
 * hsp_changes_new:
 * @path: (nullable): of the log; NULL: nothing is compared or kept
 *
 * Returns: (transfer full): no I/O is done
 */
HspChanges *
hsp_changes_new (HspCatalogue *catalogue,
                 const char   *path)
{
  HspChanges *self;

  g_return_val_if_fail (HSP_IS_CATALOGUE (catalogue), NULL);

  self = g_object_new (HSP_TYPE_CHANGES, NULL);
  if (path == NULL)
    return self;
  self->catalogue = g_object_ref (catalogue);
  self->log = hsp_change_log_new (path);
  g_signal_connect_swapped (catalogue, "refreshed", G_CALLBACK (on_refreshed_cb), self);
  g_signal_connect_swapped (self->log, "changed-elsewhere", G_CALLBACK (on_log_grown_cb), self);
  return self;
}

gboolean
hsp_changes_get_loaded (HspChanges *self)
{
  g_return_val_if_fail (HSP_IS_CHANGES (self), FALSE);

  return self->loaded;
}

/**
 * hsp_changes_load:
 *
 * Reads the newest; from then on the list follows what comes. A second call does nothing.
 */
void
hsp_changes_load (HspChanges *self)
{
  g_return_if_fail (HSP_IS_CHANGES (self));

  if (self->wanted)
    return;
  self->wanted = TRUE;
  open_log (self);
  read_list (self, READ_FIRST);
}

/**
 * hsp_changes_load_more:
 *
 * Reads HSP_CHANGE_PAGE older ones, if there are any: `items-changed` follows.
 */
void
hsp_changes_load_more (HspChanges *self)
{
  g_return_if_fail (HSP_IS_CHANGES (self));

  if (self->loaded && !self->whole && !self->reading)
    read_list (self, READ_OLDER);
}

/**
 * hsp_changes_set_kind:
 * @kind: an HspChangeKind, or -1
 *
 * The list is of the changes of this kind, or of all.
 */
void
hsp_changes_set_kind (HspChanges *self,
                      int         kind)
{
  g_return_if_fail (HSP_IS_CHANGES (self));
  g_return_if_fail (kind >= -1 && kind < HSP_N_CHANGE_KINDS);

  if (self->kind == kind)
    return;
  self->kind = kind;
  self->stamp++;
  if (self->wanted)
    read_list (self, READ_FIRST);
}

/** hsp_changes_get_kind: Returns: an HspChangeKind, or -1 for all */
int
hsp_changes_get_kind (HspChanges *self)
{
  g_return_val_if_fail (HSP_IS_CHANGES (self), -1);

  return self->kind;
}

/**
 * hsp_changes_lookup:
 * @kind: (out) (optional): which the last of its changes since the last visit was
 *
 * Returns: %FALSE when there was none
 */
gboolean
hsp_changes_lookup (HspChanges    *self,
                    const char    *service,
                    HspChangeKind *kind)
{
  gpointer value = NULL;

  g_return_val_if_fail (HSP_IS_CHANGES (self), FALSE);
  g_return_val_if_fail (service != NULL, FALSE);

  if (self->marks == NULL || !g_hash_table_lookup_extended (self->marks->kinds, service, NULL, &value))
    return FALSE;
  if (kind != NULL)
    *kind = (HspChangeKind) GPOINTER_TO_INT (value);
  return TRUE;
}

gboolean
hsp_changes_is_changed (HspChanges *self,
                        const char *service)
{
  return hsp_changes_lookup (self, service, NULL);
}

/** hsp_changes_get_n_new: Returns: how many changes there were since the last visit */
guint
hsp_changes_get_n_new (HspChanges *self)
{
  g_return_val_if_fail (HSP_IS_CHANGES (self), 0);

  return self->marks != NULL ? self->marks->n_changes : 0;
}

/**
 * hsp_changes_note_visit:
 *
 * What is known until now has been looked at: no service is a changed one any more.
 */
void
hsp_changes_note_visit (HspChanges *self)
{
  g_return_if_fail (HSP_IS_CHANGES (self));

  if (self->marks == NULL || self->log == NULL)
    return;
  hsp_change_log_note_visit_async (self->log, self->marks->newest, written_cb, g_object_ref (self));
  if (self->marks->n_changes == 0)
    return;
  self->load_again = self->loading;
  self->marks->n_changes = 0;
  g_hash_table_remove_all (self->marks->kinds);
  g_signal_emit (self, marks_changed, 0);
}
