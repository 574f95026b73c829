/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-exchange.h"
#include "hsp-history.h"
#include "hsp-journal.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* What became of a request, for a pill. */
typedef enum
{
  HSP_RESULT_ANSWERED,
  HSP_RESULT_REFUSED,        /* the shop said no */
  HSP_RESULT_RATE_LIMITED,
  HSP_RESULT_SERVER,         /* 5xx */
  HSP_RESULT_NOT_JSON,       /* an answer that cannot be read */
  HSP_RESULT_BROKEN,         /* the connection broke, or the answer did */
  HSP_RESULT_TIMED_OUT,
  HSP_RESULT_NOT_SENT,
  HSP_RESULT_STOPPED,        /* by the person */
  HSP_RESULT_UNCONFIRMED,    /* a purchase, to be settled */
  HSP_N_RESULTS
} HspRequestResult;

/* One request and what became of it. Constant, but for its place on disk; all its text is safe to be shown and written. */
#define HSP_TYPE_REQUEST (hsp_request_get_type ())
G_DECLARE_FINAL_TYPE (HspRequest, hsp_request, HSP, REQUEST, GObject)

HspRequest          *hsp_request_new_exchange    (HspExchange         *exchange);
/* That came to no exchange: why, in @error. @params: (nullable) */
HspRequest          *hsp_request_new_failed      (const char          *action,
                                                  char               **params,
                                                  const GError        *error);
HspRequest          *hsp_request_new_row         (const HspHistoryRow *row);
HspHistoryRow       *hsp_request_to_row          (HspRequest          *self);

gint64               hsp_request_get_time        (HspRequest          *self);
const char          *hsp_request_get_action      (HspRequest          *self);
const char * const  *hsp_request_get_params      (HspRequest          *self);
/* (transfer full): one line */
char                *hsp_request_dup_params_text (HspRequest          *self);
/* (transfer full) (nullable): NULL when it is not known whole */
char                *hsp_request_dup_param       (HspRequest          *self,
                                                  const char          *name);
HspRequestResult  hsp_request_get_result     (HspRequest          *self);
guint                hsp_request_get_status      (HspRequest          *self);
const char          *hsp_request_get_reason      (HspRequest          *self);  /* (nullable) beside the status */
const char          *hsp_request_get_words       (HspRequest          *self);  /* (nullable) the shop's */
const char          *hsp_request_get_message     (HspRequest          *self);  /* (nullable) this program's */
gint64               hsp_request_get_first_byte  (HspRequest          *self);  /* microseconds, -1: none */
gint64               hsp_request_get_duration    (HspRequest          *self);
guint                hsp_request_get_limit       (HspRequest          *self);  /* seconds it might take, 0 unknown */
guint                hsp_request_get_wait        (HspRequest          *self);
gint64               hsp_request_get_size        (HspRequest          *self);
gboolean             hsp_request_is_by_hand      (HspRequest          *self);
void                 hsp_request_set_kept        (HspRequest          *self,
                                                  gboolean             kept);
gboolean             hsp_request_is_kept         (HspRequest          *self);
HspExchange         *hsp_request_get_exchange    (HspRequest          *self);  /* (nullable) of the last one */
void                 hsp_request_drop_answer     (HspRequest          *self);

G_END_DECLS
