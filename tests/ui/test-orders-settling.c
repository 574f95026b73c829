/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Orders page, where the person says what became of a purchase: unconfirmed ones, and orders by number. */
#include "config.h"

#include <locale.h>

#include "hsp-adopt-dialog.h"
#include "hsp-client.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-project.h"
#include "hsp-wallet.h"
#include "orders-page.h"

static gpointer
get_dialog_child (GtkWidget  *dialog,
                  const char *name)
{
  return gtk_widget_get_template_child (dialog, HSP_TYPE_ADOPT_DIALOG, name);
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
  g_assert_true (g_str_has_prefix (get_row_text (fixture, 0, ROW_NUMBER), "No number yet"));

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
  HspService *service = shop_page_find_service (fixture->account, HSP_KIND_SMM);
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

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

#define ADD(name, width, func) \
  g_test_add ("/orders/" name, Fixture, GINT_TO_POINTER (width), set_up, func, tear_down)
  ADD ("other-charges", 1100, test_other_charges);
  ADD ("settle-not-placed", 1100, test_settle_not_placed);
  ADD ("settle-placed", 1100, test_settle_placed);
  ADD ("settle-other-order", 1100, test_settle_other_order);
  ADD ("settle-numbers", 1100, test_settle_numbers);
  ADD ("adopt", 1100, test_adopt);
  ADD ("adopt-closed", 1100, test_adopt_closed);
#undef ADD

  return g_test_run ();
}
