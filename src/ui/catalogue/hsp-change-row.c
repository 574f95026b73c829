/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-change-row.h"

#include "hsp-change-text.h"
#include "hsp-change.h"
#include "hsp-text.h"

/* As long as figures mostly are: "0.85 → 0.92" */
#define FIGURES_CHARS 11

struct _HspChangeRow
{
  GtkWidget parent_instance;

  const char  *pill;            /* (static) (nullable) style class that is set */
  GtkListItem *item;            /* (unowned) (nullable) while bound */
  char        *sentence;        /* (owned) (nullable) that is read aloud, but for the day */

  GtkInscription *day_text;
  GtkInscription *name_text;
  GtkInscription *figures_text;
  GtkInscription *kind_text;
  GtkInscription *time_text;
};

G_DEFINE_FINAL_TYPE (HspChangeRow, hsp_change_row, GTK_TYPE_WIDGET)

/* The heading is not the row: what is pressed there is not the change beneath it. */
static void
on_day_pressed_cb (GtkGesture *gesture)
{
  gtk_gesture_set_state (gesture, GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
hsp_change_row_dispose (GObject *object)
{
  HspChangeRow *self = HSP_CHANGE_ROW (object);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hsp_change_row_parent_class)->dispose (object);
}

static void
hsp_change_row_finalize (GObject *object)
{
  g_free (HSP_CHANGE_ROW (object)->sentence);

  G_OBJECT_CLASS (hsp_change_row_parent_class)->finalize (object);
}

static void
hsp_change_row_class_init (HspChangeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_change_row_dispose;
  G_OBJECT_CLASS (klass)->finalize = hsp_change_row_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-change-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HspChangeRow, day_text);
  gtk_widget_class_bind_template_child (widget_class, HspChangeRow, name_text);
  gtk_widget_class_bind_template_child (widget_class, HspChangeRow, figures_text);
  gtk_widget_class_bind_template_child (widget_class, HspChangeRow, kind_text);
  gtk_widget_class_bind_template_child (widget_class, HspChangeRow, time_text);
  gtk_widget_class_bind_template_callback (widget_class, on_day_pressed_cb);
}

static void
hsp_change_row_init (HspChangeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hsp_change_row_new (void)
{
  return g_object_new (HSP_TYPE_CHANGE_ROW, NULL);
}

static void
set_text (GtkInscription *inscription,
          const char     *text,
          guint           usual_chars)
{
  const guint n_chars = MAX (usual_chars, (guint) g_utf8_strlen (text, -1));

  gtk_inscription_set_text (inscription, text);
  gtk_inscription_set_min_chars (inscription, n_chars);
  gtk_inscription_set_nat_chars (inscription, n_chars);
}

static void
show_kind (HspChangeRow  *self,
           HspChangeKind  kind)
{
  const char *pill = hsp_change_text_pill (kind);

  set_text (self->kind_text, hsp_change_text_kind (kind), 1);
  if (self->pill == pill)
    return;
  if (self->pill != NULL)
    gtk_widget_remove_css_class (GTK_WIDGET (self->kind_text), self->pill);
  gtk_widget_add_css_class (GTK_WIDGET (self->kind_text), pill);
  self->pill = pill;
}

void
hsp_change_row_bind (HspChangeRow *self,
                     GtkListItem  *item,
                     const char   *currency)
{
  HspChange *change = HSP_CHANGE (gtk_list_item_get_item (item));
  g_autofree char *figures = hsp_change_text_figures (change);
  g_autofree char *hours = hsp_text_hours (hsp_change_get_time (change));

  g_return_if_fail (HSP_IS_CHANGE_ROW (self));

  self->item = item;
  g_free (self->sentence);
  self->sentence = hsp_change_text_sentence (change, currency);

  gtk_inscription_set_text (self->name_text, hsp_change_get_name (change));
  set_text (self->figures_text, figures, FIGURES_CHARS);
  show_kind (self, hsp_change_get_kind (change));
  gtk_inscription_set_text (self->time_text, hours);
}

void
hsp_change_row_unbind (HspChangeRow *self)
{
  g_return_if_fail (HSP_IS_CHANGE_ROW (self));

  self->item = NULL;
}

void
hsp_change_row_update_day (HspChangeRow *self,
                           HspChange    *before)
{
  gint64 time;
  gboolean first;
  g_autofree char *day = NULL;
  g_autofree char *spoken = NULL;

  g_return_if_fail (HSP_IS_CHANGE_ROW (self));
  g_return_if_fail (self->item != NULL);

  time = hsp_change_get_time (gtk_list_item_get_item (self->item));
  first = before == NULL || !hsp_text_is_same_day (time, hsp_change_get_time (before));
  if (first)
    {
      day = hsp_text_day (time, g_get_real_time () / G_USEC_PER_SEC);
      gtk_inscription_set_text (self->day_text, day);
      /* a screen reader pauses at the full stops */
      spoken = g_strdup_printf ("%s. %s", day, self->sentence);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->day_text), first);
  hsp_list_item_set_accessible_label (self->item, first ? spoken : self->sentence);
}
