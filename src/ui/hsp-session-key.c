/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-session"

#include "config.h"

#include "hsp-session-parts.h"

#include "hsp-account-registry.h"
#include "hsp-account.h"
#include "hsp-keyring.h"

typedef struct
{
  HspAccount *candidate;  /* (owned) checks and keeps the key; shown if it is a new account */
  char       *key;        /* (owned) wiped when freed */
  gboolean    added;      /* to the settings, for this attempt */
} Connection;

static void
connection_free (Connection *connection)
{
  g_object_unref (connection->candidate);
  hsp_keyring_key_free (connection->key);
  g_free (connection);
}

/* The account shown gets its new key; what it shows and watches stays. */
static void
give_key (HspSession *self,
          Connection *connection)
{
  if (hsp_account_get_key_place (connection->candidate) == HSP_KEY_THIS_RUN)
    {
      hsp_account_set_key (self->account, connection->key);
      hsp_account_refresh (self->account);
      hsp_session_take_key_error (self, NULL);
    }
  else
    {
      hsp_session_restore_key (self);
    }
}

static void
connect_checked_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  HspSession *self = g_task_get_source_object (task);
  Connection *connection = g_task_get_task_data (task);
  const char *id = hsp_account_get_id (connection->candidate);
  gboolean is_shown = self->registered && g_str_equal (id, hsp_account_get_id (self->account));

  if (!hsp_account_connect_finish (connection->candidate, result, &error))
    {
      if (connection->added)
        hsp_account_registry_remove (self->settings, id);
      hsp_account_close (connection->candidate);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  hsp_account_registry_set_current (self->settings, id);
  if (is_shown)
    give_key (self, connection);
  else if (!self->closed)
    hsp_session_take_account (self, g_object_ref (connection->candidate), TRUE, NULL);
  if (connection->candidate != self->account)
    hsp_account_close (connection->candidate);

  g_task_return_boolean (task, TRUE);
}

/* Where the account that @connection is for is kept. (transfer full) */
static char *
choose_id (HspSession *self,
           Connection *connection,
           const char *host)
{
  char *id;

  if (self->registered)
    return g_strdup (hsp_account_get_id (self->account));

  id = hsp_account_registry_find (self->settings, self->endpoint);
  if (id == NULL)
    {
      id = hsp_account_registry_add (self->settings, host, self->endpoint);
      connection->added = TRUE;
    }
  return id;
}

/* Checks @key with the shop, keeps it, and shows its account; or gives the account shown this key.
 * Errors as hsp_account_connect_async(): nothing was stored, and an older key is still good. */
void
hsp_session_connect_async (HspSession          *self,
                           const char          *key,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autofree char *host = NULL;
  g_autofree char *id = NULL;
  Connection *connection;

  g_return_if_fail (HSP_IS_SESSION (self));
  g_return_if_fail (key != NULL && *key != '\0');

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_session_connect_async);
  /* once the key is stored, a late cancel must not say that it was not */
  g_task_set_check_cancellable (task, FALSE);

  host = hsp_session_dup_host (self);
  connection = g_new0 (Connection, 1);
  id = choose_id (self, connection, host);
  connection->key = g_strdup (key);
  connection->candidate = hsp_session_create_account (self, id, host, hsp_session_get_endpoint (self), FALSE);
  g_task_set_task_data (task, connection, (GDestroyNotify) connection_free);

  hsp_account_connect_async (connection->candidate, key, cancellable, connect_checked_cb,
                             g_steal_pointer (&task));
}

gboolean
hsp_session_connect_finish (HspSession    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
unlock_asked_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  HspSession *self = g_task_get_source_object (task);

  if (!hsp_keyring_unlock_finish (self->keyring, result, &error))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (self->registered && self->key_error != NULL)
    hsp_session_restore_key (self);
  g_task_return_boolean (task, TRUE);
}

/* Asks the person to unlock the keyring, then restores the key of the account shown. */
void
hsp_session_unlock_async (HspSession          *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_SESSION (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_session_unlock_async);
  hsp_keyring_unlock_async (self->keyring, cancellable, unlock_asked_cb, g_steal_pointer (&task));
}

gboolean
hsp_session_unlock_finish (HspSession    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
forget_cleared_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  HspSession *self = g_task_get_source_object (task);

  if (!hsp_account_forget_key_finish (HSP_ACCOUNT (object), result, &error))
    {
      /* it is out of memory, and still in the keyring: the strip says how to get on */
      if (HSP_ACCOUNT (object) == self->account)
        hsp_session_take_key_error (self, g_error_copy (error));
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  if (HSP_ACCOUNT (object) == self->account)
    {
      /* it stays among the accounts: connected again, its orders come back */
      if (self->registered)
        hsp_account_registry_unset_current (self->settings, hsp_account_get_id (self->account));
      g_clear_pointer (&self->key, hsp_keyring_key_free);
      hsp_session_take_account (self, NULL, FALSE, NULL);
    }
  g_task_return_boolean (task, TRUE);
}

/* Takes the key of the account shown out of the keyring and of memory. Its journal stays. */
void
hsp_session_forget_async (HspSession          *self,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_SESSION (self));
  g_return_if_fail (self->account != NULL && self->sandbox == NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, hsp_session_forget_async);
  hsp_account_forget_key_async (self->account, NULL, forget_cleared_cb, g_steal_pointer (&task));
}

gboolean
hsp_session_forget_finish (HspSession    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
