/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the account alone asks of the changes. */
#pragma once

#include "hsp-changes.h"

G_BEGIN_DECLS

HspChanges *hsp_changes_new   (HspCatalogue *catalogue,
                               const char   *path);
void        hsp_changes_open  (HspChanges   *self);
void        hsp_changes_close (HspChanges   *self);

G_END_DECLS
