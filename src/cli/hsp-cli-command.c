/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>
#include <string.h>

#define NUMBER_JSON "{\"order\",\"status\",\"state\",\"phone\",\"code\",\"text\",\"charge\",\"currency\",\"expires_at\"}"
#define ROW_JSON "{\"journal\",\"kind\",\"state\",\"order\",\"service\",\"quantity\",\"link\",\"estimate\"," \
                 "\"charge\",\"currency\",\"created\",\"updated\",\"reason\",\"service_kind\"}"
#define SERVICE_JSON "{\"service\",\"name\",\"type\",\"category\",\"subcategory\",\"rate\",\"min\",\"max\"," \
                     "\"refill\",\"cancel\",\"stock\",\"kind\"}"

#define YES { "yes", NULL, N_("Buy without asking; needed where nobody can be asked") }
#define MAX_TOTAL { "max-total", "AMOUNT", N_("Send nothing if it would cost more than this now") }
#define AGAIN { "again", NULL, N_("Buy although the same purchase is open or unconfirmed") }

const HspCliOption hsp_cli_common_options[] = {
  { "json", NULL, N_("Answer with one JSON document") },
  { "endpoint", "URL", N_("Use another endpoint of the API for this run") },
  { "data-dir", "DIR", N_("Keep orders, numbers and the catalogue in this folder") },
  { "help", NULL, N_("Show help and end") },
  { "version", NULL, N_("Print the version and end") },
  { NULL }
};

