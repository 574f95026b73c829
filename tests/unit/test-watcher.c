/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "hsp-test.h"
#include "hsp-watcher.h"

#define SECOND G_TIME_SPAN_SECOND
#define MINUTE G_TIME_SPAN_MINUTE

typedef struct
{
  HspWatcher *watcher;
  GPtrArray  *asked;    /* (element-type utf8) ids in the order of the questions */
  gint64      now;      /* Unix seconds */
  gboolean    answers;  /* each question is over at once */
} Fixture;

static void
ask_cb (HspWatcher   *watcher,
        HspWatchKind  kind,
        const char   *id,
        gpointer      user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->asked, g_strdup (id));
  if (fixture->answers)
    hsp_watcher_done (watcher, kind, id, TRUE);
}

static void
set_up (Fixture       *fixture,
        gconstpointer  data)
{
  fixture->watcher = hsp_watcher_new ();
  fixture->asked = g_ptr_array_new_with_free_func (g_free);
  fixture->now = g_get_real_time () / SECOND;
  hsp_watcher_set_func (fixture->watcher, HSP_WATCH_ORDER, ask_cb, fixture);
  hsp_watcher_set_func (fixture->watcher, HSP_WATCH_CODE, ask_cb, fixture);
  hsp_watcher_set_func (fixture->watcher, HSP_WATCH_STOCK, ask_cb, fixture);
}

static void
tear_down (Fixture       *fixture,
           gconstpointer  data)
{
  g_assert_finalize_object (fixture->watcher);
  g_ptr_array_unref (fixture->asked);
}

/* How long the main loop would sleep: -1 when nothing is set. */
static int
get_sleep (void)
{
  GMainContext *context = g_main_context_default ();
  int priority, timeout = 0;

  g_assert_true (g_main_context_acquire (context));
  g_main_context_prepare (context, &priority);
  g_main_context_query (context, priority, &timeout, NULL, 0);
  g_main_context_release (context);
  return timeout;
}

/* In the range of the jitter, with time for a slow machine. */
static void
assert_due_in (Fixture      *fixture,
               HspWatchKind  kind,
               const char   *id,
               gint64        interval)
{
  const gint64 due = hsp_watcher_get_due (fixture->watcher, kind, id);
  const gint64 wait = due - g_get_monotonic_time ();

  g_assert_cmpint (due, !=, -1);
  g_assert_cmpint (wait, >, interval - interval / 10 - 2 * SECOND);
  g_assert_cmpint (wait, <=, interval + interval / 10 + SECOND / 10);
}

static void
test_first_turn (Fixture       *fixture,
                 gconstpointer  data)
{
  hsp_watcher_add (fixture->watcher, HSP_WATCH_ORDER, "1", fixture->now, 0);
  assert_due_in (fixture, HSP_WATCH_ORDER, "1", 15 * SECOND);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "1", fixture->now, 0);
  assert_due_in (fixture, HSP_WATCH_CODE, "1", 3 * SECOND);

  /* what is older is asked soon, and not all in one moment */
  hsp_watcher_add (fixture->watcher, HSP_WATCH_ORDER, "2", fixture->now - 86400, 0);
  assert_due_in (fixture, HSP_WATCH_ORDER, "2", 2 * SECOND);
  g_assert_cmpint (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_ORDER, "3"), ==, -1);
}

static void
test_order_grows (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct
  {
    const char *id;
    gint64      age;
    gint64      interval;
  } cases[] = {
    { "young", 60, 15 * SECOND },
    { "hour", 3600, 6 * MINUTE },
    { "day", 86400, 30 * MINUTE },
    { "year", 365 * 86400, 30 * MINUTE },
  };

  fixture->answers = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    hsp_watcher_add (fixture->watcher, HSP_WATCH_ORDER, cases[i].id,
                     fixture->now - cases[i].age, 0);
  hsp_test_wait (fixture->asked->len == G_N_ELEMENTS (cases));
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    assert_due_in (fixture, HSP_WATCH_ORDER, cases[i].id, cases[i].interval);
}

/* Nobody waits for stock: seldom, and never at once with every start. */
static void
test_stock_grows (Fixture       *fixture,
                  gconstpointer  data)
{
  static const struct
  {
    const char *id;
    gint64      age;
    gint64      interval;
  } cases[] = {
    { "new", 0, 10 * MINUTE },
    { "hours", 3 * 3600, 30 * MINUTE },
    { "year", 365 * 86400, 60 * MINUTE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      hsp_watcher_add (fixture->watcher, HSP_WATCH_STOCK, cases[i].id,
                       fixture->now - cases[i].age, 0);
      hsp_watcher_note_asked (fixture->watcher, HSP_WATCH_STOCK, cases[i].id, fixture->now);
      assert_due_in (fixture, HSP_WATCH_STOCK, cases[i].id, cases[i].interval);
    }

  /* asked half an hour ago; long ago; in a future that a clock has come back from */
  hsp_watcher_add (fixture->watcher, HSP_WATCH_STOCK, "half", fixture->now - 86400, 0);
  hsp_watcher_note_asked (fixture->watcher, HSP_WATCH_STOCK, "half", fixture->now - 1800);
  g_assert_cmpint (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_STOCK, "half")
                   - g_get_monotonic_time (), >, 20 * MINUTE);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_STOCK, "long", fixture->now - 86400, 0);
  hsp_watcher_note_asked (fixture->watcher, HSP_WATCH_STOCK, "long", fixture->now - 7200);
  g_assert_cmpint (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_STOCK, "long")
                   - g_get_monotonic_time (), <=, MINUTE);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_STOCK, "future", fixture->now - 86400, 0);
  hsp_watcher_note_asked (fixture->watcher, HSP_WATCH_STOCK, "future", fixture->now + 86400);
  g_assert_cmpint (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_STOCK, "future")
                   - g_get_monotonic_time (), <=, MINUTE);
  g_assert_cmpuint (fixture->asked->len, ==, 0);
}

