/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the files that make up a database: queue, opening, backup, rescue, statements. */
#pragma once

#include <sqlite3.h>

#include "hsp-database.h"
#include "hsp-owner.h"

G_BEGIN_DECLS

/* How long another program's write is waited for. */
#define HSP_DATABASE_BUSY_LIMIT_MS 5000

/* SQLite takes what is shorter than a header for an empty file, and would write over it. */
#define HSP_DATABASE_MIN_SIZE 512

/* Room for the outcome of a purchase, and of some more that other programs have under way. */
#define HSP_DATABASE_RESERVE_SIZE (256 * 1024)

struct _HspDatabase
{
  gatomicrefcount        refs;
  char                  *path;          /* (owned) */
  const HspDatabaseKind *kind;          /* (unowned) static */
  GAsyncQueue           *jobs;          /* (owned) (element-type Job) */

  /* main thread */
  gboolean               started;
  gboolean               here;          /* and it is the database's thread too */

  /* both, under the lock */
  GMutex                 lock;
  GCond                  ended_cond;
  gboolean               ended;

  /* the database's thread */
  GThread               *worker;        /* (unowned) what g_thread_self() is there */
  sqlite3               *handle;        /* (owned) (nullable) */
  GHashTable            *statements;    /* (owned) (nullable) (element-type utf8 sqlite3_stmt) at rest, by
                                         * what they were made of */
  HspOwner              *owner;         /* (owned) (nullable) while open */
  HspDatabaseRescue     *rescue;        /* (owned) (nullable) of opening */
  int                    failure;       /* SQLite's code of the last failure */
  gboolean               written;       /* others are to be told */
  gint64                 data_version;
  guint64                reserve_device; /* and file: the WAL that room was got in last */
  guint64                reserve_file;
  goffset                reserve_start; /* the size it had then */
  goffset                reserve_end;   /* up to where there is room behind it */
};

#define hsp_database_assert_worker(self) g_assert ((self)->worker == g_thread_self ())

/* @code: of SQLite. Returns FALSE. */
gboolean hsp_database_fail             (HspDatabase  *self,
                                        int           code,
                                        GError      **error);
/* @failure: an errno. Returns FALSE. */
gboolean hsp_database_fail_file        (HspDatabase  *self,
                                        int           failure,
                                        GError      **error);
/* @failure: an errno */
gboolean hsp_database_is_full          (int           failure);
gboolean hsp_database_is_damaged       (HspDatabase  *self);
gboolean hsp_database_read_number      (HspDatabase  *self,
                                        const char   *sql,
                                        gint64       *number,
                                        GError      **error);
void     hsp_database_roll_back        (HspDatabase  *self);
/* With all its statements: none is in use. Nothing where it is not open. */
void     hsp_database_close_handle     (HspDatabase  *self);

/* Copies the file as it was before a migration from @version. */
gboolean hsp_database_back_up          (HspDatabase  *self,
                                        guint         version,
                                        GError      **error);

/* Of a damaged file, while nobody else uses it: builds a new one of what can be read, puts the old
 * one aside and takes its place. Whatever fails, the old one is where it was. One of a disposable kind
 * is removed. */
gboolean hsp_database_rescue           (HspDatabase  *self,
                                        GError      **error);
/* Whether a rescue was stopped when it was all but done. */
gboolean hsp_database_rescue_is_begun  (HspDatabase  *self);
gboolean hsp_database_rescue_complete  (HspDatabase  *self,
                                        GError      **error);

/* Of a rescue: @source is damaged, @target new, with a schema. */

/* (nullable) @source. Copies what can be read of @table. Returns: SQLite's code of what @target met */
int      hsp_rescue_read_table         (sqlite3      *source,
                                        sqlite3      *target,
                                        const char   *table);
/* (transfer full) */
GStrv    hsp_rescue_list_tables        (sqlite3      *target);

G_END_DECLS
