/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Kills a program at every call that it makes while it buys, and looks after each what the shop
 * charged and what the program knows when it is started again. The programs: one that has the account
 * of the window and is killed from the purchase on, and the command line, killed from its start. */
#include "config.h"

#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "crash-report.h"
#include "hsp-journal.h"
#include "hsp-json.h"
#include "hsp-test.h"

/* A purchase makes a few hundred calls; more points than this mean that it never ends. */
#define MAX_POINTS 1500
/* Of one run of the program, which takes a fraction of a second. */
#define RUN_LIMIT 30
/* Under a sanitizer there is no time for every call. */
#ifdef __SANITIZE_ADDRESS__
#define STEP 4
#define WHOLE_STEP 8
#else
#define STEP 1
#define WHOLE_STEP 1
#endif
/* So many can be bought of what is chosen, and more are not. */
#define MIN_STOCK 1000

typedef struct
{
  const char       *purchase;   /* what the program is to buy */
  const char       *action;     /* how the shop calls that */
  gboolean          whole;      /* the command line, from its start */
  char             *item;       /* (owned) (nullable) what the command line is to buy, */
  char             *quantity;   /* (owned) (nullable) how many of an order, */
  char             *country;    /* (owned) (nullable) and where, of a number */
  GSubprocess      *shop;       /* (owned) */
  GDataInputStream *answers;    /* (owned) of the shop's control */
  char             *endpoint;   /* (owned) */
  char             *folder;     /* (owned) */
  char             *report_path; /* (owned) */
  CrashReport      *report;     /* mapped */
  guint             n_before;   /* purchases that the shop had seen before this run */
  HspMoney          charged_before;
} Crash;

static char *
read_line (GDataInputStream *stream)
{
  g_autoptr(GError) error = NULL;
  char *line = g_data_input_stream_read_line (stream, NULL, NULL, &error);

  g_assert_no_error (error);
  g_assert_nonnull (line);
  return line;
}

static void
start_shop (Crash *crash)
{
  g_autoptr(GError) error = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  crash->shop = g_subprocess_new (G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE,
                                  &error, g_getenv ("HSP_SANDBOX_PROGRAM"), "--control", "--key", CRASH_KEY,
                                  "--services", "40", "--balance", "1000000", NULL);
  g_assert_no_error (error);
  crash->answers = g_data_input_stream_new (g_subprocess_get_stdout_pipe (crash->shop));
  first = read_line (crash->answers);
  g_assert_true (g_str_has_prefix (first, "Endpoint: "));
  crash->endpoint = g_strdup (first + strlen ("Endpoint: "));
  second = read_line (crash->answers);
}

static void
stop_shop (Crash *crash)
{
  g_output_stream_close (g_subprocess_get_stdin_pipe (crash->shop), NULL, NULL);
  g_subprocess_wait (crash->shop, NULL, NULL);
  g_clear_object (&crash->answers);
  g_clear_object (&crash->shop);
  g_clear_pointer (&crash->endpoint, g_free);
}

/* All that the shop has seen of this purchase, from its start. */
static guint
count_requests (Crash    *crash,
                HspMoney *charged)
{
  g_autofree char *line = NULL;
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(JsonNode) node = NULL;
  g_autoptr(GError) error = NULL;
  JsonArray *requests = NULL;
  guint n = 0;

  *charged = 0;
  g_output_stream_write_all (g_subprocess_get_stdin_pipe (crash->shop), "requests\n",
                             strlen ("requests\n"), NULL, NULL, &error);
  g_assert_no_error (error);
  line = read_line (crash->answers);
  bytes = g_bytes_new_static (line, strlen (line));
  node = hsp_json_parse (bytes, &error);
  g_assert_no_error (error);
  requests = hsp_json_to_array (node);
  for (guint i = 0; i < json_array_get_length (requests); i++)
    {
      JsonObject *request = json_array_get_object_element (requests, i);

      if (g_strcmp0 (hsp_json_get_text (request, "action"), crash->action) != 0)
        continue;
      n++;
      *charged = hsp_money_add (*charged, hsp_json_get_money (request, "charge"));
    }
  return n;
}

static gboolean
kill_cb (gpointer user_data)
{
  g_subprocess_force_exit (user_data);
  g_error ("the program hangs");
  return G_SOURCE_REMOVE;
}

static void
run_cb (GObject      *object,
        GAsyncResult *result,
        gpointer      user_data)
{
  g_subprocess_wait_finish (G_SUBPROCESS (object), result, NULL);
  *(gboolean *) user_data = TRUE;
}

