/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The requests that were sent by hand, in a file of their own: no journal, disposable, rewritten as a
 * whole. All that comes here was made safe before (hsp-redact); answers do not come here. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* What is kept at most. */
#define HSP_HISTORY_MAX_ROWS 500

typedef struct
{
  gint64   time;        /* Unix seconds */
  char    *action;      /* (owned) */
  char   **params;      /* (owned) "category=Instagram"… */
  char    *verdict;     /* (owned) a word of the program's */
  guint    status;      /* of HTTP, 0: no answer */
  char    *words;       /* (owned) (nullable) the shop's */
  gint64   first_byte;  /* microseconds from the start, -1: none */
  gint64   duration;    /* microseconds */
  gint64   size;
} HspHistoryRow;

void        hsp_history_row_free     (HspHistoryRow        *row);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspHistoryRow, hsp_history_row_free)

#define HSP_TYPE_HISTORY (hsp_history_get_type ())
G_DECLARE_FINAL_TYPE (HspHistory, hsp_history, HSP, HISTORY, GObject)

HspHistory *hsp_history_new          (const char           *path);
void        hsp_history_load_async   (HspHistory           *self,
                                      GCancellable         *cancellable,
                                      GAsyncReadyCallback   callback,
                                      gpointer              user_data);
GPtrArray  *hsp_history_load_finish  (HspHistory           *self,
                                      GAsyncResult         *result,
                                      GError              **error);
void        hsp_history_write        (HspHistory           *self,
                                      GPtrArray            *rows);
void        hsp_history_close_with   (HspHistory           *self,
                                      GPtrArray            *rows);
void        hsp_history_close        (HspHistory           *self);

G_END_DECLS
