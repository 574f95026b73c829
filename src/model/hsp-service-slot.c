/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-service-slot-private.h"

#include "hsp-service-list-private.h"
#include "hsp-service.h"

struct _HspServiceSlot
{
  GObject         parent_instance;

  HspServiceList *list;      /* (unowned) (nullable) it detaches its slots when it goes */
  HspService     *service;   /* (owned) (nullable) until it is asked for */
  guint           position;  /* HSP_SLOT_NOWHERE when the list has it no more */
};

enum
{
  PROP_SERVICE = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspServiceSlot, hsp_service_slot, G_TYPE_OBJECT)

static void
hsp_service_slot_get_property (GObject    *object,
                               guint       prop_id,
                               GValue     *value,
                               GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_SERVICE:
      g_value_set_object (value, hsp_service_slot_get_service (HSP_SERVICE_SLOT (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_service_slot_finalize (GObject *object)
{
  HspServiceSlot *self = HSP_SERVICE_SLOT (object);

  if (self->list != NULL)
    hsp_service_list_drop_slot (self->list, self);
  g_clear_object (&self->service);

  G_OBJECT_CLASS (hsp_service_slot_parent_class)->finalize (object);
}

static void
hsp_service_slot_class_init (HspServiceSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_service_slot_get_property;
  object_class->finalize = hsp_service_slot_finalize;

  properties[PROP_SERVICE] =
    g_param_spec_object ("service", NULL, NULL, HSP_TYPE_SERVICE,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_service_slot_init (HspServiceSlot *self)
{
}

HspServiceSlot *
hsp_service_slot_new (HspServiceList *list,
                      guint           position)
{
  HspServiceSlot *self = g_object_new (HSP_TYPE_SERVICE_SLOT, NULL);

  self->list = list;
  self->position = position;
  return self;
}

guint
hsp_service_slot_get_position (HspServiceSlot *self)
{
  return self->position;
}

void
hsp_service_slot_move (HspServiceSlot *self,
                       guint           position)
{
  /* what leaves the list is shown until its row has gone: it keeps what it shows */
  if (position == HSP_SLOT_NOWHERE)
    hsp_service_slot_get_service (self);
  self->position = position;
}

void
hsp_service_slot_relabel (HspServiceSlot *self)
{
  g_clear_object (&self->service);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SERVICE]);
}

HspService *
hsp_service_slot_peek (HspServiceSlot *self)
{
  return self->service;
}

void
hsp_service_slot_detach (HspServiceSlot *self)
{
  self->list = NULL;
}

/**
 * hsp_service_slot_get_service:
 *
 * Returns: (transfer none) (nullable): the service that stands there now
 */
HspService *
hsp_service_slot_get_service (HspServiceSlot *self)
{
  g_return_val_if_fail (HSP_IS_SERVICE_SLOT (self), NULL);

  if (self->service == NULL && self->list != NULL && self->position != HSP_SLOT_NOWHERE)
    self->service = hsp_service_list_dup_service (self->list, self->position);
  return self->service;
}
