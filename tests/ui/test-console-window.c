/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shop-window.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "hsp-ask.h"
#include "hsp-code-view.h"
#include "hsp-console-actions.h"
#include "hsp-console-answer.h"
#include "hsp-console-field.h"
#include "hsp-console-form.h"
#include "hsp-console-history.h"
#include "hsp-console-window.h"
#include "hsp-test.h"

/* The main loop is never kept for longer, whatever comes; generous, for the sanitizers. */
#define LONGEST_BLOCK (3 * G_TIME_SPAN_SECOND)

typedef struct
{
  ShopWindow         shop;
  HspConsole        *console;
  GtkWindow         *window;
  HspConsoleActions *actions;
  HspConsoleForm    *form;
  HspConsoleAnswer  *answer;
  HspConsoleHistory *history;
  HspCodeView       *code;
  gint64             last_tick;
  gint64             longest;
} Fixture;

static GtkWindow *
find_window (Fixture *fixture,
             GType    type)
{
  GListModel *windows = gtk_window_get_toplevels ();

  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr(GtkWindow) window = g_list_model_get_item (windows, i);

      if (g_type_is_a (G_OBJECT_TYPE (window), type) && gtk_widget_get_mapped (GTK_WIDGET (window)))
        return window;
    }
  return NULL;
}

static void
open_console (Fixture *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->shop.app), "test-api", NULL);
  hsp_test_wait (find_window (fixture, HSP_TYPE_CONSOLE_WINDOW) != NULL);
  fixture->window = find_window (fixture, HSP_TYPE_CONSOLE_WINDOW);
  fixture->actions = HSP_CONSOLE_ACTIONS (shop_window_find (fixture->window,
                                                            HSP_TYPE_CONSOLE_ACTIONS));
  fixture->form = HSP_CONSOLE_FORM (shop_window_find (fixture->window, HSP_TYPE_CONSOLE_FORM));
  fixture->answer = HSP_CONSOLE_ANSWER (shop_window_find (fixture->window,
                                                          HSP_TYPE_CONSOLE_ANSWER));
  fixture->history = HSP_CONSOLE_HISTORY (shop_window_find (fixture->window,
                                                            HSP_TYPE_CONSOLE_HISTORY));
  fixture->code = HSP_CODE_VIEW (shop_window_find (fixture->window, HSP_TYPE_CODE_VIEW));
  fixture->console = hsp_account_get_console (fixture->shop.account);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  shop_window_set_up (&fixture->shop, GINT_TO_POINTER (1100));
  open_console (fixture);
}

static void
close_console (Fixture *fixture)
{
  GtkWindow *window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (window);
  hsp_test_wait (window == NULL);
  fixture->window = NULL;
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  if (fixture->window != NULL)
    close_console (fixture);
  shop_window_tear_down (&fixture->shop, data);
}

static void
choose (Fixture    *fixture,
        const char *action)
{
  hsp_console_actions_choose (fixture->actions, action != NULL ? hsp_action_find (action) : NULL);
}

/* (nullable) */
static HspConsoleField *
find_field (GtkWidget  *widget,
            const char *name)
{
  if (HSP_IS_CONSOLE_FIELD (widget) &&
      g_str_equal (hsp_console_field_get_name (HSP_CONSOLE_FIELD (widget)), name))
    return HSP_CONSOLE_FIELD (widget);
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      HspConsoleField *found = find_field (child, name);

      if (found != NULL)
        return found;
    }
  return NULL;
}

static void
fill (Fixture    *fixture,
      const char *name,
      const char *value)
{
  HspConsoleField *field = find_field (GTK_WIDGET (fixture->form), name);

  g_assert_nonnull (field);
  hsp_console_field_set_value (field, value);
}

static gboolean
watch_cb (gpointer user_data)
{
  Fixture *fixture = user_data;
  gint64 now = g_get_monotonic_time ();

  fixture->longest = MAX (fixture->longest, now - fixture->last_tick);
  fixture->last_tick = now;
  return G_SOURCE_CONTINUE;
}

static void
press_send (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "console.send", NULL);
}

