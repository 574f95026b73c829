/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-table-layout.h"

#include <locale.h>
#include <string.h>

/*< private >
 * hsp_table_checksum:
 * @sum: of what comes before, 0 at first
 * @size: a multiple of eight
 *
 * Against damage, not against forgery: every step is a bijection of the word that goes in, so that a
 * change within one word is always seen. Several times faster than the sums of GChecksum.
 */
guint64
hsp_table_checksum (guint64       sum,
                    gconstpointer data,
                    gsize         size)
{
  const guint8 *bytes = data;

  for (gsize i = 0; i < size; i += sizeof (guint64))
    {
      guint64 word = 0;

      memcpy (&word, bytes + i, sizeof word);
      sum = (sum ^ word) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
      sum ^= sum >> 32;
    }
  return sum;
}

/* Zeros would have the sum 0. */
static guint64
get_header_checksum (const HspTableHeader *header)
{
  return hsp_table_checksum (HSP_TABLE_VERSION, header,
                             G_STRUCT_OFFSET (HspTableHeader, header_checksum));
}

/*< private >
 * hsp_table_header_init:
 *
 * The locale is the present one.
 */
void
hsp_table_header_init (HspTableHeader *header)
{
  const char *locale = setlocale (LC_COLLATE, NULL);

  memset (header, 0, sizeof *header);
  memcpy (header->magic, HSP_TABLE_MAGIC, sizeof header->magic);
  header->version = HSP_TABLE_VERSION;
  if (locale != NULL && strlen (locale) < sizeof header->locale)
    memcpy (header->locale, locale, strlen (locale));
}

/*< private > hsp_table_header_seal: once all else is filled in */
void
hsp_table_header_seal (HspTableHeader *header)
{
  header->header_checksum = get_header_checksum (header);
}

static gboolean
check_sections (const HspTableHeader *header)
{
  const guint64 n_rows = header->n_rows;
  const guint64 sizes[HSP_N_SECTIONS] = {
    [HSP_SECTION_STARTS] = (n_rows + 1) * sizeof (guint32),
    [HSP_SECTION_PLACES] = header->n_places * sizeof (HspTablePlace),
    [HSP_SECTION_ROWS] = n_rows * sizeof (HspTableRow),
    [HSP_SECTION_ORDERS] = n_rows * HSP_N_TABLE_ORDERS * sizeof (guint32),
  };
  guint64 place = sizeof *header;

  for (guint i = 0; i < HSP_N_SECTIONS; i++)
    {
      const guint64 size = header->sections[i].size;

      if (header->sections[i].offset != place || size > header->size)
        return FALSE;
      if (sizes[i] != 0 && size != sizes[i])
        return FALSE;
      place = hsp_table_align (place + size);
    }
  return place == header->size &&
         header->sections[HSP_SECTION_PLACES].size == sizes[HSP_SECTION_PLACES] &&
         header->sections[HSP_SECTION_ROWS].size == sizes[HSP_SECTION_ROWS] &&
         header->sections[HSP_SECTION_ORDERS].size == sizes[HSP_SECTION_ORDERS];
}

/*< private >
 * hsp_table_header_check:
 *
 * Whether the header is whole, and its sections lie in a file of this size, where the numbers of rows
 * and places want them.
 */
gboolean
hsp_table_header_check (const HspTableHeader *header,
                        guint64               file_size)
{
  return memcmp (header->magic, HSP_TABLE_MAGIC, sizeof header->magic) == 0 &&
         header->version == HSP_TABLE_VERSION &&
         header->header_checksum == get_header_checksum (header) &&
         header->size == file_size && header->size <= HSP_TABLE_MAX_SIZE &&
         header->time >= 0 && header->n_places <= header->n_rows &&
         memchr (header->locale, '\0', sizeof header->locale) != NULL &&
         header->sections[HSP_SECTION_TEXTS].size > 0 &&
         header->sections[HSP_SECTION_TEXTS].size <= G_MAXUINT32 &&
         header->sections[HSP_SECTION_HAYSTACK].size <= G_MAXUINT32 &&
         header->sections[HSP_SECTION_CATEGORIES].size % sizeof (guint32) == 0 &&
         check_sections (header);
}

/*< private > hsp_table_header_sorts: whether the order of names is that of the present locale */
gboolean
hsp_table_header_sorts (const HspTableHeader *header)
{
  return header->locale[0] != '\0' && g_strcmp0 (header->locale, setlocale (LC_COLLATE, NULL)) == 0;
}
