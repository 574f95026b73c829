/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-filter-popover.h"

#include <glib/gi18n-lib.h>

#include <langinfo.h>

#include "hsp-money.h"
#include "hsp-service-list.h"

struct _HspFilterPopover
{
  GtkPopover parent_instance;

  HspServiceList *list;       /* (owned) (nullable) until set */
  gboolean        changing;   /* the fields are filled in: nobody typed */

  GtkToggleButton *any_button;
  GtkToggleButton *smm_button;
  GtkToggleButton *product_button;
  GtkLabel        *price_label;
  GtkEditable     *least_entry;
  GtkEditable     *most_entry;
  GtkEditable     *quantity_entry;
};

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspFilterPopover, hsp_filter_popover, GTK_TYPE_POPOVER)

/* Fields */

/* (transfer full): as a person writes a number here, in the form that hsp_money_parse() reads */
static char *
dup_number (GtkEditable *entry)
{
  const char *point = nl_langinfo (RADIXCHAR);
  char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));

  return *point == '\0' || point[1] != '\0' ? text : g_strdelimit (text, point, '.');
}

static gboolean
read_price (GtkEditable *entry,
            HspMoney    *price)
{
  g_autofree char *text = dup_number (entry);

  *price = HSP_MONEY_UNKNOWN;
  if (*text == '\0')
    return TRUE;
  if (hsp_money_parse (text, price) && *price >= 0)
    return TRUE;
  *price = HSP_MONEY_UNKNOWN;
  return FALSE;
}

static gboolean
read_quantity (GtkEditable *entry,
               gint64      *quantity)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (entry)));
  guint64 number = 0;

  *quantity = HSP_UNKNOWN;
  if (*text == '\0')
    return TRUE;
  if (!g_ascii_string_to_unsigned (text, 10, 1, G_MAXINT64, &number, NULL))
    return FALSE;
  *quantity = (gint64) number;
  return TRUE;
}

static void
mark_field (GtkEditable *entry,
            gboolean     good)
{
  if (good)
    gtk_widget_remove_css_class (GTK_WIDGET (entry), "error");
  else
    gtk_widget_add_css_class (GTK_WIDGET (entry), "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_STATE_INVALID,
                               good ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE,
                               -1);
}

static HspKind
get_kind (HspFilterPopover *self)
{
  if (gtk_toggle_button_get_active (self->smm_button))
    return HSP_KIND_SMM;
  if (gtk_toggle_button_get_active (self->product_button))
    return HSP_KIND_PRODUCT;
  return HSP_KIND_UNKNOWN;
}

static void
on_field_changed_cb (HspFilterPopover *self)
{
  HspMoney least, most;
  gint64 quantity;

  if (self->changing || self->list == NULL)
    return;

  mark_field (self->least_entry, read_price (self->least_entry, &least));
  mark_field (self->most_entry, read_price (self->most_entry, &most));
  mark_field (self->quantity_entry, read_quantity (self->quantity_entry, &quantity));
  hsp_service_list_set_kind (self->list, get_kind (self));
  hsp_service_list_set_rates (self->list, least, most);
  hsp_service_list_set_quantity (self->list, quantity);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* What was typed stays as it is as long as it says the same. */
static void
fill_price (GtkEditable *entry,
            HspMoney     price)
{
  g_autofree char *text = price != HSP_MONEY_UNKNOWN ? hsp_money_to_plain (price) : g_strdup ("");
  HspMoney shown;

  if (!read_price (entry, &shown) || shown != price)
    gtk_editable_set_text (entry, text);
  mark_field (entry, TRUE);
}

static void
fill_quantity (GtkEditable *entry,
               gint64       quantity)
{
  g_autofree char *text = quantity != HSP_UNKNOWN
                          ? g_strdup_printf ("%" G_GINT64_FORMAT, quantity)
                          : g_strdup ("");
  gint64 shown;

  if (!read_quantity (entry, &shown) || shown != quantity)
    gtk_editable_set_text (entry, text);
  mark_field (entry, TRUE);
}

static void
on_activate_cb (HspFilterPopover *self)
{
  gtk_popover_popdown (GTK_POPOVER (self));
}

static void
hsp_filter_popover_dispose (GObject *object)
{
  HspFilterPopover *self = HSP_FILTER_POPOVER (object);

  g_clear_object (&self->list);

  G_OBJECT_CLASS (hsp_filter_popover_parent_class)->dispose (object);
}

static void
hsp_filter_popover_class_init (HspFilterPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_filter_popover_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HSP_TYPE_FILTER_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-filter-popover.ui");
  gtk_widget_class_bind_template_child (widget_class, HspFilterPopover, any_button);
  gtk_widget_class_bind_template_child (widget_class, HspFilterPopover, smm_button);
  gtk_widget_class_bind_template_child (widget_class, HspFilterPopover, product_button);
  gtk_widget_class_bind_template_child (widget_class, HspFilterPopover, price_label);
  gtk_widget_class_bind_template_child (widget_class, HspFilterPopover, least_entry);
  gtk_widget_class_bind_template_child (widget_class, HspFilterPopover, most_entry);
  gtk_widget_class_bind_template_child (widget_class, HspFilterPopover, quantity_entry);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_field_changed_cb);
}

static void
hsp_filter_popover_init (HspFilterPopover *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hsp_filter_popover_new (HspServiceList *list)
{
  HspFilterPopover *self = g_object_new (HSP_TYPE_FILTER_POPOVER, NULL);

  self->list = g_object_ref (list);
  hsp_filter_popover_set_currency (self, NULL);
  hsp_filter_popover_update (self);
  return GTK_WIDGET (self);
}

void
hsp_filter_popover_set_currency (HspFilterPopover *self,
                                 const char       *currency)
{
  g_autofree char *text = NULL;

  g_return_if_fail (HSP_IS_FILTER_POPOVER (self));

  if (currency != NULL && *currency != '\0')
    /* Translators: %s is the currency: "Price per 1,000 (USD)" */
    text = g_strdup_printf (_("Price per 1,000 (%s)"), currency);
  gtk_label_set_text (self->price_label, text != NULL ? text : _("Price per 1,000"));
}

void
hsp_filter_popover_update (HspFilterPopover *self)
{
  HspMoney least, most;
  HspKind kind;

  g_return_if_fail (HSP_IS_FILTER_POPOVER (self));

  kind = hsp_service_list_get_kind (self->list);
  hsp_service_list_get_rates (self->list, &least, &most);
  self->changing = TRUE;
  gtk_toggle_button_set_active (kind == HSP_KIND_SMM ? self->smm_button
                                : kind == HSP_KIND_PRODUCT ? self->product_button
                                                           : self->any_button, TRUE);
  fill_price (self->least_entry, least);
  fill_price (self->most_entry, most);
  fill_quantity (self->quantity_entry, hsp_service_list_get_quantity (self->list));
  self->changing = FALSE;
}
