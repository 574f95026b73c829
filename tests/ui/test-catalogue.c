/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue page in process, against a real sandbox shop: list, search, form, and what becomes
 * of an order. The window is a bare one that writes down what the page asks of it. */
#include "config.h"

#include "hsp-account.h"
#include "hsp-ask.h"
#include "hsp-catalogue-page.h"
#include "hsp-catalogue-private.h"
#include "hsp-catalogue.h"
#include "hsp-category-row.h"
#include "hsp-category-sidebar.h"
#include "hsp-confirm-dialog.h"
#include "hsp-filter-bar.h"
#include "hsp-filter-popover.h"
#include "hsp-info-line.h"
#include "hsp-marks.h"
#include "hsp-money.h"
#include "hsp-order-book.h"
#include "hsp-order-form.h"
#include "hsp-page.h"
#include "hsp-sandbox.h"
#include "hsp-service-browser.h"
#include "hsp-service-detail.h"
#include "hsp-service-facts.h"
#include "hsp-service-list-private.h"
#include "hsp-service-row.h"
#include "hsp-star-button.h"
#include "hsp-service-slot.h"
#include "hsp-service-text.h"
#include "hsp-service.h"
#include "hsp-shelf-row.h"
#include "hsp-test.h"
#include "hsp-wallet.h"

#include <locale.h>

#define LINK "https://example.com/ca.phe.saigon"

typedef struct
{
  char         *dir;
  HspSandbox   *shop;
  HspAccount   *account;
  HspCatalogue *catalogue;      /* weak */
  GtkWindow    *window;
  GtkWidget    *page;           /* weak */
  gint64        shown_order;    /* win.show-order */
  char         *toast;          /* win.toast */
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
show_order_action (GSimpleAction *action,
                   GVariant      *parameter,
                   gpointer       user_data)
{
  Fixture *fixture = user_data;

  fixture->shown_order = g_variant_get_int64 (parameter);
}

static const GActionEntry actions[] = {
  { .name = "toast", .activate = toast_action, .parameter_type = "s" },
  { .name = "show-order", .activate = show_order_action, .parameter_type = "x" },
};

/* Setting up */

static void
open_account_with (Fixture    *fixture,
                   const char *key)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  g_autofree char *data_dir = g_build_filename (fixture->dir, "data", NULL);
  g_autofree char *cache_dir = g_build_filename (fixture->dir, "cache", NULL);
  /* how a list is filtered is kept for an account: each test has its own */
  g_autofree char *id = g_path_get_basename (fixture->dir);

  fixture->account = hsp_account_new (id, "Test", hsp_sandbox_get_endpoint (fixture->shop),
                                      TRUE,
                                      data_dir, cache_dir, NULL);
  fixture->catalogue = hsp_account_get_catalogue (fixture->account);
  hsp_catalogue_set_page_pause (fixture->catalogue, 10);
  if (key != NULL)
    hsp_account_set_key (fixture->account, key);
  hsp_account_open_async (fixture->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_account_open_finish (fixture->account, result, &error));
  g_assert_no_error (error);
}

static void
open_account (Fixture *fixture)
{
  open_account_with (fixture, hsp_sandbox_get_key (fixture->shop));
}

static void
open_window (Fixture *fixture,
             int      width)
{
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), actions, G_N_ELEMENTS (actions), fixture);
  fixture->page = hsp_catalogue_page_new (fixture->account);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", G_ACTION_GROUP (group));
  if (width < 550)
    hsp_page_set_narrow (HSP_PAGE (fixture->page), TRUE);
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_set_default_size (fixture->window, width, 700);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static gboolean
is_known (Fixture *fixture)
{
  return hsp_catalogue_get_state (fixture->catalogue) == HSP_LOAD_READY &&
         !hsp_catalogue_get_refreshing (fixture->catalogue) &&
         hsp_wallet_get_balance (hsp_account_get_wallet (fixture->account)) != HSP_MONEY_UNKNOWN;
}

static void
start_with (Fixture                 *fixture,
            const HspSandboxOptions *options)
{
  g_autoptr(GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("test-catalogue-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->shop = hsp_sandbox_new (options);
  g_assert_true (hsp_sandbox_start (fixture->shop, &error));
  g_assert_no_error (error);
}

static void
start (Fixture *fixture)
{
  HspSandboxOptions options = { .n_services = 300, .speed = 10 };

  start_with (fixture, &options);
}

/* Ways to the widgets */

static gpointer
part (gpointer    widget,
      GType       type,
      const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (object);
  return object;
}

static gpointer
page_part (Fixture    *fixture,
           const char *name)
{
  return part (fixture->page, HSP_TYPE_CATALOGUE_PAGE, name);
}

static gpointer
browser_part (Fixture    *fixture,
              const char *name)
{
  return part (page_part (fixture, "browser"), HSP_TYPE_SERVICE_BROWSER, name);
}

static gpointer
filter_part (Fixture    *fixture,
             const char *name)
{
  return part (browser_part (fixture, "filters"), HSP_TYPE_FILTER_BAR, name);
}

static gpointer
info_part (Fixture    *fixture,
           const char *name)
{
  return part (browser_part (fixture, "info"), HSP_TYPE_INFO_LINE, name);
}

static void
sort (Fixture    *fixture,
      const char *nick)
{
  gtk_widget_activate_action (browser_part (fixture, "filters"), "filters.sort", "s", nick);
}

static GtkWidget *
get_shelf_row (Fixture  *fixture,
               HspShelf  shelf)
{
  GtkListBox *top = part (page_part (fixture, "sidebar"), HSP_TYPE_CATEGORY_SIDEBAR, "top_list");

  return GTK_WIDGET (gtk_list_box_get_row_at_index (top, shelf));
}

static void
choose_shelf (Fixture  *fixture,
              HspShelf  shelf)
{
  GtkListBox *top = part (page_part (fixture, "sidebar"), HSP_TYPE_CATEGORY_SIDEBAR, "top_list");

  gtk_list_box_select_row (top, GTK_LIST_BOX_ROW (get_shelf_row (fixture, shelf)));
}

static GtkWidget *
get_detail (Fixture *fixture)
{
  return gtk_stack_get_child_by_name (page_part (fixture, "detail_stack"), "service");
}

static gpointer
detail_part (Fixture    *fixture,
             const char *name)
{
  return part (get_detail (fixture), HSP_TYPE_SERVICE_DETAIL, name);
}

static gpointer
facts_part (Fixture    *fixture,
            const char *name)
{
  return part (detail_part (fixture, "facts"), HSP_TYPE_SERVICE_FACTS, name);
}

static gpointer
form_part (Fixture    *fixture,
           const char *name)
{
  return part (detail_part (fixture, "form"), HSP_TYPE_ORDER_FORM, name);
}

static const char *
get_text (gpointer label)
{
  if (GTK_IS_INSCRIPTION (label))
    return gtk_inscription_get_text (label);
  return gtk_label_get_text (GTK_LABEL (label));
}

static gboolean
is_shown (gpointer widget)
{
  return gtk_widget_get_visible (GTK_WIDGET (widget));
}

static GListModel *
get_rows (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (browser_part (fixture, "list_view")));
}

/* Waits until all that is shown is in the list: it grows in idle moments. */
static guint
count_shown (Fixture *fixture)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (get_rows (fixture));
  HspServiceList *list = HSP_SERVICE_LIST (gtk_single_selection_get_model (selection));
  const guint n = hsp_service_list_get_n_shown (list);

  hsp_test_wait (hsp_service_list_is_settled (list));
  return n;
}

/* (transfer full) */
static HspService *
dup_shown (Fixture *fixture,
           guint    position)
{
  g_autoptr(HspServiceSlot) slot = NULL;

  count_shown (fixture);
  slot = g_list_model_get_item (get_rows (fixture), position);
  return g_object_ref (hsp_service_slot_get_service (slot));
}

static GtkWidget *
find_widget (GtkWidget *widget,
             GType      type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_widget (child, type);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* The first label below @widget that shows @text, or that begins with it. */
static GtkWidget *
find_label (GtkWidget  *widget,
            const char *text)
{
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (get_text (widget), text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static GtkWidget *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWidget) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return window;
    }
  return NULL;
}

