/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of the list of services: one widget that draws the texts of the rows that are seen, with
 * nothing that a list has to be: no row can be chosen, hovered, or read by a screen reader. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-service-table.h"

G_BEGIN_DECLS

#define BENCH_TYPE_CANVAS (bench_canvas_get_type ())
G_DECLARE_FINAL_TYPE (BenchCanvas, bench_canvas, BENCH, CANVAS, GtkWidget)

GtkWidget *bench_canvas_new    (HspServiceTable *table);
/* Shows the rows whose folded names have the longest of the words. */
void       bench_canvas_search (BenchCanvas     *self,
                                const char      *text);
/* By so many rows. */
void       bench_canvas_scroll (BenchCanvas     *self,
                                int              n_rows);

G_END_DECLS
