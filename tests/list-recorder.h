/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Applies each change of a list to a copy, and compares: a model that says anything wrong of its changes
 * is found out. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct
{
  GListModel *model;      /* (owned) */
  GPtrArray  *mirror;     /* (owned) (element-type GObject) */
  guint       n_changes;
  guint       n_touched;  /* items taken out and put in */
} Recorder;

static inline void
recorder_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     Recorder   *recorder)
{
  recorder->n_changes++;
  recorder->n_touched += removed + added;
  g_assert_cmpuint (position + removed, <=, recorder->mirror->len);
  if (removed > 0)
    g_ptr_array_remove_range (recorder->mirror, position, removed);
  for (guint i = 0; i < added; i++)
    g_ptr_array_insert (recorder->mirror, (int) (position + i),
                        g_list_model_get_item (model, position + i));
}

static inline void
recorder_check (Recorder *recorder)
{
  GObjectClass *klass = G_OBJECT_GET_CLASS (recorder->model);
  guint n_items = g_list_model_get_n_items (recorder->model);

  g_assert_cmpuint (n_items, ==, recorder->mirror->len);
  if (g_object_class_find_property (klass, "n-items") != NULL)
    g_object_get (recorder->model, "n-items", &n_items, NULL);
  g_assert_cmpuint (n_items, ==, recorder->mirror->len);
  for (guint i = 0; i < recorder->mirror->len; i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (recorder->model, i);

      g_assert_true (item == recorder->mirror->pdata[i]);
      g_assert_true (g_type_is_a (G_OBJECT_TYPE (item), g_list_model_get_item_type (recorder->model)));
    }
  g_assert_null (g_list_model_get_item (recorder->model, recorder->mirror->len));
}

/* What is there already is the beginning. */
static inline void
recorder_start (Recorder   *recorder,
                GListModel *model)
{
  *recorder = (Recorder) { g_object_ref (model), g_ptr_array_new_with_free_func (g_object_unref), 0, 0 };
  for (guint i = 0; i < g_list_model_get_n_items (model); i++)
    g_ptr_array_add (recorder->mirror, g_list_model_get_item (model, i));
  g_signal_connect (model, "items-changed", G_CALLBACK (recorder_changed_cb), recorder);
}

static inline void
recorder_stop (Recorder *recorder)
{
  g_signal_handlers_disconnect_by_data (recorder->model, recorder);
  g_clear_pointer (&recorder->mirror, g_ptr_array_unref);
  g_clear_object (&recorder->model);
}

G_END_DECLS
