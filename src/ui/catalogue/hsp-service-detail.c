/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-service-detail-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-money.h"
#include "hsp-rate-text.h"
#include "hsp-service.h"
#include "hsp-toast.h"
#include "hsp-wallet.h"

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

const char *
hsp_service_detail_get_block (HspServiceDetail *self)
{
  if (hsp_account_get_journal_error (self->account) != NULL)
    return _("Your orders cannot be written down here, so nothing can be bought.");
  if (!hsp_account_get_online (self->account))
    return _("Offline: nothing can be ordered now.");
  if (self->service != NULL && !is_listed (self))
    return _("The shop no longer lists this service.");
  return NULL;
}

void
hsp_service_detail_update_button (HspServiceDetail *self)
{
  const char *block = hsp_service_detail_get_block (self);
  gboolean busy = self->step != HSP_DECISION_IDLE;
  gboolean working = self->step == HSP_DECISION_QUOTING || self->step == HSP_DECISION_PLACING;
  const char *label = _("Place Order");

  if (self->step == HSP_DECISION_QUOTING)
    label = _("Checking…");
  else if (self->step == HSP_DECISION_PLACING)
    label = _("Placing Order…");

  gtk_label_set_text (self->place_label, label);
  gtk_widget_set_visible (GTK_WIDGET (self->place_spinner), working);
  gtk_spinner_set_spinning (self->place_spinner, working);
  gtk_widget_set_sensitive (self->place_button, !busy && block == NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->form), !busy);
  gtk_label_set_text (self->block_label, block != NULL ? block : "");
  gtk_widget_set_visible (GTK_WIDGET (self->block_label), block != NULL);
}

/* The form and the catalogue */

static void
on_form_changed_cb (HspServiceDetail *self)
{
  if (self->account == NULL)
    return;

  hsp_service_detail_hide_notice (self);
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
  hsp_service_detail_update_button (self);
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
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, total_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, after_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, block_label);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, place_button);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, place_spinner);
  gtk_widget_class_bind_template_child (widget_class, HspServiceDetail, place_label);
  gtk_widget_class_bind_template_callback (widget_class, on_form_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_form_entered_cb);
  hsp_service_detail_bind_order (widget_class);
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

  g_signal_connect_object (self->account, "notify::online", G_CALLBACK (hsp_service_detail_update_button),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->account, "notify::journal-error", G_CALLBACK (hsp_service_detail_update_button),
                           self, G_CONNECT_SWAPPED);
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
  hsp_service_detail_update_button (self);

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
  if (!same)
    {
      hsp_service_detail_drop_quote (self);
      hsp_service_detail_hide_notice (self);
    }

  g_set_object (&self->service, service);
  hsp_service_facts_set_service (self->facts, service);
  hsp_order_form_set_service (self->form, service);
  update_total (self);
  hsp_service_detail_update_button (self);
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