static gpointer
dialog_part (const char *name)
{
  return part (find_dialog (), HSP_TYPE_CONFIRM_DIALOG, name);
}

static void
click (gpointer button)
{
  g_signal_emit_by_name (button, "clicked");
}

static void
type (gpointer    editable,
      const char *text)
{
  gtk_editable_set_text (GTK_EDITABLE (editable), text);
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

/* The entry says at once that it is empty, and the rest from the main loop. */
static void
search (Fixture    *fixture,
        const char *words)
{
  gpointer entry = browser_part (fixture, "search_entry");
  guint n_changes = 0;
  gulong handler = g_signal_connect_swapped (entry, "search-changed", G_CALLBACK (count_cb),
                                             &n_changes);

  type (entry, words);
  if (*words != '\0')
    n_changes = 0;
  hsp_test_wait (n_changes > 0);
  g_signal_handler_disconnect (entry, handler);
}

/* A service of a kind with a known price and limits, in stock for @quantity times its least. */
static HspService *
find_service (Fixture *fixture,
              HspKind  kind)
{
  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (fixture->catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      if (value->kind == kind && value->min > 1 && value->max > value->min * 3 &&
          value->stock > value->min * 3 && value->rate < 20 * HSP_MONEY_UNIT)
        {
          g_test_queue_unref (g_object_ref (service));
          return service;
        }
    }
  g_assert_not_reached ();
}

static HspKind
get_link_kind (Fixture *fixture)
{
  /* the documented dialect may not say the kind: then every service may do without a link */
  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue); i++)
    {
      g_autoptr(HspService) service = hsp_catalogue_get_service (fixture->catalogue, i);

      if (hsp_service_get_value (service)->kind == HSP_KIND_SMM)
        return HSP_KIND_SMM;
    }
  return HSP_KIND_UNKNOWN;
}

static HspService *
choose (Fixture    *fixture,
        const char *link)
{
  HspService *service = find_service (fixture, get_link_kind (fixture));
  g_autofree char *quantity = NULL;

  quantity = g_strdup_printf ("%" G_GINT64_FORMAT, hsp_service_get_value (service)->min * 2);
  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), hsp_service_get_id (service),
                                   quantity, link);
  g_assert_nonnull (get_detail (fixture));
  return service;
}

static void
place (Fixture *fixture)
{
  click (detail_part (fixture, "place_button"));
  hsp_test_wait (find_dialog () != NULL);
}

/* Presses the button of the dialog, as a person does. */
static void
answer (const char *label)
{
  GtkWidget *dialog = find_dialog ();
  GtkWidget *child = find_label (dialog, label);

  while (child != NULL && !GTK_IS_BUTTON (child))
    child = gtk_widget_get_parent (child);
  g_assert_nonnull (child);
  g_assert_true (gtk_widget_get_sensitive (child));
  click (child);
  hsp_test_wait (find_dialog () == NULL);
}

static gboolean
is_idle (Fixture *fixture)
{
  return gtk_widget_get_sensitive (detail_part (fixture, "place_button"));
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  start (fixture);
  open_account (fixture);
  open_window (fixture, GPOINTER_TO_INT (user_data));
  hsp_test_wait (is_known (fixture));
  /* a list in sight gets its first screenful at once and the rest after it was drawn */
  if (!hsp_page_get_narrow (HSP_PAGE (fixture->page)))
    hsp_test_wait (count_shown (fixture) == 300);
}

static void
set_up_failing (Fixture       *fixture,
                gconstpointer  user_data)
{
  start (fixture);
  /* more than the client repeats by itself */
  for (guint i = 0; i < 9; i++)
    {
      hsp_sandbox_push_fault (fixture->shop, "services", HSP_FAULT_HTTP_400);
      hsp_sandbox_push_fault (fixture->shop, "categories", HSP_FAULT_HTTP_400);
    }
  open_account (fixture);
  open_window (fixture, 1100);
}

static void
close_account (Fixture *fixture)
{
  gtk_window_destroy (fixture->window);
  /* nothing may keep the page: no sanitizer sees a widget that leaks but stays reachable */
  hsp_test_wait (fixture->page == NULL);
  hsp_account_close (fixture->account);
  g_object_add_weak_pointer (G_OBJECT (fixture->catalogue), (gpointer *) &fixture->catalogue);
  g_assert_finalize_object (fixture->account);
  /* what was begun on it may hold it a moment longer */
  hsp_test_wait (fixture->catalogue == NULL);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  close_account (fixture);
  hsp_sandbox_stop (fixture->shop);
  g_clear_object (&fixture->shop);
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
  g_free (fixture->toast);
}

/* The list */

static GtkInscription *
name_of (GtkWidget *row)
{
  return GTK_INSCRIPTION (find_widget (row, GTK_TYPE_INSCRIPTION));
}

static void
test_list (Fixture       *fixture,
           gconstpointer  user_data)
{
  GtkWidget *row;
  g_autoptr(HspService) first = NULL;

  g_assert_cmpstr (get_text (info_part (fixture, "count_label")), ==, "300 services");
  g_assert_cmpstr (get_text (info_part (fixture, "unit_label")), ==, "USD per 1,000");
  g_assert_cmpstr (gtk_stack_get_visible_child_name (page_part (fixture, "detail_stack")), ==,
                   "none");

  row = find_widget (browser_part (fixture, "list_view"), HSP_TYPE_SERVICE_ROW);
  first = dup_shown (fixture, 0);
  g_assert_cmpstr (gtk_inscription_get_text (name_of (row)), ==,
                   hsp_service_get_name (first));
}

/* A short price leaves its room to the name, and rows side by side ask for the same. */
static void
test_row_room (Fixture       *fixture,
               gconstpointer  user_data)
{
  GtkWidget *view = browser_part (fixture, "list_view");
  int widths[32] = { 0 };
  int asked = 0;
  guint n_lengths = 0;

  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_widget (child, HSP_TYPE_SERVICE_ROW);
      GtkWidget *name, *price;
      glong n_chars;
      int wanted;

      if (row == NULL || !gtk_widget_get_mapped (row))
        continue;
      name = GTK_WIDGET (name_of (row));
      price = gtk_widget_get_next_sibling (name);
      n_chars = g_utf8_strlen (gtk_inscription_get_text (GTK_INSCRIPTION (price)), -1);
      gtk_widget_measure (row, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
      g_assert_true (asked == 0 || asked == wanted);
      asked = wanted;
      g_assert_cmpint (n_chars, <, G_N_ELEMENTS (widths));
      n_lengths += widths[n_chars] == 0;
      g_assert_true (widths[n_chars] == 0 || widths[n_chars] == gtk_widget_get_width (price));
      widths[n_chars] = gtk_widget_get_width (price);
    }
  g_assert_cmpuint (n_lengths, >, 1);
  for (guint i = 1, widest = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_assert_true (widths[i] == 0 || widths[i] > (int) widest);
      widest = MAX ((int) widest, widths[i]);
    }
}

static void
test_search (Fixture       *fixture,
             gconstpointer  user_data)
{
  gboolean with_marks = FALSE;
  GtkWidget *row;
  guint n;

  hsp_page_set_search_mode (HSP_PAGE (fixture->page), TRUE);
  search (fixture, "viet");
  n = count_shown (fixture);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 300);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspService) service = dup_shown (fixture, i);

      with_marks = with_marks || strstr (hsp_service_get_name (service), "Việt") != NULL;
    }
  g_assert_true (with_marks);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  row = find_widget (browser_part (fixture, "list_view"), HSP_TYPE_SERVICE_ROW);
  g_assert_nonnull (gtk_inscription_get_attributes (name_of (row)));

  search (fixture, "no such thing at all");
  g_assert_cmpuint (count_shown (fixture), ==, 0);
  g_assert_nonnull (find_label (browser_part (fixture, "stack"), "No Service Matches"));

  hsp_page_set_search_mode (HSP_PAGE (fixture->page), FALSE);
  hsp_test_wait (count_shown (fixture) == 300);
}

