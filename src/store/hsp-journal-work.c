/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-values.h"

#include <glib/gi18n-lib.h>

/* Seconds: no day that is not over yet has begun before. */
#define LONGEST_DAY (2 * 24 * 60 * 60)

/* A number that was used again came with the order it had before: what belongs to the purchase before
 * is over. */
#define RENTED_AGAIN "coalesce (excluded.purchase > number.purchase, 0)"
/* Its phone and code were taken from here on the person's word. */
#define FORGOTTEN "number.removed AND number.phone = ''" \
  " AND (excluded.purchase IS NULL OR excluded.purchase IS number.purchase)"

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

gboolean
hsp_journal_add_event (HspDatabase   *database,
                       gint64         purchase,
                       HspEventKind   kind,
                       const char    *text,
                       gint64         number,
                       GError       **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "INSERT INTO event (purchase, id, time, kind, text, number)"
                                    " VALUES (:purchase, " HSP_NEXT_EVENT ", :time, :kind, :text, :number)",
                                    error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":purchase", purchase);
  hsp_statement_bind_number (statement, ":time", hsp_get_now ());
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

/* Also ends the responsibility of whoever sent it. @event_number: of the event, 0 where it has none */
gboolean
hsp_journal_write_outcome (HspDatabase  *database,
                           gint64        id,
                           HspOutcome    outcome,
                           const char   *order,
                           const char   *reason,
                           const char   *event_text,
                           gint64        event_number,
                           GError      **error)
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
  hsp_statement_bind_number (statement, ":now", hsp_get_now ());
  hsp_statement_bind_number (statement, ":id", id);
  return hsp_statement_run (statement, error) &&
         hsp_journal_add_event (database, id, get_event_of_outcome (outcome), event_text,
                                event_number, error);
}

typedef struct
{
  gint64     id;
  HspOutcome outcome;
} LeftRow;

/* Rows under way that nobody is responsible for any more; @n_others: how many are another
 * program's. (transfer full) (element-type LeftRow) */
static GArray *
find_left_rows (HspDatabase  *database,
                guint        *n_others,
                GError      **error)
{
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (LeftRow));
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = TRUE;

  *n_others = 0;
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
      if (!hsp_database_is_owner_alive (database, owner))
        g_array_append_val (rows, row);
      else if (g_strcmp0 (owner, hsp_database_get_owner (database)) != 0)
        *n_others += 1;
    }
  return g_steal_pointer (&rows);
}

/* A row marked as sent may have reached the shop; one that was only written cannot have. */
static gboolean
turn_left_rows (HspDatabase  *database,
                gpointer      data,
                GError      **error)
{
  guint n_others = 0;
  g_autoptr(GArray) rows = find_left_rows (database, &n_others, error);

  if (rows == NULL)
    return FALSE;
  for (guint i = 0; i < rows->len; i++)
    {
      const LeftRow *row = &g_array_index (rows, LeftRow, i);
      gboolean sent = row->outcome == HSP_OUTCOME_SENT;
      const char *reason = sent
        ? _("The program ended before the shop’s answer was kept.")
        : _("The program ended before anything was sent.");

      if (!hsp_journal_write_outcome (database, row->id,
                                      sent ? HSP_OUTCOME_UNCONFIRMED : HSP_OUTCOME_NOT_SENT,
                                      NULL, reason, reason, 0, error))
        return FALSE;
    }
  return TRUE;
}

/* Looks first, so that nobody waits for a program that writes when there is nothing to do. */
static gboolean
settle_left_rows (HspDatabase  *database,
                  gboolean     *turned,
                  guint        *n_others,
                  GError      **error)
{
  g_autoptr(GArray) rows = find_left_rows (database, n_others, error);

  *turned = rows != NULL && rows->len > 0;
  return rows != NULL &&
         (rows->len == 0 || hsp_database_transact (database, turn_left_rows, NULL, error));
}

gboolean
hsp_journal_work_open (HspDatabase  *database,
                       gpointer      data,
                       GError      **error)
{
  HspJournalRequest *request = data;
  gboolean turned = FALSE;
  guint n_others = 0;

  if (!hsp_database_open (database, error) ||
      !settle_left_rows (database, &turned, &n_others, error))
    return FALSE;
  request->rescue = hsp_database_take_rescue (database);
  return TRUE;
}

