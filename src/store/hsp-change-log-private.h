/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the log of changes, whose calls are made on the main thread, and what they do on the thread
 * of the database. */
#pragma once

#include "hsp-change-log.h"
#include "hsp-database.h"

G_BEGIN_DECLS

/* What a call hands to the thread of the database, and gets back. */
typedef struct
{
  HspServiceTable *before;      /* (owned) (nullable) */
  HspServiceTable *after;       /* (owned) (nullable) */
  GPtrArray       *rows;        /* (owned) (nullable) (element-type HspChangeRecord) given, or the answer */
  gint64           since;       /* when what the rows are compared with was read */
  gint64           newer_than;
  gint64           older_than;
  int              kind;        /* -1: all */
  gboolean         changed;     /* answer of a look */
  HspChangeMarks  *marks;       /* (owned) (nullable) answer */
} HspChangeRequest;

/* The schema. */
extern const HspDatabaseKind hsp_change_log_kind;

/* On the thread of the database; @data: an HspChangeRequest. */
gboolean hsp_change_log_work_open       (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_change_log_work_compare    (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_change_log_work_append     (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_change_log_work_read       (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_change_log_work_load_marks (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_change_log_work_note_visit (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_change_log_work_look       (HspDatabase *database, gpointer data, GError **error);

G_END_DECLS