static void
send (Fixture *fixture)
{
  GListModel *requests = hsp_console_get_requests (fixture->console);
  guint before = g_list_model_get_n_items (requests);
  guint watch = g_timeout_add (5, watch_cb, fixture);

  fixture->last_tick = g_get_monotonic_time ();
  press_send (fixture);
  hsp_test_wait (g_list_model_get_n_items (requests) == before + 1 &&
                 !hsp_console_get_busy (fixture->console));
  /* and what is drawn of it */
  for (gint64 end = g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND;
       g_get_monotonic_time () < end; )
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watch);
}

static char *
get_shown (Fixture *fixture)
{
  return hsp_console_answer_dup_text (fixture->answer);
}

/* Every action has the fields that the table says, and every keystroke changes the line. */
static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  for (guint i = 0; i < HSP_N_ACTIONS; i++)
    {
      const HspAction *action = hsp_action_get (i);
      g_autofree char *word = g_strdup_printf ("'action=%s'", action->name);
      g_autofree char *line = NULL;

      choose (fixture, action->name);
      g_assert_cmpstr (hsp_console_form_get_action (fixture->form), ==, action->name);
      for (guint j = 0; j < action->n_params; j++)
        {
          HspConsoleField *field = find_field (GTK_WIDGET (fixture->form), action->params[j].name);

          g_assert_nonnull (field);
          if (action->params[j].required)
            g_assert_false (hsp_console_form_can_send (fixture->form));
          hsp_console_field_set_value (field, action->params[j].type == HSP_PARAM_NUMBER ? "1" : "ab'c");
        }
      g_assert_true (hsp_console_form_can_send (fixture->form));
      line = hsp_console_form_dup_curl (fixture->form);
      g_assert_nonnull (strstr (line, word));
      g_assert_nonnull (strstr (line, "\"key=$HSTOCKPLUS_KEY\""));
      g_assert_null (strstr (line, "key-of-the-shop-window"));
      for (guint j = 0; j < action->n_params; j++)
        g_assert_nonnull (strstr (line, action->params[j].name));
    }

  choose (fixture, "services");
  fill (fixture, "page", "0");
  g_assert_false (hsp_console_form_can_send (fixture->form));
  g_assert_false (hsp_console_field_check (find_field (GTK_WIDGET (fixture->form), "page")));
  fill (fixture, "page", "2");
  g_assert_true (hsp_console_form_can_send (fixture->form));
}

static void
test_send (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *pretty = NULL;
  g_autofree char *raw = NULL;
  GtkWidget *button;

  choose (fixture, "services");
  fill (fixture, "limit", "3");
  send (fixture);
  pretty = get_shown (fixture);
  g_assert_true (g_str_has_prefix (pretty, "{\n  \""));

  /* folded, most of it is not seen, and found again it is */
  gtk_widget_activate_action (GTK_WIDGET (fixture->code), "code.fold-all", NULL);
  g_assert_cmpuint (hsp_code_view_get_n_folded (fixture->code), >=, 3);
  g_assert_true (hsp_code_view_find (fixture->code, "\"NAME\"", FALSE, FALSE));
  g_assert_cmpuint (hsp_code_view_get_n_folded (fixture->code), >=, 2);
  gtk_widget_activate_action (GTK_WIDGET (fixture->code), "code.unfold-all", NULL);
  g_assert_cmpuint (hsp_code_view_get_n_folded (fixture->code), ==, 0);
  g_assert_false (hsp_code_view_find (fixture->code, "nowhere to be found", FALSE, FALSE));
  gtk_widget_activate_action (GTK_WIDGET (fixture->code), "code.toggle-fold", NULL);
  g_assert_cmpuint (hsp_code_view_get_n_folded (fixture->code), ==, 1);
  /* what is copied is the whole of it all the same */
  raw = get_shown (fixture);
  g_assert_cmpstr (raw, ==, pretty);

  /* Ctrl+F opens it, Escape closes it */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "console.find", NULL);
  button = shop_window_find (fixture->answer, GTK_TYPE_SEARCH_BAR);
  g_assert_true (gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (button)));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "console.stop", NULL);
  g_assert_false (gtk_search_bar_get_search_mode (GTK_SEARCH_BAR (button)));
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  guint before = hsp_sandbox_count (fixture->shop.shop, "balance");

  hsp_sandbox_push_fault (fixture->shop.shop, "balance", HSP_FAULT_HANG);
  choose (fixture, "balance");
  press_send (fixture);
  hsp_test_wait (hsp_sandbox_count (fixture->shop.shop, "balance") == before + 1);
  g_assert_false (hsp_console_form_can_send (fixture->form));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "console.stop", NULL);
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  hsp_test_wait (hsp_console_form_can_send (fixture->form));
}