gboolean
hsp_journal_work_look (HspDatabase  *database,
                       gpointer      data,
                       GError      **error)
{
  HspJournalLook *look = data;
  gboolean turned = FALSE;

  if (!hsp_database_check_changed (database, &look->changed, error))
    return FALSE;
  if (look->ended && !settle_left_rows (database, &turned, &look->n_others, error))
    return FALSE;
  look->changed = look->changed || turned;
  return TRUE;
}

/* All of @row but its id, which is given back. */
gboolean
hsp_journal_insert_purchase (HspDatabase           *database,
                             const HspPurchaseRow  *row,
                             const char            *owner,
                             gint64                *id,
                             GError               **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
    "INSERT INTO purchase (kind, outcome, shop_order, item, name, category, quantity, link, country,"
    " phone, estimate, currency, balance_before, balance_before_at, created, sent, updated, reason,"
    " status, charge, start_count, remains, checked, note, owner)"
    " VALUES (:kind, :outcome, :order, :item, :name, :category, :quantity, :link, :country,"
    " :phone, :estimate, :currency, :balance_before, :balance_before_at, :created, :sent, :updated,"
    " :reason, :status, :charge, :start_count, :remains, :checked, :note, :owner)", error);
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
  hsp_statement_bind_number (statement, ":sent", row->sent);
  hsp_statement_bind_number (statement, ":updated", row->updated);
  hsp_statement_bind_text (statement, ":reason", row->reason);
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

/* What @check may look at is what the row is written after: nobody else writes meanwhile. */
static gboolean
check_begin (HspDatabase        *database,
             HspJournalRequest  *request,
             GError            **error)
{
  g_autoptr(HspJournalContents) contents = NULL;

  if (request->check == NULL)
    return TRUE;
  contents = hsp_journal_read_since (database, request->since, error);
  return contents != NULL &&
         request->check (contents->purchases, contents->numbers, request->check_data, error);
}

gboolean
hsp_journal_work_begin (HspDatabase  *database,
                        gpointer      data,
                        GError      **error)
{
  HspJournalRequest *request = data;
  HspPurchaseRow *row = request->purchase;

  row->outcome = HSP_OUTCOME_WRITTEN;
  row->created = row->updated = hsp_get_now ();
  row->sent = 0;
  g_clear_pointer (&row->reason, g_free);
  if (!check_begin (database, request, error) ||
      !hsp_journal_insert_purchase (database, row, hsp_database_get_owner (database),
                                    &request->id, error) ||
      !hsp_journal_add_event (database, request->id, HSP_EVENT_WRITTEN, NULL, 0, error))
    return FALSE;

  return row->balance_before == HSP_MONEY_UNKNOWN ||
         hsp_journal_add_event (database, request->id, HSP_EVENT_BALANCE, NULL, row->balance_before, error);
}

/* Only from written: a row that another program has taken for left behind is not sent any more. */
gboolean
hsp_journal_work_mark_sent (HspDatabase  *database,
                            gpointer      data,
                            GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
                                    "UPDATE purchase SET outcome = :sent, sent = :now, updated = :now"
                                    " WHERE id = :id AND outcome = :written RETURNING id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":sent", HSP_OUTCOME_SENT);
  hsp_statement_bind_number (statement, ":written", HSP_OUTCOME_WRITTEN);
  hsp_statement_bind_number (statement, ":now", hsp_get_now ());
  hsp_statement_bind_number (statement, ":id", request->id);
  if (!hsp_statement_next (statement, &has_row, error))
    return FALSE;
  if (!has_row)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("This purchase is not waiting to be sent. Nothing was sent."));
      return FALSE;
    }
  return hsp_journal_add_event (database, request->id, HSP_EVENT_SENT, NULL, 0, error);
}

/* A code that was written once is never taken back, so that a program with an older copy of the
 * row does not undo what another one has read; and one that was forgotten is not brought back by such a
 * copy, or by an answer that was under way. A purchase that was forgotten leaves its numbers
 * alone. */
