/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "console-fixture.h"

#include <glib/gi18n.h>
#include <locale.h>
#include <time.h>

#include "hsp-client-private.h"
#include "hsp-client.h"
#include "hsp-test.h"

/* The main loop is never kept for longer, whatever comes: with work, which is what counts on a busy
 * machine, and altogether, where it may only have waited for its turn. */
#ifdef __SANITIZE_ADDRESS__
#define LONGEST_WORK (2500 * G_TIME_SPAN_MILLISECOND)
#else
#define LONGEST_WORK (250 * G_TIME_SPAN_MILLISECOND)
#endif
#define LONGEST_BLOCK (5 * G_TIME_SPAN_SECOND)

/* How long the main loop is kept. */
typedef struct
{
  gint64 last_tick;
  gint64 last_work;
  gint64 longest;
  gint64 longest_work;
  guint  source;
} Watch;

/* Microseconds that this thread has worked. */
static gint64
get_work (void)
{
  struct timespec spent;

  g_assert_cmpint (clock_gettime (CLOCK_THREAD_CPUTIME_ID, &spent), ==, 0);
  return spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static gboolean
watch_cb (gpointer user_data)
{
  Watch *watch = user_data;
  gint64 now = g_get_monotonic_time ();
  gint64 work = get_work ();

  watch->longest = MAX (watch->longest, now - watch->last_tick);
  watch->longest_work = MAX (watch->longest_work, work - watch->last_work);
  watch->last_tick = now;
  watch->last_work = work;
  return G_SOURCE_CONTINUE;
}

static void
begin_watch (Watch *watch)
{
  watch->longest = 0;
  watch->longest_work = 0;
  watch->last_tick = g_get_monotonic_time ();
  watch->last_work = get_work ();
  watch->source = g_timeout_add (5, watch_cb, watch);
}

/* With what is drawn of it. */
static void
end_watch (Watch *watch)
{
  for (gint64 end = g_get_monotonic_time () + 100 * G_TIME_SPAN_MILLISECOND;
       g_get_monotonic_time () < end; )
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (watch->source);
}

static void
send_watched (Fixture *fixture,
              Watch   *watch)
{
  begin_watch (watch);
  send_and_wait (fixture);
  end_watch (watch);
}

/* Whether words that have a %u are on the screen with a number in its place. */
static gboolean
shows_number (gpointer    widget,
              const char *format,
              guint       number)
{
  g_autoptr(GString) words = g_string_new (format);
  g_autofree char *text = g_strdup_printf ("%u", number);

  g_string_replace (words, "%u", text, 1);
  return shop_window_shows (widget, words->str);
}

static void
assert_lines (Fixture *fixture)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (hsp_code_view_get_view (fixture->code));
  GtkTextIter iter;

  gtk_text_buffer_get_start_iter (buffer, &iter);
  do
    g_assert_cmpint (gtk_text_iter_get_chars_in_line (&iter), <=, HSP_SHOWN_LINE + 1);
  while (gtk_text_iter_forward_line (&iter));
}

static void
assert_not_kept (Fixture     *fixture,
                 const Watch *watch,
                 const char  *what)
{
  g_test_message ("%s: the window worked for %.0f ms at once, and was kept for %.0f ms", what,
                  (double) watch->longest_work / G_TIME_SPAN_MILLISECOND,
                  (double) watch->longest / G_TIME_SPAN_MILLISECOND);
  g_assert_cmpint (watch->longest_work, <, LONGEST_WORK);
  g_assert_cmpint (watch->longest, <, LONGEST_BLOCK);
  assert_lines (fixture);
}

/* The shop says that it is too much, and everybody waits for a while. */
static gboolean
is_slowing (HspFault fault)
{
  return fault == HSP_FAULT_HTTP_429 || fault == HSP_FAULT_RATE_TEXT;
}

