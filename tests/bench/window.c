/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The program's own window over a large catalogue: it loads it, refreshes it, is typed into and scrolled,
 * and shows all its views, beside a canvas. Prints a line for each figure, "NAME VALUE…", for window.py.
 *
 *   window ENDPOINT ROWS [load|keys]     load: only what concerns memory; keys: only what concerns typing */
#include "config.h"

#include "bench-result.h"
#include "canvas.h"
#include "hsp-account.h"
#include "hsp-application.h"
#include "hsp-catalogue-parts.h"
#include "hsp-service-list.h"
#include "hsp-service-row.h"
#include "hsp-test.h"
#include "hsp-window.h"

#include <string.h>

#define REFRESHES 4
#define PAGES 30
#define CANVAS_PAGE 12

typedef struct
{
  HspApplication *app;
  GtkWindow      *window;
  HspCatalogue   *catalogue;
  GtkListView    *view;
  GtkEditable    *entry;
  HspServiceList *list;
  guint           n_rows;
} Bench;

static const char *const typed[] = {
  "instagram followers", "tiktok views", "người theo dõi", "lượt thích", "refill", "việt nam", "youtube shares",
};

static double begin;            /* when the window, or later the catalogue, was asked for */
static double frame_cpu;        /* drawing, since the main context's turn began */
static double frame_begin;
static double turn_begin;       /* when it came back from waiting, 0 before */
static double longest_turn;
static double longest_quiet;    /* without drawing */
static guint n_frames;
static guint n_made;
static double first_rows_at;
static double all_rows_at;

/* The main thread */

/* What is between two waits is what the main thread is held for. */
static gint
poll_cb (GPollFD *fds,
         guint    n_fds,
         gint     timeout)
{
  gint n;

  if (turn_begin > 0)
    {
      const double turn = bench_get_cpu () - turn_begin;

      longest_turn = MAX (longest_turn, turn);
      longest_quiet = MAX (longest_quiet, turn - frame_cpu);
      if (turn - frame_cpu > 4 && g_getenv ("BENCH_TURNS") != NULL)
        g_printerr ("turn of %.1f ms, %.1f of them a frame\n", turn, frame_cpu);
    }
  n = g_poll (fds, n_fds, timeout);
  frame_cpu = 0;
  turn_begin = bench_get_cpu ();
  return n;
}

static void
on_before_paint_cb (void)
{
  frame_begin = bench_get_cpu ();
}

static void
on_after_paint_cb (void)
{
  frame_cpu += bench_get_cpu () - frame_begin;
  n_frames++;
}

static GtkWidget *
find_widget (GtkWidget  *widget,
             GType       type,
             const char *css_class)
{
  GtkWidget *found = NULL;

  if (g_type_is_a (G_OBJECT_TYPE (widget), type) && (css_class == NULL || gtk_widget_has_css_class (widget, css_class)))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = find_widget (child, type, css_class);
  return found;
}

/* Rows that are made before anything is known of the services say nothing, and are not seen. */
static gboolean
is_seen (GtkWidget *row)
{
  if (row == NULL || !gtk_widget_get_mapped (row) || hsp_service_row_get_service (HSP_SERVICE_ROW (row)) == NULL)
    return FALSE;
  while (row != NULL && gtk_widget_get_opacity (row) > 0)
    row = gtk_widget_get_parent (row);
  return row == NULL;
}

static void
on_frame_of_window_cb (GdkFrameClock *clock,
                       Bench         *bench)
{
  if (first_rows_at == 0 && is_seen (find_widget (GTK_WIDGET (bench->view), HSP_TYPE_SERVICE_ROW, NULL)))
    first_rows_at = bench_get_time ();
  if (all_rows_at == 0 && hsp_catalogue_get_complete (bench->catalogue)
      && hsp_slot_list_get_n_shown (HSP_SLOT_LIST (bench->list)) == hsp_catalogue_get_n_services (bench->catalogue))
    all_rows_at = bench_get_time ();
}

static void
follow_frames (GtkWidget *window)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (window);

  g_signal_connect (clock, "before-paint", G_CALLBACK (on_before_paint_cb), NULL);
  g_signal_connect (clock, "after-paint", G_CALLBACK (on_after_paint_cb), NULL);
}

/* Nothing is drawn any more and the list has its whole length. */
static void
settle (Bench *bench)
{
  const gint64 patience = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  for (guint quiet = 0; quiet < 3; quiet++)
    {
      const guint n = n_frames;
      const gint64 end = g_get_monotonic_time () + 25000;

      while (g_get_monotonic_time () < end)
        {
          if (!g_main_context_iteration (NULL, FALSE))
            g_usleep (1000);
        }
      if (n != n_frames
          || (!hsp_catalogue_get_refreshing (bench->catalogue)
              && g_list_model_get_n_items (G_LIST_MODEL (bench->list)) < hsp_slot_list_get_n_shown (HSP_SLOT_LIST (bench->list))))
        quiet = 0;
      if (g_get_monotonic_time () > patience)
        g_error ("still not settled: %u of %u rows, %u frames more", g_list_model_get_n_items (G_LIST_MODEL (bench->list)),
                 hsp_slot_list_get_n_shown (HSP_SLOT_LIST (bench->list)), n_frames - n);
    }
}

