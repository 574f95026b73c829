/* SPDX-License-Identifier: GPL-3.0-or-later */

/* When an account asks the shop, and when it does not. */
#include "config.h"

#include <locale.h>

#include "account-helper.h"
#include "hsp-sms-number.h"

#define LINK "https://example.com/watched"

static void
set_up (Shop          *shop,
        gconstpointer  user_data)
{
  shop->options.n_services = 300;
  shop->options.dialect = HSP_DIALECT_LIVE;
  shop_start (shop);
}

static void
tear_down (Shop          *shop,
           gconstpointer  user_data)
{
  shop_end (shop);
}

/* (transfer full) */
static HspOrder *
place (Shop *shop)
{
  HspService *service = shop_find_service (shop, FALSE);

  return shop_place (shop, service, MAX (hsp_service_get_value (service)->min, 100), LINK);
}

static void
rent (Shop *shop)
{
  g_autoptr(HspSmsProject) project =
    g_list_model_get_item (hsp_sms_desk_get_projects (shop->desk), 0);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  HspOutcome outcome;

  hsp_sms_desk_get_async (shop->desk, project, 1, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (shop->desk, result, &outcome, NULL, NULL);
  g_assert_cmpint (outcome, ==, HSP_OUTCOME_PLACED);
}

static gboolean
over_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* That something does not happen can only be seen in a time in which it would have. */
static void
pass_time (guint milliseconds)
{
  gboolean over = FALSE;

  g_timeout_add (milliseconds, over_cb, &over);
  hsp_test_wait (over);
}

/* F5 while the last one is not answered yet: one question an order. */
static void
test_joined (Shop          *shop,
             gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = NULL;
  guint n_before;

  shop_open (shop);
  order = place (shop);
  n_before = hsp_sandbox_count (shop->sandbox, "status");
  hsp_sandbox_advance (shop->sandbox, 20);
  hsp_order_book_check_all (shop->book);
  hsp_order_book_check_all (shop->book);
  hsp_test_wait (g_str_equal (hsp_order_get_state_text (order), "In progress"));
  shop_settle_down (shop);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "status"), ==, n_before + 1);

  /* and the next one is a question of its own */
  hsp_sandbox_advance (shop->sandbox, 60);
  hsp_order_book_check_all (shop->book);
  hsp_test_wait (hsp_order_get_state (order) == HSP_STATE_COMPLETED);
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, "status"), ==, n_before + 2);
}

/* Without a key nothing is asked, and nothing is said of an answer that nobody asked for. */
static void
test_no_key (Shop          *shop,
             gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(HspSmsNumber) number = NULL;
  g_autoptr(GAsyncResult) opened = NULL;
  guint n_before;

  shop_open (shop);
  shop_load (shop);
  order = place (shop);
  rent (shop);
  g_clear_object (&order);
  shop_drop_account (shop);

  shop_make_account (shop);
  n_before = hsp_sandbox_count (shop->sandbox, NULL);
  hsp_account_open_async (shop->account, NULL, hsp_test_store_result, &opened);
  hsp_test_wait (opened != NULL);
  g_assert_true (hsp_account_open_finish (shop->account, opened, NULL));
  order = g_list_model_get_item (G_LIST_MODEL (shop->book), 0);
  number = g_list_model_get_item (hsp_sms_desk_get_numbers (shop->desk), 0);
  hsp_account_refresh (shop->account);
  /* the first question for a code comes after three seconds */
  pass_time (4000);
  g_assert_null (hsp_order_get_check_error (order));
  g_assert_null (hsp_sms_number_get_check_error (number));
  g_assert_null (hsp_wallet_get_error (shop->wallet));
  g_assert_cmpuint (hsp_sandbox_count (shop->sandbox, NULL), ==, n_before);

  hsp_account_set_key (shop->account, hsp_sandbox_get_key (shop->sandbox));
  hsp_test_wait (hsp_sandbox_count (shop->sandbox, "sms_code") > 0);
}

/* What is left out of a list is counted, and no longer when the list is whole again. */
static void
test_skipped (Shop          *shop,
              gconstpointer  user_data)
{
  shop_open (shop);
  hsp_sandbox_push_fault (shop->sandbox, "sms_projects", HSP_FAULT_BAD_ROW);
  hsp_sandbox_push_fault (shop->sandbox, "sms_countries", HSP_FAULT_BAD_ROW);
  shop_load (shop);
  g_assert_cmpuint (hsp_sms_desk_get_n_skipped (shop->desk), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_projects (shop->desk)), >, 5);

  hsp_sms_desk_load (shop->desk);
  hsp_test_wait (hsp_sms_desk_get_n_skipped (shop->desk) == 0);
}

int
main (int    argc,
      char **argv)
{
  setlocale (LC_ALL, "");
  /* No keyring, whatever this computer has */
  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus", TRUE);
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/watching/" name, Shop, NULL, set_up, func, tear_down)
  ADD ("joined", test_joined);
  ADD ("no-key", test_no_key);
  ADD ("skipped", test_skipped);
#undef ADD
  return g_test_run ();
}
