/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Orders page in a window of the test's own, with a real account at a real sandbox shop. */
#include "config.h"

#include <sqlite3.h>

#include <adwaita.h>
#include <locale.h>

#include "hsp-account.h"
#include "hsp-adopt-dialog.h"
#include "hsp-catalogue.h"
#include "hsp-client.h"
#include "hsp-order-book.h"
#include "hsp-order-detail.h"
#include "hsp-order-filter.h"
#include "hsp-order-goods.h"
#include "hsp-order-private.h"
#include "hsp-order-row.h"
#include "hsp-order-text.h"
#include "hsp-order-timeline.h"
#include "hsp-order-unconfirmed.h"
#include "hsp-order-private.h"
#include "hsp-order-receipt.h"
#include "hsp-orders-page.h"
#include "hsp-sandbox.h"
#include "hsp-service.h"
#include "hsp-shop.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-project.h"
#include "hsp-test.h"
#include "hsp-wallet.h"

#define LINK "https://example.com/ca.phe.saigon"

typedef struct
{
  HspSandbox   *shop;
  HspAccount   *account;
  HspOrderBook *book;
  GtkWindow    *window;
  GtkWidget    *page;           /* weak */
  GtkWidget    *toasts;         /* (unowned) that are not the window's by an action */
  char         *dir;
  char         *toast;          /* the last message that the page asked its window to show */
  char         *copied;
  char         *shown_page;
  char         *shown_service;  /* "ID QUANTITY LINK" */
} Fixture;

/* What the page asks of its window */

static void
toast_action (GSimpleAction *action,
              GVariant      *parameter,
              gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->toast);
  fixture->toast = g_variant_dup_string (parameter, NULL);
}

static void
copy_action (GSimpleAction *action,
             GVariant      *parameter,
             gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->toast);
  g_free (fixture->copied);
  g_variant_get (parameter, "(ss)", &fixture->copied, &fixture->toast);
}

static void
show_page_action (GSimpleAction *action,
                  GVariant      *parameter,
                  gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->shown_page);
  fixture->shown_page = g_variant_dup_string (parameter, NULL);
}

static void
show_service_action (GSimpleAction *action,
                     GVariant      *parameter,
                     gpointer       user_data)
{
  Fixture *fixture = user_data;
  const char *id;
  const char *quantity;
  const char *link;

  g_variant_get (parameter, "(&s&s&s)", &id, &quantity, &link);
  g_free (fixture->shown_service);
  fixture->shown_service = g_strdup_printf ("%s %s %s", id, quantity, link);
}

static const GActionEntry actions[] = {
  { .name = "toast", .activate = toast_action, .parameter_type = "s" },
  { .name = "copy", .activate = copy_action, .parameter_type = "(ss)" },
  { .name = "show-page", .activate = show_page_action, .parameter_type = "s" },
  { .name = "show-service", .activate = show_service_action, .parameter_type = "(sss)" },
};

/* Setting up */

static void
open_window (Fixture *fixture,
             int      width)
{
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), fixture);
  fixture->page = hsp_orders_page_new (fixture->account);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", G_ACTION_GROUP (group));
  hsp_page_set_narrow (HSP_PAGE (fixture->page), width < 550);
  fixture->toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (fixture->toasts), fixture->page);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->toasts);
  /* not under the pointer in the middle of the screen: GTK leaks a part of its tooltips */
  gtk_window_set_default_size (fixture->window, width, 480);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
make_account (Fixture *fixture)
{
  /* the dialect that tells the goods */
  HspSandboxOptions options = { .key = "key-of-the-orders-page", .n_services = 300, .dialect = HSP_DIALECT_LIVE };
  g_autoptr(GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *cache = NULL;

  fixture->dir = g_dir_make_tmp ("hsp-orders-XXXXXX", &error);
  g_assert_no_error (error);
  data = g_build_filename (fixture->dir, "data", NULL);
  cache = g_build_filename (fixture->dir, "cache", NULL);

  fixture->shop = hsp_sandbox_new (&options);
  g_assert_true (hsp_sandbox_start (fixture->shop, &error));
  g_assert_no_error (error);
  fixture->account = hsp_account_new ("test", "Test", hsp_sandbox_get_endpoint (fixture->shop),
                                      TRUE, data, cache, NULL);
  fixture->book = hsp_account_get_order_book (fixture->account);
  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->shop));
}

static gboolean
is_known (Fixture *fixture)
{
  HspWallet *wallet = hsp_account_get_wallet (fixture->account);

  return hsp_catalogue_get_state (hsp_account_get_catalogue (fixture->account)) == HSP_LOAD_READY &&
         !hsp_catalogue_get_refreshing (hsp_account_get_catalogue (fixture->account)) &&
         hsp_wallet_get_balance (wallet) != HSP_MONEY_UNKNOWN;
}

static void
open_account (Fixture *fixture)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  hsp_account_open_async (fixture->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_account_open_finish (fixture->account, result, &error));
  g_assert_no_error (error);
  hsp_test_wait (is_known (fixture));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  make_account (fixture);
  open_account (fixture);
  open_window (fixture, user_data != NULL ? GPOINTER_TO_INT (user_data) : 1100);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_pointer (&fixture->window, gtk_window_destroy);
  /* nothing may keep the page: a widget that leaks stays reachable, and no sanitizer sees it */
  hsp_test_wait (fixture->page == NULL);

  hsp_account_close (fixture->account);
  g_clear_object (&fixture->account);
  hsp_sandbox_stop (fixture->shop);
  g_clear_object (&fixture->shop);
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->toast);
  g_free (fixture->copied);
  g_free (fixture->shown_page);
  g_free (fixture->shown_service);
}

/* Buying */

static HspService *
find_service (Fixture *fixture,
              HspKind  kind)
{
  HspCatalogue *catalogue = hsp_account_get_catalogue (fixture->account);

  for (guint i = 0; i < hsp_catalogue_get_n_services (catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      if (value->kind == kind && value->min > 0 &&
          (value->stock < 0 || value->stock > value->min) &&
          hsp_service_estimate (service, value->min) > 0 &&
          hsp_service_estimate (service, value->min) < 5 * HSP_MONEY_UNIT)
        {
          g_test_queue_unref (g_object_ref (service));
          return service;
        }
    }

  g_assert_not_reached ();
}

static HspOrder *
place_some (Fixture    *fixture,
            HspService *service,
            gint64      quantity,
            const char *link)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspOrder *order;

  hsp_order_book_place_async (fixture->book, service, quantity, link, hsp_test_store_result,
                              &result);
  hsp_test_wait (result != NULL);
  order = hsp_order_book_place_finish (fixture->book, result, &error);
  g_assert_no_error (error);
  g_assert_nonnull (order);
  return order;
}

