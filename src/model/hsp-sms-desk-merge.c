/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What other programs, and a person who takes back a settling, do to the numbers of the desk. */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk-parts.h"

#include "hsp-sms-number-private.h"
#include "hsp-wallet-private.h"

static void
take_away (HspSmsDesk *self,
           guint       place)
{
  g_autoptr(HspSmsNumber) gone = g_list_model_get_item (G_LIST_MODEL (self->numbers), place);

  hsp_watcher_remove (self->watcher, HSP_WATCH_CODE, hsp_sms_number_get_row (gone)->order);
  g_hash_table_remove (self->by_order, hsp_sms_number_get_row (gone)->order);
  g_list_store_remove (self->numbers, place);
}

/* After some were taken away or came. */
static void
count_again (HspSmsDesk *self)
{
  hsp_sms_desk_count_uncopied (self);
  hsp_wallet_queue_update (self->wallet);
}

/* As the journal does: what only settling brought goes. */
void
hsp_sms_desk_release_numbers (HspSmsDesk *self,
                              HspOrder   *order)
{
  const HspPurchaseRow *purchase = hsp_order_get_row (order);
  GListModel *numbers = G_LIST_MODEL (self->numbers);

  for (guint i = g_list_model_get_n_items (numbers); i > 0; i--)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i - 1);
      const HspNumberRow *row = hsp_sms_number_get_row (number);
      HspNumberRow *kept;

      if (row->purchase != purchase->id)
        continue;
      if (row->code == NULL && purchase->phone == NULL)
        {
          take_away (self, i - 1);
          continue;
        }
      kept = hsp_number_row_copy (row);
      kept->purchase = 0;
      hsp_sms_number_set_row (number, kept);
      hsp_sms_desk_number_changed (self, number);
    }
  count_again (self);
}

/* What another program has released. What this one could not write down is not gone. */
static void
remove_gone (HspSmsDesk *self,
             GPtrArray  *rows,
             gint64      after)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *numbers = G_LIST_MODEL (self->numbers);

  for (guint i = 0; i < rows->len; i++)
    {
      const HspNumberRow *row = rows->pdata[i];

      g_hash_table_add (known, row->order);
    }
  for (guint i = g_list_model_get_n_items (numbers); i > 0; i--)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i - 1);
      const HspNumberRow *row = hsp_sms_number_get_row (number);

      if (row->created > after
          && !g_hash_table_contains (known, row->order)
          && !g_hash_table_contains (self->unwritten, row->order))
        take_away (self, i - 1);
    }
}

/* What another program has learnt of a number that is here. The others are counted after all of them. */
static void
merge_number (HspSmsDesk         *self,
              HspSmsNumber       *number,
              const HspNumberRow *row)
{
  const HspNumberRow *known = hsp_sms_number_get_row (number);
  const gboolean has_code = row->code != NULL && known->code == NULL;

  if (known->checked > row->checked
      || (known->checked == row->checked && known->copied == row->copied
          && known->removed == row->removed && known->purchase == row->purchase
          && g_strcmp0 (known->code, row->code) == 0))
    return;
  hsp_sms_number_set_row (number, hsp_number_row_copy (row));
  hsp_sms_desk_watch_number (self, number);
  g_signal_emit_by_name (self, "number-changed", number);
  if (has_code)
    g_signal_emit_by_name (self, "code-received", number);
}

/* Many come at once from an import: they are one change of the list.
 * @fresh: (element-type HspSmsNumber): newest first */
static void
insert_numbers (HspSmsDesk *self,
                GPtrArray  *fresh)
{
  if (fresh->len == 0)
    return;
  g_list_store_splice (self->numbers, 0, 0, fresh->pdata, fresh->len);
  for (guint i = fresh->len; i > 0; i--)
    {
      hsp_sms_desk_watch_number (self, fresh->pdata[i - 1]);
      g_signal_emit_by_name (self, "number-changed", fresh->pdata[i - 1]);
    }
}

/*< private >
 * hsp_sms_desk_merge_rows:
 * @purchases: (element-type HspPurchaseRow): what the journal knows now
 * @numbers: (element-type HspNumberRow): likewise, newest first
 * @after: Unix seconds: all that were created later are among @numbers
 *
 * Another program has written: what differs is shown, and what is shown stays the same object.
 */
void
hsp_sms_desk_merge_rows (HspSmsDesk *self,
                         GPtrArray  *purchases,
                         GPtrArray  *numbers,
                         gint64      after)
{
  g_autoptr(GHashTable) by_id = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autoptr(GPtrArray) fresh = g_ptr_array_new_with_free_func (g_object_unref);

  g_return_if_fail (HSP_IS_SMS_DESK (self));

  remove_gone (self, numbers, after);
  for (guint i = 0; i < purchases->len; i++)
    {
      HspPurchaseRow *purchase = purchases->pdata[i];

      g_hash_table_insert (by_id, &purchase->id, purchase);
    }
  for (guint i = 0; i < numbers->len; i++)
    {
      const HspNumberRow *row = numbers->pdata[i];
      const HspPurchaseRow *purchase = g_hash_table_lookup (by_id, &row->purchase);
      HspSmsNumber *number = g_hash_table_lookup (self->by_order, row->order);

      if (number != NULL)
        {
          merge_number (self, number, row);
          continue;
        }
      number = hsp_sms_number_new (hsp_number_row_copy (row),
                                   purchase != NULL ? hsp_sms_desk_get_price (purchase) : HSP_MONEY_UNKNOWN);
      g_hash_table_insert (self->by_order, g_strdup (row->order), number);
      g_ptr_array_add (fresh, number);
    }
  insert_numbers (self, fresh);
  count_again (self);
}
