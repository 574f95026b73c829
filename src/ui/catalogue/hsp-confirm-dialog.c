/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-confirm-dialog.h"

#include <glib/gi18n-lib.h>

#include "hsp-order.h"
#include "hsp-rate-text.h"
#include "hsp-service-text.h"
#include "hsp-service.h"

/* Over a window no wider than this, the dialog takes what it is given */
#define NARROW_WINDOW 550
#define SUMMARY_WIDTH 372

struct _HspConfirmDialog
{
  AdwMessageDialog parent_instance;

  GtkWidget *summary;
  GtkLabel  *service_label;
  GtkWidget *link_box;
  GtkLabel  *link_label;
  GtkLabel  *quantity_label;
  GtkLabel  *old_price_label;
  GtkLabel  *price_label;
  GtkLabel  *old_total_label;
  GtkLabel  *total_label;
  GtkWidget *after_title;
  GtkLabel  *after_label;
  GtkLabel  *short_label;
};

G_DEFINE_FINAL_TYPE (HspConfirmDialog, hsp_confirm_dialog, ADW_TYPE_MESSAGE_DIALOG)

static void
hsp_confirm_dialog_class_init (HspConfirmDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-confirm-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, service_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, link_box);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, link_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, quantity_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, old_price_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, price_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, old_total_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, total_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, after_title);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, after_label);
  gtk_widget_class_bind_template_child (widget_class, HspConfirmDialog, short_label);
}

static void
hsp_confirm_dialog_init (HspConfirmDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static HspMoney
get_rate (const HspConfirmation *confirmation)
{
  return hsp_service_get_value (confirmation->service)->rate;
}

static HspRateUnit
get_unit (const HspConfirmation *confirmation)
{
  return hsp_service_get_rate_unit (confirmation->service);
}

static gboolean
has_changed (const HspConfirmation *confirmation)
{
  return confirmation->old_rate != get_rate (confirmation);
}

/* The old figure is struck through; that the new one is new, the heading says in words. */
static void
show_old (GtkLabel *old_label,
          GtkLabel *new_label,
          HspMoney  old_amount)
{
  g_autofree char *text = old_amount != HSP_MONEY_UNKNOWN ? hsp_money_to_digits (old_amount)
                                                          : g_strdup ("–");

  gtk_label_set_text (old_label, text);
  gtk_widget_set_visible (GTK_WIDGET (old_label), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (new_label), "new");
}

static void
fill_summary (HspConfirmDialog      *self,
              const HspConfirmation *confirmation)
{
  HspService *service = confirmation->service;
  HspMoney total = hsp_service_estimate (service, confirmation->quantity);
  g_autofree char *quantity = hsp_number_to_text (confirmation->quantity);
  g_autofree char *price = hsp_rate_text (get_unit (confirmation), get_rate (confirmation),
                                          confirmation->currency);
  g_autofree char *total_text = NULL;

  total_text = total != HSP_MONEY_UNKNOWN
               ? hsp_rate_text_amount (get_unit (confirmation), total, confirmation->currency)
               : g_strdup (_("Unknown"));
  gtk_label_set_text (self->service_label, hsp_service_get_name (service));
  gtk_label_set_text (self->link_label, confirmation->link);
  gtk_widget_set_visible (self->link_box, *confirmation->link != '\0');
  gtk_label_set_text (self->quantity_label, quantity);
  gtk_label_set_text (self->price_label, price);
  gtk_label_set_text (self->total_label, total_text);
  if (has_changed (confirmation))
    {
      show_old (self->old_price_label, self->price_label, confirmation->old_rate);
      show_old (self->old_total_label, self->total_label,
                hsp_rate_unit_estimate (get_unit (confirmation), confirmation->old_rate,
                                        confirmation->quantity));
    }
}

/* FALSE when there is not enough of it. */
static gboolean
fill_balance (HspConfirmDialog      *self,
              const HspConfirmation *confirmation)
{
  HspMoney total = hsp_service_estimate (confirmation->service, confirmation->quantity);
  g_autofree char *amount = NULL;
  g_autofree char *text = NULL;
  HspMoney after;

  if (confirmation->balance == HSP_MONEY_UNKNOWN || total == HSP_MONEY_UNKNOWN)
    return TRUE;

  after = hsp_money_subtract (confirmation->balance, total);
  if (after >= 0)
    {
      amount = hsp_rate_text_amount (get_unit (confirmation), after, confirmation->currency);
      gtk_label_set_text (self->after_label, amount);
      gtk_widget_set_visible (self->after_title, TRUE);
      gtk_widget_set_visible (GTK_WIDGET (self->after_label), TRUE);
      return TRUE;
    }

  amount = hsp_money_to_text (hsp_money_subtract (0, after), confirmation->currency);
  /* Translators: %s is the amount that is missing, "1.125 USD" */
  text = g_strdup_printf (_("%s short of your balance"), amount);
  gtk_label_set_text (self->short_label, text);
  gtk_widget_set_visible (GTK_WIDGET (self->short_label), TRUE);
  return FALSE;
}

static char *
describe_same (HspOrder *same)
{
  const HspPurchaseRow *row = hsp_order_get_row (same);
  gboolean has_link = row->link != NULL && *row->link != '\0';
  const char *words;

  if (row->order == NULL)
    {
      words = has_link
              ? _("You already sent an order for this link; what became of it is not known.")
              : _("You already sent an order for this; what became of it is not known.");
      return g_strdup (words);
    }
  if (has_link)
    /* Translators: %s is an order number */
    return g_strdup_printf (_("You already have an order for this link that is not finished "
                              "(order %s)."), row->order);

  /* Translators: %s is an order number */
  return g_strdup_printf (_("You already have an order for this that is not finished (order %s)."),
                          row->order);
}

static void
fill_question (HspConfirmDialog      *self,
               const HspConfirmation *confirmation)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  g_autofree char *same = confirmation->same != NULL ? describe_same (confirmation->same) : NULL;
  g_autofree char *body = NULL;

  if (has_changed (confirmation))
    {
      g_autofree char *now = hsp_rate_text (get_unit (confirmation), get_rate (confirmation),
                                            confirmation->currency);
      g_autofree char *old = hsp_money_to_text (confirmation->old_rate, confirmation->currency);

      adw_message_dialog_set_heading (dialog, _("The Price Has Changed"));
      /* Translators: "The shop now asks 0.92 USD per 1,000 instead of 0.85 USD." */
      body = g_strdup_printf (_("Nothing has been sent. The shop now asks %s instead of %s."), now,
                              old);
      if (same != NULL)
        {
          g_autofree char *first = g_steal_pointer (&body);

          body = g_strdup_printf ("%s\n\n%s", first, same);
        }
    }
  else if (same != NULL)
    {
      adw_message_dialog_set_heading (dialog, _("Order This Again?"));
      body = g_steal_pointer (&same);
    }
  else
    {
      adw_message_dialog_set_heading (dialog, _("Place This Order?"));
      body = g_strdup (_("Price and stock were checked just now."));
    }
  adw_message_dialog_set_body (dialog, body);
}