static HspOrder *
place (Fixture    *fixture,
       HspKind     kind,
       const char *link)
{
  HspService *service = find_service (fixture, kind);

  return place_some (fixture, service, hsp_service_get_value (service)->min, link);
}

static void
check (Fixture  *fixture,
       HspOrder *order)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_check_async (fixture->book, order, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  hsp_order_book_check_finish (fixture->book, result, NULL);
}

/* Moves the shop's clock on in small steps until the order is as wanted. */
static void
advance_until (Fixture  *fixture,
               HspOrder *order,
               HspState  state)
{
  for (guint i = 0; i < 40 && hsp_order_get_state (order) != state; i++)
    {
      hsp_sandbox_advance (fixture->shop, 5);
      check (fixture, order);
    }
  g_assert_cmpint (hsp_order_get_state (order), ==, state);
}

/* Ways to the widgets */

static gpointer
get_child (Fixture    *fixture,
           const char *name)
{
  return gtk_widget_get_template_child (fixture->page, HSP_TYPE_ORDERS_PAGE, name);
}

static gpointer
get_detail_child (Fixture    *fixture,
                  const char *name)
{
  return gtk_widget_get_template_child (get_child (fixture, "detail"), HSP_TYPE_ORDER_DETAIL, name);
}

static gpointer
get_unconfirmed_child (Fixture    *fixture,
                       const char *name)
{
  return gtk_widget_get_template_child (get_child (fixture, "unconfirmed"),
                                        HSP_TYPE_ORDER_UNCONFIRMED, name);
}

static gpointer
get_goods_child (Fixture    *fixture,
                 const char *name)
{
  return gtk_widget_get_template_child (get_detail_child (fixture, "goods"), HSP_TYPE_ORDER_GOODS,
                                        name);
}

static GtkWidget *
get_row (Fixture *fixture,
         guint    position)
{
  GtkWidget *child = gtk_widget_get_first_child (get_child (fixture, "list"));

  while (position-- > 0 && child != NULL)
    child = gtk_widget_get_next_sibling (child);

  return child != NULL ? gtk_widget_get_first_child (child) : NULL;
}

static const char *
get_row_text (Fixture    *fixture,
              guint       position,
              const char *name)
{
  GtkWidget *row = get_row (fixture, position);

  if (!HSP_IS_ORDER_ROW (row))
    return NULL;

  return gtk_label_get_text (GTK_LABEL (gtk_widget_get_template_child (row, HSP_TYPE_ORDER_ROW,
                                                                       name)));
}

static const char *
get_text (gpointer label)
{
  return gtk_label_get_text (GTK_LABEL (label));
}

static const char *
get_stack (gpointer stack)
{
  return gtk_stack_get_visible_child_name (GTK_STACK (stack));
}

static GtkSelectionModel *
get_selection (Fixture *fixture)
{
  return gtk_list_view_get_model (get_child (fixture, "list"));
}

static guint
count_rows (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_selection (fixture)));
}

static GtkWidget *
find_window (GType type)
{
  g_autoptr(GList) windows = gtk_window_list_toplevels ();

  for (GList *l = windows; l != NULL; l = l->next)
    {
      if (G_TYPE_CHECK_INSTANCE_TYPE (l->data, type) && gtk_widget_get_visible (l->data))
        return l->data;
    }

  return NULL;
}

static gpointer
get_dialog_child (GtkWidget  *dialog,
                  const char *name)
{
  return gtk_widget_get_template_child (dialog, HSP_TYPE_ADOPT_DIALOG, name);
}

static void
click (gpointer button)
{
  g_assert_true (gtk_widget_get_sensitive (GTK_WIDGET (button)));
  g_signal_emit_by_name (button, "clicked");
}

static void
respond (const char *response)
{
  GtkWidget *dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);

  g_assert_nonnull (dialog);
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

/* The tests */

static void
test_empty (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_assert_cmpstr (get_stack (get_child (fixture, "stack")), ==, "empty");
  g_assert_null (hsp_page_get_title (HSP_PAGE (fixture->page)));
  g_assert_true (gtk_widget_activate_action (fixture->page, "win.show-page", "s", "catalogue"));
  g_assert_cmpstr (fixture->shown_page, ==, "catalogue");
}

static void
test_progress (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_SMM, LINK);
  GtkProgressBar *bar;
  GtkWidget *row;

  g_assert_cmpstr (get_stack (get_child (fixture, "stack")), ==, "content");
  hsp_test_wait (HSP_IS_ORDER_ROW (get_row (fixture, 0)));
  row = get_row (fixture, 0);
  g_assert_cmpstr (get_row_text (fixture, 0, "name_label"), ==, hsp_order_get_row (order)->name);
  g_assert_nonnull (strstr (get_row_text (fixture, 0, "number_label"), "#"));
  g_assert_cmpstr (get_row_text (fixture, 0, "link_label"), ==, "example.com/ca.phe.saigon");
  check (fixture, order);
  g_assert_cmpstr (get_row_text (fixture, 0, "pill"), ==, "Pending");
  g_assert_true (gtk_widget_has_css_class (
    GTK_WIDGET (gtk_widget_get_template_child (row, HSP_TYPE_ORDER_ROW, "pill")), "pill-neutral"));

  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "order");
  bar = GTK_PROGRESS_BAR (gtk_widget_get_template_child (row, HSP_TYPE_ORDER_ROW, "progress"));
  for (guint i = 0; i < 20 && hsp_order_get_percent (order) <= 0; i++)
    {
      hsp_sandbox_advance (fixture->shop, 3);
      check (fixture, order);
    }
  g_assert_cmpstr (get_row_text (fixture, 0, "pill"), ==, "In progress");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (bar), >, 0);
  g_assert_nonnull (strstr (get_text (get_detail_child (fixture, "progress_heading")),
                            "delivered"));
  g_assert_cmpstr (get_text (get_detail_child (fixture, "pill")), ==, "In progress");

  /* the same widget all along: a poll makes no new row */
  g_assert_true (get_row (fixture, 0) == row);
  hsp_sandbox_advance (fixture->shop, 600);
  check (fixture, order);
  g_assert_false (gtk_widget_get_visible (GTK_WIDGET (bar)));
  g_assert_cmpstr (get_row_text (fixture, 0, "pill"), ==, hsp_order_get_state_text (order));
  g_assert_nonnull (strstr (hsp_order_row_get_spoken (HSP_ORDER_ROW (get_row (fixture, 0))),
                            hsp_order_get_state_text (order)));
  hsp_test_wait (hsp_order_timeline_get_n_entries (get_detail_child (fixture, "timeline")) >= 4);
}

