/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

#include "config.h"

#include "hsp-database-private.h"

#include "hsp-error.h"
#include "hsp-file.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <sys/stat.h>

#define BUSY_STEP_MS 20
/* At most, while another program may be mending the file. */
#define MEND_STEP_MS 200

/* Copies of before a migration that are kept, the newest ones. */
#define MAX_BACKUPS 5

static goffset
get_size (const char *path)
{
  struct stat info;

  return stat (path, &info) == 0 ? info.st_size : 0;
}

/* Where the file is gone but its WAL is not, SQLite would begin anew and remove the WAL, which may
 * hold everything. Looked at twice, since another program may be making both right now. */
static gboolean
has_lost_file (HspDatabase *self)
{
  g_autofree char *wal = g_strconcat (self->path, "-wal", NULL);

  return get_size (self->path) == 0 && get_size (wal) > HSP_DATABASE_MIN_SIZE &&
         get_size (self->path) == 0;
}

static gboolean
make_folder (HspDatabase  *self,
             GError      **error)
{
  g_autofree char *folder = g_path_get_dirname (self->path);

  int failure = 0;

  if (g_file_test (folder, G_FILE_TEST_IS_DIR))
    return TRUE;
  /* or a power cut takes the folder, with all that was synced in it */
  if (g_mkdir_with_parents (folder, 0700) != 0)
    failure = errno;
  else
    failure = hsp_file_sync_folder (folder);
  return failure == 0 || hsp_database_fail_file (self, failure, error);
}

/* Made before SQLite opens it, since SQLite would make it readable by others; its -wal and -shm
 * follow the mode of the file. Never opened here: closing a descriptor of the file would drop the
 * locks that another connection of this process holds on it. */
static gboolean
prepare_file (HspDatabase  *self,
              GError      **error)
{
  struct stat info;
  int failure = 0;

  if (has_lost_file (self))
    return hsp_database_fail (self, SQLITE_CORRUPT, error);

  if (mknod (self->path, S_IFREG | 0600, 0) != 0 && errno != EEXIST)
    failure = errno;
  else if (stat (self->path, &info) != 0)
    failure = errno;
  else if (!S_ISREG (info.st_mode))
    failure = EINVAL;
  else if ((info.st_mode & 0077) != 0 && chmod (self->path, 0600) != 0)
    failure = errno;

  if (failure != 0)
    return hsp_database_fail_file (self, failure, error);
  if (info.st_size > 0 && info.st_size < HSP_DATABASE_MIN_SIZE)
    return hsp_database_fail (self, SQLITE_NOTADB, error);
  return TRUE;
}

/* Before anything is written: a file of another program, or of a newer version of this one, is left
 * exactly as it is. */
static gboolean
check_file (HspDatabase  *self,
            gint64       *version,
            GError      **error)
{
  const gint64 ours = self->kind->application_id;
  gint64 id = 0, n_tables = 0;
  gboolean read = FALSE;

  /* as of one moment: another program may be making the file right now */
  if (!hsp_database_execute (self, "BEGIN", error))
    return FALSE;
  read = hsp_database_read_number (self, "PRAGMA application_id", &id, error) &&
         hsp_database_read_number (self, "PRAGMA user_version", version, error) &&
         (id == ours ||
          hsp_database_read_number (self, "SELECT count (*) FROM sqlite_schema", &n_tables, error));
  hsp_database_roll_back (self);
  if (!read)
    return FALSE;

  if ((id != 0 || n_tables != 0 || *version != 0) && id != ours)
    {
      self->failure = SQLITE_MISMATCH;
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("The file that should keep your purchases belongs to another "
                             "program."));
      return FALSE;
    }
  if (*version < 0 || *version > (gint64) self->kind->n_steps)
    {
      self->failure = SQLITE_MISMATCH;
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                           _("The file that keeps your purchases was written by a newer version of "
                             "this program. Update the program to use it."));
      return FALSE;
    }
  return TRUE;
}

static gboolean
check_damage (HspDatabase  *self,
              GError      **error)
{
  g_autoptr(HspStatement) statement = hsp_database_prepare (self, "PRAGMA quick_check (1)", error);
  g_autofree char *verdict = NULL;
  gboolean has_row = FALSE;

  if (statement == NULL || !hsp_statement_next (statement, &has_row, error))
    return FALSE;
  verdict = has_row ? hsp_statement_dup_text (statement, 0) : NULL;
  if (g_strcmp0 (verdict, "ok") == 0)
    return TRUE;

  return hsp_database_fail (self, SQLITE_CORRUPT, error);
}

/* Going over to WAL needs the file alone for a moment and does not use the busy handler. A file
 * system without shared memory stays with the rollback journal, which is as durable. */
static gboolean
set_wal (HspDatabase  *self,
         GError      **error)
{
  gint64 end = g_get_monotonic_time () + HSP_DATABASE_BUSY_LIMIT_MS * G_TIME_SPAN_MILLISECOND;
  int code = SQLITE_OK;

  do
    {
      code = sqlite3_exec (self->handle, "PRAGMA journal_mode = WAL", NULL, NULL, NULL);
      if ((code & 0xff) != SQLITE_BUSY)
        break;
      g_usleep (BUSY_STEP_MS * G_TIME_SPAN_MILLISECOND);
    }
  while (g_get_monotonic_time () < end);

  return code == SQLITE_OK || hsp_database_fail (self, code, error);
}

