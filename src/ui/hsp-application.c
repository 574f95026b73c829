/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-application"

#include "config.h"

#include "hsp-application-parts.h"

#include <glib-unix.h>
#include <glib/gi18n-lib.h>

#include "hsp-account.h"
#include "hsp-client.h"
#include "hsp-code-clipboard.h"
#include "hsp-console-window.h"
#include "hsp-keyring.h"
#include "hsp-monospace.h"
#include "hsp-order-book.h"
#include "hsp-process.h"
#include "hsp-sms-desk.h"
#include "hsp-style.h"
#include "hsp-text.h"

/* How long the program stays without a window for a code to be copied from its notification, and
 * for a copied one to be pasted: the clipboard's content goes with the program. */
#define LINGER_SECONDS (10 * 60)
#define EXIT_USAGE 2

G_DEFINE_FINAL_TYPE (HspApplication, hsp_application, ADW_TYPE_APPLICATION)

static void update_hold (HspApplication *self);

/* (nullable) */
gpointer
hsp_application_find_window_of (HspApplication *self,
                                GType           type)
{
  for (GList *l = gtk_application_get_windows (GTK_APPLICATION (self)); l != NULL; l = l->next)
    {
      if (g_type_is_a (G_OBJECT_TYPE (l->data), type))
        return l->data;
    }
  return NULL;
}

HspWindow *
hsp_application_find_window (HspApplication *self)
{
  return hsp_application_find_window_of (self, HSP_TYPE_WINDOW);
}

void
hsp_application_toast (HspApplication *self,
                       const char     *message)
{
  HspWindow *window = hsp_application_find_window (self);
  HspConsoleWindow *console = hsp_application_find_window_of (self, HSP_TYPE_CONSOLE_WINDOW);

  if (window != NULL)
    hsp_window_toast (window, message);
  else if (console != NULL)
    hsp_console_window_toast (console, message);
}

/* In every window: nobody knows which of them the person is looking at. */
static void
say_waiting (HspApplication *self,
             const char     *message)
{
  HspWindow *window = hsp_application_find_window (self);
  HspConsoleWindow *console = hsp_application_find_window_of (self, HSP_TYPE_CONSOLE_WINDOW);

  if (window != NULL)
    hsp_window_say_waiting (window, message);
  if (console != NULL)
    hsp_console_window_say_waiting (console, message);
}

gboolean
hsp_application_is_spending (HspApplication *self)
{
  return self->account != NULL && hsp_account_get_spending (self->account);
}

