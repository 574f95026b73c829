/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows of services that a person has marked, newest first, each service once: either HspMarkRow or
 * HspWatchRow, which both begin with the id of the service. */
#pragma once

#include "hsp-journal.h"

G_BEGIN_DECLS

typedef struct
{
  GPtrArray      *rows;         /* (owned) newest first */
  GHashTable     *by_service;   /* (owned) the same rows */
  gsize           time;         /* where in a row its time is */
} HspMarkList;

void      hsp_mark_list_init         (HspMarkList    *self,
                                      GDestroyNotify  row_free,
                                      gsize           time);
void      hsp_mark_list_clear        (HspMarkList    *self);
/* (transfer none) (nullable) */
gpointer  hsp_mark_list_lookup       (HspMarkList    *self,
                                      const char     *service);
/* @row: (transfer full): takes the place of one of the same service, and its place by time */
void      hsp_mark_list_put          (HspMarkList    *self,
                                      gpointer        row);
void      hsp_mark_list_remove       (HspMarkList    *self,
                                      const char     *service);
/* @rows: (transfer full): newest first. Whether other services are in it now, or in another order */
gboolean  hsp_mark_list_take         (HspMarkList    *self,
                                      GPtrArray      *rows);
/* (transfer full) */
GStrv     hsp_mark_list_dup_services (HspMarkList    *self);

G_END_DECLS
