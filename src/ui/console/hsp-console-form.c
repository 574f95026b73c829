/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-form.h"

#include "hsp-console-field.h"
#include "hsp-source.h"
#include "hsp-text.h"
#include "hsp-toast.h"

#include <glib/gi18n-lib.h>

/* More than any action has. */
#define MAX_FREE_FIELDS 20

struct _HspConsoleForm
{
  AdwBin           parent_instance;

  HspConsole      *console;       /* (owned) (nullable) */
  const HspAction *action;        /* (nullable) of the table */
  GtkTextBuffer   *curl;          /* (unowned) */
  char            *closed;        /* (owned) (nullable) */
  gboolean         filling;

  GtkLabel        *title;
  GtkEditable     *action_entry;
  GtkLabel        *help;
  GtkListBox      *fields;
  GtkButton       *add_button;
  GtkScrolledWindow *curl_scroller;
  GtkLabel        *note;
  GtkWidget       *footer;
  GtkButton       *send_button;
  GtkLabel        *send_label;
  GtkLabel        *send_keys;
  GtkButton       *stop_button;
  GtkWidget       *preferences_button;
};

enum
{
  SIGNAL_SEND,
  SIGNAL_STOP,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspConsoleForm, hsp_console_form, ADW_TYPE_BIN)

static HspConsoleField *
get_field (HspConsoleForm *self,
           guint           index)
{
  return HSP_CONSOLE_FIELD (gtk_list_box_get_row_at_index (self->fields, (int) index));
}

static guint
count_fields (HspConsoleForm *self)
{
  guint n_fields = 0;

  while (gtk_list_box_get_row_at_index (self->fields, (int) n_fields) != NULL)
    n_fields++;
  return n_fields;
}

const char *
hsp_console_form_get_action (HspConsoleForm *self)
{
  g_return_val_if_fail (HSP_IS_CONSOLE_FORM (self), NULL);

  return self->action != NULL ? self->action->name : gtk_editable_get_text (self->action_entry);
}

/* @names: (nullable) (element-type utf8): gets them in their order */
static GHashTable *
read_fields (HspConsoleForm *self,
             GPtrArray      *names)
{
  GHashTable *params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  guint n_fields = count_fields (self);

  for (guint i = 0; i < n_fields; i++)
    {
      HspConsoleField *field = get_field (self, i);
      const char *name = hsp_console_field_get_name (field);
      const char *value = hsp_console_field_get_value (field);

      if (*name == '\0' || *value == '\0')
        continue;
      if (g_hash_table_insert (params, g_strdup (name), g_strdup (value)) && names != NULL)
        g_ptr_array_add (names, (gpointer) name);
    }
  return params;
}

GHashTable *
hsp_console_form_get_params (HspConsoleForm *self)
{
  g_return_val_if_fail (HSP_IS_CONSOLE_FORM (self), NULL);

  return read_fields (self, NULL);
}

char *
hsp_console_form_dup_curl (HspConsoleForm *self)
{
  GtkTextIter start, end;

  g_return_val_if_fail (HSP_IS_CONSOLE_FORM (self), NULL);

  gtk_text_buffer_get_bounds (self->curl, &start, &end);
  return gtk_text_buffer_get_text (self->curl, &start, &end, TRUE);
}

gboolean
hsp_console_form_can_send (HspConsoleForm *self)
{
  g_autoptr(GHashTable) params = NULL;

  g_return_val_if_fail (HSP_IS_CONSOLE_FORM (self), FALSE);

  if (self->console == NULL || self->closed != NULL || hsp_console_get_busy (self->console))
    return FALSE;
  params = read_fields (self, NULL);
  return hsp_console_check (self->console, hsp_console_form_get_action (self), params, NULL);
}

/* What is wrong with what has no field of its own to say so. */
static void
update_note (HspConsoleForm *self)
{
  g_autoptr(GHashTable) params = read_fields (self, NULL);
  g_autoptr(GError) error = NULL;
  const char *action = hsp_console_form_get_action (self);

  if (self->closed != NULL)
    gtk_label_set_text (self->note, self->closed);
  else if (self->action == NULL && *action != '\0' &&
           !hsp_console_check (self->console, action, params, &error))
    gtk_label_set_text (self->note, error->message);
  else
    gtk_label_set_text (self->note, "");
  gtk_widget_set_visible (GTK_WIDGET (self->note), *gtk_label_get_text (self->note) != '\0');
}

