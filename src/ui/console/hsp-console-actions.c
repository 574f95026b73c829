/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-actions.h"

#include "hsp-text.h"

#include <glib/gi18n-lib.h>

#define ACTION "hsp-action"

struct _HspConsoleActions
{
  AdwBin      parent_instance;

  GtkListBox *list;
  GtkWidget  *history_row;    /* the list's */
};

enum
{
  SIGNAL_CHOSEN,
  SIGNAL_OPENED,
  SIGNAL_HISTORY,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspConsoleActions, hsp_console_actions, ADW_TYPE_BIN)

/* (nullable): of the row for another one there is none */
static const HspAction *
get_action (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), ACTION);
}

static const char *
get_group_name (const HspAction *action)
{
  if (action == NULL)
    return NULL;
  switch (action->group)
    {
    case HSP_ACTION_GROUP_CATALOGUE:
      return _("Catalogue");
    case HSP_ACTION_GROUP_ORDERS:
      return _("Orders");
    case HSP_ACTION_GROUP_ACCOUNT:
      return _("Account");
    case HSP_ACTION_GROUP_SMS:
      return _("SMS");
    default:
      g_return_val_if_reached (NULL);
    }
}

static void
update_header (GtkListBoxRow *row,
               GtkListBoxRow *before,
               gpointer       user_data)
{
  const char *group = get_group_name (get_action (row));
  const char *group_before = before != NULL ? get_group_name (get_action (before)) : NULL;
  GtkWidget *label;

  if (group == NULL || g_strcmp0 (group, group_before) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "caption-heading");
  gtk_widget_add_css_class (label, "hint");
  gtk_widget_add_css_class (label, "group-head");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
create_row (const HspAction *action)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (action != NULL ? action->name : _("Other action…"));
  g_autofree char *name = NULL;

  g_object_set_data (G_OBJECT (row), ACTION, (gpointer) action);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  if (action != NULL)
    gtk_widget_add_css_class (label, "mono");
  if (action != NULL && action->spends)
    {
      GtkWidget *pill = gtk_label_new (_("Spends"));

      gtk_widget_add_css_class (pill, "pill-warning");
      gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), pill);
      /* Translators: what a screen reader says of an action: "add, spends money" */
      name = g_strdup_printf (_("%s, spends money"), action->name);
      hsp_widget_set_accessible_label (row, name);
    }
  else
    hsp_widget_set_accessible_label (row, gtk_label_get_text (GTK_LABEL (label)));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  return row;
}

static void
on_list_row_selected_cb (HspConsoleActions *self,
                         GtkListBoxRow     *row)
{
  if (row != NULL)
    g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, get_action (row));
}

static void
on_list_row_activated_cb (HspConsoleActions *self,
                          GtkListBoxRow     *row)
{
  g_signal_emit (self, signals[GTK_WIDGET (row) == self->history_row ? SIGNAL_HISTORY
                                                                     : SIGNAL_OPENED], 0);
}

static GtkWidget *
create_history_row (void)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_("History"));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_selectable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_visible (row, FALSE);
  gtk_widget_set_margin_top (row, 12);
  hsp_widget_set_accessible_label (row, _("History"));
  return row;
}

static void
hsp_console_actions_class_init (HspConsoleActionsClass *klass)
{
  signals[SIGNAL_CHOSEN] =
    g_signal_new ("chosen", HSP_TYPE_CONSOLE_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_OPENED] =
    g_signal_new ("opened", HSP_TYPE_CONSOLE_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_HISTORY] =
    g_signal_new ("history", HSP_TYPE_CONSOLE_ACTIONS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
hsp_console_actions_init (HspConsoleActions *self)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "navigation-sidebar");
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "actions");
  hsp_widget_set_accessible_label (GTK_WIDGET (self->list), _("Actions"));
  gtk_list_box_set_header_func (self->list, update_header, NULL, NULL);
  /* the groups are in one piece, whatever the order of the table */
  for (guint group = 0; group <= HSP_ACTION_GROUP_SMS; group++)
    {
      for (guint i = 0; i < HSP_N_ACTIONS; i++)
        {
          const HspAction *action = hsp_action_get (i);

          if (action->group == group)
            gtk_list_box_append (self->list, create_row (action));
        }
    }
  gtk_list_box_append (self->list, create_row (NULL));
  self->history_row = create_history_row ();
  gtk_list_box_append (self->list, self->history_row);
  g_signal_connect_object (self->list, "row-selected", G_CALLBACK (on_list_row_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (on_list_row_activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), GTK_WIDGET (self->list));
  gtk_widget_set_vexpand (scrolled, TRUE);
  adw_bin_set_child (ADW_BIN (self), scrolled);
}

void
hsp_console_actions_choose (HspConsoleActions *self,
                            const HspAction   *action)
{
  GtkListBoxRow *row;

  g_return_if_fail (HSP_IS_CONSOLE_ACTIONS (self));

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    {
      if (get_action (row) == action && GTK_WIDGET (row) != self->history_row)
        {
          gtk_list_box_select_row (self->list, row);
          return;
        }
    }
}

void
hsp_console_actions_focus (HspConsoleActions *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (HSP_IS_CONSOLE_ACTIONS (self));

  row = gtk_list_box_get_selected_row (self->list);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

void
hsp_console_actions_set_narrow (HspConsoleActions *self,
                                gboolean           narrow)
{
  g_return_if_fail (HSP_IS_CONSOLE_ACTIONS (self));

  gtk_widget_set_visible (self->history_row, narrow);
}