static void
on_items_changed_cb (GListModel *model,
                     guint       position,
                     guint       removed,
                     guint       added,
                     gpointer    user_data)
{
  (*(guint *) user_data)++;
}

static void
test_polls_move_nothing (Fixture       *fixture,
                         gconstpointer  user_data)
{
  g_autoptr(HspOrder) first = place (fixture, HSP_KIND_SMM, LINK);
  g_autoptr(HspOrder) second = place (fixture, HSP_KIND_SMM, LINK "/2");
  guint n_changes = 0;
  gulong handler;

  check (fixture, first);
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (second)->id);
  handler = g_signal_connect (get_selection (fixture), "items-changed",
                              G_CALLBACK (on_items_changed_cb), &n_changes);
  hsp_sandbox_advance (fixture->shop, 12);
  check (fixture, first);
  check (fixture, second);
  g_assert_cmpuint (n_changes, ==, 0);

  /* the end moves the newer one beneath the open one, and it stays the chosen one */
  for (guint i = 0; i < 40 && hsp_order_get_state (second) == HSP_STATE_OPEN; i++)
    {
      hsp_sandbox_advance (fixture->shop, 5);
      check (fixture, second);
    }
  g_assert_cmpuint (n_changes, >, 0);
  g_assert_true (gtk_single_selection_get_selected_item (
                   GTK_SINGLE_SELECTION (get_selection (fixture))) == (gpointer) second);
  g_signal_handler_disconnect (get_selection (fixture), handler);
}

static void
test_filter_and_search (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr(HspOrder) first = place (fixture, HSP_KIND_SMM, LINK);
  g_autoptr(HspOrder) second = place (fixture, HSP_KIND_SMM, "https://example.com/other");
  GtkDropDown *drop_down = get_child (fixture, "drop_down");
  GtkSearchEntry *entry = get_child (fixture, "search_entry");
  g_autoptr(HspOrderFilter) open = g_list_model_get_item (gtk_drop_down_get_model (drop_down),
                                                          HSP_SHOW_OPEN);

  g_assert_cmpuint (count_rows (fixture), ==, 2);
  g_assert_cmpuint (hsp_order_filter_get_count (open), ==, 2);
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (first)->id);

  gtk_drop_down_set_selected (drop_down, HSP_SHOW_CANCELED);
  g_assert_cmpstr (get_stack (get_child (fixture, "list_stack")), ==, "filter");
  g_assert_cmpstr (adw_status_page_get_title (get_child (fixture, "filter_status")), ==,
                   "No canceled orders");
  g_assert_cmpuint (hsp_order_filter_get_count (open), ==, 2);
  /* the order that is looked at stays, and is chosen again with its row */
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "order");
  gtk_drop_down_set_selected (drop_down, HSP_SHOW_ALL);
  g_assert_true (gtk_single_selection_get_selected_item (
                   GTK_SINGLE_SELECTION (get_selection (fixture))) == (gpointer) first);

  hsp_page_set_search_mode (HSP_PAGE (fixture->page), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "CÀ.phê saigon");
  hsp_test_wait (count_rows (fixture) == 1);
  g_assert_cmpuint (hsp_order_filter_get_count (open), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), hsp_order_get_row (second)->order);
  hsp_test_wait (count_rows (fixture) == 1 && gtk_single_selection_get_selected_item (
                   GTK_SINGLE_SELECTION (get_selection (fixture))) == NULL);
  gtk_editable_set_text (GTK_EDITABLE (entry), "<b>tik tok");
  hsp_test_wait (count_rows (fixture) == 0);
  g_assert_cmpstr (get_stack (get_child (fixture, "list_stack")), ==, "search");
  g_assert_cmpstr (adw_status_page_get_title (get_child (fixture, "search_status")), ==,
                   "No order matches “<b>tik tok”");
  hsp_page_set_search_mode (HSP_PAGE (fixture->page), FALSE);
  hsp_test_wait (count_rows (fixture) == 2);
}

static gpointer
get_receipt_child (Fixture    *fixture,
                   const char *name)
{
  return gtk_widget_get_template_child (get_detail_child (fixture, "receipt"),
                                        HSP_TYPE_ORDER_RECEIPT, name);
}

/* Estimate beside charge: nothing yet, as estimated, and more. */
static void
test_receipt (Fixture       *fixture,
              gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_SMM, LINK);
  HspOrderReceipt *receipt = get_detail_child (fixture, "receipt");
  GtkLabel *verdict = get_receipt_child (fixture, "verdict_label");
  g_autoptr(HspPurchaseRow) row = NULL;
  g_autoptr(HspOrder) dear = NULL;

  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  if (hsp_order_get_row (order)->charge == HSP_MONEY_UNKNOWN)
    g_assert_cmpstr (gtk_label_get_text (verdict), ==, "Not charged yet");
  advance_until (fixture, order, HSP_STATE_COMPLETED);
  hsp_test_wait (g_str_equal (gtk_label_get_text (verdict), "As estimated"));
  g_assert_true (gtk_widget_get_visible (get_receipt_child (fixture, "same_mark")));
  g_assert_nonnull (strstr (get_text (get_receipt_child (fixture, "unit_label")), " per 1,000"));
  g_assert_null (strstr (get_text (get_receipt_child (fixture, "unit_label")), "≈"));
  g_assert_false (gtk_widget_get_visible (get_receipt_child (fixture, "expected_label")));

  row = hsp_purchase_row_copy (hsp_order_get_row (order));
  row->charge = row->estimate + HSP_MONEY_UNIT / 5;
  dear = hsp_order_new (hsp_purchase_row_copy (row));
  hsp_order_receipt_show (receipt, fixture->account, dear, NULL);
  g_assert_cmpstr (gtk_label_get_text (verdict), ==, "0.20\u00a0USD more than estimated");
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (verdict), "pill-warning"));
}

