/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the session share: which account is shown (hsp-session.c), and how its key is taken, found
 * again and forgotten (hsp-session-key.c). */
#pragma once

#include "hsp-sandbox.h"
#include "hsp-session.h"

G_BEGIN_DECLS

struct _HspSession
{
  GObject        parent_instance;

  GSettings     *settings;          /* (owned) */
  HspKeyring    *keyring;           /* (owned) */
  GCancellable  *cancellable;       /* (owned) of what belongs to the account shown */
  HspAccount    *account;           /* (owned) (nullable) */
  HspSandbox    *sandbox;           /* (owned) (nullable): runs while its account is shown */
  GError        *key_error;         /* (owned) (nullable) */
  char          *data_dir;          /* (owned) */
  char          *cache_dir;         /* (owned) */
  char          *endpoint;          /* (owned) */
  char          *key;               /* (owned) (nullable) for this run only */
  gboolean       endpoint_given;    /* for this run: the settings' account may be of another one */
  gboolean       registered;        /* the account shown is in the settings */
  gboolean       closed;
};

/* (transfer full): in the folders of this run */
HspAccount *hsp_session_create_account (HspSession *self,
                                        const char *id,
                                        const char *label,
                                        const char *endpoint,
                                        gboolean    is_sandbox);

/* Shows another account. @account: (transfer full) (nullable). @sandbox: (transfer full) (nullable) */
void        hsp_session_take_account   (HspSession *self,
                                        HspAccount *account,
                                        gboolean    registered,
                                        HspSandbox *sandbox);

/* @error: (transfer full) (nullable): why the key was not restored */
void        hsp_session_take_key_error (HspSession *self,
                                        GError     *error);

/* Brings the key of the account shown from the keyring */
void        hsp_session_restore_key    (HspSession *self);

G_END_DECLS
