/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Orders page: its list, and what it says of an order. */
#include "config.h"

#include <locale.h>

#include "hsp-account.h"
#include "hsp-client.h"
#include "hsp-order-filter.h"
#include "hsp-order-private.h"
#include "hsp-order-receipt.h"
#include "hsp-order-text.h"
#include "hsp-order-timeline.h"
#include "hsp-service.h"
#include "hsp-slot.h"
#include "orders-page.h"
#include "test-sql.h"

/* (nullable): the order that stands where the selection is */
static HspOrder *
get_selected (Fixture *fixture)
{
  HspSlot *slot = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (get_selection (fixture)));

  return slot != NULL ? hsp_slot_get_item (slot) : NULL;
}

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
  g_assert_cmpstr (get_row_text (fixture, 0, ROW_NAME), ==, hsp_order_get_row (order)->name);
  g_assert_nonnull (strstr (get_row_text (fixture, 0, ROW_NUMBER), "#"));
  g_assert_cmpstr (get_row_text (fixture, 0, ROW_LINK), ==, "example.com/ca.phe.saigon");
  check (fixture, order);
  g_assert_cmpstr (get_row_text (fixture, 0, ROW_PILL), ==, "Pending");
  g_assert_true (gtk_widget_has_css_class (get_row_part (fixture, 0, ROW_PILL), "pill-neutral"));

  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), hsp_order_get_row (order)->id);
  g_assert_cmpstr (get_stack (get_child (fixture, "detail_stack")), ==, "order");
  bar = GTK_PROGRESS_BAR (get_row_part (fixture, 0, ROW_PROGRESS));
  for (guint i = 0; i < 20 && hsp_order_get_percent (order) <= 0; i++)
    {
      hsp_sandbox_advance (fixture->shop, 3);
      check (fixture, order);
    }
  g_assert_cmpstr (get_row_text (fixture, 0, ROW_PILL), ==, "In progress");
  hsp_test_wait (gtk_widget_get_mapped (GTK_WIDGET (bar)));
  g_assert_cmpfloat (gtk_progress_bar_get_fraction (bar), >, 0);
  g_assert_nonnull (strstr (get_text (get_detail_child (fixture, "progress_heading")),
                            "delivered"));
  g_assert_cmpstr (get_text (get_detail_child (fixture, "pill")), ==, "In progress");

  /* the same widget all along: a poll makes no new row */
  g_assert_true (get_row (fixture, 0) == row);
  hsp_sandbox_advance (fixture->shop, 600);
  check (fixture, order);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (bar)));
  g_assert_cmpstr (get_row_text (fixture, 0, ROW_PILL), ==, hsp_order_get_state_text (order));
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
  g_assert_true (get_selected (fixture) == second);
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
  g_assert_true (get_selected (fixture) == first);

  hsp_page_set_search_mode (HSP_PAGE (fixture->page), TRUE);
  gtk_editable_set_text (GTK_EDITABLE (entry), "CÀ.phê saigon");
  hsp_test_wait (count_rows (fixture) == 1);
  g_assert_cmpuint (hsp_order_filter_get_count (open), ==, 1);
  gtk_editable_set_text (GTK_EDITABLE (entry), hsp_order_get_row (second)->order);
  hsp_test_wait (count_rows (fixture) == 1 && get_selected (fixture) == NULL);
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
  g_autofree char *path = shop_page_dup_journal_path (fixture);

  test_run_sql (path, sql);
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
  g_autofree char *path = NULL;
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  make_account (fixture);
  path = shop_page_write_no_journal (fixture);
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