static void
test_filters (Fixture       *fixture,
              gconstpointer  user_data)
{
  guint n;

  gtk_toggle_button_set_active (filter_part (fixture, "stock_chip"), TRUE);
  n = count_shown (fixture);
  g_assert_cmpuint (n, <, 300);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspService) service = dup_shown (fixture, i);

      g_assert_cmpint (hsp_service_get_stock (service), !=, 0);
    }

  sort (fixture, "price-up");
  g_assert_cmpstr (get_text (filter_part (fixture, "sort_label")), ==,
                   "Price, low first");
  for (guint i = 1; i < n; i++)
    {
      g_autoptr(HspService) before = dup_shown (fixture, i - 1);
      g_autoptr(HspService) after = dup_shown (fixture, i);

      g_assert_cmpint (hsp_service_get_value (before)->rate, <=,
                       hsp_service_get_value (after)->rate);
    }
}

/* A subcategory whose services are not counted, or that has no match, says no number. */
static void
test_no_zero_counts (Fixture       *fixture,
                     gconstpointer  user_data)
{
  GtkWidget *tree = part (page_part (fixture, "sidebar"), HSP_TYPE_CATEGORY_SIDEBAR, "tree_view");
  guint n_numbers = 0;
  guint n_rows = 0;

  search (fixture, "followers viet");
  for (GtkWidget *child = gtk_widget_get_first_child (tree); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_widget (child, HSP_TYPE_CATEGORY_ROW);
      GtkWidget *name;
      const char *count;

      if (row == NULL)
        continue;
      name = find_widget (row, GTK_TYPE_INSCRIPTION);
      count = gtk_inscription_get_text (GTK_INSCRIPTION (gtk_widget_get_next_sibling (name)));
      g_assert_cmpstr (count, !=, "0");
      n_numbers += *count != '\0';
      n_rows++;
    }
  g_assert_cmpuint (n_numbers, >, 0);
  g_assert_cmpuint (n_rows, >, n_numbers);
}

static void
test_categories (Fixture       *fixture,
                 gconstpointer  user_data)
{
  HspCategorySidebar *sidebar = page_part (fixture, "sidebar");
  GtkListView *tree = part (sidebar, HSP_TYPE_CATEGORY_SIDEBAR, "tree_view");
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (gtk_list_view_get_model (tree));
  GtkListBox *top = part (sidebar, HSP_TYPE_CATEGORY_SIDEBAR, "top_list");
  g_autofree char *name = NULL;

  gtk_single_selection_set_selected (selection, 1);
  name = g_strdup (hsp_category_sidebar_get_category (sidebar));
  g_assert_nonnull (name);
  g_assert_null (gtk_list_box_get_selected_row (top));
  g_assert_cmpuint (count_shown (fixture), <, 300);
  for (guint i = 0; i < count_shown (fixture); i++)
    {
      g_autoptr(HspService) service = dup_shown (fixture, i);

      g_assert_cmpstr (hsp_service_get_value (service)->category, ==, name);
    }

  choose_shelf (fixture, HSP_SHELF_ALL);
  g_assert_null (hsp_category_sidebar_get_category (sidebar));
  g_assert_null (gtk_single_selection_get_selected_item (selection));
  g_assert_cmpuint (count_shown (fixture), ==, 300);
}

static void
test_markup (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(HspService) service = NULL;

  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue) && service == NULL; i++)
    {
      g_autoptr(HspService) candidate = hsp_catalogue_get_service (fixture->catalogue, i);

      if (strstr (hsp_service_get_name (candidate), "<b>") != NULL &&
          hsp_service_get_stock (candidate) >= hsp_service_get_value (candidate)->min)
        service = g_object_ref (candidate);
    }
  g_assert_nonnull (service);

  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), hsp_service_get_id (service),
                                   NULL, "<i>" LINK "</i>&");
  g_assert_cmpstr (get_text (facts_part (fixture, "name_label")), ==,
                   hsp_service_get_name (service));
  place (fixture);
  g_assert_cmpstr (get_text (dialog_part ("service_label")), ==, hsp_service_get_name (service));
  g_assert_cmpstr (get_text (dialog_part ("link_label")), ==, "<i>" LINK "</i>&");
  answer ("Cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);
}

/* The form */

static void
test_field_errors (Fixture       *fixture,
                   gconstpointer  user_data)
{
  HspService *service = choose (fixture, "");
  const HspServiceValue *value = hsp_service_get_value (service);
  gpointer spin = form_part (fixture, "quantity_spin");
  gpointer row = form_part (fixture, "quantity_row");
  gpointer button = detail_part (fixture, "place_button");
  g_autofree char *least = hsp_number_to_text (value->min);
  g_autofree char *most = hsp_number_to_text (value->max);
  g_autofree char *at_least = g_strdup_printf ("At least %s", least);
  g_autofree char *at_most = g_strdup_printf ("At most %s", most);
  g_autofree char *too_many = g_strdup_printf ("%" G_GINT64_FORMAT, value->max + 1);
  guint n_requests = hsp_sandbox_count (fixture->shop, "services");

  if (value->kind == HSP_KIND_SMM)
    {
      click (button);
      g_assert_cmpstr (get_text (form_part (fixture, "link_error")), ==, "Enter a link");
      g_assert_true (is_shown (form_part (fixture, "link_error")));
      g_assert_true (gtk_widget_has_css_class (form_part (fixture, "link_row"), "error"));
    }
  type (form_part (fixture, "link_row"), LINK);
  g_assert_false (is_shown (form_part (fixture, "link_error")));

  type (spin, "1");
  click (button);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, at_least);
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpstr (get_text (detail_part (fixture, "total_label")), ==, "–");

  type (spin, too_many);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, at_most);

  type (spin, "12 boxes");
  /* as when the focus leaves: a spin button would put a number of its own there */
  gtk_spin_button_update (spin);
  g_assert_cmpstr (gtk_editable_get_text (spin), ==, "12 boxes");
  click (button);
  g_assert_cmpstr (adw_action_row_get_subtitle (row), ==, "Enter a whole number");

  g_assert_null (find_dialog ());
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "services"), ==, n_requests);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);
}

static void
test_total (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  gint64 min = hsp_service_get_value (service)->min;
  HspMoney total = hsp_service_estimate (service, min * 3);
  HspMoney balance = hsp_wallet_get_balance (hsp_account_get_wallet (fixture->account));
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT, min * 3);
  g_autofree char *amount = hsp_money_to_text (total, "USD");
  g_autofree char *total_text = g_strdup_printf ("≈ %s", amount);
  g_autofree char *rest = hsp_money_to_text (balance - total, "USD");
  g_autofree char *after = g_strdup_printf ("Balance after ≈ %s", rest);

  type (form_part (fixture, "quantity_spin"), quantity);
  g_assert_cmpstr (get_text (detail_part (fixture, "total_label")), ==, total_text);
  g_assert_cmpstr (get_text (detail_part (fixture, "after_label")), ==, after);

  /* the buttons of the field step within the limits */
  g_assert_cmpfloat (gtk_spin_button_get_value (form_part (fixture, "quantity_spin")), ==, min * 3);
  gtk_spin_button_spin (form_part (fixture, "quantity_spin"), GTK_SPIN_HOME, 0);
  g_assert_cmpint (g_ascii_strtoll (gtk_editable_get_text (form_part (fixture, "quantity_spin")),
                                    NULL, 10),
                   ==, min);
}

static void
test_stock (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspService *service = choose (fixture, NULL);

  hsp_test_wait (hsp_service_get_stock_checked_at (service) > 0);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "inventory"), ==, 1);
  hsp_test_wait (g_str_has_prefix (get_text (facts_part (fixture, "checked_label")), "checked "));
}

