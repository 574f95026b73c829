/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-parts.h"

#include "hsp-catalogue-private.h"
#include "hsp-changes-private.h"
#include "hsp-clock.h"
#include "hsp-console.h"
#include "hsp-marks-private.h"
#include "hsp-order-book-private.h"
#include "hsp-pacer.h"
#include "hsp-request-log.h"
#include "hsp-sms-desk-private.h"
#include "hsp-wallet-private.h"
#include "hsp-watcher.h"

/* The limit is undocumented: a good deal less than what public clients get away with. */
#define REQUESTS_PER_MINUTE 120
#define REQUESTS_AT_ONCE    20
/* A catalogue that is older is asked again at start. */
#define DEFAULT_CATALOGUE_AGE (30 * 60)

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
  PROP_RECOVERED,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspAccount, hsp_account, G_TYPE_OBJECT)

/* Without a key a question is not even sent: asking goes on when there is one. */
static void
update_watching (HspAccount *self)
{
  hsp_watcher_set_online (self->watcher, self->online && !self->passive && !self->closed
                                         && hsp_client_has_key (self->client));
}

/* After the client's key has changed. */
void
hsp_account_set_key_place (HspAccount *self,
                           HspKeyPlace place)
{
  update_watching (self);
  if (self->key_place == place)
    return;
  self->key_place = place;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_PLACE]);
}

void
hsp_account_set_key_refused (HspAccount *self,
                             gboolean    refused)
{
  if (self->key_refused == refused)
    return;
  self->key_refused = refused;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_REFUSED]);
}

/* @error: (transfer full) (nullable) */
void
hsp_account_set_journal_error (HspAccount *self,
                               GError     *error)
{
  if (error == NULL && self->journal_error == NULL)
    return;
  g_clear_error (&self->journal_error);
  self->journal_error = error;
  hsp_order_book_set_closed_reason (self->order_book, error != NULL ? error->message : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_JOURNAL_ERROR]);
}

void
hsp_account_set_recovered (HspAccount *self,
                           gboolean    recovered)
{
  if (self->recovered == recovered)
    return;
  self->recovered = recovered;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RECOVERED]);
}

/* The catalogue's rows of another day are read again. */
static gboolean
is_catalogue_stale (HspAccount *self)
{
  return hsp_get_now () - hsp_catalogue_get_refreshed_at (self->catalogue) >= self->catalogue_age;
}

/* Offline it waits for the network, as without a key for the key. */
void
hsp_account_read_shop (HspAccount *self)
{
  if (self->passive || !self->online || !hsp_client_has_key (self->client))
    return;
  hsp_wallet_refresh (self->wallet);
  if (is_catalogue_stale (self))
    hsp_catalogue_refresh (self->catalogue);
}

/* The network */

static void
update_online (HspAccount *self)
{
  const gboolean online = hsp_client_is_loopback (self->endpoint)
                          || g_network_monitor_get_network_available (self->monitor);

  if (self->online == online || self->closed)
    return;
  self->online = online;
  update_watching (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ONLINE]);
  if (online && self->opened)
    hsp_account_read_shop (self);
}

/* Object */

/* What the shop sells and what hangs on it. Who only looks into the journal does without. */
static void
make_catalogue (HspAccount *self)
{
  g_autofree char *changes = g_build_filename (self->data_dir, self->id, "changes.db", NULL);
  g_autofree char *snapshot = g_build_filename (self->cache_dir, self->id, "catalogue", NULL);

  self->catalogue = hsp_catalogue_new (self->client, snapshot);
  self->changes = hsp_changes_new (self->catalogue, self->passive ? NULL : changes);
  self->marks = hsp_marks_new (self->client, self->catalogue, self->watcher, !self->passive);
  hsp_account_listen_to_catalogue (self);
}

