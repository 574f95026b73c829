/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-file"

#include "config.h"

#include "hsp-file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#define BLOCK_SIZE (64 * 1024)

static int
sync_fd (const char *path,
         int         flags)
{
  int fd = open (path, flags | O_CLOEXEC);
  int failure = 0;

  if (fd < 0)
    return errno;
  if (fsync (fd) != 0)
    failure = errno;
  close (fd);
  return failure;
}

/** hsp_file_sync: waits until the contents are on the disk */
int
hsp_file_sync (const char *path)
{
  return sync_fd (path, O_RDONLY);
}

/** hsp_file_sync_folder: waits until the names in the folder of @path are on the disk */
int
hsp_file_sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int failure = sync_fd (folder, O_RDONLY | O_DIRECTORY);

  /* some file systems have nothing to wait for */
  return failure == EINVAL ? 0 : failure;
}

static int
write_all (int         fd,
           const char *data,
           gssize      size)
{
  while (size > 0)
    {
      gssize n = write (fd, data, size);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return errno;
      data += n;
      size -= n;
    }
  return 0;
}

static int
copy_contents (int from,
               int to)
{
  g_autofree char *block = g_malloc (BLOCK_SIZE);
  gssize n = 0;

  while ((n = read (from, block, BLOCK_SIZE)) != 0)
    {
      int failure = n < 0 ? errno : write_all (to, block, n);

      if (failure != 0 && failure != EINTR)
        return failure;
    }
  return fsync (to) == 0 ? 0 : errno;
}

/** hsp_file_copy: @to: made anew (0600), synced; what was there is replaced */
int
hsp_file_copy (const char *from,
               const char *to)
{
  int source = open (from, O_RDONLY | O_CLOEXEC);
  int target = -1;
  int failure = 0;

  if (source < 0)
    return errno;
  unlink (to);
  target = open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (target < 0)
    {
      failure = errno;
      close (source);
      return failure;
    }

  failure = copy_contents (source, target);
  close (source);
  if (close (target) != 0 && failure == 0)
    failure = errno;
  if (failure != 0)
    unlink (to);
  return failure;
}

static int
write_contents (int     fd,
                GBytes *contents)
{
  gsize size = 0;
  const char *data = g_bytes_get_data (contents, &size);
  int failure = write_all (fd, data, (gssize) size);

  return failure == 0 && fsync (fd) != 0 ? errno : failure;
}

/** hsp_file_write: all of @contents or what was there before; 0600 whatever that had */
int
hsp_file_write (const char *path,
                GBytes     *contents)
{
  g_autofree char *making = g_strconcat (path, ".XXXXXX", NULL);
  int fd = g_mkstemp_full (making, O_WRONLY | O_CLOEXEC, 0600);
  int failure = 0;

  if (fd < 0)
    return errno;
  failure = write_contents (fd, contents);
  if (close (fd) != 0 && failure == 0)
    failure = errno;
  if (failure == 0 && rename (making, path) != 0)
    failure = errno;
  if (failure != 0)
    {
      unlink (making);
      return failure;
    }
  return hsp_file_sync_folder (path);
}

/** hsp_file_remove: what is not there is no failure */
int
hsp_file_remove (const char *path)
{
  return unlink (path) == 0 || errno == ENOENT ? 0 : errno;
}
