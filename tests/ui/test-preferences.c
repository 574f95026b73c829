/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The window of the preferences over a real session with a sandbox shop, and what its settings do. */
#include "config.h"

#include "hsp-account.h"
#include "hsp-amount-row.h"
#include "hsp-ask.h"
#include "hsp-code-clipboard.h"
#include "hsp-country.h"
#include "hsp-preferences-window.h"
#include "hsp-preferences.h"
#include "hsp-session.h"
#include "hsp-sms-desk.h"
#include "hsp-style.h"
#include "hsp-test.h"
#include "hsp-wallet.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

typedef struct
{
  char       *dir;
  HspSession *session;
  GSettings  *settings;     /* of the session */
  HspAccount *account;      /* likewise */
  GtkWindow  *window;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  HspSessionOptions options = { 0 };
  g_autoptr(GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hsp-preferences-XXXXXX", &error);
  g_assert_no_error (error);
  options.data_dir = fixture->dir;
  fixture->session = hsp_session_new (&options);
  fixture->settings = hsp_session_get_settings (fixture->session);
  g_assert_true (hsp_session_enter_sandbox (fixture->session, &error));
  g_assert_no_error (error);
  fixture->account = hsp_session_get_account (fixture->session);
  hsp_test_wait (hsp_wallet_get_read_at (hsp_account_get_wallet (fixture->account)) > 0);
  fixture->window = GTK_WINDOW (hsp_preferences_window_new (NULL, fixture->session));
  gtk_window_present (fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  static const char * const keys[] = {
    "ask-always", "ask-above", "daily-limit", "warn-same", "low-balance", "copy-codes",
    "clear-clipboard", "default-country", "keep-numbers", "style", "notify-orders",
  };

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    g_settings_reset (fixture->settings, keys[i]);
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_window_destroy (fixture->window);
  hsp_test_wait (fixture->window == NULL);
  hsp_session_close (fixture->session);
  g_clear_object (&fixture->session);
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static gpointer
get_child (Fixture    *fixture,
           const char *name)
{
  gpointer child = gtk_widget_get_template_child (GTK_WIDGET (fixture->window),
                                                  HSP_TYPE_PREFERENCES_WINDOW, name);

  g_assert_nonnull (child);
  return child;
}

static void
type (Fixture    *fixture,
      const char *row,
      const char *text)
{
  gpointer entry = gtk_widget_get_template_child (get_child (fixture, row), HSP_TYPE_AMOUNT_ROW,
                                                  "entry");

  gtk_editable_set_text (GTK_EDITABLE (entry), text);
}

/* Every change holds at once, for the account too. */
static void
test_limits (Fixture       *fixture,
             gconstpointer  user_data)
{
  const HspSpendingLimits *limits = hsp_account_get_limits (fixture->account);
  GtkWidget *row = get_child (fixture, "daily_limit_row");
  GtkWidget *dialog;

  type (fixture, "ask_above_row", "2.5");
  type (fixture, "daily_limit_row", "10");
  hsp_test_wait (limits->ask_above == 2500000 && limits->daily == 10 * HSP_MONEY_UNIT);
  gtk_switch_set_active (get_child (fixture, "ask_always_switch"), FALSE);
  gtk_switch_set_active (get_child (fixture, "warn_same_switch"), FALSE);
  g_assert_true (limits->unasked && limits->unwarned);
  g_assert_false (hsp_ask_again_needed (fixture->account, 2500000));
  g_assert_true (hsp_ask_again_needed (fixture->account, 2500001));

  dialog = hsp_ask_again_dialog_new (fixture->window, fixture->account, 3 * HSP_MONEY_UNIT);
  g_assert_cmpstr (adw_message_dialog_get_heading (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "Spend 3.00\u00a0USD?");
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)), ==,
                   "cancel");
  gtk_window_destroy (GTK_WINDOW (dialog));

  /* what is no amount changes nothing, and says so */
  type (fixture, "daily_limit_row", "1,50");
  hsp_test_wait (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpint (limits->daily, ==, 10 * HSP_MONEY_UNIT);
  g_assert_cmpstr (adw_action_row_get_subtitle (ADW_ACTION_ROW (row)), ==, "An amount, as 2.50");
  type (fixture, "daily_limit_row", "20");
  hsp_test_wait (limits->daily == 20 * HSP_MONEY_UNIT);
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  type (fixture, "daily_limit_row", "-1");
  hsp_test_wait (gtk_widget_has_css_class (row, "error"));
  g_assert_cmpint (limits->daily, ==, 20 * HSP_MONEY_UNIT);
  type (fixture, "daily_limit_row", "");
  hsp_test_wait (limits->daily == HSP_MONEY_UNKNOWN);
  g_assert_false (gtk_widget_has_css_class (row, "error"));

  /* from elsewhere, and for the next account too */
  hsp_preferences_set_money (fixture->settings, "daily-limit", 4 * HSP_MONEY_UNIT);
  g_assert_cmpint (limits->daily, ==, 4 * HSP_MONEY_UNIT);
}

static void
choose (Fixture    *fixture,
        const char *row,
        guint       choice)
{
  adw_combo_row_set_selected (get_child (fixture, row), choice);
}

static void
test_choices (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspSmsDesk *desk = hsp_account_get_sms_desk (fixture->account);
  AdwComboRow *country = get_child (fixture, "country_row");
  AdwStyleManager *manager = adw_style_manager_get_default ();
  g_autofree char *code = NULL;

  choose (fixture, "clear_row", 1);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "clear-clipboard"), ==, 30);
  choose (fixture, "keep_row", 4);
  g_assert_cmpint (g_settings_get_int (fixture->settings, "keep-numbers"), ==, 365);
  g_settings_set_int (fixture->settings, "keep-numbers", 45);
  g_assert_cmpuint (adw_combo_row_get_selected (get_child (fixture, "keep_row")), ==, 3);

  hsp_style_follow (fixture->settings);
  choose (fixture, "style_row", 2);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_FORCE_DARK);
  choose (fixture, "style_row", 0);
  g_assert_cmpint (adw_style_manager_get_color_scheme (manager), ==, ADW_COLOR_SCHEME_DEFAULT);

  /* the shop's list is asked for, and chosen from */
  hsp_test_wait (g_list_model_get_n_items (hsp_sms_desk_get_countries (desk)) > 2);
  adw_combo_row_set_selected (country, 2);
  code = g_settings_get_string (fixture->settings, "default-country");
  g_assert_cmpstr (code, ==, hsp_country_get_code (adw_combo_row_get_selected_item (country)));
  g_assert_cmpstr (code, !=, "");
  adw_combo_row_set_selected (country, 0);
  g_free (code);
  code = g_settings_get_string (fixture->settings, "default-country");
  g_assert_cmpstr (code, ==, "");
}

