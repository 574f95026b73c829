/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Services on their way from the shop into a table: what a worker puts together, and hands over the
 * first of when there are none yet. Counted references (atomic). */
#pragma once

#include <gio/gio.h>

#include "hsp-service-table.h"
#include "hsp-shop.h"

G_BEGIN_DECLS

typedef struct _HspBatch HspBatch;

/* Main thread: the services that have come until now */
typedef void (*HspBatchFunc) (HspServiceTable *table, gpointer user_data);

/* @path: (nullable): of the table's file. @func: (nullable): wants the first rows early; it is called
 * until hsp_batch_quiet() */
HspBatch              *hsp_batch_new      (const char          *path,
                                           HspBatchFunc         func,
                                           gpointer             user_data);
HspBatch              *hsp_batch_ref      (HspBatch            *self);
void                   hsp_batch_unref    (HspBatch            *self);
/* Main thread */
void                   hsp_batch_quiet    (HspBatch            *self);

/* While no answer is being read: how many rows there are, and how many stood there twice */
guint                  hsp_batch_get_n_rows     (HspBatch      *self);
guint                  hsp_batch_get_n_replaced (HspBatch      *self);
/* (transfer full): a table in memory */
HspServiceTable       *hsp_batch_peek     (HspBatch            *self);

/* Takes the rows of an answer; the state of a sink of the shop is a reference to the batch */
void                   hsp_batch_add      (const HspServiceValue *value,
                                           gpointer             batch);
void                   hsp_batch_rest     (gpointer             batch);
/* There: whether a row came with the number @id */
gboolean               hsp_batch_has      (HspBatch            *self,
                                           const char          *id);

/* Before the end: the rows that will be looked at first. @rows: (element-type guint) (transfer full): as they were
 * in the table before */
void                   hsp_batch_expect     (HspBatch            *self,
                                             GArray              *rows);

/* Sorts and writes in a worker; nothing can be added any more. @categories: (element-type
 * HspCategoryValue). Errors as hsp_service_builder_end(). */
void                   hsp_batch_end_async  (HspBatch            *self,
                                             gint64               time,
                                             GPtrArray           *categories,
                                             GCancellable        *cancellable,
                                             GAsyncReadyCallback  callback,
                                             gpointer             user_data);
HspServiceTable       *hsp_batch_end_finish (GAsyncResult        *result,
                                             GError             **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspBatch, hsp_batch_unref)

G_END_DECLS
