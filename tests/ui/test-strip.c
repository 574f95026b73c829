/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The strip under the header, with a session as a person has one: what is most urgent is said, and
 * goes when it is over. */
#include "config.h"

#include <adwaita.h>
#include <locale.h>

#include <string.h>

#include "hsp-account.h"
#include "hsp-catalogue-page.h"
#include "hsp-order-book.h"
#include "hsp-sandbox.h"
#include "hsp-session.h"
#include "hsp-sms-page.h"
#include "hsp-strip.h"
#include "hsp-test.h"
#include "hsp-wallet.h"
#include "hsp-wallet-page.h"
#include "hsp-wallet-private.h"

#define KEY "key-of-the-strip"
/* Nobody has this name, and an address that is not this computer's obeys the network monitor */
#define FAR_SHOP "https://shop.invalid/api/v2"

/* A network that goes and comes as the test says */

#define MONITOR_NAME "hsp-test"
#define TEST_TYPE_MONITOR (test_monitor_get_type ())
G_DECLARE_FINAL_TYPE (TestMonitor, test_monitor, TEST, MONITOR, GObject)

struct _TestMonitor
{
  GObject  parent_instance;
  gboolean available;
};

enum
{
  PROP_0,
  PROP_AVAILABLE,
  PROP_METERED,
  PROP_CONNECTIVITY
};

static gboolean
initialize (GInitable     *initable,
            GCancellable  *cancellable,
            GError       **error)
{
  return TRUE;
}

static void
initable_init (GInitableIface *iface)
{
  iface->init = initialize;
}

static void
monitor_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_FINAL_TYPE_WITH_CODE (TestMonitor, test_monitor, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_init)
                               G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR, monitor_init))

static void
test_monitor_get_property (GObject    *object,
                           guint       property_id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  if (property_id == PROP_AVAILABLE)
    g_value_set_boolean (value, TEST_MONITOR (object)->available);
  else if (property_id == PROP_CONNECTIVITY)
    g_value_set_enum (value, G_NETWORK_CONNECTIVITY_FULL);
}

