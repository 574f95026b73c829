/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of the Orders page with many orders: its rows, its place and its choice. */
#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "hsp-order-list.h"
#include "hsp-order-row.h"
#include "hsp-orders-page.h"
#include "hsp-slot-list-private.h"
#include "hsp-test.h"
#include "order-rows.h"
#include "style-sheet.h"

#define N_ORDERS 600
/* a place that a tall window shows, behind those that are unconfirmed */
#define TALL 1000
#define IN_SIGHT 8

typedef struct
{
  char         *dir;
  HspAccount   *account;
  HspOrderBook *book;       /* (unowned) of the account */
  GtkWindow    *window;
  GtkWidget    *page;       /* weak */
  GListModel   *list;       /* (unowned) HspOrderList of the page */
  guint         n_labelled; /* at the last key */
} Fixture;

static gpointer
get_child (Fixture    *fixture,
           const char *name)
{
  return gtk_widget_get_template_child (fixture->page, HSP_TYPE_ORDERS_PAGE, name);
}

static GtkSingleSelection *
get_selection (Fixture *fixture)
{
  return GTK_SINGLE_SELECTION (gtk_list_view_get_model (get_child (fixture, "list")));
}

static void
draw (Fixture *fixture)
{
  hsp_test_wait (hsp_slot_list_is_settled (HSP_SLOT_LIST (fixture->list)));
  for (guint i = 0; i < 3; i++)
    {
      gtk_widget_queue_draw (GTK_WIDGET (fixture->window));
      gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
    }
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  load_style_sheet ();
  fixture->dir = g_dir_make_tmp ("hsp-orders-list-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->account = hsp_account_new ("test", "Test", "http://127.0.0.1:9/api/v2", TRUE, fixture->dir,
                                      fixture->dir, NULL);
  fixture->book = hsp_account_get_order_book (fixture->account);
  order_rows_load (fixture->book, N_ORDERS);
  fixture->page = hsp_orders_page_new (fixture->account);
  g_object_add_weak_pointer (G_OBJECT (fixture->page), (gpointer *) &fixture->page);
  fixture->window = GTK_WINDOW (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_set_default_size (fixture->window, 1100, 600);
  fixture->list = gtk_single_selection_get_model (get_selection (fixture));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_clear_pointer (&fixture->window, gtk_window_destroy);
  hsp_test_wait (fixture->page == NULL);
  hsp_account_close (fixture->account);
  g_clear_object (&fixture->account);
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
search (Fixture    *fixture,
        const char *text)
{
  gtk_editable_set_text (get_child (fixture, "search_entry"), text);
}

static const char *
get_stack (Fixture *fixture)
{
  return gtk_stack_get_visible_child_name (get_child (fixture, "list_stack"));
}

/* (transfer none) (nullable): what a widget of the list view shows */
static HspOrderRow *
get_row (GtkWidget *item)
{
  GtkWidget *row = gtk_widget_get_first_child (item);

  return HSP_IS_ORDER_ROW (row) ? HSP_ORDER_ROW (row) : NULL;
}

/* Of the first row that is wholly in sight: what it says, and where it is. */
static char *
dup_first_in_sight (Fixture *fixture,
                    double  *y)
{
  GtkWidget *view = get_child (fixture, "list");
  GtkWidget *scroller = gtk_widget_get_parent (view);
  const char *first = NULL;

  *y = G_MAXDOUBLE;
  for (GtkWidget *child = gtk_widget_get_first_child (view); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HspOrderRow *row = get_row (child);
      graphene_rect_t bounds;

      if (row == NULL || !gtk_widget_get_mapped (child) ||
          !gtk_widget_compute_bounds (child, scroller, &bounds) || bounds.origin.y < 0 ||
          bounds.origin.y >= *y)
        continue;
      *y = bounds.origin.y;
      first = hsp_order_row_get_spoken (row);
    }
  return g_strdup (first);
}

static HspOrder *
get_order (Fixture *fixture,
           guint    position)
{
  g_autoptr(HspSlot) slot = g_list_model_get_item (fixture->list, position);

  return hsp_slot_get_item (slot);
}

static gint64
get_selected_id (Fixture *fixture)
{
  HspSlot *slot = gtk_single_selection_get_selected_item (get_selection (fixture));

  return slot != NULL ? hsp_order_get_row (hsp_slot_get_item (slot))->id : 0;
}

/* The tests */

typedef struct
{
  guint n_made;
  guint n_made_by_key;
} RowCount;

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
take_count_cb (RowCount *count)
{
  count->n_made_by_key = count->n_made;
}

/* A key that leaves 48 rows or more only says anew what stands in those that are there; where it leaves
 * more than there were, they come in idle moments after it. */
static void
test_no_row_made (Fixture       *fixture,
                  gconstpointer  user_data)
{
  static const char *const keys[] = { "i", "in", "instagram", "instagram f", "instagram fo", "" };
  GtkListItemFactory *factory = gtk_list_view_get_factory (get_child (fixture, "list"));
  GtkWidget *entry = get_child (fixture, "search_entry");
  RowCount count = { 0, 0 };

  draw (fixture);
  g_signal_connect_swapped (factory, "setup", G_CALLBACK (count_cb), &count.n_made);
  g_signal_connect_data (entry, "search-changed", G_CALLBACK (take_count_cb), &count, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      count.n_made = 0;
      count.n_made_by_key = G_MAXUINT;
      search (fixture, keys[i]);
      hsp_test_wait (count.n_made_by_key < G_MAXUINT);
      g_assert_cmpuint (count.n_made_by_key, ==, 0);
      g_assert_cmpuint (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (fixture->list)), >=, 48);
      draw (fixture);
    }

  /* what finds nothing takes no row away: they stay beneath the page that says so */
  count.n_made = 0;
  search (fixture, "no such thing");
  hsp_test_wait (g_str_equal (get_stack (fixture), "search"));
  draw (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (fixture->list), ==, N_ORDERS);
  search (fixture, "");
  hsp_test_wait (g_str_equal (get_stack (fixture), "list"));
  draw (fixture);
  g_assert_cmpuint (count.n_made, ==, 0);
  g_signal_handlers_disconnect_by_data (factory, &count.n_made);
  g_signal_handlers_disconnect_by_data (entry, &count);
}

/* Every row that there is bears the name of the order it shows now. */
static void
assert_names (Fixture *fixture)
{
  guint n_named = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (get_child (fixture, "list")); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HspOrderRow *row = get_row (child);
      GtkWidget *name = row != NULL ? gtk_widget_get_first_child (GTK_WIDGET (row)) : NULL;
      g_autofree char *beginning = NULL;

      if (row == NULL || hsp_order_row_get_spoken (row) == NULL)
        continue;
      beginning = g_strdup_printf ("%s. ", gtk_inscription_get_text (GTK_INSCRIPTION (name)));
      g_assert_true (g_str_has_prefix (hsp_order_row_get_spoken (row), beginning));
      gtk_test_accessible_assert_property (child, GTK_ACCESSIBLE_PROPERTY_LABEL,
                                           hsp_order_row_get_spoken (row));
      n_named++;
    }
  g_assert_cmpuint (n_named, >, 0);
}

