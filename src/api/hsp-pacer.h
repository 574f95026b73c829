/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One rate limit for an account: a token bucket that every request passes, slowed when the shop
 * says that it is too much. Main thread. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_PACE_PERSON,      /* a person waits for it: goes first */
  HSP_PACE_BACKGROUND,  /* watching, refreshing */
} HspPace;

#define HSP_TYPE_PACER (hsp_pacer_get_type ())
G_DECLARE_FINAL_TYPE (HspPacer, hsp_pacer, HSP, PACER, GObject)

HspPacer *hsp_pacer_new          (guint                per_minute,
                                  guint                burst);
gboolean  hsp_pacer_enter_now    (HspPacer            *self);
void      hsp_pacer_enter_async  (HspPacer            *self,
                                  HspPace              pace,
                                  GCancellable        *cancellable,
                                  GAsyncReadyCallback  callback,
                                  gpointer             user_data);
gboolean  hsp_pacer_enter_finish (HspPacer            *self,
                                  GAsyncResult        *result,
                                  GError             **error);
void      hsp_pacer_slow_down    (HspPacer            *self,
                                  guint                seconds);

G_END_DECLS