static void
assert_lines (Fixture *fixture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (hsp_code_view_get_view (fixture->code));
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  do
    g_assert_cmpint (gtk_text_iter_get_chars_in_line (&iter), <=, HSP_SHOWN_LINE + 1);
  while (gtk_text_iter_forward_line (&iter));
}

/* What would freeze a window, or show what nobody may see. */
static void
test_big (Fixture       *fixture,
          gconstpointer  data)
{
  static const HspFault faults[] = {
    HSP_FAULT_LONG_LINE, HSP_FAULT_HUGE, HSP_FAULT_BINARY, HSP_FAULT_TOO_DEEP, HSP_FAULT_TOO_LONG,
    HSP_FAULT_HTML, HSP_FAULT_NOT_JSON, HSP_FAULT_EMPTY, HSP_FAULT_BAD_UTF8, HSP_FAULT_TRUNCATE,
    HSP_FAULT_HTTP_500, HSP_FAULT_HTTP_502, HSP_FAULT_REDIRECT, HSP_FAULT_REFUSE,
    HSP_FAULT_RESET_AFTER, HSP_FAULT_ERROR_OBJECT, HSP_FAULT_BAD_KEY,
  };
  static const char * const names[] = { "services", "sms_projects" };

  for (guint i = 0; i < G_N_ELEMENTS (faults); i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          fixture->longest = 0;
          hsp_sandbox_push_fault (fixture->shop.shop, names[j], faults[i]);
          choose (fixture, names[j]);
          send (fixture);
          g_test_message ("%s: the window was kept for %.0f ms", hsp_fault_to_name (faults[i]),
                          (double) fixture->longest / G_TIME_SPAN_MILLISECOND);
          g_assert_cmpint (fixture->longest, <, LONGEST_BLOCK);
          assert_lines (fixture);
          if (faults[i] == HSP_FAULT_HUGE)
            break;
        }
    }
}

static void
test_save (Fixture       *fixture,
           gconstpointer  data)
{
  g_autofree char *path = g_build_filename (fixture->shop.dir, "answer.json", NULL);
  g_autoptr(GFile) file = g_file_new_for_path (path);
  g_autoptr(GAsyncResult) result = NULL;
  g_autoptr(GError) error = NULL;
  GStatBuf info;

  hsp_sandbox_push_fault (fixture->shop.shop, "services", HSP_FAULT_LONG_LINE);
  choose (fixture, "services");
  send (fixture);
  hsp_console_answer_write_async (fixture->answer, file, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_file_replace_contents_finish (file, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 5 * 1000 * 1000);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
}

static void
respond (Fixture    *fixture,
         const char *response)
{
  GtkWindow *dialog;

  hsp_test_wait (find_window (fixture, ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = find_window (fixture, ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)), ==, "cancel");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  hsp_test_wait (find_window (fixture, ADW_TYPE_MESSAGE_DIALOG) == NULL);
}

/* Name first, since it is the field's own. */
static void
fill_free (Fixture    *fixture,
           const char *action)
{
  GtkWidget *entry;

  choose (fixture, NULL);
  entry = shop_window_find (fixture->form, GTK_TYPE_ENTRY);
  gtk_editable_set_text (GTK_EDITABLE (entry), action);
}

/* Money is asked about, and goes through the journal. */
static void
test_money (Fixture       *fixture,
            gconstpointer  data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->shop.account);
  HspService *service = shop_window_find_service (&fixture->shop, HSP_KIND_SMM);
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT,
                                               hsp_service_get_value (service)->min);
  g_autoptr(HspOrder) order = NULL;
  g_autofree char *shown = NULL;

  choose (fixture, "add");
  fill (fixture, "service", hsp_service_get_id (service));
  fill (fixture, "quantity", quantity);
  fill (fixture, "link", SHOP_LINK);
  press_send (fixture);
  respond (fixture, "cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 0);

  press_send (fixture);
  respond (fixture, "send");
  hsp_test_wait (g_list_model_get_n_items (hsp_console_get_requests (fixture->console)) == 1);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 1);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  shown = get_shown (fixture);
  g_assert_nonnull (strstr (shown, hsp_order_get_row (order)->order));
  hsp_test_wait (!hsp_account_get_spending (fixture->shop.account));
}

