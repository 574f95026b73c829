/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue page: its list, what is searched and filtered in it, and its categories. */
#include "config.h"

#include <locale.h>

#include "catalogue-page.h"
#include "hsp-category-row.h"
#include "hsp-category.h"
#include "hsp-filter-popover.h"

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

/* Of rows that are too many those that are seen are empty at once, and do nothing; they go when there is time. */
static void
test_emptied_rows (Fixture       *fixture,
                   gconstpointer  user_data)
{
  GtkWidget *list = browser_part (fixture, "list_view");
  HspSlotList *slots = get_slots (fixture);
  guint n = 0, n_empty = 0;

  hsp_test_wait (hsp_slot_list_is_settled (slots));
  hsp_page_set_search_mode (HSP_PAGE (fixture->page), TRUE);
  search (fixture, "netflix premium");
  n = hsp_slot_list_get_n_shown (slots);
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (n, <, 8);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (slots)), >, n);
  for (GtkWidget *child = gtk_widget_get_first_child (list); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *row = find_widget (child, HSP_TYPE_SERVICE_ROW);

      if (row != NULL && hsp_service_row_get_position (HSP_SERVICE_ROW (row)) < 8)
        {
          const gboolean empty = hsp_service_row_get_position (HSP_SERVICE_ROW (row)) >= n;

          g_assert_cmpfloat (gtk_widget_get_opacity (row), ==, empty ? 0 : 1);
          gtk_test_accessible_assert_state (child, GTK_ACCESSIBLE_STATE_HIDDEN, empty);
          if (empty)
            g_assert_false (gtk_widget_grab_focus (child));
          n_empty += empty;
        }
    }
  g_assert_cmpuint (n_empty, ==, 8 - n);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_rows (fixture)), n + 1);
  g_assert_cmpuint (gtk_single_selection_get_selected (GTK_SINGLE_SELECTION (get_rows (fixture))), ==,
                    GTK_INVALID_LIST_POSITION);
  g_signal_emit_by_name (list, "activate", n);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (page_part (fixture, "detail_stack")), ==, "none");

  hsp_test_wait (hsp_slot_list_is_settled (slots));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (slots)), ==, n);
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
  GListModel *categories = hsp_catalogue_get_categories (fixture->catalogue);
  g_autoptr(HspCategory) category = g_list_model_get_item (categories, 0);
  guint n_numbers = 0;
  guint n_rows = 0;

  search (fixture, "followers viet");
  hsp_test_wait (hsp_category_get_matches (category) >= 0);
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

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  add ("/catalogue/list", test_list);
  add ("/catalogue/search", test_search);
  add ("/catalogue/emptied-rows", test_emptied_rows);
  add ("/catalogue/filters", test_filters);
  add ("/catalogue/categories", test_categories);
  add ("/catalogue/no-zero-counts", test_no_zero_counts);
  add ("/catalogue/markup", test_markup);
  add ("/catalogue/row-room", test_row_room);
  add ("/catalogue/more-filters", test_more_filters);
  add ("/catalogue/similar", test_similar);
  g_test_add ("/catalogue/narrow", Fixture, GINT_TO_POINTER (360), set_up, test_narrow, tear_down);

  return g_test_run ();
}