static void
update_send (HspConsoleForm *self)
{
  gboolean busy = self->console != NULL && hsp_console_get_busy (self->console);
  gboolean spending = self->console != NULL && hsp_console_get_spending (self->console);

  gtk_widget_set_visible (GTK_WIDGET (self->stop_button), busy && !spending);
  gtk_widget_set_visible (GTK_WIDGET (self->send_button), !busy || spending);
  gtk_widget_set_sensitive (GTK_WIDGET (self->send_button), hsp_console_form_can_send (self));
  gtk_label_set_text (self->send_label, spending ? _("Sending…") : _("Send"));
  gtk_widget_set_visible (GTK_WIDGET (self->send_keys), !spending);
  gtk_widget_set_visible (self->preferences_button,
                          self->console != NULL && !hsp_console_has_key (self->console));
}

static void
update (HspConsoleForm *self)
{
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autoptr(GHashTable) params = NULL;
  g_autofree char *line = NULL;

  if (self->console == NULL || self->filling)
    return;
  params = read_fields (self, names);
  line = hsp_console_dup_curl (self->console, hsp_console_form_get_action (self), names, params);
  gtk_text_buffer_set_text (self->curl, line, -1);
  update_note (self);
  update_send (self);
}

static void
on_field_removed_cb (HspConsoleForm  *self,
                     HspConsoleField *field)
{
  gtk_list_box_remove (self->fields, GTK_WIDGET (field));
  gtk_widget_set_visible (GTK_WIDGET (self->fields), count_fields (self) > 0);
  gtk_widget_grab_focus (GTK_WIDGET (self->add_button));
  update (self);
}

static HspConsoleField *
append_field (HspConsoleForm *self,
              GtkWidget      *field)
{
  g_signal_connect_object (field, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (field, "removed", G_CALLBACK (on_field_removed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_list_box_append (self->fields, field);
  gtk_widget_set_visible (GTK_WIDGET (self->fields), TRUE);
  return HSP_CONSOLE_FIELD (field);
}

static void
on_add_button_clicked_cb (HspConsoleForm *self)
{
  HspConsoleField *field;

  if (count_fields (self) >= MAX_FREE_FIELDS)
    return;
  field = append_field (self, hsp_console_field_new_free ());
  gtk_widget_child_focus (GTK_WIDGET (field), GTK_DIR_TAB_FORWARD);
}

static void
on_copy_button_clicked_cb (HspConsoleForm *self)
{
  g_autofree char *line = hsp_console_form_dup_curl (self);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), line);
  gtk_widget_activate_action (GTK_WIDGET (self), "console.say", "s", _("Copied"));
}

static void
on_send_button_clicked_cb (HspConsoleForm *self)
{
  g_signal_emit (self, signals[SIGNAL_SEND], 0);
}

static void
on_stop_button_clicked_cb (HspConsoleForm *self)
{
  g_signal_emit (self, signals[SIGNAL_STOP], 0);
}

static void
hsp_console_form_dispose (GObject *object)
{
  HspConsoleForm *self = HSP_CONSOLE_FORM (object);

  g_clear_object (&self->console);
  g_clear_pointer (&self->closed, g_free);

  G_OBJECT_CLASS (hsp_console_form_parent_class)->dispose (object);
}

static void
hsp_console_form_class_init (HspConsoleFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_console_form_dispose;

  signals[SIGNAL_SEND] =
    g_signal_new ("send", HSP_TYPE_CONSOLE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_STOP] =
    g_signal_new ("stop", HSP_TYPE_CONSOLE_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/console/hsp-console-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, title);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, action_entry);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, help);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, fields);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, add_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, curl_scroller);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, note);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, footer);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, send_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, send_label);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, send_keys);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, stop_button);
  gtk_widget_class_bind_template_child (widget_class, HspConsoleForm, preferences_button);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, on_add_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_copy_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_send_button_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_button_clicked_cb);
}

