/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal.h"

#include "hsp-database.h"
#include "hsp-error.h"
#include "hsp-owner.h"
#include "hsp-values.h"

#include <glib/gi18n-lib.h>

/* "HSPJ" */
#define APPLICATION_ID 0x4853504a

/* What the program shows of the past is bounded; the file keeps it all. */
#define MAX_BALANCES "10000"
#define MAX_EVENTS "1000"

/* Amounts are millionths and NULL when unknown, times Unix seconds and 0 when unknown. Kinds,
 * outcomes and events are stored by the numbers of their enums. A version that was ever shipped is
 * never changed: add a step, and a dump of the old version to the tests. */
static const char * const schema[] = {
  "CREATE TABLE purchase ("
  "  id INTEGER PRIMARY KEY AUTOINCREMENT,"
  "  kind INTEGER NOT NULL,"
  "  outcome INTEGER NOT NULL,"
  "  shop_order TEXT,"
  "  item TEXT NOT NULL,"
  "  name TEXT NOT NULL,"
  "  category TEXT,"
  "  quantity INTEGER NOT NULL,"
  "  link TEXT,"
  "  country TEXT,"
  "  phone TEXT,"
  "  estimate INTEGER,"
  "  currency TEXT NOT NULL,"
  "  balance_before INTEGER,"
  "  balance_before_at INTEGER NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  sent INTEGER NOT NULL,"
  "  updated INTEGER NOT NULL,"
  "  reason TEXT,"
  "  status TEXT,"
  "  charge INTEGER,"
  "  start_count INTEGER,"
  "  remains INTEGER,"
  "  checked INTEGER NOT NULL,"
  "  note TEXT,"
  "  owner TEXT,"
  "  CHECK (kind BETWEEN 0 AND 1),"
  "  CHECK (outcome BETWEEN 0 AND 6),"
  "  CHECK (kind <> 0 OR outcome <> 2 OR shop_order IS NOT NULL)"
  ") STRICT;"
  "CREATE INDEX purchase_shop_order ON purchase (shop_order);"
  "CREATE INDEX purchase_under_way ON purchase (id) WHERE outcome IN (0, 1);"
  "CREATE TABLE event ("
  "  id INTEGER PRIMARY KEY,"
  "  purchase INTEGER NOT NULL REFERENCES purchase (id) ON DELETE CASCADE,"
  "  time INTEGER NOT NULL,"
  "  kind INTEGER NOT NULL,"
  "  text TEXT,"
  "  number INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX event_purchase ON event (purchase);"
  "CREATE TABLE number ("
  "  shop_order TEXT PRIMARY KEY NOT NULL,"
  "  purchase INTEGER REFERENCES purchase (id) ON DELETE SET NULL,"
  "  phone TEXT NOT NULL,"
  "  country TEXT NOT NULL,"
  "  project TEXT NOT NULL,"
  "  project_name TEXT NOT NULL,"
  "  status TEXT NOT NULL,"
  "  code TEXT,"
  "  text TEXT,"
  "  charge INTEGER,"
  "  currency TEXT NOT NULL,"
  "  created INTEGER NOT NULL,"
  "  expires INTEGER NOT NULL,"
  "  code_at INTEGER NOT NULL,"
  "  copied INTEGER NOT NULL,"
  "  checked INTEGER NOT NULL,"
  "  removed INTEGER NOT NULL"
  ") STRICT;"
  "CREATE INDEX number_purchase ON number (purchase);"
  "CREATE TABLE balance ("
  "  id INTEGER PRIMARY KEY,"
  "  time INTEGER NOT NULL,"
  "  balance INTEGER NOT NULL,"
  "  currency TEXT NOT NULL"
  ") STRICT;",
};

#define PURCHASE_COLUMNS \
  "id, kind, outcome, shop_order, item, name, category, quantity, link, country, phone, estimate," \
  " currency, balance_before, balance_before_at, created, sent, updated, reason, status, charge," \
  " start_count, remains, checked, note"

#define NUMBER_COLUMNS \
  "shop_order, purchase, phone, country, project, project_name, status, code, text, charge," \
  " currency, created, expires, code_at, copied, checked, removed"

typedef enum
{
  STATE_CLOSED,
  STATE_OPENING,
  STATE_OPEN,
} State;

struct _HspJournal
{
  GObject      parent_instance;

  HspDatabase *database;        /* (owned) */
  char        *owner;           /* (owned) (nullable) our mark on rows under way, while open */
  State        state;
  GTask       *opening;         /* (unowned) (nullable) tells this opening from one that was closed */
};

G_DEFINE_FINAL_TYPE (HspJournal, hsp_journal, G_TYPE_OBJECT)

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
} Request;

static void
request_free (gpointer data)
{
  Request *request = data;

  g_clear_pointer (&request->purchase, hsp_purchase_row_free);
  g_clear_pointer (&request->number, hsp_number_row_free);
  g_clear_pointer (&request->numbers, g_ptr_array_unref);
  g_clear_pointer (&request->contents, hsp_journal_contents_free);
  g_clear_pointer (&request->events, g_ptr_array_unref);
  g_free (request->currency);
  g_free (request->order);
  g_free (request->reason);
  g_free (request->owner);
  g_free (request);
}

static Request *
request_new (HspDatabaseFunc func)
{
  Request *request = g_new0 (Request, 1);

  request->func = func;
  return request;
}

static gint64
get_now (void)
{
  return g_get_real_time () / G_USEC_PER_SEC;
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static char *
take_or_empty (char *text)
{
  return text != NULL ? text : g_strdup ("");
}

/* --- On the thread of the database, inside a transaction --- */

static gboolean
add_event (HspDatabase   *database,
           gint64         purchase,
           HspEventKind   kind,
           const char    *text,
           gint64         number,
           GError       **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "INSERT INTO event (purchase, time, kind, text, number)"
                                    " VALUES (:purchase, :time, :kind, :text, :number)", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":purchase", purchase);
  hsp_statement_bind_number (statement, ":time", get_now ());
  hsp_statement_bind_number (statement, ":kind", kind);
  hsp_statement_bind_text (statement, ":text", text);
  hsp_statement_bind_number (statement, ":number", number);
  return hsp_statement_run (statement, error);
}

