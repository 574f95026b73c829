/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-journal"

#include "config.h"

#include "hsp-journal.h"

#include "hsp-values.h"

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

/** hsp_mark_row_new: Returns: (transfer full) */
HspMarkRow *
hsp_mark_row_new (const char *service,
                  const char *name,
                  gint64      time)
{
  HspMarkRow *row = g_new0 (HspMarkRow, 1);

  row->service = g_strdup (service);
  row->name = g_strdup (name);
  row->time = time;
  return row;
}

/** hsp_mark_row_copy: Returns: (transfer full) */
HspMarkRow *
hsp_mark_row_copy (const HspMarkRow *row)
{
  g_return_val_if_fail (row != NULL, NULL);

  return hsp_mark_row_new (row->service, row->name, row->time);
}

/** hsp_mark_row_free: @row: (transfer full) (nullable) */
void
hsp_mark_row_free (HspMarkRow *row)
{
  if (row == NULL)
    return;

  g_free (row->service);
  g_free (row->name);
  g_free (row);
}

/** hsp_watch_row_new: Returns: (transfer full): amounts and counts unknown, texts NULL */
HspWatchRow *
hsp_watch_row_new (void)
{
  HspWatchRow *row = g_new0 (HspWatchRow, 1);

  row->rate = HSP_MONEY_UNKNOWN;
  row->stock = HSP_UNKNOWN;
  row->notified_rate = HSP_MONEY_UNKNOWN;
  row->notified_stock = HSP_UNKNOWN;
  return row;
}

/** hsp_watch_row_copy: Returns: (transfer full) */
HspWatchRow *
hsp_watch_row_copy (const HspWatchRow *row)
{
  HspWatchRow *copy = NULL;

  g_return_val_if_fail (row != NULL, NULL);

  copy = g_memdup2 (row, sizeof *row);
  copy->service = g_strdup (row->service);
  copy->name = g_strdup (row->name);
  return copy;
}

/** hsp_watch_row_free: @row: (transfer full) (nullable) */
void
hsp_watch_row_free (HspWatchRow *row)
{
  if (row == NULL)
    return;

  g_free (row->service);
  g_free (row->name);
  g_free (row);
}

/** hsp_journal_marks_free: @marks: (transfer full) (nullable) */
void
hsp_journal_marks_free (HspJournalMarks *marks)
{
  if (marks == NULL)
    return;

  g_clear_pointer (&marks->favourites, g_ptr_array_unref);
  g_clear_pointer (&marks->seen, g_ptr_array_unref);
  g_clear_pointer (&marks->watches, g_ptr_array_unref);
  g_free (marks);
}
