/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a page shows of very many things: those that match what was typed, in an order.
 *
 * A GListModel of HspSlot: places, not things. What is typed changes what stands in a place, and the
 * length of the list at its end; so a view keeps its rows. A change of what there is takes out and puts
 * in what came and went, where it came and went; so a view keeps its place.
 *
 * Not all is there at once: after a screenful (see hsp_slot_list_set_screenful()) the rest follows in
 * idle moments (see hsp_slot_list_grow()). Nor does all go at once: of places that are too many, those that
 * have a row stay for idle moments, with nothing in them. And when nothing matches, the list stays as it was:
 * hsp_slot_list_get_n_shown() is 0 then, and the view shows something else in its place. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Properties (notify): n-items (uint).
 * Signals: shown () after any change of what is shown, its number or its order.
 *          moved () when so much changed that places do not hold: the view finds its place again by what
 *          it showed. Before it: `before-moved`. */
#define HSP_TYPE_SLOT_LIST (hsp_slot_list_get_type ())
G_DECLARE_DERIVABLE_TYPE (HspSlotList, hsp_slot_list, HSP, SLOT_LIST, GObject)

struct _HspSlotListClass
{
  GObjectClass parent_class;

  /* What stands at @index; @before: of what was shown before, while one item after the other is taken
   * out and put in. The same object for the same thing. (transfer full) (nullable) */
  gpointer (* dup_item) (HspSlotList *self, gboolean before, guint index);
};

void     hsp_slot_list_set_screenful  (HspSlotList *self, guint n);
/* Before anything is shown: a screenful of places where nothing stands, so that a view makes their rows
 * while one waits for what is to stand there. */
void     hsp_slot_list_prepare        (HspSlotList *self);
/* The first frame is out: the list may grow to its whole length. */
void     hsp_slot_list_grow           (HspSlotList *self);
/* Where it grows, does at once what is left for idle moments: to go to a place that is not there yet. */
void     hsp_slot_list_settle         (HspSlotList *self);
/* How many are shown, or will be when the list has grown. */
guint    hsp_slot_list_get_n_shown    (HspSlotList *self);
/* How many of the first ones are of the last search: the others follow before the next `shown`. */
guint    hsp_slot_list_get_n_labelled (HspSlotList *self);
/* (transfer full) (nullable): what stands at @position */
gpointer hsp_slot_list_dup_item       (HspSlotList *self, guint position);
/* While one item after the other is taken out and put in: places are partly of before. */
gboolean hsp_slot_list_is_splicing    (HspSlotList *self);

G_END_DECLS
