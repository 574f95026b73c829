/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A key of a search on the Orders page: until the list has followed, and until the frame is drawn; in
 * milliseconds of this process's own time, so that what else runs does not count. */
#include "config.h"

#include <adwaita.h>

#include "bench-result.h"
#include "hsp-account.h"
#include "hsp-orders-page.h"
#include "order-rows.h"

#define N_ORDERS 5000
#define N_ROUNDS 2
/* milliseconds: what a key may take of one */
#define FRAME 16.7

static const char *const queries[] = { "followers", "instagram 3", "canceled not", "views com/7", "note" };

typedef struct
{
  GtkWindow      *window;
  GtkWidget      *page;
  GtkSearchEntry *entry;
  guint           n_made;
  GArray         *followed;   /* (element-type double) (owned) */
  GArray         *drawn;      /* (element-type double) (owned) */
} Bench;

static double
get_cpu_ms (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1000 + (double) now.tv_nsec / 1e6;
}

static void
count_cb (guint *count)
{
  (*count)++;
}

static void
settle (void)
{
  const gint64 end = g_get_monotonic_time () + 300 * G_TIME_SPAN_MILLISECOND;

  while (g_get_monotonic_time () < end)
    if (!g_main_context_iteration (NULL, FALSE))
      g_usleep (1000);
}

static void
type_text (Bench      *bench,
           const char *text)
{
  double before, followed;

  gtk_editable_set_text (GTK_EDITABLE (bench->entry), text);
  before = get_cpu_ms ();
  g_signal_emit_by_name (bench->entry, "search-changed");
  followed = get_cpu_ms () - before;
  g_array_append_val (bench->followed, followed);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (bench->window));
  followed = get_cpu_ms () - before;
  g_array_append_val (bench->drawn, followed);
  settle ();
}

static void
type_queries (Bench *bench)
{
  for (guint i = 0; i < G_N_ELEMENTS (queries); i++)
    {
      const gsize length = strlen (queries[i]);

      for (gsize n = 1; n <= length; n++)
        {
          g_autofree char *text = g_strndup (queries[i], n);

          type_text (bench, text);
        }
      type_text (bench, "");
    }
}

static void
open_window (Bench      *bench,
             HspAccount *account)
{
  GtkListView *list;

  bench->page = hsp_orders_page_new (account);
  bench->window = GTK_WINDOW (adw_window_new ());
  adw_window_set_content (ADW_WINDOW (bench->window), bench->page);
  gtk_window_set_default_size (bench->window, 1100, 720);
  list = GTK_LIST_VIEW (gtk_widget_get_template_child (bench->page, HSP_TYPE_ORDERS_PAGE, "list"));
  g_signal_connect_swapped (gtk_list_view_get_factory (list), "setup", G_CALLBACK (count_cb),
                            &bench->n_made);
  bench->entry = GTK_SEARCH_ENTRY (gtk_widget_get_template_child (bench->page, HSP_TYPE_ORDERS_PAGE,
                                                                 "search_entry"));
  /* each text is searched when the bench says so, and not once more */
  gtk_search_entry_set_search_delay (bench->entry, G_MAXINT);
  gtk_window_present (bench->window);
  gtk_test_widget_wait_for_draw (GTK_WIDGET (bench->window));
  settle ();
}

int
main (void)
{
  Bench bench = { 0 };
  g_autofree char *dir = g_dir_make_tmp ("hsp-bench-orders-XXXXXX", NULL);
  g_autoptr(HspAccount) account = NULL;

  adw_init ();
  bench.followed = g_array_new (FALSE, FALSE, sizeof (double));
  bench.drawn = g_array_new (FALSE, FALSE, sizeof (double));
  account = hsp_account_new ("bench", "Bench", "http://127.0.0.1:9/api/v2", TRUE, dir, dir, NULL);
  order_rows_load (hsp_account_get_order_book (account), N_ORDERS);
  open_window (&bench, account);
  g_print ("%u orders, %u row widgets\n", N_ORDERS, bench.n_made);
  bench.n_made = 0;
  for (guint i = 0; i < N_ROUNDS; i++)
    type_queries (&bench);
  g_print ("%u keys, %u row widgets made\n", bench.drawn->len, bench.n_made);
  bench_print_amount ("G5", "key to drawn, 5,000 orders, median of the process", "ms",
                      bench_get_percentile (bench.drawn, 0.5), FRAME);
  bench_print_amount ("G5", "key to drawn, 5,000 orders, p95 of the process", "ms",
                      bench_get_percentile (bench.drawn, 0.95), FRAME);
  g_print ("key to list: median %.2f, worst %.2f ms\n", bench_get_percentile (bench.followed, 0.5),
           bench_get_percentile (bench.followed, 1));
  gtk_window_destroy (bench.window);
  g_array_unref (bench.followed);
  g_array_unref (bench.drawn);
  return 0;
}