/* (transfer full): @words and nothing that is asked */
static GPtrArray *
make_command (Crash              *crash,
              const char * const *words)
{
  GPtrArray *command = g_ptr_array_new_with_free_func (g_free);

  if (!crash->whole)
    {
      g_ptr_array_add (command, g_test_build_filename (G_TEST_BUILT, "buyer", NULL));
      g_ptr_array_add (command, g_strdup (crash->endpoint));
      g_ptr_array_add (command, g_strdup (crash->folder));
    }
  else
    {
      g_ptr_array_add (command, g_strdup (g_getenv ("HSP_CLI_PROGRAM")));
      g_ptr_array_add (command, g_strdup ("--json"));
      g_ptr_array_add (command, g_strdup_printf ("--endpoint=%s", crash->endpoint));
      g_ptr_array_add (command, g_strdup_printf ("--data-dir=%s", crash->folder));
    }
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (command, g_strdup (words[i]));
  g_ptr_array_add (command, NULL);
  return command;
}

/* Until it ends, however that is. @point: 0 for to its own end */
static GSubprocess *
run (Crash              *crash,
     const char * const *words,
     guint               point)
{
  g_autoptr(GSubprocessLauncher) launcher = NULL;
  g_autoptr(GPtrArray) command = make_command (crash, words);
  g_autofree char *number = g_strdup_printf ("%u", point);
  g_autoptr(GError) error = NULL;
  GSubprocess *process = NULL;
  gboolean ended = FALSE;
  guint limit = 0;

  launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_subprocess_launcher_setenv (launcher, "HSTOCKPLUS_KEY", CRASH_KEY, TRUE);
  if (point > 0)
    {
      g_subprocess_launcher_setenv (launcher, "LD_PRELOAD", g_getenv ("HSP_CRASH_SHIM"), TRUE);
      g_subprocess_launcher_setenv (launcher, CRASH_POINT_VARIABLE, number, TRUE);
      g_subprocess_launcher_setenv (launcher, CRASH_REPORT_VARIABLE, crash->report_path, TRUE);
      if (crash->whole)
        g_subprocess_launcher_setenv (launcher, CRASH_WHOLE_VARIABLE, "1", TRUE);
      /* the shim comes before it, and what was killed leaks */
      g_subprocess_launcher_setenv (launcher, "ASAN_OPTIONS",
                                    "verify_asan_link_order=0:detect_leaks=0", TRUE);
    }
  process = g_subprocess_launcher_spawnv (launcher, (const char * const *) command->pdata, &error);
  g_assert_no_error (error);
  g_subprocess_wait_async (process, NULL, run_cb, &ended);
  limit = g_timeout_add_seconds (RUN_LIMIT, kill_cb, process);
  while (!ended)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (limit);
  return process;
}

/* What the command line answers, which must not fail. (transfer full) */
static JsonNode *
ask (Crash              *crash,
     const char * const *words)
{
  g_autoptr(GSubprocess) process = run (crash, words, 0);
  g_autoptr(GBytes) bytes = NULL;
  g_autoptr(GError) error = NULL;
  JsonNode *node;

  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  bytes = g_input_stream_read_bytes (g_subprocess_get_stdout_pipe (process), 60000, NULL, &error);
  g_assert_no_error (error);
  node = hsp_json_parse (bytes, &error);
  g_assert_no_error (error);
  return node;
}

/* --- what is bought --- */

static void
choose_service (Crash *crash)
{
  g_autoptr(JsonNode) node = ask (crash, (const char *[]) { "services", NULL });
  JsonArray *services = json_object_get_array_member (json_node_get_object (node), "services");

  for (guint i = 0; i < json_array_get_length (services); i++)
    {
      JsonObject *service = json_array_get_object_element (services, i);
      const gint64 min = hsp_json_get_count (service, "min");

      if (hsp_json_get_count (service, "stock") < min * MIN_STOCK
          || hsp_json_get_money (service, "rate") < HSP_MONEY_UNIT / 10)
        continue;
      crash->item = g_strdup (json_object_get_string_member (service, "service"));
      crash->quantity = g_strdup_printf ("%" G_GINT64_FORMAT, min);
      return;
    }
  g_assert_not_reached ();
}

static void
choose_project (Crash *crash)
{
  g_autoptr(JsonNode) node = ask (crash, (const char *[]) { "sms", "projects", "--country", "us", NULL });
  JsonObject *project = json_array_get_object_element (json_node_get_array (node), 0);

  crash->item = g_strdup (json_object_get_string_member (project, "project"));
  crash->country = g_strdup (json_object_get_string_member (project, "country"));
}

static GSubprocess *
buy (Crash *crash,
     guint  point)
{
  if (!crash->whole)
    return run (crash, (const char *[]) { crash->purchase, NULL }, point);
  if (crash->country != NULL)
    return run (crash, (const char *[]) { "sms", "get", crash->item, "--country", crash->country,
                                          "--yes", NULL }, point);
  return run (crash, (const char *[]) { "order", crash->item, crash->quantity, "--link",
                                        "https://example.com/p/1", "--yes", NULL }, point);
}

