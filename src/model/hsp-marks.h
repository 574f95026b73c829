/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "hsp-types.h"

G_BEGIN_DECLS

/* What a person was waiting for at a watched service. */
typedef enum
{
  HSP_ARRIVAL_IN_STOCK,
  HSP_ARRIVAL_CHEAPER,
} HspArrival;

/* What a person marks in the catalogue: favourites, services looked at, services to be told of. A mark
 * is there at once and written behind it; where that fails it is taken back. Before the journal was
 * read, and without one, marks are kept for the run.
 * Signals: favourites-changed (char*: the service, NULL when several may have), seen-changed (),
 *          watches-changed (char*: as above),
 *          arrived (char* service, char* name, HspArrival as uint): once for each event,
 *          failed (GError*: a sentence for the person). */
#define HSP_TYPE_MARKS (hsp_marks_get_type ())
G_DECLARE_FINAL_TYPE (HspMarks, hsp_marks, HSP, MARKS, GObject)

gboolean    hsp_marks_is_favourite   (HspMarks *self, const char *service);
void        hsp_marks_set_favourite  (HspMarks *self, const char *service, const char *name, gboolean on);
/* (transfer full) ids, newest first: these three */
GStrv       hsp_marks_dup_favourites (HspMarks *self);
GStrv       hsp_marks_dup_seen       (HspMarks *self);
GStrv       hsp_marks_dup_watches    (HspMarks *self);

/* When a person has looked at it, rather than passed it by: each is written to the disk. */
void        hsp_marks_note_seen      (HspMarks *self, const char *service, const char *name);

gboolean    hsp_marks_is_watched     (HspMarks *self, const char *service);
void        hsp_marks_set_watched    (HspMarks *self, HspService *service, gboolean on);
/* The same for a service that the shop does not offer any more. */
void        hsp_marks_unwatch        (HspMarks *self, const char *service);

/* What a marked or seen service was called then. (transfer none) (nullable) */
const char *hsp_marks_get_name       (HspMarks *self, const char *service);

G_END_DECLS
