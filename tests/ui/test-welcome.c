/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The welcome page in process, against a real sandbox shop: a key is taken, refused,
 * and forgotten. Keyring: none. */
#include "config.h"

#include "window-fixture.h"

#include "hsp-account.h"

static gboolean
is_checking (HspKeyForm *form)
{
  gboolean checking;

  g_object_get (form, "checking", &checking, NULL);
  return checking;
}

static void
test_empty (Fixture       *fixture,
            gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  GtkWidget *button = part (form, HSP_TYPE_KEY_FORM, "button");
  GtkLabel *line = part (form, HSP_TYPE_KEY_FORM, "line");

  g_assert_null (hsp_window_get_view (fixture->window));
  g_assert_false (gtk_widget_get_sensitive (button));
  type_key (form, "   ");
  g_assert_false (gtk_widget_get_sensitive (button));
  type_key (form, " key ");
  g_assert_true (gtk_widget_get_sensitive (button));

  /* there is none in this test, which the form finds out by itself */
  hsp_test_wait (strstr (gtk_label_get_label (line), "No keyring here") != NULL);
}

static void
test_refused (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  GtkWidget *row = part (form, HSP_TYPE_KEY_FORM, "row");
  GtkWidget *line = part (form, HSP_TYPE_KEY_FORM, "line");
  g_autoptr(GVariant) accounts = NULL;

  type_key (form, "wrong-key");
  click_connect (form);
  g_assert_true (is_checking (form));
  g_assert_false (gtk_widget_get_sensitive (row));
  hsp_test_wait (!is_checking (form));

  g_assert_cmpstr (gtk_label_get_label (GTK_LABEL (line)), ==,
                   "The shop did not accept this key. Nothing was stored.");
  g_assert_true (gtk_widget_has_css_class (row, "error"));
  g_assert_true (gtk_widget_has_css_class (line, "gone"));
  g_assert_true (gtk_widget_get_sensitive (row));
  g_assert_null (hsp_session_get_account (session ()));
  accounts = g_settings_get_value (hsp_session_get_settings (session ()), "accounts");
  g_assert_cmpuint (g_variant_n_children (accounts), ==, 0);

  /* what was said was said of the key before */
  type_key (form, "wrong-key2");
  g_assert_false (gtk_widget_has_css_class (row, "error"));
  g_assert_false (gtk_widget_has_css_class (line, "gone"));
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));

  hsp_sandbox_push_fault (shop, "balance", HSP_FAULT_SLOW);
  type_key (form, GOOD_KEY);
  click_connect (form);
  gtk_widget_activate_action (GTK_WIDGET (form), "key-form.cancel", NULL);
  hsp_test_wait (!is_checking (form));

  g_assert_null (hsp_session_get_account (session ()));
  g_assert_cmpstr (gtk_editable_get_text (part (form, HSP_TYPE_KEY_FORM, "row")), ==, GOOD_KEY);
}

static void
test_no_shop (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  g_autofree char *endpoint = g_strdup (hsp_session_get_endpoint (session ()));

  /* nobody listens on the port of TCPMUX */
  hsp_session_set_endpoint (session (), "http://127.0.0.1:1/api/v2");
  type_key (form, GOOD_KEY);
  click_connect (form);
  hsp_test_wait (!is_checking (form));
  g_assert_cmpstr (gtk_label_get_label (part (form, HSP_TYPE_KEY_FORM, "line")), ==,
                   "No connection. The key was not checked and not stored.");
  g_assert_null (hsp_session_get_account (session ()));

  hsp_session_set_endpoint (session (), endpoint);
}

static void
test_connect (Fixture       *fixture,
              gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  GtkLabel *balance;

  type_key (form, "  " GOOD_KEY " ");
  click_connect (form);
  hsp_test_wait (hsp_session_get_account (session ()) != NULL);

  g_assert_cmpstr (hsp_window_get_view (fixture->window), ==, "catalogue");
  g_assert_cmpstr (gtk_editable_get_text (part (form, HSP_TYPE_KEY_FORM, "row")), ==, "");
  g_assert_cmpstr (strip_text (fixture), ==, "The key is kept until the program ends.");
  balance = part (fixture->window, HSP_TYPE_WINDOW, "balance_label");
  hsp_test_wait (g_str_equal (gtk_label_get_label (balance), "100.00\302\240USD"));
  gtk_test_accessible_assert_property (part (fixture->window, HSP_TYPE_WINDOW, "balance_button"),
                                       GTK_ACCESSIBLE_PROPERTY_LABEL,
                                       "Balance 100.00\302\240USD, open the wallet");
}

/* Forgotten and connected again, it is the same account: what was bought comes back into sight. */
static void
test_connect_again (Fixture       *fixture,
                    gconstpointer  user_data)
{
  HspKeyForm *form = HSP_KEY_FORM (find (fixture->window, HSP_TYPE_KEY_FORM));
  g_autofree char *id = NULL;

  for (int i = 0; i < 2; i++)
    {
      type_key (form, GOOD_KEY);
      click_connect (form);
      hsp_test_wait (hsp_session_get_account (session ()) != NULL);
      if (i == 0)
        id = g_strdup (hsp_account_get_id (hsp_session_get_account (session ())));
      else
        g_assert_cmpstr (hsp_account_get_id (hsp_session_get_account (session ())), ==, id);
      activate ("forget");
      hsp_test_wait (hsp_session_get_account (session ()) == NULL);
      g_assert_null (hsp_window_get_view (fixture->window));
    }
}

static void
add_tests (void)
{
  add_test ("/welcome/empty", test_empty);
  add_test ("/welcome/refused", test_refused);
  add_test ("/welcome/cancelled", test_cancelled);
  add_test ("/welcome/no-shop", test_no_shop);
  add_test ("/welcome/connect", test_connect);
  add_test ("/welcome/connect-again", test_connect_again);
}

int
main (int    argc,
      char **argv)
{
  return run_tests (argc, argv, add_tests);
}