static void
take_labelled_cb (Fixture *fixture)
{
  fixture->n_labelled = hsp_slot_list_get_n_labelled (HSP_SLOT_LIST (fixture->list));
}

/* With a key all that is in sight changes at once, however tall the window is: as tall as the screen. */
static void
test_screenful (Fixture       *fixture,
                gconstpointer  user_data)
{
  GtkWidget *list = get_child (fixture, "list");
  GtkWidget *entry = get_child (fixture, "search_entry");
  int height;

  draw (fixture);
  height = gtk_widget_get_height (gtk_widget_get_first_child (list));
  gtk_window_set_default_size (fixture->window, 1100, 13 * height);
  hsp_test_wait (gtk_widget_get_height (list) > 11 * height);
  draw (fixture);
  g_signal_connect_data (entry, "search-changed", G_CALLBACK (take_labelled_cb), fixture, NULL,
                         G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  search (fixture, "tiktok");
  hsp_test_wait (fixture->n_labelled > 0);
  g_assert_cmpuint (fixture->n_labelled * height, >=, gtk_widget_get_height (list));
  g_signal_handlers_disconnect_by_data (entry, fixture);
}

/* The widget of the list view that shows @order. */
static GtkWidget *
find_item (Fixture  *fixture,
           HspOrder *order)
{
  g_autofree char *number = g_strdup_printf (" %s, ", hsp_order_get_row (order)->order);

  for (GtkWidget *child = gtk_widget_get_first_child (get_child (fixture, "list")); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      const char *spoken = get_row (child) != NULL ? hsp_order_row_get_spoken (get_row (child)) : NULL;

      if (spoken != NULL && strstr (spoken, number) != NULL)
        return child;
    }
  g_assert_not_reached ();
}

/* By their order in the row */
typedef enum
{
  PART_PILL = 4,
  PART_PROGRESS,
  PART_PERCENT,
  PART_TIME
} Part;

static GtkWidget *
get_part (GtkWidget *item,
          Part       part)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (get_row (item)));

  for (guint i = 0; i < part; i++)
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static void
assert_progress (GtkWidget *item,
                 gboolean   shown)
{
  for (Part part = PART_PROGRESS; part <= PART_PERCENT; part++)
    {
      GtkAccessible *accessible = GTK_ACCESSIBLE (get_part (item, part));

      g_assert_true (gtk_widget_get_child_visible (get_part (item, part)) == shown);
      if (shown)
        gtk_test_accessible_assert_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN, FALSE);
      else
        gtk_test_accessible_assert_state (accessible, GTK_ACCESSIBLE_STATE_HIDDEN, TRUE);
    }
}

