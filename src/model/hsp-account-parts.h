/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the account share: its objects (hsp-account.c), what they tell it
 * (hsp-account-listen.c), its beginning and its end (hsp-account-open.c), where its key comes from and goes to
 * (hsp-account-key.c), its history on the way to another machine (hsp-account-history.c), and what became of a
 * damaged journal (hsp-account-recovery.c). */
#pragma once

#include "hsp-account.h"
#include "hsp-client.h"
#include "hsp-journal.h"
#include "hsp-keyring.h"

G_BEGIN_DECLS

struct _HspAccount
{
  GObject          parent_instance;

  char            *id;            /* (owned) */
  char            *label;         /* (owned) */
  char            *endpoint;      /* (owned) */
  char            *data_dir;      /* (owned) */
  char            *cache_dir;     /* (owned) */
  char            *mark;          /* (owned) (nullable) of the key, for the folder */
  gboolean         sandbox;
  gboolean         passive;
  gboolean         deaf;          /* what others write meanwhile is of no interest either */
  gboolean         unread;        /* and what is in the journal */
  HspKeyring      *keyring;       /* (owned) (nullable) */

  HspClient       *client;        /* (owned) */
  HspJournal      *journal;       /* (owned) */
  HspWatcher      *watcher;       /* (owned) */
  HspCatalogue    *catalogue;     /* (owned) (nullable) none while passive, before it is asked for… */
  HspChanges      *changes;       /* (owned) (nullable) …and these with it */
  HspMarks        *marks;         /* (owned) (nullable) */
  HspOrderBook    *order_book;    /* (owned) */
  HspSmsDesk      *sms_desk;      /* (owned) */
  HspWallet       *wallet;        /* (owned) */
  HspSpending     *spending;      /* (owned) */
  HspRequestLog   *requests;      /* (owned) what the program asks by itself */
  HspConsole      *console;       /* (owned) (nullable) before it is asked for */
  GNetworkMonitor *monitor;       /* (owned) (nullable) none while passive */

  GError          *journal_error; /* (owned) (nullable) */
  HspKeyPlace      key_place;
  gboolean         online;
  gboolean         key_refused;
  gboolean         recovered;     /* and nobody has taken note yet */
  gboolean         opened;
  gboolean         closed;
  gboolean         merging;       /* what another program wrote is being read */
  gboolean         merge_again;
  gint64              catalogue_age;   /* seconds until it is read again at the start */
};

void hsp_account_set_key_place   (HspAccount  *self,
                                  HspKeyPlace  place);
void hsp_account_set_key_refused (HspAccount  *self,
                                  gboolean     refused);

/* @error: (transfer full) (nullable) */
void hsp_account_set_journal_error (HspAccount *self,
                                  GError      *error);

void hsp_account_set_recovered   (HspAccount  *self,
                                  gboolean     recovered);

/* Says whose the folder is: at once, or when it is not said yet. */
void hsp_account_write_mark      (HspAccount  *self,
                                  gboolean     anew);

/* Another program has written into the journal: shows what. */
void hsp_account_merge           (HspAccount  *self);

/* Shows what the journal says by now; nothing once it is closed or before it was opened. */
void hsp_account_take_contents   (HspAccount         *self,
                                  HspJournalContents *contents);

/* Hears of keys that are refused, of purchases under way and of what another program writes; of the catalogue
 * when there is one. */
void hsp_account_listen              (HspAccount *self);
void hsp_account_listen_to_catalogue (HspAccount *self);

/* Balance and catalogue, as far as they are not fresh. */
void hsp_account_read_shop       (HspAccount  *self);

G_END_DECLS
