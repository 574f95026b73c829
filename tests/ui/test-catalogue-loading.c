/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue page while services come, do not come, or come anew: its rows and its place. */
#include "config.h"

#include <locale.h>

#include "catalogue-page.h"
#include "hsp-account.h"
#include "hsp-category-row.h"

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
      /* those of before are made when they are laid out, not all in one frame */
      do
        {
          count.n_made = 0;
          gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
          gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
        }
      while (count.n_made > 0);
      search (fixture, keys[i]);
      g_assert_cmpuint (count.n_made_by_key, ==, 0);
      count_shown (fixture);
    }
  g_signal_handlers_disconnect_by_data (factory, &count.n_made);
  g_signal_handler_disconnect (browser_part (fixture, "search_entry"), handler);
}

/* Rows in sight that do not say what stands in their places. */
static guint
count_stale (Fixture *fixture,
             guint   *n_seen)
{
  GtkWidget *view = browser_part (fixture, "list_view");
  GtkWidget *scroller = browser_part (fixture, "scroller");
  GListModel *list = gtk_single_selection_get_model (GTK_SINGLE_SELECTION (get_rows (fixture)));
  guint n_stale = 0;

  *n_seen = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      HspServiceRow *row = (HspServiceRow *) find_widget (child, HSP_TYPE_SERVICE_ROW);
      g_autoptr(HspService) service = NULL;
      graphene_rect_t bounds;

      if (row == NULL || !gtk_widget_get_mapped (child) || !gtk_widget_compute_bounds (child, scroller, &bounds)
          || bounds.origin.y + bounds.size.height <= 0 || bounds.origin.y >= gtk_widget_get_height (scroller))
        continue;
      service = hsp_slot_list_dup_item (HSP_SLOT_LIST (list), hsp_service_row_get_position (row));
      *n_seen += 1;
      n_stale += service != hsp_service_row_get_service (row);
    }
  return n_stale;
}

/* With a key all that is in sight changes at once, however tall the window is. */
static void
test_screenful (Fixture       *fixture,
                gconstpointer  user_data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (browser_part (fixture, "scroller"));
  const double before = gtk_adjustment_get_page_size (adjustment);
  guint n_low, n_tall;

  /* rows that have just come have no place yet in which they could be in sight */
  count_shown (fixture);
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  search (fixture, "fo");
  g_assert_cmpuint (count_stale (fixture, &n_low), ==, 0);

  gtk_window_set_default_size (fixture->window, 1100, 1000);
  hsp_test_wait (gtk_adjustment_get_page_size (adjustment) > before + 200);
  count_shown (fixture);
  gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  search (fixture, "vi");
  g_assert_cmpuint (count_stale (fixture, &n_tall), ==, 0);
  g_assert_cmpuint (n_tall, >, n_low + 3);
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
refresh (Fixture *fixture)
{
  hsp_catalogue_refresh (fixture->catalogue);
  hsp_test_wait (shop_page_is_known (fixture));
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
  HspSlot *slot = gtk_single_selection_get_selected_item (selection);
  double y;
  g_autoptr(HspService) first = dup_first_visible (fixture, &y);

  g_assert_cmpstr (hsp_service_get_id (first), ==, id);
  g_assert_cmpfloat_with_epsilon (y, y_expected, 1);
  g_assert_nonnull (slot);
  g_assert_cmpstr (hsp_service_get_id (hsp_slot_get_item (slot)), ==, chosen);
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

  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "waiting") == 0);
  g_assert_nonnull (find_label (stack, "No Key Yet"));
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "services"), ==, 0);
  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->shop));
  hsp_account_refresh (fixture->account);
  hsp_test_wait (shop_page_is_known (fixture));
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

typedef struct
{
  GtkWindow *window;
  GtkWidget *view;
  guint      n_shown;
  guint      n_inside;    /* of them, with the keyboard in the list */
} Focus;

static void
count_focus_cb (Focus *focus)
{
  GtkWidget *widget = gtk_window_get_focus (focus->window);

  focus->n_shown++;
  focus->n_inside += widget != NULL && gtk_widget_is_ancestor (widget, focus->view);
}

