/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The rows of the list: makes them, and tells them of what they all show alike. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_SERVICE_ROWS (hsp_service_rows_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceRows, hsp_service_rows, HSP, SERVICE_ROWS, GObject)

/* @view: gets a factory of rows; has lost its model before the last reference of the rows goes */
HspServiceRows *hsp_service_rows_new             (GtkListView *view, HspAccount *account, HspServiceList *list);
/* A category is chosen: its name need not stand in each row. */
void            hsp_service_rows_set_in_category (HspServiceRows *self, gboolean in_category);
void            hsp_service_rows_set_narrow      (HspServiceRows *self, gboolean narrow);
/* After each change of what is shown. */
void            hsp_service_rows_update_matches  (HspServiceRows *self);
/* (transfer none) (element-type HspServiceRow): a set of those that are bound */
GHashTable     *hsp_service_rows_get_bound       (HspServiceRows *self);

G_END_DECLS