/* (transfer full) */
static HspOrder *
create_partial (HspMoney charge)
{
  HspPurchaseRow *row = hsp_purchase_row_new ();

  row->outcome = HSP_OUTCOME_PLACED;
  row->item = g_strdup ("1");
  row->status = g_strdup ("Partial");
  g_free (row->currency);
  row->currency = g_strdup ("USD");
  row->estimate = 4 * HSP_MONEY_UNIT;
  row->charge = charge;
  row->quantity = 1000;
  row->remains = 250;
  return hsp_order_new (row);
}

/* A part that was not delivered: what should come back beside what did. */
static void
test_refund (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspOrderReceipt *receipt = get_detail_child (fixture, "receipt");
  GtkWidget *pill = get_receipt_child (fixture, "refund_pill");
  g_autoptr(HspOrder) whole = create_partial (3 * HSP_MONEY_UNIT);
  g_autoptr(HspOrder) less = create_partial (3 * HSP_MONEY_UNIT + HSP_MONEY_UNIT / 2);

  hsp_order_receipt_show (receipt, fixture->account, whole, NULL);
  g_assert_cmpstr (get_text (get_receipt_child (fixture, "expected_label")), ==, "1.00\u00a0USD");
  g_assert_cmpstr (get_text (get_receipt_child (fixture, "returned_label")), ==, "1.00\u00a0USD");
  g_assert_false (gtk_widget_get_visible (pill));

  hsp_order_receipt_show (receipt, fixture->account, less, NULL);
  g_assert_cmpstr (get_text (get_receipt_child (fixture, "returned_label")), ==, "0.50\u00a0USD");
  g_assert_true (gtk_widget_get_visible (pill));
  g_assert_cmpstr (get_text (pill), ==, "0.50\u00a0USD less came back");
}

static HspOrder *
place_unconfirmed (Fixture  *fixture,
                   HspFault  fault)
{
  HspOrder *order;

  hsp_sandbox_push_fault (fixture->shop, "add", fault);
  order = place (fixture, HSP_KIND_SMM, LINK);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "unconfirmed");
  hsp_test_wait (strstr (get_text (get_unconfirmed_child (fixture, "verdict_label")),
                         "could not be read") == NULL);
  return order;
}

/* (nullable): the button of a toast */
static GtkWidget *
find_undo (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), "Undo") == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_undo (child);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
test_settle_not_placed (Fixture       *fixture,
                        gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place_unconfirmed (fixture, HSP_FAULT_RESET_BEFORE);
  GtkWidget *not_placed = get_unconfirmed_child (fixture, "not_placed_button");

  g_assert_cmpstr (get_text (get_unconfirmed_child (fixture, "verdict_label")), ==,
                   "The balance did not fall: it was probably not placed.");
  g_assert_true (gtk_widget_has_css_class (not_placed, "suggested-action"));
  hsp_test_wait (HSP_IS_ORDER_ROW (get_row (fixture, 0)));
  g_assert_true (gtk_widget_has_css_class (get_row (fixture, 0), "attention"));
  g_assert_true (g_str_has_prefix (get_row_text (fixture, 0, "number_label"), "No number yet"));

  click (not_placed);
  respond ("cancel");
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  click (not_placed);
  respond ("settle");
  hsp_test_wait (hsp_order_get_state (order) == HSP_STATE_REJECTED);
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "order");
  g_assert_true (gtk_widget_get_visible (get_detail_child (fixture, "reason_card")));
  g_assert_false (gtk_widget_get_visible (get_detail_child (fixture, "cards")));
  g_assert_false (gtk_widget_get_visible (get_detail_child (fixture, "check_button")));
  g_assert_false (gtk_widget_has_css_class (get_row (fixture, 0), "attention"));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);

  /* said in a hurry */
  hsp_test_wait (find_undo (fixture->toasts) != NULL);
  click (find_undo (fixture->toasts));
  hsp_test_wait (hsp_order_get_state (order) == HSP_STATE_UNCONFIRMED);
  hsp_test_wait (g_strcmp0 (fixture->toast, "Unconfirmed again") == 0);
  g_assert_cmpuint (hsp_order_book_get_n_unconfirmed (fixture->book), ==, 1);
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "unconfirmed");
}

/* The number is that of an order that cost something else: both figures, and Cancel is the default. */
static void
test_settle_other_order (Fixture       *fixture,
                         gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place_unconfirmed (fixture, HSP_FAULT_RESET_BEFORE);
  HspClient *client = hsp_account_get_client (fixture->account);
  const HspPurchaseRow *row = hsp_order_get_row (order);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *number = NULL;
  GtkWidget *dialog, *question;

  hsp_shop_add_async (client, row->item, 2 * row->quantity, LINK "/other", hsp_test_store_result,
                      &result);
  hsp_test_wait (result != NULL);
  number = hsp_shop_add_finish (client, result, &error);
  g_assert_no_error (error);

  click (get_unconfirmed_child (fixture, "placed_button"));
  dialog = find_window (HSP_TYPE_ADOPT_DIALOG);
  /* an order has one number */
  gtk_editable_set_text (get_dialog_child (dialog, "entry"), "12, 13");
  g_assert_false (gtk_widget_get_sensitive (get_dialog_child (dialog, "accept_button")));
  gtk_editable_set_text (get_dialog_child (dialog, "entry"), number);
  click (get_dialog_child (dialog, "accept_button"));
  hsp_test_wait (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  question = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (question)), ==,
                   "cancel");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (ADW_MESSAGE_DIALOG (question)), number));
  respond ("cancel");
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  g_assert_true (find_window (HSP_TYPE_ADOPT_DIALOG) == dialog);

  click (get_dialog_child (dialog, "accept_button"));
  hsp_test_wait (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  respond ("keep");
  hsp_test_wait (find_window (HSP_TYPE_ADOPT_DIALOG) == NULL);
  g_assert_cmpstr (hsp_order_get_row (order)->order, ==, number);
  hsp_test_wait (find_undo (fixture->toasts) != NULL);
  click (find_undo (fixture->toasts));
  hsp_test_wait (hsp_order_get_state (order) == HSP_STATE_UNCONFIRMED);
}

