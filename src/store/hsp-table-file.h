/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The file of a table while it is written, from front to back. It has a temporary name beside the one
 * it is to have, or none and lies in memory: from the start when there is no path, from wherever the
 * disk failed otherwise; who writes need not know. One thread at a time. */
#pragma once

#include "hsp-table-layout.h"

G_BEGIN_DECLS

typedef struct
{
  HspTableHeader header;    /* the sections are filled in here, the rest by who writes */
  char          *path;      /* (owned) (nullable) */
  char          *name;      /* (owned) (nullable) temporary; NULL: it has none */
  int            fd;        /* (owned) -1: there is nothing to write to, and nothing is written */
  guint64        position;  /* in the file, of what the buffer holds */
  guint64        checksum;  /* of what is before it */
  gsize          used;
  guint8         buffer[64 * 1024];
} HspTableFile;

HspTableFile *hsp_table_file_new     (const char      *path);
void          hsp_table_file_free    (HspTableFile    *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspTableFile, hsp_table_file_free)

void          hsp_table_file_begin   (HspTableFile    *self,
                                      HspTableSection  section);
void          hsp_table_file_append  (HspTableFile    *self,
                                      gconstpointer    data,
                                      gsize            size);
guint64       hsp_table_file_get_end (HspTableFile    *self);
void          hsp_table_file_end     (HspTableFile    *self,
                                      HspTableSection  section);
gboolean      hsp_table_file_flush   (HspTableFile    *self);
gboolean      hsp_table_file_commit  (HspTableFile    *self);

G_END_DECLS
