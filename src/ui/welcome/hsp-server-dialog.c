/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-server-dialog"

#include "config.h"

#include "hsp-server-dialog.h"

#include "hsp-client.h"

#include <glib/gi18n-lib.h>

struct _HspServerDialog
{
  AdwMessageDialog  parent_instance;

  HspSession       *session;    /* (owned) */

  AdwEntryRow      *row;
  GtkLabel         *line;
};

G_DEFINE_FINAL_TYPE (HspServerDialog, hsp_server_dialog, ADW_TYPE_MESSAGE_DIALOG)

/* (transfer full): the usual one when nothing was typed */
static char *
dup_endpoint (HspServerDialog *self)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->row)));

  g_strstrip (text);
  return *text != '\0' ? g_steal_pointer (&text) : g_strdup (HSP_DEFAULT_ENDPOINT);
}

static void
on_row_changed_cb (HspServerDialog *self)
{
  g_autofree char *endpoint = dup_endpoint (self);
  gboolean is_good = hsp_client_check_endpoint (endpoint, NULL);

  adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), "use", is_good);
  gtk_label_set_label (self->line, _("Only https, except on this computer."));
  if (is_good)
    gtk_widget_remove_css_class (GTK_WIDGET (self->line), "gone");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->line), "gone");
}

static void
on_response_cb (HspServerDialog *self,
                const char      *response)
{
  g_autofree char *endpoint = dup_endpoint (self);

  if (g_str_equal (response, "use") && hsp_client_check_endpoint (endpoint, NULL))
    hsp_session_set_endpoint (self->session, endpoint);
}

static void
hsp_server_dialog_dispose (GObject *object)
{
  HspServerDialog *self = HSP_SERVER_DIALOG (object);

  g_clear_object (&self->session);

  G_OBJECT_CLASS (hsp_server_dialog_parent_class)->dispose (object);
}

static void
hsp_server_dialog_class_init (HspServerDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_server_dialog_dispose;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/welcome/hsp-server-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HspServerDialog, row);
  gtk_widget_class_bind_template_child (widget_class, HspServerDialog, line);
  gtk_widget_class_bind_template_callback (widget_class, on_row_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_response_cb);
}

static void
hsp_server_dialog_init (HspServerDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  on_row_changed_cb (self);
}

GtkWidget *
hsp_server_dialog_new (GtkWindow  *parent,
                       HspSession *session)
{
  HspServerDialog *self = g_object_new (HSP_TYPE_SERVER_DIALOG, "transient-for", parent, NULL);
  const char *endpoint = hsp_session_get_endpoint (session);

  self->session = g_object_ref (session);
  if (!g_str_equal (endpoint, HSP_DEFAULT_ENDPOINT))
    gtk_editable_set_text (GTK_EDITABLE (self->row), endpoint);

  return GTK_WIDGET (self);
}
