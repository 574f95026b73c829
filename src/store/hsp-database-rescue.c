/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

#include "config.h"

#include "hsp-database-private.h"

#include "hsp-error.h"
#include "hsp-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* A rescue reads a copy, since SQLite would change the file by opening it; writes what it can read
 * into a new file; gives the old file a second name; and only then renames the new one to
 * ".rescued", from which on it counts. Stopped before, the next start begins again; stopped after,
 * it completes. */

#define PAGE_SIZE 4096
#define MAGIC "SQLite format 3"

typedef struct
{
  HspDatabase       *database;          /* (unowned) */
  char              *copy;              /* (owned) of the damaged file */
  char              *copy_wal;          /* (owned) */
  char              *making;            /* (owned) the new file, while it is made */
  sqlite3           *source;            /* (owned) (nullable) */
  sqlite3           *target;            /* (owned) (nullable) */
  HspDatabaseRescue *result;            /* (owned) */
} Rescue;

static char *
get_rescued_path (HspDatabase *database)
{
  return g_strconcat (database->path, ".rescued", NULL);
}

static Rescue *
rescue_new (HspDatabase *database)
{
  Rescue *self = g_new0 (Rescue, 1);

  self->database = database;
  self->copy = g_strconcat (database->path, ".scratch", NULL);
  self->copy_wal = g_strconcat (self->copy, "-wal", NULL);
  self->making = g_strconcat (database->path, ".rescuing", NULL);
  self->result = g_new0 (HspDatabaseRescue, 1);
  self->result->n_rows = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  return self;
}

static void
close_source (Rescue *self)
{
  g_autofree char *shm = g_strconcat (self->copy, "-shm", NULL);

  g_clear_pointer (&self->source, sqlite3_close);
  hsp_file_remove (shm);
}

static void
rescue_free (Rescue *self)
{
  close_source (self);
  g_clear_pointer (&self->target, sqlite3_close);
  hsp_file_remove (self->copy);
  hsp_file_remove (self->copy_wal);
  hsp_file_remove (self->making);
  hsp_database_rescue_free (self->result);
  g_free (self->copy);
  g_free (self->copy_wal);
  g_free (self->making);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Rescue, rescue_free)

static int
copy_if_there (const char *from,
               const char *to)
{
  int failure = hsp_file_copy (from, to);

  return failure == ENOENT ? 0 : failure;
}

static int
make_copy (Rescue *self)
{
  g_autofree char *wal = g_strconcat (self->database->path, "-wal", NULL);
  int failure = hsp_file_remove (self->copy_wal);

  if (failure == 0)
    failure = copy_if_there (self->database->path, self->copy);
  if (failure == 0)
    failure = copy_if_there (wal, self->copy_wal);
  return failure;
}

