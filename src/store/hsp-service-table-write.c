/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-error.h"
#include "hsp-pages.h"
#include "hsp-service-table-private.h"
#include "hsp-table-orders.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <sys/mman.h>
#include <unistd.h>

#define PIECE_SIZE (64 * 1024)

static gboolean
set_no_memory (GError **error)
{
  g_set_error (error, HSP_ERROR, HSP_ERROR_STORE,
               _("There is no memory for the catalogue (%s)."), g_strerror (errno));
  return FALSE;
}

/* What is sorted is looked at in the file, where it was just written, so that it is in memory once. */
static gboolean
make_orders (HspTableFile  *file,
             HspPages      *orders,
             GCancellable  *cancellable,
             GError       **error)
{
  const HspTableHeader *header = &file->header;
  const gsize size = hsp_table_file_get_end (file);
  const guint8 *map = NULL;
  gboolean made = FALSE;

  if (!hsp_table_file_flush (file))
    return set_no_memory (error);
  map = mmap (NULL, size, PROT_READ, MAP_SHARED, file->fd, 0);
  if (map == MAP_FAILED)
    return set_no_memory (error);

  hsp_pages_append (orders, NULL, header->n_rows * HSP_N_TABLE_ORDERS * sizeof (guint32));
  made = hsp_table_orders_make ((gconstpointer) (map + header->sections[HSP_SECTION_ROWS].offset),
                                header->n_rows,
                                (const char *) map + header->sections[HSP_SECTION_TEXTS].offset,
                                (gpointer) orders->data, cancellable);
  munmap ((gpointer) map, size);
  return made || !g_cancellable_set_error_if_cancelled (cancellable, error);
}

/*< private >
 * hsp_service_table_new_written:
 * @file: with all sections but the orders, and with the numbers of rows and places in its header
 *
 * Sorts, gives the file its name, and maps it. Blocking: in a worker.
 *
 * Returns: (transfer full) (nullable): NULL with G_IO_ERROR_CANCELLED or HSP_ERROR_STORE
 */
HspServiceTable *
hsp_service_table_new_written (HspTableFile  *file,
                               GCancellable  *cancellable,
                               GError       **error)
{
  g_auto(HspPages) orders = { 0, };
  HspServiceTable *self = NULL;

  if (!make_orders (file, &orders, cancellable, error))
    return NULL;
  hsp_table_file_begin (file, HSP_SECTION_ORDERS);
  hsp_table_file_append (file, orders.data, orders.size);
  hsp_table_file_end (file, HSP_SECTION_ORDERS);
  if (!hsp_table_file_commit (file))
    {
      set_no_memory (error);
      return NULL;
    }

  self = hsp_service_table_new_for_fd (g_steal_fd (&file->fd), error);
  if (self != NULL)
    self->verified = TRUE;
  return self;
}

/* They are not mapped, and may lie in another file: see hsp_service_builder_peek(). */
static gboolean
copy_descriptions (HspServiceTable *self,
                   HspTableFile    *file)
{
  g_autofree guint8 *piece = g_malloc (PIECE_SIZE);
  guint64 place = 0;

  while (place < self->descriptions_size)
    {
      const gsize wanted = MIN (PIECE_SIZE, self->descriptions_size - place);
      const gssize n = pread (self->fd, piece, wanted, (off_t) (sizeof (HspTableHeader) + place));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      hsp_table_file_append (file, piece, (gsize) n);
      place += (guint64) n;
    }
  return TRUE;
}

static gboolean
copy_sections (HspServiceTable *self,
               HspTableFile    *file)
{
  const struct
  {
    gconstpointer data;
    gsize         size;
  } sections[] = {
    [HSP_SECTION_TEXTS] = { self->texts, self->texts_size },
    [HSP_SECTION_HAYSTACK] = { self->haystack, self->haystack_size },
    [HSP_SECTION_STARTS] = { self->starts, ((gsize) self->n_rows + 1) * sizeof *self->starts },
    [HSP_SECTION_PLACES] = { self->places, self->n_places * sizeof *self->places },
    [HSP_SECTION_ROWS] = { self->rows, self->n_rows * sizeof *self->rows },
    [HSP_SECTION_CATEGORIES] = { self->categories, self->n_categories * sizeof *self->categories },
  };

  hsp_table_file_begin (file, HSP_SECTION_DESCRIPTIONS);
  if (!copy_descriptions (self, file))
    return FALSE;
  hsp_table_file_end (file, HSP_SECTION_DESCRIPTIONS);
  for (guint i = HSP_SECTION_TEXTS; i < G_N_ELEMENTS (sections); i++)
    {
      hsp_table_file_begin (file, i);
      hsp_table_file_append (file, sections[i].data, sections[i].size);
      hsp_table_file_end (file, i);
    }
  file->header.n_rows = self->n_rows;
  file->header.n_places = self->n_places;
  file->header.time = self->header.time;
  return TRUE;
}

/**
 * hsp_service_table_sort_names:
 * @path: (nullable): of the file that is replaced, as in hsp_service_builder_new()
 *
 * Verifies the table first where that was not done. Blocking: in a worker.
 *
 * Returns: (transfer full) (nullable): the same rows in the orders of the present locale, verified; NULL
 *   with G_IO_ERROR_CANCELLED or HSP_ERROR_STORE
 */
HspServiceTable *
hsp_service_table_sort_names (HspServiceTable  *self,
                              const char       *path,
                              GCancellable     *cancellable,
                              GError          **error)
{
  g_autoptr(HspTableFile) file = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (!hsp_service_table_verify (self, cancellable, error))
    return NULL;
  file = hsp_table_file_new (path);
  if (!copy_sections (self, file))
    {
      hsp_service_table_set_damaged (error);
      return NULL;
    }
  return hsp_service_table_new_written (file, cancellable, error);
}
