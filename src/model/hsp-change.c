/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-changes"

#include "config.h"

#include "hsp-change.h"

struct _HspChange
{
  GObject       parent_instance;

  HspChangeRecord *row;  /* (owned) */
};

G_DEFINE_FINAL_TYPE (HspChange, hsp_change, G_TYPE_OBJECT)

static void
hsp_change_finalize (GObject *object)
{
  hsp_change_record_free (HSP_CHANGE (object)->row);

  G_OBJECT_CLASS (hsp_change_parent_class)->finalize (object);
}

static void
hsp_change_class_init (HspChangeClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = hsp_change_finalize;
}

static void
hsp_change_init (HspChange *self)
{
}

/** hsp_change_new: @row: (transfer full). Returns: (transfer full) */
HspChange *
hsp_change_new (HspChangeRecord *row)
{
  HspChange *self;

  g_return_val_if_fail (row != NULL, NULL);

  self = g_object_new (HSP_TYPE_CHANGE, NULL);
  self->row = row;
  return self;
}

gint64
hsp_change_get_id (HspChange *self)
{
  g_return_val_if_fail (HSP_IS_CHANGE (self), 0);

  return self->row->id;
}

gint64
hsp_change_get_time (HspChange *self)
{
  g_return_val_if_fail (HSP_IS_CHANGE (self), 0);

  return self->row->time;
}

/** hsp_change_get_service: Returns: (transfer none): its number, which may not be offered any more */
const char *
hsp_change_get_service (HspChange *self)
{
  g_return_val_if_fail (HSP_IS_CHANGE (self), NULL);

  return self->row->service;
}

const char *
hsp_change_get_name (HspChange *self)
{
  g_return_val_if_fail (HSP_IS_CHANGE (self), NULL);

  return self->row->name;
}

HspChangeKind
hsp_change_get_kind (HspChange *self)
{
  g_return_val_if_fail (HSP_IS_CHANGE (self), HSP_CHANGE_NEW);

  return self->row->kind;
}

gint64
hsp_change_get_before (HspChange *self)
{
  g_return_val_if_fail (HSP_IS_CHANGE (self), HSP_UNKNOWN);

  return self->row->before;
}

gint64
hsp_change_get_after (HspChange *self)
{
  g_return_val_if_fail (HSP_IS_CHANGE (self), HSP_UNKNOWN);

  return self->row->after;
}
