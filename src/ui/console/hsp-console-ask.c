/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-console"

#include "config.h"

#include "hsp-console-ask.h"

#include <glib/gi18n-lib.h>

static void
append (GString    *text,
        const char *sentence)
{
  if (text->len > 0)
    g_string_append (text, "\n\n");
  g_string_append (text, sentence);
}

/* (transfer full) */
static char *
describe_price (const HspConsoleOffer *offer)
{
  const char *action = hsp_action_get (offer->action)->name;
  g_autofree char *total = NULL;
  g_autofree char *balance = NULL;

  if (offer->total == HSP_MONEY_UNKNOWN)
    /* Translators: %s is the name of an action: "add spends money. The price is not known." */
    return g_strdup_printf (_("%s spends money. The price is not known."), action);
  total = hsp_money_to_text (offer->total, offer->currency);
  if (offer->balance == HSP_MONEY_UNKNOWN)
    /* Translators: an action and an amount: "add spends money: about 0.50 USD." */
    return g_strdup_printf (_("%s spends money: about %s. It is written to your orders."), action,
                            total);
  balance = hsp_money_to_text (offer->balance, offer->currency);
  /* Translators: an action and two amounts: "add spends money: about 0.50 USD from 100.00 USD." */
  return g_strdup_printf (_("%s spends money: about %s from %s. It is written to your orders."),
                          action, total, balance);
}

/* Cancel is what Enter does. */
static GtkWidget *
create_dialog (GtkWindow  *parent,
               const char *heading,
               const char *body,
               const char *label)
{
  GtkWidget *dialog = adw_message_dialog_new (parent, heading, NULL);

  /* as text: it has words of the shop's in it */
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_responses (ADW_MESSAGE_DIALOG (dialog), "cancel", _("Cancel"),
                                    HSP_CONSOLE_RESPONSE_SEND, label, NULL);
  adw_message_dialog_set_default_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  adw_message_dialog_set_close_response (ADW_MESSAGE_DIALOG (dialog), "cancel");
  return dialog;
}

GtkWidget *
hsp_console_ask_purchase (GtkWindow             *parent,
                          const HspConsoleOffer *offer)
{
  g_autofree char *price = describe_price (offer);
  g_autofree char *quantity = hsp_number_to_text (offer->quantity);
  g_autofree char *what = NULL;
  g_autoptr(GString) body = g_string_new (NULL);

  /* Translators: what is bought, and how many: "Instagram Followers, 1,000" */
  what = g_strdup_printf (_("%s, %s"), offer->name, quantity);
  append (body, what);
  append (body, price);
  if (offer->stock >= 0 && offer->stock < offer->quantity)
    append (body, _("The shop has fewer than that."));
  if (offer->again)
    append (body, _("You already have an order for the same that is not finished."));
  return create_dialog (parent, _("Place This Order for Real?"), body->str, _("Place Order"));
}

GtkWidget *
hsp_console_ask_unknown (GtkWindow  *parent,
                         const char *action)
{
  g_autofree char *body = NULL;

  /* Translators: %s is the name of an action */
  body = g_strdup_printf (_("This program does not know “%s”. It may spend money, and is not written "
                            "to your orders. It is sent once."), action);
  return create_dialog (parent, _("Send This for Real?"), body, _("Send"));
}

GtkWidget *
hsp_console_ask_clear (GtkWindow *parent)
{
  GtkWidget *dialog = create_dialog (parent, _("Clear the History?"),
                                     _("Requests that you sent are forgotten, on this computer too. "
                                       "Orders and numbers stay."), _("Clear"));

  adw_message_dialog_set_response_appearance (ADW_MESSAGE_DIALOG (dialog),
                                              HSP_CONSOLE_RESPONSE_SEND,
                                              ADW_RESPONSE_DESTRUCTIVE);
  return dialog;
}
