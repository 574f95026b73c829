/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-detail.h"

#include <glib/gi18n-lib.h>

#include "hsp-catalogue.h"
#include "hsp-lifetime.h"
#include "hsp-order-book.h"
#include "hsp-order-goods.h"
#include "hsp-order-receipt.h"
#include "hsp-order-text.h"
#include "hsp-order-timeline.h"
#include "hsp-service.h"
#include "hsp-text.h"

struct _HspOrderDetail
{
  AdwBin parent_instance;

  HspAccount   *account;          /* (owned) (nullable) */
  HspOrder     *order;            /* (owned) (nullable) */
  GCancellable *cancellable;      /* (owned) (nullable) of the check that was asked for */
  guint         spinner_timeout;
  guint         tick;             /* while "Checked 12 s ago" counts */
  gboolean      narrow;

  GtkScrolledWindow *scroller;
  GtkWidget         *content;
  GtkBox            *head;
  GtkBox            *buttons;
  GtkLabel          *name_label;
  GtkLabel          *pill;
  GtkLabel          *number_label;
  GtkWidget         *check_button;
  GtkSpinner        *check_spinner;
  GtkWidget         *again_button;
  GtkWidget         *menu_button;
  GtkWidget         *reason_card;
  GtkLabel          *reason_heading;
  GtkLabel          *reason_label;
  GtkWidget         *cards;
  GtkLabel          *progress_heading;
  GtkLabel          *checked_label;
  GtkProgressBar    *progress;
  GtkLabel          *start_label;
  GtkLabel          *delivered_label;
  GtkLabel          *remains_label;
  HspOrderReceipt   *receipt;
  HspOrderGoods     *goods;
  GtkLabel          *link_label;
  GtkWidget         *copy_link_button;
  GtkWidget         *open_link_button;
  GtkStack          *note_stack;
  GtkLabel          *note_label;
  GtkEntry          *note_entry;
  GtkWidget         *note_button;
  HspOrderTimeline  *timeline;
};

G_DEFINE_FINAL_TYPE (HspOrderDetail, hsp_order_detail, ADW_TYPE_BIN)

static HspOrderBook *
get_book (HspOrderDetail *self)
{
  return hsp_account_get_order_book (self->account);
}

static void
toast (HspOrderDetail *self,
       const char     *message)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", message);
}

static void
toast_error (HspOrderDetail *self,
             const GError   *error)
{
  g_autofree char *text = hsp_text_error (error);

  toast (self, text);
}

/* What is shown */

static void
show_head (HspOrderDetail *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  g_autofree char *name = hsp_order_text_name (row);
  g_autofree char *when = hsp_order_text_when (row->created);
  g_autofree char *full = hsp_text_full_time (row->created);
  g_autofree char *line = row->order != NULL ? g_strdup_printf ("#%s · %s", row->order, when)
                                             : g_strdup (when);

  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->number_label, line);
  hsp_widget_set_tooltip (GTK_WIDGET (self->number_label), full);
  hsp_order_show_pill (self->pill, self->order);
}

static char *
describe_checked (HspOrderDetail *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  const GError *error = hsp_order_get_check_error (self->order);
  g_autofree char *clock = row->checked > 0 ? hsp_text_clock (row->checked) : NULL;
  g_autofree char *reason = error != NULL ? hsp_text_check_error (error) : NULL;

  if (clock == NULL && reason == NULL)
    return g_strdup (_("Not checked yet"));
  if (clock == NULL)
    /* Translators: %s is why: "no answer from the shop" */
    return g_strdup_printf (_("Not checked yet: %s"), reason);
  if (reason != NULL)
    /* Translators: a time, "14:06", and why not since: "no answer from the shop" */
    return g_strdup_printf (_("Last checked %s: %s"), clock, reason);

  return hsp_text_checked (row->checked, g_get_real_time () / G_USEC_PER_SEC);
}

/* The seconds are counted while they are shown; minutes are the page's, which looks at the clock. */
static gboolean
counts_seconds (HspOrderDetail *self)
{
  gint64 now = g_get_real_time () / G_USEC_PER_SEC;

  return self->order != NULL && gtk_widget_get_mapped (GTK_WIDGET (self)) &&
         hsp_order_get_check_error (self->order) == NULL &&
         now - hsp_order_get_row (self->order)->checked <= 60;
}

static void show_checked (HspOrderDetail *self);

static gboolean
on_tick_cb (gpointer user_data)
{
  HspOrderDetail *self = HSP_ORDER_DETAIL (user_data);

  self->tick = 0;
  if (self->order != NULL)
    show_checked (self);
  return G_SOURCE_REMOVE;
}

