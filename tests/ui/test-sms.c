/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The SMS page in a window of the test's own, with a real account at a real sandbox shop. */
#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include "hsp-account.h"
#include "hsp-country.h"
#include "hsp-sandbox.h"
#include "hsp-sms-buy.h"
#include "hsp-sms-card.h"
#include "hsp-sms-desk.h"
#include "hsp-sms-history-row.h"
#include "hsp-sms-offers.h"
#include "hsp-sms-page.h"
#include "hsp-sms-quantity.h"
#include "hsp-sms-shop.h"
#include "hsp-test.h"
#include "hsp-wallet.h"

typedef struct
{
  HspSandbox *sandbox;
  HspAccount *account;
  HspSmsDesk *desk;
  GtkWindow  *window;
  GtkWidget  *page;
  GtkWidget  *shop;
  char       *dir;
  char       *toast;        /* the last message that the page asked its window to show */
  char       *shown_page;   /* the last page that it asked for */
} Fixture;

/* Ways to the widgets */

static gpointer
get_shop_child (Fixture    *fixture,
                const char *name)
{
  return gtk_widget_get_template_child (fixture->shop, HSP_TYPE_SMS_SHOP, name);
}

static gpointer
get_quantity_child (Fixture    *fixture,
                    const char *name)
{
  return gtk_widget_get_template_child (get_shop_child (fixture, "quantity"), HSP_TYPE_SMS_QUANTITY,
                                        name);
}

static gpointer
get_page_child (Fixture    *fixture,
                const char *name)
{
  return gtk_widget_get_template_child (fixture->page, HSP_TYPE_SMS_PAGE, name);
}

/* A window as the page expects it */

static void
on_copy_cb (GSimpleAction *action,
            GVariant      *parameter,
            gpointer       user_data)
{
  Fixture *fixture = user_data;
  const char *text;

  g_free (fixture->toast);
  g_variant_get (parameter, "(&ss)", &text, &fixture->toast);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (fixture->page), text);
}

static void
on_show_page_cb (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       user_data)
{
  Fixture *fixture = user_data;

  g_free (fixture->shown_page);
  fixture->shown_page = g_variant_dup_string (parameter, NULL);
}

static void
open_window (Fixture *fixture)
{
  const GActionEntry entries[] = {
    { "copy", on_copy_cb, "(ss)" },
    { "show-page", on_show_page_cb, "s" },
  };
  g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (actions), entries, G_N_ELEMENTS (entries),
                                   fixture);
  fixture->page = hsp_sms_page_new (fixture->account);
  fixture->shop = GTK_WIDGET (get_page_child (fixture, "shop"));
  fixture->window = GTK_WINDOW (adw_window_new ());
  gtk_widget_insert_action_group (GTK_WIDGET (fixture->window), "win", G_ACTION_GROUP (actions));
  adw_window_set_content (ADW_WINDOW (fixture->window), fixture->page);
  gtk_window_set_default_size (fixture->window, 1100, 720);
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
make_account (Fixture                 *fixture,
              const HspSandboxOptions *options)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *data = NULL;
  g_autofree char *cache = NULL;

  fixture->dir = g_dir_make_tmp ("hsp-sms-XXXXXX", &error);
  g_assert_no_error (error);
  data = g_build_filename (fixture->dir, "data", NULL);
  cache = g_build_filename (fixture->dir, "cache", NULL);

  fixture->sandbox = hsp_sandbox_new (options);
  g_assert_true (hsp_sandbox_start (fixture->sandbox, &error));
  g_assert_no_error (error);
  fixture->account = hsp_account_new ("sms", "SMS", hsp_sandbox_get_endpoint (fixture->sandbox),
                                      TRUE, data, cache, NULL);
  fixture->desk = hsp_account_get_sms_desk (fixture->account);
}