static void
test_fits (Fixture       *fixture,
           gconstpointer  user_data)
{
  int width;

  g_assert_true (adw_preferences_window_get_search_enabled (ADW_PREFERENCES_WINDOW (fixture->window)));
  /* without the border that is drawn around it where there is no compositor */
  gtk_widget_measure (gtk_widget_get_first_child (GTK_WIDGET (fixture->window)),
                      GTK_ORIENTATION_HORIZONTAL, -1, &width, NULL, NULL, NULL);
  g_assert_cmpint (width, <=, 360);
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
read_clipboard (GdkClipboard *clipboard)
{
  char *text = NULL;

  gdk_clipboard_read_text_async (clipboard, NULL, read_text_cb, &text);
  hsp_test_wait (text != NULL);
  return text;
}

static gboolean
is_on_clipboard (GdkClipboard *clipboard,
                 const char   *expected)
{
  g_autofree char *text = read_clipboard (clipboard);

  return g_str_equal (text, expected);
}

static gboolean
set_true_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Taken off, but nothing that was copied since. */
static void
test_clipboard (Fixture       *fixture,
                gconstpointer  user_data)
{
  GdkClipboard *clipboard = gtk_widget_get_clipboard (GTK_WIDGET (fixture->window));
  gboolean is_later = FALSE;

  g_settings_set_int (fixture->settings, "clear-clipboard", 1);
  hsp_code_clipboard_copy (clipboard, "482913");
  g_assert_true (is_on_clipboard (clipboard, "482913"));
  hsp_test_wait (is_on_clipboard (clipboard, ""));

  hsp_code_clipboard_copy (clipboard, "482913");
  gdk_clipboard_set_text (clipboard, "a recipe");
  g_timeout_add (2200, set_true_cb, &is_later);
  hsp_test_wait (is_later);
  g_assert_true (is_on_clipboard (clipboard, "a recipe"));

  g_settings_set_int (fixture->settings, "clear-clipboard", 0);
  hsp_code_clipboard_copy (clipboard, "482913");
  is_later = FALSE;
  g_timeout_add (1300, set_true_cb, &is_later);
  hsp_test_wait (is_later);
  g_assert_true (is_on_clipboard (clipboard, "482913"));
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("APP_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  adw_init ();

#define ADD(name, func) g_test_add ("/preferences/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("fits", test_fits);
  ADD ("limits", test_limits);
  ADD ("choices", test_choices);
  ADD ("clipboard", test_clipboard);
#undef ADD

  return g_test_run ();
}
