/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-money.h"
#include "hsp-order.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_ENTRY_ORDER,
  HSP_ENTRY_SMS,
  HSP_ENTRY_REFUND,     /* the charge of an order fell */
  HSP_ENTRY_ADDED,      /* the balance rose without a refund */
} HspEntryKind;

/* One line of the statement. Constant. */
#define HSP_TYPE_STATEMENT_ENTRY (hsp_statement_entry_get_type ())
G_DECLARE_FINAL_TYPE (HspStatementEntry, hsp_statement_entry, HSP, STATEMENT_ENTRY, GObject)

HspEntryKind  hsp_statement_entry_get_kind          (HspStatementEntry *self);
gint64        hsp_statement_entry_get_time          (HspStatementEntry *self);
const char   *hsp_statement_entry_get_name          (HspStatementEntry *self);  /* of the service or project */
const char   *hsp_statement_entry_get_order         (HspStatementEntry *self);  /* (nullable) */
gint64        hsp_statement_entry_get_journal_id    (HspStatementEntry *self);  /* 0: none */
gint64        hsp_statement_entry_get_quantity      (HspStatementEntry *self);
gboolean      hsp_statement_entry_is_number         (HspStatementEntry *self);  /* order is that of an SMS number */
HspState      hsp_statement_entry_get_state         (HspStatementEntry *self);  /* of the order refunded */
HspMoney      hsp_statement_entry_get_amount        (HspStatementEntry *self);  /* negative: spent */
HspMoney      hsp_statement_entry_get_balance_after (HspStatementEntry *self);  /* HSP_MONEY_UNKNOWN where no reading says it */

/* The balance and where it went. Properties (read only, notify): balance (int64 HspMoney), currency
 * (string), read-at (int64), refreshing (boolean). */
#define HSP_TYPE_WALLET (hsp_wallet_get_type ())
G_DECLARE_FINAL_TYPE (HspWallet, hsp_wallet, HSP, WALLET, GObject)

HspMoney      hsp_wallet_get_balance    (HspWallet *self);
const char   *hsp_wallet_get_currency   (HspWallet *self);  /* "" until known */
gint64        hsp_wallet_get_read_at    (HspWallet *self);  /* 0: never */
gboolean      hsp_wallet_get_refreshing (HspWallet *self);
const GError *hsp_wallet_get_error      (HspWallet *self);  /* (nullable) of the last reading */
/* The change since the day's first midnight, HSP_MONEY_UNKNOWN without a reading before it. */
HspMoney      hsp_wallet_get_change_today (HspWallet *self);
GListModel   *hsp_wallet_get_statement  (HspWallet *self);  /* (transfer none) of HspStatementEntry, newest first */
void          hsp_wallet_refresh        (HspWallet *self);

G_END_DECLS
