/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-order.h"

#include <glib/gi18n.h>

#include "hsp-cli-ask.h"
#include "hsp-cli-command.h"
#include "hsp-cli-rows.h"
#include "hsp-cli-text.h"
#include "hsp-error.h"
#include "hsp-inquiry.h"
#include "hsp-order-book.h"
#include "hsp-rate-text.h"
#include "hsp-service.h"
#include "hsp-spending.h"
#include "hsp-wallet.h"

/* --- what both purchases have --- */

/* A purchase needs a yes: now, or from a person who can be asked. */
gboolean
hsp_cli_check_yes (HspCli  *cli,
                   GError **error)
{
  if (hsp_cli_has_option (cli, "yes") || hsp_cli_can_ask (cli))
    return TRUE;
  hsp_cli_set_usage_error (error, "%s", _("This spends money, and nobody can be asked: add --yes. "
                                          "Nothing was sent."));
  return FALSE;
}

gboolean
hsp_cli_get_max_total (HspCli    *cli,
                       HspMoney  *amount,
                       GError   **error)
{
  const char *text = hsp_cli_get_option (cli, "max-total");

  *amount = HSP_MONEY_UNKNOWN;
  if (text == NULL || (hsp_money_parse (text, amount) && *amount >= 0))
    return TRUE;
  hsp_cli_set_usage_error (error, "%s", _("--max-total must be an amount, as 2.50."));
  return FALSE;
}

/* For this run, beside what else the account has for limits. */
void
hsp_cli_set_max_total (HspCli   *cli,
                       HspMoney  amount)
{
  HspSpendingLimits limits = *hsp_account_get_limits (cli->account);

  if (amount == HSP_MONEY_UNKNOWN)
    return;
  limits.max_total = amount;
  hsp_account_set_limits (cli->account, &limits);
}

/* A second purchase of what may be bought already: --yes alone is no answer to that. A person who is
 * asked anyway is told of one that is open. */
gboolean
hsp_cli_check_same (HspCli               *cli,
                    const HspPurchaseRow *same,
                    GError              **error)
{
  const char *number = same != NULL && same->order != NULL ? same->order : "–";

  if (same == NULL || hsp_cli_has_option (cli, "again"))
    return TRUE;
  if (same->outcome == HSP_OUTCOME_UNCONFIRMED)
    hsp_cli_set_usage_error (error, _("The same purchase is unconfirmed: it may be placed already. Settle %d "
                                      "first, or add --again. Nothing was sent."), (int) same->id);
  else if (hsp_cli_has_option (cli, "yes"))
    hsp_cli_set_usage_error (error, _("The same was ordered before, and is not finished: order %s. Add --again "
                                      "to buy it once more. Nothing was sent."), number);
  else
    {
      hsp_cli_say (&cli->out, _("Note: the same was ordered before, and is not finished: order %s."), number);
      return TRUE;
    }
  return FALSE;
}

static void
say_line (HspCli     *cli,
          const char *title,
          const char *value)
{
  if (value != NULL && *value != '\0')
    hsp_cli_say (&cli->out, "  %s %s", title, value);
}

static gboolean
is_above (HspCli        *cli,
          const HspDeal *deal)
{
  return hsp_spending_limits_ask (hsp_account_get_limits (cli->account), deal->total);
}

/* (transfer full) */
static char *
describe_above (HspCli        *cli,
                const HspDeal *deal)
{
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (cli->account));
  const HspMoney limit = hsp_account_get_limits (cli->account)->ask_above;
  g_autofree char *total = hsp_rate_text_amount (deal->unit, deal->total, currency);
  g_autofree char *above = hsp_money_to_text (limit, currency);

  /* Translators: both are amounts with their currency */
  return g_strdup_printf (_("This costs %s. You want to be asked again above %s."), total, above);
}

/* Nobody is asked: an amount that was named is an answer to how much, --yes alone is not. */
static gboolean
check_ask_above (HspCli        *cli,
                 const HspDeal *deal,
                 GError       **error)
{
  g_autofree char *words = NULL;

  if (!is_above (cli, deal) || hsp_cli_has_option (cli, "max-total"))
    return TRUE;

  words = describe_above (cli, deal);
  /* Translators: %s is two sentences about the price */
  hsp_cli_set_usage_error (error, _("%s Add --max-total AMOUNT. Nothing was sent."), words);
  return FALSE;
}

static gboolean
ask_again (HspCli        *cli,
           const HspDeal *deal,
           GError       **error)
{
  g_autofree char *words = NULL;
  g_autofree char *question = NULL;

  if (!is_above (cli, deal))
    return TRUE;

  words = describe_above (cli, deal);
  /* Translators: %s is two sentences about the price */
  question = g_strdup_printf (_("%s Buy it?"), words);
  return hsp_cli_ask (cli, question, error);
}

