/* SPDX-License-Identifier: GPL-3.0-or-later */

/* An account at a sandbox of its own, as the window has one, and the steps that tests share. */
#pragma once

#include "hsp-account.h"
#include "hsp-catalogue.h"
#include "hsp-error.h"
#include "hsp-order-book.h"
#include "hsp-sandbox.h"
#include "hsp-service.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-project.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "list-recorder.h"

G_BEGIN_DECLS

/* To be known again in what is written (tests/integration/test-secrets.py). */
#define SHOP_KEY "key-of-the-account"

typedef struct
{
  HspSandboxOptions  options;
  HspSandbox        *sandbox;
  char              *endpoint;  /* stays when the sandbox has gone */
  char              *dir;
  HspAccount        *account;
  HspCatalogue      *catalogue; /* these four: of @account */
  HspOrderBook      *book;
  HspSmsDesk        *desk;
  HspWallet         *wallet;
  Recorder           recorders[6]; /* of its lists, from its making to its end */
} Shop;

void        shop_start         (Shop         *shop);
void        shop_end           (Shop         *shop);
void        shop_make_account  (Shop         *shop);
void        shop_drop_account  (Shop         *shop);
void        shop_open          (Shop         *shop);
void        shop_reopen        (Shop         *shop);
void        shop_load          (Shop         *shop);
void        shop_settle_down   (Shop         *shop);
HspService *shop_find_service  (Shop         *shop,
                                gboolean      product);
HspOrder   *shop_place         (Shop         *shop,
                                HspService   *service,
                                gint64        quantity,
                                const char   *link);
gboolean    shop_check         (Shop         *shop,
                                HspOrder     *order,
                                GError      **error);
gboolean    shop_settle_placed (Shop         *shop,
                                HspOrder     *order,
                                const char   *number,
                                GError      **error);

G_END_DECLS
