/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-history"

#include "config.h"

#include "hsp-history.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <json-glib/json-glib.h>

#include "hsp-error.h"
#include "hsp-json.h"

#define FORMAT 1
#define MAX_FILE (16 * 1024 * 1024)

/* What the writing thread and the main thread share. */
typedef struct
{
  GMutex  lock;         /* held while the file is read or written */
  char   *path;         /* (owned) */
  GBytes *next;         /* (owned) (nullable) (atomic) what is to be written */
  int     in_front;     /* (atomic) of what the file holds, not in its place */
} File;

struct _HspHistory
{
  GObject  parent_instance;

  File    *file;        /* (owned) counted */
  gboolean closed;
};

G_DEFINE_FINAL_TYPE (HspHistory, hsp_history, G_TYPE_OBJECT)

static void
file_clear (gpointer data)
{
  File *file = data;

  g_mutex_clear (&file->lock);
  g_clear_pointer (&file->next, g_bytes_unref);
  g_free (file->path);
}

static void
file_unref (gpointer data)
{
  g_atomic_rc_box_release_full (data, file_clear);
}

/** hsp_history_row_free: @row: (transfer full) */
void
hsp_history_row_free (HspHistoryRow *row)
{
  g_free (row->action);
  g_strfreev (row->params);
  g_free (row->verdict);
  g_free (row->words);
  g_free (row);
}

static void
hsp_history_finalize (GObject *object)
{
  HspHistory *self = HSP_HISTORY (object);

  hsp_history_close (self);
  g_clear_pointer (&self->file, file_unref);

  G_OBJECT_CLASS (hsp_history_parent_class)->finalize (object);
}

static void
hsp_history_class_init (HspHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_history_finalize;
}

static void
hsp_history_init (HspHistory *self)
{
  self->file = g_atomic_rc_box_new0 (File);
  g_mutex_init (&self->file->lock);
}

/** hsp_history_new: @path: the file. No I/O. Returns: (transfer full) */
HspHistory *
hsp_history_new (const char *path)
{
  HspHistory *self;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (HSP_TYPE_HISTORY, NULL);
  self->file->path = g_strdup (path);
  return self;
}

/* Reading */

static char **
read_params (JsonObject *object)
{
  JsonArray *array = hsp_json_get_array (object, "params");
  g_autoptr(GStrvBuilder) list = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      const char *text = hsp_json_to_text (json_array_get_element (array, i));

      if (text != NULL && strchr (text, '=') != NULL)
        g_strv_builder_add (list, text);
    }
  return g_strv_builder_end (list);
}

/* (transfer full) (nullable): a row that cannot be read is left out */
static HspHistoryRow *
read_row (JsonNode *node)
{
  JsonObject *object = hsp_json_to_object (node);
  const char *action = object != NULL ? hsp_json_get_text (object, "action") : NULL;
  const char *verdict = object != NULL ? hsp_json_get_text (object, "verdict") : NULL;
  HspHistoryRow *row;

  if (action == NULL || verdict == NULL)
    return NULL;
  row = g_new0 (HspHistoryRow, 1);
  row->time = MAX (hsp_json_get_count (object, "time"), 0);
  row->action = g_strdup (action);
  row->params = read_params (object);
  row->verdict = g_strdup (verdict);
  row->status = (guint) CLAMP (hsp_json_get_count (object, "status"), 0, 999);
  row->words = g_strdup (hsp_json_get_text (object, "words"));
  row->first_byte = MAX (hsp_json_get_count (object, "first_byte"), -1);
  row->duration = MAX (hsp_json_get_count (object, "duration"), 0);
  row->size = MAX (hsp_json_get_count (object, "size"), 0);
  return row;
}

/* FALSE: not ours, or damaged */
static gboolean
read_rows (GBytes    *bytes,
           GPtrArray *rows)
{
  g_autoptr(JsonNode) root = hsp_json_parse (bytes, NULL);
  JsonObject *object = root != NULL ? hsp_json_to_object (root) : NULL;
  JsonArray *array = object != NULL ? hsp_json_get_array (object, "requests") : NULL;

  if (array == NULL || hsp_json_get_count (object, "format") != FORMAT)
    return FALSE;
  for (guint i = 0; i < json_array_get_length (array) && rows->len < HSP_HISTORY_MAX_ROWS; i++)
    {
      HspHistoryRow *row = read_row (json_array_get_element (array, i));

      if (row != NULL)
        g_ptr_array_add (rows, row);
    }
  return TRUE;
}

/* (transfer full) (nullable): the lock is held */
static GBytes *
read_file (File *file)
{
  GStatBuf info;
  char *text = NULL;
  gsize size = 0;

  if (g_stat (file->path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > MAX_FILE ||
      !g_file_get_contents (file->path, &text, &size, NULL))
    return NULL;
  return g_bytes_new_take (text, size);
}

/* What cannot be read is put aside, so that what is written next does not take its place. The lock is held. */
static void
read_rows_of_file (File      *file,
                   GPtrArray *rows)
{
  g_autoptr(GBytes) bytes = read_file (file);
  g_autofree char *aside = NULL;

  if (bytes == NULL || read_rows (bytes, rows))
    return;
  aside = g_strconcat (file->path, ".damaged", NULL);
  if (g_rename (file->path, aside) != 0)
    g_debug ("Not put aside: %s", g_strerror (errno));
}

static void
load_in_thread (GTask        *task,
                gpointer      source_object,
                gpointer      task_data,
                GCancellable *cancellable)
{
  File *file = task_data;
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&file->lock);
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_history_row_free);

  read_rows_of_file (file, rows);
  g_task_return_pointer (task, g_steal_pointer (&rows), (GDestroyNotify) g_ptr_array_unref);
}

