/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The margin beside a text with an arrow at each line that can be folded. For the pointer: the keyboard
 * and the screen reader have the view's own keys and menu. */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum
{
  HSP_FOLD_NONE,
  HSP_FOLD_OPEN,
  HSP_FOLD_CLOSED,
} HspFoldMark;

/* @next: (out): the next line that is seen */
typedef HspFoldMark (*HspFoldMarkFunc) (guint    line,
                                        guint   *next,
                                        gpointer user_data);

/* Signals: line-clicked (uint line) */
#define HSP_TYPE_FOLD_GUTTER (hsp_fold_gutter_get_type ())
G_DECLARE_FINAL_TYPE (HspFoldGutter, hsp_fold_gutter, HSP, FOLD_GUTTER, GtkWidget)

/* Belongs into @view, whose owner @user_data is */
GtkWidget *hsp_fold_gutter_new (GtkTextView     *view,
                                HspFoldMarkFunc  get_mark,
                                gpointer         user_data);

G_END_DECLS
