/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A purchase written down so that it outlives a power cut, from the call to the answer on the main thread,
 * beside writing 4 kB to a file and waiting for the disk, in turn with it and in the same folder. */
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

/* Milliseconds that threads of this process have waited for a processor, which is nobody's but the other
 * programs'. */
static double
get_delay (void)
{
  g_autoptr(GDir) dir = g_dir_open ("/proc/self/task", 0, NULL);
  const char *name;
  double delay = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename ("/proc/self/task", name, "schedstat", NULL);
      g_autofree char *text = NULL;
      const char *second;

      if (g_file_get_contents (path, &text, NULL, NULL) && (second = strchr (text, ' ')) != NULL)
        delay += g_ascii_strtod (second, NULL) / 1e6;
    }
  return delay;
}

/* As a journal grows: at its end. */
static void
time_file (int     fd,
           GArray *times)
{
  static const char block[SIZE] = { 1 };
  const double delay = get_delay (), begin = bench_get_time ();
  double time;

  if (write (fd, block, sizeof block) != sizeof block || fdatasync (fd) != 0)
    g_error ("not written");
  time = bench_get_time () - begin;
  time -= get_delay () - delay;
  g_array_append_val (times, time);
}

static void
time_commit (HspJournal           *journal,
             const HspPurchaseRow *row,
             GArray               *times,
             GArray               *held)
{
  const double delay = get_delay (), begin = bench_get_time (), cpu = bench_get_cpu ();
  g_autoptr(GAsyncResult) result = NULL;
  double time;

  hsp_journal_begin_async (journal, row, hsp_test_store_result, &result);
  g_array_append_vals (held, (double[]) { bench_get_cpu () - cpu }, 1);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  time = bench_get_time () - begin;
  time -= get_delay () - delay;
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
  gboolean met;

  for (guint i = 0; i < ROUNDS * COMMITS; i++)
    {
      time_file (fd, floors);
      time_commit (journal, &row, ours, held);
    }
  met = bench_print_result ("G9", "a purchase on disk / 4 kB and fdatasync", bench_get_percentile (floors, 0.5),
                            bench_get_percentile (ours, 0.5), 1.5);
  g_print ("main thread held %.3f ms\n", bench_get_percentile (held, 0.5));
  hsp_journal_close (journal);
  close (fd);
  hsp_test_remove_tree (folder);
  return met ? 0 : 1;
}
