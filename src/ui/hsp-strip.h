/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The line under the header: of all that the person should know, the most urgent, with one button.
 * From the most urgent: the key, the journal, a journal that was damaged, unconfirmed purchases, offline, the sandbox, a key for
 * this run only. */
#pragma once

#include <adwaita.h>

#include "hsp-page.h"
#include "hsp-session.h"

G_BEGIN_DECLS

#define HSP_TYPE_STRIP (hsp_strip_get_type ())
G_DECLARE_FINAL_TYPE (HspStrip, hsp_strip, HSP, STRIP, AdwBin)

void hsp_strip_set_session (HspStrip   *self,
                            HspSession *session);
void hsp_strip_set_narrow  (HspStrip   *self,
                            gboolean    narrow);
/* @page: (nullable): the one shown, which says of when it is while there is no network */
void hsp_strip_set_page    (HspStrip   *self,
                            HspPage    *page);

G_END_DECLS
