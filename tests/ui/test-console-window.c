/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "shop-window.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>
#include <time.h>

#include "hsp-ask.h"
#include "hsp-client-private.h"
#include "hsp-client.h"
#include "hsp-code-view.h"
#include "hsp-console-actions.h"
#include "hsp-console-answer.h"
#include "hsp-console-field.h"
#include "hsp-console-form.h"
#include "hsp-console-history.h"
#include "hsp-console-window.h"
#include "hsp-test.h"

/* The main loop is never kept for longer, whatever comes: with work, which is what counts on a busy
 * machine, and altogether, where it may only have waited for its turn. */
#ifdef __SANITIZE_ADDRESS__
#define LONGEST_WORK (2500 * G_TIME_SPAN_MILLISECOND)
#else
#define LONGEST_WORK (250 * G_TIME_SPAN_MILLISECOND)
#endif
#define LONGEST_BLOCK (5 * G_TIME_SPAN_SECOND)

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
  gint64             last_work;
  gint64             longest;
  gint64             longest_work;
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

/* Microseconds that this thread has worked. */
static gint64
get_work (void)
{
  struct timespec spent;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent), ==, 0);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static gboolean
watch_cb (gpointer user_data)
{
  Fixture *fixture = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 work = get_work ();

  fixture->longest = MAX (fixture->longest, now - fixture->last_tick);
  fixture->longest_work = MAX (fixture->longest_work, work - fixture->last_work);
  fixture->last_tick = now;
  fixture->last_work = work;
  return G_SOURCE_CONTINUE;
}

/* Returns: the number of a source that notes how long the main loop is kept. */
static guint
begin_watch (Fixture *fixture)
{
  fixture->longest = 0;
  fixture->longest_work = 0;
  fixture->last_tick = g_get_monotonic_time ();
  fixture->last_work = get_work ();
  return g_timeout_add (5, watch_cb, fixture);
}

/* With what is drawn of it. */
static void
end_watch (guint watch)
{
  for (gint64 end = g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND;
       g_get_monotonic_time () < end; )
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watch);
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
  guint watch = begin_watch (fixture);

  press_send (fixture);
  /* 200 MB take their time */
  hsp_test_wait_for (110, g_list_model_get_n_items (requests) == before + 1 &&
                          !hsp_console_get_busy (fixture->console));
  end_watch (watch);
}

static char *
get_shown (Fixture *fixture)
{
  return hsp_console_answer_dup_text (fixture->answer);
}

/* Whether a label of @widget has @words in it. */
static gboolean
shows (GtkWidget  *widget,
       const char *words)
{
  if (GTK_IS_LABEL (widget) && gtk_widget_get_visible (widget) &&
      strstr (gtk_label_get_text (GTK_LABEL (widget)), words) != NULL)
    return TRUE;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (shows (child, words))
        return TRUE;
    }
  return FALSE;
}

/* The same with a number in words that have a %u. */
static gboolean
shows_number (gpointer    widget,
              const char *format,
              guint       number)
{
  g_autoptr(GString) words = g_string_new (format);
  g_autofree char *text = g_strdup_printf ("%u", number);

  g_string_replace (words, "%u", text, 1);
  return shows (GTK_WIDGET (widget), words->str);
}

static const char *
get_example (const HspParam *param)
{
  switch (param->type)
    {
    case HSP_PARAM_NUMBER:
      return "1";
    case HSP_PARAM_CHOICE:
      return param->choices[1];
    case HSP_PARAM_TEXT:
    default:
      return "ab'c";
    }
}

