/* SPDX-License-Identifier: GPL-3.0-or-later */
#define _GNU_SOURCE

#include "canvas.h"

#include <string.h>

#include "hsp-fold.h"
#include "hsp-money.h"

#define ROW_HEIGHT 56
#define MARGIN 12
#define FIGURE_WIDTH 120

struct _BenchCanvas
{
  GtkWidget parent_instance;

  HspServiceTable *table;   /* (owned) */
  GArray          *rows;    /* (element-type guint) what is shown */
  guint            first;
  PangoLayout     *layout;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (BenchCanvas, bench_canvas, GTK_TYPE_WIDGET)

static void
draw_text (BenchCanvas *self,
           GtkSnapshot *snapshot,
           const char  *text,
           int          x,
           int          y,
           int          width)
{
  GdkRGBA colour;

  gtk_style_context_get_color (gtk_widget_get_style_context (GTK_WIDGET (self)), &colour);
  pango_layout_set_text (self->layout, text, -1);
  pango_layout_set_width (self->layout, width * PANGO_SCALE);
  pango_layout_set_ellipsize (self->layout, PANGO_ELLIPSIZE_END);
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (x, y));
  gtk_snapshot_append_layout (snapshot, self->layout, &colour);
  gtk_snapshot_restore (snapshot);
}

static void
draw_row (BenchCanvas *self,
          GtkSnapshot *snapshot,
          guint        row,
          int          y)
{
  const int width = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * MARGIN - FIGURE_WIDTH;
  g_autoptr(HspServiceValue) value = hsp_service_table_dup_value (self->table, row);
  g_autofree char *price = hsp_money_to_text (value->rate, "");
  g_autofree char *stock = g_strdup_printf ("%" G_GINT64_FORMAT " left", value->stock);
  g_autofree char *facts = g_strdup_printf ("%s · %s · %" G_GINT64_FORMAT " – %" G_GINT64_FORMAT,
                                            value->category, value->type, value->min, value->max);

  draw_text (self, snapshot, value->name, MARGIN, y + 8, width);
  draw_text (self, snapshot, facts, MARGIN, y + 30, width);
  draw_text (self, snapshot, price, MARGIN + width, y + 8, FIGURE_WIDTH);
  draw_text (self, snapshot, stock, MARGIN + width, y + 30, FIGURE_WIDTH);
}

static void
bench_canvas_snapshot (GtkWidget   *widget,
                       GtkSnapshot *snapshot)
{
  BenchCanvas *self = BENCH_CANVAS (widget);
  const int height = gtk_widget_get_height (widget);
  int y = 0;

  for (guint i = self->first; i < self->rows->len && y < height; i++, y += ROW_HEIGHT)
    draw_row (self, snapshot, g_array_index (self->rows, guint, i), y);
}

static void
bench_canvas_dispose (GObject *object)
{
  BenchCanvas *self = BENCH_CANVAS (object);

  g_clear_pointer (&self->table, hsp_service_table_unref);
  g_clear_pointer (&self->rows, g_array_unref);
  g_clear_object (&self->layout);

  G_OBJECT_CLASS (bench_canvas_parent_class)->dispose (object);
}

static void
bench_canvas_class_init (BenchCanvasClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = bench_canvas_dispose;
  GTK_WIDGET_CLASS (klass)->snapshot = bench_canvas_snapshot;
}

static void
bench_canvas_init (BenchCanvas *self)
{
  self->rows = g_array_new (FALSE, FALSE, sizeof (guint));
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
}

GtkWidget *
bench_canvas_new (HspServiceTable *table)
{
  BenchCanvas *self = g_object_new (BENCH_TYPE_CANVAS, NULL);

  self->table = hsp_service_table_ref (table);
  bench_canvas_search (self, "");
  return GTK_WIDGET (self);
}

/* By one pass over all names. */
static void
find_rows (BenchCanvas *self,
           const char  *word)
{
  const guint32 *starts = NULL;
  gsize length = 0;
  const char *haystack = hsp_service_table_get_haystack (self->table, &starts, &length);
  const char *at = haystack;
  guint row = 0;

  while ((at = memmem (at, length - (at - haystack), word, strlen (word))) != NULL)
    {
      while (haystack + starts[row + 1] <= at)
        row++;
      g_array_append_val (self->rows, row);
      at = haystack + starts[row + 1];
    }
}

void
bench_canvas_search (BenchCanvas *self,
                     const char  *text)
{
  g_auto(GStrv) words = hsp_fold_words (text);
  const char *longest = words[0];

  g_array_set_size (self->rows, 0);
  for (guint i = 1; longest != NULL && words[i] != NULL; i++)
    {
      if (strlen (words[i]) > strlen (longest))
        longest = words[i];
    }
  for (guint i = 0; longest == NULL && i < hsp_service_table_get_n_rows (self->table); i++)
    g_array_append_val (self->rows, i);
  if (longest != NULL)
    find_rows (self, longest);
  self->first = 0;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
bench_canvas_scroll (BenchCanvas *self,
                     int          n_rows)
{
  self->first = (guint) CLAMP ((int) self->first + n_rows, 0, MAX (0, (int) self->rows->len - 1));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
