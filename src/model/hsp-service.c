/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-private.h"

#include <glib/gi18n-lib.h>

struct _HspService
{
  GObject          parent_instance;

  HspServiceValue *value;             /* (owned) */
  HspRateUnit     *units;             /* (owned) (nullable) by HspKind, shared by a catalogue */
  gint64           stock;
  gint64           stock_checked_at;
  guint            row;               /* see hsp_service_get_row() */
};

enum
{
  PROP_ID = 1,
  PROP_NAME,
  PROP_STOCK,
  PROP_STOCK_CHECKED_AT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspService, hsp_service, G_TYPE_OBJECT)

static void
hsp_service_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HspService *self = HSP_SERVICE (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->value->id);
      break;
    case PROP_NAME:
      g_value_set_string (value, self->value->name);
      break;
    case PROP_STOCK:
      g_value_set_int64 (value, self->stock);
      break;
    case PROP_STOCK_CHECKED_AT:
      g_value_set_int64 (value, self->stock_checked_at);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_service_finalize (GObject *object)
{
  HspService *self = HSP_SERVICE (object);

  hsp_service_value_unref (self->value);
  g_clear_pointer (&self->units, g_rc_box_release);

  G_OBJECT_CLASS (hsp_service_parent_class)->finalize (object);
}

static void
hsp_service_class_init (HspServiceClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags constant = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags flags = constant | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = hsp_service_get_property;
  object_class->finalize = hsp_service_finalize;

  /* The number that `add` takes, as text. */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, constant);
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL, constant);
  /* How many are left; HSP_UNKNOWN when the shop does not say. */
  properties[PROP_STOCK] = g_param_spec_int64 ("stock", NULL, NULL, HSP_UNKNOWN, G_MAXINT64,
                                               HSP_UNKNOWN, flags);
  /* Unix seconds of the last question for the stock; 0: as the list had it. */
  properties[PROP_STOCK_CHECKED_AT] = g_param_spec_int64 ("stock-checked-at", NULL, NULL, 0,
                                                          G_MAXINT64, 0, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_service_init (HspService *self)
{
  self->stock = HSP_UNKNOWN;
  self->row = G_MAXUINT;
}

/**
 * hsp_service_new:
 * @value: (transfer full): what the shop says of the service
 *
 * Returns: (transfer full): a service with the stock of @value
 */
HspService *
hsp_service_new (HspServiceValue *value)
{
  HspService *self;

  g_return_val_if_fail (value != NULL, NULL);

  self = g_object_new (HSP_TYPE_SERVICE, NULL);
  self->value = value;
  self->stock = value->stock;
  return self;
}

/**
 * hsp_service_get_value:
 *
 * Returns: (transfer none): everything but the stock, which hsp_service_get_stock() knows
 */
const HspServiceValue *
hsp_service_get_value (HspService *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE (self), NULL);

  return self->value;
}

const char *
hsp_service_get_id (HspService *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE (self), NULL);

  return self->value->id;
}

const char *
hsp_service_get_name (HspService *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE (self), NULL);

  return self->value->name;
}

/**
 * hsp_service_get_stock:
 *
 * Returns: how many are left, HSP_UNKNOWN when the shop does not say
 */
gint64
hsp_service_get_stock (HspService *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE (self), HSP_UNKNOWN);

  return self->stock;
}

gint64
hsp_service_get_stock_checked_at (HspService *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE (self), 0);

  return self->stock_checked_at;
}

/**
 * hsp_service_set_stock:
 * @stock: how many are left, or HSP_UNKNOWN
 * @checked_at: Unix seconds of the answer, 0 when it came with the list
 */
void
hsp_service_set_stock (HspService *self,
                       gint64      stock,
                       gint64      checked_at)
{
  g_return_if_fail (HSP_IS_SERVICE (self));

  if (self->stock != stock)
    {
      self->stock = stock;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STOCK]);
    }
  if (self->stock_checked_at != checked_at)
    {
      self->stock_checked_at = checked_at;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STOCK_CHECKED_AT]);
    }
}

/*< private >
 * hsp_service_get_row:
 */
guint
hsp_service_get_row (HspService *self)
{
  return self->row;
}

