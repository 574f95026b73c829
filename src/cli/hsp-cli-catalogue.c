/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>

#include "hsp-catalogue.h"
#include "hsp-inquiry.h"
#include "hsp-wallet.h"

HspCliStatus
hsp_cli_categories (HspCli  *cli,
                    GError **error)
{
  static const HspCliColumn columns[] = {
    { "category", N_("Category"), HSP_CLI_TEXT },
    { "subcategories", N_("Subcategories"), HSP_CLI_LIST },
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspRows) rows = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_inquiry_categories_async (cli->account, cli->cancellable, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Reading the categories"));
  rows = hsp_inquiry_categories_finish (cli->account, result, error);
  if (rows == NULL)
    return HSP_CLI_UNREADABLE;

  json_builder_begin_array (builder);
  for (guint i = 0; i < rows->rows->len; i++)
    {
      const HspCategoryValue *value = rows->rows->pdata[i];

      json_builder_begin_object (builder);
      hsp_cli_add_text (builder, "category", value->name);
      json_builder_set_member_name (builder, "subcategories");
      json_builder_begin_array (builder);
      for (guint j = 0; value->subcategories[j] != NULL; j++)
        json_builder_add_string_value (builder, value->subcategories[j]);
      json_builder_end_array (builder);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_table (&cli->out, node, json_node_get_array (node), columns,
                       G_N_ELEMENTS (columns));
  return HSP_CLI_DONE;
}

static const char *
name_kind (HspKind kind)
{
  switch (kind)
    {
    case HSP_KIND_SMM:
      return "smm";
    case HSP_KIND_PRODUCT:
      return "product";
    case HSP_KIND_UNKNOWN:
      break;
    }
  return NULL;
}

static void
add_service (JsonBuilder           *builder,
             const HspServiceValue *value)
{
  json_builder_begin_object (builder);
  hsp_cli_add_text (builder, "service", value->id);
  hsp_cli_add_text (builder, "name", value->name);
  hsp_cli_add_known (builder, "type", value->type);
  hsp_cli_add_known (builder, "category", value->category);
  hsp_cli_add_known (builder, "subcategory", value->subcategory);
  hsp_cli_add_money (builder, "rate", value->rate);
  hsp_cli_add_count (builder, "min", value->min);
  hsp_cli_add_count (builder, "max", value->max);
  hsp_cli_add_flag (builder, "refill", value->refill);
  hsp_cli_add_flag (builder, "cancel", value->cancel);
  hsp_cli_add_count (builder, "stock", value->stock);
  hsp_cli_add_text (builder, "kind", name_kind (value->kind));
  json_builder_end_object (builder);
}

/* (transfer full) */
static JsonNode *
make_page (const HspServicesPage *page)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "services");
  json_builder_begin_array (builder);
  for (guint i = 0; i < page->services->len; i++)
    add_service (builder, page->services->pdata[i]);
  json_builder_end_array (builder);
  hsp_cli_add_count (builder, "total", page->total);
  hsp_cli_add_count (builder, "page", page->page);
  hsp_cli_add_count (builder, "limit", page->limit);
  hsp_cli_add_count (builder, "total_pages", page->total_pages);
  hsp_cli_add_count (builder, "skipped", page->n_skipped);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

static void
say_page (HspCli                *cli,
          const HspServicesPage *page)
{
  if (page->n_skipped > 0)
    hsp_cli_say (&cli->out, ngettext ("%u service could not be read and is left out.",
                                      "%u services could not be read and are left out.",
                                      page->n_skipped), page->n_skipped);
  if (!cli->out.terminal || page->total_pages <= 1)
    return;
  if (page->total == HSP_UNKNOWN)
    hsp_cli_say (&cli->out, _("Page %d of %d."), (int) page->page, (int) page->total_pages);
  else
    hsp_cli_say (&cli->out, ngettext ("Page %d of %d, %d service in all.",
                                      "Page %d of %d, %d services in all.",
                                      (gulong) page->total), (int) page->page,
                 (int) page->total_pages, (int) page->total);
}

static gboolean
read_wish (HspCli           *cli,
           HspServicesWish  *wish,
           GError          **error)
{
  if (!hsp_cli_get_number (cli, "page", 1, G_MAXINT32, 1, &wish->page, error)
      || !hsp_cli_get_number (cli, "limit", 0, G_MAXINT32, 0, &wish->limit, error))
    return FALSE;
  if (hsp_cli_has_option (cli, "page") && wish->limit == 0)
    {
      hsp_cli_set_usage_error (error, "%s", _("A page needs --limit: so many services a page."));
      return FALSE;
    }
  wish->category = hsp_cli_get_option (cli, "category");
  wish->subcategory = hsp_cli_get_option (cli, "subcategory");
  wish->words = hsp_cli_get_option (cli, "search");
  wish->in_stock = hsp_cli_has_option (cli, "in-stock");
  return TRUE;
}

/* Of the columns of services */
#define RATE_COLUMN 3

/* What the rates of a page are the prices of, as the charges in the journal have shown; a page of both
 * kinds may have two units. (transfer none): the heading of their column, not yet translated */
static const char *
name_rates (HspCli                *cli,
            const HspServicesPage *page)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (cli->account);
  HspRateUnit unit = HSP_RATE_UNKNOWN;

  hsp_cli_try_journal (cli);
  hsp_catalogue_open (catalogue);
  for (guint i = 0; i < page->services->len; i++)
    {
      const HspServiceValue *value = page->services->pdata[i];
      const HspRateUnit its = hsp_catalogue_get_rate_unit (catalogue, value->kind);

      if (i > 0 && its != unit)
        return N_("Rate");
      unit = its;
    }
  switch (unit)
    {
    case HSP_RATE_PER_1000:
      return N_("Per 1,000");
    case HSP_RATE_EACH:
      return N_("Each");
    case HSP_RATE_UNKNOWN:
      break;
    }
  return N_("≈ Per 1,000");
}

