/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What became of a purchase, and taking back what a person said of it. */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal-private.h"

#include "hsp-clock.h"
#include "hsp-error.h"
#include "hsp-values.h"

#include <glib/gi18n-lib.h>

static gboolean
is_settled_so (const HspPurchaseRow    *row,
               const HspJournalRequest *request)
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
describe_outcome (const HspJournalRequest *request)
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

      g_string_append_printf (orders, "%s%s", i > 0 ? ", " : "", number->order);
    }
  return g_string_free (g_steal_pointer (&orders), FALSE);
}

gboolean
hsp_journal_work_settle (HspDatabase  *database,
                         gpointer      data,
                         GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspPurchaseRow) row = hsp_journal_find_purchase (database, request->id, error);
  g_autofree char *text = describe_outcome (request);

  if (row == NULL)
    return FALSE;
  if (!is_settled_so (row, request) &&
      (!check_settling (row, error) ||
       !hsp_journal_write_outcome (database, request->id, request->outcome, request->order,
                                   request->reason, text, 0, error)))
    return FALSE;

  for (guint i = 0; request->numbers != NULL && i < request->numbers->len; i++)
    {
      if (!hsp_journal_save_number (database, g_ptr_array_index (request->numbers, i), request->id,
                                    error))
        return FALSE;
    }
  return TRUE;
}

/* Settling as an order that was added by its number */

/* @sql: for one ":id" */
static gboolean
run_for (HspDatabase  *database,
         const char   *sql,
         gint64        id,
         GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (database, sql, error);

  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":id", id);
  return hsp_statement_run (statement, error);
}

/* The event keeps when the other row was added: by that it is there again when this is undone. */
gboolean
hsp_journal_work_settle_adopted (HspDatabase  *database,
                                 gpointer      data,
                                 GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspPurchaseRow) row = hsp_journal_find_purchase (database, request->id, error);
  g_autoptr(HspPurchaseRow) adopted = NULL;

  if (row == NULL || !check_settling (row, error))
    return FALSE;
  adopted = hsp_journal_find_purchase (database, request->adopted, error);
  return adopted != NULL &&
         hsp_journal_write_outcome (database, request->id, HSP_OUTCOME_PLACED, request->order, NULL,
                                    request->order, adopted->created, error) &&
         run_for (database, "DELETE FROM purchase WHERE id = :id", request->adopted, error);
}

/* Undoing */

/* What the events of a purchase say of its settling. */
typedef struct
{
  gboolean  was_unconfirmed;  /* if not, it was the shop that said what became of it */
  char     *reason;           /* (owned) (nullable) why it was unconfirmed at first */
  gint64    adopted;          /* when the order had been added by its number, 0 when it had not */
} Settled;

static void
clear_settled (Settled *settled)
{
  g_free (settled->reason);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Settled, clear_settled)

static gboolean
read_settled (HspDatabase  *database,
              gint64        id,
              Settled      *settled,
              GError      **error)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database, "SELECT kind, text, number FROM event"
                                    " WHERE purchase = :id ORDER BY id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":id", id);
  while (hsp_statement_next (statement, &has_row, error))
    {
      if (!has_row)
        return TRUE;
      if (hsp_statement_get_number (statement, 0) == HSP_EVENT_PLACED)
        settled->adopted = hsp_statement_get_number (statement, 2);
      if (hsp_statement_get_number (statement, 0) != HSP_EVENT_UNCONFIRMED || settled->was_unconfirmed)
        continue;
      settled->was_unconfirmed = TRUE;
      settled->reason = hsp_statement_dup_text (statement, 1);
    }
  return FALSE;
}

static gboolean
write_unsettled (HspDatabase  *database,
                 gint64        id,
                 const char   *reason,
                 gint64        now,
                 GError      **error)
{
  g_autoptr(HspStatement) statement = NULL;

  statement = hsp_database_prepare (database,
                                    "UPDATE purchase SET outcome = :outcome, shop_order = NULL,"
                                    " reason = :reason, status = NULL, charge = NULL,"
                                    " start_count = NULL, remains = NULL, updated = :now"
                                    " WHERE id = :id", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":outcome", HSP_OUTCOME_UNCONFIRMED);
  hsp_statement_bind_text (statement, ":reason", reason);
  hsp_statement_bind_number (statement, ":now", now);
  hsp_statement_bind_number (statement, ":id", id);
  return hsp_statement_run (statement, error) &&
         hsp_journal_add_event (database, id, HSP_EVENT_UNCONFIRMED, reason, HSP_EVENT_UNDONE,
                                error);
}

/* @row, as write_unsettled() has written it. @reason: (transfer full) */
static void
set_unsettled (HspPurchaseRow *row,
               char           *reason,
               gint64          now)
{
  row->outcome = HSP_OUTCOME_UNCONFIRMED;
  g_clear_pointer (&row->order, g_free);
  g_free (row->reason);
  row->reason = reason;
  g_clear_pointer (&row->status, g_free);
  row->charge = HSP_MONEY_UNKNOWN;
  row->start_count = HSP_UNKNOWN;
  row->remains = HSP_UNKNOWN;
  row->updated = now;
}

