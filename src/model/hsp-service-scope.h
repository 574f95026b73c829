/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which part of a catalogue is shown: a category, a subcategory, or services named one by one. Kept as
 * names, since rows change with every refresh, and worked out for a table when it is searched. */
#pragma once

#include "hsp-search.h"

G_BEGIN_DECLS

typedef struct
{
  char            *category;    /* (owned) (nullable) all */
  char            *subcategory; /* (owned) (nullable) the whole category */
  GHashTable      *subset;      /* (owned) (nullable) (element-type utf8) ids of the subcategory, where
                                 * the rows do not say which they are in; never changed once made */
  gboolean         by_rows;     /* the rows say it */
  char           **only;        /* (owned) (nullable) ids */
  gboolean         keep_order;  /* of @only */

  /* worked out */
  HspServiceTable *table;       /* (owned) (nullable) of what it is */
  guint8          *places;      /* (owned) (nullable) */
  guint8          *inside;      /* (owned) (nullable) */
  guint32         *rows;        /* (owned) (nullable) */
  guint            n_rows;
} HspServiceScope;

void     hsp_service_scope_clear   (HspServiceScope       *self);
/* What was worked out is not copied */
void     hsp_service_scope_copy    (const HspServiceScope *self,
                                    HspServiceScope       *copy);
gboolean hsp_service_scope_is_all  (const HspServiceScope *self);
/* It is worked out anew when next applied */
void     hsp_service_scope_forget  (HspServiceScope       *self);
/* Any thread. @query borrows from @self. */
void     hsp_service_scope_apply   (HspServiceScope       *self,
                                    HspServiceTable       *table,
                                    HspSearchQuery        *query);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (HspServiceScope, hsp_service_scope_clear)

G_END_DECLS