static void
set_up_with (Fixture                 *fixture,
             const HspSandboxOptions *options)
{
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  HspWallet *wallet;

  make_account (fixture, options);
  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->sandbox));
  hsp_account_open_async (fixture->account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_true (hsp_account_open_finish (fixture->account, result, &error));
  g_assert_no_error (error);
  wallet = hsp_account_get_wallet (fixture->account);
  hsp_test_wait (hsp_wallet_get_balance (wallet) != HSP_MONEY_UNKNOWN);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  set_up_with (fixture, &options);
  open_window (fixture);
  hsp_test_wait (hsp_sms_desk_get_projects_state (fixture->desk) == HSP_LOAD_READY);
}

static void
set_up_poor (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50, .balance = 10000 };

  set_up_with (fixture, &options);
  open_window (fixture);
  hsp_test_wait (hsp_sms_desk_get_projects_state (fixture->desk) == HSP_LOAD_READY);
}

static void
set_up_failing (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  set_up_with (fixture, &options);
  hsp_sandbox_push_fault (fixture->sandbox, "sms_projects", HSP_FAULT_HTTP_400);
  open_window (fixture);
}

static void
set_up_refused (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  set_up_with (fixture, &options);
  hsp_sandbox_push_fault (fixture->sandbox, "sms_projects", HSP_FAULT_BAD_KEY);
  open_window (fixture);
}

/* As at start, before keyring and journal have answered. */
static void
set_up_no_key (Fixture       *fixture,
               gconstpointer  user_data)
{
  HspSandboxOptions options = { .key = "key-of-the-sms-page", .n_services = 50 };

  make_account (fixture, &options);
  open_window (fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  GtkWidget *page = fixture->page;

  /* Nothing may keep the page: a widget that leaks stays reachable, and no sanitizer sees it */
  g_object_add_weak_pointer (G_OBJECT (page), (gpointer *) &fixture->page);
  gtk_window_destroy (fixture->window);
  hsp_test_wait (fixture->page == NULL);

  hsp_account_close (fixture->account);
  g_clear_object (&fixture->account);
  hsp_sandbox_stop (fixture->sandbox);
  g_clear_object (&fixture->sandbox);
  hsp_test_remove_tree (fixture->dir);
  g_clear_pointer (&fixture->dir, g_free);
  g_clear_pointer (&fixture->toast, g_free);
  g_clear_pointer (&fixture->shown_page, g_free);
}

static gpointer
get_card_child (HspSmsCard *card,
                const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (card), HSP_TYPE_SMS_CARD, name);
}

static const char *
get_button_text (Fixture *fixture)
{
  return gtk_label_get_text (get_shop_child (fixture, "get_label"));
}

static const char *
get_sentence (Fixture *fixture)
{
  GtkWidget *label = get_shop_child (fixture, "sentence_label");

  return gtk_widget_get_visible (label) ? gtk_label_get_text (GTK_LABEL (label)) : "";
}

static GListModel *
get_list (Fixture *fixture)
{
  return G_LIST_MODEL (gtk_list_view_get_model (get_shop_child (fixture, "list_view")));
}

static HspSmsCard *
get_card (Fixture *fixture,
          int      position)
{
  GtkFlowBox *cards = get_page_child (fixture, "cards");
  GtkFlowBoxChild *child = gtk_flow_box_get_child_at_index (cards, position);

  return child ? HSP_SMS_CARD (gtk_flow_box_child_get_child (child)) : NULL;
}

static void
press (gpointer button)
{
  g_assert_true (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
}

static gboolean
is_ready (Fixture *fixture)
{
  return gtk_widget_get_sensitive (get_shop_child (fixture, "get_button"));
}

static void
choose (Fixture *fixture,
        guint    position)
{
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_list (fixture)), position);
  g_assert_true (is_ready (fixture));
}

static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window))
        return ADW_MESSAGE_DIALOG (window);
    }

  return NULL;
}

static void
answer (const char *response)
{
  AdwMessageDialog *dialog;

  hsp_test_wait (find_dialog () != NULL);
  dialog = find_dialog ();
  adw_message_dialog_response (dialog, response);
  gtk_window_destroy (GTK_WINDOW (dialog));
}

static void
buy_first (Fixture *fixture)
{
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  g_assert_cmpstr (get_button_text (fixture), ==, "Getting…");
  hsp_test_wait (get_card (fixture, 0) != NULL);
}

