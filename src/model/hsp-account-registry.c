/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-account-registry.h"

#define ACCOUNTS "accounts"
#define CURRENT  "current-account"

static gboolean
find_account (GSettings   *settings,
              const char  *id,
              char       **label,
              char       **endpoint)
{
  g_autoptr(GVariant) accounts = g_settings_get_value (settings, ACCOUNTS);
  GVariantIter iter;
  const char *its_id, *its_label, *its_endpoint;

  g_variant_iter_init (&iter, accounts);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &its_id, &its_label, &its_endpoint))
    {
      if (!g_str_equal (its_id, id))
        continue;
      if (label != NULL)
        *label = g_strdup (its_label);
      if (endpoint != NULL)
        *endpoint = g_strdup (its_endpoint);
      return TRUE;
    }
  return FALSE;
}

/* All accounts but one. (transfer full) */
static GVariantBuilder *
copy_others (GSettings  *settings,
             const char *id)
{
  g_autoptr(GVariant) accounts = g_settings_get_value (settings, ACCOUNTS);
  GVariantBuilder *builder = g_variant_builder_new (G_VARIANT_TYPE ("a(sss)"));
  GVariantIter iter;
  const char *its_id, *its_label, *its_endpoint;

  g_variant_iter_init (&iter, accounts);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &its_id, &its_label, &its_endpoint))
    {
      if (!g_str_equal (its_id, id))
        g_variant_builder_add (builder, "(sss)", its_id, its_label, its_endpoint);
    }
  return builder;
}

/**
 * hsp_account_registry_get_current:
 * @settings: of the application's schema
 * @id: (out) (optional) (transfer full):
 * @label: (out) (optional) (transfer full):
 * @endpoint: (out) (optional) (transfer full):
 *
 * Returns: whether there is an account to show; nothing is set when there is none
 */
gboolean
hsp_account_registry_get_current (GSettings  *settings,
                                  char      **id,
                                  char      **label,
                                  char      **endpoint)
{
  g_autofree char *current = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);

  current = g_settings_get_string (settings, CURRENT);
  if (*current == '\0' || !find_account (settings, current, label, endpoint))
    return FALSE;
  if (id != NULL)
    *id = g_steal_pointer (&current);
  return TRUE;
}

/**
 * hsp_account_registry_add:
 * @label: what a person calls the account
 *
 * The first account becomes the current one.
 *
 * Returns: (transfer full): its new identifier
 */
char *
hsp_account_registry_add (GSettings  *settings,
                          const char *label,
                          const char *endpoint)
{
  g_autoptr(GVariantBuilder) builder = NULL;
  char *id;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (label != NULL && endpoint != NULL, NULL);

  id = g_uuid_string_random ();
  builder = copy_others (settings, id);
  g_variant_builder_add (builder, "(sss)", id, label, endpoint);
  g_settings_set_value (settings, ACCOUNTS, g_variant_builder_end (builder));
  if (!hsp_account_registry_get_current (settings, NULL, NULL, NULL))
    g_settings_set_string (settings, CURRENT, id);
  return id;
}

/**
 * hsp_account_registry_set_current:
 *
 * Returns: %FALSE when there is no such account
 */
gboolean
hsp_account_registry_set_current (GSettings  *settings,
                                  const char *id)
{
  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  if (!find_account (settings, id, NULL, NULL))
    return FALSE;
  return g_settings_set_string (settings, CURRENT, id);
}

/**
 * hsp_account_registry_remove:
 *
 * Its journal and its key are not touched. Afterwards there is no current account, if it was this.
 */
void
hsp_account_registry_remove (GSettings  *settings,
                             const char *id)
{
  g_autoptr(GVariantBuilder) builder = NULL;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (id != NULL);

  builder = copy_others (settings, id);
  g_settings_set_value (settings, ACCOUNTS, g_variant_builder_end (builder));
  hsp_account_registry_unset_current (settings, id);
}

/**
 * hsp_account_registry_unset_current:
 *
 * Its key was forgotten: no account is shown any more, if it was this. It stays among the accounts:
 * connected again, its orders come back.
 */
void
hsp_account_registry_unset_current (GSettings  *settings,
                                    const char *id)
{
  g_autofree char *current = NULL;

  g_return_if_fail (G_IS_SETTINGS (settings));
  g_return_if_fail (id != NULL);

  current = g_settings_get_string (settings, CURRENT);
  if (g_str_equal (current, id))
    g_settings_reset (settings, CURRENT);
}

/**
 * hsp_account_registry_find:
 * @settings: of the application's schema
 * @endpoint: the address of a shop
 *
 * An account that was connected to @endpoint before, even if its key was forgotten since: its
 * journal is still there, and what was bought must come back into sight.
 *
 * Returns: (transfer full) (nullable): its identifier
 */
char *
hsp_account_registry_find (GSettings  *settings,
                           const char *endpoint)
{
  g_autoptr(GVariant) accounts = NULL;
  GVariantIter iter;
  const char *id, *its_endpoint;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);

  accounts = g_settings_get_value (settings, ACCOUNTS);
  g_variant_iter_init (&iter, accounts);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &id, NULL, &its_endpoint))
    {
      if (g_str_equal (its_endpoint, endpoint))
        return g_strdup (id);
    }
  return NULL;
}

/**
 * hsp_account_id_for_this_run:
 * @endpoint: the address of a shop
 *
 * Returns: (transfer full): the folder of a key that is kept nowhere: the same in every run, so
 *   that its journal is found
 */
char *
hsp_account_id_for_this_run (const char *endpoint)
{
  g_autofree char *sum = NULL;

  g_return_val_if_fail (endpoint != NULL, NULL);

  sum = g_compute_checksum_for_string (G_CHECKSUM_SHA256, endpoint, -1);
  return g_strdup_printf ("this-run-%.16s", sum);
}

/**
 * hsp_account_label_for:
 * @endpoint: the address of a shop
 *
 * Returns: (transfer full): what a new account at it is called: its host
 */
char *
hsp_account_label_for (const char *endpoint)
{
  g_autoptr(GUri) uri = NULL;

  g_return_val_if_fail (endpoint != NULL, NULL);

  uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);
  return g_strdup (uri != NULL && g_uri_get_host (uri) != NULL ? g_uri_get_host (uri) : endpoint);
}
