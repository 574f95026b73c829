/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-changes-entry.h"

#include <glib/gi18n-lib.h>

#include "hsp-changes.h"
#include "hsp-money.h"
#include "hsp-text.h"

struct _HspChangesEntry
{
  GtkListBoxRow parent_instance;

  HspChanges *changes;          /* (owned) (nullable) until disposed of */
  GtkWidget  *count_label;
};

G_DEFINE_FINAL_TYPE (HspChangesEntry, hsp_changes_entry, GTK_TYPE_LIST_BOX_ROW)

static void
update (HspChangesEntry *self)
{
  const guint n = hsp_changes_get_n_new (self->changes);
  g_autofree char *figure = hsp_number_to_text (n);
  g_autofree char *sentence = NULL;

  gtk_label_set_text (GTK_LABEL (self->count_label), n > 0 ? figure : "");
  if (n > 0)
    /* Translators: the row of the sidebar, read aloud: how many changes are new */
    sentence = g_strdup_printf (ngettext ("Changes, %s since your last visit",
                                          "Changes, %s since your last visit", n), figure);
  hsp_widget_set_accessible_label (GTK_WIDGET (self), n > 0 ? sentence : _("Changes"));
}

static void
hsp_changes_entry_dispose (GObject *object)
{
  g_clear_object (&HSP_CHANGES_ENTRY (object)->changes);

  G_OBJECT_CLASS (hsp_changes_entry_parent_class)->dispose (object);
}

static void
hsp_changes_entry_class_init (HspChangesEntryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = hsp_changes_entry_dispose;
}

static void
hsp_changes_entry_init (HspChangesEntry *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *image = g_object_new (GTK_TYPE_IMAGE,
                                   "icon-name", "hsp-changed-symbolic",
                                   "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                                   NULL);
  GtkWidget *title = gtk_label_new (_("Changes"));

  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (title, TRUE);
  self->count_label = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->count_label, "numeric");
  gtk_widget_add_css_class (self->count_label, "count");
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), title);
  gtk_box_append (GTK_BOX (box), self->count_label);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
}

GtkWidget *
hsp_changes_entry_new (HspChanges *changes)
{
  HspChangesEntry *self = g_object_new (HSP_TYPE_CHANGES_ENTRY, NULL);

  self->changes = g_object_ref (changes);
  g_signal_connect_object (changes, "marks-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
  return GTK_WIDGET (self);
}
