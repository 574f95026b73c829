/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A purchase written down so that it outlives a power cut, from the call to the answer on the main thread,
 * beside writing 4 kB to a file and waiting for the disk, in turn with it and in the same folder; and beside
 * the same asked of another thread, since the main thread never waits for a disk. */
#include "config.h"

#include "bench-result.h"
#include "hsp-journal.h"
#include "hsp-test.h"

#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define ROUNDS 5
#define COMMITS 20
#define SIZE 4096

/* As a journal grows: at its end. */
static void
write_file (int fd)
{
  static const char block[SIZE] = { 1 };

  if (write (fd, block, sizeof block) != sizeof block || fdatasync (fd) != 0)
    g_error ("not written");
}

static void
time_file (int     fd,
           GArray *times)
{
  const double begin = bench_get_time ();

  write_file (fd);
  g_array_append_vals (times, (double[]) { bench_get_time () - begin }, 1);
}

static int stop;

/* A thread that is asked. */
typedef struct
{
  GAsyncQueue *queue;
  int          fd;
  gboolean     written;   /* the main thread's */
} Asked;

static gboolean
on_written_cb (gpointer user_data)
{
  gboolean *written = user_data;

  *written = TRUE;
  return G_SOURCE_REMOVE;
}

/* Writes the file each time it is asked to, and says so on the main thread. */
static gpointer
write_in_thread (gpointer user_data)
{
  Asked *asked = user_data;

  while (g_async_queue_pop (asked->queue) != &stop)
    {
      write_file (asked->fd);
      g_idle_add_full (G_PRIORITY_DEFAULT, on_written_cb, &asked->written, NULL);
    }
  return NULL;
}

static void
time_asked (Asked  *asked,
            GArray *times)
{
  const double begin = bench_get_time ();

  asked->written = FALSE;
  g_async_queue_push (asked->queue, asked);
  while (!asked->written)
    g_main_context_iteration (NULL, TRUE);
  g_array_append_vals (times, (double[]) { bench_get_time () - begin }, 1);
}

static void
time_commit (HspJournal           *journal,
             const HspPurchaseRow *row,
             GArray               *times,
             GArray               *held)
{
  const double begin = bench_get_time (), cpu = bench_get_cpu ();
  g_autoptr(GAsyncResult) result = NULL;
  double time;

  hsp_journal_begin_async (journal, row, hsp_test_store_result, &result);
  g_array_append_vals (held, (double[]) { bench_get_cpu () - cpu }, 1);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  time = bench_get_time () - begin;
  if (hsp_journal_begin_finish (journal, result, NULL) == 0)
    g_error ("not written");
  g_array_append_val (times, time);
}

static HspJournal *
open_journal (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, "journal.db", NULL);
  HspJournal *journal = hsp_journal_new (path);
  g_autoptr(GAsyncResult) result = NULL;

  hsp_journal_open_async (journal, NULL, hsp_test_store_result, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!hsp_journal_open_finish (journal, result, NULL))
    g_error ("not opened");
  return journal;
}

int
main (void)
{
  /* on the disk, where the person's own is: /tmp may be memory */
  g_autofree char *template = g_build_filename (g_get_current_dir (), "intent-XXXXXX", NULL);
  const char *folder = g_mkdtemp (template);
  g_autoptr(HspJournal) journal = open_journal (folder);
  g_autofree char *path = g_build_filename (folder, "floor", NULL);
  const int fd = open (path, O_WRONLY | O_CREAT | O_APPEND, 0600);
  g_autoptr(GArray) floors = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) ours = g_array_new (FALSE, FALSE, sizeof (double));
  g_autoptr(GArray) held = g_array_new (FALSE, FALSE, sizeof (double));
  const HspPurchaseRow row = {
    .kind = HSP_PURCHASE_ORDER, .item = (char *) "1024", .name = (char *) "Instagram Followers", .quantity = 1000,
    .link = (char *) "https://example.com/me", .estimate = 500000, .currency = (char *) "USD",
  };
  Asked asked = { g_async_queue_new (), fd, FALSE };
  GThread *thread = g_thread_new ("asked", write_in_thread, &asked);
  g_autoptr(GArray) hops = g_array_new (FALSE, FALSE, sizeof (double));
  gboolean met;

  for (guint i = 0; i < ROUNDS * COMMITS; i++)
    {
      time_file (fd, floors);
      time_asked (&asked, hops);
      time_commit (journal, &row, ours, held);
    }
  met = bench_print_result ("G9", "a purchase on disk / 4 kB and fdatasync", bench_get_percentile (floors, 0.5),
                            bench_get_percentile (ours, 0.5), 1.5);
  bench_print_result ("G9", "the same / 4 kB and fdatasync asked of another thread", bench_get_percentile (hops, 0.5),
                      bench_get_percentile (ours, 0.5), 0);
  g_print ("main thread held %.3f ms\n", bench_get_percentile (held, 0.5));
  g_async_queue_push (asked.queue, &stop);
  g_thread_join (thread);
  g_async_queue_unref (asked.queue);
  hsp_journal_close (journal);
  close (fd);
  hsp_test_remove_tree (folder);
  return met ? 0 : 1;
}
