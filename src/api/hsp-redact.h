/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one place where text of requests and answers is made safe to be shown, written or copied: what
 * must not be seen, by the name of its field, and the key wherever it stands. hsp-answer-text.c goes
 * through whole answers with it. Any thread. */
#pragma once

#include "hsp-action.h"

G_BEGIN_DECLS

/* In place of what nobody may see. */
#define HSP_HIDDEN "•••"

/* What may be seen of a value. */
typedef enum
{
  HSP_SIGHT_ALL,        /* everything but the key */
  HSP_SIGHT_WORDS,      /* no numbers of four digits or more */
  HSP_SIGHT_NOTHING,
} HspSight;

/* Whose text it is. */
typedef struct
{
  const char *action;   /* as the wire has it, of the table or not */
  const char *key;      /* (nullable) the account's */
} HspRedaction;

HspSight  hsp_redact_get_sight      (const HspRedaction *redaction,
                                     const char         *name);
gboolean  hsp_redact_is_secret      (const char         *name);
/* Whether an answer that cannot be read may hold what nobody may see */
gboolean  hsp_redact_is_confidential (const HspRedaction *redaction);

/* FALSE when @text is as it was */
gboolean  hsp_redact_in_place       (const HspRedaction *redaction,
                                     HspSight            sight,
                                     GString            *text);
char     *hsp_redact_text           (const HspRedaction *redaction,
                                     const char         *text);
char     *hsp_redact_param          (const HspRedaction *redaction,
                                     const char         *name,
                                     const char         *value);
char     *hsp_redact_header         (const HspRedaction *redaction,
                                     const char         *name,
                                     const char         *value);
const char *hsp_redact_find_key     (const HspRedaction *redaction,
                                     const char         *text,
                                     const char         *end,
                                     gsize              *length);

G_END_DECLS