typedef struct
{
  guint    version;
  gboolean back_up;
} Migration;

/* The version is read again inside the transaction: another program may have been faster. Nobody
 * writes meanwhile, so the copy is of exactly what is migrated; without the copy there is no
 * migration. */
static gboolean
migrate_step (HspDatabase  *self,
              gpointer      data,
              GError      **error)
{
  Migration *migration = data;
  g_autofree char *stamp = NULL;
  gint64 version = 0;

  if (!hsp_database_read_number (self, "PRAGMA user_version", &version, error))
    return FALSE;
  if (version > (gint64) migration->version)
    return TRUE;
  if (migration->back_up && !hsp_database_back_up (self, version, error))
    return FALSE;

  stamp = g_strdup_printf ("PRAGMA application_id = %u; PRAGMA user_version = %u",
                           self->kind->application_id, migration->version + 1);
  return hsp_database_execute (self, self->kind->steps[migration->version], error) &&
         hsp_database_execute (self, stamp, error);
}

/* @version: as it was, and never sinks. */
static gboolean
migrate (HspDatabase  *self,
         gint64        version,
         GError      **error)
{
  for (guint i = MAX (version, 0); i < self->kind->n_steps; i++)
    {
      Migration migration = { i, version > 0 && i == (guint) version };

      if (!hsp_database_transact (self, migrate_step, &migration, error))
        return FALSE;
    }
  return TRUE;
}

static void
remove_old_backups (HspDatabase *self,
                    guint        version)
{
  for (guint i = 1; i + MAX_BACKUPS <= version; i++)
    {
      g_autofree char *path = g_strdup_printf ("%s.backup-%u", self->path, i);

      hsp_file_remove (path);
    }
}

/* Through a connection of its own, which sees what is committed. */
static int
copy_committed (HspDatabase *self,
                const char  *path)
{
  sqlite3_backup *backup = NULL;
  sqlite3 *source = NULL, *target = NULL;
  int code = SQLITE_CANTOPEN;

  if (sqlite3_open_v2 (self->path, &source, SQLITE_OPEN_READONLY, NULL) == SQLITE_OK &&
      sqlite3_open_v2 (path, &target, SQLITE_OPEN_READWRITE, NULL) == SQLITE_OK &&
      (backup = sqlite3_backup_init (target, "main", source, "main")) != NULL)
    {
      code = sqlite3_backup_step (backup, -1);
      sqlite3_backup_finish (backup);
    }
  sqlite3_close (source);
  sqlite3_close (target);
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

gboolean
hsp_database_back_up (HspDatabase  *self,
                      guint         version,
                      GError      **error)
{
  g_autofree char *path = g_strdup_printf ("%s.backup-%u", self->path, version);
  g_autofree char *making = g_strconcat (path, ".new", NULL);
  int code = SQLITE_OK;
  int failure = hsp_file_remove (making);

  if (failure == 0 && mknod (making, S_IFREG | 0600, 0) != 0)
    failure = errno;
  if (failure != 0)
    return hsp_database_fail_file (self, failure, error);

  code = copy_committed (self, making);
  if (code == SQLITE_OK &&
      (failure = hsp_file_sync (making)) == 0 &&
      (failure = rename (making, path) == 0 ? 0 : errno) == 0 &&
      (failure = hsp_file_sync_folder (path)) == 0)
    {
      remove_old_backups (self, version);
      return TRUE;
    }

  hsp_file_remove (making);
  return failure != 0 ? hsp_database_fail_file (self, failure, error)
                      : hsp_database_fail (self, code, error);
}

/* Before its first use, and without effect after it: SQLite need not count its memory under a lock. */
static void
configure_sqlite (void)
{
  static gsize configured = 0;

  if (!g_once_init_enter (&configured))
    return;
  sqlite3_config (SQLITE_CONFIG_MEMSTATUS, 0);
  g_once_init_leave (&configured, 1);
}

static gboolean
open_handle (HspDatabase  *self,
             GError      **error)
{
  int code = SQLITE_OK;

  configure_sqlite ();
  code = sqlite3_open_v2 (self->path, &self->handle,
                          SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE,
                          NULL);
  if (code != SQLITE_OK)
    return hsp_database_fail (self, code, error);

  sqlite3_extended_result_codes (self->handle, 1);
  sqlite3_busy_timeout (self->handle, HSP_DATABASE_BUSY_LIMIT_MS);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DML, 0, NULL);
  sqlite3_db_config (self->handle, SQLITE_DBCONFIG_DQS_DDL, 0, NULL);

  if (sqlite3_db_readonly (self->handle, "main") == 1)
    return hsp_database_fail (self, SQLITE_READONLY, error);
  /* later, it would have the schema read a second time */
  return hsp_database_execute (self, "PRAGMA temp_store = MEMORY", error);
}