/* Every action has the fields that the table says, and every keystroke changes the line. */
static void
test_fields (Fixture       *fixture,
             gconstpointer  data)
{
  HspConsoleField *field;
  GtkDropDown *down;
  g_autofree char *line = NULL;
  g_autofree char *words = NULL;

  for (guint i = 0; i < HSP_N_ACTIONS; i++)
    {
      const HspAction *action = hsp_action_get (i);
      g_autofree char *word = g_strdup_printf ("'action=%s'", action->name);
      g_autofree char *curl = NULL;

      choose (fixture, action->name);
      g_assert_cmpstr (hsp_console_form_get_action (fixture->form), ==, action->name);
      for (guint j = 0; j < action->n_params; j++)
        {
          field = find_field (GTK_WIDGET (fixture->form), action->params[j].name);
          g_assert_nonnull (field);
          if (action->params[j].required)
            g_assert_false (hsp_console_form_can_send (fixture->form));
          hsp_console_field_set_value (field, get_example (&action->params[j]));
        }
      g_assert_true (hsp_console_form_can_send (fixture->form));
      curl = hsp_console_form_dup_curl (fixture->form);
      g_assert_nonnull (strstr (curl, word));
      g_assert_nonnull (strstr (curl, "\"key=$HSTOCKPLUS_KEY\""));
      g_assert_null (strstr (curl, "key-of-the-shop-window"));
      for (guint j = 0; j < action->n_params; j++)
        g_assert_nonnull (strstr (curl, action->params[j].name));
    }

  /* what is taken by itself is seen, and how far one may go before one went too far */
  choose (fixture, "add_sms");
  field = find_field (GTK_WIDGET (fixture->form), "quantity");
  words = g_strdup_printf (_("%s to %s"), "1", "10");
  g_assert_true (shows (GTK_WIDGET (field), words));
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (shop_window_find (field, GTK_TYPE_ENTRY))),
                   ==, "1");
  choose (fixture, "services");
  g_clear_pointer (&words, g_free);
  words = g_strdup_printf (_("at least %s"), "1");
  g_assert_true (shows (GTK_WIDGET (find_field (GTK_WIDGET (fixture->form), "page")), words));

  /* of a few words one is chosen, or none */
  field = find_field (GTK_WIDGET (fixture->form), "lang");
  down = GTK_DROP_DOWN (shop_window_find (field, GTK_TYPE_DROP_DOWN));
  g_assert_cmpstr (hsp_console_field_get_value (field), ==, "");
  hsp_console_field_set_value (field, "vi");
  g_assert_cmpstr (gtk_string_object_get_string (gtk_drop_down_get_selected_item (down)), ==, "vi");
  line = hsp_console_form_dup_curl (fixture->form);
  g_assert_nonnull (strstr (line, "'lang=vi'"));
  gtk_drop_down_set_selected (down, 0);
  g_clear_pointer (&line, g_free);
  line = hsp_console_form_dup_curl (fixture->form);
  g_assert_null (strstr (line, "lang"));

  fill (fixture, "page", "0");
  g_clear_pointer (&words, g_free);
  words = g_strdup_printf (_("A whole number of at least %s"), "1");
  g_assert_true (shows (GTK_WIDGET (find_field (GTK_WIDGET (fixture->form), "page")), words));
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

static void
assert_not_kept (Fixture    *fixture,
                 const char *what)
{
  g_test_message ("%s: the window worked for %.0f ms at once, and was kept for %.0f ms", what,
                  (double) fixture->longest_work / G_TIME_SPAN_MILLISECOND,
                  (double) fixture->longest / G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (fixture->longest_work, <, LONGEST_WORK);
  g_assert_cmpint (fixture->longest, <, LONGEST_BLOCK);
  assert_lines (fixture);
}

/* The shop says that it is too much, and everybody waits for a while. */
static gboolean
is_slowing (HspFault fault)
{
  return fault == HSP_FAULT_HTTP_429 || fault == HSP_FAULT_RATE_TEXT;
}

/* What would freeze a window, or show what nobody may see: everything that can go wrong. */
static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const names[] = { "services", "sms_projects" };

  for (guint i = 0; i < HSP_N_FAULTS; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          if (i == HSP_FAULT_HANG || is_slowing (i) || (i == HSP_FAULT_HUGE && j > 0))
            continue;
          hsp_sandbox_push_fault (fixture->shop.shop, names[j], i);
          choose (fixture, names[j]);
          send (fixture);
          assert_not_kept (fixture, hsp_fault_to_name (i));
        }
    }
}

static void
test_hang (Fixture       *fixture,
           gconstpointer  data)
{
  guint watch = begin_watch (fixture);

  hsp_client_set_time_limit (hsp_account_get_client (fixture->shop.account), 700);
  hsp_sandbox_push_fault (fixture->shop.shop, "services", HSP_FAULT_HANG);
  choose (fixture, "services");
  press_send (fixture);
  hsp_test_wait (shows (GTK_WIDGET (fixture->answer), _("Timed out")));
  end_watch (watch);
  assert_not_kept (fixture, "hang");
  g_assert_true (shows_number (fixture->answer, ngettext ("No answer within %u second.",
                                                           "No answer within %u seconds.", 1), 1));
  g_assert_true (shows (GTK_WIDGET (fixture->answer), _("Send Again")));
}

