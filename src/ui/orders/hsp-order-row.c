/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-orders"

#include "config.h"

#include "hsp-order-row.h"

#include <glib/gi18n-lib.h>

#include "hsp-order-text.h"
#include "hsp-text.h"

struct _HspOrderRow
{
  GtkBox parent_instance;

  HspOrder *order;          /* (owned) (nullable) */
  char     *spoken;         /* (owned) (nullable) */

  GtkLabel       *name_label;
  GtkLabel       *charge_label;
  GtkLabel       *number_label;
  GtkLabel       *link_label;
  GtkLabel       *pill;
  GtkProgressBar *progress;
  GtkLabel       *percent_label;
  GtkLabel       *time_label;
};

enum
{
  PROP_SPOKEN = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspOrderRow, hsp_order_row, GTK_TYPE_BOX)

static void
append_sentence (GString    *spoken,
                 const char *text)
{
  if (text == NULL || *text == '\0')
    return;

  if (spoken->len > 0)
    g_string_append (spoken, ". ");
  g_string_append (spoken, text);
}

/* "Order 48219, 20" */
static char *
describe_number (const HspPurchaseRow *row)
{
  g_autofree char *number = row->order != NULL ? g_strdup_printf (_("Order %s"), row->order)
                                               : hsp_order_text_number (row);
  g_autofree char *quantity = row->quantity > 0 ? hsp_number_to_text (row->quantity) : NULL;

  if (quantity == NULL)
    return g_steal_pointer (&number);
  if (*number == '\0')
    return g_steal_pointer (&quantity);

  return g_strdup_printf ("%s, %s", number, quantity);
}

/* "Canva Pro invitations, 1 month. In progress. 60 %. 6.40 USD. Order 48219, 20. 25 minutes ago." */
static void
update_spoken (HspOrderRow *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  g_autoptr(GString) spoken = g_string_new (gtk_label_get_text (self->name_label));
  g_autofree char *number = describe_number (row);
  g_autofree char *ago = hsp_text_ago_spoken (row->created, g_get_real_time () / G_USEC_PER_SEC);

  append_sentence (spoken, hsp_order_get_state_text (self->order));
  if (gtk_widget_get_visible (GTK_WIDGET (self->progress)))
    append_sentence (spoken, gtk_label_get_text (self->percent_label));
  append_sentence (spoken, gtk_label_get_text (self->charge_label));
  append_sentence (spoken, number);
  append_sentence (spoken, ago);
  g_string_append_c (spoken, '.');

  if (g_strcmp0 (self->spoken, spoken->str) == 0)
    return;

  g_free (self->spoken);
  self->spoken = g_strdup (spoken->str);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPOKEN]);
}

/* "#48219 · 20 · ", and the link after it in a label of its own, which alone may be shortened */
static void
show_second_line (HspOrderRow *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  gboolean has_link = row->link != NULL && *row->link != '\0';
  g_autofree char *number = hsp_order_text_number (row);
  g_autofree char *quantity = row->quantity > 0 ? hsp_number_to_text (row->quantity) : NULL;
  g_autofree char *link = has_link ? hsp_text_short_link (row->link) : NULL;
  g_autoptr(GString) line = g_string_new (number);

  if (quantity != NULL)
    g_string_append_printf (line, "%s%s", line->len > 0 ? " · " : "", quantity);
  if (has_link && line->len > 0)
    g_string_append (line, " · ");

  gtk_label_set_text (self->number_label, line->str);
  gtk_label_set_text (self->link_label, link != NULL ? link : "");
}

static void
show_progress (HspOrderRow *self)
{
  int percent = hsp_order_get_percent (self->order);
  gboolean shown = percent >= 0 && hsp_order_get_state (self->order) == HSP_STATE_OPEN;
  /* Translators: %d is a percentage */
  g_autofree char *text = g_strdup_printf (_("%d %%"), MAX (percent, 0));
  g_autofree char *delivered = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->progress), shown);
  gtk_widget_set_visible (GTK_WIDGET (self->percent_label), shown);
  if (!shown)
    return;

  delivered = hsp_order_text_delivered (hsp_order_get_row (self->order),
                                        hsp_order_get_row (self->order)->remains);
  gtk_label_set_text (self->percent_label, text);
  gtk_progress_bar_set_fraction (self->progress, percent / 100.0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->progress),
                                  GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                  delivered != NULL ? delivered : text, -1);
}