static HspEventKind
get_event_of_outcome (HspOutcome outcome)
{
  switch (outcome)
    {
    case HSP_OUTCOME_WRITTEN:
      return HSP_EVENT_WRITTEN;
    case HSP_OUTCOME_SENT:
      return HSP_EVENT_SENT;
    case HSP_OUTCOME_PLACED:
      return HSP_EVENT_PLACED;
    case HSP_OUTCOME_REJECTED:
      return HSP_EVENT_REJECTED;
    case HSP_OUTCOME_NOT_SENT:
      return HSP_EVENT_NOT_SENT;
    case HSP_OUTCOME_UNCONFIRMED:
      return HSP_EVENT_UNCONFIRMED;
    case HSP_OUTCOME_NOT_PLACED:
      return HSP_EVENT_NOT_PLACED;
    }
  g_return_val_if_reached (HSP_EVENT_UNCONFIRMED);
}

static HspPurchaseRow *
read_purchase (HspStatement *statement)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();
  int column = 0;

  row->id = hsp_statement_get_number (statement, column++);
  row->kind = hsp_statement_get_number (statement, column++);
  row->outcome = hsp_statement_get_number (statement, column++);
  row->order = hsp_statement_dup_text (statement, column++);
  row->item = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->name = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->category = hsp_statement_dup_text (statement, column++);
  row->quantity = hsp_statement_get_number (statement, column++);
  row->link = hsp_statement_dup_text (statement, column++);
  row->country = hsp_statement_dup_text (statement, column++);
  row->phone = hsp_statement_dup_text (statement, column++);
  row->estimate = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->currency = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->balance_before = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->balance_before_at = hsp_statement_get_number (statement, column++);
  row->created = hsp_statement_get_number (statement, column++);
  row->sent = hsp_statement_get_number (statement, column++);
  row->updated = hsp_statement_get_number (statement, column++);
  row->reason = hsp_statement_dup_text (statement, column++);
  row->status = hsp_statement_dup_text (statement, column++);
  row->charge = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->start_count = hsp_statement_get_known (statement, column++, HSP_UNKNOWN);
  row->remains = hsp_statement_get_known (statement, column++, HSP_UNKNOWN);
  row->checked = hsp_statement_get_number (statement, column++);
  row->note = hsp_statement_dup_text (statement, column++);
  return row;
}

static HspNumberRow *
read_number_row (HspStatement *statement)
{
  HspNumberRow *row = hsp_number_row_new ();
  int column = 0;

  row->order = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->purchase = hsp_statement_get_number (statement, column++);
  row->phone = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->country = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->project = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->project_name = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->status = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->code = hsp_statement_dup_text (statement, column++);
  row->text = hsp_statement_dup_text (statement, column++);
  row->charge = hsp_statement_get_known (statement, column++, HSP_MONEY_UNKNOWN);
  row->currency = take_or_empty (hsp_statement_dup_text (statement, column++));
  row->created = hsp_statement_get_number (statement, column++);
  row->expires = hsp_statement_get_number (statement, column++);
  row->code_at = hsp_statement_get_number (statement, column++);
  row->copied = hsp_statement_get_number (statement, column++);
  row->checked = hsp_statement_get_number (statement, column++);
  row->removed = hsp_statement_get_number (statement, column++) != 0;
  return row;
}

static HspBalanceRow *
read_balance_row (HspStatement *statement)
{
  HspBalanceRow *row = g_new0 (HspBalanceRow, 1);

  row->time = hsp_statement_get_number (statement, 0);
  row->balance = hsp_statement_get_number (statement, 1);
  row->currency = take_or_empty (hsp_statement_dup_text (statement, 2));
  return row;
}

static HspEventRow *
read_event_row (HspStatement *statement)
{
  HspEventRow *row = g_new0 (HspEventRow, 1);

  row->purchase = hsp_statement_get_number (statement, 0);
  row->time = hsp_statement_get_number (statement, 1);
  row->kind = hsp_statement_get_number (statement, 2);
  row->text = hsp_statement_dup_text (statement, 3);
  row->number = hsp_statement_get_number (statement, 4);
  return row;
}

/* (transfer full) (nullable): NULL with an error, also when there is no such row */
static HspPurchaseRow *
find_purchase (HspDatabase  *database,
               gint64        id,
               GError      **error)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
                                    "SELECT " PURCHASE_COLUMNS " FROM purchase WHERE id = :id",
                                    error);
  if (statement == NULL)
    return NULL;
  hsp_statement_bind_number (statement, ":id", id);
  if (!hsp_statement_next (statement, &has_row, error))
    return NULL;
  if (!has_row)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("This purchase is no longer kept on this computer."));
      return NULL;
    }
  return read_purchase (statement);
}

/* Also ends the responsibility of whoever sent it. */
static gboolean
write_outcome (HspDatabase   *database,
               gint64         id,
               HspOutcome     outcome,
               const char    *order,
               const char    *reason,
               const char    *event_text,
               GError       **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "UPDATE purchase SET outcome = :outcome,"
                                    " shop_order = coalesce (:order, shop_order), reason = :reason,"
                                    " updated = :now, owner = NULL WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":outcome", outcome);
  hsp_statement_bind_text (statement, ":order", order);
  hsp_statement_bind_text (statement, ":reason", reason);
  hsp_statement_bind_number (statement, ":now", get_now ());
  hsp_statement_bind_number (statement, ":id", id);
  return hsp_statement_run (statement, error) &&
         add_event (database, id, get_event_of_outcome (outcome), event_text, 0, error);
}

typedef struct
{
  gint64     id;
  HspOutcome outcome;
} LeftRow;

