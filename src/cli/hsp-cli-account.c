/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli.h"

#include <glib/gi18n.h>

#include "hsp-account-registry.h"
#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-keyring.h"
#include "hsp-preferences.h"

/* (transfer none): where a new account would be, or one of this run */
const char *
hsp_cli_get_endpoint (HspCli *cli)
{
  const char *endpoint = hsp_cli_get_option (cli, "endpoint");

  return endpoint != NULL ? endpoint : HSP_DEFAULT_ENDPOINT;
}

/* The settings that the window has its accounts in. Without their schema GLib would end the program. */
gboolean
hsp_cli_open_settings (HspCli  *cli,
                       GError **error)
{
  GSettingsSchemaSource *source = g_settings_schema_source_get_default ();
  g_autoptr(GSettingsSchema) schema = NULL;

  if (cli->settings != NULL)
    return TRUE;
  if (source != NULL)
    schema = g_settings_schema_source_lookup (source, HSP_SETTINGS_SCHEMA, TRUE);
  if (schema == NULL)
    {
      g_propagate_error (error, hsp_error_new (HSP_ERROR_STORE, HSP_DELIVERY_NONE, NULL,
                                               _("The program is not wholly installed: its settings "
                                                 "are not described.")));
      return FALSE;
    }
  cli->settings = g_settings_new_full (schema, NULL, NULL);
  return TRUE;
}

/* What was set in the window holds here too. Where the settings are not described nobody set anything. */
static void
take_limits (HspCli *cli)
{
  HspSpendingLimits limits;

  if (!hsp_cli_open_settings (cli, NULL))
    return;
  hsp_preferences_read_limits (cli->settings, &limits);
  hsp_account_set_limits (cli->account, &limits);
}

/* (transfer full): an account in the same folders, and with the same item of the keyring, as the
 * window has it */
HspAccount *
hsp_cli_create_account (HspCli     *cli,
                        const char *id,
                        const char *label,
                        const char *endpoint)
{
  const char *given = hsp_cli_get_option (cli, "data-dir");
  g_autofree char *data_dir = NULL;
  g_autofree char *cache_dir = NULL;

  if (given != NULL)
    {
      data_dir = g_canonicalize_filename (given, NULL);
      cache_dir = g_build_filename (data_dir, "cache", NULL);
    }
  else
    {
      data_dir = g_build_filename (g_get_user_data_dir (), HSP_DATA_FOLDER, NULL);
      cache_dir = g_build_filename (g_get_user_cache_dir (), HSP_DATA_FOLDER, NULL);
    }
  if (cli->keyring == NULL)
    cli->keyring = hsp_keyring_new ();
  return hsp_account_new_passive (id, label, endpoint, data_dir, cache_dir, cli->keyring);
}

/* The account that the window shows, if it is at the endpoint that was asked for; else the one that
 * was connected there before. A stored key never goes to another endpoint. */
static gboolean
find_registered (HspCli  *cli,
                 char   **id,
                 char   **label,
                 char   **endpoint)
{
  const char *given = hsp_cli_get_option (cli, "endpoint");

  if (hsp_account_registry_peek_current (id, label, endpoint))
    {
      if (given == NULL || g_str_equal (given, *endpoint))
        return TRUE;
      g_clear_pointer (id, g_free);
      g_clear_pointer (label, g_free);
      g_clear_pointer (endpoint, g_free);
    }
  if (given == NULL)
    return FALSE;
  *id = hsp_account_registry_peek (given);
  if (*id == NULL)
    return FALSE;
  *label = hsp_account_label_for (given);
  *endpoint = g_strdup (given);
  return TRUE;
}

/* Which account it is about; its key is not looked for. Without any it is that of a key in the
 * environment, whose journal is there even when the key is not. */
void
hsp_cli_choose_account (HspCli *cli)
{
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *endpoint = NULL;

  if (cli->account != NULL)
    return;
  cli->registered = cli->key == NULL && find_registered (cli, &id, &label, &endpoint);
  if (!cli->registered)
    {
      endpoint = g_strdup (hsp_cli_get_endpoint (cli));
      id = hsp_account_id_for_this_run (endpoint);
      label = hsp_account_label_for (endpoint);
    }
  cli->account = hsp_cli_create_account (cli, id, label, endpoint);
}

/* The account with its key, so that the shop can be asked. */
gboolean
hsp_cli_connect (HspCli  *cli,
                 GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) keyring_error = NULL;

  hsp_cli_choose_account (cli);
  take_limits (cli);
  hsp_cli_catch_signals (cli);
  if (cli->key != NULL)
    {
      hsp_account_set_key (cli->account, cli->key);
      g_clear_pointer (&cli->key, hsp_keyring_key_free);
      return TRUE;
    }

  hsp_account_restore_async (cli->account, cli->cancellable, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Looking into the keyring"));
  if (hsp_account_restore_finish (cli->account, result, &keyring_error))
    return TRUE;
  if (keyring_error->domain == HSP_ERROR)
    {
      g_autofree char *message = g_strdup_printf ("%s %s", keyring_error->message,
                                                  _("Store a key with “key set”, or put it into "
                                                    "HSTOCKPLUS_KEY for this run."));

      g_propagate_error (error, hsp_error_new (keyring_error->code, HSP_DELIVERY_NONE, NULL, message));
    }
  else
    g_propagate_error (error, g_steal_pointer (&keyring_error));
  return FALSE;
}

gboolean
hsp_cli_open_journal (HspCli  *cli,
                      GError **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *recovery = NULL;

  hsp_account_open_async (cli->account, cli->cancellable, hsp_cli_store_result_cb, &result);
  hsp_cli_wait (cli, &result, _("Opening the journal"));
  if (!hsp_account_open_finish (cli->account, result, error))
    return FALSE;
  recovery = hsp_account_dup_recovery_text (cli->account);
  if (recovery != NULL)
    hsp_cli_say (&cli->out, "%s", recovery);
  return TRUE;
}

/* For a question that can be answered without: the journal would only learn the answer too. */
void
hsp_cli_try_journal (HspCli *cli)
{
  g_autoptr(GError) error = NULL;

  if (!hsp_cli_open_journal (cli, &error)
      && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hsp_cli_say (&cli->out, "%s", error->message);
}