/* Memory */

/* kB of a line of a file of /proc/self. */
static gint64
read_kb (const char *file,
         const char *name)
{
  g_autofree char *path = g_build_filename ("/proc/self", file, NULL);
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents (path, &text, NULL, NULL) || (line = strstr (text, name)) == NULL)
    g_error ("no %s", name);
  return g_ascii_strtoll (line + strlen (name), NULL, 10);
}

static void
print_memory (const char *when)
{
  g_print ("memory-%s %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n", when,
           read_kb ("status", "VmRSS:"), read_kb ("status", "VmHWM:"), read_kb ("smaps_rollup", "\nPss:"));
}

static void
forget_peak (void)
{
  if (!g_file_set_contents_full ("/proc/self/clear_refs", "5", 1, G_FILE_SET_CONTENTS_NONE, 0600, NULL))
    g_error ("no clear_refs");
}

/* The window */

static void
on_setup_cb (void)
{
  n_made++;
}

static void
open_window (Bench      *bench,
             const char *endpoint)
{
  HspSessionOptions options = { .key = "bench", .endpoint = endpoint };
  HspAccount *account;

  bench->app = hsp_application_new ();
  g_application_set_flags (G_APPLICATION (bench->app), G_APPLICATION_NON_UNIQUE | G_APPLICATION_IS_SERVICE);
  hsp_application_set_options (bench->app, &options, FALSE);
  if (!g_application_register (G_APPLICATION (bench->app), NULL, NULL))
    g_error ("not registered");
  g_application_hold (G_APPLICATION (bench->app));
  begin = bench_get_time ();
  g_application_activate (G_APPLICATION (bench->app));
  bench->window = gtk_application_get_active_window (GTK_APPLICATION (bench->app));
  hsp_test_wait (gtk_widget_get_mapped (GTK_WIDGET (bench->window)));
  account = hsp_session_get_account (hsp_application_get_session (bench->app));
  bench->catalogue = hsp_account_get_catalogue (account);
  bench->view = GTK_LIST_VIEW (find_widget (GTK_WIDGET (bench->window), GTK_TYPE_LIST_VIEW, "services"));
  bench->list = HSP_SERVICE_LIST (gtk_single_selection_get_model (GTK_SINGLE_SELECTION (gtk_list_view_get_model (bench->view))));
  bench->entry = GTK_EDITABLE (find_widget (GTK_WIDGET (bench->window), GTK_TYPE_SEARCH_ENTRY, NULL));
  follow_frames (GTK_WIDGET (bench->window));
  longest_turn = longest_quiet = 0;
  g_signal_connect (gtk_widget_get_frame_clock (GTK_WIDGET (bench->window)), "after-paint",
                    G_CALLBACK (on_frame_of_window_cb), bench);
  g_signal_connect (gtk_list_view_get_factory (bench->view), "setup", G_CALLBACK (on_setup_cb), NULL);
}

/* What is measured */

static void
load (Bench *bench)
{
  hsp_test_wait_for (60, hsp_catalogue_get_complete (bench->catalogue) && !hsp_catalogue_get_refreshing (bench->catalogue));
  hsp_test_wait (all_rows_at > 0);
  settle (bench);
  g_print ("load %.3f %.3f %.3f %.3f\n", first_rows_at - begin, all_rows_at - begin, longest_quiet, longest_turn);
  print_memory ("loaded");
}

/* The catalogue comes as for the first time, into a window that is there: what the window itself takes to
 * come up is told apart from how soon rows are seen of an answer. */
static void
load_again (Bench *bench)
{
  g_autoptr(HspServiceTable) empty = hsp_service_table_new_empty ();

  hsp_catalogue_take_table (bench->catalogue, empty, NULL, FALSE);
  hsp_catalogue_set_state (bench->catalogue, HSP_LOAD_NONE);
  settle (bench);
  first_rows_at = all_rows_at = 0;
  begin = bench_get_time ();
  hsp_catalogue_refresh (bench->catalogue);
  hsp_test_wait_for (60, hsp_catalogue_get_complete (bench->catalogue) && !hsp_catalogue_get_refreshing (bench->catalogue));
  hsp_test_wait (all_rows_at > 0);
  settle (bench);
  g_print ("load-again %.3f %.3f\n", first_rows_at - begin, all_rows_at - begin);
}

static void
refresh (Bench *bench)
{
  forget_peak ();
  for (guint i = 0; i < REFRESHES; i++)
    {
      gtk_widget_activate_action (GTK_WIDGET (bench->window), "win.refresh", NULL);
      g_assert_true (hsp_catalogue_get_refreshing (bench->catalogue));
      longest_turn = longest_quiet = 0;
      hsp_test_wait_for (60, !hsp_catalogue_get_refreshing (bench->catalogue));
      settle (bench);
      g_print ("refresh %.3f %.3f\n", longest_quiet, longest_turn);
    }
  print_memory ("refreshed");
}

