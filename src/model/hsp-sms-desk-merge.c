/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What other programs, and a person who takes back a settling, do to the numbers of the desk. */

#define G_LOG_DOMAIN "hsp-model"

#include "config.h"

#include "hsp-sms-desk-parts.h"

#include "hsp-sms-number-private.h"
#include "hsp-wallet-private.h"

static void
take_away (HspSmsDesk   *self,
           HspSmsNumber *number)
{
  g_autoptr(HspSmsNumber) gone = g_object_ref (number);
  guint place;

  hsp_watcher_remove (self->watcher, HSP_WATCH_CODE, hsp_sms_number_get_row (gone)->order);
  g_hash_table_remove (self->by_order, hsp_sms_number_get_row (gone)->order);
  if (g_list_store_find (self->numbers, gone, &place))
    g_list_store_remove (self->numbers, place);
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
          take_away (self, number);
          continue;
        }
      kept = hsp_number_row_copy (row);
      kept->purchase = 0;
      hsp_sms_number_set_row (number, kept);
      hsp_sms_desk_number_changed (self, number);
    }
}

/* What another program has released. What this one could not write down is not gone. */
static void
remove_gone (HspSmsDesk *self,
             GPtrArray  *rows)
{
  g_autoptr(GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  GListModel *numbers = G_LIST_MODEL (self->numbers);
  gint64 oldest = G_MAXINT64;

  for (guint i = 0; i < rows->len; i++)
    {
      const HspNumberRow *row = rows->pdata[i];

      g_hash_table_add (known, row->order);
      oldest = MIN (oldest, row->created);
    }
  for (guint i = g_list_model_get_n_items (numbers); i > 0; i--)
    {
      g_autoptr(HspSmsNumber) number = g_list_model_get_item (numbers, i - 1);
      const HspNumberRow *row = hsp_sms_number_get_row (number);

      if ((row->created >= oldest || rows->len == 0)
          && !g_hash_table_contains (known, row->order)
          && !g_hash_table_contains (self->unwritten, row->order))
        take_away (self, number);
    }
}

/* What another program has learnt of a number that is here. */
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
  hsp_sms_desk_number_changed (self, number);
  if (has_code)
    g_signal_emit_by_name (self, "code-received", number);
}

/*< private >
 * hsp_sms_desk_merge_rows:
 * @purchases: (element-type HspPurchaseRow): what the journal knows now
 * @numbers: (element-type HspNumberRow): likewise, newest first
 *
 * Another program has written: what differs is shown, and what is shown stays the same object.
 */
void
hsp_sms_desk_merge_rows (HspSmsDesk *self,
                         GPtrArray  *purchases,
                         GPtrArray  *numbers)
{
  g_return_if_fail (HSP_IS_SMS_DESK (self));

  remove_gone (self, numbers);
  for (guint i = numbers->len; i > 0; i--)
    {
      const HspNumberRow *row = numbers->pdata[i - 1];
      HspSmsNumber *number = g_hash_table_lookup (self->by_order, row->order);
      HspMoney price = HSP_MONEY_UNKNOWN;

      if (number != NULL)
        {
          merge_number (self, number, row);
          continue;
        }
      for (guint j = 0; j < purchases->len && price == HSP_MONEY_UNKNOWN; j++)
        {
          const HspPurchaseRow *purchase = purchases->pdata[j];

          if (purchase->id == row->purchase)
            price = hsp_sms_desk_get_price (purchase);
        }
      number = hsp_sms_desk_insert_number (self, hsp_number_row_copy (row), price, 0);
      hsp_sms_desk_number_changed (self, number);
    }
}
