/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hsp-error.h"

/* Where reading has come to. */
typedef struct
{
  int          argc;
  char       **argv;
  int          next;
  const char  *group;         /* (nullable) the first word of a command of two */
  gboolean     options_over;  /* after "--" */
} Words;

/* For a mistake of the person's: what is wrong, never a value that may be secret. */
void
hsp_cli_set_usage_error (GError     **error,
                         const char  *format,
                         ...)
{
  g_autofree char *message = NULL;
  va_list args;

  va_start (args, format);
  message = g_strdup_vprintf (format, args);
  va_end (args);
  g_propagate_error (error, hsp_error_new (HSP_ERROR_USAGE, HSP_DELIVERY_NONE, NULL, message));
}

static gboolean
take_option (HspCli      *cli,
             Words       *words,
             const char  *text,
             GError     **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *name = equals != NULL ? g_strndup (text, equals - text) : g_strdup (text);
  const HspCliOption *option = hsp_cli_find_option (cli->command, name);
  const char *value = equals != NULL ? equals + 1 : NULL;

  if (option == NULL)
    {
      hsp_cli_set_usage_error (error, _("There is no option --%s here."), name);
      return FALSE;
    }
  if (option->value == NULL && value != NULL)
    {
      hsp_cli_set_usage_error (error, _("The option --%s takes no value."), name);
      return FALSE;
    }
  if (option->value != NULL && value == NULL)
    {
      if (words->next >= words->argc)
        {
          hsp_cli_set_usage_error (error, _("The option --%s needs a value."), name);
          return FALSE;
        }
      value = words->argv[words->next++];
    }
  if (value != NULL && !g_utf8_validate (value, -1, NULL) && !g_str_equal (name, "data-dir"))
    {
      hsp_cli_set_usage_error (error, _("The value of --%s is not valid text."), name);
      return FALSE;
    }
  g_hash_table_insert (cli->options, g_steal_pointer (&name), g_strdup (value != NULL ? value : ""));
  return TRUE;
}

static gboolean
take_word (HspCli      *cli,
           Words       *words,
           const char  *word,
           GError     **error)
{
  if (!g_utf8_validate (word, -1, NULL))
    {
      hsp_cli_set_usage_error (error, "%s", _("An argument is not valid text."));
      return FALSE;
    }
  if (cli->command != NULL)
    {
      g_ptr_array_add (cli->arguments, g_strdup (word));
      return TRUE;
    }
  if (words->group == NULL && hsp_cli_is_group (word))
    {
      words->group = word;
      return TRUE;
    }
  cli->command = words->group != NULL ? hsp_cli_find_command (words->group, word)
                                      : hsp_cli_find_command (word, NULL);
  if (cli->command != NULL)
    return TRUE;
  if (words->group != NULL)
    hsp_cli_set_usage_error (error, _("There is no command “%s %s”."), words->group, word);
  else
    hsp_cli_set_usage_error (error, _("There is no command “%s”."), word);
  return FALSE;
}

static gboolean
check_arguments (HspCli      *cli,
                 Words       *words,
                 GError     **error)
{
  const HspCliCommand *command = cli->command;

  if (command == NULL)
    {
      if (words->group != NULL)
        hsp_cli_set_usage_error (error, _("“%s” needs one more word; see %s --help."), words->group,
                                 HSP_CLI_PROGRAM);
      else
        hsp_cli_set_usage_error (error, _("A command is missing; see %s --help."), HSP_CLI_PROGRAM);
      return FALSE;
    }
  if (cli->arguments->len < command->n_least)
    {
      hsp_cli_set_usage_error (error, _("“%s” needs %s; see %s %s --help."), command->name,
                               command->arguments, HSP_CLI_PROGRAM, command->name);
      return FALSE;
    }
  if (cli->arguments->len > command->n_most)
    {
      hsp_cli_set_usage_error (error, _("“%s” was given too much; see %s %s --help."), command->name,
                               HSP_CLI_PROGRAM, command->name);
      return FALSE;
    }
  return TRUE;
}

/* Reads the words into @cli. With --help or --version among them, nothing else is demanded. */
gboolean
hsp_cli_parse (HspCli   *cli,
               int       argc,
               char    **argv,
               GError  **error)
{
  Words words = { .argc = argc, .argv = argv, .next = 1 };

  /* so that a mistake is told as it was asked for */
  for (int i = 1; i < argc && !g_str_equal (argv[i], "--"); i++)
    cli->out.json = cli->out.json || g_str_equal (argv[i], "--json");

  while (words.next < argc)
    {
      const char *word = argv[words.next++];
      gboolean taken;

      if (words.options_over || *word != '-' || g_str_equal (word, "-") || g_ascii_isdigit (word[1]))
        taken = take_word (cli, &words, word, error);
      else if (g_str_equal (word, "--"))
        taken = words.options_over = TRUE;
      else if (g_str_has_prefix (word, "--"))
        taken = take_option (cli, &words, word + 2, error);
      else if (g_str_equal (word, "-h"))
        taken = take_option (cli, &words, "help", error);
      else
        {
          hsp_cli_set_usage_error (error, _("There is no option %s."), word);
          taken = FALSE;
        }
      if (!taken)
        return FALSE;
    }
  if (hsp_cli_has_option (cli, "help") || hsp_cli_has_option (cli, "version"))
    return TRUE;
  return check_arguments (cli, &words, error);
}

/* (transfer none) (nullable): the value, "" of one that has none, %NULL when it was not given */
const char *
hsp_cli_get_option (HspCli     *cli,
                    const char *name)
{
  return g_hash_table_lookup (cli->options, name);
}

gboolean
hsp_cli_has_option (HspCli     *cli,
                    const char *name)
{
  return g_hash_table_contains (cli->options, name);
}

/* (transfer none) (nullable) */
const char *
hsp_cli_get_argument (HspCli *cli,
                      guint   index)
{
  return index < cli->arguments->len ? cli->arguments->pdata[index] : NULL;
}

/* A whole number. @name: as the person wrote it, for the sentence */
gboolean
hsp_cli_parse_number (const char  *name,
                      const char  *text,
                      gint64       minimum,
                      gint64       maximum,
                      gint64      *number,
                      GError     **error)
{
  if (g_ascii_isdigit (*text)
      && g_ascii_string_to_signed (text, 10, minimum, maximum, number, NULL))
    return TRUE;
  hsp_cli_set_usage_error (error, _("%s must be a whole number of at least %d."), name, (int) minimum);
  return FALSE;
}

/* The value of an option, @otherwise when it was not given. */
gboolean
hsp_cli_get_number (HspCli      *cli,
                    const char  *name,
                    gint64       minimum,
                    gint64       maximum,
                    gint64       otherwise,
                    gint64      *number,
                    GError     **error)
{
  const char *text = hsp_cli_get_option (cli, name);
  g_autofree char *shown = g_strconcat ("--", name, NULL);

  *number = otherwise;
  return text == NULL || hsp_cli_parse_number (shown, text, minimum, maximum, number, error);
}

/* The shop's own numbers: short, and without spaces. */
gboolean
hsp_cli_check_id (const char  *name,
                  const char  *text,
                  GError     **error)
{
  gboolean fine = *text != '\0' && strlen (text) <= 64;

  for (const char *p = text; fine && *p != '\0'; p++)
    fine = g_ascii_isalnum (*p) || *p == '-' || *p == '_';
  if (!fine)
    hsp_cli_set_usage_error (error, _("%s is not a number of the shop’s."), name);
  return fine;
}
