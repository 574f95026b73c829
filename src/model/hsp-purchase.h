/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one place that spends: limits, journal row, mark, wire, outcome. See "Sending money actions" in the
 * API notes: every purchase ends as placed, rejected, not sent or unconfirmed, and is sent at most once. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-journal.h"

G_BEGIN_DECLS

typedef struct
{
  HspPurchaseRow *row;      /* (owned) with id, outcome, order and reason as written */
  GPtrArray      *numbers;  /* (owned) (nullable) (element-type HspNumberRow) of placed SMS numbers */
  char           *unwritten; /* (owned) (nullable) the shop’s numbers that only this result knows */
  GError         *error;    /* (owned) (nullable) why it was not placed, or not written down */
} HspPurchaseResult;

void               hsp_purchase_result_free (HspPurchaseResult *result);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspPurchaseResult, hsp_purchase_result_free)

/* @draft (transfer none): kind, item, name, category, quantity, link, country, phone, estimate,
 * currency, balance_before. Cannot be cancelled. An error means that nothing was sent:
 * HSP_ERROR_LIMIT, HSP_ERROR_STORE. */
void               hsp_purchase_async       (HspJournal *journal, HspClient *client, HspSpending *spending, const HspPurchaseRow *draft, GAsyncReadyCallback callback, gpointer user_data);
HspPurchaseResult *hsp_purchase_finish      (GAsyncResult *result, GError **error);

/* (transfer full): the row of an SMS number of @purchase */
HspNumberRow      *hsp_purchase_make_number (const HspPurchaseRow *purchase, const char *order, const char *phone, const char *country, const char *status);

G_END_DECLS
