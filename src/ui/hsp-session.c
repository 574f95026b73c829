/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-session"

#include "config.h"

#include "hsp-session-parts.h"

#include "hsp-account-registry.h"
#include "hsp-account.h"
#include "hsp-client.h"
#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-keyring.h"
#include "hsp-preferences.h"
#include "hsp-sms-desk.h"

#include <glib/gi18n-lib.h>

enum
{
  PROP_0,
  PROP_ACCOUNT,
  PROP_KEY_ERROR,
  PROP_ENDPOINT,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (HspSession, hsp_session, G_TYPE_OBJECT)

void
hsp_session_take_key_error (HspSession *self,
                            GError     *error)
{
  if (self->key_error == NULL && error == NULL)
    return;

  g_clear_error (&self->key_error);
  self->key_error = error;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEY_ERROR]);
}

HspAccount *
hsp_session_create_account (HspSession *self,
                            const char *id,
                            const char *label,
                            const char *endpoint,
                            gboolean    is_sandbox)
{
  return hsp_account_new (id, label, endpoint, is_sandbox, self->data_dir, self->cache_dir,
                          self->keyring);
}

static void
apply_preferences (HspSession *self)
{
  HspSpendingLimits limits;

  if (self->account == NULL)
    return;

  hsp_preferences_read_limits (self->settings, &limits);
  hsp_account_set_limits (self->account, &limits);
  hsp_account_set_catalogue_age (self->account,
                                 g_settings_get_int (self->settings, "catalogue-age") * 60);
}

/* History that is older than the person wants to keep it. */
static void
forget_numbers (HspSession *self)
{
  int days = g_settings_get_int (self->settings, "keep-numbers");

  if (self->account != NULL && days > 0)
    hsp_sms_desk_forget_before (hsp_account_get_sms_desk (self->account),
                                hsp_get_now () - (gint64) days * 24 * 3600);
}

static void
on_settings_changed_cb (HspSession *self)
{
  apply_preferences (self);
  forget_numbers (self);
}

static void
on_account_opened_cb (GObject      *object,
                      GAsyncResult *result,
                      gpointer      user_data)
{
  g_autoptr(HspSession) self = user_data;

  /* why not, the account says itself */
  if (hsp_account_open_finish (HSP_ACCOUNT (object), result, NULL) &&
      HSP_ACCOUNT (object) == self->account)
    forget_numbers (self);
}

/* The only place that changes the account. Views drop the old one on notify, before it closes. */
void
hsp_session_take_account (HspSession *self,
                          HspAccount *account,
                          gboolean    registered,
                          HspSandbox *sandbox)
{
  g_autoptr(HspAccount) old_account = g_steal_pointer (&self->account);
  g_autoptr(HspSandbox) old_sandbox = g_steal_pointer (&self->sandbox);

  g_cancellable_cancel (self->cancellable);
  g_object_unref (self->cancellable);
  self->cancellable = g_cancellable_new ();

  self->account = account;
  self->sandbox = sandbox;
  self->registered = registered;
  hsp_session_take_key_error (self, NULL);
  apply_preferences (self);

  /* the snapshot is read here, so that the first frame of the views already shows it */
  if (account != NULL)
    hsp_account_open_async (account, self->cancellable, on_account_opened_cb, g_object_ref (self));

  if (account != old_account)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ACCOUNT]);

  if (old_account != NULL)
    hsp_account_close (old_account);
  if (old_sandbox != NULL)
    hsp_sandbox_stop (old_sandbox);
}

static void
on_account_restored_cb (GObject      *object,
                        GAsyncResult *result,
                        gpointer      user_data)
{
  g_autoptr(HspSession) self = user_data;
  g_autoptr(GError) error = NULL;

  hsp_account_restore_finish (HSP_ACCOUNT (object), result, &error);
  if (HSP_ACCOUNT (object) != self->account ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  hsp_session_take_key_error (self, g_steal_pointer (&error));
}

void
hsp_session_restore_key (HspSession *self)
{
  hsp_account_restore_async (self->account, self->cancellable, on_account_restored_cb,
                             g_object_ref (self));
}

static void
show_real_account (HspSession *self)
{
  g_autofree char *id = NULL;
  g_autofree char *label = NULL;
  g_autofree char *endpoint = NULL;

  if (self->key != NULL)
    {
      g_autofree char *host = hsp_account_label_for (self->endpoint);
      HspAccount *account;

      id = hsp_account_id_for_this_run (self->endpoint);
      account = hsp_session_create_account (self, id, host, self->endpoint, FALSE);
      hsp_account_set_key (account, self->key);
      hsp_session_take_account (self, account, FALSE, NULL);
      return;
    }

  /* a stored key is never sent to another endpoint than the one it was stored for */
  if (!hsp_account_registry_get_current (self->settings, &id, &label, &endpoint) ||
      (self->endpoint_given && !g_str_equal (endpoint, self->endpoint)))
    {
      hsp_session_take_account (self, NULL, FALSE, NULL);
      return;
    }

  hsp_session_take_account (self, hsp_session_create_account (self, id, label, endpoint, FALSE), TRUE, NULL);
  hsp_session_restore_key (self);
}

static void
hsp_session_dispose (GObject *object)
{
  HspSession *self = HSP_SESSION (object);

  hsp_session_close (self);
  g_clear_object (&self->settings);
  g_clear_object (&self->keyring);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->key_error);

  G_OBJECT_CLASS (hsp_session_parent_class)->dispose (object);
}

