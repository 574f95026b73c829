/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has to be taken out of a list and put into it to make another one of it. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* @added of the new list, from @position on, take the place of @removed of the old one there: all
 * before @position is as in the new list already. */
typedef struct
{
  guint position;
  guint removed;
  guint added;
} HspSplice;

/* A key of the old list that is in no new one. */
#define HSP_SPLICE_GONE G_MAXUINT32

GArray *hsp_splices_make (const guint32 *old_keys,
                          guint          n_old,
                          const guint32 *new_keys,
                          guint          n_new,
                          guint          n_keys);

G_END_DECLS
