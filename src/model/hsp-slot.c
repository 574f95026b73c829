/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-slot-private.h"

#include "hsp-slot-list-private.h"

struct _HspSlot
{
  GObject      parent_instance;

  HspSlotList *list;      /* (unowned) (nullable) it detaches its slots when it goes */
  GObject     *item;      /* (owned) (nullable) until it is asked for */
  guint        position;  /* HSP_SLOT_NOWHERE when the list has it no more */
};

enum
{
  PROP_ITEM = 1,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspSlot, hsp_slot, G_TYPE_OBJECT)

static void
hsp_slot_get_property (GObject    *object,
                       guint       prop_id,
                       GValue     *value,
                       GParamSpec *pspec)
{
  switch (prop_id)
    {
    case PROP_ITEM:
      g_value_set_object (value, hsp_slot_get_item (HSP_SLOT (object)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_slot_finalize (GObject *object)
{
  HspSlot *self = HSP_SLOT (object);

  if (self->list != NULL)
    hsp_slot_list_drop_slot (self->list, self);
  g_clear_object (&self->item);

  G_OBJECT_CLASS (hsp_slot_parent_class)->finalize (object);
}

static void
hsp_slot_class_init (HspSlotClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = hsp_slot_get_property;
  object_class->finalize = hsp_slot_finalize;

  properties[PROP_ITEM] =
    g_param_spec_object ("item", NULL, NULL, G_TYPE_OBJECT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_slot_init (HspSlot *self)
{
}

HspSlot *
hsp_slot_new (HspSlotList *list,
              guint        position)
{
  HspSlot *self = g_object_new (HSP_TYPE_SLOT, NULL);

  self->list = list;
  self->position = position;
  return self;
}

guint
hsp_slot_get_position (HspSlot *self)
{
  return self->position;
}

void
hsp_slot_move (HspSlot *self,
               guint    position)
{
  /* what leaves the list is shown until its row has gone: it keeps what it shows */
  if (position == HSP_SLOT_NOWHERE)
    hsp_slot_get_item (self);
  self->position = position;
}

void
hsp_slot_relabel (HspSlot *self)
{
  g_clear_object (&self->item);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ITEM]);
}

gpointer
hsp_slot_peek (HspSlot *self)
{
  return self->item;
}

void
hsp_slot_detach (HspSlot *self)
{
  self->list = NULL;
}

/**
 * hsp_slot_get_item:
 *
 * Returns: (transfer none) (nullable) (type GObject): what stands there now
 */
gpointer
hsp_slot_get_item (HspSlot *self)
{
  g_return_val_if_fail (HSP_IS_SLOT (self), NULL);

  if (self->item == NULL && self->list != NULL && self->position != HSP_SLOT_NOWHERE)
    self->item = hsp_slot_list_dup_item (self->list, self->position);
  return self->item;
}
