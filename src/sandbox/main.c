/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include <locale.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <gio/gunixinputstream.h>
#include <glib-unix.h>
#include <glib/gi18n.h>

#include "hsp-sandbox.h"
#include "hsp-sandbox-writer.h"

#define MAX_LINE 4096

typedef struct
{
  HspSandbox       *sandbox;   /* (owned) */
  GMainLoop        *loop;      /* (owned) */
  GDataInputStream *input;     /* (owned) (nullable) */
  GCancellable     *stopping;  /* (owned) */
} Program;

typedef struct
{
  int       port;
  int       n_services;
  int       seed;
  int       slow;
  char     *dialect;   /* (owned) (nullable) */
  char    **faults;    /* (owned) (nullable) */
  double    speed;
  char     *key;       /* (owned) (nullable) */
  char     *state;     /* (owned) (nullable) */
  char     *balance;   /* (owned) (nullable) */
  gboolean  control;
} Arguments;

static void
clear_arguments (Arguments *arguments)
{
  g_free (arguments->dialect);
  g_strfreev (arguments->faults);
  g_free (arguments->key);
  g_free (arguments->state);
  g_free (arguments->balance);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Arguments, clear_arguments)

static gboolean
fail (GError    **error,
      const char *format,
      const char *value)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "%s: %s", format, value);
  return FALSE;
}

/* "reset-after" for whatever comes next, "add=reset-after" for an action. */
static gboolean
push_fault (HspSandbox *sandbox,
            const char *text,
            GError    **error)
{
  const char *equals = strchr (text, '=');
  g_autofree char *action = equals != NULL ? g_strndup (text, equals - text) : NULL;
  HspFault fault = HSP_FAULT_NONE;

  if (!hsp_fault_from_name (equals != NULL ? equals + 1 : text, &fault))
    return fail (error, _("There is no such fault"), text);
  hsp_sandbox_push_fault (sandbox, action, fault);

  return TRUE;
}

/* --- control by standard input: for tests --- */

static void
print_requests (HspSandbox *sandbox)
{
  g_autoptr(GPtrArray) requests = hsp_sandbox_get_requests (sandbox);
  g_autofree char *text = NULL;
  HspWriter out;

  hsp_writer_init (&out, FALSE);
  hsp_writer_open (&out, NULL, '[');
  for (guint i = 0; i < requests->len; i++)
    {
      const HspSandboxRequest *request = g_ptr_array_index (requests, i);

      hsp_writer_open (&out, NULL, '{');
      hsp_writer_text (&out, "action", request->action);
      hsp_writer_text (&out, "params", request->params);
      hsp_writer_number (&out, "time", request->time, FALSE);
      hsp_writer_raw (&out, "acted", request->acted ? "true" : "false");
      hsp_writer_amount (&out, "charge", request->charge, 2, TRUE);
      hsp_writer_close (&out, '}');
    }
  hsp_writer_close (&out, ']');
  text = hsp_writer_end (&out);
  g_print ("%s\n", text);
}

static void
obey (Program    *program,
      const char *line)
{
  g_auto(GStrv) words = g_strsplit (line, " ", 3);
  guint n_words = g_strv_length (words);
  guint64 seconds = 0;
  HspMoney rate = 0;
  g_autoptr(GError) error = NULL;

  if (n_words == 3 && g_str_equal (words[0], "fault") && g_str_equal (words[1], "add"))
    g_print ("%s\n", push_fault (program->sandbox, words[2], &error) ? "ok" : error->message);
  else if (n_words == 2 && g_str_equal (words[0], "advance") &&
           g_ascii_string_to_unsigned (words[1], 10, 0, G_MAXINT, &seconds, &error))
    {
      hsp_sandbox_advance (program->sandbox, seconds);
      g_print ("ok\n");
    }
  else if (n_words == 3 && g_str_equal (words[0], "price") &&
           hsp_money_parse (words[2], &rate))
    g_print ("%s\n", hsp_sandbox_set_rate (program->sandbox, words[1], rate) ? "ok"
                     : _("There is no such service"));
  else if (n_words == 1 && g_str_equal (words[0], "requests"))
    print_requests (program->sandbox);
  else if (n_words == 1 && g_str_equal (words[0], "quit"))
    g_main_loop_quit (program->loop);
  else
    g_print ("%s\n", _("Not understood"));
}

static void read_line (Program *program);