/* The service whose row has the keyboard goes: the keyboard stays in the list, at once. */
static void
test_focus_kept (Fixture       *fixture,
                 gconstpointer  user_data)
{
  Focus focus = { GTK_WINDOW (fixture->window), browser_part (fixture, "list_view"), 0, 0 };
  GListModel *list = gtk_single_selection_get_model (GTK_SINGLE_SELECTION (get_rows (fixture)));
  g_autoptr(HspService) gone = NULL;
  gulong handler;

  gtk_toggle_button_set_active (filter_part (fixture, "stock_chip"), TRUE);
  count_shown (fixture);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
  gone = dup_shown (fixture, 3);
  gtk_widget_grab_focus (gtk_widget_get_parent (get_row (fixture, 3)));
  count_focus_cb (&focus);
  g_assert_cmpuint (focus.n_inside, ==, 1);
  handler = g_signal_connect_data (list, "shown", G_CALLBACK (count_focus_cb), &focus, NULL,
                                   G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  g_assert_true (hsp_sandbox_set_stock (fixture->shop, hsp_service_get_id (gone), 0));
  refresh (fixture);
  g_assert_cmpuint (focus.n_shown, >, 1);
  g_assert_cmpuint (focus.n_inside, ==, focus.n_shown);
  g_signal_handler_disconnect (list, handler);
}

static void
set_up_many (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSandboxOptions options = { .n_services = 1500, .speed = 10 };

  shop_page_start (fixture, &options);
  open_account (fixture);
  open_window (fixture, 1100);
  hsp_test_wait (shop_page_is_known (fixture));
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

/* The answer comes so late that what can be done before it is done. */
static void
set_up_slow (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSandboxOptions options = { .n_services = 300, .speed = 10, .slow_seconds = 3 };

  shop_page_start (fixture, &options);
  for (guint i = 0; i < 4; i++)
    hsp_sandbox_push_fault (fixture->shop, "services", HSP_FAULT_SLOW);
  open_account (fixture);
  open_window (fixture, GPOINTER_TO_INT (user_data));
  g_assert_cmpuint (hsp_catalogue_get_state (fixture->catalogue), ==, HSP_LOAD_LOADING);
}

/* What the first frame after the answer has in it. */
typedef struct
{
  Fixture  *fixture;
  guint     n_made;       /* rows of services, since the answer */
  guint     n_frames;     /* with services; the fields below are of the first */
  guint     n_made_then;
  gboolean  said;         /* that it loads */
  gboolean  has_services;
  gboolean  has_categories;
} FirstFrame;

static GtkWidget *
find_category (Fixture *fixture)
{
  return find_widget (part (page_part (fixture, "sidebar"), HSP_TYPE_CATEGORY_SIDEBAR, "tree_view"),
                      HSP_TYPE_CATEGORY_ROW);
}

static gboolean
is_said_to_load (Fixture *fixture)
{
  GtkWidget *label = find_label (fixture->page, "Loading the Catalogue");

  return label != NULL && gtk_widget_get_mapped (label);
}

static void
on_painted_cb (FirstFrame *frame)
{
  HspServiceRow *row;

  if (hsp_catalogue_get_state (frame->fixture->catalogue) != HSP_LOAD_READY || frame->n_frames++ > 0)
    return;
  row = (HspServiceRow *) find_widget (browser_part (frame->fixture, "list_view"), HSP_TYPE_SERVICE_ROW);
  frame->n_made_then = frame->n_made;
  frame->said = is_said_to_load (frame->fixture);
  frame->has_services = row != NULL && hsp_service_row_get_service (row) != NULL
                        && gtk_widget_get_mapped (GTK_WIDGET (row))
                        && gtk_widget_get_opacity (page_part (frame->fixture, "stack")) > 0;
  frame->has_categories = find_category (frame->fixture) != NULL;
}

/* Runs until services are seen, and what comes after their first frame has come. */
static void
wait_for_services (FirstFrame *frame)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (frame->fixture->page);
  GtkListItemFactory *factory = gtk_list_view_get_factory (browser_part (frame->fixture, "list_view"));

  g_signal_connect_swapped (factory, "setup", G_CALLBACK (count_cb), &frame->n_made);
  g_signal_connect_swapped (clock, "after-paint", G_CALLBACK (on_painted_cb), frame);
  hsp_test_wait (frame->n_frames > 0);
  hsp_test_wait (find_category (frame->fixture) != NULL);
  g_signal_handlers_disconnect_by_data (factory, &frame->n_made);
  g_signal_handlers_disconnect_by_data (clock, frame);
  g_assert_false (frame->said);
}

/* G3: between the answer and its first rows no row is made, those of the categories neither. */
static void
test_first_rows (Fixture       *fixture,
                 gconstpointer  user_data)
{
  FirstFrame frame = { .fixture = fixture };
  GtkWidget *view = browser_part (fixture, "list_view");
  GtkWidget *row;

  hsp_test_wait ((row = find_widget (view, HSP_TYPE_SERVICE_ROW)) != NULL && gtk_widget_get_height (row) > 0);
  /* as many as are seen, which is known now */
  for (guint i = 0; i < 3; i++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
    }
  g_assert_cmpuint (hsp_catalogue_get_state (fixture->catalogue), ==, HSP_LOAD_LOADING);
  g_assert_null (hsp_service_row_get_service (HSP_SERVICE_ROW (row)));

  /* of all that only the loading is seen, heard and reached */
  g_assert_true (is_said_to_load (fixture));
  g_assert_cmpfloat (gtk_widget_get_opacity (page_part (fixture, "stack")), ==, 0);
  gtk_test_accessible_assert_state (view, GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
  gtk_test_accessible_assert_state (page_part (fixture, "stack"), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
  g_assert_false (hsp_page_get_can_go_back (HSP_PAGE (fixture->page)));
  g_assert_false (gtk_widget_child_focus (fixture->page, GTK_DIR_TAB_FORWARD));
  /* but by what is typed to search for */
  g_assert_true (gtk_widget_grab_focus (browser_part (fixture, "search_entry")));

  wait_for_services (&frame);
  g_assert_true (frame.has_services);
  g_assert_cmpuint (frame.n_made_then, ==, 0);
  g_assert_false (frame.has_categories);
  gtk_test_accessible_assert_state (view, GTK_ACCESSIBLE_STATE_HIDDEN, FALSE);
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), browser_part (fixture, "search_entry")));
  g_assert_true (gtk_widget_child_focus (fixture->page, GTK_DIR_TAB_FORWARD));
  hsp_test_wait (shop_page_is_known (fixture));
  g_assert_cmpuint (count_shown (fixture), ==, 300);
}

