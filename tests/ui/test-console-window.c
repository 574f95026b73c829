/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-fixture.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <string.h>

#include "hsp-test.h"

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
  hsp_test_wait (shop_window_shows (field, words));
  g_assert_cmpstr (gtk_entry_get_placeholder_text (GTK_ENTRY (shop_window_find (field, GTK_TYPE_ENTRY))),
                   ==, "1");
  choose (fixture, "services");
  g_clear_pointer (&words, g_free);
  words = g_strdup_printf (_("at least %s"), "1");
  hsp_test_wait (shop_window_shows (find_field (GTK_WIDGET (fixture->form), "page"), words));

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
  hsp_test_wait (shop_window_shows (find_field (GTK_WIDGET (fixture->form), "page"), words));
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
  send_and_wait (fixture);
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
  send_and_wait (fixture);
  hsp_console_answer_write_async (fixture->answer, file, hsp_test_store_result, &result);
  hsp_test_wait (result != NULL);
  g_file_replace_contents_finish (file, result, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (path, &info), ==, 0);
  g_assert_cmpint (info.st_size, >, 5 * 1000 * 1000);
  g_assert_cmpuint (info.st_mode & 0777, ==, 0600);
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
  send_and_wait (fixture);
  choose (fixture, "balance");
  send_and_wait (fixture);
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
  add ("/console-window/save", test_save);
  add ("/console-window/line", test_line);
  add ("/console-window/no-key", test_no_key);
  add ("/console-window/free", test_free);
  add ("/console-window/history", test_history);
  add ("/console-window/fits", test_fits);
  g_test_add ("/console-window/leaving", Fixture, NULL, set_up, test_leaving, tear_down_left);
  return g_test_run ();
}
