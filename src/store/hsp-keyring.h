/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The API key in the Secret Service, and the only file with libsecret. Looking up never prompts;
 * every call has a time limit of a few seconds, except unlocking, which waits for a person. Errors
 * are HSP_ERROR_NO_KEY (nothing stored), HSP_ERROR_KEYRING_LOCKED, HSP_ERROR_KEYRING. Main thread. */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"

G_BEGIN_DECLS

#define HSP_TYPE_KEYRING (hsp_keyring_get_type ())
G_DECLARE_FINAL_TYPE (HspKeyring, hsp_keyring, HSP, KEYRING, GObject)

HspKeyring *hsp_keyring_new           (void);

void        hsp_keyring_lookup_async  (HspKeyring *self, const char *account, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
/* (transfer full): wiped and freed with hsp_keyring_key_free() */
char       *hsp_keyring_lookup_finish (HspKeyring *self, GAsyncResult *result, GError **error);

/* @label is what the keyring's own windows show for the item */
void        hsp_keyring_store_async   (HspKeyring *self, const char *account, const char *label, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean    hsp_keyring_store_finish  (HspKeyring *self, GAsyncResult *result, GError **error);

void        hsp_keyring_clear_async   (HspKeyring *self, const char *account, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean    hsp_keyring_clear_finish  (HspKeyring *self, GAsyncResult *result, GError **error);

/* Asks the person to unlock the default collection; may prompt, so only from a button */
void        hsp_keyring_unlock_async  (HspKeyring *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean    hsp_keyring_unlock_finish (HspKeyring *self, GAsyncResult *result, GError **error);

void        hsp_keyring_key_free      (char *key);

G_END_DECLS
