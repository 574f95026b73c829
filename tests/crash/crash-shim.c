/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Loaded before the C library: counts the calls that change something outside of the program, and
 * those that read or wait, and kills the program before one of them. Also looks that nothing that
 * spends is sent while something written is not on the disk. */
#define _GNU_SOURCE

#include <dlfcn.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

#include "crash-report.h"

#define MAX_FILES 1024
/* in the body of a request that spends, and in no other */
#define SPENDING "action=add"

void hsp_crash_begin (void);

static CrashReport *report;
static int kill_point;
static atomic_bool begun;
static atomic_int n_calls;
static atomic_bool dirty[MAX_FILES];

__attribute__ ((constructor)) static void
set_up (void)
{
  const char *path = getenv (CRASH_REPORT_VARIABLE);
  const char *point = getenv (CRASH_POINT_VARIABLE);
  int fd = path != NULL ? open (path, O_RDWR | O_CLOEXEC) : -1;
  void *map = MAP_FAILED;

  if (fd < 0 || point == NULL)
    return;
  map = mmap (NULL, sizeof (CrashReport), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  if (map == MAP_FAILED)
    return;
  kill_point = atoi (point);
  report = map;
  atomic_store (&begun, getenv (CRASH_WHOLE_VARIABLE) != NULL);
}

void
hsp_crash_begin (void)
{
  atomic_store (&begun, report != NULL);
}

static void
count (const char *name)
{
  int n = 0;

  if (!atomic_load (&begun))
    return;
  n = atomic_fetch_add (&n_calls, 1) + 1;
  if (n > kill_point && kill_point > 0)
    /* another thread is at the point */
    for (;;)
      pause ();
  report->n_calls = n;
  if (n != kill_point)
    return;
  strncpy (report->name, name, sizeof report->name - 1);
  kill (getpid (), SIGKILL);
  for (;;)
    pause ();
}

static mode_t
get_kind (int fd)
{
  struct stat info;

  return fstat (fd, &info) == 0 ? info.st_mode & S_IFMT : 0;
}

static int
ends_with (const char *text,
           size_t      size,
           const char *end)
{
  return size >= strlen (end) && memcmp (text + size - strlen (end), end, strlen (end)) == 0;
}

/* Of the journal. Its -shm is made anew after a power cut, and never waited for. */
static int
is_kept (int fd)
{
  char link[64], path[4096];
  ssize_t size = 0;

  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  size = readlink (link, path, sizeof path);
  return size > 0 && (ends_with (path, (size_t) size, "journal.db") ||
                      ends_with (path, (size_t) size, "journal.db-wal"));
}

static void
set_dirty (int fd,
           int is_dirty)
{
  if (fd >= 0 && fd < MAX_FILES)
    atomic_store (&dirty[fd], is_dirty);
}

static int
is_anything_dirty (void)
{
  for (int i = 0; i < MAX_FILES; i++)
    {
      if (atomic_load (&dirty[i]))
        return 1;
    }
  return 0;
}

/* Before what spends is sent. */
static int
look_at (const void *data,
         size_t      size)
{
  if (!atomic_load (&begun) || data == NULL ||
      memmem (data, size, SPENDING, strlen (SPENDING)) == NULL)
    return 0;
  if (is_anything_dirty ())
    report->n_unsafe++;
  return 1;
}

static int
look_at_all (const struct iovec *parts,
             size_t              n)
{
  int spends = 0;

  for (size_t i = 0; i < n; i++)
    spends |= look_at (parts[i].iov_base, parts[i].iov_len);
  return spends;
}

static void
note_sent (int     spends,
           ssize_t result)
{
  if (spends && result > 0)
    report->n_sent++;
}

/* The C library's own. */
#define NEXT(name) \
  static __typeof__ (name) *next; \
  if (next == NULL) \
    next = (__typeof__ (name) *) dlsym (RTLD_NEXT, #name)

static int
is_of_interest (int fd)
{
  mode_t kind = get_kind (fd);

  return kind == S_IFREG || kind == S_IFSOCK;
}

/* --- files --- */

int
open64 (const char *path,
        int         flags,
        ...)
{
  va_list list;
  mode_t mode = 0;

  NEXT (open64);
  va_start (list, flags);
  if (flags & (O_CREAT | __O_TMPFILE))
    mode = va_arg (list, mode_t);
  va_end (list);
  count ("open");
  return next (path, flags, mode);
}

int
openat64 (int         folder,
          const char *path,
          int         flags,
          ...)
{
  va_list list;
  mode_t mode = 0;

  NEXT (openat64);
  va_start (list, flags);
  if (flags & (O_CREAT | __O_TMPFILE))
    mode = va_arg (list, mode_t);
  va_end (list);
  count ("openat");
  return next (folder, path, flags, mode);
}

int
access (const char *path,
        int         mode)
{
  NEXT (access);
  count ("access");
  return next (path, mode);
}

int
mkdir (const char *path,
       mode_t      mode)
{
  NEXT (mkdir);
  count ("mkdir");
  return next (path, mode);
}

int
chmod (const char *path,
       mode_t      mode)
{
  NEXT (chmod);
  count ("chmod");
  return next (path, mode);
}

int
fchmod (int    fd,
        mode_t mode)
{
  NEXT (fchmod);
  count ("fchmod");
  return next (fd, mode);
}

ssize_t
pread64 (int      fd,
         void    *data,
         size_t   size,
         off64_t  place)
{
  NEXT (pread64);
  count ("pread");
  return next (fd, data, size, place);
}

ssize_t
read (int     fd,
      void   *data,
      size_t  size)
{
  NEXT (read);
  if (is_of_interest (fd))
    count ("read");
  return next (fd, data, size);
}

/* eventfds and pipes wake threads up, more or less often: no points of interest */
ssize_t
write (int         fd,
       const void *data,
       size_t      size)
{
  mode_t kind = get_kind (fd);
  int spends = kind == S_IFSOCK ? look_at (data, size) : 0;
  ssize_t result = 0;

  NEXT (write);
  if (kind == S_IFREG || kind == S_IFSOCK)
    count ("write");
  result = next (fd, data, size);
  if (kind == S_IFREG && is_kept (fd))
    set_dirty (fd, 1);
  note_sent (spends, result);
  return result;
}

ssize_t
writev (int                 fd,
        const struct iovec *parts,
        int                 n)
{
  mode_t kind = get_kind (fd);
  int spends = kind == S_IFSOCK ? look_at_all (parts, (size_t) n) : 0;
  ssize_t result = 0;

  NEXT (writev);
  if (kind == S_IFREG || kind == S_IFSOCK)
    count ("writev");
  result = next (fd, parts, n);
  if (kind == S_IFREG && is_kept (fd))
    set_dirty (fd, 1);
  note_sent (spends, result);
  return result;
}

ssize_t
pwrite64 (int         fd,
          const void *data,
          size_t      size,
          off64_t     place)
{
  NEXT (pwrite64);
  count ("pwrite");
  set_dirty (fd, is_kept (fd));
  return next (fd, data, size, place);
}

int
fsync (int fd)
{
  int result = 0;

  NEXT (fsync);
  count ("fsync");
  result = next (fd);
  if (result == 0)
    set_dirty (fd, 0);
  return result;
}

int
fdatasync (int fd)
{
  int result = 0;

  NEXT (fdatasync);
  count ("fdatasync");
  result = next (fd);
  if (result == 0)
    set_dirty (fd, 0);
  return result;
}

int
ftruncate64 (int     fd,
             off64_t size)
{
  NEXT (ftruncate64);
  count ("ftruncate");
  return next (fd, size);
}

int
fallocate64 (int     fd,
             int     mode,
             off64_t from,
             off64_t size)
{
  NEXT (fallocate64);
  count ("fallocate");
  return next (fd, mode, from, size);
}

int
futimens (int                   fd,
          const struct timespec times[2])
{
  NEXT (futimens);
  count ("futimens");
  return next (fd, times);
}

int
unlink (const char *path)
{
  NEXT (unlink);
  count ("unlink");
  return next (path);
}

int
rename (const char *from,
        const char *to)
{
  NEXT (rename);
  count ("rename");
  return next (from, to);
}

/* A file that was opened under a number is not the one that was closed. */
int
close (int fd)
{
  NEXT (close);
  if (get_kind (fd) == S_IFREG || get_kind (fd) == S_IFSOCK)
    count ("close");
  set_dirty (fd, 0);
  return next (fd);
}

/* Locks: SQLite's, and the owner's. */
int
fcntl64 (int fd,
         int command,
         ...)
{
  va_list list;
  void *argument = NULL;

  NEXT (fcntl64);
  va_start (list, command);
  argument = va_arg (list, void *);
  va_end (list);
  if (command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK)
    count ("fcntl");
  return next (fd, command, argument);
}

/* --- the network --- */

int
socket (int domain,
        int type,
        int protocol)
{
  NEXT (socket);
  count ("socket");
  return next (domain, type, protocol);
}

/* For what does not come of itself: the rest are glances. */
int
poll (struct pollfd *fds,
      nfds_t         n_fds,
      int            timeout)
{
  NEXT (poll);
  if (timeout != 0)
    count ("poll");
  return next (fds, n_fds, timeout);
}

int
connect (int                    fd,
         const struct sockaddr *address,
         socklen_t              size)
{
  NEXT (connect);
  count ("connect");
  return next (fd, address, size);
}

ssize_t
send (int         fd,
      const void *data,
      size_t      size,
      int         flags)
{
  int spends = look_at (data, size);
  ssize_t result = 0;

  NEXT (send);
  count ("send");
  result = next (fd, data, size, flags);
  note_sent (spends, result);
  return result;
}

ssize_t
sendmsg (int                  fd,
         const struct msghdr *message,
         int                  flags)
{
  int spends = look_at_all (message->msg_iov, message->msg_iovlen);
  ssize_t result = 0;

  NEXT (sendmsg);
  count ("sendmsg");
  result = next (fd, message, flags);
  note_sent (spends, result);
  return result;
}

ssize_t
recvmsg (int            fd,
         struct msghdr *message,
         int            flags)
{
  NEXT (recvmsg);
  count ("recvmsg");
  return next (fd, message, flags);
}

ssize_t
recv (int     fd,
      void   *data,
      size_t  size,
      int     flags)
{
  NEXT (recv);
  count ("recv");
  return next (fd, data, size, flags);
}

int
shutdown (int fd,
          int how)
{
  NEXT (shutdown);
  count ("shutdown");
  return next (fd, how);
}
