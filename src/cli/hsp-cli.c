/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <malloc.h>
#include <signal.h>
#include <stdio.h>

#include "hsp-cli-command.h"
#include "hsp-cli-text.h"
#include "hsp-client.h"
#include "hsp-error.h"
#include "hsp-keyring.h"
#include "hsp-process.h"
#include "hsp-wallet.h"

/* milliseconds between two signs of life, and seconds before the first */
#define PROGRESS_EVERY 200
#define PROGRESS_AFTER 1

/* Takes the key out of the environment, and looks what it writes to. */
void
hsp_cli_init (HspCli *cli)
{
  *cli = (HspCli) { 0 };
  hsp_cli_output_init (&cli->out);
  cli->key = hsp_process_take_key ();
  cli->arguments = g_ptr_array_new_with_free_func (g_free);
  cli->options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  cli->cancellable = g_cancellable_new ();
}

/* Waits for what the journal has to write. */
void
hsp_cli_clear (HspCli *cli)
{
  for (guint i = 0; i < G_N_ELEMENTS (cli->signal_ids); i++)
    g_clear_handle_id (&cli->signal_ids[i], g_source_remove);
  if (cli->account != NULL)
    {
      hsp_account_close (cli->account);
      /* what was cancelled by closing lets go of its objects */
      while (g_main_context_iteration (NULL, FALSE))
        ;
    }
  g_clear_object (&cli->account);
  g_clear_object (&cli->keyring);
  g_clear_object (&cli->settings);
  g_clear_object (&cli->cancellable);
  g_clear_pointer (&cli->arguments, g_ptr_array_unref);
  g_clear_pointer (&cli->options, g_hash_table_unref);
  g_clear_pointer (&cli->key, hsp_keyring_key_free);
}

/* --- signals --- */

static gboolean
handle_signal (HspCli *cli,
               int     number)
{
  if (cli->spending)
    {
      if (cli->signal == 0)
        {
          hsp_cli_hide_progress (&cli->out);
          hsp_cli_say (&cli->out, ngettext ("The purchase is under way. Its outcome is waited for, "
                                            "%u second at most.",
                                            "The purchase is under way. Its outcome is waited for, "
                                            "%u seconds at most.",
                                            hsp_action_get (HSP_ACTION_ADD)->timeout),
                       hsp_action_get (HSP_ACTION_ADD)->timeout);
        }
    }
  else
    g_cancellable_cancel (cli->cancellable);
  cli->signal = number;
  return G_SOURCE_CONTINUE;
}

static gboolean
on_interrupt_cb (gpointer user_data)
{
  return handle_signal (user_data, SIGINT);
}

static gboolean
on_terminate_cb (gpointer user_data)
{
  return handle_signal (user_data, SIGTERM);
}

static gboolean
on_hang_up_cb (gpointer user_data)
{
  return handle_signal (user_data, SIGHUP);
}

/* From now on they cancel. What asks nobody may be ended as any program, and starts sooner. */
void
hsp_cli_catch_signals (HspCli *cli)
{
  if (cli->signal_ids[0] != 0)
    return;
  cli->signal_ids[0] = g_unix_signal_add (SIGINT, on_interrupt_cb, cli);
  cli->signal_ids[1] = g_unix_signal_add (SIGTERM, on_terminate_cb, cli);
  cli->signal_ids[2] = g_unix_signal_add (SIGHUP, on_hang_up_cb, cli);
}

/* From now on a signal waits: it could not undo what was sent. */
void
hsp_cli_begin_spending (HspCli *cli)
{
  cli->spending = TRUE;
}

void
hsp_cli_end_spending (HspCli *cli)
{
  cli->spending = FALSE;
}

/* --- waiting --- */

/* GAsyncReadyCallback; @user_data: a GAsyncResult* that gets the result. */
void
hsp_cli_store_result_cb (GObject      *object,
                         GAsyncResult *result,
                         gpointer      user_data)
{
  GAsyncResult **place = user_data;

  *place = g_object_ref (result);
  g_main_context_wakeup (NULL);
}

typedef struct
{
  HspCli     *cli;
  const char *what;
  gint64      begin;
  gboolean    shown;
} Progress;

static gboolean
on_progress_cb (gpointer user_data)
{
  Progress *progress = user_data;
  const gint64 seconds = (g_get_monotonic_time () - progress->begin) / G_TIME_SPAN_SECOND;

  if (seconds >= PROGRESS_AFTER)
    {
      hsp_cli_show_progress (&progress->cli->out, progress->what, seconds);
      progress->shown = TRUE;
    }
  return G_SOURCE_CONTINUE;
}

