/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-category-row.h"

#include <glib/gi18n-lib.h>

#include "hsp-category.h"
#include "hsp-money.h"
#include "hsp-text.h"

#define NAME_MIN_CHARS 6
#define NAME_NAT_CHARS 12

struct _HspCategoryRow
{
  GtkWidget parent_instance;

  HspCategory  *category;       /* (owned) (nullable) while bound */
  GtkListItem  *item;           /* (unowned) (nullable) while bound */
  GSignalGroup *signals;        /* (owned) of the category */

  GtkTreeExpander *expander;
  GtkInscription  *name_text;
  GtkInscription  *count_text;
};

G_DEFINE_FINAL_TYPE (HspCategoryRow, hsp_category_row, GTK_TYPE_WIDGET)

/* As wide as the figure of all its services: what matches of them changes with each key, and a row that
 * asks for another width has the whole sidebar laid out anew. */
static void
hold_room (HspCategoryRow *self,
           guint           most)
{
  g_autofree char *figure = most > 0 ? hsp_number_to_text (most) : g_strdup ("");
  const guint n_chars = (guint) g_utf8_strlen (figure, -1);

  gtk_inscription_set_min_chars (self->count_text, n_chars);
  gtk_inscription_set_nat_chars (self->count_text, n_chars);
}

/* A category without a match stays in its place, fainter and without a figure. How many services a
 * subcategory holds is not known before they were asked for: then nothing is said. */
static void
update_count (HspCategoryRow *self)
{
  int matches = hsp_category_get_matches (self->category);
  guint count = hsp_category_get_count (self->category);
  gint64 number = matches >= 0 ? matches : (gint64) count;
  g_autofree char *figure = NULL;
  g_autofree char *sentence = NULL;

  figure = number > 0 ? hsp_number_to_text (number) : g_strdup ("");
  sentence = hsp_category_row_sentence (hsp_category_get_name (self->category), count, matches);
  gtk_inscription_set_text (self->count_text, figure);
  hold_room (self, MAX (count, (guint) MAX (number, 0)));
  if (matches == 0)
    gtk_widget_add_css_class (GTK_WIDGET (self->name_text), "dim");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->name_text), "dim");
  hsp_list_item_set_accessible_label (self->item, sentence);
}

static void
hsp_category_row_dispose (GObject *object)
{
  HspCategoryRow *self = HSP_CATEGORY_ROW (object);
  GtkWidget *child;

  g_clear_object (&self->signals);
  g_clear_object (&self->category);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);

  G_OBJECT_CLASS (hsp_category_row_parent_class)->dispose (object);
}

static void
hsp_category_row_class_init (HspCategoryRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_category_row_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

/* Not of a template: a sidebar full of rows is made before the first frame. */
static void
add_texts (HspCategoryRow *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *name = gtk_inscription_new (NULL);
  GtkWidget *count = gtk_inscription_new (NULL);

  self->name_text = GTK_INSCRIPTION (name);
  gtk_widget_set_hexpand (name, TRUE);
  gtk_inscription_set_min_chars (self->name_text, NAME_MIN_CHARS);
  gtk_inscription_set_nat_chars (self->name_text, NAME_NAT_CHARS);
  gtk_inscription_set_text_overflow (self->name_text, GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (box), name);

  self->count_text = GTK_INSCRIPTION (count);
  gtk_inscription_set_xalign (self->count_text, 1);
  gtk_widget_add_css_class (count, "numeric");
  gtk_widget_add_css_class (count, "count");
  gtk_box_append (GTK_BOX (box), count);

  gtk_tree_expander_set_child (self->expander, box);
}

static void
hsp_category_row_init (HspCategoryRow *self)
{
  self->expander = GTK_TREE_EXPANDER (gtk_tree_expander_new ());
  gtk_widget_set_parent (GTK_WIDGET (self->expander), GTK_WIDGET (self));
  add_texts (self);

  self->signals = g_signal_group_new (HSP_TYPE_CATEGORY);
  g_signal_group_connect_swapped (self->signals, "notify::count", G_CALLBACK (update_count), self);
  g_signal_group_connect_swapped (self->signals, "notify::matches", G_CALLBACK (update_count),
                                  self);
}

GtkWidget *
hsp_category_row_new (void)
{
  return g_object_new (HSP_TYPE_CATEGORY_ROW, NULL);
}

void
hsp_category_row_bind (HspCategoryRow *self,
                       GtkListItem    *item)
{
  GtkTreeListRow *row;

  g_return_if_fail (HSP_IS_CATEGORY_ROW (self));
  g_return_if_fail (self->category == NULL);

  row = GTK_TREE_LIST_ROW (gtk_list_item_get_item (item));
  self->item = item;
  self->category = HSP_CATEGORY (gtk_tree_list_row_get_item (row));
  gtk_tree_expander_set_list_row (self->expander, row);
  gtk_inscription_set_text (self->name_text, hsp_category_get_name (self->category));
  g_signal_group_set_target (self->signals, self->category);
  update_count (self);
}

void
hsp_category_row_unbind (HspCategoryRow *self)
{
  g_return_if_fail (HSP_IS_CATEGORY_ROW (self));

  g_signal_group_set_target (self->signals, NULL);
  gtk_tree_expander_set_list_row (self->expander, NULL);
  g_clear_object (&self->category);
  self->item = NULL;
}

void
hsp_category_row_expand (HspCategoryRow *self,
                         gboolean        expanded)
{
  g_return_if_fail (HSP_IS_CATEGORY_ROW (self));

  gtk_widget_activate_action (GTK_WIDGET (self->expander),
                              expanded ? "listitem.expand" : "listitem.collapse", NULL);
}

char *
hsp_category_row_sentence (const char *name,
                           guint       count,
                           int         matches)
{
  gint64 number = matches >= 0 ? matches : (gint64) count;
  g_autofree char *figure = hsp_number_to_text (number);

  if (matches >= 0)
    /* Translators: a category and how many of its services match what is searched */
    return g_strdup_printf (ngettext ("%s, %s match", "%s, %s matches", (gulong) number),
                            name, figure);
  if (count == 0)
    return g_strdup (name);

  /* Translators: a category and how many services it holds */
  return g_strdup_printf (ngettext ("%s, %s service", "%s, %s services", (gulong) number),
                          name, figure);
}
