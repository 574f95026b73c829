/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Between the journal, whose calls are made on the main thread, and what they do on the thread of
 * the database. */
#pragma once

#include "hsp-database.h"
#include "hsp-journal.h"

G_BEGIN_DECLS

/* In the order in which hsp_journal_read_purchase() and hsp_journal_read_number() take them. */
#define HSP_PURCHASE_COLUMNS \
  "id, kind, outcome, shop_order, item, name, category, quantity, link, country, phone, estimate," \
  " currency, balance_before, balance_before_at, created, sent, updated, reason, status, charge," \
  " start_count, remains, checked, note"

#define HSP_NUMBER_COLUMNS \
  "shop_order, purchase, phone, country, project, project_name, status, code, text, charge," \
  " currency, created, expires, code_at, copied, checked, removed"

#define HSP_WATCH_COLUMNS \
  "service, name, since, rate, stock, checked, notified_rate, notified_stock"

/* The place of one more event of :purchase. */
#define HSP_NEXT_EVENT "(SELECT coalesce (max (id), 0) + 1 FROM event WHERE purchase = :purchase)"

/* What a call hands to the thread of the database, and gets back. */
typedef struct
{
  HspDatabaseFunc     func;             /* runs in a transaction */
  gboolean            only_reads;       /* in one that makes nobody wait */
  gboolean            before_wire;      /* when it fails, nothing was sent */
  gboolean            reserve;          /* room for what must be written later */
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
  char               *note;             /* (owned) (nullable) */
  GCancellable       *cancellable;      /* (owned) (nullable) of an import */
  GBytes             *document;         /* (owned) (nullable) to import, or the answer of an export */
  HspJournalImport    import;           /* answer */
  HspDatabaseRescue  *rescue;           /* (owned) (nullable) answer of opening */
  HspJournalContents *contents;         /* (owned) (nullable) answer */
  GPtrArray          *events;           /* (owned) (nullable) answer */
  HspMarkRow         *mark;             /* (owned) (nullable) */
  HspWatchRow        *watch;            /* (owned) (nullable) */
  char               *service;          /* (owned) (nullable) */
  HspJournalMarks    *marks;            /* (owned) (nullable) answer */
  gint64              adopted;          /* a row that becomes one with another */
  HspPurchaseRow     *restored;         /* (owned) (nullable) answer: and that is of its own again */
  gint64              since;            /* what @check wants to know */
  HspJournalCheckFunc check;            /* (nullable) */
  gpointer            check_data;       /* (owned) */
  GDestroyNotify      check_free;
} HspJournalRequest;

/* Whether another program has written. */
typedef struct
{
  gboolean ended;                       /* a program may have left rows behind */
  gboolean changed;                     /* answer */
  guint    n_others;                    /* answer, where ended: rows that a living one has under way */
} HspJournalLook;

/* The schema. */
extern const HspDatabaseKind hsp_journal_kind;

HspJournalRequest *hsp_journal_request_new     (HspDatabaseFunc      func);
/* @request: (transfer full) */
void               hsp_journal_queue           (HspJournal          *self,
                                                HspJournalRequest   *request,
                                                gpointer             source_tag,
                                                GCancellable        *cancellable,
                                                GAsyncReadyCallback  callback,
                                                gpointer             user_data);

/* Reading rows, on the thread of the database. (transfer full) */
HspPurchaseRow    *hsp_journal_read_purchase   (HspStatement        *statement);
HspNumberRow      *hsp_journal_read_number     (HspStatement        *statement);
HspBalanceRow     *hsp_journal_read_balance    (HspStatement        *statement);
HspEventRow       *hsp_journal_read_event      (HspStatement        *statement);
/* of "service, name, time" */
HspMarkRow        *hsp_journal_read_mark       (HspStatement        *statement);
HspWatchRow       *hsp_journal_read_watch      (HspStatement        *statement);
HspPurchaseRow    *hsp_journal_find_purchase   (HspDatabase         *database,
                                                gint64               id,
                                                GError             **error);
gboolean           hsp_journal_insert_purchase (HspDatabase           *database,
                                                const HspPurchaseRow  *row,
                                                const char            *owner,
                                                gint64                *id,
                                                GError               **error);

/* All rows that @sql gives, by @read, into @rows. */
typedef gpointer (*HspJournalReadFunc) (HspStatement *statement);
gboolean           hsp_journal_read_rows       (HspDatabase         *database,
                                                const char          *sql,
                                                HspJournalReadFunc   read,
                                                GPtrArray           *rows,
                                                GError             **error);

/* Adds what is not there; @added: whether it was not. Shared with an import. */
gboolean           hsp_journal_insert_favourite (HspDatabase        *database,
                                                 const HspMarkRow   *row,
                                                 gboolean           *added,
                                                 GError            **error);
gboolean           hsp_journal_insert_watch     (HspDatabase        *database,
                                                 const HspWatchRow  *row,
                                                 gboolean           *added,
                                                 GError            **error);
/* What was bought since, and its numbers. (transfer full) (nullable) */
HspJournalContents *hsp_journal_read_since     (HspDatabase            *database,
                                                gint64                  since,
                                                GError                **error);

/* Writing, there, in a transaction. */
gboolean           hsp_journal_add_event       (HspDatabase            *database,
                                                gint64                  purchase,
                                                HspEventKind            kind,
                                                const char             *text,
                                                gint64                  number,
                                                GError                **error);
gboolean           hsp_journal_write_outcome   (HspDatabase            *database,
                                                gint64                  id,
                                                HspOutcome              outcome,
                                                const char             *order,
                                                const char             *reason,
                                                const char             *event_text,
                                                gint64                  event_number,
                                                GError                **error);
gboolean           hsp_journal_save_number     (HspDatabase            *database,
                                                const HspNumberRow     *row,
                                                gint64                  purchase,
                                                GError                **error);

/* On the thread of the database: opens the file and settles what a program that is gone left.
 * @data: an HspJournalRequest. */
gboolean hsp_journal_work_open          (HspDatabase *database, gpointer data, GError **error);

/* There; @data: an HspJournalLook. */
gboolean hsp_journal_work_look          (HspDatabase *database, gpointer data, GError **error);

/* There, in a transaction; @data: an HspJournalRequest. */
gboolean hsp_journal_work_load          (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_begin         (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_mark_sent     (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_settle        (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_settle_adopted (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_unsettle      (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_adopt         (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_update        (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_set_note      (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_update_number (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_forget_number (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_forget        (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_add_balance   (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_read_events   (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_load_marks    (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_set_favourite (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_unset_favourite (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_note_seen     (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_set_watch     (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_unset_watch   (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_update_watch  (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_export        (HspDatabase *database, gpointer data, GError **error);
gboolean hsp_journal_work_import        (HspDatabase *database, gpointer data, GError **error);

G_END_DECLS