static const HspCliCommand commands[] = {
  {
    .name = "categories", .run = hsp_cli_categories,
    .help = N_("List the categories and their subcategories"),
    .json = "[{\"category\",\"subcategories\":[…]}]",
    .examples = { { "categories", N_("What the shop sells") } },
  },
  {
    .name = "services", .run = hsp_cli_services,
    .help = N_("List services with price, limits and stock"),
    .more = N_("Prices are for 1,000. Searching ignores case and accents, and every word must be in the name or in "
               "the category."),
    .json = "{\"services\":[" SERVICE_JSON "],\"total\",\"page\",\"limit\",\"total_pages\",\"skipped\"}",
    .options = {
      { "category", "C", N_("Only this category, by its English name") },
      { "subcategory", "S", N_("Only this subcategory, by its English name") },
      { "page", "N", N_("This page, from 1; with --limit") },
      { "limit", "M", N_("So many services a page") },
      { "search", "TEXT", N_("Only services with these words, best match first") },
      { "in-stock", NULL, N_("Only what can be bought now") },
    },
    .examples = {
      { "services --category Instagram --limit 20", N_("The first 20 of a category") },
      { "services --search \"followers viet\" --in-stock", N_("Look for words") },
    },
  },
  {
    .name = "inventory", .arguments = "SERVICE", .n_least = 1, .n_most = 1, .run = hsp_cli_inventory,
    .help = N_("Tell how much of a service is in stock"),
    .json = "{\"service\",\"stock\",\"available\"}",
    .examples = { { "inventory 1024", N_("The stock of service 1024") } },
  },
  {
    .name = "order", .arguments = "SERVICE QUANTITY", .n_least = 2, .n_most = 2, .run = hsp_cli_order,
    .help = N_("Place an order; spends money"),
    .more = N_("Price and stock are read again first. The order is written to the journal before it is sent, and sent "
               "once. If its answer is lost (exit status 5), do not send it again: see “journal” and “settle”. Where "
               "the preferences ask again above an amount, --yes alone is refused above it: add --max-total."),
    .json = "{\"outcome\":\"placed\",\"order\",\"journal\",\"estimate\",\"currency\"}",
    .options = {
      { "link", "L", N_("Where to; products may be ordered without") },
      MAX_TOTAL,
      YES,
      AGAIN,
    },
    .examples = {
      { "order 1024 2500 --link https://instagram.com/me", N_("Ask, then order 2,500") },
      { "order 1024 2500 --link https://instagram.com/me --max-total 3 --yes", N_("In a script, for at most 3") },
    },
  },
  {
    .name = "status", .arguments = "ORDER", .n_least = 1, .n_most = 1, .run = hsp_cli_status,
    .help = N_("Tell how far an order is"),
    .json = "{\"order\",\"status\",\"state\",\"charge\",\"currency\",\"start_count\",\"remains\"}",
    .examples = { { "status 23501", N_("Ask the shop now") } },
  },
  {
    .name = "balance", .run = hsp_cli_balance,
    .help = N_("Tell the balance of the account"),
    .json = "{\"balance\",\"currency\"}",
    .examples = { { "balance --json", N_("For a script") } },
  },
  {
    .name = "sms countries", .run = hsp_cli_sms_countries,
    .help = N_("List the countries that have numbers"),
    .json = "[{\"country\",\"name\",\"dial_code\"}]",
    .examples = { { "sms countries", N_("All of them") } },
  },
  {
    .name = "sms projects", .run = hsp_cli_sms_projects,
    .help = N_("List what numbers can be rented for, with prices"),
    .json = "[{\"project\",\"name\",\"price\",\"country\",\"country_name\"}]",
    .options = { { "country", "CC", N_("Only this country, as a code of two letters") } },
    .examples = { { "sms projects --country us", N_("What there is in the United States") } },
  },
  {
    .name = "sms get", .arguments = "PROJECT", .n_least = 1, .n_most = 1, .run = hsp_cli_sms_get,
    .help = N_("Rent numbers; spends money"),
    .more = N_("The price is read again first. The purchase is written to the journal before it is sent, and sent "
               "once. If its answer is lost (exit status 5), do not send it again: see “journal” and “settle”. Where "
               "the preferences ask again above an amount, --yes alone is refused above it: add --max-total."),
    .json = "{\"outcome\",\"journal\",\"numbers\":[{\"order\",\"phone\",\"country\",\"status\"}]}",
    .options = {
      { "quantity", "N", N_("How many numbers, 1 to 10") },
      { "country", "CC", N_("Country, as a code of two letters") },
      { "phone", "P", N_("A number to use again") },
      MAX_TOTAL,
      YES,
      AGAIN,
    },
    .examples = { { "sms get 65f1c0 --country us --yes", N_("One number, without asking") } },
  },
  {
    .name = "sms code", .arguments = "ORDER", .n_least = 1, .n_most = 1, .run = hsp_cli_sms_code,
    .help = N_("Tell the code that a number has received"),
    .json = NUMBER_JSON,
    .examples = { { "sms code 12345", N_("Ask the shop now") } },
  },
  {
    .name = "sms status", .arguments = "ORDER", .n_least = 1, .n_most = 1, .run = hsp_cli_sms_status,
    .help = N_("Tell all about a rented number"),
    .json = NUMBER_JSON,
    .examples = { { "sms status 12345", N_("Number, code, charge and expiry") } },
  },
  {
    .name = "sms wait", .arguments = "ORDER", .n_least = 1, .n_most = 1, .run = hsp_cli_sms_wait,
    .help = N_("Wait for the code of a number"),
    .more = N_("Ends when the code is there; with exit status 3 when none has come in time."),
    .json = NUMBER_JSON,
    .options = { { "timeout", "S", N_("Wait for so many seconds at most") } },
    .examples = { { "sms wait 12345 --timeout 300", N_("Five minutes at most") } },
  },
  {
    .name = "journal", .run = hsp_cli_journal,
    .help = N_("List what was bought, as this computer wrote it down"),
    .json = "[" ROW_JSON "]",
    .options = {
      { "open", NULL, N_("Only what is not finished") },
      { "unconfirmed", NULL, N_("Only purchases of which nobody knows whether they were placed") },
    },
    .examples = { { "journal --unconfirmed", N_("What has to be settled") } },
  },
  {
    .name = "settle", .arguments = "JOURNAL", .n_least = 1, .n_most = 1, .run = hsp_cli_settle,
    .help = N_("Say what became of an unconfirmed purchase"),
    .more = N_("Look into the order history on the shop’s website first. The shop is asked for the number, and charge "
               "and quantity are compared. Of a purchase of several numbers give all of them, with commas between."),
    .json = ROW_JSON,
    .options = {
      { "order", "N", N_("It was placed: its order number at the shop") },
      { "force", NULL, N_("Keep that number although charge or quantity do not fit") },
      { "not-placed", NULL, N_("It was not placed") },
      { "undo", NULL, N_("Take back what was said: it is unconfirmed again") },
    },
    .examples = {
      { "settle 7 --order 23501", N_("It was placed as 23501") },
      { "settle 7 --not-placed", N_("The shop has no such order") },
      { "settle 7 --undo", N_("That was a mistake") },
    },
  },
  {
    .name = "call", .arguments = "ACTION [NAME=VALUE…]", .n_least = 1, .n_most = 64, .run = hsp_cli_call,
    .help = N_("Send any action of the API"),
    .more = N_("The answer is printed as it came. Actions that spend money go through the journal and answer as "
               "“order” and “sms get” do. One that the program does not know needs a yes too."),
    .json = "…",
    .options = { MAX_TOTAL, YES, AGAIN },
    .examples = {
      { "call services page=1 limit=5", N_("An action with parameters") },
      { "call status order=23501", N_("The answer with everything in it") },
    },
  },
  {
    .name = "key set", .run = hsp_cli_key_set,
    .help = N_("Store the API key, read from standard input"),
    .more = N_("The key is checked with the shop, then stored in your keyring, where the window finds it too."),
    .json = "{\"ok\"}",
    .examples = { { "key set < key.txt", N_("From a file; without one it asks") } },
  },
  {
    .name = "key check", .run = hsp_cli_key_check,
    .help = N_("Tell whether the shop accepts the key"),
    .json = "{\"ok\"}",
    .examples = { { "key check", N_("Asks the shop for the balance") } },
  },
  {
    .name = "key forget", .run = hsp_cli_key_forget,
    .help = N_("Take the key out of the keyring"),
    .more = N_("Orders and numbers stay on this computer."),
    .json = "{\"ok\"}",
    .examples = { { "key forget", N_("The window forgets it too") } },
  },
  {
    .name = "export", .arguments = "orders|sms|statement|history", .n_least = 1, .n_most = 1,
    .run = hsp_cli_export,
    .help = N_("Write out orders, numbers, the statement or everything"),
    .more = N_("The history is everything this computer wrote down, codes and numbers too, as JSON: “import” takes it "
               "on another one."),
    .json = "[…]",
    .options = { { "format", "csv|json", N_("How to write it") } },
    .examples = {
      { "export orders --format csv > orders.csv", N_("For a spreadsheet") },
      { "export statement --format json", N_("For a program") },
      { "export history --format json > history.json", N_("To change machines") },
    },
  },
  {
    .name = "import", .arguments = "FILE", .n_least = 1, .n_most = 1, .run = hsp_cli_import,
    .help = N_("Add the history that another computer wrote out"),
    .more = N_("All of it or nothing; what is in the journal already stays once."),
    .json = "{\"purchases\",\"purchases_updated\",\"purchases_known\",\"numbers\",\"numbers_known\",\"balances\","
            "\"balances_known\"}",
    .examples = { { "import history.json", N_("What “export history” wrote") } },
  },
};

