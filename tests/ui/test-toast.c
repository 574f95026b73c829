/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-test.h"
#include "hsp-toast.h"

#define CSS "toastoverlay.above-footer > toast { margin-bottom: 300px; }"

typedef struct
{
  GtkWidget       *window;
  AdwToastOverlay *overlay;
  GtkWidget       *pane;      /* said to be laid out */
  GtkWidget       *footer;
} Fixture;

static void
set_up (Fixture       *fixture,
        gconstpointer  user_data)
{
  g_autoptr(GtkCssProvider) provider = gtk_css_provider_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_css_provider_load_from_data (provider, CSS, -1);
  gtk_style_context_add_provider_for_display (gdk_display_get_default (), GTK_STYLE_PROVIDER (provider),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
  fixture->window = gtk_window_new ();
  fixture->overlay = ADW_TOAST_OVERLAY (adw_toast_overlay_new ());
  fixture->pane = gtk_drawing_area_new ();
  fixture->footer = gtk_label_new ("Total");
  gtk_widget_set_vexpand (fixture->pane, TRUE);
  gtk_widget_set_child_visible (fixture->footer, FALSE);
  hsp_toast_clear (fixture->footer, "above-footer");
  gtk_box_append (GTK_BOX (box), fixture->pane);
  gtk_box_append (GTK_BOX (box), fixture->footer);
  adw_toast_overlay_set_child (fixture->overlay, box);
  gtk_window_set_child (GTK_WINDOW (fixture->window), GTK_WIDGET (fixture->overlay));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 500);
  gtk_window_present (GTK_WINDOW (fixture->window));
  gtk_test_widget_wait_for_draw (fixture->window);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  user_data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
}

static gboolean
is_above (Fixture *fixture)
{
  return gtk_widget_has_css_class (GTK_WIDGET (fixture->overlay), "above-footer");
}

/* As a pane that folds does. */
static void
on_resize_cb (Fixture *fixture)
{
  gtk_widget_set_child_visible (fixture->footer, !gtk_widget_get_child_visible (fixture->footer));
}

/* A footer that comes or goes while the window is laid out, with a toast on the screen. */
static void
test_while_laid_out (Fixture       *fixture,
                     gconstpointer  user_data)
{
  gulong handler;

  adw_toast_overlay_add_toast (fixture->overlay, hsp_toast_new ("Copied"));
  gtk_test_widget_wait_for_draw (fixture->window);
  handler = g_signal_connect_swapped (fixture->pane, "resize", G_CALLBACK (on_resize_cb), fixture);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 520);
  hsp_test_wait (is_above (fixture));
  gtk_test_widget_wait_for_draw (fixture->window);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 400, 540);
  hsp_test_wait (!is_above (fixture));
  g_signal_handler_disconnect (fixture->pane, handler);
}

/* It is over before the overlay could be told. */
static void
test_gone (Fixture       *fixture,
           gconstpointer  user_data)
{
  gtk_widget_set_child_visible (fixture->footer, TRUE);
  gtk_window_set_child (GTK_WINDOW (fixture->window), NULL);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv);
  adw_init ();
#define ADD(name, func) g_test_add ("/toast/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("while-laid-out", test_while_laid_out);
  ADD ("gone", test_gone);
#undef ADD
  return g_test_run ();
}