/* Several numbers of one purchase, with commas. */
static void
test_settle_numbers (Fixture       *fixture,
                     gconstpointer  user_data)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (fixture->account);
  HspClient *client = hsp_account_get_client (fixture->account);
  g_autoptr(HspSmsProject) project = NULL;
  g_autoptr(GAsyncResult) bought = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GPtrArray) numbers = NULL;
  g_autoptr(HspRows) rows = NULL;
  g_autofree char *text = NULL;
  GtkWidget *dialog;

  hsp_sms_desk_load (desk);
  hsp_test_wait (hsp_sms_desk_get_projects_state (desk) == HSP_LOAD_READY);
  project = g_list_model_get_item (hsp_sms_desk_get_projects (desk), 0);
  hsp_sandbox_push_fault (fixture->shop, "add_sms", HSP_FAULT_RESET_BEFORE);
  hsp_sms_desk_get_async (desk, project, 2, NULL, hsp_test_store_result, &bought);
  hsp_test_wait (bought != NULL);
  numbers = hsp_sms_desk_get_finish (desk, bought, NULL, NULL, NULL);
  hsp_shop_add_sms_async (client, hsp_sms_project_get_id (project), 2,
                          hsp_sms_project_get_country (project), NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  rows = hsp_shop_add_sms_finish (client, result, NULL);
  text = g_strdup_printf (" %s, %s ", ((HspSmsOrderValue *) rows->rows->pdata[0])->order,
                          ((HspSmsOrderValue *) rows->rows->pdata[1])->order);

  hsp_test_wait (count_rows (fixture) == 1);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_selection (fixture)), 0);
  hsp_test_wait (g_strcmp0 (get_stack (get_child (fixture, "detail_stack")), "unconfirmed") == 0);
  click (get_unconfirmed_child (fixture, "placed_button"));
  dialog = find_window (HSP_TYPE_ADOPT_DIALOG);
  g_assert_cmpstr (get_text (get_dialog_child (dialog, "heading")), ==,
                   "Which order numbers did it get?");
  gtk_editable_set_text (get_dialog_child (dialog, "entry"), text);
  click (get_dialog_child (dialog, "accept_button"));
  hsp_test_wait (find_window (HSP_TYPE_ADOPT_DIALOG) == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (hsp_sms_desk_get_numbers (desk)), ==, 2);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->book)), ==, 0);
}

/* The number that the shop gave, which no answer brought. */
static char *
find_number (Fixture  *fixture,
             HspOrder *order)
{
  HspClient *client = hsp_account_get_client (fixture->account);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *next = NULL;

  hsp_shop_add_async (client, hsp_order_get_row (order)->item, hsp_order_get_row (order)->quantity,
                      LINK "/next", hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  next = hsp_shop_add_finish (client, result, &error);
  g_assert_no_error (error);

  /* one after the other */
  return g_strdup_printf ("%" G_GINT64_FORMAT, g_ascii_strtoll (next, NULL, 10) - 1);
}

static void
test_settle_placed (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place_unconfirmed (fixture, HSP_FAULT_RESET_AFTER);
  GtkWidget *placed = get_unconfirmed_child (fixture, "placed_button");
  g_autofree char *number = NULL;
  GtkWidget *dialog;

  hsp_test_wait (g_str_has_suffix (get_text (get_unconfirmed_child (fixture, "verdict_label")),
                                   "it was probably placed."));
  g_assert_true (gtk_widget_has_css_class (placed, "suggested-action"));
  number = find_number (fixture, order);

  click (placed);
  dialog = find_window (HSP_TYPE_ADOPT_DIALOG);
  g_assert_nonnull (dialog);
  gtk_editable_set_text (get_dialog_child (dialog, "entry"), number);
  click (get_dialog_child (dialog, "accept_button"));
  hsp_test_wait (hsp_order_get_row (order)->order != NULL);
  g_assert_cmpstr (hsp_order_get_row (order)->order, ==, number);
  hsp_test_wait (find_window (HSP_TYPE_ADOPT_DIALOG) == NULL);
  hsp_test_wait (g_strcmp0 (get_stack (get_child (fixture, "detail_stack")), "order") == 0);
  /* sent once, and the other one by this test */
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 2);
}

static guint
count_children (GtkWidget *box)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n++;
  return n;
}

static gboolean
is_told (Fixture    *fixture,
         const char *caption)
{
  GtkWidget *row = gtk_widget_get_first_child (get_unconfirmed_child (fixture, "others_box"));
  GtkWidget *name = row != NULL ? gtk_widget_get_first_child (row) : NULL;

  return name != NULL && g_str_has_prefix (get_text (name), caption);
}

/* Each of three other charges has its line; four are told in one. */
static void
test_other_charges (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place_unconfirmed (fixture, HSP_FAULT_RESET_AFTER);
  GtkWidget *box = get_unconfirmed_child (fixture, "others_box");
  g_autofree char *first = NULL;

  g_assert_false (gtk_widget_get_visible (box));
  for (guint i = 0; i < 4; i++)
    {
      g_autofree char *link = g_strdup_printf (LINK "/%u", i);
      g_autoptr(HspOrder) other = place (fixture, HSP_KIND_SMM, link);

      if (first == NULL)
        first = g_strdup_printf ("Charge of #%s, ", hsp_order_get_row (other)->order);
      if (i < 3)
        {
          hsp_test_wait (count_children (box) == i + 1);
          g_assert_true (is_told (fixture, first));
        }
    }
  hsp_test_wait (is_told (fixture, "Other charges (4)"));
  g_assert_cmpuint (count_children (box), ==, 1);
}

static void
test_adopt (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspClient *client = hsp_account_get_client (fixture->account);
  HspService *service = find_service (fixture, HSP_KIND_SMM);
  g_autoptr(GAsyncResult) result = NULL;
  g_autofree char *number = NULL;
  GtkWidget *dialog;
  GtkWidget *accept;

  hsp_shop_add_async (client, hsp_service_get_id (service), hsp_service_get_value (service)->min,
                      LINK, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  number = hsp_shop_add_finish (client, result, NULL);
  g_assert_nonnull (number);

  g_assert_true (gtk_widget_activate_action (fixture->page, "orders.adopt", NULL));
  dialog = find_window (HSP_TYPE_ADOPT_DIALOG);
  g_assert_nonnull (dialog);
  accept = get_dialog_child (dialog, "accept_button");
  g_assert_false (gtk_widget_get_sensitive (accept));
  gtk_editable_set_text (get_dialog_child (dialog, "entry"), "12a");
  g_assert_false (gtk_widget_get_sensitive (accept));
  g_assert_true (gtk_widget_get_visible (get_dialog_child (dialog, "error_label")));

  gtk_editable_set_text (get_dialog_child (dialog, "entry"), "999999999");
  g_assert_false (gtk_widget_get_visible (get_dialog_child (dialog, "error_label")));
  click (accept);
  g_assert_false (gtk_widget_get_sensitive (accept));
  hsp_test_wait (gtk_widget_get_visible (get_dialog_child (dialog, "error_label")));
  g_assert_cmpstr (get_text (get_dialog_child (dialog, "error_label")), !=, "");
  g_assert_true (find_window (HSP_TYPE_ADOPT_DIALOG) == dialog);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->book)), ==, 0);

  gtk_editable_set_text (get_dialog_child (dialog, "entry"), number);
  click (accept);
  hsp_test_wait (find_window (HSP_TYPE_ADOPT_DIALOG) == NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (fixture->book)), ==, 1);
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "order");
  g_assert_nonnull (strstr (get_text (get_detail_child (fixture, "number_label")), number));
  g_assert_cmpstr (fixture->toast, ==, "Order added");
}

