/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-next-frame.h"

typedef struct
{
  GWeakRef         widget;
  HspWidgetFunc    func;      /* (nullable): NULL: the change */
  HspWidgetChange  change;
  const char      *name;      /* (static) */
} Call;

static void
call_free (gpointer data)
{
  Call *call = data;

  g_weak_ref_clear (&call->widget);
  g_free (call);
}

static gboolean
call_cb (gpointer user_data)
{
  Call *call = user_data;
  g_autoptr(GtkWidget) widget = g_weak_ref_get (&call->widget);

  if (widget == NULL)
    return G_SOURCE_REMOVE;
  if (call->func != NULL)
    call->func (widget);
  else
    call->change (widget, call->name);
  return G_SOURCE_REMOVE;
}

static void
queue (GtkWidget *widget,
       Call       values)
{
  Call *call = g_memdup2 (&values, sizeof values);

  g_weak_ref_init (&call->widget, widget);
  /* frames have a lower one */
  g_idle_add_full (G_PRIORITY_DEFAULT, call_cb, call, call_free);
}

void
hsp_before_next_frame (GtkWidget     *widget,
                       HspWidgetFunc  func)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (func != NULL);

  queue (widget, (Call) { .func = func });
}

void
hsp_change_before_next_frame (GtkWidget       *widget,
                              HspWidgetChange  change,
                              const char      *name)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (change != NULL);

  queue (widget, (Call) { .change = change, .name = name });
}
