/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-field.h"

#include "hsp-money.h"
#include "hsp-text.h"

#include <glib/gi18n-lib.h>

#define ENTRY_WIDTH 132
/* characters, so that an entry takes the width that it is given */
#define ENTRY_CHARS 6
/* of the help beside it */
#define HELP_CHARS 24

struct _HspConsoleField
{
  GtkListBoxRow   parent_instance;

  const HspParam *param;          /* (nullable) of the table */
  GtkEditable    *name_entry;     /* (nullable) without a @param */
  GtkEditable    *value_entry;    /* (nullable) of a choice */
  GtkDropDown    *choice_down;    /* (nullable) of anything else */
  GtkLabel       *help_label;     /* (nullable) of a @param */
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspConsoleField, hsp_console_field, GTK_TYPE_LIST_BOX_ROW)

static void
on_changed_cb (HspConsoleField *self)
{
  hsp_console_field_check (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_remove_cb (HspConsoleField *self)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
}

static void
hsp_console_field_class_init (HspConsoleFieldClass *klass)
{
  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HSP_TYPE_CONSOLE_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_REMOVED] =
    g_signal_new ("removed", HSP_TYPE_CONSOLE_FIELD, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
hsp_console_field_init (HspConsoleField *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  /* the entry has the focus, not the row around it */
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
}

static GtkWidget *
create_entry (HspConsoleField *self,
              const char      *name)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), ENTRY_CHARS);
  gtk_widget_set_valign (entry, GTK_ALIGN_CENTER);
  hsp_widget_set_accessible_label (entry, name);
  g_signal_connect_object (entry, "changed", G_CALLBACK (on_changed_cb), self, G_CONNECT_SWAPPED);
  return entry;
}

static GtkLabel *
create_label (const char *text,
              const char *const *classes)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_css_classes (label, (const char **) classes);
  return GTK_LABEL (label);
}

/* (transfer full) (nullable): what a number may be */
static char *
describe_range (const HspParam *param)
{
  g_autofree char *minimum = NULL;
  g_autofree char *maximum = NULL;

  if (param->type != HSP_PARAM_NUMBER)
    return NULL;
  minimum = hsp_number_to_text (param->minimum);
  if (param->maximum >= G_MAXINT32)
    /* Translators: %s is a number: "at least 1" */
    return g_strdup_printf (_("at least %s"), minimum);
  maximum = hsp_number_to_text (param->maximum);
  /* Translators: both %s are numbers: "1 to 10" */
  return g_strdup_printf (_("%s to %s"), minimum, maximum);
}

/* (transfer full): what it is, and how far it goes before anybody went too far */
static char *
describe (const HspParam *param)
{
  g_autofree char *range = describe_range (param);

  return range != NULL ? g_strdup_printf ("%s · %s", _(param->help), range)
                       : g_strdup (_(param->help));
}

static GtkWidget *
create_words (HspConsoleField *self)
{
  static const char * const name_classes[] = { "mono", "param-name", NULL };
  static const char * const hint_classes[] = { "caption", "hint", NULL };
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkLabel *name = create_label (self->param->name, name_classes);
  GtkLabel *must = create_label (self->param->required ? _("required") : _("optional"),
                                 hint_classes);
  g_autofree char *help = describe (self->param);

  self->help_label = create_label (help, hint_classes);
  gtk_label_set_wrap (self->help_label, TRUE);
  gtk_label_set_wrap_mode (self->help_label, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_ellipsize (must, PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (self->help_label, HELP_CHARS);
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (name));
  gtk_box_append (GTK_BOX (head), GTK_WIDGET (must));
  gtk_box_append (GTK_BOX (words), head);
  gtk_box_append (GTK_BOX (words), GTK_WIDGET (self->help_label));
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

static GtkWidget *
create_row_box (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  gtk_widget_set_margin_top (box, 8);
  gtk_widget_set_margin_bottom (box, 8);
  gtk_widget_set_margin_start (box, 14);
  gtk_widget_set_margin_end (box, 14);
  return box;
}

/* The first one is nothing: the shop then takes what it takes. */
static GtkWidget *
create_choice (HspConsoleField *self,
               const char      *name)
{
  g_autoptr(GtkStringList) words = gtk_string_list_new (NULL);
  g_autofree char *nothing = NULL;
  GtkWidget *down;

  /* Translators: of a field that is not sent: %s is what the shop takes then, "Default (en)" */
  nothing = self->param->fallback != NULL ? g_strdup_printf (_("Default (%s)"), self->param->fallback)
                                          : g_strdup (_("Default"));
  gtk_string_list_append (words, nothing);
  for (guint i = 0; self->param->choices[i] != NULL; i++)
    gtk_string_list_append (words, self->param->choices[i]);
  down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&words)), NULL);
  gtk_widget_set_valign (down, GTK_ALIGN_CENTER);
  hsp_widget_set_accessible_label (down, name);
  g_signal_connect_object (down, "notify::selected", G_CALLBACK (on_changed_cb), self,
                           G_CONNECT_SWAPPED);
  self->choice_down = GTK_DROP_DOWN (down);
  return down;
}

static GtkWidget *
create_value (HspConsoleField *self,
              const char      *name)
{
  GtkWidget *entry = create_entry (self, name);

  self->value_entry = GTK_EDITABLE (entry);
  if (self->param->fallback != NULL)
    gtk_entry_set_placeholder_text (GTK_ENTRY (entry), self->param->fallback);
  if (self->param->type == HSP_PARAM_NUMBER)
    {
      gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_DIGITS);
      gtk_editable_set_alignment (self->value_entry, 1);
      gtk_widget_add_css_class (entry, "numeric");
    }
  if (self->param->secret)
    gtk_entry_set_input_purpose (GTK_ENTRY (entry), GTK_INPUT_PURPOSE_PHONE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                  self->param->required, -1);
  return entry;
}