/* The window goes while the shop is still asked: the answer finds no dialog. */
static void
test_adopt_closed (Fixture       *fixture,
                   gconstpointer  user_data)
{
  GtkWidget *dialog;

  hsp_sandbox_push_fault (fixture->shop, "status", HSP_FAULT_HANG);
  g_assert_true (gtk_widget_activate_action (fixture->page, "orders.adopt", NULL));
  dialog = find_window (HSP_TYPE_ADOPT_DIALOG);
  g_assert_nonnull (dialog);
  g_object_add_weak_pointer (G_OBJECT (dialog), (gpointer *) &dialog);
  gtk_editable_set_text (get_dialog_child (dialog, "entry"), "999999999");
  click (get_dialog_child (dialog, "accept_button"));
  hsp_test_wait (hsp_sandbox_count (fixture->shop, "status") == 1);

  gtk_window_close (GTK_WINDOW (dialog));
  g_clear_pointer (&fixture->window, gtk_window_destroy);
  g_assert_null (dialog);
}

static char *
get_goods (Fixture *fixture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_goods_child (fixture, "text_view"));
  char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);
  return text;
}

static gboolean
has_goods (Fixture *fixture)
{
  g_autofree char *text = get_goods (fixture);

  return *text != '\0';
}

static void
test_goods (Fixture       *fixture,
            gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_PRODUCT, NULL);
  GtkToggleButton *reveal = get_goods_child (fixture, "reveal_button");
  GtkLabel *value = get_goods_child (fixture, "value_label");
  guint n_asked;

  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  g_assert_false (gtk_widget_get_visible (get_detail_child (fixture, "goods")));
  g_assert_cmpstr (get_text (get_detail_child (fixture, "link_label")), ==,
                   "Delivered to the account’s e-mail");
  advance_until (fixture, order, HSP_STATE_COMPLETED);
  g_assert_true (gtk_widget_get_visible (get_detail_child (fixture, "goods")));
  g_assert_false (has_goods (fixture));

  n_asked = hsp_sandbox_count (fixture->shop, "status");
  gtk_toggle_button_set_active (reveal, TRUE);
  hsp_test_wait (has_goods (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "status"), ==, n_asked + 1);
  g_assert_true (g_str_has_suffix (get_text (value), hsp_order_get_row (order)->quantity > 1
                                                     ? " lines" : " line"));
  gtk_toggle_button_set_active (reveal, FALSE);
  g_assert_false (has_goods (fixture));
  /* how many they are is no secret */
  g_assert_true (g_str_has_suffix (get_text (value), ", hidden"));
  g_assert_true (g_ascii_isdigit (*get_text (value)));

  /* hidden by leaving the page, and asked for again */
  gtk_toggle_button_set_active (reveal, TRUE);
  hsp_test_wait (has_goods (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "status"), ==, n_asked + 2);
  gtk_widget_set_visible (fixture->page, FALSE);
  g_assert_false (has_goods (fixture));
  g_assert_false (gtk_toggle_button_get_active (reveal));
  gtk_widget_set_visible (fixture->page, TRUE);

  click (get_goods_child (fixture, "copy_button"));
  hsp_test_wait (fixture->copied != NULL);
  g_assert_true (g_str_has_prefix (fixture->toast, "Copied"));
  g_assert_false (has_goods (fixture));

  hsp_sandbox_push_fault (fixture->shop, "status", HSP_FAULT_REFUSE);
  hsp_sandbox_push_fault (fixture->shop, "status", HSP_FAULT_REFUSE);
  hsp_sandbox_push_fault (fixture->shop, "status", HSP_FAULT_REFUSE);
  gtk_toggle_button_set_active (reveal, TRUE);
  hsp_test_wait (gtk_widget_get_visible (get_goods_child (fixture, "retry_button")));
  g_assert_cmpstr (get_text (value), ==, "The shop did not answer. Nothing is lost.");
  /* and one that did answer */
  hsp_sandbox_push_fault (fixture->shop, "status", HSP_FAULT_HTTP_400);
  click (get_goods_child (fixture, "retry_button"));
  hsp_test_wait (strstr (get_text (value), "Bad request") != NULL);
  g_assert_true (g_str_has_suffix (get_text (value), "\nNothing is lost."));
  click (get_goods_child (fixture, "retry_button"));
  hsp_test_wait (has_goods (fixture));
}

/* Where the page is too high for the window it is scrolled, not what was delivered within it. */
static void
test_goods_whole (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspService *service = find_service (fixture, HSP_KIND_PRODUCT);
  g_autoptr(HspOrder) order = place_some (fixture, service, 5, NULL);
  GtkScrollable *view = get_goods_child (fixture, "text_view");
  GtkAdjustment *place = gtk_scrollable_get_vadjustment (view);

  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  advance_until (fixture, order, HSP_STATE_COMPLETED);
  gtk_toggle_button_set_active (get_goods_child (fixture, "reveal_button"), TRUE);
  hsp_test_wait (has_goods (fixture));
  gtk_test_widget_wait_for_draw (fixture->page);
  gtk_test_widget_wait_for_draw (fixture->page);
  g_assert_cmpfloat (gtk_adjustment_get_page_size (place), >, 5 * 12);
  g_assert_cmpfloat (gtk_adjustment_get_upper (place), <=, gtk_adjustment_get_page_size (place));
}

