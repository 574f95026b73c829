/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The floor of the start-up benchmark: an empty AdwApplicationWindow. Prints "frame" when its first
 * frame was drawn, and ends. */
#include "bench-frame.h"

static void
on_activate_cb (GtkApplication *app,
                gpointer        user_data)
{
  GtkWidget *window = adw_application_window_new (app);

  gtk_window_set_default_size (GTK_WINDOW (window), 1100, 720);
  gtk_window_present (GTK_WINDOW (window));
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(AdwApplication) app = NULL;

  app = adw_application_new ("com.hstockplus.EmptyWindow", G_APPLICATION_NON_UNIQUE);
  g_signal_connect (app, "activate", G_CALLBACK (on_activate_cb), NULL);
  bench_report_first_frame (GTK_APPLICATION (app), NULL);
  return g_application_run (G_APPLICATION (app), argc, argv);
}
