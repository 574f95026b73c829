/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-order-filter.h"

#include <glib/gi18n-lib.h>

#include "hsp-money.h"

struct _HspOrderFilter
{
  GObject  parent_instance;

  HspShow  show;
  guint    count;
  gboolean chosen;
};

enum
{
  PROP_LABEL = 1,
  PROP_COUNT,
  PROP_COUNT_TEXT,
  PROP_CHOSEN,
  N_PROPS
};

static const struct
{
  const char *label;
  const char *empty;
} words[HSP_N_SHOWS] = {
  [HSP_SHOW_ALL]         = { N_("All orders"),  N_("No orders") },
  [HSP_SHOW_OPEN]        = { N_("Open"),        N_("No open orders") },
  [HSP_SHOW_UNCONFIRMED] = { N_("Unconfirmed"), N_("No unconfirmed purchases") },
  [HSP_SHOW_COMPLETED]   = { N_("Completed"),   N_("No completed orders") },
  [HSP_SHOW_PARTIAL]     = { N_("Partial"),     N_("No partial orders") },
  [HSP_SHOW_CANCELED]    = { N_("Canceled"),    N_("No canceled orders") },
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspOrderFilter, hsp_order_filter, G_TYPE_OBJECT)

static void
hsp_order_filter_get_property (GObject    *object,
                               guint       property_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  HspOrderFilter *self = HSP_ORDER_FILTER (object);

  switch (property_id)
    {
    case PROP_LABEL:
      g_value_set_string (value, hsp_order_filter_get_label (self));
      break;
    case PROP_COUNT:
      g_value_set_uint (value, self->count);
      break;
    case PROP_COUNT_TEXT:
      g_value_take_string (value, hsp_number_to_text (self->count));
      break;
    case PROP_CHOSEN:
      g_value_set_boolean (value, self->chosen);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_order_filter_class_init (HspOrderFilterClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = hsp_order_filter_get_property;

  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, flags);
  properties[PROP_COUNT] = g_param_spec_uint ("count", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_COUNT_TEXT] = g_param_spec_string ("count-text", NULL, NULL, NULL, flags);
  properties[PROP_CHOSEN] = g_param_spec_boolean ("chosen", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_order_filter_init (HspOrderFilter *self)
{
}

HspOrderFilter *
hsp_order_filter_new (HspShow show)
{
  HspOrderFilter *self = g_object_new (HSP_TYPE_ORDER_FILTER, NULL);

  self->show = show;
  return self;
}

/* What never became an order is shown with the canceled ones: nothing more comes of either. */
gboolean
hsp_order_filter_takes (HspOrderFilter *self,
                        HspState        state)
{
  g_return_val_if_fail (HSP_IS_ORDER_FILTER (self), FALSE);

  switch (self->show)
    {
    case HSP_SHOW_OPEN:
      return state == HSP_STATE_OPEN;
    case HSP_SHOW_UNCONFIRMED:
      return state == HSP_STATE_UNCONFIRMED;
    case HSP_SHOW_COMPLETED:
      return state == HSP_STATE_COMPLETED;
    case HSP_SHOW_PARTIAL:
      return state == HSP_STATE_PARTIAL;
    case HSP_SHOW_CANCELED:
      return state == HSP_STATE_CANCELED || state == HSP_STATE_REJECTED;
    case HSP_SHOW_ALL:
    case HSP_N_SHOWS:
      break;
    }

  return TRUE;
}

const char *
hsp_order_filter_get_label (HspOrderFilter *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_FILTER (self), NULL);

  return _(words[self->show].label);
}

const char *
hsp_order_filter_get_empty_text (HspOrderFilter *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_FILTER (self), NULL);

  return _(words[self->show].empty);
}

guint
hsp_order_filter_get_count (HspOrderFilter *self)
{
  g_return_val_if_fail (HSP_IS_ORDER_FILTER (self), 0);

  return self->count;
}

void
hsp_order_filter_set_count (HspOrderFilter *self,
                            guint           count)
{
  g_return_if_fail (HSP_IS_ORDER_FILTER (self));

  if (self->count == count)
    return;

  self->count = count;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_COUNT_TEXT]);
}

void
hsp_order_filter_set_chosen (HspOrderFilter *self,
                             gboolean        chosen)
{
  g_return_if_fail (HSP_IS_ORDER_FILTER (self));

  if (self->chosen == chosen)
    return;

  self->chosen = chosen;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHOSEN]);
}
