/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-bell"

#include "config.h"

#include "hsp-bell.h"

#include <errno.h>
#include <glib-unix.h>
#include <sys/inotify.h>
#include <unistd.h>

struct _HspBell
{
  GSource     *source;          /* (owned) */
  int          fd;
  HspBellFunc  func;
  gpointer     user_data;
};

/* Takes all that is waiting: many rings are one. */
static guint32
read_events (int fd)
{
  char buffer[4096] __attribute__ ((aligned (__alignof__ (struct inotify_event))));
  guint32 mask = 0;
  gssize size = 0;

  while ((size = read (fd, buffer, sizeof buffer)) > 0)
    {
      for (gssize place = 0; place < size;)
        {
          const struct inotify_event *event = (const void *) (buffer + place);

          mask |= event->mask;
          place += (gssize) (sizeof *event + event->len);
        }
    }
  return mask;
}

static gboolean
on_readable_cb (int          fd,
                GIOCondition condition,
                gpointer     user_data)
{
  HspBell *self = user_data;
  guint32 mask = read_events (fd);

  self->func ((mask & (IN_CLOSE_WRITE | IN_Q_OVERFLOW)) != 0, self->user_data);
  return G_SOURCE_CONTINUE;
}

/**
 * hsp_bell_new:
 * @path: an existing file
 * @func: called in the thread-default context, until hsp_bell_free()
 *
 * Returns: (transfer full) (nullable): NULL where the kernel has no room for one more
 */
HspBell *
hsp_bell_new (const char  *path,
              HspBellFunc  func,
              gpointer     user_data)
{
  HspBell *self = NULL;
  int fd = inotify_init1 (IN_NONBLOCK | IN_CLOEXEC);

  if (fd < 0 || inotify_add_watch (fd, path, IN_ATTRIB | IN_CLOSE_WRITE) < 0)
    {
      g_debug ("Changes by other programs are not seen: %s", g_strerror (errno));
      if (fd >= 0)
        close (fd);
      return NULL;
    }

  self = g_new0 (HspBell, 1);
  self->fd = fd;
  self->func = func;
  self->user_data = user_data;
  self->source = g_unix_fd_source_new (fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_readable_cb), self, NULL);
  g_source_set_static_name (self->source, "[hsp] journal bell");
  g_source_attach (self->source, g_main_context_get_thread_default ());
  return self;
}

/** hsp_bell_free: @self: (transfer full) */
void
hsp_bell_free (HspBell *self)
{
  g_source_destroy (self->source);
  g_source_unref (self->source);
  close (self->fd);
  g_free (self);
}
