/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

/* memfd_create() */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-table-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a temporary name adds to the name of the file. Whoever makes such a file holds a lock on it as
 * long as it lives: one that can be locked was left by a program that was killed, and is removed by the
 * next one that writes the same table. (A file without a name, O_TMPFILE, would leave nothing behind,
 * but gets its name under a temporary one too, and not on every file system: two ways to keep right
 * for a cache that the next refresh cleans.) */
#define MAKING ".new-"
#define MAKING_PATTERN MAKING "XXXXXX"
#define ATTEMPTS 5
#define BLOCK_SIZE (64 * 1024)

static gboolean
write_at (int           fd,
          const guint8 *data,
          gsize         size,
          guint64       place)
{
  while (size > 0)
    {
      const gssize n = pwrite (fd, data, size, (off_t) place);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return FALSE;
      data += n;
      size -= (gsize) n;
      place += (guint64) n;
    }
  return TRUE;
}

/* All but the header, which is written last. */
static gboolean
copy_sections (int     from,
               int     to,
               guint64 end)
{
  g_autofree guint8 *block = g_malloc (BLOCK_SIZE);

  for (guint64 place = sizeof (HspTableHeader); place < end;)
    {
      const gsize wanted = MIN (end - place, BLOCK_SIZE);
      const gssize n = pread (from, block, wanted, (off_t) place);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0 || !write_at (to, block, (gsize) n, place))
        return FALSE;
      place += (guint64) n;
    }
  return TRUE;
}

static void
remove_if_left (const char *name)
{
  const int fd = g_open (name, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW, 0);
  struct stat info;

  if (fd < 0)
    return;
  if (fstat (fd, &info) == 0 && S_ISREG (info.st_mode) && flock (fd, LOCK_EX | LOCK_NB) == 0)
    g_unlink (name);
  close (fd);
}

static void
remove_left_behind (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *prefix = g_strconcat (base, MAKING, NULL);
  g_autoptr(GDir) dir = g_dir_open (folder, 0, NULL);
  const char *entry = NULL;

  while (dir != NULL && (entry = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (entry, prefix) && strlen (entry) == strlen (base) + strlen (MAKING_PATTERN))
        {
          g_autofree char *name = g_build_filename (folder, entry, NULL);

          remove_if_left (name);
        }
    }
}

/* Between the name and the lock another program may take the file for one that was left behind. */
static gboolean
open_temporary (HspTableFile *self)
{
  for (guint i = 0; i < ATTEMPTS; i++)
    {
      g_autofree char *name = g_strconcat (self->path, MAKING_PATTERN, NULL);
      const int fd = g_mkstemp_full (name, O_RDWR | O_CLOEXEC, 0600);
      struct stat info;

      if (fd < 0)
        return FALSE;
      if ((flock (fd, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK) &&
          fstat (fd, &info) == 0 && info.st_nlink > 0)
        {
          self->fd = fd;
          self->name = g_steal_pointer (&name);
          return TRUE;
        }
      close (fd);
    }
  return FALSE;
}

static void
drop_name (HspTableFile *self)
{
  if (self->name != NULL)
    g_unlink (self->name);
  g_clear_pointer (&self->name, g_free);
}

/* What was written so far goes along; a reader of the old file keeps it through its own descriptor. */
static gboolean
move_to_memory (HspTableFile *self)
{
  const int old = self->fd;

  if (self->path != NULL)
    g_debug ("A table stays in memory: %s", g_strerror (errno));
  self->fd = memfd_create ("hstockplus-table", MFD_CLOEXEC);
  if (self->fd >= 0 && old >= 0 && !copy_sections (old, self->fd, self->position))
    {
      close (self->fd);
      self->fd = -1;
    }
  if (old >= 0)
    close (old);
  drop_name (self);
  return self->fd >= 0;
}

/*< private >
 * hsp_table_file_new:
 * @path: (nullable): the name it is to have; its folder is made
 *
 * Returns: (transfer full)
 */
HspTableFile *
hsp_table_file_new (const char *path)
{
  HspTableFile *self = g_new0 (HspTableFile, 1);
  g_autofree char *folder = NULL;

  self->fd = -1;
  self->path = g_strdup (path);
  self->position = sizeof self->header;
  hsp_table_header_init (&self->header);
  if (path != NULL)
    {
      folder = g_path_get_dirname (path);
      if (g_mkdir_with_parents (folder, 0700) == 0)
        {
          remove_left_behind (path);
          open_temporary (self);
        }
    }
  if (self->fd < 0)
    move_to_memory (self);
  return self;
}

/*< private > hsp_table_file_free: @self: (transfer full) (nullable): what was not committed goes */
void
hsp_table_file_free (HspTableFile *self)
{
  if (self == NULL)
    return;

  drop_name (self);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self->path);
  g_free (self);
}

