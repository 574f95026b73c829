/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-keyring"

#include "config.h"

#include "hsp-keyring.h"

#include "hsp-error.h"

#include <glib/gi18n-lib.h>
#include <libsecret/secret.h>

/* public and installed, but left out of secret.h, which alone may be included */
#define __SECRET_INSIDE_HEADER__
#include <libsecret/secret-backend.h>
#undef __SECRET_INSIDE_HEADER__

/* For everything that does not wait for a person. */
#define LIMIT_MS 5000

/* The name is not matched: a keyring that was not unlocked since login hides items from a search by
 * it. Nothing here is secret. */
static const SecretSchema schema = {
  APP_ID, SECRET_SCHEMA_DONT_MATCH_NAME,
  {
    { "application", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { "account", SECRET_SCHEMA_ATTRIBUTE_STRING },
    { NULL, 0 },
  },
};

struct _HspKeyring
{
  GObject parent_instance;
};

G_DEFINE_FINAL_TYPE (HspKeyring, hsp_keyring, G_TYPE_OBJECT)

typedef struct _Call Call;
typedef void (*CallStep) (Call *call);

/* One call of ours over several of libsecret's. Our answer does not depend on theirs ever coming:
 * a cancelled prompt of libsecret 0.21 never calls back. Each step under way holds a reference. */
struct _Call
{
  GTask         *task;          /* (owned) (nullable): NULL once answered */
  GCancellable  *limit;         /* (owned) stops libsecret's part */
  GSource       *limit_source;  /* (owned) (nullable) */
  GSource       *cancel_source; /* (owned) (nullable) the caller's cancellable */
  CallStep       first;
  gboolean       retried;
  gboolean       prompting;     /* a person is asked: no limit, and left to finish */

  GHashTable    *attributes;    /* (owned) (nullable) */
  char          *label;         /* (owned) (nullable) */
  SecretValue   *value;         /* (owned) (nullable) the key to store */

  /* known after the lock was looked at, where there is a service */
  SecretService    *service;    /* (owned) (nullable) */
  SecretCollection *collection; /* (owned) (nullable) the default one */
};

static void
clear_source (GSource **source)
{
  if (*source != NULL)
    g_source_destroy (*source);
  g_clear_pointer (source, g_source_unref);
}

static void
call_clear (gpointer data)
{
  Call *call = data;

  g_assert (call->limit_source == NULL && call->cancel_source == NULL);
  g_clear_object (&call->task);
  g_clear_object (&call->limit);
  g_clear_object (&call->service);
  g_clear_object (&call->collection);
  g_clear_pointer (&call->attributes, g_hash_table_unref);
  g_clear_pointer (&call->value, secret_value_unref);
  g_free (call->label);
}

static Call *
call_ref (Call *call)
{
  return g_rc_box_acquire (call);
}

static void
call_unref (gpointer data)
{
  g_rc_box_release_full (data, call_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Call, call_unref)

/* (transfer full): the task, to be returned now; nothing of this call matters after it */
static GTask *
end_call (Call *call)
{
  g_assert (call->task != NULL);

  clear_source (&call->limit_source);
  clear_source (&call->cancel_source);
  return g_steal_pointer (&call->task);
}

static void
end_call_with_error (Call       *call,
                     HspError    code,
                     const char *message)
{
  g_autoptr(GTask) task = end_call (call);

  g_task_return_new_error (task, HSP_ERROR, code, "%s", message);
}

static void
end_call_locked (Call *call)
{
  end_call_with_error (call, HSP_ERROR_KEYRING_LOCKED, _("The keyring is locked."));
}

static void
end_call_absent (Call *call)
{
  end_call_with_error (call, HSP_ERROR_KEYRING,
                       _("There is no default keyring to keep the key in."));
}

static void
end_call_done (Call *call)
{
  g_autoptr(GTask) task = end_call (call);

  g_task_return_boolean (task, TRUE);
}

/* A person's prompt is not withdrawn: libsecret 0.20 complains, and the keyring's daemon was seen to
 * die of it. Its answer, if one comes, finds the call ended. */
static gboolean
on_cancelled_cb (GCancellable *cancellable,
                 gpointer      user_data)
{
  g_autoptr(Call) call = call_ref (user_data);
  g_autoptr(GTask) task = end_call (call);

  if (!call->prompting)
    g_cancellable_cancel (call->limit);
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "%s", _("Cancelled."));
  return G_SOURCE_REMOVE;
}

static gboolean
on_limit_cb (gpointer user_data)
{
  g_autoptr(Call) call = call_ref (user_data);

  end_call_with_error (call, HSP_ERROR_KEYRING, _("The keyring did not answer."));
  g_cancellable_cancel (call->limit);
  return G_SOURCE_REMOVE;
}

static void
attach (GSource     *source,
        GSourceFunc  callback,
        Call        *call)
{
  g_source_set_callback (source, callback, call_ref (call), call_unref);
  g_source_attach (source, g_task_get_context (call->task));
}

/* (transfer full) */
static Call *
call_new (HspKeyring          *self,
          gpointer             source_tag,
          CallStep             first,
          const char          *account,
          GCancellable        *cancellable,
          GAsyncReadyCallback  callback,
          gpointer             user_data)
{
  Call *call = g_rc_box_new0 (Call);

  call->task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (call->task, source_tag);
  g_task_set_check_cancellable (call->task, FALSE);
  call->limit = g_cancellable_new ();
  call->first = first;
  if (account != NULL)
    call->attributes = secret_attributes_build (&schema, "application", APP_ID,
                                                "account", account, NULL);

  call->limit_source = g_timeout_source_new (LIMIT_MS);
  attach (call->limit_source, on_limit_cb, call);
  if (cancellable != NULL)
    {
      call->cancel_source = g_cancellable_source_new (cancellable);
      attach (call->cancel_source, G_SOURCE_FUNC (on_cancelled_cb), call);
    }
  return call;
}

static gboolean
has_ended (Call *call)
{
  return call->task == NULL;
}

/* A daemon that was started again does not know the session that libsecret holds on to. */
static gboolean
is_lost_session (const GError *error)
{
  return g_error_matches (error, G_IO_ERROR, G_IO_ERROR_DBUS_ERROR) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_NO_SUCH_OBJECT) ||
         g_error_matches (error, SECRET_ERROR, SECRET_ERROR_PROTOCOL);
}

