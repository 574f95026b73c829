/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>

#include "hsp-cli-rows.h"
#include "hsp-cli-text.h"
#include "hsp-order-book.h"
#include "hsp-sms-desk.h"
#include "hsp-wallet.h"

/* --- orders --- */

static void
add_order (HspCli      *cli,
           JsonBuilder *builder,
           gpointer     item)
{
  HspOrder *order = item;
  const HspPurchaseRow *row = hsp_order_get_row (order);

  hsp_cli_add_order_row (cli, builder, order);
  hsp_cli_add_known (builder, "name", row->name);
  hsp_cli_add_known (builder, "category", row->category);
  hsp_cli_add_known (builder, "status", row->status);
  hsp_cli_add_count (builder, "start_count", row->start_count);
  hsp_cli_add_count (builder, "remains", row->remains);
  hsp_cli_add_known (builder, "note", row->note);
}

static const HspCliColumn order_columns[] = {
  { "journal" }, { "kind" }, { "state" }, { "order" }, { "service" }, { "name" }, { "category" },
  { "quantity" }, { "link" }, { "estimate" }, { "charge" }, { "currency" }, { "status" },
  { "start_count" }, { "remains" }, { "created" }, { "updated" }, { "reason" },
  { "service_kind" }, { "note" },
};

/* --- numbers --- */

static void
add_number (HspCli      *cli,
            JsonBuilder *builder,
            gpointer     item)
{
  HspSmsNumber *number = item;
  const HspNumberRow *row = hsp_sms_number_get_row (number);

  hsp_cli_add_text (builder, "order", row->order);
  hsp_cli_add_id (builder, "journal", row->purchase);
  hsp_cli_add_known (builder, "project", row->project);
  hsp_cli_add_known (builder, "name", row->project_name);
  hsp_cli_add_known (builder, "country", row->country);
  hsp_cli_add_known (builder, "phone", row->phone);
  hsp_cli_add_known (builder, "status", row->status);
  hsp_cli_add_text (builder, "state", hsp_cli_name_number_state (number));
  hsp_cli_add_known (builder, "code", row->code);
  hsp_cli_add_known (builder, "text", row->text);
  hsp_cli_add_money (builder, "charge", row->charge);
  hsp_cli_add_known (builder, "currency", row->currency);
  hsp_cli_add_time (builder, "created", row->created);
  hsp_cli_add_time (builder, "expires_at", row->expires);
  hsp_cli_add_time (builder, "code_at", row->code_at);
}

static const HspCliColumn number_columns[] = {
  { "order" }, { "journal" }, { "project" }, { "name" }, { "country" }, { "phone" }, { "status" },
  { "state" }, { "code" }, { "text" }, { "charge" }, { "currency" }, { "created" },
  { "expires_at" }, { "code_at" },
};

/* --- the statement --- */

static const char *
name_entry (HspEntryKind kind)
{
  switch (kind)
    {
    case HSP_ENTRY_ORDER:
      return "order";
    case HSP_ENTRY_SMS:
      return "sms";
    case HSP_ENTRY_REFUND:
      return "refund";
    case HSP_ENTRY_ADDED:
      return "added";
    }
  return NULL;
}

static void
add_entry (HspCli      *cli,
           JsonBuilder *builder,
           gpointer     item)
{
  HspStatementEntry *entry = item;
  const gint64 quantity = hsp_statement_entry_get_quantity (entry);

  hsp_cli_add_time (builder, "time", hsp_statement_entry_get_time (entry));
  hsp_cli_add_text (builder, "kind", name_entry (hsp_statement_entry_get_kind (entry)));
  hsp_cli_add_known (builder, "name", hsp_statement_entry_get_name (entry));
  hsp_cli_add_known (builder, "order", hsp_statement_entry_get_order (entry));
  hsp_cli_add_id (builder, "journal", hsp_statement_entry_get_journal_id (entry));
  hsp_cli_add_count (builder, "quantity", quantity > 0 ? quantity : HSP_UNKNOWN);
  hsp_cli_add_money (builder, "amount", hsp_statement_entry_get_amount (entry));
  hsp_cli_add_money (builder, "balance", hsp_statement_entry_get_balance_after (entry));
}

static const HspCliColumn entry_columns[] = {
  { "time" }, { "kind" }, { "name" }, { "order" }, { "journal" }, { "quantity" }, { "amount" },
  { "balance" },
};

/* --- export --- */

typedef struct
{
  const char         *name;
  void              (*add) (HspCli *cli, JsonBuilder *builder, gpointer item);
  const HspCliColumn *columns;
  guint               n_columns;
} Export;

static const Export exports[] = {
  { "orders", add_order, order_columns, G_N_ELEMENTS (order_columns) },
  { "sms", add_number, number_columns, G_N_ELEMENTS (number_columns) },
  { "statement", add_entry, entry_columns, G_N_ELEMENTS (entry_columns) },
};

/* (transfer none): what @name names */
static GListModel *
get_items (HspCli     *cli,
           const char *name)
{
  if (g_str_equal (name, "orders"))
    return G_LIST_MODEL (hsp_account_get_order_book (cli->account));
  if (g_str_equal (name, "sms"))
    return hsp_sms_desk_get_numbers (hsp_account_get_sms_desk (cli->account));
  /* it is worked out when the program is idle */
  while (g_main_context_iteration (NULL, FALSE))
    ;
  return hsp_wallet_get_statement (hsp_account_get_wallet (cli->account));
}

