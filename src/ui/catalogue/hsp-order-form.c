/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-catalogue"

#include "config.h"

#include "hsp-order-form.h"

#include <glib/gi18n-lib.h>

#include "hsp-money.h"
#include "hsp-service-text.h"
#include "hsp-service.h"

/* The largest whole number that a GtkAdjustment (double) holds exactly */
#define LARGEST G_GINT64_CONSTANT (9007199254740992)

struct _HspOrderForm
{
  AdwBin parent_instance;

  HspService *service;          /* (owned) (nullable) */
  gboolean    link_checked;     /* a fault was shown: say at once when it is mended */
  gboolean    quantity_checked;
  gboolean    typing;           /* the spin button reads what was typed, and must leave it */

  AdwEntryRow   *link_row;
  AdwActionRow  *quantity_row;
  GtkSpinButton *quantity_spin;
  GtkLabel      *link_error;
  GtkWidget     *link_hint;
};

enum
{
  SIGNAL_CHANGED,
  SIGNAL_SUBMIT,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (HspOrderForm, hsp_order_form, ADW_TYPE_BIN)

static const char *
get_quantity_text (HspOrderForm *self)
{
  return gtk_editable_get_text (GTK_EDITABLE (self->quantity_spin));
}

static void
set_error_class (GtkWidget *row,
                 gboolean   wrong)
{
  if (wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               wrong ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

/* The fault stands where the limits stood. */
static gboolean
show_quantity (HspOrderForm *self)
{
  g_autofree char *fault = NULL;
  g_autofree char *limits = hsp_service_text_range_to (self->service);

  if (self->quantity_checked)
    fault = hsp_service_check_quantity (self->service, get_quantity_text (self), NULL);
  set_error_class (GTK_WIDGET (self->quantity_row), fault != NULL);
  adw_action_row_set_subtitle (self->quantity_row, fault != NULL ? fault : limits);
  return fault == NULL;
}

static gboolean
show_link (HspOrderForm *self)
{
  g_autofree char *fault = NULL;

  if (self->link_checked)
    fault = hsp_service_check_link (self->service,
                                    gtk_editable_get_text (GTK_EDITABLE (self->link_row)));
  set_error_class (GTK_WIDGET (self->link_row), fault != NULL);
  gtk_label_set_text (self->link_error, fault != NULL ? fault : "");
  gtk_widget_set_visible (GTK_WIDGET (self->link_error), fault != NULL);
  return fault == NULL;
}

/* The row would take the focus for itself. */
static void
focus_link (HspOrderForm *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (gtk_editable_get_delegate (GTK_EDITABLE (self->link_row))));
}

static void
on_link_changed_cb (HspOrderForm *self)
{
  if (self->service == NULL)
    return;

  show_link (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_quantity_changed_cb (HspOrderForm *self)
{
  if (self->service == NULL)
    return;

  /* else the buttons step from the number before, until the focus leaves */
  if (hsp_order_form_get_quantity (self) > 0)
    gtk_spin_button_update (self->quantity_spin);
  show_quantity (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

static void
on_quantity_activate_cb (HspOrderForm *self)
{
  g_signal_emit (self, signals[SIGNAL_SUBMIT], 0);
}

/* A spin button puts what was typed into its range, or back to what it was: then something else
 * would be ordered than the person wrote. Here the number is taken where it is one, and the text is
 * left alone, so that the check can say what is wrong with it. */
static int
on_quantity_input_cb (HspOrderForm *self,
                      double       *value)
{
  gint64 quantity = -1;
  g_autofree char *fault = NULL;

  *value = gtk_spin_button_get_value (self->quantity_spin);
  if (self->service == NULL)
    return TRUE;

  fault = hsp_service_check_quantity (self->service, get_quantity_text (self), &quantity);
  if (fault == NULL && quantity <= LARGEST)
    *value = (double) quantity;
  self->typing = TRUE;
  return TRUE;
}

static gboolean
on_quantity_output_cb (HspOrderForm *self)
{
  g_autofree char *text = NULL;

  if (!self->typing)
    {
      text = g_strdup_printf ("%" G_GINT64_FORMAT,
                              (gint64) gtk_spin_button_get_value (self->quantity_spin));
      if (!g_str_equal (text, get_quantity_text (self)))
        gtk_editable_set_text (GTK_EDITABLE (self->quantity_spin), text);
    }
  self->typing = FALSE;
  return TRUE;
}

/* One press moves by what makes a difference at this size. */
static double
get_step (gint64 min)
{
  return min >= 100 ? 100 : min >= 10 ? 10 : 1;
}

static void
update_limits (HspOrderForm *self)
{
  const HspServiceValue *value = hsp_service_get_value (self->service);
  gint64 min = CLAMP (value->min, 1, LARGEST);
  gint64 max = value->max > 0 ? CLAMP (value->max, min, LARGEST) : LARGEST;
  gboolean optional = value->kind == HSP_KIND_PRODUCT;
  g_autofree char *text = g_strdup (get_quantity_text (self));

  /* the new range may move the value, and with it what was typed */
  gtk_spin_button_set_range (self->quantity_spin, (double) min, (double) max);
  gtk_spin_button_set_increments (self->quantity_spin, get_step (min), get_step (min) * 10);
  gtk_editable_set_text (GTK_EDITABLE (self->quantity_spin), text);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->link_row),
                                 optional ? _("Link (optional)") : _("Link"));
  gtk_widget_set_visible (self->link_hint, optional);
  show_quantity (self);
  show_link (self);
}

static void
hsp_order_form_dispose (GObject *object)
{
  HspOrderForm *self = HSP_ORDER_FORM (object);

  g_clear_object (&self->service);

  G_OBJECT_CLASS (hsp_order_form_parent_class)->dispose (object);
}

static void
hsp_order_form_class_init (HspOrderFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = hsp_order_form_dispose;

  signals[SIGNAL_CHANGED] =
    g_signal_new ("changed", HSP_TYPE_ORDER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);
  signals[SIGNAL_SUBMIT] =
    g_signal_new ("submit", HSP_TYPE_ORDER_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/catalogue/hsp-order-form.ui");
  gtk_widget_class_bind_template_child (widget_class, HspOrderForm, link_row);
  gtk_widget_class_bind_template_child (widget_class, HspOrderForm, quantity_row);
  gtk_widget_class_bind_template_child (widget_class, HspOrderForm, quantity_spin);
  gtk_widget_class_bind_template_child (widget_class, HspOrderForm, link_error);
  gtk_widget_class_bind_template_child (widget_class, HspOrderForm, link_hint);
  gtk_widget_class_bind_template_callback (widget_class, hsp_order_form_focus_quantity);
  gtk_widget_class_bind_template_callback (widget_class, on_link_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_quantity_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_quantity_input_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_quantity_output_cb);
}

static void
hsp_order_form_init (HspOrderForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  /* a spin button has an `activate` of its own only since GTK 4.14 */
  g_signal_connect_object (gtk_editable_get_delegate (GTK_EDITABLE (self->quantity_spin)),
                           "activate",
                           G_CALLBACK (on_quantity_activate_cb), self, G_CONNECT_SWAPPED);
}

void
hsp_order_form_set_service (HspOrderForm *self,
                            HspService   *service)
{
  gboolean same;

  g_return_if_fail (HSP_IS_ORDER_FORM (self));
  g_return_if_fail (HSP_IS_SERVICE (service));

  same = self->service != NULL &&
         g_str_equal (hsp_service_get_id (self->service), hsp_service_get_id (service));
  g_set_object (&self->service, service);
  if (!same)
    {
      self->link_checked = FALSE;
      self->quantity_checked = FALSE;
    }
  update_limits (self);
  if (!same)
    {
      g_autofree char *least =
        g_strdup_printf ("%" G_GINT64_FORMAT, MAX (hsp_service_get_value (service)->min, 1));

      hsp_order_form_fill (self, least, "");
    }
}

void
hsp_order_form_fill (HspOrderForm *self,
                     const char   *quantity,
                     const char   *link)
{
  g_return_if_fail (HSP_IS_ORDER_FORM (self));

  if (link != NULL)
    gtk_editable_set_text (GTK_EDITABLE (self->link_row), link);
  if (quantity != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->quantity_spin), quantity);
      gtk_spin_button_update (self->quantity_spin);
    }
}

gboolean
hsp_order_form_check (HspOrderForm *self)
{
  gboolean link_good, quantity_good;

  g_return_val_if_fail (HSP_IS_ORDER_FORM (self), FALSE);
  g_return_val_if_fail (self->service != NULL, FALSE);

  self->link_checked = TRUE;
  self->quantity_checked = TRUE;
  link_good = show_link (self);
  quantity_good = show_quantity (self);
  if (!link_good)
    focus_link (self);
  else if (!quantity_good)
    hsp_order_form_focus_quantity (self);

  return link_good && quantity_good;
}

gint64
hsp_order_form_get_quantity (HspOrderForm *self)
{
  gint64 quantity = 0;
  g_autofree char *fault = NULL;

  g_return_val_if_fail (HSP_IS_ORDER_FORM (self), 0);

  if (self->service == NULL)
    return 0;

  fault = hsp_service_check_quantity (self->service, get_quantity_text (self), &quantity);
  return fault == NULL ? quantity : 0;
}

char *
hsp_order_form_dup_link (HspOrderForm *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_FORM (self), NULL);

  return g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->link_row))));
}

void
hsp_order_form_focus_first (HspOrderForm *self)
{
  g_return_if_fail (HSP_IS_ORDER_FORM (self));

  if (*gtk_editable_get_text (GTK_EDITABLE (self->link_row)) == '\0')
    focus_link (self);
  else
    hsp_order_form_focus_quantity (self);
}

void
hsp_order_form_focus_quantity (HspOrderForm *self)
{
  g_return_if_fail (HSP_IS_ORDER_FORM (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->quantity_spin));
}
