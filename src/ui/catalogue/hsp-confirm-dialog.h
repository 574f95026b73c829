/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The last question before money is spent: what exactly, how many, for how much. */
#pragma once

#include <adwaita.h>

#include "hsp-money.h"
#include "hsp-types.h"

G_BEGIN_DECLS

/* What is asked about; read while the dialog is made. */
typedef struct
{
  HspService *service;      /* (unowned) as the shop has it now */
  gint64      quantity;
  const char *link;         /* (unowned) "" without */
  HspMoney    old_rate;     /* what the form showed */
  const char *currency;     /* (unowned) "" unknown */
  HspMoney    balance;      /* HSP_MONEY_UNKNOWN: not shown */
  HspOrder   *same;         /* (unowned) (nullable) an order of the same that is not finished */
} HspConfirmation;

/* The response that buys; every other one does not. */
#define HSP_CONFIRM_RESPONSE_ORDER "order"
/* Of hsp_confirm_dialog_new_short(): back to the form. */
#define HSP_CONFIRM_RESPONSE_CHANGE "change"

#define HSP_TYPE_CONFIRM_DIALOG (hsp_confirm_dialog_get_type ())
G_DECLARE_FINAL_TYPE (HspConfirmDialog, hsp_confirm_dialog, HSP, CONFIRM_DIALOG, AdwMessageDialog)

GtkWidget *hsp_confirm_dialog_new       (GtkWindow *parent, const HspConfirmation *confirmation);
/* There is less in stock than was asked for; @stock may be HSP_UNKNOWN: not available at all. */
GtkWidget *hsp_confirm_dialog_new_short (GtkWindow *parent, gint64 stock, gint64 quantity);

G_END_DECLS