/* (transfer full) */
static JsonNode *
make_rows (HspCli       *cli,
           GListModel   *items,
           const Export *what)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_array (builder);
  for (guint i = 0; i < g_list_model_get_n_items (items); i++)
    {
      g_autoptr(GObject) item = g_list_model_get_item (items, i);

      json_builder_begin_object (builder);
      what->add (cli, builder, item);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  return json_builder_get_root (builder);
}

static const Export *
find_export (const char  *name,
             GError     **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (exports); i++)
    {
      if (g_str_equal (exports[i].name, name))
        return &exports[i];
    }
  hsp_cli_set_usage_error (error, _("“%s” cannot be exported: orders, sms, statement and history can."), name);
  return NULL;
}

/* Without --format it is CSV, or JSON where that was asked for. */
static gboolean
read_format (HspCli    *cli,
             gboolean  *csv,
             GError   **error)
{
  const char *format = hsp_cli_get_option (cli, "format");

  *csv = format != NULL ? g_str_equal (format, "csv") : !cli->out.json;
  if (format != NULL && !*csv && !g_str_equal (format, "json"))
    hsp_cli_set_usage_error (error, "%s", _("--format is csv or json."));
  else if (*csv && cli->out.json)
    hsp_cli_set_usage_error (error, "%s", _("--json and --format csv exclude each other."));
  else
    return TRUE;
  return FALSE;
}

/* The whole journal as one document: it is JSON whatever was asked for otherwise. */
static HspCliStatus
export_history (HspCli  *cli,
                GError **error)
{
  const char *format = hsp_cli_get_option (cli, "format");
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) document = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (format != NULL && !g_str_equal (format, "json"))
    {
      hsp_cli_set_usage_error (error, "%s", _("The history is written as JSON only."));
      return HSP_CLI_USAGE;
    }
  hsp_cli_choose_account (cli);
  hsp_account_set_unread (cli->account, TRUE);
  if (!hsp_cli_open_journal (cli, error))
    return HSP_CLI_STORE;
  hsp_account_export_async (cli->account, NULL, cli->cancellable, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Reading the journal"));
  document = hsp_account_export_finish (cli->account, result, error);
  if (document == NULL)
    return HSP_CLI_STORE;
  text = g_strndup (g_bytes_get_data (document, NULL), g_bytes_get_size (document));
  escaped = hsp_cli_escape_json (text);
  hsp_cli_print_text (&cli->out, escaped);
  cli->out.printed = TRUE;
  return HSP_CLI_DONE;
}

HspCliStatus
hsp_cli_export (HspCli  *cli,
                GError **error)
{
  const char *name = hsp_cli_get_argument (cli, 0);
  const Export *what;
  g_autoptr(JsonNode) node = NULL;
  gboolean csv;

  if (g_str_equal (name, "history"))
    return export_history (cli, error);
  what = find_export (name, error);
  if (what == NULL || !read_format (cli, &csv, error))
    return HSP_CLI_USAGE;
  hsp_cli_choose_account (cli);
  if (!hsp_cli_open_journal (cli, error))
    return HSP_CLI_STORE;

  node = make_rows (cli, get_items (cli, what->name), what);
  if (csv)
    hsp_cli_print_csv (&cli->out, json_node_get_array (node), what->columns, what->n_columns);
  else
    hsp_cli_print_json (&cli->out, node);
  return HSP_CLI_DONE;
}

/* --- import --- */

HspCliStatus
hsp_cli_import (HspCli  *cli,
                GError **error)
{
  static const HspCliColumn columns[] = {
    { "purchases", N_("Purchases added"), HSP_CLI_COUNT },
    { "purchases_updated", N_("Purchases brought up to date"), HSP_CLI_COUNT },
    { "purchases_known", N_("Purchases known already"), HSP_CLI_COUNT },
    { "numbers", N_("Numbers added"), HSP_CLI_COUNT },
    { "numbers_known", N_("Numbers known already"), HSP_CLI_COUNT },
    { "balances", N_("Readings of the balance added"), HSP_CLI_COUNT },
    { "balances_known", N_("Readings known already"), HSP_CLI_COUNT },
  };
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  HspJournalImport counts;

  hsp_cli_choose_account (cli);
  hsp_account_set_unread (cli->account, TRUE);
  if (!hsp_cli_open_journal (cli, error))
    return HSP_CLI_STORE;
  hsp_account_import_async (cli->account, hsp_cli_get_argument (cli, 0), cli->cancellable,
                            hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Writing the journal"));
  if (!hsp_account_import_finish (cli->account, result, &counts, error))
    return HSP_CLI_STORE;

  json_builder_begin_object (builder);
  hsp_cli_add_count (builder, "purchases", counts.n_purchases);
  hsp_cli_add_count (builder, "purchases_updated", counts.n_purchases_updated);
  hsp_cli_add_count (builder, "purchases_known", counts.n_purchases_known);
  hsp_cli_add_count (builder, "numbers", counts.n_numbers);
  hsp_cli_add_count (builder, "numbers_known", counts.n_numbers_known);
  hsp_cli_add_count (builder, "balances", counts.n_balances);
  hsp_cli_add_count (builder, "balances_known", counts.n_balances_known);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_record (&cli->out, node, columns, G_N_ELEMENTS (columns));
  return HSP_CLI_DONE;
}