/* How long one has to wait is told, and told anew as it passes. */
static void
test_too_many (Fixture       *fixture,
               gconstpointer  data)
{
  HspFault fault = GPOINTER_TO_INT (data);
  /* with Retry-After, and what is waited without */
  const guint wait = fault == HSP_FAULT_HTTP_429 ? 1 : 8;

  hsp_sandbox_push_fault (fixture->shop.shop, "balance", fault);
  choose (fixture, "balance");
  send (fixture);
  assert_not_kept (fixture, hsp_fault_to_name (fault));
  g_assert_true (shows (GTK_WIDGET (fixture->answer), _("Too many requests")));
  g_assert_true (shows_number (fixture->answer, _("Next request possible in %u s"), wait));
  if (wait > 2)
    hsp_test_wait (shows_number (fixture->answer, _("Next request possible in %u s"), wait - 2));
  hsp_test_wait (shows (GTK_WIDGET (fixture->answer), _("The next request is possible now.")));
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
fill_in_purchase (Fixture *fixture)
{
  HspService *service = shop_window_find_service (&fixture->shop, HSP_KIND_SMM);
  g_autofree char *quantity = g_strdup_printf ("%" G_GINT64_FORMAT,
                                               hsp_service_get_value (service)->min);

  choose (fixture, "add");
  fill (fixture, "service", hsp_service_get_id (service));
  fill (fixture, "quantity", quantity);
  fill (fixture, "link", SHOP_LINK);
}

/* The window that is left waits for what it buys, says so, and closes by itself. */
static void
test_close_while_buying (Fixture       *fixture,
                         gconstpointer  data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->shop.account);
  GtkWindow *window = fixture->window;
  g_autoptr(HspOrder) order = NULL;

  gtk_window_close (GTK_WINDOW (fixture->shop.window));
  hsp_test_wait (find_window (fixture, HSP_TYPE_WINDOW) == NULL);
  fill_in_purchase (fixture);
  hsp_sandbox_push_fault (fixture->shop.shop, "add", HSP_FAULT_SLOW);
  press_send (fixture);
  respond (fixture, "send");
  hsp_test_wait (hsp_sandbox_count (fixture->shop.shop, "add") == 1);

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (window);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (window)));
  hsp_test_wait (shows (GTK_WIDGET (window), _("A purchase is being sent. The window closes when "
                                               "there is an answer.")));
  g_assert_true (hsp_account_get_spending (fixture->shop.account));
  hsp_test_wait (window == NULL);
  fixture->window = NULL;
  g_assert_false (hsp_account_get_spending (fixture->shop.account));
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);

  g_application_activate (G_APPLICATION (fixture->shop.app));
  fixture->shop.window = HSP_WINDOW (find_window (fixture, HSP_TYPE_WINDOW));
}

static gboolean
quit_cb (gpointer user_data)
{
  g_application_quit (G_APPLICATION (user_data));
  return G_SOURCE_REMOVE;
}

/* Told to end, the program says in every window what it waits for. */
static void
test_quit_while_buying (Fixture       *fixture,
                        gconstpointer  data)
{
  HspOrderBook *book = hsp_account_get_order_book (fixture->shop.account);
  const char *words = _("A purchase is being sent. The program ends when there is an answer.");
  g_autoptr(HspOrder) order = NULL;

  fill_in_purchase (fixture);
  hsp_sandbox_push_fault (fixture->shop.shop, "add", HSP_FAULT_SLOW);
  press_send (fixture);
  respond (fixture, "send");
  hsp_test_wait (hsp_sandbox_count (fixture->shop.shop, "add") == 1);
  g_action_group_activate_action (G_ACTION_GROUP (fixture->shop.app), "quit", NULL);
  hsp_test_wait (shows (GTK_WIDGET (fixture->window), words));
  hsp_test_wait (shows (GTK_WIDGET (fixture->shop.window), words));

  /* and ended by somebody who does not ask, it still waits */
  g_object_ref (book);
  g_idle_add (quit_cb, fixture->shop.app);
  g_application_run (G_APPLICATION (fixture->shop.app), 0, NULL);
  g_assert_cmpuint (g_list_model_get_n_items (G_LIST_MODEL (book)), ==, 1);
  order = g_list_model_get_item (G_LIST_MODEL (book), 0);
  g_assert_cmpint (hsp_order_get_row (order)->outcome, ==, HSP_OUTCOME_PLACED);
  g_object_unref (book);
}

