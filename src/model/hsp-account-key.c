/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-parts.h"

#include <glib/gi18n-lib.h>

#include "hsp-account-mark.h"
#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-order-book.h"
#include "hsp-shop.h"
#include "hsp-wallet-private.h"

static void
take_mark (HspAccount *self,
           const char *key)
{
  g_free (self->mark);
  self->mark = hsp_account_mark_make (self->id, key);
}

void
hsp_account_write_mark (HspAccount *self,
                        gboolean    anew)
{
  g_autofree char *known = NULL;

  if (self->sandbox || self->mark == NULL)
    return;
  known = hsp_account_mark_read (self->data_dir, self->id);
  if (known == NULL || anew)
    hsp_account_mark_write (self->data_dir, self->id, self->mark);
}

typedef struct
{
  char       *key;      /* (owned) wiped when freed */
  HspBalance *balance;  /* (owned) (nullable) */
  gint64      asked_at;
  guint64     begun;
} ConnectData;

static void
connect_data_free (ConnectData *data)
{
  hsp_keyring_key_free (data->key);
  g_free (data->balance);
  g_free (data);
}

/* @error: (transfer full) */
static void
connect_failed (GTask  *task,
                GError *error)
{
  HspAccount *self = g_task_get_source_object (task);

  hsp_client_set_key (self->client, NULL);
  hsp_account_set_key_place (self, HSP_KEY_NONE);
  g_task_return_error (task, error);
}

static void
connect_succeeded (GTask       *task,
                   HspKeyPlace  place)
{
  HspAccount *self = g_task_get_source_object (task);
  ConnectData *data = g_task_get_task_data (task);

  hsp_account_set_key_place (self, place);
  hsp_account_set_key_refused (self, FALSE);
  /* a person who gives an account another key has said that it is the same account */
  take_mark (self, data->key);
  hsp_account_write_mark (self, TRUE);
  hsp_wallet_take_balance (self->wallet, data->balance, data->asked_at, data->begun);
  g_task_return_boolean (task, TRUE);
}

static void
connect_stored_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (hsp_keyring_store_finish (HSP_KEYRING (object), result, &error))
    {
      connect_succeeded (task, HSP_KEY_IN_KEYRING);
      return;
    }
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_KEYRING))
    {
      /* No keyring here: better for this run than not at all */
      g_clear_error (&error);
      connect_succeeded (task, HSP_KEY_THIS_RUN);
      return;
    }
  connect_failed (task, error);
}

static void
connect_checked_cb (GObject      *object,
                    GAsyncResult *result,
                    gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspAccount *self = g_task_get_source_object (task);
  ConnectData *data = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  data->balance = hsp_shop_balance_finish (HSP_CLIENT (object), result, &error);
  if (data->balance == NULL)
    connect_failed (task, error);
  else if (self->keyring == NULL)
    connect_succeeded (task, HSP_KEY_THIS_RUN);
  else
    hsp_keyring_store_async (self->keyring, self->id, self->label, data->key,
                             cancellable, connect_stored_cb,
                             g_steal_pointer (&task));
}

/**
 * hsp_account_connect_async:
 * @key: as it was typed; spaces around it are left out
 *
 * Checks the key with `balance` and stores it only then. On an error nothing is stored and the
 * account has no key. Main thread.
 */
void
hsp_account_connect_async (HspAccount          *self,
                           const char          *key,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  ConnectData *data;

  g_return_if_fail (HSP_IS_ACCOUNT (self));
  g_return_if_fail (key != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_account_connect_async);
  /* A key that was stored is stored, whenever the cancel came */
  g_task_set_check_cancellable (task, FALSE);
  data = g_new0 (ConnectData, 1);
  data->key = g_strstrip (g_strdup (key));
  data->asked_at = hsp_get_now ();
  data->begun = hsp_wallet_tick (self->wallet);
  g_task_set_task_data (task, data, (GDestroyNotify) connect_data_free);

  hsp_client_set_key (self->client, data->key);
  hsp_shop_balance_async (self->client, cancellable, connect_checked_cb, g_steal_pointer (&task));
}

gboolean
hsp_account_connect_finish (HspAccount    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
restore_read_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  HspAccount *self = g_task_get_source_object (task);
  GError *error = NULL;
  char *key = hsp_keyring_lookup_finish (HSP_KEYRING (object), result, &error);

  if (key == NULL)
    {
      g_task_return_error (task, error);
      return;
    }
  hsp_client_set_key (self->client, key);
  take_mark (self, key);
  if (hsp_order_book_get_ready (self->order_book))
    hsp_account_write_mark (self, FALSE);
  hsp_keyring_key_free (key);
  hsp_account_set_key_place (self, HSP_KEY_IN_KEYRING);
  /* opened before the keyring answered: what opening could not ask */
  if (self->opened && !self->closed)
    hsp_account_read_shop (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * hsp_account_restore_async:
 *
 * Takes the key from the keyring; nothing is sent. Errors: HSP_ERROR_NO_KEY,
 * HSP_ERROR_KEYRING_LOCKED, HSP_ERROR_KEYRING. Main thread.
 */
void
hsp_account_restore_async (HspAccount          *self,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;

  g_return_if_fail (HSP_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_account_restore_async);
  if (self->keyring == NULL)
    g_task_return_error (task, hsp_error_new (HSP_ERROR_NO_KEY, HSP_DELIVERY_NONE, NULL,
                                              _("No key is stored for this account.")));
  else
    hsp_keyring_lookup_async (self->keyring, self->id, cancellable, restore_read_cb,
                              g_steal_pointer (&task));
}

gboolean
hsp_account_restore_finish (HspAccount    *self,
                            GAsyncResult  *result,
                            GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_account_set_key:
 *
 * A key that is kept nowhere.
 */
void
hsp_account_set_key (HspAccount *self,
                     const char *key)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));
  g_return_if_fail (key != NULL);

  hsp_client_set_key (self->client, key);
  take_mark (self, key);
  hsp_account_set_key_place (self, HSP_KEY_THIS_RUN);
  hsp_account_set_key_refused (self, FALSE);
}

static void
forget_cleared_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GError *error = NULL;

  if (hsp_keyring_clear_finish (HSP_KEYRING (object), result, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * hsp_account_forget_key_async:
 *
 * Takes the key out of memory at once, and out of the keyring. Errors: HSP_ERROR_KEYRING_LOCKED,
 * HSP_ERROR_KEYRING: it may still be there.
 */
void
hsp_account_forget_key_async (HspAccount          *self,
                              GCancellable        *cancellable,
                              GAsyncReadyCallback  callback,
                              gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  gboolean stored;

  g_return_if_fail (HSP_IS_ACCOUNT (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_account_forget_key_async);
  stored = self->keyring != NULL && self->key_place != HSP_KEY_THIS_RUN;
  hsp_client_set_key (self->client, NULL);
  hsp_account_set_key_place (self, HSP_KEY_NONE);
  hsp_account_set_key_refused (self, FALSE);
  if (stored)
    hsp_keyring_clear_async (self->keyring, self->id, cancellable, forget_cleared_cb,
                             g_steal_pointer (&task));
  else
    g_task_return_boolean (task, TRUE);
}

gboolean
hsp_account_forget_key_finish (HspAccount    *self,
                               GAsyncResult  *result,
                               GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
