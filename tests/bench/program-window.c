/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program itself, as the start-up benchmark runs it: the same application object as main.c, which
 * prints "frame" when its first frame was drawn with rows of the catalogue in it, and ends. */
#include "config.h"

#include "bench-frame.h"
#include "hsp-application.h"

static guint
count_rows (GtkWidget *widget)
{
  guint n = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child; child = gtk_widget_get_next_sibling (child))
    {
      if (GTK_IS_LIST_VIEW (widget) && gtk_widget_has_css_class (widget, "services"))
        n++;
      n += count_rows (child);
    }
  return n;
}

static gboolean
shows_services (GtkWindow *window)
{
  return count_rows (GTK_WIDGET (window)) >= 10;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr(HspApplication) app = hsp_application_new ();

  g_application_set_flags (G_APPLICATION (app),
                           g_application_get_flags (G_APPLICATION (app)) | G_APPLICATION_NON_UNIQUE);
  bench_report_first_frame (GTK_APPLICATION (app), shows_services);
  return g_application_run (G_APPLICATION (app), argc, argv);
}