/* (transfer full) (element-type LeftRow) */
static GArray *
find_left_rows (HspDatabase  *database,
                GError      **error)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (LeftRow));
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = TRUE;

  statement = hsp_database_prepare (database,
                                    "SELECT id, outcome, owner FROM purchase"
                                    " WHERE outcome IN (0, 1) ORDER BY id", error);
  if (statement == NULL)
    return NULL;
  while (has_row)
    {
      g_autofree char *owner = NULL;
      LeftRow row;

      if (!hsp_statement_next (statement, &has_row, error))
        return NULL;
      if (!has_row)
        break;
      row.id = hsp_statement_get_number (statement, 0);
      row.outcome = hsp_statement_get_number (statement, 1);
      owner = hsp_statement_dup_text (statement, 2);
      if (!hsp_owner_is_alive (owner))
        g_array_append_val (rows, row);
    }
  return g_steal_pointer (&rows);
}

/* A row marked as sent may have reached the shop; one that was only written cannot have. */
static gboolean
turn_left_rows (HspDatabase  *database,
                gpointer      data,
                GError      **error)
{
  g_autoptr(GArray) rows = find_left_rows (database, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const LeftRow *row = &g_array_index (rows, LeftRow, i);
      gboolean sent = row->outcome == HSP_OUTCOME_SENT;
      const char *reason = sent
        ? _("The program ended before the shop’s answer was kept.")
        : _("The program ended before anything was sent.");

      if (!write_outcome (database, row->id,
                          sent ? HSP_OUTCOME_UNCONFIRMED : HSP_OUTCOME_NOT_SENT,
                          NULL, reason, reason, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
open_file (HspDatabase  *database,
           gpointer      data,
           GError      **error)
{
  return hsp_database_open (database, error) &&
         hsp_database_transact (database, turn_left_rows, NULL, error);
}

/* Whatever is under way when the file is closed will not be written by us any more: whoever opens the
 * file next takes it over, this process too. */
static gboolean
release_rows (HspDatabase  *database,
              gpointer      data,
              GError      **error)
{
  const char *owner = data;
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "UPDATE purchase SET owner = NULL"
                                    " WHERE outcome IN (0, 1) AND owner = :owner", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_text (statement, ":owner", owner);
  return hsp_statement_run (statement, error);
}

typedef gpointer (*ReadFunc) (HspStatement *statement);

/* Fills @rows with all that @sql gives. */
static gboolean
read_rows (HspDatabase  *database,
           const char   *sql,
           ReadFunc      read,
           GPtrArray    *rows,
           GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (database, sql, error);
  gboolean has_row = TRUE;

  if (statement == NULL)
    return FALSE;
  while (has_row)
    {
      if (!hsp_statement_next (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (rows, read (statement));
    }
  return TRUE;
}

static gboolean
load_contents (HspDatabase  *database,
               gpointer      data,
               GError      **error)
{
  Request *request = data;
  g_autoptr(HspJournalContents) contents = g_new0 (HspJournalContents, 1);

  contents->purchases = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);
  contents->numbers = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);
  contents->balances = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_balance_row_free);

  if (!read_rows (database,
                  "SELECT " PURCHASE_COLUMNS " FROM purchase ORDER BY created DESC, id DESC",
                  (ReadFunc) read_purchase, contents->purchases, error) ||
      !read_rows (database,
                  "SELECT " NUMBER_COLUMNS " FROM number ORDER BY created DESC, rowid DESC",
                  (ReadFunc) read_number_row, contents->numbers, error) ||
      !read_rows (database,
                  "SELECT time, balance, currency FROM"
                  " (SELECT * FROM balance ORDER BY id DESC LIMIT " MAX_BALANCES ") ORDER BY id",
                  (ReadFunc) read_balance_row, contents->balances, error))
    return FALSE;

  request->contents = g_steal_pointer (&contents);
  return TRUE;
}

static gboolean
insert_purchase (HspDatabase          *database,
                 const HspPurchaseRow *row,
                 const char           *owner,
                 gint64               *id,
                 GError              **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
    "INSERT INTO purchase (kind, outcome, shop_order, item, name, category, quantity, link, country,"
    " phone, estimate, currency, balance_before, balance_before_at, created, sent, updated, reason,"
    " status, charge, start_count, remains, checked, note, owner)"
    " VALUES (:kind, :outcome, :order, :item, :name, :category, :quantity, :link, :country,"
    " :phone, :estimate, :currency, :balance_before, :balance_before_at, :created, 0, :now, NULL,"
    " :status, :charge, :start_count, :remains, :checked, :note, :owner)", error);
  if (statement == NULL)
    return FALSE;

  hsp_statement_bind_number (statement, ":kind", row->kind);
  hsp_statement_bind_number (statement, ":outcome", row->outcome);
  hsp_statement_bind_text (statement, ":order", row->order);
  hsp_statement_bind_text (statement, ":item", or_empty (row->item));
  hsp_statement_bind_text (statement, ":name", or_empty (row->name));
  hsp_statement_bind_text (statement, ":category", row->category);
  hsp_statement_bind_number (statement, ":quantity", row->quantity);
  hsp_statement_bind_text (statement, ":link", row->link);
  hsp_statement_bind_text (statement, ":country", row->country);
  hsp_statement_bind_text (statement, ":phone", row->phone);
  hsp_statement_bind_known (statement, ":estimate", row->estimate, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_text (statement, ":currency", or_empty (row->currency));
  hsp_statement_bind_known (statement, ":balance_before", row->balance_before, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_number (statement, ":balance_before_at", row->balance_before_at);
  hsp_statement_bind_number (statement, ":created", row->created);
  hsp_statement_bind_number (statement, ":now", get_now ());
  hsp_statement_bind_text (statement, ":status", row->status);
  hsp_statement_bind_known (statement, ":charge", row->charge, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_known (statement, ":start_count", row->start_count, HSP_UNKNOWN);
  hsp_statement_bind_known (statement, ":remains", row->remains, HSP_UNKNOWN);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_text (statement, ":note", row->note);
  hsp_statement_bind_text (statement, ":owner", owner);
  if (!hsp_statement_run (statement, error))
    return FALSE;

  *id = hsp_database_get_last_id (database);
  return TRUE;
}

static gboolean
begin_purchase (HspDatabase  *database,
                gpointer      data,
                GError      **error)
{
  Request *request = data;
  HspPurchaseRow *row = request->purchase;

  row->outcome = HSP_OUTCOME_WRITTEN;
  row->created = get_now ();
  if (!insert_purchase (database, row, request->owner, &request->id, error) ||
      !add_event (database, request->id, HSP_EVENT_WRITTEN, NULL, 0, error))
    return FALSE;

  return row->balance_before == HSP_MONEY_UNKNOWN ||
         add_event (database, request->id, HSP_EVENT_BALANCE, NULL, row->balance_before, error);
}

/* Only from written: a row that another program has taken for left behind is not sent any more. */
static gboolean
mark_sent (HspDatabase  *database,
           gpointer      data,
           GError      **error)
{
  Request *request = data;
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
                                    "UPDATE purchase SET outcome = :sent, sent = :now, updated = :now"
                                    " WHERE id = :id AND outcome = :written RETURNING id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":sent", HSP_OUTCOME_SENT);
  hsp_statement_bind_number (statement, ":written", HSP_OUTCOME_WRITTEN);
  hsp_statement_bind_number (statement, ":now", get_now ());
  hsp_statement_bind_number (statement, ":id", request->id);
  if (!hsp_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("This purchase is not waiting to be sent. Nothing was sent."));
      return FALSE;
    }
  return add_event (database, request->id, HSP_EVENT_SENT, NULL, 0, error);
}

/* A code that was written once is never taken back, so that a program with an older copy of the row
 * does not undo what another one has read. A purchase that was forgotten leaves its numbers alone. */
static gboolean
save_number (HspDatabase         *database,
             const HspNumberRow  *row,
             gint64               purchase,
             GError             **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
    "INSERT INTO number (" NUMBER_COLUMNS ")"
    " VALUES (:order, (SELECT id FROM purchase WHERE id = :purchase), :phone, :country, :project,"
    " :project_name, :status, :code, :text, :charge, :currency, :created, :expires, :code_at,"
    " :copied, :checked, :removed)"
    " ON CONFLICT (shop_order) DO UPDATE SET"
    " purchase = coalesce (number.purchase, excluded.purchase), phone = excluded.phone,"
    " country = excluded.country, project = excluded.project,"
    " project_name = excluded.project_name, status = excluded.status,"
    " code = coalesce (excluded.code, number.code), text = coalesce (excluded.text, number.text),"
    " charge = coalesce (excluded.charge, number.charge), currency = excluded.currency,"
    " expires = excluded.expires, checked = excluded.checked, removed = excluded.removed,"
    " code_at = iif (excluded.code IS NULL, number.code_at, excluded.code_at),"
    " copied = iif (excluded.code IS NULL, number.copied, excluded.copied)", error);
  if (statement == NULL)
    return FALSE;

  hsp_statement_bind_text (statement, ":order", row->order);
  hsp_statement_bind_number (statement, ":purchase", purchase);
  hsp_statement_bind_text (statement, ":phone", or_empty (row->phone));
  hsp_statement_bind_text (statement, ":country", or_empty (row->country));
  hsp_statement_bind_text (statement, ":project", or_empty (row->project));
  hsp_statement_bind_text (statement, ":project_name", or_empty (row->project_name));
  hsp_statement_bind_text (statement, ":status", or_empty (row->status));
  hsp_statement_bind_text (statement, ":code", row->code);
  hsp_statement_bind_text (statement, ":text", row->text);
  hsp_statement_bind_known (statement, ":charge", row->charge, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_text (statement, ":currency", or_empty (row->currency));
  hsp_statement_bind_number (statement, ":created", row->created > 0 ? row->created : get_now ());
  hsp_statement_bind_number (statement, ":expires", row->expires);
  hsp_statement_bind_number (statement, ":code_at", row->code_at);
  hsp_statement_bind_number (statement, ":copied", row->copied);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_number (statement, ":removed", row->removed != FALSE);
  return hsp_statement_run (statement, error);
}

static gboolean
is_settled_so (const HspPurchaseRow *row,
               const Request        *request)
{
  return row->outcome == request->outcome && g_strcmp0 (row->order, request->order) == 0;
}

/* What the shop said, or that nothing left, stays; what a person or a restart concluded may be
 * corrected by an answer that was still under way. */
static gboolean
check_settling (const HspPurchaseRow  *row,
                GError               **error)
{
  switch (row->outcome)
    {
    case HSP_OUTCOME_WRITTEN:
    case HSP_OUTCOME_SENT:
    case HSP_OUTCOME_UNCONFIRMED:
    case HSP_OUTCOME_NOT_PLACED:
      return TRUE;

    case HSP_OUTCOME_PLACED:
    case HSP_OUTCOME_REJECTED:
    case HSP_OUTCOME_NOT_SENT:
      break;
    }

  g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                       _("The outcome of this purchase is known already and was not changed."));
  return FALSE;
}

/* (transfer full) (nullable): what the history says of an outcome */
static char *
describe_outcome (const Request *request)
{
  g_autoptr(GString) orders = NULL;

  if (request->outcome != HSP_OUTCOME_PLACED)
    return g_strdup (request->reason);
  if (request->order != NULL || request->numbers == NULL)
    return g_strdup (request->order);

  orders = g_string_new (NULL);
  for (guint i = 0; i < request->numbers->len; i++)
    {
      const HspNumberRow *number = g_ptr_array_index (request->numbers, i);

      g_string_append_printf (orders, "%s%s", i > 0 ? ", " : "", or_empty (number->order));
    }
  return g_string_free (g_steal_pointer (&orders), FALSE);
}

static gboolean
settle_purchase (HspDatabase  *database,
                 gpointer      data,
                 GError      **error)
{
  Request *request = data;
  g_autoptr(HspPurchaseRow) row = find_purchase (database, request->id, error);
  g_autofree char *text = describe_outcome (request);

  if (row == NULL)
    return FALSE;
  if (!is_settled_so (row, request) &&
      (!check_settling (row, error) ||
       !write_outcome (database, request->id, request->outcome, request->order, request->reason,
                       text, error)))
    return FALSE;

  for (guint i = 0; request->numbers != NULL && i < request->numbers->len; i++)
    {
      if (!save_number (database, g_ptr_array_index (request->numbers, i), request->id, error))
        return FALSE;
    }
  return TRUE;
}

/* The events of a placed order whose @row differs from what was @before (nullable). */
static gboolean
add_change_events (HspDatabase           *database,
                   gint64                 id,
                   const HspPurchaseRow  *before,
                   const HspPurchaseRow  *row,
                   GError               **error)
{
  const char *status = before != NULL ? before->status : NULL;
  gint64 remains = before != NULL ? before->remains : HSP_UNKNOWN;
  HspMoney charge = before != NULL ? before->charge : HSP_MONEY_UNKNOWN;

  if (row->charge != HSP_MONEY_UNKNOWN && row->charge != charge &&
      !add_event (database, id, HSP_EVENT_CHARGED, NULL, row->charge, error))
    return FALSE;
  if (row->remains != HSP_UNKNOWN && row->remains != remains &&
      !add_event (database, id, HSP_EVENT_REMAINS, NULL, row->remains, error))
    return FALSE;
  return row->status == NULL || g_strcmp0 (row->status, status) == 0 ||
         add_event (database, id, HSP_EVENT_STATUS, row->status, 0, error);
}

static gboolean
check_unknown_order (HspDatabase  *database,
                     const char   *order,
                     GError      **error)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
                                    "SELECT id FROM purchase"
                                    " WHERE kind = :kind AND shop_order = :order", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":kind", HSP_PURCHASE_ORDER);
  hsp_statement_bind_text (statement, ":order", order);
  if (!hsp_statement_next (statement, &has_row, error))
    return FALSE;
  if (has_row)
    g_set_error (error, HSP_ERROR, HSP_ERROR_STORE, _("Order %s is in your orders already."), order);
  return !has_row;
}

static gboolean
adopt_purchase (HspDatabase  *database,
                gpointer      data,
                GError      **error)
{
  Request *request = data;
  HspPurchaseRow *row = request->purchase;

  row->outcome = HSP_OUTCOME_PLACED;
  if (row->created == 0)
    row->created = get_now ();
  return check_unknown_order (database, row->order, error) &&
         insert_purchase (database, row, NULL, &request->id, error) &&
         add_event (database, request->id, HSP_EVENT_PLACED, row->order, 0, error) &&
         add_change_events (database, request->id, NULL, row, error);
}

static gboolean
is_other_known (gint64 number,
                gint64 before,
                gint64 unknown)
{
  return number != unknown && number != before;
}

static gboolean
is_changed (const HspPurchaseRow *before,
            const HspPurchaseRow *row)
{
  return (row->status != NULL && g_strcmp0 (row->status, before->status) != 0) ||
         g_strcmp0 (row->note, before->note) != 0 ||
         is_other_known (row->charge, before->charge, HSP_MONEY_UNKNOWN) ||
         is_other_known (row->start_count, before->start_count, HSP_UNKNOWN) ||
         is_other_known (row->remains, before->remains, HSP_UNKNOWN);
}

/* What an answer left out does not erase what an earlier one said; the note is the person's. */
static gboolean
update_purchase (HspDatabase  *database,
                 gpointer      data,
                 GError      **error)
{
  Request *request = data;
  const HspPurchaseRow *row = request->purchase;
  g_autoptr(HspPurchaseRow) before = find_purchase (database, row->id, error);
  g_autoptr(HspStatement) statement = NULL;

  if (before == NULL)
    return FALSE;
  statement = hsp_database_prepare (database,
    "UPDATE purchase SET status = coalesce (:status, status), charge = coalesce (:charge, charge),"
    " currency = iif (:currency = '', currency, :currency),"
    " start_count = coalesce (:start_count, start_count), remains = coalesce (:remains, remains),"
    " checked = max (checked, :checked), note = :note, updated = :updated WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;

  hsp_statement_bind_text (statement, ":status", row->status);
  hsp_statement_bind_known (statement, ":charge", row->charge, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_text (statement, ":currency", or_empty (row->currency));
  hsp_statement_bind_known (statement, ":start_count", row->start_count, HSP_UNKNOWN);
  hsp_statement_bind_known (statement, ":remains", row->remains, HSP_UNKNOWN);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_text (statement, ":note", row->note);
  hsp_statement_bind_number (statement, ":updated",
                             is_changed (before, row) ? get_now () : before->updated);
  hsp_statement_bind_number (statement, ":id", row->id);
  return hsp_statement_run (statement, error) &&
         add_change_events (database, row->id, before, row, error);
}

static gboolean
update_number (HspDatabase  *database,
               gpointer      data,
               GError      **error)
{
  Request *request = data;

  return save_number (database, request->number, request->number->purchase, error);
}

static gboolean
forget_purchase (HspDatabase  *database,
                 gpointer      data,
                 GError      **error)
{
  Request *request = data;
  g_autoptr(HspPurchaseRow) row = find_purchase (database, request->id, error);
  g_autoptr(HspStatement) statement = NULL;

  if (row == NULL)
    return FALSE;
  if (row->outcome == HSP_OUTCOME_WRITTEN || row->outcome == HSP_OUTCOME_SENT)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("This purchase is being sent and cannot be removed now."));
      return FALSE;
    }

  statement = hsp_database_prepare (database, "DELETE FROM purchase WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":id", request->id);
  return hsp_statement_run (statement, error);
}

static gboolean
add_balance (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  Request *request = data;
  g_autoptr(HspStatement) move = NULL;
  g_autoptr(HspStatement) insert = NULL;
  gboolean moved = FALSE;

  move = hsp_database_prepare (database,
    "UPDATE balance SET time = max (time, :time)"
    " WHERE id = (SELECT max (id) FROM balance) AND balance = :balance AND currency = :currency"
    " RETURNING id", error);
  if (move == NULL)
    return FALSE;
  hsp_statement_bind_number (move, ":time", request->time);
  hsp_statement_bind_number (move, ":balance", request->balance);
  hsp_statement_bind_text (move, ":currency", or_empty (request->currency));
  if (!hsp_statement_next (move, &moved, error))
    return FALSE;
  if (moved)
    return TRUE;

  insert = hsp_database_prepare (database,
                                 "INSERT INTO balance (time, balance, currency)"
                                 " VALUES (:time, :balance, :currency)", error);
  if (insert == NULL)
    return FALSE;
  hsp_statement_bind_number (insert, ":time", request->time);
  hsp_statement_bind_number (insert, ":balance", request->balance);
  hsp_statement_bind_text (insert, ":currency", or_empty (request->currency));
  return hsp_statement_run (insert, error);
}

static gboolean
read_events (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  Request *request = data;
  g_autoptr(GPtrArray) events = NULL;
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = TRUE;

  events = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_event_row_free);
  statement = hsp_database_prepare (database,
                                    "SELECT purchase, time, kind, text, number FROM event"
                                    " WHERE purchase = :id ORDER BY id DESC LIMIT " MAX_EVENTS,
                                    error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":id", request->id);
  while (has_row)
    {
      if (!hsp_statement_next (statement, &has_row, error))
        return FALSE;
      if (has_row)
        g_ptr_array_add (events, read_event_row (statement));
    }
  request->events = g_steal_pointer (&events);
  return TRUE;
}

/* @error: (transfer full). Returns: (transfer full): with what became of the purchase */
static GError *
complete_error (const Request *request,
                GError        *error)
{
  g_autoptr(GError) failure = error;

  return hsp_error_new (failure->code,
                        request->before_wire ? HSP_DELIVERY_NONE : HSP_DELIVERY_UNKNOWN,
                        NULL, failure->message);
}

static gboolean
run_request (HspDatabase  *database,
             gpointer      data,
             GError      **error)
{
  Request *request = data;
  GError *failure = NULL;

  if (hsp_database_transact (database, request->func, request, &failure))
    return TRUE;
  g_propagate_error (error, complete_error (request, failure));
  return FALSE;
}

/* --- On the main thread --- */

/* What is written must be known to the caller, so a cancel after the commit does not hide it. */
static void
queue_request (HspJournal          *self,
               Request             *request,
               gpointer             source_tag,
               GCancellable        *cancellable,
               GAsyncReadyCallback  callback,
               gpointer             user_data)
{
  g_autoptr(GTask) task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, source_tag);
  g_task_set_check_cancellable (task, cancellable != NULL);
  g_task_set_task_data (task, request, request_free);
  if (self->state != STATE_OPEN)
    {
      GError *error = g_error_new_literal (HSP_ERROR, HSP_ERROR_STORE,
                                           _("The file that keeps your purchases is not open."));

      g_task_return_error (task, complete_error (request, error));
      return;
    }
  hsp_database_queue (self->database, run_request, g_steal_pointer (&task));
}

