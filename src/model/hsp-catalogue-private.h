/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the list of services and the account alone ask of the catalogue, and tests. */
#pragma once

#include "hsp-catalogue.h"
#include "hsp-service-table.h"

G_BEGIN_DECLS

/* (transfer none): what is shown until `changed` */
HspServiceTable *hsp_catalogue_get_table        (HspCatalogue    *self);

/* (transfer full): the service of a row, the same object as long as somebody holds it. @table: of this
 * catalogue, now or before the last refresh. */
HspService      *hsp_catalogue_dup_row          (HspCatalogue    *self,
                                                 HspServiceTable *table,
                                                 guint            row);

/* (transfer full) (nullable) (element-type guint gint64*): by row, what was read since the refresh */
GHashTable      *hsp_catalogue_dup_stocks       (HspCatalogue    *self,
                                                 HspServiceTable *table);

/* What was read of the stock of one service, newer than the catalogue. */
void             hsp_catalogue_take_stock       (HspCatalogue    *self,
                                                 const char      *service,
                                                 gint64           stock,
                                                 gint64           checked_at);

/* Which services are in a subcategory. @by_rows: the rows say it themselves. Else the shop is asked
 * once (hsp_catalogue_want_subcategory()), and `changed` follows.
 * Returns: (transfer full) (nullable) (element-type utf8): the ids, when they have been told */
GHashTable      *hsp_catalogue_dup_subset       (HspCatalogue    *self,
                                                 const char      *category,
                                                 const char      *subcategory,
                                                 gboolean        *by_rows);
void             hsp_catalogue_want_subcategory (HspCatalogue    *self,
                                                 const char      *category,
                                                 const char      *subcategory);
void             hsp_catalogue_learn_rates      (HspCatalogue    *self,
                                                 GPtrArray       *purchases);
void             hsp_catalogue_close            (HspCatalogue    *self);

/* For tests: how long to wait between two pages of the list. */
void             hsp_catalogue_set_page_pause   (HspCatalogue    *self,
                                                 guint            milliseconds);

G_END_DECLS