static void
hsp_session_finalize (GObject *object)
{
  HspSession *self = HSP_SESSION (object);

  g_clear_pointer (&self->key, hsp_keyring_key_free);
  g_free (self->data_dir);
  g_free (self->cache_dir);
  g_free (self->endpoint);

  G_OBJECT_CLASS (hsp_session_parent_class)->finalize (object);
}

static void
hsp_session_get_property (GObject    *object,
                          guint       property_id,
                          GValue     *value,
                          GParamSpec *pspec)
{
  HspSession *self = HSP_SESSION (object);

  switch (property_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;
    case PROP_KEY_ERROR:
      g_value_set_boxed (value, self->key_error);
      break;
    case PROP_ENDPOINT:
      g_value_set_string (value, self->endpoint);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_session_set_property (GObject      *object,
                          guint         property_id,
                          const GValue *value,
                          GParamSpec   *pspec)
{
  HspSession *self = HSP_SESSION (object);

  switch (property_id)
    {
    case PROP_ENDPOINT:
      hsp_session_set_endpoint (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property_id, pspec);
    }
}

static void
hsp_session_class_init (HspSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = hsp_session_dispose;
  object_class->finalize = hsp_session_finalize;
  object_class->get_property = hsp_session_get_property;
  object_class->set_property = hsp_session_set_property;

  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, HSP_TYPE_ACCOUNT,
                         G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_KEY_ERROR] =
    g_param_spec_boxed ("key-error", NULL, NULL, G_TYPE_ERROR,
                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ENDPOINT] =
    g_param_spec_string ("endpoint", NULL, NULL, HSP_DEFAULT_ENDPOINT,
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
hsp_session_init (HspSession *self)
{
  self->settings = g_settings_new (HSP_SETTINGS_SCHEMA);
  self->keyring = hsp_keyring_new ();
  self->cancellable = g_cancellable_new ();
  /* whichever of them, also from elsewhere: what is read is little */
  g_signal_connect_object (self->settings, "changed", G_CALLBACK (on_settings_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

/* Copies @options. Does no I/O but reading the settings. */
HspSession *
hsp_session_new (const HspSessionOptions *options)
{
  HspSession *self = g_object_new (HSP_TYPE_SESSION, NULL);

  if (options->data_dir != NULL)
    {
      self->data_dir = g_canonicalize_filename (options->data_dir, NULL);
      self->cache_dir = g_build_filename (self->data_dir, "cache", NULL);
    }
  else
    {
      self->data_dir = g_build_filename (g_get_user_data_dir (), HSP_DATA_FOLDER, NULL);
      self->cache_dir = g_build_filename (g_get_user_cache_dir (), HSP_DATA_FOLDER, NULL);
    }

  self->endpoint_given = options->endpoint != NULL;
  self->endpoint = g_strdup (options->endpoint != NULL ? options->endpoint : HSP_DEFAULT_ENDPOINT);
  self->key = g_strdup (options->key);

  return self;
}

GSettings *
hsp_session_get_settings (HspSession *self)
{
  g_return_val_if_fail (HSP_IS_SESSION (self), NULL);

  return self->settings;
}

HspKeyring *
hsp_session_get_keyring (HspSession *self)
{
  g_return_val_if_fail (HSP_IS_SESSION (self), NULL);

  return self->keyring;
}

HspAccount *
hsp_session_get_account (HspSession *self)
{
  g_return_val_if_fail (HSP_IS_SESSION (self), NULL);

  return self->account;
}

const GError *
hsp_session_get_key_error (HspSession *self)
{
  g_return_val_if_fail (HSP_IS_SESSION (self), NULL);

  return self->key_error;
}

/* Where the key of the account shown is sent to, or that of a new one would be. */
const char *
hsp_session_get_endpoint (HspSession *self)
{
  g_return_val_if_fail (HSP_IS_SESSION (self), NULL);

  return self->registered ? hsp_account_get_endpoint (self->account) : self->endpoint;
}

void
hsp_session_set_endpoint (HspSession *self,
                          const char *endpoint)
{
  g_return_if_fail (HSP_IS_SESSION (self));
  g_return_if_fail (hsp_client_check_endpoint (endpoint, NULL));

  if (g_strcmp0 (self->endpoint, endpoint) == 0)
    return;

  g_free (self->endpoint);
  self->endpoint = g_strdup (endpoint);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ENDPOINT]);
}

char *
hsp_session_dup_host (HspSession *self)
{
  g_return_val_if_fail (HSP_IS_SESSION (self), NULL);

  return hsp_account_label_for (hsp_session_get_endpoint (self));
}

/* Whether a code may still come for a number of the account shown. */
gboolean
hsp_session_is_awaiting_codes (HspSession *self)
{
  GListModel *numbers;

  g_return_val_if_fail (HSP_IS_SESSION (self), FALSE);

  if (self->account == NULL)
    return FALSE;

  numbers = hsp_sms_desk_get_numbers (hsp_account_get_sms_desk (self->account));
  for (guint i = 0; i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);
      HspNumberState state = hsp_sms_number_get_state (number);

      /* one that was taken off is not asked for any more, and nothing would tell of its end */
      if (!hsp_sms_number_get_row (number)->removed &&
          (state == HSP_NUMBER_WAITING || state == HSP_NUMBER_LATE))
        return TRUE;
    }
  return FALSE;
}

/* Shows the account of the settings or of this run, if there is one: its snapshot at once, its key
 * and its journal as they come. */
void
hsp_session_start (HspSession *self)
{
  g_return_if_fail (HSP_IS_SESSION (self));

  show_real_account (self);
}

/* Ends what runs: nothing is shown any more. */
void
hsp_session_close (HspSession *self)
{
  g_return_if_fail (HSP_IS_SESSION (self));

  if (self->closed)
    return;

  self->closed = TRUE;
  hsp_session_take_account (self, NULL, FALSE, NULL);
}

gboolean
hsp_session_enter_sandbox (HspSession  *self,
                           GError     **error)
{
  g_autoptr(HspSandbox) sandbox = NULL;
  g_autofree char *folder = NULL;
  g_autofree char *state_path = NULL;
  HspSandboxOptions options = { 0 };
  HspAccount *account;

  g_return_val_if_fail (HSP_IS_SESSION (self), FALSE);

  if (self->sandbox != NULL)
    return TRUE;

  folder = g_build_filename (self->data_dir, HSP_SANDBOX_ACCOUNT_ID, NULL);
  if (g_mkdir_with_parents (folder, 0700) != 0)
    {
      g_set_error (error, HSP_ERROR, HSP_ERROR_STORE, _("The folder %s cannot be made."), folder);
      return FALSE;
    }

  state_path = g_build_filename (folder, "shop-state", NULL);
  options.state_path = state_path;
  /* the live service is what a customer will meet: kinds, descriptions, delivered goods */
  options.dialect = HSP_DIALECT_LIVE;
  sandbox = hsp_sandbox_new (&options);
  if (!hsp_sandbox_start (sandbox, error))
    return FALSE;

  account = hsp_session_create_account (self, HSP_SANDBOX_ACCOUNT_ID, _("Sandbox"),
                                        hsp_sandbox_get_endpoint (sandbox), TRUE);
  hsp_account_set_key (account, hsp_sandbox_get_key (sandbox));
  hsp_session_take_account (self, account, FALSE, g_steal_pointer (&sandbox));

  return TRUE;
}

void
hsp_session_leave_sandbox (HspSession *self)
{
  g_return_if_fail (HSP_IS_SESSION (self));

  if (self->sandbox != NULL)
    show_real_account (self);
}

/* After the journal could not be read: once more. */
void
hsp_session_reopen (HspSession *self)
{
  g_return_if_fail (HSP_IS_SESSION (self));

  if (self->account != NULL && hsp_account_get_journal_error (self->account) != NULL)
    hsp_account_open_async (self->account, self->cancellable, NULL, NULL);
}
