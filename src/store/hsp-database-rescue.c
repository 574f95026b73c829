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

/* Between the last readable row from the front and the first from the back, keys are tried one by
 * one. */
#define MAX_PROBES 1000000
/* Where nothing can be read from the back. */
#define MAX_BLIND_PROBES 100000

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

/* --- reading what can be read --- */

/* "a", "b" of a table of the new file; NULL where it has none. */
static char *
list_columns (Rescue     *self,
              const char *table,
              guint      *n_columns)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  g_autoptr(GString) list = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  *n_columns = 0;
  if (sqlite3_prepare_v2 (self->target, sql, -1, &statement, NULL) != SQLITE_OK)
    return NULL;
  *n_columns = sqlite3_column_count (statement);
  for (guint i = 0; i < *n_columns; i++)
    g_string_append_printf (list, "%s\"%s\"", i > 0 ? ", " : "",
                            sqlite3_column_name (statement, (int) i));
  sqlite3_finalize (statement);
  return g_string_free (g_steal_pointer (&list), FALSE);
}

/* Key and columns of a table. The key is the rowid, under which a row is written too; where the table
 * has none, it is the column that the rows are sorted by first, and several may have the same. */
typedef struct
{
  Rescue       *rescue;         /* (unowned) */
  const char   *table;
  char         *key;            /* (owned) */
  gboolean      has_rowid;
  char         *columns;        /* (owned) */
  guint         n_columns;
  sqlite3_stmt *insert;         /* (owned) */
} Reader;

static void
reader_clear (Reader *reader)
{
  sqlite3_finalize (reader->insert);
  g_free (reader->key);
  g_free (reader->columns);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reader, reader_clear)

/* (transfer full) (nullable): the first column of the key of a table without rowid */
static char *
find_key (Rescue     *self,
          const char *table)
{
  sqlite3_stmt *statement = NULL;
  char *key = NULL;

  if (sqlite3_prepare_v2 (self->target,
                          "SELECT name FROM pragma_table_info (?1) WHERE pk = 1 AND EXISTS"
                          " (SELECT 1 FROM pragma_table_list WHERE name = ?1 AND wr)",
                          -1, &statement, NULL) == SQLITE_OK)
    {
      sqlite3_bind_text (statement, 1, table, -1, SQLITE_STATIC);
      if (sqlite3_step (statement) == SQLITE_ROW)
        key = g_strdup_printf ("\"%s\"", (const char *) sqlite3_column_text (statement, 0));
    }
  sqlite3_finalize (statement);
  return key;
}

static gboolean
reader_init (Reader     *reader,
             Rescue     *rescue,
             const char *table)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  reader->rescue = rescue;
  reader->table = table;
  reader->columns = list_columns (rescue, table, &reader->n_columns);
  if (reader->columns == NULL)
    return FALSE;

  reader->key = find_key (rescue, table);
  reader->has_rowid = reader->key == NULL;
  if (reader->has_rowid)
    reader->key = g_strdup ("rowid");
  g_string_append_printf (sql, "INSERT OR IGNORE INTO \"%s\" (%s%s) VALUES (?", table,
                          reader->has_rowid ? "rowid, " : "", reader->columns);
  for (guint i = reader->has_rowid ? 0 : 1; i < reader->n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return sqlite3_prepare_v2 (rescue->target, sql->str, -1, &reader->insert, NULL) == SQLITE_OK;
}

/* A row that the new table does not take is damaged; only a disk that is full ends the rescue. */
static int
insert_row (Reader       *reader,
            sqlite3_stmt *from)
{
  const guint first = reader->has_rowid ? 0 : 1;
  int code = SQLITE_OK;

  for (guint i = first; i <= reader->n_columns; i++)
    sqlite3_bind_value (reader->insert, (int) (i - first) + 1, sqlite3_column_value (from, (int) i));
  code = sqlite3_step (reader->insert);
  sqlite3_reset (reader->insert);
  switch (code & 0xff)
    {
    case SQLITE_DONE:
    case SQLITE_CONSTRAINT:
    case SQLITE_MISMATCH:
      return SQLITE_OK;
    default:
      return code;
    }
}