/* The shop's clock goes on, and the number is asked about at once rather than at its turn. */
static void
receive_code (Fixture    *fixture,
              HspSmsCard *card)
{
  HspSmsNumber *number = hsp_sms_card_get_number (card);

  hsp_sandbox_advance (fixture->sandbox, 60);
  gtk_widget_activate_action (fixture->page, "sms.check", "s",
                              hsp_sms_number_get_row (number)->order);
  hsp_test_wait (hsp_sms_number_get_state (number) == HSP_NUMBER_RECEIVED);
}

static void
read_text_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  char **text = user_data;

  *text = gdk_clipboard_read_text_finish (GDK_CLIPBOARD (object), result, NULL);
  if (*text == NULL)
    *text = g_strdup ("");
}

static char *
read_clipboard (Fixture *fixture)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (gtk_widget_get_clipboard (fixture->page), NULL, read_text_cb,
                                 &text);
  hsp_test_wait (text != NULL);

  return text;
}

/* Offers */

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

/* The get pane */

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
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 0);

  gtk_editable_set_text (spin, "5");
  g_assert_false (gtk_widget_get_visible (fault));
  g_assert_true (g_str_has_prefix (get_button_text (fixture), "Get 5 Numbers · "));
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (get_card (fixture, 4) != NULL);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);
}

static void
test_activate_never_buys (Fixture       *fixture,
                          gconstpointer  user_data)
{
  GtkWidget *button = get_shop_child (fixture, "get_button");

  g_signal_emit_by_name (get_shop_child (fixture, "list_view"), "activate", 0u);
  g_assert_true (is_ready (fixture));
  g_assert_true (gtk_root_get_focus (gtk_widget_get_root (button)) == button);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 0);
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
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, NULL), ==, 0);

  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->sandbox));
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
  hsp_account_set_key (fixture->account, hsp_sandbox_get_key (fixture->sandbox));
  hsp_test_wait (g_strcmp0 (gtk_stack_get_visible_child_name (stack), "list") == 0);
}

static void
test_skipped (Fixture       *fixture,
              gconstpointer  user_data)
{
  GtkWidget *label = get_shop_child (fixture, "skipped_label");

  g_assert_false (gtk_widget_get_visible (label));
  hsp_sandbox_push_fault (fixture->sandbox, "sms_projects", HSP_FAULT_BAD_ROW);
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
  g_autofree char *folder = g_build_filename (fixture->dir, "data", "sms", NULL);
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);

  g_assert_cmpstr (gtk_stack_get_visible_child_name (stack), ==, "journal");
  g_assert_cmpint (g_mkdir_with_parents (folder, 0700), ==, 0);
  g_assert_true (g_file_set_contents (path, "this is no journal, and never was one", -1, NULL));
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

/* From the press to the clipboard */

static void
test_code (Fixture       *fixture,
           gconstpointer  user_data)
{
  HspSmsCard *card;
  const HspNumberRow *row;
  GtkWidget *copy;
  g_autofree char *code = NULL;
  g_autofree char *copied = NULL;

  buy_first (fixture);
  card = get_card (fixture, 0);
  row = hsp_sms_number_get_row (hsp_sms_card_get_number (card));
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);
  g_assert_cmpstr (gtk_label_get_text (get_card_child (card, "pill_label")), ==, "Waiting");
  g_assert_nonnull (strstr (gtk_label_get_text (get_card_child (card, "place_label")),
                            row->project_name));
  g_assert_cmpstr (get_sentence (fixture), ==, "");

  receive_code (fixture, card);
  g_assert_true (get_card (fixture, 0) == card);
  row = hsp_sms_number_get_row (hsp_sms_card_get_number (card));
  code = g_strdup (row->code);
  g_assert_cmpstr (gtk_label_get_text (get_card_child (card, "code_label")), ==, code);
  g_assert_cmpstr (gtk_stack_get_visible_child_name (get_card_child (card, "state_stack")), ==,
                   "code");

  copy = get_card_child (card, "copy_code_button");
  g_assert_true (gtk_widget_has_css_class (copy, "suggested-action"));
  press (copy);
  copied = read_clipboard (fixture);
  g_assert_cmpstr (copied, ==, code);
  g_assert_cmpstr (fixture->toast, ==, "Code copied");
  hsp_test_wait (!gtk_widget_has_css_class (copy, "suggested-action"));
  g_assert_cmpstr (adw_button_content_get_label (get_card_child (card, "copy_code_content")), ==,
                   "Copied");
  g_assert_true (gtk_widget_get_visible (get_card_child (card, "use_again_button")));
}

