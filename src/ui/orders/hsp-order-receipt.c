/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-receipt.h"

#include <glib/gi18n-lib.h>

#include "hsp-catalogue.h"
#include "hsp-order-book.h"
#include "hsp-order-text.h"
#include "hsp-rate-text.h"
#include "hsp-service.h"

/* What a balance with two decimals can hide of what came back. */
#define ROUNDING (HSP_MONEY_UNIT / 200)

struct _HspOrderReceipt
{
  AdwBin parent_instance;

  GtkLabel  *charge_label;
  GtkLabel  *estimate_label;
  GtkWidget *expected_caption;
  GtkLabel  *expected_label;
  GtkWidget *returned_caption;
  GtkLabel  *returned_label;
  GtkWidget *same_mark;
  GtkLabel  *verdict_label;
  GtkLabel  *unit_label;
  GtkLabel  *refund_pill;
};

G_DEFINE_FINAL_TYPE (HspOrderReceipt, hsp_order_receipt, ADW_TYPE_BIN)

static void
show_money (GtkLabel             *label,
            HspMoney              amount,
            const HspPurchaseRow *row)
{
  g_autofree char *text = hsp_order_text_money (amount, row->currency);

  gtk_label_set_text (label, text);
}

/* The verdict */

/* (transfer full) (nullable): nothing can be said where there was no estimate */
static char *
create_verdict (HspOrder         *order,
                const HspReceipt *receipt)
{
  HspMoney size = receipt->difference != HSP_MONEY_UNKNOWN ? ABS (receipt->difference) : 0;
  g_autofree char *amount = hsp_order_text_money (size, hsp_order_get_row (order)->currency);

  switch (receipt->verdict)
    {
    case HSP_RECEIPT_SAME:
      return g_strdup (_("As estimated"));
    case HSP_RECEIPT_MORE:
      /* Translators: %s is an amount, "0.20 USD" */
      return g_strdup_printf (_("%s more than estimated"), amount);
    case HSP_RECEIPT_LESS:
      if (hsp_order_get_state (order) == HSP_STATE_PARTIAL)
        /* Translators: %s is an amount, "1.90 USD" */
        return g_strdup_printf (_("%s less, partly delivered"), amount);
      /* Translators: %s is an amount, "1.90 USD" */
      return g_strdup_printf (_("%s less than estimated"), amount);
    case HSP_RECEIPT_UNKNOWN:
      break;
    }
  return receipt->charge == HSP_MONEY_UNKNOWN ? g_strdup (_("Not charged yet")) : NULL;
}

static const char *
get_verdict_class (HspReceiptVerdict verdict)
{
  switch (verdict)
    {
    case HSP_RECEIPT_SAME:
      return "receipt-ok";
    case HSP_RECEIPT_MORE:
      return "pill-warning";
    case HSP_RECEIPT_LESS:
    case HSP_RECEIPT_UNKNOWN:
      break;
    }
  return "pill-neutral";
}

static void
show_verdict (HspOrderReceipt  *self,
              HspOrder         *order,
              const HspReceipt *receipt)
{
  const char *classes[] = { get_verdict_class (receipt->verdict), NULL };
  g_autofree char *text = create_verdict (order, receipt);

  gtk_widget_set_visible (self->same_mark, receipt->verdict == HSP_RECEIPT_SAME);
  gtk_widget_set_visible (GTK_WIDGET (self->verdict_label), text != NULL);
  gtk_label_set_text (self->verdict_label, text != NULL ? text : "");
  gtk_widget_set_css_classes (GTK_WIDGET (self->verdict_label), classes);
}

/* How the estimate came about */

/* The journal keeps what was said in all: the price that the catalogue has is the one of then where it
 * leads to that, else it is worked out. */
