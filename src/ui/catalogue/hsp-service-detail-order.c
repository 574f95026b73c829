/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-detail-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-ask.h"
#include "hsp-catalogue.h"
#include "hsp-confirm-dialog.h"
#include "hsp-lifetime.h"
#include "hsp-order-book.h"
#include "hsp-service.h"
#include "hsp-text.h"
#include "hsp-toast.h"
#include "hsp-wallet.h"

static void
show_notice (HspServiceDetail *self,
             const char       *title,
             const char       *text)
{
  gtk_label_set_text (self->notice_title, title);
  gtk_label_set_text (self->notice_text, text);
  gtk_widget_set_visible (GTK_WIDGET (self->notice_text), *text != '\0');
  gtk_widget_set_visible (self->notice, TRUE);
}

void
hsp_service_detail_hide_notice (HspServiceDetail *self)
{
  gtk_widget_set_visible (self->notice, FALSE);
}

static void
finish_decision (HspServiceDetail *self)
{
  self->step = HSP_DECISION_IDLE;
  g_clear_object (&self->wanted);
  g_clear_pointer (&self->link, g_free);
  g_clear_object (&self->cancellable);
  hsp_service_detail_update_button (self);
}

/* The form shows another service by now: there the outcome of this one would mislead. */
static gboolean
is_wanted_shown (HspServiceDetail *self)
{
  return self->service != NULL && self->wanted != NULL &&
         g_str_equal (hsp_service_get_id (self->service), hsp_service_get_id (self->wanted));
}

static void
tell_outcome (HspServiceDetail *self,
              const char       *title,
              const char       *text)
{
  if (is_wanted_shown (self))
    show_notice (self, title, text);
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", title);
}

static void
tell_placed (HspServiceDetail     *self,
             const HspPurchaseRow *row)
{
  g_autofree char *title = NULL;
  AdwToast *toast;

  /* Translators: %s is the order's number */
  title = g_strdup_printf (_("Order %s placed"), row->order != NULL ? row->order : "");
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.toast", "s", title);
      return;
    }

  /* over the facts: in the window's own place it would hide the total */
  toast = hsp_toast_new (title);
  adw_toast_set_button_label (toast, _("Show"));
  adw_toast_set_action_name (toast, "win.show-order");
  adw_toast_set_action_target (toast, "x", row->id);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

/* @reason: (nullable) the shop's own words */
static void
tell_rejected (HspServiceDetail *self,
               const char       *reason)
{
  const char *advice = _("Nothing was bought. Change the order and send it again.");
  g_autofree char *text = NULL;

  if (reason != NULL && *reason != '\0')
    /* Translators: what the shop said, in its own words, and what can be done about it */
    text = g_strdup_printf (_("It said: “%s” %s"), reason, advice);
  tell_outcome (self, _("The shop did not accept this order."), text != NULL ? text : advice);
}

static void
show_outcome (HspServiceDetail *self,
              HspOrder         *order)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);

  switch (row->outcome)
    {
    case HSP_OUTCOME_PLACED:
      tell_placed (self, row);
      break;
    case HSP_OUTCOME_REJECTED:
    case HSP_OUTCOME_NOT_PLACED:
      tell_rejected (self, row->reason);
      break;
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_NOT_SENT:
      tell_outcome (self, _("Nothing was sent. You can send it again."),
                    row->reason != NULL ? row->reason : "");
      break;
    case HSP_OUTCOME_SENT:
    case HSP_OUTCOME_UNCONFIRMED:
      tell_outcome (self, _("It is not known whether this order was placed."),
                    _("It will not be sent again by itself. Settle it on the Orders page first."));
      gtk_widget_activate_action (GTK_WIDGET (self), "win.show-order", "x", row->id);
      break;
    }
}

static void
place_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(HspServiceDetail) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(HspOrder) order = hsp_order_book_place_finish (HSP_ORDER_BOOK (object), result, &error);

  /* the page may be gone by now; the order is in the journal and on the Orders page */
  if (self == NULL)
    return;

  if (order != NULL)
    {
      show_outcome (self, order);
    }
  else
    {
      g_autofree char *text = hsp_text_error (error);

      tell_outcome (self, _("Nothing was sent. You can send it again."), text);
    }
  finish_decision (self);
}

static void
place (HspServiceDetail *self)
{
  self->step = HSP_DECISION_PLACING;
  hsp_service_detail_update_button (self);
  hsp_order_book_place_async (hsp_account_get_order_book (self->account), self->wanted,
                              self->quantity,
                              self->link, place_cb, hsp_weak_new (self));
}

static HspMoney
get_wanted_total (HspServiceDetail *self)
{
  return hsp_service_estimate (self->wanted, self->quantity);
}

static void
present_dialog (HspServiceDetail *self,
                GtkWidget        *dialog,
                GCallback         callback)
{
  self->step = HSP_DECISION_CONFIRMING;
  hsp_service_detail_update_button (self);
  g_signal_connect_object (dialog, "response", callback, self, G_CONNECT_SWAPPED);
  hsp_dialog_close_with (dialog, GTK_WIDGET (self));
  hsp_message_dialog_present (dialog);
}

static void
on_again_response_cb (HspServiceDetail *self,
                      const char       *response)
{
  if (self->step != HSP_DECISION_CONFIRMING)
    return;

  if (g_str_equal (response, HSP_ASK_AGAIN_RESPONSE))
    place (self);
  else
    finish_decision (self);
}

