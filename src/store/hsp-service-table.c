/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-error.h"
#include "hsp-service-table-private.h"
#include "hsp-table-orders.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const HspTableRow no_row = { .description = HSP_TABLE_NO_DESCRIPTION };
static const HspTablePlace no_place;
static const guint32 no_starts[1];
/* so that an order of no rows is not what stands for "not sorted" */
static const guint32 no_order[1];

void
hsp_service_table_set_damaged (GError **error)
{
  g_set_error_literal (error, HSP_ERROR, HSP_ERROR_STORE,
                       _("The kept copy of the catalogue is damaged or of another version."));
}

/* Only a regular file is mapped, and none that ends before what is looked for in it. */
static gboolean
map_table (HspServiceTable *self)
{
  HspTableHeader *header = &self->header;
  struct stat info;
  gpointer map = NULL;

  if (fstat (self->fd, &info) != 0 || !S_ISREG (info.st_mode) ||
      pread (self->fd, header, sizeof *header, 0) != sizeof *header ||
      !hsp_table_header_check (header, (guint64) info.st_size) || header->size > G_MAXSIZE)
    return FALSE;

  map = mmap (NULL, (gsize) header->size, PROT_READ, MAP_SHARED, self->fd, 0);
  if (map == MAP_FAILED)
    return FALSE;
  self->map = map;
  return TRUE;
}

static void
find_sections (HspServiceTable *self)
{
  const HspTableHeader *header = &self->header;
  const guint8 *start = self->map;

#define SECTION(name) ((gconstpointer) (start + header->sections[HSP_SECTION_ ## name].offset))
#define SIZE(name) ((gsize) header->sections[HSP_SECTION_ ## name].size)
  self->n_rows = header->n_rows;
  self->n_places = header->n_places;
  self->descriptions_size = SIZE (DESCRIPTIONS);
  self->texts = SECTION (TEXTS);
  self->texts_size = SIZE (TEXTS);
  self->haystack = SECTION (HAYSTACK);
  self->haystack_size = SIZE (HAYSTACK);
  self->starts = SECTION (STARTS);
  self->places = SECTION (PLACES);
  self->rows = SECTION (ROWS);
  self->categories = SECTION (CATEGORIES);
  self->n_categories = SIZE (CATEGORIES) / sizeof (guint32);
  self->orders = SECTION (ORDERS);
#undef SECTION
#undef SIZE
  self->sorts_names = hsp_table_header_sorts (header);
}

static gboolean
check_texts (HspServiceTable *self)
{
  if (self->texts[0] != '\0' || self->texts[self->texts_size - 1] != '\0')
    return FALSE;
  for (guint i = 0; i < self->n_places; i++)
    {
      const HspTablePlace *place = &self->places[i];

      if (place->category >= self->texts_size || place->subcategory >= self->texts_size ||
          place->folded >= self->texts_size || place->n_rows > self->n_rows)
        return FALSE;
    }
  return TRUE;
}

static HspServiceTable *
new_table (void)
{
  HspServiceTable *self = g_new0 (HspServiceTable, 1);

  g_atomic_ref_count_init (&self->count);
  self->fd = -1;
  return self;
}

/*< private >
 * hsp_service_table_new_for_fd:
 * @fd: (transfer full)
 *
 * Returns: (transfer full) (nullable): NULL with HSP_ERROR_STORE
 */
HspServiceTable *
hsp_service_table_new_for_fd (int      fd,
                              GError **error)
{
  g_autoptr(HspServiceTable) self = new_table ();

  self->fd = fd;
  if (map_table (self))
    {
      find_sections (self);
      if (check_texts (self))
        return g_steal_pointer (&self);
    }
  hsp_service_table_set_damaged (error);
  return NULL;
}

/**
 * hsp_service_table_open:
 *
 * Short, whatever the number of rows. Opening a pipe does not wait. Any thread.
 *
 * Returns: (transfer full) (nullable): NULL with HSP_ERROR_STORE: there is none, or it is damaged
 */
HspServiceTable *
hsp_service_table_open (const char  *path,
                        GError     **error)
{
  int fd = -1;

  g_return_val_if_fail (path != NULL, NULL);

  fd = g_open (path, O_RDONLY | O_CLOEXEC | O_NONBLOCK, 0);
  if (fd < 0)
    {
      g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
                   _("There is no kept copy of the catalogue (%s)."), g_strerror (errno));
      return NULL;
    }
  return hsp_service_table_new_for_fd (fd, error);
}

/** hsp_service_table_new_empty: Returns: (transfer full): without rows, verified. Any thread. */
HspServiceTable *
hsp_service_table_new_empty (void)
{
  HspServiceTable *self = new_table ();

  self->texts = "";
  self->texts_size = 1;
  self->haystack = "";
  self->starts = no_starts;
  self->orders = no_order;
  self->sorts_names = TRUE;
  self->verified = TRUE;
  return self;
}

/** hsp_service_table_ref: Returns: (transfer full): @self. Any thread. */
HspServiceTable *
hsp_service_table_ref (HspServiceTable *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  g_atomic_ref_count_inc (&self->count);
  return self;
}

