/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every fault of the shop times every page of the window, from the first start on: a sentence and
 * a next step, never an empty list, and (with fatal warnings) not a word on the console. */
#include "config.h"

#include <locale.h>
#include <string.h>

#include "hsp-catalogue.h"
#include "hsp-sms-desk.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "shop-window.h"

/* Such a shop owes its answers for longer than a test lasts, but nothing may look empty meanwhile. */
static gboolean
is_waited_for (HspFault fault)
{
  return fault == HSP_FAULT_HANG || fault == HSP_FAULT_HTTP_429 || fault == HSP_FAULT_RATE_TEXT
         || fault == HSP_FAULT_SLOW;
}

/* The right answer all the same. */
static gboolean
is_harmless (HspFault fault)
{
  return fault == HSP_FAULT_BAD_UTF8 || fault == HSP_FAULT_LONG_LINE || fault == HSP_FAULT_BAD_ROW;
}

/* 200 MB a read, and several reads at once, are too much; and of a kind a sanitizer sees one. */
static gboolean
has_time (HspFault fault)
{
#ifdef __SANITIZE_ADDRESS__
  return fault == HSP_FAULT_RESET_AFTER || fault == HSP_FAULT_TRUNCATE || fault == HSP_FAULT_HTML
         || fault == HSP_FAULT_HTTP_502 || fault == HSP_FAULT_TOO_DEEP || fault == HSP_FAULT_LONG_LINE
         || fault == HSP_FAULT_BAD_ROW;
#else
  return fault != HSP_FAULT_HUGE;
#endif
}

static void
append_texts (GtkWidget *widget,
              GString   *texts)
{
  /* what is made ready below what is said to load is not seen */
  if (!gtk_widget_get_mapped (widget) || gtk_widget_get_opacity (widget) <= 0)
    return;
  if (GTK_IS_LABEL (widget))
    g_string_append_printf (texts, "%s\n", gtk_label_get_text (GTK_LABEL (widget)));
  else if (GTK_IS_INSCRIPTION (widget))
    g_string_append_printf (texts, "%s\n", gtk_inscription_get_text (GTK_INSCRIPTION (widget)));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    append_texts (child, texts);
}

/* (transfer full): what the page says to who looks at it, a line each */
static char *
visit (ShopWindow *window,
       const char *page)
{
  g_autoptr(GString) texts = g_string_new (NULL);

  g_action_group_activate_action (G_ACTION_GROUP (window->app), "show-view",
                                  g_variant_new_string (page));
  /* a leaflet that has not been laid out yet shows one of its pages */
  gtk_test_widget_wait_for_draw (GTK_WIDGET (window->window));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  append_texts (GTK_WIDGET (shop_window_get_page (window)), texts);
  return g_string_free (g_steal_pointer (&texts), FALSE);
}

static void
assert_says (const char *page,
             const char *said,
             const char *words)
{
  if (strstr (said, words) == NULL)
    g_error ("the page %s does not say “%s”, but:\n%s", page, words, said);
}

static void
assert_says_not (const char *page,
                 const char *said,
                 const char *words)
{
  if (strstr (said, words) != NULL)
    g_error ("the page %s says “%s”:\n%s", page, words, said);
}

/* What is not known is not said to be nothing. */
static void
assert_nothing_empty (ShopWindow *window)
{
  g_autofree char *catalogue = visit (window, "catalogue");
  g_autofree char *sms = visit (window, "sms");
  g_autofree char *wallet = visit (window, "wallet");

  assert_says_not ("catalogue", catalogue, "No Services");
  assert_says_not ("catalogue", catalogue, "\n0 services");
  assert_says_not ("sms", sms, "The shop offers no projects");
  assert_says_not ("wallet", wallet, "No Balance Yet");
  g_assert_cmpstr (catalogue, !=, "");
  g_assert_cmpstr (sms, !=, "");
}

static gboolean
is_settled (ShopWindow *window)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (window->account);

  return !hsp_catalogue_get_refreshing (hsp_account_get_catalogue (window->account))
         && !hsp_wallet_get_refreshing (hsp_account_get_wallet (window->account))
         && hsp_sms_desk_get_projects_state (desk) != HSP_LOAD_LOADING
         && hsp_sms_desk_get_projects_state (desk) != HSP_LOAD_NONE;
}

