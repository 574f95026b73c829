/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-snapshot"

#include "config.h"

#include "hsp-snapshot.h"

#include "hsp-error.h"
#include "hsp-name-order.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <locale.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MAGIC "HSPSNAP\n"
#define FORMAT_VERSION 2
#define MAX_SIZE (256 * 1024 * 1024)

/* The file is a Header and the serialised GVariant: time, words that many rows share, rows, and beside
 * the rows their ids, names and descriptions; then categories with subcategories, and the order of the
 * names with the locale that it is of. The texts of the rows are blocks, each text with its NUL: an
 * array of strings takes several times as long. Numbers are in the computer's own byte order: on
 * another one the version does not match, and the file is read anew. */
#define PAYLOAD_TYPE "(xas" ROWS_TYPE "ayayaya(sas)sau)"
#define ROWS_TYPE "a" ROW_TYPE
#define ROW_TYPE "(xxxxuuuyyyy)"

typedef struct
{
  char    magic[8];
  guint32 version;
  guint32 reserved;
  guint64 size;             /* of the payload */
  guint64 checksum;         /* of the payload */
  guint64 padding[4];       /* the payload begins where a GVariant may */
} Header;

/* As ROW_TYPE lays it out. */
typedef struct
{
  gint64  rate;
  gint64  min;
  gint64  max;
  gint64  stock;
  guint32 type;             /* index into the words */
  guint32 category;
  guint32 subcategory;
  guint8  kind;
  guint8  refill;
  guint8  cancel;
  guint8  described;
} Row;

G_STATIC_ASSERT (sizeof (Header) == 64);
G_STATIC_ASSERT (sizeof (Row) == 48);

/* What is read, while it is read. */
typedef struct
{
  gint64      time;
  GPtrArray  *words;        /* (owned) (element-type utf8) interned */
  const Row  *rows;         /* (unowned) */
  gsize       n_rows;
  GPtrArray  *ids;          /* (owned) (nullable) in the file, as the next two; NULL: damaged */
  GPtrArray  *names;        /* (owned) (nullable) */
  GPtrArray  *descriptions; /* (owned) (nullable) */
} Table;

static void
table_clear (Table *table)
{
  g_clear_pointer (&table->words, g_ptr_array_unref);
  g_clear_pointer (&table->ids, g_ptr_array_unref);
  g_clear_pointer (&table->names, g_ptr_array_unref);
  g_clear_pointer (&table->descriptions, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Table, table_clear)

/* Against damage, not against forgery: every step is a bijection of the word that goes in, so that a
 * change within one word is always seen. Several times faster than the sums of GChecksum. */
static guint64
get_checksum (const guint8 *data,
              gsize         size)
{
  guint64 sum = size;

  for (gsize i = 0; i < size; i += sizeof (guint64))
    {
      guint64 word = 0;

      memcpy (&word, data + i, MIN (sizeof word, size - i));
      sum = (sum ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      sum ^= sum >> 32;
    }
  return sum;
}

static void
set_damaged (GError **error)
{
  g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                       _("The kept copy of the catalogue is damaged or of another version."));
}

/* Only a regular file is mapped: opening a pipe would wait. (transfer full) (nullable) */
static GBytes *
map_file (const char  *path,
          GError     **error)
{
  g_autoptr(GMappedFile) file = NULL;
  g_autoptr(GError) cause = NULL;
  struct stat info;
  int descriptor = -1;

  descriptor = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (descriptor < 0)
    {
      g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
                   _("There is no kept copy of the catalogue (%s)."), g_strerror (errno));
      return NULL;
    }
  if (fstat (descriptor, &info) == 0 && S_ISREG (info.st_mode) &&
      info.st_size > (goffset) sizeof (Header) && info.st_size <= MAX_SIZE)
    file = g_mapped_file_new_from_fd (descriptor, FALSE, &cause);
  close (descriptor);
  if (file != NULL)
    return g_mapped_file_get_bytes (file);

  g_debug ("Not mapped: %s", cause != NULL ? cause->message : "no regular file of a fitting size");
  set_damaged (error);
  return NULL;
}

static void
make_header (Header       *header,
             const guint8 *payload,
             gsize         size)
{
  memset (header, 0, sizeof *header);
  memcpy (header->magic, MAGIC, sizeof header->magic);
  header->version = FORMAT_VERSION;
  header->size = size;
  header->checksum = get_checksum (payload, size);
}

