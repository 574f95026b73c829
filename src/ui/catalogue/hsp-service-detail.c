/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-detail.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-ask.h"
#include "hsp-catalogue.h"
#include "hsp-confirm-dialog.h"
#include "hsp-lifetime.h"
#include "hsp-money.h"
#include "hsp-order-book.h"
#include "hsp-order-form.h"
#include "hsp-rate-text.h"
#include "hsp-service-facts.h"
#include "hsp-service.h"
#include "hsp-text.h"
#include "hsp-toast.h"
#include "hsp-wallet.h"

/* Where a decision is on its way. */
typedef enum
{
  STEP_IDLE,
  STEP_QUOTING,       /* price and stock are asked again */
  STEP_CONFIRMING,    /* the dialog is open */
  STEP_PLACING,       /* it is being sent: no way back */
} Step;

struct _HspServiceDetail
{
  AdwBin parent_instance;

  HspAccount   *account;        /* (owned) */
  HspService   *service;        /* (owned) (nullable) shown */
  Step          step;
  /* the decision under way */
  HspService   *wanted;         /* (owned) (nullable) */
  gint64        quantity;
  char         *link;           /* (owned) (nullable) */
  GCancellable *cancellable;    /* (owned) (nullable) of the quote; a purchase has none */

  AdwToastOverlay *toasts;
  GtkWidget       *footer;
  HspServiceFacts *facts;
  HspOrderForm    *form;
  GtkWidget       *notice;
  GtkLabel        *notice_title;
  GtkLabel        *notice_text;
  GtkLabel        *total_label;
  GtkLabel        *after_label;
  GtkLabel        *block_label;
  GtkWidget       *place_button;
  GtkSpinner      *place_spinner;
  GtkLabel        *place_label;
};

G_DEFINE_FINAL_TYPE (HspServiceDetail, hsp_service_detail, ADW_TYPE_BIN)

static HspWallet *
get_wallet (HspServiceDetail *self)
{
  return hsp_account_get_wallet (self->account);
}

static HspRateUnit
get_unit (HspServiceDetail *self)
{
  return self->service != NULL ? hsp_service_get_rate_unit (self->service) : HSP_RATE_UNKNOWN;
}

/* The footer */

static void
update_after (HspServiceDetail *self,
              HspMoney          total)
{
  HspMoney balance = hsp_wallet_get_balance (get_wallet (self));
  const char *currency = hsp_wallet_get_currency (get_wallet (self));
  gboolean known = balance != HSP_MONEY_UNKNOWN && total != HSP_MONEY_UNKNOWN;
  HspMoney after = known ? hsp_money_subtract (balance, total) : 0;
  g_autofree char *amount = NULL;
  g_autofree char *text = NULL;

  if (!known)
    {
      /* it keeps its line: the button beside it stays where it is */
      text = g_strdup ("");
    }
  else if (after >= 0)
    {
      amount = hsp_rate_text_amount (get_unit (self), after, currency);
      /* Translators: %s is what would be left of the balance, "97.875 USD" */
      text = g_strdup_printf (_("Balance after %s"), amount);
      gtk_widget_remove_css_class (GTK_WIDGET (self->after_label), "gone");
    }
  else
    {
      amount = hsp_money_to_text (hsp_money_subtract (0, after), currency);
      text = g_strdup_printf (_("%s short of your balance"), amount);
      gtk_widget_add_css_class (GTK_WIDGET (self->after_label), "gone");
    }
  gtk_label_set_text (self->after_label, text);
}

static void
update_total (HspServiceDetail *self)
{
  gint64 quantity = hsp_order_form_get_quantity (self->form);
  HspMoney total = HSP_MONEY_UNKNOWN;
  g_autofree char *text = NULL;

  if (self->service != NULL && quantity > 0)
    total = hsp_service_estimate (self->service, quantity);
  text = hsp_rate_text_amount (get_unit (self), total, hsp_wallet_get_currency (get_wallet (self)));
  gtk_label_set_text (self->total_label, text);
  update_after (self, total);
}

