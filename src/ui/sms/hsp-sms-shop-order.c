/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-shop-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-sms-buy.h"
#include "hsp-sms-common.h"
#include "hsp-text.h"

static char *
describe_button (HspSmsShop *self)
{
  guint quantity = hsp_sms_quantity_get (self->quantity);
  HspMoney price;
  g_autofree char *total = NULL;

  if (self->buying)
    return g_strdup (_("Getting…"));
  if (self->chosen == NULL || quantity == 0)
    return g_strdup (_("Get Number"));

  price = hsp_sms_project_get_price (self->chosen);
  total = hsp_sms_money_text (self->account, hsp_money_times (price, quantity, 1));
  if (quantity == 1)
    /* Translators: a button; the total price */
    return g_strdup_printf (_("Get Number · %s"), total);

  /* Translators: a button; how many numbers, the total price */
  return g_strdup_printf (ngettext ("Get %u Number · %s", "Get %u Numbers · %s", quantity),
                          quantity, total);
}

static void
update_sentence (HspSmsShop *self,
                 const char *obstacle)
{
  const char *sentence = self->buying ? NULL : (self->sentence ? self->sentence : obstacle);

  gtk_label_set_text (self->sentence_label, sentence ? sentence : "");
  gtk_widget_set_visible (GTK_WIDGET (self->sentence_label), sentence != NULL);
  if (sentence != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (self->get_button),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, sentence, -1);
  else
    gtk_accessible_reset_property (GTK_ACCESSIBLE (self->get_button),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION);
}

void
hsp_sms_shop_update_order (HspSmsShop *self)
{
  g_autofree char *button = describe_button (self);
  g_autofree char *obstacle = NULL;
  guint quantity = hsp_sms_quantity_get (self->quantity);
  HspMoney total = HSP_MONEY_UNKNOWN;

  if (self->chosen != NULL)
    {
      HspMoney price = hsp_sms_project_get_price (self->chosen);
      g_autofree char *each = hsp_sms_money_text (self->account, price);
      /* Translators: the name of a country, a price */
      g_autofree char *offer = g_strdup_printf (_("%s · %s each"),
                                                hsp_sms_project_get_country_name (self->chosen),
                                                each);

      total = hsp_money_times (price, quantity, 1);
      gtk_label_set_text (self->project_label, hsp_sms_project_get_name (self->chosen));
      gtk_label_set_text (self->offer_label, offer);
    }
  else
    {
      gtk_label_set_text (self->project_label, _("No project chosen"));
      gtk_label_set_text (self->offer_label, _("Choose one above"));
    }

  obstacle = hsp_sms_buy_get_obstacle (self->account, total);
  gtk_label_set_text (self->get_label, button);
  /* the label lies in a box, where a screen reader does not look for a button's name */
  hsp_widget_set_accessible_label (GTK_WIDGET (self->get_button), button);
  gtk_widget_set_sensitive (GTK_WIDGET (self->get_button),
                            self->chosen != NULL && quantity > 0 && obstacle == NULL &&
                            !self->buying);
  gtk_widget_set_sensitive (GTK_WIDGET (self->quantity), !self->buying);
  update_sentence (self, obstacle);
}

void
hsp_sms_shop_set_sentence (HspSmsShop *self,
                           const char *sentence,
                           gboolean    to_orders)
{
  g_free (self->sentence);
  self->sentence = g_strdup (sentence);
  gtk_widget_set_visible (GTK_WIDGET (self->orders_button), to_orders);
}

static void
on_bought_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  HspSmsShop *self = HSP_SMS_SHOP (object);
  g_autofree char *sentence = NULL;
  HspSmsBuyResult bought = hsp_sms_buy_finish (result, &sentence);

  self->buying = FALSE;
  if (bought == HSP_SMS_BUY_BOUGHT)
    {
      hsp_sms_quantity_reset (self->quantity);
      g_signal_emit_by_name (self, "bought", sentence);
    }
  /* last: another quantity takes away what was said of the one before */
  hsp_sms_shop_set_sentence (self, sentence, bought == HSP_SMS_BUY_UNCONFIRMED);
  hsp_sms_shop_update_order (self);
}

static void
on_get_clicked_cb (HspSmsShop *self)
{
  guint quantity = hsp_sms_quantity_get (self->quantity);

  if (self->buying || self->chosen == NULL || quantity == 0)
    return;

  self->buying = TRUE;
  hsp_sms_shop_set_sentence (self, NULL, FALSE);
  hsp_sms_buy_async (GTK_WIDGET (self), self->account, self->chosen, quantity, NULL, on_bought_cb,
                     NULL);
  hsp_sms_shop_update_order (self);
}

static void
on_quantity_changed_cb (HspSmsShop *self)
{
  if (self->account == NULL)
    return;

  hsp_sms_shop_set_sentence (self, NULL, FALSE);
  hsp_sms_shop_update_order (self);
}

void
hsp_sms_shop_bind_order (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, project_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, offer_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, quantity);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, order_box);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, get_button);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, get_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, sentence_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsShop, orders_button);
  gtk_widget_class_bind_template_callback (widget_class, on_quantity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_get_clicked_cb);
}