/* Where the categories are what one looks at first, they are there in the first frame. */
static void
test_first_categories (Fixture       *fixture,
                       gconstpointer  user_data)
{
  FirstFrame frame = { .fixture = fixture };

  hsp_test_wait (gtk_widget_get_mapped (page_part (fixture, "sidebar")) &&
                 find_widget (browser_part (fixture, "list_view"), HSP_TYPE_SERVICE_ROW) != NULL);
  g_assert_true (is_said_to_load (fixture));
  wait_for_services (&frame);
  g_assert_true (frame.has_categories);
  g_assert_cmpuint (frame.n_made_then, ==, 0);
  hsp_test_wait (shop_page_is_known (fixture));
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  user_data)
{
  gpointer stack = page_part (fixture, "stack");
  GtkWidget *button;

  hsp_test_wait (hsp_catalogue_get_state (fixture->catalogue) == HSP_LOAD_FAILED);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "failed");
  button = find_label (gtk_stack_get_visible_child (stack), "Try Again");
  while (!GTK_IS_BUTTON (button))
    button = gtk_widget_get_parent (button);

  /* every press uses up some of the faults */
  for (guint i = 0; i < 9 && hsp_catalogue_get_state (fixture->catalogue) != HSP_LOAD_READY; i++)
    {
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
      hsp_test_wait (gtk_widget_grab_focus (button));
      click (button);
      /* the keyboard is on nothing that nobody sees yet */
      g_assert_true (gtk_window_get_focus (fixture->window) == NULL ||
                     !gtk_widget_is_ancestor (gtk_window_get_focus (fixture->window), page_part (fixture, "outer")));
      hsp_test_wait (!hsp_catalogue_get_refreshing (fixture->catalogue));
    }
  hsp_test_wait (gtk_stack_get_visible_child (stack) == page_part (fixture, "outer"));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  g_test_add ("/catalogue/incomplete", Fixture, NULL, set_up_incomplete, test_incomplete,
              tear_down);
  add ("/catalogue/no-row-made", test_no_row_made);
  add ("/catalogue/screenful", test_screenful);
  add ("/catalogue/place-kept", test_place_kept);
  add ("/catalogue/focus-kept", test_focus_kept);
  g_test_add ("/catalogue/place-found", Fixture, NULL, set_up_many, test_place_found, tear_down);
  g_test_add ("/catalogue/first-rows", Fixture, GINT_TO_POINTER (1100), set_up_slow, test_first_rows, tear_down);
  g_test_add ("/catalogue/first-categories", Fixture, GINT_TO_POINTER (360), set_up_slow, test_first_categories,
              tear_down);
  g_test_add ("/catalogue/keyless", Fixture, NULL, set_up_keyless, test_keyless, tear_down);
  g_test_add ("/catalogue/failed", Fixture, NULL, set_up_failing, test_failed, tear_down);

  return g_test_run ();
}
