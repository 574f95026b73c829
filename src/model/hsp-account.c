/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account.h"

#include <glib/gi18n-lib.h>

#include "hsp-catalogue-private.h"
#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-journal.h"
#include "hsp-keyring.h"
#include "hsp-order.h"
#include "hsp-order-book-private.h"
#include "hsp-pacer.h"
#include "hsp-shop.h"
#include "hsp-sms-desk-private.h"
#include "hsp-sms-number.h"
#include "hsp-wallet-private.h"
#include "hsp-watcher.h"

/* The limit is undocumented: a good deal less than what public clients get away with. */
#define REQUESTS_PER_MINUTE 120
#define REQUESTS_AT_ONCE    20
/* A catalogue that is older is asked again at start. */
#define CATALOGUE_FRESH_FOR (30 * 60)

struct _HspAccount
{
  GObject          parent_instance;

  char            *id;            /* (owned) */
  char            *label;         /* (owned) */
  char            *endpoint;      /* (owned) */
  char            *data_dir;      /* (owned) */
  char            *cache_dir;     /* (owned) */
  gboolean         sandbox;
  gboolean         passive;
  HspKeyring      *keyring;       /* (owned) (nullable) */

  HspClient       *client;        /* (owned) */
  HspJournal      *journal;       /* (owned) */
  HspWatcher      *watcher;       /* (owned) */
  HspCatalogue    *catalogue;     /* (owned) */
  HspOrderBook    *order_book;    /* (owned) */
  HspSmsDesk      *sms_desk;      /* (owned) */
  HspWallet       *wallet;        /* (owned) */
  GNetworkMonitor *monitor;       /* (owned) (nullable) none while passive */

  GError          *journal_error; /* (owned) (nullable) */
  HspKeyPlace      key_place;
  gboolean         online;
  gboolean         key_refused;
  gboolean         opened;
  gboolean         closed;
};

enum
{
  PROP_ID = 1,
  PROP_LABEL,
  PROP_ENDPOINT,
  PROP_SANDBOX,
  PROP_PASSIVE,
  PROP_DATA_DIR,
  PROP_CACHE_DIR,
  PROP_KEYRING,
  PROP_KEY_PLACE,
  PROP_ONLINE,
  PROP_KEY_REFUSED,
  PROP_JOURNAL_ERROR,
  PROP_SPENDING,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspAccount, hsp_account, G_TYPE_OBJECT)

static gint64
get_now (void)
{
  return g_get_real_time () / G_TIME_SPAN_SECOND;
}

static void
set_key_place (HspAccount  *self,
               HspKeyPlace  place)
{
  if (self->key_place == place)
    return;
  self->key_place = place;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_PLACE]);
}

static void
set_key_refused (HspAccount *self,
                 gboolean    refused)
{
  if (self->key_refused == refused)
    return;
  self->key_refused = refused;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_REFUSED]);
}

/* @error: (transfer full) (nullable) */
static void
set_journal_error (HspAccount *self,
                   GError     *error)
{
  if (error == NULL && self->journal_error == NULL)
    return;
  g_clear_error (&self->journal_error);
  self->journal_error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOURNAL_ERROR]);
}

/* The catalogue's rows of another day are read again; offline it waits for the network. */
static gboolean
is_catalogue_stale (HspAccount *self)
{
  return get_now () - hsp_catalogue_get_refreshed_at (self->catalogue) >= CATALOGUE_FRESH_FOR;
}

static void
read_shop (HspAccount *self)
{
  if (self->passive || !hsp_client_has_key (self->client))
    return;
  hsp_wallet_refresh (self->wallet);
  if (is_catalogue_stale (self))
    hsp_catalogue_refresh (self->catalogue);
}

/* The network */

static gboolean
is_loopback (const char *endpoint)
{
  g_autoptr(GUri) uri = g_uri_parse (endpoint, G_URI_FLAGS_NONE, NULL);
  g_autoptr(GInetAddress) address = NULL;
  const char *host = uri != NULL ? g_uri_get_host (uri) : NULL;

  if (host == NULL)
    return FALSE;
  if (g_ascii_strcasecmp (host, "localhost") == 0)
    return TRUE;
  address = g_inet_address_new_from_string (host);
  return address != NULL && g_inet_address_get_is_loopback (address);
}