static void
open_cb (GObject      *object,
         GAsyncResult *result,
         gpointer      user_data)
{
  HspJournal *self = HSP_JOURNAL (object);
  g_autoptr(GTask) task = user_data;
  g_autoptr(GError) error = NULL;
  gboolean opened = g_task_propagate_boolean (G_TASK (result), &error);

  if (self->opening != task)
    {
      g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_STORE, "%s",
                               _("The file that keeps your purchases was closed."));
      return;
    }
  self->opening = NULL;
  if (!opened)
    {
      hsp_journal_close (self);
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }
  self->state = STATE_OPEN;
  g_task_return_boolean (task, TRUE);
}

static void
hsp_journal_finalize (GObject *object)
{
  HspJournal *self = HSP_JOURNAL (object);

  hsp_journal_close (self);
  g_clear_pointer (&self->database, hsp_database_free);

  G_OBJECT_CLASS (hsp_journal_parent_class)->finalize (object);
}

static void
hsp_journal_class_init (HspJournalClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = hsp_journal_finalize;
}

static void
hsp_journal_init (HspJournal *self)
{
}

/** hsp_purchase_row_new: Returns: (transfer full): amounts and counts unknown, texts NULL */
HspPurchaseRow *
hsp_purchase_row_new (void)
{
  HspPurchaseRow *row = g_new0 (HspPurchaseRow, 1);

  row->estimate = HSP_MONEY_UNKNOWN;
  row->balance_before = HSP_MONEY_UNKNOWN;
  row->charge = HSP_MONEY_UNKNOWN;
  row->start_count = HSP_UNKNOWN;
  row->remains = HSP_UNKNOWN;
  return row;
}

