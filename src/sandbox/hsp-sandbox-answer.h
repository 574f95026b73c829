/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the pretend shop answers: action and parameters in, JSON out, in one of the dialects. */
#pragma once

#include "hsp-action.h"
#include "hsp-sandbox.h"
#include "hsp-sandbox-till.h"

G_BEGIN_DECLS

/* All of it belongs to whoever asks; an answer leaves nothing behind but the books. */
typedef struct
{
  HspShelf   *shelf;
  HspTill    *till;
  HspDialect  dialect;
  guint       seed;
} HspAnswerShop;

typedef struct
{
  char     *text;     /* (owned) the JSON */
  gboolean  acted;    /* FALSE: it says no, and nothing was done */
  HspMoney  charge;   /* what it cost */
} HspAnswer;

void  hsp_answer_make   (const HspAnswerShop *shop,
                         const HspAction     *action,
                         GHashTable          *params,
                         HspAnswer           *answer);
char *hsp_answer_error  (const char          *text);

G_END_DECLS