/*< private >
 * hsp_table_file_flush:
 *
 * At a multiple of HSP_TABLE_ALIGNMENT: writes what the buffer holds.
 *
 * Returns: FALSE when not even memory is to be had: then nothing more is written
 */
gboolean
hsp_table_file_flush (HspTableFile *self)
{
  g_assert (self->used % HSP_TABLE_ALIGNMENT == 0);

  while (self->fd >= 0 && !write_at (self->fd, self->buffer, self->used, self->position))
    {
      if (self->name == NULL || !move_to_memory (self))
        {
          close (self->fd);
          self->fd = -1;
        }
    }
  if (self->fd < 0)
    return FALSE;

  self->checksum = hsp_table_checksum (self->checksum, self->buffer, self->used);
  self->position += self->used;
  self->used = 0;
  return TRUE;
}

/*< private > hsp_table_file_append: to the section that was begun last */
void
hsp_table_file_append (HspTableFile  *self,
                       gconstpointer  data,
                       gsize          size)
{
  const guint8 *bytes = data;

  while (size > 0)
    {
      const gsize n = MIN (size, sizeof self->buffer - self->used);

      if (n == 0)
        {
          if (!hsp_table_file_flush (self))
            return;
          continue;
        }
      memcpy (self->buffer + self->used, bytes, n);
      self->used += n;
      bytes += n;
      size -= n;
    }
}

/*< private > hsp_table_file_get_end: Returns: where the next byte goes */
guint64
hsp_table_file_get_end (HspTableFile *self)
{
  return self->position + self->used;
}

/*< private > hsp_table_file_begin: in the order of the sections */
void
hsp_table_file_begin (HspTableFile    *self,
                      HspTableSection  section)
{
  self->header.sections[section].offset = hsp_table_file_get_end (self);
}

/*< private > hsp_table_file_end: fills up to a multiple of HSP_TABLE_ALIGNMENT */
void
hsp_table_file_end (HspTableFile    *self,
                    HspTableSection  section)
{
  static const guint8 zeros[HSP_TABLE_ALIGNMENT];
  const guint64 end = hsp_table_file_get_end (self);

  self->header.sections[section].size = end - self->header.sections[section].offset;
  hsp_table_file_append (self, zeros, hsp_table_align (end) - end);
}

/* As its contents are summed up in the header, a power cut leaves no table that passes for whole;
 * waiting for the disk is for not having to read it from the shop again. */
static gboolean
write_header (HspTableFile *self)
{
  return write_at (self->fd, (const guint8 *) &self->header, sizeof self->header, 0) &&
         (self->name == NULL || fdatasync (self->fd) == 0);
}

/*< private >
 * hsp_table_file_commit:
 *
 * After the last section: writes the header and gives the file its name. Where it cannot have it,
 * it stays without one.
 *
 * Returns: FALSE when not even memory is to be had
 */
gboolean
hsp_table_file_commit (HspTableFile *self)
{
  if (!hsp_table_file_flush (self))
    return FALSE;

  self->header.size = self->position;
  self->header.checksum = self->checksum;
  hsp_table_header_seal (&self->header);
  while (!write_header (self))
    {
      if (self->name == NULL || !move_to_memory (self))
        return FALSE;
    }

  if (self->name != NULL && g_rename (self->name, self->path) != 0)
    {
      g_debug ("A table is not kept: %s", g_strerror (errno));
      drop_name (self);
    }
  g_clear_pointer (&self->name, g_free);
  return TRUE;
}
