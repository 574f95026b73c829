/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A page in a window of the test's own, with a real account at a real sandbox shop; and what the page asks
 * of its window. */
#pragma once

#include <adwaita.h>

#include "hsp-account.h"
#include "hsp-sandbox.h"
#include "hsp-service.h"

G_BEGIN_DECLS

typedef struct
{
  char         *dir;
  HspSandbox   *shop;
  HspAccount   *account;
  HspCatalogue *catalogue;      /* (unowned) of the account, and the three below */
  HspOrderBook *book;
  HspWallet    *wallet;
  HspSmsDesk   *desk;
  GtkWindow    *window;
  GtkWidget    *page;           /* weak */
  GtkWidget    *toasts;         /* (unowned) that are not the window's by an action */

  /* by actions of the window */
  char         *toast;          /* the last message */
  char         *copied;
  char         *shown_page;
  char         *shown_service;  /* "ID QUANTITY LINK" */
  char         *shown_number;
  gint64        shown_order;
} ShopPage;

void        shop_page_start        (ShopPage                *self,
                                    const HspSandboxOptions *options);
/* @key: (nullable) */
void        shop_page_make_account (ShopPage                *self,
                                    const char              *key);
/* Reads what is kept; it can be read. */
void        shop_page_open_account (ShopPage                *self);
/* (transfer full): where its journal is, or will be */
char       *shop_page_dup_journal_path (ShopPage            *self);
/* Before it is opened: a journal that cannot be read. (transfer full): its path */
char       *shop_page_write_no_journal (ShopPage            *self);
/* All services have come, and the balance. */
gboolean    shop_page_is_known     (ShopPage                *self);
/* @page: (transfer floating) */
void        shop_page_open_window  (ShopPage                *self,
                                    GtkWidget               *page,
                                    int                      width,
                                    int                      height);
/* Window and account go, and nothing may keep them. */
void        shop_page_close        (ShopPage                *self);
void        shop_page_end          (ShopPage                *self);

/* (transfer none): one that may be bought for little */
HspService *shop_page_find_service (HspAccount              *account,
                                    HspKind                  kind);

G_END_DECLS
