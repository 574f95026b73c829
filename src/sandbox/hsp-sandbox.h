/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A shop that speaks the API on loopback, in its own thread, with pretend money: for trying the
 * program and for its tests. Knows the action table and money, nothing of the client. */
#pragma once

#include <gio/gio.h>

#include "hsp-money.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_DIALECT_DOCUMENTED,   /* the provider's page to the letter */
  HSP_DIALECT_LIVE,         /* as the live service was seen to answer */
  HSP_DIALECT_OLD,          /* the older page: bare arrays, no pagination */
} HspDialect;

typedef enum
{
  HSP_FAULT_NONE,
  HSP_FAULT_REFUSE,         /* the connection is closed before the request is read */
  HSP_FAULT_RESET_BEFORE,   /* reset after the request was read, before it was acted on */
  HSP_FAULT_RESET_AFTER,    /* acted on, charged, then reset without an answer */
  HSP_FAULT_HANG,           /* acted on, then no answer at all */
  HSP_FAULT_TRUNCATE,       /* half of the answer, Content-Length of the whole */
  HSP_FAULT_NOT_JSON,
  HSP_FAULT_HTML,           /* 200 with a proxy's page */
  HSP_FAULT_EMPTY,          /* 200 with nothing */
  HSP_FAULT_HTTP_400,       /* with {"error"} */
  HSP_FAULT_HTTP_500,       /* acted on, then 500 with {"error"} */
  HSP_FAULT_HTTP_502,       /* HTML body */
  HSP_FAULT_HTTP_429,       /* with Retry-After: 1 */
  HSP_FAULT_RATE_TEXT,      /* 200 {"error":"Rate limit exceeded"} */
  HSP_FAULT_SLOW,           /* the right answer, some seconds later */
  HSP_FAULT_REDIRECT,       /* 302 to another path of this server */
  HSP_FAULT_BAD_UTF8,       /* the right answer with invalid bytes in a text */
  HSP_FAULT_TOO_DEEP,
  HSP_FAULT_TOO_LONG,       /* a text of 2 MiB */
  HSP_FAULT_ERROR_OBJECT,   /* 200 {"error":{"message":…}} */
  HSP_FAULT_BAD_KEY,        /* 200 {"error":"Invalid API key"}, as if the key had been changed */
  HSP_FAULT_LONG_LINE,      /* the right answer, of 5 MB in one line */
  HSP_FAULT_HUGE,           /* the right answer, of 200 MB */
  HSP_FAULT_BINARY,         /* bytes that are no text */
  HSP_FAULT_BAD_ROW,        /* the right answer, whose list begins with a row without anything */
  HSP_N_FAULTS
} HspFault;

typedef struct
{
  guint       port;         /* 0: any free one */
  guint       n_services;   /* 0: 2000 */
  guint       seed;         /* 0: 1 */
  HspDialect  dialect;
  double      speed;        /* 0: 1; 10: orders and codes ten times as fast */
  guint       slow_seconds; /* 0: 2; how late an answer is by HSP_FAULT_SLOW */
  HspMoney    balance;      /* 0: 100 USD */
  const char *key;          /* (nullable) the one key it accepts; NULL: "sandbox" */
  const char *state_path;   /* (nullable) a file that keeps orders and balance across starts */
} HspSandboxOptions;

/* One request as the shop saw it; the key is not kept. */
typedef struct
{
  char     *action;         /* (owned) */
  char     *params;         /* (owned) the form without the key */
  gint64    time;           /* monotonic microseconds */
  gboolean  acted;          /* it had its effect */
  HspMoney  charge;         /* what it cost, 0 when nothing */
} HspSandboxRequest;

#define HSP_TYPE_SANDBOX (hsp_sandbox_get_type ())
G_DECLARE_FINAL_TYPE (HspSandbox, hsp_sandbox, HSP, SANDBOX, GObject)

/* @options: (nullable): all defaults */
HspSandbox *hsp_sandbox_new          (const HspSandboxOptions *options);
/* Binds the port and starts the thread; returns at once (rows are made in the thread). */
gboolean    hsp_sandbox_start        (HspSandbox *self, GError **error);
void        hsp_sandbox_stop         (HspSandbox *self);
/* "http://127.0.0.1:PORT/api/v2" once started */
const char *hsp_sandbox_get_endpoint (HspSandbox *self);
const char *hsp_sandbox_get_key      (HspSandbox *self);

/* The next request of @action (NULL: of any) gets this fault; faults of one action queue up. Any
 * thread. */
void        hsp_sandbox_push_fault   (HspSandbox *self, const char *action, HspFault fault);
/* What was pushed and has not happened yet does not happen. Any thread. */
void        hsp_sandbox_clear_faults (HspSandbox *self);
gboolean    hsp_fault_from_name      (const char *name, HspFault *fault);   /* "reset-after" */
const char *hsp_fault_to_name        (HspFault fault);

/* A copy of the record. (transfer full) (element-type HspSandboxRequest) Any thread. */
GPtrArray  *hsp_sandbox_get_requests (HspSandbox *self);
guint       hsp_sandbox_count        (HspSandbox *self, const char *action);
HspMoney    hsp_sandbox_get_charged  (HspSandbox *self);
HspMoney    hsp_sandbox_get_balance  (HspSandbox *self);
/* Moves the shop's clock on: orders progress, codes arrive, numbers expire. Any thread. */
void        hsp_sandbox_advance      (HspSandbox *self, guint seconds);
/* What a service costs per 1,000 from the next request on. FALSE: there is none. Any thread. */
gboolean    hsp_sandbox_set_rate     (HspSandbox *self, const char *service, HspMoney rate);
/* How many of it there are from the next request on. FALSE: there is none. Any thread. */
gboolean    hsp_sandbox_set_stock    (HspSandbox *self, const char *service, gint64 stock);

G_END_DECLS
