/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Wallet page in a window of the test's own, with a real account at a real sandbox shop. */
#include "config.h"

#include <locale.h>

#include "hsp-catalogue.h"
#include "hsp-journal-status.h"
#include "hsp-order-book.h"
#include "hsp-sandbox.h"
#include "hsp-service.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-project.h"
#include "hsp-statement-row.h"
#include "hsp-test.h"
#include "hsp-wallet-page.h"
#include "hsp-wallet.h"
#include "shop-page.h"

/* of a shop that cancels the third order */
#define SEED 1241

typedef ShopPage Fixture;

static void
make_account (Fixture *fixture)
{
  HspSandboxOptions options = { .n_services = 300, .seed = SEED };

  shop_page_start (fixture, &options);
  shop_page_make_account (fixture, hsp_sandbox_get_key (fixture->shop));
}

static void
open_window (Fixture *fixture,
             int      width)
{
  /* not under the pointer in the middle of the screen: GTK leaks a part of its tooltips */
  shop_page_open_window (fixture, hsp_wallet_page_new (fixture->account), width, 480);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  make_account (fixture);
  shop_page_open_account (fixture);
  hsp_test_wait (shop_page_is_known (fixture));
  open_window (fixture, GPOINTER_TO_INT (user_data));
}

static void
set_up_nothing (Fixture       *fixture,
                gconstpointer  user_data)
{
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  shop_page_end (fixture);
}

static HspOrder *
place (Fixture *fixture)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (fixture->account);
  HspOrderBook *book = hsp_account_get_order_book (fixture->account);
  g_autoptr(HspService) service = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspOrder *order;

  for (guint i = 0; service == NULL; i++)
    {
      g_autoptr(HspService) candidate = hsp_catalogue_get_service (catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (candidate);

      if (value->min > 0 && (value->stock < 0 || value->stock > value->min) &&
          hsp_service_estimate (candidate, value->min) > HSP_MONEY_UNIT / 100 &&
          hsp_service_estimate (candidate, value->min) < 5 * HSP_MONEY_UNIT)
        service = g_object_ref (candidate);
    }

  hsp_order_book_place_async (book, service, hsp_service_get_value (service)->min,
                              "https://example.com/a", hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  order = hsp_order_book_place_finish (book, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (hsp_order_get_row (order)->order);
  return order;
}

/* Ways to the widgets */

static gpointer
get_child (Fixture    *fixture,
           const char *name)
{
  return gtk_widget_get_template_child (fixture->page, HSP_TYPE_WALLET_PAGE, name);
}

static const char *
get_text (Fixture    *fixture,
          const char *name)
{
  return gtk_label_get_text (GTK_LABEL (get_child (fixture, name)));
}

static const char *
get_stack (Fixture    *fixture,
           const char *name)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (get_child (fixture, name)));
}

static GtkWidget *
get_row (Fixture *fixture)
{
  GtkWidget *child = gtk_widget_get_first_child (get_child (fixture, "list"));

  return child != NULL ? gtk_widget_get_first_child (child) : NULL;
}

static const char *
get_row_text (Fixture    *fixture,
              const char *name)
{
  return gtk_label_get_text (GTK_LABEL (gtk_widget_get_template_child (get_row (fixture),
                                                                       HSP_TYPE_STATEMENT_ROW,
                                                                       name)));
}

/* The tests */

static void
test_statement (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspMoney before = hsp_wallet_get_balance (fixture->wallet);
  g_autofree char *digits = hsp_money_to_digits (before);
  g_autofree char *number = NULL;
  g_autofree char *spoken = NULL;
  g_autoptr(HspOrder) order = NULL;

  g_assert_cmpstr (get_stack (fixture, "overview_stack"), ==, "balance");
  g_assert_cmpstr (get_stack (fixture, "statement_stack"), ==, "empty");
  g_assert_cmpstr (get_text (fixture, "balance_label"), ==, digits);
  g_assert_cmpstr (get_text (fixture, "currency_label"), ==, "USD");
  g_assert_true (gtk_widget_get_visible (get_child (fixture, "pretend_pill")));

  order = place (fixture);
  hsp_test_wait (hsp_wallet_get_balance (fixture->wallet) < before);
  hsp_test_wait (g_strcmp0 (get_stack (fixture, "statement_stack"), "list") == 0);
  hsp_test_wait (HSP_IS_STATEMENT_ROW (get_row (fixture)));
  number = g_strconcat ("#", hsp_order_get_row (order)->order, NULL);
  g_assert_cmpstr (get_row_text (fixture, "name_label"), ==, hsp_order_get_row (order)->name);
  g_assert_true (g_str_has_prefix (get_row_text (fixture, "detail_label"), number));
  g_assert_true (g_str_has_prefix (get_row_text (fixture, "amount_label"), "−"));
  spoken = hsp_statement_row_dup_spoken (HSP_STATEMENT_ROW (get_row (fixture)));
  g_assert_nonnull (strstr (spoken, hsp_order_get_row (order)->name));
  g_assert_cmpstr (get_text (fixture, "balance_label"), !=, digits);

  g_signal_emit_by_name (get_child (fixture, "list"), "activate", 0);
  g_assert_cmpint (fixture->shown_order, ==, hsp_order_get_row (order)->id);
}

