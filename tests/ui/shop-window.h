/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's own window over a shop that the test has in its hand. */
#pragma once

#include "hsp-account.h"
#include "hsp-application.h"
#include "hsp-order-book.h"
#include "hsp-page.h"
#include "hsp-sandbox.h"
#include "hsp-service.h"
#include "hsp-window.h"

G_BEGIN_DECLS

#define SHOP_LINK "https://example.com/ca.phe.saigon/with/a/path/that/does/not/fit/into/a/line"

typedef struct
{
  char           *dir;
  HspSandbox     *shop;
  HspApplication *app;
  HspWindow      *window;
  HspAccount     *account;    /* of the session, gone with it */
  HspFault        fault;      /* set before: what every read meets from the start; not waited for then */
} ShopWindow;

/* @user_data: the width of the window */
void        shop_window_set_up       (ShopWindow    *self,
                                      gconstpointer  user_data);
void        shop_window_tear_down    (ShopWindow    *self,
                                      gconstpointer  user_data);
/* The account goes, and every page with it. */
void        shop_window_forget       (ShopWindow    *self);

/* (nullable): the first widget of @type below */
GtkWidget  *shop_window_find         (gpointer       widget,
                                      GType          type);
/* Whether @words are in a text of @widget, or below, that is on the screen. */
gboolean    shop_window_shows        (gpointer       widget,
                                      const char    *words);
HspPage    *shop_window_get_page     (ShopWindow    *self);
HspService *shop_window_find_service (ShopWindow    *self,
                                      HspKind        kind);
/* (transfer full): bought, as much as must be */
HspOrder   *shop_window_place        (ShopWindow    *self,
                                      HspKind        kind);

G_END_DECLS
