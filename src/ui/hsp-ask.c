/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-ask"

#include "config.h"

#include "hsp-ask.h"

#include "hsp-account.h"
#include "hsp-wallet.h"

#include <glib/gi18n-lib.h>

gboolean
hsp_ask_again_needed (HspAccount *account,
                      HspMoney    total)
{
  return hsp_spending_limits_ask (hsp_account_get_limits (account), total);
}

/* Cancel is what Enter does: the first question was answered with it a moment ago. */
GtkWidget *
hsp_ask_again_dialog_new (GtkWindow  *parent,
                          HspAccount *account,
                          HspMoney    total)
{
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (account));
  HspMoney limit = hsp_account_get_limits (account)->ask_above;
  gboolean is_known = total != HSP_MONEY_UNKNOWN;
  g_autofree char *amount = is_known ? hsp_money_to_text (total, currency) : NULL;
  g_autofree char *above = limit != HSP_MONEY_UNKNOWN ? hsp_money_to_text (limit, currency)
                                                      : g_strdup ("–");
  /* Translators: %s is an amount, "50.00 USD" */
  g_autofree char *heading = is_known ? g_strdup_printf (_("Spend %s?"), amount)
                                      : g_strdup (_("The Price Is Not Known"));
  /* Translators: %s is an amount, "20.00 USD" */
  g_autofree char *body = g_strdup_printf (_("You want to be asked again above %s."), above);
  g_autofree char *label = is_known ? g_strdup_printf (_("Spend %s"), amount)
                                    : g_strdup (_("Buy It"));
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, NULL);

  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog),
                                    "cancel", _("Cancel"),
                                    HSP_ASK_AGAIN_RESPONSE, label,
                                    NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");

  return dialog;
}
