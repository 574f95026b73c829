/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-project.h"

struct _HspSmsProject
{
  GObject   parent_instance;

  char     *id;            /* (owned) */
  char     *name;          /* (owned) */
  HspMoney  price;
  char     *country;       /* (owned) */
  char     *country_name;  /* (owned) */
};

enum
{
  PROP_NAME = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspSmsProject, hsp_sms_project, G_TYPE_OBJECT)

static void
hsp_sms_project_get_property (GObject    *object,
                              guint       prop_id,
                              GValue     *value,
                              GParamSpec *pspec)
{
  HspSmsProject *self = HSP_SMS_PROJECT (object);

  switch (prop_id)
    {
    case PROP_NAME:
      g_value_set_string (value, self->name);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_sms_project_finalize (GObject *object)
{
  HspSmsProject *self = HSP_SMS_PROJECT (object);

  g_free (self->id);
  g_free (self->name);
  g_free (self->country);
  g_free (self->country_name);

  G_OBJECT_CLASS (hsp_sms_project_parent_class)->finalize (object);
}

static void
hsp_sms_project_class_init (HspSmsProjectClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_sms_project_get_property;
  object_class->finalize = hsp_sms_project_finalize;

  /* What the code is for. */
  properties[PROP_NAME] = g_param_spec_string ("name", NULL, NULL, NULL,
                                               G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_sms_project_init (HspSmsProject *self)
{
}

/**
 * hsp_sms_project_new:
 * @id: the project's id in this country: it has another one in every country
 * @price: of one number, HSP_MONEY_UNKNOWN when the shop does not say
 * @country: ISO code in lower case, "" when unknown
 *
 * Returns: (transfer full): one offer
 */
HspSmsProject *
hsp_sms_project_new (const char *id,
                     const char *name,
                     HspMoney    price,
                     const char *country,
                     const char *country_name)
{
  HspSmsProject *self;

  g_return_val_if_fail (id != NULL && name != NULL, NULL);
  g_return_val_if_fail (country != NULL && country_name != NULL, NULL);

  self = g_object_new (HSP_TYPE_SMS_PROJECT, NULL);
  self->id = g_strdup (id);
  self->name = g_strdup (name);
  self->price = price;
  self->country = g_strdup (country);
  self->country_name = g_strdup (country_name);
  return self;
}

const char *
hsp_sms_project_get_id (HspSmsProject *self)
{
  g_return_val_if_fail (HSP_IS_SMS_PROJECT (self), NULL);

  return self->id;
}

const char *
hsp_sms_project_get_name (HspSmsProject *self)
{
  g_return_val_if_fail (HSP_IS_SMS_PROJECT (self), NULL);

  return self->name;
}

HspMoney
hsp_sms_project_get_price (HspSmsProject *self)
{
  g_return_val_if_fail (HSP_IS_SMS_PROJECT (self), HSP_MONEY_UNKNOWN);

  return self->price;
}

const char *
hsp_sms_project_get_country (HspSmsProject *self)
{
  g_return_val_if_fail (HSP_IS_SMS_PROJECT (self), NULL);

  return self->country;
}

const char *
hsp_sms_project_get_country_name (HspSmsProject *self)
{
  g_return_val_if_fail (HSP_IS_SMS_PROJECT (self), NULL);

  return self->country_name;
}