/* (transfer full) (nullable): not trusted, so that GLib checks every access */
static GVariant *
open_payload (GBytes  *file,
              GError **error)
{
  g_autoptr(GBytes) payload = NULL;
  gsize size = 0;
  const guint8 *data = g_bytes_get_data (file, &size);
  Header expected;

  if (size > sizeof expected)
    {
      make_header (&expected, data + sizeof expected, size - sizeof expected);
      if (memcmp (&expected, data, sizeof expected) == 0)
        {
          payload = g_bytes_new_from_bytes (file, sizeof expected, size - sizeof expected);
          return g_variant_ref_sink (g_variant_new_from_bytes (G_VARIANT_TYPE (PAYLOAD_TYPE),
                                                               payload, FALSE));
        }
    }
  set_damaged (error);
  return NULL;
}

/* (transfer full) (nullable) (element-type utf8): the texts of a block, where they are in the file */
static GPtrArray *
read_texts (GVariant *payload,
            gsize     place)
{
  g_autoptr(GVariant) block = g_variant_get_child_value (payload, place);
  g_autoptr(GPtrArray) texts = g_ptr_array_new ();
  gsize size = 0;
  const char *text = g_variant_get_fixed_array (block, &size, sizeof (char));
  const char *end = text + size;

  while (text < end)
    {
      const char *stop = memchr (text, '\0', end - text);

      if (stop == NULL || !g_utf8_validate_len (text, stop - text, NULL))
        return NULL;
      g_ptr_array_add (texts, (gpointer) text);
      text = stop + 1;
    }
  return g_steal_pointer (&texts);
}

static void
read_words (Table    *table,
            GVariant *payload)
{
  g_autoptr(GVariant) texts = g_variant_get_child_value (payload, 1);
  g_autofree const char **words = g_variant_get_strv (texts, NULL);

  table->words = g_ptr_array_new ();
  for (guint i = 0; words[i] != NULL; i++)
    g_ptr_array_add (table->words, (gpointer) g_intern_string (words[i]));
}

static gboolean
is_count (gint64 number)
{
  return number >= HSP_UNKNOWN;
}

static gboolean
check_row (const Table *table,
           const Row   *row,
           const char  *id)
{
  return row->type < table->words->len && row->category < table->words->len &&
         row->subcategory < table->words->len && row->kind <= HSP_KIND_PRODUCT &&
         row->refill <= 1 && row->cancel <= 1 && row->described <= 1 &&
         is_count (row->min) && is_count (row->max) && is_count (row->stock) &&
         (row->rate >= 0 || row->rate == HSP_MONEY_UNKNOWN) && *id != '\0';
}

static gboolean
check_table (const Table *table)
{
  if (table->time < 0 || table->ids == NULL || table->ids->len != table->n_rows ||
      table->names == NULL || table->names->len != table->n_rows ||
      table->descriptions == NULL || table->descriptions->len != table->n_rows)
    return FALSE;

  for (gsize i = 0; i < table->n_rows; i++)
    {
      if (!check_row (table, &table->rows[i], table->ids->pdata[i]))
        return FALSE;
    }
  return TRUE;
}

static HspServiceValue *
make_service (const Table *table,
              gsize        i)
{
  HspServiceValue *service = hsp_service_value_new ();
  const Row *row = &table->rows[i];

  service->id = g_strdup (table->ids->pdata[i]);
  service->name = g_strdup (table->names->pdata[i]);
  if (row->described)
    service->description = g_strdup (table->descriptions->pdata[i]);
  service->type = g_ptr_array_index (table->words, row->type);
  service->category = g_ptr_array_index (table->words, row->category);
  service->subcategory = g_ptr_array_index (table->words, row->subcategory);
  service->rate = row->rate;
  service->min = row->min;
  service->max = row->max;
  service->stock = row->stock;
  service->kind = row->kind;
  service->refill = row->refill;
  service->cancel = row->cancel;
  return service;
}

/* (transfer full) (element-type HspServiceValue) */
static GPtrArray *
make_services (const Table *table)
{
  GPtrArray *services = NULL;

  services = g_ptr_array_new_full (table->n_rows, (GDestroyNotify) hsp_service_value_unref);
  for (gsize i = 0; i < table->n_rows; i++)
    g_ptr_array_add (services, make_service (table, i));
  return services;
}

/* (transfer full) (element-type HspCategoryValue) */
static GPtrArray *
read_categories (GVariant *payload)
{
  g_autoptr(GVariant) list = g_variant_get_child_value (payload, 6);
  gsize n = g_variant_n_children (list);
  GPtrArray *categories = NULL;

  categories = g_ptr_array_new_with_free_func ((GDestroyNotify) hsp_category_value_free);
  for (gsize i = 0; i < n; i++)
    {
      g_autoptr(GVariant) entry = g_variant_get_child_value (list, i);
      HspCategoryValue *category = g_new0 (HspCategoryValue, 1);

      g_variant_get (entry, "(s^as)", &category->name, &category->subcategories);
      g_ptr_array_add (categories, category);
    }
  return categories;
}

