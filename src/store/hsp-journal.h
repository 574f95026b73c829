/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must survive: purchases, orders, SMS numbers, readings of the balance, and what a person has
 * marked in the catalogue. One SQLite file (WAL,
 * synchronous=FULL) written by one worker thread in the order of the calls; callers are on the main
 * thread. Any number of programs may have it open. Every failure is HSP_ERROR_STORE. Times are Unix
 * seconds, 0 when unknown.
 *
 * Beside it lie journal.db.lock (see hsp-owner.h), journal.db.backup-N (as it was before the migration
 * from version N, the newest five) and journal.db.damaged-TIME (put aside, never removed). */
#pragma once

#include <gio/gio.h>

#include "hsp-types.h"
#include "hsp-money.h"

G_BEGIN_DECLS

typedef enum
{
  HSP_PURCHASE_ORDER,       /* `add` */
  HSP_PURCHASE_SMS,         /* `add_sms` */
} HspPurchaseKind;

/**
 * HspOutcome:
 * @HSP_OUTCOME_WRITTEN: in the journal, nothing sent yet
 * @HSP_OUTCOME_SENT: the request may have left; found so at start it becomes unconfirmed
 * @HSP_OUTCOME_PLACED: an order number came back (or the person gave one)
 * @HSP_OUTCOME_REJECTED: the shop said no
 * @HSP_OUTCOME_NOT_SENT: nothing left this computer
 * @HSP_OUTCOME_UNCONFIRMED: what the shop did is not known; the person settles it
 * @HSP_OUTCOME_NOT_PLACED: the person settled it as not placed
 *
 * Stored by number: never renumber.
 */
typedef enum
{
  HSP_OUTCOME_WRITTEN     = 0,
  HSP_OUTCOME_SENT        = 1,
  HSP_OUTCOME_PLACED      = 2,
  HSP_OUTCOME_REJECTED    = 3,
  HSP_OUTCOME_NOT_SENT    = 4,
  HSP_OUTCOME_UNCONFIRMED = 5,
  HSP_OUTCOME_NOT_PLACED  = 6,
} HspOutcome;

/* One purchase: an order, or 1-10 SMS numbers bought together. */
typedef struct
{
  gint64           id;              /* the journal's own number; 0 before it is written */
  HspPurchaseKind  kind;
  HspOutcome       outcome;
  char            *order;           /* (owned) (nullable) the shop's number, of an order */
  char            *item;            /* (owned) service id, or project id */
  char            *name;            /* (owned) of the service or project, as shown then */
  char            *category;        /* (owned) (nullable) */
  gint64           quantity;
  char            *link;            /* (owned) (nullable) */
  char            *country;         /* (owned) (nullable) ISO code, of SMS */
  char            *phone;           /* (owned) (nullable) number to use again, of SMS */
  HspMoney         estimate;
  char            *currency;        /* (owned) "" when unknown */
  HspMoney         balance_before;
  gint64           balance_before_at;
  gint64           created;
  gint64           sent;
  gint64           updated;         /* last change of anything below or above */
  char            *reason;          /* (owned) (nullable) why rejected, not sent or unconfirmed */
  /* of a placed order */
  char            *status;          /* (owned) (nullable) the shop's word */
  HspMoney         charge;
  gint64           start_count;     /* -1 unknown */
  gint64           remains;         /* -1 unknown */
  gint64           checked;
  char            *note;            /* (owned) (nullable) the person's */
} HspPurchaseRow;

/* One SMS number. */
typedef struct
{
  char     *order;                  /* (owned) the shop's number */
  gint64    purchase;               /* 0 when added by hand */
  char     *phone;                  /* (owned) */
  char     *country;                /* (owned) ISO code, "" unknown */
  char     *project;                /* (owned) project id */
  char     *project_name;           /* (owned) */
  char     *status;                 /* (owned) the shop's word */
  char     *code;                   /* (owned) (nullable) */
  char     *text;                   /* (owned) (nullable) the whole message */
  HspMoney  charge;
  char     *currency;               /* (owned) */
  gint64    created;
  gint64    expires;                /* 0 unknown */
  gint64    code_at;
  gint64    copied;                 /* when the code was copied first */
  gint64    checked;
  gboolean  removed;                /* taken off the active cards by the person */
} HspNumberRow;

/* One thing that happened to a purchase, for its history. */
typedef enum
{
  HSP_EVENT_WRITTEN = 0,
  HSP_EVENT_SENT = 1,
  HSP_EVENT_PLACED = 2,             /* text: order number; number: when the order had been added by it */
  HSP_EVENT_REJECTED = 3,           /* text: the shop's words */
  HSP_EVENT_NOT_SENT = 4,
  HSP_EVENT_UNCONFIRMED = 5,        /* number: HSP_EVENT_UNDONE when a person took back the settling */
  HSP_EVENT_NOT_PLACED = 6,
  HSP_EVENT_STATUS = 7,             /* text: the shop's word */
  HSP_EVENT_REMAINS = 8,            /* number: remains */
  HSP_EVENT_CHARGED = 9,            /* number: micros */
  HSP_EVENT_BALANCE = 10,           /* number: micros */
} HspEventKind;