/** hsp_purchase_row_copy: Returns: (transfer full) */
HspPurchaseRow *
hsp_purchase_row_copy (const HspPurchaseRow *row)
{
  HspPurchaseRow *copy = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  copy = g_memdup2 (row, sizeof *row);
  copy->order = g_strdup (row->order);
  copy->item = g_strdup (row->item);
  copy->name = g_strdup (row->name);
  copy->category = g_strdup (row->category);
  copy->link = g_strdup (row->link);
  copy->country = g_strdup (row->country);
  copy->phone = g_strdup (row->phone);
  copy->currency = g_strdup (row->currency);
  copy->reason = g_strdup (row->reason);
  copy->status = g_strdup (row->status);
  copy->note = g_strdup (row->note);
  return copy;
}

/** hsp_purchase_row_free: @row: (transfer full) (nullable) */
void
hsp_purchase_row_free (HspPurchaseRow *row)
{
  if (row == NULL)
    return;

  g_free (row->order);
  g_free (row->item);
  g_free (row->name);
  g_free (row->category);
  g_free (row->link);
  g_free (row->country);
  g_free (row->phone);
  g_free (row->currency);
  g_free (row->reason);
  g_free (row->status);
  g_free (row->note);
  g_free (row);
}

/** hsp_number_row_new: Returns: (transfer full): charge unknown, texts NULL */
HspNumberRow *
hsp_number_row_new (void)
{
  HspNumberRow *row = g_new0 (HspNumberRow, 1);

  row->charge = HSP_MONEY_UNKNOWN;
  return row;
}