static void
update_online (HspAccount *self)
{
  const gboolean online = is_loopback (self->endpoint)
                          || g_network_monitor_get_network_available (self->monitor);

  if (self->online == online || self->closed)
    return;
  self->online = online;
  hsp_watcher_set_online (self->watcher, online);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLINE]);
  if (online && self->opened)
    read_shop (self);
}

/* What the objects tell */

static void
note_error (HspAccount   *self,
            const GError *error)
{
  if (g_error_matches (error, HSP_ERROR, HSP_ERROR_KEY_REFUSED))
    set_key_refused (self, TRUE);
}

static void
on_wallet_read_cb (HspAccount *self)
{
  const GError *error = hsp_wallet_get_error (self->wallet);

  if (error != NULL)
    note_error (self, error);
  else if (hsp_client_has_key (self->client))
    set_key_refused (self, FALSE);
}

static void
on_catalogue_state_cb (HspAccount *self)
{
  note_error (self, hsp_catalogue_get_error (self->catalogue));
}

static void
on_catalogue_refresh_failed_cb (HspAccount   *self,
                                const GError *error)
{
  note_error (self, error);
}

static void
on_order_changed_cb (HspAccount *self,
                     HspOrder   *order)
{
  note_error (self, hsp_order_get_check_error (order));
}

static void
on_number_changed_cb (HspAccount   *self,
                      HspSmsNumber *number)
{
  note_error (self, hsp_sms_number_get_check_error (number));
}

static void
on_projects_state_cb (HspAccount *self)
{
  note_error (self, hsp_sms_desk_get_error (self->sms_desk));
}

static void
on_spending_cb (HspAccount *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SPENDING]);
}

/* Object */

