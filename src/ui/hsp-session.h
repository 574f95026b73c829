/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which account is shown: the one of the settings, one for this run only, the sandbox's, or none.
 * Connects, forgets and changes it; keeps the sandbox shop running while it is shown. No widgets.
 *
 * Properties (read only, notify): account (HspAccount, nullable), key-error (GError, nullable: why
 * the key was not restored). Property: endpoint (string, what a new account is connected to). */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"

G_BEGIN_DECLS

typedef struct
{
  const char *data_dir;     /* (nullable): the person's own */
  const char *endpoint;     /* (nullable): for this run, instead of the settings' */
  const char *key;          /* (nullable): for this run only, kept nowhere */
} HspSessionOptions;

#define HSP_TYPE_SESSION (hsp_session_get_type ())
G_DECLARE_FINAL_TYPE (HspSession, hsp_session, HSP, SESSION, GObject)

HspSession   *hsp_session_new            (const HspSessionOptions *options);
GSettings    *hsp_session_get_settings   (HspSession              *self);
HspKeyring   *hsp_session_get_keyring    (HspSession              *self);
HspAccount   *hsp_session_get_account    (HspSession              *self);
const GError *hsp_session_get_key_error  (HspSession              *self);
const char   *hsp_session_get_endpoint   (HspSession              *self);
void          hsp_session_set_endpoint   (HspSession              *self,
                                          const char              *endpoint);
char         *hsp_session_dup_host       (HspSession              *self);

gboolean      hsp_session_is_awaiting_codes (HspSession           *self);

void          hsp_session_start          (HspSession              *self);
void          hsp_session_close          (HspSession              *self);
gboolean      hsp_session_enter_sandbox  (HspSession              *self,
                                          GError                 **error);
void          hsp_session_leave_sandbox  (HspSession              *self);
void          hsp_session_reopen         (HspSession              *self);

void          hsp_session_connect_async  (HspSession              *self,
                                          const char              *key,
                                          GCancellable            *cancellable,
                                          GAsyncReadyCallback      callback,
                                          gpointer                 user_data);
gboolean      hsp_session_connect_finish (HspSession              *self,
                                          GAsyncResult            *result,
                                          GError                 **error);
void          hsp_session_unlock_async   (HspSession              *self,
                                          GCancellable            *cancellable,
                                          GAsyncReadyCallback      callback,
                                          gpointer                 user_data);
gboolean      hsp_session_unlock_finish  (HspSession              *self,
                                          GAsyncResult            *result,
                                          GError                 **error);
void          hsp_session_forget_async   (HspSession              *self,
                                          GAsyncReadyCallback      callback,
                                          gpointer                 user_data);
gboolean      hsp_session_forget_finish  (HspSession              *self,
                                          GAsyncResult            *result,
                                          GError                 **error);

G_END_DECLS