/** hsp_number_row_copy: Returns: (transfer full) */
HspNumberRow *
hsp_number_row_copy (const HspNumberRow *row)
{
  HspNumberRow *copy = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  copy = g_memdup2 (row, sizeof *row);
  copy->order = g_strdup (row->order);
  copy->phone = g_strdup (row->phone);
  copy->country = g_strdup (row->country);
  copy->project = g_strdup (row->project);
  copy->project_name = g_strdup (row->project_name);
  copy->status = g_strdup (row->status);
  copy->code = g_strdup (row->code);
  copy->text = g_strdup (row->text);
  copy->currency = g_strdup (row->currency);
  return copy;
}

/** hsp_number_row_free: @row: (transfer full) (nullable) */
void
hsp_number_row_free (HspNumberRow *row)
{
  if (row == NULL)
    return;

  g_free (row->order);
  g_free (row->phone);
  g_free (row->country);
  g_free (row->project);
  g_free (row->project_name);
  g_free (row->status);
  g_free (row->code);
  g_free (row->text);
  g_free (row->currency);
  g_free (row);
}

/** hsp_event_row_free: @row: (transfer full) (nullable) */
void
hsp_event_row_free (HspEventRow *row)
{
  if (row == NULL)
    return;

  g_free (row->text);
  g_free (row);
}

