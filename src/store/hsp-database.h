/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One SQLite file and the one thread that touches it. Work is queued from the main thread and done
 * in the order of the calls; statements live and die on that thread. Only the store uses this. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _HspDatabase  HspDatabase;
typedef struct _HspStatement HspStatement;

/* On the thread of the database. FALSE with @error set: the task ends with that error. */
typedef gboolean (*HspDatabaseFunc) (HspDatabase  *self,
                                     gpointer      data,
                                     GError      **error);

/* What a database consists of; kept by reference, so static. */
typedef struct
{
  guint32             application_id;   /* marks the file as ours */
  const char * const *steps;            /* the schema, one SQL text for each version from 1 on */
  guint               n_steps;
  const char         *later_first;      /* (nullable) SQL that makes of an empty file of version 1 one where a
                                         * table of it begins on its page in the shape it has now */
  const char         *mend;             /* (nullable) SQL that drops what refers to gone rows */
  gboolean            disposable;       /* a damaged file is begun anew, not rescued */
} HspDatabaseKind;

/* What became of a damaged file. */
typedef struct
{
  char       *path;             /* (owned) where it was put, with its -wal beside it */
  GHashTable *n_rows;           /* (owned) (element-type utf8 guint) read from it, of each table */
} HspDatabaseRescue;

void          hsp_database_rescue_free       (HspDatabaseRescue   *rescue);

HspDatabase  *hsp_database_new               (const char          *path,
                                              const HspDatabaseKind *kind);
void          hsp_database_unref             (HspDatabase         *self);

/* Main thread. */
void          hsp_database_start             (HspDatabase         *self);
void          hsp_database_start_here        (HspDatabase         *self);
void          hsp_database_queue             (HspDatabase         *self,
                                              HspDatabaseFunc      func,
                                              GTask               *task);
void          hsp_database_stop              (HspDatabase         *self,
                                              HspDatabaseFunc      last,
                                              GTask               *task);
gboolean      hsp_database_wait              (HspDatabase         *self,
                                              guint                seconds);
char         *hsp_database_get_bell_path     (HspDatabase         *self);

/* On the thread of the database. */
gboolean      hsp_database_open              (HspDatabase         *self,
                                              GError             **error);
gboolean      hsp_database_is_open           (HspDatabase         *self);
HspDatabaseRescue *
              hsp_database_take_rescue       (HspDatabase         *self);
gboolean      hsp_database_transact          (HspDatabase         *self,
                                              HspDatabaseFunc      func,
                                              gpointer             data,
                                              GError             **error);
gboolean      hsp_database_read              (HspDatabase         *self,
                                              HspDatabaseFunc      func,
                                              gpointer             data,
                                              GError             **error);
gboolean      hsp_database_reserve           (HspDatabase         *self,
                                              GError             **error);
gboolean      hsp_database_execute           (HspDatabase         *self,
                                              const char          *sql,
                                              GError             **error);
gint64        hsp_database_get_last_id       (HspDatabase         *self);
gint64        hsp_database_get_n_changes     (HspDatabase         *self);
gboolean      hsp_database_check_changed     (HspDatabase         *self,
                                              gboolean            *changed,
                                              GError             **error);
const char   *hsp_database_get_owner         (HspDatabase         *self);
gboolean      hsp_database_is_owner_alive    (HspDatabase         *self,
                                              const char          *owner);

HspStatement *hsp_database_prepare           (HspDatabase         *self,
                                              const char          *sql,
                                              GError             **error);
void          hsp_statement_free             (HspStatement        *statement);
void          hsp_statement_reset            (HspStatement        *statement);
void          hsp_statement_bind_number      (HspStatement        *statement,
                                              const char          *name,
                                              gint64               number);
void          hsp_statement_bind_known       (HspStatement        *statement,
                                              const char          *name,
                                              gint64               number,
                                              gint64               unknown);
void          hsp_statement_bind_text        (HspStatement        *statement,
                                              const char          *name,
                                              const char          *text);
gboolean      hsp_statement_next             (HspStatement        *statement,
                                              gboolean            *has_row,
                                              GError             **error);
gboolean      hsp_statement_run              (HspStatement        *statement,
                                              GError             **error);
gint64        hsp_statement_get_number       (HspStatement        *statement,
                                              int                  column);
gint64        hsp_statement_get_known        (HspStatement        *statement,
                                              int                  column,
                                              gint64               unknown);
char         *hsp_statement_dup_text         (HspStatement        *statement,
                                              int                  column);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspDatabase, hsp_database_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspDatabaseRescue, hsp_database_rescue_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspStatement, hsp_statement_free)

G_END_DECLS
