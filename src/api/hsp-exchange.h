/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What went over the wire for one call: for whoever lists requests, and for the console. All text in
 * it is safe to be shown and written (hsp-redact). */
#pragma once

#include <gio/gio.h>

#include "hsp-answer-text.h"
#include "hsp-error.h"

G_BEGIN_DECLS

/* Constant once the call has ended; counted. */
typedef struct
{
  char          *action;        /* (owned) */
  char         **params;        /* (owned) "category=Instagram", "page=1" */
  gboolean       by_hand;       /* asked for by hsp_client_ask_async() */
  gint64         time;          /* Unix seconds when it was asked for */
  /* monotonic microseconds, of the last attempt; 0: not come to that */
  gint64         begun;         /* the connection was asked for */
  gint64         answered;      /* the head of the answer was there */
  gint64         ended;
  gint64         free_at;       /* the shop asked to be left alone until then */
  guint          limit;         /* seconds that all of it may take */
  guint          n_attempts;    /* 0: not sent */
  guint          status;        /* of HTTP, 0: no answer */
  char          *reason;        /* (owned) (nullable) the words beside the status */
  char          *headers;       /* (owned) (nullable) of the answer, one a line */
  gsize          size;          /* of the answer's body */
  HspAnswerText *text;          /* (owned) (nullable) of what was asked by hand, and of purchases */
  gboolean       failed;
  gboolean       cancelled;
  gboolean       timed_out;
  HspError       code;          /* of a failure that is an HspError */
  HspDelivery    delivery;      /* of it */
  char          *message;       /* (owned) (nullable) this program's words for it */
  char          *server_text;   /* (owned) (nullable) the shop's */
} HspExchange;

#define HSP_TYPE_EXCHANGE (hsp_exchange_get_type ())
GType        hsp_exchange_get_type (void);

HspExchange *hsp_exchange_new      (const HspRedaction *redaction,
                                    GHashTable         *params);
HspExchange *hsp_exchange_ref      (HspExchange        *self);
void         hsp_exchange_unref    (HspExchange        *self);

void         hsp_exchange_begin    (HspExchange        *self);
void         hsp_exchange_fail     (HspExchange        *self,
                                    const HspRedaction *redaction,
                                    const GError       *error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspExchange, hsp_exchange_unref)

G_END_DECLS
