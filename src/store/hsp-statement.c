/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

#include "config.h"

#include "hsp-database-private.h"

/* How many are kept: more than a program's every day work is made of. */
#define MOST_AT_REST 32

struct _HspStatement
{
  HspDatabase  *database;               /* (unowned) */
  sqlite3_stmt *handle;                 /* (owned) */
  int           failure;                /* of a binding, reported by the next step */
};

/* (transfer full) (nullable): one that was made of the same text, and is not in use */
static sqlite3_stmt *
take_from_rest (HspDatabase *self,
                const char  *sql)
{
  gpointer handle = NULL;

  if (self->statements == NULL)
    self->statements = g_hash_table_new (g_str_hash, g_str_equal);
  g_hash_table_steal_extended (self->statements, sql, NULL, &handle);
  return handle;
}

/* Without what was bound: nobody's purchase stays in memory for it. */
static void
put_to_rest (HspDatabase  *self,
             sqlite3_stmt *handle)
{
  const char *sql = sqlite3_sql (handle);

  sqlite3_reset (handle);
  sqlite3_clear_bindings (handle);
  if (g_hash_table_size (self->statements) < MOST_AT_REST && !g_hash_table_contains (self->statements, sql))
    g_hash_table_insert (self->statements, (char *) sql, handle);
  else
    sqlite3_finalize (handle);
}

void
hsp_database_close_handle (HspDatabase *self)
{
  GHashTableIter iter;
  gpointer handle = NULL;

  if (self->statements != NULL)
    {
      g_hash_table_iter_init (&iter, self->statements);
      while (g_hash_table_iter_next (&iter, NULL, &handle))
        {
          g_hash_table_iter_steal (&iter);
          sqlite3_finalize (handle);
        }
    }
  g_clear_pointer (&self->statements, g_hash_table_unref);
  g_clear_pointer (&self->handle, sqlite3_close);
}

/**
 * hsp_database_prepare:
 * @sql: one statement; values are bound by name. What was prepared once is at hand again
 *
 * Thread of the database. Returns: (transfer full) (nullable): NULL with HSP_ERROR_STORE
 */
HspStatement *
hsp_database_prepare (HspDatabase  *self,
                      const char   *sql,
                      GError      **error)
{
  g_autoptr(HspStatement) statement = NULL;
  int code = SQLITE_OK;

  hsp_database_assert_worker (self);

  statement = g_new0 (HspStatement, 1);
  statement->database = self;
  statement->handle = take_from_rest (self, sql);
  if (statement->handle == NULL)
    code = sqlite3_prepare_v3 (self->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement->handle, NULL);
  if (code == SQLITE_OK)
    return g_steal_pointer (&statement);
  hsp_database_fail (self, code, error);
  return NULL;
}

/** hsp_statement_free: @statement: (transfer full). Thread of the database. */
void
hsp_statement_free (HspStatement *statement)
{
  g_return_if_fail (statement != NULL);

  hsp_database_assert_worker (statement->database);
  if (statement->handle != NULL)
    put_to_rest (statement->database, statement->handle);
  g_free (statement);
}

/** hsp_statement_reset: to be run again; what is bound stays. Thread of the database. */
void
hsp_statement_reset (HspStatement *statement)
{
  hsp_database_assert_worker (statement->database);
  sqlite3_reset (statement->handle);
}

static int
find_place (HspStatement *statement,
            const char   *name)
{
  int place = sqlite3_bind_parameter_index (statement->handle, name);

  hsp_database_assert_worker (statement->database);
  g_assert (place > 0);
  return place;
}

static void
keep_failure (HspStatement *statement,
              int           code)
{
  if (statement->failure == SQLITE_OK)
    statement->failure = code;
}

/** hsp_statement_bind_number: a failure is reported by the next step. Thread of the database. */
void
hsp_statement_bind_number (HspStatement *statement,
                           const char   *name,
                           gint64        number)
{
  int place = find_place (statement, name);

  keep_failure (statement, sqlite3_bind_int64 (statement->handle, place, number));
}

/** hsp_statement_bind_known: as a number, but @unknown is written as NULL. Thread of the database. */
void
hsp_statement_bind_known (HspStatement *statement,
                          const char   *name,
                          gint64        number,
                          gint64        unknown)
{
  int place = find_place (statement, name);

  keep_failure (statement, number == unknown
                           ? sqlite3_bind_null (statement->handle, place)
                           : sqlite3_bind_int64 (statement->handle, place, number));
}

/** hsp_statement_bind_text: @text: (nullable) (transfer none): copied. Thread of the database. */
void
hsp_statement_bind_text (HspStatement *statement,
                         const char   *name,
                         const char   *text)
{
  int place = find_place (statement, name);

  keep_failure (statement, sqlite3_bind_text (statement->handle, place, text, -1, SQLITE_TRANSIENT));
}

/**
 * hsp_statement_next:
 * @has_row: (out): whether there is a row to read
 *
 * Thread of the database. Errors: HSP_ERROR_STORE.
 */
gboolean
hsp_statement_next (HspStatement  *statement,
                    gboolean      *has_row,
                    GError       **error)
{
  int code = statement->failure;

  hsp_database_assert_worker (statement->database);

  if (code == SQLITE_OK)
    code = sqlite3_step (statement->handle);
  *has_row = code == SQLITE_ROW;
  if (code == SQLITE_ROW || code == SQLITE_DONE)
    return TRUE;
  return hsp_database_fail (statement->database, code, error);
}

/** hsp_statement_run: for a statement without rows. Thread of the database. */
gboolean
hsp_statement_run (HspStatement  *statement,
                   GError       **error)
{
  gboolean has_row = FALSE;

  return hsp_statement_next (statement, &has_row, error);
}

/** hsp_statement_get_number: 0 for NULL. Thread of the database. */
gint64
hsp_statement_get_number (HspStatement *statement,
                          int           column)
{
  hsp_database_assert_worker (statement->database);

  return sqlite3_column_int64 (statement->handle, column);
}

/** hsp_statement_get_known: @unknown for NULL. Thread of the database. */
gint64
hsp_statement_get_known (HspStatement *statement,
                         int           column,
                         gint64        unknown)
{
  hsp_database_assert_worker (statement->database);

  if (sqlite3_column_type (statement->handle, column) == SQLITE_NULL)
    return unknown;
  return sqlite3_column_int64 (statement->handle, column);
}

/**
 * hsp_statement_dup_text:
 *
 * Thread of the database. Returns: (transfer full) (nullable): valid UTF-8 whatever is in the file
 */
char *
hsp_statement_dup_text (HspStatement *statement,
                        int           column)
{
  const char *text = NULL;

  hsp_database_assert_worker (statement->database);

  text = (const char *) sqlite3_column_text (statement->handle, column);
  return text == NULL ? NULL : g_utf8_make_valid (text, -1);
}
