/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the files of the wallet share: readings and statement (hsp-wallet.c), and what was bought or
 * came back between two readings (hsp-wallet-between.c). */
#pragma once

#include "hsp-wallet-private.h"

G_BEGIN_DECLS

struct _HspWallet
{
  GObject       parent_instance;

  HspClient    *client;      /* (owned) */
  HspJournal   *journal;     /* (owned) (nullable): NULL until it was read */
  GListModel   *orders;      /* (weak) (nullable) */
  GListModel   *numbers;     /* (weak) (nullable) */
  GCancellable *cancellable; /* (owned) */

  GPtrArray    *readings;    /* (owned) (element-type HspBalanceRow) oldest first */
  GListStore   *statement;   /* (owned) (element-type HspStatementEntry) newest first */
  GError       *error;       /* (owned) (nullable) */
  HspMoney      balance;
  const char   *currency;    /* (interned) */
  gint64        read_at;
  gint64        reading_at;  /* when that answer was asked for */
  gint64        asked_at;    /* of the question under way */
  HspSpan       span;        /* of the balance that is known */
  guint64       begun;       /* of the question under way */
  guint64       n_ticks;
  guint         update_id;
  gboolean      refreshing;
  gboolean      again;       /* something was bought while the balance was being read */
};

G_END_DECLS
