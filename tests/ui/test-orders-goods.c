/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The Orders page, and what the shop delivers. */
#include "config.h"

#include <locale.h>

#include "hsp-order-goods.h"
#include "orders-page.h"

static gpointer
get_goods_child (Fixture    *fixture,
                 const char *name)
{
  return gtk_widget_get_template_child (get_detail_child (fixture, "goods"), HSP_TYPE_ORDER_GOODS,
                                        name);
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
  HspService *service = shop_page_find_service (fixture->account, HSP_KIND_PRODUCT);
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

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

#define ADD(name, width, func) \
  g_test_add ("/orders/" name, Fixture, GINT_TO_POINTER (width), set_up, func, tear_down)
  ADD ("goods", 1100, test_goods);
  ADD ("goods-whole", 1100, test_goods_whole);
  ADD ("goods-kept", 1100, test_goods_kept);
#undef ADD

  return g_test_run ();
}
