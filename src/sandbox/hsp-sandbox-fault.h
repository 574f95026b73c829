/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What can go wrong with an answer on its way, how a right answer is spoiled, and which fault is next. */
#pragma once

#include "hsp-sandbox.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_WAY_ANSWER,    /* an HTTP answer */
  HSP_WAY_LATE,      /* the same, later */
  HSP_WAY_CLOSE,     /* the connection is closed */
  HSP_WAY_RESET,     /* the connection is reset */
  HSP_WAY_HANG,      /* the connection is held without a word */
  HSP_WAY_TRUNCATE,  /* half of the answer, then the connection is closed */
} HspWay;

typedef struct
{
  HspFault    fault;
  const char *name;
  HspWay      way;
  gboolean    acts;          /* the shop does what was asked */
  guint       status;
  const char *content_type;
  const char *body;          /* (nullable) NULL: the right answer, perhaps spoiled */
} HspFaultKind;

const HspFaultKind *hsp_fault_get_kind  (HspFault    fault);
GBytes             *hsp_fault_spoil     (HspFault    fault,
                                         char       *answer);

/* (transfer full): the faults that have not happened yet: action, "" for any, to GQueue of HspFault. Not
 * thread-safe: whoever has them guards them. */
GHashTable         *hsp_faults_new      (void);

/* @action: (nullable): %NULL for any */
void                hsp_faults_push     (GHashTable *faults,
                                         const char *action,
                                         HspFault    fault);

/* The one that is next for @action; it is not there any more */
HspFault            hsp_faults_take     (GHashTable *faults,
                                         const char *action);

G_END_DECLS
