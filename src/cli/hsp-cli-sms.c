/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>

#include "hsp-cli-order.h"
#include "hsp-cli-rows.h"
#include "hsp-error.h"
#include "hsp-inquiry.h"
#include "hsp-order-book.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-project.h"
#include "hsp-spending.h"
#include "hsp-wallet.h"

/* --- what there is --- */

HspCliStatus
hsp_cli_sms_countries (HspCli  *cli,
                       GError **error)
{
  static const HspCliColumn columns[] = {
    { "country", N_("Code"), HSP_CLI_TEXT },
    { "name", N_("Country"), HSP_CLI_LONG_TEXT },
    { "dial_code", N_("Dialling code"), HSP_CLI_TEXT },
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_inquiry_countries_async (cli->account, cli->cancellable, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Reading the countries"));
  rows = hsp_inquiry_countries_finish (cli->account, result, error);
  if (rows == NULL)
    return HSP_CLI_UNREADABLE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspCountryValue *value = rows->rows->pdata[i];

      json_builder_begin_object (builder);
      hsp_cli_add_text (builder, "country", value->code);
      hsp_cli_add_text (builder, "name", value->name);
      hsp_cli_add_text (builder, "dial_code", value->dial_code);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_table (&cli->out, node, json_node_get_array (node), columns,
                       G_N_ELEMENTS (columns));
  return HSP_CLI_DONE;
}

/* (transfer full) (nullable): what the shop offers, in @country or everywhere */
static HspRows *
read_projects (HspCli      *cli,
               const char  *country,
               GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_inquiry_projects_async (cli->account, country, cli->cancellable, hsp_cli_store_result_cb,
                              &result);
  hsp_cli_wait (cli, &result, _("Reading the projects"));
  return hsp_inquiry_projects_finish (cli->account, result, error);
}

/* (transfer full) (nullable): the code as the shop takes it; "" when none was given */
static char *
read_country (const char  *country,
              GError     **error)
{
  if (country == NULL || *country == '\0')
    return g_strdup ("");
  if (g_ascii_isalpha (country[0]) && g_ascii_isalpha (country[1]) && country[2] == '\0')
    return g_ascii_strdown (country, -1);
  hsp_cli_set_usage_error (error, "%s", _("A country is a code of two letters, as “us”; see “sms countries”."));
  return NULL;
}

HspCliStatus
hsp_cli_sms_projects (HspCli  *cli,
                      GError **error)
{
  static const HspCliColumn columns[] = {
    { "project", N_("Project"), HSP_CLI_TEXT },
    { "name", N_("Name"), HSP_CLI_LONG_TEXT },
    { "price", N_("Price"), HSP_CLI_MONEY },
    { "country", N_("Code"), HSP_CLI_TEXT },
    { "country_name", N_("Country"), HSP_CLI_LONG_TEXT },
  };
  g_autofree char *country = read_country (hsp_cli_get_option (cli, "country"), error);
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  if (country == NULL)
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  rows = read_projects (cli, *country != '\0' ? country : NULL, error);
  if (rows == NULL)
    return HSP_CLI_UNREADABLE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspSmsProjectValue *value = rows->rows->pdata[i];

      json_builder_begin_object (builder);
      hsp_cli_add_text (builder, "project", value->id);
      hsp_cli_add_text (builder, "name", value->name);
      hsp_cli_add_money (builder, "price", value->price);
      hsp_cli_add_known (builder, "country", value->country);
      hsp_cli_add_known (builder, "country_name", value->country_name);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_table (&cli->out, node, json_node_get_array (node), columns,
                       G_N_ELEMENTS (columns));
  return HSP_CLI_DONE;
}

/* --- renting --- */

/* The offer as it is now. @country: "" for any. (transfer full) (nullable) */
static HspSmsProject *
find_offer (HspCli      *cli,
            const char  *project,
            const char  *country,
            GError     **error)
{
  g_autoptr(HspRows) rows = read_projects (cli, *country != '\0' ? country : NULL, error);

  if (rows == NULL)
    return NULL;
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspSmsProjectValue *value = rows->rows->pdata[i];

      if (g_str_equal (value->id, project)
          && (*country == '\0' || *value->country == '\0' || g_str_equal (value->country, country)))
        return hsp_sms_project_new (value->id, value->name, value->price,
                                    *value->country != '\0' ? value->country : country,
                                    value->country_name);
    }
  g_propagate_error (error, hsp_error_new (HSP_ERROR_SERVICE_NOT_FOUND, HSP_DELIVERY_NONE, NULL,
                                           _("The shop does not offer this project. Nothing was sent.")));
  return NULL;
}

/* One that may have been bought, or a number that waits for its code, as the window asks too. */
static gboolean
check_same (HspCli         *cli,
            HspSmsProject  *offer,
            GError        **error)
{
  const char *project = hsp_sms_project_get_id (offer);
  const char *country = hsp_sms_project_get_country (offer);
  HspOrder *same = hsp_order_book_find_same_numbers (hsp_account_get_order_book (cli->account), project,
                                                     country);
  HspSmsNumber *waiting = hsp_sms_desk_find_same (hsp_account_get_sms_desk (cli->account), project,
                                                  country);
  HspPurchaseRow row = { .outcome = HSP_OUTCOME_PLACED };

  if (same != NULL)
    return hsp_cli_check_same (cli, hsp_order_get_row (same), error);
  if (waiting == NULL)
    return TRUE;
  row.order = hsp_sms_number_get_row (waiting)->order;
  return hsp_cli_check_same (cli, &row, error);
}

static gboolean
agree (HspCli         *cli,
       HspSmsProject  *offer,
       gint64          quantity,
       GError        **error)
{
  const HspMoney price = hsp_sms_project_get_price (offer);
  g_autofree char *name = g_strdup_printf ("%s, %s", hsp_sms_project_get_name (offer),
                                           hsp_sms_project_get_country_name (offer));
  const HspDeal deal = {
    .what = _("Numbers for:"),
    .name = name,
    .quantity = quantity,
    .unit = HSP_RATE_EACH,
    .rate = price,
    .total = hsp_money_times (price, quantity, 1),
  };
  const char *currency = hsp_wallet_get_currency (hsp_account_get_wallet (cli->account));

  return hsp_spending_limits_check (hsp_account_get_limits (cli->account), deal.total, currency, error)
         && check_same (cli, offer, error)
         && hsp_cli_confirm (cli, &deal, error);
}

static void
add_numbers (JsonBuilder *builder,
             GPtrArray   *numbers)
{
  json_builder_set_member_name (builder, "numbers");
  json_builder_begin_array (builder);
  for (guint i = 0; i < numbers->len; i++)
    {
      const HspNumberRow *row = hsp_sms_number_get_row (numbers->pdata[i]);

      json_builder_begin_object (builder);
      hsp_cli_add_text (builder, "order", row->order);
      hsp_cli_add_known (builder, "phone", row->phone);
      hsp_cli_add_known (builder, "country", row->country);
      hsp_cli_add_known (builder, "status", row->status);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

static void
print_numbers (HspCli   *cli,
               JsonNode *node)
{
  static const HspCliColumn columns[] = {
    { "order", N_("Order"), HSP_CLI_TEXT },
    { "phone", N_("Phone number"), HSP_CLI_TEXT },
    { "country", N_("Code"), HSP_CLI_TEXT },
    { "status", N_("The shop’s word"), HSP_CLI_TEXT },
  };

  hsp_cli_print_table (&cli->out, node,
                       json_object_get_array_member (json_node_get_object (node), "numbers"),
                       columns, G_N_ELEMENTS (columns));
}

/* @numbers: (element-type HspSmsNumber) */
static HspCliStatus
print_rented (HspCli     *cli,
              gint64      journal,
              GPtrArray  *numbers,
              HspOutcome  outcome,
              const char *reason)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_object (builder);
  hsp_cli_add_text (builder, "outcome", hsp_cli_name_outcome (outcome));
  hsp_cli_add_id (builder, "journal", journal);
  add_numbers (builder, numbers);
  if (outcome != HSP_OUTCOME_PLACED)
    return hsp_cli_print_outcome (cli, builder, outcome, journal, reason, NULL, 0);

  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  print_numbers (cli, node);
  /* some of the numbers that were paid could not be read */
  if (reason != NULL)
    hsp_cli_say (&cli->out, "%s", reason);
  return HSP_CLI_DONE;
}

/* Rents with the words given: of “sms get”, and of “call add_sms”. */
HspCliStatus
hsp_cli_buy_numbers (HspCli      *cli,
                     const char  *project,
                     const char  *quantity,
                     const char  *country,
                     const char  *phone,
                     GError     **error)
{
  g_autofree char *code = read_country (country, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspSmsProject) offer = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autofree char *reason = NULL;
  HspOutcome outcome = HSP_OUTCOME_NOT_SENT;
  HspSmsDesk *desk;
  gint64 count = 1;
  HspMoney most;

  if (code == NULL || !hsp_cli_check_id ("PROJECT", project, error)
      || (quantity != NULL && !hsp_cli_parse_number ("--quantity", quantity, 1, 10, &count, error))
      || !hsp_cli_get_max_total (cli, &most, error) || !hsp_cli_check_yes (cli, error))
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_cli_set_max_total (cli, most);
  if (!hsp_cli_open_journal (cli, error))
    return HSP_CLI_STORE;
  offer = find_offer (cli, project, code, error);
  if (offer == NULL)
    return HSP_CLI_REJECTED;
  /* what the balance says of an unconfirmed purchase needs the one before; it is no condition */
  hsp_cli_wait_for_balance (cli);
  if (g_cancellable_set_error_if_cancelled (cli->cancellable, error)
      || !agree (cli, offer, count, error)
      || g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    return HSP_CLI_NOT_SENT;

  desk = hsp_account_get_sms_desk (cli->account);
  hsp_cli_begin_spending (cli);
  hsp_sms_desk_get_async (desk, offer, (guint) count, phone, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Renting"));
  hsp_cli_end_spending (cli);
  numbers = hsp_sms_desk_get_finish (desk, result, &outcome, &reason, error);
  if (numbers == NULL)
    return HSP_CLI_STORE;
  return print_rented (cli, hsp_sms_desk_get_purchase (desk, result), numbers, outcome, reason);
}

HspCliStatus
hsp_cli_sms_get (HspCli  *cli,
                 GError **error)
{
  return hsp_cli_buy_numbers (cli, hsp_cli_get_argument (cli, 0),
                              hsp_cli_get_option (cli, "quantity"),
                              hsp_cli_get_option (cli, "country"),
                              hsp_cli_get_option (cli, "phone"), error);
}

/* --- codes --- */

static HspCliStatus
ask_number (HspCli    *cli,
            gboolean   want_status,
            GError   **error)
{
  const char *order = hsp_cli_get_argument (cli, 0);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspSmsNumber) number = NULL;
  g_autoptr(JsonNode) node = NULL;

  if (!hsp_cli_check_id ("ORDER", order, error))
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_cli_try_journal (cli);
  hsp_inquiry_number_async (cli->account, order, want_status, cli->cancellable,
                            hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Asking for the number"));
  number = hsp_inquiry_number_finish (cli->account, result, error);
  if (number == NULL)
    return HSP_CLI_UNREADABLE;

  node = hsp_cli_make_number (number, NULL);
  hsp_cli_print_number (cli, node);
  return HSP_CLI_DONE;
}

HspCliStatus
hsp_cli_sms_code (HspCli  *cli,
                  GError **error)
{
  return ask_number (cli, FALSE, error);
}

HspCliStatus
hsp_cli_sms_status (HspCli  *cli,
                    GError **error)
{
  return ask_number (cli, TRUE, error);
}

HspCliStatus
hsp_cli_sms_wait (HspCli  *cli,
                  GError **error)
{
  const char *order = hsp_cli_get_argument (cli, 0);
  const char *missing = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspSmsNumber) number = NULL;
  g_autoptr(JsonNode) node = NULL;
  gint64 seconds;

  if (!hsp_cli_check_id ("ORDER", order, error)
      || !hsp_cli_get_number (cli, "timeout", 1, G_MAXINT32 / 1000, 0, &seconds, error))
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_cli_try_journal (cli);
  hsp_inquiry_wait_async (cli->account, order, (guint) seconds, cli->cancellable,
                          hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Waiting for the code"));
  number = hsp_inquiry_wait_finish (cli->account, result, error);
  if (number == NULL)
    return HSP_CLI_UNREADABLE;

  if (hsp_sms_number_get_row (number)->code == NULL)
    missing = g_str_equal (hsp_cli_name_number_state (number), "waiting")
              ? _("No code has come yet.") : _("No code came, and none will come any more.");
  node = hsp_cli_make_number (number, missing);
  hsp_cli_print_number (cli, node);
  if (missing == NULL)
    return HSP_CLI_DONE;
  if (!cli->out.json)
    hsp_cli_complain (cli, missing, NULL);
  return HSP_CLI_REJECTED;
}