/* (transfer none) */
const HspCliCommand *
hsp_cli_get_commands (guint *n_commands)
{
  *n_commands = G_N_ELEMENTS (commands);
  return commands;
}

/* Whether @name is @first, or "@first @second". */
static gboolean
is_named (const char *name,
          const char *first,
          const char *second)
{
  const gsize length = strlen (first);

  if (second == NULL)
    return g_str_equal (name, first);
  return strncmp (name, first, length) == 0 && name[length] == ' '
         && g_str_equal (name + length + 1, second);
}

/* @second: (nullable). (transfer none) (nullable) */
const HspCliCommand *
hsp_cli_find_command (const char *first,
                      const char *second)
{
  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (is_named (commands[i].name, first, second))
        return &commands[i];
    }
  return NULL;
}

/* Whether @word begins commands of two words. */
gboolean
hsp_cli_is_group (const char *word)
{
  const gsize length = strlen (word);

  for (guint i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (length > 0 && strncmp (commands[i].name, word, length) == 0
          && commands[i].name[length] == ' ')
        return TRUE;
    }
  return FALSE;
}

/* @command: (nullable): %NULL for those of every command. (transfer none) (nullable) */
const HspCliOption *
hsp_cli_find_option (const HspCliCommand *command,
                     const char          *name)
{
  for (guint i = 0; hsp_cli_common_options[i].name != NULL; i++)
    {
      if (g_str_equal (hsp_cli_common_options[i].name, name))
        return &hsp_cli_common_options[i];
    }
  for (guint i = 0; command != NULL && i < HSP_CLI_MAX_OPTIONS && command->options[i].name != NULL; i++)
    {
      if (g_str_equal (command->options[i].name, name))
        return &command->options[i];
    }
  return NULL;
}
