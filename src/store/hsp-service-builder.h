/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Makes a HspServiceTable of services that come one by one, and writes it under a temporary name that
 * is renamed at the end. Used by one thread at a time, a worker. */
#pragma once

#include "hsp-service-table.h"

G_BEGIN_DECLS

typedef struct _HspServiceBuilder HspServiceBuilder;

/* @path: (nullable): of the file; its folder is made (0700). Where it cannot be written, or is NULL,
 * the table is kept in memory and nothing is lost but the next start's speed. */
HspServiceBuilder *hsp_service_builder_new            (const char *path);
void               hsp_service_builder_free           (HspServiceBuilder *self);  /* drops the temporary file */
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspServiceBuilder, hsp_service_builder_free)

/* A number that is there already: the later one wins, in the place of the first, and is counted.
 * @value is only read; type, category and subcategory need not be interned. */
void               hsp_service_builder_add            (HspServiceBuilder *self, const HspServiceValue *value);
gboolean           hsp_service_builder_has            (HspServiceBuilder *self, const char *id);
guint              hsp_service_builder_get_n_rows     (HspServiceBuilder *self);
guint              hsp_service_builder_get_n_replaced (HspServiceBuilder *self);

/* What `categories` said: (element-type HspCategoryValue), copied. */
void               hsp_service_builder_set_categories (HspServiceBuilder *self, GPtrArray *values);

/* (transfer full): a verified table in memory of what has come until now, for the first rows of a
 * first load. Costs time by the number of rows: call it at 50, then each time the rows doubled. */
HspServiceTable   *hsp_service_builder_peek           (HspServiceBuilder *self);

/* (transfer full) (nullable): sorts, writes, renames. @self can only be freed afterwards.
 * Errors: G_IO_ERROR_CANCELLED; HSP_ERROR_STORE when not even memory is to be had. */
HspServiceTable   *hsp_service_builder_end            (HspServiceBuilder *self, gint64 time, GCancellable *cancellable, GError **error);

G_END_DECLS
