/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue as it was last read, in the cache directory: disposable, versioned, checksummed,
 * written under a temporary name and renamed. Read by mapping the file, so that opening costs
 * nothing that depends on its size beyond the rows that are made. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-values.h"

G_BEGIN_DECLS

typedef struct
{
  gint64     time;          /* Unix seconds when it was read from the shop */
  GPtrArray *services;      /* (owned) (element-type HspServiceValue) in the shop's order */
  GPtrArray *categories;    /* (owned) (element-type HspCategoryValue) in the shop's order */
  guint     *name_order;    /* (owned) (nullable) of the services, as hsp_name_order() says; only read */
} HspSnapshot;

void         hsp_snapshot_free         (HspSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspSnapshot, hsp_snapshot_free)

/* Blocking but short (a mapped file): may be called before the first frame. HSP_ERROR_STORE when
 * there is none or it is damaged; the caller then reads from the shop. */
HspSnapshot *hsp_snapshot_read         (const char *path, GError **error);

/* In a worker; @snapshot is taken over (transfer full). */
void         hsp_snapshot_write_async  (const char *path, HspSnapshot *snapshot, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean     hsp_snapshot_write_finish (GAsyncResult *result, GError **error);

G_END_DECLS
