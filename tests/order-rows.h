/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Many orders without a shop: what the journal would have of them. */
#pragma once

#include "hsp-account.h"
#include "hsp-order-book-parts.h"
#include "hsp-order-private.h"

G_BEGIN_DECLS

/* @created: the newest first. (transfer full): of a state by @i, most of them at their end */
static inline HspPurchaseRow *
order_rows_make (guint  i,
                 gint64 created)
{
  static const char *const names[] = { "Instagram Followers", "TikTok Views", "Theo dõi YouTube", "Canva Pro" };
  static const char *const words[] = { "Completed", "Completed", "Canceled", "Partial", "Completed" };
  HspPurchaseRow *row = g_new0 (HspPurchaseRow, 1);

  row->id = i + 1;
  row->kind = HSP_PURCHASE_ORDER;
  row->outcome = i % 97 == 5 ? HSP_OUTCOME_UNCONFIRMED : HSP_OUTCOME_PLACED;
  row->order = row->outcome == HSP_OUTCOME_PLACED ? g_strdup_printf ("%u", 40000 + i) : NULL;
  row->item = g_strdup_printf ("%u", i % 300);
  row->name = g_strdup_printf ("%s %u", names[i % G_N_ELEMENTS (names)], i % 50);
  row->quantity = 20 + i;
  row->link = g_strdup_printf ("https://example.com/%u", i * 7);
  row->note = i % 9 == 0 ? g_strdup ("a note of one's own") : NULL;
  row->estimate = row->charge = HSP_MONEY_UNIT * (1 + i % 10);
  row->currency = g_strdup ("USD");
  row->balance_before = HSP_MONEY_UNKNOWN;
  row->created = created;
  row->status = g_strdup (words[i % G_N_ELEMENTS (words)]);
  row->start_count = row->remains = -1;
  return row;
}

/* All of them, as they are read at the start. */
static inline void
order_rows_load (HspOrderBook *book,
                 guint         n)
{
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_purchase_row_free);

  for (guint i = n; i > 0; i--)
    g_ptr_array_add (rows, order_rows_make (i - 1, 1700000000 + i * 60));
  hsp_order_book_load (book, rows);
}

/* Open, or whatever the shop's word means: as after a look at the shop. @remains: -1: not said */
static inline void
order_rows_set_look (HspOrderBook *book,
                     HspOrder     *order,
                     const char   *word,
                     gint64        remains)
{
  HspPurchaseRow *row = hsp_purchase_row_copy (hsp_order_get_row (order));

  row->remains = remains;
  row->outcome = HSP_OUTCOME_PLACED;
  g_free (row->status);
  row->status = g_strdup (word);
  hsp_order_set_row (order, row);
  hsp_order_book_order_changed (book, order);
}

static inline void
order_rows_set_word (HspOrderBook *book,
                     HspOrder     *order,
                     const char   *word)
{
  order_rows_set_look (book, order, word, -1);
}

G_END_DECLS
