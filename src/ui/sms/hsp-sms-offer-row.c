/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-offer-row.h"

struct _HspSmsOfferRow
{
  AdwBin parent_instance;

  GtkLabel *name_label;
  GtkLabel *price_label;
};

G_DEFINE_FINAL_TYPE (HspSmsOfferRow, hsp_sms_offer_row, ADW_TYPE_BIN)

static void
hsp_sms_offer_row_class_init (HspSmsOfferRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/sms/hsp-sms-offer-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HspSmsOfferRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HspSmsOfferRow, price_label);
}

static void
hsp_sms_offer_row_init (HspSmsOfferRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hsp_sms_offer_row_new (void)
{
  return g_object_new (HSP_TYPE_SMS_OFFER_ROW, NULL);
}

void
hsp_sms_offer_row_show (HspSmsOfferRow *self,
                        const char     *name,
                        const char     *price)
{
  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->price_label, price);
}
