/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <stdlib.h>
#include <time.h>

/* Milliseconds of the thread's own: what other programs take meanwhile is not ours. */
static inline double
bench_get_cpu (void)
{
  struct timespec now;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &now);
  return (double) now.tv_sec * 1e3 + (double) now.tv_nsec / 1e6;
}

/* Milliseconds of the clock on the wall. */
static inline double
bench_get_time (void)
{
  return (double) g_get_monotonic_time () / 1e3;
}

static inline int
bench_compare (const void *a,
               const void *b)
{
  const double *x = a, *y = b;

  return (*x > *y) - (*x < *y);
}

/* @values: (element-type double) is sorted. @part: 0.5 for the median */
static inline double
bench_get_percentile (GArray *values,
                      double  part)
{
  qsort (values->data, values->len, sizeof (double), bench_compare);
  return g_array_index (values, double, MIN (values->len - 1, (guint) (values->len * part)));
}

/* The line that tools/bench reads, as bench.py's result(). @target: a ratio to @floor; 0: none, it is told
 * for what it says of another one. */
static inline gboolean
bench_print_result (const char *goal,
                    const char *what,
                    double      floor,
                    double      measured,
                    double      target)
{
  const double value = measured / floor;
  const gboolean met = target <= 0 || value <= target;
  g_autofree char *wanted = target > 0 ? g_strdup_printf ("%g", target) : g_strdup ("null");

  g_print ("result {\"goal\": \"%s\", \"what\": \"%s\", \"unit\": \"ms\", \"floor\": %.4f, \"measured\": %.4f, "
           "\"value\": %.3f, \"target\": %s, \"difference\": false, \"met\": %s}\n",
           goal, what, floor, measured, value, wanted, met ? "true" : "false");
  return met;
}

/* The same of an amount without a floor. @target: the most that it should be */
static inline gboolean
bench_print_amount (const char *goal,
                    const char *what,
                    const char *unit,
                    double      measured,
                    double      target)
{
  const gboolean met = measured <= target;

  g_print ("result {\"goal\": \"%s\", \"what\": \"%s\", \"unit\": \"%s\", \"floor\": null, \"measured\": %.4f, "
           "\"value\": %.4f, \"target\": %g, \"difference\": false, \"met\": %s}\n",
           goal, what, unit, measured, measured, target, met ? "true" : "false");
  return met;
}