/* Two clicks of a double click are one decision. */
static void
test_one_purchase (Fixture       *fixture,
                   gconstpointer  user_data)
{
  GtkWidget *button = get_shop_child (fixture, "get_button");

  choose (fixture, 0);
  g_signal_emit_by_name (button, "clicked");
  g_assert_false (gtk_widget_get_sensitive (button));
  g_signal_emit_by_name (button, "clicked");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);
}

static void
test_spoken (Fixture       *fixture,
             gconstpointer  user_data)
{
  HspSmsCard *card;
  HspSmsNumber *number;
  const HspNumberRow *row;
  g_autofree char *phone = NULL;
  g_autofree char *place = NULL;
  g_autofree char *spoken = NULL;
  g_autoptr(GString) spelled = g_string_new (NULL);

  buy_first (fixture);
  card = get_card (fixture, 0);
  number = hsp_sms_card_get_number (card);
  gtk_test_accessible_assert_role (GTK_WIDGET (card), GTK_ACCESSIBLE_ROLE_GROUP);
  receive_code (fixture, card);

  row = hsp_sms_number_get_row (number);
  for (const char *p = row->code; *p != '\0'; p++)
    g_string_append_printf (spelled, "%s%c", p == row->code ? "" : " ", *p);
  phone = hsp_phone_format (row->phone, row->country);
  for (guint i = 0; i < g_list_model_get_n_items (hsp_sms_desk_get_countries (fixture->desk)); i++)
    {
      g_autoptr(HspCountry) country =
        g_list_model_get_item (hsp_sms_desk_get_countries (fixture->desk), i);

      if (g_str_equal (hsp_country_get_code (country), row->country))
        place = g_strdup_printf ("%s, %s", row->project_name, hsp_country_get_name (country));
    }
  spoken = g_strdup_printf ("%s, %s, %s, %s", place, phone, hsp_sms_number_get_state_text (number),
                            spelled->str);
  gtk_test_accessible_assert_property (GTK_WIDGET (card), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken);
  gtk_test_accessible_assert_property (get_card_child (card, "code_label"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL, spelled->str);
}

static void
test_copy_number (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspSmsCard *card;
  const HspNumberRow *row;
  g_autofree char *full = NULL;
  g_autofree char *copied = NULL;

  buy_first (fixture);
  card = get_card (fixture, 0);
  row = hsp_sms_number_get_row (hsp_sms_card_get_number (card));
  full = hsp_phone_full (row->phone, row->country);
  press (get_card_child (card, "copy_number_button"));
  copied = read_clipboard (fixture);
  g_assert_cmpstr (copied, ==, full);
  g_assert_cmpstr (fixture->toast, ==, "Number copied");
}

static void
test_newest_first (Fixture       *fixture,
                   gconstpointer  user_data)
{
  HspSmsNumber *first;

  buy_first (fixture);
  first = hsp_sms_card_get_number (get_card (fixture, 0));
  hsp_test_wait (is_ready (fixture));
  gtk_spin_button_set_value (get_quantity_child (fixture, "spin"), 2);
  press (get_shop_child (fixture, "get_button"));
  answer ("get");
  hsp_test_wait (get_card (fixture, 2) != NULL);
  g_assert_true (hsp_sms_card_get_number (get_card (fixture, 2)) == first);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 2);
  /* A quantity is never remembered: the next press buys one */
  hsp_test_wait (is_ready (fixture));
  g_assert_true (g_str_has_prefix (get_button_text (fixture), "Get Number · "));
}

/* What goes wrong */

