/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-owner"

/* for F_OFD_SETLK */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-owner.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

/* How long another program's moment alone is waited for. */
#define WAIT_LIMIT_MS 5000
#define WAIT_STEP_MS 20

struct _HspOwner
{
  char   *path;         /* (owned) */
  char   *mark;         /* (owned) (nullable) while a byte is held */
  int     fd;           /* -1 while closed */
  gint64  place;        /* of the byte that is ours, 0 when none is */
};

/* Not of the process but of the open file: another journal of this process is another owner, and
 * closing some other descriptor of the file changes nothing. */
static int
set_lock (HspOwner *self,
          short     type,
          gint64    place,
          gint64    length)
{
  struct flock lock = { .l_type = type, .l_whence = SEEK_SET, .l_start = place, .l_len = length };

  return fcntl (self->fd, F_OFD_SETLK, &lock);
}

static HspOwnerResult
wait_for_lock (HspOwner *self,
               gint64    place,
               gint64    length)
{
  gint64 end = g_get_monotonic_time () + WAIT_LIMIT_MS * G_TIME_SPAN_MILLISECOND;

  while (set_lock (self, F_WRLCK, place, length) != 0)
    {
      if (errno != EAGAIN && errno != EACCES && errno != EINTR)
        return HSP_OWNER_FAILED;
      if (g_get_monotonic_time () >= end)
        return HSP_OWNER_BUSY;
      g_usleep (WAIT_STEP_MS * G_TIME_SPAN_MILLISECOND);
    }
  return HSP_OWNER_TAKEN;
}

static void
drop_mark (HspOwner *self)
{
  self->place = 0;
  g_clear_pointer (&self->mark, g_free);
}

/* Anywhere in more room than there will ever be owners; the file itself stays empty. */
static gint64
find_place (void)
{
  guint64 number = 0;

  /* GLib's generator takes longer to set up than all the rest that is done here */
  if (getrandom (&number, sizeof number, 0) != sizeof number)
    number = (guint64) g_random_int () << 32 | g_random_int ();
  return MAX (1, (gint64) (number & 0x3fffffffffffffff));
}

/** hsp_owner_new: @path: of the lock file; no I/O. Returns: (transfer full) */
HspOwner *
hsp_owner_new (const char *path)
{
  HspOwner *self = g_new0 (HspOwner, 1);

  self->path = g_strdup (path);
  self->fd = -1;
  return self;
}

/** hsp_owner_free: @self: (transfer full): lets go of everything; the file stays */
void
hsp_owner_free (HspOwner *self)
{
  if (self->fd >= 0)
    close (self->fd);
  drop_mark (self);
  g_free (self->path);
  g_free (self);
}

/**
 * hsp_owner_take:
 *
 * Makes the file (0600) where it is missing and holds a byte of it, as a user of the journal among
 * others. Waits some seconds for a program that has it alone.
 */
HspOwnerResult
hsp_owner_take (HspOwner *self)
{
  HspOwnerResult result = HSP_OWNER_TAKEN;

  if (self->fd < 0)
    self->fd = open (self->path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (self->fd < 0)
    return HSP_OWNER_FAILED;

  self->place = find_place ();
  result = wait_for_lock (self, self->place, 1);
  if (result != HSP_OWNER_TAKEN)
    drop_mark (self);
  else
    self->mark = g_strdup_printf ("lock:%" G_GINT64_FORMAT, self->place);
  return result;
}

/**
 * hsp_owner_take_alone:
 *
 * After hsp_owner_take(), and at once or not: nobody else uses the journal until hsp_owner_share().
 * Our own byte is given up, or two programs that both want this would be in each other's way; so no
 * row may be ours yet. Without success nothing is held.
 */
HspOwnerResult
hsp_owner_take_alone (HspOwner *self)
{
  g_return_val_if_fail (self->fd >= 0, HSP_OWNER_FAILED);

  drop_mark (self);
  set_lock (self, F_UNLCK, 0, 0);
  if (set_lock (self, F_WRLCK, 0, 0) == 0)
    return HSP_OWNER_TAKEN;
  return errno == EAGAIN || errno == EACCES ? HSP_OWNER_BUSY : HSP_OWNER_FAILED;
}

/** hsp_owner_share: ends being alone; a byte stays ours without a moment in which none is */
void
hsp_owner_share (HspOwner *self)
{
  self->place = find_place ();
  self->mark = g_strdup_printf ("lock:%" G_GINT64_FORMAT, self->place);
  set_lock (self, F_UNLCK, 0, self->place);
  set_lock (self, F_UNLCK, self->place + 1, 0);
}

/** hsp_owner_get_mark: Returns: (transfer none) (nullable): what tells us from every other owner */
const char *
hsp_owner_get_mark (HspOwner *self)
{
  return self->mark;
}

/**
 * hsp_owner_is_alive:
 * @mark: (nullable): of hsp_owner_get_mark() of any program, NULL when nobody is responsible
 */
gboolean
hsp_owner_is_alive (HspOwner   *self,
                    const char *mark)
{
  struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET, .l_len = 1 };
  gint64 place = 0;

  if (mark == NULL || !g_str_has_prefix (mark, "lock:") ||
      !g_ascii_string_to_signed (mark + strlen ("lock:"), 10, 1, G_MAXINT64 - 1, &place, NULL))
    return FALSE;
  if (place == self->place)
    return TRUE;

  lock.l_start = place;
  return fcntl (self->fd, F_OFD_GETLK, &lock) == 0 && lock.l_type != F_UNLCK;
}

/**
 * hsp_owner_ring:
 *
 * After a commit: tells every HspBell on the file that there is something new. The journal's own
 * file and its WAL change before what was written can be read, so they are of no use for that.
 */
void
hsp_owner_ring (HspOwner *self)
{
  if (self->fd >= 0 && futimens (self->fd, NULL) != 0)
    g_debug ("Others are not told: %s", g_strerror (errno));
}
