/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>

#include "hsp-cli-rows.h"
#include "hsp-error.h"
#include "hsp-order-book.h"
#include "hsp-sms-desk.h"

/* --- journal --- */

static gboolean
is_wanted (HspCli     *cli,
           const char *state)
{
  const gboolean open = hsp_cli_has_option (cli, "open");
  const gboolean unconfirmed = hsp_cli_has_option (cli, "unconfirmed");

  if (!open && !unconfirmed)
    return TRUE;
  if (g_str_equal (state, "unconfirmed"))
    return TRUE;
  return open && (g_str_equal (state, "open") || g_str_equal (state, "waiting")
                  || g_str_equal (state, "sent"));
}

static void
add_order (HspCli      *cli,
           JsonBuilder *builder,
           HspOrder    *order)
{
  if (!is_wanted (cli, hsp_cli_name_state (order)))
    return;
  json_builder_begin_object (builder);
  hsp_cli_add_order_row (cli, builder, order);
  json_builder_end_object (builder);
}

static void
add_number (HspCli       *cli,
            JsonBuilder  *builder,
            HspSmsNumber *number)
{
  if (!is_wanted (cli, hsp_cli_name_number_state (number)))
    return;
  json_builder_begin_object (builder);
  hsp_cli_add_number_row (builder, number);
  json_builder_end_object (builder);
}

/* Orders and numbers together, newest first, as each of the two lists is. (transfer full) */
static JsonNode *
make_journal (HspCli *cli)
{
  GListModel *orders = G_LIST_MODEL (hsp_account_get_order_book (cli->account));
  GListModel *numbers = hsp_sms_desk_get_numbers (hsp_account_get_sms_desk (cli->account));
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  guint i = 0;
  guint j = 0;

  json_builder_begin_array (builder);
  for (;;)
    {
      g_autoptr(HspOrder) order = g_list_model_get_item (orders, i);
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, j);

      if (order == NULL && number == NULL)
        break;
      if (number == NULL || (order != NULL && hsp_order_get_row (order)->created
                                              > hsp_sms_number_get_row (number)->created))
        {
          add_order (cli, builder, order);
          i++;
        }
      else
        {
          add_number (cli, builder, number);
          j++;
        }
    }
  json_builder_end_array (builder);
  return json_builder_get_root (builder);
}

static const HspCliColumn row_columns[] = {
  { "journal", N_("Journal"), HSP_CLI_TEXT },
  { "created", N_("When"), HSP_CLI_TIME },
  { "kind", N_("Kind"), HSP_CLI_TEXT },
  { "state", N_("State"), HSP_CLI_STATE },
  { "order", N_("Order"), HSP_CLI_TEXT },
  { "service", N_("Service"), HSP_CLI_LONG_TEXT },
  { "quantity", N_("Quantity"), HSP_CLI_COUNT },
  { "estimate", N_("Estimate"), HSP_CLI_MONEY },
  { "charge", N_("Charge"), HSP_CLI_MONEY },
  { "link", N_("Link"), HSP_CLI_LONG_TEXT },
};

HspCliStatus
hsp_cli_journal (HspCli  *cli,
                 GError **error)
{
  g_autoptr(JsonNode) node = NULL;

  hsp_cli_choose_account (cli);
  if (!hsp_cli_open_journal (cli, error))
    return HSP_CLI_STORE;
  node = make_journal (cli);
  hsp_cli_print_table (&cli->out, node, json_node_get_array (node), row_columns,
                       G_N_ELEMENTS (row_columns));
  return HSP_CLI_DONE;
}

/* --- settle --- */