static void
test_monitor_class_init (TestMonitorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = test_monitor_get_property;
  g_object_class_override_property (object_class, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (object_class, PROP_METERED, "network-metered");
  g_object_class_override_property (object_class, PROP_CONNECTIVITY, "connectivity");
}

static void
test_monitor_init (TestMonitor *self)
{
  self->available = TRUE;
}

static void
set_available (gboolean available)
{
  TestMonitor *monitor = TEST_MONITOR (g_network_monitor_get_default ());

  monitor->available = available;
  g_object_notify (G_OBJECT (monitor), "network-available");
}

/* The strip */

typedef struct
{
  char       *dir;
  HspSandbox *shop;       /* (nullable) */
  HspSession *session;
  HspStrip   *strip;
} Fixture;

static gpointer
part (Fixture    *fixture,
      const char *name)
{
  return gtk_widget_get_template_child (GTK_WIDGET (fixture->strip), HSP_TYPE_STRIP, name);
}

static const char *
get_text (Fixture *fixture)
{
  return gtk_revealer_get_reveal_child (part (fixture, "revealer"))
         ? gtk_label_get_label (part (fixture, "label")) : NULL;
}

static const char *
get_action (Fixture *fixture)
{
  return gtk_widget_get_visible (part (fixture, "button"))
         ? gtk_actionable_get_action_name (part (fixture, "button")) : NULL;
}

static void
start (Fixture    *fixture,
       const char *endpoint)
{
  HspSessionOptions options = { .data_dir = fixture->dir, .endpoint = endpoint, .key = KEY };

  fixture->session = hsp_session_new (&options);
  fixture->strip = g_object_ref_sink (g_object_new (HSP_TYPE_STRIP, NULL));
  hsp_strip_set_session (fixture->strip, fixture->session);
  g_assert_null (get_text (fixture));
  hsp_session_start (fixture->session);
  g_assert_nonnull (hsp_session_get_account (fixture->session));
}

static void
stop (Fixture *fixture)
{
  g_assert_finalize_object (fixture->strip);
  hsp_session_close (fixture->session);
  g_clear_object (&fixture->session);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  HspSandboxOptions options = { .n_services = 50, .key = KEY };
  g_autoptr(GError) error = NULL;

  fixture->dir = g_dir_make_tmp ("hsp-strip-XXXXXX", &error);
  g_assert_no_error (error);
  fixture->shop = hsp_sandbox_new (&options);
  g_assert_true (hsp_sandbox_start (fixture->shop, &error));
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  stop (fixture);
  hsp_sandbox_stop (fixture->shop);
  g_clear_object (&fixture->shop);
  hsp_test_remove_tree (fixture->dir);
  g_free (fixture->dir);
}

static void
test_offline (Fixture       *fixture,
              gconstpointer  user_data)
{
  start (fixture, FAR_SHOP);
  g_assert_cmpstr (get_text (fixture), ==, "The key is kept until the program ends.");

  set_available (FALSE);
  g_assert_cmpstr (get_text (fixture), ==, "Offline. Nothing can be asked or bought.");
  g_assert_true (gtk_widget_has_css_class (part (fixture, "box"), "warning"));
  g_assert_null (get_action (fixture));

  set_available (TRUE);
  g_assert_cmpstr (get_text (fixture), ==, "The key is kept until the program ends.");
  g_assert_false (gtk_widget_has_css_class (part (fixture, "box"), "warning"));
}

/* The words are those of the page that is shown, and what is unconfirmed does not hide them. */
static void
test_offline_words (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(GtkWidget) sms = NULL;
  g_autoptr(GtkWidget) wallet = NULL;
  g_autofree char *balance = NULL;
  HspAccount *account;
  HspWallet *purse;
  HspBalance reading = { .balance = HSP_MONEY_UNIT, .currency = "USD" };

  start (fixture, FAR_SHOP);
  account = hsp_session_get_account (fixture->session);
  purse = hsp_account_get_wallet (account);
  set_available (FALSE);
  sms = g_object_ref_sink (hsp_sms_page_new (account));
  hsp_strip_set_page (fixture->strip, HSP_PAGE (sms));
  g_assert_cmpstr (get_text (fixture), ==, "Offline. Codes are asked for when you are back.");

  wallet = g_object_ref_sink (hsp_wallet_page_new (account));
  hsp_strip_set_page (fixture->strip, HSP_PAGE (wallet));
  g_assert_cmpstr (get_text (fixture), ==, "Offline. Nothing can be asked or bought.");
  hsp_wallet_take_balance (purse, &reading, g_get_real_time () / G_USEC_PER_SEC,
                           hsp_wallet_tick (purse));
  hsp_strip_set_page (fixture->strip, NULL);
  hsp_strip_set_page (fixture->strip, HSP_PAGE (wallet));
  g_assert_true (g_str_has_prefix (get_text (fixture), "Offline: balance as of "));

  hsp_strip_set_page (fixture->strip, NULL);
  set_available (TRUE);
}

/* Coming to an account offline nothing is asked of the shop until there is a network. */
static void
test_asks_when_back (Fixture       *fixture,
                     gconstpointer  user_data)
{
  HspWallet *wallet;

  set_available (FALSE);
  start (fixture, FAR_SHOP);
  wallet = hsp_account_get_wallet (hsp_session_get_account (fixture->session));
  g_assert_false (hsp_wallet_get_refreshing (wallet));
  set_available (TRUE);
  g_assert_true (hsp_wallet_get_refreshing (wallet));
}

static gboolean
says (GtkWidget  *widget,
      const char *text)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_text (GTK_LABEL (widget)), text))
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (says (child, text))
        return TRUE;
    }
  return FALSE;
}

/* (transfer none) (nullable): one that can be pressed */
static GtkWidget *
find_button (GtkWidget  *widget,
             const char *label)
{
  if (!gtk_widget_get_child_visible (widget) || !gtk_widget_get_visible (widget))
    return NULL;
  if (GTK_IS_BUTTON (widget) && g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, label);

      if (found != NULL)
        return found;
    }
  return NULL;
}

/* Without a network nothing is loading, and no page says that it is. */
static void
test_offline_pages (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(GtkWidget) catalogue = NULL;
  g_autoptr(GtkWidget) sms = NULL;
  HspAccount *account;

  set_available (FALSE);
  start (fixture, FAR_SHOP);
  account = hsp_session_get_account (fixture->session);
  catalogue = g_object_ref_sink (hsp_catalogue_page_new (account));
  hsp_test_wait (says (catalogue, "You Are Offline"));
  g_assert_false (says (catalogue, "Loading the Catalogue"));

  sms = g_object_ref_sink (hsp_sms_page_new (account));
  hsp_page_refresh (HSP_PAGE (sms));
  hsp_test_wait (says (sms, "You are offline"));
  g_assert_false (says (sms, "Loading projects…"));

  set_available (TRUE);
  hsp_test_wait (!says (catalogue, "You Are Offline") && !says (sms, "You are offline"));
}