static gboolean
set_true_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Where a person has drawn the line, it is the next time. */
static void
test_line (Fixture       *fixture,
           gconstpointer  data)
{
  GtkPaned *paned = GTK_PANED (shop_window_find (fixture->window, GTK_TYPE_PANED));
  gboolean idle = FALSE;
  int least, most, height;

  /* as high as it must be, while nobody has said anything else */
  hsp_test_wait (gtk_widget_get_height (GTK_WIDGET (fixture->history)) > 0);
  g_idle_add (set_true_cb, &idle);
  hsp_test_wait (idle);
  g_object_get (paned, "min-position", &least, "max-position", &most, NULL);
  hsp_test_wait (gtk_paned_get_position (paned) == most);
  height = gtk_widget_get_height (GTK_WIDGET (fixture->history));

  g_assert_cmpint (most, >, least + 10);
  gtk_paned_set_position (paned, most - 10);
  hsp_test_wait (gtk_widget_get_height (GTK_WIDGET (fixture->history)) == height + 10);
  close_console (fixture);
  open_console (fixture);
  hsp_test_wait (gtk_widget_get_height (GTK_WIDGET (fixture->history)) == height + 10);
}

/* Without a key there is one thing to do. */
static void
test_no_key (Fixture       *fixture,
             gconstpointer  data)
{
  g_autoptr(HspAccount) account = hsp_account_new ("empty", "Empty", "https://shop.invalid/api/v2",
                                                   FALSE, fixture->shop.dir, fixture->shop.dir, NULL);
  HspConsoleForm *form = g_object_ref_sink (g_object_new (HSP_TYPE_CONSOLE_FORM, NULL));
  GtkWidget *button = GTK_WIDGET (gtk_widget_get_template_child (GTK_WIDGET (form),
                                                                 HSP_TYPE_CONSOLE_FORM,
                                                                 "preferences_button"));

  hsp_console_form_set_console (form, hsp_account_get_console (account));
  g_assert_true (gtk_widget_get_visible (button));
  g_assert_cmpstr (gtk_actionable_get_action_name (GTK_ACTIONABLE (button)), ==, "app.preferences");
  hsp_account_set_key (account, "a-key");
  hsp_console_form_set_closed (form, NULL);
  g_assert_false (gtk_widget_get_visible (button));
  g_object_unref (form);
  hsp_account_close (account);
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

/* What is left when the program has ended. */
static void
tear_down_quit (Fixture       *fixture,
                gconstpointer  data)
{
  g_assert_finalize_object (fixture->shop.app);
  hsp_sandbox_stop (fixture->shop.shop);
  g_assert_finalize_object (fixture->shop.shop);
  hsp_test_remove_tree (fixture->shop.dir);
  g_free (fixture->shop.dir);
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

/* Each control that shows no word has one for the screen reader. What GTK makes of its own is not ours to
 * name: the button that closes a search bar is never shown. */
static void
assert_named (GtkWidget *widget)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_SEARCH_BAR) != NULL &&
      !gtk_widget_get_visible (widget))
    return;
  if ((GTK_IS_BUTTON (widget) || GTK_IS_ENTRY (widget) || GTK_IS_SEARCH_ENTRY (widget) ||
       GTK_IS_TEXT_VIEW (widget) || GTK_IS_LIST_VIEW (widget) || GTK_IS_LIST_BOX (widget)) &&
      !is_named (widget) && gtk_widget_get_ancestor (widget, GTK_TYPE_MENU_BUTTON) == NULL &&
      gtk_widget_get_ancestor (widget, GTK_TYPE_DROP_DOWN) == NULL &&
      gtk_widget_get_ancestor (widget, GTK_TYPE_WINDOW_CONTROLS) == NULL)
    g_error ("%s in %s has no name", G_OBJECT_TYPE_NAME (widget),
             G_OBJECT_TYPE_NAME (gtk_widget_get_parent (widget)));
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
  add ("/console-window/faults", test_faults);
  add ("/console-window/hang", test_hang);
  g_test_add ("/console-window/too-many/status", Fixture, GINT_TO_POINTER (HSP_FAULT_HTTP_429), set_up,
              test_too_many, tear_down);
  g_test_add ("/console-window/too-many/words", Fixture, GINT_TO_POINTER (HSP_FAULT_RATE_TEXT), set_up,
              test_too_many, tear_down);
  add ("/console-window/save", test_save);
  add ("/console-window/money", test_money);
  add ("/console-window/ask-above", test_ask_above);
  add ("/console-window/close-while-buying", test_close_while_buying);
  add ("/console-window/line", test_line);
  add ("/console-window/no-key", test_no_key);
  add ("/console-window/free", test_free);
  add ("/console-window/history", test_history);
  add ("/console-window/fits", test_fits);
  g_test_add ("/console-window/leaving", Fixture, NULL, set_up, test_leaving, tear_down_left);
  g_test_add ("/console-window/quit-while-buying", Fixture, NULL, set_up, test_quit_while_buying,
              tear_down_quit);
  return g_test_run ();
}