/* (transfer full) (nullable): NULL when it is of another locale, or no order at all */
static guint *
read_name_order (GVariant *payload,
                 gsize     n_rows)
{
  g_autoptr(GVariant) array = g_variant_get_child_value (payload, 8);
  g_autofree guint8 *seen = g_malloc0 (n_rows + 1);
  const char *locale = NULL;
  gsize n = 0;
  const guint32 *order = g_variant_get_fixed_array (array, &n, sizeof (guint32));

  g_variant_get_child (payload, 7, "&s", &locale);
  if (n != n_rows || g_strcmp0 (locale, setlocale (LC_COLLATE, NULL)) != 0)
    return NULL;
  for (gsize i = 0; i < n; i++)
    {
      if (order[i] >= n || seen[order[i]]++ > 0)
        return NULL;
    }
  return g_memdup2 (order, n * sizeof *order);
}

/** hsp_snapshot_free: @snapshot: (transfer full) (nullable). Any thread. */
void
hsp_snapshot_free (HspSnapshot *snapshot)
{
  if (snapshot == NULL)
    return;

  g_clear_pointer (&snapshot->services, g_ptr_array_unref);
  g_clear_pointer (&snapshot->categories, g_ptr_array_unref);
  g_clear_pointer (&snapshot->name_order, g_free);
  g_free (snapshot);
}

/**
 * hsp_snapshot_read:
 *
 * Whatever is in the file, the answer is a catalogue or an error. Blocking but short; any thread.
 *
 * Returns: (transfer full) (nullable): NULL with HSP_ERROR_STORE
 */
HspSnapshot *
hsp_snapshot_read (const char  *path,
                   GError     **error)
{
  g_autoptr(GBytes) file = NULL;
  g_autoptr(GVariant) payload = NULL;
  g_autoptr(GVariant) rows = NULL;
  g_auto(Table) table = { 0, };
  HspSnapshot *snapshot = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  if ((file = map_file (path, error)) == NULL || (payload = open_payload (file, error)) == NULL)
    return NULL;

  g_variant_get_child (payload, 0, "x", &table.time);
  read_words (&table, payload);
  rows = g_variant_get_child_value (payload, 2);
  table.rows = g_variant_get_fixed_array (rows, &table.n_rows, sizeof (Row));
  table.ids = read_texts (payload, 3);
  table.names = read_texts (payload, 4);
  table.descriptions = read_texts (payload, 5);
  if (!check_table (&table))
    {
      set_damaged (error);
      return NULL;
    }

  snapshot = g_new0 (HspSnapshot, 1);
  snapshot->time = table.time;
  snapshot->services = make_services (&table);
  snapshot->categories = read_categories (payload);
  snapshot->name_order = read_name_order (payload, table.n_rows);
  return snapshot;
}

typedef struct
{
  char        *path;        /* (owned) */
  HspSnapshot *snapshot;    /* (owned) */
} Write;

static void
write_free (gpointer data)
{
  Write *write = data;

  hsp_snapshot_free (write->snapshot);
  g_free (write->path);
  g_free (write);
}

static guint32
add_word (GHashTable *indices,
          GPtrArray  *words,
          const char *word)
{
  gpointer index = NULL;

  if (word == NULL)
    word = "";
  if (!g_hash_table_lookup_extended (indices, word, NULL, &index))
    {
      index = GUINT_TO_POINTER (words->len);
      g_hash_table_insert (indices, (gpointer) word, index);
      g_ptr_array_add (words, (gpointer) word);
    }
  return GPOINTER_TO_UINT (index);
}

static const char *
or_empty (const char *text)
{
  return text != NULL ? text : "";
}

static void
add_row (GArray                *rows,
         const HspServiceValue *service,
         GHashTable            *indices,
         GPtrArray             *words)
{
  Row row = {
    .rate = service->rate,
    .min = service->min,
    .max = service->max,
    .stock = service->stock,
    .type = add_word (indices, words, service->type),
    .category = add_word (indices, words, service->category),
    .subcategory = add_word (indices, words, service->subcategory),
    .kind = service->kind,
    .refill = service->refill != FALSE,
    .cancel = service->cancel != FALSE,
    .described = service->description != NULL,
  };

  g_array_append_val (rows, row);
}

static GVariant *
build_texts (GPtrArray *texts)
{
  return g_variant_new_strv ((const char * const *) texts->pdata, texts->len);
}

static GVariant *
build_categories (GPtrArray *categories)
{
  GVariantBuilder builder = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a(sas)"));

  for (guint i = 0; i < categories->len; i++)
    {
      const HspCategoryValue *category = g_ptr_array_index (categories, i);

      g_variant_builder_add (&builder, "(s^as)", category->name, category->subcategories);
    }
  return g_variant_builder_end (&builder);
}

