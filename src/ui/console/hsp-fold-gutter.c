/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-fold-gutter.h"

#define WIDTH 18

struct _HspFoldGutter
{
  GtkWidget        parent_instance;

  GtkTextView     *view;        /* (weak) (nullable) */
  HspFoldMarkFunc  get_mark;
  gpointer         user_data;
};

enum
{
  SIGNAL_LINE_CLICKED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspFoldGutter, hsp_fold_gutter, GTK_TYPE_WIDGET)

static void
hsp_fold_gutter_measure (GtkWidget      *widget,
                         GtkOrientation  orientation,
                         int             for_size,
                         int            *minimum,
                         int            *natural,
                         int            *minimum_baseline,
                         int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? WIDTH : 0;
}

static void
draw_mark (HspFoldGutter *self,
           GtkSnapshot   *snapshot,
           HspFoldMark    mark,
           int            y,
           int            height)
{
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self),
                                                                  mark == HSP_FOLD_CLOSED ? "▸" : "▾");
  GdkRGBA color;
  int width;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &color);
  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((WIDTH - width) / 2.0f, (float) y));
  gtk_snapshot_append_layout (snapshot, layout, &color);
  gtk_snapshot_restore (snapshot);
}

static void
hsp_fold_gutter_snapshot (GtkWidget   *widget,
                          GtkSnapshot *snapshot)
{
  HspFoldGutter *self = HSP_FOLD_GUTTER (widget);
  GtkTextBuffer *buffer;
  GdkRectangle visible;
  GtkTextIter place;
  int y, height, top;
  guint line, n_lines, next;

  if (self->view == NULL)
    return;
  buffer = gtk_text_view_get_buffer (self->view);
  n_lines = (guint) gtk_text_buffer_get_line_count (buffer);
  gtk_text_view_get_visible_rect (self->view, &visible);
  gtk_text_view_get_line_at_y (self->view, &place, visible.y, NULL);
  for (line = (guint) gtk_text_iter_get_line (&place); line < n_lines; line = next)
    {
      HspFoldMark mark = self->get_mark (line, &next, self->user_data);

      gtk_text_buffer_get_iter_at_line (buffer, &place, (int) line);
      gtk_text_view_get_line_yrange (self->view, &place, &y, &height);
      if (y > visible.y + visible.height)
        break;
      if (mark == HSP_FOLD_NONE || height == 0)
        continue;
      gtk_text_view_buffer_to_window_coords (self->view, GTK_TEXT_WINDOW_LEFT, 0, y, NULL, &top);
      draw_mark (self, snapshot, mark, top, height);
    }
}

static void
on_gesture_pressed_cb (HspFoldGutter *self,
                       int            n_press,
                       double         x,
                       double         y)
{
  GtkTextIter place;
  int line_y;

  if (self->view == NULL)
    return;
  gtk_text_view_window_to_buffer_coords (self->view, GTK_TEXT_WINDOW_LEFT, 0, (int) y, NULL,
                                         &line_y);
  gtk_text_view_get_line_at_y (self->view, &place, line_y, NULL);
  g_signal_emit (self, signals[SIGNAL_LINE_CLICKED], 0, (guint) gtk_text_iter_get_line (&place));
}

static void
hsp_fold_gutter_dispose (GObject *object)
{
  g_clear_weak_pointer (&HSP_FOLD_GUTTER (object)->view);

  G_OBJECT_CLASS (hsp_fold_gutter_parent_class)->dispose (object);
}

static void
hsp_fold_gutter_class_init (HspFoldGutterClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_fold_gutter_dispose;
  widget_class->measure = hsp_fold_gutter_measure;
  widget_class->snapshot = hsp_fold_gutter_snapshot;
  signals[SIGNAL_LINE_CLICKED] =
    g_signal_new ("line-clicked", HSP_TYPE_FOLD_GUTTER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_css_name (widget_class, "foldgutter");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hsp_fold_gutter_init (HspFoldGutter *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_widget_set_cursor_from_name (GTK_WIDGET (self), "default");
  g_signal_connect_object (gesture, "pressed", G_CALLBACK (on_gesture_pressed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
}

static void
on_view_vadjustment_cb (HspFoldGutter *self)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (self->view));

  if (adjustment == NULL)
    return;
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (adjustment, "changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
hsp_fold_gutter_new (GtkTextView     *view,
                     HspFoldMarkFunc  get_mark,
                     gpointer         user_data)
{
  HspFoldGutter *self = g_object_new (HSP_TYPE_FOLD_GUTTER, NULL);

  g_set_weak_pointer (&self->view, view);
  self->get_mark = get_mark;
  self->user_data = user_data;
  g_signal_connect_object (view, "notify::vadjustment", G_CALLBACK (on_view_vadjustment_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