/* Numbers that only settling brought go; those that were there before, or have a code, are kept as
 * numbers of no purchase. */
static gboolean
release_numbers (HspDatabase           *database,
                 const HspPurchaseRow  *row,
                 GError               **error)
{
  const gboolean used_again = row->phone != NULL;

  if (row->kind != HSP_PURCHASE_SMS)
    return TRUE;
  if (!used_again &&
      !run_for (database, "DELETE FROM number WHERE purchase = :id AND code IS NULL", row->id, error))
    return FALSE;
  return run_for (database, "UPDATE number SET purchase = NULL WHERE purchase = :id", row->id, error);
}

/* The order is one that was added by its number, as it was before, with what was learnt since.
 * @row: of the purchase it was taken for. (transfer full) (nullable) */
static HspPurchaseRow *
insert_adopted (HspDatabase           *database,
                const HspPurchaseRow  *row,
                gint64                 created,
                GError               **error)
{
  g_autoptr(HspPurchaseRow) adopted = hsp_purchase_row_new ();

  adopted->kind = HSP_PURCHASE_ORDER;
  adopted->outcome = HSP_OUTCOME_PLACED;
  adopted->order = g_strdup (row->order);
  adopted->item = g_strdup ("");
  /* Translators: the name of an order that was placed elsewhere: %s is its number */
  adopted->name = g_strdup_printf (_("Order %s"), row->order);
  adopted->currency = g_strdup (row->currency);
  adopted->created = created;
  adopted->updated = hsp_get_now ();
  adopted->status = g_strdup (row->status);
  adopted->charge = row->charge;
  adopted->start_count = row->start_count;
  adopted->remains = row->remains;
  adopted->checked = row->checked;
  adopted->note = g_strdup (row->note);
  if (!hsp_journal_insert_purchase (database, adopted, NULL, &adopted->id, error) ||
      !hsp_journal_add_event (database, adopted->id, HSP_EVENT_PLACED, adopted->order, 0, error))
    return NULL;
  return g_steal_pointer (&adopted);
}

gboolean
hsp_journal_work_unsettle (HspDatabase  *database,
                           gpointer      data,
                           GError      **error)
{
  HspJournalRequest *request = data;
  g_autoptr(HspPurchaseRow) row = hsp_journal_find_purchase (database, request->id, error);
  const gint64 now = hsp_get_now ();
  g_auto(Settled) settled = { 0 };

  if (row == NULL || !read_settled (database, request->id, &settled, error))
    return FALSE;
  if (!settled.was_unconfirmed ||
      (row->outcome != HSP_OUTCOME_PLACED && row->outcome != HSP_OUTCOME_NOT_PLACED))
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_USAGE,
                           _("This purchase was not settled by you: there is nothing to undo."));
      return FALSE;
    }
  if (!write_unsettled (database, request->id, settled.reason, now, error) ||
      !release_numbers (database, row, error))
    return FALSE;
  if (row->order != NULL && settled.adopted != 0)
    {
      request->restored = insert_adopted (database, row, settled.adopted, error);
      if (request->restored == NULL)
        return FALSE;
    }
  set_unsettled (row, g_steal_pointer (&settled.reason), now);
  request->purchase = g_steal_pointer (&row);
  return TRUE;
}

/* Whether the numbers of @row's purchase were released by taking back its settling, this one with them:
 * an answer that was still under way does not bring it back. @exists: (out): it is kept all the same */
static gboolean
find_released (HspDatabase         *database,
               const HspNumberRow  *row,
               gboolean            *released,
               gboolean            *exists,
               GError             **error)
{
  g_autoptr(HspStatement) statement = NULL;
  gboolean has_row = FALSE;

  statement = hsp_database_prepare (database,
    "SELECT EXISTS (SELECT 1 FROM event WHERE purchase = :purchase AND kind = :kind"
    "               AND number = :undone)"
    " AND NOT EXISTS (SELECT 1 FROM number WHERE shop_order = :order AND purchase = :purchase),"
    " EXISTS (SELECT 1 FROM number WHERE shop_order = :order)", error);
  if (statement == NULL)
    return FALSE;
  hsp_statement_bind_number (statement, ":purchase", row->purchase);
  hsp_statement_bind_number (statement, ":kind", HSP_EVENT_UNCONFIRMED);
  hsp_statement_bind_number (statement, ":undone", HSP_EVENT_UNDONE);
  hsp_statement_bind_text (statement, ":order", row->order);
  if (!hsp_statement_next (statement, &has_row, error))
    return FALSE;
  *released = has_row && hsp_statement_get_number (statement, 0) != 0;
  *exists = has_row && hsp_statement_get_number (statement, 1) != 0;
  return TRUE;
}

gboolean
hsp_journal_work_update_number (HspDatabase  *database,
                                gpointer      data,
                                GError      **error)
{
  HspJournalRequest *request = data;
  gboolean released = FALSE, exists = FALSE;

  if (!find_released (database, request->number, &released, &exists, error))
    return FALSE;
  if (released && !exists)
    return TRUE;
  return hsp_journal_save_number (database, request->number,
                                  released ? 0 : request->number->purchase, error);
}