static void
test_unconfirmed (Fixture       *fixture,
                  gconstpointer  user_data)
{
  hsp_sandbox_push_fault (fixture->sandbox, "add_sms", HSP_FAULT_RESET_AFTER);
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);
  g_assert_nonnull (strstr (get_sentence (fixture), "may have sold this or not"));
  g_assert_true (gtk_widget_get_visible (get_shop_child (fixture, "orders_button")));
  gtk_widget_activate (get_shop_child (fixture, "orders_button"));
  hsp_test_wait (fixture->shown_page != NULL);
  g_assert_cmpstr (fixture->shown_page, ==, "orders");
}

/* The same while one waits for its code, or may: asked first, and Enter buys nothing. */
static void
test_same_asks (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  GtkWidget *button = get_shop_child (fixture, "get_button");

  buy_first (fixture);
  hsp_test_wait (is_ready (fixture));
  press (button);
  hsp_test_wait (find_dialog () != NULL);
  g_assert_cmpstr (adw_message_dialog_get_heading (find_dialog ()), ==, "Get Another Number?");
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "waits for its code"));
  g_assert_cmpstr (adw_message_dialog_get_default_response (find_dialog ()), ==, "cancel");
  answer ("cancel");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);

  /* a person who does not want to be warned is not, but of what may be lost */
  limits.unwarned = TRUE;
  hsp_account_set_limits (fixture->account, &limits);
  hsp_sandbox_push_fault (fixture->sandbox, "add_sms", HSP_FAULT_RESET_AFTER);
  press (button);
  hsp_test_wait (is_ready (fixture));
  g_assert_null (find_dialog ());
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 2);
  press (button);
  hsp_test_wait (find_dialog () != NULL);
  g_assert_nonnull (strstr (adw_message_dialog_get_body (find_dialog ()), "is not known"));
  answer ("get");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 3);
}

static void
test_ask_above (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;

  limits.ask_above = 1;
  hsp_account_set_limits (fixture->account, &limits);
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (find_dialog () != NULL);
  g_assert_cmpstr (adw_message_dialog_get_default_response (find_dialog ()), ==, "cancel");
  answer ("cancel");
  hsp_test_wait (is_ready (fixture));
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 0);
  press (get_shop_child (fixture, "get_button"));
  answer ("spend");
  hsp_test_wait (get_card (fixture, 0) != NULL);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);
}

/* Phone, code and text go; what it cost stays. One that still waits is left alone. */
static void
test_forgotten (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSmsNumber *number;
  const HspNumberRow *row;
  HspMoney charge;

  buy_first (fixture);
  number = hsp_sms_card_get_number (get_card (fixture, 0));
  hsp_sms_desk_forget_before (fixture->desk, G_MAXINT64);
  g_assert_cmpstr (hsp_sms_number_get_row (number)->phone, !=, "");

  receive_code (fixture, get_card (fixture, 0));
  charge = hsp_sms_number_get_row (number)->charge;
  hsp_sms_desk_forget_before (fixture->desk, hsp_sms_number_get_row (number)->created);
  g_assert_nonnull (hsp_sms_number_get_row (number)->code);
  hsp_sms_desk_forget_before (fixture->desk, G_MAXINT64);
  row = hsp_sms_number_get_row (number);
  g_assert_cmpstr (row->phone, ==, "");
  g_assert_null (row->code);
  g_assert_null (row->text);
  g_assert_cmpint (row->charge, ==, charge);
  g_assert_cmpuint (hsp_sms_desk_get_n_uncopied (fixture->desk), ==, 0);
  hsp_test_wait (get_card (fixture, 0) == NULL);
}

static void
test_rejected (Fixture       *fixture,
               gconstpointer  user_data)
{
  hsp_sandbox_push_fault (fixture->sandbox, "add_sms", HSP_FAULT_HTTP_400);
  choose (fixture, 0);
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (is_ready (fixture));
  g_assert_nonnull (strstr (get_sentence (fixture), "Nothing was bought."));
  g_assert_nonnull (strchr (get_sentence (fixture), '\n'));
  g_assert_false (gtk_widget_get_visible (get_shop_child (fixture, "orders_button")));
  g_assert_null (get_card (fixture, 0));

  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (get_card (fixture, 0) != NULL);
  g_assert_cmpstr (get_sentence (fixture), ==, "");
}

