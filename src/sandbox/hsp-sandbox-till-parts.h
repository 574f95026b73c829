/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the books share: what is in them (hsp-sandbox-till.c), and the text that keeps them
 * (hsp-sandbox-till-text.c). */
#pragma once

#include "hsp-sandbox-till.h"

G_BEGIN_DECLS

/* More than a person tries in a sandbox; the oldest go first. */
#define HSP_TILL_MAX_ROWS 2000
#define HSP_TILL_FIRST_ID 771200

struct _HspTill
{
  guint       seed;
  double      speed;
  HspMoney    balance;

  gint64      base_wall;    /* the three clocks at one moment */
  gint64      base_shop;
  gint64      base_monotonic;

  gint64      last_id;
  gint64      n_orders;     /* ever */
  gint64      n_numbers;    /* ever */
  GPtrArray  *orders;       /* (owned) (element-type HspTillOrder), ids rising */
  GPtrArray  *numbers;      /* (owned) (element-type HspTillNumber), ids rising */
};

/* @now: microseconds since 1970 */
void hsp_till_set_clock   (HspTill  *self,
                           gint64    now);

/* @data: (transfer full): an HspTillNumber */
void hsp_till_free_number (gpointer  data);

G_END_DECLS
