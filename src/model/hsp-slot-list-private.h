/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the lists of something ask of it, its slots, and tests. */
#pragma once

#include "hsp-slot-list.h"
#include "hsp-slot.h"

G_BEGIN_DECLS

/* The slot is going. */
void     hsp_slot_list_drop_slot       (HspSlotList  *self,
                                        HspSlot      *slot);

/* Whether nothing is left for idle moments: every place is there and shows what stands in it. */
gboolean hsp_slot_list_is_settled      (HspSlotList  *self);

/* Another search. First this, while what stood in the places is still there: takes places away, all of
 * them when @n is 0 and nothing of what is shown may stay. @staged: the list is looked at from its beginning,
 * and what is not on the screen may come, or go, after the next frame. */
void     hsp_slot_list_shrink          (HspSlotList  *self,
                                        guint         n,
                                        gboolean      staged);
/* Then, with other things in their places, this. */
void     hsp_slot_list_show            (HspSlotList  *self,
                                        guint         n,
                                        gboolean      staged);
/* Or this alone: nothing matches, and what is there stays. */
void     hsp_slot_list_show_nothing    (HspSlotList  *self);

/* A change of what there is, when hsp_slot_list_is_whole(): from now on dup_item() gives what is shown
 * anew, and what was before by @before. @splices: (element-type HspSplice) */
void     hsp_slot_list_splice          (HspSlotList  *self,
                                        GArray       *splices,
                                        guint         n);
gboolean hsp_slot_list_is_whole        (HspSlotList  *self);

/* Other figures, or the same thing as another object: places that show one ask for it again. */
void     hsp_slot_list_relabel         (HspSlotList  *self);

void     hsp_slot_list_tell_shown      (HspSlotList  *self);
void     hsp_slot_list_tell_moving     (HspSlotList  *self);
void     hsp_slot_list_tell_moved      (HspSlotList  *self);

G_END_DECLS