/*< private >
 * hsp_service_set_row:
 */
void
hsp_service_set_row (HspService *self,
                     guint       row)
{
  self->row = row;
}

/**
 * hsp_service_get_rate_unit:
 *
 * Returns: what the rate is the price of; HSP_RATE_UNKNOWN until a charge has shown it: the estimate
 *   is made for 1,000 then, and said to be about right
 */
HspRateUnit
hsp_service_get_rate_unit (HspService *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE (self), HSP_RATE_UNKNOWN);

  return self->units != NULL ? self->units[self->value->kind] : HSP_RATE_UNKNOWN;
}

/**
 * hsp_service_set_rate_units:
 * @units: (transfer none): of g_rc_box_alloc(), by HspKind; what is learnt later is seen through it
 */
void
hsp_service_set_rate_units (HspService  *self,
                            HspRateUnit *units)
{
  g_return_if_fail (HSP_IS_SERVICE (self));
  g_return_if_fail (units != NULL && self->units == NULL);

  self->units = g_rc_box_acquire (units);
}

/**
 * hsp_service_estimate:
 *
 * The API notes: `rate` is the price of 1,000 units, of products too. Where charges have shown that
 * it is the price of one, it is; see hsp_service_get_rate_unit().
 *
 * Returns: what @quantity should cost, HSP_MONEY_UNKNOWN without a rate
 */
HspMoney
hsp_service_estimate (HspService *self,
                      gint64      quantity)
{
  g_return_val_if_fail (HSP_IS_SERVICE (self), HSP_MONEY_UNKNOWN);

  return hsp_rate_unit_estimate (hsp_service_get_rate_unit (self), self->value->rate, quantity);
}

/* No sign, no fraction, no grouping: what is sent must be what was typed. */
static gboolean
parse_whole_number (const char *text,
                    gint64     *number)
{
  g_autofree char *stripped = g_strstrip (g_strdup (text));

  return g_ascii_string_to_signed (stripped, 10, 0, G_MAXINT64, number, NULL)
         && g_ascii_isdigit (*stripped);
}

/**
 * hsp_service_check_quantity:
 * @text: what was typed
 * @quantity: (out) (optional): the number, when it is one
 *
 * Returns: (transfer full) (nullable): a sentence for the field, or %NULL when all is well
 */
char *
hsp_service_check_quantity (HspService *self,
                            const char *text,
                            gint64     *quantity)
{
  gint64 number = 0;
  gint64 min;

  g_return_val_if_fail (HSP_IS_SERVICE (self), NULL);
  g_return_val_if_fail (text != NULL, NULL);

  if (!parse_whole_number (text, &number))
    return g_strdup (_("Enter a whole number"));
  if (quantity != NULL)
    *quantity = number;

  min = MAX (self->value->min, 1);
  if (number < min)
    {
      g_autofree char *figure = hsp_number_to_text (min);

      /* Translators: %s is the smallest quantity that can be ordered */
      return g_strdup_printf (_("At least %s"), figure);
    }
  if (self->value->max > 0 && number > self->value->max)
    {
      g_autofree char *figure = hsp_number_to_text (self->value->max);

      /* Translators: %s is the largest quantity that can be ordered */
      return g_strdup_printf (_("At most %s"), figure);
    }
  return NULL;
}

/**
 * hsp_service_check_link:
 * @link: (nullable): what was typed
 *
 * The API notes: a link is required for SMM services and optional for products. Where the shop does
 * not say which it is (the documented rows do not), one is asked for: paying for followers of
 * nothing is worse than typing an address to deliver to.
 *
 * Returns: (transfer full) (nullable): a sentence for the field, or %NULL when all is well
 */
char *
hsp_service_check_link (HspService *self,
                        const char *link)
{
  g_autofree char *stripped = NULL;

  g_return_val_if_fail (HSP_IS_SERVICE (self), NULL);

  stripped = g_strstrip (g_strdup (link != NULL ? link : ""));
  if (*stripped != '\0' || self->value->kind == HSP_KIND_PRODUCT)
    return NULL;
  return g_strdup (self->value->kind == HSP_KIND_SMM
                   ? _("Enter a link")
                   : _("Enter a link; for a product, the e-mail address to deliver to"));
}