/* What is chosen and typed stays, whatever happens to the list. */
static void
test_survival (Fixture       *fixture,
               gconstpointer  user_data)
{
  GtkAdjustment *adjustment;
  HspServiceSlot *slot;
  g_autoptr(HspService) service = dup_shown (fixture, 120);
  const char *id = hsp_service_get_id (service);
  double place_before;

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), 120);
  type (form_part (fixture, "link_row"), LINK);
  gtk_widget_activate_action (browser_part (fixture, "list_view"), "list.scroll-to-item", "u", 120);
  adjustment = gtk_scrolled_window_get_vadjustment (browser_part (fixture, "scroller"));
  hsp_test_wait (gtk_adjustment_get_value (adjustment) > 0);
  place_before = gtk_adjustment_get_value (adjustment);

  hsp_catalogue_refresh (fixture->catalogue);
  hsp_test_wait (is_known (fixture));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, place_before);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (get_rows (fixture))),
                    ==, 120);

  search (fixture, "no such thing at all");
  g_assert_cmpuint (count_shown (fixture), ==, 0);
  g_assert_cmpstr (gtk_editable_get_text (form_part (fixture, "link_row")), ==, LINK);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (page_part (fixture, "detail_stack")), ==,
                   "service");
  search (fixture, "");
  /* other words are a decision: they begin at the top */
  hsp_test_wait (gtk_adjustment_get_value (adjustment) == 0);
  count_shown (fixture);
  slot = gtk_single_selection_get_selected_item (GTK_SINGLE_SELECTION (get_rows (fixture)));
  g_assert_nonnull (slot);
  g_assert_cmpstr (hsp_service_get_id (hsp_service_slot_get_service (slot)), ==, id);
  g_assert_cmpstr (gtk_editable_get_text (form_part (fixture, "link_row")), ==, LINK);
}

/* Ordering */

static void
test_placed_once (Fixture       *fixture,
                  gconstpointer  user_data)
{
  gpointer button;
  GListModel *book;

  choose (fixture, LINK);
  button = detail_part (fixture, "place_button");
  click (button);
  click (button);
  g_assert_false (is_idle (fixture));
  g_assert_cmpstr (get_text (detail_part (fixture, "place_label")), ==, "Checking…");
  hsp_test_wait (find_dialog () != NULL);
  g_assert_cmpstr (get_text (dialog_part ("link_label")), ==, LINK);
  answer ("Place Order");
  g_assert_cmpstr (get_text (detail_part (fixture, "place_label")), ==, "Placing Order…");
  g_assert_false (gtk_widget_get_sensitive (detail_part (fixture, "form")));
  click (button);
  click (button);

  hsp_test_wait (is_idle (fixture));
  g_assert_nonnull (find_label (fixture->page, "Order "));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
  book = G_LIST_MODEL (hsp_account_get_order_book (fixture->account));
  g_assert_cmpuint (g_list_model_get_n_items (book), ==, 1);
  g_assert_cmpstr (gtk_editable_get_text (form_part (fixture, "link_row")), ==, LINK);

  /* the same again is asked about in other words, and Enter does not buy it */
  place (fixture);
  g_assert_nonnull (find_label (find_dialog (), "You already have an order for this link"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (find_dialog ())),
                   ==,
                   "cancel");
  answer ("Cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

static void
test_unconfirmed (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->account);
  g_autoptr(HspOrder) order = NULL;

  hsp_sandbox_push_fault (fixture->shop, "add", HSP_FAULT_RESET_AFTER);
  choose (fixture, LINK);
  place (fixture);
  answer ("Place Order");
  hsp_test_wait (fixture->shown_order != 0);
  hsp_test_wait (is_idle (fixture));

  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_UNCONFIRMED);
  g_assert_cmpint (hsp_order_get_row (order)->id, ==, fixture->shown_order);
  g_assert_true (is_shown (detail_part (fixture, "notice")));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

static void
test_rejected (Fixture       *fixture,
               gconstpointer  user_data)
{
  hsp_sandbox_push_fault (fixture->shop, "add", HSP_FAULT_HTTP_400);
  choose (fixture, LINK);
  place (fixture);
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  g_assert_true (is_shown (detail_part (fixture, "notice")));
  g_assert_cmpstr (get_text (detail_part (fixture, "notice_title")), ==,
                   "The shop did not accept this order.");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);

  place (fixture);
  g_assert_false (is_shown (detail_part (fixture, "notice")));
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 2);
}

static void
test_not_sent (Fixture       *fixture,
               gconstpointer  user_data)
{
  choose (fixture, LINK);
  place (fixture);
  hsp_sandbox_stop (fixture->shop);
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  g_assert_cmpstr (get_text (detail_part (fixture, "notice_title")), ==,
                   "Nothing was sent. You can send it again.");
  g_assert_cmpint (fixture->shown_order, ==, 0);
}

static void
test_too_dear (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspService) service = NULL;
  HspMoney balance = hsp_wallet_get_balance (hsp_account_get_wallet (fixture->account));
  g_autofree char *quantity = NULL;

  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue) && service == NULL; i++)
    {
      g_autoptr(HspService) candidate = hsp_catalogue_get_service (fixture->catalogue, i);
      const HspServiceValue *value = hsp_service_get_value (candidate);

      if (value->stock >= value->max && hsp_service_estimate (candidate, value->max) > balance)
        service = g_object_ref (candidate);
    }
  g_assert_nonnull (service);
  quantity = g_strdup_printf ("%" G_GINT64_FORMAT, hsp_service_get_value (service)->max);
  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), hsp_service_get_id (service),
                                   quantity, LINK);
  g_assert_nonnull (strstr (get_text (detail_part (fixture, "after_label")),
                            "short of your balance"));
  place (fixture);
  g_assert_true (is_shown (dialog_part ("short_label")));
  g_assert_false (adw_message_dialog_get_response_enabled (ADW_MESSAGE_DIALOG (find_dialog ()),
                                                           HSP_CONFIRM_RESPONSE_ORDER));
  answer ("Cancel");
}

static void
test_sold_out (Fixture       *fixture,
               gconstpointer  user_data)
{
  g_autoptr(HspService) service = NULL;

  for (guint i = 0; i < hsp_catalogue_get_n_services (fixture->catalogue) && service == NULL; i++)
    {
      g_autoptr(HspService) candidate = hsp_catalogue_get_service (fixture->catalogue, i);

      if (hsp_service_get_stock (candidate) == 0)
        service = g_object_ref (candidate);
    }
  g_assert_nonnull (service);

  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), hsp_service_get_id (service),
                                   NULL, LINK);
  place (fixture);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ())), ==,
                   "Not Enough Left");
  gtk_window_close (GTK_WINDOW (find_dialog ()));
  hsp_test_wait (find_dialog () == NULL);
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);
}

/* A price that moved between the form and the click stops there. */
static void
test_price_changed (Fixture       *fixture,
                    gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  g_autofree char *id = g_strdup (hsp_service_get_id (service));
  HspMoney rate = hsp_service_get_value (service)->rate + 10000;
  HspMoney total = hsp_money_times (rate, hsp_service_get_value (service)->min * 2, 1000);
  g_autofree char *amount = hsp_money_to_text (total, "USD");
  g_autofree char *label = g_strdup_printf ("Order for ≈ %s", amount);
  AdwMessageDialog *dialog;

  g_assert_true (hsp_sandbox_set_rate (fixture->shop, id, rate));
  place (fixture);
  dialog = ADW_MESSAGE_DIALOG (find_dialog ());
  g_assert_cmpstr (adw_message_dialog_get_heading (dialog), ==, "The Price Has Changed");
  g_assert_cmpstr (adw_message_dialog_get_response_label (dialog, "order"), ==, label);
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  g_assert_cmpint (adw_message_dialog_get_response_appearance (dialog, "order"), ==,
                   ADW_RESPONSE_DEFAULT);
  g_assert_true (is_shown (dialog_part ("old_price_label")));
  answer ("Cancel");
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);

  /* the form shows what the shop asks now, which is asked about like any other price */
  place (fixture);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (find_dialog ())), ==,
                   "Place This Order?");
  answer ("Place Order");
  hsp_test_wait (hsp_sandbox_count (fixture->shop, "add") == 1 && is_idle (fixture));
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->shop), ==, total);
}

/* Limits */

static void
set_limits (Fixture  *fixture,
            HspMoney  ask_above,
            gboolean  unasked)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;

  limits.ask_above = ask_above;
  limits.unasked = unasked;
  hsp_account_set_limits (fixture->account, &limits);
}

/* The first question is answered with a yes; then there is another. */
static AdwMessageDialog *
reach_second_question (Fixture *fixture)
{
  GtkWidget *first;

  place (fixture);
  first = find_dialog ();
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (first), HSP_CONFIRM_RESPONSE_ORDER);
  gtk_window_destroy (GTK_WINDOW (first));
  hsp_test_wait (find_dialog () != NULL);
  return ADW_MESSAGE_DIALOG (find_dialog ());
}

