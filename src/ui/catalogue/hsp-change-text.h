/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Words and figures of what the shop has changed. Results are (transfer full) unless said. */
#pragma once

#include "hsp-change.h"

G_BEGIN_DECLS

const char *hsp_change_text_kind     (HspChangeKind kind);   /* "Back in stock"; (static) */
const char *hsp_change_text_pill     (HspChangeKind kind);   /* style class; (static) */
const char *hsp_change_text_since    (HspChangeKind kind);   /* "Cheaper since your last visit"; (static) */
char       *hsp_change_text_figures  (HspChange *change);    /* "0.85 → 0.92" */
/* The whole row, read aloud; @currency: "" until known */
char       *hsp_change_text_sentence (HspChange *change, const char *currency);

G_END_DECLS