static void
read_line_cb (GObject      *source,
              GAsyncResult *result,
              gpointer      user_data)
{
  Program *program = user_data;
  g_autoptr(GError) error = NULL;
  gsize length = 0;
  g_autofree char *line = g_data_input_stream_read_line_finish (G_DATA_INPUT_STREAM (source),
                                                                result, &length, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  /* the end of the input: nobody controls it any more, so it would stay for ever */
  if (line == NULL || length > MAX_LINE)
    {
      g_main_loop_quit (program->loop);
      return;
    }
  obey (program, line);
  read_line (program);
}

static void
read_line (Program *program)
{
  g_data_input_stream_read_line_async (program->input, G_PRIORITY_DEFAULT, program->stopping,
                                       read_line_cb, program);
}

/* --- start --- */

static gboolean
read_dialect (const char *name,
              HspDialect *dialect)
{
  static const char *const names[] = { "documented", "live", "old" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      if (g_str_equal (name, names[i]))
        {
          *dialect = (HspDialect) i;
          return TRUE;
        }
    }

  return FALSE;
}

static gboolean
read_options (const Arguments   *arguments,
              HspSandboxOptions *options,
              GError           **error)
{
  if (arguments->port < 0 || arguments->port > G_MAXUINT16 || arguments->n_services < 0 ||
      arguments->seed < 0 || arguments->slow < 0 || !(arguments->speed >= 0))
    return fail (error, _("A number is out of range"),
                 "--port, --services, --seed, --speed, --slow");
  if (arguments->dialect != NULL && !read_dialect (arguments->dialect, &options->dialect))
    return fail (error, _("There is no such dialect"), arguments->dialect);
  if (arguments->balance != NULL &&
      (!hsp_money_parse (arguments->balance, &options->balance) || options->balance <= 0))
    return fail (error, _("This is not an amount"), arguments->balance);

  options->port = arguments->port;
  options->n_services = arguments->n_services;
  options->seed = arguments->seed;
  options->speed = arguments->speed;
  options->slow_seconds = arguments->slow;
  options->key = arguments->key;
  options->state_path = arguments->state;

  return TRUE;
}

static gboolean
parse_arguments (int        *argc,
                 char     ***argv,
                 Arguments  *arguments,
                 GError    **error)
{
  const GOptionEntry entries[] = {
    { "port", 0, 0, G_OPTION_ARG_INT, &arguments->port, N_("Port on 127.0.0.1; 0 for any free one"),
      N_("N") },
    { "services", 0, 0, G_OPTION_ARG_INT, &arguments->n_services,
      N_("How many services it sells (2000)"), N_("N") },
    { "seed", 0, 0, G_OPTION_ARG_INT, &arguments->seed, N_("The same seed makes the same shop (1)"),
      N_("N") },
    { "dialect", 0, 0, G_OPTION_ARG_STRING, &arguments->dialect,
      N_("How it answers: documented, live or old"), N_("NAME") },
    { "fault", 0, 0, G_OPTION_ARG_STRING_ARRAY, &arguments->faults,
      N_("Something that goes wrong with the next request, or the next of an action; "
         "can be given again"),
      N_("[ACTION=]NAME") },
    { "speed", 0, 0, G_OPTION_ARG_DOUBLE, &arguments->speed,
      N_("How fast orders and codes come (1)"), N_("X") },
    { "slow", 0, 0, G_OPTION_ARG_INT, &arguments->slow,
      N_("How late an answer is by the fault “slow” (2)"), N_("SECONDS") },
    { "key", 0, 0, G_OPTION_ARG_STRING, &arguments->key, N_("The key it accepts (sandbox)"),
      N_("KEY") },
    { "state", 0, 0, G_OPTION_ARG_FILENAME, &arguments->state,
      N_("File that keeps orders and balance across starts"), N_("FILE") },
    { "balance", 0, 0, G_OPTION_ARG_STRING, &arguments->balance,
      N_("Balance of a fresh shop (100)"), N_("AMOUNT") },
    { "control", 0, 0, G_OPTION_ARG_NONE, &arguments->control,
      N_("Obey lines of standard input: fault add [ACTION=]NAME, advance SECONDS, "
         "price SERVICE RATE, requests, quit"),
      NULL },
    { NULL }
  };
  g_autoptr(GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_summary (context,
                                _("A pretend HstockPlus shop for trying the program "
                                  "and for its tests."));

  return g_option_context_parse (context, argc, argv, error);
}

static gboolean
start (Program         *program,
       const Arguments *arguments,
       GError         **error)
{
  HspSandboxOptions options = { 0 };

  if (!read_options (arguments, &options, error))
    return FALSE;

  program->sandbox = hsp_sandbox_new (&options);
  for (guint i = 0; arguments->faults != NULL && arguments->faults[i] != NULL; i++)
    {
      if (!push_fault (program->sandbox, arguments->faults[i], error))
        return FALSE;
    }

  return hsp_sandbox_start (program->sandbox, error);
}

static gboolean
on_signal_cb (gpointer user_data)
{
  Program *program = user_data;

  g_main_loop_quit (program->loop);

  return G_SOURCE_CONTINUE;
}

static void
run (Program  *program,
     gboolean  control)
{
  guint interrupt = g_unix_signal_add (SIGINT, on_signal_cb, program);
  guint terminate = g_unix_signal_add (SIGTERM, on_signal_cb, program);

  /* not translated: programs read these lines */
  g_print ("Endpoint: %s\nKey: %s\n", hsp_sandbox_get_endpoint (program->sandbox),
           hsp_sandbox_get_key (program->sandbox));
  fflush (stdout);
  if (control)
    {
      g_autoptr(GInputStream) base = g_unix_input_stream_new (STDIN_FILENO, FALSE);

      program->input = g_data_input_stream_new (base);
      read_line (program);
    }

  g_main_loop_run (program->loop);

  g_cancellable_cancel (program->stopping);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_source_remove (interrupt);
  g_source_remove (terminate);
  hsp_sandbox_stop (program->sandbox);
}

int
main (int   argc,
      char *argv[])
{
  g_auto(Arguments) arguments = { 0 };
  g_autoptr(GError) error = NULL;
  const char *localedir = g_getenv ("APP_LOCALEDIR");
  Program program = { NULL };

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, localedir != NULL ? localedir : LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  program.loop = g_main_loop_new (NULL, FALSE);
  program.stopping = g_cancellable_new ();
  if (parse_arguments (&argc, &argv, &arguments, &error) && start (&program, &arguments, &error))
    run (&program, arguments.control);
  else
    g_printerr ("hstockplus-sandbox: %s\n", error->message);

  g_clear_object (&program.input);
  g_clear_object (&program.sandbox);
  g_clear_object (&program.stopping);
  g_main_loop_unref (program.loop);

  return error == NULL ? EXIT_SUCCESS : 2;
}