/* What is bought, what it costs, and what is left then; then the question. */
gboolean
hsp_cli_confirm (HspCli        *cli,
                 const HspDeal *deal,
                 GError       **error)
{
  HspWallet *wallet = hsp_account_get_wallet (cli->account);
  const char *currency = hsp_wallet_get_currency (wallet);
  g_autofree char *quantity = hsp_number_to_text (deal->quantity);
  g_autofree char *price = hsp_rate_text (deal->unit, deal->rate, currency);
  g_autofree char *total = hsp_rate_text_amount (deal->unit, deal->total, currency);
  g_autofree char *after =
    hsp_rate_text_amount (deal->unit, hsp_money_subtract (hsp_wallet_get_balance (wallet),
                                                          deal->total), currency);

  if (hsp_cli_has_option (cli, "yes"))
    return check_ask_above (cli, deal, error);
  say_line (cli, deal->what, deal->name);
  say_line (cli, _("Link:"), deal->link);
  say_line (cli, _("Quantity:"), quantity);
  say_line (cli, _("Price:"), price);
  say_line (cli, _("Total:"), total);
  say_line (cli, _("Balance after:"), after);
  return hsp_cli_ask (cli, _("Buy this?"), error) && ask_again (cli, deal, error);
}

/* The exit status that tells of @outcome. */
HspCliStatus
hsp_cli_status_of_outcome (HspOutcome outcome)
{
  switch (outcome)
    {
    case HSP_OUTCOME_PLACED:
      return HSP_CLI_DONE;
    case HSP_OUTCOME_REJECTED:
      return HSP_CLI_REJECTED;
    case HSP_OUTCOME_NOT_SENT:
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_NOT_PLACED:
      return HSP_CLI_NOT_SENT;
    case HSP_OUTCOME_SENT:
    case HSP_OUTCOME_UNCONFIRMED:
      break;
    }
  return HSP_CLI_UNCONFIRMED;
}

/* What to do about a purchase that was not placed. */
static const char *
get_advice (HspCliStatus status)
{
  if (status == HSP_CLI_REJECTED)
    return _("The shop did not accept it. Nothing was ordered.");
  if (status == HSP_CLI_NOT_SENT)
    return _("You can send it again.");
  return _("It may have been placed. Do not send it again: look into the order history on the shop’s "
           "website, then use “settle”.");
}

/**
 * hsp_cli_print_outcome:
 * @builder: an object that is open, with everything but why it failed
 * @journal: number of its row, 0 when it is not known
 * @reason: (nullable): of the journal: the shop's words when it was rejected, else ours
 *
 * Ends the document and prints it, or tells a person what happened.
 */
HspCliStatus
hsp_cli_print_outcome (HspCli             *cli,
                       JsonBuilder        *builder,
                       HspOutcome          outcome,
                       gint64              journal,
                       const char         *reason,
                       const HspCliColumn *columns,
                       guint               n_columns)
{
  const HspCliStatus status = hsp_cli_status_of_outcome (outcome);
  const gboolean by_shop = status == HSP_CLI_REJECTED;
  g_autofree char *message = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (status != HSP_CLI_DONE)
    {
      message = by_shop || reason == NULL ? g_strdup (get_advice (status))
                                          : g_strdup_printf ("%s %s", reason, get_advice (status));
      hsp_cli_add_error (builder, by_shop ? "rejected" : status == HSP_CLI_NOT_SENT ? "not-sent"
                                  : "unconfirmed", message, by_shop ? reason : NULL);
    }
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  if (status == HSP_CLI_DONE || cli->out.json)
    {
      hsp_cli_print_record (&cli->out, node, columns, n_columns);
      return status;
    }
  hsp_cli_complain (cli, message, by_shop ? reason : NULL);
  if (journal != 0)
    hsp_cli_say (&cli->out, _("In the journal it is number %d."), (int) journal);
  return status;
}

/* --- order --- */

typedef struct
{
  HspQuote *quote;      /* (owned) (nullable) */
  gint64    quantity;
} Order;

static void
clear_order (Order *order)
{
  g_clear_pointer (&order->quote, hsp_quote_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Order, clear_order)

/* Price and balance of this moment. */
static gboolean
read_quote (HspCli      *cli,
            const char  *service,
            Order       *order,
            GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_inquiry_quote_async (cli->account, service, cli->cancellable, hsp_cli_store_result_cb,
                           &result);
  hsp_cli_wait (cli, &result, _("Reading the price"));
  order->quote = hsp_inquiry_quote_finish (cli->account, result, error);
  if (order->quote == NULL)
    return FALSE;
  /* what the balance says of an unconfirmed purchase needs the one before; it is no condition */
  hsp_cli_wait_for_balance (cli);
  return !g_cancellable_set_error_if_cancelled (cli->cancellable, error);
}

static gboolean
agree (HspCli       *cli,
       const Order  *order,
       const char   *link,
       GError      **error)
{
  const HspServiceValue *value = hsp_service_get_value (order->quote->service);
  HspOrderBook *book = hsp_account_get_order_book (cli->account);
  HspOrder *same = hsp_order_book_find_same (book, value->id, link);
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (cli->account));
  const HspDeal deal = {
    .what = _("Service:"),
    .name = value->name,
    .link = link,
    .quantity = order->quantity,
    .unit = hsp_service_get_rate_unit (order->quote->service),
    .rate = value->rate,
    .total = hsp_service_estimate (order->quote->service, order->quantity),
  };

  return hsp_inquiry_check_quote (order->quote, order->quantity, link, error)
         && hsp_spending_limits_check (hsp_account_get_limits (cli->account), deal.total, currency, error)
         && hsp_cli_check_same (cli, same != NULL ? hsp_order_get_row (same) : NULL, error)
         && hsp_cli_confirm (cli, &deal, error);
}

