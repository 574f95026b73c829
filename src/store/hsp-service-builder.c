/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-service-builder.h"

#include "hsp-error.h"
#include "hsp-fold.h"
#include "hsp-pages.h"
#include "hsp-service-table-private.h"

#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#define LEAST_SLOTS 1024
/* That any number of which fits. */
#define MOST_DIGITS 9
/* A power of two: more than most shops have kinds of a thing. */
#define N_KNOWN 1024

/* Where a row is found by its id. The hash is beside it, so that what stands in the way of another id is
 * passed over without a look at its row and its text, which lie anywhere in memory. */
typedef struct
{
  guint32 hash;
  guint32 row;    /* + 1; 0: nothing is here */
} Slot;

/* A word and where it lies. Words are interned, so that the same one mostly is at the same address. */
typedef struct
{
  const char *word;
  guint32     offset;
} KnownWord;

/* Descriptions go into the file as they come; the rest is kept until the end, and goes part by part. */
struct _HspServiceBuilder
{
  HspTableFile *file;           /* (owned) */
  HspPages      rows;           /* HspTableRow */
  HspPages      texts;
  Slot         *slots;          /* (owned) by the id's hash; never more than half full */
  guint         n_slots;        /* a power of two */
  KnownWord     known_words[N_KNOWN];    /* by address: most rows repeat one of these */
  guint32       known_places[N_KNOWN];   /* by both words: an index, which may be another's; 0 at first */
  GHashTable   *words;          /* (owned) (element-type utf8 guint) where they lie in the texts */
  GHashTable   *place_indices;  /* (owned) (element-type gint64 guint) of both words: an index */
  GArray       *places;         /* (owned) (element-type HspTablePlace) */
  GArray       *categories;     /* (owned) (element-type guint32) as in the file */
  GString      *folded;         /* (owned) */
  guint         n_rows;
  guint         n_replaced;
  gboolean      moved;          /* a replaced row is in another place: they are in another order */
  gboolean      too_large;
  gboolean      ended;
};

static HspTableRow *
get_row (HspServiceBuilder *self,
         guint              row)
{
  return (HspTableRow *) (gpointer) self->rows.data + row;
}

static const char *
get_text (HspServiceBuilder *self,
          guint32            offset)
{
  return (const char *) self->texts.data + offset;
}

static guint32
add_text (HspServiceBuilder *self,
          const char        *text)
{
  return (guint32) hsp_pages_append (&self->texts, text, strlen (text) + 1);
}

static guint32
find_word (HspServiceBuilder *self,
           const char        *word)
{
  gpointer found = NULL;
  guint32 offset = 0;

  if (word == NULL || *word == '\0')
    return 0;
  if (g_hash_table_lookup_extended (self->words, word, NULL, &found))
    return GPOINTER_TO_UINT (found);

  offset = add_text (self, word);
  g_hash_table_insert (self->words, g_strdup (word), GUINT_TO_POINTER (offset));
  return offset;
}

static guint32
add_word (HspServiceBuilder *self,
          const char        *word)
{
  const gsize address = GPOINTER_TO_SIZE (word);
  KnownWord *known = &self->known_words[(address >> 3 ^ address >> 13) % N_KNOWN];

  /* whoever does not intern may have another word there now */
  if (word == NULL || known->word != word || strcmp (get_text (self, known->offset), word) != 0)
    *known = (KnownWord) { word, find_word (self, word) };
  return known->offset;
}

static gint64
get_place_key (guint32 category,
               guint32 subcategory)
{
  return (gint64) ((guint64) category << 32 | subcategory);
}