/* One line for the clipboard, and all of them for a file that only this user can read. */
static void
test_goods_kept (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_PRODUCT, NULL);
  g_autofree char *path = g_build_filename (fixture->dir, "goods.txt", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *shown = NULL;
  g_autofree char *saved = NULL;
  g_auto(GStrv) lines = NULL;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (get_goods_child (fixture, "text_view"));
  GtkTextIter iter;
  GStatBuf status;

  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  advance_until (fixture, order, HSP_STATE_COMPLETED);
  gtk_toggle_button_set_active (get_goods_child (fixture, "reveal_button"), TRUE);
  hsp_test_wait (has_goods (fixture));
  shown = get_goods (fixture);
  lines = g_strsplit (shown, "\n", -1);

  gtk_text_buffer_get_iter_at_line_offset (buffer, &iter, (int) g_strv_length (lines) - 1, 3);
  gtk_text_buffer_place_cursor (buffer, &iter);
  click (gtk_widget_get_next_sibling (gtk_widget_get_parent (get_goods_child (fixture,
                                                                              "text_view"))));
  g_assert_cmpstr (fixture->copied, ==, lines[g_strv_length (lines) - 1]);

  hsp_order_goods_save_to (get_detail_child (fixture, "goods"), file);
  hsp_test_wait (g_strcmp0 (fixture->toast, "Saved goods.txt") == 0);
  g_assert_true (g_file_get_contents (path, &saved, NULL, NULL));
  g_assert_true (g_str_has_prefix (saved, shown));
  g_assert_cmpuint (strlen (saved), ==, strlen (shown) + 1);
  g_assert_cmpint (g_stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0077, ==, 0);
}

static void
test_note_and_again (Fixture       *fixture,
                     gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_SMM, LINK);
  GtkWidget *detail = get_child (fixture, "detail");
  GtkWidget *entry = get_detail_child (fixture, "note_entry");
  g_autofree char *expected = NULL;

  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  g_assert_cmpstr (get_text (get_detail_child (fixture, "note_label")), ==, "None");
  g_assert_true (gtk_widget_activate_action (detail, "order.edit-note", NULL));
  g_assert_cmpstr (get_stack (get_detail_child (fixture, "note_stack")), ==, "entry");
  gtk_editable_set_text (GTK_EDITABLE (entry), " Cho Tết <b>& ");
  g_signal_emit_by_name (entry, "activate");
  g_assert_cmpstr (get_stack (get_detail_child (fixture, "note_stack")), ==, "value");
  hsp_test_wait (hsp_order_get_row (order)->note != NULL);
  g_assert_cmpstr (get_text (get_detail_child (fixture, "note_label")), ==, "Cho Tết <b>&");

  expected = g_strdup_printf ("%s %" G_GINT64_FORMAT " %s", hsp_order_get_row (order)->item,
                              hsp_order_get_row (order)->quantity, LINK);
  g_assert_true (gtk_widget_activate_action (detail, "order.again", NULL));
  g_assert_cmpstr (fixture->shown_service, ==, expected);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);

  g_assert_true (gtk_widget_activate_action (detail, "order.copy-number", NULL));
  g_assert_cmpstr (fixture->copied, ==, hsp_order_get_row (order)->order);
  g_assert_true (gtk_widget_activate_action (detail, "order.copy-details", NULL));
  g_assert_nonnull (strstr (fixture->copied, LINK));

  g_assert_true (gtk_widget_activate_action (detail, "order.forget", NULL));
  respond ("forget");
  hsp_test_wait (g_list_model_get_n_items (G_LIST_MODEL (fixture->book)) == 0);
  g_assert_cmpstr (get_stack (get_child (fixture, "stack")), ==, "empty");
}

static void
test_failed_check (Fixture       *fixture,
                   gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_SMM, LINK);
  GtkWidget *button = get_detail_child (fixture, "check_button");
  g_autofree char *pill = NULL;

  check (fixture, order);
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  pill = g_strdup (get_text (get_detail_child (fixture, "pill")));
  hsp_sandbox_push_fault (fixture->shop, "status", HSP_FAULT_HTTP_400);
  click (button);
  g_assert_false (gtk_widget_get_sensitive (button));
  hsp_test_wait (gtk_widget_get_sensitive (button));
  g_assert_true (g_str_has_prefix (get_text (get_detail_child (fixture, "checked_label")),
                                   "Last checked"));
  /* the shop did answer, in its own words */
  g_assert_true (g_str_has_suffix (get_text (get_detail_child (fixture, "checked_label")),
                                   ": Bad request"));
  g_assert_cmpstr (get_text (get_detail_child (fixture, "pill")), ==, pill);

  click (button);
  hsp_test_wait (gtk_widget_get_sensitive (button));
  g_assert_true (g_str_has_prefix (get_text (get_detail_child (fixture, "checked_label")),
                                   "Checked "));
  /* the seconds run while somebody sees them */
  hsp_test_wait (g_strcmp0 (get_text (get_detail_child (fixture, "checked_label")),
                            "Checked 2 s ago") == 0);
}

/* What went wrong, not always the same; and never that there was no answer when there was one. */
static void
test_causes (Fixture       *fixture,
             gconstpointer  user_data)
{
  const struct { HspFault fault; const char *cause; } causes[] = {
    { HSP_FAULT_RESET_BEFORE, "The connection to the shop broke before it had answered." },
    { HSP_FAULT_HTTP_500, "The shop has a fault of its own at the moment." },
    { HSP_FAULT_TRUNCATE, "The shop’s answer ends in the middle." },
  };

  for (guint i = 0; i < G_N_ELEMENTS (causes); i++)
    {
      g_autoptr(HspOrder) order = place_unconfirmed (fixture, causes[i].fault);

      const char *cause = get_text (get_unconfirmed_child (fixture, "cause_label"));

      g_assert_true (g_str_has_prefix (cause, causes[i].cause));
      g_assert_true ((strstr (cause, "“Internal error”") != NULL) ==
                     (causes[i].fault == HSP_FAULT_HTTP_500));
      g_assert_true (g_str_has_suffix (get_text (get_unconfirmed_child (fixture, "sent_label")),
                                       ", no clear answer"));
    }
#if !GTK_CHECK_VERSION (4, 14, 0)
  /* a verdict that changes is spoken */
  gtk_test_accessible_assert_role (get_unconfirmed_child (fixture, "verdict_label"),
                                   GTK_ACCESSIBLE_ROLE_ALERT);
#endif
}

