/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-key-dialog"

#include "config.h"

#include "hsp-key-dialog.h"

#include "hsp-key-form.h"

struct _HspKeyDialog
{
  AdwWindow   parent_instance;

  HspKeyForm *form;
};

G_DEFINE_FINAL_TYPE (HspKeyDialog, hsp_key_dialog, ADW_TYPE_WINDOW)

static void
hsp_key_dialog_class_init (HspKeyDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_KEY_FORM);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/welcome/hsp-key-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HspKeyDialog, form);
  gtk_widget_class_bind_template_callback (widget_class, gtk_window_close);
}

static void
hsp_key_dialog_init (HspKeyDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_grab_focus (GTK_WIDGET (self->form));
}

GtkWidget *
hsp_key_dialog_new (GtkWindow  *parent,
                    HspSession *session)
{
  HspKeyDialog *self = g_object_new (HSP_TYPE_KEY_DIALOG, "transient-for", parent, NULL);

  hsp_key_form_set_session (self->form, session);
  return GTK_WIDGET (self);
}
