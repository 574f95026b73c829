/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a table of services lies in its file: a header and sections, one after the other without gaps,
 * each at a multiple of thirty-two. Numbers are in the computer's own byte order: on another one the version
 * does not match, and the catalogue is read anew.
 *
 *   descriptions  texts, each with its NUL; first, so that they need not be kept until the rest is known
 *   texts         texts, each with its NUL: "" first, then ids, names, and words that many rows share
 *   haystack      the folded names, each ended by '\n'
 *   starts        guint32[n_rows + 1] where each of them begins
 *   places        HspTablePlace[n_places]
 *   rows          HspTableRow[n_rows]
 *   categories    guint32[]: for each category its name, the number of its subcategories, their names
 *   orders        guint32[HSP_N_TABLE_ORDERS][n_rows]
 *
 * The texts stand before what points at them, so that whoever reads the file from front to back has
 * seen where a text begins before it meets an offset. */
#pragma once

#include "hsp-service-table.h"

G_BEGIN_DECLS

#define HSP_TABLE_MAGIC "HSPTABL\n"
#define HSP_TABLE_VERSION 5
#define HSP_TABLE_ALIGNMENT 32
#define HSP_TABLE_MAX_SIZE (G_GUINT64_CONSTANT (4) << 30)
#define HSP_TABLE_NO_DESCRIPTION G_MAXUINT64

typedef enum
{
  HSP_SECTION_DESCRIPTIONS,
  HSP_SECTION_TEXTS,
  HSP_SECTION_HAYSTACK,
  HSP_SECTION_STARTS,
  HSP_SECTION_PLACES,
  HSP_SECTION_ROWS,
  HSP_SECTION_CATEGORIES,
  HSP_SECTION_ORDERS,
  HSP_N_SECTIONS
} HspTableSection;

typedef struct
{
  char    magic[8];
  guint32 version;
  guint32 n_rows;
  guint32 n_places;
  guint32 reserved;
  gint64  time;
  guint64 size;             /* of the file */
  guint64 checksum;         /* of all that follows the header */
  struct
  {
    guint64 offset;
    guint64 size;           /* without what fills it up to such a multiple */
  } sections[HSP_N_SECTIONS];
  char    locale[72];       /* of the order of names; "" when its name is too long */
  guint64 header_checksum;  /* of all before it */
} HspTableHeader;

G_STATIC_ASSERT (sizeof (HspTableHeader) == 256);
G_STATIC_ASSERT (sizeof (HspTablePlace) == 16);

static inline guint64
hsp_table_align (guint64 offset)
{
  return (offset + HSP_TABLE_ALIGNMENT - 1) & ~(guint64) (HSP_TABLE_ALIGNMENT - 1);
}

guint64  hsp_table_checksum     (guint64               sum,
                                 gconstpointer         data,
                                 gsize                 size);
void     hsp_table_header_init  (HspTableHeader       *header);
void     hsp_table_header_seal  (HspTableHeader       *header);
gboolean hsp_table_header_check (const HspTableHeader *header,
                                 guint64               file_size);
gboolean hsp_table_header_sorts (const HspTableHeader *header);

G_END_DECLS
