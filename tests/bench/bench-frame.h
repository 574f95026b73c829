/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include <string.h>

/* Says whether the window shows what the benchmark is about; NULL: any frame will do. */
typedef gboolean (*BenchReadyFunc) (GtkWindow *window);

/* With BENCH_MEMORY set, a second line: kB of this process, shared pages in parts. */
static void
print_memory (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (g_getenv ("BENCH_MEMORY") != NULL && g_file_get_contents ("/proc/self/smaps_rollup", &text, NULL, NULL)
      && (line = strstr (text, "\nPss:")) != NULL)
    g_print ("%" G_GINT64_FORMAT "\n", g_ascii_strtoll (line + strlen ("\nPss:"), NULL, 10));
}

static void
on_after_paint_cb (GdkFrameClock *clock,
                   gpointer       user_data)
{
  GtkWindow *window = user_data;
  BenchReadyFunc ready = (BenchReadyFunc) g_object_get_data (G_OBJECT (window), "bench-ready");

  g_signal_handlers_disconnect_by_func (clock, on_after_paint_cb, user_data);
  g_print ("%s\n", ready == NULL || ready (window) ? "frame" : "empty frame");
  print_memory ();
  gtk_window_destroy (window);
}

static void
on_window_map_cb (GtkWidget *window,
                  gpointer   user_data)
{
  g_signal_connect (gtk_widget_get_frame_clock (window), "after-paint",
                    G_CALLBACK (on_after_paint_cb), window);
}

static void
on_window_added_cb (GtkApplication *app,
                    GtkWindow      *window,
                    gpointer        ready)
{
  g_object_set_data (G_OBJECT (window), "bench-ready", ready);
  g_signal_connect (window, "map", G_CALLBACK (on_window_map_cb), NULL);
}

/* Prints one line when the first window of @app has drawn its first frame, and closes it. */
static inline void
bench_report_first_frame (GtkApplication *app,
                          BenchReadyFunc  ready)
{
  setvbuf (stdout, NULL, _IONBF, 0);
  g_signal_connect (app, "window-added", G_CALLBACK (on_window_added_cb), (gpointer) ready);
}
