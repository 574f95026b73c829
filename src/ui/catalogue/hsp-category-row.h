/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One category or subcategory in the sidebar, with what it holds or what matches the search. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define HSP_TYPE_CATEGORY_ROW (hsp_category_row_get_type ())
G_DECLARE_FINAL_TYPE (HspCategoryRow, hsp_category_row, HSP, CATEGORY_ROW, GtkWidget)

GtkWidget *hsp_category_row_new    (void);
/* Shows the category of @item, which holds a GtkTreeListRow, until unbound. */
void       hsp_category_row_bind   (HspCategoryRow *self, GtkListItem *item);
void       hsp_category_row_unbind (HspCategoryRow *self);
/* Shows or hides the subcategories. */
void       hsp_category_row_expand (HspCategoryRow *self, gboolean expanded);

/* The words of a row, which the row of all services shares. (transfer full) */
char      *hsp_category_row_sentence (const char *name, guint count, int matches);

G_END_DECLS
