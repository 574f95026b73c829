/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes a long answer in while it comes: the bytes go to a worker, which turns them into rows, so that
 * no more of the answer is held than is on its way there. Used by the client's one send path. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * HspSink:
 * @begin: a new answer begins, and what came of one before counts no more. Returns: (transfer full):
 *   a state, which needs nothing that it does not hold itself. Main thread
 * @feed: the next bytes. FALSE with @error set: the answer is not taken any further. Worker
 * @end: the answer is whole. Returns: (transfer full) (nullable): the value of the call. Worker
 * @free: frees the state. Any thread
 *
 * What is done with a long answer; one call at a time.
 */
typedef struct
{
  gpointer (*begin) (const char *key, gpointer user_data);
  gboolean (*feed)  (gpointer state, GBytes *bytes, GError **error);
  gpointer (*end)   (gpointer state, GError **error);
  void     (*free)  (gpointer state);
} HspSink;

typedef struct _HspIntake HspIntake;

/* @value: (transfer full) (nullable): NULL with @error when the sink refused, NULL without one when the
 * intake was broken off. Main thread. */
typedef void (*HspIntakeDoneFunc)  (gpointer value, const GError *error, gpointer user_data);
/* Bytes may be added again. Main thread. */
typedef void (*HspIntakeReadyFunc) (gpointer user_data);

/* @user_data is dropped by @destroy when the intake is abandoned. */
HspIntake *hsp_intake_new     (const HspSink      *sink,
                               gpointer            sink_data,
                               const char         *key,
                               GDestroyNotify      value_free,
                               HspIntakeReadyFunc  ready,
                               HspIntakeDoneFunc   done,
                               gpointer            user_data,
                               GDestroyNotify      destroy);

/* FALSE: wait for @ready before the next bytes */
gboolean   hsp_intake_add     (HspIntake          *self,
                               GBytes             *bytes);

/* There is no more; @done follows */
void       hsp_intake_end     (HspIntake          *self);

/* There is no more, and what has come is not enough. TRUE: nobody works on it; FALSE: a worker is still in
 * what the sink writes into, and @done follows once it is out */
gboolean   hsp_intake_break   (HspIntake          *self);

/* Nothing is called any more; a worker under way ends by itself */
void       hsp_intake_abandon (HspIntake          *self);

G_END_DECLS