static void
test_stop (Fixture       *fixture,
           gconstpointer  data)
{
  guint before = hsp_sandbox_count (fixture->shop.shop, "balance");

  hsp_sandbox_push_fault (fixture->shop.shop, "balance", HSP_FAULT_HANG);
  choose (fixture, "balance");
  press_send (fixture);
  hsp_test_wait (hsp_sandbox_count (fixture->shop.shop, "balance") == before + 1);
  g_assert_false (hsp_console_form_can_send (fixture->form));
  gtk_widget_activate_action (GTK_WIDGET (fixture->window), "console.stop", NULL);
  hsp_test_wait (!hsp_console_get_busy (fixture->console));
  hsp_test_wait (hsp_console_form_can_send (fixture->form));
}

/* What would freeze a window, or show what nobody may see: everything that can go wrong. */
static void
test_faults (Fixture       *fixture,
             gconstpointer  data)
{
  static const char * const names[] = { "services", "sms_projects" };
  Watch watch;

  for (guint i = 0; i < HSP_N_FAULTS; i++)
    {
      for (guint j = 0; j < G_N_ELEMENTS (names); j++)
        {
          if (i == HSP_FAULT_HANG || is_slowing (i) || (i == HSP_FAULT_HUGE && j > 0))
            continue;
          hsp_sandbox_push_fault (fixture->shop.shop, names[j], i);
          choose (fixture, names[j]);
          send_watched (fixture, &watch);
          assert_not_kept (fixture, &watch, hsp_fault_to_name (i));
        }
    }
}

static void
test_hang (Fixture       *fixture,
           gconstpointer  data)
{
  Watch watch;

  begin_watch (&watch);
  hsp_client_set_time_limit (hsp_account_get_client (fixture->shop.account), 700);
  hsp_sandbox_push_fault (fixture->shop.shop, "services", HSP_FAULT_HANG);
  choose (fixture, "services");
  press_send (fixture);
  hsp_test_wait (shop_window_shows (fixture->answer, _("Timed out")));
  end_watch (&watch);
  assert_not_kept (fixture, &watch, "hang");
  g_assert_true (shows_number (fixture->answer, ngettext ("No answer within %u second.",
                                                           "No answer within %u seconds.", 1), 1));
  g_assert_true (shop_window_shows (fixture->answer, _("Send Again")));
}

/* How long one has to wait is told, and told anew as it passes. */
static void
test_too_many (Fixture       *fixture,
               gconstpointer  data)
{
  HspFault fault = GPOINTER_TO_INT (data);
  /* with Retry-After, and what is waited without */
  const guint wait = fault == HSP_FAULT_HTTP_429 ? 1 : 8;
  Watch watch;

  hsp_sandbox_push_fault (fixture->shop.shop, "balance", fault);
  choose (fixture, "balance");
  send_watched (fixture, &watch);
  assert_not_kept (fixture, &watch, hsp_fault_to_name (fault));
  g_assert_true (shop_window_shows (fixture->answer, _("Too many requests")));
  g_assert_true (shows_number (fixture->answer, _("Next request possible in %u s"), wait));
  if (wait > 2)
    hsp_test_wait (shows_number (fixture->answer, _("Next request possible in %u s"), wait - 2));
  hsp_test_wait (shop_window_shows (fixture->answer, _("The next request is possible now.")));
}

#define add(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int    argc,
      char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, g_getenv ("APP_LOCALEDIR"));
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  add ("/console-faults/stop", test_stop);
  add ("/console-faults/faults", test_faults);
  add ("/console-faults/hang", test_hang);
  g_test_add ("/console-faults/too-many/status", Fixture, GINT_TO_POINTER (HSP_FAULT_HTTP_429), set_up,
              test_too_many, tear_down);
  g_test_add ("/console-faults/too-many/words", Fixture, GINT_TO_POINTER (HSP_FAULT_RATE_TEXT), set_up,
              test_too_many, tear_down);
  return g_test_run ();
}