/* Takes a failure of libsecret: once more from the start, or the end. */
static void
handle_failure (Call         *call,
                const GError *error)
{
  g_debug ("The keyring failed: %s", error->message);

  if (is_lost_session (error) && !call->retried)
    {
      call->retried = TRUE;
      g_clear_object (&call->service);
      g_clear_object (&call->collection);
      secret_service_disconnect ();
      call->first (call);
    }
  else if (g_error_matches (error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
    end_call_locked (call);
  else
    end_call_with_error (call, HSP_ERROR_KEYRING,
                         _("There is no keyring, or it could not be used."));
}

/* --- Whether the default collection is locked --- */

typedef struct
{
  Call     *call;               /* (owned) */
  CallStep  if_open;            /* also when there is no such thing as a lock */
  CallStep  if_locked;
  CallStep  if_absent;
} LockCheck;

static void
lock_check_free (LockCheck *check)
{
  call_unref (check->call);
  g_free (check);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LockCheck, lock_check_free)

static void
check_lock_collection_cb (GObject      *object,
                          GAsyncResult *result,
                          gpointer      user_data)
{
  g_autoptr(LockCheck) check = user_data;
  g_autoptr(SecretCollection) collection = NULL;
  g_autoptr(GError) error = NULL;
  Call *call = check->call;

  collection = secret_collection_for_alias_finish (result, &error);
  if (has_ended (call))
    return;

  g_set_object (&call->collection, collection);
  if (error != NULL)
    handle_failure (call, error);
  else if (collection == NULL)
    check->if_absent (call);
  else if (secret_collection_get_locked (collection))
    check->if_locked (call);
  else
    check->if_open (call);
}

static void
check_lock_backend_cb (GObject      *object,
                       GAsyncResult *result,
                       gpointer      user_data)
{
  g_autoptr(LockCheck) check = user_data;
  g_autoptr(GError) error = NULL;
  SecretBackend *backend = NULL;
  Call *call = check->call;

  /* Not released, against its documentation: the first time, libsecret keeps the only reference
   * itself; its own callers do the same. */
  backend = secret_backend_get_finish (result, &error);
  if (has_ended (call))
    return;
  if (backend == NULL)
    {
      handle_failure (call, error);
      return;
    }
  /* libsecret's own file, as in a sandbox with the secret portal, has neither service nor lock */
  if (!SECRET_IS_SERVICE (backend))
    {
      check->if_open (call);
      return;
    }

  g_set_object (&call->service, SECRET_SERVICE (backend));
  secret_collection_for_alias (call->service, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE,
                               call->limit, check_lock_collection_cb, g_steal_pointer (&check));
}

static void
check_lock (Call     *call,
            CallStep  if_open,
            CallStep  if_locked,
            CallStep  if_absent)
{
  LockCheck *check = g_new0 (LockCheck, 1);

  check->call = call_ref (call);
  check->if_open = if_open;
  check->if_locked = if_locked;
  check->if_absent = if_absent;
  secret_backend_get (SECRET_BACKEND_OPEN_SESSION, call->limit, check_lock_backend_cb, check);
}

/* --- Looking up --- */

static void
end_lookup_without_key (Call *call)
{
  end_call_with_error (call, HSP_ERROR_NO_KEY, _("No key is stored for this account."));
}

static gboolean
is_locked (gpointer item)
{
  return SECRET_IS_ITEM (item) && secret_item_get_locked (SECRET_ITEM (item));
}

/* (transfer none) (nullable): the newest that can be read */
static SecretRetrievable *
find_readable (GList *items)
{
  SecretRetrievable *best = NULL;

  for (GList *item = items; item != NULL; item = item->next)
    {
      if (!is_locked (item->data) &&
          (best == NULL ||
           secret_retrievable_get_modified (item->data) > secret_retrievable_get_modified (best)))
        best = item->data;
    }
  return best;
}

static void
lookup_secret_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GTask) task = NULL;
  g_autoptr(GError) error = NULL;
  SecretValue *value = NULL;
  char *key = NULL;

  value = secret_retrievable_retrieve_secret_finish (SECRET_RETRIEVABLE (object), result, &error);
  if (has_ended (call))
    {
      g_clear_pointer (&value, secret_value_unref);
      return;
    }
  if (error != NULL)
    {
      handle_failure (call, error);
      return;
    }
  if (value != NULL)
    key = secret_value_unref_to_password (value, NULL);
  if (key == NULL || *key == '\0' || !g_utf8_validate (key, -1, NULL))
    {
      secret_password_free (key);
      end_lookup_without_key (call);
      return;
    }

  task = end_call (call);
  g_task_return_pointer (task, key, (GDestroyNotify) hsp_keyring_key_free);
}

