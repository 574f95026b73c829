/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-command.h"

#include <glib/gi18n.h>

#include "hsp-account-registry.h"
#include "hsp-cli-ask.h"
#include "hsp-error.h"
#include "hsp-keyring.h"
#include "hsp-wallet.h"

static HspCliStatus
print_ok (HspCli     *cli,
          const char *sentence)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();
  g_autoptr(JsonNode) node = NULL;

  json_builder_begin_object (builder);
  hsp_cli_add_flag (builder, "ok", TRUE);
  json_builder_end_object (builder);
  node = json_builder_get_root (builder);
  if (cli->out.json)
    hsp_cli_print_json (&cli->out, node);
  else
    {
      hsp_cli_print_text (&cli->out, sentence);
      hsp_cli_print_text (&cli->out, "\n");
    }
  return HSP_CLI_DONE;
}

/* The account that the window would give this key to: the one it shows, one that was connected to
 * the endpoint before, or a new one, which is then in the settings for this attempt. */
static void
claim_account (HspCli   *cli,
               gboolean *added)
{
  const char *given = hsp_cli_get_option (cli, "endpoint");
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *endpoint = NULL;

  *added = FALSE;
  if (!hsp_account_registry_get_current (cli->settings, &id, &label, &endpoint)
      || (given != NULL && !g_str_equal (given, endpoint)))
    {
      g_free (id);
      g_free (label);
      g_free (endpoint);
      endpoint = g_strdup (hsp_cli_get_endpoint (cli));
      label = hsp_account_label_for (endpoint);
      id = hsp_account_registry_find (cli->settings, endpoint);
      if (id == NULL)
        {
          id = hsp_account_registry_add (cli->settings, label, endpoint);
          *added = TRUE;
        }
    }
  cli->account = hsp_cli_create_account (cli, id, label, endpoint);
}

/* Checks @key with the shop and stores it. Without a keyring it would be gone with the program. */
static gboolean
store_key (HspCli      *cli,
           const char  *key,
           GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_account_connect_async (cli->account, key, cli->cancellable, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Checking the key"));
  if (!hsp_account_connect_finish (cli->account, result, error))
    return FALSE;
  if (hsp_account_get_key_place (cli->account) == HSP_KEY_IN_KEYRING)
    return TRUE;
  g_propagate_error (error, hsp_error_new (HSP_ERROR_KEYRING, HSP_DELIVERY_NONE, NULL,
                                           _("The shop accepts the key, but there is no keyring to "
                                             "store it in. Put it into HSTOCKPLUS_KEY instead.")));
  return FALSE;
}

HspCliStatus
hsp_cli_key_set (HspCli  *cli,
                 GError **error)
{
  char *key;
  gboolean added;
  gboolean stored;

  if (!hsp_cli_open_settings (cli, error))
    return HSP_CLI_STORE;
  hsp_cli_catch_signals (cli);
  key = hsp_cli_read_key (cli, error);
  if (key == NULL)
    return HSP_CLI_USAGE;

  claim_account (cli, &added);
  stored = store_key (cli, key, error);
  hsp_keyring_key_free (key);
  if (stored)
    hsp_account_registry_set_current (cli->settings, hsp_account_get_id (cli->account));
  else if (added)
    hsp_account_registry_remove (cli->settings, hsp_account_get_id (cli->account));
  g_settings_sync ();
  return stored ? print_ok (cli, _("The key is stored in your keyring.")) : HSP_CLI_REJECTED;
}

HspCliStatus
hsp_cli_key_check (HspCli  *cli,
                   GError **error)
{
  const GError *refused;

  if (!hsp_cli_connect (cli, error))
    return HSP_CLI_NO_KEY;
  hsp_cli_wait_for_balance (cli);
  if (g_cancellable_set_error_if_cancelled (cli->cancellable, error))
    return HSP_CLI_NOT_SENT;
  refused = hsp_wallet_get_error (hsp_account_get_wallet (cli->account));
  if (refused == NULL)
    return print_ok (cli, _("The shop accepts the key."));
  g_propagate_error (error, g_error_copy (refused));
  return HSP_CLI_REJECTED;
}

/* The stored one, whatever the environment has. */
HspCliStatus
hsp_cli_key_forget (HspCli  *cli,
                    GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  g_clear_pointer (&cli->key, hsp_keyring_key_free);
  if (!hsp_cli_open_settings (cli, error))
    return HSP_CLI_STORE;
  hsp_cli_choose_account (cli);
  if (!cli->registered)
    {
      g_propagate_error (error, hsp_error_new (HSP_ERROR_NO_KEY, HSP_DELIVERY_NONE, NULL,
                                               _("No key is stored.")));
      return HSP_CLI_NO_KEY;
    }
  hsp_account_forget_key_async (cli->account, cli->cancellable, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Looking into the keyring"));
  if (!hsp_account_forget_key_finish (cli->account, result, error))
    return HSP_CLI_NO_KEY;
  /* it stays among the accounts: connected again, its orders come back */
  hsp_account_registry_unset_current (cli->settings, hsp_account_get_id (cli->account));
  g_settings_sync ();
  return print_ok (cli, _("The key is forgotten."));
}
