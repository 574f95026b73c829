/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-account"

#include "config.h"

#include "hsp-account-parts.h"

#include "hsp-catalogue-private.h"
#include "hsp-changes-private.h"
#include "hsp-console.h"
#include "hsp-marks-private.h"
#include "hsp-order-book-private.h"
#include "hsp-sms-desk-private.h"
#include "hsp-wallet-private.h"
#include "hsp-watcher.h"

/* @error: (transfer full) */
static void
open_failed (GTask  *task,
             GError *error)
{
  HspAccount *self = g_task_get_source_object (task);

  if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    hsp_account_set_journal_error (self, g_error_copy (error));
  g_task_return_error (task, error);
}

void
hsp_account_take_contents (HspAccount         *self,
                           HspJournalContents *contents)
{
  if (self->closed || !hsp_order_book_get_ready (self->order_book))
    return;
  hsp_sms_desk_merge_rows (self->sms_desk, contents->purchases, contents->numbers,
                           contents->numbers_after);
  hsp_order_book_merge (self->order_book, contents->purchases, contents->purchases_after);
  hsp_wallet_merge (self->wallet, contents->balances);
  if (!self->passive && hsp_client_has_key (self->client))
    hsp_wallet_refresh (self->wallet);
}

static void
merge_loaded_cb (GObject      *object,
                 GAsyncResult *result,
                 gpointer      user_data)
{
  g_autoptr(HspAccount) self = user_data;
  g_autoptr(HspJournalContents) contents = NULL;
  g_autoptr(GError) error = NULL;

  contents = hsp_journal_load_finish (HSP_JOURNAL (object), result, &error);
  self->merging = FALSE;
  if (self->closed || !hsp_order_book_get_ready (self->order_book))
    return;
  if (contents == NULL)
    {
      /* It is shown at the next start, or with the next change */
      g_debug ("What another program wrote was not read: %s", error->message);
      return;
    }
  hsp_account_take_contents (self, contents);
  if (self->merge_again)
    hsp_account_merge (self);
}

void
hsp_account_merge (HspAccount *self)
{
  if (self->closed || !hsp_order_book_get_ready (self->order_book))
    return;
  self->merge_again = self->merging;
  if (self->merging)
    return;
  self->merging = TRUE;
  hsp_journal_load_async (self->journal, NULL, merge_loaded_cb, g_object_ref (self));
}

static void
note_opened (HspAccount *self)
{
  hsp_account_set_journal_error (self, NULL);
  hsp_account_set_recovered (self, hsp_journal_get_recovery (self->journal) != NULL);
  hsp_account_write_mark (self, FALSE);
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
      note_opened (self);
      if (!self->deaf)
        hsp_marks_load (hsp_account_get_marks (self), self->journal);
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
  HspAccount *self = g_task_get_source_object (task);
  GCancellable *cancellable = g_task_get_cancellable (task);
  GError *error = NULL;

  if (!hsp_journal_open_finish (HSP_JOURNAL (object), result, &error))
    open_failed (task, error);
  else if (self->unread)
    {
      note_opened (self);
      g_task_return_boolean (task, TRUE);
    }
  else
    hsp_journal_load_async (HSP_JOURNAL (object), cancellable, open_loaded_cb,
                            g_steal_pointer (&task));
}

/**
 * hsp_account_set_unread:
 * @unread: whether opening leaves in the journal what is there
 *
 * Before opening a passive account without a key, of which nothing is asked but
 * hsp_account_export_async() or hsp_account_import_async(): those do not need it.
 */
void
hsp_account_set_unread (HspAccount *self,
                        gboolean    unread)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));
  g_return_if_fail (self->passive && !self->opened);

  self->unread = unread;
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
  if (!self->opened)
    {
      /* nothing can be bought: what is in the journal is read once */
      self->deaf = self->passive && !hsp_client_has_key (self->client);
      hsp_journal_set_deaf (self->journal, self->deaf);
    }
  self->opened = TRUE;
  hsp_journal_open_async (self->journal, cancellable, open_journal_cb, task);
  if (self->catalogue != NULL)
    hsp_changes_open (self->changes);
  hsp_account_read_shop (self);
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
 * Asks for the balance, the catalogue and all open orders; nothing without a key.
 */
void
hsp_account_refresh (HspAccount *self)
{
  g_return_if_fail (HSP_IS_ACCOUNT (self));

  if (self->closed || !hsp_client_has_key (self->client))
    return;
  hsp_wallet_refresh (self->wallet);
  hsp_catalogue_refresh (hsp_account_get_catalogue (self));
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
  if (self->console != NULL)
    hsp_console_close (self->console);
  hsp_watcher_set_online (self->watcher, FALSE);
  if (self->catalogue != NULL)
    {
      hsp_marks_close (self->marks);
      hsp_catalogue_close (self->catalogue);
      hsp_changes_close (self->changes);
    }
  hsp_wallet_close (self->wallet);
  hsp_order_book_close (self->order_book);
  hsp_sms_desk_close (self->sms_desk);
  hsp_journal_close (self->journal);
}