/* Copies the rows from the front or @backwards, as far as they can be read. @reached: the key of the last
 * row, untouched when there is none. @whole: whether the end was reached. Returns what the new file
 * met. */
static int
read_rows (Reader   *reader,
           gboolean  backwards,
           gint64   *reached,
           gboolean *whole)
{
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement = NULL;
  int code = SQLITE_OK, step = SQLITE_OK;

  sql = g_strdup_printf ("SELECT %s, %s FROM \"%s\" NOT INDEXED WHERE %s %s ORDER BY %s%s",
                         reader->key, reader->columns, reader->table, reader->key,
                         backwards ? "< ?" : "> ?", reader->key, backwards ? " DESC" : "");
  step = sqlite3_prepare_v2 (reader->rescue->source, sql, -1, &statement, NULL);
  if (step == SQLITE_OK)
    {
      sqlite3_bind_int64 (statement, 1, backwards ? G_MAXINT64 : G_MININT64);
      while (code == SQLITE_OK && (step = sqlite3_step (statement)) == SQLITE_ROW)
        {
          *reached = sqlite3_column_int64 (statement, 0);
          code = insert_row (reader, statement);
        }
    }
  sqlite3_finalize (statement);
  *whole = step == SQLITE_DONE;
  return code;
}

/* The rows of the keys from @from to before @to, each key on its own. */
static int
probe_rows (Reader *reader,
            gint64  from,
            gint64  to)
{
  g_autofree char *sql = NULL;
  sqlite3_stmt *statement = NULL;
  int code = SQLITE_OK;

  sql = g_strdup_printf ("SELECT %s, %s FROM \"%s\" NOT INDEXED WHERE %s = ?",
                         reader->key, reader->columns, reader->table, reader->key);
  if (sqlite3_prepare_v2 (reader->rescue->source, sql, -1, &statement, NULL) != SQLITE_OK)
    return SQLITE_OK;
  for (gint64 key = from; key < to && code == SQLITE_OK; key++)
    {
      sqlite3_bind_int64 (statement, 1, key);
      while (code == SQLITE_OK && sqlite3_step (statement) == SQLITE_ROW)
        code = insert_row (reader, statement);
      sqlite3_reset (statement);
    }
  sqlite3_finalize (statement);
  return code;
}

static int
rescue_table (Rescue     *self,
              const char *table)
{
  g_auto(Reader) reader = { NULL, };
  gint64 front = 0, back = -1;
  gboolean whole = FALSE;
  int code = SQLITE_OK;

  if (!reader_init (&reader, self, table))
    return SQLITE_ERROR;
  code = read_rows (&reader, FALSE, &front, &whole);
  if (code != SQLITE_OK || whole)
    return code;

  code = read_rows (&reader, TRUE, &back, &whole);
  if (code != SQLITE_OK || whole)
    return code;
  if (front >= G_MAXINT64 - MAX_PROBES || front < 0)
    return SQLITE_OK;
  /* those at the ends too: there may be more rows with the same key */
  return probe_rows (&reader, front,
                     back >= front ? MIN (back + 1, front + MAX_PROBES) : front + MAX_BLIND_PROBES);
}

/* (transfer full) of the new file */
static GStrv
list_tables (Rescue *self)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (self->target,
                          "SELECT name FROM sqlite_schema WHERE type = 'table'"
                          " AND name NOT LIKE 'sqlite!_%' ESCAPE '!' ORDER BY rowid",
                          -1, &statement, NULL) == SQLITE_OK)
    {
      while (sqlite3_step (statement) == SQLITE_ROW)
        g_strv_builder_add (names, (const char *) sqlite3_column_text (statement, 0));
    }
  sqlite3_finalize (statement);
  return g_strv_builder_end (names);
}

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
  g_auto(GStrv) tables = list_tables (self);
  int code = sqlite3_exec (self->target, "BEGIN", NULL, NULL, NULL);

  for (guint i = 0; tables[i] != NULL && code == SQLITE_OK; i++)
    code = rescue_table (self, tables[i]);
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
  g_auto(GStrv) tables = list_tables (self);
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
