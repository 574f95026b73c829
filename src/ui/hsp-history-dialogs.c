/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-history"

#include "config.h"

#include "hsp-history-dialogs.h"

#include "hsp-account.h"
#include "hsp-lifetime.h"
#include "hsp-text.h"

#include <glib/gi18n-lib.h>

static GtkWidget *
create_message (HspWindow  *window,
                const char *heading,
                const char *body)
{
  GtkWidget *dialog = adw_message_dialog_new (GTK_WINDOW (window), heading, NULL);

  /* as text: names of files are in it */
  adw_message_dialog_set_body (ADW_MESSAGE_DIALOG (dialog), body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "close", _("_Close"));
  return dialog;
}

static void
say (HspWindow  *window,
     const char *heading,
     const char *body)
{
  hsp_message_dialog_present (create_message (window, heading, body));
}

/* Where to, where from */

typedef void (*FileFunc) (HspWindow  *window,
                          HspAccount *account,
                          GFile      *file);

typedef struct
{
  GtkFileChooserNative *chooser;   /* (owned) */
  HspAccount           *account;   /* (owned) */
  FileFunc              func;
} Choice;

static void
choice_free (gpointer  data,
             GClosure *closure)
{
  Choice *choice = data;

  g_clear_object (&choice->chooser);
  g_clear_object (&choice->account);
  g_free (choice);
}

static void
on_chooser_response_cb (GtkNativeDialog *chooser,
                        int              response,
                        gpointer         user_data)
{
  Choice *choice = user_data;
  GtkWindow *window = gtk_native_dialog_get_transient_for (chooser);
  g_autoptr(GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT && window != NULL)
    {
      file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
      choice->func (HSP_WINDOW (window), choice->account, file);
    }
  /* its reference is the handler's */
  g_signal_handlers_disconnect_by_func (chooser, on_chooser_response_cb, choice);
}

static GtkFileChooserNative *
create_chooser (HspWindow            *window,
                HspAccount           *account,
                const char           *title,
                GtkFileChooserAction  action,
                FileFunc              func)
{
  g_autoptr(GtkFileFilter) filter = gtk_file_filter_new ();
  Choice *choice = g_new0 (Choice, 1);

  choice->chooser = gtk_file_chooser_native_new (title, GTK_WINDOW (window), action, NULL, NULL);
  choice->account = g_object_ref (account);
  choice->func = func;
  gtk_file_filter_set_name (filter, _("Histories (JSON)"));
  gtk_file_filter_add_suffix (filter, "json");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (choice->chooser), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (choice->chooser), TRUE);
  g_signal_connect_data (choice->chooser, "response", G_CALLBACK (on_chooser_response_cb), choice,
                         choice_free, 0);
  return choice->chooser;
}

/* (transfer full) (nullable): NULL when it is none of this computer's, which was said */
static char *
get_path (HspWindow *window,
          GFile     *file)
{
  char *path = g_file_get_path (file);

  if (path == NULL)
    say (window, _("Not on This Computer"), _("Choose a file in a folder of this computer."));
  return path;
}

/* Export */

static void
exported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(HspWindow) window = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autoptr(GBytes) document = hsp_account_export_finish (HSP_ACCOUNT (object), result, &error);

  if (window == NULL)
    return;
  if (document != NULL)
    hsp_window_toast (window, _("The history was saved. Codes and numbers are in it."));
  else
    {
      g_autofree char *words = hsp_text_error (error);

      say (window, _("The History Was Not Saved"), words);
    }
}

void
hsp_history_export_file (HspWindow  *window,
                         HspAccount *account,
                         GFile      *file)
{
  g_autofree char *path = get_path (window, file);

  if (path != NULL)
    hsp_account_export_async (account, path, NULL, exported_cb, hsp_weak_new (window));
}

