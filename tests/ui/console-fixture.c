/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-fixture.h"

#include "hsp-console-window.h"
#include "hsp-test.h"

GtkWindow *
find_window (GType type)
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

void
open_console (Fixture *fixture)
{
  g_action_group_activate_action (G_ACTION_GROUP (fixture->shop.app), "test-api", NULL);
  hsp_test_wait (find_window (HSP_TYPE_CONSOLE_WINDOW) != NULL);
  fixture->window = find_window (HSP_TYPE_CONSOLE_WINDOW);
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

void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  shop_window_set_up (&fixture->shop, GINT_TO_POINTER (1100));
  open_console (fixture);
}

void
close_console (Fixture *fixture)
{
  GtkWindow *window = fixture->window;

  g_object_add_weak_pointer (G_OBJECT (window), (gpointer *) &window);
  gtk_window_close (window);
  hsp_test_wait (window == NULL);
  fixture->window = NULL;
}

void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  if (fixture->window != NULL)
    close_console (fixture);
  shop_window_tear_down (&fixture->shop, data);
}

void
choose (Fixture    *fixture,
        const char *action)
{
  hsp_console_actions_choose (fixture->actions, action != NULL ? hsp_action_find (action) : NULL);
}

HspConsoleField *
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

void
fill (Fixture    *fixture,
      const char *name,
      const char *value)
{
  HspConsoleField *field = find_field (GTK_WIDGET (fixture->form), name);

  g_assert_nonnull (field);
  hsp_console_field_set_value (field, value);
}

void
press_send (Fixture *fixture)
{
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "console.send", NULL);
}

void
send_and_wait (Fixture *fixture)
{
  GListModel *requests = hsp_console_get_requests (fixture->console);
  guint before = g_list_model_get_n_items (requests);

  press_send (fixture);
  /* 200 MB take their time */
  hsp_test_wait_for (110, g_list_model_get_n_items (requests) == before + 1 &&
                          !hsp_console_get_busy (fixture->console));
}

char *
get_shown (Fixture *fixture)
{
  return hsp_console_answer_dup_text (fixture->answer);
}

void
respond (Fixture    *fixture,
         const char *response)
{
  GtkWindow *dialog;

  hsp_test_wait (find_window (ADW_TYPE_MESSAGE_DIALOG) != NULL);
  dialog = find_window (ADW_TYPE_MESSAGE_DIALOG);
  g_assert_cmpstr (adw_message_dialog_get_default_response (ADW_MESSAGE_DIALOG (dialog)), ==, "cancel");
  adw_message_dialog_response (ADW_MESSAGE_DIALOG (dialog), response);
  gtk_window_destroy (dialog);
  hsp_test_wait (find_window (ADW_TYPE_MESSAGE_DIALOG) == NULL);
}