HspCliStatus
hsp_cli_services (HspCli  *cli,
                  GError **error)
{
  HspCliColumn columns[] = {
    { "service", N_("Service"), HSP_CLI_TEXT },
    { "name", N_("Name"), HSP_CLI_LONG_TEXT },
    { "category", N_("Category"), HSP_CLI_LONG_TEXT },
    { "rate", NULL, HSP_CLI_MONEY },
    { "min", N_("Min"), HSP_CLI_COUNT },
    { "max", N_("Max"), HSP_CLI_COUNT },
    { "stock", N_("Stock"), HSP_CLI_COUNT },
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(HspServicesPage) page = NULL;
  g_autoptr(JsonNode) node = NULL;
  HspServicesWish wish = { 0 };

  if (!read_wish (cli, &wish, error))
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_inquiry_services_async (cli->account, &wish, cli->cancellable, hsp_cli_store_result_cb,
                              &result);
  hsp_cli_wait (cli, &result, _("Reading the services"));
  page = hsp_inquiry_services_finish (cli->account, result, error);
  if (page == NULL)
    return HSP_CLI_UNREADABLE;

  columns[RATE_COLUMN].title = cli->out.json ? "" : name_rates (cli, page);
  node = make_page (page);
  hsp_cli_print_table (&cli->out, node,
                       json_object_get_array_member (json_node_get_object (node), "services"),
                       columns, G_N_ELEMENTS (columns));
  say_page (cli, page);
  return HSP_CLI_DONE;
}

HspCliStatus
hsp_cli_inventory (HspCli  *cli,
                   GError **error)
{
  static const HspCliColumn columns[] = {
    { "service", N_("Service"), HSP_CLI_TEXT },
    { "stock", N_("Stock"), HSP_CLI_COUNT },
    { "available", N_("Available"), HSP_CLI_FLAG },
  };
  const char *service = hsp_cli_get_argument (cli, 0);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree HspInventory *inventory = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  if (!hsp_cli_check_id ("SERVICE", service, error))
    return HSP_CLI_USAGE;
  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_inquiry_inventory_async (cli->account, service, cli->cancellable, hsp_cli_store_result_cb,
                               &result);
  hsp_cli_wait (cli, &result, _("Reading the stock"));
  inventory = hsp_inquiry_inventory_finish (cli->account, result, error);
  if (inventory == NULL)
    return HSP_CLI_UNREADABLE;

  json_builder_begin_object (builder);
  hsp_cli_add_text (builder, "service", service);
  hsp_cli_add_count (builder, "stock", inventory->stock);
  hsp_cli_add_flag (builder, "available", inventory->available);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_record (&cli->out, node, columns, G_N_ELEMENTS (columns));
  return HSP_CLI_DONE;
}

HspCliStatus
hsp_cli_balance (HspCli  *cli,
                 GError **error)
{
  static const HspCliColumn columns[] = {
    { "balance", N_("Balance"), HSP_CLI_MONEY },
    { "currency", N_("Currency"), HSP_CLI_TEXT },
  };
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  HspWallet *wallet;

  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  /* so that the wallet's history has this reading too */
  hsp_cli_try_journal (cli);
  hsp_cli_wait_for_balance (cli);
  wallet = hsp_account_get_wallet (cli->account);
  if (g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    return HSP_CLI_NOT_SENT;
  if (hsp_wallet_get_error (wallet) != NULL)
    {
      g_propagate_error (error, g_error_copy (hsp_wallet_get_error (wallet)));
      return HSP_CLI_UNREADABLE;
    }

  json_builder_begin_object (builder);
  hsp_cli_add_money (builder, "balance", hsp_wallet_get_balance (wallet));
  hsp_cli_add_known (builder, "currency", hsp_wallet_get_currency (wallet));
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_record (&cli->out, node, columns, G_N_ELEMENTS (columns));
  return HSP_CLI_DONE;
}