static void
ask_again (HspServiceDetail *self)
{
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
  GtkWidget *dialog = hsp_ask_again_dialog_new (parent, self->account, get_wanted_total (self));

  present_dialog (self, dialog, G_CALLBACK (on_again_response_cb));
}

static void
on_confirm_response_cb (HspServiceDetail *self,
                        const char       *response)
{
  if (self->step != HSP_DECISION_CONFIRMING)
    return;

  if (g_str_equal (response, HSP_CONFIRM_RESPONSE_ORDER))
    {
      if (hsp_ask_again_needed (self->account, get_wanted_total (self)))
        ask_again (self);
      else
        place (self);
      return;
    }

  finish_decision (self);
  if (g_str_equal (response, HSP_CONFIRM_RESPONSE_CHANGE))
    hsp_order_form_focus_quantity (self->form);
}

/* An order of the same that is worth a warning. (transfer none) (nullable) */
static HspOrder *
find_same (HspServiceDetail *self)
{
  HspOrder *same = hsp_order_book_find_same (hsp_account_get_order_book (self->account),
                                             hsp_service_get_id (self->wanted), self->link);
  gboolean is_open = same != NULL && hsp_order_get_state (same) == HSP_STATE_OPEN;

  return is_open && hsp_account_get_limits (self->account)->unwarned ? NULL : same;
}

/* Only what the person saw in the form, can pay, and does not want to be asked about. */
static gboolean
goes_unasked (HspServiceDetail      *self,
              const HspConfirmation *confirmation)
{
  HspMoney total = get_wanted_total (self);

  return hsp_account_get_limits (self->account)->unasked && confirmation->same == NULL &&
         confirmation->old_rate == hsp_service_get_value (self->wanted)->rate &&
         total != HSP_MONEY_UNKNOWN && !hsp_ask_again_needed (self->account, total) &&
         (confirmation->balance == HSP_MONEY_UNKNOWN || confirmation->balance >= total);
}

/* @old_rate: what the form showed when the person decided */
static void
confirm (HspServiceDetail *self,
         HspMoney          old_rate)
{
  HspConfirmation confirmation = {
    .service = self->wanted,
    .quantity = self->quantity,
    .link = self->link,
    .old_rate = old_rate,
    .currency = hsp_wallet_get_currency (hsp_account_get_wallet (self->account)),
    .balance = hsp_wallet_get_balance (hsp_account_get_wallet (self->account)),
    .same = find_same (self),
  };
  GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));

  if (goes_unasked (self, &confirmation))
    place (self);
  else
    present_dialog (self, hsp_confirm_dialog_new (parent, &confirmation),
                    G_CALLBACK (on_confirm_response_cb));
}

static void
take_quote (HspServiceDetail *self,
            HspQuote         *quote)
{
  HspMoney old_rate = hsp_service_get_value (self->wanted)->rate;
  gboolean is_short = quote->stock != HSP_UNKNOWN && quote->stock < self->quantity;

  g_set_object (&self->wanted, quote->service);
  hsp_service_detail_set_service (self, quote->service);

  /* the limits may have moved with the rest: the field says so */
  if (!hsp_order_form_check (self->form))
    {
      show_notice (self, _("Nothing was sent. The shop has changed this service."), "");
      finish_decision (self);
    }
  else if (!quote->available || is_short)
    {
      GtkWindow *parent = GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self)));
      gint64 stock = quote->available ? quote->stock : HSP_UNKNOWN;

      present_dialog (self, hsp_confirm_dialog_new_short (parent, stock, self->quantity),
                      G_CALLBACK (on_confirm_response_cb));
    }
  else
    {
      confirm (self, old_rate);
    }
}

static void
quote_cb (GObject      *object,
          GAsyncResult *result,
          gpointer      user_data)
{
  g_autoptr(HspServiceDetail) self = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(HspQuote) quote = hsp_catalogue_quote_finish (HSP_CATALOGUE (object), result, &error);

  /* another service was chosen meanwhile, or the page has gone: nothing is to be asked any more */
  if (self == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (quote == NULL)
    {
      g_autofree char *text = hsp_text_error (error);

      show_notice (self, _("Nothing was sent: the price could not be checked."), text);
      finish_decision (self);
    }
  else
    {
      take_quote (self, quote);
    }
}

void
hsp_service_detail_drop_quote (HspServiceDetail *self)
{
  if (self->step != HSP_DECISION_QUOTING)
    return;

  g_cancellable_cancel (self->cancellable);
  finish_decision (self);
}

static void
start_order (HspServiceDetail *self)
{
  /* Enter in the form comes here too, whatever the button is */
  if (self->step != HSP_DECISION_IDLE || self->service == NULL || hsp_service_detail_get_block (self) != NULL)
    return;

  hsp_service_detail_hide_notice (self);
  if (!hsp_order_form_check (self->form))
    return;

  self->wanted = g_object_ref (self->service);
  self->quantity = hsp_order_form_get_quantity (self->form);
  self->link = hsp_order_form_dup_link (self->form);
  self->cancellable = g_cancellable_new ();
  self->step = HSP_DECISION_QUOTING;
  hsp_service_detail_update_button (self);
  hsp_catalogue_quote_async (hsp_account_get_catalogue (self->account), self->wanted,
                             self->cancellable, quote_cb, hsp_weak_new (self));
}

void
hsp_service_detail_bind_order (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, notice);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, notice_title);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, notice_text);
  gtk_widget_class_bind_template_callback (widget_class, hsp_service_detail_hide_notice);
  gtk_widget_class_bind_template_callback (widget_class, start_order);
}