/* Runs until the next frame has been drawn; returns: milliseconds of the main thread since @cpu */
static void
print_frame (const char *name,
             guint       before,
             double      cpu,
             double      time)
{
  while (n_frames == before)
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s %.3f %.3f\n", name, bench_get_cpu () - cpu, bench_get_time () - time);
}

/* One key more, or all of it gone, as a person has it: set_text() would search for nothing in between. */
static void
change_text (GtkEditable *entry,
             const char  *text)
{
  const char *before = gtk_editable_get_text (entry);
  const gsize n = strlen (before);
  int end = -1;

  if (n > 0 && g_str_has_prefix (text, before))
    {
      end = (int) g_utf8_strlen (before, -1);
      gtk_editable_insert_text (entry, text + n, -1, &end);
    }
  else
    {
      gtk_editable_set_text (entry, text);
    }
}

static void
press_key (Bench       *bench,
           BenchCanvas *canvas,
           const char  *text)
{
  guint before = n_frames;
  double cpu = bench_get_cpu (), time = bench_get_time ();
  guint made = n_made;

  change_text (bench->entry, text);
  print_frame ("key", before, cpu, time);
  if (hsp_slot_list_get_n_shown (HSP_SLOT_LIST (bench->list)) >= 48)
    g_print ("made %u\n", n_made - made);
  settle (bench);
  if (canvas == NULL)
    return;

  before = n_frames;
  cpu = bench_get_cpu ();
  time = bench_get_time ();
  bench_canvas_search (canvas, text);
  print_frame ("canvas-key", before, cpu, time);
  settle (bench);
}

static void
type (Bench       *bench,
      BenchCanvas *canvas)
{
  for (guint i = 0; i < G_N_ELEMENTS (typed); i++)
    {
      for (const char *end = typed[i]; *end != '\0';)
        {
          g_autofree char *text = NULL;

          end = g_utf8_next_char (end);
          text = g_strndup (typed[i], end - typed[i]);
          if (!g_str_has_suffix (text, " "))
            press_key (bench, canvas, text);
        }
      press_key (bench, canvas, "");
    }
}

static void
scroll (Bench       *bench,
        BenchCanvas *canvas)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (bench->view));

  for (guint i = 1; i <= PAGES; i++)
    {
      guint before = n_frames;
      double cpu = bench_get_cpu (), time = bench_get_time ();

      gtk_adjustment_set_value (adjustment, i * gtk_adjustment_get_page_size (adjustment));
      print_frame ("page", before, cpu, time);
      settle (bench);
      before = n_frames;
      cpu = bench_get_cpu ();
      time = bench_get_time ();
      bench_canvas_scroll (canvas, CANVAS_PAGE);
      print_frame ("canvas-page", before, cpu, time);
      settle (bench);
    }
  gtk_adjustment_set_value (adjustment, 0);
  settle (bench);
}

/* Milliseconds: nobody has visited them all in less. */
#define VISIT 2500

static void
visit_views (Bench *bench)
{
  const double end = bench_get_time () + VISIT;
  AdwViewStack *views = ADW_VIEW_STACK (find_widget (GTK_WIDGET (bench->window), ADW_TYPE_VIEW_STACK, NULL));
  GtkSelectionModel *pages = adw_view_stack_get_pages (views);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (pages)); i++)
    {
      g_autoptr(AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), i);

      adw_view_stack_set_visible_child_name (views, adw_view_stack_page_get_name (page));
      settle (bench);
    }
  adw_view_stack_set_visible_child_name (views, "catalogue");
  while (bench_get_time () < end)
    settle (bench);
  print_memory ("visited");
}

/* As large as the list, in a window of its own. */
static BenchCanvas *
open_canvas (Bench *bench)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *canvas = bench_canvas_new (hsp_catalogue_get_table (bench->catalogue));

  gtk_window_set_default_size (GTK_WINDOW (window), gtk_widget_get_width (GTK_WIDGET (bench->view)),
                               gtk_widget_get_height (GTK_WIDGET (bench->view)));
  gtk_window_set_child (GTK_WINDOW (window), canvas);
  gtk_window_present (GTK_WINDOW (window));
  hsp_test_wait (gtk_widget_get_mapped (window));
  follow_frames (window);
  settle (bench);
  return BENCH_CANVAS (canvas);
}

int
main (int    argc,
      char **argv)
{
  Bench bench = { 0 };

  if (argc < 3)
    return 2;
  g_main_context_set_poll_func (NULL, poll_cb);
  bench.n_rows = (guint) g_ascii_strtoull (argv[2], NULL, 10);
  open_window (&bench, argv[1]);
  load (&bench);
  if (g_strcmp0 (argv[3], "keys") == 0)
    {
      type (&bench, NULL);
      return 0;
    }
  refresh (&bench);
  visit_views (&bench);
  load_again (&bench);
  if (argc == 3)
    {
      BenchCanvas *canvas = open_canvas (&bench);

      type (&bench, canvas);
      scroll (&bench, canvas);
    }
  return 0;
}
