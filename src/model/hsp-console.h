/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-action.h"
#include "hsp-request.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* What sending may do. */
typedef enum
{
  HSP_ASKS_READING,     /* nothing but an answer */
  HSP_ASKS_SPENDING,    /* `add` or `add_sms`, in whatever spelling: through the journal */
  HSP_ASKS_UNKNOWN,     /* not in the table: nobody knows */
} HspAsks;

/* Requests by hand: checked, sent, listed and kept; purchases go through order book and SMS desk.
 * Properties (read only, notify): busy (boolean), spending (boolean: what is under way cannot be
 * stopped). */
#define HSP_TYPE_CONSOLE (hsp_console_get_type ())
G_DECLARE_FINAL_TYPE (HspConsole, hsp_console, HSP, CONSOLE, GObject)

/* What a purchase would be, as the shop has it now. */
typedef struct
{
  HspActionId    action;
  HspService    *service;     /* (owned) (nullable) of `add` */
  HspSmsProject *project;     /* (owned) (nullable) of `add_sms` */
  char          *name;        /* (owned) as the shop calls it; its number when that is not known */
  char          *link;        /* (owned) (nullable) */
  char          *phone;       /* (owned) (nullable) */
  gint64         quantity;
  HspMoney       total;       /* HSP_MONEY_UNKNOWN */
  HspMoney       balance;     /* HSP_MONEY_UNKNOWN */
  const char    *currency;    /* (interned) */
  gint64         stock;       /* HSP_UNKNOWN */
  gboolean       again;       /* the same is open or unconfirmed */
} HspConsoleOffer;

void             hsp_console_offer_free     (HspConsoleOffer *offer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspConsoleOffer, hsp_console_offer_free)

/* @history_path: the file */
HspConsole      *hsp_console_new            (HspAccount *account, HspClient *client, const char *history_path);
void             hsp_console_close          (HspConsole *self);

HspAsks          hsp_console_examine        (const char *action, const HspAction **known);
gboolean         hsp_console_check          (HspConsole *self, const char *action, GHashTable *params, GError **error);
char            *hsp_console_dup_curl       (HspConsole *self, const char *action, GPtrArray *names, GHashTable *params);
const char      *hsp_console_get_endpoint   (HspConsole *self);
gboolean         hsp_console_has_key        (HspConsole *self);
gboolean         hsp_console_get_busy       (HspConsole *self);
gboolean         hsp_console_get_spending   (HspConsole *self);

/* Newest first, of HspRequest (transfer none) */
GListModel      *hsp_console_get_requests   (HspConsole *self);  /* sent by hand, also of earlier runs */
void             hsp_console_set_keep       (HspConsole *self, gboolean keep);
void             hsp_console_delete         (HspConsole *self, HspRequest *request);
void             hsp_console_clear          (HspConsole *self);

/* Sends what spends nothing. @asked: the person was asked and said yes, which what is not known needs;
 * else HSP_ERROR_USAGE. The request says what became of it, whatever that is; (transfer full). An error
 * says why nothing was sent. One at a time. */
void             hsp_console_send_async     (HspConsole *self, const char *action, GHashTable *params, gboolean asked, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspRequest      *hsp_console_send_finish    (HspConsole *self, GAsyncResult *result, GError **error);

/* What a purchase would cost, to be asked about. An unknown price is no error. */
void             hsp_console_offer_async    (HspConsole *self, const char *action, GHashTable *params, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspConsoleOffer *hsp_console_offer_finish   (HspConsole *self, GAsyncResult *result, GError **error);

/* Buys what the person said yes to: limits, journal, wire, outcome. Cannot be cancelled. */
void             hsp_console_buy_async      (HspConsole *self, const HspConsoleOffer *offer, GAsyncReadyCallback callback, gpointer user_data);
HspRequest      *hsp_console_buy_finish     (HspConsole *self, GAsyncResult *result, GError **error);

G_END_DECLS