/** hsp_balance_row_free: @row: (transfer full) (nullable) */
void
hsp_balance_row_free (HspBalanceRow *row)
{
  if (row == NULL)
    return;

  g_free (row->currency);
  g_free (row);
}

/** hsp_journal_contents_free: @contents: (transfer full) (nullable) */
void
hsp_journal_contents_free (HspJournalContents *contents)
{
  if (contents == NULL)
    return;

  g_clear_pointer (&contents->purchases, g_ptr_array_unref);
  g_clear_pointer (&contents->numbers, g_ptr_array_unref);
  g_clear_pointer (&contents->balances, g_ptr_array_unref);
  g_free (contents);
}

/** hsp_journal_new: @path: the file. No I/O. Returns: (transfer full) */
HspJournal *
hsp_journal_new (const char *path)
{
  HspJournal *self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (HSP_TYPE_JOURNAL, NULL);
  self->database = hsp_database_new (path, APPLICATION_ID, schema, G_N_ELEMENTS (schema));
  return self;
}

/** hsp_journal_get_path: Returns: (transfer none) */
const char *
hsp_journal_get_path (HspJournal *self)
{
  g_return_val_if_fail (HSP_IS_JOURNAL (self), NULL);

  return hsp_database_get_path (self->database);
}

/**
 * hsp_journal_open_async:
 *
 * Opens and migrates, and settles what a program that is gone left under way: sent becomes
 * unconfirmed, written becomes not sent ("Sending money actions" in the API notes). Rows of a program
 * that still runs are left to it. After a failure it may be opened again. Main thread.
 */
void
hsp_journal_open_async (HspJournal          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  g_autoptr(GTask) step = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (cancellable == NULL || G_IS_CANCELLABLE (cancellable));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_journal_open_async);
  g_task_set_check_cancellable (task, FALSE);
  if (self->state != STATE_CLOSED)
    {
      g_task_return_new_error (task, HSP_ERROR, HSP_ERROR_STORE, "%s",
                               _("The file that keeps your purchases is open already."));
      return;
    }

  self->state = STATE_OPENING;
  self->opening = task;
  self->owner = hsp_owner_new_mark ();
  hsp_database_start (self->database);

  step = g_task_new (self, cancellable, open_cb, g_steal_pointer (&task));
  g_task_set_source_tag (step, hsp_journal_open_async);
  g_task_set_check_cancellable (step, FALSE);
  hsp_database_queue (self->database, open_file, g_steal_pointer (&step));
}

/** hsp_journal_open_finish: Errors: HSP_ERROR_STORE, G_IO_ERROR_CANCELLED when it was not opened */
gboolean
hsp_journal_open_finish (HspJournal    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * hsp_journal_close:
 *
 * Waits for what is queued, closes the file and ends the thread. Calls whose callbacks have not run
 * yet still get their answers. What is still under way becomes unconfirmed or not sent when the file
 * is opened next. Safe in any state. Main thread.
 */
void
hsp_journal_close (HspJournal *self)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));

  if (self->state == STATE_CLOSED)
    return;

  self->state = STATE_CLOSED;
  self->opening = NULL;
  hsp_database_stop (self->database, release_rows, self->owner);
  g_clear_pointer (&self->owner, g_free);
}

/** hsp_journal_load_async: reads everything that the program shows. Main thread. */
void
hsp_journal_load_async (HspJournal          *self,
                        GCancellable        *cancellable,
                        GAsyncReadyCallback  callback,
                        gpointer             user_data)
{
  g_return_if_fail (HSP_IS_JOURNAL (self));

  queue_request (self, request_new (load_contents), hsp_journal_load_async,
                 cancellable, callback, user_data);
}

/** hsp_journal_load_finish: Returns: (transfer full) (nullable). Errors: HSP_ERROR_STORE. */
HspJournalContents *
hsp_journal_load_finish (HspJournal    *self,
                         GAsyncResult  *result,
                         GError       **error)
{
  Request *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->contents);
}

/**
 * hsp_journal_begin_async:
 * @row: (transfer none): what is to be bought
 *
 * Commits a new row as written; the balance before goes into its history. Not cancellable. Main thread.
 */
void
hsp_journal_begin_async (HspJournal           *self,
                         const HspPurchaseRow *row,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL);

  request = request_new (begin_purchase);
  request->before_wire = TRUE;
  request->purchase = hsp_purchase_row_copy (row);
  request->owner = g_strdup (self->owner);
  queue_request (self, request, hsp_journal_begin_async, NULL, callback, user_data);
}