/* The system may be wrong about the network: one may ask all the same, and is told what comes of it. */
static void
test_offline_tries (Fixture       *fixture,
                    gconstpointer  user_data)
{
  g_autoptr(GtkWidget) catalogue = NULL;
  g_autoptr(GtkWidget) sms = NULL;
  HspAccount *account;

  set_available (FALSE);
  start (fixture, FAR_SHOP);
  account = hsp_session_get_account (fixture->session);
  catalogue = g_object_ref_sink (hsp_catalogue_page_new (account));
  hsp_test_wait (find_button (catalogue, "Try Again") != NULL);
  g_assert_true (says (catalogue, "You Are Offline"));
  g_signal_emit_by_name (find_button (catalogue, "Try Again"), "clicked");
  g_assert_true (says (catalogue, "Loading the Catalogue"));
  hsp_test_wait (says (catalogue, "The Catalogue Did Not Load"));

  sms = g_object_ref_sink (hsp_sms_page_new (account));
  hsp_page_refresh (HSP_PAGE (sms));
  hsp_test_wait (says (sms, "You are offline"));
  g_assert_nonnull (find_button (sms, "Try Again"));
  g_signal_emit_by_name (find_button (sms, "Try Again"), "clicked");
  hsp_test_wait (says (sms, "Could not load the projects"));
  set_available (TRUE);
}

/* Who gives the key without a network waits for the network then, and nothing loads in between. */
static void
test_offline_key (Fixture       *fixture,
                  gconstpointer  user_data)
{
  g_autoptr(HspAccount) account = NULL;
  g_autoptr(GtkWidget) catalogue = NULL;

  set_available (FALSE);
  start (fixture, FAR_SHOP);
  account = hsp_account_new ("test", "Test", FAR_SHOP, TRUE, fixture->dir, fixture->dir, NULL);
  catalogue = g_object_ref_sink (hsp_catalogue_page_new (account));
  hsp_test_wait (says (catalogue, "No Key Yet"));
  g_assert_null (find_button (catalogue, "Try Again"));
  hsp_account_set_key (account, KEY);
  g_assert_true (says (catalogue, "You Are Offline"));
  g_assert_nonnull (find_button (catalogue, "Try Again"));
  g_clear_object (&catalogue);
  hsp_account_close (account);
  set_available (TRUE);
}

/* In the narrowest window nothing of it is cut off. */
static void
test_whole (Fixture       *fixture,
            gconstpointer  user_data)
{
  GtkWidget *window = adw_window_new ();
  GtkLabel *label;
  int minimum, natural;

  start (fixture, FAR_SHOP);
  set_available (FALSE);
  hsp_strip_set_narrow (fixture->strip, TRUE);
  adw_window_set_content (ADW_WINDOW (window), GTK_WIDGET (fixture->strip));
  gtk_window_set_default_size (GTK_WINDOW (window), 360, 200);
  gtk_window_present (GTK_WINDOW (window));
  gtk_test_widget_wait_for_draw (window);

  label = part (fixture, "label");
  gtk_label_set_label (label, "Your orders cannot be read, so nothing can be bought, as this says.");
  gtk_test_widget_wait_for_draw (window);
  gtk_widget_measure (window, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
  g_assert_cmpint (minimum, <=, 360);
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (label)));
  gtk_widget_measure (GTK_WIDGET (label), GTK_ORIENTATION_VERTICAL,
                      gtk_widget_get_width (GTK_WIDGET (label)), &natural, NULL, NULL, NULL);
  hsp_test_wait (gtk_widget_get_height (GTK_WIDGET (label)) >= natural);
  g_assert_cmpint (natural, >, 34);

  adw_window_set_content (ADW_WINDOW (window), NULL);
  gtk_window_destroy (GTK_WINDOW (window));
  set_available (TRUE);
}

/* A shop on this computer needs no network. */
static void
test_near (Fixture       *fixture,
           gconstpointer  user_data)
{
  start (fixture, hsp_sandbox_get_endpoint (fixture->shop));
  set_available (FALSE);
  g_assert_cmpstr (get_text (fixture), ==, "The key is kept until the program ends.");
  set_available (TRUE);
}

static void
test_key_refused (Fixture       *fixture,
                  gconstpointer  user_data)
{
  HspAccount *account;

  start (fixture, hsp_sandbox_get_endpoint (fixture->shop));
  account = hsp_session_get_account (fixture->session);
  hsp_test_wait (hsp_sandbox_count (fixture->shop, "balance") > 0);
  g_assert_false (hsp_account_get_key_refused (account));

  hsp_sandbox_push_fault (fixture->shop, "balance", HSP_FAULT_BAD_KEY);
  hsp_account_refresh (account);
  hsp_test_wait (hsp_account_get_key_refused (account));
  g_assert_cmpstr (get_text (fixture), ==, "The shop no longer accepts this key.");
  g_assert_cmpstr (get_action (fixture), ==, "app.change-key");
}