static void
connect_monitor (HspAccount *self)
{
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->online = hsp_client_is_loopback (self->endpoint)
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

  G_OBJECT_CLASS (hsp_account_parent_class)->constructed (object);

  self->client = hsp_client_new (self->endpoint, pacer);
  if (!self->passive)
    self->requests = hsp_request_log_new (self->client);
  self->journal = hsp_journal_new (journal);
  self->watcher = hsp_watcher_new ();
  self->wallet = hsp_wallet_new (self->client);
  self->spending = hsp_spending_new ();
  self->order_book = hsp_order_book_new (self->client, self->journal, self->watcher, self->wallet,
                                         self->spending);
  self->sms_desk = hsp_sms_desk_new (self->client, self->journal, self->watcher, self->wallet,
                                     self->order_book, self->spending);
  hsp_wallet_set_sources (self->wallet, G_LIST_MODEL (self->order_book),
                          hsp_sms_desk_get_numbers (self->sms_desk));
  if (self->passive)
    self->online = TRUE;
  else
    connect_monitor (self);
  update_watching (self);
  hsp_account_listen (self);
  if (!self->passive)
    make_catalogue (self);
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
    case PROP_RECOVERED:
      g_value_set_boolean (value, hsp_account_get_recovery (self) != NULL);
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
  g_clear_object (&self->console);
  g_clear_object (&self->requests);
  g_clear_object (&self->monitor);
  g_clear_object (&self->keyring);
  g_clear_object (&self->sms_desk);
  g_clear_object (&self->order_book);
  g_clear_object (&self->marks);
  g_clear_object (&self->changes);
  g_clear_object (&self->catalogue);
  g_clear_object (&self->wallet);
  g_clear_object (&self->spending);
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
  g_free (self->mark);
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
  /* The journal was damaged, what could be read of it is there, and nobody has taken note yet. */
  properties[PROP_RECOVERED] = g_param_spec_boolean ("recovered", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_account_init (HspAccount *self)
{
  self->catalogue_age = DEFAULT_CATALOGUE_AGE;
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

/** hsp_account_has_catalogue: whether hsp_account_get_catalogue() need not make it first */
gboolean
hsp_account_has_catalogue (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), FALSE);

  return self->catalogue != NULL;
}

/**
 * hsp_account_get_catalogue:
 *
 * A passive account makes it when it is asked for, with the changes and the marks.
 *
 * Returns: (transfer none):
 */
HspCatalogue *
hsp_account_get_catalogue (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  if (self->catalogue == NULL)
    make_catalogue (self);
  return self->catalogue;
}

HspChanges *
hsp_account_get_changes (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  if (self->catalogue == NULL)
    make_catalogue (self);
  return self->changes;
}

HspMarks *
hsp_account_get_marks (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  if (self->catalogue == NULL)
    make_catalogue (self);
  return self->marks;
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

/**
 * hsp_account_set_limits:
 * @limits: what may be spent from now on, by orders and numbers together
 *
 * A purchase beyond them ends with HSP_ERROR_LIMIT, whose sentence names the amounts; nothing is
 * written or sent then. What to do about @ask_above is the caller's (hsp_spending_limits_ask()).
 */
void
hsp_account_set_limits (HspAccount              *self,
                        const HspSpendingLimits *limits)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));
  g_return_if_fail (limits != NULL);

  hsp_spending_set_limits (self->spending, limits);
}

/**
 * hsp_account_get_limits:
 *
 * Returns: (transfer none): what may be spent; no limits at first
 */
const HspSpendingLimits *
hsp_account_get_limits (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return hsp_spending_get_limits (self->spending);
}

/**
 * hsp_account_get_console:
 *
 * Made when it is asked for first; it then reads what was sent before.
 *
 * Returns: (transfer none): for requests by hand
 */
HspConsole *
hsp_account_get_console (HspAccount *self)
{
  g_autofree char *history = NULL;

  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  if (self->console == NULL)
    {
      history = g_build_filename (self->data_dir, self->id, "console.json", NULL);
      self->console = hsp_console_new (self, self->client, history);
    }
  return self->console;
}

/**
 * hsp_account_get_own_requests:
 *
 * Returns: (transfer none) (nullable): of HspRequest, newest first: the last that the program sent by
 *   itself; %NULL of a passive account
 */
GListModel *
hsp_account_get_own_requests (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->requests != NULL ? hsp_request_log_get_model (self->requests) : NULL;
}

HspClient *
hsp_account_get_client (HspAccount *self)
{
  g_return_val_if_fail (HSP_IS_ACCOUNT (self), NULL);

  return self->client;
}

/**
 * hsp_account_set_catalogue_age:
 * @seconds: how old the catalogue may be before the account reads it again by itself
 */
void
hsp_account_set_catalogue_age (HspAccount *self,
                               gint64      seconds)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));

  self->catalogue_age = seconds;
}