static gboolean
settle_as_placed (HspCli      *cli,
                  HspOrder    *order,
                  const char  *number,
                  GError     **error)
{
  HspOrderBook *book = hsp_account_get_order_book (cli->account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) failure = NULL;

  if (hsp_cli_has_option (cli, "force"))
    hsp_order_book_settle_anyway_async (book, order, number, cli->cancellable,
                                        hsp_cli_store_result_cb, &result);
  else
    hsp_order_book_settle_placed_async (book, order, number, cli->cancellable,
                                        hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Asking for the order"));
  if (hsp_order_book_settle_finish (book, result, &failure))
    return TRUE;
  if (g_error_matches (failure, HSP_ERROR, HSP_ERROR_MISMATCH))
    {
      g_autofree char *message = g_strdup_printf ("%s %s", failure->message,
                                                  _("Add --force to keep it all the same."));

      g_propagate_error (error, hsp_error_new (HSP_ERROR_MISMATCH, HSP_DELIVERY_NONE, NULL, message));
    }
  else
    g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

static gboolean
settle_as_not_placed (HspCli    *cli,
                      HspOrder  *order,
                      GError   **error)
{
  HspOrderBook *book = hsp_account_get_order_book (cli->account);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_settle_not_placed_async (book, order, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Writing the journal"));
  return hsp_order_book_settle_finish (book, result, error);
}

/* (transfer full) (nullable) */
static HspOrder *
find_order (HspCli  *cli,
            gint64   journal,
            GError **error)
{
  HspOrder *order = hsp_order_book_lookup (hsp_account_get_order_book (cli->account), journal);

  if (order == NULL)
    hsp_cli_set_usage_error (error, _("There is no purchase %d in the journal; see “journal”."),
                             (int) journal);
  return order != NULL ? g_object_ref (order) : NULL;
}

/* A purchase of numbers has several: with commas or spaces between them. */
static gboolean
check_numbers (const char  *text,
               GError     **error)
{
  g_auto(GStrv) words = NULL;
  guint n_numbers = 0;

  if (text == NULL)
    return TRUE;
  words = g_strsplit_set (text, " ,;", -1);
  for (guint i = 0; words[i] != NULL; i++)
    {
      if (*words[i] == '\0')
        continue;
      if (!hsp_cli_check_id ("--order", words[i], error))
        return FALSE;
      n_numbers++;
    }
  return n_numbers > 0 || hsp_cli_check_id ("--order", "", error);
}

/* Exactly one of the three, and --force with the first. */
static gboolean
check_settle (HspCli      *cli,
              const char  *number,
              GError     **error)
{
  const int n_ways = (number != NULL) + hsp_cli_has_option (cli, "not-placed")
                     + hsp_cli_has_option (cli, "undo");

  if (n_ways != 1)
    hsp_cli_set_usage_error (error, "%s", _("Say what became of it: either --order N, or --not-placed, or --undo."));
  else if (number == NULL && hsp_cli_has_option (cli, "force"))
    hsp_cli_set_usage_error (error, "%s", _("--force goes with --order."));
  else
    return check_numbers (number, error);
  return FALSE;
}

/* (transfer full) (nullable) */
static HspOrder *
undo (HspCli  *cli,
      gint64   journal,
      GError **error)
{
  HspOrderBook *book = hsp_account_get_order_book (cli->account);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_undo_async (book, journal, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Writing the journal"));
  return hsp_order_book_undo_finish (book, result, error);
}

/* (transfer full) (nullable): the purchase as it is after that */
static HspOrder *
settle (HspCli      *cli,
        gint64       journal,
        const char  *number,
        GError     **error)
{
  g_autoptr(HspOrder) order = find_order (cli, journal, error);

  if (order == NULL)
    return NULL;
  if (number == NULL)
    return settle_as_not_placed (cli, order, error) ? g_steal_pointer (&order) : NULL;
  /* an order has one number */
  if (hsp_order_get_row (order)->kind == HSP_PURCHASE_ORDER
      && !hsp_cli_check_id ("--order", number, error))
    return NULL;
  return settle_as_placed (cli, order, number, error) ? g_steal_pointer (&order) : NULL;
}

HspCliStatus
hsp_cli_settle (HspCli  *cli,
                GError **error)
{
  const char *number = hsp_cli_get_option (cli, "order");
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;
  gint64 journal;

  if (!hsp_cli_parse_number ("JOURNAL", hsp_cli_get_argument (cli, 0), 1, G_MAXINT64, &journal,
                             error)
      || !check_settle (cli, number, error))
    return HSP_CLI_USAGE;
  /* a number is looked up at the shop; the rest is the person's word alone */
  if (number == NULL)
    hsp_cli_choose_account (cli);
  else if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  if (!hsp_cli_open_journal (cli, error))
    return HSP_CLI_STORE;
  order = hsp_cli_has_option (cli, "undo") ? undo (cli, journal, error)
                                           : settle (cli, journal, number, error);
  if (order == NULL)
    return HSP_CLI_USAGE;

  json_builder_begin_object (builder);
  hsp_cli_add_order_row (cli, builder, order);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  hsp_cli_print_record (&cli->out, node, row_columns, G_N_ELEMENTS (row_columns));
  return HSP_CLI_DONE;
}
