/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp"

#include "config.h"

#include "hsp-shortcuts.h"

#include <adwaita.h>

/* The keys of a row, in their order: "F5, Ctrl+R" */
static void
append_keys (GtkWidget *widget,
             GString   *keys)
{
  if (GTK_IS_SHORTCUT_LABEL (widget))
    {
      guint key;
      GdkModifierType modifiers;
      g_autofree char *label = NULL;

      gtk_accelerator_parse (gtk_shortcut_label_get_accelerator (GTK_SHORTCUT_LABEL (widget)), &key, &modifiers);
      label = gtk_accelerator_get_label (key, modifiers);
      g_string_append_printf (keys, "%s%s", keys->len > 0 ? ", " : "", label);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_keys (child, keys);
}

/* The keys are pictures beside the words, and a screen reader reads out the row. */
static void
describe_rows (GtkWidget *widget)
{
  if (ADW_IS_ACTION_ROW (widget))
    {
      g_autoptr(GString) keys = g_string_new (NULL);

      append_keys (widget, keys);
      gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, keys->str, -1);
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    describe_rows (child);
}

/**
 * hsp_shortcuts_new:
 *
 * Returns: (transfer none): the window of the keyboard shortcuts, which GTK holds until it is destroyed
 */
GtkWidget *
hsp_shortcuts_new (void)
{
  g_autoptr(GtkBuilder) builder = gtk_builder_new_from_resource (RESOURCE_PATH "/hsp-shortcuts.ui");
  GtkWidget *window = GTK_WIDGET (gtk_builder_get_object (builder, "shortcuts"));

  describe_rows (window);
  return window;
}
