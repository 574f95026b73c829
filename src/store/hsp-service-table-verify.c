/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-service-table-private.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* The file is read from front to back through one piece of memory, not through the map, of which
 * everything that is touched would stay. A row fits a whole number of times. */
#define PIECE_SIZE (256 * 1024)
/* Before the piece, for the beginning of a character that the piece before ends with. */
#define MARGIN 8

typedef struct
{
  HspServiceTable *table;         /* (unowned) */
  GCancellable    *cancellable;   /* (unowned) (nullable) */
  guint64          checksum;
  guint8          *piece;         /* (owned) */
  gsize            carried;       /* bytes of the margin that belong to the piece */
  guint8          *text_starts;   /* (owned) bits: a text begins here */
  guint8          *line_starts;   /* (owned) bits: in the haystack, a name begins or all of it ends */
  guint            n_lines;
  gint64           last_start;
  guint8          *seen;          /* (owned) bits: the order that is read has the row */
} Check;

/* @place: in the section. @last: the section ends with it */
typedef gboolean (* CheckFunc) (Check        *check,
                                const guint8 *data,
                                gsize         size,
                                guint64       place,
                                gboolean      last);

static void
set_bit (guint8  *bits,
         guint64  place)
{
  bits[place / 8] |= 1 << place % 8;
}

static gboolean
get_bit (const guint8 *bits,
         guint64       place)
{
  return (bits[place / 8] >> place % 8) & 1;
}

/* (transfer full) */
static guint8 *
new_bits (guint64 n)
{
  return g_malloc0 (n / 8 + 1);
}

static gboolean
check_texts (Check        *check,
             const guint8 *data,
             gsize         size,
             guint64       place,
             gboolean      last)
{
  const char *text = (const char *) data;
  const char *end = text + size;
  const char *stop = text;

  while (!g_utf8_validate_len (text, (gsize) (end - text), &stop))
    {
      if (*stop == '\0')
        {
          text = stop + 1;
          set_bit (check->text_starts, place + (gsize) (text - (const char *) data));
          continue;
        }
      check->carried = (gsize) (end - stop);
      return !last && check->carried < 4;
    }
  return TRUE;
}

static gboolean
check_haystack (Check        *check,
                const guint8 *data,
                gsize         size,
                guint64       place,
                gboolean      last)
{
  const char *text = (const char *) data;
  const char *stop = text;

  if (!g_utf8_validate_len (text, size, &stop))
    {
      check->carried = (gsize) (text + size - stop);
      if (last || check->carried >= 4)
        return FALSE;
    }
  for (const char *line = text; (line = memchr (line, '\n', (gsize) (stop - line))) != NULL;)
    {
      line++;
      check->n_lines++;
      set_bit (check->line_starts, place + (gsize) (line - text));
    }
  return TRUE;
}

static gboolean
check_starts (Check        *check,
              const guint8 *data,
              gsize         size,
              guint64       place,
              gboolean      last)
{
  const guint32 *starts = (gconstpointer) data;

  for (gsize i = 0; i < size / sizeof *starts; i++)
    {
      if (starts[i] <= check->last_start || starts[i] > check->table->haystack_size ||
          !get_bit (check->line_starts, starts[i]))
        return FALSE;
      check->last_start = starts[i];
    }
  return !last || (check->last_start == (gint64) check->table->haystack_size &&
                   check->n_lines == check->table->n_rows);
}

static gboolean
is_text (const Check *check,
         guint32      offset)
{
  return offset < check->table->texts_size && get_bit (check->text_starts, offset);
}

static gboolean
check_places (Check        *check,
              const guint8 *data,
              gsize         size,
              guint64       place,
              gboolean      last)
{
  const HspTablePlace *places = (gconstpointer) data;

  for (gsize i = 0; i < size / sizeof *places; i++)
    {
      if (!is_text (check, places[i].category) || !is_text (check, places[i].subcategory) ||
          !is_text (check, places[i].folded))
        return FALSE;
    }
  return TRUE;
}

static gboolean
is_count (gint64 number)
{
  return number >= HSP_UNKNOWN;
}

static gboolean
check_rows (Check        *check,
            const guint8 *data,
            gsize         size,
            guint64       place,
            gboolean      last)
{
  const HspTableRow *rows = (gconstpointer) data;

  for (gsize i = 0; i < size / sizeof *rows; i++)
    {
      const HspTableRow *row = &rows[i];

      if (row->rate < 0 || !is_count (row->min) || !is_count (row->max) || !is_count (row->stock) ||
          !is_text (check, row->id) || !is_text (check, row->name) || !is_text (check, row->type) ||
          row->place >= check->table->n_places || row->kind >= HSP_N_KINDS ||
          (row->marks & ~(HSP_TABLE_REFILL | HSP_TABLE_CANCEL)) != 0 ||
          (row->description != HSP_TABLE_NO_DESCRIPTION &&
           row->description >= check->table->descriptions_size))
        return FALSE;
    }
  return TRUE;
}

