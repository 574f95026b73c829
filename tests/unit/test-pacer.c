/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-pacer.h"

#include "hsp-test.h"

/* What came through, in order. */
static GString *entered;
static guint n_cancelled;

static void
on_entered_cb (GObject      *source,
               GAsyncResult *result,
               gpointer      user_data)
{
  g_autoptr(GError) error = NULL;

  if (hsp_pacer_enter_finish (HSP_PACER (source), result, &error))
    {
      g_string_append (entered, user_data);
      return;
    }
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  n_cancelled++;
}

static void
enter (HspPacer     *pacer,
       HspPace       pace,
       GCancellable *cancellable,
       const char   *name)
{
  hsp_pacer_enter_async (pacer, pace, cancellable, on_entered_cb, (gpointer) name);
}

/* Lets what is ready now come through. */
static void
settle (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

static void
setup (void)
{
  entered = g_string_new (NULL);
  n_cancelled = 0;
}

static void
teardown (HspPacer *pacer)
{
  settle ();
  g_assert_finalize_object (pacer);
  g_string_free (entered, TRUE);
}

static void
test_burst (void)
{
  HspPacer *pacer = hsp_pacer_new (1, 3);

  setup ();
  for (guint i = 0; i < 3; i++)
    enter (pacer, HSP_PACE_BACKGROUND, NULL, "b");
  g_assert_cmpstr (entered->str, ==, "");
  settle ();
  g_assert_cmpstr (entered->str, ==, "bbb");
  teardown (pacer);
}

static void
test_rate (void)
{
  /* one in 100 ms */
  HspPacer *pacer = hsp_pacer_new (600, 1);
  gint64 start = g_get_monotonic_time ();

  setup ();
  for (guint i = 0; i < 4; i++)
    enter (pacer, HSP_PACE_BACKGROUND, NULL, "b");
  hsp_test_wait (entered->len == 4);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, 300 * 1000);
  teardown (pacer);
}

static void
test_person_first (void)
{
  HspPacer *pacer = hsp_pacer_new (1200, 1);

  setup ();
  enter (pacer, HSP_PACE_BACKGROUND, NULL, "1");
  enter (pacer, HSP_PACE_BACKGROUND, NULL, "2");
  enter (pacer, HSP_PACE_BACKGROUND, NULL, "3");
  enter (pacer, HSP_PACE_PERSON, NULL, "p");
  enter (pacer, HSP_PACE_PERSON, NULL, "q");
  hsp_test_wait (entered->len == 5);
  g_assert_cmpstr (entered->str, ==, "1pq23");
  teardown (pacer);
}

static void
test_slow_down (void)
{
  HspPacer *pacer = hsp_pacer_new (60000, 10);
  gint64 start = g_get_monotonic_time ();

  setup ();
  hsp_pacer_slow_down (pacer, 1);
  /* a shorter wait does not take back a longer one */
  hsp_pacer_slow_down (pacer, 0);
  enter (pacer, HSP_PACE_PERSON, NULL, "p");
  enter (pacer, HSP_PACE_PERSON, NULL, "p");
  settle ();
  g_assert_cmpstr (entered->str, ==, "");
  hsp_test_wait (entered->len == 2);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);
  teardown (pacer);
}

/* Who waits already waits longer. */
static void
test_slow_down_waiting (void)
{
  HspPacer *pacer = hsp_pacer_new (600, 1);
  gint64 start = g_get_monotonic_time ();

  setup ();
  enter (pacer, HSP_PACE_PERSON, NULL, "p");
  enter (pacer, HSP_PACE_PERSON, NULL, "p");
  settle ();
  g_assert_cmpstr (entered->str, ==, "p");
  hsp_pacer_slow_down (pacer, 1);
  hsp_test_wait (entered->len == 2);
  g_assert_cmpint (g_get_monotonic_time () - start, >=, G_USEC_PER_SEC);
  teardown (pacer);
}

static void
test_cancel (void)
{
  HspPacer *pacer = hsp_pacer_new (1, 1);
  g_autoptr(GCancellable) before = g_cancellable_new ();
  g_autoptr(GCancellable) waiting = g_cancellable_new ();
  g_autoptr(GCancellable) late = g_cancellable_new ();

  setup ();
  g_cancellable_cancel (before);
  enter (pacer, HSP_PACE_PERSON, before, "x");
  settle ();
  g_assert_cmpuint (n_cancelled, ==, 1);

  /* the cancelled one took no token */
  enter (pacer, HSP_PACE_PERSON, late, "a");
  settle ();
  g_assert_cmpstr (entered->str, ==, "a");
  g_cancellable_cancel (late);
  settle ();
  g_assert_cmpuint (n_cancelled, ==, 1);

  enter (pacer, HSP_PACE_PERSON, waiting, "x");
  enter (pacer, HSP_PACE_BACKGROUND, waiting, "x");
  settle ();
  g_cancellable_cancel (waiting);
  hsp_test_wait (n_cancelled == 3);
  g_assert_cmpstr (entered->str, ==, "a");
  teardown (pacer);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/pacer/burst", test_burst);
  g_test_add_func ("/pacer/rate", test_rate);
  g_test_add_func ("/pacer/person-first", test_person_first);
  g_test_add_func ("/pacer/slow-down", test_slow_down);
  g_test_add_func ("/pacer/slow-down-waiting", test_slow_down_waiting);
  g_test_add_func ("/pacer/cancel", test_cancel);

  return g_test_run ();
}