gboolean
hsp_journal_save_number (HspDatabase         *database,
                         const HspNumberRow  *row,
                         gint64               purchase,
                         GError             **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
    "INSERT INTO number (" HSP_NUMBER_COLUMNS ")"
    " VALUES (:order, (SELECT id FROM purchase WHERE id = :purchase), :phone, :country, :project,"
    " :project_name, :status, :code, :text, :charge, :currency, :created, :expires, :code_at,"
    " :copied, :checked, :removed)"
    " ON CONFLICT (shop_order) DO UPDATE SET"
    " purchase = max (coalesce (number.purchase, excluded.purchase),"
    "                 coalesce (excluded.purchase, number.purchase)),"
    " phone = iif (" FORGOTTEN ", '', excluded.phone),"
    " country = excluded.country, project = excluded.project,"
    " project_name = excluded.project_name, status = excluded.status,"
    " code = iif (" FORGOTTEN ", NULL,"
    "             iif (" RENTED_AGAIN ", excluded.code, coalesce (excluded.code, number.code))),"
    " text = iif (" FORGOTTEN ", NULL,"
    "             iif (" RENTED_AGAIN ", excluded.text, coalesce (excluded.text, number.text))),"
    " charge = iif (" RENTED_AGAIN ", excluded.charge, coalesce (excluded.charge, number.charge)),"
    " currency = excluded.currency,"
    " created = iif (" RENTED_AGAIN ", excluded.created, number.created),"
    " expires = excluded.expires, checked = excluded.checked,"
    " removed = iif (" FORGOTTEN ", 1, excluded.removed),"
    " code_at = iif (excluded.code IS NULL AND NOT (" RENTED_AGAIN "), number.code_at,"
    "                excluded.code_at),"
    " copied = iif (excluded.code IS NULL AND NOT (" RENTED_AGAIN "), number.copied,"
    "               excluded.copied)", error);
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
  hsp_statement_bind_number (statement, ":created", row->created > 0 ? row->created : hsp_get_now ());
  hsp_statement_bind_number (statement, ":expires", row->expires);
  hsp_statement_bind_number (statement, ":code_at", row->code_at);
  hsp_statement_bind_number (statement, ":copied", row->copied);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_number (statement, ":removed", row->removed != FALSE);
  return hsp_statement_run (statement, error);
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
      !hsp_journal_add_event (database, id, HSP_EVENT_CHARGED, NULL, row->charge, error))
    return FALSE;
  if (row->remains != HSP_UNKNOWN && row->remains != remains &&
      !hsp_journal_add_event (database, id, HSP_EVENT_REMAINS, NULL, row->remains, error))
    return FALSE;
  return row->status == NULL || g_strcmp0 (row->status, status) == 0 ||
         hsp_journal_add_event (database, id, HSP_EVENT_STATUS, row->status, 0, error);
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

gboolean
hsp_journal_work_adopt (HspDatabase  *database,
                        gpointer      data,
                        GError      **error)
{
  HspJournalRequest *request = data;
  HspPurchaseRow *row = request->purchase;

  row->outcome = HSP_OUTCOME_PLACED;
  row->updated = hsp_get_now ();
  row->sent = 0;
  g_clear_pointer (&row->reason, g_free);
  if (row->created == 0)
    row->created = row->updated;
  return check_unknown_order (database, row->order, error) &&
         hsp_journal_insert_purchase (database, row, NULL, &request->id, error) &&
         hsp_journal_add_event (database, request->id, HSP_EVENT_PLACED, row->order, 0, error) &&
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
         is_other_known (row->charge, before->charge, HSP_MONEY_UNKNOWN) ||
         is_other_known (row->start_count, before->start_count, HSP_UNKNOWN) ||
         is_other_known (row->remains, before->remains, HSP_UNKNOWN);
}

/* What an answer left out does not erase what an earlier one said. What is said of an order that was
 * taken back meanwhile, by this program or another, is not of the purchase. */