static void
test_too_little_money (Fixture       *fixture,
                       gconstpointer  user_data)
{
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (get_list (fixture)), 0);
  g_assert_false (is_ready (fixture));
  g_assert_true (g_str_has_prefix (get_sentence (fixture),
                                   "Your balance is 0.01\u00a0USD, this costs "));
}

static HspSmsProject *
get_offer (Fixture *fixture)
{
  return g_list_model_get_item (hsp_sms_desk_get_projects (fixture->desk), 0);
}

/* An offer with a price that the shop no longer asks. */
static HspSmsProject *
create_stale (HspSmsProject *offer)
{
  return hsp_sms_project_new (hsp_sms_project_get_id (offer), hsp_sms_project_get_name (offer),
                              hsp_sms_project_get_price (offer) - 10000,
                              hsp_sms_project_get_country (offer),
                              hsp_sms_project_get_country_name (offer));
}

static void
store_buy_cb (GObject      *object,
              GAsyncResult *result,
              gpointer      user_data)
{
  int *bought = user_data;
  g_autofree char *sentence = NULL;

  *bought = (int) hsp_sms_buy_finish (result, &sentence);
}

static void
test_price_moved (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(HspSmsProject) offer = get_offer (fixture);
  g_autoptr(HspSmsProject) stale = create_stale (offer);
  int bought = -1;

  hsp_sms_buy_async (fixture->page, fixture->account, stale, 1, NULL, store_buy_cb, &bought);
  answer ("cancel");
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_STOPPED);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 0);

  bought = -1;
  hsp_sms_buy_async (fixture->page, fixture->account, stale, 1, NULL, store_buy_cb, &bought);
  hsp_test_wait (find_dialog () != NULL);
  g_assert_true (g_str_has_prefix (adw_message_dialog_get_heading (find_dialog ()),
                                   "The price is now "));
  g_assert_cmpstr (adw_message_dialog_get_default_response (find_dialog ()), ==, "cancel");
  answer ("get");
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_BOUGHT);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);
  g_assert_cmpint (hsp_sandbox_get_charged (fixture->sandbox), ==,
                   hsp_sms_project_get_price (offer));
}

/* A window that closes on the question is an answer, too: nothing is bought, nothing stays. */
static void
test_dialog_destroyed (Fixture       *fixture,
                       gconstpointer  user_data)
{
  g_autoptr(HspSmsProject) offer = get_offer (fixture);
  g_autoptr(HspSmsProject) stale = create_stale (offer);
  int bought = -1;

  hsp_sms_buy_async (fixture->page, fixture->account, stale, 1, NULL, store_buy_cb, &bought);
  hsp_test_wait (find_dialog () != NULL);
  gtk_window_destroy (GTK_WINDOW (find_dialog ()));
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_STOPPED);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 0);
}

/* The window closes while the price is read: what nobody would see is not bought. */
static void
test_closed_while_asking (Fixture       *fixture,
                          gconstpointer  user_data)
{
  g_autoptr(HspSmsProject) offer = get_offer (fixture);
  g_autoptr(GtkWidget) page = g_object_ref (fixture->page);
  int bought = -1;

  hsp_sms_buy_async (page, fixture->account, offer, 1, NULL, store_buy_cb, &bought);
  adw_window_set_content (ADW_WINDOW (fixture->window), NULL);
  hsp_test_wait (bought != -1);
  g_assert_cmpint (bought, ==, HSP_SMS_BUY_STOPPED);
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 0);
  adw_window_set_content (ADW_WINDOW (fixture->window), page);
}

