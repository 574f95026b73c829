/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Text that can be folded and searched: an answer. */
#pragma once

#include <adwaita.h>

#include "hsp-answer-text.h"

G_BEGIN_DECLS

#define HSP_TYPE_CODE_VIEW (hsp_code_view_get_type ())
G_DECLARE_FINAL_TYPE (HspCodeView, hsp_code_view, HSP, CODE_VIEW, AdwBin)

GtkWidget   *hsp_code_view_new          (void);
GtkTextView *hsp_code_view_get_view     (HspCodeView *self);
/* @folds: (nullable) (element-type HspFold) (transfer none): kept */
void         hsp_code_view_set_text     (HspCodeView *self,
                                         const char  *text,
                                         const char  *language,
                                         GArray      *folds);
char        *hsp_code_view_dup_text     (HspCodeView *self);
/* Selects the next one; FALSE when there is none */
gboolean     hsp_code_view_find         (HspCodeView *self,
                                         const char  *words,
                                         gboolean     backwards,
                                         gboolean     from_here);
guint        hsp_code_view_get_n_folded (HspCodeView *self);

G_END_DECLS
