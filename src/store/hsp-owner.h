/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who is responsible for a purchase that is under way: the window and the command line share one
 * journal, and neither may take the other's purchases for left behind. Each open journal holds a
 * lock on one byte of a file beside it. The kernel lets go of it when the program ends, however it
 * ends, so a row whose byte nobody holds was left behind. Thread of the database. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _HspOwner HspOwner;

typedef enum
{
  HSP_OWNER_TAKEN,
  HSP_OWNER_BUSY,       /* another program has what was asked for */
  HSP_OWNER_FAILED,     /* errno says why */
} HspOwnerResult;

HspOwner       *hsp_owner_new         (const char     *path);
void            hsp_owner_free        (HspOwner       *self);
HspOwnerResult  hsp_owner_take        (HspOwner       *self);
HspOwnerResult  hsp_owner_take_alone  (HspOwner       *self);
void            hsp_owner_share       (HspOwner       *self);
const char     *hsp_owner_get_mark    (HspOwner       *self);
gboolean        hsp_owner_is_alive    (HspOwner       *self,
                                       const char     *mark);
void            hsp_owner_ring        (HspOwner       *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspOwner, hsp_owner_free)

G_END_DECLS
