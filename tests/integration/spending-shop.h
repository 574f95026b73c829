/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of what is spent share: a shop of their own, a purchase there, its journal's file. */
#pragma once

#include "account-helper.h"
#include "test-sql.h"

G_BEGIN_DECLS

/* The server of libsoup 3.2 leaves a socket and an address behind when the other end of a connection
 * made for one POST goes, as in the tests of the client. */
const char *__lsan_default_suppressions (void);

const char *
__lsan_default_suppressions (void)
{
  return "leak:g_socket_accept\nleak:soup_server_listen_local\n";
}

#define LINK "https://example.com/p/1"
/* With this seed of the sandbox the second order ends partial, the third canceled. */
#define SEED 1241

static inline void
set_up (Shop          *shop,
        gconstpointer  data)
{
  shop->options.seed = SEED;
  shop_start (shop);
}

static inline void
tear_down (Shop          *shop,
           gconstpointer  data)
{
  shop_end (shop);
}

static inline gint64
get_quantity (HspService *service)
{
  return MAX (hsp_service_get_value (service)->min, 100);
}

/* Runs @sql on the file of the journal, as another program would. */
static inline void
run_sql (Shop       *shop,
         const char *sql)
{
  g_autofree char *path = g_build_filename (shop->dir, "data", "sandbox", "journal.db", NULL);

  test_run_sql (path, sql);
}

static inline HspOrder *
place_one (Shop *shop)
{
  HspService *service = shop_find_service (shop, FALSE);

  return shop_place (shop, service, get_quantity (service), LINK);
}

static inline HspSmsProject *
get_project (Shop *shop)
{
  return g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
}

static inline GPtrArray *
get_numbers (Shop          *shop,
             HspSmsProject *project,
             guint          quantity,
             const char    *phone,
             HspOutcome    *outcome,
             GError       **error)
{
  g_autoptr(GAsyncResult) result = NULL;
  GPtrArray *numbers;

  hsp_sms_desk_get_async (shop->desk, project, quantity, phone, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (shop->desk, result, outcome, NULL, error);
  shop_settle_down (shop);
  return numbers;
}

G_END_DECLS
