/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bytes that are compared 16 at a time, by the compiler's vectors: every machine that the program is
 * built for has them, and they read the names several times faster than memmem() does. */
#pragma once

#include <glib.h>
#include <string.h>

G_BEGIN_DECLS

#define HSP_BLOCK_SIZE 16

typedef guint8 HspBlock __attribute__ ((vector_size (HSP_BLOCK_SIZE)));

static inline HspBlock
hsp_block_load (gconstpointer bytes)
{
  HspBlock block;

  memcpy (&block, bytes, sizeof block);
  return block;
}

static inline void
hsp_block_store (gpointer bytes,
                 HspBlock block)
{
  memcpy (bytes, &block, sizeof block);
}

static inline HspBlock
hsp_block_fill (char c)
{
  return (HspBlock) { 0 } + (guint8) c;
}

/* All bits of a byte that is the same in both, none of another */
static inline HspBlock
hsp_block_equal (HspBlock a,
                 HspBlock b)
{
  return (HspBlock) (a == b);
}

/* All bits of a byte from @low to @high, none of another */
static inline HspBlock
hsp_block_between (HspBlock block,
                   char     low,
                   char     high)
{
  return (HspBlock) (block - (guint8) low <= hsp_block_fill ((char) (high - low)));
}

/* All bits of a byte that is not 0 */
static inline HspBlock
hsp_block_is_set (HspBlock block)
{
  return (HspBlock) (block != 0);
}

/* Returns: how many bytes have all bits, where the others have none */
static inline guint
hsp_block_count (HspBlock equal)
{
  const guint64 ones = G_GUINT64_CONSTANT (0x0101010101010101);
  guint64 halves[2];

  memcpy (halves, &equal, sizeof equal);
  return (guint) ((((halves[0] & ones) + (halves[1] & ones)) * ones) >> 56);
}

/* One bit for each byte of what hsp_block_equal() and hsp_block_between() found, eight bytes to a number:
 * take the lowest with hsp_block_first(), and take it away with mask &= mask - 1.
 * Returns: whether there is any */
static inline gboolean
hsp_block_get_masks (HspBlock equal,
                     guint64  masks[2])
{
  const guint64 high = G_GUINT64_CONSTANT (0x8080808080808080);

  memcpy (masks, &equal, sizeof equal);
  if (G_LIKELY ((masks[0] | masks[1]) == 0))
    return FALSE;
  masks[0] = GUINT64_FROM_LE (masks[0]) & high;
  masks[1] = GUINT64_FROM_LE (masks[1]) & high;
  return TRUE;
}

static inline guint
hsp_block_first (guint64 mask)
{
  return (guint) __builtin_ctzll (mask) / 8;
}

G_END_DECLS