GtkWidget *
hsp_console_field_new (const HspParam *param)
{
  HspConsoleField *self = g_object_new (HSP_TYPE_CONSOLE_FIELD, NULL);
  GtkWidget *box = create_row_box ();
  GtkWidget *value;
  g_autofree char *name = NULL;
  g_autofree char *description = describe (param);

  self->param = param;
  /* Translators: what a screen reader says of a field: "page, optional" */
  name = g_strdup_printf (param->required ? _("%s, required") : _("%s, optional"), param->name);
  value = param->type == HSP_PARAM_CHOICE ? create_choice (self, name) : create_value (self, name);
  gtk_widget_set_size_request (value, ENTRY_WIDTH, -1);
  gtk_box_append (GTK_BOX (box), create_words (self));
  gtk_box_append (GTK_BOX (box), value);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (value), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  description, -1);
  return GTK_WIDGET (self);
}

GtkWidget *
hsp_console_field_new_free (void)
{
  HspConsoleField *self = g_object_new (HSP_TYPE_CONSOLE_FIELD, NULL);
  GtkWidget *box = create_row_box ();
  GtkWidget *name = create_entry (self, _("Name of the parameter"));
  GtkWidget *value = create_entry (self, _("Value of the parameter"));
  GtkWidget *remove = gtk_button_new_from_icon_name ("list-remove-symbolic");

  self->name_entry = GTK_EDITABLE (name);
  self->value_entry = GTK_EDITABLE (value);
  gtk_entry_set_placeholder_text (GTK_ENTRY (name), _("Name"));
  gtk_entry_set_placeholder_text (GTK_ENTRY (value), _("Value"));
  gtk_widget_add_css_class (name, "mono");
  gtk_widget_set_hexpand (name, TRUE);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (remove, "flat");
  hsp_widget_set_tooltip (remove, _("Remove This Parameter"));
  hsp_widget_set_accessible_label (remove, _("Remove This Parameter"));
  g_signal_connect_object (remove, "clicked", G_CALLBACK (on_remove_cb), self, G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), value);
  gtk_box_append (GTK_BOX (box), remove);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  return GTK_WIDGET (self);
}

const char *
hsp_console_field_get_name (HspConsoleField *self)
{
  return self->param != NULL ? self->param->name : gtk_editable_get_text (self->name_entry);
}

const char *
hsp_console_field_get_value (HspConsoleField *self)
{
  guint chosen;

  if (self->value_entry != NULL)
    return gtk_editable_get_text (self->value_entry);
  chosen = gtk_drop_down_get_selected (self->choice_down);
  return chosen > 0 && chosen != GTK_INVALID_LIST_POSITION ? self->param->choices[chosen - 1] : "";
}

void
hsp_console_field_set_name (HspConsoleField *self,
                            const char      *name)
{
  g_return_if_fail (self->name_entry != NULL);

  gtk_editable_set_text (self->name_entry, name);
}

void
hsp_console_field_set_value (HspConsoleField *self,
                             const char      *value)
{
  guint chosen = 0;

  if (self->value_entry != NULL)
    {
      gtk_editable_set_text (self->value_entry, value);
      return;
    }
  for (guint i = 0; self->param->choices[i] != NULL; i++)
    {
      if (g_str_equal (self->param->choices[i], value))
        chosen = i + 1;
    }
  gtk_drop_down_set_selected (self->choice_down, chosen);
}

/* (transfer full) (nullable) */
static char *
find_fault (HspConsoleField *self)
{
  const char *value = hsp_console_field_get_value (self);
  const HspParam *param = self->param;
  g_autofree char *minimum = NULL;
  g_autofree char *maximum = NULL;

  if (param == NULL || param->type != HSP_PARAM_NUMBER || *value == '\0' ||
      g_ascii_string_to_signed (value, 10, param->minimum, param->maximum, NULL, NULL))
    return NULL;

  minimum = hsp_number_to_text (param->minimum);
  if (param->maximum >= G_MAXINT32)
    /* Translators: %s is a number */
    return g_strdup_printf (_("A whole number of at least %s"), minimum);
  maximum = hsp_number_to_text (param->maximum);
  /* Translators: both %s are numbers */
  return g_strdup_printf (_("A whole number from %s to %s"), minimum, maximum);
}

gboolean
hsp_console_field_check (HspConsoleField *self)
{
  g_autofree char *fault = NULL;
  g_autofree char *help = NULL;
  GtkWidget *entry;

  g_return_val_if_fail (HSP_IS_CONSOLE_FIELD (self), FALSE);

  /* what can only be chosen is right */
  if (self->param == NULL || self->value_entry == NULL)
    return TRUE;
  fault = find_fault (self);
  help = describe (self->param);
  entry = GTK_WIDGET (self->value_entry);
  gtk_label_set_text (self->help_label, fault != NULL ? fault : help);
  if (fault != NULL)
    gtk_widget_add_css_class (entry, "error");
  else
    gtk_widget_remove_css_class (entry, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               fault != NULL ? GTK_ACCESSIBLE_INVALID_TRUE
                                             : GTK_ACCESSIBLE_INVALID_FALSE, -1);
  return fault == NULL &&
         (!self->param->required || *hsp_console_field_get_value (self) != '\0');
}
