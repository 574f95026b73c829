/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-account-registry.h"

/* for peek() */
#define G_SETTINGS_ENABLE_BACKEND
#include <gio/gsettingsbackend.h>

#include "hsp-account-copy.h"
#include "hsp-account-mark.h"

#define ACCOUNTS "accounts"
#define CURRENT  "current-account"
#define ACCOUNTS_TYPE G_VARIANT_TYPE ("a(sss)")

/* Keys at one shop in one data directory that are kept apart; nobody has so many */
#define MOST_KEYS 100

static gboolean
find_account (GVariant    *accounts,
              const char  *id,
              char       **label,
              char       **endpoint)
{
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

/* (transfer full) (nullable) */
static char *
find_at (GVariant   *accounts,
         const char *endpoint)
{
  GVariantIter iter;
  const char *id, *its_endpoint;

  g_variant_iter_init (&iter, accounts);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &id, NULL, &its_endpoint))
    {
      if (g_str_equal (its_endpoint, endpoint))
        return g_strdup (id);
    }
  return NULL;
}

/* (transfer full) (nullable) */
static GVariant *
peek_value (GSettingsBackend   *backend,
            const char         *name,
            const GVariantType *type)
{
  g_autofree char *key = g_strconcat (HSP_SETTINGS_PATH, name, NULL);
  g_autoptr(GVariant) value = NULL;

  value = G_SETTINGS_BACKEND_GET_CLASS (backend)->read (backend, key, type, FALSE);
  if (value == NULL)
    return NULL;
  g_variant_take_ref (value);
  return g_variant_is_of_type (value, type) ? g_steal_pointer (&value) : NULL;
}

/* What is set, without a GSettings: that would listen for changes, which takes a connection to the
 * session bus and a thread for it.
 * @current: (out) (transfer full): empty when there is none
 * @accounts: (out) (transfer full): */
static void
peek (char     **current,
      GVariant **accounts)
{
  g_autofree char *stamp = hsp_account_copy_stamp ();
  g_autoptr(GSettingsBackend) backend = NULL;
  g_autoptr(GVariant) its_current = NULL;

  if (stamp != NULL && hsp_account_copy_read (stamp, current, accounts))
    return;

  backend = g_settings_backend_get_default ();
  its_current = peek_value (backend, CURRENT, G_VARIANT_TYPE_STRING);
  *current = its_current != NULL ? g_variant_dup_string (its_current, NULL) : g_strdup ("");
  *accounts = peek_value (backend, ACCOUNTS, ACCOUNTS_TYPE);
  if (*accounts == NULL)
    *accounts = g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("(sss)"), NULL, 0));
  if (stamp != NULL)
    hsp_account_copy_write (stamp, backend, *current, *accounts);
}

/* All accounts but one. (transfer full) */
static GVariantBuilder *
copy_others (GSettings  *settings,
             const char *id)
{
  g_autoptr(GVariant) accounts = g_settings_get_value (settings, ACCOUNTS);
  GVariantBuilder *builder = g_variant_builder_new (ACCOUNTS_TYPE);
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
  g_autoptr(GVariant) accounts = NULL;
  g_autofree char *current = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);

  current = g_settings_get_string (settings, CURRENT);
  accounts = g_settings_get_value (settings, ACCOUNTS);
  if (*current == '\0' || !find_account (accounts, current, label, endpoint))
    return FALSE;
  if (id != NULL)
    *id = g_steal_pointer (&current);
  return TRUE;
}

/**
 * hsp_account_registry_peek_current:
 * @id: (out) (transfer full):
 * @label: (out) (transfer full):
 * @endpoint: (out) (transfer full):
 *
 * As hsp_account_registry_get_current(), for a program that only reads and ends: it is done sooner
 * than a #GSettings is made.
 *
 * Returns: whether there is an account to show; nothing is set when there is none
 */
gboolean
hsp_account_registry_peek_current (char **id,
                                   char **label,
                                   char **endpoint)
{
  g_autofree char *current = NULL;
  g_autoptr(GVariant) accounts = NULL;

  g_return_val_if_fail (id != NULL && label != NULL && endpoint != NULL, FALSE);

  peek (&current, &accounts);
  if (!find_account (accounts, current, label, endpoint))
    return FALSE;
  *id = g_steal_pointer (&current);
  return TRUE;
}

/**
 * hsp_account_registry_peek:
 *
 * Returns: (transfer full) (nullable): as hsp_account_registry_find(), sooner
 */
