/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Against a real gnome-keyring. /keyring/service wants one that is unlocked, and freezes, kills and
 * restarts it; /keyring/prompt too, and locks it; /keyring/locked one that is locked; /keyring/absent
 * none; /keyring/file the file of libsecret. with-desktop provides each. */
#include "config.h"

#include "hsp-error.h"
#include "hsp-keyring.h"
#include "hsp-test.h"

#include <signal.h>
#include <stdlib.h>

#define SECRETS_NAME "org.freedesktop.secrets"
#define SECRETS_PATH "/org/freedesktop/secrets"
#define COLLECTION "/org/freedesktop/secrets/collection/login"
#define PASSWORD "with-desktop"
#define KEY "0123456789abcdef"

typedef struct
{
  HspKeyring      *keyring;
  GDBusConnection *bus;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  fixture->keyring = hsp_keyring_new ();
  fixture->bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_assert_finalize_object (fixture->keyring);
  g_clear_object (&fixture->bus);
}

/* (transfer full) (nullable) */
static char *
look_up (Fixture     *fixture,
         const char  *account,
         GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_keyring_lookup_async (fixture->keyring, account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_keyring_lookup_finish (fixture->keyring, result, error);
}

static gboolean
store (Fixture     *fixture,
       const char  *account,
       const char  *key,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_keyring_store_async (fixture->keyring, account, "HstockPlus (test)", key, NULL,
                           hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_keyring_store_finish (fixture->keyring, result, error);
}

static gboolean
clear (Fixture     *fixture,
       const char  *account,
       GError     **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_keyring_clear_async (fixture->keyring, account, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_keyring_clear_finish (fixture->keyring, result, error);
}

static gboolean
unlock (Fixture  *fixture,
        GError  **error)
{
  g_autoptr(GAsyncResult) result = NULL;

  hsp_keyring_unlock_async (fixture->keyring, NULL, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  return hsp_keyring_unlock_finish (fixture->keyring, result, error);
}

static void
assert_stored (Fixture    *fixture,
               const char *account,
               const char *expected)
{
  g_autoptr(GError) error = NULL;
  char *key = look_up (fixture, account, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, expected);
  hsp_keyring_key_free (key);
}

static void
assert_no_lookup (Fixture    *fixture,
                  const char *account,
                  HspError    code)
{
  g_autoptr(GError) error = NULL;
  char *key = look_up (fixture, account, &error);

  g_assert_null (key);
  g_assert_error (error, HSP_ERROR, (int) code);
}

/* Nothing in what is said may be the key. */
static void
assert_all_fail (Fixture  *fixture,
                 HspError  code)
{
  g_autoptr(GError) store_error = NULL;
  g_autoptr(GError) clear_error = NULL;

  assert_no_lookup (fixture, "main", code);
  g_assert_false (store (fixture, "main", KEY, &store_error));
  g_assert_error (store_error, HSP_ERROR, (int) code);
  g_assert_null (strstr (store_error->message, KEY));
  g_assert_false (clear (fixture, "main", &clear_error));
  g_assert_error (clear_error, HSP_ERROR, (int) code);
}

static void
store_good (Fixture    *fixture,
            const char *account,
            const char *key)
{
  g_autoptr(GError) error = NULL;

  store (fixture, account, key, &error);
  g_assert_no_error (error);
}

static void
clear_good (Fixture    *fixture,
            const char *account)
{
  g_autoptr(GError) error = NULL;

  clear (fixture, account, &error);
  g_assert_no_error (error);
}

/* (transfer full) */
static GVariant *
call_secrets (Fixture    *fixture,
              const char *interface,
              const char *method,
              GVariant   *arguments)
{
  g_autoptr(GError) error = NULL;
  GVariant *answer = NULL;

  answer = g_dbus_connection_call_sync (fixture->bus, SECRETS_NAME, SECRETS_PATH, interface, method,
                                        arguments, NULL, G_DBUS_CALL_FLAGS_NONE, 5000, NULL, &error);
  g_assert_no_error (error);
  return answer;
}

static void
lock_collection (Fixture *fixture)
{
  const char *paths[] = { COLLECTION };
  g_autoptr(GVariant) answer = NULL;

  answer = call_secrets (fixture, "org.freedesktop.Secret.Service", "Lock",
                         g_variant_new ("(@ao)", g_variant_new_objv (paths, 1)));
}

/* As a person's password would, without a prompt. */
static void
unlock_collection (Fixture *fixture)
{
  g_autoptr(GVariant) opened = NULL;
  g_autoptr(GVariant) answer = NULL;
  const char *session = NULL;
  GVariant *password = NULL, *nothing = NULL;

  opened = call_secrets (fixture, "org.freedesktop.Secret.Service", "OpenSession",
                         g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_variant_get_child (opened, 1, "&o", &session);
  nothing = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, NULL, 0, 1);
  password = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, PASSWORD, strlen (PASSWORD), 1);
  answer = call_secrets (fixture, "org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                         "UnlockWithMasterPassword",
                         g_variant_new ("(o(o@ay@ays))", COLLECTION, session, nothing, password,
                                        "text/plain"));
}

static GPid
get_daemon (void)
{
  const char *pid = g_getenv ("WITH_DESKTOP_KEYRING_PID");

  g_assert_nonnull (pid);
  return atoi (pid);
}

static gboolean
has_owner (Fixture    *fixture,
           const char *name)
{
  g_autoptr(GVariant) answer = NULL;
  gboolean owned = FALSE;

  answer = g_dbus_connection_call_sync (fixture->bus, "org.freedesktop.DBus",
                                        "/org/freedesktop/DBus", "org.freedesktop.DBus",
                                        "NameHasOwner", g_variant_new ("(s)", name), NULL,
                                        G_DBUS_CALL_FLAGS_NONE, 5000, NULL, NULL);
  g_variant_get (answer, "(b)", &owned);
  return owned;
}

static void
test_store (Fixture       *fixture,
            gconstpointer  user_data)
{
  assert_no_lookup (fixture, "main", HSP_ERROR_NO_KEY);
  clear_good (fixture, "main");

  store_good (fixture, "main", KEY);
  store_good (fixture, "other", "khóa-số-2");
  assert_stored (fixture, "main", KEY);
  assert_stored (fixture, "other", "khóa-số-2");
  store_good (fixture, "main", "a newer key");
  assert_stored (fixture, "main", "a newer key");

  clear_good (fixture, "main");
  assert_no_lookup (fixture, "main", HSP_ERROR_NO_KEY);
  assert_stored (fixture, "other", "khóa-số-2");
  clear_good (fixture, "other");
  assert_no_lookup (fixture, "other", HSP_ERROR_NO_KEY);
  hsp_keyring_key_free (NULL);
}

static void
test_cancelled (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;

  g_cancellable_cancel (cancellable);
  hsp_keyring_lookup_async (fixture->keyring, "main", cancellable, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_null (hsp_keyring_lookup_finish (fixture->keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_lock (Fixture       *fixture,
           gconstpointer  user_data)
{
  g_autoptr(GError) error = NULL;

  store_good (fixture, "main", KEY);
  lock_collection (fixture);
  assert_all_fail (fixture, HSP_ERROR_KEYRING_LOCKED);
  /* nobody is there to ask, so it stays locked */
  g_assert_false (unlock (fixture, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_KEYRING_LOCKED);

  unlock_collection (fixture);
  assert_stored (fixture, "main", KEY);
  g_assert_true (unlock (fixture, NULL));
  clear_good (fixture, "main");
}

static void
on_prompter_call_cb (GDBusConnection       *connection,
                     const char            *sender,
                     const char            *path,
                     const char            *interface,
                     const char            *method,
                     GVariant              *arguments,
                     GDBusMethodInvocation *invocation,
                     gpointer               user_data)
{
  GDBusMethodInvocation **pending = user_data;

  g_assert_null (*pending);
  *pending = invocation;
}

static const GDBusInterfaceVTable prompter_vtable = { on_prompter_call_cb, NULL, NULL };

static const char prompter_xml[] =
  "<node><interface name='org.gnome.keyring.internal.Prompter'>"
  "<method name='BeginPrompting'><arg type='o' name='callback' direction='in'/></method>"
  "</interface></node>";

/* Only unlocking asks. A person who does not answer: cancelling ends the call at once and leaves the
 * daemon alive. */
static void
test_unanswered (Fixture       *fixture,
                 gconstpointer  user_data)
{
  g_autoptr(GDBusNodeInfo) info = g_dbus_node_info_new_for_xml (prompter_xml, NULL);
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GDBusMethodInvocation *pending = NULL;
  gint64 start = 0;
  guint object = 0, name = 0;

  store_good (fixture, "main", KEY);
  lock_collection (fixture);
  object = g_dbus_connection_register_object (fixture->bus, "/org/gnome/keyring/Prompter",
                                              info->interfaces[0], &prompter_vtable, &pending, NULL,
                                              &error);
  g_assert_no_error (error);
  name = g_bus_own_name_on_connection (fixture->bus, "org.gnome.keyring.SystemPrompter",
                                       G_BUS_NAME_OWNER_FLAGS_NONE, NULL, NULL, NULL, NULL);
  hsp_test_wait (has_owner (fixture, "org.gnome.keyring.SystemPrompter"));

  assert_all_fail (fixture, HSP_ERROR_KEYRING_LOCKED);
  g_assert_null (pending);

  hsp_keyring_unlock_async (fixture->keyring, cancellable, hsp_test_store_result, &result);
  hsp_test_wait (pending != NULL);
  g_assert_null (result);
  /* meanwhile nothing else waits, and nothing else asks */
  assert_no_lookup (fixture, "main", HSP_ERROR_KEYRING_LOCKED);

  start = g_get_monotonic_time ();
  g_cancellable_cancel (cancellable);
  hsp_test_wait (result != NULL);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);
  g_assert_false (hsp_keyring_unlock_finish (fixture->keyring, result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  g_dbus_method_invocation_return_dbus_error (g_steal_pointer (&pending),
                                              "org.freedesktop.DBus.Error.Failed", "Gone");
  g_bus_unown_name (name);
  g_dbus_connection_unregister_object (fixture->bus, object);
  unlock_collection (fixture);
  assert_stored (fixture, "main", KEY);
  clear_good (fixture, "main");
}

/* All at once, so that the test takes the limit once; then a cancel, which needs no limit. */
static void
test_frozen (Fixture       *fixture,
             gconstpointer  user_data)
{
  g_autoptr(GCancellable) cancellable = g_cancellable_new ();
  g_autoptr(GAsyncResult) lookup = NULL, stored = NULL, cleared = NULL, unlocked = NULL;
  g_autoptr(GAsyncResult) cancelled = NULL;
  g_autoptr(GError) lookup_error = NULL, store_error = NULL, clear_error = NULL;
  g_autoptr(GError) unlock_error = NULL, cancel_error = NULL;
  gint64 start = 0, taken = 0;

  store_good (fixture, "main", KEY);
  g_assert_cmpint (kill (get_daemon (), SIGSTOP), ==, 0);
  start = g_get_monotonic_time ();
  hsp_keyring_lookup_async (fixture->keyring, "main", NULL, hsp_test_store_result, &lookup);
  hsp_keyring_store_async (fixture->keyring, "other", "Label", KEY, NULL,
                           hsp_test_store_result, &stored);
  hsp_keyring_clear_async (fixture->keyring, "third", NULL, hsp_test_store_result, &cleared);
  hsp_keyring_unlock_async (fixture->keyring, NULL, hsp_test_store_result, &unlocked);
  hsp_keyring_lookup_async (fixture->keyring, "main", cancellable, hsp_test_store_result, &cancelled);
  g_cancellable_cancel (cancellable);
  hsp_test_wait (cancelled != NULL);
  g_assert_null (hsp_keyring_lookup_finish (fixture->keyring, cancelled, &cancel_error));
  g_assert_error (cancel_error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (g_get_monotonic_time () - start, <, G_TIME_SPAN_SECOND);

  hsp_test_wait (lookup != NULL && stored != NULL && cleared != NULL && unlocked != NULL);
  taken = g_get_monotonic_time () - start;
  g_assert_cmpint (kill (get_daemon (), SIGCONT), ==, 0);
  g_assert_cmpint (taken, >, 4 * G_TIME_SPAN_SECOND);
  g_assert_cmpint (taken, <, 7 * G_TIME_SPAN_SECOND);

  g_assert_null (hsp_keyring_lookup_finish (fixture->keyring, lookup, &lookup_error));
  g_assert_error (lookup_error, HSP_ERROR, HSP_ERROR_KEYRING);
  g_assert_false (hsp_keyring_store_finish (fixture->keyring, stored, &store_error));
  g_assert_error (store_error, HSP_ERROR, HSP_ERROR_KEYRING);
  g_assert_false (hsp_keyring_clear_finish (fixture->keyring, cleared, &clear_error));
  g_assert_error (clear_error, HSP_ERROR, HSP_ERROR_KEYRING);
  g_assert_false (hsp_keyring_unlock_finish (fixture->keyring, unlocked, &unlock_error));
  g_assert_error (unlock_error, HSP_ERROR, HSP_ERROR_KEYRING);

  assert_stored (fixture, "main", KEY);
  clear_good (fixture, "main");
  clear_good (fixture, "other");
}

static GSubprocess *
start_daemon (Fixture *fixture)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GError) error = NULL;
  GSubprocess *daemon = NULL;
  GOutputStream *input = NULL;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                        G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                        G_SUBPROCESS_FLAGS_STDERR_SILENCE);
  /* it has warnings of its own, and must not die of them */
  g_subprocess_launcher_unsetenv (launcher, "G_DEBUG");
  daemon = g_subprocess_launcher_spawn (launcher, &error, "gnome-keyring-daemon", "--foreground",
                                        "--unlock", "--components=secrets", NULL);
  g_assert_no_error (error);
  input = g_subprocess_get_stdin_pipe (daemon);
  g_assert_true (g_output_stream_write_all (input, PASSWORD, strlen (PASSWORD), NULL, NULL, NULL));
  g_assert_true (g_output_stream_close (input, NULL, NULL));
  hsp_test_wait (has_owner (fixture, SECRETS_NAME));
  return daemon;
}

/* Last, since the daemon of with-desktop is gone then. Each call is once the first after a restart. */
static void
test_restarted (Fixture       *fixture,
                gconstpointer  user_data)
{
  g_autoptr(GSubprocess) daemon = NULL;

  store_good (fixture, "main", KEY);
  g_assert_cmpint (kill (get_daemon (), SIGKILL), ==, 0);
  hsp_test_wait (!has_owner (fixture, SECRETS_NAME));
  assert_all_fail (fixture, HSP_ERROR_KEYRING);

  for (guint i = 0; i < 3; i++)
    {
      daemon = start_daemon (fixture);
      if (i == 1)
        store_good (fixture, "other", KEY);
      else if (i == 2)
        clear_good (fixture, "other");
      assert_stored (fixture, "main", KEY);
      g_subprocess_force_exit (daemon);
      g_subprocess_wait (daemon, NULL, NULL);
      hsp_test_wait (!has_owner (fixture, SECRETS_NAME));
      g_clear_object (&daemon);
    }
}

static void
test_locked (Fixture       *fixture,
             gconstpointer  user_data)
{
  assert_all_fail (fixture, HSP_ERROR_KEYRING_LOCKED);
  unlock_collection (fixture);
  assert_no_lookup (fixture, "main", HSP_ERROR_NO_KEY);
  store_good (fixture, "main", KEY);
  assert_stored (fixture, "main", KEY);
}

static void
test_absent (Fixture       *fixture,
             gconstpointer  user_data)
{
  gint64 start = g_get_monotonic_time ();
  g_autoptr(GError) error = NULL;

  assert_all_fail (fixture, HSP_ERROR_KEYRING);
  g_assert_false (unlock (fixture, &error));
  g_assert_error (error, HSP_ERROR, HSP_ERROR_KEYRING);
  g_assert_cmpint (g_get_monotonic_time () - start, <, 2 * G_TIME_SPAN_SECOND);
}

static void
test_file (Fixture       *fixture,
           gconstpointer  user_data)
{
  test_store (fixture, user_data);
  g_assert_true (unlock (fixture, NULL));
}

#define ADD(path, test) \
  g_test_add ("/keyring/" path, Fixture, NULL, set_up, test, tear_down)

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("service/store", test_store);
  ADD ("service/cancelled", test_cancelled);
  ADD ("prompt/lock", test_lock);
  ADD ("prompt/unanswered", test_unanswered);
  ADD ("service/frozen", test_frozen);
  ADD ("service/restarted", test_restarted);
  ADD ("locked", test_locked);
  ADD ("absent", test_absent);
  ADD ("file", test_file);

  return g_test_run ();
}
