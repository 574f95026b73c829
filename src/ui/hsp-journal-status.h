/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What stands in the place of a list of the journal's until that is read: nothing, after a moment a
 * spinner, or why it cannot be read. So a file that is not read never looks like an empty one.
 * Properties: title (string, construct): of the failure.
 * Signals: "changed" when what hsp_journal_status_is_read() says, or the reason, may be another. */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"

G_BEGIN_DECLS

#define HSP_TYPE_JOURNAL_STATUS (hsp_journal_status_get_type ())
G_DECLARE_FINAL_TYPE (HspJournalStatus, hsp_journal_status, HSP, JOURNAL_STATUS, AdwBin)

void     hsp_journal_status_set_account (HspJournalStatus *self,
                                         HspAccount       *account);
/* Whether the list can be shown instead. */
gboolean hsp_journal_status_is_read     (HspJournalStatus *self);
/* (transfer none) (nullable): the title, when it cannot be read */
const char *
         hsp_journal_status_get_failure (HspJournalStatus *self);

G_END_DECLS
