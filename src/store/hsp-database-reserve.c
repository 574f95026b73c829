/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

/* for fallocate() */
#define _GNU_SOURCE

#include "config.h"

#include "hsp-database-private.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* A purchase waits for the disk three times, each time for as much as SQLite adds to the WAL. Where that
 * makes the file longer, or takes room of the file system, fdatasync() waits for what the file system
 * notes about it as well, which takes longer than the pages do. So room is got, and zeros are written,
 * for several purchases at once. To SQLite they are what is behind the end of the WAL anyway, as the
 * frames of before its last beginning are. */

/* Zeros written at a time. */
#define STEP HSP_DATABASE_RESERVE_SIZE
/* Room behind them got at a time, where there is that much. */
#define ROOM (4 * HSP_DATABASE_RESERVE_SIZE)

/* Of the WAL's format: its header, and a page with its own, which begins with the page's number. */
#define HEADER_SIZE 32
#define FRAME_SIZE (24 + 4096)

static gboolean
is_same_file (HspDatabase       *self,
              const struct stat *info)
{
  return info->st_dev == self->reserve_device && info->st_ino == self->reserve_file;
}

/* Whether the room that was got is still there behind @size, and is enough. Another program may have cut
 * the file; and room that a file system has got of its own accord it may take back. */
static gboolean
has_room (HspDatabase       *self,
          const struct stat *info,
          goffset            size)
{
  return is_same_file (self, info) &&
         size + HSP_DATABASE_RESERVE_SIZE <= self->reserve_end &&
         (goffset) info->st_blocks * 512 >= size + HSP_DATABASE_RESERVE_SIZE;
}

/* Returns: 0, or an errno */
static int
get_room (HspDatabase       *self,
          int                fd,
          const struct stat *info,
          goffset            size)
{
  const goffset start = info->st_size;
  goffset end = size + ROOM;

  if (has_room (self, info, size))
    return 0;
  self->reserve_end = 0;
  if (fallocate (fd, FALLOC_FL_KEEP_SIZE, start, end - start) != 0)
    {
      end = size + HSP_DATABASE_RESERVE_SIZE;
      if (fallocate (fd, FALLOC_FL_KEEP_SIZE, start, end - start) != 0)
        return errno;
    }
  self->reserve_end = end;
  return 0;
}

/* Whether this or another program has written zeros at the end of the file that no page came to yet. */
static gboolean
has_zeros (int     fd,
           goffset size)
{
  const goffset n_frames = (size - HEADER_SIZE) / FRAME_SIZE;
  guint32 number = 1;

  return n_frames > 0 &&
         pread (fd, &number, sizeof number, HEADER_SIZE + (n_frames - 1) * FRAME_SIZE) == sizeof number &&
         number == 0;
}

static int
write_zeros (int     fd,
             goffset place)
{
  /* not const, for which the program's file would have as many */
  static guint8 zeros[STEP];
  const gssize n = pwrite (fd, zeros, sizeof zeros, place);
  int failure = n < 0 ? errno : ENOSPC;

  if (n == sizeof zeros)
    return 0;
  /* what little room there was is for the pages */
  if (n > 0 && ftruncate (fd, place) != 0)
    failure = errno;
  return failure;
}

/* @info: of the file. Returns: 0, or an errno */
static int
prepare (HspDatabase *self,
         int          fd,
         struct stat *info)
{
  gboolean longer = !has_zeros (fd, info->st_size);
  int failure = get_room (self, fd, info, info->st_size + (longer ? STEP : 0));

  if (longer && hsp_database_is_full (failure))
    {
      longer = FALSE;
      failure = get_room (self, fd, info, info->st_size);
    }
  if (longer && !hsp_database_is_full (failure))
    {
      failure = write_zeros (fd, info->st_size);
      info->st_size += failure == 0 ? STEP : 0;
    }
  self->reserve_device = info->st_dev;
  self->reserve_file = info->st_ino;
  self->reserve_start = info->st_size;
  return failure;
}

/**
 * hsp_database_reserve:
 *
 * Makes sure that what follows can be written even if the disk fills up meanwhile: gets the room
 * for it behind the end of the WAL, where SQLite will write. Where the file system cannot do that,
 * nothing is promised: one that writes nothing in place, as btrfs, needs room for what is there too. Writes
 * zeros behind the end of the WAL, and so only in hsp_database_transact(), when nobody else writes it. Thread
 * of the database. Errors: HSP_ERROR_STORE.
 */
gboolean
hsp_database_reserve (HspDatabase  *self,
                      GError      **error)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);
  struct stat info;
  int failure = 0;
  int fd = -1;

  hsp_database_assert_worker (self);
  g_assert (sqlite3_txn_state (self->handle, "main") == SQLITE_TXN_WRITE);

  if (stat (wal, &info) == 0 && is_same_file (self, &info) && info.st_size == self->reserve_start &&
      has_room (self, &info, info.st_size))
    return TRUE;

  /* SQLite holds no locks on this one, so closing it here takes none away */
  fd = open (wal, O_RDWR | O_CLOEXEC);
  if (fd < 0)
    return TRUE;
  failure = fstat (fd, &info) == 0 ? prepare (self, fd, &info) : errno;
  close (fd);
  return !hsp_database_is_full (failure) || hsp_database_fail_file (self, failure, error);
}