/**
 * hsp_history_load_async:
 * @self: a history
 *
 * A file that is not there has no rows; one that is damaged neither, and is put aside. Main thread.
 */
void
hsp_history_load_async (HspHistory          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_HISTORY (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_history_load_async);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (self->file), file_unref);
  g_task_run_in_thread (task, load_in_thread);
}

/** hsp_history_load_finish: Returns: (transfer full) (nullable) (element-type HspHistoryRow): newest first */
GPtrArray *
hsp_history_load_finish (HspHistory    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Writing */

static void
add_row (JsonBuilder         *builder,
         const HspHistoryRow *row)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "time");
  json_builder_add_int_value (builder, row->time);
  json_builder_set_member_name (builder, "action");
  json_builder_add_string_value (builder, row->action);
  json_builder_set_member_name (builder, "params");
  json_builder_begin_array (builder);
  for (guint i = 0; row->params[i] != NULL; i++)
    json_builder_add_string_value (builder, row->params[i]);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "verdict");
  json_builder_add_string_value (builder, row->verdict);
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, row->status);
  if (row->words != NULL)
    {
      json_builder_set_member_name (builder, "words");
      json_builder_add_string_value (builder, row->words);
    }
  json_builder_set_member_name (builder, "first_byte");
  json_builder_add_int_value (builder, row->first_byte);
  json_builder_set_member_name (builder, "duration");
  json_builder_add_int_value (builder, row->duration);
  json_builder_set_member_name (builder, "size");
  json_builder_add_int_value (builder, row->size);
  json_builder_end_object (builder);
}

static GBytes *
make_file (GPtrArray *rows)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) root = NULL;
  char *text;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "format");
  json_builder_add_int_value (builder, FORMAT);
  json_builder_set_member_name (builder, "requests");
  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->len && i < HSP_HISTORY_MAX_ROWS; i++)
    add_row (builder, rows->pdata[i]);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);
  return g_bytes_new_take (text, strlen (text));
}

/* (transfer full): @first, and what the file holds */
static GBytes *
put_in_front (File   *file,
              GBytes *first)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_history_row_free);

  read_rows (first, rows);
  read_rows_of_file (file, rows);
  return make_file (rows);
}

/* What is to be written, if nobody has written it meanwhile. Nobody is told when it fails: the list on
 * the screen goes on without a file. */
static void
write_next (File *file)
{
  g_autoptr(GMutexLocker) locker = g_mutex_locker_new (&file->lock);
  g_autoptr(GBytes) next = g_atomic_pointer_exchange (&file->next, NULL);
  g_autoptr(GBytes) bytes = NULL;
  g_autofree char *folder = g_path_get_dirname (file->path);
  g_autoptr(GError) error = NULL;

  if (next == NULL)
    return;
  bytes = g_atomic_int_get (&file->in_front) ? put_in_front (file, next) : g_bytes_ref (next);
  if (g_mkdir_with_parents (folder, 0700) != 0 ||
      !g_file_set_contents_full (file->path, g_bytes_get_data (bytes, NULL),
                                 g_bytes_get_size (bytes), G_FILE_SET_CONTENTS_CONSISTENT, 0600,
                                 &error))
    g_debug ("The history was not written: %s", error != NULL ? error->message : g_strerror (errno));
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  write_next (task_data);
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_history_write:
 * @self: a history
 * @rows: (element-type HspHistoryRow): all of them, newest first; read now
 *
 * Puts them in the place of what the file holds, in a worker. Main thread.
 */
void
hsp_history_write (HspHistory *self,
                   GPtrArray  *rows)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GBytes) old = NULL;

  g_return_if_fail (HSP_IS_HISTORY (self));
  g_return_if_fail (rows != NULL);

  if (self->closed)
    return;
  old = g_atomic_pointer_exchange (&self->file->next, make_file (rows));
  task = g_task_new (NULL, NULL, NULL, NULL);
  g_task_set_source_tag (task, hsp_history_write);
  g_task_set_task_data (task, g_atomic_rc_box_acquire (self->file), file_unref);
  g_task_run_in_thread (task, write_in_thread);
}

/**
 * hsp_history_close_with:
 * @rows: (element-type HspHistoryRow): newest first
 *
 * For a program that ends before it has read what the file holds: puts them in front of that. Main thread.
 */
void
hsp_history_close_with (HspHistory *self,
                        GPtrArray  *rows)
{
  g_autoptr(GBytes) old = NULL;

  g_return_if_fail (HSP_IS_HISTORY (self));
  g_return_if_fail (rows != NULL);

  if (self->closed)
    return;
  g_atomic_int_set (&self->file->in_front, TRUE);
  old = g_atomic_pointer_exchange (&self->file->next, make_file (rows));
  hsp_history_close (self);
}

/**
 * hsp_history_close:
 * @self: a history
 *
 * Waits for what is being written, and writes what is left. Main thread.
 */
void
hsp_history_close (HspHistory *self)
{
  g_return_if_fail (HSP_IS_HISTORY (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  write_next (self->file);
}