/* Until hsp_cli_store_result_cb() has filled @result; every call of the model ends on its own.
 * @what: for the person, when it takes longer */
void
hsp_cli_wait (HspCli        *cli,
              GAsyncResult **result,
              const char    *what)
{
  Progress progress = { cli, what, g_get_monotonic_time (), FALSE };
  guint timer = cli->out.talk ? g_timeout_add (PROGRESS_EVERY, on_progress_cb, &progress) : 0;

  while (*result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&timer, g_source_remove);
  if (progress.shown)
    hsp_cli_hide_progress (&cli->out);
}

/* Reads the balance; whoever wants it looks into the wallet, for its error too. */
void
hsp_cli_wait_for_balance (HspCli *cli)
{
  HspWallet *wallet = hsp_account_get_wallet (cli->account);

  hsp_wallet_refresh (wallet);
  while (hsp_wallet_get_refreshing (wallet) && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
}

/* --- failures --- */

static const char *
name_error (const GError *error)
{
  static const char * const names[] = {
    [HSP_ERROR_USAGE] = "usage",
    [HSP_ERROR_NO_KEY] = "no-key",
    [HSP_ERROR_KEY_REFUSED] = "key-refused",
    [HSP_ERROR_KEYRING_LOCKED] = "keyring-locked",
    [HSP_ERROR_KEYRING] = "keyring",
    [HSP_ERROR_NOT_SENT] = "not-sent",
    [HSP_ERROR_LIMIT] = "limit",
    [HSP_ERROR_MISMATCH] = "mismatch",
    [HSP_ERROR_NO_ANSWER] = "no-answer",
    [HSP_ERROR_UNREADABLE] = "unreadable",
    [HSP_ERROR_SERVER] = "server",
    [HSP_ERROR_RATE_LIMITED] = "rate-limited",
    [HSP_ERROR_REJECTED] = "rejected",
    [HSP_ERROR_INSUFFICIENT_BALANCE] = "insufficient-balance",
    [HSP_ERROR_ORDER_NOT_FOUND] = "order-not-found",
    [HSP_ERROR_SERVICE_NOT_FOUND] = "service-not-found",
    [HSP_ERROR_STORE] = "store",
  };

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return "cancelled";
  if (error->domain == HSP_ERROR && (guint) error->code < G_N_ELEMENTS (names))
    return names[error->code];
  return "store";
}

/* The exit status that tells of @error. */
HspCliStatus
hsp_cli_status_of (HspCli       *cli,
                   const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return cli->signal != 0 ? HSP_CLI_SIGNAL + cli->signal : HSP_CLI_NOT_SENT;
  if (error->domain != HSP_ERROR)
    return HSP_CLI_STORE;

  switch ((HspError) error->code)
    {
    case HSP_ERROR_USAGE:
      return HSP_CLI_USAGE;
    case HSP_ERROR_NO_KEY:
    case HSP_ERROR_KEYRING_LOCKED:
    case HSP_ERROR_KEYRING:
      return HSP_CLI_NO_KEY;
    case HSP_ERROR_KEY_REFUSED:
    case HSP_ERROR_RATE_LIMITED:
    case HSP_ERROR_REJECTED:
    case HSP_ERROR_INSUFFICIENT_BALANCE:
    case HSP_ERROR_ORDER_NOT_FOUND:
    case HSP_ERROR_SERVICE_NOT_FOUND:
    case HSP_ERROR_MISMATCH:
      return HSP_CLI_REJECTED;
    case HSP_ERROR_NOT_SENT:
    case HSP_ERROR_LIMIT:
    case HSP_ERROR_NO_ANSWER:
      return HSP_CLI_NOT_SENT;
    case HSP_ERROR_UNREADABLE:
    case HSP_ERROR_SERVER:
      return HSP_CLI_UNREADABLE;
    case HSP_ERROR_STORE:
      return HSP_CLI_STORE;
    default:
      g_return_val_if_reached (HSP_CLI_STORE);
    }
}

/* (transfer full): {"error":{"kind","message","server"}} */
JsonNode *
hsp_cli_make_error (const char *kind,
                    const char *message,
                    const char *server)
{
  g_autoptr(JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  hsp_cli_add_error (builder, kind, message, server);
  json_builder_end_object (builder);
  return json_builder_get_root (builder);
}

/* The member "error" of an open object. */
void
hsp_cli_add_error (JsonBuilder *builder,
                   const char  *kind,
                   const char  *message,
                   const char  *server)
{
  json_builder_set_member_name (builder, "error");
  json_builder_begin_object (builder);
  hsp_cli_add_text (builder, "kind", kind);
  hsp_cli_add_text (builder, "message", message);
  hsp_cli_add_text (builder, "server", server);
  json_builder_end_object (builder);
}

/* A sentence on standard error, the shop's own words beneath it. */
void
hsp_cli_complain (HspCli     *cli,
                  const char *message,
                  const char *server)
{
  g_autofree char *clean = hsp_cli_clean (message);

  fprintf (stderr, "%s%s:%s %s\n", cli->out.talk_colour ? "\033[1;31m" : "", HSP_CLI_PROGRAM,
           cli->out.talk_colour ? "\033[0m" : "", clean);
  if (server != NULL && *server != '\0' && !g_str_equal (server, message))
    hsp_cli_say (&cli->out, _("The shop says: “%s”"), server);
}

/* Tells what failed, as it was asked for. */
void
hsp_cli_report (HspCli       *cli,
                const GError *error)
{
  const char *server = hsp_error_get_server_text (error);
  const gboolean cancelled = g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  const char *message = cancelled ? _("It was stopped. Nothing was bought.") : error->message;

  if (cli->out.json && !cli->out.printed)
    {
      g_autoptr(JsonNode) node = hsp_cli_make_error (name_error (error), message, server);

      hsp_cli_print_json (&cli->out, node);
    }
  else
    hsp_cli_complain (cli, message, server);
}

/* --- the program --- */

static void
print_help (HspCli *cli)
{
  g_autofree char *text = hsp_cli_make_help (cli->command);

  if (cli->out.json)
    {
      g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), text);

      hsp_cli_print_json (&cli->out, node);
    }
  else
    hsp_cli_print_text (&cli->out, text);
}

