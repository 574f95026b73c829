/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One service in the list: a star, and name and price over what it is and how many are left. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-types.h"

G_BEGIN_DECLS

/* What all rows of one list show alike; belongs to the list and outlives the binding of its rows. */
typedef struct
{
  HspServiceList *list;         /* (unowned) whose query is marked in the names */
  HspChanges     *changes;      /* (unowned) since the last visit */
  HspMarks       *marks;        /* (unowned) */
  const char     *currency;     /* (unowned) "" until known */
  gboolean        in_category;  /* a category is chosen: its name need not stand in each row */
  gboolean        narrow;       /* no star to press: a favourite has a small one among the marks */
  GdkRGBA         accent;       /* of the matches */
  gboolean        underline;    /* high contrast: colour alone does not mark a match */
} HspServiceRowStyle;

#define HSP_TYPE_SERVICE_ROW (hsp_service_row_get_type ())
G_DECLARE_FINAL_TYPE (HspServiceRow, hsp_service_row, HSP, SERVICE_ROW, GtkWidget)

GtkWidget *hsp_service_row_new    (void);
/* Follows the HspSlot of @item until unbound. */
void       hsp_service_row_bind   (HspServiceRow *self, GtkListItem *item, const HspServiceRowStyle *style);
void       hsp_service_row_unbind (HspServiceRow *self);
/* The style has changed in place. */
void       hsp_service_row_update (HspServiceRow *self);
/* (transfer none) (nullable): what it shows now */
HspService *hsp_service_row_get_service (HspServiceRow *self);
guint      hsp_service_row_get_position (HspServiceRow *self);
/* What has changed since the last visit is known anew. */
void       hsp_service_row_update_change (HspServiceRow *self);
/* The favourites have changed. */
void       hsp_service_row_update_favourite (HspServiceRow *self);
/* The query has changed: after each change of what is shown. */
void       hsp_service_row_update_matches (HspServiceRow *self);

G_END_DECLS