/* --- what is found --- */

/* What the program says when it is started again. */
typedef struct
{
  guint      n_rows;
  HspOutcome outcome;           /* of the only row */
  guint      n_numbers;
  guint      n_known;           /* orders and numbers that the shop knows */
} Found;

/* Whether the shop knows what the command line says is placed. */
static gboolean
is_known (Crash      *crash,
          const char *order)
{
  g_autoptr(GSubprocess) process = NULL;

  if (crash->country != NULL)
    process = run (crash, (const char *[]) { "sms", "status", order, NULL }, 0);
  else
    process = run (crash, (const char *[]) { "status", order, NULL }, 0);
  return g_subprocess_get_if_exited (process) && g_subprocess_get_exit_status (process) == 0;
}

/* What the command line says when it is started again. */
static void
look_at_journal (Crash *crash,
                 Found *found)
{
  g_autoptr(JsonNode) node = ask (crash, (const char *[]) { "journal", NULL });
  JsonArray *rows = json_node_get_array (node);

  for (guint i = 0; i < json_array_get_length (rows); i++)
    {
      JsonObject *row = json_array_get_object_element (rows, i);
      const char *state = json_object_get_string_member (row, "state");

      found->n_rows++;
      found->outcome = g_str_equal (state, "unconfirmed") ? HSP_OUTCOME_UNCONFIRMED
                       : g_str_equal (state, "not_sent") ? HSP_OUTCOME_NOT_SENT
                       : g_str_equal (state, "open") || g_str_equal (state, "waiting")
                         || g_str_equal (state, "completed") ? HSP_OUTCOME_PLACED
                       : HSP_OUTCOME_WRITTEN;
      g_assert_true ((found->outcome == HSP_OUTCOME_PLACED)
                     == !json_object_get_null_member (row, "order"));
      if (found->outcome == HSP_OUTCOME_PLACED)
        found->n_known += is_known (crash, json_object_get_string_member (row, "order"));
    }
}

static void
look (Crash *crash,
      Found *found)
{
  g_autoptr(GSubprocess) process = run (crash, (const char *[]) { "look", NULL }, 0);
  g_autoptr(GDataInputStream) output = NULL;
  char *line = NULL;

  g_assert_true (g_subprocess_get_if_exited (process));
  g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);
  output = g_data_input_stream_new (g_subprocess_get_stdout_pipe (process));
  while ((line = g_data_input_stream_read_line (output, NULL, NULL, NULL)) != NULL)
    {
      g_auto(GStrv) words = g_strsplit (line, " ", 3);

      if (g_str_equal (words[0], "row"))
        {
          found->n_rows++;
          found->outcome = (HspOutcome) g_ascii_strtoull (words[2], NULL, 10);
        }
      else if (g_str_equal (words[0], "numbers"))
        found->n_numbers = g_ascii_strtoull (words[1], NULL, 10);
      else if (g_str_equal (words[0], "known"))
        found->n_known = g_ascii_strtoull (words[1], NULL, 10);
      g_free (line);
    }
}

/* What left whole is seen by the shop sooner or later; what did not is not. */
static void
wait_for_shop (Crash    *crash,
               guint    *n_seen,
               HspMoney *charge)
{
  gint64 end = g_get_monotonic_time () + 10 * G_TIME_SPAN_SECOND;
  HspMoney charged = 0;

  do
    *n_seen = count_requests (crash, &charged) - crash->n_before;
  while (*n_seen < (guint) crash->report->n_sent && g_get_monotonic_time () < end);
  g_assert_cmpuint (*n_seen, ==, crash->report->n_sent);
  *charge = hsp_money_subtract (charged, crash->charged_before);
}

static void
check (Crash *crash)
{
  Found found = { 0, };
  guint n_seen = 0, n_after = 0;
  HspMoney charge = 0, charged_after = 0;

  wait_for_shop (crash, &n_seen, &charge);
  g_assert_cmpuint (n_seen, <=, 1);
  g_assert_cmpint (crash->report->n_unsafe, ==, 0);
  g_assert_true ((charge > 0) == (n_seen > 0));

  if (crash->whole)
    look_at_journal (crash, &found);
  else
    look (crash, &found);
  g_assert_cmpuint (found.n_rows, <=, 1);
  if (n_seen > 0)
    {
      g_assert_cmpuint (found.n_rows, ==, 1);
      g_assert_true (found.outcome == HSP_OUTCOME_PLACED ||
                     found.outcome == HSP_OUTCOME_UNCONFIRMED);
    }
  else if (found.n_rows > 0)
    g_assert_true (found.outcome == HSP_OUTCOME_NOT_SENT ||
                   found.outcome == HSP_OUTCOME_UNCONFIRMED);
  g_assert_cmpuint (found.n_known, ==, found.outcome == HSP_OUTCOME_PLACED);

  /* starting again has bought nothing */
  n_after = count_requests (crash, &charged_after);
  g_assert_cmpuint (n_after, ==, crash->n_before + n_seen);
  crash->n_before = n_after;
  crash->charged_before = charged_after;
}

