/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the SMS desk share: its numbers (hsp-sms-desk.c), asking for their codes
 * (hsp-sms-desk-codes.c), countries, projects and prices (hsp-sms-desk-offers.c), buying
 * (hsp-sms-desk-buy.c), and what others do (hsp-sms-desk-merge.c). */
#pragma once

#include "hsp-client.h"
#include "hsp-journal.h"
#include "hsp-order-book.h"
#include "hsp-sms-desk-private.h"
#include "hsp-span.h"
#include "hsp-spending.h"
#include "hsp-wallet.h"
#include "hsp-watcher.h"

G_BEGIN_DECLS

struct _HspSmsDesk
{
  GObject       parent_instance;

  HspClient    *client;           /* (owned) */
  HspJournal   *journal;          /* (owned) */
  HspWatcher   *watcher;          /* (owned) */
  HspWallet    *wallet;           /* (owned) */
  HspOrderBook *book;             /* (owned) */
  HspSpending  *spending;         /* (owned) */
  GCancellable *cancellable;      /* (owned) of what nobody waits for */

  GListStore   *countries;        /* (owned) (element-type HspCountry) by name */
  GListStore   *projects;         /* (owned) (element-type HspSmsProject) by name */
  GListStore   *numbers;          /* (owned) (element-type HspSmsNumber) newest first */
  GHashTable   *by_order;         /* (owned) (element-type utf8 HspSmsNumber) */
  GHashTable   *unwritten;        /* (owned) (element-type utf8): orders that are not in the journal */
  GError       *error;            /* (owned) (nullable) */
  HspLoadState  countries_state;
  HspLoadState  projects_state;
  guint         n_skipped[2];     /* rows of countries, of projects that could not be read */
  guint         n_uncopied;
  guint         n_spending;
  gboolean      loading_countries;
  gboolean      loading_projects;
  gboolean      ready;
};

/* Whether a code may still come for @number, and it is asked for. */
gboolean   hsp_sms_desk_is_awaited     (HspSmsNumber         *number);
void       hsp_sms_desk_watch_number   (HspSmsDesk           *self,
                                        HspSmsNumber         *number);

/* After any change of a number's row */
void       hsp_sms_desk_number_changed (HspSmsDesk           *self,
                                        HspSmsNumber         *number);

/* Shows and writes it. @row: (transfer full) */
void       hsp_sms_desk_change_number  (HspSmsDesk           *self,
                                        HspSmsNumber         *number,
                                        HspNumberRow         *row);

/* @numbers: (element-type HspNumberRow). Returns: (transfer full) (element-type HspSmsNumber) */
GPtrArray *hsp_sms_desk_take_placed    (HspSmsDesk           *self,
                                        const HspPurchaseRow *purchase,
                                        GPtrArray            *numbers,
                                        HspSpan               span);

/* @row: (transfer full). Returns: (transfer none) */
HspSmsNumber *hsp_sms_desk_insert_number (HspSmsDesk         *self,
                                          HspNumberRow       *row,
                                          HspMoney            price,
                                          guint               position);

/* The price of one of the numbers that were bought together. */
HspMoney   hsp_sms_desk_get_price      (const HspPurchaseRow *purchase);
void       hsp_sms_desk_count_uncopied (HspSmsDesk           *self);

/* Settling the purchase @order as placed was taken back. */
void       hsp_sms_desk_release_numbers (HspSmsDesk          *self,
                                         HspOrder            *order);

/* HspWatchFunc */
void       hsp_sms_desk_watch_cb       (HspWatcher           *watcher,
                                        HspWatchKind          kind,
                                        const char           *id,
                                        gpointer              user_data);

G_END_DECLS