/** hsp_service_table_unref: @self: (transfer full). Any thread. */
void
hsp_service_table_unref (HspServiceTable *self)
{
  g_return_if_fail (self != NULL);

  if (!g_atomic_ref_count_dec (&self->count))
    return;
  if (self->map != NULL)
    munmap (self->map, (gsize) self->header.size);
  if (self->fd >= 0)
    close (self->fd);
  g_free (self);
}

/**
 * hsp_service_table_rest:
 *
 * After the whole table was gone through once: its pages are no longer mapped, so that the system may have the memory
 * for others, and each comes back when it is looked at. Any thread, also while another reads.
 */
void
hsp_service_table_rest (HspServiceTable *self)
{
  g_return_if_fail (self != NULL);

  if (self->map != NULL && madvise (self->map, (gsize) self->header.size, MADV_DONTNEED) != 0)
    g_debug ("The pages of the catalogue stay: %s", g_strerror (errno));
}

/** hsp_service_table_is_verified: any thread */
gboolean
hsp_service_table_is_verified (HspServiceTable *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return g_atomic_int_get (&self->verified);
}

/** hsp_service_table_get_time: Returns: Unix seconds when it was read from the shop, 0 when empty */
gint64
hsp_service_table_get_time (HspServiceTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->header.time;
}

/** hsp_service_table_get_n_rows: any thread, as all that only looks */
guint
hsp_service_table_get_n_rows (HspServiceTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_rows;
}

/**
 * hsp_service_table_get_row:
 *
 * Returns: (transfer none): the row; an empty one where there is none, as an order of a damaged table
 *   may ask for
 */
const HspTableRow *
hsp_service_table_get_row (HspServiceTable *self,
                           guint            row)
{
  g_return_val_if_fail (self != NULL, &no_row);

  return row < self->n_rows ? &self->rows[row] : &no_row;
}

/** hsp_service_table_get_text: Returns: (transfer none): "" for an offset that lies outside */
const char *
hsp_service_table_get_text (HspServiceTable *self,
                            guint32          offset)
{
  g_return_val_if_fail (self != NULL, "");

  return offset < self->texts_size ? self->texts + offset : "";
}

/** hsp_service_table_get_id: Returns: (transfer none): the number that `add` takes */
const char *
hsp_service_table_get_id (HspServiceTable *self,
                          guint            row)
{
  return hsp_service_table_get_text (self, hsp_service_table_get_row (self, row)->id);
}

/** hsp_service_table_get_name: Returns: (transfer none) */
const char *
hsp_service_table_get_name (HspServiceTable *self,
                            guint            row)
{
  return hsp_service_table_get_text (self, hsp_service_table_get_row (self, row)->name);
}

/** hsp_service_table_get_n_places: any thread */
guint
hsp_service_table_get_n_places (HspServiceTable *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_places;
}

/**
 * hsp_service_table_get_place:
 *
 * Returns: (transfer none): one without a name and rows where there is none
 */
const HspTablePlace *
hsp_service_table_get_place (HspServiceTable *self,
                             guint            place)
{
  g_return_val_if_fail (self != NULL, &no_place);

  return place < self->n_places ? &self->places[place] : &no_place;
}

/**
 * hsp_service_table_get_order:
 *
 * Returns: (transfer none) (nullable): rows; compare them with n_rows while the table is not verified.
 *   NULL: the order of names is of another locale
 */
const guint32 *
hsp_service_table_get_order (HspServiceTable *self,
                             HspTableOrder    order)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (order < HSP_N_TABLE_ORDERS, NULL);

  if (order == HSP_TABLE_BY_NAME && !self->sorts_names)
    return NULL;
  return self->orders + (gsize) order * self->n_rows;
}

/**
 * hsp_service_table_get_haystack:
 * @starts: (out) (transfer none): in a table that is not verified they may lie anywhere
 *
 * Returns: (transfer none): @length bytes, not ended by a NUL
 */
const char *
hsp_service_table_get_haystack (HspServiceTable  *self,
                                const guint32   **starts,
                                gsize            *length)
{
  g_return_val_if_fail (self != NULL, NULL);

  *starts = self->starts;
  *length = self->haystack_size;
  return self->haystack;
}

/** hsp_service_table_find: Returns: the row with this number, or G_MAXUINT */
guint
hsp_service_table_find (HspServiceTable *self,
                        const char      *id)
{
  const guint32 *order = NULL;
  guint low = 0, high = 0;

  g_return_val_if_fail (self != NULL, G_MAXUINT);
  g_return_val_if_fail (id != NULL, G_MAXUINT);

  order = hsp_service_table_get_order (self, HSP_TABLE_BY_ID);
  high = self->n_rows;
  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      const int found = hsp_table_compare_ids (hsp_service_table_get_id (self, order[middle]), id);

      /* an order that is damaged may say anything */
      if (found == 0)
        return order[middle] < self->n_rows ? order[middle] : G_MAXUINT;
      if (found < 0)
        low = middle + 1;
      else
        high = middle;
    }
  return G_MAXUINT;
}
