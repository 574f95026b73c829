/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-rows.h"

#include <glib/gi18n.h>

#include "hsp-catalogue.h"
#include "hsp-service.h"

const char *
hsp_cli_name_outcome (HspOutcome outcome)
{
  switch (outcome)
    {
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
      return "sent";
    case HSP_OUTCOME_PLACED:
      return "placed";
    case HSP_OUTCOME_REJECTED:
      return "rejected";
    case HSP_OUTCOME_NOT_SENT:
      return "not_sent";
    case HSP_OUTCOME_UNCONFIRMED:
      return "unconfirmed";
    case HSP_OUTCOME_NOT_PLACED:
      return "not_placed";
    }
  return NULL;
}

/* Of a placed order how far it is, of everything else its outcome. */
const char *
hsp_cli_name_state (HspOrder *order)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);

  /* how far its numbers are, they say themselves */
  if (row->outcome != HSP_OUTCOME_PLACED || row->kind == HSP_PURCHASE_SMS)
    return hsp_cli_name_outcome (row->outcome);
  switch (hsp_order_get_state (order))
    {
    case HSP_STATE_COMPLETED:
      return "completed";
    case HSP_STATE_PARTIAL:
      return "partial";
    case HSP_STATE_CANCELED:
      return "canceled";
    case HSP_STATE_OPEN:
    case HSP_STATE_UNCONFIRMED:
    case HSP_STATE_REJECTED:
      break;
    }
  return "open";
}

const char *
hsp_cli_name_number_state (HspSmsNumber *number)
{
  switch (hsp_sms_number_get_state (number))
    {
    case HSP_NUMBER_RECEIVED:
      return "received";
    case HSP_NUMBER_EXPIRED:
      return "expired";
    case HSP_NUMBER_CANCELED:
    case HSP_NUMBER_REFUNDED:
      return "canceled";
    case HSP_NUMBER_WAITING:
    case HSP_NUMBER_LATE:
    case HSP_NUMBER_UNWATCHED:
      break;
    }
  return "waiting";
}

/* What the service of an order is, as “services” says it: the catalogue knows that, and a service that
 * needs no link is a product. */
static const char *
name_service_kind (HspCli               *cli,
                   const HspPurchaseRow *row)
{
  HspCatalogue *catalogue = NULL;
  g_autoptr(HspService) service = NULL;

  if (row->kind != HSP_PURCHASE_ORDER || *row->item == '\0')
    return NULL;
  /* a table shows what is known; it is not looked for */
  if (!cli->out.json && !hsp_account_has_catalogue (cli->account))
    return row->link == NULL ? "product" : NULL;
  catalogue = hsp_account_get_catalogue (cli->account);
  if (cli->out.json && hsp_catalogue_get_n_services (catalogue) == 0)
    hsp_catalogue_open (catalogue);
  service = hsp_catalogue_lookup (catalogue, row->item);
  switch (service != NULL ? hsp_service_get_value (service)->kind : HSP_KIND_UNKNOWN)
    {
    case HSP_KIND_SMM:
      return "smm";
    case HSP_KIND_PRODUCT:
      return "product";
    case HSP_KIND_UNKNOWN:
      break;
    }
  return row->link == NULL ? "product" : NULL;
}

/* The members of an open object; what only an export shows comes last. */
void
hsp_cli_add_order_row (HspCli      *cli,
                       JsonBuilder *builder,
                       HspOrder    *order)
{
  const HspPurchaseRow *row = hsp_order_get_row (order);

  hsp_cli_add_id (builder, "journal", row->id);
  hsp_cli_add_text (builder, "kind", row->kind == HSP_PURCHASE_ORDER ? "order" : "sms");
  hsp_cli_add_text (builder, "state", hsp_cli_name_state (order));
  hsp_cli_add_known (builder, "order", row->order);
  hsp_cli_add_known (builder, "service", row->item);
  hsp_cli_add_count (builder, "quantity", row->quantity);
  hsp_cli_add_known (builder, "link", row->link);
  hsp_cli_add_money (builder, "estimate", row->estimate);
  hsp_cli_add_money (builder, "charge", row->charge);
  hsp_cli_add_known (builder, "currency", row->currency);
  hsp_cli_add_time (builder, "created", row->created);
  hsp_cli_add_time (builder, "updated", row->updated);
  hsp_cli_add_known (builder, "reason", row->reason);
  hsp_cli_add_text (builder, "service_kind", name_service_kind (cli, row));
}

/* The members of an open object: the same as of an order. */
void
hsp_cli_add_number_row (JsonBuilder  *builder,
                        HspSmsNumber *number)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);

  hsp_cli_add_id (builder, "journal", row->purchase);
  hsp_cli_add_text (builder, "kind", "sms");
  hsp_cli_add_text (builder, "state", hsp_cli_name_number_state (number));
  hsp_cli_add_text (builder, "order", row->order);
  hsp_cli_add_known (builder, "service", row->project);
  hsp_cli_add_count (builder, "quantity", 1);
  hsp_cli_add_text (builder, "link", NULL);
  hsp_cli_add_money (builder, "estimate", HSP_MONEY_UNKNOWN);
  hsp_cli_add_money (builder, "charge", row->charge);
  hsp_cli_add_known (builder, "currency", row->currency);
  hsp_cli_add_time (builder, "created", row->created);
  hsp_cli_add_time (builder, "updated", MAX (row->created, MAX (row->checked, row->code_at)));
  hsp_cli_add_text (builder, "reason", NULL);
  hsp_cli_add_text (builder, "service_kind", NULL);
}

/* @missing: (nullable): why there is no code, when that is a failure. (transfer full) */
JsonNode *
hsp_cli_make_number (HspSmsNumber *number,
                     const char   *missing)
{
  const HspNumberRow *row = hsp_sms_number_get_row (number);
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hsp_cli_add_text (builder, "order", row->order);
  hsp_cli_add_known (builder, "status", row->status);
  hsp_cli_add_text (builder, "state", hsp_cli_name_number_state (number));
  hsp_cli_add_known (builder, "phone", row->phone);
  hsp_cli_add_known (builder, "code", row->code);
  hsp_cli_add_known (builder, "text", row->text);
  hsp_cli_add_money (builder, "charge", row->charge);
  hsp_cli_add_known (builder, "currency", row->currency);
  hsp_cli_add_time (builder, "expires_at", row->expires);
  if (missing != NULL)
    hsp_cli_add_error (builder, "no-code", missing, NULL);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

void
hsp_cli_print_number (HspCli   *cli,
                      JsonNode *node)
{
  static const HspCliColumn columns[] = {
    { "order", N_("Order"), HSP_CLI_TEXT },
    { "state", N_("State"), HSP_CLI_STATE },
    { "phone", N_("Phone number"), HSP_CLI_TEXT },
    { "code", N_("Code"), HSP_CLI_TEXT },
    { "text", N_("Message"), HSP_CLI_TEXT },
    { "charge", N_("Charge"), HSP_CLI_MONEY },
    { "expires_at", N_("Expires"), HSP_CLI_TIME },
  };

  hsp_cli_print_record (&cli->out, node, columns, G_N_ELEMENTS (columns));
}
