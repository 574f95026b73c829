/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shop has changed between two readings of all its services. */
#pragma once

#include "hsp-service-table.h"

G_BEGIN_DECLS

/* As many of one refresh are kept; more is another shop. */
#define HSP_MAX_CHANGES 20000

/**
 * HspChangeKind:
 * @HSP_CHANGE_NEW: offered for the first time
 * @HSP_CHANGE_GONE: not offered any more
 * @HSP_CHANGE_DEARER: the figures of these four are rates
 * @HSP_CHANGE_CHEAPER:
 * @HSP_CHANGE_BACK_IN_STOCK: the figures of these two are how many are left
 * @HSP_CHANGE_SOLD_OUT:
 *
 * Stored by number: never renumber.
 */
typedef enum
{
  HSP_CHANGE_NEW           = 0,
  HSP_CHANGE_GONE          = 1,
  HSP_CHANGE_DEARER        = 2,
  HSP_CHANGE_CHEAPER       = 3,
  HSP_CHANGE_BACK_IN_STOCK = 4,
  HSP_CHANGE_SOLD_OUT      = 5,
  HSP_N_CHANGE_KINDS
} HspChangeKind;

/* One change of one service. */
typedef struct
{
  gint64         id;        /* of the log, growing; 0 before it is written */
  gint64         time;      /* Unix seconds of the reading that had it first */
  char          *service;   /* (owned) */
  char          *name;      /* (owned) as it is now, or was when it was there */
  HspChangeKind  kind;
  gint64         before;    /* HSP_UNKNOWN of a new one */
  gint64         after;     /* HSP_UNKNOWN of one that is gone */
} HspChangeRecord;

void       hsp_change_record_free         (HspChangeRecord     *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspChangeRecord, hsp_change_record_free)

GPtrArray *hsp_service_changes_between (HspServiceTable  *before,
                                        HspServiceTable  *after,
                                        guint             most,
                                        guint            *n_left_out);

G_END_DECLS
