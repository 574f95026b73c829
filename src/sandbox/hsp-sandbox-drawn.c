/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-sandbox"

#include "config.h"

#include "hsp-sandbox-drawn.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/**
 * hsp_drawn_tell:
 * @kind: "key", "phone", "code"
 * @value: a line of text
 *
 * Adds @value to the file of the environment, if it names one. Programs that search afterwards rely on
 * it: not being able to write is the end.
 */
void
hsp_drawn_tell (const char *kind,
                const char *value)
{
  const char *path = g_getenv ("HSTOCKPLUS_SANDBOX_DRAWN");
  g_autofree char *line = NULL;
  int fd;

  if (path == NULL)
    return;

  line = g_strdup_printf ("%s\t%s\n", kind, value);
  /* whole lines, also when several shops write at once */
  fd = open (path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (fd < 0 || write (fd, line, strlen (line)) != (gssize) strlen (line))
    g_error ("What was drawn cannot be told: %s", g_strerror (errno));
  close (fd);
}
