/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A history that goes from one machine to another by way of a file, and what is said of it; and what
 * the command line does to it meanwhile. */
#include "config.h"

#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>

#include "hsp-history-dialogs.h"
#include "hsp-test.h"
#include "shop-window.h"

static const char *cli_path;

/* (nullable) */
static AdwMessageDialog *
find_dialog (void)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (ADW_IS_MESSAGE_DIALOG (window) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return ADW_MESSAGE_DIALOG (window);
    }
  return NULL;
}

/* (transfer full): what the dialog says, which is closed then */
static char *
read_dialog (void)
{
  AdwMessageDialog *dialog;
  char *text;

  hsp_test_wait (find_dialog () != NULL);
  dialog = find_dialog ();
  text = g_strdup_printf ("%s\n%s", adw_message_dialog_get_heading (dialog),
                          adw_message_dialog_get_body (dialog));
  adw_message_dialog_response (dialog, "close");
  gtk_window_destroy (GTK_WINDOW (dialog));
  return text;
}

static void
forget (ShopWindow *self,
        HspOrder   *order)
{
  HspOrderBook *book = hsp_account_get_order_book (self->account);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_order_book_forget_async (book, order, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 0);
}

static void
test_there_and_back (ShopWindow    *self,
                     gconstpointer  user_data)
{
  HspOrderBook *book = hsp_account_get_order_book (self->account);
  g_autofree char *path = g_build_filename (self->dir, "history.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autofree char *added = NULL;
  g_autofree char *known = NULL;
  GStatBuf info;

  {
    g_autoptr(HspOrder) order = shop_window_place (self, HSP_KIND_SMM);

    hsp_history_export_file (self->window, self->account, file);
    hsp_test_wait (shop_window_shows (self->window, "The history was saved."));
    g_assert_cmpint (g_stat (path, &info), ==, 0);
    g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
    forget (self, order);
  }

  hsp_history_import_file (self->window, self->account, file);
  added = read_dialog ();
  g_assert_nonnull (strstr (added, "The History Was Imported\n1 purchase added"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 1);

  hsp_history_import_file (self->window, self->account, file);
  known = read_dialog ();
  g_assert_nonnull (strstr (known, "1 purchase or number was here already"));
  g_assert_null (strstr (known, "added"));
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 1);
}

static void
test_wrong_file (ShopWindow    *self,
                 gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (self->dir, "other.json", NULL);
  g_autofree char *nowhere = g_build_filename (self->dir, "no-folder", "history.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GFile) lost = g_file_new_for_path (nowhere);
  g_autofree char *wrong = NULL;
  g_autofree char *unsaved = NULL;

  g_assert_true (g_file_set_contents (path, "{\"name\":\"<b>something else</b>\"}", -1, NULL));
  hsp_history_import_file (self->window, self->account, file);
  wrong = read_dialog ();
  g_assert_true (g_str_has_prefix (wrong, "Nothing Was Imported\nThis file is not a history"));

  hsp_history_export_file (self->window, self->account, lost);
  unsaved = read_dialog ();
  g_assert_true (g_str_has_prefix (unsaved, "The History Was Not Saved\n"));
}

/* The account goes while its file is being read: nobody is told, and nothing is left. */
static void
test_leaving (ShopWindow    *self,
              gconstpointer  user_data)
{
  g_autofree char *path = g_build_filename (self->dir, "history.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);

  hsp_history_export_file (self->window, self->account, file);
  hsp_history_import_file (self->window, self->account, file);
  shop_window_forget (self);
  g_free (read_dialog ());
}

static void
on_ordered_cb (GObject      *object,
               GAsyncResult *result,
               gpointer      user_data)
{
  gint64 *time = user_data;

  g_assert_true (g_subprocess_wait_check_finish (G_SUBPROCESS (object), result, NULL));
  *time = g_get_monotonic_time ();
}

/* What the command line orders is in the window at once: a second is the promise. */
static void
test_beside (ShopWindow    *self,
             gconstpointer  user_data)
{
  HspOrderBook *book = hsp_account_get_order_book (self->account);
  HspService *service = shop_window_find_service (self, HSP_KIND_SMM);
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT,
                                               hsp_service_get_value (service)->min);
  g_autoptr(GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE);
  g_autoptr(GSubprocess) process = NULL;
  g_autoptr(HspOrder) order = NULL;
  g_autoptr(GError) error = NULL;
  gint64 ordered = 0, shown = 0;

  hsp_window_show_view (self->window, "orders");
  g_subprocess_launcher_setenv (launcher, "HSTOCKPLUS_KEY", hsp_sandbox_get_key (self->shop), TRUE);
  process = g_subprocess_launcher_spawn (launcher, &error, cli_path,
                                         "--endpoint", hsp_sandbox_get_endpoint (self->shop),
                                         "--data-dir", self->dir, "order",
                                         hsp_service_get_id (service), quantity,
                                         "--link", SHOP_LINK, "--yes", NULL);
  g_assert_no_error (error);
  g_subprocess_wait_check_async (process, NULL, on_ordered_cb, &ordered);
  hsp_test_wait (g_list_model_get_n_items (G_LIST_MODEL (book)) == 1);
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  hsp_test_wait (hsp_order_get_row (order)->order != NULL &&
                 shop_window_shows (self->window, hsp_order_get_row (order)->order));
  shown = g_get_monotonic_time ();
  hsp_test_wait (ordered != 0);
  g_test_message ("shown %.3f s after the command line had ended",
                  (double) (shown - ordered) / G_USEC_PER_SEC);
  g_assert_cmpint (shown - ordered, <, 10 * G_USEC_PER_SEC);
  g_assert_cmpuint (hsp_sandbox_count (self->shop, "add"), ==, 1);
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  cli_path = argv[1];
  setlocale (LC_ALL, "C.UTF-8");

#define ADD(name, func) \
  g_test_add ("/history/" name, ShopWindow, GINT_TO_POINTER (1100), shop_window_set_up, func, \
              shop_window_tear_down)
  ADD ("there-and-back", test_there_and_back);
  ADD ("wrong-file", test_wrong_file);
  ADD ("leaving", test_leaving);
  ADD ("beside", test_beside);
#undef ADD

  return g_test_run ();
}