static void
update (HspOrderRow *self)
{
  const HspPurchaseRow *row = hsp_order_get_row (self->order);
  g_autofree char *name = hsp_order_text_name (row);
  g_autofree char *charge = hsp_order_text_charge (row);

  gtk_label_set_text (self->name_label, name);
  gtk_label_set_text (self->charge_label, charge);
  if (row->charge == HSP_MONEY_UNKNOWN)
    gtk_widget_add_css_class (GTK_WIDGET (self->charge_label), "dim-label");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->charge_label), "dim-label");

  show_second_line (self);
  hsp_order_show_pill (self->pill, self->order);
  show_progress (self);
  if (hsp_order_get_state (self->order) == HSP_STATE_UNCONFIRMED)
    gtk_widget_add_css_class (GTK_WIDGET (self), "attention");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "attention");

  hsp_order_row_update_time (self);
}

static void
hsp_order_row_get_property (GObject    *object,
                            guint       property_id,
                            GValue     *value,
                            GParamSpec *pspec)
{
  switch (property_id)
    {
    case PROP_SPOKEN:
      g_value_set_string (value, HSP_ORDER_ROW (object)->spoken);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_order_row_dispose (GObject *object)
{
  hsp_order_row_set_order (HSP_ORDER_ROW (object), NULL);

  G_OBJECT_CLASS (hsp_order_row_parent_class)->dispose (object);
}

static void
hsp_order_row_finalize (GObject *object)
{
  g_free (HSP_ORDER_ROW (object)->spoken);

  G_OBJECT_CLASS (hsp_order_row_parent_class)->finalize (object);
}

static void
hsp_order_row_class_init (HspOrderRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = hsp_order_row_get_property;
  object_class->dispose = hsp_order_row_dispose;
  object_class->finalize = hsp_order_row_finalize;

  properties[PROP_SPOKEN] =
    g_param_spec_string ("spoken", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class,
                                               RESOURCE_PATH "/orders/hsp-order-row.ui");
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, charge_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, number_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, link_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, pill);
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, progress);
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, percent_label);
  gtk_widget_class_bind_template_child (widget_class, HspOrderRow, time_label);
}

static void
hsp_order_row_init (HspOrderRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
hsp_order_row_new (void)
{
  return g_object_new (HSP_TYPE_ORDER_ROW, NULL);
}

void
hsp_order_row_set_order (HspOrderRow *self,
                         HspOrder    *order)
{
  g_return_if_fail (HSP_IS_ORDER_ROW (self));
  g_return_if_fail (order == NULL || HSP_IS_ORDER (order));

  if (self->order == order)
    return;

  if (self->order != NULL)
    g_signal_handlers_disconnect_by_func (self->order, update, self);
  g_set_object (&self->order, order);
  if (order == NULL)
    return;

  g_signal_connect_object (order, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);
}

const char *
hsp_order_row_get_spoken (HspOrderRow *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_ROW (self), NULL);

  return self->spoken;
}

/* The time runs on without the order changing: the page says when to look at the clock again. */
void
hsp_order_row_update_time (HspOrderRow *self)
{
  gint64 created;
  g_autofree char *ago = NULL;
  g_autofree char *full = NULL;

  g_return_if_fail (HSP_IS_ORDER_ROW (self));

  if (self->order == NULL)
    return;

  created = hsp_order_get_row (self->order)->created;
  ago = hsp_text_ago (created, g_get_real_time () / G_USEC_PER_SEC);
  full = hsp_text_full_time (created);
  gtk_label_set_text (self->time_label, ago);
  hsp_widget_set_tooltip (GTK_WIDGET (self->time_label), full);
  update_spoken (self);
}
