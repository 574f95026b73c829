/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

#include "config.h"

#include "hsp-database-private.h"

struct _HspStatement
{
  HspDatabase  *database;               /* (unowned) */
  sqlite3_stmt *handle;                 /* (owned) */
  int           failure;                /* of a binding, reported by the next step */
};

/**
 * hsp_database_prepare:
 * @sql: one statement; values are bound by name
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
  code = sqlite3_prepare_v2 (self->handle, sql, -1, &statement->handle, NULL);
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
  sqlite3_finalize (statement->handle);
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
