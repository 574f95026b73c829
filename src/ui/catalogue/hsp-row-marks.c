/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-row-marks.h"

#include <glib/gi18n-lib.h>

#include "hsp-symbolic.h"

#define ICON_SIZE 12
#define SPACING 6

struct _HspRowMarks
{
  GtkWidget   parent_instance;

  HspRowMark  marks;
  const char *change;     /* (static) (nullable) */
};

G_DEFINE_FINAL_TYPE (HspRowMarks, hsp_row_marks, GTK_TYPE_WIDGET)

static const struct
{
  HspRowMark  mark;
  const char *icon;
  const char *words;
} known_marks[] = {
  { HSP_ROW_MARK_CHANGED, "hsp-changed-symbolic", NULL /* it depends */ },
  { HSP_ROW_MARK_FAVOURITE, "starred-symbolic", N_("Favourite") },
  { HSP_ROW_MARK_REFILL, "hsp-refill-symbolic", N_("Refill") },
  { HSP_ROW_MARK_CANCEL, "hsp-cancel-symbolic", N_("Cancellable") },
};

/* In a right-to-left text the first one stands at the right. */
static float
get_x (HspRowMarks *self,
       guint        nth)
{
  const int offset = (int) nth * (ICON_SIZE + SPACING);

  return gtk_widget_get_direction (GTK_WIDGET (self)) == GTK_TEXT_DIR_RTL
         ? gtk_widget_get_width (GTK_WIDGET (self)) - offset - ICON_SIZE : offset;
}

static void
hsp_row_marks_snapshot (GtkWidget   *widget,
                        GtkSnapshot *snapshot)
{
  HspRowMarks *self = HSP_ROW_MARKS (widget);
  const float y = (gtk_widget_get_height (widget) - ICON_SIZE) / 2.0f;
  guint nth = 0;

  for (guint i = 0; i < G_N_ELEMENTS (known_marks); i++)
    {
      if (self->marks & known_marks[i].mark)
        hsp_symbolic_snapshot (widget, snapshot, known_marks[i].icon, get_x (self, nth++), y, ICON_SIZE);
    }
}

static gboolean
hsp_row_marks_query_tooltip (GtkWidget  *widget,
                             int         x,
                             int         y,
                             gboolean    keyboard,
                             GtkTooltip *tooltip)
{
  const char *words = keyboard ? NULL : hsp_row_marks_get_words (HSP_ROW_MARKS (widget), x);

  gtk_tooltip_set_text (tooltip, words);
  return words != NULL;
}

static void
hsp_row_marks_measure (GtkWidget      *widget,
                       GtkOrientation  orientation,
                       int             for_size,
                       int            *minimum,
                       int            *natural,
                       int            *minimum_baseline,
                       int            *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_VERTICAL ? ICON_SIZE : 0;
}

static void
hsp_row_marks_class_init (HspRowMarksClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = hsp_row_marks_snapshot;
  widget_class->query_tooltip = hsp_row_marks_query_tooltip;
  widget_class->measure = hsp_row_marks_measure;

  gtk_widget_class_set_css_name (widget_class, "marks");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
hsp_row_marks_init (HspRowMarks *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
}

GtkWidget *
hsp_row_marks_new (void)
{
  return g_object_new (HSP_TYPE_ROW_MARKS, NULL);
}

gboolean
hsp_row_marks_set (HspRowMarks *self,
                   HspRowMark   marks,
                   const char  *change)
{
  int width;

  g_return_val_if_fail (HSP_IS_ROW_MARKS (self), FALSE);

  marks = change != NULL ? marks | HSP_ROW_MARK_CHANGED : marks & ~HSP_ROW_MARK_CHANGED;
  self->change = change;
  if (marks == self->marks)
    return FALSE;

  width = hsp_row_marks_get_width (self);
  self->marks = marks;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  return hsp_row_marks_get_width (self) != width;
}

HspRowMark
hsp_row_marks_get (HspRowMarks *self)
{
  g_return_val_if_fail (HSP_IS_ROW_MARKS (self), 0);

  return self->marks;
}

int
hsp_row_marks_get_width (HspRowMarks *self)
{
  int n = 0;

  g_return_val_if_fail (HSP_IS_ROW_MARKS (self), 0);

  for (guint i = 0; i < G_N_ELEMENTS (known_marks); i++)
    n += (self->marks & known_marks[i].mark) != 0;
  return n > 0 ? n * ICON_SIZE + (n - 1) * SPACING : 0;
}

const char *
hsp_row_marks_get_words (HspRowMarks *self,
                         int          x)
{
  guint nth = 0;

  g_return_val_if_fail (HSP_IS_ROW_MARKS (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (known_marks); i++)
    {
      float left;

      if ((self->marks & known_marks[i].mark) == 0)
        continue;
      left = get_x (self, nth++) - SPACING / 2;
      if (x >= left && x < left + ICON_SIZE + SPACING)
        return known_marks[i].mark == HSP_ROW_MARK_CHANGED ? self->change : _(known_marks[i].words);
    }
  return NULL;
}