static void
show_checked (HspOrderDetail *self)
{
  const GError *error = hsp_order_get_check_error (self->order);
  g_autofree char *reason = error != NULL ? hsp_text_error (error) : NULL;
  g_autofree char *text = describe_checked (self);

  gtk_label_set_text (self->checked_label, text);
  hsp_widget_set_tooltip (GTK_WIDGET (self->checked_label), reason);
  if (!counts_seconds (self))
    g_clear_handle_id (&self->tick, g_source_remove);
  else if (self->tick == 0)
    self->tick = g_timeout_add_seconds (1, on_tick_cb, self);
}

static void
show_progress (HspOrderDetail *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  gint64 done = row->remains >= 0 && row->quantity > 0 ? MAX (row->quantity - row->remains, 0) : -1;
  int percent = hsp_order_get_percent (self->order);
  g_autofree char *heading = hsp_order_text_delivered (row, row->remains);
  g_autofree char *start = hsp_order_text_count (row->start_count);
  g_autofree char *delivered = hsp_order_text_count (done);
  g_autofree char *remains = hsp_order_text_count (row->remains);

  gtk_label_set_text (self->progress_heading,
                      heading != NULL ? heading : _("Progress not reported"));
  gtk_widget_set_visible (GTK_WIDGET (self->progress), heading != NULL);
  gtk_progress_bar_set_fraction (self->progress, MAX (percent, 0) / 100.0);
  if (heading != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                    GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT, heading, -1);
  gtk_label_set_text (self->start_label, start);
  gtk_label_set_text (self->delivered_label, delivered);
  gtk_label_set_text (self->remains_label, remains);
}

static void
show_receipt (HspOrderDetail *self)
{
  hsp_order_receipt_show (self->receipt, self->account, self->order,
                          hsp_order_timeline_get_events (self->timeline));
}

/* The history knows what was charged at first. */
static void
on_events_loaded_cb (HspOrderDetail *self)
{
  if (self->order != NULL)
    show_receipt (self);
}

/* A purchase that never became an order has no progress: the place tells why. */
static void
show_reason (HspOrderDetail *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  const char *heading = NULL;
  const char *text = row->reason;

  switch (row->outcome)
    {
    case HSP_OUTCOME_REJECTED:
      heading = _("The shop rejected it. Nothing was bought.");
      break;
    case HSP_OUTCOME_NOT_SENT:
      heading = _("It was not sent. Nothing was bought.");
      break;
    case HSP_OUTCOME_NOT_PLACED:
      heading = _("It is kept as not placed.");
      text = _("You may order again.");
      break;
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
    case HSP_OUTCOME_PLACED:
    case HSP_OUTCOME_UNCONFIRMED:
      break;
    }

  gtk_widget_set_visible (self->reason_card, heading != NULL);
  gtk_widget_set_visible (self->cards, heading == NULL);
  gtk_label_set_text (self->reason_heading, heading != NULL ? heading : "");
  gtk_label_set_text (self->reason_label, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->reason_label), text != NULL && *text != '\0');
}

/* The journal does not know the kind; where the catalogue does not either, a purchase without a
 * link can only be a product. */
static gboolean
is_product (HspOrderDetail *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);
  g_autoptr(HspService) service = row->item != NULL && *row->item != '\0'
                                    ? hsp_catalogue_lookup (catalogue, row->item) : NULL;
  HspKind kind = service != NULL ? hsp_service_get_value (service)->kind : HSP_KIND_UNKNOWN;

  if (kind != HSP_KIND_UNKNOWN)
    return kind == HSP_KIND_PRODUCT;

  return row->link == NULL || *row->link == '\0';
}

static gboolean
has_goods (HspOrderDetail *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  HspState state = hsp_order_get_state (self->order);

  if (row->order == NULL || row->kind != HSP_PURCHASE_ORDER || !is_product (self))
    return FALSE;
  if (state == HSP_STATE_COMPLETED || state == HSP_STATE_PARTIAL)
    return TRUE;

  return row->remains >= 0 && row->remains < row->quantity;
}

static void
show_link (HspOrderDetail *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  gboolean has_link = row->link != NULL && *row->link != '\0';
  const char *none = row->item == NULL || *row->item == '\0'
                       ? _("Not known")
                       : row->kind == HSP_PURCHASE_SMS ? _("None")
                                                       : _("Delivered to the account’s e-mail");

  gtk_label_set_text (self->link_label, has_link ? row->link : none);
  gtk_label_set_selectable (self->link_label, has_link);
  gtk_widget_set_visible (self->copy_link_button, has_link);
  gtk_widget_set_visible (self->open_link_button, hsp_order_is_web_link (row->link));
}