static gint64
propagate_id (HspJournal    *self,
              GAsyncResult  *result,
              GError       **error)
{
  Request *request = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return 0;
  request = g_task_get_task_data (G_TASK (result));
  return request->id;
}

/** hsp_journal_begin_finish: Returns: the id, 0 with HSP_ERROR_STORE: then nothing may be sent */
gint64
hsp_journal_begin_finish (HspJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return propagate_id (self, result, error);
}

/**
 * hsp_journal_mark_sent_async:
 *
 * Commits that the request is about to leave. When it fails, nothing may be sent. Ends with
 * hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_mark_sent_async (HspJournal          *self,
                             gint64               id,
                             GAsyncReadyCallback  callback,
                             gpointer             user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = request_new (mark_sent);
  request->before_wire = TRUE;
  request->id = id;
  queue_request (self, request, hsp_journal_mark_sent_async, NULL, callback, user_data);
}

static GPtrArray *
copy_numbers (GPtrArray *numbers)
{
  GPtrArray *copy = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_number_row_free);

  for (guint i = 0; i < numbers->len; i++)
    g_ptr_array_add (copy, hsp_number_row_copy (g_ptr_array_index (numbers, i)));
  return copy;
}

/**
 * hsp_journal_settle_async:
 * @outcome: placed, rejected, not sent, unconfirmed or not placed
 * @order: (nullable): the shop's number; required for a placed order
 * @numbers: (nullable) (element-type HspNumberRow): inserted in the same transaction
 * @reason: (nullable): for the person
 *
 * Placed, rejected and not sent are final. Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_settle_async (HspJournal          *self,
                          gint64               id,
                          HspOutcome           outcome,
                          const char          *order,
                          GPtrArray           *numbers,
                          const char          *reason,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (outcome != HSP_OUTCOME_WRITTEN && outcome != HSP_OUTCOME_SENT);

  request = request_new (settle_purchase);
  request->id = id;
  request->outcome = outcome;
  request->order = g_strdup (order);
  request->numbers = numbers != NULL ? copy_numbers (numbers) : NULL;
  request->reason = g_strdup (reason);
  queue_request (self, request, hsp_journal_settle_async, NULL, callback, user_data);
}

/**
 * hsp_journal_adopt_async:
 * @row: (transfer none): with order and what is known of it; created is now where it is 0
 *
 * Adds an order placed elsewhere. Main thread.
 */
void
hsp_journal_adopt_async (HspJournal           *self,
                         const HspPurchaseRow *row,
                         GAsyncReadyCallback   callback,
                         gpointer              user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->order != NULL);

  request = request_new (adopt_purchase);
  request->purchase = hsp_purchase_row_copy (row);
  queue_request (self, request, hsp_journal_adopt_async, NULL, callback, user_data);
}

/** hsp_journal_adopt_finish: Returns: the id, 0 with HSP_ERROR_STORE, also when it is there already */
gint64
hsp_journal_adopt_finish (HspJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), 0);

  return propagate_id (self, result, error);
}

/**
 * hsp_journal_update_async:
 * @row: (transfer none): by its id
 *
 * What is unknown in @row keeps what the journal has, but for the note. Ends with
 * hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_update_async (HspJournal           *self,
                          const HspPurchaseRow *row,
                          GAsyncReadyCallback   callback,
                          gpointer              user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL);

  request = request_new (update_purchase);
  request->purchase = hsp_purchase_row_copy (row);
  queue_request (self, request, hsp_journal_update_async, NULL, callback, user_data);
}

/**
 * hsp_journal_update_number_async:
 * @row: (transfer none): by its order number
 *
 * A number that is not there yet is added. Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_update_number_async (HspJournal          *self,
                                 const HspNumberRow  *row,
                                 GAsyncReadyCallback  callback,
                                 gpointer             user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->order != NULL);

  request = request_new (update_number);
  request->number = hsp_number_row_copy (row);
  queue_request (self, request, hsp_journal_update_number_async, NULL, callback, user_data);
}

/**
 * hsp_journal_forget_async:
 *
 * Takes a purchase and its history out; its SMS numbers stay. One that is being sent is refused. Ends
 * with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_forget_async (HspJournal          *self,
                          gint64               id,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = request_new (forget_purchase);
  request->id = id;
  queue_request (self, request, hsp_journal_forget_async, NULL, callback, user_data);
}

/**
 * hsp_journal_add_balance_async:
 * @row: (transfer none): a known balance
 *
 * Ends with hsp_journal_write_finish(). Main thread.
 */
void
hsp_journal_add_balance_async (HspJournal          *self,
                               const HspBalanceRow *row,
                               GAsyncReadyCallback  callback,
                               gpointer             user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));
  g_return_if_fail (row != NULL && row->balance != HSP_MONEY_UNKNOWN);

  request = request_new (add_balance);
  request->time = row->time > 0 ? row->time : get_now ();
  request->balance = row->balance;
  request->currency = g_strdup (row->currency);
  queue_request (self, request, hsp_journal_add_balance_async, NULL, callback, user_data);
}

/** hsp_journal_write_finish: Errors: HSP_ERROR_STORE: nothing of the call was written */
gboolean
hsp_journal_write_finish (HspJournal    *self,
                          GAsyncResult  *result,
                          GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/** hsp_journal_events_async: @id: of a purchase. Main thread. */
void
hsp_journal_events_async (HspJournal          *self,
                          gint64               id,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  Request *request = NULL;

  g_return_if_fail (HSP_IS_JOURNAL (self));

  request = request_new (read_events);
  request->id = id;
  queue_request (self, request, hsp_journal_events_async, cancellable, callback, user_data);
}

/**
 * hsp_journal_events_finish:
 *
 * Returns: (transfer full) (nullable) (element-type HspEventRow): newest first
 */
GPtrArray *
hsp_journal_events_finish (HspJournal    *self,
                           GAsyncResult  *result,
                           GError       **error)
{
  Request *request = NULL;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);

  if (!g_task_propagate_boolean (G_TASK (result), error))
    return NULL;
  request = g_task_get_task_data (G_TASK (result));
  return g_steal_pointer (&request->events);
}