static void
connect_objects (HspAccount *self)
{
  g_signal_connect_object (self->wallet, "notify::read-at", G_CALLBACK (on_wallet_read_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->catalogue, "notify::state", G_CALLBACK (on_catalogue_state_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->catalogue, "refresh-failed",
                           G_CALLBACK (on_catalogue_refresh_failed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->order_book, "order-changed", G_CALLBACK (on_order_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->order_book, "notify::spending", G_CALLBACK (on_spending_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sms_desk, "number-changed", G_CALLBACK (on_number_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sms_desk, "notify::projects-state",
                           G_CALLBACK (on_projects_state_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sms_desk, "notify::spending", G_CALLBACK (on_spending_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
connect_monitor (HspAccount *self)
{
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->online = is_loopback (self->endpoint)
                 || g_network_monitor_get_network_available (self->monitor);
  g_signal_connect_object (self->monitor, "notify::network-available",
                           G_CALLBACK (update_online), self, G_CONNECT_SWAPPED);
}

static void
hsp_account_constructed (GObject *object)
{
  HspAccount *self = HSP_ACCOUNT (object);
  g_autoptr(HspPacer) pacer = hsp_pacer_new (REQUESTS_PER_MINUTE, REQUESTS_AT_ONCE);
  g_autofree char *journal = g_build_filename (self->data_dir, self->id, "journal.db", NULL);
  g_autofree char *snapshot = g_build_filename (self->cache_dir, self->id, "catalogue", NULL);

  G_OBJECT_CLASS (hsp_account_parent_class)->constructed (object);

  self->client = hsp_client_new (self->endpoint, pacer);
  self->journal = hsp_journal_new (journal);
  self->watcher = hsp_watcher_new ();
  self->catalogue = hsp_catalogue_new (self->client, snapshot);
  self->wallet = hsp_wallet_new (self->client);
  self->order_book = hsp_order_book_new (self->client, self->journal, self->watcher, self->wallet);
  self->sms_desk = hsp_sms_desk_new (self->client, self->journal, self->watcher, self->wallet,
                                     self->order_book);
  hsp_wallet_set_sources (self->wallet, G_LIST_MODEL (self->order_book),
                          hsp_sms_desk_get_numbers (self->sms_desk));
  if (self->passive)
    self->online = TRUE;
  else
    connect_monitor (self);
  hsp_watcher_set_online (self->watcher, self->online && !self->passive);
  connect_objects (self);
}

static void
hsp_account_get_property (GObject    *object,
                          guint       prop_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HspAccount *self = HSP_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ID:
      g_value_set_string (value, self->id);
      break;
    case PROP_LABEL:
      g_value_set_string (value, self->label);
      break;
    case PROP_ENDPOINT:
      g_value_set_string (value, self->endpoint);
      break;
    case PROP_SANDBOX:
      g_value_set_boolean (value, self->sandbox);
      break;
    case PROP_PASSIVE:
      g_value_set_boolean (value, self->passive);
      break;
    case PROP_DATA_DIR:
      g_value_set_string (value, self->data_dir);
      break;
    case PROP_CACHE_DIR:
      g_value_set_string (value, self->cache_dir);
      break;
    case PROP_KEYRING:
      g_value_set_object (value, self->keyring);
      break;
    case PROP_KEY_PLACE:
      g_value_set_uint (value, self->key_place);
      break;
    case PROP_ONLINE:
      g_value_set_boolean (value, self->online);
      break;
    case PROP_KEY_REFUSED:
      g_value_set_boolean (value, self->key_refused);
      break;
    case PROP_JOURNAL_ERROR:
      g_value_set_boxed (value, self->journal_error);
      break;
    case PROP_SPENDING:
      g_value_set_boolean (value, hsp_account_get_spending (self));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_account_set_property (GObject      *object,
                          guint         prop_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  HspAccount *self = HSP_ACCOUNT (object);

  switch (prop_id)
    {
    case PROP_ID:
      self->id = g_value_dup_string (value);
      break;
    case PROP_LABEL:
      self->label = g_value_dup_string (value);
      break;
    case PROP_ENDPOINT:
      self->endpoint = g_value_dup_string (value);
      break;
    case PROP_SANDBOX:
      self->sandbox = g_value_get_boolean (value);
      break;
    case PROP_PASSIVE:
      self->passive = g_value_get_boolean (value);
      break;
    case PROP_DATA_DIR:
      self->data_dir = g_value_dup_string (value);
      break;
    case PROP_CACHE_DIR:
      self->cache_dir = g_value_dup_string (value);
      break;
    case PROP_KEYRING:
      self->keyring = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
hsp_account_dispose (GObject *object)
{
  HspAccount *self = HSP_ACCOUNT (object);

  hsp_account_close (self);
  g_clear_object (&self->monitor);
  g_clear_object (&self->keyring);
  g_clear_object (&self->sms_desk);
  g_clear_object (&self->order_book);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->wallet);
  g_clear_object (&self->watcher);
  g_clear_object (&self->journal);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (hsp_account_parent_class)->dispose (object);
}

static void
hsp_account_finalize (GObject *object)
{
  HspAccount *self = HSP_ACCOUNT (object);

  g_free (self->id);
  g_free (self->label);
  g_free (self->endpoint);
  g_free (self->data_dir);
  g_free (self->cache_dir);
  g_clear_error (&self->journal_error);

  G_OBJECT_CLASS (hsp_account_parent_class)->finalize (object);
}

static void
hsp_account_class_init (HspAccountClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags construct = G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS;
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->constructed = hsp_account_constructed;
  object_class->get_property = hsp_account_get_property;
  object_class->set_property = hsp_account_set_property;
  object_class->dispose = hsp_account_dispose;
  object_class->finalize = hsp_account_finalize;

  /* Names its folders and its item of the keyring. */
  properties[PROP_ID] = g_param_spec_string ("id", NULL, NULL, NULL, construct);
  /* What a person calls it. */
  properties[PROP_LABEL] = g_param_spec_string ("label", NULL, NULL, NULL, construct);
  properties[PROP_ENDPOINT] = g_param_spec_string ("endpoint", NULL, NULL, NULL, construct);
  /* Pretend money at the built-in shop. */
  properties[PROP_SANDBOX] = g_param_spec_boolean ("sandbox", NULL, NULL, FALSE, construct);
  /* The shop is asked nothing but what the caller asks: no refreshing, no watching. */
  properties[PROP_PASSIVE] = g_param_spec_boolean ("passive", NULL, NULL, FALSE, construct);
  properties[PROP_DATA_DIR] = g_param_spec_string ("data-dir", NULL, NULL, NULL, construct);
  properties[PROP_CACHE_DIR] = g_param_spec_string ("cache-dir", NULL, NULL, NULL, construct);
  properties[PROP_KEYRING] = g_param_spec_object ("keyring", NULL, NULL, HSP_TYPE_KEYRING,
                                                  construct);
  /* HspKeyPlace: where the key is. */
  properties[PROP_KEY_PLACE] = g_param_spec_uint ("key-place", NULL, NULL, HSP_KEY_NONE,
                                                  HSP_KEY_THIS_RUN, HSP_KEY_NONE, flags);
  properties[PROP_ONLINE] = g_param_spec_boolean ("online", NULL, NULL, FALSE, flags);
  /* The shop did not accept the key in a later request. */
  properties[PROP_KEY_REFUSED] = g_param_spec_boolean ("key-refused", NULL, NULL, FALSE, flags);
  /* Why the journal cannot be used, and nothing can be bought. */
  properties[PROP_JOURNAL_ERROR] = g_param_spec_boxed ("journal-error", NULL, NULL, G_TYPE_ERROR,
                                                       flags);
  /* A purchase is under way: the program must not end. */
  properties[PROP_SPENDING] = g_param_spec_boolean ("spending", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_account_init (HspAccount *self)
{
}

/**
 * hsp_account_new:
 * @id: names its folders; safe as the name of one
 * @keyring: (nullable): none for the sandbox
 *
 * Returns: (transfer full): an account without a key; no I/O is done
 */
HspAccount *
hsp_account_new (const char *id,
                 const char *label,
                 const char *endpoint,
                 gboolean    sandbox,
                 const char *data_dir,
                 const char *cache_dir,
                 HspKeyring *keyring)
{
  g_return_val_if_fail (id != NULL && *id != '\0', NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (data_dir != NULL && cache_dir != NULL, NULL);

  return g_object_new (HSP_TYPE_ACCOUNT,
                       "id", id,
                       "label", label,
                       "endpoint", endpoint,
                       "sandbox", sandbox,
                       "data-dir", data_dir,
                       "cache-dir", cache_dir,
                       "keyring", keyring,
                       NULL);
}

/**
 * hsp_account_new_passive:
 * @id: names its folders; safe as the name of one
 * @keyring: (nullable): none for a key that is kept nowhere
 *
 * For a program that answers one question and ends: opening reads the journal and asks the shop
 * nothing, nothing is watched, and the network is not either.
 *
 * Returns: (transfer full): an account without a key; no I/O is done
 */
HspAccount *
hsp_account_new_passive (const char *id,
                         const char *label,
                         const char *endpoint,
                         const char *data_dir,
                         const char *cache_dir,
                         HspKeyring *keyring)
{
  g_return_val_if_fail (id != NULL && *id != '\0', NULL);
  g_return_val_if_fail (endpoint != NULL, NULL);
  g_return_val_if_fail (data_dir != NULL && cache_dir != NULL, NULL);

  return g_object_new (HSP_TYPE_ACCOUNT,
                       "id", id,
                       "label", label,
                       "endpoint", endpoint,
                       "passive", TRUE,
                       "data-dir", data_dir,
                       "cache-dir", cache_dir,
                       "keyring", keyring,
                       NULL);
}

const char *
hsp_account_get_id (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->id;
}

const char *
hsp_account_get_label (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->label;
}

const char *
hsp_account_get_endpoint (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->endpoint;
}

gboolean
hsp_account_is_sandbox (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), FALSE);

  return self->sandbox;
}

HspKeyPlace
hsp_account_get_key_place (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), HSP_KEY_NONE);

  return self->key_place;
}

/**
 * hsp_account_get_online:
 *
 * Returns: whether there is a network; the sandbox needs none
 */
gboolean
hsp_account_get_online (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), FALSE);

  return self->online;
}

gboolean
hsp_account_get_key_refused (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), FALSE);

  return self->key_refused;
}

/**
 * hsp_account_get_journal_error:
 *
 * Returns: (transfer none) (nullable): why nothing can be bought
 */
const GError *
hsp_account_get_journal_error (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->journal_error;
}

HspCatalogue *
hsp_account_get_catalogue (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->catalogue;
}

HspOrderBook *
hsp_account_get_order_book (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->order_book;
}

HspSmsDesk *
hsp_account_get_sms_desk (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->sms_desk;
}

HspWallet *
hsp_account_get_wallet (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->wallet;
}

HspClient *
hsp_account_get_client (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->client;
}

/* Keys */

typedef struct
{
  char       *key;      /* (owned) wiped when freed */
  HspBalance *balance;  /* (owned) (nullable) */
  gint64      asked_at;
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
  set_key_place (self, HSP_KEY_NONE);
  g_task_return_error (task, error);
}

static void
connect_succeeded (GTask       *task,
                   HspKeyPlace  place)
{
  HspAccount *self = g_task_get_source_object (task);
  ConnectData *data = g_task_get_task_data (task);

  set_key_place (self, place);
  set_key_refused (self, FALSE);
  hsp_wallet_take_balance (self->wallet, data->balance, data->asked_at);
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
  data->asked_at = get_now ();
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
  hsp_keyring_key_free (key);
  set_key_place (self, HSP_KEY_IN_KEYRING);
  /* opened before the keyring answered: what opening could not ask */
  if (self->opened && !self->closed)
    read_shop (self);
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
  set_key_place (self, HSP_KEY_THIS_RUN);
  set_key_refused (self, FALSE);
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
  set_key_place (self, HSP_KEY_NONE);
  set_key_refused (self, FALSE);
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

/* Opening and closing */

/* @error: (transfer full) */
static void
open_failed (GTask  *task,
             GError *error)
{
  HspAccount *self = g_task_get_source_object (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    set_journal_error (self, g_error_copy (error));
  g_task_return_error (task, error);
}

static void
open_loaded_cb (GObject      *object,
                GAsyncResult *result,
                gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  g_autoptr(HspJournalContents) contents = NULL;
  HspAccount *self = g_task_get_source_object (task);
  GError *error = NULL;

  contents = hsp_journal_load_finish (HSP_JOURNAL (object), result, &error);
  if (contents == NULL)
    {
      /* so that it can be opened again */
      hsp_journal_close (HSP_JOURNAL (object));
      open_failed (task, error);
      return;
    }
  if (!self->closed)
    {
      set_journal_error (self, NULL);
      hsp_wallet_load (self->wallet, self->journal, contents->balances);
      hsp_sms_desk_load_rows (self->sms_desk, contents->purchases, contents->numbers);
      hsp_order_book_load (self->order_book, contents->purchases);
      /* the reading under way was asked for before these became unconfirmed */
      if (!self->passive && hsp_order_book_get_n_unconfirmed (self->order_book) > 0
          && hsp_client_has_key (self->client))
        hsp_wallet_refresh (self->wallet);
    }
  g_task_return_boolean (task, TRUE);
}

static void
open_journal_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(GTask) task = user_data;
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!hsp_journal_open_finish (HSP_JOURNAL (object), result, &error))
    open_failed (task, error);
  else
    hsp_journal_load_async (HSP_JOURNAL (object), cancellable, open_loaded_cb,
                            g_steal_pointer (&task));
}

/**
 * hsp_account_open_async:
 *
 * Reads the snapshot before it returns, the journal behind it, and asks the shop. Errors:
 * HSP_ERROR_STORE: nothing can be bought, the rest goes on; may be called again. Main thread.
 */
void
hsp_account_open_async (HspAccount          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  GTask *task;

  g_return_if_fail (HSP_IS_ACCOUNT (self));
  g_return_if_fail (!self->closed);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_account_open_async);
  g_task_set_check_cancellable (task, FALSE);
  if (!self->opened && !self->passive)
    hsp_catalogue_open (self->catalogue);
  self->opened = TRUE;
  hsp_journal_open_async (self->journal, cancellable, open_journal_cb, task);
  read_shop (self);
}

gboolean
hsp_account_open_finish (HspAccount    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_account_refresh:
 *
 * Asks for the balance, the catalogue and all open orders.
 */
void
hsp_account_refresh (HspAccount *self)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));

  if (self->closed)
    return;
  hsp_wallet_refresh (self->wallet);
  hsp_catalogue_refresh (self->catalogue);
  hsp_order_book_check_all (self->order_book);
}

gboolean
hsp_account_get_spending (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), FALSE);

  return hsp_order_book_get_spending (self->order_book)
         || hsp_sms_desk_get_spending (self->sms_desk);
}

/**
 * hsp_account_close:
 *
 * Ends watching and waits for what the journal has to write. May be called twice.
 */
void
hsp_account_close (HspAccount *self)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));

  if (self->closed)
    return;
  self->closed = TRUE;
  hsp_watcher_set_online (self->watcher, FALSE);
  hsp_catalogue_close (self->catalogue);
  hsp_wallet_close (self->wallet);
  hsp_order_book_close (self->order_book);
  hsp_sms_desk_close (self->sms_desk);
  hsp_journal_close (self->journal);
}