static void
test_failed_reading (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autofree char *digits = g_strdup (get_text (fixture, "balance_label"));

  g_assert_false (gtk_widget_get_visible (get_child (fixture, "failed_box")));
  hsp_sandbox_push_fault (fixture->shop, "balance", HSP_FAULT_HTTP_400);
  hsp_account_refresh (fixture->account);
  hsp_test_wait (gtk_widget_get_visible (get_child (fixture, "failed_box")));
  g_assert_true (g_str_has_prefix (get_text (fixture, "failed_label"), "Last read at"));
  g_assert_cmpstr (get_text (fixture, "balance_label"), ==, digits);

  g_signal_emit_by_name (get_child (fixture, "retry_button"), "clicked");
  hsp_test_wait (!gtk_widget_get_visible (get_child (fixture, "failed_box")));
  g_assert_true (gtk_widget_get_visible (get_child (fixture, "change_label")));
}

static void
test_no_reading (Fixture       *fixture,
                 gconstpointer  user_data)
{
  make_account (fixture);
  open_window (fixture, 1100);
  g_assert_cmpstr (get_stack (fixture, "overview_stack"), ==, "none");
  g_assert_cmpstr (adw_status_page_get_title (get_child (fixture, "none_status")), ==,
                   "No Balance Yet");

  hsp_sandbox_push_fault (fixture->shop, "balance", HSP_FAULT_ERROR_OBJECT);
  shop_page_open_account (fixture);
  hsp_test_wait (!hsp_wallet_get_refreshing (fixture->wallet) &&
                 hsp_wallet_get_error (fixture->wallet) != NULL);
  g_assert_cmpstr (adw_status_page_get_title (get_child (fixture, "none_status")), ==,
                   "The Balance Cannot Be Read");

  g_signal_emit_by_name (get_child (fixture, "read_button"), "clicked");
  hsp_test_wait (g_strcmp0 (get_stack (fixture, "overview_stack"), "balance") == 0);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspPage *page = HSP_PAGE (fixture->page);
  g_autoptr(HspOrder) order = place (fixture);
  GtkWidget *date;
  int minimum;

  hsp_test_wait (adw_leaflet_get_folded (get_child (fixture, "leaflet")));
  g_assert_null (hsp_page_get_title (page));
  g_assert_true (gtk_widget_get_visible (get_child (fixture, "statement_button")));
  g_signal_emit_by_name (get_child (fixture, "statement_button"), "clicked");
  g_assert_cmpstr (hsp_page_get_title (page), ==, "Statement");
  g_assert_true (hsp_page_get_can_go_back (page));
  hsp_test_wait (HSP_IS_STATEMENT_ROW (get_row (fixture)));
  date = GTK_WIDGET (gtk_widget_get_template_child (get_row (fixture), HSP_TYPE_STATEMENT_ROW,
                                                    "date_box"));
  g_assert_false (gtk_widget_get_visible (date));
  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  hsp_page_set_narrow (page, FALSE);
  g_assert_true (gtk_widget_get_visible (date));
  hsp_page_set_narrow (page, TRUE);
  g_assert_false (gtk_widget_get_visible (date));

  hsp_page_go_back (page);
  g_assert_false (hsp_page_get_can_go_back (page));
  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

/* The first reading: nothing at first, then a spinner; "no balance yet" is only said when nobody
 * reads it. */
static void
test_loading (Fixture       *fixture,
              gconstpointer  user_data)
{
  make_account (fixture);
  open_window (fixture, 1100);
  hsp_sandbox_push_fault (fixture->shop, "balance", HSP_FAULT_SLOW);
  hsp_wallet_refresh (fixture->wallet);
  g_assert_cmpstr (get_stack (fixture, "overview_stack"), ==, "blank");
  hsp_test_wait (g_strcmp0 (get_stack (fixture, "overview_stack"), "loading") == 0);
  g_assert_true (gtk_spinner_get_spinning (get_child (fixture, "spinner")));
  hsp_test_wait (g_strcmp0 (get_stack (fixture, "overview_stack"), "balance") == 0);
  g_assert_false (gtk_spinner_get_spinning (get_child (fixture, "spinner")));
}

/* A file that is not read, or cannot be, is no empty statement. */
static void
test_journal (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *path = NULL;

  make_account (fixture);
  path = shop_page_write_no_journal (fixture);
  open_window (fixture, 1100);
  g_assert_cmpstr (get_stack (fixture, "statement_stack"), ==, "journal");

  hsp_account_open_async (fixture->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_account_open_finish (fixture->account, result, NULL));
  g_assert_cmpstr (get_stack (fixture, "statement_stack"), ==, "journal");
  g_assert_cmpstr (hsp_journal_status_get_failure (get_child (fixture, "journal_status")), ==,
                   "The Statement Cannot Be Read");

  g_assert_cmpint (g_unlink (path), ==, 0);
  shop_page_open_account (fixture);
  hsp_test_wait (g_strcmp0 (get_stack (fixture, "statement_stack"), "empty") == 0);
}

/* A line of an SMS number leads to that number. */
static void
test_number (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (fixture->account);
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  HspOutcome outcome;

  hsp_sms_desk_load (desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (desk) == HSP_LOAD_READY);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (desk), 0);
  hsp_sms_desk_get_async (desk, project, 1, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  numbers = hsp_sms_desk_get_finish (desk, result, &outcome, NULL, NULL);
  g_assert_cmpuint (numbers->len, ==, 1);

  hsp_test_wait (HSP_IS_STATEMENT_ROW (get_row (fixture)));
  g_signal_emit_by_name (get_child (fixture, "list"), "activate", 0);
  g_assert_cmpstr (fixture->shown_number, ==, hsp_sms_number_get_row (numbers->pdata[0])->order);
}

/* (transfer none) (nullable): what the first refund that is shown says of itself */
static const char *
find_refund (Fixture *fixture)
{
  for (GtkWidget *child = gtk_widget_get_first_child (get_child (fixture, "list")); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = gtk_widget_get_first_child (child);
      gpointer label;

      if (!HSP_IS_STATEMENT_ROW (row))
        continue;
      label = gtk_widget_get_template_child (row, HSP_TYPE_STATEMENT_ROW, "name_label");
      if (g_str_has_prefix (gtk_label_get_text (label), "Refund: "))
        return gtk_label_get_text (GTK_LABEL (gtk_widget_get_template_child (
          row, HSP_TYPE_STATEMENT_ROW, "detail_label")));
    }
  return NULL;
}

/* The line of a refund says why the money came back. */
static void
test_refund (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->account);
  GListModel *statement = hsp_wallet_get_statement (fixture->wallet);
  const char *detail;

  for (guint i = 0; i < 3; i++)
    g_object_unref (place (fixture));
  hsp_sandbox_advance (fixture->shop, 60);
  hsp_order_book_check_all (book);
  hsp_test_wait (g_list_model_get_n_items (statement) > 3);
  hsp_test_wait ((detail = find_refund (fixture)) != NULL);
  g_test_message ("%s", detail);
  g_assert_true (g_str_has_suffix (detail, " · Canceled") ||
                 g_str_has_suffix (detail, " not delivered"));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

#define ADD(name, width, func) \
  g_test_add ("/wallet/" name, Fixture, GINT_TO_POINTER (width), set_up, func, tear_down)
  ADD ("statement", 1100, test_statement);
  ADD ("failed-reading", 1100, test_failed_reading);
  ADD ("narrow", 360, test_narrow);
  ADD ("number", 1100, test_number);
  ADD ("refund", 1100, test_refund);
#undef ADD
  g_test_add ("/wallet/loading", Fixture, NULL, set_up_nothing, test_loading, tear_down);
  g_test_add ("/wallet/journal", Fixture, NULL, set_up_nothing, test_journal, tear_down);
  g_test_add ("/wallet/no-reading", Fixture, NULL, set_up_nothing, test_no_reading, tear_down);

  return g_test_run ();
}