static HspCliStatus
print_placed (HspCli   *cli,
              HspOrder *order)
{
  static const HspCliColumn columns[] = {
    { "outcome", N_("Outcome"), HSP_CLI_STATE },
    { "order", N_("Order"), HSP_CLI_TEXT },
    { "journal", N_("Journal"), HSP_CLI_TEXT },
    { "estimate", N_("Estimate"), HSP_CLI_MONEY },
  };
  const HspPurchaseRow *row = hsp_order_get_row (order);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hsp_cli_add_text (builder, "outcome", hsp_cli_name_outcome (row->outcome));
  hsp_cli_add_known (builder, "order", row->order);
  hsp_cli_add_id (builder, "journal", row->id);
  hsp_cli_add_money (builder, "estimate", row->estimate);
  hsp_cli_add_known (builder, "currency", row->currency);
  return hsp_cli_print_outcome (cli, builder, row->outcome, row->id, row->reason, columns,
                                G_N_ELEMENTS (columns));
}

/* Buys with the words given: of “order”, and of “call add”. */
HspCliStatus
hsp_cli_buy_order (HspCli      *cli,
                   const char  *service,
                   const char  *quantity,
                   const char  *link,
                   GError     **error)
{
  g_auto(Order) order = { 0 };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) placed = NULL;
  HspOrderBook *book;
  HspMoney most;

  if (!hsp_cli_check_id ("SERVICE", service, error)
      || !hsp_cli_parse_number ("QUANTITY", quantity, 1, G_MAXINT64, &order.quantity, error)
      || !hsp_cli_get_max_total (cli, &most, error)
      || !hsp_cli_check_yes (cli, error))
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_cli_set_max_total (cli, most);
  if (!hsp_cli_open_journal (cli, error)
      || !read_quote (cli, service, &order, error) || !agree (cli, &order, link, error)
      || g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    return HSP_CLI_NOT_SENT;

  book = hsp_account_get_order_book (cli->account);
  hsp_cli_begin_spending (cli);
  hsp_order_book_place_async (book, order.quote->service, order.quantity, link,
                              hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Placing the order"));
  hsp_cli_end_spending (cli);
  placed = hsp_order_book_place_finish (book, result, error);
  return placed != NULL ? print_placed (cli, placed) : HSP_CLI_STORE;
}

HspCliStatus
hsp_cli_order (HspCli  *cli,
               GError **error)
{
  return hsp_cli_buy_order (cli, hsp_cli_get_argument (cli, 0), hsp_cli_get_argument (cli, 1),
                            hsp_cli_get_option (cli, "link"), error);
}

/* --- status --- */

HspCliStatus
hsp_cli_status (HspCli  *cli,
                GError **error)
{
  static const HspCliColumn columns[] = {
    { "order", N_("Order"), HSP_CLI_TEXT },
    { "state", N_("State"), HSP_CLI_STATE },
    { "status", N_("The shop’s word"), HSP_CLI_TEXT },
    { "charge", N_("Charge"), HSP_CLI_MONEY },
    { "start_count", N_("Start count"), HSP_CLI_COUNT },
    { "remains", N_("Remains"), HSP_CLI_COUNT },
  };
  const char *number = hsp_cli_get_argument (cli, 0);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  const HspPurchaseRow *row;

  if (!hsp_cli_check_id ("ORDER", number, error))
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_cli_try_journal (cli);
  hsp_inquiry_order_async (cli->account, number, cli->cancellable, hsp_cli_store_result_cb,
                           &result);
  hsp_cli_wait (cli, &result, _("Asking for the order"));
  order = hsp_inquiry_order_finish (cli->account, result, error);
  if (order == NULL)
    return HSP_CLI_UNREADABLE;

  row = hsp_order_get_row (order);
  json_builder_begin_object (builder);
  hsp_cli_add_text (builder, "order", number);
  hsp_cli_add_known (builder, "status", row->status);
  hsp_cli_add_text (builder, "state", hsp_cli_name_state (order));
  hsp_cli_add_money (builder, "charge", row->charge);
  hsp_cli_add_known (builder, "currency", row->currency);
  hsp_cli_add_count (builder, "start_count", row->start_count);
  hsp_cli_add_count (builder, "remains", row->remains);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_record (&cli->out, node, columns, G_N_ELEMENTS (columns));
  return HSP_CLI_DONE;
}