char *
hsp_account_registry_peek (const char *endpoint)
{
  g_autofree char *current = NULL;
  g_autoptr(GVariant) accounts = NULL;

  g_return_val_if_fail (endpoint != NULL, NULL);

  peek (&current, &accounts);
  return find_at (accounts, endpoint);
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
  g_autoptr(GVariant) accounts = NULL;

  g_return_val_if_fail (G_IS_SETTINGS (settings), FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  accounts = g_settings_get_value (settings, ACCOUNTS);
  if (!find_account (accounts, id, NULL, NULL))
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

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);

  accounts = g_settings_get_value (settings, ACCOUNTS);
  return find_at (accounts, endpoint);
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

/* Whether the folder of @id is that of @key; @unknown: nobody has said whose it is. */
static gboolean
is_marked (const char *data_dir,
           const char *id,
           const char *key,
           gboolean   *unknown)
{
  g_autofree char *mark = hsp_account_mark_read (data_dir, id);
  g_autofree char *expected = hsp_account_mark_make (id, key);

  *unknown = mark == NULL;
  return g_strcmp0 (mark, expected) == 0;
}

/* What a further account at the same shop is called: its host and a number. (transfer full) */
static char *
make_label (const char *endpoint,
            guint       n_others)
{
  g_autofree char *host = hsp_account_label_for (endpoint);

  if (n_others == 0)
    return g_steal_pointer (&host);
  return g_strdup_printf ("%s (%u)", host, n_others + 1);
}

/**
 * hsp_account_registry_choose:
 * @settings: of the application's schema
 * @data_dir: where the accounts have their folders
 * @endpoint: the address of a shop
 * @key: that was entered to connect to it
 * @added: (out): whether it is a new account, to be removed again when the key is not accepted
 *
 * A journal belongs to one key: orders of another would look like orders of this one. An account
 * whose key was forgotten is known again by its mark, one from before there were marks is taken for
 * this one. A person who wants another key in the account that is shown connects that account.
 *
 * Returns: (transfer full): the account to connect
 */
char *
hsp_account_registry_choose (GSettings  *settings,
                             const char *data_dir,
                             const char *endpoint,
                             const char *key,
                             gboolean   *added)
{
  g_autoptr(GVariant) accounts = NULL;
  g_autofree char *unmarked = NULL;
  g_autofree char *label = NULL;
  GVariantIter iter;
  const char *id, *its_endpoint;
  guint n_others = 0;

  g_return_val_if_fail (G_IS_SETTINGS (settings), NULL);
  g_return_val_if_fail (data_dir != NULL && endpoint != NULL && key != NULL, NULL);
  g_return_val_if_fail (added != NULL, NULL);

  *added = FALSE;
  accounts = g_settings_get_value (settings, ACCOUNTS);
  g_variant_iter_init (&iter, accounts);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &id, NULL, &its_endpoint))
    {
      gboolean unknown;

      if (!g_str_equal (its_endpoint, endpoint))
        continue;
      if (is_marked (data_dir, id, key, &unknown))
        return g_strdup (id);
      n_others++;
      if (unknown && unmarked == NULL)
        unmarked = g_strdup (id);
    }
  if (unmarked != NULL)
    return g_steal_pointer (&unmarked);

  *added = TRUE;
  label = make_label (endpoint, n_others);
  return hsp_account_registry_add (settings, label, endpoint);
}

/**
 * hsp_account_choose_for_this_run:
 * @data_dir: where the accounts have their folders
 * @endpoint: the address of a shop
 * @key: that is kept nowhere
 *
 * Returns: (transfer full): the account of this key: the same in every run, so that its journal is
 *   found, and another for another key
 */
char *
hsp_account_choose_for_this_run (const char *data_dir,
                                 const char *endpoint,
                                 const char *key)
{
  g_autofree char *first = NULL;

  g_return_val_if_fail (data_dir != NULL && endpoint != NULL && key != NULL, NULL);

  first = hsp_account_id_for_this_run (endpoint);
  for (guint i = 1; i < MOST_KEYS; i++)
    {
      g_autofree char *id = i == 1 ? g_strdup (first) : g_strdup_printf ("%s-%u", first, i);
      gboolean unknown;

      if (is_marked (data_dir, id, key, &unknown) || unknown)
        return g_steal_pointer (&id);
    }
  return g_steal_pointer (&first);
}