void
hsp_history_export (HspWindow  *window,
                    HspAccount *account)
{
  GtkFileChooserNative *chooser = create_chooser (window, account, _("Export History"),
                                                  GTK_FILE_CHOOSER_ACTION_SAVE,
                                                  hsp_history_export_file);
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *name = g_date_time_format (now, "hstockplus-%F.json");

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* Import */

/* @words: (transfer full) */
static void
append_count (GString *text,
              guint    n,
              char    *words)
{
  if (n > 0)
    g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", words);
  g_free (words);
}

/* (transfer full) */
static char *
describe_import (const HspJournalImport *counts)
{
  const guint n_added = counts->n_purchases;
  const guint n_updated = counts->n_purchases_updated;
  const guint n_numbers = counts->n_numbers;
  const guint n_readings = counts->n_balances;
  const guint n_known = counts->n_purchases_known + counts->n_numbers_known;
  GString *text = g_string_new (NULL);

  append_count (text, n_added,
                g_strdup_printf (ngettext ("%u purchase added", "%u purchases added", n_added),
                                 n_added));
  append_count (text, n_updated,
                g_strdup_printf (ngettext ("%u purchase brought up to date",
                                           "%u purchases brought up to date", n_updated),
                                 n_updated));
  append_count (text, n_numbers,
                g_strdup_printf (ngettext ("%u number added", "%u numbers added", n_numbers),
                                 n_numbers));
  append_count (text, n_readings,
                g_strdup_printf (ngettext ("%u reading of the balance added",
                                           "%u readings of the balance added", n_readings),
                                 n_readings));
  append_count (text, n_known,
                g_strdup_printf (ngettext ("%u purchase or number was here already",
                                           "%u purchases and numbers were here already", n_known),
                                 n_known));
  if (text->len == 0)
    g_string_append (text, _("There was nothing in it."));
  return g_string_free (text, FALSE);
}

static void
imported_cb (GObject      *object,
             GAsyncResult *result,
             gpointer      user_data)
{
  g_autoptr(HspWindow) window = hsp_weak_take (user_data);
  g_autoptr(GError) error = NULL;
  g_autofree char *words = NULL;
  HspJournalImport counts;
  gboolean imported = hsp_account_import_finish (HSP_ACCOUNT (object), result, &counts, &error);

  if (window == NULL)
    return;
  words = imported ? describe_import (&counts) : hsp_text_error (error);
  say (window, imported ? _("The History Was Imported") : _("Nothing Was Imported"), words);
}

void
hsp_history_import_file (HspWindow  *window,
                         HspAccount *account,
                         GFile      *file)
{
  g_autofree char *path = get_path (window, file);

  if (path != NULL)
    hsp_account_import_async (account, path, NULL, imported_cb, hsp_weak_new (window));
}

void
hsp_history_import (HspWindow  *window,
                    HspAccount *account)
{
  GtkFileChooserNative *chooser = create_chooser (window, account, _("Import History"),
                                                  GTK_FILE_CHOOSER_ACTION_OPEN,
                                                  hsp_history_import_file);

  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

/* A damaged file */

static void
on_recovery_response_cb (HspWindow  *window,
                         const char *response)
{
  if (g_str_equal (response, "folder"))
    gtk_widget_activate_action (GTK_WIDGET (window), "app.open-folder", NULL);
}

void
hsp_history_show_recovery (HspWindow  *window,
                           HspAccount *account)
{
  g_autofree char *words = hsp_account_dup_recovery_text (account);
  g_autofree char *body = NULL;
  GtkWidget *dialog;

  if (words == NULL)
    return;
  body = g_strdup_printf ("%s\n\n%s", words,
                          _("Orders that are missing are in your order history on the website, and can "
                            "be added by their numbers."));
  dialog = create_message (window, _("Your Orders Were Damaged"), body);
  adw_message_dialog_add_response (ADW_MESSAGE_DIALOG (dialog), "folder", _("_Open Folder"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_recovery_response_cb), window,
                           G_CONNECT_SWAPPED);
  hsp_message_dialog_present (dialog);
  hsp_account_take_note_of_recovery (account);
}