gboolean
hsp_journal_work_update (HspDatabase  *database,
                         gpointer      data,
                         GError      **error)
{
  HspJournalRequest *request = data;
  const HspPurchaseRow *row = request->purchase;
  g_autoptr(HspPurchaseRow) before = hsp_journal_find_purchase (database, row->id, error);
  g_autoptr(HspStatement) statement = NULL;

  if (before == NULL)
    return FALSE;
  if (before->outcome != HSP_OUTCOME_PLACED || g_strcmp0 (before->order, row->order) != 0)
    return TRUE;
  statement = hsp_database_prepare (database,
    "UPDATE purchase SET status = coalesce (:status, status), charge = coalesce (:charge, charge),"
    " currency = iif (:currency = '', currency, :currency),"
    " start_count = coalesce (:start_count, start_count), remains = coalesce (:remains, remains),"
    " checked = max (checked, :checked), updated = :updated WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;

  hsp_statement_bind_text (statement, ":status", row->status);
  hsp_statement_bind_known (statement, ":charge", row->charge, HSP_MONEY_UNKNOWN);
  hsp_statement_bind_text (statement, ":currency", or_empty (row->currency));
  hsp_statement_bind_known (statement, ":start_count", row->start_count, HSP_UNKNOWN);
  hsp_statement_bind_known (statement, ":remains", row->remains, HSP_UNKNOWN);
  hsp_statement_bind_number (statement, ":checked", row->checked);
  hsp_statement_bind_number (statement, ":updated",
                             is_changed (before, row) ? hsp_get_now () : before->updated);
  hsp_statement_bind_number (statement, ":id", row->id);
  return hsp_statement_run (statement, error) &&
         add_change_events (database, row->id, before, row, error);
}

gboolean
hsp_journal_work_set_note (HspDatabase  *database,
                           gpointer      data,
                           GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspPurchaseRow) row = hsp_journal_find_purchase (database, request->id, error);
  g_autoptr(HspStatement) statement = NULL;

  if (row == NULL)
    return FALSE;
  statement = hsp_database_prepare (database,
                                    "UPDATE purchase SET note = :note, updated = :now WHERE id = :id",
                                    error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_text (statement, ":note", request->note);
  hsp_statement_bind_number (statement, ":now", hsp_get_now ());
  hsp_statement_bind_number (statement, ":id", request->id);
  return hsp_statement_run (statement, error);
}

/* The purchase names the phone too where a number was used again. */
gboolean
hsp_journal_work_forget_number (HspDatabase  *database,
                                gpointer      data,
                                GError      **error)
{
  HspJournalRequest *request = data;
  const char *texts[] = {
    "UPDATE purchase SET phone = NULL"
    " WHERE id = (SELECT purchase FROM number WHERE shop_order = :order)",
    "UPDATE number SET phone = '', code = NULL, text = NULL, removed = 1 WHERE shop_order = :order",
  };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autoptr(HspStatement) statement = hsp_database_prepare (database, texts[i], error);

      if (statement == NULL)
        return FALSE;
      hsp_statement_bind_text (statement, ":order", request->number->order);
      if (!hsp_statement_run (statement, error))
        return FALSE;
    }
  return TRUE;
}

/* It was paid for, so it counts on the day that it was bought on; what it was for, and for whom, goes. */
static gboolean
keep_cost (HspDatabase  *database,
           gint64        id,
           GError      **error)
{
  g_autoptr(HspStatement) old = NULL;
  g_autoptr(HspStatement) statement = NULL;

  old = hsp_database_prepare (database, "DELETE FROM forgotten WHERE created < :day", error);
  if (old == NULL)
    return FALSE;
  hsp_statement_bind_number (old, ":day", hsp_get_now () - LONGEST_DAY);
  if (!hsp_statement_run (old, error))
    return FALSE;

  statement = hsp_database_prepare (database,
    "INSERT INTO forgotten (id, quantity, estimate, currency, created, status, charge)"
    " SELECT id, quantity, estimate, currency, created, status, charge FROM purchase"
    " WHERE id = :id AND kind = 0 AND outcome = 2 AND item <> '' AND created >= :day"
    /* of what nobody knows the price of now, nobody can learn it any more */
    " AND coalesce (charge, estimate) IS NOT NULL", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":id", id);
  hsp_statement_bind_number (statement, ":day", hsp_get_now () - LONGEST_DAY);
  return hsp_statement_run (statement, error);
}

gboolean
hsp_journal_work_forget (HspDatabase  *database,
                         gpointer      data,
                         GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspPurchaseRow) row = hsp_journal_find_purchase (database, request->id, error);
  g_autoptr(HspStatement) statement = NULL;

  if (row == NULL)
    return FALSE;
  if (row->outcome == HSP_OUTCOME_WRITTEN || row->outcome == HSP_OUTCOME_SENT)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("This purchase is being sent and cannot be removed now."));
      return FALSE;
    }
  if (row->outcome == HSP_OUTCOME_UNCONFIRMED)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("Say first what became of this purchase."));
      return FALSE;
    }

  if (!keep_cost (database, request->id, error))
    return FALSE;
  statement = hsp_database_prepare (database, "DELETE FROM purchase WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":id", request->id);
  return hsp_statement_run (statement, error);
}

gboolean
hsp_journal_work_add_balance (HspDatabase  *database,
                              gpointer      data,
                              GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspStatement) move = NULL;
  g_autoptr(HspStatement) insert = NULL;
  gboolean moved = FALSE;

  move = hsp_database_prepare (database,
    "UPDATE balance SET time = max (time, :time)"
    " WHERE id = (SELECT id FROM balance ORDER BY time DESC, id DESC LIMIT 1)"
    " AND balance = :balance AND currency = :currency"
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