static gboolean
is_listed (HspServiceDetail *self)
{
  g_autoptr(HspService) service = hsp_catalogue_lookup (hsp_account_get_catalogue (self->account),
                                                        hsp_service_get_id (self->service));

  return service != NULL;
}

/* Why nothing can be ordered now; NULL when it can. */
static const char *
get_block (HspServiceDetail *self)
{
  if (hsp_account_get_journal_error (self->account) != NULL)
    return _("Your orders cannot be written down here, so nothing can be bought.");
  if (!hsp_account_get_online (self->account))
    return _("Offline: nothing can be ordered now.");
  if (self->service != NULL && !is_listed (self))
    return _("The shop no longer lists this service.");
  return NULL;
}

static void
update_button (HspServiceDetail *self)
{
  const char *block = get_block (self);
  gboolean busy = self->step != STEP_IDLE;
  gboolean working = self->step == STEP_QUOTING || self->step == STEP_PLACING;
  const char *label = _("Place Order");

  if (self->step == STEP_QUOTING)
    label = _("Checking…");
  else if (self->step == STEP_PLACING)
    label = _("Placing Order…");

  gtk_label_set_text (self->place_label, label);
  gtk_widget_set_visible (GTK_WIDGET (self->place_spinner), working);
  gtk_spinner_set_spinning (self->place_spinner, working);
  gtk_widget_set_sensitive (self->place_button, !busy && block == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  gtk_label_set_text (self->block_label, block != NULL ? block : "");
  gtk_widget_set_visible (GTK_WIDGET (self->block_label), block != NULL);
}

/* The notice */

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

static void
hide_notice (HspServiceDetail *self)
{
  gtk_widget_set_visible (self->notice, FALSE);
}

/* Ordering: check, quote, confirm, place, outcome */

static void
finish_decision (HspServiceDetail *self)
{
  self->step = STEP_IDLE;
  g_clear_object (&self->wanted);
  g_clear_pointer (&self->link, g_free);
  g_clear_object (&self->cancellable);
  update_button (self);
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
  self->step = STEP_PLACING;
  update_button (self);
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
  self->step = STEP_CONFIRMING;
  update_button (self);
  g_signal_connect_object (dialog, "response", callback, self, G_CONNECT_SWAPPED);
  hsp_dialog_close_with (dialog, GTK_WIDGET (self));
  hsp_message_dialog_present (dialog);
}

static void
on_again_response_cb (HspServiceDetail *self,
                      const char       *response)
{
  if (self->step != STEP_CONFIRMING)
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
  if (self->step != STEP_CONFIRMING)
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
    .currency = hsp_wallet_get_currency (get_wallet (self)),
    .balance = hsp_wallet_get_balance (get_wallet (self)),
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

static void
start_order (HspServiceDetail *self)
{
  /* Enter in the form comes here too, whatever the button is */
  if (self->step != STEP_IDLE || self->service == NULL || get_block (self) != NULL)
    return;

  hide_notice (self);
  if (!hsp_order_form_check (self->form))
    return;

  self->wanted = g_object_ref (self->service);
  self->quantity = hsp_order_form_get_quantity (self->form);
  self->link = hsp_order_form_dup_link (self->form);
  self->cancellable = g_cancellable_new ();
  self->step = STEP_QUOTING;
  update_button (self);
  hsp_catalogue_quote_async (hsp_account_get_catalogue (self->account), self->wanted,
                             self->cancellable, quote_cb, hsp_weak_new (self));
}

static void
on_form_changed_cb (HspServiceDetail *self)
{
  if (self->account == NULL)
    return;

  hide_notice (self);
  update_total (self);
}

static void
on_form_entered_cb (HspServiceDetail *self)
{
  hsp_service_facts_note_seen (self->facts);
}

/* A refresh makes a new object where something of the service has changed. */
static void
on_catalogue_changed_cb (HspServiceDetail *self)
{
  g_autoptr(HspService) service = NULL;

  if (self->service == NULL)
    return;

  service = hsp_catalogue_lookup (hsp_account_get_catalogue (self->account),
                                  hsp_service_get_id (self->service));
  if (service != NULL)
    hsp_service_detail_set_service (self, service);
  update_button (self);
}

static void
hsp_service_detail_dispose (GObject *object)
{
  HspServiceDetail *self = HSP_SERVICE_DETAIL (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->wanted);
  g_clear_object (&self->service);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (hsp_service_detail_parent_class)->dispose (object);
}

static void
hsp_service_detail_finalize (GObject *object)
{
  g_free (HSP_SERVICE_DETAIL (object)->link);

  G_OBJECT_CLASS (hsp_service_detail_parent_class)->finalize (object);
}

static void
hsp_service_detail_class_init (HspServiceDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  g_type_ensure (HSP_TYPE_SERVICE_FACTS);
  g_type_ensure (HSP_TYPE_ORDER_FORM);

  object_class->dispose = hsp_service_detail_dispose;
  object_class->finalize = hsp_service_detail_finalize;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-service-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, toasts);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, footer);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, facts);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, form);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, notice);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, notice_title);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, notice_text);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, total_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, after_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, block_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, place_button);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, place_spinner);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, place_label);
  gtk_widget_class_bind_template_callback (widget_class, hide_notice);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_form_entered_cb);
  gtk_widget_class_bind_template_callback (widget_class, start_order);
}

