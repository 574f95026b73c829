/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-detail-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-catalogue.h"
#include "hsp-lifetime.h"
#include "hsp-order-book.h"
#include "hsp-order-text.h"
#include "hsp-service.h"
#include "hsp-text.h"

G_DEFINE_FINAL_TYPE (HspOrderDetail, hsp_order_detail, ADW_TYPE_BIN)

static HspOrderBook *
get_book (HspOrderDetail *self)
{
  return hsp_account_get_order_book (self->account);
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
  hsp_order_detail_show_note (self);
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
  hsp_order_detail_bind_note (widget_class);
  hsp_order_detail_install_actions (widget_class);
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
  hsp_order_detail_end_note (self);
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