/* The page's sentence is that of its error, and there is a way on. */
static void
assert_failed (ShopWindow *window)
{
  g_autofree char *catalogue = visit (window, "catalogue");
  g_autofree char *sms = visit (window, "sms");
  g_autofree char *wallet = visit (window, "wallet");
  const GError *error = hsp_sms_desk_get_error (hsp_account_get_sms_desk (window->account));

  /* rows that came before the answer broke are shown; the toast that says so may have gone by now */
  if (hsp_catalogue_get_n_services (hsp_account_get_catalogue (window->account)) > 0)
    assert_says ("catalogue", catalogue, " services\n");
  else
    {
      assert_says ("catalogue", catalogue, "The Catalogue Did Not Load");
      assert_says ("catalogue", catalogue, "Try Again");
    }
  g_assert_nonnull (hsp_catalogue_get_error (hsp_account_get_catalogue (window->account)));
  g_assert_nonnull (error);
  assert_says ("sms", sms, "Could not load the projects");
  assert_says ("sms", sms, error->message);
  assert_says ("sms", sms, "Try Again");
  assert_says ("wallet", wallet, "The Balance Cannot Be Read");
  assert_says ("wallet", wallet, error->message);
  assert_says ("wallet", wallet, "Read Balance");
}

static void
assert_loaded (ShopWindow *window)
{
  g_autofree char *catalogue = visit (window, "catalogue");
  g_autofree char *sms = visit (window, "sms");
  g_autofree char *wallet = visit (window, "wallet");

  assert_says ("catalogue", catalogue, "300 services");
  assert_says ("sms", sms, "from ");
  assert_says ("wallet", wallet, "100.00");
  if (window->fault == HSP_FAULT_BAD_ROW)
    {
      assert_says ("catalogue", catalogue, "1 unreadable");
      assert_says ("sms", sms, "could not be read");
    }
}

/* Orders are the journal's: the shop only says how far they are. */
static void
assert_orders (ShopWindow *window)
{
  g_autofree char *orders = visit (window, "orders");

  assert_says ("orders", orders, "No Orders Yet");
}

static void
test_first_start (gconstpointer data)
{
  ShopWindow window = { .fault = GPOINTER_TO_INT (data) };

  shop_window_set_up (&window, GINT_TO_POINTER (1110));
  assert_nothing_empty (&window);
  if (!is_waited_for (window.fault))
    {
      hsp_test_wait (is_settled (&window));
      assert_nothing_empty (&window);
      if (is_harmless (window.fault))
        assert_loaded (&window);
      else
        assert_failed (&window);
      assert_orders (&window);
    }
  shop_window_tear_down (&window, NULL);
}

/* An order that is there stays, whatever becomes of asking for it. */
static void
test_orders (void)
{
  ShopWindow window = { NULL };
  HspOrderBook *book;
  g_autoptr(HspOrder) order = NULL;

  shop_window_set_up (&window, GINT_TO_POINTER (1110));
  book = hsp_account_get_order_book (window.account);
  order = shop_window_place (&window, HSP_KIND_PRODUCT);
  for (guint fault = HSP_FAULT_NONE + 1; fault < HSP_N_FAULTS; fault++)
    {
      g_autoptr(GAsyncResult) result = NULL;
      g_autoptr(GError) error = NULL;
      g_autofree char *said = NULL;

      if (is_waited_for (fault) || !has_time (fault))
        continue;
      g_test_message ("%s", hsp_fault_to_name (fault));
      for (guint i = 0; i < 3; i++)
        hsp_sandbox_push_fault (window.shop, "status", fault);
      hsp_order_book_check_async (book, order, NULL, hsp_test_store_result, &result);
      hsp_test_wait (result != NULL);
      if (!hsp_order_book_check_finish (book, result, &error))
        g_assert_cmpstr (error->message, !=, "");
      else
        g_assert_true (is_harmless (fault));
      said = visit (&window, "orders");
      assert_says ("orders", said, hsp_order_get_row (order)->name);
      assert_says_not ("orders", said, "No Orders Yet");
      /* what is left of the faults is not the next one's */
      hsp_sandbox_clear_faults (window.shop);
    }
  g_clear_object (&order);
  shop_window_tear_down (&window, NULL);
}

int
main (int   argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");

  for (guint fault = HSP_FAULT_NONE + 1; fault < HSP_N_FAULTS; fault++)
    {
      g_autofree char *path = g_strconcat ("/page-faults/", hsp_fault_to_name (fault), NULL);

      if (has_time (fault))
        g_test_add_data_func (path, GUINT_TO_POINTER (fault), test_first_start);
    }
  g_test_add_func ("/page-faults/orders", test_orders);

  return g_test_run ();
}