/* Over the amount there is a second question, which Enter does not answer with a yes. */
static void
test_ask_above (Fixture       *fixture,
                gconstpointer  user_data)
{
  AdwMessageDialog *dialog;

  choose (fixture, LINK);
  set_limits (fixture, 1, FALSE);
  dialog = reach_second_question (fixture);
  g_assert_true (g_str_has_prefix (adw_message_dialog_get_heading (dialog), "Spend "));
  g_assert_cmpstr (adw_message_dialog_get_default_response (dialog), ==, "cancel");
  answer ("Cancel");
  g_assert_true (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);

  dialog = reach_second_question (fixture);
  adw_message_dialog_response (dialog, HSP_ASK_AGAIN_RESPONSE);
  gtk_window_destroy (GTK_WINDOW (dialog));
  hsp_test_wait (is_idle (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

/* Not asked, but for what is over the amount, for the same again, and for another price. */
static void
test_unasked (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  HspMoney total = hsp_service_estimate (service, hsp_service_get_value (service)->min * 2);

  set_limits (fixture, total - 1, TRUE);
  place (fixture);
  answer ("Cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 0);

  set_limits (fixture, HSP_MONEY_UNKNOWN, TRUE);
  click (detail_part (fixture, "place_button"));
  hsp_test_wait (is_idle (fixture));
  g_assert_null (find_dialog ());
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);

  place (fixture);
  g_assert_nonnull (find_label (find_dialog (), "You already have an order for this link"));
  answer ("Cancel");
  type (form_part (fixture, "link_row"), LINK "/2");
  g_assert_true (hsp_sandbox_set_rate (fixture->shop, hsp_service_get_id (service),
                                       hsp_service_get_value (service)->rate + 10000));
  place (fixture);
  g_assert_nonnull (find_label (find_dialog (), "The Price Has Changed"));
  answer ("Cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add"), ==, 1);
}

static void
finish_order (Fixture *fixture)
{
  GListModel *book = G_LIST_MODEL (hsp_account_get_order_book (fixture->account));
  g_autoptr(HspOrder) order = g_list_model_get_item (book, 0);

  for (guint i = 0; i < 60 && hsp_order_get_state (order) != HSP_STATE_COMPLETED; i++)
    {
      g_autoptr(GAsyncResult) result = NULL;

      hsp_sandbox_advance (fixture->shop, 60);
      hsp_order_book_check_async (HSP_ORDER_BOOK (book), order, NULL, hsp_test_store_result, &result);
      hsp_test_wait (result != NULL);
      hsp_order_book_check_finish (HSP_ORDER_BOOK (book), result, NULL);
    }
  g_assert_cmpint (hsp_order_get_state (order), ==, HSP_STATE_COMPLETED);
}

/* "≈" until a charge has shown it; then in every place at once. */
static void
test_unit_learnt (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspService *service = choose (fixture, LINK);
  g_autofree char *text = hsp_service_text_sentence (service, "USD", FALSE);

  g_assert_nonnull (strstr (text, "≈ "));
  g_assert_true (g_str_has_prefix (get_text (facts_part (fixture, "price_label")), "≈ "));
  g_assert_true (g_str_has_prefix (get_text (detail_part (fixture, "total_label")), "≈ "));
  place (fixture);
  g_assert_true (g_str_has_prefix (get_text (dialog_part ("price_label")), "≈ "));
  answer ("Place Order");
  hsp_test_wait (is_idle (fixture));
  finish_order (fixture);

  hsp_test_wait (!g_str_has_prefix (get_text (facts_part (fixture, "price_label")), "≈ "));
  g_assert_false (g_str_has_prefix (get_text (detail_part (fixture, "total_label")), "≈ "));
  g_free (text);
  text = hsp_service_text_sentence (service, "USD", FALSE);
  g_assert_null (strstr (text, "≈ "));
  g_assert_nonnull (strstr (text, " per 1,000."));
  place (fixture);
  g_assert_false (g_str_has_prefix (get_text (dialog_part ("price_label")), "≈ "));
  answer ("Cancel");
}

/* Favourites and the other lists */

static void
reopen (Fixture *fixture)
{
  close_account (fixture);
  open_account (fixture);
  open_window (fixture, 1100);
  hsp_test_wait (is_known (fixture));
}

/* The row that stands at @position, which is in sight. */
static GtkWidget *
get_row (Fixture *fixture,
         guint    position)
{
  GtkWidget *view = browser_part (fixture, "list_view");

  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_widget (child, HSP_TYPE_SERVICE_ROW);

      if (row != NULL && hsp_service_row_get_position (HSP_SERVICE_ROW (row)) == position)
        return row;
    }
  g_assert_not_reached ();
}

static gpointer
get_star (Fixture *fixture,
          guint    position)
{
  return find_widget (get_row (fixture, position), HSP_TYPE_STAR_BUTTON);
}

static void
wait_for_count (Fixture    *fixture,
                HspShelf    shelf,
                const char *figure)
{
  GtkWidget *row = get_shelf_row (fixture, shelf);

  hsp_test_wait (g_strcmp0 (get_text (hsp_shelf_row_get_count_label (HSP_SHELF_ROW (row))),
                            figure) == 0);
}

static void
test_star (Fixture       *fixture,
           gconstpointer  user_data)
{
  HspMarks *marks = hsp_account_get_marks (fixture->account);
  g_autoptr(HspService) service = dup_shown (fixture, 2);
  g_autofree char *id = g_strdup (hsp_service_get_id (service));
  g_autofree char *sentence = hsp_service_text_sentence (service, "USD", TRUE);

  g_assert_nonnull (strstr (sentence, "Favourite."));
  g_assert_false (gtk_toggle_button_get_active (get_star (fixture, 2)));
  click (get_star (fixture, 2));
  g_assert_true (hsp_marks_is_favourite (marks, id));
  gtk_test_accessible_assert_property (gtk_widget_get_parent (get_row (fixture, 2)),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, sentence);
  wait_for_count (fixture, HSP_SHELF_FAVOURITES, "1");

  g_clear_object (&service);
  reopen (fixture);
  wait_for_count (fixture, HSP_SHELF_FAVOURITES, "1");
  service = dup_shown (fixture, 2);
  g_assert_cmpstr (hsp_service_get_id (service), ==, id);
  g_assert_true (gtk_toggle_button_get_active (get_star (fixture, 2)));
  g_assert_false (gtk_toggle_button_get_active (get_star (fixture, 3)));

  /* a place gets the star of the service that stands in it */
  sort (fixture, "price-down");
  for (guint i = 0; i < 8; i++)
    {
      g_autoptr(HspService) other = dup_shown (fixture, i);

      g_assert_cmpint (gtk_toggle_button_get_active (get_star (fixture, i)), ==,
                       g_str_equal (hsp_service_get_id (other), id));
    }
  click (get_star (fixture, 0));
  g_clear_object (&service);
  service = dup_shown (fixture, 0);
  g_assert_true (hsp_marks_is_favourite (hsp_account_get_marks (fixture->account),
                                         hsp_service_get_id (service)));
  wait_for_count (fixture, HSP_SHELF_FAVOURITES, "2");
}

static void
test_favourites (Fixture       *fixture,
                 gconstpointer  user_data)
{
  GtkListView *tree = part (page_part (fixture, "sidebar"), HSP_TYPE_CATEGORY_SIDEBAR, "tree_view");
  HspMarks *marks = hsp_account_get_marks (fixture->account);
  HspShelfRow *all;
  g_autofree char *last = NULL;
  g_autoptr(HspService) service = NULL;

  choose_shelf (fixture, HSP_SHELF_FAVOURITES);
  g_assert_cmpuint (count_shown (fixture), ==, 0);
  g_assert_nonnull (find_label (browser_part (fixture, "stack"), "No Favourites Yet"));
  choose_shelf (fixture, HSP_SHELF_ALL);
  g_assert_cmpuint (count_shown (fixture), ==, 300);
  for (guint i = 1; i < 8; i += 3)
    click (get_star (fixture, i));
  service = dup_shown (fixture, 7);
  last = g_strdup (hsp_service_get_id (service));

  choose_shelf (fixture, HSP_SHELF_FAVOURITES);
  g_assert_cmpuint (count_shown (fixture), ==, 3);
  g_clear_object (&service);
  service = dup_shown (fixture, 0);
  g_assert_cmpstr (hsp_service_get_id (service), ==, last);
  g_assert_cmpstr (get_text (filter_part (fixture, "sort_label")), ==,
                   "Newest first");

  /* what is a favourite no more leaves the list, and stays where it is looked at */
  hsp_catalogue_page_show_service (HSP_CATALOGUE_PAGE (fixture->page), last, NULL, NULL);
  g_assert_true (gtk_toggle_button_get_active (facts_part (fixture, "star")));
  gtk_widget_activate_action (fixture->page, "catalogue.favourite", NULL);
  g_assert_false (hsp_marks_is_favourite (marks, last));
  g_assert_false (gtk_toggle_button_get_active (facts_part (fixture, "star")));
  g_assert_cmpuint (count_shown (fixture), ==, 2);
  wait_for_count (fixture, HSP_SHELF_FAVOURITES, "2");
  click (facts_part (fixture, "star"));
  g_assert_cmpuint (count_shown (fixture), ==, 3);

  /* while searching the counts are matches, of the lists and of the categories alike */
  search (fixture, last);
  wait_for_count (fixture, HSP_SHELF_FAVOURITES, "1");
  g_assert_cmpuint (count_shown (fixture), ==, 1);
  search (fixture, "viet");
  all = HSP_SHELF_ROW (get_shelf_row (fixture, HSP_SHELF_ALL));
  g_assert_cmpuint (g_ascii_strtoull (get_text (hsp_shelf_row_get_count_label (all)), NULL, 10), >,
                    3);
  search (fixture, "");

  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (gtk_list_view_get_model (tree)), 0);
  g_assert_cmpuint (count_shown (fixture), >, 3);
  g_assert_cmpint (hsp_category_sidebar_get_shelf (page_part (fixture, "sidebar")), ==,
                   HSP_SHELF_ALL);
}