/* What costs more, or comes a second time, is not what Enter does. */
static void
add_responses (HspConfirmDialog      *self,
               const HspConfirmation *confirmation)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (self);
  HspMoney total = hsp_service_estimate (confirmation->service, confirmation->quantity);
  gboolean plain = !has_changed (confirmation) && confirmation->same == NULL;
  g_autofree char *label = NULL;

  if (has_changed (confirmation))
    {
      g_autofree char *amount = hsp_rate_text_amount (get_unit (confirmation), total,
                                                      confirmation->currency);

      /* Translators: %s is an amount, "2.30 USD" */
      label = g_strdup_printf (_("Order for %s"), amount);
    }
  else
    {
      label = g_strdup (plain ? _("Place Order") : _("Order Again"));
    }
  adw_message_dialog_add_response (dialog, "cancel", _("Cancel"));
  adw_message_dialog_add_response (dialog, HSP_CONFIRM_RESPONSE_ORDER, label);
  adw_message_dialog_set_close_response (dialog, "cancel");
  adw_message_dialog_set_default_response (dialog, plain ? HSP_CONFIRM_RESPONSE_ORDER : "cancel");
  if (plain)
    adw_message_dialog_set_response_appearance (dialog, HSP_CONFIRM_RESPONSE_ORDER,
                                                ADW_RESPONSE_SUGGESTED);
}

GtkWidget *
hsp_confirm_dialog_new (GtkWindow             *parent,
                        const HspConfirmation *confirmation)
{
  HspConfirmDialog *self;

  g_return_val_if_fail (confirmation != NULL, NULL);

  self = g_object_new (HSP_TYPE_CONFIRM_DIALOG, "transient-for", parent, NULL);
  if (gtk_widget_get_width (GTK_WIDGET (parent)) > NARROW_WINDOW)
    gtk_widget_set_size_request (self->summary, SUMMARY_WIDTH, -1);
  fill_summary (self, confirmation);
  fill_question (self, confirmation);
  add_responses (self, confirmation);
  if (!fill_balance (self, confirmation))
    adw_message_dialog_set_response_enabled (ADW_MESSAGE_DIALOG (self), HSP_CONFIRM_RESPONSE_ORDER,
                                             FALSE);

  return GTK_WIDGET (self);
}

GtkWidget *
hsp_confirm_dialog_new_short (GtkWindow *parent,
                              gint64     stock,
                              gint64     quantity)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, _("Not Enough Left"), NULL);
  g_autofree char *left = stock > 0 ? hsp_number_to_text (stock) : NULL;
  g_autofree char *asked = hsp_number_to_text (quantity);
  g_autofree char *body = NULL;

  if (left != NULL)
    /* Translators: "1,900 are left; you asked for 2,500." */
    body = g_strdup_printf (_("Nothing has been sent. %s are left; you asked for %s."), left,
                            asked);
  else
    body = g_strdup (_("Nothing has been sent. The shop has none of this at the moment."));
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);

  if (left == NULL)
    {
      adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
      return dialog;
    }
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "close", _("Cancel"),
                                    HSP_CONFIRM_RESPONSE_CHANGE, _("Change Quantity"),
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog),
                                           HSP_CONFIRM_RESPONSE_CHANGE);
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "close");

  return dialog;
}
