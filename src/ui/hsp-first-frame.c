/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-first-frame.h"

#define DATA_KEY "hsp-first-frame"

static gboolean
on_idle_cb (GtkWidget *widget)
{
  HspWidgetFunc func = (HspWidgetFunc) g_object_steal_data (G_OBJECT (widget), DATA_KEY);

  func (widget);
  return G_SOURCE_REMOVE;
}

/* Not here: what was painted is on its way to the screen only when all handlers of this have run. */
static void
on_after_paint_cb (GdkFrameClock *clock,
                   GtkWidget     *widget)
{
  g_autoptr(GSource) source = g_idle_source_new ();

  g_signal_handlers_disconnect_by_func (clock, on_after_paint_cb, widget);
  /* which keeps no reference: the page may go before */
  g_source_set_closure (source, g_cclosure_new_object (G_CALLBACK (on_idle_cb), G_OBJECT (widget)));
  g_source_attach (source, NULL);
}

static void
wait_for_paint (GtkWidget *widget)
{
  g_signal_connect_object (gtk_widget_get_frame_clock (widget), "after-paint",
                           G_CALLBACK (on_after_paint_cb), widget, 0);
}

static void
on_map_cb (GtkWidget *widget,
           gpointer   user_data)
{
  g_signal_handlers_disconnect_by_func (widget, on_map_cb, user_data);
  wait_for_paint (widget);
}

void
hsp_after_next_frame (GtkWidget     *widget,
                      HspWidgetFunc  func)
{
  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (func != NULL);

  if (g_object_get_data (G_OBJECT (widget), DATA_KEY) == (gpointer) func)
    return;

  g_object_set_data (G_OBJECT (widget), DATA_KEY, (gpointer) func);
  if (!gtk_widget_get_mapped (widget))
    {
      g_signal_connect (widget, "map", G_CALLBACK (on_map_cb), NULL);
      return;
    }
  wait_for_paint (widget);
  /* there is one, whatever else has changed */
  gtk_widget_queue_draw (widget);
}
