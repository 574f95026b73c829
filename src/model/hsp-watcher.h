/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one place that decides when anything is asked again: one queue for the account, growing
 * intervals with jitter, paused while offline, no timer at all when nothing is watched. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_WATCH_ORDER,  /* 15 s when new, growing to 30 min */
  HSP_WATCH_CODE,   /* 3 s for two minutes, then 5 s, until 2 min past expiry, or 30 min */
  HSP_WATCH_STOCK,  /* 10 min when new, growing to 60 min */
} HspWatchKind;

/* Called when it is time to ask; the callee says hsp_watcher_done() when the answer is there. */
typedef void (*HspWatchFunc) (HspWatcher *watcher, HspWatchKind kind, const char *id, gpointer user_data);

#define HSP_TYPE_WATCHER (hsp_watcher_get_type ())
G_DECLARE_FINAL_TYPE (HspWatcher, hsp_watcher, HSP, WATCHER, GObject)

HspWatcher *hsp_watcher_new        (void);
/* @id: the journal number of an order as text, the shop number of an SMS number, the id of a service;
 * unique within a kind */
void        hsp_watcher_set_func   (HspWatcher *self, HspWatchKind kind, HspWatchFunc func, gpointer user_data);
void        hsp_watcher_add        (HspWatcher *self, HspWatchKind kind, const char *id, gint64 created, gint64 expires);
/* In an earlier run, Unix seconds: the next question is an interval after it. */
void        hsp_watcher_note_asked (HspWatcher *self, HspWatchKind kind, const char *id, gint64 asked);
void        hsp_watcher_remove     (HspWatcher *self, HspWatchKind kind, const char *id);
void        hsp_watcher_done       (HspWatcher *self, HspWatchKind kind, const char *id, gboolean answered);
void        hsp_watcher_set_online (HspWatcher *self, gboolean online);
/* When this will be asked next, monotonic microseconds; -1 when it is not watched. For tests. */
gint64      hsp_watcher_get_due    (HspWatcher *self, HspWatchKind kind, const char *id);
/* So many times as often, 1 at first. For tests. */
void        hsp_watcher_set_speed  (HspWatcher *self, guint speed);

G_END_DECLS