/* g_int64_hash() would look at the subcategory alone */
static guint
hash_place (gconstpointer key)
{
  return (guint) ((*(const guint64 *) key * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> 32);
}

static guint32
find_place (HspServiceBuilder *self,
            guint32            category,
            guint32            subcategory)
{
  const gint64 key = get_place_key (category, subcategory);
  gpointer found = NULL;
  HspTablePlace place = { .category = category, .subcategory = subcategory };

  if (g_hash_table_lookup_extended (self->place_indices, &key, NULL, &found))
    return GPOINTER_TO_UINT (found);

  g_string_truncate (self->folded, 0);
  hsp_fold_append (self->folded, get_text (self, category), NULL);
  g_string_append_c (self->folded, ' ');
  hsp_fold_append (self->folded, get_text (self, subcategory), NULL);
  place.folded = add_text (self, self->folded->str);
  g_array_append_val (self->places, place);
  g_hash_table_insert (self->place_indices, g_memdup2 (&key, sizeof key),
                       GUINT_TO_POINTER (self->places->len - 1));
  return self->places->len - 1;
}

static guint32
add_place (HspServiceBuilder *self,
           guint32            category,
           guint32            subcategory)
{
  const gint64 key = get_place_key (category, subcategory);
  guint32 *known = &self->known_places[hash_place (&key) % N_KNOWN];
  const HspTablePlace *place = *known < self->places->len ? &g_array_index (self->places, HspTablePlace, *known)
                                                          : NULL;

  if (place == NULL || place->category != category || place->subcategory != subcategory)
    *known = find_place (self, category, subcategory);
  return *known;
}

/* Numbers that follow each other lie beside each other: at random each row would wait for memory. */
static guint32
hash_id (const char *id)
{
  guint32 number = 0, hash = 0;
  gsize n = 0;

  for (; n < MOST_DIGITS && g_ascii_isdigit (id[n]); n++)
    number = number * 10 + (guint32) (id[n] - '0');
  if (n > 0 && id[n] == '\0')
    return number;

  hash = g_str_hash (id) * 0x9e3779b1u;
  return hash ^ hash >> 16;
}

/* From a place that is taken to the next one to look at: far away, or a row of taken ones would be gone
 * through one by one. Odd, so that it comes to every place. */
static guint32
get_stride (guint32 hash)
{
  return (hash * 0x9e3779b1u) >> 8 | 1;
}

/* The place of @id, or the free one for it, which knows its hash from now on. */
static Slot *
find_slot (HspServiceBuilder *self,
           const char        *id)
{
  const guint32 hash = hash_id (id);

  for (guint32 i = hash;; i += get_stride (hash))
    {
      Slot *slot = &self->slots[i & (self->n_slots - 1)];

      if (slot->row == 0)
        slot->hash = hash;
      if (slot->row == 0 ||
          (slot->hash == hash && strcmp (get_text (self, get_row (self, slot->row - 1)->id), id) == 0))
        return slot;
    }
}

static void
make_slots (HspServiceBuilder *self,
            guint              n_slots)
{
  g_autofree Slot *old = self->slots;

  self->slots = g_new0 (Slot, n_slots);
  for (guint i = 0; i < self->n_slots; i++)
    {
      guint32 place = old[i].hash;

      if (old[i].row == 0)
        continue;
      while (self->slots[place & (n_slots - 1)].row != 0)
        place += get_stride (old[i].hash);
      self->slots[place & (n_slots - 1)] = old[i];
    }
  self->n_slots = n_slots;
}

static guint64
add_description (HspServiceBuilder *self,
                 const char        *description)
{
  guint64 offset = 0;

  if (description == NULL)
    return HSP_TABLE_NO_DESCRIPTION;

  offset = hsp_table_file_get_end (self->file) - sizeof (HspTableHeader);
  hsp_table_file_append (self->file, description, strlen (description) + 1);
  return offset;
}

/* All but the id. */
static void
fill_row (HspServiceBuilder     *self,
          const HspServiceValue *value,
          HspTableRow           *row)
{
  const guint32 category = add_word (self, value->category);

  row->place = add_place (self, category, add_word (self, value->subcategory));
  row->type = add_word (self, value->type);
  row->name = add_text (self, value->name != NULL ? value->name : "");
  row->description = add_description (self, value->description);
  row->rate = value->rate;
  row->min = MAX (value->min, HSP_UNKNOWN);
  row->max = MAX (value->max, HSP_UNKNOWN);
  row->stock = MAX (value->stock, HSP_UNKNOWN);
  row->kind = value->kind;
  row->marks = (value->refill ? HSP_TABLE_REFILL : 0) | (value->cancel ? HSP_TABLE_CANCEL : 0);
  g_array_index (self->places, HspTablePlace, row->place).n_rows++;
}

static void
replace_row (HspServiceBuilder *self,
             guint              index,
             HspTableRow       *row)
{
  HspTableRow *before = get_row (self, index);

  row->id = before->id;
  g_array_index (self->places, HspTablePlace, before->place).n_rows--;
  self->moved |= row->place != before->place;
  *before = *row;
  self->n_replaced++;
}

/* Where texts could outgrow their offsets. */
static gboolean
has_room (HspServiceBuilder     *self,
          const HspServiceValue *value)
{
  const gsize most = G_MAXUINT32 / 4;

  self->too_large |= self->texts.size > most || self->n_rows > most / sizeof (HspTableRow) ||
                     (value->name != NULL && strlen (value->name) > most);
  return !self->too_large;
}

/**
 * hsp_service_builder_new:
 * @path: (nullable): of the file; its folder is made (0700)
 *
 * Returns: (transfer full)
 */
HspServiceBuilder *
hsp_service_builder_new (const char *path)
{
  HspServiceBuilder *self = g_new0 (HspServiceBuilder, 1);

  self->file = hsp_table_file_new (path);
  hsp_table_file_begin (self->file, HSP_SECTION_DESCRIPTIONS);
  self->words = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->place_indices = g_hash_table_new_full (hash_place, g_int64_equal, g_free, NULL);
  self->places = g_array_new (FALSE, FALSE, sizeof (HspTablePlace));
  self->categories = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->folded = g_string_new (NULL);
  add_text (self, "");
  make_slots (self, LEAST_SLOTS);
  return self;
}

/** hsp_service_builder_free: @self: (transfer full) (nullable): an unfinished file goes with it */
void
hsp_service_builder_free (HspServiceBuilder *self)
{
  if (self == NULL)
    return;

  hsp_table_file_free (self->file);
  hsp_pages_clear (&self->rows);
  hsp_pages_clear (&self->texts);
  g_free (self->slots);
  g_clear_pointer (&self->words, g_hash_table_unref);
  g_clear_pointer (&self->place_indices, g_hash_table_unref);
  g_array_unref (self->places);
  g_array_unref (self->categories);
  g_string_free (self->folded, TRUE);
  g_free (self);
}

/**
 * hsp_service_builder_add:
 * @value: (transfer none): only read, with an id and a known rate, valid UTF-8
 *
 * Where the id is there already, the later one wins, in the place of the first.
 */
void
hsp_service_builder_add (HspServiceBuilder     *self,
                         const HspServiceValue *value)
{
  HspTableRow row = { 0, };
  Slot *slot = NULL;

  g_return_if_fail (self != NULL && !self->ended);
  g_return_if_fail (value != NULL && value->id != NULL && value->rate >= 0);

  if (!has_room (self, value))
    return;

  fill_row (self, value, &row);
  slot = find_slot (self, value->id);
  if (slot->row != 0)
    {
      replace_row (self, slot->row - 1, &row);
      return;
    }

  row.id = add_text (self, value->id);
  hsp_pages_append (&self->rows, &row, sizeof row);
  slot->row = ++self->n_rows;
  if (self->n_rows > self->n_slots / 2)
    make_slots (self, self->n_slots * 2);
}

/** hsp_service_builder_has: Returns: whether a row came with the number @id */
gboolean
hsp_service_builder_has (HspServiceBuilder *self,
                         const char        *id)
{
  g_return_val_if_fail (self != NULL && !self->ended, FALSE);
  g_return_val_if_fail (id != NULL, FALSE);

  return find_slot (self, id)->row != 0;
}

/** hsp_service_builder_get_n_rows: Returns: how many different numbers came */
guint
hsp_service_builder_get_n_rows (HspServiceBuilder *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

/** hsp_service_builder_get_n_replaced: Returns: how many rows came with a number that was there */
guint
hsp_service_builder_get_n_replaced (HspServiceBuilder *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_replaced;
}

/** hsp_service_builder_set_categories: @values: (element-type HspCategoryValue): in place of those before */
void
hsp_service_builder_set_categories (HspServiceBuilder *self,
                                    GPtrArray         *values)
{
  g_return_if_fail (self != NULL && !self->ended);
  g_return_if_fail (values != NULL);

  g_array_set_size (self->categories, 0);
  for (guint i = 0; i < values->len; i++)
    {
      const HspCategoryValue *value = g_ptr_array_index (values, i);
      const guint32 numbers[] = { find_word (self, value->name), g_strv_length (value->subcategories) };

      g_array_append_vals (self->categories, numbers, G_N_ELEMENTS (numbers));
      for (guint j = 0; j < numbers[1]; j++)
        {
          const guint32 word = find_word (self, value->subcategories[j]);

          g_array_append_val (self->categories, word);
        }
    }
}

/* Once a row was replaced by one in another place, a place may have no rows, or be named first later. */
static void
renumber_places (HspServiceBuilder *self)
{
  g_autofree guint32 *renumbered = g_new0 (guint32, self->places->len);
  GArray *places = g_array_new (FALSE, FALSE, sizeof (HspTablePlace));

  g_hash_table_remove_all (self->place_indices);
  for (guint i = 0; i < self->n_rows; i++)
    {
      HspTableRow *row = get_row (self, i);
      const HspTablePlace *place = &g_array_index (self->places, HspTablePlace, row->place);

      if (renumbered[row->place] == 0)
        {
          const gint64 key = get_place_key (place->category, place->subcategory);

          g_array_append_vals (places, place, 1);
          renumbered[row->place] = places->len;
          g_hash_table_insert (self->place_indices, g_memdup2 (&key, sizeof key),
                               GUINT_TO_POINTER (places->len - 1));
        }
      row->place = renumbered[row->place] - 1;
    }
  g_array_unref (self->places);
  self->places = places;
  self->moved = FALSE;
}

static void
write_section (HspTableFile    *file,
               HspTableSection  section,
               gconstpointer    data,
               gsize            size)
{
  hsp_table_file_begin (file, section);
  hsp_table_file_append (file, data, size);
  hsp_table_file_end (file, section);
}

/* The folded names, made as they are written, and where they begin. */
static void
write_haystack (HspServiceBuilder *self,
                HspTableFile      *file,
                HspPages          *starts)
{
  guint64 length = 0;

  hsp_table_file_begin (file, HSP_SECTION_HAYSTACK);
  for (guint i = 0; i < self->n_rows; i++)
    {
      GString *folded = self->folded;
      const guint32 start = (guint32) length;

      hsp_pages_append (starts, &start, sizeof start);
      g_string_truncate (folded, 0);
      hsp_fold_append (folded, get_text (self, get_row (self, i)->name), NULL);
      /* a line of the haystack is one name */
      for (char *p = folded->str; (p = strchr (p, '\n')) != NULL;)
        *p = ' ';
      g_string_append_c (folded, '\n');
      hsp_table_file_append (file, folded->str, folded->len);
      length += folded->len;
    }
  hsp_pages_append (starts, &(guint32) { (guint32) length }, sizeof (guint32));
  hsp_table_file_end (file, HSP_SECTION_HAYSTACK);
  /* a ligature can become many letters */
  self->too_large |= length > G_MAXUINT32;
}

/* All between the descriptions and the orders. @behind: what is written is not needed any more. */
static void
write_sections (HspServiceBuilder *self,
                HspTableFile      *file,
                gboolean           behind)
{
  g_auto(HspPages) starts = { 0, };

  if (self->moved)
    renumber_places (self);
  file->header.n_rows = self->n_rows;
  file->header.n_places = self->places->len;

  write_section (file, HSP_SECTION_TEXTS, self->texts.data, self->texts.size);
  write_haystack (self, file, &starts);
  if (behind)
    hsp_pages_clear (&self->texts);
  write_section (file, HSP_SECTION_STARTS, starts.data, starts.size);
  write_section (file, HSP_SECTION_PLACES, self->places->data,
                 self->places->len * sizeof (HspTablePlace));
  write_section (file, HSP_SECTION_ROWS, self->rows.data, self->rows.size);
  if (behind)
    hsp_pages_clear (&self->rows);
  write_section (file, HSP_SECTION_CATEGORIES, self->categories->data,
                 self->categories->len * sizeof (guint32));
}

/**
 * hsp_service_builder_peek:
 *
 * The descriptions are not copied: the table reads them from the builder's file, also once that has no
 * name any more.
 *
 * Returns: (transfer full): a verified table in memory of what has come until now
 */
HspServiceTable *
hsp_service_builder_peek (HspServiceBuilder *self)
{
  g_autoptr(HspTableFile) file = NULL;
  g_autoptr(GError) error = NULL;
  HspServiceTable *table = NULL;

  g_return_val_if_fail (self != NULL && !self->ended, NULL);

  /* the file may be flushed where a section may end only */
  hsp_table_file_end (self->file, HSP_SECTION_DESCRIPTIONS);
  hsp_table_file_flush (self->file);

  file = hsp_table_file_new (NULL);
  write_section (file, HSP_SECTION_DESCRIPTIONS, NULL, 0);
  write_sections (self, file, FALSE);
  file->header.time = g_get_real_time () / G_USEC_PER_SEC;
  table = hsp_service_table_new_written (file, NULL, &error);
  if (table == NULL)
    {
      g_debug ("No first rows: %s", error->message);
      return hsp_service_table_new_empty ();
    }
  close (table->fd);
  table->fd = fcntl (self->file->fd, F_DUPFD_CLOEXEC, 0);
  table->descriptions_size = hsp_table_file_get_end (self->file) - sizeof (HspTableHeader);
  return table;
}

/**
 * hsp_service_builder_end:
 * @time: Unix seconds when the catalogue was read from the shop
 *
 * Sorts, writes, renames. @self can only be asked for its numbers and freed afterwards.
 *
 * Returns: (transfer full) (nullable): the verified table; NULL with G_IO_ERROR_CANCELLED, or
 *   HSP_ERROR_STORE when not even memory is to be had
 */
HspServiceTable *
hsp_service_builder_end (HspServiceBuilder  *self,
                         gint64              time,
                         GCancellable       *cancellable,
                         GError            **error)
{
  g_return_val_if_fail (self != NULL && !self->ended, NULL);

  self->ended = TRUE;
  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return NULL;
  /* what only telling the rows apart needed */
  g_clear_pointer (&self->slots, g_free);
  g_clear_pointer (&self->words, g_hash_table_unref);
  hsp_table_file_end (self->file, HSP_SECTION_DESCRIPTIONS);
  write_sections (self, self->file, TRUE);
  self->file->header.time = time;
  if (self->too_large)
    {
      g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE, _("The catalogue is too large."));
      return NULL;
    }
  return hsp_service_table_new_written (self->file, cancellable, error);
}