static void
hsp_console_form_init (HspConsoleForm *self)
{
  GtkWidget *view;

  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_toast_clear (self->footer, "above-send");
  view = hsp_source_view_new ();
  self->curl = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  hsp_source_view_set_language (GTK_TEXT_VIEW (view), "sh");
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 12);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 12);
  gtk_widget_add_css_class (view, "curl");
  hsp_widget_set_accessible_label (view, _("The same with curl"));
  gtk_scrolled_window_set_child (self->curl_scroller, view);
}

void
hsp_console_form_set_console (HspConsoleForm *self,
                              HspConsole     *console)
{
  g_return_if_fail (HSP_IS_CONSOLE_FORM (self));
  g_return_if_fail (self->console == NULL);

  g_set_object (&self->console, console);
  g_signal_connect_object (console, "notify", G_CALLBACK (update_send), self, G_CONNECT_SWAPPED);
  update (self);
}

static void
remove_fields (HspConsoleForm *self)
{
  GtkListBoxRow *row;

  while ((row = gtk_list_box_get_row_at_index (self->fields, 0)) != NULL)
    gtk_list_box_remove (self->fields, GTK_WIDGET (row));
  gtk_widget_set_visible (GTK_WIDGET (self->fields), FALSE);
}

void
hsp_console_form_set_action (HspConsoleForm  *self,
                             const HspAction *action)
{
  g_return_if_fail (HSP_IS_CONSOLE_FORM (self));

  self->filling = TRUE;
  self->action = action;
  remove_fields (self);
  for (guint i = 0; action != NULL && i < action->n_params; i++)
    append_field (self, hsp_console_field_new (&action->params[i]));
  gtk_label_set_text (self->title, action != NULL ? action->name : _("Other Action"));
  gtk_label_set_text (self->help, action != NULL ? _(action->help)
                      : _("Sent as you write it. It may spend money: you are asked first."));
  gtk_widget_set_visible (GTK_WIDGET (self->action_entry), action == NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->add_button), action == NULL);
  self->filling = FALSE;
  update (self);
}

static void
restore_free (HspConsoleForm *self,
              HspRequest     *request)
{
  const char * const *params = hsp_request_get_params (request);

  gtk_editable_set_text (self->action_entry, hsp_request_get_action (request));
  for (guint i = 0; params[i] != NULL && i < MAX_FREE_FIELDS; i++)
    {
      g_autofree char *name = g_strndup (params[i], strcspn (params[i], "="));
      g_autofree char *value = hsp_request_dup_param (request, name);
      HspConsoleField *field = append_field (self, hsp_console_field_new_free ());

      hsp_console_field_set_name (field, name);
      hsp_console_field_set_value (field, value != NULL ? value : "");
    }
}

void
hsp_console_form_restore (HspConsoleForm *self,
                          HspRequest     *request)
{
  const HspAction *action = hsp_action_find (hsp_request_get_action (request));
  guint n_fields;

  g_return_if_fail (HSP_IS_CONSOLE_FORM (self));

  hsp_console_form_set_action (self, action);
  self->filling = TRUE;
  n_fields = count_fields (self);
  for (guint i = 0; i < n_fields; i++)
    {
      HspConsoleField *field = get_field (self, i);
      g_autofree char *value = hsp_request_dup_param (request, hsp_console_field_get_name (field));

      hsp_console_field_set_value (field, value != NULL ? value : "");
    }
  if (action == NULL)
    restore_free (self, request);
  self->filling = FALSE;
  update (self);
}

void
hsp_console_form_set_closed (HspConsoleForm *self,
                             const char     *reason)
{
  g_return_if_fail (HSP_IS_CONSOLE_FORM (self));

  g_free (self->closed);
  self->closed = g_strdup (reason);
  update (self);
}

void
hsp_console_form_focus (HspConsoleForm *self)
{
  g_return_if_fail (HSP_IS_CONSOLE_FORM (self));

  if (self->action == NULL)
    gtk_widget_grab_focus (GTK_WIDGET (self->action_entry));
  else if (count_fields (self) > 0)
    gtk_widget_child_focus (GTK_WIDGET (self->fields), GTK_DIR_TAB_FORWARD);
  else
    gtk_widget_grab_focus (GTK_WIDGET (self->send_button));
}