/* The bar is there for the ear only while it is for the eye. */
static void
test_progress (Fixture       *fixture,
               gconstpointer  user_data)
{
  HspOrder *order;

  gtk_window_set_default_size (fixture->window, 1100, TALL);
  draw (fixture);
  order = get_order (fixture, IN_SIGHT);
  order_rows_set_look (fixture->book, order, "In progress", 5);
  draw (fixture);
  assert_progress (find_item (fixture, order), TRUE);
  g_assert_true (gtk_test_accessible_has_property (GTK_ACCESSIBLE (get_part (find_item (fixture, order),
                                                                             PART_PROGRESS)),
                                                   GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT));
  assert_progress (find_item (fixture, get_order (fixture, IN_SIGHT)), FALSE);
  order_rows_set_look (fixture->book, order, "In progress", -1);
  draw (fixture);
  assert_progress (find_item (fixture, order), FALSE);
}

/* A word of the shop that nobody knows may be long: it gives way to the bar, the bar to it where both have
 * no room, and nothing lies upon anything. */
static void
test_third_line (Fixture       *fixture,
                 gconstpointer  user_data)
{
  static const char *const words[] = { "In progress", "Waiting for a free slot at the supplier of this service" };

  HspOrder *order;

  draw (fixture);
  order = get_order (fixture, IN_SIGHT);
  gtk_window_set_default_size (fixture->window, 360, TALL);
  hsp_page_set_narrow (HSP_PAGE (fixture->page), TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (words) * 2; i++)
    {
      GtkWidget *item;
      int end = 0;

      if (i == G_N_ELEMENTS (words))
        g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024 * 2, NULL);
      order_rows_set_look (fixture->book, order, words[i % G_N_ELEMENTS (words)], 5);
      draw (fixture);
      g_assert_cmpint (gtk_widget_get_width (fixture->page), <=, 380);
      item = find_item (fixture, order);
      for (Part part = PART_PILL; part <= PART_TIME; part++)
        {
          graphene_rect_t bounds;

          if (!gtk_widget_get_child_visible (get_part (item, part)))
            continue;
          g_assert_true (gtk_widget_compute_bounds (get_part (item, part), gtk_widget_get_first_child (item), &bounds));
          g_assert_cmpfloat (bounds.origin.x, >=, end);
          g_assert_cmpfloat (bounds.size.width, >, 0);
          end = (int) (bounds.origin.x + bounds.size.width);
        }
      g_assert_cmpint (end, <=, gtk_widget_get_width (gtk_widget_get_first_child (item)));
    }
  g_object_set (gtk_settings_get_default (), "gtk-xft-dpi", 96 * 1024, NULL);
}

static void
test_names (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspOrder *order;
  GtkWidget *row;

  draw (fixture);
  assert_names (fixture);
  search (fixture, "tiktok");
  draw (fixture);
  assert_names (fixture);
  search (fixture, "");
  gtk_drop_down_set_selected (get_child (fixture, "drop_down"), HSP_SHOW_CANCELED);
  draw (fixture);
  assert_names (fixture);

  /* and of what becomes of it where it stands */
  gtk_drop_down_set_selected (get_child (fixture, "drop_down"), HSP_SHOW_ALL);
  draw (fixture);
  order = get_order (fixture, 0);
  row = gtk_widget_get_first_child (get_child (fixture, "list"));
  order_rows_set_word (fixture->book, order, "Completed");
  draw (fixture);
  assert_names (fixture);
  row = gtk_widget_get_first_child (get_child (fixture, "list"));
  g_assert_null (strstr (hsp_order_row_get_spoken (get_row (row)),
                         hsp_order_get_row (order)->name));
}