/* Some keyrings find nothing while they are locked: then it is not known whether there is a key. */
static void
lookup_search_cb (GObject      *object,
                  GAsyncResult *result,
                  gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autolist(GObject) items = NULL;
  g_autoptr(GError) error = NULL;
  SecretRetrievable *item = NULL;

  items = secret_password_search_finish (result, &error);
  if (has_ended (call))
    return;

  if (error != NULL)
    handle_failure (call, error);
  else if (items == NULL)
    check_lock (call, end_lookup_without_key, end_call_locked, end_lookup_without_key);
  else if ((item = find_readable (items)) == NULL)
    end_call_locked (call);
  else
    secret_retrievable_retrieve_secret (item, call->limit, lookup_secret_cb,
                                        call_ref (call));
}

static void
search (Call                *call,
        GAsyncReadyCallback  callback)
{
  secret_password_searchv (&schema, call->attributes, SECRET_SEARCH_ALL, call->limit,
                           callback, call_ref (call));
}

static void
begin_lookup (Call *call)
{
  search (call, lookup_search_cb);
}

/* --- Storing --- */

static void
store_password_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  secret_password_store_finish (result, &error);
  if (has_ended (call))
    return;

  if (error != NULL)
    handle_failure (call, error);
  else
    end_call_done (call);
}

/* Only after the lock was looked at: on a locked collection libsecret would prompt. */
static void
store_password (Call *call)
{
  /* a collection that is watched while an item appears in it leaks in libsecret 0.20 */
  g_clear_object (&call->collection);
  secret_password_storev_binary (&schema, call->attributes, SECRET_COLLECTION_DEFAULT, call->label,
                                 call->value, call->limit, store_password_cb, call_ref (call));
}

static void
begin_store (Call *call)
{
  check_lock (call, store_password, end_call_locked, end_call_absent);
}

/* --- Clearing --- */

static void
clear_password_cb (GObject      *object,
                   GAsyncResult *result,
                   gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;

  secret_password_clear_finish (result, &error);
  if (has_ended (call))
    return;

  if (error != NULL)
    handle_failure (call, error);
  else
    end_call_done (call);
}

static gboolean
has_locked (GList *items)
{
  for (GList *item = items; item != NULL; item = item->next)
    {
      if (is_locked (item->data))
        return TRUE;
    }
  return FALSE;
}

/* libsecret passes over what is locked and calls that a success: the key would come back. */
static void
clear_search_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autolist(GObject) items = NULL;
  g_autoptr(GError) error = NULL;

  items = secret_password_search_finish (result, &error);
  if (has_ended (call))
    return;

  if (error != NULL)
    handle_failure (call, error);
  else if (items == NULL)
    check_lock (call, end_call_done, end_call_locked, end_call_done);
  else if (has_locked (items))
    end_call_locked (call);
  else
    secret_password_clearv (&schema, call->attributes, call->limit,
                            clear_password_cb, call_ref (call));
}

static void
begin_clear (Call *call)
{
  search (call, clear_search_cb);
}

/* --- Unlocking --- */

