/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the statement. */
#pragma once

#include <gtk/gtk.h>

#include "hsp-wallet.h"

G_BEGIN_DECLS

#define HSP_TYPE_STATEMENT_ROW (hsp_statement_row_get_type ())
G_DECLARE_FINAL_TYPE (HspStatementRow, hsp_statement_row, HSP, STATEMENT_ROW, GtkBox)

GtkWidget  *hsp_statement_row_new        (void);
void        hsp_statement_row_set_entry  (HspStatementRow   *self,
                                          HspStatementEntry *entry,
                                          const char        *currency);
void        hsp_statement_row_set_narrow (HspStatementRow   *self,
                                          gboolean           narrow);
char       *hsp_statement_row_dup_spoken (HspStatementRow   *self);

G_END_DECLS