static void
test_use_again (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspSmsCard *card;
  g_autofree char *full = NULL;
  g_autofree char *needle = NULL;
  g_autoptr(GPtrArray) requests = NULL;
  gboolean reused = FALSE;

  buy_first (fixture);
  card = get_card (fixture, 0);
  receive_code (fixture, card);
  press (get_card_child (card, "copy_code_button"));
  hsp_test_wait (gtk_widget_get_visible (get_card_child (card, "use_again_button")));
  full = hsp_phone_full (hsp_sms_number_get_row (hsp_sms_card_get_number (card))->phone,
                         hsp_sms_number_get_row (hsp_sms_card_get_number (card))->country);

  press (get_card_child (card, "use_again_button"));
  g_assert_false (gtk_widget_get_sensitive (get_card_child (card, "use_again_button")));
  answer ("cancel");
  hsp_test_wait (gtk_widget_get_sensitive (get_card_child (card, "use_again_button")));
  g_assert_cmpuint (hsp_sandbox_count (fixture->sandbox, "add_sms"), ==, 1);

  press (get_card_child (card, "use_again_button"));
  answer ("get");
  hsp_test_wait (get_card (fixture, 1) != NULL);
  requests = hsp_sandbox_get_requests (fixture->sandbox);
  needle = g_strdup_printf ("phone=%%2B%s", full + 1);
  for (guint i = 0; i < requests->len; i++)
    {
      HspSandboxRequest *request = g_ptr_array_index (requests, i);

      reused |= g_str_equal (request->action, "add_sms") &&
                strstr (request->params, needle) != NULL;
    }
  g_assert_true (reused);
}

/* Tab goes from card to card, through the buttons of each. */
static void
test_keyboard (Fixture       *fixture,
               gconstpointer  user_data)
{
  GtkWidget *first;
  GtkWidget *second;

  buy_first (fixture);
  hsp_test_wait (is_ready (fixture));
  press (get_shop_child (fixture, "get_button"));
  answer ("get");
  hsp_test_wait (get_card (fixture, 1) != NULL);
  first = get_card_child (get_card (fixture, 0), "copy_number_button");
  second = get_card_child (get_card (fixture, 1), "copy_number_button");

  gtk_widget_grab_focus (first);
  for (int i = 0; i < 10 && gtk_window_get_focus (fixture->window) != second; i++)
    gtk_widget_child_focus (GTK_WIDGET (fixture->window), GTK_DIR_TAB_FORWARD);
  g_assert_true (gtk_window_get_focus (fixture->window) == second);
}

static void
test_menu (Fixture       *fixture,
           gconstpointer  user_data)
{
  GtkMenuButton *button;
  GtkPopover *popover;
  GMenuModel *menu;
  g_autoptr(GMenuModel) section = NULL;
  g_autofree char *action = NULL;

  buy_first (fixture);
  button = get_card_child (get_card (fixture, 0), "menu_button");
  gtk_menu_button_popup (button);
  popover = gtk_menu_button_get_popover (button);
  g_assert_nonnull (popover);
  menu = gtk_popover_menu_get_menu_model (GTK_POPOVER_MENU (popover));
  g_assert_cmpint (g_menu_model_get_n_items (menu), ==, 3);
  section = g_menu_model_get_item_link (menu, 1, G_MENU_LINK_SECTION);
  g_assert_true (g_menu_model_get_item_attribute (section, 0, G_MENU_ATTRIBUTE_ACTION, "s",
                                                  &action));
  g_assert_cmpstr (action, ==, "sms.check");
  gtk_menu_button_popdown (button);
}

static void
test_remove (Fixture       *fixture,
             gconstpointer  user_data)
{
  GtkListBox *history = get_page_child (fixture, "history");
  HspSmsNumber *number;

  buy_first (fixture);
  g_assert_null (gtk_list_box_get_row_at_index (history, 0));
  number = hsp_sms_card_get_number (get_card (fixture, 0));
  gtk_widget_activate_action (fixture->page, "sms.remove", "s",
                              hsp_sms_number_get_row (number)->order);
  hsp_test_wait (get_card (fixture, 0) == NULL);
  hsp_test_wait (gtk_list_box_get_row_at_index (history, 0) != NULL);
  g_assert_true (gtk_widget_get_visible (get_page_child (fixture, "none_active_label")));
}

/* Narrow */

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
  g_assert_false (hsp_page_get_can_go_back (page));
}

