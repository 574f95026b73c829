/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>

#include "hsp-cli-text.h"

#define INDENT 2
#define GAP    2

static const struct
{
  int         status;
  const char *meaning;
} statuses[] = {
  { HSP_CLI_DONE, N_("Done") },
  { HSP_CLI_USAGE, N_("The words were not understood, or something was missing") },
  { HSP_CLI_REJECTED, N_("The shop said no, or no code has come") },
  { HSP_CLI_NOT_SENT, N_("The shop was not reached; nothing was bought") },
  { HSP_CLI_UNCONFIRMED, N_("Nobody knows whether the purchase was placed: do not repeat it, see “settle”") },
  { HSP_CLI_NO_KEY, N_("There is no key, or the keyring is not available") },
  { HSP_CLI_UNREADABLE, N_("The shop’s answer cannot be read") },
  { HSP_CLI_STORE, N_("Something cannot be read or written on this computer") },
};

static void
add_line (GString    *text,
          const char *left,
          guint       width,
          const char *right)
{
  const guint used = hsp_cli_width (left);

  g_string_append_printf (text, "%*s%s%*s%s\n", INDENT, "", left,
                          (int) (width > used ? width - used : 0) + GAP, "", right);
}

/* "--limit M". (transfer full) */
static char *
get_option_usage (const HspCliOption *option)
{
  return g_strconcat ("--", option->name, option->value != NULL ? " " : NULL, option->value, NULL);
}

static guint
measure_options (const HspCliOption *options,
                 guint               n_most)
{
  guint width = 0;

  for (guint i = 0; i < n_most && options[i].name != NULL; i++)
    {
      g_autofree char *usage = get_option_usage (&options[i]);

      width = MAX (width, hsp_cli_width (usage));
    }
  return width;
}

static void
add_options (GString            *text,
             const HspCliOption *options,
             guint               n_most,
             guint               width)
{
  for (guint i = 0; i < n_most && options[i].name != NULL; i++)
    {
      g_autofree char *usage = get_option_usage (&options[i]);

      add_line (text, usage, width, _(options[i].help));
    }
}

static void
add_heading (GString    *text,
             const char *heading)
{
  g_string_append_printf (text, "\n%s\n", heading);
}

/* (transfer full) */
static char *
get_command_usage (const HspCliCommand *command)
{
  return g_strconcat (command->name, command->arguments != NULL ? " " : NULL, command->arguments,
                      NULL);
}

static char *
make_overview (void)
{
  GString *text = g_string_new (NULL);
  guint n_commands;
  const HspCliCommand *commands = hsp_cli_get_commands (&n_commands);
  guint width = 0;

  g_string_append_printf (text, "%s %s\n\n%s\n", _("Usage:"),
                          HSP_CLI_PROGRAM " [--json] [--endpoint URL] [--data-dir DIR] COMMAND …",
                          _("HstockPlus on the command line: the catalogue, orders, SMS numbers and your balance."));

  add_heading (text, _("Commands:"));
  for (guint i = 0; i < n_commands; i++)
    {
      g_autofree char *usage = get_command_usage (&commands[i]);

      width = MAX (width, hsp_cli_width (usage));
    }
  for (guint i = 0; i < n_commands; i++)
    {
      g_autofree char *usage = get_command_usage (&commands[i]);

      add_line (text, usage, width, _(commands[i].help));
    }

  add_heading (text, _("Options:"));
  width = measure_options (hsp_cli_common_options, G_MAXUINT);
  add_options (text, hsp_cli_common_options, G_MAXUINT, width);

  add_heading (text, _("The key:"));
  g_string_append_printf (text, "  %s\n", _("Store it once with “key set”, or put it into HSTOCKPLUS_KEY for one run. "
                                            "It is never an argument."));

  add_heading (text, _("Exit status:"));
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    {
      g_autofree char *number = g_strdup_printf ("%d", statuses[i].status);

      add_line (text, number, 1, _(statuses[i].meaning));
    }

  add_heading (text, _("First steps:"));
  g_string_append (text, "  " HSP_CLI_PROGRAM " key set\n"
                         "  " HSP_CLI_PROGRAM " services --search \"followers\" --in-stock\n");
  g_string_append_printf (text, "  %s COMMAND --help   %s\n", HSP_CLI_PROGRAM,
                          _("all about one command, with examples"));
  return g_string_free (text, FALSE);
}

static char *
make_command_help (const HspCliCommand *command)
{
  GString *text = g_string_new (NULL);
  g_autofree char *usage = get_command_usage (command);
  const gboolean has_options = command->options[0].name != NULL;
  guint width = MAX (measure_options (command->options, HSP_CLI_MAX_OPTIONS),
                     measure_options (hsp_cli_common_options, G_MAXUINT));

  g_string_append_printf (text, "%s %s %s%s\n\n%s.\n", _("Usage:"), HSP_CLI_PROGRAM, usage,
                          has_options ? " [--…]" : "", _(command->help));
  if (command->more != NULL)
    g_string_append_printf (text, "%s\n", _(command->more));

  add_heading (text, _("Options:"));
  add_options (text, command->options, HSP_CLI_MAX_OPTIONS, width);
  add_options (text, hsp_cli_common_options, G_MAXUINT, width);

  add_heading (text, _("With --json:"));
  g_string_append_printf (text, "  %s\n", command->json);

  add_heading (text, _("Examples:"));
  for (guint i = 0; i < HSP_CLI_MAX_EXAMPLES && command->examples[i].line != NULL; i++)
    g_string_append_printf (text, "  %s %s\n      %s\n", HSP_CLI_PROGRAM, command->examples[i].line,
                            _(command->examples[i].meaning));
  return g_string_free (text, FALSE);
}

/* @command: (nullable): %NULL for all of them. (transfer full) */
char *
hsp_cli_make_help (const HspCliCommand *command)
{
  return command != NULL ? make_command_help (command) : make_overview ();
}
