/* SPDX-License-Identifier: GPL-3.0-or-later */

/* HspServiceReader beside the fastest packaged parser, in turn with it, on the same bytes. Prints the
 * medians and the median of the ratios.
 *
 *   decode [ROWS] */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bench-result.h"
#include "decode-floor.h"
#include "hsp-service-reader.h"
#include "service-answer.h"

#define ROUNDS 15

static void
count_row (const HspServiceValue *value,
           gpointer               user_data)
{
  guint *rows = user_data;

  (*rows)++;
}

/* Milliseconds of this thread's own: both ways are one thread's work, whatever else the machine does. */
static double
get_time (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);

  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

static double
time_reader (GBytes *body,
             guint   expected)
{
  double begin = get_time ();
  guint rows = 0;
  g_autoptr(HspServiceReader) reader = hsp_service_reader_new ("0123456789abcdef0123456789abcdef", count_row, &rows);
  g_autoptr(HspServicesPage) page = NULL;

  if (hsp_service_reader_feed (reader, g_bytes_get_data (body, NULL), g_bytes_get_size (body), NULL))
    page = hsp_service_reader_end (reader, NULL);
  if (page == NULL || rows != expected)
    g_error ("%u rows", rows);

  return get_time () - begin;
}

/* 0 without the floor. */
static double
time_floor (const char *padded,
            gsize       size,
            guint       expected)
{
#if DECODE_FLOOR
  double begin = get_time ();

  if (decode_floor_parse (padded, size) != expected)
    g_error ("simdjson does not read it");

  return get_time () - begin;
#else
  return 0;
#endif
}

static int
compare_times (const void *a,
               const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

static double
get_median (double *times)
{
  qsort (times, ROUNDS, sizeof *times, compare_times);

  return times[ROUNDS / 2];
}

/* Whether the goal is met; without a floor there is none. */
static gboolean
measure (char   kind,
         guint  rows,
         double goal)
{
  g_autoptr(GBytes) body = service_answer_make (rows, kind);
  gsize size = g_bytes_get_size (body);
  g_autofree char *padded = g_malloc0 (size + DECODE_FLOOR_PADDING);
  double mine[ROUNDS], theirs[ROUNDS], ratios[ROUNDS];
  double ratio;
  g_autofree char *what = NULL;

  memcpy (padded, g_bytes_get_data (body, NULL), size);
  for (guint i = 0; i < ROUNDS; i++)
    {
      theirs[i] = time_floor (padded, size, rows);
      mine[i] = time_reader (body, rows);
      ratios[i] = theirs[i] > 0 ? mine[i] / theirs[i] : 0;
    }
  if (!DECODE_FLOOR)
    {
      g_print ("%c%u: %5.1f MB, reader %6.1f ms\n", kind, rows, (double) size / 1e6, get_median (mine));
      return TRUE;
    }

  ratio = get_median (ratios);
  g_print ("%c%u: %5.1f MB, reader %6.1f ms, simdjson DOM %6.1f ms, ratio %.2f (goal %.2f)\n", kind, rows,
           (double) size / 1e6, get_median (mine), get_median (theirs), ratio, goal);
  what = g_strdup_printf ("decode of %u (%c) / simdjson DOM", rows, kind);
  bench_print_result ("G1", what, get_median (theirs), get_median (mine), goal);

  return ratio <= goal;
}

int
main (int   argc,
      char *argv[])
{
  guint rows = argc > 1 ? (guint) g_ascii_strtoull (argv[1], NULL, 10) : 100000;
  gboolean met = TRUE;

  met &= measure ('s', rows, 2.0);
  met &= measure ('d', rows, 2.0);
  met &= measure ('a', rows, 2.5);

  return met ? 0 : 1;
}
