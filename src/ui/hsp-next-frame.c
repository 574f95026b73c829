/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-next-frame.h"

typedef struct
{
  GWeakRef      widget;
  HspWidgetFunc func;
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

  if (widget != NULL)
    call->func (widget);
  return G_SOURCE_REMOVE;
}

void
hsp_before_next_frame (GtkWidget     *widget,
                       HspWidgetFunc  func)
{
  Call *call;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (func != NULL);

  call = g_new0 (Call, 1);
  g_weak_ref_init (&call->widget, widget);
  call->func = func;
  /* frames have a lower one */
  g_idle_add_full (G_PRIORITY_DEFAULT, call_cb, call, call_free);
}