static void
make_report (Crash *crash)
{
  int fd = open (crash->report_path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, sizeof (CrashReport)), ==, 0);
  crash->report = mmap (NULL, sizeof (CrashReport), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  g_assert_true (crash->report != MAP_FAILED);
  close (fd);
}

/* The program bought up to @point. Returns: whether it was killed there */
static gboolean
buy_and_die (Crash      *crash,
             guint       point,
             GHashTable *names)
{
  g_autofree char *top = g_dir_make_tmp ("hsp-crash-XXXXXX", NULL);
  g_autoptr(GSubprocess) process = NULL;
  gboolean killed = FALSE;

  crash->folder = g_strdup (top);
  memset (crash->report, 0, sizeof *crash->report);
  process = buy (crash, point);
  killed = g_subprocess_get_if_signaled (process);
  if (killed)
    {
      char *name = g_strdup (crash->report->name);

      g_assert_cmpint (g_subprocess_get_term_sig (process), ==, SIGKILL);
      g_assert_cmpstr (name, !=, "");
      g_hash_table_insert (names, name, GUINT_TO_POINTER (1 + GPOINTER_TO_UINT (
                                          g_hash_table_lookup (names, name))));
    }
  else
    g_assert_cmpint (g_subprocess_get_exit_status (process), ==, 0);

  check (crash);
  hsp_test_remove_tree (crash->folder);
  g_clear_pointer (&crash->folder, g_free);
  return killed;
}

/* A folder of its own: what the choice leaves there is not of a purchase. */
static void
choose (Crash      *crash,
        const char *folder)
{
  crash->folder = g_build_filename (folder, "choice", NULL);
  g_assert_cmpint (g_mkdir (crash->folder, 0700), ==, 0);
  if (g_str_equal (crash->purchase, "sms"))
    choose_project (crash);
  else
    choose_service (crash);
  hsp_test_remove_tree (crash->folder);
  g_clear_pointer (&crash->folder, g_free);
}

static void
kill_everywhere (const char *purchase,
                 const char *action,
                 gboolean    whole)
{
  const guint step = whole ? WHOLE_STEP : STEP;
  g_autofree char *folder = g_dir_make_tmp ("hsp-crash-XXXXXX", NULL);
  g_autoptr(GHashTable) names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  Crash crash = { purchase, action, whole };
  GHashTableIter iter;
  gpointer name, n;
  guint n_killed = 0;

  crash.report_path = g_build_filename (folder, "report", NULL);
  make_report (&crash);
  start_shop (&crash);
  if (whole)
    choose (&crash, folder);
  while (n_killed < MAX_POINTS && buy_and_die (&crash, 1 + n_killed * step, names))
    n_killed++;
  g_assert_cmpuint (n_killed, <, MAX_POINTS);
  /* or nothing was counted */
  g_assert_cmpuint (n_killed * step, >, 30);

  g_test_message ("PROOF: %s %s: killed at %u points, lost 0, doubled 0",
                  whole ? "hstockplus-cli" : "the account", purchase, n_killed);
  g_hash_table_iter_init (&iter, names);
  while (g_hash_table_iter_next (&iter, &name, &n))
    g_test_message ("  before %s: %u", (const char *) name, GPOINTER_TO_UINT (n));

  stop_shop (&crash);
  munmap (crash.report, sizeof *crash.report);
  hsp_test_remove_tree (folder);
  g_free (crash.report_path);
  g_free (crash.item);
  g_free (crash.quantity);
  g_free (crash.country);
}

static void
test_order (void)
{
  kill_everywhere ("order", "add", FALSE);
}

static void
test_sms (void)
{
  kill_everywhere ("sms", "add_sms", FALSE);
}

static void
test_cli_order (void)
{
  kill_everywhere ("order", "add", TRUE);
}

static void
test_cli_sms (void)
{
  kill_everywhere ("sms", "add_sms", TRUE);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/crash/order", test_order);
  g_test_add_func ("/crash/sms", test_sms);
  g_test_add_func ("/crash/cli-order", test_cli_order);
  g_test_add_func ("/crash/cli-sms", test_cli_sms);

  return g_test_run ();
}
