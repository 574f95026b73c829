/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the shop has changed, refresh by refresh, and how much of it was looked at. One SQLite file
 * beside the journal, with a thread of its own. Disposable: a damaged one is begun anew, and without
 * one everything else goes on. Any number of programs may have it open. Calls are made on the main
 * thread; every failure is HSP_ERROR_STORE. */
#pragma once

#include <gio/gio.h>

#include "hsp-service-changes.h"

G_BEGIN_DECLS

/* So long and so many are kept. */
#define HSP_CHANGE_DAYS 90
#define HSP_CHANGE_ROWS 100000
/* Rows of one answer. */
#define HSP_CHANGE_PAGE 5000

/* What was not looked at yet. */
typedef struct
{
  GHashTable   *kinds;      /* (owned) (element-type utf8 HspChangeKind) the last change of each service */
  GStringChunk *services;   /* (owned) the keys: the window drops tens of thousands at once */
  guint         n_changes;
  gint64        newest;     /* of all changes, 0 when there are none */
  gint64        visited_at; /* Unix seconds of the last visit, 0 when there was none */
} HspChangeMarks;

void          hsp_change_marks_free (HspChangeMarks *marks);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspChangeMarks, hsp_change_marks_free)

/* Signal: changed-elsewhere (): another program has written. */
#define HSP_TYPE_CHANGE_LOG (hsp_change_log_get_type ())
G_DECLARE_FINAL_TYPE (HspChangeLog, hsp_change_log, HSP, CHANGE_LOG, GObject)

HspChangeLog   *hsp_change_log_new                (const char          *path);
void            hsp_change_log_open_async         (HspChangeLog        *self,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
void            hsp_change_log_close              (HspChangeLog        *self);

void            hsp_change_log_compare_async      (HspChangeLog        *self,
                                                   HspServiceTable     *before,
                                                   HspServiceTable     *after,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
void            hsp_change_log_append_async       (HspChangeLog        *self,
                                                   GPtrArray           *rows,
                                                   gint64               since,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
void            hsp_change_log_note_visit_async   (HspChangeLog        *self,
                                                   gint64               newest,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
/* Of opening and of the three above. */
gboolean        hsp_change_log_finish             (HspChangeLog        *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);

void            hsp_change_log_read_async         (HspChangeLog        *self,
                                                   gint64               newer_than,
                                                   gint64               older_than,
                                                   int                  kind,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
GPtrArray      *hsp_change_log_read_finish        (HspChangeLog        *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);
void            hsp_change_log_load_marks_async   (HspChangeLog        *self,
                                                   GCancellable        *cancellable,
                                                   GAsyncReadyCallback  callback,
                                                   gpointer             user_data);
HspChangeMarks *hsp_change_log_load_marks_finish  (HspChangeLog        *self,
                                                   GAsyncResult        *result,
                                                   GError             **error);

G_END_DECLS