/* Over the amount that was set a yes is not enough. */
static void
test_ask_above (Fixture       *fixture,
                gconstpointer  data)
{
  HspService *service = shop_window_find_service (&fixture->shop, HSP_KIND_SMM);
  HspSpendingLimits limits = HSP_SPENDING_LIMITS_NONE;
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT,
                                               hsp_service_get_value (service)->min);
  static const char * const answers[] = { "cancel", HSP_ASK_AGAIN_RESPONSE };

  limits.ask_above = 1;
  hsp_account_set_limits (fixture->shop.account, &limits);
  choose (fixture, "add");
  fill (fixture, "service", hsp_service_get_id (service));
  fill (fixture, "quantity", quantity);
  fill (fixture, "link", SHOP_LINK);
  for (guint i = 0; i < G_N_ELEMENTS (answers); i++)
    {
      GtkWindow *first;

      press_send (fixture);
      hsp_test_wait (find_window (fixture, ADW_TYPE_MESSAGE_DIALOG) != NULL);
      first = find_window (fixture, ADW_TYPE_MESSAGE_DIALOG);
      adw_message_dialog_response (ADW_MESSAGE_DIALOG (first), "send");
      gtk_window_destroy (first);
      g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 0);
      respond (fixture, answers[i]);
    }
  hsp_test_wait (g_list_model_get_n_items (hsp_console_get_requests (fixture->console)) == 1);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 1);
  hsp_test_wait (!hsp_account_get_spending (fixture->shop.account));
}

static void
test_free (Fixture       *fixture,
           gconstpointer  data)
{
  /* `add` without its parameters, in whatever spelling, cannot be sent at all */
  fill_free (fixture, " ADD ");
  g_assert_false (hsp_console_form_can_send (fixture->form));
  press_send (fixture);
  fill_free (fixture, "add;");
  g_assert_false (hsp_console_form_can_send (fixture->form));
  fill_free (fixture, "");
  g_assert_false (hsp_console_form_can_send (fixture->form));

  fill_free (fixture, "refill");
  g_assert_true (hsp_console_form_can_send (fixture->form));
  press_send (fixture);
  respond (fixture, "cancel");
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "refill"), ==, 0);
  press_send (fixture);
  respond (fixture, "send");
  hsp_test_wait (g_list_model_get_n_items (hsp_console_get_requests (fixture->console)) == 1);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "refill"), ==, 1);
  g_assert_cmpuint (hsp_sandbox_count (fixture->shop.shop, "add"), ==, 0);
}