static void
test_seen (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(HspService) first = dup_shown (fixture, 0);
  g_autoptr(HspService) second = dup_shown (fixture, 1);
  g_auto(GStrv) seen = NULL;

  /* passed by */
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), 0);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), 1);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  /* looked at for a while */
  wait_for_count (fixture, HSP_SHELF_SEEN, "1");
  seen = hsp_marks_dup_seen (hsp_account_get_marks (fixture->account));
  g_assert_cmpstr (seen[0], ==, hsp_service_get_id (second));

  /* or its form entered */
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), 0);
  hsp_service_detail_focus_form (HSP_SERVICE_DETAIL (get_detail (fixture)));
  g_clear_pointer (&seen, g_strfreev);
  seen = hsp_marks_dup_seen (hsp_account_get_marks (fixture->account));
  g_assert_cmpstr (seen[0], ==, hsp_service_get_id (first));

  choose_shelf (fixture, HSP_SHELF_SEEN);
  g_assert_cmpuint (count_shown (fixture), ==, 2);
}

static void
test_ordered_before (Fixture       *fixture,
                     gconstpointer  user_data)
{
  HspService *service;
  g_autoptr(HspService) shown = NULL;

  choose_shelf (fixture, HSP_SHELF_ORDERED);
  g_assert_nonnull (find_label (browser_part (fixture, "stack"), "Nothing Ordered Yet"));
  service = choose (fixture, LINK);
  place (fixture);
  answer ("Place Order");
  hsp_test_wait (count_shown (fixture) == 1);
  shown = dup_shown (fixture, 0);
  g_assert_cmpstr (hsp_service_get_id (shown), ==, hsp_service_get_id (service));
  wait_for_count (fixture, HSP_SHELF_ORDERED, "1");
}

static void
test_watch (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspMarks *marks = hsp_account_get_marks (fixture->account);
  HspService *service = choose (fixture, LINK);
  const char *id = hsp_service_get_id (service);
  guint n_watched = 0;

  click (facts_part (fixture, "watch_button"));
  g_assert_true (hsp_marks_is_watched (marks, id));
  g_assert_true (gtk_toggle_button_get_active (facts_part (fixture, "watch_button")));
  click (facts_part (fixture, "watch_button"));
  g_assert_false (hsp_marks_is_watched (marks, id));

  /* one more than can be watched says why, and is not pressed */
  for (guint i = 0; i < 300 && fixture->toast == NULL; i++)
    {
      g_autoptr(HspService) other = hsp_catalogue_get_service (fixture->catalogue, i);

      if (!g_str_equal (hsp_service_get_id (other), id))
        hsp_marks_set_watched (marks, other, TRUE);
      n_watched = i;
    }
  g_assert_cmpuint (n_watched, <, 299);
  g_clear_pointer (&fixture->toast, g_free);
  click (facts_part (fixture, "watch_button"));
  g_assert_nonnull (fixture->toast);
  g_assert_nonnull (strstr (fixture->toast, "You watch"));
  g_assert_false (gtk_toggle_button_get_active (facts_part (fixture, "watch_button")));
}

/* Filters that have no chip */

static gpointer
popover_part (Fixture    *fixture,
              const char *name)
{
  GtkPopover *popover = gtk_menu_button_get_popover (filter_part (fixture, "more_chip"));

  return part (popover, HSP_TYPE_FILTER_POPOVER, name);
}

static void
check_more (Fixture *fixture,
            guint    n_expected)
{
  const guint n = count_shown (fixture);

  g_assert_cmpuint (n, ==, n_expected);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr(HspService) service = dup_shown (fixture, i);
      const HspServiceValue *value = hsp_service_get_value (service);

      g_assert_cmpint (value->rate, >=, HSP_MONEY_UNIT / 2);
      g_assert_cmpint (value->rate, <=, 5 * HSP_MONEY_UNIT);
      g_assert_cmpint (value->min, <=, 500);
      g_assert_cmpint (value->max, >=, 500);
      g_assert_true (hsp_service_get_stock (service) == HSP_UNKNOWN ||
                     hsp_service_get_stock (service) >= 500);
    }
}

static void
test_more_filters (Fixture       *fixture,
                   gconstpointer  user_data)
{
  guint n;

  gtk_menu_button_popup (filter_part (fixture, "more_chip"));
  type (popover_part (fixture, "least_entry"), "0.5x");
  g_assert_true (gtk_widget_has_css_class (popover_part (fixture, "least_entry"), "error"));
  g_assert_cmpuint (count_shown (fixture), ==, 300);
  type (popover_part (fixture, "least_entry"), "0.5");
  g_assert_false (gtk_widget_has_css_class (popover_part (fixture, "least_entry"), "error"));
  type (popover_part (fixture, "most_entry"), " 5 ");
  type (popover_part (fixture, "quantity_entry"), "0");
  g_assert_true (gtk_widget_has_css_class (popover_part (fixture, "quantity_entry"), "error"));
  type (popover_part (fixture, "quantity_entry"), "500");
  g_assert_cmpstr (get_text (filter_part (fixture, "more_label")), ==, "More (2)");
  n = count_shown (fixture);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 300);
  check_more (fixture, n);
  gtk_menu_button_popdown (filter_part (fixture, "more_chip"));
  sort (fixture, "number");
  g_assert_cmpstr (get_text (filter_part (fixture, "sort_label")), ==, "Number");

  /* kept when the account's page goes and comes again */
  reopen (fixture);
  check_more (fixture, n);
  g_assert_cmpstr (get_text (filter_part (fixture, "more_label")), ==, "More (2)");
  g_assert_cmpstr (get_text (filter_part (fixture, "sort_label")), ==, "Number");
  gtk_menu_button_popup (filter_part (fixture, "more_chip"));
  g_assert_cmpstr (gtk_editable_get_text (popover_part (fixture, "least_entry")), ==, "0.5");
  g_assert_cmpstr (gtk_editable_get_text (popover_part (fixture, "quantity_entry")), ==, "500");
  gtk_toggle_button_set_active (popover_part (fixture, "product_button"), TRUE);
  g_assert_cmpstr (get_text (filter_part (fixture, "more_label")), ==, "More (3)");
  type (popover_part (fixture, "least_entry"), "9999999");
  g_assert_cmpuint (count_shown (fixture), ==, 0);
  click (gtk_widget_get_parent (find_label (browser_part (fixture, "stack"), "Clear Filters")));
  g_assert_cmpuint (count_shown (fixture), ==, 300);
  g_assert_cmpstr (get_text (filter_part (fixture, "more_label")), ==, "More");
  g_assert_cmpstr (gtk_editable_get_text (popover_part (fixture, "least_entry")), ==, "");
  g_assert_true (gtk_toggle_button_get_active (popover_part (fixture, "any_button")));
  gtk_menu_button_popdown (filter_part (fixture, "more_chip"));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* The line over the list */

