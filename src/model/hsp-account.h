/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-spending.h"

G_BEGIN_DECLS

/* Where the key of the account is. */
typedef enum
{
  HSP_KEY_NONE,
  HSP_KEY_IN_KEYRING,
  HSP_KEY_THIS_RUN,     /* no keyring: until the program ends, and the window says so */
} HspKeyPlace;

/* One key at one endpoint: its client, its journal, and everything that is known through them.
 * Construct: id (names its folder), endpoint, label, sandbox (boolean), data-dir, cache-dir, keyring.
 * Properties (read only, notify): key-place (HspKeyPlace as uint), online (boolean), key-refused
 * (boolean: the shop said so to a later request), journal-error (GError boxed, nullable: buying is off),
 * recovered (boolean: see hsp_account_get_recovery()). */
#define HSP_TYPE_ACCOUNT (hsp_account_get_type ())
G_DECLARE_FINAL_TYPE (HspAccount, hsp_account, HSP, ACCOUNT, GObject)

HspAccount    *hsp_account_new             (const char *id, const char *label, const char *endpoint, gboolean sandbox, const char *data_dir, const char *cache_dir, HspKeyring *keyring);
/* For the command line: the shop is asked only what the caller asks, nothing is watched. */
HspAccount    *hsp_account_new_passive     (const char *id, const char *label, const char *endpoint, const char *data_dir, const char *cache_dir, HspKeyring *keyring);
const char    *hsp_account_get_id          (HspAccount *self);
const char    *hsp_account_get_label       (HspAccount *self);
const char    *hsp_account_get_endpoint    (HspAccount *self);
gboolean       hsp_account_is_sandbox      (HspAccount *self);
HspKeyPlace    hsp_account_get_key_place   (HspAccount *self);
gboolean       hsp_account_get_online      (HspAccount *self);
gboolean       hsp_account_get_key_refused (HspAccount *self);
const GError  *hsp_account_get_journal_error (HspAccount *self);

/* (transfer none) (nullable): of a journal that was damaged, until somebody took note */
const HspJournalRecovery *
               hsp_account_get_recovery    (HspAccount *self);
/* (transfer full) (nullable): the same in a sentence */
char          *hsp_account_dup_recovery_text (HspAccount *self);
void           hsp_account_take_note_of_recovery (HspAccount *self);

gboolean       hsp_account_has_catalogue (HspAccount *self);
HspCatalogue  *hsp_account_get_catalogue   (HspAccount *self);  /* (transfer none), these seven */
HspChanges    *hsp_account_get_changes     (HspAccount *self);
HspMarks      *hsp_account_get_marks       (HspAccount *self);
HspOrderBook  *hsp_account_get_order_book  (HspAccount *self);
HspSmsDesk    *hsp_account_get_sms_desk    (HspAccount *self);
HspWallet     *hsp_account_get_wallet      (HspAccount *self);
HspClient     *hsp_account_get_client      (HspAccount *self);
HspConsole    *hsp_account_get_console     (HspAccount *self);
/* (transfer none) of HspRequest, newest first: the last that the program sent by itself */
GListModel    *hsp_account_get_own_requests (HspAccount *self);

/* What may be spent; none at first. Refused purchases end with HSP_ERROR_LIMIT. */
void           hsp_account_set_catalogue_age (HspAccount *self, gint64 seconds);
void           hsp_account_set_limits      (HspAccount *self, const HspSpendingLimits *limits);
const HspSpendingLimits *hsp_account_get_limits (HspAccount *self);

/* First connection: checks @key with `balance`, then stores it in the keyring. HSP_ERROR_KEY_REFUSED,
 * HSP_ERROR_NOT_SENT, HSP_ERROR_NO_ANSWER, HSP_ERROR_KEYRING_LOCKED…: nothing was stored. Without any
 * keyring it succeeds with HSP_KEY_THIS_RUN. */
void           hsp_account_connect_async   (HspAccount *self, const char *key, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       hsp_account_connect_finish  (HspAccount *self, GAsyncResult *result, GError **error);

/* Later starts: the key from the keyring, nothing sent. */
void           hsp_account_restore_async   (HspAccount *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       hsp_account_restore_finish  (HspAccount *self, GAsyncResult *result, GError **error);

/* A key that is kept nowhere: the sandbox, HSTOCKPLUS_KEY. */
void           hsp_account_set_key         (HspAccount *self, const char *key);

/* Opens the snapshot at once and the journal behind it, then reads balance and catalogue (when older
 * than 30 minutes) and begins watching. Finishes when the journal was read; its failure is an error,
 * and the rest goes on. */
void           hsp_account_set_unread      (HspAccount *self, gboolean unread);
void           hsp_account_open_async      (HspAccount *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       hsp_account_open_finish     (HspAccount *self, GAsyncResult *result, GError **error);

/* Takes the key out of the keyring and of memory. The journal stays. */
void           hsp_account_forget_key_async  (HspAccount *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       hsp_account_forget_key_finish (HspAccount *self, GAsyncResult *result, GError **error);

/* The whole history as a JSON document, written to @path too when there is one. (transfer full) */
void           hsp_account_export_async    (HspAccount *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GBytes        *hsp_account_export_finish   (HspAccount *self, GAsyncResult *result, GError **error);
/* Adds what is missing of such a document; @counts may be NULL. Everything shows it when it finishes. */
void           hsp_account_import_async    (HspAccount *self, const char *path, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean       hsp_account_import_finish   (HspAccount *self, GAsyncResult *result, HspJournalImport *counts, GError **error);

/* F5: balance, catalogue, open orders. */
void           hsp_account_refresh         (HspAccount *self);
/* A purchase is under way: do not end the program yet. Notifies as property `spending`. */
gboolean       hsp_account_get_spending    (HspAccount *self);
/* Ends watching, waits for the journal. The object is of no use after it. */
void           hsp_account_close           (HspAccount *self);

G_END_DECLS
