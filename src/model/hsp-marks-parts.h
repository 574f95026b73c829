/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the marks share: marks and how they are kept (hsp-marks.c), and watching
 * (hsp-marks-watch.c). */
#pragma once

#include "hsp-catalogue.h"
#include "hsp-client.h"
#include "hsp-mark-list.h"
#include "hsp-marks-private.h"
#include "hsp-watcher.h"

G_BEGIN_DECLS

struct _HspMarks
{
  GObject       parent_instance;

  HspClient    *client;       /* (owned) */
  HspCatalogue *catalogue;    /* (owned) */
  HspWatcher   *watcher;      /* (owned) */
  HspJournal   *journal;      /* (owned) (nullable): NULL until it was read */
  GCancellable *cancellable;  /* (owned) of what nobody waits for */

  HspMarkList   favourites;   /* of HspMarkRow */
  HspMarkList   seen;         /* of HspMarkRow */
  HspMarkList   watches;      /* of HspWatchRow */
  GQueue        writes;       /* (element-type Write) under way, oldest first */

  gboolean      watching;     /* the shop may be asked */
  gboolean      closed;
  gboolean      loading;
  gboolean      load_again;   /* what is being read is old already */
};

/* Before a mark changes: @service's row is kept, so that it can be taken back. Returns: (transfer
 * full): the data of hsp_marks_written_cb() */
gpointer hsp_marks_begin_write (HspMarks     *self,
                                HspMarkList  *list,
                                const char   *service);

/* GAsyncReadyCallback of a write to the journal */
void     hsp_marks_written_cb  (GObject      *object,
                                GAsyncResult *result,
                                gpointer      user_data);

void     hsp_marks_emit_changed (HspMarks    *self,
                                 HspMarkList *list,
                                 const char  *service);

/* Asks what is watched now, and nothing else; looks at what the catalogue says of it. */
void     hsp_marks_update_watching (HspMarks *self);

/* Begins to ask, as far as the shop may be asked. */
void     hsp_marks_begin_watching  (HspMarks          *self,
                                    const HspWatchRow *row);
void     hsp_marks_end_watching    (HspMarks   *self,
                                    const char *service);
void     hsp_marks_compare_rates   (HspMarks   *self);

/* HspWatchFunc */
void     hsp_marks_watch_cb        (HspWatcher   *watcher,
                                    HspWatchKind  kind,
                                    const char   *id,
                                    gpointer      user_data);

G_END_DECLS
