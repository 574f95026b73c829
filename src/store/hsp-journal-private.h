/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the journal, whose calls are made on the main thread, and what they do on the thread of the
 * database. */
#pragma once

#include "hsp-database.h"
#include "hsp-journal.h"

G_BEGIN_DECLS

/* What a call hands to the thread of the database, and gets back. */
typedef struct
{
  HspDatabaseFunc     func;             /* runs in a transaction */
  gboolean            before_wire;      /* when it fails, nothing was sent */
  gint64              id;               /* given, or of the new row */
  HspOutcome          outcome;
  HspPurchaseRow     *purchase;         /* (owned) (nullable) */
  HspNumberRow       *number;           /* (owned) (nullable) */
  GPtrArray          *numbers;          /* (owned) (nullable) (element-type HspNumberRow) */
  HspMoney            balance;
  gint64              time;
  char               *currency;         /* (owned) (nullable) */
  char               *order;            /* (owned) (nullable) */
  char               *reason;           /* (owned) (nullable) */
  char               *owner;            /* (owned) (nullable) */
  HspJournalContents *contents;         /* (owned) (nullable) answer */
  GPtrArray          *events;           /* (owned) (nullable) answer */
} HspJournalRequest;

/* On the thread of the database: opens the file and settles what a program that is gone left. */
gboolean hsp_journal_work_open          (HspDatabase *database, gpointer data, GError **error);

/* There, in a transaction; @data: the mark (nullable) of whoever closes the file. */
gboolean hsp_journal_work_release       (HspDatabase *database, gpointer data, GError **error);

/* There, in a transaction; @data: an HspJournalRequest. */
gboolean hsp_journal_work_load          (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_begin         (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_mark_sent     (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_settle        (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_adopt         (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_update        (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_update_number (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_forget        (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_add_balance   (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_read_events   (HspDatabase *database, gpointer data, GError **error);

G_END_DECLS
