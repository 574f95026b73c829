/* SPDX-License-Identifier: GPL-3.0-or-later */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk-parts.h"

#include "hsp-clock.h"
#include "hsp-sms-number-private.h"

/* What was rented already */

/**
 * hsp_sms_desk_find_same:
 * @project: the shop's number of it
 * @country: (nullable): ISO code; a project has another id in every country, so it may be left out
 *
 * Returns: (transfer none) (nullable): a number of the same project that still waits for its code
 */
HspSmsNumber *
hsp_sms_desk_find_same (HspSmsDesk *self,
                        const char *project,
                        const char *country)
{
  GListModel *numbers;

  g_return_val_if_fail (HSP_IS_SMS_DESK (self), NULL);
  g_return_val_if_fail (project != NULL, NULL);

  numbers = G_LIST_MODEL (self->numbers);
  for (guint i = 0; i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);
      const HspNumberRow *row = hsp_sms_number_get_row (number);

      /* the list holds it */
      if (hsp_sms_desk_is_awaited (number) && g_strcmp0 (row->project, project) == 0
          && (country == NULL || *country == '\0' || row->country == NULL
              || g_ascii_strcasecmp (row->country, country) == 0))
        return number;
    }
  return NULL;
}

static gboolean
is_private (const HspNumberRow *row)
{
  return (row->phone != NULL && *row->phone != '\0') || row->code != NULL || row->text != NULL;
}

/* What it cost is a matter of the wallet's, and stays. */
static void
forget_number (HspSmsDesk   *self,
               HspSmsNumber *number)
{
  HspNumberRow *row = hsp_number_row_copy (hsp_sms_number_get_row (number));

  g_free (row->phone);
  row->phone = g_strdup ("");
  g_clear_pointer (&row->code, g_free);
  g_clear_pointer (&row->text, g_free);
  row->removed = TRUE;
  hsp_journal_forget_number_async (self->journal, row->order, NULL, NULL);
  hsp_sms_number_set_row (number, row);
  hsp_sms_desk_number_changed (self, number);
}

/**
 * hsp_sms_desk_forget_before:
 * @before: Unix seconds
 *
 * Takes phone, code and text of past numbers that were rented before @before out of memory and of the
 * journal. One whose code may still come stays as it is. Nothing happens until the journal was read.
 */
void
hsp_sms_desk_forget_before (HspSmsDesk *self,
                            gint64      before)
{
  GListModel *numbers;

  g_return_if_fail (HSP_IS_SMS_DESK (self));

  if (!self->ready)
    return;
  numbers = G_LIST_MODEL (self->numbers);
  for (guint i = 0; i < g_list_model_get_n_items (numbers); i++)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i);
      const HspNumberRow *row = hsp_sms_number_get_row (number);

      if (row->created < before && is_private (row) && !hsp_sms_desk_is_awaited (number))
        forget_number (self, number);
    }
}