#define HSP_EVENT_UNDONE 1

typedef struct
{
  gint64        purchase;
  gint64        time;
  HspEventKind  kind;
  char         *text;               /* (owned) (nullable) */
  gint64        number;
} HspEventRow;

typedef struct
{
  gint64    time;
  HspMoney  balance;
  char     *currency;               /* (owned) */
} HspBalanceRow;

/* As read at start: the newest 5,000 purchases and all older ones that are open, under way or
 * unconfirmed; the newest 5,000 numbers; the newest 10,000 readings of the balance. */
typedef struct
{
  GPtrArray *purchases;             /* (owned) (element-type HspPurchaseRow) newest first */
  GPtrArray *numbers;               /* (owned) (element-type HspNumberRow) newest first */
  GPtrArray *balances;              /* (owned) (element-type HspBalanceRow) oldest first */
  /* older ones that are only in the file (and in an export) */
  guint      n_purchases_left_out;
  guint      n_numbers_left_out;
  gint64     purchases_after;   /* Unix seconds: all that were created later are there… */
  gint64     numbers_after;     /* …G_MININT64 where none was left out */
} HspJournalContents;

/* A service that a person has marked, or has looked at. */
typedef struct
{
  char   *service;                  /* (owned) its id */
  char   *name;                     /* (owned) as it was shown then */
  gint64  time;                     /* when it was marked, or looked at last */
} HspMarkRow;

/* A service that a person wants to be told of. */
typedef struct
{
  char     *service;                /* (owned) its id */
  char     *name;                   /* (owned) */
  gint64    since;
  HspMoney  rate;                   /* when watching began */
  gint64    stock;                  /* when watching began, or 0 since it was seen to be gone; -1 unknown */
  gint64    checked;                /* when the stock was asked last */
  HspMoney  notified_rate;          /* what the person was told, HSP_MONEY_UNKNOWN nothing… */
  gint64    notified_stock;         /* …and this, -1 nothing: one event is told once */
} HspWatchRow;

/* How many services that were looked at are kept, and how many are watched. */
#define HSP_MAX_SEEN    200
#define HSP_MAX_WATCHES 50

/* The newest 5,000 favourites, HSP_MAX_SEEN that were looked at, HSP_MAX_WATCHES watches. */
typedef struct
{
  GPtrArray *favourites;            /* (owned) (element-type HspMarkRow) newest first */
  GPtrArray *seen;                  /* (owned) (element-type HspMarkRow) newest first */
  GPtrArray *watches;               /* (owned) (element-type HspWatchRow) newest first */
} HspJournalMarks;

/* What became of a journal that was damaged. */
typedef struct
{
  char  *path;                      /* (owned) the damaged file, as it was; its -wal is beside it */
  guint  n_purchases;               /* read from it */
  guint  n_events;
  guint  n_numbers;
  guint  n_balances;
  guint  n_marks;                   /* favourites, services seen, watches */
} HspJournalRecovery;

/* What an import did. */
typedef struct
{
  guint  n_purchases;               /* added */
  guint  n_purchases_updated;       /* the document knew more of them */
  guint  n_purchases_known;         /* left as they were */
  guint  n_numbers;                 /* added */
  guint  n_numbers_known;           /* a code that was missing was filled in */
  guint  n_balances;                /* added */
  guint  n_balances_known;
  guint  n_marks;                   /* favourites and watches, added */
  guint  n_marks_known;             /* left as they were */
} HspJournalImport;

HspPurchaseRow     *hsp_purchase_row_new          (void);   /* amounts and counts unknown, texts NULL */
HspPurchaseRow     *hsp_purchase_row_copy         (const HspPurchaseRow *row);
void                hsp_purchase_row_free         (HspPurchaseRow *row);
HspNumberRow       *hsp_number_row_new            (void);
HspNumberRow       *hsp_number_row_copy           (const HspNumberRow *row);
void                hsp_number_row_free           (HspNumberRow *row);
void                hsp_event_row_free            (HspEventRow *row);
void                hsp_balance_row_free          (HspBalanceRow *row);
void                hsp_journal_contents_free     (HspJournalContents *contents);
HspMarkRow         *hsp_mark_row_new              (const char *service, const char *name, gint64 time);
HspMarkRow         *hsp_mark_row_copy             (const HspMarkRow *row);
void                hsp_mark_row_free             (HspMarkRow *row);
HspWatchRow        *hsp_watch_row_new             (void);   /* amounts and counts unknown, texts NULL */
HspWatchRow        *hsp_watch_row_copy            (const HspWatchRow *row);
void                hsp_watch_row_free            (HspWatchRow *row);
void                hsp_journal_marks_free        (HspJournalMarks *marks);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspPurchaseRow, hsp_purchase_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspNumberRow, hsp_number_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspEventRow, hsp_event_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspBalanceRow, hsp_balance_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspJournalContents, hsp_journal_contents_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspMarkRow, hsp_mark_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspWatchRow, hsp_watch_row_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HspJournalMarks, hsp_journal_marks_free)

