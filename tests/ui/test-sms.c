/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SMS page: what the shop offers, and what is said where it cannot be known. */
#include "config.h"

#include <locale.h>

#include "hsp-account.h"
#include "hsp-sms-offers.h"
#include "sms-page.h"

static void
set_up_failing (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  set_up_with (fixture, &options);
  hsp_sandbox_push_fault (fixture->shop, "sms_projects", HSP_FAULT_HTTP_400);
  open_window (fixture);
}

static void
set_up_refused (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  set_up_with (fixture, &options);
  hsp_sandbox_push_fault (fixture->shop, "sms_projects", HSP_FAULT_BAD_KEY);
  open_window (fixture);
}

/* As at start, before keyring and journal have answered. */
static void
set_up_no_key (Fixture       *fixture,
               gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  make_account (fixture, &options, NULL);
  open_window (fixture);
}

static void
count_cb (guint *counter)
{
  (*counter)++;
}

static void
add_offer (GListStore *store,
           const char *id,
           const char *name,
           HspMoney    price,
           const char *country)
{
  g_autoptr(HspSmsProject) offer = hsp_sms_project_new (id, name, price, country, country);

  g_list_store_append (store, offer);
}

static void
test_offers (void)
{
  g_autoptr(GListStore) store = g_list_store_new (HSP_TYPE_SMS_PROJECT);
  g_autoptr(HspSmsOffers) offers = NULL;
  g_autoptr(HspSmsProject) cheap = NULL;
  g_autoptr(HspSmsProject) same = NULL;
  g_auto(GStrv) words = g_strsplit ("viet zal", " ", 0);
  g_auto(GStrv) other = g_strsplit ("zalo lao", " ", 0);
  guint n_changes = 0;

  add_offer (store, "1", "Telegram", 500000, "us");
  add_offer (store, "2", "Telegram", 180000, "id");
  add_offer (store, "3", "Zalo Việt", 250000, "vn");
  offers = hsp_sms_offers_new (G_LIST_MODEL (store));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (offers)), ==, 2);
  cheap = g_list_model_get_item (G_LIST_MODEL (offers), 0);
  g_assert_cmpstr (hsp_sms_project_get_country (cheap), ==, "id");

  /* A refresh that brings the same in new objects moves nothing */
  g_signal_connect_swapped (offers, "items-changed", G_CALLBACK (count_cb), &n_changes);
  same = hsp_sms_project_new ("2", "Telegram", 180000, "id", "Indonesia");
  g_list_store_splice (store, 1, 1, (gpointer *) &same, 1);
  g_assert_cmpuint (n_changes, ==, 0);

  hsp_sms_offers_set_country (offers, "us");
  g_assert_cmpuint (n_changes, ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (offers)), ==, 1);
  hsp_sms_offers_set_country (offers, "fr");
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (offers)), ==, 0);
  hsp_sms_offers_set_country (offers, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (offers)), ==, 2);

  g_clear_object (&same);
  same = g_list_model_get_item (G_LIST_MODEL (offers), 1);
  g_assert_true (hsp_sms_offers_match (same, words));
  g_assert_false (hsp_sms_offers_match (same, other));
}

static void
test_projects (Fixture       *fixture,
               gconstpointer  user_data)
{
  GtkDropDown *countries = get_shop_child (fixture, "country_drop_down");
  GtkEditable *search = get_shop_child (fixture, "search_entry");
  GtkStack *stack = get_shop_child (fixture, "list_stack");
  guint n_all = g_list_model_get_n_items (get_list (fixture));
  guint n_offers = g_list_model_get_n_items (hsp_sms_desk_get_projects (fixture->desk));

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "list");
  g_assert_cmpuint (n_all, >, 1);
  g_assert_cmpuint (n_all, <, n_offers);
  g_assert_false (is_ready (fixture));
  g_assert_cmpstr (get_button_text (fixture), ==, "Get Number");

  choose (fixture, 0);
  g_assert_true (g_str_has_prefix (get_button_text (fixture), "Get Number · "));
  gtk_spin_button_set_value (get_quantity_child (fixture, "spin"), 3);
  g_assert_true (g_str_has_prefix (get_button_text (fixture), "Get 3 Numbers · "));

  gtk_drop_down_set_selected (countries, 1);
  g_assert_cmpuint (g_list_model_get_n_items (get_list (fixture)), <=, n_all);

  gtk_editable_set_text (search, "no such <b>project</b>");
  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "status") == 0);
  g_assert_cmpstr (gtk_label_get_text (get_shop_child (fixture, "status_title")), ==,
                   "No project matches “no such <b>project</b>”");
  press (get_shop_child (fixture, "status_button"));
  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "list") == 0);
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
}