static void
print_version (HspCli *cli)
{
  if (cli->out.json)
    {
      g_autoptr(JsonNode) node = json_node_init_string (json_node_alloc (), VERSION);

      hsp_cli_print_json (&cli->out, node);
    }
  else
    hsp_cli_print_text (&cli->out, "HstockPlus " VERSION "\n");
}

static HspCliStatus
run (HspCli  *cli,
     int      argc,
     char   **argv,
     GError **error)
{
  const char *endpoint;

  if (!hsp_cli_parse (cli, argc, argv, error))
    return HSP_CLI_USAGE;
  if (hsp_cli_has_option (cli, "help"))
    {
      print_help (cli);
      return HSP_CLI_DONE;
    }
  if (hsp_cli_has_option (cli, "version"))
    {
      print_version (cli);
      return HSP_CLI_DONE;
    }
  endpoint = hsp_cli_get_option (cli, "endpoint");
  if (endpoint != NULL && !hsp_client_check_endpoint (endpoint, error))
    return HSP_CLI_USAGE;
  return cli->command->run (cli, error);
}

/* Nothing that was asked for may be missing without a word. A reader that went away knows it. */
static HspCliStatus
check_written (HspCli       *cli,
               HspCliStatus  status)
{
  if (fflush (stdout) != 0 && cli->out.broken == 0)
    cli->out.broken = errno;
  if (cli->out.broken == 0 || cli->out.broken == EPIPE)
    return status;
  hsp_cli_complain (cli, _("The answer could not be written."), NULL);
  return status == HSP_CLI_DONE ? HSP_CLI_STORE : status;
}

/* Two threads that wait for each other need no heap each: it is the most that starting one costs. */
static void
share_one_heap (void)
{
#ifdef M_ARENA_MAX
  mallopt (M_ARENA_MAX, 1);
#endif
}

/**
 * hsp_cli_main:
 *
 * The program.
 *
 * Returns: its exit status
 */
int
hsp_cli_main (int    argc,
              char **argv)
{
  HspCli cli;
  g_autoptr(GError) error = NULL;
  HspCliStatus status;

  share_one_heap ();
  hsp_process_protect ();
  hsp_process_set_up_language ();
  /* or with G_MESSAGES_DEBUG the document would not be alone on standard output */
  g_log_writer_default_set_use_stderr (TRUE);
  /* a reader that goes away must not end a purchase */
  signal (SIGPIPE, SIG_IGN);

  hsp_cli_init (&cli);
  status = run (&cli, argc, argv, &error);
  if (error != NULL)
    {
      status = hsp_cli_status_of (&cli, error);
      hsp_cli_report (&cli, error);
    }
  status = check_written (&cli, status);
  hsp_cli_clear (&cli);
  return status;
}
