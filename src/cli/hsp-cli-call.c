/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>
#include <string.h>

#include "hsp-action.h"
#include "hsp-cli-ask.h"
#include "hsp-cli-order.h"
#include "hsp-cli-text.h"
#include "hsp-console.h"
#include "hsp-inquiry.h"

/* (transfer full) (nullable) (element-type utf8 utf8) */
static GHashTable *
read_params (HspCli  *cli,
             GError **error)
{
  g_autoptr(GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  for (guint i = 1; i < cli->arguments->len; i++)
    {
      const char *word = hsp_cli_get_argument (cli, i);
      const char *equals = strchr (word, '=');
      g_autofree char *name = equals != NULL ? g_strndup (word, equals - word) : NULL;

      if (name == NULL)
        {
          hsp_cli_set_usage_error (error, _("A parameter is written NAME=VALUE: number %u is not."), i);
          return NULL;
        }
      g_hash_table_insert (params, g_steal_pointer (&name), g_strdup (equals + 1));
    }
  return g_steal_pointer (&params);
}

static const char *
get_param (GHashTable *params,
           const char *name)
{
  const char *value = g_hash_table_lookup (params, name);

  return value != NULL && *value != '\0' ? value : NULL;
}

/* One way to spend: the same as of “order” and “sms get”, journal, questions and all. */
static HspCliStatus
buy (HspCli           *cli,
     const HspAction  *action,
     GHashTable       *params,
     GError          **error)
{
  if (!hsp_action_check (action, params, error))
    return HSP_CLI_USAGE;
  if (action->id == HSP_ACTION_ADD)
    return hsp_cli_buy_order (cli, get_param (params, "service"), get_param (params, "quantity"),
                              get_param (params, "link"), error);
  return hsp_cli_buy_numbers (cli, get_param (params, "project_id"),
                              get_param (params, "quantity"), get_param (params, "country"),
                              get_param (params, "phone"), error);
}

/* Nobody knows what it does: it needs a yes as if it spent money, as in the window. */
static gboolean
agree_to_unknown (HspCli      *cli,
                  const char  *name,
                  GError     **error)
{
  g_autofree char *question = NULL;

  if (hsp_cli_has_option (cli, "yes"))
    return TRUE;
  if (!hsp_cli_can_ask (cli))
    {
      hsp_cli_set_usage_error (error, "%s", _("This action is not known and may spend money, and nobody can be "
                                              "asked: add --yes. Nothing was sent."));
      return FALSE;
    }
  /* Translators: %s is the name of an action of the API */
  question = g_strdup_printf (_("“%s” is not known and may spend money. Send it?"), name);
  return hsp_cli_ask (cli, question, error);
}

HspCliStatus
hsp_cli_call (HspCli  *cli,
              GError **error)
{
  const char *name = hsp_cli_get_argument (cli, 0);
  const HspAction *action = NULL;
  const HspAsks asks = hsp_console_examine (name, &action);
  g_autoptr(GHashTable) params = read_params (cli, error);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GBytes) answer = NULL;
  g_autofree char *text = NULL;
  g_autofree char *escaped = NULL;

  if (params == NULL || !hsp_cli_check_id ("ACTION", name, error))
    return HSP_CLI_USAGE;
  if (asks == HSP_ASKS_SPENDING)
    return buy (cli, action, params, error);

  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  if (asks == HSP_ASKS_UNKNOWN && !agree_to_unknown (cli, name, error))
    return HSP_CLI_NOT_SENT;
  hsp_inquiry_call_async (cli->account, action != NULL ? action->name : name, params, cli->cancellable, hsp_cli_store_result_cb,
                          &result);
  hsp_cli_wait (cli, &result, _("Waiting for the answer"));
  answer = hsp_inquiry_call_finish (cli->account, result, error);
  if (answer == NULL)
    return HSP_CLI_UNREADABLE;

  text = g_strndup (g_bytes_get_data (answer, NULL), g_bytes_get_size (answer));
  escaped = hsp_cli_escape_json (text);
  hsp_cli_print_text (&cli->out, escaped);
  hsp_cli_print_text (&cli->out, g_str_has_suffix (escaped, "\n") ? "" : "\n");
  cli->out.printed = TRUE;
  return HSP_CLI_DONE;
}