static void
test_journal_error (Fixture       *fixture,
                    gconstpointer  user_data)
{
  HspAccount *account;
  g_autofree char *path = NULL;

  /* where the journal is, tells a first run */
  start (fixture, hsp_sandbox_get_endpoint (fixture->shop));
  account = hsp_session_get_account (fixture->session);
  path = g_build_filename (fixture->dir, hsp_account_get_id (account), "journal.db", NULL);
  hsp_test_wait (g_file_test (path, G_FILE_TEST_EXISTS));
  stop (fixture);
  g_assert_true (g_file_set_contents (path, "this is no journal, and never was one", -1, NULL));

  start (fixture, hsp_sandbox_get_endpoint (fixture->shop));
  account = hsp_session_get_account (fixture->session);
  hsp_test_wait (hsp_account_get_journal_error (account) != NULL);
  g_assert_cmpstr (get_text (fixture), ==,
                   "Your orders cannot be read, so nothing can be bought.");
  g_assert_cmpstr (get_action (fixture), ==, "app.reopen");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (part (fixture, "label")),
                            hsp_account_get_journal_error (account)->message));

  /* mended by hand */
  g_assert_cmpint (g_unlink (path), ==, 0);
  hsp_session_reopen (fixture->session);
  hsp_test_wait (hsp_account_get_journal_error (account) == NULL);
  g_assert_cmpstr (get_text (fixture), ==, "The key is kept until the program ends.");
}

/* What was damaged is said until the person knows. */
static void
test_recovered (Fixture       *fixture,
                gconstpointer  user_data)
{
  HspAccount *account;
  g_autofree char *path = NULL;
  g_autofree char *log = NULL;
  g_autofree char *bytes = NULL;
  gsize size = 0;

  start (fixture, hsp_sandbox_get_endpoint (fixture->shop));
  account = hsp_session_get_account (fixture->session);
  path = g_build_filename (fixture->dir, hsp_account_get_id (account), "journal.db", NULL);
  log = g_strconcat (path, "-wal", NULL);
  hsp_test_wait (hsp_order_book_get_ready (hsp_account_get_order_book (account)));
  /* something that can be recovered */
  hsp_test_wait (hsp_wallet_get_balance (hsp_account_get_wallet (account)) != HSP_MONEY_UNKNOWN);
  stop (fixture);
  /* it is closed, and nothing is written over the damage */
  hsp_test_wait (!g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_get_contents (path, &bytes, &size, NULL));
  memset (bytes, 0, 4096);
  g_assert_true (g_file_set_contents (path, bytes, (gssize) size, NULL));

  start (fixture, hsp_sandbox_get_endpoint (fixture->shop));
  account = hsp_session_get_account (fixture->session);
  hsp_test_wait (hsp_account_get_recovery (account) != NULL ||
                 hsp_account_get_journal_error (account) != NULL);
  g_assert_no_error (hsp_account_get_journal_error (account));
  g_assert_cmpstr (get_text (fixture), ==, "Your orders were damaged: 0 purchases were recovered");
  g_assert_cmpstr (get_action (fixture), ==, "app.recovery");
  g_assert_nonnull (strstr (gtk_widget_get_tooltip_text (part (fixture, "label")), ".damaged-"));
  hsp_account_take_note_of_recovery (account);
  g_assert_cmpstr (get_text (fixture), ==, "The key is kept until the program ends.");
}

int
main (int    argc,
      char **argv)
{
  /* tests/tools/with-desktop asks for another one */
  g_setenv ("GIO_USE_NETWORK_MONITOR", MONITOR_NAME, TRUE);
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  adw_init ();
  g_io_extension_point_register (G_NETWORK_MONITOR_EXTENSION_POINT_NAME);
  g_io_extension_point_implement (G_NETWORK_MONITOR_EXTENSION_POINT_NAME, TEST_TYPE_MONITOR,
                                  MONITOR_NAME, 0);

#define ADD(name, func) g_test_add ("/strip/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("offline", test_offline);
  ADD ("offline-words", test_offline_words);
  ADD ("offline-pages", test_offline_pages);
  ADD ("offline-tries", test_offline_tries);
  ADD ("offline-key", test_offline_key);
  ADD ("asks-when-back", test_asks_when_back);
  ADD ("whole", test_whole);
  ADD ("near", test_near);
  ADD ("key-refused", test_key_refused);
  ADD ("journal-error", test_journal_error);
  ADD ("recovered", test_recovered);
#undef ADD

  return g_test_run ();
}
