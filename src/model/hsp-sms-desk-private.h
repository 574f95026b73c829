/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the account alone does with the SMS desk. */
#pragma once

#include "hsp-journal.h"
#include "hsp-sms-desk.h"

G_BEGIN_DECLS

/* Property: spending (boolean, notify). */
HspSmsDesk *hsp_sms_desk_new          (HspClient           *client,
                                       HspJournal          *journal,
                                       HspWatcher          *watcher,
                                       HspWallet           *wallet,
                                       HspOrderBook        *book,
                                       HspSpending         *spending);
void        hsp_sms_desk_load_rows    (HspSmsDesk          *self,
                                       GPtrArray           *purchases,
                                       GPtrArray           *numbers);
void        hsp_sms_desk_merge_rows   (HspSmsDesk          *self,
                                       GPtrArray           *purchases,
                                       GPtrArray           *numbers,
                                       gint64               after);
gboolean    hsp_sms_desk_get_spending (HspSmsDesk          *self);
void        hsp_sms_desk_close        (HspSmsDesk          *self);

G_END_DECLS