/* What the shop says of other orders, new ones and forgotten ones move nothing that is looked at. */
static void
test_place_kept (Fixture       *fixture,
                 gconstpointer  user_data)
{
  GtkWidget *scroller = gtk_widget_get_parent (get_child (fixture, "list"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  const HspSpan none = { 0 };
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  double y_before, y_after;
  gint64 chosen;

  draw (fixture);
  chosen = hsp_order_get_row (get_order (fixture, 260))->id;
  hsp_orders_page_show_order (HSP_ORDERS_PAGE (fixture->page), chosen);
  draw (fixture);
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), >, 1000);
  before = dup_first_in_sight (fixture, &y_before);
  g_assert_nonnull (before);

  order_rows_set_word (fixture->book, get_order (fixture, 400), "In progress");
  order_rows_set_word (fixture->book, get_order (fixture, 1), "Completed");
  hsp_order_book_insert_row (fixture->book, order_rows_make (5000, 1800000000), none, none);
  hsp_order_book_insert_row (fixture->book, order_rows_make (5001, 1700000123), none, none);
  hsp_order_book_remove_order (fixture->book, get_order (fixture, 30));
  draw (fixture);
  after = dup_first_in_sight (fixture, &y_after);
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpfloat_with_epsilon (y_after, y_before, 1);
  g_assert_cmpint (get_selected_id (fixture), ==, chosen);
}

/* Chosen is an order, whatever stands in its place meanwhile, and whichever object says what it is. */
static void
test_choice_kept (Fixture       *fixture,
                  gconstpointer  user_data)
{
  gint64 chosen;

  draw (fixture);
  chosen = hsp_order_get_row (get_order (fixture, 120))->id;
  gtk_single_selection_set_selected (get_selection (fixture), 120);
  g_assert_cmpint (get_selected_id (fixture), ==, chosen);

  search (fixture, "no such thing");
  draw (fixture);
  search (fixture, "a");
  draw (fixture);
  gtk_drop_down_set_selected (get_child (fixture, "drop_down"), HSP_SHOW_UNCONFIRMED);
  draw (fixture);
  g_assert_cmpint (get_selected_id (fixture), ==, 0);
  gtk_drop_down_set_selected (get_child (fixture, "drop_down"), HSP_SHOW_ALL);
  search (fixture, "");
  draw (fixture);
  g_assert_cmpint (get_selected_id (fixture), ==, chosen);

  order_rows_load (fixture->book, N_ORDERS);
  draw (fixture);
  g_assert_cmpint (get_selected_id (fixture), ==, chosen);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_child (fixture, "detail_stack")), !=, "none");
}

static HspOrderRow *
get_focused (Fixture *fixture)
{
  GtkWidget *focus = gtk_window_get_focus (fixture->window);

  return focus != NULL && gtk_widget_is_ancestor (focus, get_child (fixture, "list")) ? get_row (focus) : NULL;
}

/* Whose row is taken out from under the keyboard and put in elsewhere: it stays in the list, and nothing
 * that is looked at moves, whether the row is in sight or not. */
static void
test_focus_kept (Fixture       *fixture,
                 gconstpointer  user_data)
{
  GtkWidget *scroller = gtk_widget_get_parent (get_child (fixture, "list"));
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  HspOrder *orders[2];

  draw (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      orders[i] = get_order (fixture, 300 + i);
      order_rows_set_word (fixture->book, orders[i], "In progress");
      draw (fixture);
    }
  for (guint i = 0; i < G_N_ELEMENTS (orders); i++)
    {
      const guint position = hsp_order_list_find (HSP_ORDER_LIST (fixture->list), orders[i]);
      double value;

      g_assert_cmpuint (position, <, 10);
      gtk_widget_activate_action (get_child (fixture, "list"), "list.scroll-to-item", "u", 0);
      draw (fixture);
      gtk_single_selection_set_selected (get_selection (fixture), position);
      gtk_widget_grab_focus (find_item (fixture, orders[i]));
      g_assert_true (get_focused (fixture) == get_row (find_item (fixture, orders[i])));
      if (i == 1)
        gtk_adjustment_set_value (adjustment, 4000);
      draw (fixture);
      value = gtk_adjustment_get_value (adjustment);
      order_rows_set_word (fixture->book, orders[i], "Completed");
      /* at once: until the next frame keys would go nowhere */
      g_assert_nonnull (get_focused (fixture));
      draw (fixture);
      g_assert_cmpuint (hsp_order_list_find (HSP_ORDER_LIST (fixture->list), orders[i]), >, 100);
      g_assert_nonnull (get_focused (fixture));
      g_assert_cmpfloat (ABS (gtk_adjustment_get_value (adjustment) - value), <, 100);
    }
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

#define ADD(name, func) g_test_add ("/orders-list/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("no-row-made", test_no_row_made);
  ADD ("screenful", test_screenful);
  ADD ("names", test_names);
  ADD ("progress", test_progress);
  ADD ("third-line", test_third_line);
  ADD ("place-kept", test_place_kept);
  ADD ("choice-kept", test_choice_kept);
  ADD ("focus-kept", test_focus_kept);
#undef ADD
  return g_test_run ();
}
