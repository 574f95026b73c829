/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the account alone asks of the marks. */
#pragma once

#include "hsp-journal.h"
#include "hsp-marks.h"

G_BEGIN_DECLS

HspMarks *hsp_marks_new   (HspClient    *client,
                           HspCatalogue *catalogue,
                           HspWatcher   *watcher,
                           gboolean      watching);
void      hsp_marks_load  (HspMarks     *self,
                           HspJournal   *journal);
void      hsp_marks_close (HspMarks     *self);

G_END_DECLS