static HspMoney
find_rate (HspService           *service,
           HspRateUnit           unit,
           const HspPurchaseRow *row)
{
  HspMoney rate = service != NULL ? hsp_service_get_value (service)->rate : HSP_MONEY_UNKNOWN;

  if (row->estimate == HSP_MONEY_UNKNOWN || row->quantity <= 0)
    return HSP_MONEY_UNKNOWN;
  if (rate != HSP_MONEY_UNKNOWN &&
      (hsp_rate_unit_estimate (HSP_RATE_EACH, rate, row->quantity) == row->estimate ||
       hsp_rate_unit_estimate (HSP_RATE_PER_1000, rate, row->quantity) == row->estimate))
    return rate;
  return hsp_money_times (row->estimate, unit == HSP_RATE_EACH ? 1 : 1000, row->quantity);
}

static void
show_unit (HspOrderReceipt      *self,
           HspAccount           *account,
           const HspPurchaseRow *row)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (account);
  g_autoptr(HspService) service = row->item != NULL && *row->item != '\0'
                                    ? hsp_catalogue_lookup (catalogue, row->item) : NULL;
  HspRateUnit unit = service != NULL ? hsp_service_get_rate_unit (service) : HSP_RATE_UNKNOWN;
  g_autofree char *text = hsp_rate_text_receipt (unit, find_rate (service, unit, row),
                                                 row->quantity);

  gtk_label_set_text (self->unit_label, text != NULL ? text : "");
}

/* What came back */

static void
show_refund (HspOrderReceipt  *self,
             HspAccount       *account,
             HspOrder         *order,
             GPtrArray        *events,
             const HspReceipt *receipt)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);
  HspMoney expected = receipt->refund_expected;
  HspMoney returned = receipt->refund_said;
  gboolean is_shown = expected != HSP_MONEY_UNKNOWN;
  gboolean is_short;
  g_autofree char *missing = NULL;
  g_autofree char *text = NULL;

  if (is_shown && returned == HSP_MONEY_UNKNOWN && events != NULL)
    returned = hsp_order_book_find_refund (hsp_account_get_order_book (account), order, events);
  is_short = is_shown && returned != HSP_MONEY_UNKNOWN && expected - returned > ROUNDING;
  if (is_short)
    {
      missing = hsp_order_text_money (expected - returned, row->currency);
      /* Translators: %s is an amount, "0.40 USD" */
      text = g_strdup_printf (_("%s less came back"), missing);
    }

  gtk_widget_set_visible (self->expected_caption, is_shown);
  gtk_widget_set_visible (GTK_WIDGET (self->expected_label), is_shown);
  gtk_widget_set_visible (self->returned_caption, is_shown);
  gtk_widget_set_visible (GTK_WIDGET (self->returned_label), is_shown);
  gtk_widget_set_visible (GTK_WIDGET (self->refund_pill), is_short);
  show_money (self->expected_label, expected, row);
  show_money (self->returned_label, returned, row);
  gtk_label_set_text (self->refund_pill, text != NULL ? text : "");
}

static void
hsp_order_receipt_class_init (HspOrderReceiptClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-order-receipt.ui");
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, charge_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, estimate_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, expected_caption);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, expected_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, returned_caption);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, returned_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, same_mark);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, verdict_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, unit_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderReceipt, refund_pill);
}

static void
hsp_order_receipt_init (HspOrderReceipt *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
hsp_order_receipt_show (HspOrderReceipt *self,
                        HspAccount      *account,
                        HspOrder        *order,
                        GPtrArray       *events)
{
  HspReceipt receipt;
  const HspPurchaseRow *row;

  g_return_if_fail (HSP_IS_ORDER_RECEIPT (self));
  g_return_if_fail (HSP_IS_ORDER (order));

  row = hsp_order_get_row (order);
  hsp_order_get_receipt (order, events, &receipt);
  show_money (self->charge_label,
              receipt.charge != HSP_MONEY_UNKNOWN ? receipt.charge : row->charge, row);
  show_money (self->estimate_label, row->estimate, row);
  show_verdict (self, order, &receipt);
  show_unit (self, account, row);
  show_refund (self, account, order, events, &receipt);
}