/* The total is that of what stands in the field, at each keystroke; and what is no number that can be
 * bought is said at the field, and never replaced by another one. */
static void
test_typed_quantity (Fixture       *fixture,
                     gconstpointer  user_data)
{
  const char *const wrong[] = { "50", "0", "-1", "11", "2.5", "two", "", "99999999999999999999" };
  GtkEditable *spin = get_quantity_child (fixture, "spin");
  GtkWidget *fault = get_quantity_child (fixture, "fault_label");

  choose (fixture, 0);
  for (guint i = 0; i < G_N_ELEMENTS (wrong); i++)
    {
      gtk_editable_set_text (spin, wrong[i]);
      g_assert_true (gtk_widget_get_visible (fault));
      g_assert_false (is_ready (fixture));
      g_assert_cmpstr (get_button_text (fixture), ==, "Get Number");
      /* what a spin button does when the focus leaves it */
      gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
      g_assert_cmpstr (gtk_editable_get_text (spin), ==, wrong[i]);
      g_signal_emit_by_name (get_shop_child (fixture, "get_button"), "clicked");
    }
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 0);

  gtk_editable_set_text (spin, "5");
  g_assert_false (gtk_widget_get_visible (fault));
  g_assert_true (g_str_has_prefix (get_button_text (fixture), "Get 5 Numbers · "));
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (get_card (fixture, 4) != NULL);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 1);
}

static void
test_activate_never_buys (Fixture       *fixture,
                          gconstpointer  user_data)
{
  GtkWidget *button = get_shop_child (fixture, "get_button");

  g_signal_emit_by_name (get_shop_child (fixture, "list_view"), "activate", 0u);
  g_assert_true (is_ready (fixture));
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (button)) == button);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, "add_sms"), ==, 0);
}

static HspLoadState
get_countries_state (Fixture *fixture)
{
  guint state;

  g_object_get (fixture->desk, "countries-state", &state, NULL);

  return (HspLoadState) state;
}

/* At start the key comes from the keyring after the page: nothing is asked before, and nothing has
 * failed. */
static void
test_key_later (Fixture       *fixture,
                gconstpointer  user_data)
{
  GtkStack *stack = get_shop_child (fixture, "list_stack");

  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "status") == 0);
  g_assert_cmpstr (gtk_label_get_text (get_shop_child (fixture, "status_title")), ==,
                   "No key yet");
  g_assert_cmpint (hsp_sms_desk_get_projects_state (fixture->desk), ==, HSP_LOAD_NONE);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop, NULL), ==, 0);

  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->shop));
  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "list") == 0);
}

/* Another key after one that was refused. */
static void
test_key_changed (Fixture       *fixture,
                  gconstpointer  user_data)
{
  GtkStack *stack = get_shop_child (fixture, "list_stack");

  hsp_test_wait (hsp_account_get_key_refused (fixture->account));
  hsp_test_wait (get_countries_state (fixture) == HSP_LOAD_READY);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "status");
  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->shop));
  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "list") == 0);
}

static void
test_skipped (Fixture       *fixture,
              gconstpointer  user_data)
{
  GtkWidget *label = get_shop_child (fixture, "skipped_label");

  g_assert_false (gtk_widget_get_visible (label));
  hsp_sandbox_push_fault (fixture->shop, "sms_projects", HSP_FAULT_BAD_ROW);
  hsp_page_refresh (HSP_PAGE (fixture->page));
  hsp_test_wait (gtk_widget_get_visible (label));
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (label)), ==,
                   "1 entry of the shop could not be read");
  hsp_page_refresh (HSP_PAGE (fixture->page));
  hsp_test_wait (!gtk_widget_get_visible (label));
}

/* A file that is not read, or cannot be, is no empty list of numbers. */
static void
test_journal (Fixture       *fixture,
              gconstpointer  user_data)
{
  GtkStack *stack = get_page_child (fixture, "numbers_stack");
  g_autoptr(GAsyncResult) failed = NULL;
  g_autoptr(GAsyncResult) opened = NULL;
  g_autofree char *path = shop_page_write_no_journal (fixture);

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "journal");
  hsp_account_open_async (fixture->account, NULL, hsp_test_store_result, &failed);
  hsp_test_wait (failed != NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "journal");
  hsp_page_set_narrow (HSP_PAGE (fixture->page), TRUE);
  hsp_test_wait (gtk_widget_get_visible (get_page_child (fixture, "numbers_button")));
  g_assert_cmpstr (gtk_label_get_text (get_page_child (fixture, "numbers_label")), ==,
                   "Your Numbers Cannot Be Read");

  g_assert_cmpint (g_unlink (path), ==, 0);
  hsp_account_open_async (fixture->account, NULL, hsp_test_store_result, &opened);
  hsp_test_wait (opened != NULL);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "empty");
}