/* Every row once: n different rows, none of them beyond the last. */
static gboolean
check_orders (Check        *check,
              const guint8 *data,
              gsize         size,
              guint64       place,
              gboolean      last)
{
  const guint32 *orders = (gconstpointer) data;
  const guint n_rows = check->table->n_rows;
  const guint64 first = place / sizeof *orders;

  for (gsize i = 0; i < size / sizeof *orders; i++)
    {
      if ((first + i) % n_rows == 0)
        memset (check->seen, 0, n_rows / 8 + 1);
      if (orders[i] >= n_rows || get_bit (check->seen, orders[i]))
        return FALSE;
      set_bit (check->seen, orders[i]);
    }
  return TRUE;
}

/* FALSE without an error when the file ends too early. */
static gboolean
read_piece (Check    *check,
            guint64   place,
            gsize     size)
{
  guint8 *data = check->piece + MARGIN;
  gsize done = 0;

  while (done < size)
    {
      const gssize n = pread (check->table->fd, data + done, size - done, (off_t) (place + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }
  check->checksum = hsp_table_checksum (check->checksum, data, size);
  return TRUE;
}

/* FALSE without an error when it is damaged. */
static gboolean
check_section (Check            *check,
               HspTableSection   section,
               CheckFunc         func,
               GError          **error)
{
  const guint64 offset = check->table->header.sections[section].offset;
  const guint64 size = check->table->header.sections[section].size;

  check->carried = 0;
  for (guint64 place = 0; place < size; place += PIECE_SIZE)
    {
      const gsize n = (gsize) MIN (PIECE_SIZE, size - place);
      const gsize carried = check->carried;

      if (g_cancellable_set_error_if_cancelled (check->cancellable, error))
        return FALSE;
      /* what was carried lies at the end of a full piece */
      memcpy (check->piece + MARGIN - carried, check->piece + MARGIN + PIECE_SIZE - carried, carried);
      check->carried = 0;
      if (!read_piece (check, offset + place, (gsize) hsp_table_align (n)))
        return FALSE;
      if (func != NULL && !func (check, check->piece + MARGIN - carried, n + carried, place - carried,
                                 place + n == size))
        return FALSE;
    }
  return TRUE;
}

static gboolean
check_sections (Check   *check,
                GError **error)
{
  /* what a description or a category says is looked at when it is read, one at a time */
  static const CheckFunc funcs[HSP_N_SECTIONS] = {
    [HSP_SECTION_TEXTS] = check_texts,
    [HSP_SECTION_HAYSTACK] = check_haystack,
    [HSP_SECTION_STARTS] = check_starts,
    [HSP_SECTION_PLACES] = check_places,
    [HSP_SECTION_ROWS] = check_rows,
    [HSP_SECTION_ORDERS] = check_orders,
  };

  for (guint i = 0; i < HSP_N_SECTIONS; i++)
    {
      if (!check_section (check, i, funcs[i], error))
        return FALSE;
    }
  return check->checksum == check->table->header.checksum;
}

/**
 * hsp_service_table_verify:
 *
 * Returns: whether the whole file is as it was written, with every index and offset inside. Blocking: in
 *   a worker. Errors: HSP_ERROR_STORE, G_IO_ERROR_CANCELLED
 */
gboolean
hsp_service_table_verify (HspServiceTable  *self,
                          GCancellable     *cancellable,
                          GError          **error)
{
  Check check = { .table = self, .cancellable = cancellable, .last_start = -1 };
  g_autoptr(GError) cause = NULL;
  gboolean sound = FALSE;

  g_return_val_if_fail (self != NULL, FALSE);

  if (hsp_service_table_is_verified (self))
    return TRUE;

  check.piece = g_malloc (MARGIN + PIECE_SIZE);
  check.text_starts = new_bits (self->texts_size + 1);
  check.line_starts = new_bits (self->haystack_size + 1);
  check.seen = new_bits (self->n_rows);
  set_bit (check.text_starts, 0);
  set_bit (check.line_starts, 0);
  sound = check_sections (&check, &cause);
  g_free (check.piece);
  g_free (check.text_starts);
  g_free (check.line_starts);
  g_free (check.seen);

  if (sound)
    g_atomic_int_set (&self->verified, TRUE);
  else if (cause != NULL)
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    hsp_service_table_set_damaged (error);
  return sound;
}