/* (transfer none): floating */
static GVariant *
build_block (GPtrArray *texts)
{
  g_autoptr(GByteArray) block = g_byte_array_new ();

  for (guint i = 0; i < texts->len; i++)
    g_byte_array_append (block, texts->pdata[i], strlen (texts->pdata[i]) + 1);
  return g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, block->data, block->len, 1);
}

/* (transfer none): floating */
static GVariant *
build_name_order (GPtrArray *names)
{
  g_autofree guint *order = hsp_name_order ((const char *const *) names->pdata, names->len);

  return g_variant_new_fixed_array (G_VARIANT_TYPE_UINT32, order, names->len, sizeof *order);
}

/* (transfer full) */
static GVariant *
build_payload (const HspSnapshot *snapshot)
{
  g_autoptr(GHashTable) indices = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr(GPtrArray) words = g_ptr_array_new ();
  g_autoptr(GPtrArray) ids = g_ptr_array_new ();
  g_autoptr(GPtrArray) names = g_ptr_array_new ();
  g_autoptr(GPtrArray) descriptions = g_ptr_array_new ();
  g_autoptr(GArray) rows = g_array_new (FALSE, FALSE, sizeof (Row));
  GVariant *children[9];

  for (guint i = 0; i < snapshot->services->len; i++)
    {
      const HspServiceValue *service = g_ptr_array_index (snapshot->services, i);

      add_row (rows, service, indices, words);
      g_ptr_array_add (ids, service->id);
      g_ptr_array_add (names, (gpointer) or_empty (service->name));
      g_ptr_array_add (descriptions, (gpointer) or_empty (service->description));
    }

  children[0] = g_variant_new_int64 (snapshot->time);
  children[1] = build_texts (words);
  children[2] = g_variant_new_fixed_array (G_VARIANT_TYPE (ROW_TYPE), rows->data, rows->len,
                                           sizeof (Row));
  children[3] = build_block (ids);
  children[4] = build_block (names);
  children[5] = build_block (descriptions);
  children[6] = build_categories (snapshot->categories);
  children[7] = g_variant_new_string (setlocale (LC_COLLATE, NULL));
  children[8] = build_name_order (names);
  return g_variant_ref_sink (g_variant_new_tuple (children, G_N_ELEMENTS (children)));
}

static gboolean
write_file (const char         *path,
            const HspSnapshot  *snapshot,
            GError            **error)
{
  g_autoptr(GVariant) payload = build_payload (snapshot);
  gsize size = g_variant_get_size (payload);
  g_autofree guint8 *data = g_malloc0 (sizeof (Header) + size);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr(GError) cause = NULL;
  Header header;

  g_variant_store (payload, data + sizeof header);
  make_header (&header, data + sizeof header, size);
  memcpy (data, &header, sizeof header);

  if (sizeof header + size > MAX_SIZE)
    g_set_error_literal (&cause, G_IO_ERROR, G_IO_ERROR_NO_SPACE, _("too large"));
  else if (g_mkdir_with_parents (folder, 0700) != 0)
    g_set_error_literal (&cause, G_IO_ERROR, g_io_error_from_errno (errno), g_strerror (errno));
  else if (g_file_set_contents_full (path, (const char *) data, sizeof header + size,
                                     G_FILE_SET_CONTENTS_CONSISTENT, 0600, &cause))
    return TRUE;

  g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
               _("The catalogue could not be kept for the next start (%s)."), cause->message);
  return FALSE;
}

static void
write_in_thread (GTask        *task,
                 gpointer      source_object,
                 gpointer      task_data,
                 GCancellable *cancellable)
{
  const Write *write = task_data;
  GError *error = NULL;

  if (!g_task_return_error_if_cancelled (task))
    {
      if (write_file (write->path, write->snapshot, &error))
        g_task_return_boolean (task, TRUE);
      else
        g_task_return_error (task, error);
    }
}

/**
 * hsp_snapshot_write_async:
 * @snapshot: (transfer full)
 *
 * Makes the folder (0700) and replaces the file (0600) at once, in a worker. Main thread.
 */
void
hsp_snapshot_write_async (const char          *path,
                          HspSnapshot         *snapshot,
                          GCancellable        *cancellable,
                          GAsyncReadyCallback  callback,
                          gpointer             user_data)
{
  g_autoptr(GTask) task = NULL;
  Write *write = NULL;

  g_return_if_fail (path != NULL);
  g_return_if_fail (snapshot != NULL);

  write = g_new0 (Write, 1);
  write->path = g_strdup (path);
  write->snapshot = snapshot;
  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, hsp_snapshot_write_async);
  g_task_set_task_data (task, write, write_free);
  g_task_run_in_thread (task, write_in_thread);
}

/** hsp_snapshot_write_finish: Errors: HSP_ERROR_STORE: a file from before is as it was */
gboolean
hsp_snapshot_write_finish (GAsyncResult  *result,
                           GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