static void
show_note (HspOrderDetail *self)
{
  const char *note = hsp_order_get_row (self->order)->note;
  gboolean has_note = note != NULL && *note != '\0';

  gtk_label_set_text (self->note_label, has_note ? note : _("None"));
  if (has_note)
    gtk_widget_remove_css_class (GTK_WIDGET (self->note_label), "dim-label");
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->note_label), "dim-label");
}

static void
update_actions (HspOrderDetail *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  gboolean has_number = row->order != NULL;
  gboolean is_over = row->outcome != HSP_OUTCOME_WRITTEN && row->outcome != HSP_OUTCOME_SENT;

  gtk_widget_set_visible (self->check_button, has_number);
  gtk_widget_set_sensitive (self->check_button, hsp_account_get_online (self->account) &&
                                                self->cancellable == NULL);
  gtk_widget_action_set_enabled (widget, "order.copy-number", has_number);
  gtk_widget_action_set_enabled (widget, "order.again", row->kind == HSP_PURCHASE_ORDER &&
                                 row->item != NULL && *row->item != '\0');
  gtk_widget_action_set_enabled (widget, "order.forget", is_over);
}

static void
update (HspOrderDetail *self)
{
  show_head (self);
  show_checked (self);
  show_progress (self);
  show_receipt (self);
  show_reason (self);
  show_link (self);
  show_note (self);
  gtk_widget_set_visible (GTK_WIDGET (self->goods), has_goods (self));
  update_actions (self);
}

static void
on_online_changed_cb (HspOrderDetail *self)
{
  if (self->order != NULL)
    update_actions (self);
}

/* Checking now */

static gboolean
show_spinner_cb (gpointer user_data)
{
  HspOrderDetail *self = HSP_ORDER_DETAIL (user_data);

  self->spinner_timeout = 0;
  gtk_widget_set_visible (GTK_WIDGET (self->check_spinner), TRUE);
  gtk_spinner_start (self->check_spinner);
  return G_SOURCE_REMOVE;
}

static void
end_check (HspOrderDetail *self)
{
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  g_clear_object (&self->cancellable);
  gtk_spinner_stop (self->check_spinner);
  gtk_widget_set_visible (GTK_WIDGET (self->check_spinner), FALSE);
  if (self->order != NULL)
    update_actions (self);
}

/* A failure is the order's check-error, which the card tells. */
static void
on_checked_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(HspOrderDetail) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;

  hsp_order_book_check_finish (HSP_ORDER_BOOK (object), result, &error);
  if (self != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    end_check (self);
}

static void
on_check_cb (HspOrderDetail *self)
{
  if (self->order == NULL || self->cancellable != NULL)
    return;

  self->cancellable = g_cancellable_new ();
  self->spinner_timeout = g_timeout_add (250, show_spinner_cb, self);
  update_actions (self);
  hsp_order_book_check_async (get_book (self), self->order, self->cancellable, on_checked_cb,
                              hsp_weak_new (self));
}

/* Actions */

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
    toast_error (self, error);
}

static void
on_forget_response_cb (HspOrderDetail   *self,
                       const char       *response,
                       AdwMessageDialog *dialog)
{
  HspOrder *order = g_object_get_data (G_OBJECT (dialog), "order");

  if (g_str_equal (response, "forget"))
    hsp_order_book_forget_async (get_book (self), order, on_forgotten_cb, hsp_weak_new (self));
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

/* The note */

static void
end_note (HspOrderDetail *self)
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
    toast_error (self, error);
}

static void
on_note_activate_cb (HspOrderDetail *self)
{
  g_autofree char *note =
    g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->note_entry))));

  end_note (self);
  gtk_widget_grab_focus (self->note_button);
  if (g_strcmp0 (note, hsp_order_get_row (self->order)->note) != 0)
    hsp_order_book_set_note_async (get_book (self), self->order, note, on_note_set_cb,
                                   hsp_weak_new (self));
}

static gboolean
on_note_key_cb (HspOrderDetail *self,
                guint           keyval)
{
  if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;

  end_note (self);
  gtk_widget_grab_focus (self->note_button);
  return GDK_EVENT_STOP;
}

static void
hsp_order_detail_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (hsp_order_detail_parent_class)->map (widget);

  hsp_order_detail_update_time (HSP_ORDER_DETAIL (widget));
}

