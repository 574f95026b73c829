/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sms"

#include "config.h"

#include "hsp-sms-quantity.h"

#include <glib/gi18n-lib.h>

/* What `add_sms` takes */
#define MOST 10

struct _HspSmsQuantity
{
  AdwBin parent_instance;

  gboolean       typing;    /* the spin button reads what was typed, and must leave it */

  GtkSpinButton *spin;
  GtkWidget     *fault_label;
};

static guint changed_signal;

G_DEFINE_FINAL_TYPE (HspSmsQuantity, hsp_sms_quantity, ADW_TYPE_BIN)

static void
show_fault (HspSmsQuantity *self)
{
  gboolean wrong = hsp_sms_quantity_get (self) == 0;
  GtkAccessible *spin = GTK_ACCESSIBLE (self->spin);

  if (wrong)
    gtk_widget_add_css_class (GTK_WIDGET (self->spin), "error");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->spin), "error");
  gtk_accessible_update_state (spin, GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
  gtk_widget_set_visible (self->fault_label, wrong);
}

static void
on_changed_cb (HspSmsQuantity *self)
{
  /* else the buttons step from the number before, until the focus leaves */
  if (hsp_sms_quantity_get (self) > 0)
    gtk_spin_button_update (self->spin);
  show_fault (self);
  g_signal_emit (self, changed_signal, 0);
}

/* A spin button puts what was typed into its range, or back to what it was: then something else
 * would be bought than the person wrote. Here the number is taken where it is one, and the text is
 * left alone, so that the field can say what is wrong with it. */
static int
on_input_cb (HspSmsQuantity *self,
             double         *value)
{
  guint quantity = hsp_sms_quantity_get (self);

  *value = quantity > 0 ? quantity : gtk_spin_button_get_value (self->spin);
  self->typing = TRUE;
  return TRUE;
}

static gboolean
on_output_cb (HspSmsQuantity *self)
{
  g_autofree char *text = NULL;

  if (!self->typing)
    {
      text = g_strdup_printf ("%d", gtk_spin_button_get_value_as_int (self->spin));
      if (!g_str_equal (text, gtk_editable_get_text (GTK_EDITABLE (self->spin))))
        gtk_editable_set_text (GTK_EDITABLE (self->spin), text);
    }
  self->typing = FALSE;
  return TRUE;
}

static gboolean
hsp_sms_quantity_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (HSP_SMS_QUANTITY (widget)->spin));
}

static void
hsp_sms_quantity_class_init (HspSmsQuantityClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->grab_focus = hsp_sms_quantity_grab_focus;

  changed_signal = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/sms/hsp-sms-quantity.ui");
  gtk_widget_class_bind_template_child (widget_class, HspSmsQuantity, spin);
  gtk_widget_class_bind_template_child (widget_class, HspSmsQuantity, fault_label);
  gtk_widget_class_bind_template_callback (widget_class, on_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_output_cb);
}

static void
hsp_sms_quantity_init (HspSmsQuantity *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

guint
hsp_sms_quantity_get (HspSmsQuantity *self)
{
  g_autofree char *text = NULL;
  guint64 quantity;

  g_return_val_if_fail (HSP_IS_SMS_QUANTITY (self), 0);

  text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->spin))));
  if (!g_ascii_string_to_unsigned (text, 10, 1, MOST, &quantity, NULL))
    return 0;

  return (guint) quantity;
}

void
hsp_sms_quantity_reset (HspSmsQuantity *self)
{
  g_return_if_fail (HSP_IS_SMS_QUANTITY (self));

  gtk_editable_set_text (GTK_EDITABLE (self->spin), "1");
}
