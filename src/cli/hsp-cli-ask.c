/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-cli"

#include "config.h"

#include "hsp-cli-ask.h"

#include <errno.h>
#include <glib-unix.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "hsp-error.h"

/* No key and no answer is longer. */
#define MAX_LINE 4096

/* Both the question and the answer need a person. */
gboolean
hsp_cli_can_ask (HspCli *cli)
{
  return cli->out.talk && isatty (STDIN_FILENO);
}

static gboolean
on_readable_cb (int          file,
                GIOCondition condition,
                gpointer     user_data)
{
  gboolean *readable = user_data;

  *readable = TRUE;
  return G_SOURCE_REMOVE;
}

/* Until standard input has something or its end, or a signal came: then %FALSE. */
static gboolean
wait_for_input (HspCli *cli)
{
  gboolean readable = FALSE;
  guint source = g_unix_fd_add (STDIN_FILENO, G_IO_IN | G_IO_HUP | G_IO_ERR, on_readable_cb,
                                &readable);

  while (!readable && !g_cancellable_is_cancelled (cli->cancellable))
    g_main_context_iteration (NULL, TRUE);
  if (!readable)
    g_source_remove (source);
  return readable;
}

/* One line, without its end; a pipe that has only part of one is waited for. Read without a buffer
 * of anybody else's, so that nothing of a key is left behind. */
static gboolean
read_line (HspCli  *cli,
           char    *line,
           gsize    size,
           GError **error)
{
  gsize length = 0;
  char *end;

  while (length < size - 1 && memchr (line, '\n', length) == NULL)
    {
      gssize n;

      if (!wait_for_input (cli))
        {
          g_cancellable_set_error_if_cancelled (cli->cancellable, error);
          return FALSE;
        }
      n = read (STDIN_FILENO, line + length, size - 1 - length);
      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        break;
      length += (gsize) n;
    }
  line[length] = '\0';
  end = strpbrk (line, "\r\n");
  if (end != NULL)
    *end = '\0';
  return TRUE;
}

/* Yes or no; anything but a yes is a no, which ends the command: @error says that nothing was done. */
gboolean
hsp_cli_ask (HspCli      *cli,
             const char  *question,
             GError     **error)
{
  /* Translators: the letter that answers a question with yes, and that of no in capitals */
  const char *yes = C_("answer", "y");
  char line[MAX_LINE];
  g_autofree char *answer = NULL;
  g_autofree char *wanted = NULL;

  fprintf (stderr, "%s %s ", question, C_("answer", "[y/N]"));
  fflush (stderr);
  if (!read_line (cli, line, sizeof line, error))
    {
      fputc ('\n', stderr);
      return FALSE;
    }
  g_strstrip (line);
  answer = g_utf8_casefold (line, -1);
  wanted = g_utf8_casefold (yes, -1);
  if (g_str_equal (answer, wanted) || g_str_equal (answer, "y") || g_str_equal (answer, "yes"))
    return TRUE;

  g_propagate_error (error, hsp_error_new (HSP_ERROR_NOT_SENT, HSP_DELIVERY_NONE, NULL,
                                           _("Nothing was sent.")));
  return FALSE;
}

/* The terminal shows nothing of what is typed, whatever ends the typing. */
static gboolean
read_hidden (HspCli  *cli,
             char    *line,
             gsize    size,
             GError **error)
{
  struct termios before, hidden;
  const gboolean is_terminal = tcgetattr (STDIN_FILENO, &before) == 0;
  gboolean done;

  if (!is_terminal)
    return read_line (cli, line, size, error);

  hidden = before;
  hidden.c_lflag &= ~(tcflag_t) (ECHO | ECHOE | ECHOK | ECHONL);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &hidden);
  /* Translators: asks for the key to be typed or pasted; it is not shown */
  fprintf (stderr, "%s ", _("API key (it is not shown):"));
  fflush (stderr);
  done = read_line (cli, line, size, error);
  tcsetattr (STDIN_FILENO, TCSAFLUSH, &before);
  fputc ('\n', stderr);
  return done;
}

/* (transfer full) (nullable): from standard input, freed with hsp_keyring_key_free() */
char *
hsp_cli_read_key (HspCli  *cli,
                  GError **error)
{
  char line[MAX_LINE];
  char *key = NULL;

  if (read_hidden (cli, line, sizeof line, error))
    {
      g_strstrip (line);
      if (*line != '\0')
        key = g_strdup (line);
      else
        hsp_cli_set_usage_error (error, "%s", _("No key came by standard input."));
    }
  explicit_bzero (line, sizeof line);
  return key;
}
