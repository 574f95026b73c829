/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An answer as text for a person: laid out, and as it came; safe to be shown, written and copied, and
 * of a size and with lines that a text view can take. */
#pragma once

#include <gio/gio.h>

#include "hsp-redact.h"

G_BEGIN_DECLS

/* What is shown at most: bytes of the text, characters of a line. */
#define HSP_SHOWN_SIZE 1000000
#define HSP_SHOWN_LINE 2000

/* What can be folded: from the line with the bracket to the line with its other half, from 0. */
typedef struct
{
  guint start;
  guint end;
} HspFold;

/* Constant once made; counted (atomic). */
typedef struct
{
  gboolean  is_json;      /* all of it */
  char     *pretty;       /* (owned) "" when it is not JSON */
  char     *raw;          /* (owned) the first part, in lines of HSP_SHOWN_LINE at most */
  GBytes   *full;         /* (owned) all of it, as it came but for what is hidden */
  GArray   *folds;        /* (owned) (element-type HspFold) of @pretty, by their start */
  char     *beginning;    /* (owned) its first words, one line */
  gsize     size;         /* bytes as they came */
  gboolean  pretty_cut;   /* there is more than is shown */
  gboolean  raw_cut;
  gboolean  hidden;       /* something was hidden */
} HspAnswerText;

HspAnswerText *hsp_answer_text_new   (const HspRedaction *redaction,
                                      GBytes             *body,
                                      GCancellable       *cancellable);
HspAnswerText *hsp_answer_text_ref   (HspAnswerText      *self);
void           hsp_answer_text_unref (HspAnswerText      *self);
char          *hsp_answer_text_break_lines (const char   *text,
                                            gsize         size,
                                            gboolean     *cut);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspAnswerText, hsp_answer_text_unref)

G_END_DECLS
