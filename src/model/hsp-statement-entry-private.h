/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How the statement is worked out: from orders, numbers and readings of the balance. No I/O. */
#pragma once

#include "hsp-wallet.h"

G_BEGIN_DECLS

GPtrArray *hsp_statement_make   (GListModel    *orders,
                                 GListModel    *numbers,
                                 GPtrArray     *readings);
gboolean   hsp_statement_entry_equal (gconstpointer  a,
                                      gconstpointer  b);

G_END_DECLS