/* Ends the program, but never between a purchase and its answer. */
void
hsp_application_quit_when_sent (HspApplication *self)
{
  GList *window;

  self->quitting = TRUE;
  if (hsp_application_is_spending (self))
    {
      say_waiting (self, _("A purchase is being sent. The program ends when there is an answer."));
      return;
    }

  /* not by closing them, which would ask */
  while ((window = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    gtk_window_destroy (window->data);
  g_application_quit (G_APPLICATION (self));
}

static gboolean
on_unix_signal_cb (gpointer user_data)
{
  hsp_application_quit_when_sent (user_data);
  return G_SOURCE_CONTINUE;
}

/* A log-out asks first, with this reason, and a session that ends all the same waits for shutdown. */
static void
update_inhibition (HspApplication *self)
{
  gboolean spending = hsp_application_is_spending (self);

  if (spending && self->inhibit_cookie == 0)
    {
      self->inhibit_cookie =
        gtk_application_inhibit (GTK_APPLICATION (self),
                                 gtk_application_get_active_window (GTK_APPLICATION (self)),
                                 GTK_APPLICATION_INHIBIT_LOGOUT,
                                 /* Translators: why the session should not be ended now */
                                 _("A purchase is being sent."));
    }
  else if (!spending && self->inhibit_cookie != 0)
    {
      gtk_application_uninhibit (GTK_APPLICATION (self), self->inhibit_cookie);
      self->inhibit_cookie = 0;
    }
}

static void
on_account_spending_cb (HspApplication *self)
{
  update_inhibition (self);
  update_hold (self);
  if (self->quitting && !hsp_application_is_spending (self))
    hsp_application_quit_when_sent (self);
}

static gboolean
on_linger_timeout_cb (gpointer user_data)
{
  HspApplication *self = user_data;

  self->linger_timeout = 0;
  update_hold (self);
  return G_SOURCE_REMOVE;
}

/* After something that a person without a window may still want: a code to copy or to paste. */
static void
linger (HspApplication *self)
{
  g_clear_handle_id (&self->linger_timeout, g_source_remove);
  self->linger_timeout = g_timeout_add_seconds (LINGER_SECONDS, on_linger_timeout_cb, self);
  update_hold (self);
}

/* A code that nobody would be told of needs no program to wait for it. */
static gboolean
is_awaiting_codes (HspApplication *self)
{
  return self->session != NULL && hsp_session_is_awaiting_codes (self->session) &&
         g_settings_get_boolean (hsp_session_get_settings (self->session), "notify-codes");
}

/* The program goes on without a window while codes are awaited or wait to be copied, and whatever
 * there is to see while a purchase is under way. */
static void
update_hold (HspApplication *self)
{
  gboolean has_window = gtk_application_get_windows (GTK_APPLICATION (self)) != NULL;
  gboolean must_hold = hsp_application_is_spending (self) ||
                       (!has_window && !self->quitting &&
                        (self->pending_code != NULL || self->linger_timeout != 0 ||
                         is_awaiting_codes (self)));

  if (must_hold == self->holding)
    return;

  self->holding = must_hold;
  if (must_hold)
    g_application_hold (G_APPLICATION (self));
  else
    g_application_release (G_APPLICATION (self));
}

void
hsp_application_copy_code (HspApplication *self,
                           const char     *order)
{
  HspOrderBook *book;
  HspSmsDesk *desk;
  HspSmsNumber *number;
  const char *code;

  if (self->account == NULL)
    return;

  desk = hsp_account_get_sms_desk (self->account);
  book = hsp_account_get_order_book (self->account);
  number = hsp_sms_desk_lookup (desk, order);
  code = number != NULL ? hsp_sms_number_get_row (number)->code : NULL;

  if (code != NULL)
    {
      hsp_code_clipboard_copy (gdk_display_get_clipboard (gdk_display_get_default ()), code);
      hsp_sms_desk_mark_copied (desk, number);
      hsp_application_toast (self, _("Code copied"));
      linger (self);
    }
  else if (!hsp_order_book_get_ready (book) &&
           hsp_account_get_journal_error (self->account) == NULL)
    {
      /* started by the button of a notification: the journal is not read yet */
      g_free (self->pending_code);
      self->pending_code = g_strdup (order);
      update_hold (self);
    }
}

static void
on_book_ready_cb (HspApplication *self)
{
  g_autofree char *order = g_steal_pointer (&self->pending_code);

  if (order != NULL)
    hsp_application_copy_code (self, order);
  update_hold (self);
}

static void
on_desk_code_received_cb (HspApplication *self)
{
  if (hsp_application_find_window (self) == NULL)
    linger (self);
}

static void
drop_account (HspApplication *self)
{
  if (self->account == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->account, self);
  g_signal_handlers_disconnect_by_data (hsp_account_get_order_book (self->account), self);
  g_signal_handlers_disconnect_by_data (hsp_account_get_sms_desk (self->account), self);
  g_clear_object (&self->account);
}

static void
on_session_account_cb (HspApplication *self)
{
  drop_account (self);
  g_set_object (&self->account, hsp_session_get_account (self->session));
  if (self->account != NULL)
    {
      HspOrderBook *book = hsp_account_get_order_book (self->account);
      HspSmsDesk *desk = hsp_account_get_sms_desk (self->account);

      g_signal_connect_object (self->account, "notify::spending",
                               G_CALLBACK (on_account_spending_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (self->account, "notify::journal-error",
                               G_CALLBACK (on_book_ready_cb), self, G_CONNECT_SWAPPED);
      g_signal_connect_object (book, "notify::ready", G_CALLBACK (on_book_ready_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (desk, "code-received", G_CALLBACK (on_desk_code_received_cb), self,
                               G_CONNECT_SWAPPED);
      g_signal_connect_object (desk, "number-changed", G_CALLBACK (update_hold), self,
                               G_CONNECT_SWAPPED);
    }
  hsp_application_update_actions (self);
  update_hold (self);
}

void
hsp_application_enter_sandbox (HspApplication *self)
{
  g_autoptr(GError) error = NULL;

  if (!hsp_session_enter_sandbox (self->session, &error))
    {
      g_autofree char *words = hsp_text_error (error);

      g_warning ("The sandbox did not start: %s", error->message);
      hsp_application_toast (self, words);
    }
}

/* Not before it is needed: started by the button of a notification there is no window. */
void
hsp_application_ensure_started (HspApplication *self)
{
  if (self->started)
    return;

  self->started = TRUE;
  if (self->sandbox)
    hsp_application_enter_sandbox (self);
  else
    hsp_session_start (self->session);
}

HspWindow *
hsp_application_present_window (HspApplication *self)
{
  HspWindow *window;

  hsp_application_ensure_started (self);
  window = hsp_application_find_window (self);
  if (window == NULL)
    window = HSP_WINDOW (hsp_window_new (GTK_APPLICATION (self), self->session));
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
hsp_application_startup (GApplication *application)
{
  HspApplication *self = HSP_APPLICATION (application);
  const HspSessionOptions options = { self->data_dir, self->endpoint, self->key };
  const int signals[] = { SIGTERM, SIGINT, SIGHUP };

  G_APPLICATION_CLASS (hsp_application_parent_class)->startup (application);

  hsp_application_add_actions (self);
  for (guint i = 0; i < G_N_ELEMENTS (signals); i++)
    self->signal_ids[i] = g_unix_signal_add (signals[i], on_unix_signal_cb, self);

  /* a view that is shown by key gets the focus, which must not look like a selection of its text */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);

  self->session = hsp_session_new (&options);
  g_clear_pointer (&self->key, hsp_keyring_key_free);
  g_signal_connect_object (self->session, "notify::account", G_CALLBACK (on_session_account_cb),
                           self, G_CONNECT_SWAPPED);
  /* after the window, which learns of the account by the same signal */
  g_signal_connect_object (self->session, "notify::account",
                           G_CALLBACK (hsp_application_show_pending_service),
                           self, G_CONNECT_SWAPPED | G_CONNECT_AFTER);
  hsp_style_follow (hsp_session_get_settings (self->session));
  hsp_monospace_apply (gdk_display_get_default ());
  self->notifier = hsp_notifier_new (GTK_APPLICATION (self), self->session);
  hsp_application_update_actions (self);
}

static void
hsp_application_activate (GApplication *application)
{
  hsp_application_present_window (HSP_APPLICATION (application));
}

/* However the main loop was ended, a session manager that stops its clients included: the client ends
 * every purchase within its time limit. */
static void
wait_for_purchase (HspApplication *self)
{
  while (hsp_application_is_spending (self))
    g_main_context_iteration (NULL, TRUE);
}

static void
hsp_application_shutdown (GApplication *application)
{
  HspApplication *self = HSP_APPLICATION (application);

  wait_for_purchase (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->signal_ids); i++)
    g_clear_handle_id (&self->signal_ids[i], g_source_remove);
  g_clear_handle_id (&self->linger_timeout, g_source_remove);
  drop_account (self);
  g_clear_object (&self->notifier);
  /* waits for what the journal has still to write */
  hsp_session_close (self->session);
  g_clear_object (&self->session);

  G_APPLICATION_CLASS (hsp_application_parent_class)->shutdown (application);
}

static void
hsp_application_window_removed (GtkApplication *application,
                                GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (hsp_application_parent_class)->window_removed (application, window);
  update_hold (HSP_APPLICATION (application));
}

static void
hsp_application_window_added (GtkApplication *application,
                              GtkWindow      *window)
{
  GTK_APPLICATION_CLASS (hsp_application_parent_class)->window_added (application, window);
  update_hold (HSP_APPLICATION (application));
}

/* A second start hands itself over to the program that runs. What it was asked beyond that cannot
 * be had there: another folder, endpoint or key belongs to another run. */
static int
hand_over (HspApplication *self)
{
  g_autoptr(GError) error = NULL;

  if (!g_application_register (G_APPLICATION (self), NULL, &error))
    {
      g_printerr ("%s\n", error->message);
      return 1;
    }
  if (!g_application_get_is_remote (G_APPLICATION (self)))
    return -1;

  if (self->data_dir != NULL || self->endpoint != NULL || self->key != NULL)
    {
      g_printerr ("%s\n", _("HstockPlus is already running. Close it first: a folder, an endpoint "
                            "or a key can only be given when it starts."));
      return 1;
    }

  g_action_group_activate_action (G_ACTION_GROUP (self), "enter-sandbox", NULL);
  return -1;
}

static int
hsp_application_handle_local_options (GApplication *application,
                                      GVariantDict *options)
{
  HspApplication *self = HSP_APPLICATION (application);
  g_autoptr(GError) error = NULL;

  if (g_variant_dict_contains (options, "version"))
    {
      g_print ("HstockPlus %s\n", VERSION);
      return 0;
    }

  if (g_variant_dict_contains (options, G_OPTION_REMAINING))
    {
      g_printerr ("%s\n", _("This program takes no arguments but its options; see --help."));
      return EXIT_USAGE;
    }

  self->sandbox = self->sandbox || g_variant_dict_contains (options, "sandbox");
  g_variant_dict_lookup (options, "data-dir", "^ay", &self->data_dir);
  g_variant_dict_lookup (options, "endpoint", "s", &self->endpoint);
  if (self->endpoint != NULL && !hsp_client_check_endpoint (self->endpoint, &error))
    {
      g_printerr ("%s\n", error->message);
      return EXIT_USAGE;
    }

  if (self->sandbox || self->data_dir != NULL || self->endpoint != NULL || self->key != NULL)
    return hand_over (self);

  return -1;
}

static void
hsp_application_finalize (GObject *object)
{
  HspApplication *self = HSP_APPLICATION (object);

  g_free (self->data_dir);
  g_free (self->endpoint);
  g_free (self->pending_code);
  g_free (self->pending_service);
  g_clear_pointer (&self->key, hsp_keyring_key_free);

  G_OBJECT_CLASS (hsp_application_parent_class)->finalize (object);
}

static void
hsp_application_class_init (HspApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);
  GtkApplicationClass *gtk_class = GTK_APPLICATION_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = hsp_application_finalize;
  application_class->startup = hsp_application_startup;
  application_class->activate = hsp_application_activate;
  application_class->shutdown = hsp_application_shutdown;
  application_class->handle_local_options = hsp_application_handle_local_options;
  gtk_class->window_added = hsp_application_window_added;
  gtk_class->window_removed = hsp_application_window_removed;
}

static void
hsp_application_init (HspApplication *self)
{
  const GOptionEntry options[] = {
    { "sandbox", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
      _("Open the sandbox: a pretend shop, no account, no money"), NULL },
    { "endpoint", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING, NULL,
      _("Use another endpoint of the API for this run"), _("URL") },
    { "data-dir", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_FILENAME, NULL,
      _("Keep orders, numbers and the catalogue in this folder"), _("FOLDER") },
    { "version", 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_NONE, NULL,
      _("Print the version and end"), NULL },
    { G_OPTION_REMAINING, 0, G_OPTION_FLAG_NONE, G_OPTION_ARG_STRING_ARRAY, NULL, NULL, NULL },
    { NULL }
  };

  g_application_add_main_option_entries (G_APPLICATION (self), options);
  self->key = hsp_process_take_key ();
}

HspApplication *
hsp_application_new (void)
{
  return g_object_new (HSP_TYPE_APPLICATION,
                       "application-id", APP_ID,
                       "resource-base-path", RESOURCE_PATH,
                       "register-session", TRUE,
                       NULL);
}

void
hsp_application_set_options (HspApplication          *self,
                             const HspSessionOptions *options,
                             gboolean                 sandbox)
{
  g_return_if_fail (HSP_IS_APPLICATION (self));
  g_return_if_fail (self->session == NULL);

  self->data_dir = g_strdup (options->data_dir);
  self->endpoint = g_strdup (options->endpoint);
  self->key = g_strdup (options->key);
  self->sandbox = sandbox;
}

HspSession *
hsp_application_get_session (HspApplication *self)
{
  g_return_val_if_fail (HSP_IS_APPLICATION (self), NULL);

  return self->session;
}