static void
test_similar (Fixture       *fixture,
              gconstpointer  user_data)
{
  guint n;
  g_autofree char *text = NULL;

  search (fixture, "instagran");
  n = count_shown (fixture);
  g_assert_cmpuint (n, >, 0);
  text = g_strdup_printf ("%u similar", n);
  g_assert_cmpstr (get_text (info_part (fixture, "count_label")), ==, text);
  g_assert_true (is_shown (info_part (fixture, "hint_label")));
  g_assert_nonnull (strstr (get_text (info_part (fixture, "hint_label")),
                            "Nothing matches exactly"));
  search (fixture, "instagram");
  g_assert_false (is_shown (info_part (fixture, "hint_label")));
}

/* Rows and places */

/* Taken when a key has had its effect, before any idle moment. */
typedef struct
{
  guint n_made;
  guint n_made_by_key;
} RowCount;

static void
take_count_cb (RowCount *count)
{
  count->n_made_by_key = count->n_made;
}

/* G5c: a key that leaves 48 rows or more only says anew what stands in those that are there; where it
 * leaves more than there were, they come in idle moments after it. */
static void
test_no_row_made (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const char *const keys[] = { "f", "fo", "fol", "follo" };
  GtkListItemFactory *factory = gtk_list_view_get_factory (browser_part (fixture, "list_view"));
  RowCount count = { 0, 0 };
  gulong handler;

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (count_cb), &count.n_made);
  handler = g_signal_connect_data (browser_part (fixture, "search_entry"), "search-changed",
                                   G_CALLBACK (take_count_cb), &count, NULL,
                                   G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      search (fixture, keys[i]);
      g_assert_cmpuint (count_shown (fixture), >=, 48);
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      g_assert_cmpuint (count.n_made, ==, 0);
    }
  for (guint i = G_N_ELEMENTS (keys) - 1; i-- > 0;)
    {
      count.n_made = 0;
      search (fixture, keys[i]);
      g_assert_cmpuint (count.n_made_by_key, ==, 0);
      count_shown (fixture);
    }
  g_signal_handlers_disconnect_by_data (factory, &count.n_made);
  g_signal_handler_disconnect (browser_part (fixture, "search_entry"), handler);
}

/* The first row whose beginning is in sight. (transfer full): its service; @y: where it is */
static HspService *
dup_first_visible (Fixture *fixture,
                   double  *y)
{
  GtkWidget *view = browser_part (fixture, "list_view");
  GtkWidget *scroller = browser_part (fixture, "scroller");
  HspService *first = NULL;

  *y = G_MAXDOUBLE;
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_widget (child, HSP_TYPE_SERVICE_ROW);
      graphene_rect_t bounds;

      if (row == NULL || !gtk_widget_get_mapped (child) ||
          !gtk_widget_compute_bounds (child, scroller, &bounds) || bounds.origin.y < 0 ||
          bounds.origin.y >= *y)
        continue;
      *y = bounds.origin.y;
      first = hsp_service_row_get_service (HSP_SERVICE_ROW (row));
    }
  g_assert_nonnull (first);
  return g_object_ref (first);
}

static void
scroll (Fixture *fixture,
        double   value)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (browser_part (fixture, "scroller"));

  hsp_test_wait (gtk_adjustment_get_upper (adjustment) -
                 gtk_adjustment_get_page_size (adjustment) > value);
  gtk_adjustment_set_value (adjustment, value);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, value);
}

static void
refresh (Fixture *fixture)
{
  hsp_catalogue_refresh (fixture->catalogue);
  hsp_test_wait (is_known (fixture));
  for (guint i = 0; i < 3; i++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
    }
}

static void
assert_place (Fixture    *fixture,
              const char *id,
              double      y_expected,
              const char *chosen)
{
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (get_rows (fixture));
  HspServiceSlot *slot = gtk_single_selection_get_selected_item (selection);
  double y;
  g_autoptr(HspService) first = dup_first_visible (fixture, &y);

  g_assert_cmpstr (hsp_service_get_id (first), ==, id);
  g_assert_cmpfloat_with_epsilon (y, y_expected, 1);
  g_assert_nonnull (slot);
  g_assert_cmpstr (hsp_service_get_id (hsp_service_slot_get_service (slot)), ==, chosen);
}

static void
set_up_keyless (Fixture       *fixture,
                gconstpointer  user_data)
{
  start (fixture);
  open_account_with (fixture, NULL);
  open_window (fixture, 1100);
}

/* Without a key nothing is loading, and the page does not say that it is; the key begins it. */
static void
test_keyless (Fixture       *fixture,
              gconstpointer  user_data)
{
  gpointer stack = page_part (fixture, "stack");

  hsp_test_wait (g_str_equal (gtk_stack_get_visible_child_name (stack), "waiting"));
  g_assert_nonnull (find_label (stack, "No Key Yet"));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "services"), ==, 0);
  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->shop));
  hsp_account_refresh (fixture->account);
  hsp_test_wait (is_known (fixture));
  g_assert_cmpuint (count_shown (fixture), ==, 300);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), !=, "waiting");
}

static void
set_up_incomplete (Fixture       *fixture,
                   gconstpointer  user_data)
{
  start (fixture);
  /* more than the client repeats by itself */
  for (guint i = 0; i < 9; i++)
    hsp_sandbox_push_fault (fixture->shop, "services", HSP_FAULT_TRUNCATE);
  open_account (fixture);
  open_window (fixture, 1100);
}

static void
test_incomplete (Fixture       *fixture,
                 gconstpointer  user_data)
{
  double y;
  g_autoptr(HspService) first = NULL;
  g_autoptr(HspService) visible = NULL;

  hsp_test_wait (hsp_catalogue_get_state (fixture->catalogue) == HSP_LOAD_READY);
  if (hsp_catalogue_get_refreshing (fixture->catalogue))
    g_assert_nonnull (strstr (get_text (info_part (fixture, "count_label")), " so far…"));
  hsp_test_wait (!hsp_catalogue_get_refreshing (fixture->catalogue));
  g_assert_false (hsp_catalogue_get_complete (fixture->catalogue));
  g_assert_null (strstr (get_text (info_part (fixture, "count_label")), " so far…"));
  g_assert_cmpstr (get_text (info_part (fixture, "hint_label")), ==, "· incomplete");
  /* an order in which the first is not among those that have come */
  sort (fixture, "stock");
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  for (guint i = 0; i < 9 && !hsp_catalogue_get_complete (fixture->catalogue); i++)
    {
      g_assert_true (is_shown (info_part (fixture, "again_button")));
      click (info_part (fixture, "again_button"));
      hsp_test_wait (!hsp_catalogue_get_refreshing (fixture->catalogue));
    }
  hsp_test_wait (count_shown (fixture) == 300);
  g_assert_cmpstr (get_text (info_part (fixture, "count_label")), ==, "300 services");
  g_assert_false (is_shown (info_part (fixture, "hint_label")));
  g_assert_false (is_shown (info_part (fixture, "again_button")));

  /* nobody had a place in the list yet: what was put in above pushes nothing out of sight */
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  first = dup_shown (fixture, 0);
  visible = dup_first_visible (fixture, &y);
  g_assert_cmpstr (hsp_service_get_id (visible), ==, hsp_service_get_id (first));
}

