/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The catalogue page: favourites, what was seen and ordered before, and what is watched. */
#include "config.h"

#include <locale.h>

#include "catalogue-page.h"
#include "hsp-account.h"
#include "hsp-marks.h"
#include "hsp-star-button.h"
#include "hsp-service-text.h"
#include "hsp-shelf-row.h"

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

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  add ("/catalogue/star", test_star);
  add ("/catalogue/favourites", test_favourites);
  add ("/catalogue/seen", test_seen);
  add ("/catalogue/ordered-before", test_ordered_before);
  add ("/catalogue/watch", test_watch);

  return g_test_run ();
}
