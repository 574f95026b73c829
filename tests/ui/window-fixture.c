/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "window-fixture.h"

#include <locale.h>

#include "hsp-strip.h"

HspApplication *app;
HspSandbox *shop;

const char *const view_names[N_VIEWS] = { "catalogue", "orders", "sms", "wallet" };

GtkWidget *
find_nth (GtkWidget *widget,
          GType      type,
          guint     *skip)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (*skip)-- == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_nth (child, type, skip);

      if (found != NULL)
        return found;
    }
  return NULL;
}

GtkWidget *
find (gpointer widget,
      GType    type)
{
  guint skip = 0;
  GtkWidget *found = find_nth (GTK_WIDGET (widget), type, &skip);

  g_assert_nonnull (found);
  return found;
}

gpointer
part (gpointer    widget,
      GType       type,
      const char *name)
{
  GObject *object = gtk_widget_get_template_child (GTK_WIDGET (widget), type, name);

  g_assert_nonnull (object);
  return object;
}

HspSession *
session (void)
{
  return hsp_application_get_session (app);
}

void
activate (const char *action)
{
  g_action_group_activate_action (G_ACTION_GROUP (app), action, NULL);
}

const char *
strip_text (Fixture *fixture)
{
  HspStrip *strip = part (fixture->window, HSP_TYPE_WINDOW, "strip");
  GtkRevealer *revealer = part (strip, HSP_TYPE_STRIP, "revealer");

  return gtk_revealer_get_reveal_child (revealer)
         ? gtk_label_get_label (part (strip, HSP_TYPE_STRIP, "label")) : NULL;
}

void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_application_activate (G_APPLICATION (app));
  fixture->window =
    HSP_WINDOW (gtk_application_get_active_window (GTK_APPLICATION (app)));
  g_object_add_weak_pointer (G_OBJECT (fixture->window), (gpointer *) &fixture->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (fixture->window));
}

/* Every test ends as it began, without an account; and no window may outlive its end. */
void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  activate ("leave-sandbox");
  if (hsp_session_get_account (session ()) != NULL)
    activate ("forget");
  hsp_test_wait (hsp_session_get_account (session ()) == NULL);

  if (fixture->window != NULL)
    gtk_window_destroy (GTK_WINDOW (fixture->window));
  hsp_test_wait (fixture->window == NULL);
}

void
type_key (HspKeyForm *form,
          const char *key)
{
  gtk_editable_set_text (part (form, HSP_TYPE_KEY_FORM, "row"), key);
}

void
click_connect (HspKeyForm *form)
{
  g_signal_emit_by_name (part (form, HSP_TYPE_KEY_FORM, "button"), "clicked");
}

static void
start_application (const char *data_dir)
{
  HspSessionOptions options = { 0 };

  options.data_dir = data_dir;
  options.endpoint = hsp_sandbox_get_endpoint (shop);
  app = hsp_application_new ();
  /* as a service, it opens no window of its own accord */
  g_application_set_flags (G_APPLICATION (app),
                           G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  hsp_application_set_options (app, &options, FALSE);
  g_assert_true (g_application_register (G_APPLICATION (app), NULL, NULL));
  g_application_hold (G_APPLICATION (app));
}

static gboolean
quit_cb (gpointer user_data)
{
  activate ("quit");
  return G_SOURCE_REMOVE;
}

static void
start_shop (void)
{
  HspSandboxOptions options = { 0 };
  g_autoptr(GError) error = NULL;

  options.key = GOOD_KEY;
  options.n_services = 200;
  shop = hsp_sandbox_new (&options);
  hsp_sandbox_start (shop, &error);
  g_assert_no_error (error);
}

void
add_test (const char *path,
          void      (*test) (Fixture *, gconstpointer))
{
  g_test_add (path, Fixture, NULL, set_up, test, tear_down);
}

int
run_tests (int    argc,
           char **argv,
           void (*add_tests) (void))
{
  g_autofree char *data_dir = NULL;
  int status;

  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "C.UTF-8");
  data_dir = g_dir_make_tmp ("hsp-window-XXXXXX", NULL);
  start_shop ();
  start_application (data_dir);

  add_tests ();
  status = g_test_run ();

  /* ends the session, whose journal must be closed before its folder goes */
  g_idle_add (quit_cb, NULL);
  g_application_run (G_APPLICATION (app), 0, NULL);
  g_assert_finalize_object (app);
  hsp_sandbox_stop (shop);
  g_assert_finalize_object (shop);
  hsp_test_remove_tree (data_dir);
  return status;
}