static void
test_code_intervals (Fixture       *fixture,
                     gconstpointer  data)
{
  fixture->answers = TRUE;
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "new", fixture->now - 10,
                   fixture->now + 1200);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "later", fixture->now - 180,
                   fixture->now + 1200);
  hsp_test_wait (fixture->asked->len == 2);
  assert_due_in (fixture, HSP_WATCH_CODE, "new", 3 * SECOND);
  assert_due_in (fixture, HSP_WATCH_CODE, "later", 5 * SECOND);
}

/* Until 2 min past expiry, or 30 min without one: asked a last time, then not watched. */
static void
test_code_ends (Fixture       *fixture,
                gconstpointer  data)
{
  fixture->answers = TRUE;
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "late", fixture->now - 600,
                   fixture->now - 119 + 5);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "over", fixture->now - 600,
                   fixture->now - 121);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "unknown", fixture->now - 1801, 0);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "known", fixture->now - 1801,
                   fixture->now + 600);
  hsp_test_wait (fixture->asked->len == 4);
  g_assert_cmpint (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_CODE, "over"), ==, -1);
  g_assert_cmpint (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_CODE, "unknown"), ==, -1);
  assert_due_in (fixture, HSP_WATCH_CODE, "known", 5 * SECOND);
  assert_due_in (fixture, HSP_WATCH_CODE, "late", 5 * SECOND);
}

static void
test_failures (Fixture       *fixture,
               gconstpointer  data)
{
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "1", fixture->now - 10, fixture->now + 1200);
  hsp_test_wait (fixture->asked->len == 1);
  hsp_watcher_done (fixture->watcher, HSP_WATCH_CODE, "1", FALSE);
  assert_due_in (fixture, HSP_WATCH_CODE, "1", 6 * SECOND);

  /* what comes back from being offline starts anew */
  hsp_watcher_set_online (fixture->watcher, FALSE);
  hsp_watcher_set_online (fixture->watcher, TRUE);
  hsp_test_wait (fixture->asked->len == 2);
  hsp_watcher_done (fixture->watcher, HSP_WATCH_CODE, "1", TRUE);
  assert_due_in (fixture, HSP_WATCH_CODE, "1", 3 * SECOND);
}

static void
test_no_timer (Fixture       *fixture,
               gconstpointer  data)
{
  g_assert_cmpint (get_sleep (), ==, -1);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_ORDER, "1", fixture->now, 0);
  g_assert_cmpint (get_sleep (), >, 10000);

  hsp_watcher_set_online (fixture->watcher, FALSE);
  g_assert_cmpint (get_sleep (), ==, -1);
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "1", fixture->now, 0);
  g_assert_cmpint (get_sleep (), ==, -1);

  hsp_watcher_set_online (fixture->watcher, TRUE);
  g_assert_cmpint (get_sleep (), >=, 0);
  hsp_watcher_remove (fixture->watcher, HSP_WATCH_ORDER, "1");
  hsp_watcher_remove (fixture->watcher, HSP_WATCH_CODE, "1");
  g_assert_cmpint (get_sleep (), ==, -1);
}

/* A few at a time; a code goes before the orders that wait with it. */
static void
test_queue (Fixture       *fixture,
            gconstpointer  data)
{
  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *id = g_strdup_printf ("%u", i);

      hsp_watcher_add (fixture->watcher, HSP_WATCH_ORDER, id, fixture->now - 86400, 0);
    }
  hsp_test_wait (fixture->asked->len == 4);
  g_assert_cmpint (get_sleep (), ==, -1);

  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "code", fixture->now - 60, 0);
  hsp_test_wait (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_CODE, "code")
                 < g_get_monotonic_time ());
  hsp_watcher_done (fixture->watcher, HSP_WATCH_ORDER, fixture->asked->pdata[0], TRUE);
  hsp_test_wait (fixture->asked->len == 5);
  g_assert_cmpstr (fixture->asked->pdata[4], ==, "code");

  /* one that is not watched any more gives its place free */
  hsp_watcher_remove (fixture->watcher, HSP_WATCH_ORDER, fixture->asked->pdata[1]);
  hsp_test_wait (fixture->asked->len == 6);
  hsp_watcher_done (fixture->watcher, HSP_WATCH_ORDER, fixture->asked->pdata[1], TRUE);
  g_assert_cmpuint (fixture->asked->len, ==, 6);
}

static void
test_add_again (Fixture       *fixture,
                gconstpointer  data)
{
  gint64 due;

  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "1", fixture->now, 0);
  due = hsp_watcher_get_due (fixture->watcher, HSP_WATCH_CODE, "1");
  hsp_watcher_add (fixture->watcher, HSP_WATCH_CODE, "1", fixture->now, fixture->now + 600);
  g_assert_cmpint (hsp_watcher_get_due (fixture->watcher, HSP_WATCH_CODE, "1"), ==, due);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
#define ADD(name, func) g_test_add ("/watcher/" name, Fixture, NULL, set_up, func, tear_down)
  ADD ("first-turn", test_first_turn);
  ADD ("order-grows", test_order_grows);
  ADD ("stock-grows", test_stock_grows);
  ADD ("code-intervals", test_code_intervals);
  ADD ("code-ends", test_code_ends);
  ADD ("failures", test_failures);
  ADD ("no-timer", test_no_timer);
  ADD ("queue", test_queue);
  ADD ("add-again", test_add_again);
#undef ADD
  return g_test_run ();
}