static int
open_source (Rescue *self)
{
  int code = sqlite3_open_v2 (self->copy, &self->source,
                              SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);

  if (code != SQLITE_OK)
    return code;
  sqlite3_extended_result_codes (self->source, 1);
  sqlite3_db_config (self->source, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->source, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  return sqlite3_exec (self->source, "PRAGMA cell_size_check = ON", NULL, NULL, NULL);
}

/* -1 where it cannot be read */
static gint64
read_source_number (Rescue     *self,
                    const char *sql)
{
  sqlite3_stmt *statement = NULL;
  gint64 number = -1;

  if (sqlite3_prepare_v2 (self->source, sql, -1, &statement, NULL) == SQLITE_OK &&
      sqlite3_step (statement) == SQLITE_ROW)
    number = sqlite3_column_int64 (statement, 0);
  sqlite3_finalize (statement);
  return number;
}

/* Whether the first page, which says where the tables are, can be used. */
static gboolean
has_schema (Rescue *self)
{
  return read_source_number (self, "SELECT count (*) FROM sqlite_schema") > 0;
}

static int
make_target_file (Rescue *self)
{
  int failure = 0;

  g_clear_pointer (&self->target, sqlite3_close);
  failure = hsp_file_remove (self->making);
  if (failure == 0 && mknod (self->making, S_IFREG | 0600, 0) != 0)
    failure = errno;
  return failure;
}

static int
fill_target (Rescue     *self,
             guint       version,
             const char *more)
{
  const HspDatabaseKind *kind = self->database->kind;
  g_autofree char *stamp = NULL;
  int code = SQLITE_OK;

  stamp = g_strdup_printf ("PRAGMA application_id = %u; PRAGMA user_version = %u;",
                           kind->application_id, version);
  code = sqlite3_open_v2 (self->making, &self->target,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->target, "PRAGMA journal_mode = MEMORY;"
                         "PRAGMA synchronous = OFF; PRAGMA secure_delete = ON; BEGIN",
                         NULL, NULL, NULL);
  for (guint i = 0; i < version && code == SQLITE_OK; i++)
    code = sqlite3_exec (self->target, kind->steps[i], NULL, NULL, NULL);
  if (code == SQLITE_OK && more != NULL)
    code = sqlite3_exec (self->target, more, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->target, stamp, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->target, "COMMIT", NULL, NULL, NULL);
  return code;
}

/* In place of one that was made before: a new file of @version, with what @more (nullable) makes of it.
 * Nobody knows it yet, so it needs no protection while it is made. */
static gboolean
make_target (Rescue      *self,
             guint        version,
             const char  *more,
             GError     **error)
{
  int failure = make_target_file (self);
  int code = SQLITE_OK;

  if (failure != 0)
    return hsp_database_fail_file (self->database, failure, error);
  code = fill_target (self, version, more);
  return code == SQLITE_OK || hsp_database_fail (self->database, code, error);
}

/* The first page of a file that was made in this version is the same in every one but for its
 * counters, so that of the new file stands in for one that is lost. */
static gboolean
lend_first_page (Rescue *self)
{
  guint8 page[PAGE_SIZE];
  struct stat info = { 0, };
  guint32 n_pages = 0;
  gboolean done = FALSE;
  int from = open (self->making, O_RDONLY | O_CLOEXEC);
  int to = open (self->copy, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (from >= 0 && to >= 0 && fstat (to, &info) == 0 &&
      pread (from, page, PAGE_SIZE, 0) == PAGE_SIZE)
    {
      n_pages = GUINT32_TO_BE ((guint32) MAX (1, info.st_size / PAGE_SIZE));
      /* places in the header: size in pages; free list, empty; read and write version, WAL */
      memcpy (page + 28, &n_pages, sizeof n_pages);
      memset (page + 32, 0, 8);
      page[18] = page[19] = 2;
      done = pwrite (to, page, PAGE_SIZE, 0) == PAGE_SIZE;
    }
  if (from >= 0)
    close (from);
  if (to >= 0)
    close (to);
  return done;
}

/* --- rows --- */

/* Returns: how many rows of all tables there are */
static guint
count_rows (Rescue *self,
            GStrv   tables)
{
  guint n = 0;

  for (guint i = 0; tables[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT count (*) FROM \"%s\"", tables[i]);
      sqlite3_stmt *statement = NULL;
      guint n_rows = 0;

      if (sqlite3_prepare_v2 (self->target, sql, -1, &statement, NULL) == SQLITE_OK &&
          sqlite3_step (statement) == SQLITE_ROW)
        n_rows = sqlite3_column_int (statement, 0);
      sqlite3_finalize (statement);
      g_hash_table_insert (self->result->n_rows, g_strdup (tables[i]), GUINT_TO_POINTER (n_rows));
      n += n_rows;
    }
  return n;
}

/* Fills the new file. @n_rows: how many there are in the end */
static int
read_all (Rescue *self,
          guint  *n_rows)
{
  g_auto(GStrv) tables = hsp_rescue_list_tables (self->target);
  int code = sqlite3_exec (self->target, "BEGIN", NULL, NULL, NULL);

  for (guint i = 0; tables[i] != NULL && code == SQLITE_OK; i++)
    code = hsp_rescue_read_table (self->source, self->target, tables[i]);
  if (code == SQLITE_OK && self->database->kind->mend != NULL)
    code = sqlite3_exec (self->target, self->database->kind->mend, NULL, NULL, NULL);
  if (code == SQLITE_OK)
    code = sqlite3_exec (self->target, "COMMIT", NULL, NULL, NULL);
  *n_rows = count_rows (self, tables);
  return code;
}

/* --- files --- */

/* (transfer full): a name that is free, with the time in it */
static char *
find_aside_path (HspDatabase *database)
{
  g_autoptr(GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *stamp = g_date_time_format (now, "%Y%m%d-%H%M%S");
  char *path = g_strdup_printf ("%s.damaged-%s", database->path, stamp);

  for (guint i = 2; g_file_test (path, G_FILE_TEST_EXISTS); i++)
    {
      g_free (path);
      path = g_strdup_printf ("%s.damaged-%s-%u", database->path, stamp, i);
    }
  return path;
}

/* A second name, or where the file system has none, a copy. */
static int
name_twice (const char *from,
            const char *to)
{
  return link (from, to) == 0 ? 0 : copy_if_there (from, to);
}

static int
put_aside (Rescue *self)
{
  g_autofree char *wal = g_strconcat (self->database->path, "-wal", NULL);
  g_autofree char *aside_wal = NULL;
  int failure = 0;

  self->result->path = find_aside_path (self->database);
  aside_wal = g_strconcat (self->result->path, "-wal", NULL);
  failure = name_twice (self->database->path, self->result->path);
  if (failure == 0)
    failure = name_twice (wal, aside_wal);
  if (failure == 0)
    failure = hsp_file_sync_folder (self->result->path);
  return failure;
}

static int
make_count (Rescue *self)
{
  g_autofree char *rescued = get_rescued_path (self->database);
  int failure = hsp_file_sync (self->making);

  if (failure == 0)
    failure = put_aside (self);
  if (failure == 0 && rename (self->making, rescued) != 0)
    failure = errno;
  if (failure == 0)
    failure = hsp_file_sync_folder (rescued);
  return failure;
}

/* The old WAL must be gone before the new file has its place, or SQLite would write it into it. */
static int
switch_files (HspDatabase *database)
{
  g_autofree char *rescued = get_rescued_path (database);
  g_autofree char *wal = g_strconcat (database->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (database->path, "-shm", NULL);
  int failure = hsp_file_remove (wal);

  if (failure == 0)
    failure = hsp_file_remove (shm);
  if (failure == 0)
    failure = hsp_file_sync_folder (rescued);
  if (failure == 0 && rename (rescued, database->path) != 0)
    failure = errno;
  return failure == 0 ? hsp_file_sync_folder (rescued) : failure;
}

static gboolean
has_magic (const char *path)
{
  char start[sizeof MAGIC] = { 0, };
  int fd = open (path, O_RDONLY | O_CLOEXEC);
  gboolean has = FALSE;

  if (fd < 0)
    return FALSE;
  has = pread (fd, start, sizeof MAGIC, 0) == sizeof MAGIC &&
        memcmp (start, MAGIC, sizeof MAGIC) == 0;
  close (fd);
  return has;
}

static gboolean
fail_foreign (HspDatabase  *database,
              GError      **error)
{
  g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
               _("The file that should keep your purchases is damaged or of another kind, and "
                 "nothing in it can be read. Move it away to begin a new one: “%s”."),
               database->path);
  return FALSE;
}

/* What a source with a schema is of; of one that does not say, the newest. */
static guint
find_version (Rescue *self)
{
  gint64 version = read_source_number (self, "PRAGMA user_version");

  return version > 0 && version <= (gint64) self->database->kind->n_steps
         ? (guint) version : self->database->kind->n_steps;
}

/* Opens the copy with the first page of a new file of the first version, with what @more (nullable) makes
 * of it; not where that is not possible. */
static gboolean
open_lent (Rescue      *self,
           const char  *more,
           GError     **error)
{
  int failure = 0;

  if (!make_target (self, 1, more, error))
    return FALSE;
  close_source (self);
  /* the copy again: opening may have written its WAL into it */
  failure = make_copy (self);
  if (failure != 0)
    return hsp_database_fail_file (self->database, failure, error);
  if (!lend_first_page (self) || open_source (self) != SQLITE_OK)
    close_source (self);
  return TRUE;
}

/* How many tables of the new file can be read where they begin in it. */
static guint
count_tables (Rescue *self)
{
  g_auto(GStrv) tables = hsp_rescue_list_tables (self->target);
  guint n = 0;

  for (guint i = 0; self->source != NULL && tables[i] != NULL; i++)
    {
      g_autofree char *sql = g_strdup_printf ("SELECT EXISTS (SELECT 1 FROM \"%s\" NOT INDEXED)", tables[i]);

      if (read_source_number (self, sql) >= 0)
        n++;
    }
  return n;
}

/* The tables of the first version begin on the same pages in every file. Those of later ones begin
 * where the file ended when it was migrated, which the lost page alone said: read at a guess they
 * would be made up of other rows. One that has another shape since, on its page, is a table of neither
 * shape in the other. */
static gboolean
lend (Rescue  *self,
      GError **error)
{
  const HspDatabaseKind *kind = self->database->kind;
  guint n_tables = 0;

  if (!open_lent (self, NULL, error))
    return FALSE;
  /* the WAL has the page itself */
  if (self->source != NULL && find_version (self) > 1)
    return make_target (self, find_version (self), NULL, error);
  if (kind->later_first == NULL)
    return TRUE;

  n_tables = count_tables (self);
  if (!open_lent (self, kind->later_first, error))
    return FALSE;
  if (count_tables (self) > n_tables)
    return make_target (self, kind->n_steps, NULL, error);
  return open_lent (self, NULL, error);
}

static gboolean
prepare (Rescue  *self,
         GError **error)
{
  int failure = make_copy (self);

  if (failure != 0)
    return hsp_database_fail_file (self->database, failure, error);
  if (open_source (self) == SQLITE_OK && has_schema (self))
    return make_target (self, find_version (self), NULL, error);
  return lend (self, error);
}

/* Nothing in it will be missed. */
static gboolean
begin_anew (HspDatabase  *database,
            GError      **error)
{
  g_autofree char *wal = g_strconcat (database->path, "-wal", NULL);
  g_autofree char *shm = g_strconcat (database->path, "-shm", NULL);
  int failure = hsp_file_remove (wal);

  if (failure == 0)
    failure = hsp_file_remove (shm);
  if (failure == 0)
    failure = hsp_file_remove (database->path);
  return failure == 0 || hsp_database_fail_file (database, failure, error);
}

gboolean
hsp_database_rescue (HspDatabase  *database,
                     GError      **error)
{
  g_autoptr(Rescue) self = rescue_new (database);
  guint n_rows = 0;
  int code = SQLITE_OK;
  int failure = 0;

  hsp_database_assert_worker (database);

  if (database->kind->disposable)
    return begin_anew (database, error);
  if (!prepare (self, error))
    return FALSE;
  code = read_all (self, &n_rows);
  if (code != SQLITE_OK)
    return hsp_database_fail (database, code, error);
  if (n_rows == 0 && !has_magic (database->path))
    return fail_foreign (database, error);

  g_clear_pointer (&self->target, sqlite3_close);
  failure = make_count (self);
  if (failure != 0)
    return hsp_database_fail_file (database, failure, error);
  g_clear_pointer (&database->rescue, hsp_database_rescue_free);
  database->rescue = g_steal_pointer (&self->result);
  return hsp_database_rescue_complete (database, error);
}

gboolean
hsp_database_rescue_is_begun (HspDatabase *database)
{
  g_autofree char *rescued = get_rescued_path (database);

  return g_file_test (rescued, G_FILE_TEST_EXISTS);
}

gboolean
hsp_database_rescue_complete (HspDatabase  *database,
                              GError      **error)
{
  int failure = switch_files (database);

  return failure == 0 || hsp_database_fail_file (database, failure, error);
}
