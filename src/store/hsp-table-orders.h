/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sorts the rows of a table in all its orders. Blocking: in a worker. */
#pragma once

#include "hsp-table-layout.h"

G_BEGIN_DECLS

int      hsp_table_compare_ids (const char        *a,
                                const char        *b);
gboolean hsp_table_orders_make (const HspTableRow *rows,
                                guint              n_rows,
                                const char        *texts,
                                guint32           *orders,
                                GCancellable      *cancellable);

G_END_DECLS