static void
hsp_service_detail_init (HspServiceDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  hsp_toast_clear (self->footer, "above-total");
  gtk_accessible_update_relation (GTK_ACCESSIBLE (self->place_button),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  self->total_label, self->after_label, NULL, -1);
}

static void
connect_account (HspServiceDetail *self)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (self->account);
  HspWallet *wallet = get_wallet (self);

  g_signal_connect_object (self->account, "notify::online", G_CALLBACK (update_button), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::journal-error", G_CALLBACK (update_button), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "notify::balance", G_CALLBACK (update_total), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (wallet, "notify::currency", G_CALLBACK (update_total), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "changed", G_CALLBACK (on_catalogue_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "replaced", G_CALLBACK (on_catalogue_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (catalogue, "rates-learnt", G_CALLBACK (update_total), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
hsp_service_detail_new (HspAccount *account)
{
  HspServiceDetail *self = g_object_new (HSP_TYPE_SERVICE_DETAIL, NULL);

  self->account = g_object_ref (account);
  hsp_service_facts_set_account (self->facts, account);
  connect_account (self);
  update_total (self);
  update_button (self);

  return GTK_WIDGET (self);
}

void
hsp_service_detail_set_service (HspServiceDetail *self,
                                HspService       *service)
{
  gboolean same;

  g_return_if_fail (HSP_IS_SERVICE_DETAIL (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  if (self->service == service)
    return;

  same = self->service != NULL &&
         g_str_equal (hsp_service_get_id (self->service), hsp_service_get_id (service));
  if (!same && self->step == STEP_QUOTING)
    {
      g_cancellable_cancel (self->cancellable);
      finish_decision (self);
    }
  if (!same)
    hide_notice (self);

  g_set_object (&self->service, service);
  hsp_service_facts_set_service (self->facts, service);
  hsp_order_form_set_service (self->form, service);
  update_total (self);
  update_button (self);
}

HspService *
hsp_service_detail_get_service (HspServiceDetail *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_DETAIL (self), NULL);

  return self->service;
}

void
hsp_service_detail_fill (HspServiceDetail *self,
                         const char       *quantity,
                         const char       *link)
{
  g_return_if_fail (HSP_IS_SERVICE_DETAIL (self));

  hsp_order_form_fill (self->form, quantity, link);
}

void
hsp_service_detail_focus_top (HspServiceDetail *self)
{
  g_return_if_fail (HSP_IS_SERVICE_DETAIL (self));

  hsp_service_facts_focus (self->facts);
}

void
hsp_service_detail_focus_form (HspServiceDetail *self)
{
  g_return_if_fail (HSP_IS_SERVICE_DETAIL (self));

  hsp_order_form_focus_first (self->form);
}

void
hsp_service_detail_check_stock (HspServiceDetail *self)
{
  g_return_if_fail (HSP_IS_SERVICE_DETAIL (self));

  hsp_service_facts_check_stock (self->facts);
}
