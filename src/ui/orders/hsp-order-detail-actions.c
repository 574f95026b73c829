/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-detail-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-lifetime.h"
#include "hsp-order-book.h"
#include "hsp-order-text.h"
#include "hsp-text.h"

static void
toast (HspOrderDetail *self,
       const char     *message)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

void
hsp_order_detail_toast_error (HspOrderDetail *self,
                              const GError   *error)
{
  g_autofree char *text = hsp_text_error (error);

  toast (self, text);
}

static void
order_again (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  const HspPurchaseRow *row = hsp_order_get_row (HSP_ORDER_DETAIL (widget)->order);
  g_autofree char *quantity = row->quantity > 0
                                ? g_strdup_printf ("%" G_GINT64_FORMAT, row->quantity)
                                : g_strdup ("");

  gtk_widget_activate_action (widget, "win.show-service", "(sss)", row->item, quantity,
                              row->link != NULL ? row->link : "");
}

static void
copy_number (GtkWidget  *widget,
             const char *action,
             GVariant   *parameter)
{
  const HspPurchaseRow *row = hsp_order_get_row (HSP_ORDER_DETAIL (widget)->order);

  gtk_widget_activate_action (widget, "win.copy", "(ss)", row->order, _("Order number copied"));
}

static void
append_detail (GString    *text,
               const char *label,
               const char *value)
{
  if (value != NULL && *value != '\0')
    /* Translators: a line of what Copy Details copies: a word and its value */
    g_string_append_printf (text, _("%s: %s\n"), label, value);
}

static void
copy_details (GtkWidget  *widget,
              const char *action,
              GVariant   *parameter)
{
  HspOrder *order = HSP_ORDER_DETAIL (widget)->order;
  const HspPurchaseRow *row = hsp_order_get_row (order);
  g_autofree char *name = hsp_order_text_name (row);
  g_autofree char *time = hsp_text_full_time (row->created);
  g_autofree char *charge = hsp_order_text_charge (row);
  g_autofree char *quantity = row->quantity > 0 ? hsp_number_to_text (row->quantity) : NULL;
  g_autoptr(GString) text = g_string_new (NULL);

  append_detail (text, _("Order"), row->order);
  append_detail (text, _("Service"), name);
  append_detail (text, _("Quantity"), quantity);
  append_detail (text, _("Link"), row->link);
  append_detail (text, _("Status"), hsp_order_get_state_text (order));
  append_detail (text, _("Charge"), charge);
  append_detail (text, _("Time"), time);
  append_detail (text, _("Note"), row->note);

  gtk_widget_activate_action (widget, "win.copy", "(ss)", text->str, _("Details copied"));
}

static void
copy_link (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  const HspPurchaseRow *row = hsp_order_get_row (HSP_ORDER_DETAIL (widget)->order);

  gtk_widget_activate_action (widget, "win.copy", "(ss)", row->link, _("Link copied"));
}

static void
open_link (GtkWidget  *widget,
           const char *action,
           GVariant   *parameter)
{
  hsp_order_open_uri (widget, hsp_order_get_row (HSP_ORDER_DETAIL (widget)->order)->link);
}

static void
on_forgotten_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(HspOrderDetail) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  gboolean forgotten = hsp_order_book_forget_finish (HSP_ORDER_BOOK (object), result, &error);

  if (self == NULL)
    return;
  if (forgotten)
    toast (self, _("Order forgotten"));
  else
    hsp_order_detail_toast_error (self, error);
}

static void
on_forget_response_cb (HspOrderDetail   *self,
                       const char       *response,
                       AdwMessageDialog *dialog)
{
  HspOrder *order = g_object_get_data (G_OBJECT (dialog), "order");

  if (g_str_equal (response, "forget"))
    hsp_order_book_forget_async (hsp_account_get_order_book (self->account), order, on_forgotten_cb,
                                 hsp_weak_new (self));
}

static void
forget (GtkWidget  *widget,
        const char *action,
        GVariant   *parameter)
{
  HspOrderDetail *self = HSP_ORDER_DETAIL (widget);
  gboolean has_number = hsp_order_get_row (self->order)->order != NULL;
  GtkWidget *dialog =
    adw_message_dialog_new (GTK_WINDOW (gtk_widget_get_root (widget)), _("Forget This Order?"),
                            has_number
                              ? _("It is taken off this list, with its note and its history. The "
                                  "shop keeps the order, and you can add it again by its number.")
                              : _("It is taken off this list, with its note and its history."));

  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"),
                                    "forget", _("Forget"), NULL);
  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog), "forget",
                                              ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  /* another one may be shown by the time of the answer */
  g_object_set_data_full (G_OBJECT (dialog), "order", g_object_ref (self->order), g_object_unref);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_forget_response_cb), self,
                           G_CONNECT_SWAPPED);
  hsp_dialog_close_with (dialog, widget);
  hsp_message_dialog_present (dialog);
}

void
hsp_order_detail_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "order.again", NULL, order_again);
  gtk_widget_class_install_action (widget_class, "order.copy-number", NULL, copy_number);
  gtk_widget_class_install_action (widget_class, "order.copy-details", NULL, copy_details);
  gtk_widget_class_install_action (widget_class, "order.copy-link", NULL, copy_link);
  gtk_widget_class_install_action (widget_class, "order.open-link", NULL, open_link);
  gtk_widget_class_install_action (widget_class, "order.forget", NULL, forget);
}