/* Signals: changed-elsewhere: another program has written, within a second of it; load again. Also
 * when one that ended left a purchase under way, which is unconfirmed or not sent by then. */
#define HSP_TYPE_JOURNAL (hsp_journal_get_type ())
G_DECLARE_FINAL_TYPE (HspJournal, hsp_journal, HSP, JOURNAL, GObject)

/* @path: the file; its folder is made (0700) when opening. Creating the object does no I/O. */
HspJournal         *hsp_journal_new               (const char *path);
const char         *hsp_journal_get_path          (HspJournal *self);
/* Before opening: no changed-elsewhere. */
void                hsp_journal_set_deaf          (HspJournal *self, gboolean deaf);

/* Opens, migrates, and turns every row left as sent into unconfirmed, and every row left as
 * written into not sent; rows of a program that still runs are left to it. A damaged journal is
 * put aside and what can be read of it recovered: see hsp_journal_get_recovery(). Other calls
 * before this one has finished fail with HSP_ERROR_STORE. */
void                hsp_journal_open_async        (HspJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean            hsp_journal_open_finish       (HspJournal *self, GAsyncResult *result, GError **error);

/* Of the opening: (transfer none) (nullable) NULL when nothing was wrong. Until it is closed. */
const HspJournalRecovery *
                    hsp_journal_get_recovery      (HspJournal *self);

/* Waits for what is queued, but ten seconds at most (the rest then goes on behind it), closes the
 * file and ends the thread. Safe to call without open. */
void                hsp_journal_close             (HspJournal *self);

/* The same without waiting: no call is taken any more, and it finishes when the file is closed.
 * Ends with hsp_journal_write_finish(), and does not fail. */
void                hsp_journal_close_async       (HspJournal *self, GAsyncReadyCallback callback, gpointer user_data);

void                hsp_journal_load_async        (HspJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspJournalContents *hsp_journal_load_finish       (HspJournal *self, GAsyncResult *result, GError **error);

/* Commits a new row as written (its id, outcome and created are set by the journal); nothing may be
 * sent before this has succeeded. Returns the new id, 0 on error. */
void                hsp_journal_begin_async       (HspJournal *self, const HspPurchaseRow *row, GAsyncReadyCallback callback, gpointer user_data);
gint64              hsp_journal_begin_finish      (HspJournal *self, GAsyncResult *result, GError **error);

/* Whether a purchase may begin. @purchases, @numbers: (element-type HspPurchaseRow, HspNumberRow): what
 * was bought since then. On the journal's thread, in the transaction that writes the row, so that no
 * other program can write another one in between; FALSE sets an error of HSP_ERROR. */
typedef gboolean  (*HspJournalCheckFunc)          (GPtrArray *purchases, GPtrArray *numbers, gpointer data, GError **error);

/* As hsp_journal_begin_async(), if @check agrees. @data: (transfer full). Ends with
 * hsp_journal_begin_finish(). */
void                hsp_journal_begin_checked_async (HspJournal *self, const HspPurchaseRow *row, gint64 since, HspJournalCheckFunc check, gpointer data, GDestroyNotify data_free, GAsyncReadyCallback callback, gpointer user_data);

/* Commits that the request is about to leave. */
void                hsp_journal_mark_sent_async   (HspJournal *self, gint64 id, GAsyncReadyCallback callback, gpointer user_data);

/* Commits an outcome. @order: of a placed order. @numbers (element-type HspNumberRow) (nullable):
 * of placed SMS numbers, inserted in the same transaction. @reason (nullable). Not cancellable. */
void                hsp_journal_settle_async      (HspJournal *self, gint64 id, HspOutcome outcome, const char *order, GPtrArray *numbers, const char *reason, GAsyncReadyCallback callback, gpointer user_data);

/* A person settles a purchase as placed, as the order that was added by its number before: the row
 * @adopted becomes one with it. Ends with hsp_journal_write_finish(). */
void                hsp_journal_settle_adopted_async (HspJournal *self, gint64 id, const char *order, gint64 adopted, GAsyncReadyCallback callback, gpointer user_data);

/* Takes back what a person settled: it is unconfirmed again. Returns its row (transfer full);
 * @restored (transfer full) (nullable): the order that had been added by its number, on its own again. */
void                hsp_journal_unsettle_async    (HspJournal *self, gint64 id, GAsyncReadyCallback callback, gpointer user_data);
HspPurchaseRow     *hsp_journal_unsettle_finish   (HspJournal *self, GAsyncResult *result, HspPurchaseRow **restored, GError **error);

/* Adds an order that was placed elsewhere, as placed. Returns the new id. */
void                hsp_journal_adopt_async       (HspJournal *self, const HspPurchaseRow *row, GAsyncReadyCallback callback, gpointer user_data);
gint64              hsp_journal_adopt_finish      (HspJournal *self, GAsyncResult *result, GError **error);

/* Writes status, charge, currency, start_count, remains and checked of a placed order, and the events
 * that follow from what differs from the stored row; nothing when that has not the number of @row. */
void                hsp_journal_update_async      (HspJournal *self, const HspPurchaseRow *row, GAsyncReadyCallback callback, gpointer user_data);

/* Writes a person's words of a purchase, whatever became of it. */
void                hsp_journal_set_note_async    (HspJournal *self, gint64 id, const char *note, GAsyncReadyCallback callback, gpointer user_data);

/* Writes everything of a number but order, purchase and created. */
void                hsp_journal_update_number_async (HspJournal *self, const HspNumberRow *row, GAsyncReadyCallback callback, gpointer user_data);

/* Takes what is private of a number out of the journal, and the phone of its purchase. */
void                hsp_journal_forget_number_async (HspJournal *self, const char *order, GAsyncReadyCallback callback, gpointer user_data);

/* Takes a purchase and its events out of the journal. */
void                hsp_journal_forget_async      (HspJournal *self, gint64 id, GAsyncReadyCallback callback, gpointer user_data);

/* Keeps a reading of the balance (only when it differs from the one before, else moves its time). */
void                hsp_journal_add_balance_async (HspJournal *self, const HspBalanceRow *row, GAsyncReadyCallback callback, gpointer user_data);

/* What a person has marked in the catalogue. */
void                hsp_journal_load_marks_async  (HspJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
HspJournalMarks    *hsp_journal_load_marks_finish (HspJournal *self, GAsyncResult *result, GError **error);

/* Marks a service; one that is marked already keeps its place and takes the name. */
void                hsp_journal_set_favourite_async   (HspJournal *self, const HspMarkRow *row, GAsyncReadyCallback callback, gpointer user_data);
void                hsp_journal_unset_favourite_async (HspJournal *self, const char *service, GAsyncReadyCallback callback, gpointer user_data);

/* Notes that a service was looked at, as the newest; the oldest beyond HSP_MAX_SEEN go. */
void                hsp_journal_note_seen_async   (HspJournal *self, const HspMarkRow *row, GAsyncReadyCallback callback, gpointer user_data);

/* Begins to watch, anew where it is watched already. */
void                hsp_journal_set_watch_async   (HspJournal *self, const HspWatchRow *row, GAsyncReadyCallback callback, gpointer user_data);
void                hsp_journal_unset_watch_async (HspJournal *self, const char *service, GAsyncReadyCallback callback, gpointer user_data);

/* Writes all but name and since of a watch, unless it has ended meanwhile or began anew. */
void                hsp_journal_update_watch_async (HspJournal *self, const HspWatchRow *row, GAsyncReadyCallback callback, gpointer user_data);

/* Ends any of the calls above that return nothing. */
gboolean            hsp_journal_write_finish      (HspJournal *self, GAsyncResult *result, GError **error);

/* The history of one purchase, newest first. (element-type HspEventRow) */
void                hsp_journal_events_async      (HspJournal *self, gint64 id, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GPtrArray          *hsp_journal_events_finish     (HspJournal *self, GAsyncResult *result, GError **error);

/* The whole history as a JSON document, codes, numbers and notes included: for the person's own
 * eyes. Keep it with hsp_journal_save_export(). */
void                hsp_journal_export_async      (HspJournal *self, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
GBytes             *hsp_journal_export_finish     (HspJournal *self, GAsyncResult *result, GError **error);

/* Writes @document to @path: readable by nobody else (0600), whole or not at all. In a worker. */
void                hsp_journal_save_export_async  (const char *path, GBytes *document, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean            hsp_journal_save_export_finish (GAsyncResult *result, GError **error);

/* Adds what the journal lacks of a document of hsp_journal_export_async(): all of it, or nothing
 * when any of it is not right (HSP_ERROR_USAGE, with a sentence that says where). What is there
 * already stays once. */
void                hsp_journal_import_async      (HspJournal *self, GBytes *document, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer user_data);
gboolean            hsp_journal_import_finish     (HspJournal *self, GAsyncResult *result, HspJournalImport *counts, GError **error);

G_END_DECLS
