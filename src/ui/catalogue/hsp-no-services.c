/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-no-services.h"

#include <glib/gi18n-lib.h>

struct _HspNoServices
{
  AdwBin parent_instance;

  AdwStatusPage *page;
  GtkWidget     *button;
  gboolean       filtered;
};

enum
{
  SIGNAL_CLEAR_WANTED,
  SIGNAL_ALL_WANTED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspNoServices, hsp_no_services, ADW_TYPE_BIN)

static void
on_clicked_cb (HspNoServices *self)
{
  g_signal_emit (self, signals[self->filtered ? SIGNAL_CLEAR_WANTED : SIGNAL_ALL_WANTED], 0);
}

static void
hsp_no_services_class_init (HspNoServicesClass *klass)
{
  signals[SIGNAL_CLEAR_WANTED] =
    g_signal_new ("clear-wanted", HSP_TYPE_NO_SERVICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_ALL_WANTED] =
    g_signal_new ("all-wanted", HSP_TYPE_NO_SERVICES, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
}

static void
hsp_no_services_init (HspNoServices *self)
{
  self->page = ADW_STATUS_PAGE (adw_status_page_new ());
  gtk_widget_add_css_class (GTK_WIDGET (self->page), "compact");
  self->button = gtk_button_new ();
  gtk_widget_add_css_class (self->button, "pill");
  gtk_widget_set_halign (self->button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped (self->button, "clicked", G_CALLBACK (on_clicked_cb), self);
  adw_status_page_set_child (self->page, self->button);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->page));
}

GtkWidget *
hsp_no_services_new (void)
{
  return g_object_new (HSP_TYPE_NO_SERVICES, NULL);
}

static void
set_words (HspNoServices *self,
           const char    *icon,
           const char    *title,
           const char    *text)
{
  adw_status_page_set_icon_name (self->page, icon);
  adw_status_page_set_title (self->page, title);
  adw_status_page_set_description (self->page, text);
}

void
hsp_no_services_update (HspNoServices             *self,
                        const HspNoServicesReason *reason)
{
  g_return_if_fail (HSP_IS_NO_SERVICES (self));

  self->filtered = reason->filtered && !reason->empty;
  if (!reason->empty && (reason->searched || reason->filtered))
    set_words (self, "edit-find-symbolic", _("No Service Matches"),
               reason->searched ? _("Try fewer words, or look in all services.")
                                : _("Nothing here passes the filters."));
  else
    set_words (self, reason->shelf == HSP_SHELF_ALL ? "edit-find-symbolic"
                                                    : hsp_shelf_get_icon (reason->shelf),
               hsp_shelf_get_empty_title (reason->shelf),
               hsp_shelf_get_empty_text (reason->shelf));
  gtk_button_set_label (GTK_BUTTON (self->button),
                        self->filtered ? _("Clear Filters") : _("All Services"));
  gtk_widget_set_visible (self->button, self->filtered || reason->part);
}