static void
run_sql (Fixture    *fixture,
         const char *sql)
{
  g_autofree char *path = g_build_filename (fixture->dir, "data", "test", "journal.db", NULL);
  sqlite3 *handle = NULL;

  g_assert_cmpint (sqlite3_open (path, &handle), ==, SQLITE_OK);
  sqlite3_busy_timeout (handle, 5000);
  g_assert_cmpint (sqlite3_exec (handle, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (handle), ==, SQLITE_OK);
}

/* The shop's answer was clear; it could only not be written down. */
static void
test_unwritten (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = NULL;
  g_autofree char *expected = NULL;

  run_sql (fixture, "CREATE TRIGGER block BEFORE UPDATE ON purchase WHEN new.outcome = 2"
                    " BEGIN SELECT raise (ABORT, 'full'); END");
  order = place (fixture, HSP_KIND_SMM, LINK);
  run_sql (fixture, "DROP TRIGGER block");
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  g_assert_nonnull (hsp_order_get_unwritten (order));
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  g_assert_true (g_str_has_suffix (get_text (get_unconfirmed_child (fixture, "sent_label")),
                                   ", and placed, but not written down"));
  expected = g_strdup_printf ("It was placed: the shop’s number is %s.", hsp_order_get_unwritten (order));
  g_assert_cmpstr (get_text (get_unconfirmed_child (fixture, "verdict_label")), ==, expected);
  g_assert_true (gtk_widget_has_css_class (get_unconfirmed_child (fixture, "placed_button"),
                                           "suggested-action"));
}

static void
test_spoken (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_SMM, LINK);
  const HspPurchaseRow *row = hsp_order_get_row (order);
  HspPurchaseRow *older = hsp_purchase_row_copy (row);
  g_autofree char *quantity = hsp_number_to_text (row->quantity);
  g_autofree char *expected = NULL;

  hsp_test_wait (HSP_IS_ORDER_ROW (get_row (fixture, 0)));
  older->created -= 25 * 60;
  hsp_order_set_row (order, older);
  expected = g_strdup_printf ("Order %s, %s. 25 minutes ago.", older->order, quantity);
  g_assert_true (g_str_has_suffix (
    hsp_order_row_get_spoken (HSP_ORDER_ROW (get_row (fixture, 0))), expected));
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(HspOrder) order = place (fixture, HSP_KIND_SMM, LINK);
  g_autoptr(HspOrder) unconfirmed = NULL;
  g_autofree char *title = g_strconcat ("#", hsp_order_get_row (order)->order, NULL);
  HspPage *page = HSP_PAGE (fixture->page);
  int minimum;

  hsp_test_wait (adw_leaflet_get_folded (get_child (fixture, "leaflet")));
  g_assert_null (hsp_page_get_title (page));
  g_assert_false (hsp_page_get_can_go_back (page));
  g_signal_emit_by_name (get_child (fixture, "list"), "activate", 0);
  g_assert_cmpstr (hsp_page_get_title (page), ==, title);
  g_assert_true (hsp_page_get_can_go_back (page));
  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);

  hsp_page_go_back (page);
  g_assert_null (hsp_page_get_title (page));
  g_assert_false (hsp_page_get_can_go_back (page));

  unconfirmed = place_unconfirmed (fixture, HSP_FAULT_RESET_AFTER);
  g_assert_cmpstr (hsp_page_get_title (page), ==, "Purchase");
  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
}

static void
test_unreadable (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autofree char *folder = NULL;
  g_autofree char *path = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  make_account (fixture);
  folder = g_build_filename (fixture->dir, "data", "test", NULL);
  path = g_build_filename (folder, "journal.db", NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "this is no journal, and never was one", -1, NULL));
  open_window (fixture, 1100);
  hsp_account_open_async (fixture->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_false (hsp_account_open_finish (fixture->account, result, &error));
  g_assert_cmpstr (get_stack (get_child (fixture, "stack")), ==, "error");
  /* with the reason, which the person alone can mend */
  g_assert_nonnull (strstr (adw_status_page_get_description (get_child (fixture, "error_page")),
                            error->message));

  /* mended, and tried again from the page */
  g_assert_cmpint (g_unlink (path), ==, 0);
  click (get_child (fixture, "retry_button"));
  hsp_test_wait (g_strcmp0 (get_stack (get_child (fixture, "stack")), "empty") == 0);
}

static void
set_up_nothing (Fixture       *fixture,
                gconstpointer  user_data)
{
}

static void
test_web_link (void)
{
  g_assert_true (hsp_order_is_web_link ("https://example.com/a?b=c"));
  g_assert_true (hsp_order_is_web_link ("HTTP://example.com"));
  g_assert_false (hsp_order_is_web_link (NULL));
  g_assert_false (hsp_order_is_web_link (""));
  g_assert_false (hsp_order_is_web_link ("example.com"));
  g_assert_false (hsp_order_is_web_link ("https:///nowhere"));
  g_assert_false (hsp_order_is_web_link ("file:///etc/passwd"));
  g_assert_false (hsp_order_is_web_link ("javascript:alert(1)"));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  g_test_add_func ("/orders/web-link", test_web_link);
#define ADD(name, width, func) \
  g_test_add ("/orders/" name, Fixture, GINT_TO_POINTER (width), set_up, func, tear_down)
  ADD ("empty", 1100, test_empty);
  ADD ("progress", 1100, test_progress);
  ADD ("polls-move-nothing", 1100, test_polls_move_nothing);
  ADD ("filter-and-search", 1100, test_filter_and_search);
  ADD ("receipt", 1100, test_receipt);
  ADD ("refund", 1100, test_refund);
  ADD ("other-charges", 1100, test_other_charges);
  ADD ("settle-not-placed", 1100, test_settle_not_placed);
  ADD ("settle-placed", 1100, test_settle_placed);
  ADD ("settle-other-order", 1100, test_settle_other_order);
  ADD ("settle-numbers", 1100, test_settle_numbers);
  ADD ("adopt", 1100, test_adopt);
  ADD ("adopt-closed", 1100, test_adopt_closed);
  ADD ("goods", 1100, test_goods);
  ADD ("goods-whole", 1100, test_goods_whole);
  ADD ("goods-kept", 1100, test_goods_kept);
  ADD ("note-and-again", 1100, test_note_and_again);
  ADD ("failed-check", 1100, test_failed_check);
  ADD ("causes", 1100, test_causes);
  ADD ("unwritten", 1100, test_unwritten);
  ADD ("spoken", 1100, test_spoken);
  ADD ("narrow", 360, test_narrow);
#undef ADD
  g_test_add ("/orders/unreadable", Fixture, NULL, set_up_nothing, test_unreadable, tear_down);

  return g_test_run ();
}
