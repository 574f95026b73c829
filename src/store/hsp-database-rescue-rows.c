/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-database"

#include "config.h"

#include "hsp-database-private.h"

/* Between the last readable row from the front and the first from the back, keys are tried one by
 * one. */
#define MAX_PROBES 1000000
/* Where nothing can be read from the back. */
#define MAX_BLIND_PROBES 100000

/* "a", "b" of a table of the new file; NULL where it has none. */
static char *
list_columns (sqlite3    *target,
              const char *table,
              guint      *n_columns)
{
  g_autofree char *sql = g_strdup_printf ("SELECT * FROM \"%s\"", table);
  g_autoptr(GString) list = g_string_new (NULL);
  sqlite3_stmt *statement = NULL;

  *n_columns = 0;
  if (sqlite3_prepare_v2 (target, sql, -1, &statement, NULL) != SQLITE_OK)
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
  sqlite3      *source;         /* (unowned) */
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
find_key (sqlite3    *target,
          const char *table)
{
  sqlite3_stmt *statement = NULL;
  char *key = NULL;

  if (sqlite3_prepare_v2 (target,
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
             sqlite3    *source,
             sqlite3    *target,
             const char *table)
{
  g_autoptr(GString) sql = g_string_new (NULL);

  reader->source = source;
  reader->table = table;
  reader->columns = list_columns (target, table, &reader->n_columns);
  if (reader->columns == NULL)
    return FALSE;

  reader->key = find_key (target, table);
  reader->has_rowid = reader->key == NULL;
  if (reader->has_rowid)
    reader->key = g_strdup ("rowid");
  g_string_append_printf (sql, "INSERT OR IGNORE INTO \"%s\" (%s%s) VALUES (?", table,
                          reader->has_rowid ? "rowid, " : "", reader->columns);
  for (guint i = reader->has_rowid ? 0 : 1; i < reader->n_columns; i++)
    g_string_append (sql, ", ?");
  g_string_append_c (sql, ')');
  return sqlite3_prepare_v2 (target, sql->str, -1, &reader->insert, NULL) == SQLITE_OK;
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
  step = sqlite3_prepare_v2 (reader->source, sql, -1, &statement, NULL);
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
  if (sqlite3_prepare_v2 (reader->source, sql, -1, &statement, NULL) != SQLITE_OK)
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

int
hsp_rescue_read_table (sqlite3    *source,
                       sqlite3    *target,
                       const char *table)
{
  g_auto(Reader) reader = { NULL, };
  gint64 front = 0, back = -1;
  gboolean whole = FALSE;
  int code = SQLITE_OK;

  if (source == NULL)
    return SQLITE_OK;
  if (!reader_init (&reader, source, target, table))
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

/* (transfer full) */
GStrv
hsp_rescue_list_tables (sqlite3 *target)
{
  g_autoptr(GStrvBuilder) names = g_strv_builder_new ();
  sqlite3_stmt *statement = NULL;

  if (sqlite3_prepare_v2 (target,
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
