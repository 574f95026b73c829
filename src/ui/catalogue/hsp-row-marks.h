/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The small icons in the row of a service that say what holds of it. Their words are in the row's
 * accessible name and in their tooltips. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* In the order in which they stand. */
typedef enum
{
  HSP_ROW_MARK_CHANGED   = 1 << 0,  /* since the last visit */
  HSP_ROW_MARK_FAVOURITE = 1 << 1,
  HSP_ROW_MARK_REFILL    = 1 << 2,
  HSP_ROW_MARK_CANCEL    = 1 << 3,
} HspRowMark;

#define HSP_TYPE_ROW_MARKS (hsp_row_marks_get_type ())
G_DECLARE_FINAL_TYPE (HspRowMarks, hsp_row_marks, HSP, ROW_MARKS, GtkWidget)

GtkWidget  *hsp_row_marks_new       (void);
/* @change: (nullable) (static): words for HSP_ROW_MARK_CHANGED, which is there only with them. Returns
 * whether another width is needed now. */
gboolean    hsp_row_marks_set       (HspRowMarks *self, HspRowMark marks, const char *change);
HspRowMark  hsp_row_marks_get       (HspRowMarks *self);
/* What they take side by side, 0 without any: not their request, which would have the whole list laid
 * out anew when a row gets one more. */
int         hsp_row_marks_get_width (HspRowMarks *self);
/* (nullable): the tooltip of the mark at @x. */
const char *hsp_row_marks_get_words (HspRowMarks *self, int x);

G_END_DECLS
