/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The record of what a pretend shop was asked, oldest first, of HspSandboxRequest: the last 20,000. Not
 * thread-safe: whoever has it guards it. */
#pragma once

#include "hsp-sandbox.h"

G_BEGIN_DECLS

/* (transfer full) (element-type HspSandboxRequest) */
GPtrArray         *hsp_record_new   (void);

/* (transfer none): what was added, without the key, valid until the next is. @form: as it came */
HspSandboxRequest *hsp_record_add   (GPtrArray  *record,
                                     const char *action,
                                     const char *form);

/* (transfer full) (element-type HspSandboxRequest) */
GPtrArray         *hsp_record_copy  (GPtrArray  *record);

/* @action: (nullable): %NULL for all */
guint              hsp_record_count (GPtrArray  *record,
                                     const char *action);

G_END_DECLS
