/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When a purchase or a reading of the balance began and when its answer was there, counted by
 * hsp_wallet_tick(): the order of what happened in this run, which whole seconds do not tell. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct
{
  guint64 begun;
  guint64 ended;  /* 0: before this run, only its second is known */
} HspSpan;

typedef enum
{
  HSP_SPAN_BEFORE,  /* its effect is in what was read */
  HSP_SPAN_AFTER,   /* it is not */
  HSP_SPAN_UNSURE,
} HspSpanOrder;

/* Whether a purchase of @span, made in the second @time, is in a reading. */
static inline HspSpanOrder
hsp_span_compare (HspSpan span,
                  gint64  time,
                  HspSpan reading,
                  gint64  reading_time)
{
  if (span.ended == 0 && reading.ended == 0)
    return time < reading_time ? HSP_SPAN_BEFORE
           : time > reading_time ? HSP_SPAN_AFTER : HSP_SPAN_UNSURE;
  if (span.ended == 0)
    return HSP_SPAN_BEFORE;
  if (reading.ended == 0 || span.begun > reading.ended)
    return HSP_SPAN_AFTER;
  return span.ended < reading.begun ? HSP_SPAN_BEFORE : HSP_SPAN_UNSURE;
}

G_END_DECLS
