/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-detail-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-lifetime.h"
#include "hsp-order-book.h"

void
hsp_order_detail_show_note (HspOrderDetail *self)
{
  const char *note = hsp_order_get_row (self->order)->note;
  gboolean has_note = note != NULL && *note != '\0';

  gtk_label_set_text (self->note_label, has_note ? note : _("None"));
  if (has_note)
    gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "dim-label");
}

void
hsp_order_detail_end_note (HspOrderDetail *self)
{
  gtk_stack_set_visible_child_name (self->note_stack, "value");
  gtk_widget_set_visible (self->note_button, TRUE);
}

static void
edit_note (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  HspOrderDetail *self = HSP_ORDER_DETAIL (widget);
  const char *note = hsp_order_get_row (self->order)->note;

  gtk_editable_set_text (GTK_EDITABLE (self->note_entry), note != NULL ? note : "");
  gtk_stack_set_visible_child_name (self->note_stack, "entry");
  gtk_widget_set_visible (self->note_button, FALSE);
  gtk_widget_grab_focus (GTK_WIDGET (self->note_entry));
}

static void
on_note_set_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(HspOrderDetail) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;

  if (!hsp_order_book_set_note_finish (HSP_ORDER_BOOK (object), result, &error) && self != NULL)
    hsp_order_detail_toast_error (self, error);
}

static void
on_note_activate_cb (HspOrderDetail *self)
{
  g_autofree char *note =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note_entry))));

  hsp_order_detail_end_note (self);
  gtk_widget_grab_focus (self->note_button);
  if (g_strcmp0 (note, hsp_order_get_row (self->order)->note) != 0)
    hsp_order_book_set_note_async (hsp_account_get_order_book (self->account), self->order, note,
                                   on_note_set_cb, hsp_weak_new (self));
}

static gboolean
on_note_key_cb (HspOrderDetail *self,
                guint           keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  hsp_order_detail_end_note (self);
  gtk_widget_grab_focus (self->note_button);
  return GDK_EVENT_STOP;
}

void
hsp_order_detail_bind_note (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_stack);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_entry);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_button);
  gtk_widget_class_bind_template_callback (widget_class, on_note_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_note_key_cb);
  gtk_widget_class_install_action (widget_class, "order.edit-note", NULL, edit_note);
}