static void
test_history (Fixture       *fixture,
              gconstpointer  data)
{
  GListModel *shown = hsp_console_history_get_model (fixture->history);
  g_autoptr(HspRequest) request = NULL;
  g_autofree char *line = NULL;

  choose (fixture, "services");
  fill (fixture, "limit", "3");
  fill (fixture, "category", "Instagram");
  send (fixture);
  choose (fixture, "balance");
  send (fixture);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 2);

  /* the program's own beside them, and away again */
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "history.show-own", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (shown), >, 3);
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "history.show-own", NULL);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 2);

  hsp_console_history_search (fixture->history, "instagram", NULL);
  hsp_test_wait (g_list_model_get_n_items (shown) == 1);
  hsp_console_history_search (fixture->history, "", "balance");
  hsp_test_wait (g_list_model_get_n_items (shown) == 1);
  hsp_console_history_search (fixture->history, "", NULL);
  hsp_test_wait (g_list_model_get_n_items (shown) == 2);

  /* another window has it too; opening it again sends nothing */
  close_console (fixture);
  open_console (fixture);
  shown = hsp_console_history_get_model (fixture->history);
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 2);
  request = g_list_model_get_item (shown, 1);
  g_signal_emit_by_name (fixture->history, "chosen", request);
  g_assert_cmpstr (hsp_console_form_get_action (fixture->form), ==, "services");
  g_assert_cmpstr (hsp_console_field_get_value (find_field (GTK_WIDGET (fixture->form), "category")), ==,
                   "Instagram");
  line = hsp_console_form_dup_curl (fixture->form);
  g_assert_nonnull (strstr (line, "'limit=3'"));
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 2);

  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "history.clear", NULL);
  respond (fixture, "send");
  g_assert_cmpuint (g_list_model_get_n_items (shown), ==, 0);
}

/* The window goes with the account; what is under way does not keep it. */
static void
test_leaving (Fixture       *fixture,
              gconstpointer  data)
{
  GtkWindow *window = fixture->window;
  guint before = hsp_sandbox_count (fixture->shop.shop, "balance");

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  hsp_sandbox_push_fault (fixture->shop.shop, "balance", HSP_FAULT_HANG);
  choose (fixture, "balance");
  press_send (fixture);
  hsp_test_wait (hsp_sandbox_count (fixture->shop.shop, "balance") == before + 1);
  gtk_window_close (window);
  hsp_test_wait (window == NULL);
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  fixture->window = NULL;

  open_console (fixture);
  window = fixture->window;
  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  g_object_ref (fixture->console);
  shop_window_forget (&fixture->shop);
  hsp_test_wait (window == NULL);
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  g_object_unref (fixture->console);
  fixture->window = NULL;
}

static void
tear_down_left (Fixture       *fixture,
                gconstpointer  data)
{
  shop_window_tear_down (&fixture->shop, data);
}

static gboolean
is_named (GtkWidget *widget)
{
  return gtk_test_accessible_has_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (GTK_ACCESSIBLE (widget),
                                           GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (GTK_IS_BUTTON (widget) && gtk_button_get_label (GTK_BUTTON (widget)) != NULL);
}

/* Each control that shows no word has one for the screen reader. */
static void
assert_named (GtkWidget *widget)
{
  if ((GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget) ||
       GTK_IS_TEXT_VIEW (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX (widget)) &&
      !is_named (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_MENU_BUTTON) == NULL &&
      gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN) == NULL &&
      gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) == NULL)
    g_error ("%s has no name", G_OBJECT_TYPE_NAME (widget));
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    assert_named (child);
}

static void
test_fits (Fixture       *fixture,
           gconstpointer  data)
{
  int minimum;

  for (guint i = 0; i <= HSP_N_ACTIONS; i++)
    {
      choose (fixture, i < HSP_N_ACTIONS ? hsp_action_get (i)->name : NULL);
      gtk_widget_measure (adw_window_get_content (ADW_WINDOW (fixture->window)),
                          GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      g_assert_cmpint (minimum, <=, 360);
      assert_named (GTK_WIDGET (fixture->form));
      assert_named (GTK_WIDGET (fixture->answer));
      assert_named (GTK_WIDGET (fixture->history));
    }
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("APP_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  add ("/console-window/fields", test_fields);
  add ("/console-window/send", test_send);
  add ("/console-window/stop", test_stop);
  add ("/console-window/big", test_big);
  add ("/console-window/save", test_save);
  add ("/console-window/money", test_money);
  add ("/console-window/ask-above", test_ask_above);
  add ("/console-window/free", test_free);
  add ("/console-window/history", test_history);
  add ("/console-window/fits", test_fits);
  g_test_add ("/console-window/leaving", Fixture, NULL, set_up, test_leaving, tear_down_left);
  return g_test_run ();
}
