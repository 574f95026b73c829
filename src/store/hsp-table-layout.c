/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "hsp-store"

#include "config.h"

#include "hsp-table-layout.h"

#include <locale.h>
#include <string.h>

static inline guint64
rotate (guint64 word,
        guint   n_bits)
{
  return word << n_bits | word >> (64 - n_bits);
}

/* Four words at once, of which none waits for another one; only their sum waits for those before. */
static inline guint64
add_words (guint64       sum,
           const guint64 words[4])
{
  sum ^= words[0] * G_GUINT64_CONSTANT (0xbf58476d1ce4e5b9) +
         rotate (words[1] * G_GUINT64_CONSTANT (0x94d049bb133111eb), 16) +
         rotate (words[2] * G_GUINT64_CONSTANT (0xff51afd7ed558ccd), 32) +
         rotate (words[3] * G_GUINT64_CONSTANT (0xc4ceb9fe1a85ec53), 48);
  sum *= G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);
  return sum ^ sum >> 32;
}

/*< private >
 * hsp_table_checksum:
 * @sum: of what comes before, 0 at first
 * @size: a multiple of HSP_TABLE_ALIGNMENT, but at the end
 *
 * Against damage, not against forgery: every step is a bijection of each word that goes in, so that a
 * change within one word is always seen. Many times faster than the sums of GChecksum.
 */
guint64
hsp_table_checksum (guint64       sum,
                    gconstpointer data,
                    gsize         size)
{
  const guint8 *bytes = data;
  guint64 words[4] = { 0, };

  G_STATIC_ASSERT (sizeof words == HSP_TABLE_ALIGNMENT);

  for (; size >= sizeof words; size -= sizeof words, bytes += sizeof words)
    {
      memcpy (words, bytes, sizeof words);
      sum = add_words (sum, words);
    }
  if (size > 0)
    {
      memset (words, 0, sizeof words);
      memcpy (words, bytes, size);
      sum = add_words (sum, words);
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
