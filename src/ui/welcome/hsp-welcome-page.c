/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-welcome-page"

#include "config.h"

#include "hsp-welcome-page.h"

#include "hsp-key-form.h"

struct _HspWelcomePage
{
  AdwBin      parent_instance;

  HspKeyForm *form;
};

G_DEFINE_FINAL_TYPE (HspWelcomePage, hsp_welcome_page, ADW_TYPE_BIN)

static gboolean
hsp_welcome_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HSP_WELCOME_PAGE (widget)->form));
}

static void
hsp_welcome_page_class_init (HspWelcomePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_KEY_FORM);

  widget_class->grab_focus = hsp_welcome_page_grab_focus;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/welcome/hsp-welcome-page.ui");
  gtk_widget_class_bind_template_child (widget_class, HspWelcomePage, form);
}

static void
hsp_welcome_page_init (HspWelcomePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hsp_welcome_page_new (HspSession *session)
{
  HspWelcomePage *self = g_object_new (HSP_TYPE_WELCOME_PAGE, NULL);

  hsp_key_form_set_session (self->form, session);
  return GTK_WIDGET (self);
}
