/* SPDX-License-Identifier: GPL-3.0-or-later */

/* For what makes tables and checks them. */
#pragma once

#include "hsp-table-file.h"

G_BEGIN_DECLS

struct _HspServiceTable
{
  gatomicrefcount       count;
  int                   fd;                 /* (owned) of the file with the descriptions; -1: none */
  guint64               descriptions_size;
  gpointer              map;                /* (owned) (nullable) */
  HspTableHeader        header;             /* as it was checked, whatever becomes of the file */
  const char           *texts;              /* this and what follows lies in the map */
  gsize                 texts_size;
  const char           *haystack;
  gsize                 haystack_size;
  const guint32        *starts;
  const HspTablePlace  *places;
  const HspTableRow    *rows;
  const guint32        *categories;
  gsize                 n_categories;       /* numbers, not categories */
  const guint32        *orders;
  guint                 n_rows;
  guint                 n_places;
  gboolean              sorts_names;
  int                   verified;           /* (atomic) */
};

HspServiceTable *hsp_service_table_new_for_fd  (int                fd,
                                                GError           **error);
HspServiceTable *hsp_service_table_new_written (HspTableFile      *file,
                                                GCancellable      *cancellable,
                                                GError           **error);
void             hsp_service_table_set_damaged (GError           **error);

G_END_DECLS