static void
hsp_order_detail_unmap (GtkWidget *widget)
{
  g_clear_handle_id (&HSP_ORDER_DETAIL (widget)->tick, g_source_remove);

  GTK_WIDGET_CLASS (hsp_order_detail_parent_class)->unmap (widget);
}

static void
hsp_order_detail_dispose (GObject *object)
{
  HspOrderDetail *self = HSP_ORDER_DETAIL (object);

  g_clear_handle_id (&self->tick, g_source_remove);
  g_clear_handle_id (&self->spinner_timeout, g_source_remove);
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->order);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_order_detail_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, scroller);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, content);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, head);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, buttons);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, name_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, pill);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, number_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, check_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, check_spinner);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, again_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, menu_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, reason_card);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, reason_heading);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, reason_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, cards);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, progress_heading);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, checked_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, progress);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, start_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, delivered_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, remains_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, receipt);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, goods);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, link_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, copy_link_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, open_link_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_stack);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_entry);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, note_button);
  gtk_widget_class_bind_template_child (widget_class, HspOrderDetail, timeline);
}

static void
hsp_order_detail_class_init (HspOrderDetailClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_order_detail_dispose;
  widget_class->map = hsp_order_detail_map;
  widget_class->unmap = hsp_order_detail_unmap;

  g_type_ensure (HSP_TYPE_ORDER_GOODS);
  g_type_ensure (HSP_TYPE_ORDER_RECEIPT);
  g_type_ensure (HSP_TYPE_ORDER_TIMELINE);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-order-detail.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_check_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_events_loaded_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_note_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_note_key_cb);

  gtk_widget_class_install_action (widget_class, "order.again", NULL, order_again);
  gtk_widget_class_install_action (widget_class, "order.copy-number", NULL, copy_number);
  gtk_widget_class_install_action (widget_class, "order.copy-details", NULL, copy_details);
  gtk_widget_class_install_action (widget_class, "order.copy-link", NULL, copy_link);
  gtk_widget_class_install_action (widget_class, "order.open-link", NULL, open_link);
  gtk_widget_class_install_action (widget_class, "order.edit-note", NULL, edit_note);
  gtk_widget_class_install_action (widget_class, "order.forget", NULL, forget);
}

static void
hsp_order_detail_init (HspOrderDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->narrow = TRUE;
}

void
hsp_order_detail_set_account (HspOrderDetail *self,
                              HspAccount     *account)
{
  g_return_if_fail (HSP_IS_ORDER_DETAIL (self));
  g_return_if_fail (self->account == NULL);

  self->account = g_object_ref (account);
  g_signal_connect_object (hsp_account_get_catalogue (account), "rates-learnt",
                           G_CALLBACK (on_events_loaded_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (account, "notify::online", G_CALLBACK (on_online_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* @order: (nullable) */
void
hsp_order_detail_set_order (HspOrderDetail *self,
                            HspOrder       *order)
{
  g_return_if_fail (HSP_IS_ORDER_DETAIL (self));
  g_return_if_fail (order == NULL || self->account != NULL);

  if (self->order == order)
    return;

  if (self->order != NULL)
    g_signal_handlers_disconnect_by_func (self->order, update, self);
  g_cancellable_cancel (self->cancellable);
  g_set_object (&self->order, order);
  end_check (self);
  end_note (self);
  hsp_order_goods_set_order (self->goods, order != NULL ? get_book (self) : NULL, order);
  hsp_order_timeline_set_order (self->timeline, order != NULL ? get_book (self) : NULL, order);
  if (order == NULL)
    return;

  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  g_signal_connect_object (order, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

/* The template is the narrow form. */
void
hsp_order_detail_set_narrow (HspOrderDetail *self,
                             gboolean        narrow)
{
  g_return_if_fail (HSP_IS_ORDER_DETAIL (self));

  if (self->narrow == narrow)
    return;

  self->narrow = narrow;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self->head),
                                  narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_hexpand (self->check_button, narrow);
  gtk_widget_set_hexpand (self->again_button, narrow);
  gtk_widget_set_margin_top (self->content, narrow ? 15 : 24);
  gtk_widget_set_margin_bottom (self->content, narrow ? 15 : 24);
  gtk_widget_set_margin_start (self->content, narrow ? 12 : 24);
  gtk_widget_set_margin_end (self->content, narrow ? 12 : 24);
  hsp_order_goods_set_narrow (self->goods, narrow);
}

/* "today" ends at midnight. */
void
hsp_order_detail_update_time (HspOrderDetail *self)
{
  g_return_if_fail (HSP_IS_ORDER_DETAIL (self));

  if (self->order == NULL)
    return;

  show_head (self);
  show_checked (self);
}