static void
test_failed (Fixture       *fixture,
             gconstpointer  user_data)
{
  GtkStack *stack = get_shop_child (fixture, "list_stack");

  hsp_test_wait (hsp_sms_desk_get_projects_state (fixture->desk) == HSP_LOAD_FAILED);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "status");
  g_assert_cmpstr (gtk_label_get_text (get_shop_child (fixture, "status_title")), ==,
                   "Could not load the projects");
  g_assert_nonnull (strstr (gtk_label_get_text (get_shop_child (fixture, "status_text")),
                            "Nothing was bought."));
  /* Another load joins the one under way, which the countries still are */
  hsp_test_wait (get_countries_state (fixture) == HSP_LOAD_READY);
  press (get_shop_child (fixture, "status_button"));
  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "list") == 0);
}

static void
test_narrow (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspPage *page = HSP_PAGE (fixture->page);
  AdwLeaflet *leaflet = get_page_child (fixture, "leaflet");
  GtkLabel *pill = get_page_child (fixture, "numbers_pill");
  int minimum;

  hsp_page_set_narrow (page, TRUE);
  hsp_test_wait (adw_leaflet_get_folded (leaflet));
  g_assert_false (hsp_page_get_can_go_back (page));
  g_assert_false (gtk_widget_get_visible (get_page_child (fixture, "numbers_button")));

  /* A purchase opens the numbers, back leads to the shop, the row on top to the numbers again */
  buy_first (fixture);
  hsp_test_wait (hsp_page_get_can_go_back (page));
  g_assert_cmpstr (hsp_page_get_title (page), ==, "Numbers");
  hsp_page_go_back (page);
  g_assert_false (hsp_page_get_can_go_back (page));
  g_assert_null (hsp_page_get_title (page));
  g_assert_cmpstr (gtk_label_get_text (get_page_child (fixture, "numbers_label")), ==,
                   "1 active number");
  g_assert_cmpstr (gtk_label_get_text (pill), ==, "1 waiting");
  receive_code (fixture, get_card (fixture, 0));
  hsp_test_wait (g_strcmp0 (gtk_label_get_text (pill), "1 new code") == 0);
  gtk_widget_measure (fixture->page, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  press (get_page_child (fixture, "numbers_button"));
  g_assert_true (hsp_page_get_can_go_back (page));

  hsp_page_set_narrow (page, FALSE);
  hsp_test_wait (!adw_leaflet_get_folded (leaflet));
  hsp_test_wait (!hsp_page_get_can_go_back (page));
}

/* What there is to say of a purchase stands where the person is led to. */
static void
test_partly_read (Fixture       *fixture,
                  gconstpointer  user_data)
{
  hsp_page_set_narrow (HSP_PAGE (fixture->page), TRUE);
  hsp_test_wait (adw_leaflet_get_folded (get_page_child (fixture, "leaflet")));
  hsp_sandbox_push_fault (fixture->shop, "add_sms", HSP_FAULT_BAD_ROW);
  choose (fixture, 0);
  gtk_editable_set_text (get_quantity_child (fixture, "spin"), "2");
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (hsp_page_get_can_go_back (HSP_PAGE (fixture->page)));
  g_assert_true (gtk_revealer_get_reveal_child (get_page_child (fixture, "notice_revealer")));
  g_assert_cmpstr (gtk_label_get_text (get_page_child (fixture, "notice_label")), ==,
                   "1 number of the answer could not be read.");
}

int
main (int   argc,
      char *argv[])
{
  g_setenv ("GTK_A11Y", "test", TRUE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();

  g_test_add_func ("/sms/offers", test_offers);
#define ADD(path, setup, func) g_test_add (path, Fixture, NULL, setup, func, tear_down)
  ADD ("/sms/projects", set_up, test_projects);
  ADD ("/sms/typed-quantity", set_up, test_typed_quantity);
  ADD ("/sms/activate-never-buys", set_up, test_activate_never_buys);
  ADD ("/sms/failed", set_up_failing, test_failed);
  ADD ("/sms/narrow", set_up, test_narrow);
  ADD ("/sms/key-later", set_up_no_key, test_key_later);
  ADD ("/sms/key-changed", set_up_refused, test_key_changed);
  ADD ("/sms/skipped", set_up, test_skipped);
  ADD ("/sms/journal", set_up_no_key, test_journal);
  ADD ("/sms/partly-read", set_up, test_partly_read);
#undef ADD

  return g_test_run ();
}