/* Services that come and go above what is in sight. */
static void
test_place_kept (Fixture       *fixture,
                 gconstpointer  user_data)
{
  double y;
  guint n;
  g_autoptr(HspService) first = NULL;
  g_autoptr(HspService) chosen = NULL;
  g_autoptr(GPtrArray) gone = g_ptr_array_new_with_free_func (g_free);

  gtk_toggle_button_set_active (filter_part (fixture, "stock_chip"), TRUE);
  n = count_shown (fixture);
  for (guint i = 3; i < 60; i += 7)
    {
      g_autoptr(HspService) service = dup_shown (fixture, i);

      g_ptr_array_add (gone, g_strdup (hsp_service_get_id (service)));
    }
  scroll (fixture, 48 * 70 + 17);
  first = dup_first_visible (fixture, &y);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), 74);
  chosen = dup_shown (fixture, 74);
  assert_place (fixture, hsp_service_get_id (first), y, hsp_service_get_id (chosen));

  for (guint i = 0; i < gone->len; i++)
    g_assert_true (hsp_sandbox_set_stock (fixture->shop, gone->pdata[i], 0));
  refresh (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, n - gone->len);
  assert_place (fixture, hsp_service_get_id (first), y, hsp_service_get_id (chosen));

  for (guint i = 0; i < gone->len; i++)
    g_assert_true (hsp_sandbox_set_stock (fixture->shop, gone->pdata[i], 1000000));
  refresh (fixture);
  g_assert_cmpuint (count_shown (fixture), ==, n);
  assert_place (fixture, hsp_service_get_id (first), y, hsp_service_get_id (chosen));
}

static void
set_up_many (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSandboxOptions options = { .n_services = 1500, .speed = 10 };

  start_with (fixture, &options);
  open_account (fixture);
  open_window (fixture, 1100);
  hsp_test_wait (is_known (fixture));
  hsp_test_wait (count_shown (fixture) == 1500);
}

/* Every third service goes elsewhere: too much for the view to keep its place by itself. */
static void
test_place_found (Fixture       *fixture,
                  gconstpointer  user_data)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (browser_part (fixture, "scroller"));
  double y, before;
  guint n_moved = 0;
  g_autoptr(HspService) first = NULL;
  g_autoptr(HspService) chosen = NULL;
  g_autoptr(GPtrArray) dearer = g_ptr_array_new_with_free_func (g_free);
  GtkSingleSelection *selection = GTK_SINGLE_SELECTION (get_rows (fixture));

  sort (fixture, "price-up");
  for (guint i = 0; i < 1500; i += 3)
    {
      g_autoptr(HspService) service = dup_shown (fixture, i);

      g_ptr_array_add (dearer, g_strdup (hsp_service_get_id (service)));
    }
  scroll (fixture, gtk_widget_get_height (gtk_widget_get_parent (get_row (fixture, 0))) * 700 + 1);
  first = dup_first_visible (fixture, &y);
  chosen = dup_shown (fixture, 704);
  gtk_single_selection_set_selected (selection, 704);
  before = gtk_adjustment_get_value (adjustment);
  g_signal_connect_swapped (gtk_single_selection_get_model (selection), "moved",
                            G_CALLBACK (count_cb), &n_moved);
  for (guint i = 0; i < dearer->len; i++)
    g_assert_true (hsp_sandbox_set_rate (fixture->shop, dearer->pdata[i],
                                         HSP_MONEY_UNIT * (100000 + i)));
  refresh (fixture);
  g_assert_cmpuint (n_moved, ==, 1);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), <, before - 200 * 40);
  assert_place (fixture, hsp_service_get_id (first), y, hsp_service_get_id (chosen));
}

/* States and panes */

static void
test_failed (Fixture       *fixture,
             gconstpointer  user_data)
{
  gpointer stack = page_part (fixture, "stack");
  GtkWidget *button;

  hsp_test_wait (hsp_catalogue_get_state (fixture->catalogue) == HSP_LOAD_FAILED);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "failed");
  button = find_label (fixture->page, "Try Again");
  while (!GTK_IS_BUTTON (button))
    button = gtk_widget_get_parent (button);

  /* every press uses up some of the faults */
  for (guint i = 0; i < 9 && hsp_catalogue_get_state (fixture->catalogue) != HSP_LOAD_READY; i++)
    {
      click (button);
      hsp_test_wait (!hsp_catalogue_get_refreshing (fixture->catalogue));
    }
  hsp_test_wait (gtk_stack_get_visible_child (stack) == page_part (fixture, "outer"));
}

static void
assert_fits (Fixture *fixture)
{
  int least;

  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint (least, <=, 360);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspPage *page = HSP_PAGE (fixture->page);
  HspService *service;
  g_autofree char *title = NULL;

  assert_fits (fixture);
  g_assert_false (hsp_page_get_can_go_back (page));
  g_assert_null (hsp_page_get_title (page));

  g_signal_emit_by_name (page_part (fixture, "sidebar"), "opened");
  g_assert_true (hsp_page_get_can_go_back (page));
  g_assert_cmpstr (hsp_page_get_title (page), ==, "All services");
  g_assert_true (gtk_search_bar_get_search_mode (browser_part (fixture, "search_bar")));

  service = choose (fixture, LINK);
  title = g_strdup_printf ("Service %s", hsp_service_get_id (service));
  g_assert_cmpstr (hsp_page_get_title (page), ==, title);
  assert_fits (fixture);

  hsp_page_go_back (page);
  g_assert_cmpstr (hsp_page_get_title (page), ==, "All services");
  hsp_page_go_back (page);
  g_assert_false (hsp_page_get_can_go_back (page));

  hsp_page_set_narrow (page, FALSE);
  g_assert_cmpstr (get_text (filter_part (fixture, "sort_label")), ==, "Name");

  /* made narrow again, the window shows what was being looked at */
  hsp_page_set_narrow (page, TRUE);
  g_assert_cmpstr (hsp_page_get_title (page), ==, title);
}

static void
add (const char *name,
     void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (name, Fixture, GINT_TO_POINTER (1100), set_up, test, tear_down);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  add ("/catalogue/list", test_list);
  add ("/catalogue/search", test_search);
  add ("/catalogue/filters", test_filters);
  add ("/catalogue/categories", test_categories);
  add ("/catalogue/no-zero-counts", test_no_zero_counts);
  add ("/catalogue/markup", test_markup);
  add ("/catalogue/row-room", test_row_room);
  add ("/catalogue/field-errors", test_field_errors);
  add ("/catalogue/total", test_total);
  add ("/catalogue/stock", test_stock);
  add ("/catalogue/survival", test_survival);
  add ("/catalogue/placed-once", test_placed_once);
  add ("/catalogue/unconfirmed", test_unconfirmed);
  add ("/catalogue/rejected", test_rejected);
  add ("/catalogue/not-sent", test_not_sent);
  add ("/catalogue/too-dear", test_too_dear);
  add ("/catalogue/sold-out", test_sold_out);
  add ("/catalogue/price-changed", test_price_changed);
  add ("/catalogue/ask-above", test_ask_above);
  add ("/catalogue/unasked", test_unasked);
  add ("/catalogue/unit-learnt", test_unit_learnt);
  add ("/catalogue/star", test_star);
  add ("/catalogue/favourites", test_favourites);
  add ("/catalogue/seen", test_seen);
  add ("/catalogue/ordered-before", test_ordered_before);
  add ("/catalogue/watch", test_watch);
  add ("/catalogue/more-filters", test_more_filters);
  add ("/catalogue/similar", test_similar);
  g_test_add ("/catalogue/incomplete", Fixture, NULL, set_up_incomplete, test_incomplete,
              tear_down);
  add ("/catalogue/no-row-made", test_no_row_made);
  add ("/catalogue/place-kept", test_place_kept);
  g_test_add ("/catalogue/place-found", Fixture, NULL, set_up_many, test_place_found, tear_down);
  g_test_add ("/catalogue/keyless", Fixture, NULL, set_up_keyless, test_keyless, tear_down);
  g_test_add ("/catalogue/failed", Fixture, NULL, set_up_failing, test_failed, tear_down);
  g_test_add ("/catalogue/narrow", Fixture, GINT_TO_POINTER (360), set_up, test_narrow, tear_down);

  return g_test_run ();
}