static gboolean
switch_on_foreign_keys (HspDatabase  *self,
                        GError      **error)
{
  int code = sqlite3_db_config (self->handle, SQLITE_DBCONFIG_ENABLE_FKEY, 1, NULL);

  return code == SQLITE_OK || hsp_database_fail (self, code, error);
}

/* Foreign keys are switched on last, so that a migration may rebuild a table. */
static gboolean
open_file (HspDatabase  *self,
           GError      **error)
{
  gint64 version = 0;

  self->failure = SQLITE_OK;
  if (prepare_file (self, error) &&
      open_handle (self, error) &&
      check_file (self, &version, error) &&
      check_damage (self, error) &&
      set_wal (self, error) &&
      hsp_database_execute (self,
                            "PRAGMA synchronous = FULL;"
                            "PRAGMA secure_delete = ON;"
                            "PRAGMA cell_size_check = ON", error) &&
      migrate (self, version, error) &&
      switch_on_foreign_keys (self, error) &&
      hsp_database_read_number (self, "PRAGMA data_version", &self->data_version, error))
    return TRUE;

  hsp_database_close_handle (self);
  return FALSE;
}

/* Another program may have mended the file while we waited to be alone. */
static gboolean
open_mended (HspDatabase  *self,
             GError      **error)
{
  g_autoptr(GError) damage = NULL;

  if (hsp_database_rescue_is_begun (self))
    {
      if (!hsp_database_rescue_complete (self, error))
        return FALSE;
    }
  else if (open_file (self, &damage))
    return TRUE;
  else if (!hsp_database_is_damaged (self))
    {
      g_propagate_error (error, g_steal_pointer (&damage));
      return FALSE;
    }
  else if (!hsp_database_rescue (self, error))
    return FALSE;

  return open_file (self, error);
}

static gboolean
take_owner (HspDatabase  *self,
            GError      **error)
{
  switch (hsp_owner_take (self->owner))
    {
    case HSP_OWNER_TAKEN:
      return TRUE;

    case HSP_OWNER_BUSY:
      return hsp_database_fail (self, SQLITE_BUSY, error);

    case HSP_OWNER_FAILED:
      return hsp_database_fail_file (self, errno, error);
    }
  g_return_val_if_reached (FALSE);
}

static gboolean
fail_in_use (GError **error)
{
  g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                       _("The file that keeps your purchases is damaged, and another window or "
                         "command has it open. Close it and start again."));
  return FALSE;
}

/* As one of several again: whoever had the file alone meanwhile has mended it. */
static gboolean
open_if_mended (HspDatabase  *self,
                gboolean     *opened,
                GError      **error)
{
  g_autoptr(GError) failure = NULL;

  if (!take_owner (self, error))
    return FALSE;
  *opened = !hsp_database_rescue_is_begun (self) && open_file (self, &failure);
  if (*opened || failure == NULL || hsp_database_is_damaged (self))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}

/* Several programs may be here at once: one is alone first, the others find its work. */
static gboolean
mend (HspDatabase  *self,
      GError      **error)
{
  gint64 end = g_get_monotonic_time () + HSP_DATABASE_BUSY_LIMIT_MS * G_TIME_SPAN_MILLISECOND;
  HspOwnerResult alone = HSP_OWNER_BUSY;
  gboolean opened = FALSE;

  while ((alone = hsp_owner_take_alone (self->owner)) == HSP_OWNER_BUSY)
    {
      if (g_get_monotonic_time () >= end)
        return fail_in_use (error);
      g_usleep (g_random_int_range (1, MEND_STEP_MS) * G_TIME_SPAN_MILLISECOND);
      if (!open_if_mended (self, &opened, error))
        return FALSE;
      if (opened)
        return TRUE;
    }
  if (alone == HSP_OWNER_FAILED)
    return hsp_database_fail_file (self, errno, error);

  opened = open_mended (self, error);
  hsp_owner_share (self->owner);
  return opened;
}

/**
 * hsp_database_open:
 *
 * Makes the folder (0700) and the file (0600) where they are missing, opens the file and brings its
 * schema up to date, after a copy of it. A file that is foreign or newer is not changed. One that
 * is damaged is put aside, and a new one of what can be read takes its place: see
 * hsp_database_take_rescue().
 *
 * Thread of the database. Errors: HSP_ERROR_STORE.
 */
gboolean
hsp_database_open (HspDatabase  *self,
                   GError      **error)
{
  g_autoptr(GError) failure = NULL;
  g_autofree char *lock = NULL;
  gboolean begun = FALSE;

  hsp_database_assert_worker (self);

  g_return_val_if_fail (self->handle == NULL, FALSE);

  if (!make_folder (self, error))
    return FALSE;
  lock = hsp_database_get_bell_path (self);
  self->owner = hsp_owner_new (lock);
  if (!take_owner (self, error))
    return FALSE;

  begun = hsp_database_rescue_is_begun (self);
  if (!begun && open_file (self, &failure))
    return TRUE;
  if (begun || hsp_database_is_damaged (self))
    return mend (self, error);

  g_propagate_error (error, g_steal_pointer (&failure));
  return FALSE;
}