/* What there is to say of a purchase stands where the person is led to. */
static void
test_partly_read (Fixture       *fixture,
                  gconstpointer  user_data)
{
  hsp_page_set_narrow (HSP_PAGE (fixture->page), TRUE);
  hsp_test_wait (adw_leaflet_get_folded (get_page_child (fixture, "leaflet")));
  hsp_sandbox_push_fault (fixture->sandbox, "add_sms", HSP_FAULT_BAD_ROW);
  choose (fixture, 0);
  gtk_editable_set_text (get_quantity_child (fixture, "spin"), "2");
  press (get_shop_child (fixture, "get_button"));
  hsp_test_wait (hsp_page_get_can_go_back (HSP_PAGE (fixture->page)));
  g_assert_true (gtk_revealer_get_reveal_child (get_page_child (fixture, "notice_revealer")));
  g_assert_cmpstr (gtk_label_get_text (get_page_child (fixture, "notice_label")), ==,
                   "1 number of the answer could not be read.");
}

static void
test_show_number (Fixture       *fixture,
                  gconstpointer  user_data)
{
  GtkWidget *card;
  HspSmsNumber *number;
  GtkWidget *focus;

  buy_first (fixture);
  card = GTK_WIDGET (get_card (fixture, 0));
  number = hsp_sms_card_get_number (HSP_SMS_CARD (card));
  hsp_page_set_narrow (HSP_PAGE (fixture->page), TRUE);
  hsp_test_wait (adw_leaflet_get_folded (get_page_child (fixture, "leaflet")));
  hsp_page_go_back (HSP_PAGE (fixture->page));
  hsp_sms_page_show_number (HSP_SMS_PAGE (fixture->page), hsp_sms_number_get_row (number)->order);
  g_assert_true (hsp_page_get_can_go_back (HSP_PAGE (fixture->page)));
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (focus != NULL && gtk_widget_is_ancestor (focus, card));

  /* and one that has gone to the history */
  gtk_widget_activate_action (fixture->page, "sms.remove", "s",
                              hsp_sms_number_get_row (number)->order);
  hsp_test_wait (get_card (fixture, 0) == NULL);
  hsp_sms_page_show_number (HSP_SMS_PAGE (fixture->page), hsp_sms_number_get_row (number)->order);
  focus = gtk_window_get_focus (fixture->window);
  g_assert_true (focus != NULL &&
                 gtk_widget_is_ancestor (focus, get_page_child (fixture, "history")));
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
  ADD ("/sms/code", set_up, test_code);
  ADD ("/sms/one-purchase", set_up, test_one_purchase);
  ADD ("/sms/spoken", set_up, test_spoken);
  ADD ("/sms/copy-number", set_up, test_copy_number);
  ADD ("/sms/newest-first", set_up, test_newest_first);
  ADD ("/sms/unconfirmed", set_up, test_unconfirmed);
  ADD ("/sms/same-asks", set_up, test_same_asks);
  ADD ("/sms/ask-above", set_up, test_ask_above);
  ADD ("/sms/forgotten", set_up, test_forgotten);
  ADD ("/sms/rejected", set_up, test_rejected);
  ADD ("/sms/too-little-money", set_up_poor, test_too_little_money);
  ADD ("/sms/price-moved", set_up, test_price_moved);
  ADD ("/sms/dialog-destroyed", set_up, test_dialog_destroyed);
  ADD ("/sms/closed-while-asking", set_up, test_closed_while_asking);
  ADD ("/sms/use-again", set_up, test_use_again);
  ADD ("/sms/keyboard", set_up, test_keyboard);
  ADD ("/sms/menu", set_up, test_menu);
  ADD ("/sms/remove", set_up, test_remove);
  ADD ("/sms/narrow", set_up, test_narrow);
  ADD ("/sms/key-later", set_up_no_key, test_key_later);
  ADD ("/sms/key-changed", set_up_refused, test_key_changed);
  ADD ("/sms/skipped", set_up, test_skipped);
  ADD ("/sms/journal", set_up_no_key, test_journal);
  ADD ("/sms/partly-read", set_up, test_partly_read);
  ADD ("/sms/show-number", set_up, test_show_number);
#undef ADD

  return g_test_run ();
}