static void
unlock_cb (GObject      *object,
           GAsyncResult *result,
           gpointer      user_data)
{
  g_autoptr(Call) call = user_data;
  g_autoptr(GError) error = NULL;
  int n_unlocked = 0;

  n_unlocked = secret_service_unlock_finish (SECRET_SERVICE (object), result, NULL, &error);
  if (has_ended (call))
    return;

  if (error != NULL)
    handle_failure (call, error);
  else if (n_unlocked > 0)
    end_call_done (call);
  else
    end_call_locked (call);
}

static void
prompt_to_unlock (Call *call)
{
  g_autoptr(GList) collections = g_list_append (NULL, call->collection);

  clear_source (&call->limit_source);
  call->prompting = TRUE;
  call->retried = TRUE;
  secret_service_unlock (call->service, collections, NULL, unlock_cb, call_ref (call));
}

static void
begin_unlock (Call *call)
{
  check_lock (call, end_call_done, prompt_to_unlock, end_call_absent);
}

static void
hsp_keyring_class_init (HspKeyringClass *klass)
{
}

static void
hsp_keyring_init (HspKeyring *self)
{
}

/** hsp_keyring_new: No I/O. Returns: (transfer full) */
HspKeyring *
hsp_keyring_new (void)
{
  return g_object_new (HSP_TYPE_KEYRING, NULL);
}

static void
start_call (Call *call)
{
  call->first (call);
  call_unref (call);
}

/**
 * hsp_keyring_lookup_async:
 * @account: names the key within this program
 *
 * Never prompts; ends within five seconds. Main thread.
 */
void
hsp_keyring_lookup_async (HspKeyring          *self,
                          const char          *account,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (HSP_IS_KEYRING (self));
  g_return_if_fail (account != NULL);

  start_call (call_new (self, hsp_keyring_lookup_async, begin_lookup, account,
                        cancellable, callback, user_data));
}

/**
 * hsp_keyring_lookup_finish:
 *
 * Returns: (transfer full) (nullable): in memory that is not swapped out where there is such; for
 * hsp_keyring_key_free(). Errors: HSP_ERROR_NO_KEY, HSP_ERROR_KEYRING_LOCKED, HSP_ERROR_KEYRING
 */
char *
hsp_keyring_lookup_finish (HspKeyring    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/**
 * hsp_keyring_store_async:
 * @label: what the keyring's own windows show
 * @key: (transfer none): copied into memory that is not swapped out
 *
 * Into the default collection, over an older key of the account. Never prompts; ends within five
 * seconds. Main thread.
 */
void
hsp_keyring_store_async (HspKeyring          *self,
                         const char          *account,
                         const char          *label,
                         const char          *key,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  Call *call = NULL;

  g_return_if_fail (HSP_IS_KEYRING (self));
  g_return_if_fail (account != NULL && label != NULL && key != NULL);

  call = call_new (self, hsp_keyring_store_async, begin_store, account,
                   cancellable, callback, user_data);
  call->label = g_strdup (label);
  call->value = secret_value_new (key, -1, "text/plain");
  start_call (call);
}

/** hsp_keyring_store_finish: Errors: HSP_ERROR_KEYRING_LOCKED, HSP_ERROR_KEYRING */
gboolean
hsp_keyring_store_finish (HspKeyring    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/** hsp_keyring_clear_async: Never prompts; ends within five seconds. Main thread. */
void
hsp_keyring_clear_async (HspKeyring          *self,
                         const char          *account,
                         GCancellable        *cancellable,
                         GAsyncReadyCallback  callback,
                         gpointer             user_data)
{
  g_return_if_fail (HSP_IS_KEYRING (self));
  g_return_if_fail (account != NULL);

  start_call (call_new (self, hsp_keyring_clear_async, begin_clear, account,
                        cancellable, callback, user_data));
}

/**
 * hsp_keyring_clear_finish:
 *
 * Returns: TRUE when no key of the account is stored any more, also when there was none. Errors:
 * HSP_ERROR_KEYRING_LOCKED, HSP_ERROR_KEYRING
 */
gboolean
hsp_keyring_clear_finish (HspKeyring    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_keyring_unlock_async:
 *
 * May ask the person and then waits for them without limit; cancelling ends the call at once and
 * leaves the prompt to the person. Main thread.
 */
void
hsp_keyring_unlock_async (HspKeyring          *self,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_return_if_fail (HSP_IS_KEYRING (self));

  start_call (call_new (self, hsp_keyring_unlock_async, begin_unlock, NULL,
                        cancellable, callback, user_data));
}

/** hsp_keyring_unlock_finish: Errors: HSP_ERROR_KEYRING_LOCKED (it still is), HSP_ERROR_KEYRING */
gboolean
hsp_keyring_unlock_finish (HspKeyring    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/** hsp_keyring_key_free: @key: (transfer full) (nullable): wiped first */
void
hsp_keyring_key_free (char *key)
{
  secret_password_free (key);
}
